"""The missing links most worth recruiting: which facility the park lacks, where, how large, and worth what.

Every technology that the park has not, or has and fills, is looked at in every area and at every firm whose
industry runs it. Each is sized (`scale`), bounded by the plan's duals and solved as far as needed (`search`),
judged over draws (`drawn`) and written out with its donors, markets, money and gates (`writing`) and what
has to be asked (`questions`); what is no lead has its reason (`passed`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from graph.errors import EXIT_USAGE, SymbioflowError
from graph.folding import folded, is_called
from graph.matching.gates import accepted_materials, running_facilities
from graph.matching.weights import Weights
from graph.model import Port, Technology
from graph.planning import (
    Additions,
    DrawnGains,
    Objective,
    PlanOptions,
    Progress,
    gains_over_draws,
    tell,
)
from graph.ranges import Range
from graph.recruiting.drawn import stability_of, value_of
from graph.recruiting.field import Field, Option
from graph.recruiting.lead import (
    Certificate,
    Lead,
    Leads,
    NoLead,
    OtherSite,
    PassedOver,
    Presence,
    Trigger,
)
from graph.recruiting.passed import passed_over, unsized, worthless
from graph.recruiting.questions import questions_of
from graph.recruiting.scale import Scales, Sized
from graph.recruiting.search import Found, search
from graph.recruiting.sites import Place, areas, extensions, wanted
from graph.recruiting.writing import Writer, Written
from graph.snapshot import Snapshot
from graph.vocabulary import Direction, FacilityId, TechnologyId

#: Draws where nobody says how many.
DRAWS = 40
MOST_DRAWS = 500
#: The most leads of one list.
MOST_LEADS = 50
#: A facility with less room than this share of its capacity is full.
_FULL = 1e-6
#: Shares of the work that are done when links, sizes, bounds and the search are.
_LINKED, _SIZED, _SEARCHED = 0.3, 0.5, 0.7


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
        if is_called(technology, asked):
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
        passed += unsized(sized)
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
        drawn = self._drawn(chosen, found, sizes)
        writer = Writer(additions)
        items = []
        for rank, at in enumerate(found.best, 1):
            option = chosen[at]
            scale = sized[option].scale
            # As it is one of the best.
            assert scale is not None
            assert drawn is not None
            written = writer.written(option, site[option.facility], scale, found.gains[at])
            items.append(self._lead(rank, presence[option.technology.id], written, chosen, at, found, drawn))
        passed += worthless(chosen, found, {str(item.technology) for item in items})
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
            if technology.id in taking:
                firms = self.firms[technology.id] = extensions(self.snapshot, technology)
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
                passed.append(passed_over(technology, NoLead.CAPACITY_UNKNOWN))
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
    ) -> DrawnGains | None:
        """Return what the best options are worth in other worlds, with some more that could overtake them.

        They stand in the order of the list; None where it is empty.
        """
        if not found.best:
            return None
        names = [chosen[at].facility for at in found.shortlist(2 * self.options.top)]
        some = self.field.additions({name: sizes[name] for name in names})
        site = _sites(some)
        blocks = [(site[name],) for name in names]
        progress = self._part(_SEARCHED, 1.0)
        return gains_over_draws(some, blocks, self.options.draws, self.options.seed, progress)

    def _lead(
        self,
        rank: int,
        presence: Presence,
        written: Written,
        chosen: Sequence[Option],
        at: int,
        found: Found,
        drawn: DrawnGains,
    ) -> Lead:
        option = chosen[at]
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
        questions = questions_of(self.snapshot, written)
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
            value=value_of(found.gains[at], drawn, rank - 1),
            price=written.price,
            gates=written.gates,
            unlocks=written.unlocks,
            stability=stability_of(drawn, rank - 1, self.options.plan.objective),
            other_sites=tuple(others),
            questions_zh=tuple(words.zh for words in questions),
            questions_en=tuple(words.en for words in questions),
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
