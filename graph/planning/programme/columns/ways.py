"""The ways between facilities: what could be passed on from one to another, whatever it contains.

Whether a way goes round depends on all that is there. For facilities that may be added one by one (`added`)
that is decided anew for each (`Ways`); until then their ways, and those of the rest, are all there. What it
contains is judged by where it came from, whatever else is there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from graph.matching.gates import REFUSED, conveyances, licence_gate, open_ports, road, transfer_gate
from graph.planning.programme.columns.flows import Column, Flows, Outputs, Sites
from graph.planning.programme.columns.layout import Layout
from graph.planning.programme.columns.loops import one_way
from graph.planning.solver import Floats, Ints
from graph.snapshot import Snapshot
from graph.tools import Columns, matching, numbered


@dataclass(frozen=True, slots=True)
class OpenWays(Columns):
    """What may go on from facility to facility.

    Attributes
    ----------
    source, site : int array
        Who gives and who takes, rows of `Sites`.
    material, port : int array
        Rows of the tables; `port` of the taker.
    main : bool array
        Whether it is a main input there.
    distance : float array
        Road km; NaN where not known.
    """

    source: Ints
    site: Ints
    material: Ints
    port: Ints
    main: NDArray[np.bool_]
    distance: Floats


@dataclass(frozen=True, slots=True)
class _Technical(Columns):
    """What a technology (`giving`) makes, and a port of another (`taking`) that takes it; all by rows."""

    giving: Ints
    material: Ints
    port: Ints
    taking: Ints
    taken_as: Ints
    main: NDArray[np.bool_]


def ways_between(
    snapshot: Snapshot,
    sites: Sites,
    made: Outputs,
    diversions: Flows,
    detour: float,
    radius: float | None,
    on: date | None,
    added: frozenset[str] = frozenset(),
) -> OpenWays:
    """Return what phase, licence, distance, day and transfer rules let go on to a facility.

    Parameters
    ----------
    made : Outputs
        What sites make.
    diversions : Flows
        What streams bring: it says in which direction a circle is cut.
    detour, radius, on
        As of `columns.lay_out`.
    added : frozenset of str
        Facilities that may be added. Where there are some, no circle is cut here, and two of them hand on to
        each other inside one enterprise only.
    """
    ways = _technical(snapshot, sites, made.site, made.material)
    if not added:
        stream, fed = _fed(diversions)
        ways = ways.take(~_stops(snapshot, ways, stream, sites.technology_row[fed]))
    makes = _makes(snapshot, sites.technology_row[made.site], made.material)
    output, at = matching(makes, _makes(snapshot, ways.giving, ways.material))
    way, site = matching(ways.taking[at], sites.technology_row)
    ways, source = ways.take(at[way]), made.site[output[way]]
    giver, taker = sites.enterprise_row[source], sites.enterprise_row[site]
    distance = road(snapshot, giver, taker, detour)
    limit = np.fmin(sites.radius[site], np.nan if radius is None else radius)
    limit = np.fmin(limit, conveyances(snapshot).farthest[ways.material])
    open_ = ~(distance > limit) & sites.open[site]
    if added:
        new = np.isin(sites.facility.astype(str), list(added))
        open_ &= ~(new[source] & new[site] & (giver != taker))
    goes = ways.material, ways.taken_as
    open_ &= transfer_gate(snapshot, *goes, giver, taker, on) != REFUSED
    open_ &= licence_gate(snapshot, *goes, sites.licences[site].tolist(), giver, taker, on) != REFUSED
    found = OpenWays(source, site, ways.material, ways.port, ways.main, distance)
    return found.take(open_)


class Ways:
    """Which transfers of a layout stop where only some of its sites are there.

    That depends on technologies and on what streams feed them, not on which sites they stand at, so it is
    worked out once for those.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        flows, sites = layout.flows, layout.sites
        self._transfer = flows.where(Column.TRANSFER)
        self._source, self._taker = layout.source(self._transfer), flows.site[self._transfer]
        self._ways = _technical(layout.snapshot, sites, layout.outputs.site, layout.outputs.material)
        giving = sites.technology_row[self._source]
        self._key = _key(layout.snapshot, giving, flows.material[self._transfer], flows.port[self._transfer])
        self._stream, self._fed = _fed(flows.take(flows.where(Column.DIVERT)))
        self._known: dict[tuple[bytes, ...], Ints] = {}

    def stopped(self, present: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return which columns are transfers that stop, or that lead from or to where nobody is.

        Parameters
        ----------
        present : bool array
            By site.
        """
        layout = self._layout
        fed_there = present[self._fed]
        stream, fed = self._stream[fed_there], layout.sites.technology_row[self._fed[fed_there]]
        technologies = np.unique(layout.sites.technology_row[present])
        case = technologies.tobytes(), stream.tobytes(), fed.tobytes()
        if case not in self._known:
            ways = self._among(technologies)
            self._known[case] = _key(layout.snapshot, ways.giving, ways.material, ways.port)[
                _stops(layout.snapshot, ways, stream, fed)
            ]
        there = present[self._source] & present[self._taker]
        stopped = np.zeros(len(layout.flows), dtype=bool)
        stopped[self._transfer] = ~there | np.isin(self._key, self._known[case])
        return stopped

    def behind(self, some: Iterable[int], present: NDArray[np.bool_]) -> Ints:
        """Return which technologies (rows) lie on any way from some of them through sites that are there.

        Only there another technology can change in which direction a circle is cut, and with it what stops.
        """
        found = {int(technology) for technology in some}
        technologies = np.union1d(self._layout.sites.technology_row[present], sorted(found))
        following: dict[int, set[int]] = {}
        ways = self._among(technologies)
        for giver, taker in zip(ways.giving.tolist(), ways.taking.tolist(), strict=True):
            following.setdefault(giver, set()).add(taker)
        front = set(found)
        while front:
            front = {taker for giver in front for taker in following.get(giver, ())} - found
            found |= front
        return np.array(sorted(found), dtype=np.int64)

    def _among(self, technologies: Ints) -> _Technical:
        ways = self._ways
        return ways.take(np.isin(ways.giving, technologies) & np.isin(ways.taking, technologies))


def _key(snapshot: Snapshot, giving: Ints, material: Ints, port: Ints) -> Ints:
    """Return one number for each way from a technology to a port."""
    return _makes(snapshot, giving, material) * snapshot.count("ports") + port


def _makes(snapshot: Snapshot, technology: Ints, material: Ints) -> Ints:
    """Return one number for each technology and what it makes."""
    return technology * snapshot.count("materials") + material


def _fed(diversions: Flows) -> tuple[Ints, Ints]:
    """Return which streams could feed which sites, each pair once."""
    stream, site = np.unique(np.stack([diversions.stream, diversions.site]), axis=1)
    return stream, site


def _technical(snapshot: Snapshot, sites: Sites, site: Ints, material: Ints) -> _Technical:
    """Return what technologies make (sites, and materials) with every port of these technologies for it."""
    accepted = open_ports(snapshot)
    accepted = accepted.take(np.isin(accepted.technology, sites.technology_row))
    giving = sites.technology_row[site]
    _, first = numbered(giving, material)
    made, at = matching(material[first], accepted.material)
    giving, accepted = giving[first][made], accepted.take(at)
    # What a technology has treated it does not take again: one works is not more than its two halves.
    other = giving != accepted.technology
    accepted = accepted.take(other)
    return _Technical(
        giving=giving[other],
        material=accepted.material,
        port=accepted.port,
        taking=accepted.technology,
        taken_as=accepted.taken_as,
        main=accepted.main,
    )


def _stops(snapshot: Snapshot, ways: _Technical, stream: Ints, fed: Ints) -> NDArray[np.bool_]:
    """Return which ways would go round.

    Parameters
    ----------
    stream, fed : int array
        Streams, and the technology of a site that each could feed, once for each such site.
    """
    supply = snapshot.numbers("waste_streams", "supply_likely")[stream]
    return ~one_way(ways.giving, ways.taking, fed, supply)
