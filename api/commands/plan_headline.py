"""What a plan comes to in a few lines: never a sum without its range, and on what it stands."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from api.commands.common import Session
from api.service import View
from api.standing import largest_target, published_gain
from api.sums import carbon_sum, money_sum
from graph import model
from graph.messages import message
from graph.planning import Plan
from graph.units import show_amount, show_share
from graph.vocabulary import Unit


def headline_block(run: Session, view: View, plan: Plan, potential: Plan) -> RenderableType:
    """Return the net tonnes with the share against the target, and apart from them the technical potential.

    Parameters
    ----------
    plan : Plan
    potential : Plan
        The same if every market took everything; the plan itself where it was asked for that.
    """
    lines = [_potential(run, view, plan)] if plan.potential else [_expected(run, view, plan)]
    if not plan.potential:
        lines.append(_potential(run, view, potential))
    return Group(
        *(Text(line, style=style) for line, style in zip(lines, ("bold green", "dim"), strict=False))
    )


def _expected(run: Session, view: View, plan: Plan) -> str:
    said = message(
        "plan.headline",
        net=show_amount(plan.total(Unit.TONNE).net, "t/yr", run.language),
        published=show_share(published_gain(view, plan, Unit.TONNE), run.language),
    )
    return run.read(said) + _against_target(run, view, plan)


def _potential(run: Session, view: View, plan: Plan) -> str:
    said = message(
        "plan.potential",
        net=show_amount(plan.total(Unit.TONNE).net, "t/yr", run.language),
        published=show_share(published_gain(view, plan, Unit.TONNE), run.language),
        assumed=message("plan.potential_assumes"),
    )
    return run.read(said) + _against_target(run, view, plan)


def _against_target(run: Session, view: View, plan: Plan) -> str:
    progress = largest_target(plan)
    target = None if progress is None else view.get(model.Target, progress.target)
    if progress is None or target is None:
        return ""
    shares = (progress.share_baseline, progress.share_planned, progress.share_target)
    before, after, wanted = (f"{share:.1%}" for share in shares)
    said = message("plan.against_target", name=run.name(target), before=before, after=after, wanted=wanted)
    return " " + run.read(said)


def benefit_words(run: Session, plan: Plan) -> str:
    """Return the net benefit of a plan with its range and coverage."""
    return run.read(money_sum(plan.benefit_reach, plan.coverage.money))


def carbon_words(run: Session, plan: Plan) -> str:
    """Return the CO2e that a plan avoids with its range and coverage."""
    return run.read(carbon_sum(plan.co2_reach, plan.coverage.carbon))


def coverage_words(run: Session, plan: Plan) -> str:
    """Return on what money and sales stand."""
    market = plan.coverage.market
    money = show_share(plan.coverage.money, run.language)
    if market is None:
        return run.read(message("plan.coverage_of_money", money=money))
    return run.read(message("plan.coverage", money=money, market=show_share(market, run.language)))
