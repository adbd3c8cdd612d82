"""What every face says of a plan first: what to expect, the chance of each target, and apart what could be.

No sum stands without its range and what it rests on. The sentences are in both languages, so that the command
line, the pages, the picture of the network and partners say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from api.figures.number_words import number_words
from api.figures.standing import largest_target, published_gain
from api.views import View
from graph import model
from graph.planning import (
    MOST_STREAMS,
    Measure,
    Plan,
    PlanUncertainty,
    Spread,
    TechnicalPotential,
    UnplacedReason,
)
from graph.units import show_amount, show_money, show_share
from graph.vocabulary import EnterpriseId, Unit
from graph.wording import LANGUAGES, Message, Words, message, names_of, span
from viz.words import value_words

#: Reasons of what nobody on record could take, whatever it is worth.
NOBODYS = frozenset(
    (
        UnplacedReason.NO_CONSUMER,
        UnplacedReason.GATE,
        UnplacedReason.DISTANCE,
        UnplacedReason.UNKNOWN_CAPACITY,
    )
)
#: How many of the works that could be asked a sentence names.
MOST_NAMED = 3


def headline(
    view: View, plan: Plan, expected: PlanUncertainty | None, potential: TechnicalPotential | None
) -> tuple[Message, ...]:
    """Return the sentences: expected, chances, the plan at likely amounts, and the technical potential.

    Where nothing on record could take anything there is one sentence: what to do about it.

    Parameters
    ----------
    view : View
        The graph that was planned.
    plan : Plan
        That of facilities on record; where it is itself the potential, nothing is said of another.
    expected : PlanUncertainty or None
        None where nothing may be expected of it, or nobody asked.
    potential : TechnicalPotential or None
        The same plan if every market took everything, and what prospective receivers could take; None where
        the park is too large to work it out unasked.
    """
    if potential is not None and nothing_on_record(plan, potential):
        return potential_words(view, potential)
    sentences = [*(() if expected is None else expected_words(view, plan, expected))]
    if not plan.potential:
        sentences.append(_plan_words(view, plan, "plan.headline"))
    if potential is None:
        return (*sentences, message("plan.potential_unasked", most=MOST_STREAMS))
    return (*sentences, *potential_words(view, potential))


def nothing_on_record(plan: Plan, potential: TechnicalPotential) -> bool:
    """Return whether there is something to place and nothing on record could take any of it."""
    left = [outcome.reason for outcome in potential.on_record.streams if outcome.unplaced > 0.0]
    placed = any(total.gross > 0.0 for one in (plan, potential.on_record) for total in one.totals)
    return bool(left) and not placed and NOBODYS.issuperset(left)


def potential_words(view: View, potential: TechnicalPotential) -> tuple[Message, ...]:
    """Return the technical potential, and apart what of it is assumed of who is not on record."""
    on_record = potential.on_record
    amounts, firms = _assumed(view, potential)
    if nothing_on_record(on_record, potential):
        if not firms:
            return (message("plan.nothing_on_record"),)
        asked = message("plan.only_prospective", amounts=amounts, count=len(firms), names=_names(view, firms))
        return (asked,)
    said = [_plan_words(view, potential, "plan.potential")]
    if firms:
        names = _names(view, firms)
        said.append(message("plan.of_prospective", amounts=amounts, count=len(firms), names=names))
    return tuple(said)


def _assumed(view: View, potential: TechnicalPotential) -> tuple[tuple[Words, ...], tuple[EnterpriseId, ...]]:
    """Return what prospective receivers add to the net amount of each unit, and who they are."""
    amounts = [(unit, potential.assumed(unit)) for unit in Unit]
    shown = tuple(_per_year(amount, unit) for unit, amount in amounts if amount > 0.0)
    firms = dict.fromkeys(firm for unit in Unit for firm in potential.receivers(unit))
    return shown, tuple(firms)


def _names(view: View, firms: Sequence[EnterpriseId]) -> Message | tuple[Words, ...]:
    names = tuple(view.named(model.Enterprise, firm) for firm in firms[:MOST_NAMED])
    return names if len(firms) <= MOST_NAMED else message("plan.and_more", names=names)


def expected_words(view: View, plan: Plan, expected: PlanUncertainty) -> tuple[Message, ...]:
    """Return what may be expected of a plan, and how likely each target is met, as sentences."""
    tonnes = [row for row in expected.totals if (row.measure, row.unit) == (Measure.NET, Unit.TONNE)]
    sentences = [_net(view, plan, expected, row) for row in tonnes]
    sentences += [said for row in tonnes if (said := _above_the_plan(plan, row)) is not None]
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


def leaning_words(view: View, plan: Plan) -> tuple[Message, ...]:
    """Return on which number that nobody published most of a plan's money and CO2e stand."""
    covered = plan.coverage
    return tuple(
        message(
            key,
            number=number_words(view, one.table, one.row, one.column),
            grade=value_words(one.grade.value),
            share=_share(one.share),
        )
        for key, one in (
            ("plan.leans_money", covered.money_leans),
            ("plan.leans_carbon", covered.carbon_leans),
        )
        if one is not None
    )


def _net(view: View, plan: Plan, expected: PlanUncertainty, net: Spread) -> Message:
    return message(
        "plan.expected",
        mean=_tonnes(net.mean),
        ends=_ends(_tonnes(net.mean_low), _tonnes(net.mean_high)),
        p10=_tonnes(net.p10),
        p50=_tonnes(net.p50),
        p90=_tonnes(net.p90),
        draws=expected.draws,
        seed=expected.seed,
        published=_share(published_gain(view, plan, Unit.TONNE)),
    )


def _above_the_plan(plan: Plan, net: Spread) -> Message | None:
    """Return why the middle of the draws lies above the plan of likely amounts, where full markets tell."""
    full = sum(taken.full for taken in plan.markets)
    if net.p50 <= plan.total(Unit.TONNE).net or not full:
        return None
    return message("plan.expected_above", count=full)


def _plan_words(view: View, plan: Plan | TechnicalPotential, key: str) -> Message:
    return message(
        key,
        net=_tonnes(plan.total(Unit.TONNE).net),
        published=_share(published_gain(view, plan, Unit.TONNE)),
        assumed=message("plan.potential_assumes"),
        target=_against_target(view, plan),
    )


def _against_target(view: View, plan: Plan | TechnicalPotential) -> Message | str:
    progress = largest_target(plan)
    target = None if progress is None else view.get(model.Target, progress.target)
    if progress is None or target is None:
        return ""
    shares = (progress.share_baseline, progress.share_planned, progress.share_target)
    before, after, wanted = (f"{share:.1%}" for share in shares)
    return message("plan.against_target", name=names_of(target), before=before, after=after, wanted=wanted)


def _three(spread: Spread, show: Callable[[float], Words]) -> Message:
    return message("plan.three", ends=_ends(show(spread.p10), show(spread.p90)), p50=show(spread.p50))


def _ends(least: Words, most: Words) -> Words:
    return Words(span(least.zh, most.zh), span(least.en, most.en))


def _tonnes(value: float) -> Words:
    return _per_year(value, Unit.TONNE)


def _per_year(value: float, unit: Unit) -> Words:
    return Words(*(show_amount(value, f"{unit.value}/yr", language) for language in LANGUAGES))


def _carbon(value: float) -> Words:
    return _tonnes(value / 1e3)


def _money(value: float) -> Words:
    return Words(show_money(value, "zh"), show_money(value, "en"))


def _share(value: float | None) -> Words:
    return Words(show_share(value, "zh"), show_share(value, "en"))
