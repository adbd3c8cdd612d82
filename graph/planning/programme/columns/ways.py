"""The ways between facilities: what could be passed on from one to another, whatever it contains.

Whether a way goes round depends on all that is there. For facilities that may be added one by one (`added`)
that is decided anew for each (`Ways`); until then their ways, and those of the rest, are all there. What it
contains is judged by where it came from, whatever else is there.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.matching.gates import REFUSED, conveyances, licence_gate, open_ports, road, transfer_gate
from graph.planning.programme.columns.flows import Column, Flows, Sites
from graph.planning.programme.columns.layout import Layout
from graph.planning.programme.columns.loops import one_way
from graph.planning.solver import Ints
from graph.snapshot import Snapshot


def ways_between(
    snapshot: Snapshot,
    sites: Sites,
    made: pd.DataFrame,
    diversions: Flows,
    detour: float,
    radius: float | None,
    on: date | None,
    added: frozenset[str] = frozenset(),
) -> pd.DataFrame:
    """Return what phase, licence, distance, day and transfer rules let go on to a facility.

    Parameters
    ----------
    made : DataFrame
        What sites make: columns `site` and `material`, by rows.
    diversions : Flows
        What streams bring: it says in which direction a circle is cut.
    detour, radius, on
        As of `columns.lay_out`.
    added : frozenset of str
        Facilities that may be added. Where there are some, no circle is cut here, and two of them hand on to
        each other inside one enterprise only.

    Returns
    -------
    DataFrame
        Columns `source` and `site`, `material`, `port`, `technology` (of the taker), all by rows, `main` and
        `distance` (road km; NaN where not known).
    """
    ways = _technical(snapshot, sites, made["site"].to_numpy(), made["material"].to_numpy())
    if not added:
        stream, fed = _fed(diversions)
        ways = ways[~_stops(snapshot, ways, stream, sites.technology_row[fed])]
    pairs = _between_sites(ways, sites, made)
    if added:
        new = np.isin(sites.facility.astype(str), list(added))
        source, site = pairs["source"].to_numpy(), pairs["site"].to_numpy()
        apart = sites.enterprise_row[source] != sites.enterprise_row[site]
        pairs = pairs[~(new[source] & new[site] & apart)].reset_index(drop=True)
    giver = sites.enterprise_row[pairs["source"].to_numpy()]
    distance = road(snapshot, giver, pairs["enterprise_row"].to_numpy(), detour)
    limit = np.fmin(pairs["radius"].to_numpy(dtype=float), np.nan if radius is None else radius)
    limit = np.fmin(limit, conveyances(snapshot).farthest[pairs["material_row"].to_numpy()])
    pairs = pairs.assign(distance=distance)
    goes, taken_as, taker = (
        pairs[name].to_numpy(dtype=np.int64) for name in ("material_row", "taken_as", "enterprise_row")
    )
    banned = transfer_gate(snapshot, goes, taken_as, giver, taker, on) == REFUSED
    licences = sites.licences[pairs["site"].to_numpy()]
    unlicensed = licence_gate(snapshot, goes, taken_as, licences, giver, taker, on) == REFUSED
    runs = sites.open[pairs["site"].to_numpy()]
    pairs = pairs[~(distance > limit) & ~banned & runs & ~unlicensed]
    return pd.DataFrame(
        {
            "source": pairs["source"].to_numpy(dtype=np.int64),
            "site": pairs["site"].to_numpy(dtype=np.int64),
            "material": pairs["material_row"].to_numpy(dtype=np.int64),
            "port": pairs["port_row"].to_numpy(dtype=np.int64),
            "technology": pairs["taking"].to_numpy(dtype=np.int64),
            "main": pairs["main"].to_numpy(dtype=bool),
            "distance": pairs["distance"].to_numpy(dtype=float),
        }
    )


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
            self._known[case] = ways["key"].to_numpy()[_stops(layout.snapshot, ways, stream, fed)]
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
        for giver, taker in zip(ways["giving"].tolist(), ways["taking"].tolist(), strict=True):
            following.setdefault(giver, set()).add(taker)
        front = set(found)
        while front:
            front = {taker for giver in front for taker in following.get(giver, ())} - found
            found |= front
        return np.array(sorted(found), dtype=np.int64)

    def _among(self, technologies: Ints) -> pd.DataFrame:
        inside = self._ways["giving"].isin(technologies) & self._ways["taking"].isin(technologies)
        return self._ways[inside]


def _key(snapshot: Snapshot, giving: Ints, material: Ints, port: Ints) -> Ints:
    """Return one number for each way from a technology to a port."""
    key: Ints = (giving * snapshot.count("materials") + material) * snapshot.count("ports") + port
    return key


def _fed(diversions: Flows) -> tuple[Ints, Ints]:
    """Return which streams could feed which sites, each pair once."""
    stream, site = np.unique(np.stack([diversions.stream, diversions.site]), axis=1)
    return stream, site


def _technical(snapshot: Snapshot, sites: Sites, site: Ints, material: Ints) -> pd.DataFrame:
    """Return what technologies make (sites, and materials) with every port of these technologies for it."""
    accepted = open_ports(snapshot)
    takers = pd.DataFrame(
        {
            "port_row": accepted.port,
            "material_row": accepted.material,
            "taken_as": accepted.taken_as,
            "taking": accepted.technology,
            "main": accepted.main,
        }
    )
    takers = takers[takers["taking"].isin(sites.technology_row)]
    made = pd.DataFrame({"giving": sites.technology_row[site], "material_row": material})
    ways = made.drop_duplicates().merge(takers, on="material_row")
    key = _key(snapshot, *(ways[name].to_numpy() for name in ("giving", "material_row", "port_row")))
    # What a technology has treated it does not take again: one works is not more than its two halves.
    return ways.assign(key=key)[ways["giving"] != ways["taking"]]


def _between_sites(ways: pd.DataFrame, sites: Sites, made: pd.DataFrame) -> pd.DataFrame:
    """Return the ways from every output of a site to every other site of the technology that takes it."""
    where = pd.DataFrame(
        {
            "taking": sites.technology_row,
            "radius": sites.radius,
            "enterprise_row": sites.enterprise_row,
            "site": np.arange(len(sites)),
        }
    )
    source = made["site"].to_numpy()
    given = pd.DataFrame(
        {
            "giving": sites.technology_row[source],
            "material_row": made["material"].to_numpy(),
            "source": source,
        }
    )
    return given.merge(ways, on=["giving", "material_row"]).merge(where, on="taking").reset_index(drop=True)


def _stops(snapshot: Snapshot, ways: pd.DataFrame, stream: Ints, fed: Ints) -> NDArray[np.bool_]:
    """Return which ways would go round.

    Parameters
    ----------
    stream, fed : int array
        Streams, and the technology of a site that each could feed, once for each such site.
    """
    supply = snapshot.numbers("waste_streams", "supply_likely")[stream]
    return ~one_way(ways["giving"].to_numpy(), ways["taking"].to_numpy(), fed, supply)
