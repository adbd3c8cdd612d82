"""The missing links most worth recruiting: which facility the park lacks, where, how large, and worth what.

Every technology that the park has not, or has and fills, is looked at in every area and at every firm whose
industry runs it. Each is sized (`scale`), bounded by the plan's duals and solved as far as needed (`search`),
judged over draws and written out with its donors, markets, money and gates (`writing`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from graph.errors import EXIT_USAGE, SymbioflowError
from graph.folding import folded
from graph.matching import Outcome
from graph.matching.gates import accepted_materials, running_facilities
from graph.matching.weights import Weights
from graph.messages import Words, message, names_of
from graph.model import Facility, Market, Material, Port, Technology, WasteStream
from graph.planning import (
    MEASURES,
    Additions,
    DrawnGains,
    Measure,
    Objective,
    PlanOptions,
    Progress,
    gains_over_draws,
    tell,
)
from graph.ranges import Range
from graph.recruiting.field import Field, Option
from graph.recruiting.lead import (
    Certificate,
    Lead,
    Leads,
    LeadScale,
    LeadValue,
    NoLead,
    OtherSite,
    OutletKind,
    PassedOver,
    Presence,
    TargetGain,
    Trigger,
)
from graph.recruiting.scale import Scales, Sized
from graph.recruiting.search import Found, search
from graph.recruiting.sites import Place, areas, extensions, wanted
from graph.recruiting.writing import Writer, Written
from graph.snapshot import Snapshot
from graph.vocabulary import Direction, FacilityId, TechnologyId, Unit

#: Draws where nobody says how many.
DRAWS = 40
MOST_DRAWS = 500
#: The most leads of one list.
MOST_LEADS = 50
#: How many leads a list is stable by.
_FIRST = 10
#: A facility with less room than this share of its capacity is full.
_FULL = 1e-6
#: Shares of the work that are done when links, sizes, bounds and the search are.
_LINKED, _SIZED, _SEARCHED = 0.3, 0.5, 0.7
_PARTS = (0.1, 0.5, 0.9)
#: Gates that one lead asks about at most.
_ASKED = 5


@dataclass(frozen=True, slots=True)
class LeadOptions:
    """What leads are asked for.

    Attributes
    ----------
    plan : PlanOptions
        The plan that they are added to; its objective ranks them. No lots, minimum scales, budget or mix.
    top : int
        How many, 1 to 50.
    site : str or None
        Only in this area, or at this firm: its id or name.
    technology : str or None
        Only this one: its id or name.
    draws, seed : int
        Of spreads, chances and stability; 0 draws: none of these.
    """

    plan: PlanOptions = field(default_factory=PlanOptions)
    top: int = 10
    site: str | None = None
    technology: str | None = None
    draws: int = DRAWS
    seed: int = 0

    def __post_init__(self) -> None:
        for name, given, least, most in (
            ("top", self.top, 1, MOST_LEADS),
            ("draws", self.draws, 0, MOST_DRAWS),
        ):
            if not least <= given <= most:
                raise SymbioflowError(
                    "BAD_OPTION.between", exit_code=EXIT_USAGE, name=name, given=given, least=least, most=most
                )
        if self.seed < 0:
            raise SymbioflowError(
                "BAD_OPTION.at_least", exit_code=EXIT_USAGE, name="seed", given=self.seed, least=0
            )
        plan = self.plan
        if plan.objective is Objective.WEIGHTED or plan.minimum_lot or plan.on_off or plan.budget is not None:
            raise SymbioflowError("BAD_OPTION.additions", exit_code=EXIT_USAGE)


def find_leads(
    snapshot: Snapshot, options: LeadOptions | None = None, progress: Progress | None = None
) -> Leads:
    """Return the missing links most worth recruiting, best first, with the proof that none is left out.

    Parameters
    ----------
    snapshot : Snapshot
    options : LeadOptions, optional
    progress : callable, optional
        Told the share done, 0 to 1; False cancels.

    Raises
    ------
    SymbioflowError
        ``UNKNOWN_TECHNOLOGY``, ``UNKNOWN_SITE``, ``BAD_OPTION``, ``CANCELLED``, and those of
        `graph.planning.make_plan`.

    Examples
    --------
    >>> find_leads(Snapshot.of([])).items
    ()
    """
    options = options or LeadOptions()
    tell(progress, 0.0)
    hunt = _Hunt(snapshot, options, progress)
    return hunt.leads()


def technology_named(snapshot: Snapshot, name: str) -> Technology:
    """Return the technology of an id, or of a name in either language.

    Raises
    ------
    SymbioflowError
        ``UNKNOWN_TECHNOLOGY``.
    """
    asked = folded(name)
    for technology in snapshot.all(Technology):
        if asked in (
            folded(text) for text in (technology.id, technology.name_zh, technology.name_en) if text
        ):
            return technology
    raise SymbioflowError("UNKNOWN_TECHNOLOGY", id=name)


class _Hunt:
    """One search for leads, step by step."""

    def __init__(self, snapshot: Snapshot, options: LeadOptions, progress: Progress | None) -> None:
        self.snapshot, self.options, self.progress = snapshot, options, progress
        self.present = frozenset(str(name) for name in running_facilities(snapshot)["technology"])
        self.firms: dict[str, tuple[Place, ...]] = {}
        self.field = Field(snapshot, self._options(), options.plan)

    def leads(self) -> Leads:
        """Return the list."""
        if not self.field.options:
            return self._list((), (), Certificate(0, 0, 0, 0.0, 0.0, True), 0.0)
        linked = self.field.linked
        tell(self.progress, _LINKED)
        presence, passed = self._presence(linked)
        sized = self._sized(linked, presence)
        passed += _unsized(sized)
        sizes = {
            option.facility: size.scale.amount
            for option, size in sized.items()
            if size.scale is not None and size.reason is None
        }
        tell(self.progress, _SIZED)
        additions = self.field.additions(sizes) if sizes else linked
        chosen = [option for option in self.field.options if option.facility in sizes]
        site = _sites(additions)
        found = search(
            additions,
            [(site[option.facility],) for option in chosen],
            [option.technology.id for option in chosen],
            # A firm that could extend comes before a newcomer that is worth the same.
            lambda at: chosen[at].place.site.enterprise is None,
            lambda at: _order(chosen[at]),
            self.options.top,
            self._part(_SIZED, _SEARCHED),
        )
        certificate = Certificate(
            candidates=len(chosen),
            positive=found.positive,
            solved=len(found.gains),
            threshold=found.threshold,
            rest_at_most=found.rest_at_most,
            certain=found.rest_at_most <= found.threshold + found.equal,
        )
        drawn, blocks = self._drawn(chosen, found, sizes)
        writer = Writer(additions)
        items = []
        for rank, at in enumerate(found.best, 1):
            option = chosen[at]
            scale = sized[option].scale
            assert scale is not None
            written = writer.written(option, site[option.facility], scale, found.gains[at])
            place = blocks.index(option.facility) if option.facility in blocks else -1
            items.append(
                self._lead(
                    rank, option, presence[option.technology.id], written, chosen, at, found, drawn, place
                )
            )
        passed += _worthless(chosen, found, {str(item.technology) for item in items})
        return self._list(tuple(items), passed, certificate, additions.value)

    def _list(
        self,
        items: tuple[Lead, ...],
        passed: Sequence[PassedOver],
        certificate: Certificate,
        without: float,
    ) -> Leads:
        tell(self.progress, 1.0)
        order = list(NoLead)
        return Leads(
            fingerprint=self.snapshot.fingerprint,
            objective=self.options.plan.objective,
            draws=self.options.draws,
            seed=self.options.seed,
            without=without,
            items=items,
            passed_over=tuple(sorted(passed, key=lambda one: (order.index(one.reason), one.technology))),
            certificate=certificate,
        )

    def _part(self, begin: float, end: float) -> Progress:
        def told(done: float) -> bool:
            return self.progress is None or self.progress(begin + (end - begin) * done)

        return told

    def _options(self) -> tuple[Option, ...]:
        """Return every technology that takes something there is, at every place."""
        asked = self.options
        technologies: Iterable[Technology] = self.snapshot.all(Technology)
        if asked.technology is not None:
            technologies = (technology_named(self.snapshot, asked.technology),)
        open_areas = areas(self.snapshot)
        found: list[Option] = []
        taking = _taking(self.snapshot, self.present, asked.plan)
        for technology in technologies:
            firms = extensions(self.snapshot, technology)
            self.firms[technology.id] = firms
            if technology.id in taking:
                found += [Option(technology, place) for place in (*firms, *open_areas)]
        if asked.site is not None:
            sites = wanted((option.place for option in found), self.snapshot, asked.site)
            found = [option for option in found if option.place.site in sites]
        return tuple(found)

    def _presence(self, linked: Additions) -> tuple[dict[TechnologyId, Presence], list[PassedOver]]:
        """Return which technologies are missing, and those of which nobody knows whether they are full."""
        sites, fed = linked.problem.programme.layout.sites, linked.fed()
        left: dict[str, bool] = {}
        names = linked.problem.snapshot.strings("technologies", "id")[sites.technology_row]
        for site in np.flatnonzero(~linked.new).tolist():
            whole = float(sites.capacity[site] + sites.running[site])
            full = sites.capacity[site] - fed[site] <= _FULL * whole
            left[str(names[site])] = left.get(str(names[site]), False) or not full
        presence: dict[TechnologyId, Presence] = {}
        passed = []
        for technology in {option.technology.id: option.technology for option in self.field.options}:
            if technology not in self.present:
                presence[technology] = Presence.ABSENT
            elif technology not in left:
                passed.append(_passed(technology, NoLead.CAPACITY_UNKNOWN))
            elif not left[technology]:
                presence[technology] = Presence.FULL
        return presence, passed

    def _sized(self, linked: Additions, presence: dict[TechnologyId, Presence]) -> dict[Option, Sized]:
        scales, site = Scales(linked, self.options.seed), _sites(linked)
        return {
            option: scales.of(site[option.facility], option.technology)
            if option.facility in site
            else Sized(None, NoLead.NO_SUPPLY)
            for option in self.field.options
            if option.technology.id in presence
        }

    def _drawn(
        self, chosen: Sequence[Option], found: Found, sizes: dict[FacilityId, Range]
    ) -> tuple[DrawnGains | None, list[FacilityId]]:
        """Return what the best options are worth in other worlds, with some more that could overtake them."""
        if not found.best:
            return None, []
        names = [chosen[at].facility for at in found.shortlist(2 * self.options.top)]
        some = self.field.additions({name: sizes[name] for name in names})
        site = _sites(some)
        blocks = [(site[name],) for name in names]
        progress = self._part(_SEARCHED, 1.0)
        return gains_over_draws(some, blocks, self.options.draws, self.options.seed, progress), names

    def _lead(
        self,
        rank: int,
        option: Option,
        presence: Presence,
        written: Written,
        chosen: Sequence[Option],
        at: int,
        found: Found,
        drawn: DrawnGains | None,
        place: int,
    ) -> Lead:
        triggers = [Trigger.REMAINDER] if written.remainders else []
        triggers.append(Trigger.PATHWAY if presence is Presence.ABSENT else Trigger.CAPACITY)
        others = [
            OtherSite(
                chosen[other].place.site,
                found.gains[other].worth if other in found.gains else None,
                float(found.bounds[other]),
            )
            for other in found.ordered(
                [n for n, one in enumerate(chosen) if one.technology == option.technology]
            )
            if other != at
        ]
        questions = _questions(self.snapshot, written)
        return Lead(
            rank=rank,
            objective=self.options.plan.objective,
            technology=TechnologyId(option.technology.id),
            partner=None,
            presence=presence,
            triggers=tuple(triggers),
            site=option.place.site,
            extenders=tuple(
                firm.site.enterprise
                for firm in self.firms[option.technology.id]
                if firm.site.enterprise is not None
            ),
            scale=written.scale,
            donors=written.donors,
            remainders=written.remainders,
            products=written.products,
            economics=written.economics,
            value=self._value(found, at, drawn, place),
            price=written.price,
            gates=written.gates,
            unlocks=written.unlocks,
            stability=_stability(drawn, place, self.options.plan.objective),
            other_sites=tuple(others),
            questions_zh=tuple(zh for zh, _ in questions),
            questions_en=tuple(en for _, en in questions),
        )

    def _value(self, found: Found, at: int, drawn: DrawnGains | None, place: int) -> LeadValue:
        gain = found.gains[at]
        spreads: list[Range | None] = [None] * len(MEASURES)
        targets: tuple[TargetGain, ...] = ()
        if drawn is not None and place >= 0:
            if self.options.draws:
                gains = drawn.gains()[:, place]
                spreads = [
                    Range(*np.quantile(gains[:, measure], _PARTS).tolist())
                    for measure in range(len(MEASURES))
                ]
            chances = drawn.chances()
            targets = tuple(
                TargetGain(
                    target=target.id,
                    wanted=target.share,
                    share_before=float(drawn.planned[0, number]),
                    share_after=float(drawn.planned[place + 1, number]),
                    chance_before=float(chances[0, number]) if self.options.draws else None,
                    chance_after=float(chances[place + 1, number]) if self.options.draws else None,
                )
                for number, target in enumerate(drawn.targets)
            )
        return LeadValue(
            worth=gain.worth,
            tonnes=gain.net[Unit.TONNE],
            water=gain.net[Unit.CUBIC_METRE],
            heat=gain.net[Unit.GIGAJOULE],
            benefit=gain.benefit,
            co2=gain.co2,
            tonnes_spread=spreads[0],
            benefit_spread=spreads[1],
            co2_spread=spreads[2],
            targets=targets,
        )


def _taking(snapshot: Snapshot, present: frozenset[str], plan: PlanOptions) -> frozenset[str]:
    """Return the technologies whose main input something of the park could be."""
    weights = Weights.of(snapshot, plan.matching.weights)
    if not snapshot.count("weights"):
        weights = weights.or_neutral()
    accepted = accepted_materials(snapshot, weights.downward())
    given = set(snapshot.strings("waste_streams", "material"))
    given |= {
        str(port.material)
        for port in snapshot.all(Port)
        if port.technology in present and port.direction in (Direction.PRODUCT, Direction.RESIDUE)
    }
    main = (accepted["direction"] == Direction.MAIN_INPUT.value) & accepted["material"].isin(given)
    return frozenset(accepted["technology"][main].astype(str))


def _sites(additions: Additions) -> dict[FacilityId, int]:
    """Return the rows of the sites that may be added."""
    names = additions.problem.programme.layout.sites.facility
    return {FacilityId(str(names[site])): site for site in np.flatnonzero(additions.new).tolist()}


def _order(option: Option) -> tuple[object, ...]:
    """Return what decides among equals at last: names, and ids only of what is called the same."""
    technology, place = option.technology, option.place
    return (
        technology.name_en or technology.name_zh,
        place.name,
        technology.id,
        place.enterprise.id,
    )


def _unsized(sized: dict[Option, Sized]) -> list[PassedOver]:
    """Return the technologies that no place gives a size, each by the place that came furthest."""
    best: dict[TechnologyId, Sized] = {}
    for option, size in sized.items():
        name = TechnologyId(option.technology.id)
        if name not in best or size.reached > best[name].reached:
            best[name] = size
    return [_passed(name, size.reason, size.scale) for name, size in best.items() if size.reason is not None]


def _worthless(chosen: Sequence[Option], found: Found, listed: set[str]) -> list[PassedOver]:
    """Return the technologies that have a size and are worth nothing."""
    most: dict[TechnologyId, float] = {}
    for at, option in enumerate(chosen):
        worth = found.gains[at].worth if at in found.gains else float(found.bounds[at])
        name = TechnologyId(option.technology.id)
        most[name] = max(most.get(name, 0.0), worth)
    return [
        _passed(name, NoLead.NO_GAIN)
        for name, worth in most.items()
        if worth <= found.equal and name not in listed
    ]


_WORDS = {
    NoLead.NO_SUPPLY: ("园区现有的物料都通不过它的准入", "nothing that the park has passes its gates"),
    NoLead.TOO_SMALL: (
        "可达规模 {scale:,.0f} 小于最小规模 {minimum:,.0f}",
        "its scale of {scale:,.0f} would be below the least that is built, {minimum:,.0f}",
    ),
    NoLead.NO_MARKET: ("产品由谁购买不清楚", "nobody knows who buys its product"),
    NoLead.MARKET_FULL: ("产品市场没有余量", "the market of its product has no room"),
    NoLead.CAPACITY_UNKNOWN: (
        "园区已有，处理能力不清楚",
        "the park has it, and nobody knows how much it can take",
    ),
    NoLead.NO_GAIN: ("有它规划也不更好", "the plan is no better with it"),
}


def _passed(technology: str, reason: NoLead, scale: LeadScale | None = None) -> PassedOver:
    numbers = {
        "scale": 0.0 if scale is None else scale.amount.likely,
        "minimum": 0.0 if scale is None or scale.minimum is None else scale.minimum,
    }
    zh, en = (text.format(**numbers) for text in _WORDS[reason])
    return PassedOver(TechnologyId(technology), reason, zh, en)


def _stability(drawn: DrawnGains | None, place: int, objective: Objective) -> float | None:
    """Return the share of draws in which an option is among the first ten of those that were drawn."""
    if drawn is None or place < 0 or not len(drawn.figures):
        return None
    measure = {Objective.TONNES: Measure.NET, Objective.BENEFIT: Measure.BENEFIT}.get(objective, Measure.CO2)
    gains = drawn.gains()[:, :, MEASURES.index(measure)]
    better = (gains > gains[:, place : place + 1]).sum(axis=1)
    return float(((better < _FIRST) & (gains[:, place] > 0.0)).mean())


def _questions(snapshot: Snapshot, written: Written) -> list[tuple[str, str]]:
    """Return what has to be asked: the markets, the open gates of who brings most, the numbers missing."""
    markets = snapshot.by_id(Market)
    found: list[tuple[str, str]] = []
    for product in written.products:
        market = markets.get(str(product.market))
        if market is not None and (market.question_zh or market.question_en):
            found.append((market.question_zh or market.question_en, market.question_en or market.question_zh))
        if product.outlet is OutletKind.PASSED_ON:
            taker = _called(snapshot, Facility, str(product.facility))
            found.append(
                _said("lead.ask.price", taker=taker, what=_called(snapshot, Material, str(product.material)))
            )
    bringing = [donor.stream for donor in written.donors]
    gates = [gate for gate in written.gates if gate.outcome is Outcome.UNVERIFIED and gate.stream in bringing]
    for gate in gates[:_ASKED]:
        reason = Words(gate.reason_zh, gate.reason_en)
        stream = _called(snapshot, WasteStream, str(gate.stream))
        found.append(_said("lead.ask.gate", stream=stream, reason=reason))
    found += [_said("lead.ask.number", number=word) for word in written.economics.missing]
    return list(dict.fromkeys(found))


def _called(snapshot: Snapshot, kind: type[Any], id: str) -> Words:
    row = snapshot.by_id(kind).get(id)
    return Words(id, id) if row is None else names_of(row)


def _said(key: str, **arguments: object) -> tuple[str, str]:
    said = message(key, **arguments)
    return said.text("zh"), said.text("en")
