"""What a plan comes to in a few lines: never a sum without its range, and on what it stands."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from api.commands.common import Session
from api.figures import carbon_sum, headline, money_sum
from api.views import View
from graph.planning import Plan, PlanUncertainty, TechnicalPotential


def headline_block(
    run: Session,
    view: View,
    plan: Plan,
    potential: TechnicalPotential | None,
    expected: PlanUncertainty | None,
) -> RenderableType:
    """Return what may be expected of a plan, the plan itself, and apart from them the technical potential.

    Parameters
    ----------
    plan : Plan
    potential : TechnicalPotential or None
        The same if every market took everything, and what prospective receivers could take; None where the
        park is too large to work it out unasked.
    expected : PlanUncertainty or None
        None where it was not drawn.
    """
    sentences = headline(view, plan, expected, potential)
    return Group(
        *(
            Text(run.read(sentence).strip(), style="bold green" if place == 0 else "")
            for place, sentence in enumerate(sentences)
        )
    )


def benefit_words(run: Session, plan: Plan) -> str:
    """Return the net benefit of a plan with its range and coverage."""
    return run.read(money_sum(plan.benefit_reach, plan.coverage.money))


def carbon_words(run: Session, plan: Plan) -> str:
    """Return the CO2e that a plan avoids with its range and coverage."""
    return run.read(carbon_sum(plan.co2_reach, plan.coverage.carbon))
