"""A kept plan with what may be taken out of it: what that closes, frees, and leaves without a place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.planning.allocation import Problem
from graph.planning.losses.kept import Change, KeptPlan
from graph.planning.losses.standing import Fallen, Standing
from graph.planning.programme import (
    CARRYING,
    NONE,
    STARTING,
    Column,
    Layout,
    Row,
    room_in,
    served_today,
)
from graph.planning.solver import Floats, Ints, LinearProgramme, summed
from graph.planning.today import TodayFlow
from graph.planning.tolerances import FLOW_ROUNDING
from graph.vocabulary import Direction, MaterialStatus, Unit
from graph.wording import ListedWord


class LostKind(ListedWord):
    """What a park loses."""

    ENTERPRISE = "enterprise", "An enterprise with its streams and facilities."
    FACILITY = "facility", "One facility."
    #: What is sold there today is not known, and not counted.
    MARKET = "market", "A market with those that are part of it."


#: All kinds, in the order in which they are answered.
LOSABLE = tuple(LostKind)


@dataclass(frozen=True, eq=False)
class Part:
    """Something that may be lost.

    Attributes
    ----------
    kind : LostKind
    lost : str
        Its id.
    enterprise : str or None
        Whose it is.
    streams, facilities : frozenset of str
        Ids of what is gone with it.
    change : Change
    fallen : Fallen
        Today's flows without it.
    touched : bool
        Whether anything goes to or from it, today or in the plan.
    at_least : float
        See `KeptPlan.at_least`.
    """

    kind: LostKind
    lost: str
    enterprise: str | None
    streams: frozenset[str]
    facilities: frozenset[str]
    change: Change
    fallen: Fallen
    touched: bool
    at_least: float


@dataclass(frozen=True, eq=False)
class Without:
    """The best plan without a part, as what is different in it: nearly all of a large plan stays.

    Attributes
    ----------
    columns : int array
        That carry something else now.
    before, after : float array
        What each of them carries with the part and without it.
    """

    columns: Ints
    before: Floats
    after: Floats

    @property
    def less(self) -> Floats:
        """What each of the columns carries less."""
        return self.before - self.after


class Losing:
    """One park's plan, and what it loses without its parts."""

    def __init__(self, problem: Problem) -> None:
        self.kept = KeptPlan(problem)
        self.problem = self.kept.problem
        self.layout = self.problem.programme.layout
        self.standing = Standing(self.problem)
        self._now, self._unvalued = self.standing.as_columns(self.standing.amount)
        self._index = _Index(self.problem)
        self._sold = self.layout.sold(self._now)
        flows, sites = self.layout.flows, self.layout.sites
        columns = flows.where(*CARRYING)
        #: Both ends (enterprises) of each column that carries something between two; -1 of all others.
        self._giver, self._taker = (np.full(len(flows), NONE) for _ in range(2))
        giver, taker = self.layout.giver(columns), sites.enterprise_row[flows.site[columns]]
        apart = giver != taker
        self._giver[columns[apart]], self._taker[columns[apart]] = giver[apart], taker[apart]
        #: The site at which tonnes of each column arrive; -1 where none do.
        self._arrival = np.full(len(flows), NONE)
        brought = columns[self._index.tonnes[flows.material[columns]]]
        self._arrival[brought] = flows.site[brought]
        self._firms = self.problem.snapshot.strings("enterprises", "id")
        self._of_stream, self._into_site, self._out_of_site = (
            _ByPlace(place) for place in (flows.stream, flows.site, self.layout.maker)
        )
        #: Both ends (enterprises) of each of today's flows.
        self._today = self._index.ends_today(self.problem)
        carrying = np.flatnonzero(self.kept.amounts)
        self._exchanges = self._exchanges_of(carrying) + self._exchanges_today(self.standing.amount)

    def parts(self, kind: LostKind) -> list[Part]:
        """Return what of a kind may be lost, what the bounds say costs most first."""
        sites, snapshot = self.layout.sites, self.problem.snapshot
        if kind is LostKind.ENTERPRISE:
            found = [
                self._part(kind, firm, firm, self._index.streams_of(firm), self._index.facilities_of(firm))
                for firm in snapshot.strings("enterprises", "id").tolist()
            ]
        elif kind is LostKind.FACILITY:
            found = [
                self._part(kind, str(facility), str(firm), (), (str(facility),))
                for facility, firm in zip(sites.facility, sites.enterprise, strict=True)
            ]
        else:
            found = [
                self._part(kind, str(market.id), None, (), (), place)
                for place, market in enumerate(self.layout.markets)
            ]
        return sorted(found, key=lambda part: (-part.at_least, not part.touched, part.lost))

    def again(self, part: Part) -> Without:
        """Return the best plan without a part."""
        after = self.kept.again(part.change)
        columns = np.flatnonzero(self.kept.amounts != after)
        return Without(columns, self.kept.amounts[columns], after[columns])

    def lost_objective(self, without: Without) -> float:
        """Return what the plan's objective loses."""
        return float(self.problem.main_objective[without.columns] @ without.less)

    def lost_columns(self, part: Part, without: Without) -> tuple[Ints, Floats]:
        """Return which columns carry less, and how much, today's flows and the plan together."""
        if not self._falls(part):
            return without.columns, without.less
        less, _ = self.standing.as_columns(part.fallen.left)
        less = self._now - less
        less[without.columns] += without.less
        columns = np.flatnonzero(less)
        return columns, less[columns]

    def unvalued(self, part: Part) -> float:
        """Return what is lost of today's flows that no column stands for."""
        if not self._falls(part):
            return 0.0
        return max(self._unvalued - self.standing.as_columns(part.fallen.left)[1], 0.0)

    def lost_net(self, part: Part, without: Without) -> dict[Unit, float]:
        """Return what of wastes is used no more, net, in each unit: of today's use and of the plan's."""
        index, net = self._index, self.problem.credits.net
        found = {unit: float(net[unit][without.columns] @ without.less) for unit in Unit}
        gone = [(name, float(index.in_use[index.stream[name]])) for name in sorted(part.streams)]
        for name, amount in (*gone, *part.fallen.free_supply.items()):
            row = index.stream[name]
            if index.waste[row]:
                found[Unit(index.unit[row])] += amount
        return found

    def moved(self, part: Part, without: Without) -> tuple[float, float, tuple[tuple[str, float], ...]]:
        """Return the tonnes that others gave a part, those that go elsewhere now, and where."""
        index, amounts = self._index, self.kept.amounts
        closed = np.isin(without.columns, part.change.closed)
        fallen = part.fallen.left - self.standing.amount
        kept_today = ~self._into(part)
        more = index.by_giver(without.columns[~closed], -without.less[~closed], kept_today, fallen)
        lost = index.by_giver(
            part.change.closed, amounts[part.change.closed], ~kept_today, self.standing.amount
        )
        lost[index.own_givers(part)] = 0.0
        elsewhere = float(np.minimum(lost, np.maximum(more, 0.0)).sum())
        arriving = self._arriving(without, fallen)
        names = self.layout.sites.facility
        rounding = FLOW_ROUNDING * max(float(np.abs(arriving).max(initial=0.0)), 1.0)
        taking = np.flatnonzero(arriving > rounding)
        taking = taking[np.argsort(-arriving[taking], kind="stable")]
        takers = tuple((str(names[site]), float(arriving[site])) for site in taking)
        return float(lost.sum()), elsewhere, takers

    def stopped(self, part: Part, without: Without) -> tuple[str, ...]:
        """Return the other enterprises that exchanged something and now exchange nothing with anybody."""
        columns = without.columns
        left = self._exchanges - self._exchanges_of(columns[without.before > 0.0])
        left += self._exchanges_of(columns[without.after > 0.0])
        if self._falls(part):
            left -= self._exchanges_today(self.standing.amount)
            left += self._exchanges_today(part.fallen.left)
        gone = self._firms[(self._exchanges > 0) & (left == 0)].tolist()
        return tuple(sorted(set(gone) - {part.enterprise or ""}))

    def _part(
        self,
        kind: LostKind,
        lost: str,
        firm: str | None,
        streams: Iterable[str],
        facilities: Iterable[str],
        market: int | None = None,
    ) -> Part:
        gone = frozenset(streams), frozenset(facilities)
        fallen = self.standing.without(*gone)
        closed = self._closed(*gone, market)
        rows = self._index.rows(self.kept.linear, fallen) | self._room_left(fallen)
        rows |= self._index.emptied(*gone, market)
        change = Change(closed, rows)
        used = any(self._index.in_use[self._index.stream[name]] > 0.0 for name in gone[0])
        fewer = bool((fallen.left < self.standing.amount).any())
        touched = used or fewer or bool((self.kept.amounts[closed] > 0.0).any())
        at_least = self.kept.at_least(change) if touched else 0.0
        return Part(kind, lost, firm, *gone, change, fallen, touched, at_least)

    def _room_left(self, fallen: Fallen) -> dict[int, tuple[float, float]]:
        """Return the bounds of markets in which less of today is sold: what others sell there stays."""
        if not (fallen.left < self.standing.amount).any():
            return {}
        gone = self._sold - self.layout.sold(self.standing.as_columns(fallen.left)[0])
        options, was = self.problem.options, self.problem.today.sold
        found = {}
        for at in np.flatnonzero(gone > FLOW_ROUNDING * np.maximum(self._sold, 1.0)).tolist():
            market, row = self.problem.before.markets[at], self._index.market.get(at)
            sold = was.get(str(market.id), 0.0)
            left = served_today(market, max(sold - float(gone[at]), 0.0), options, sold)
            room = room_in(left, options)
            if row is not None and room is not None:
                found[row] = -np.inf, room.likely
        return found

    def _closed(self, streams: frozenset[str], facilities: frozenset[str], market: int | None) -> Ints:
        index = self._index
        sites = [index.site[name] for name in facilities if name in index.site]
        closed = [
            *(self._of_stream.of(index.stream[name]) for name in streams),
            *(self._into_site.of(site) for site in sites),
            *(self._out_of_site.of(site) for site in sites),
        ]
        if market is not None:
            of, column = self.layout.sales
            closed.append(column[of == market])
        found: Ints = np.unique(np.concatenate(closed)) if closed else np.empty(0, dtype=np.int64)
        return found

    def _exchanges_of(self, columns: Ints) -> Ints:
        """Return of how many of some columns each enterprise is an end."""
        columns = columns[self._giver[columns] != NONE]
        ends = np.r_[self._giver[columns], self._taker[columns]]
        return np.bincount(ends, minlength=len(self._firms))

    def _exchanges_today(self, today: Floats) -> Ints:
        """Return of how many of today's flows each enterprise is an end."""
        flowing = self._today[:, (today > 0.0) & (self._today[0] != self._today[1])]
        return np.bincount(flowing.ravel(), minlength=len(self._firms))

    def _arriving(self, without: Without, fallen: Floats) -> Floats:
        """Return the tonnes that arrive at each site more than with a part, by the plan and today."""
        index, columns = self._index, without.columns
        brings = self._arrival[columns] != NONE
        at = self._arrival[columns[brings]]
        arriving = summed(at, -without.less[brings], len(self.layout.sites))
        for flow, more in zip(self.standing.flows, fallen.tolist(), strict=True):
            if more and flow.unit is Unit.TONNE and str(flow.facility) in index.site:
                arriving[index.site[str(flow.facility)]] += more
        return arriving

    def _falls(self, part: Part) -> bool:
        """Return whether anything of today falls away with a part."""
        return bool((part.fallen.left != self.standing.amount).any())

    def _into(self, part: Part) -> NDArray[np.bool_]:
        """Return which of today's flows go to a facility of a part."""
        return np.array([str(flow.facility) in part.facilities for flow in self.standing.flows], dtype=bool)


class _ByPlace:
    """Columns by one of the places that they name."""

    def __init__(self, place: Ints) -> None:
        self._order = np.argsort(place, kind="stable")
        self._sorted = place[self._order]

    def of(self, place: int) -> Ints:
        """Return the columns of one place."""
        first, end = np.searchsorted(self._sorted, [place, place + 1])
        return self._order[first:end]


class _Index:
    """Rows of a problem by id."""

    def __init__(self, problem: Problem) -> None:
        self._programme = problem.programme
        snapshot, layout = problem.snapshot, problem.programme.layout
        flows, outputs = layout.flows, layout.outputs
        self.stream_id = snapshot.strings("waste_streams", "id").tolist()
        self.stream = {name: row for row, name in enumerate(self.stream_id)}
        self.in_use = snapshot.numbers("waste_streams", "in_use_likely")
        self.owner = dict(
            zip(self.stream_id, snapshot.strings("waste_streams", "enterprise").tolist(), strict=True)
        )
        facilities = snapshot.strings("facilities", "id").tolist()
        self.keeper = dict(
            zip(facilities, snapshot.strings("facilities", "enterprise").tolist(), strict=True)
        )
        self.site = {str(name): row for row, name in enumerate(layout.sites.facility)}
        self._material_id = snapshot.strings("materials", "id").tolist()
        self._material = {name: row for row, name in enumerate(self._material_id)}
        units = snapshot.strings("materials", "unit")
        self.tonnes = units == Unit.TONNE.value
        at = [self._material[name] for name in snapshot.strings("waste_streams", "material").tolist()]
        self.unit = [str(units[row]) for row in at]
        status = snapshot.strings("materials", "status")
        self.waste = [bool(status[row] == MaterialStatus.WASTE.value) for row in at]
        self._streams_of, self._facilities_of = _grouped(self.owner), _grouped(self.keeper)
        self._port = {name: row for row, name in enumerate(snapshot.strings("ports", "id").tolist())}
        self._main = snapshot.strings("ports", "direction") == Direction.MAIN_INPUT.value
        self._outputs: dict[tuple[int, int], list[tuple[int, float]]] = {}
        ends = zip(outputs.site.tolist(), outputs.material.tolist(), _parts(layout).tolist(), strict=True)
        for row, (site, what, share) in enumerate(ends):
            self._outputs.setdefault((site, what), []).append((row, share))
        self._output_site = outputs.site
        # Streams are numbered by row as givers, what facilities make after them.
        self._givers = len(self.stream) + len(outputs)
        using = np.isin(flows.kind, (*STARTING, Column.TRANSFER, Column.SELL)) & self.tonnes[flows.material]
        made = np.append(outputs.same, -1)[flows.output]
        giver = np.where(flows.stream >= 0, flows.stream, len(self.stream) + made)
        self._giver = np.where(using, giver, -1)
        self._giver_today = np.array([self._place(flow) for flow in problem.today.flows], dtype=np.int64)
        self._disposable = frozenset(flows.output[flows.where(Column.DISPOSE)].tolist())
        self._shares = {
            (int(self._programme.row_a[row]), int(self._programme.row_b[row])): int(row)
            for row in np.flatnonzero(self._programme.row_kind == Row.SHARE)
        }
        self._first = {
            kind: {
                int(self._programme.row_a[row]): int(row)
                for row in np.flatnonzero(self._programme.row_kind == kind)
            }
            for kind in (Row.SUPPLY, Row.CAPACITY, Row.OUTPUT, Row.MARKET)
        }

    @property
    def market(self) -> dict[int, int]:
        """The row of each market that something bounds."""
        return self._first[Row.MARKET]

    def _place(self, flow: TodayFlow) -> int:
        """Return the number of who gives one of today's flows; -1 where it is no tonnes, or unknown."""
        if flow.unit is not Unit.TONNE:
            return -1
        if flow.stream is not None:
            return self.stream[flow.stream]
        made = self.site.get(str(flow.from_facility), -1), self._material[flow.material]
        outputs = self._outputs.get(made)
        return len(self.stream) + outputs[0][0] if outputs else -1

    def ends_today(self, problem: Problem) -> Ints:
        """Return who gives and who takes each of today's flows, enterprises by row."""
        givers, takers = [], []
        for flow in problem.today.flows:
            giver = self.owner.get(str(flow.stream)) or self.keeper[str(flow.from_facility)]
            givers.append(giver)
            takers.append(self.keeper[str(flow.facility)])
        snapshot = problem.snapshot
        return np.stack([snapshot.positions("enterprises", ends) for ends in (givers, takers)])

    def streams_of(self, firm: str) -> tuple[str, ...]:
        """Return an enterprise's streams."""
        return self._streams_of.get(firm, ())

    def facilities_of(self, firm: str) -> tuple[str, ...]:
        """Return an enterprise's facilities."""
        return self._facilities_of.get(firm, ())

    def own_givers(self, part: Part) -> Ints:
        """Return the givers that are gone with a part."""
        sites = [self.site[name] for name in part.facilities if name in self.site]
        streams = [self.stream[name] for name in part.streams]
        outputs = len(self.stream) + np.flatnonzero(np.isin(self._output_site, sites))
        givers: Ints = np.r_[np.array(streams, dtype=np.int64), outputs]
        return givers

    def by_giver(self, columns: Ints, amounts: Floats, chosen: NDArray[np.bool_], today: Floats) -> Floats:
        """Return the tonnes that each giver sends to a use by some columns and by some of today's flows."""
        using = self._giver[columns] >= 0
        found = summed(self._giver[columns[using]], amounts[using], self._givers)
        now = np.flatnonzero(chosen & (self._giver_today >= 0))
        return found + summed(self._giver_today[now], today[now], self._givers)

    def rows(self, linear: LinearProgramme, fallen: Fallen) -> dict[int, tuple[float, float]]:
        """Return the bounds of the rows that what falls away today changes."""
        found: dict[int, tuple[float, float]] = {}

        def widen(row: int | None, low: float, high: float) -> None:
            if row is not None:
                before = found.get(row, (float(linear.row_lower[row]), float(linear.row_upper[row])))
                found[row] = before[0] + low, before[1] + high

        for name, amount in fallen.free_supply.items():
            widen(self._first[Row.SUPPLY].get(self.stream[name]), 0.0, amount)
        for (facility, port), amount in fallen.free_room.items():
            site, row = self.site.get(facility, -1), self._port[port]
            widen(self._first[Row.CAPACITY].get(site) if self._main[row] else None, 0.0, amount)
            widen(self._shares.get((site, row)), 0.0, amount)
        for (facility, material), amount in fallen.free_output.items():
            made = self.site.get(facility, -1), self._material[material]
            for output, share in self._outputs.get(made, ()):
                # It is disposed of where it may be; else it goes to whom else it may, or stays.
                least = amount * share if output in self._disposable else 0.0
                widen(self._first[Row.OUTPUT].get(output), -amount * share, -least)
        return found

    def emptied(
        self, streams: frozenset[str], facilities: frozenset[str], market: int | None
    ) -> dict[int, tuple[float, float]]:
        """Return the rows of what is gone: their columns are closed, the bounds say what that was worth."""
        found = [self._first[Row.SUPPLY].get(self.stream[name]) for name in streams]
        found += [self._first[Row.CAPACITY].get(self.site.get(name, -1)) for name in facilities]
        if market is not None:
            found.append(self._first[Row.MARKET].get(market))
        return {row: (-np.inf, 0.0) for row in found if row is not None}


def _parts(layout: Layout) -> Floats:
    """Return which part of what a site makes of a material today each output is.

    Nobody knows in which campaign it was made: they have their parts in it as in what the site works on, or
    all the same where that is not known.
    """
    campaigns, count = layout.campaigns, len(layout.sites)
    whole = summed(campaigns.site, campaigns.running, count)[campaigns.site]
    several = summed(campaigns.site, np.ones(len(campaigns)), count)[campaigns.site]
    parts = np.divide(campaigns.running, whole, out=1.0 / several, where=whole > 0.0)
    each: Floats = parts[layout.outputs.campaign]
    return each


def _grouped(owner: dict[str, str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name, firm in owner.items():
        found.setdefault(firm, []).append(name)
    return {firm: tuple(names) for firm, names in found.items()}
