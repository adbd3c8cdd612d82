"""What facilities work on together: one campaign for inputs of which as much is made, for the same places.

Dumping what is left of them costs as much, too (`handed`). Which technologies tell which origins apart says
`graph.matching.gates.follow_origins`; here it is said of facilities. Nearly all have one campaign.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from graph.matching.gates import (
    NO_CAMPAIGN,
    Arrival,
    Carrier,
    Origins,
    Step,
    Yield,
    Yields,
    conveyances,
    follow_origins,
    operating_arrivals,
    operating_linkages,
)
from graph.planning.programme.columns.flows import NONE, Campaigns, Flows, Sites
from graph.planning.programme.columns.handed import (
    Apart,
    Brought,
    Cooling,
    Passing,
    Worker,
    heeding,
    priced_later,
)
from graph.planning.programme.columns.ways import OpenWays
from graph.planning.solver import Floats, Ints, summed
from graph.snapshot import Snapshot
from graph.taxonomy import parents_in, upward
from graph.tools import matching, numbered, values_by
from graph.value import ValueBook, in_each_unit
from graph.vocabulary import Direction


@dataclass(frozen=True)
class Worked:
    """What facilities work on in a plan.

    Attributes
    ----------
    campaigns : Campaigns
    diversions : Flows
        With the campaign that each is a part of. A stream that a facility takes alone or in a mix, and whose
        outputs may then go to other places, is there twice.
    passing : Passing
    yields : tuple of (int, Yield)
        What a campaign makes in another amount than the recipe says.
    unsold : frozenset of (int, str)
        Products of a campaign that break a limit of their own recipe.
    origins : Origins
    """

    campaigns: Campaigns
    diversions: Flows
    passing: Passing
    yields: tuple[tuple[int, Yield], ...]
    unsold: frozenset[tuple[int, str]]
    origins: Origins


def worked_on(
    snapshot: Snapshot,
    sites: Sites,
    diversions: Flows,
    ways: OpenWays,
    on: date | None,
    values: ValueBook,
) -> Worked:
    """Return the campaigns of all sites.

    Parameters
    ----------
    snapshot : Snapshot
    sites : Sites
    diversions : Flows
        What streams may bring.
    ways : OpenWays
    on : date or None
        Day on which limits must be in force.
    values : ValueBook
        What getting rid of something costs.
    """
    known = Carrier.of(snapshot, on).yields
    arrivals = _Arrivals(snapshot, sites, known)
    main = diversions.main
    own = np.zeros(len(diversions), dtype=np.int64)
    own[main] = arrivals.of_streams(diversions.site[main], diversions.stream[main], diversions.port[main])
    unknown = arrivals.unknown()
    mixing = np.unique(diversions.site[diversions.blended])
    mixed = arrivals.of_mixes(mixing, diversions)
    where, brought, running, amount = arrivals.running()
    names, material = (snapshot.strings(table, "id") for table in ("technologies", "materials"))
    technology = names[sites.technology_row]
    step, steps = _steps(sites, ways, names, material)
    added = _Arrivals(snapshot, sites, known)
    added.of_streams(diversions.site[~main], diversions.stream[~main], diversions.port[~main])
    origins = follow_origins(snapshot, list(arrivals.place), steps, on, added.place)

    number = np.array(origins.campaign, dtype=np.int64)
    size = max((campaign for _, campaign in origins.onward), default=0) + 1
    in_mix = np.full(len(sites), NONE, dtype=np.int64)
    in_mix[mixing] = number[mixed]
    flows, kind = _with_copies(diversions, number[own], in_mix)
    fed, runs = flows.site * size + kind, where * size + number[brought]
    links = _links(snapshot, ways, step, steps, origins, size)
    keys = _reached(np.unique(np.r_[fed[flows.main], runs]), links)
    # What nothing comes to has a campaign all the same: what it would make has a place in the programme.
    idle = np.setdiff1d(np.arange(len(sites)), keys // size)
    keys = _reached(np.union1d(keys, idle * size + number[unknown[idle]]), links)
    links = links.take(np.isin(links.giver, keys))
    zone = values.factors.zones.of_enterprise
    runs_at = technology[keys // size].tolist()
    worker = {
        key: Worker(
            name,
            at,
            frozenset((one.port, one.ratio.likely) for one in origins.yields.get((name, key % size), ())),
        )
        for key, name, at in zip(
            keys.tolist(), runs_at, zone[sites.enterprise_row[keys // size]].tolist(), strict=True
        )
    }
    apart = Apart(values, heeding=heeding(links), priced_later=priced_later(links, worker, values))
    given, *ways_in = _ways_in(snapshot, values, sites, flows, mixing)
    comes = np.r_[fed[flows.main], runs, idle * size + number[unknown[idle]]]
    row = np.r_[flows.stream[flows.main], running, np.full(len(idle), NONE)]
    begins = len(comes) - len(runs) - len(idle)
    # What comes today or never has perhaps no way in: nobody knows what getting rid of it would cost.
    ends, first = numbered(comes // size, row)
    way_in = np.full(len(first), NONE)
    way_in[ends[:begins]] = np.arange(begins)
    place, cooled = (np.append(column, column.dtype.type(0))[way_in[ends]] for column in ways_in)
    # Of a million ways in, some ten thousand differ.
    alike, first = numbered(comes, place, cooled)
    different = (column[first].tolist() for column in (comes, place, cooled))
    named = [
        apart.number(key, worker[key], given[what], degrees)
        for key, what, degrees in zip(*different, strict=True)
    ]
    passing = apart.follow(links, worker, material[ways.material].tolist())
    # By key, so that campaigns stand as their sites do.
    order = np.argsort(np.array(apart.keys, dtype=np.int64), kind="stable")
    rank = np.empty(len(order) + 1, dtype=np.int64)
    rank[order], rank[-1] = np.arange(len(order)), NONE
    place = rank[np.array(named, dtype=np.int64)[alike]]
    campaign = np.full(len(flows), NONE, dtype=np.int64)
    campaign[flows.main] = place[:begins]
    site, numbers = np.divmod(np.array(apart.keys, dtype=np.int64)[order], size)
    worked = list(enumerate(zip(technology[site].tolist(), numbers.tolist(), strict=True)))
    yields = tuple((campaign, one) for campaign, what in worked for one in origins.yields[what])
    unsold = frozenset((campaign, product) for campaign, what in worked for product in origins.unsold[what])
    return Worked(
        campaigns=Campaigns(
            site=site,
            number=numbers,
            mixing=numbers == in_mix[site],
            running=summed(place[begins : begins + len(runs)], amount, len(order)),
            brought=tuple(apart.brought[at] for at in order.tolist()),
        ),
        diversions=replace(flows, campaign=campaign),
        passing=Passing(passing.way, rank[passing.giver], rank[passing.taker]),
        yields=yields,
        unsold=unsold,
        origins=origins,
    )


def _ways_in(
    snapshot: Snapshot, values: ValueBook, sites: Sites, flows: Flows, mixing: Ints
) -> tuple[list[Brought], Ints, Floats]:
    """Return what getting rid of what comes to sites costs, which of these each main input does, and degrees.

    Of what is mixed the dearest counts. First stands nothing. The degrees are those by which it cools on its
    way: of what is mixed the most.
    """
    donors = snapshot.rows("waste_streams", "enterprise")
    zone, names = values.factors.zones.of_enterprise, snapshot.strings("materials", "id").tolist()
    wanted = snapshot.strings("ports", "material").tolist()
    above = parents_in(snapshot, "materials", "kind_of")
    main = flows.take(np.flatnonzero(flows.main))
    mixed = np.isin(main.site, mixing)
    there = zone[sites.enterprise_row[main.site]]
    # Nearly all say nothing of what they pay.
    paying = np.where(values.pays(main.stream), main.stream, NONE)
    alike, first = numbered(paying, main.material, there, main.port)
    given: list[Brought] = [()]
    cases = (column[first].tolist() for column in (paying, main.material, there, main.port, main.stream))
    for pays, what, at, port, row in zip(*cases, strict=True):
        # What names only a more general kind is taken as the port's own.
        kind = names[what] if wanted[port] in upward(names[what], above.get) else wanted[port]
        paid = None if pays == NONE else values.paid(row, names[what], int(zone[donors[row]]))
        given.append(values.given(names[what], at, paid, kind))
    place = alike + 1
    dear = np.full(len(sites), NONE, dtype=np.int64)
    for site, some in values_by(main.site[mixed], place[mixed]).items():
        dear[site] = len(given)
        given.append(in_each_unit([one for at in dict.fromkeys(some.tolist()) for one in given[at]]))
    place = np.where(mixed, dear[main.site], place)
    degrees = conveyances(snapshot).drop[main.material] * main.distance
    warm = degrees > 0.0
    most = np.zeros(len(sites))
    np.maximum.at(most, main.site[warm], degrees[warm])
    return given, place, np.where(warm, np.where(mixed, most[main.site], degrees), 0.0)


class _Arrivals:
    """Numbers what arrives at sites, by technology and streams."""

    def __init__(self, snapshot: Snapshot, sites: Sites, yields: Yields) -> None:
        self.place: dict[Arrival, int] = {}
        self._snapshot, self._sites = snapshot, sites
        self._technology = snapshot.strings("technologies", "id")[sites.technology_row].tolist()
        self._names = snapshot.strings("waste_streams", "id").tolist()
        self._yields = yields
        # Where nobody analysed anything, no limit tells origins apart; a yield may do so.
        analysed = snapshot.count("stream_components") > 0
        self._tells = np.array(
            [analysed or self._yields.follow(name) for name in self._technology], dtype=bool
        )
        self._wanted = snapshot.strings("ports", "material").tolist()

    def of_streams(self, site: Ints, stream: Ints, port: Ints) -> Ints:
        """Return the arrival of streams (rows) at sites, through ports."""
        told = np.where(self._tells[site], stream, NONE) if len(self._tells) else stream
        technology = self._sites.technology_row[site]
        alike, first = numbered(technology, told, port)
        order = np.lexsort((port[first], told[first], technology[first]))
        different = (column[first[order]].tolist() for column in (site, told, port))
        found = np.empty(len(first), dtype=np.int64)
        found[order] = [
            self._number(at, [(row, through)]) for at, row, through in zip(*different, strict=True)
        ]
        return found[alike]

    def of_mixes(self, sites: Ints, diversions: Flows) -> Ints:
        """Return the arrival at some sites of all that streams may bring to their main inputs, mixed."""
        there = np.flatnonzero(diversions.main & np.isin(diversions.site, sites))
        columns = values_by(diversions.site[there], there)
        found = []
        for site in sites.tolist():
            some = diversions.take(columns.get(site, there[:0]))
            found.append(self._number(site, zip(some.stream.tolist(), some.port.tolist(), strict=True)))
        return np.array(found, dtype=np.int64)

    def unknown(self) -> Ints:
        """Return the arrival at every site of what nobody knows anything of."""
        return np.array([self._number(site, []) for site in range(len(self._sites))], dtype=np.int64)

    def running(self) -> tuple[Ints, Ints, Ints, Floats]:
        """Return sites, arrivals, streams (rows) and amounts of what operating linkages bring to main inputs.

        Of what one facility hands to another today nobody knows the origin.
        """
        snapshot, linkages = self._snapshot, operating_linkages(self._snapshot)
        site_of = {int(row): site for site, row in enumerate(self._sites.facility_row)}
        facility = snapshot.positions("facilities", linkages["to_facility"].to_pylist())
        port = snapshot.positions("ports", linkages["port"].to_pylist())
        main = snapshot.strings("ports", "direction")[port] == Direction.MAIN_INPUT.value
        stream = snapshot.positions("waste_streams", linkages["stream"].to_pylist())
        amount = operating_arrivals(snapshot)
        kept = [row for row in np.flatnonzero(main & (port >= 0)) if int(facility[row]) in site_of]
        site = np.array([site_of[int(row)] for row in facility[kept]], dtype=np.int64)
        return site, self.of_streams(site, stream[kept], port[kept]), stream[kept], amount[kept]

    def _number(self, site: int, streams: Iterable[tuple[int, int]]) -> int:
        """Return the number of an arrival of streams (rows; -1: nobody knows which) through ports."""
        technology = str(self._technology[site])
        told = bool(self._tells[site])
        known = frozenset(
            (
                self._names[row] if row != NONE and told else "",
                self._yields.taken_as(technology, self._wanted[port]),
            )
            for row, port in streams
        )
        known -= {("", "")}
        return self.place.setdefault(Arrival(technology, known), len(self.place))


def _with_copies(diversions: Flows, own: Ints, in_mix: Ints) -> tuple[Flows, Ints]:
    """Return the diversions, and the number of the campaign of each within its site's technology.

    What a facility may take alone it may also take to make a mix good: it is there once more where its
    outputs then go with those of the mix to other places than its own would.
    """
    mixed = in_mix[diversions.site]
    kind = np.where(diversions.blended, mixed, own)
    again = np.flatnonzero(diversions.main & ~diversions.blended & (mixed != NONE) & (mixed != own))
    copies = replace(diversions.take(again), blended=np.ones(len(again), dtype=bool))
    return Flows.joined([diversions, copies]), np.r_[kind, mixed[again]]


def _steps(
    sites: Sites, ways: OpenWays, technology: NDArray[np.object_], material: NDArray[np.object_]
) -> tuple[Ints, list[Step]]:
    """Return which step each way is, and the steps."""
    giver, taker = sites.technology_row[ways.source], sites.technology_row[ways.site]
    step, first = numbered(giver, ways.material, taker, ways.main)
    ends = (
        technology[giver[first]],
        material[ways.material[first]],
        technology[taker[first]],
        ways.main[first],
    )
    return step, [Step(*one) for one in zip(*(column.tolist() for column in ends), strict=True)]


def _links(
    snapshot: Snapshot, ways: OpenWays, step: Ints, steps: list[Step], origins: Origins, size: int
) -> Cooling:
    """Return the open ways by campaign; the key of one is its site x `size` + its number."""
    place = {step: number for number, step in enumerate(steps)}
    onward = [
        (place[step], number, taker, origins.spare[technology, number].get(step, np.inf))
        for (technology, number), open_ in origins.onward.items()
        for step, taker in open_.items()
    ]
    *rows, spare = np.array(onward, dtype=np.float64).reshape(-1, 4).T
    goes, number, to = (column.astype(np.int64) for column in rows)
    way, at = matching(step, goes)
    cools = np.nan_to_num(conveyances(snapshot).drop[ways.material] * ways.distance)
    # What cools on a longer way arrives colder than it has to be.
    warm = cools[way] <= spare[at]
    way, at = way[warm], at[warm]
    keeps = np.array([origins.keeps[step.giver, step.material] for step in steps], dtype=np.float64)
    return Cooling(
        way=way,
        giver=ways.source[way] * size + number[at],
        taker=np.where(to[at] == NO_CAMPAIGN, NONE, ways.site[way] * size + to[at]),
        cools=cools[way],
        spare=spare[at],
        keeps=keeps[step[way]],
    )


def _reached(begins: Ints, links: Cooling) -> Ints:
    """Return the keys of the campaigns that something can come to."""
    found = begins
    while True:
        onward = links.taker[np.isin(links.giver, found)]
        wider = np.union1d(found, onward[onward != NONE])
        if len(wider) == len(found):
            return found
        found = wider
