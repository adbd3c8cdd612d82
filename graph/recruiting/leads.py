"""The missing links most worth recruiting: which facility the park lacks, where, how large, and worth what.

Every technology that the park has not, or has and fills, is looked at in every area and at every firm whose
industry runs it. Each is sized (`scale`), bounded by the plan's duals and solved as far as needed (`search`),
judged over draws (`drawn`) and written out with its donors, markets, money and gates (`writing`) and what
has to be asked (`questions`); what is no lead has its reason (`passed`). Two that only pay together are
found beside them (`pairs`), and what to recruit with a budget (`portfolio`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from graph.errors import SymbioflowError
from graph.matching.gates import running_technologies
from graph.model import Technology
from graph.planning import Additions, DrawnGains, Progress, gains_over_draws, tell
from graph.ranges import Range
from graph.recruiting.choosing import (
    FIRST,
    Duo,
    LeadOptions,
    LeadPair,
    Pairing,
    Portfolio,
    best_pairs,
    deciding_of,
    duos,
    portfolio_of,
    stability_of,
    value_of,
)
from graph.recruiting.finding import (
    Feeds,
    Field,
    Found,
    Option,
    Place,
    Scales,
    Sized,
    areas,
    extensions,
    passed_over,
    search,
    unsized,
    wanted,
    worthless,
)
from graph.recruiting.lead import Deciding, Lead, OtherSite, Presence, Trigger
from graph.recruiting.listing import Certificate, Challenger, Leads
from graph.recruiting.no_lead import NoLead, PassedOver
from graph.recruiting.questions import questions_of
from graph.recruiting.writing import Writer, Written
from graph.snapshot import Snapshot
from graph.vocabulary import FacilityId, TechnologyId
from graph.wording import folded, is_called

#: Pairs that are shown at most, and leads that a portfolio is chosen from.
_PAIRS, _SHORT_LIST = 10, 30
#: A facility with less room than this share of its capacity is full.
_FULL = 1e-6
#: Shares of the work that are done when links, sizes, bounds with the search, pairs and the portfolio are.
_LINKED, _SIZED, _SEARCHED, _PAIRED, _CHOSEN = 0.3, 0.45, 0.6, 0.65, 0.7


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


@dataclass(frozen=True)
class _Drawn:
    """What options are worth over draws, in the order of the list, and what decides their places."""

    order: tuple[int, ...]
    gains: DrawnGains
    deciding: tuple[Deciding | None, ...]


class _Hunt:
    """One search for leads, step by step."""

    def __init__(self, snapshot: Snapshot, options: LeadOptions, progress: Progress | None) -> None:
        self.snapshot, self.options, self.progress = snapshot, options, progress
        self.present = running_technologies(snapshot)
        self.firms: dict[str, tuple[Place, ...]] = {}
        feeds = Feeds(snapshot, options.plan)
        taking = feeds.taking(self.present)
        #: What could be a lead for itself; the field has the members of pairs too.
        self.singles = self._options(taking)
        self.duos = self._duos(feeds, taking)
        members = [option for duo in self.duos for option in (duo.first, duo.second)]
        every = tuple(dict.fromkeys((*self.singles, *members)))
        self.field = Field(snapshot, every, options.plan)

    def leads(self) -> Leads:
        """Return the list."""
        if not self.field.options:
            nothing = Certificate(0, 0, 0, 0.0, 0.0, True)
            return self._list((), (), (), (), nothing, 0.0, self._portfolio(None, {}, (), ()))
        linked = self.field.linked
        tell(self.progress, _LINKED)
        presence, passed = self._presence(linked)
        scales = Scales(linked, self.options.seed)
        sized = self._sized(scales, presence)
        passed += unsized(self.snapshot, sized, self.firms)
        sizes = {
            option.facility: size.scale.amount
            for option, size in sized.items()
            if size.scale is not None and size.reason is None
        }
        chosen = [option for option in self.singles if option.facility in sizes]
        pairing, links = Pairing(scales, sized), linked.site_of()
        standing = [duo for duo in self.duos if pairing.size(duo, links)]
        sizes = pairing.sizes | sizes
        tell(self.progress, _SIZED)
        additions = self.field.additions(sizes) if sizes else linked
        site = additions.site_of()
        found = search(
            additions,
            [(site[option.facility],) for option in chosen],
            [option.technology.id for option in chosen],
            # A firm that could extend comes before a newcomer that is worth the same.
            lambda at: chosen[at].place.site.enterprise is None,
            lambda at: _order(chosen[at]),
            self.options.top,
            # What a short list says of its leads over draws is what a longer one says of them.
            FIRST if self.options.draws or self.options.budget is not None else 0,
            self._part(_SIZED, _SEARCHED),
        )
        listed = found.best
        certificate = Certificate(
            candidates=len(chosen),
            positive=found.positive,
            solved=found.solved,
            threshold=found.threshold,
            rest_at_most=found.rest_at_most,
            certain=found.rest_at_most <= found.threshold + found.equal,
        )
        solved = {chosen[at].facility: worth for at, worth in found.worths.items()}
        pairs = best_pairs(additions, standing, site, sized, solved, found.equal, _PAIRS)
        tell(self.progress, _PAIRED)
        portfolio = self._portfolio(
            additions, sizes, self._short_list(chosen, found), [one[1] for one in pairs]
        )
        drawn = self._drawn(chosen, found, sizes)
        writer = Writer(additions, self.options.seed if self.options.draws else None)
        items = []
        for rank, at in enumerate(listed, 1):
            option = chosen[at]
            scale = sized[option].scale
            # As it is one of the best.
            assert scale is not None
            assert drawn is not None
            written = writer.written(option, site[option.facility], scale, found.gains[at])
            items.append(self._lead(rank, presence[option.technology.id], written, chosen, at, found, drawn))
        passed += worthless(chosen, found, {str(item.technology) for item in items})
        behind = self._challengers(chosen, listed, drawn)
        shown = tuple(pair for pair, _ in pairs)
        return self._list(tuple(items), behind, shown, passed, certificate, additions.value, portfolio)

    def _list(
        self,
        items: tuple[Lead, ...],
        behind: Sequence[Challenger],
        pairs: tuple[LeadPair, ...],
        passed: Sequence[PassedOver],
        certificate: Certificate,
        without: float,
        portfolio: Portfolio | None,
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
            challengers=tuple(behind),
            pairs=pairs,
            passed_over=tuple(
                sorted(
                    passed, key=lambda one: (order.index(one.reason), -(one.supply or 0.0), one.technology)
                )
            ),
            certificate=certificate,
            portfolio=portfolio,
        )

    def _short_list(self, chosen: Sequence[Option], found: Found) -> list[Option]:
        """Return the best place of each technology, those that were solved first, then by their bounds."""
        rest: dict[str, int] = {}
        solved = {chosen[at].technology.id for at in found.ranked}
        for at in found.ordered(range(len(chosen))):
            if chosen[at].technology.id not in solved and found.worth(at) > found.equal:
                rest.setdefault(chosen[at].technology.id, at)
        return [chosen[at] for at in (*found.ranked, *rest.values())][:_SHORT_LIST]

    def _portfolio(
        self,
        additions: Additions | None,
        sizes: dict[FacilityId, Range],
        short: Sequence[Option],
        pairs: Sequence[Duo],
    ) -> Portfolio | None:
        """Return what to recruit with the budget; None where none is given."""
        if self.options.budget is None:
            return None
        together = [(duo.first, duo.second) for duo in pairs]
        members = [option for duo in together for option in duo]
        options = list(dict.fromkeys((*short, *members)))
        progress = self._part(_PAIRED, _CHOSEN)
        return portfolio_of(additions, options, together, sizes, self.options.budget, progress)

    def _part(self, begin: float, end: float) -> Progress:
        def told(done: float) -> bool:
            return self.progress is None or self.progress(begin + (end - begin) * done)

        return told

    def _options(self, taking: frozenset[str]) -> tuple[Option, ...]:
        """Return every technology that takes something there is, at every place."""
        asked = self.options
        technologies: Iterable[Technology] = self.snapshot.all(Technology)
        if asked.technology is not None:
            technologies = (technology_named(self.snapshot, asked.technology),)
        open_areas = areas(self.snapshot)
        found: list[Option] = []
        for technology in technologies:
            if technology.id in taking:
                firms = self.firms[technology.id] = extensions(self.snapshot, technology)
                found += [Option(technology, place) for place in (*firms, *open_areas)]
        if asked.site is not None:
            sites = wanted((option.place for option in found), self.snapshot, asked.site)
            found = [option for option in found if option.place.site in sites]
        return tuple(found)

    def _duos(self, feeds: Feeds, taking: frozenset[str]) -> list[Duo]:
        """Return the pairs of missing technologies of which one feeds the other, at every area."""
        pairs, places = feeds.partners(taking, self.present), areas(self.snapshot)
        if self.options.technology is not None:
            asked = technology_named(self.snapshot, self.options.technology).id
            pairs = [pair for pair in pairs if asked in pair]
        if self.options.site is not None:
            sites = wanted(places, self.snapshot, self.options.site)
            places = tuple(place for place in places if place.site in sites)
        return duos(self.snapshot, pairs, places)

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
        for technology in dict.fromkeys(option.technology.id for option in self.singles):
            if technology not in self.present:
                presence[technology] = Presence.ABSENT
            elif technology not in left:
                passed.append(passed_over(technology, NoLead.CAPACITY_UNKNOWN))
            elif not left[technology]:
                presence[technology] = Presence.FULL
        return presence, passed

    def _sized(self, scales: Scales, presence: dict[TechnologyId, Presence]) -> dict[Option, Sized]:
        site = scales.additions.site_of()
        return {
            option: scales.of(site[option.facility], option.technology)
            if option.facility in site
            else Sized(None, NoLead.NO_SUPPLY)
            for option in self.singles
            if option.technology.id in presence
        }

    def _drawn(self, chosen: Sequence[Option], found: Found, sizes: dict[FacilityId, Range]) -> _Drawn | None:
        """Return what the best options are worth in other worlds, with some more that could overtake them.

        They stand in the order of the list; None where it is empty.
        """
        if not found.best:
            return None
        order = found.shortlist(2 * max(self.options.top, FIRST))
        names = [chosen[at].facility for at in order]
        some = self.field.additions({name: sizes[name] for name in names})
        site = some.site_of()
        blocks = [(site[name],) for name in names]
        progress = self._part(_CHOSEN, 1.0)
        gains = gains_over_draws(some, blocks, self.options.draws, self.options.seed, progress)
        objective = self.options.plan.objective
        deciding = [
            deciding_of(some, gains, site[name], place, objective) for place, name in enumerate(names)
        ]
        return _Drawn(order, gains, tuple(deciding))

    def _challengers(
        self, chosen: Sequence[Option], listed: Sequence[int], drawn: _Drawn | None
    ) -> list[Challenger]:
        """Return the options behind the list that are among the first ten in some draws."""
        if drawn is None:
            return []
        behind = []
        for place, at in enumerate(drawn.order):
            often = stability_of(drawn.gains, place, self.options.plan.objective)
            if at not in listed and often:
                option = chosen[at]
                behind.append(
                    Challenger(
                        TechnologyId(option.technology.id), option.place.site, often, drawn.deciding[place]
                    )
                )
        return sorted(behind, key=lambda one: (-one.stability, one.technology))

    def _lead(
        self,
        rank: int,
        presence: Presence,
        written: Written,
        chosen: Sequence[Option],
        at: int,
        found: Found,
        drawn: _Drawn,
    ) -> Lead:
        option = chosen[at]
        triggers = [Trigger.REMAINDER] if written.remainders else []
        triggers.append(Trigger.PATHWAY if presence is Presence.ABSENT else Trigger.CAPACITY)
        others = [
            OtherSite(
                chosen[other].place.site,
                found.worths.get(other),
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
            value=value_of(found.gains[at], drawn.gains, rank - 1),
            price=written.price,
            gates=written.gates,
            unlocks=written.unlocks,
            stability=stability_of(drawn.gains, rank - 1, self.options.plan.objective),
            deciding=drawn.deciding[rank - 1],
            other_sites=tuple(others),
            questions_zh=tuple(words.zh for words in questions),
            questions_en=tuple(words.en for words in questions),
        )


def _order(option: Option) -> tuple[object, ...]:
    """Return what decides among equals at last: names, and ids only of what is called the same."""
    technology, place = option.technology, option.place
    return (
        technology.name_en or technology.name_zh,
        place.name,
        technology.id,
        place.enterprise.id,
    )
