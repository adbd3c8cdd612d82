"""What a plan comes to in a few lines: never a sum without its range, and on what it stands."""

from __future__ import annotations

from collections.abc import Callable

from rich.console import Group, RenderableType
from rich.text import Text

from api.commands.common import Session
from api.headline import headline
from api.service import View
from graph.messages import message
from graph.planning import Plan, PlanUncertainty, Reach
from graph.units import show_amount, show_money, show_share


def headline_block(
    run: Session, view: View, plan: Plan, potential: Plan, expected: PlanUncertainty | None
) -> RenderableType:
    """Return what may be expected of a plan, the plan itself, and apart from them the technical potential.

    Parameters
    ----------
    plan : Plan
    potential : Plan
        The same if every market took everything; the plan itself where it was asked for that.
    expected : PlanUncertainty or None
        None where it was not drawn.
    """
    sentences = headline(view, plan, expected, None if plan.potential else potential)
    return Group(
        *(
            Text(run.read(sentence).strip(), style="bold green" if place == 0 else "")
            for place, sentence in enumerate(sentences)
        )
    )


def benefit_words(run: Session, plan: Plan) -> str:
    """Return the net benefit of a plan with its range and coverage."""
    return _sum_words(
        run, plan, plan.benefit, plan.benefit_reach, lambda value: show_money(value, run.language)
    )


def carbon_words(run: Session, plan: Plan) -> str:
    """Return the CO2e that a plan avoids with its range and coverage."""
    return _sum_words(
        run, plan, plan.co2_avoided, plan.co2_reach, lambda value: show_amount(value / 1e3, "t", run.language)
    )


def _sum_words(run: Session, plan: Plan, likely: float, reach: Reach, show: Callable[[float], str]) -> str:
    covered = show_share(plan.coverage.money, run.language)
    low, high = show(reach.p10), show(reach.p90)
    if plan.coverage.enough:
        return run.read(message("plan.sum", likely=show(likely), low=low, high=high, covered=covered))
    return run.read(message("plan.sum_as_range", low=low, high=high, covered=covered))
