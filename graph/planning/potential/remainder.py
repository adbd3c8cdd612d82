"""What facilities on record leave over, as a park of its own in which prospective receivers are facilities.

Facilities on record come first: their plan is made before. What then is left of each stream, and the room
that is left in each market, is what prospective receivers may have. All of it stands in the tables of one
snapshot, so that the ordinary plan of that snapshot is the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from graph.evidence import Evidence, Grade
from graph.matching import Ranking, rank_candidates
from graph.matching.prospects import Prospects
from graph.model import Facility, Market, Port, WasteStream
from graph.planning.options import PlanOptions
from graph.planning.potential.sizing import assumed_rooms
from graph.planning.programme import room_in, served_today
from graph.planning.result import Plan
from graph.ranges import Range
from graph.snapshot import Records, Snapshot, records_of
from graph.tables import TABLES
from graph.value import Factors, Markets, known
from graph.vocabulary import Direction, MarketId, MarketReach, MaterialId, TechnologyId

Ints = NDArray[np.int64]
Rows = NDArray[np.int32]
#: A linkage by the ids of its stream, facility and port.
Ends = tuple[str, str, str]

#: In a store of more streams nobody looks for prospective receivers beside a plan, nor, unasked, for its
#: potential.
MOST_STREAMS = 20_000
#: The most linkages to prospective receivers that are looked at: of a larger park the best of each stream.
MOST_OFFERS = 100_000


@dataclass(frozen=True)
class Remainder:
    """What facilities on record leave over, and who might take it.

    Attributes
    ----------
    snapshot : Snapshot
        Streams with what is left of them, prospective receivers as facilities of the capacity that is
        assumed, markets with the room that is left; nothing else is on record in it.
    offers : mapping
        Score of each linkage that matching offers a prospective receiver, by stream, facility and port.
    rooms : mapping of str to Range
        What each of them might take of its main input, per year.
    usual : mapping
        How usual it is that the receiver's industry takes such a waste, 0 to 1, by stream, facility and port.
    asking : frozenset of str
        Technologies that make something of which nobody knows who buys how much; it counts as sold.
    """

    snapshot: Snapshot
    offers: Mapping[Ends, float]
    rooms: Mapping[str, Range]
    usual: Mapping[Ends, float]
    asking: frozenset[str]


def remainder_of(snapshot: Snapshot, options: PlanOptions, plan: Plan) -> Remainder | None:
    """Return what a plan of the facilities on record leaves over for prospective receivers; None for nobody.

    Parameters
    ----------
    snapshot : Snapshot
    options : PlanOptions
    plan : Plan
        Of the same graph and options.

    Examples
    --------
    >>> from graph.planning.allocation import make_plan
    >>> nothing = Snapshot.of([])
    >>> remainder_of(nothing, PlanOptions(), make_plan(nothing)) is None
    True
    """
    if not options.matching.prospective or snapshot.count("waste_streams") > MOST_STREAMS:
        return None
    streams = _left_over(snapshot, options, plan)
    if not streams:
        return None
    rest = snapshot.replacing(_whole({"waste_streams": streams, "linkages": ()}))
    ranking = rank_candidates(rest, replace(options.matching, top=0, streams=()))
    prospects = ranking.columns.prospects
    if prospects is None:
        return None
    rows = _offered(ranking)
    keys = _keys(ranking, rows)
    left = {str(stream.id): _yearly(stream, options) for stream in streams}
    rooms = assumed_rooms(prospects, _given(prospects.snapshot, keys, left))
    kept = [at for at, (_, facility, _) in enumerate(keys) if facility in rooms]
    if not kept:
        return None
    usual = prospects.usual.for_streams(ranking.stream[rows], _enterprises(ranking, rows))
    markets, asking = _markets(snapshot, options, plan, prospects, rooms)
    # What matching knows of like exchanges stands in the scores already, and is not read again.
    tables: dict[str, Sequence[object]] = {
        "facilities": _sized(prospects, rooms),
        "markets": markets,
        "precedents": (),
        "material_uses": (),
    }
    return Remainder(
        snapshot=prospects.snapshot.replacing(_whole(tables)),
        offers={keys[at]: float(ranking.score[rows[at]]) for at in kept},
        rooms=rooms,
        usual={keys[at]: float(usual[at]) for at in kept},
        asking=asking,
    )


def _left_over(snapshot: Snapshot, options: PlanOptions, plan: Plan) -> tuple[WasteStream, ...]:
    """Return the streams of which something is left, as if this were all that they give."""
    wanted = set(options.matching.streams)
    streams = snapshot.by_id(WasteStream)
    nothing = Range.exact(0.0)
    found = []
    for outcome in plan.streams:
        stream = streams[outcome.stream]
        stock = stream.stock
        if stock is not None and options.horizon is not None:
            drawn = outcome.from_stock * options.horizon
            stock = Range.exact(max(stock.likely - drawn, 0.0))
        # Of what has only a stock left matching offers nothing.
        if outcome.unplaced > 0.0 and (not wanted or outcome.stream in wanted):
            rest = Range.exact(outcome.unplaced)
            found.append(replace(stream, supply=rest, in_use=nothing, stock=stock))
    return tuple(found)


def _yearly(stream: WasteStream, options: PlanOptions) -> float:
    """Return what a stream could give a year, with its part of the stock."""
    stock = 0.0 if stream.stock is None or options.horizon is None else stream.stock.likely / options.horizon
    return stream.supply.likely + stock


def _offered(ranking: Ranking) -> Ints:
    """Return the rows of a ranking that go to prospective receivers, of a large park the best of each."""
    facilities = ranking.columns.facilities
    rows = np.flatnonzero(facilities.basis[ranking.columns.offers.at[ranking.offer]] > 0)
    each = MOST_OFFERS // max(len(np.unique(ranking.stream[rows])), 1)
    return rows if len(rows) <= MOST_OFFERS else rows[ranking.place[rows] <= each]


def _keys(ranking: Ranking, rows: Ints) -> list[Ends]:
    port = ranking.columns.port(ranking.offer[rows])
    return ends_of(ranking.columns.snapshot, ranking.stream[rows], ranking.facility[rows], port)


def ends_of(snapshot: Snapshot, stream: Rows | Ints, facility: Rows | Ints, port: Rows | Ints) -> list[Ends]:
    """Return the ids of stream, facility and port of linkages, by their rows."""
    rows = {"waste_streams": stream, "facilities": facility, "ports": port}
    ids = (snapshot.strings(table, "id")[row].tolist() for table, row in rows.items())
    return list(zip(*ids, strict=True))


def _enterprises(ranking: Ranking, rows: Ints) -> Rows:
    enterprise: Rows = ranking.columns.facilities.enterprise[ranking.columns.offers.at[ranking.offer[rows]]]
    return enterprise


def _given(snapshot: Snapshot, keys: Iterable[Ends], left: Mapping[str, float]) -> dict[str, float]:
    """Return what the streams that each facility is offered as a main input have left."""
    direction = snapshot.lookup("ports", "direction")
    given: dict[str, float] = {}
    for stream, facility, port in keys:
        if direction[port] == Direction.MAIN_INPUT.value:
            given[facility] = given.get(facility, 0.0) + left[stream]
    return given


def _sized(prospects: Prospects, rooms: Mapping[str, Range]) -> list[Facility]:
    facilities = prospects.snapshot.by_id(Facility)
    return [replace(facilities[name], capacity=room) for name, room in rooms.items()]


def _markets(
    snapshot: Snapshot, options: PlanOptions, plan: Plan, prospects: Prospects, rooms: Mapping[str, Range]
) -> tuple[list[Market], frozenset[str]]:
    """Return the markets with the room that is left, and the technologies whose buyers nobody knows.

    A product whose market is not known gets one that takes everything: it is counted and asked about. Where
    the graph says nothing of markets at all, nothing bounds a product anyway.
    """
    every = snapshot.all(Market)
    if not every:
        return [], frozenset()
    sold = {taken.market: taken.sold for taken in plan.markets}
    today = {row.market: row.sold for row in plan.sold_today}
    markets = [
        _with_room_left(
            served_today(market, today.get(market.id, 0.0), options), options, sold.get(market.id, 0.0)
        )
        for market in every
        if known(market) and not market.waste
    ]
    book = Markets(Factors(prospects.snapshot))
    unknown = sorted(_without_market(prospects, rooms, book))
    asking = {technology for technology, _, _ in unknown}
    return [*markets, *(_open_market(*one) for one in unknown)], frozenset(asking)


def _with_room_left(market: Market, options: PlanOptions, sold: float) -> Market:
    room = room_in(market, options) if market.binds else None
    if room is None:
        return market
    free = Range.exact(max(room.likely - sold, 0.0))
    return replace(market, demand=free, served=None, total=None, trend=None)


def _without_market(prospects: Prospects, rooms: Mapping[str, Range], book: Markets) -> set[Ends]:
    """Return technology, product and park of what receivers would make and nobody is known to buy."""
    snapshot = prospects.snapshot
    facilities, park_of = snapshot.by_id(Facility), snapshot.lookup("enterprises", "park")
    row = {name: at for at, name in enumerate(snapshot.strings("enterprises", "id").tolist())}
    made: dict[str, set[str]] = {}
    for port in snapshot.all(Port):
        if port.direction is Direction.PRODUCT:
            made.setdefault(str(port.technology), set()).add(str(port.material))
    found = set()
    for name in rooms:
        facility = facilities[name]
        enterprise, technology = str(facility.enterprise), str(facility.technology)
        zone = int(book.factors.zones.of_enterprise[row[enterprise]])
        found |= {
            (technology, material, park_of[enterprise] or "")
            for material in made.get(technology, ())
            if not known(book.of_product(technology, material, zone))
        }
    return found


def _open_market(technology: str, material: str, park: str) -> Market:
    """Return a market that takes all that a technology makes of a material in a park."""
    return Market(
        id=MarketId(f"assumed:{technology}:{material}:{park}"),
        material=MaterialId(material),
        technology=TechnologyId(technology),
        reach=MarketReach.REGIONAL,
        place=park,
        binds=False,
        evidence=Evidence((), Grade.ESTIMATE),
    )


def _whole(rows: Mapping[str, Sequence[object]]) -> Records:
    """Return tables that hold these rows and no others."""
    tables: dict[str, pa.Table] = {name: TABLES[name].schema.empty_table() for name in rows}
    return tables | records_of(row for some in rows.values() for row in some)
