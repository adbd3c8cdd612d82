"""Why a remainder of a stream has no use in a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.matching import GateName
from graph.matching.ranking import Candidates
from graph.model import Facility, Limit, Material, Technology
from graph.planning.options import Objective
from graph.planning.programme import Column, Programme, Row
from graph.planning.result.helping import OF_GATES, UnplacedHelp
from graph.planning.result.plan import UnplacedReason
from graph.planning.solver import Floats, Ints, Solution
from graph.planning.tolerances import NO_REASON
from graph.vocabulary import FacilityId, MarketId, MaterialId
from graph.wording.amounts import show_amount
from graph.wording.components import component_words, measure_words
from graph.wording.messages import LANGUAGES, Message, Words, message, names_of

#: So many limits that a stream breaks are named.
_NAMED = 4


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a remainder has no use, and where something could be done about it.

    Attributes
    ----------
    why : UnplacedReason
    detail : Message or Words
        What is behind it: the gate, the facilities or the price.
    helps : tuple of UnplacedHelp
        What would help, the reason's own step first.
    facilities : tuple of FacilityId
        That are full, stand still or are of unknown capacity; where one more gains most first.
    products : tuple of MaterialId
        Of which nobody is known to buy any.
    markets : tuple of MarketId
        That are full.
    """

    why: UnplacedReason
    detail: Message | Words
    helps: tuple[UnplacedHelp, ...]
    facilities: tuple[FacilityId, ...] = ()
    products: tuple[MaterialId, ...] = ()
    markets: tuple[MarketId, ...] = ()


@dataclass(frozen=True)
class Reasons:
    """Finds the reason for every stream of one plan.

    Attributes
    ----------
    price : array
        Of each column: what it gains beyond what its rows are worth, in the objective's unit.
    """

    candidates: Candidates
    programme: Programme
    solution: Solution
    price: Floats
    objective: Objective

    @cached_property
    def _links(self) -> tuple[Ints, Ints]:
        """Streams and facilities (rows) of the linkages that no gate refuses, by stream."""
        alone = ~self.candidates.blended
        return self.candidates.stream[alone], self.candidates.facility[alone]

    @cached_property
    def _columns(self) -> Mapping[int, Ints]:
        flows = self.programme.layout.flows
        columns = flows.where(Column.DIVERT)
        order = columns[np.argsort(flows.stream[columns], kind="stable")]
        streams, first = np.unique(flows.stream[order], return_index=True)
        ends = np.concatenate((first, [len(order)]))[1:]
        return {
            int(stream): order[begin:end] for stream, begin, end in zip(streams, first, ends, strict=True)
        }

    @cached_property
    def _names(self) -> Mapping[str, Facility]:
        return self.programme.layout.snapshot.by_id(Facility)

    @cached_property
    def _technologies(self) -> Mapping[str, Technology]:
        return self.programme.layout.snapshot.by_id(Technology)

    def reason(self, row: int, rest: float) -> Reason:
        """Return why `rest` of a stream (row in the snapshot) has no use, and the limits that it breaks."""
        if rest == 0.0:
            return Reason(UnplacedReason.NONE, Words("", ""), ())
        found = self._why(row)
        detail = found.detail
        for limits in self._limits(row):
            detail = message("unplaced.also", first=detail, also=limits)
        own = (UnplacedHelp.COMPOSITION,) if self.candidates.broken(row) else ()
        return replace(found, detail=detail, helps=tuple(dict.fromkeys((*found.helps, *own))))

    def _why(self, row: int) -> Reason:
        if not self.candidates.has_takers(row):
            return Reason(UnplacedReason.NO_CONSUMER, message("unplaced.no_consumer"), (UnplacedHelp.TAKER,))
        columns = self._columns.get(row, np.empty(0, dtype=np.int64))
        flows = self.programme.layout.flows
        alone = columns[~flows.blended[columns]]
        streams, facilities = self._links
        waiting = facilities[np.searchsorted(streams, row) : np.searchsorted(streams, row, side="right")]
        if len(alone):
            return self._full(alone) or self._mixed(columns) or self._unsold(alone) or self._worthless(alone)
        if len(waiting):
            known = self._facilities(waiting)
            said = message("unplaced.capacity_unknown", facilities=tuple(map(names_of, known)))
            ids = tuple(one.id for one in known)
            return Reason(UnplacedReason.UNKNOWN_CAPACITY, said, (UnplacedHelp.CAPACITY,), facilities=ids)
        mixing = np.array([column for column in columns if self._has_partners(column)], dtype=np.int64)
        if len(mixing):
            full = self._mixed(mixing) or self._full(mixing)
            return full or self._unsold(mixing) or self._worthless(mixing)
        return self._refused(row)

    def _limits(self, row: int) -> list[Message]:
        """Return the limits that the stream breaks itself, and those that what is left of it breaks."""
        layout = self.programme.layout
        broken = [self._limit(limit, value) for limit, value in self.candidates.broken(row)]
        broken = list(dict.fromkeys(broken))[:_NAMED]
        said = [message("unplaced.limits", limits=tuple(broken))] if broken else []
        said += [
            message(
                "unplaced.cooled",
                facility=names_of(layout.snapshot.at(Facility, one.facility)),
                distance=one.distance,
                arrives=one.arrives,
                needed=one.needed,
            )
            for one in self.candidates.cooled(row)[:_NAMED]
        ]
        stream = frozenset((layout.text("waste_streams", "id", row),))
        columns = self._columns.get(row, np.empty(0, dtype=np.int64))
        runs = np.unique(layout.sites.technology_row[layout.flows.site[columns]])
        after: dict[tuple[Words, Message], list[Words]] = {}
        off: dict[tuple[Words, Message], list[Words]] = {}
        for technology in runs.tolist():
            for one in layout.origins.broken(layout.text("technologies", "id", technology), stream):
                after_it = names_of(self._technologies[one.step.giver]), self._limit(one.limit, one.value)
                if one.step.sale:
                    (product,) = layout.snapshot.positions("materials", [one.step.material])
                    off.setdefault(after_it, []).append(names_of(layout.snapshot.at(Material, int(product))))
                else:
                    taker = names_of(self._technologies[one.step.taker])
                    after.setdefault(after_it, []).append(taker)
        said += [
            message("unplaced.off", giver=giver, limit=limit, products=tuple(dict.fromkeys(products)))
            for (giver, limit), products in list(off.items())[:_NAMED]
        ]
        return said + [
            message("unplaced.after", giver=giver, limit=limit, takers=tuple(dict.fromkeys(takers)))
            for (giver, limit), takers in list(after.items())[:_NAMED]
        ]

    def _limit(self, row: int, value: float) -> Message:
        """Return what is found against a limit and what is allowed."""
        limit = self.programme.layout.snapshot.at(Limit, row)
        component = component_words(limit.component)
        found = {"component": component, "value": value, "basis": measure_words(limit.basis)}
        if limit.maximum is not None and value > limit.maximum:
            return message("unplaced.above", bound=limit.maximum, **found)
        if limit.minimum is not None and value < limit.minimum:
            return message("unplaced.below", bound=limit.minimum, **found)
        # What is all water meets no limit of dry matter, whatever it holds.
        return message("unplaced.no_dry_matter", component=component)

    def _refused(self, row: int) -> Reason:
        closing, nearest = self.candidates.closing(row)
        gates = tuple(message(f"gate.name.{gate.value}") for gate in closing)
        refused = message("unplaced.gate", gates=gates)
        helps = tuple(dict.fromkeys(OF_GATES[gate] for gate in closing))
        if closing == (GateName.CAPACITY,):
            refused = message("unplaced.no_capacity")
        if closing != (GateName.DISTANCE,):
            return Reason(UnplacedReason.GATE, refused, helps)
        # Where it only cools too much on the way, `_limits` says where and how much.
        too_far = message("unplaced.distance", nearest=nearest)
        return Reason(UnplacedReason.DISTANCE, refused if self.candidates.cooled(row) else too_far, helps)

    def _full(self, columns: Ints) -> Reason | None:
        """Return the facilities whose room is worth something or used up, with price and room."""
        programme, sites, flows = self.programme, self.programme.layout.sites, self.programme.layout.flows
        found = np.unique(flows.site[columns])
        value = np.zeros(len(sites))
        for kind in (Row.CAPACITY, Row.MONTH_CAPACITY):
            rows = np.flatnonzero(programme.row_kind == kind)
            np.maximum.at(value, programme.row_a[rows], self.solution.row_dual[rows])
        # The share of an input in the mix is room of its own; only its own port's counts.
        shares = np.flatnonzero(
            (programme.row_kind == Row.SHARE) & np.isin(programme.row_b, flows.port[columns])
        )
        np.maximum.at(value, programme.row_a[shares], self.solution.row_dual[shares])
        room = sites.capacity.copy()
        tight = shares[self.solution.row_dual[shares] > NO_REASON]
        room[programme.row_a[tight]] = programme.linear.row_upper[tight]
        # Water and heat have no price in an objective of tonnes: that the room is used up says it for them.
        harmless = np.unique(flows.site[columns[self.price[columns] >= -NO_REASON]])
        used_up = self._used_up & np.isin(np.arange(len(sites)), harmless)
        # Room gains nothing where nobody buys what would be made there.
        full = [
            site
            for site in found.tolist()
            if (value[site] > NO_REASON or used_up[site]) and not self._without_buyers(site)
        ]
        if not full:
            return None
        # A price in a mix has no unit.
        unit = "" if self.objective is Objective.WEIGHTED else f" {self.objective.unit}"
        rooms = tuple(
            message(
                "unplaced.room" if value[site] > NO_REASON else "unplaced.room_used_up",
                facility=self._named(site),
                room=Words(*(show_amount(room[site], str(sites.unit[site]), at) for at in LANGUAGES)),
                **({"price": f"{value[site]:.2f}{unit}"} if value[site] > NO_REASON else {}),
            )
            for site in full
        )
        ids = sites.facility
        gaining = tuple(
            FacilityId(ids[site]) for site in sorted(full, key=lambda site: (-value[site], ids[site]))
        )
        said = message("unplaced.capacity", rooms=rooms)
        return Reason(UnplacedReason.CAPACITY, said, (UnplacedHelp.ROOM,), facilities=gaining)

    @cached_property
    def _used_up(self) -> NDArray[np.bool_]:
        """Return which facilities have no room left."""
        layout = self.programme.layout
        used: NDArray[np.bool_] = layout.fed(self.solution.flows) >= layout.sites.capacity * (1.0 - NO_REASON)
        return used

    def _has_partners(self, column: int) -> bool:
        """Whether something else could bring each limit that the column breaks back within its bound."""
        linear, kinds = self.programme.linear, self.programme.row_kind
        entries = slice(linear.start[column], linear.start[column + 1])
        rows, values = linear.index[entries], linear.value[entries]
        broken = rows[np.isin(kinds[rows], (Row.BLEND_MAXIMUM, Row.BLEND_MINIMUM)) & (values > 0.0)]
        return bool(self._relieved[broken].all())

    @cached_property
    def _relieved(self) -> NDArray[np.bool_]:
        """Return which rows have a column that makes room in them."""
        linear = self.programme.linear
        relieved = np.zeros(linear.rows, dtype=bool)
        relieved[linear.index[linear.value < 0.0]] = True
        return relieved

    def _mixed(self, columns: Ints) -> Reason | None:
        """Return the components that keep a mix from taking more, if some do."""
        linear, kinds = self.programme.linear, self.programme.row_kind
        components = set()
        for column in columns:
            rows = linear.index[linear.start[column] : linear.start[column + 1]]
            values = linear.value[linear.start[column] : linear.start[column + 1]]
            for row in rows[np.isin(kinds[rows], (Row.BLEND_MAXIMUM, Row.BLEND_MINIMUM)) & (values > 0.0)]:
                if self.solution.row_dual[row] > NO_REASON and self._relieved[row]:
                    components.add(
                        self.programme.layout.text("limits", "component", self.programme.row_b[row])
                    )
        if not components:
            return None
        said = message("unplaced.blending", components=tuple(map(component_words, sorted(components))))
        return Reason(UnplacedReason.BLENDING, said, (UnplacedHelp.MIX,))

    def _unsold(self, columns: Ints) -> Reason | None:
        """Return the products that nobody takes or takes no more of, if every facility ends in some."""
        layout, upper = self.programme.layout, self.programme.linear.upper
        sites = np.unique(layout.flows.site[columns[upper[columns] > 0.0]])
        # Water and heat have no price in an objective of tonnes: that the market is full says it for them.
        harmless = bool(self.price[columns].max() >= -NO_REASON)
        closed = np.union1d(self._served, self._sold_out) if harmless else self._served
        of, column = layout.sales()
        of, column = of[np.isin(of, closed)], column[np.isin(of, closed)]
        nobody: list[Material] = []
        full: list[Material] = []
        markets: list[MarketId] = []
        for site in sites.tolist():
            sales = self._sales_beyond(site)
            # What may not be sold has a buyer perhaps: `_limits` names the limit.
            asked = sales[(upper[sales] == 0.0) & ~layout.outputs.off[layout.flows.output[sales]]]
            served = sales[np.isin(sales, column)]
            if not len(asked) and not len(served):
                return None
            nobody += self._materials(asked)
            full += self._materials(served)
            markets += [layout.markets[at].id for at in np.unique(of[np.isin(column, served)]).tolist()]
        if not nobody and not full:
            return None
        unasked = message("unplaced.no_buyer", products=tuple(dict.fromkeys(map(names_of, nobody))))
        used_up = message("unplaced.market_full", products=tuple(dict.fromkeys(map(names_of, full))))
        both = message("unplaced.also", first=unasked, also=used_up)
        return Reason(
            UnplacedReason.MARKET,
            both if nobody and full else unasked if nobody else used_up,
            ((UnplacedHelp.BUYER,) if nobody else ()) + ((UnplacedHelp.MARKET,) if full else ()),
            products=tuple(dict.fromkeys(one.id for one in nobody)),
            markets=tuple(dict.fromkeys(markets)),
        )

    def _sales_beyond(self, site: int) -> Ints:
        """Return the columns that sell what a facility makes; where it sells nothing, those of its takers."""
        layout, flows = self.programme.layout, self.programme.layout.flows
        selling, passing = flows.where(Column.SELL), flows.where(Column.TRANSFER)
        seen, front = {site}, [site]
        while front:
            sales = selling[np.isin(layout.source(selling), front)]
            if len(sales):
                return sales
            on = passing[np.isin(layout.source(passing), front) & flows.main[passing]]
            front = [taker for taker in np.unique(flows.site[on]).tolist() if taker not in seen]
            seen.update(front)
        return selling[:0]

    def _without_buyers(self, site: int) -> bool:
        sales = self._sales_beyond(site)
        return len(sales) > 0 and not self.programme.linear.upper[sales].any()

    @cached_property
    def _served(self) -> Ints:
        """Return the markets that take no more, and of which more would be used if they did."""
        return self._markets_where(self.solution.row_dual > NO_REASON)

    @cached_property
    def _sold_out(self) -> Ints:
        """Return the markets that take no more."""
        linear = self.programme.linear
        sold = linear.activity(self.solution.flows)
        return self._markets_where(sold >= linear.row_upper * (1.0 - NO_REASON))

    def _markets_where(self, rows: NDArray[np.bool_]) -> Ints:
        programme = self.programme
        found: Ints = np.unique(programme.row_a[(programme.row_kind == Row.MARKET) & rows])
        return found

    def _materials(self, columns: Ints) -> list[Material]:
        layout = self.programme.layout
        rows = np.unique(layout.flows.material[columns]).tolist()
        return [layout.snapshot.at(Material, row) for row in rows]

    def _worthless(self, columns: Ints) -> Reason:
        closed = self._closed(columns)
        if closed is not None:
            return closed
        short = -float(self.price[columns].max())
        if self.objective is Objective.BENEFIT and short > NO_REASON:
            return Reason(
                UnplacedReason.UNECONOMIC, message("unplaced.uneconomic", short=short), (UnplacedHelp.PRICE,)
            )
        return Reason(UnplacedReason.NO_GAIN, message("unplaced.no_gain"), (UnplacedHelp.USE,))

    def _closed(self, columns: Ints) -> Reason | None:
        """Return what bars every column: the register, the smallest lot, or facilities that stand still."""
        flows = self.programme.layout.flows
        if not self.programme.linear.upper[columns].any():
            return Reason(UnplacedReason.GATE, message("unplaced.barred"), (UnplacedHelp.DECISION,))
        decisions = flows.where(Column.RUN)
        idle = flows.site[decisions[self.solution.flows[decisions] < 0.5]]
        sites = np.unique(flows.site[columns])
        if not np.isin(sites, idle).all():
            return None
        said = message("unplaced.still", facilities=tuple(self._named(int(site)) for site in sites))
        ids = tuple(FacilityId(self.programme.layout.sites.facility[site]) for site in sites)
        return Reason(UnplacedReason.NO_GAIN, said, (UnplacedHelp.SIZE,), facilities=ids)

    def _named(self, site: int) -> Words:
        return names_of(self._names[self.programme.layout.sites.facility[site]])

    def _facilities(self, rows: Ints) -> tuple[Facility, ...]:
        layout = self.programme.layout
        return tuple(self._names[layout.text("facilities", "id", row)] for row in np.unique(rows))
