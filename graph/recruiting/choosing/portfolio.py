"""A portfolio: which leads to recruit with so much money, and in which order over the years.

The short list is the best place of each technology, best first, and the pairs that pay together. Capital
counts at its high end, and what nobody knows it of is asked, never built for nothing. Within the budget the
choice is the best there is (`graph.planning.additions.choosing`); the greedy rule stands beside it. What is
chosen is recruited in the order of what each adds for its money, and each in the year until which the budget,
spent evenly, has paid for it.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph.planning import (
    GREEDY_SHARE,
    Additions,
    Choice,
    Gain,
    Progress,
    Wishes,
    best_choice,
    step_by_step,
)
from graph.ranges import Range
from graph.recruiting.choosing.options import Budget
from graph.recruiting.finding import EQUAL, Option, capital_of
from graph.recruiting.lead import LeadSite
from graph.value import GIGAJOULE_PER_KWH
from graph.vocabulary import FacilityId, TechnologyId, Unit
from graph.wording import ListedWord

#: GJ of a MJ.
_MJ = 1e-3


class NotBuilt(ListedWord):
    """Why a lead of the short list is not in a portfolio."""

    CAPITAL_UNKNOWN = "capital not known", "Nobody knows what it costs: to be asked."
    ENERGY_UNKNOWN = "energy not known", "Energy is limited, and nobody knows how much it uses: to be asked."
    #: At the high end of what it costs; or it uses more energy than there is.
    TOO_DEAR = "too dear", "Alone it needs more than the budget has."
    OTHERS_BETTER = "others better", "The budget brings more without it."
    NO_MORE = "adds nothing", "With the others there it adds nothing."


@dataclass(frozen=True, slots=True)
class PortfolioStep:
    """What is recruited at one step: one lead, or two that only pay together.

    Attributes
    ----------
    year : int
        From 1.
    technologies : tuple of TechnologyId
        What.
    sites : tuple of LeadSite
        Where each stands.
    capital : Range
        CNY of all of them, once.
    energy : Range or None
        GJ a year; None: not known.
    adds : float
        To what stands by then, in the objective.
    tonnes : float
        Net t a year that it adds.
    benefit : float
        CNY a year that it adds.
    co2 : float
        kg CO2e a year that it adds.
    """

    year: int
    technologies: tuple[TechnologyId, ...]
    sites: tuple[LeadSite, ...]
    capital: Range
    energy: Range | None
    adds: float
    tonnes: float
    benefit: float
    co2: float


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A lead of the short list that is not built, and why.

    Attributes
    ----------
    technology : TechnologyId
        Which.
    site : LeadSite
        Where it would stand.
    reason : NotBuilt
        Why.
    """

    technology: TechnologyId
    site: LeadSite
    reason: NotBuilt
    capital: Range | None
    energy: Range | None


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Which leads to recruit within a budget.

    Attributes
    ----------
    budget : Budget
        What it may cost; capital counts at its high end.
    considered : int
        Leads of the short list that it was chosen from.
    steps : tuple of PortfolioStep
        In the order of recruiting.
    capital : Range
        What they cost together, CNY; its high end is within the budget.
    energy : Range or None
        What they use together, GJ a year; None where one is not known.
    worth : float
        The plan with all of them less the plan without any, in the objective.
    tonnes : float
        Net t a year of all of them.
    benefit : float
        CNY a year of all of them.
    co2 : float
        kg CO2e a year that all of them avoid.
    at_most : float
        No choice from the short list within the budget is worth more.
    proved : bool
        Whether `worth` reaches that.
    greedy : tuple of TechnologyId
        What is built one by one by the greedy rule, the best for its money first.
    greedy_worth : float
        What that is worth.
    greedy_share : float
        The part of `at_most` that the greedy rule is sure to reach where leads only take from each other.
    left_out : tuple of LeftOut
        By reason, then technology.
    """

    budget: Budget
    considered: int
    steps: tuple[PortfolioStep, ...]
    capital: Range
    energy: Range | None
    worth: float
    tonnes: float
    benefit: float
    co2: float
    at_most: float
    proved: bool
    greedy: tuple[TechnologyId, ...]
    greedy_worth: float
    greedy_share: float
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True)
class _Asked:
    """An option of the short list with what it needs."""

    option: Option
    site: int
    capital: Range | None
    energy: Range | None

    @property
    def technology(self) -> TechnologyId:
        return TechnologyId(self.option.technology.id)

    def unknown(self, budget: Budget) -> NotBuilt | None:
        """Return what nobody knows of it that the budget asks for."""
        if self.capital is None:
            return NotBuilt.CAPITAL_UNKNOWN
        return NotBuilt.ENERGY_UNKNOWN if budget.energy is not None and self.energy is None else None

    def needs(self, budget: Budget) -> tuple[float, ...]:
        """Return what it needs of each thing that is limited: at the high end."""
        capital, energy = self.capital, self.energy
        # What is not known was left out before.
        assert capital is not None
        if budget.energy is None:
            return (capital.high,)
        assert energy is not None
        return capital.high, energy.high


def portfolio_of(
    additions: Additions | None,
    options: Sequence[Option],
    together: Collection[tuple[Option, Option]],
    sizes: Mapping[FacilityId, Range],
    budget: Budget,
    progress: Progress | None = None,
) -> Portfolio:
    """Return the best choice of a short list within a budget.

    Parameters
    ----------
    additions : Additions or None
        With all of the options; None where there are none.
    options : sequence of Option
        The short list; of one technology at several places one is built at most.
    together : collection of tuple of Option
        Those of the list that only pay together.
    sizes : mapping
        The size of each facility.
    budget : Budget
    progress : callable, optional
        Told the share done; False cancels.
    """
    if additions is None or not options:
        return _nothing(budget)
    site = additions.site_of()
    everyone = [_asked(additions, option, site, sizes) for option in options]
    known = [one for one in everyone if one.unknown(budget) is None]
    limits = [budget.capital, *([] if budget.energy is None else [budget.energy])]
    wishes = Wishes(
        sites=tuple(one.site for one in known),
        kinds=tuple(one.technology for one in known),
        needs=np.array([one.needs(budget) for one in known]).reshape(len(known), len(limits)),
        limits=np.array(limits),
    )
    place = {one.option: number for number, one in enumerate(known)}
    parts: list[tuple[int, ...]] = [(number,) for number in range(len(known))]
    parts += [(place[first], place[second]) for first, second in together if {first, second} <= place.keys()]
    choice = best_choice(additions, wishes, progress)
    greedy = step_by_step(additions, wishes, parts)
    steps = _ordered(additions, wishes, choice.chosen, parts)
    gains = [_gain(additions, wishes, steps[: number + 1]) for number in range(len(steps))]
    built = [known[number] for number in choice.chosen]
    whole = gains[-1] if gains else additions.gain(())
    return Portfolio(
        budget=budget,
        considered=len(options),
        steps=_written(known, steps, gains, budget),
        capital=Range.total(one.capital for one in built if one.capital is not None),
        energy=_sum([one.energy for one in built]),
        worth=choice.worth,
        tonnes=whole.net[Unit.TONNE],
        benefit=whole.benefit,
        co2=whole.co2,
        at_most=choice.at_most,
        proved=choice.proved,
        greedy=tuple(known[number].technology for part in greedy for number in part),
        greedy_worth=_gain(additions, wishes, greedy).worth,
        greedy_share=GREEDY_SHARE,
        left_out=_left_out(everyone, wishes, place, choice, additions, budget),
    )


def _nothing(budget: Budget) -> Portfolio:
    none = Range.exact(0.0)
    zeros = (0.0, 0.0, 0.0, 0.0, 0.0)
    return Portfolio(budget, 0, (), none, none, *zeros, True, (), 0.0, GREEDY_SHARE, ())


def _asked(
    additions: Additions, option: Option, site: Mapping[str, int], sizes: Mapping[FacilityId, Range]
) -> _Asked:
    values = additions.problem.candidates.columns.valuation.values
    technology, scale = option.technology.id, sizes[option.facility].likely
    power, heat = values.costs.electricity(technology), values.costs.heat(technology)
    energy = None
    if power is not None and heat is not None:
        gigajoules = power.amount.scaled(GIGAJOULE_PER_KWH * scale), heat.amount.scaled(_MJ * scale)
        energy = Range.total(gigajoules)
    return _Asked(option, site[option.facility], capital_of(values, technology, scale), energy)


def _gain(additions: Additions, wishes: Wishes, steps: Sequence[tuple[int, ...]]) -> Gain:
    return additions.gain(wishes.sites_of([number for step in steps for number in step]))


def _ordered(
    additions: Additions, wishes: Wishes, chosen: Sequence[int], parts: Sequence[tuple[int, ...]]
) -> tuple[tuple[int, ...], ...]:
    """Return what is chosen, by what each adds for its money; what adds only to all the rest comes last."""
    steps = step_by_step(additions, wishes, [part for part in parts if set(part) <= set(chosen)])
    rest = tuple(number for number in chosen if not any(number in step for step in steps))
    return (*steps, rest) if rest else steps


def _written(
    known: Sequence[_Asked], steps: Sequence[tuple[int, ...]], gains: Sequence[Gain], budget: Budget
) -> tuple[PortfolioStep, ...]:
    found = []
    paid, before = 0.0, (0.0, 0.0, 0.0, 0.0)
    for step, gain in zip(steps, gains, strict=True):
        members = [known[number] for number in step]
        capital = Range.total(one.capital for one in members if one.capital is not None)
        paid += capital.high
        reached = gain.worth, gain.net[Unit.TONNE], gain.benefit, gain.co2
        adds, tonnes, benefit, co2 = (now - then for now, then in zip(reached, before, strict=True))
        before = reached
        found.append(
            PortfolioStep(
                year=_year(paid, budget),
                technologies=tuple(one.technology for one in members),
                sites=tuple(one.option.place.site for one in members),
                capital=capital,
                energy=_sum([one.energy for one in members]),
                adds=adds,
                tonnes=tonnes,
                benefit=benefit,
                co2=co2,
            )
        )
    return tuple(found)


def _year(paid: float, budget: Budget) -> int:
    """Return the year until which a budget that is spent evenly has paid so much."""
    if not budget.capital > 0.0:
        return 1
    # A share of a year that only rounding makes is none.
    return min(max(math.ceil(paid / budget.capital * budget.years - 1e-9), 1), budget.years)


def _sum(amounts: Sequence[Range | None]) -> Range | None:
    known = [amount for amount in amounts if amount is not None]
    return Range.total(known) if len(known) == len(amounts) else None


def _left_out(
    everyone: Sequence[_Asked],
    wishes: Wishes,
    place: Mapping[Option, int],
    choice: Choice,
    additions: Additions,
    budget: Budget,
) -> tuple[LeftOut, ...]:
    built = {wishes.kinds[number] for number in choice.chosen}
    found: dict[TechnologyId, LeftOut] = {}
    for one in everyone:
        if one.technology in built or one.technology in found:
            continue
        reason = one.unknown(budget)
        if reason is None:
            number = place[one.option]
            reason = NotBuilt.TOO_DEAR
            if wishes.fits([number]):
                more = additions.gain(wishes.sites_of([*choice.chosen, number])).worth - choice.worth
                adds = more > EQUAL * max(abs(choice.worth), 1.0)
                reason = NotBuilt.OTHERS_BETTER if adds else NotBuilt.NO_MORE
        found[one.technology] = LeftOut(
            one.technology, one.option.place.site, reason, one.capital, one.energy
        )
    order = list(NotBuilt)
    return tuple(sorted(found.values(), key=lambda left: (order.index(left.reason), left.technology)))
