"""What every face says of a plan first: what to expect, the chance of each target, and apart what could be.

No sum stands without its range and what it rests on. The sentences are in both languages, so that the command
line, the pages, the picture of the network and partners say the same.
"""

from __future__ import annotations

from collections.abc import Callable

from api.figures.standing import largest_target, published_gain
from api.views.service import View
from graph import model
from graph.planning import Measure, Plan, PlanUncertainty, Spread
from graph.units import show_amount, show_money, show_share
from graph.vocabulary import Unit
from graph.wording.messages import Message, Words, message, names_of


def headline(
    view: View, plan: Plan, expected: PlanUncertainty | None, potential: Plan | None
) -> tuple[Message, ...]:
    """Return the sentences: expected, chances, the plan at likely amounts, and the technical potential.

    Parameters
    ----------
    view : View
        The graph that was planned.
    plan : Plan
    expected : PlanUncertainty or None
        None where nothing may be expected of it, or nobody asked.
    potential : Plan or None
        The same plan if every market took everything; None where the plan is that itself.
    """
    if potential is None:
        return (_plan_words(view, plan, "plan.potential"),)
    sentences = [*(() if expected is None else expected_words(view, plan, expected))]
    sentences.append(_plan_words(view, plan, "plan.headline"))
    sentences.append(_plan_words(view, potential, "plan.potential"))
    return tuple(sentences)


def expected_words(view: View, plan: Plan, expected: PlanUncertainty) -> tuple[Message, ...]:
    """Return what may be expected of a plan, and how likely each target is met, as sentences."""
    tonnes = [row for row in expected.totals if (row.measure, row.unit) == (Measure.NET, Unit.TONNE)]
    sentences = [_net(view, plan, expected, row) for row in tonnes]
    sentences.append(
        message(
            "plan.expected_money",
            benefit=_three(expected.total(Measure.BENEFIT), _money),
            co2=_three(expected.total(Measure.CO2), _carbon),
            stands=coverage_words(plan),
        )
    )
    chances = []
    for chance in expected.chances:
        target = view.get(model.Target, chance.target)
        if target is not None:
            met, wanted = _share(chance.met), _share(target.share)
            chances.append(message("plan.chance", name=names_of(target), met=met, wanted=wanted))
    if chances:
        sentences.append(message("plan.chances", chances=tuple(chances)))
    return tuple(sentences)


def coverage_words(plan: Plan) -> tuple[Message, ...]:
    """Return on what money, sales and linkages of a plan stand."""
    covered = plan.coverage
    parts = [message("plan.coverage_of_money", money=_share(covered.money))]
    if covered.market is not None:
        parts.append(message("plan.coverage_of_markets", market=_share(covered.market)))
    if covered.composition is not None:
        parts.append(message("plan.coverage_of_composition", composition=_share(covered.composition)))
    return tuple(parts)


def _net(view: View, plan: Plan, expected: PlanUncertainty, net: Spread) -> Message:
    return message(
        "plan.expected",
        mean=_tonnes(net.mean),
        low=_tonnes(net.mean_low),
        high=_tonnes(net.mean_high),
        p10=_tonnes(net.p10),
        p50=_tonnes(net.p50),
        p90=_tonnes(net.p90),
        draws=expected.draws,
        seed=expected.seed,
        published=_share(published_gain(view, plan, Unit.TONNE)),
    )


def _plan_words(view: View, plan: Plan, key: str) -> Message:
    return message(
        key,
        net=_tonnes(plan.total(Unit.TONNE).net),
        published=_share(published_gain(view, plan, Unit.TONNE)),
        assumed=message("plan.potential_assumes"),
        target=_against_target(view, plan),
    )


def _against_target(view: View, plan: Plan) -> Message | str:
    progress = largest_target(plan)
    target = None if progress is None else view.get(model.Target, progress.target)
    if progress is None or target is None:
        return ""
    shares = (progress.share_baseline, progress.share_planned, progress.share_target)
    before, after, wanted = (f"{share:.1%}" for share in shares)
    return message("plan.against_target", name=names_of(target), before=before, after=after, wanted=wanted)


def _three(spread: Spread, show: Callable[[float], Words]) -> Message:
    return message("plan.three", p10=show(spread.p10), p50=show(spread.p50), p90=show(spread.p90))


def _tonnes(value: float) -> Words:
    return Words(show_amount(value, "t/yr", "zh"), show_amount(value, "t/yr", "en"))


def _carbon(value: float) -> Words:
    return _tonnes(value / 1e3)


def _money(value: float) -> Words:
    return Words(show_money(value, "zh"), show_money(value, "en"))


def _share(value: float | None) -> Words:
    return Words(show_share(value, "zh"), show_share(value, "en"))
