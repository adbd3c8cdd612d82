"""Pairs that pay together: a facility that is not there, and one that takes what it makes, at one place.

Neither is worth much, or can stand at all, without the other: nobody buys what the first makes, or nothing
in the park feeds the second. Both are newcomers of one area and hand on to each other there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph.model import Technology
from graph.planning import Additions, Column, Gain
from graph.ranges import Range
from graph.recruiting.finding import Option, Place, Scales, Sized, capital_of
from graph.recruiting.lead import LeadSite
from graph.recruiting.no_lead import NoLead
from graph.snapshot import Snapshot
from graph.value import SCALE_BOUNDS
from graph.vocabulary import FacilityId, MaterialId, TechnologyId, Unit


@dataclass(frozen=True, slots=True)
class PairMember:
    """One of the two facilities of a pair.

    Attributes
    ----------
    technology : TechnologyId
        Which.
    scale : Range
        Main input a year that it is planned with.
    unit : Unit
        Of the main input.
    used : float
        What the plan with both brings it a year.
    capital : Range or None
        CNY, once; None: not known.
    alone : float or None
        Its worth at that place without the other, in the objective; None: it cannot stand alone.
    why : NoLead or None
        Why it cannot stand alone.
    """

    technology: TechnologyId
    scale: Range
    unit: Unit
    used: float
    capital: Range | None
    alone: float | None
    why: NoLead | None


@dataclass(frozen=True, slots=True)
class LeadPair:
    """Two missing links that are worth more together than each for itself.

    Attributes
    ----------
    first : PairMember
        Who makes.
    second : PairMember
        Who takes.
    material : MaterialId
        What goes on from the first to the second, the most of it where there are several.
    passed_on : float
        How much of it a year, in `unit`.
    unit : Unit
        Of the material.
    site : LeadSite
        Where both stand.
    worth : float
        Of both together, in the objective: the plan with both less the plan without either.
    more : float
        Beyond what each is worth there alone.
    tonnes : float
        Net t a year of both.
    benefit : float
        CNY a year of both.
    co2 : float
        kg CO2e a year that both avoid.
    """

    first: PairMember
    second: PairMember
    material: MaterialId
    passed_on: float
    unit: Unit
    site: LeadSite
    worth: float
    more: float
    tonnes: float
    benefit: float
    co2: float


@dataclass(frozen=True)
class Duo:
    """Two options at one place; the second takes what the first makes."""

    first: Option
    second: Option


def duos(
    snapshot: Snapshot, pairs: Sequence[tuple[TechnologyId, TechnologyId]], places: Sequence[Place]
) -> list[Duo]:
    """Return every pair at every place."""
    by_id = snapshot.by_id(Technology)
    return [
        Duo(Option(by_id[first], place), Option(by_id[second], place))
        for first, second in pairs
        for place in places
    ]


class Pairing:
    """Sizes pairs from the links that they have, and finds those that are worth more together."""

    def __init__(self, scales: Scales, sized: Mapping[Option, Sized]) -> None:
        self._scales, self._sized = scales, sized
        #: Sizes of members that have none alone: the largest that any pair gives them.
        self.sizes: dict[FacilityId, Range] = {}

    def size(self, duo: Duo, site: Mapping[str, int]) -> bool:
        """Size both, and return whether the pair could stand."""
        if duo.first.facility not in site or duo.second.facility not in site:
            return False
        giver, taker = site[duo.first.facility], site[duo.second.facility]
        outputs = _handed_on(self._scales.additions, giver, taker)
        if not outputs:
            return False
        first = self._alone(duo.first) or self._scales.of(giver, duo.first.technology, taken=outputs)
        if first.scale is None or first.reason is not None:
            return False
        ratio = self._scales.additions.problem.programme.layout.outputs.ratio
        brought = float(ratio[sorted(outputs)].sum()) * first.scale.amount.likely
        second = self._alone(duo.second) or self._scales.of(taker, duo.second.technology, brought)
        if second.scale is None or second.reason is not None:
            return False
        for option, sized in ((duo.first, first.scale), (duo.second, second.scale)):
            least = 0.0 if sized.economic is None else SCALE_BOUNDS[0] * sized.economic
            # What a plant far below the usual size costs nobody can say; nobody builds one for a partner.
            if self._alone(option) is None and sized.amount.likely < least:
                return False
            before = self.sizes.get(option.facility)
            if before is None or before.likely < sized.amount.likely:
                self.sizes[option.facility] = sized.amount
        return True

    def _alone(self, option: Option) -> Sized | None:
        sized = self._sized.get(option)
        return sized if sized is not None and sized.reason is None else None


def best_pairs(
    additions: Additions,
    pairs: Sequence[Duo],
    site: Mapping[str, int],
    sized: Mapping[Option, Sized],
    solved: Mapping[FacilityId, float],
    equal: float,
    top: int,
) -> tuple[tuple[LeadPair, Duo], ...]:
    """Return the pairs that are worth more together than apart, each at its best place, most first.

    Parameters
    ----------
    solved : mapping
        What options are worth alone, as far as that was worked out.
    """
    blocks = [(site[duo.first.facility], site[duo.second.facility]) for duo in pairs]
    bounds = additions.bounds(blocks).most if blocks else np.zeros(0)
    best: dict[tuple[str, str], int] = {}
    for number, duo in enumerate(pairs):
        key = duo.first.technology.id, duo.second.technology.id
        if bounds[number] > equal and (key not in best or bounds[number] > bounds[best[key]] + equal):
            best[key] = number
    alone = dict(solved)

    def worth_alone(option: Option) -> float | None:
        if option not in sized or sized[option].reason is not None:
            return None
        if option.facility not in alone:
            alone[option.facility] = additions.worth((site[option.facility],)).worth
        return alone[option.facility]

    found = []
    for number in best.values():
        duo, block = pairs[number], blocks[number]
        apart = worth_alone(duo.first), worth_alone(duo.second)
        if bounds[number] <= sum(worth or 0.0 for worth in apart) + equal:
            continue
        if additions.worth(block).worth <= sum(worth or 0.0 for worth in apart) + equal:
            continue
        gain = additions.gain(block)
        more = gain.worth - sum(worth or 0.0 for worth in apart)
        if (pair := _written(additions, duo, block, gain, more, apart, sized)) is not None:
            found.append((pair, duo))
    found.sort(key=lambda one: (-one[0].more, one[0].first.technology, one[0].second.technology))
    return tuple(found[:top])


def _handed_on(additions: Additions, giver: int, taker: int) -> frozenset[int]:
    """Return the outputs of one site that another takes as main input."""
    layout = additions.problem.programme.layout
    own = additions.columns_of([giver, taker])
    flows = layout.flows
    output = flows.output[own]
    given = np.where(output >= 0, layout.outputs.site[np.maximum(output, 0)], -1)
    return frozenset(output[(given == giver) & (flows.site[own] == taker) & flows.main[own]].tolist())


def _written(
    additions: Additions,
    duo: Duo,
    block: tuple[int, int],
    gain: Gain,
    more: float,
    apart: tuple[float | None, float | None],
    sized: Mapping[Option, Sized],
) -> LeadPair | None:
    """Return a pair in full; None where the plan with both hands nothing on."""
    layout = additions.problem.programme.layout
    flows, giver, taker = layout.flows, *block
    passed: dict[int, float] = {}
    for column in additions.columns_of(block).tolist():
        output = int(flows.output[column])
        if flows.kind[column] != Column.TRANSFER or flows.site[column] != taker:
            continue
        if layout.outputs.site[output] == giver:
            material = int(flows.material[column])
            passed[material] = passed.get(material, 0.0) + float(gain.amounts[column])
    material = max(passed, key=lambda one: passed[one], default=-1)
    if material < 0 or not passed[material] > 0.0:
        return None
    members = []
    fed = layout.fed(gain.amounts)
    for option, at, worth in zip((duo.first, duo.second), block, apart, strict=True):
        size = _size(additions, at)
        members.append(
            PairMember(
                technology=TechnologyId(option.technology.id),
                scale=size,
                unit=Unit(str(layout.sites.unit[at])),
                used=float(fed[at]),
                capital=capital_of(
                    additions.problem.candidates.columns.valuation.values, option.technology.id, size.likely
                ),
                alone=worth,
                why=sized[option].reason if option in sized else NoLead.NO_SUPPLY,
            )
        )
    return LeadPair(
        first=members[0],
        second=members[1],
        material=MaterialId(layout.text("materials", "id", material)),
        passed_on=passed[material],
        unit=Unit(layout.text("materials", "unit", material)),
        site=duo.first.place.site,
        worth=gain.worth,
        more=more,
        tonnes=gain.net[Unit.TONNE],
        benefit=gain.benefit,
        co2=gain.co2,
    )


def _size(additions: Additions, site: int) -> Range:
    snapshot = additions.problem.snapshot
    row = int(additions.problem.programme.layout.sites.facility_row[site])
    ends = (snapshot.numbers("facilities", f"capacity_{end}")[row] for end in ("low", "likely", "high"))
    return Range(*(float(end) for end in ends))
