"""Why a remainder of a stream has no use in a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from graph.matching import GateName
from graph.matching.ranking import Candidates
from graph.model import Facility, Limit, Material, Technology
from graph.planning.options import Objective
from graph.planning.programme import Column, Programme, Row
from graph.planning.result.helping import OF_GATES, UnplacedHelp
from graph.planning.result.plan import UnplacedReason
from graph.planning.result.unsold import Sales, Unsold, full_markets
from graph.planning.solver import Floats, Ints, Solution
from graph.planning.tolerances import NO_REASON
from graph.tools import distinct, values_by
from graph.vocabulary import FacilityId, MarketId, MaterialId
from graph.wording import (
    LANGUAGES,
    Message,
    Words,
    component_words,
    measure_words,
    message,
    names_of,
    show_amount,
)

_NOTHING: Ints = np.empty(0, dtype=np.int64)
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
    _reasons: dict[tuple[bool, tuple[int, ...]], Reason] = field(
        default_factory=dict, repr=False, compare=False
    )

    @cached_property
    def _links(self) -> tuple[Ints, Ints]:
        """Streams and facilities (rows) of the linkages that no gate refuses, by stream."""
        alone = ~self.candidates.blended
        return self.candidates.stream[alone], self.candidates.facility[alone]

    @cached_property
    def _columns(self) -> Mapping[int, Ints]:
        """Columns of each stream. There may be a million: nothing below looks at all of them for a stream."""
        flows = self.programme.layout.flows
        columns = flows.where(Column.DIVERT)
        return values_by(flows.stream[columns], columns)

    @cached_property
    def _names(self) -> Mapping[str, Facility]:
        return self.programme.layout.snapshot.by_id(Facility)

    @cached_property
    def _technologies(self) -> Mapping[str, Technology]:
        return self.programme.layout.snapshot.by_id(Technology)

    @cached_property
    def _streams(self) -> NDArray[np.object_]:
        """Ids of the streams, by row."""
        return self.programme.layout.snapshot.strings("waste_streams", "id")

    @cached_property
    def _runs(self) -> NDArray[np.object_]:
        """Ids of the technologies that sites run; in the table they stand by id."""
        layout = self.programme.layout
        return layout.snapshot.strings("technologies", "id")[layout.sites.technology_row]

    def reason(self, row: int, rest: float) -> Reason:
        """Return why `rest` of a stream (row in the snapshot) has no use, and the limits that it breaks."""
        if rest == 0.0:
            return Reason(UnplacedReason.NONE, Words("", ""), ())
        found = self._why(row)
        detail, broken = found.detail, self.candidates.broken(row)
        for limits in self._limits(row, broken):
            detail = message("unplaced.also", first=detail, also=limits)
        if detail is found.detail:
            return found
        own = (UnplacedHelp.COMPOSITION,) if broken else ()
        return replace(found, detail=detail, helps=tuple(dict.fromkeys((*found.helps, *own))))

    def _why(self, row: int) -> Reason:
        if not self.candidates.has_takers(row):
            return Reason(UnplacedReason.NO_CONSUMER, message("unplaced.no_consumer"), (UnplacedHelp.TAKER,))
        columns = self._columns.get(row, _NOTHING)
        flows = self.programme.layout.flows
        alone = columns[~flows.blended[columns]]
        streams, facilities = self._links
        waiting = facilities[np.searchsorted(streams, row) : np.searchsorted(streams, row, side="right")]
        if len(alone):
            found = self._out_of_season(row, alone) or self._full(alone)
            return found or self._mixed(columns) or self._unsold(alone) or self._worthless(alone)
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

    def _limits(self, row: int, broken: list[tuple[int, float]]) -> list[Message]:
        """Return the limits that the stream breaks itself, and those that what is left of it breaks."""
        layout = self.programme.layout
        named = list(dict.fromkeys(self._limit(limit, value) for limit, value in broken))[:_NAMED]
        said = [message("unplaced.limits", limits=tuple(named))] if named else []
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
        stream = frozenset((str(self._streams[row]),))
        columns = self._columns.get(row, _NOTHING) if stream in layout.origins.followed else _NOTHING
        runs = set(self._runs[layout.flows.site[columns]].tolist())
        after: dict[tuple[Words, Message], list[Words]] = {}
        off: dict[tuple[Words, Message], list[Words]] = {}
        for technology in sorted(runs):
            for one in layout.origins.broken(technology, stream):
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

    def _out_of_season(self, row: int, columns: Ints) -> Reason | None:
        """Return the facilities, if none runs in any of the months in which something of a stream is left."""
        programme, sites = self.programme, self.programme.layout.sites
        months = self._months.get(row, _NOTHING)
        if not len(months):
            return None
        takers = np.unique(programme.layout.flows.site[columns])
        if not sites.uneven[takers].all():
            return None
        there = programme.linear.row_upper[months]
        left = months[there - self._activity[months] > NO_REASON * np.maximum(there, 1.0)]
        if not len(left) or sites.monthly[np.ix_(takers, programme.row_b[left])].any():
            return None
        said = message("unplaced.season", facilities=tuple(self._named(int(site)) for site in takers))
        ids = tuple(FacilityId(sites.facility[site]) for site in takers)
        return Reason(UnplacedReason.SEASON, said, (UnplacedHelp.SEASON,), facilities=ids)

    @cached_property
    def _months(self) -> Mapping[int, Ints]:
        """Rows of what each stream gives in each month."""
        rows = np.flatnonzero(self.programme.row_kind == Row.MONTH_SUPPLY)
        return values_by(self.programme.row_a[rows], rows)

    @cached_property
    def _activity(self) -> Floats:
        """What each row comes to."""
        return self.programme.linear.activity(self.solution.flows)

    def _full(self, columns: Ints) -> Reason | None:
        """Return the facilities whose room is worth something or used up, with price and room."""
        programme, sites, flows = self.programme, self.programme.layout.sites, self.programme.layout.flows
        if not self._scarce[flows.site[columns]].any():
            return None
        found = distinct(flows.site[columns])
        value = {site: float(self._worth_of_room[site]) for site in found}
        room = {site: float(sites.capacity[site]) for site in found}
        # The share of an input in the mix is room of its own; only its own port's counts.
        shares = (self._shares.get(port, _NOTHING) for port in distinct(flows.port[columns]))
        for share in sorted(share for some in shares for share in some.tolist()):
            site, dual = int(programme.row_a[share]), float(self.solution.row_dual[share])
            if site in value:
                value[site] = max(value[site], dual)
                if dual > NO_REASON:
                    room[site] = float(programme.linear.row_upper[share])
        # Water and heat have no price in an objective of tonnes: that the room is used up says it for them.
        harmless = set(flows.site[columns[self.price[columns] >= -NO_REASON]].tolist())
        # Room gains nothing where nobody buys what would be made there.
        full = [
            site
            for site in found
            if (value[site] > NO_REASON or (self._used_up[site] and site in harmless))
            and not self._of_sales.without_buyers(site)
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
    def _scarce(self) -> NDArray[np.bool_]:
        """Which facilities have room, or a share of it, that is worth something or used up."""
        dear = (self.programme.row_kind == Row.SHARE) & (self.solution.row_dual > NO_REASON)
        scarce: NDArray[np.bool_] = self._used_up | (self._worth_of_room > NO_REASON)
        scarce[self.programme.row_a[dear]] = True
        return scarce

    @cached_property
    def _worth_of_room(self) -> Floats:
        """What one more unit of each facility's room would add, of a year or of its dearest month."""
        programme = self.programme
        value = np.zeros(len(programme.layout.sites))
        rows = np.flatnonzero(np.isin(programme.row_kind, (Row.CAPACITY, Row.MONTH_CAPACITY)))
        np.maximum.at(value, programme.row_a[rows], self.solution.row_dual[rows])
        return value

    @cached_property
    def _shares(self) -> Mapping[int, Ints]:
        """Rows of shares by port."""
        rows = np.flatnonzero(self.programme.row_kind == Row.SHARE)
        return values_by(self.programme.row_b[rows], rows)

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

    @cached_property
    def _pressing(self) -> NDArray[np.bool_]:
        """Which rows are limits of a mix that has a price, and that something could relieve."""
        blends = np.isin(self.programme.row_kind, (Row.BLEND_MAXIMUM, Row.BLEND_MINIMUM))
        pressing: NDArray[np.bool_] = blends & (self.solution.row_dual > NO_REASON) & self._relieved
        return pressing

    @cached_property
    def _presses(self) -> bool:
        return bool(self._pressing.any())

    def _mixed(self, columns: Ints) -> Reason | None:
        """Return the components that keep a mix from taking more, if some do."""
        if not self._presses:
            return None
        linear = self.programme.linear
        components = set()
        for column in columns:
            rows = linear.index[linear.start[column] : linear.start[column + 1]]
            values = linear.value[linear.start[column] : linear.start[column + 1]]
            for row in rows[self._pressing[rows] & (values > 0.0)]:
                components.add(self.programme.layout.text("limits", "component", self.programme.row_b[row]))
        if not components:
            return None
        said = message("unplaced.blending", components=tuple(map(component_words, sorted(components))))
        return Reason(UnplacedReason.BLENDING, said, (UnplacedHelp.MIX,))

    def _unsold(self, columns: Ints) -> Reason | None:
        """Return the products that nobody takes or takes no more of, if every facility ends in some."""
        layout, upper = self.programme.layout, self.programme.linear.upper
        sites = distinct(layout.flows.site[columns[upper[columns] > 0.0]])
        # Water and heat have no price in an objective of tonnes: that the market is full says it for them.
        harmless = bool(self.price[columns].max() >= -NO_REASON)
        # Thousands of facilities fail to sell the same, and so do the streams that come to them.
        number, kinds = self._of_sales.at_all if harmless else self._of_sales.at_a_price
        unsold = tuple(dict.fromkeys(number[sites].tolist()))
        if not unsold or any(not kinds[one].asked and not kinds[one].served for one in unsold):
            return None
        if (harmless, unsold) not in self._reasons:
            self._reasons[harmless, unsold] = self._no_market([kinds[one] for one in unsold])
        return self._reasons[harmless, unsold]

    def _no_market(self, unsold: list[Unsold]) -> Reason:
        nobody = dict.fromkeys(chain.from_iterable(one.asked for one in unsold))
        full = dict.fromkeys(chain.from_iterable(one.served for one in unsold))
        closed = tuple(
            self.programme.layout.markets[at].id
            for at in dict.fromkeys(chain.from_iterable(one.closed for one in unsold))
        )
        by_season = full and set(closed) <= self._of_sales.full.in_season
        of_full = "unplaced.market_season" if by_season else "unplaced.market_full"
        unasked, used_up = (
            message(said, products=tuple(dict.fromkeys(names_of(self._materials[row]) for row in rows)))
            for said, rows in (("unplaced.no_buyer", nobody), (of_full, full))
        )
        both = message("unplaced.also", first=unasked, also=used_up)
        return Reason(
            UnplacedReason.MARKET,
            both if nobody and full else unasked if nobody else used_up,
            ((UnplacedHelp.BUYER,) if nobody else ()) + ((UnplacedHelp.MARKET,) if full else ()),
            products=tuple(self._materials[row].id for row in nobody),
            markets=closed,
        )

    @cached_property
    def _materials(self) -> tuple[Material, ...]:
        """The materials by row."""
        return self.programme.layout.snapshot.all(Material)

    @cached_property
    def _of_sales(self) -> Sales:
        return Sales(self.programme, full_markets(self.programme, self.solution.row_dual, self._activity))

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
        if not self.programme.linear.upper[columns].any():
            return Reason(UnplacedReason.GATE, message("unplaced.barred"), (UnplacedHelp.DECISION,))
        sites = np.unique(self.programme.layout.flows.site[columns])
        if not np.isin(sites, self._idle).all():
            return None
        said = message("unplaced.still", facilities=tuple(self._named(int(site)) for site in sites))
        ids = tuple(FacilityId(self.programme.layout.sites.facility[site]) for site in sites)
        return Reason(UnplacedReason.NO_GAIN, said, (UnplacedHelp.SIZE,), facilities=ids)

    @cached_property
    def _idle(self) -> Ints:
        """Facilities that a decision keeps still."""
        flows = self.programme.layout.flows
        decisions = flows.where(Column.RUN)
        return flows.site[decisions[self.solution.flows[decisions] < 0.5]]

    def _named(self, site: int) -> Words:
        return names_of(self._names[self.programme.layout.sites.facility[site]])

    def _facilities(self, rows: Ints) -> tuple[Facility, ...]:
        layout = self.programme.layout
        return tuple(self._names[layout.text("facilities", "id", row)] for row in distinct(rows))
