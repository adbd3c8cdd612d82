"""What may flow in a plan, as columns: from streams to facilities, between facilities, and out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from graph.matching.gates import (
    REFUSED,
    Yield,
    arriving,
    conveyances,
    date_gate,
    road,
    running_input,
    running_rows,
    shares_of_year,
)
from graph.model import Market
from graph.planning.programme.columns.campaigns import Worked, worked_on
from graph.planning.programme.columns.flows import (
    NONE,
    Column,
    Flows,
    Links,
    Outputs,
    Sites,
    columns_of_kind,
    ports_by_row,
)
from graph.planning.programme.columns.handed import Passing
from graph.planning.programme.columns.layout import Followed, Layout
from graph.planning.programme.columns.quantities import running_through
from graph.planning.programme.columns.ways import OpenWays, ways_between
from graph.planning.solver import Floats, Ints, summed
from graph.snapshot import Snapshot
from graph.tools import matching, numbered
from graph.value import Factors, ValueBook, known, unchanged_outputs
from graph.vocabulary import Direction, OperatingState

_OUTPUTS = (Direction.PRODUCT.value, Direction.RESIDUE.value)


def lay_out(
    snapshot: Snapshot,
    links: Links,
    detour: float,
    radius: float | None,
    on: date | None = None,
    values: ValueBook | None = None,
    assume: bool = False,
    added: frozenset[str] = frozenset(),
) -> Layout:
    """Return the columns for the given linkages, and for all that can follow them.

    Parameters
    ----------
    links : Links
        A facility of unknown capacity takes nothing, unless one is assumed.
    detour : float
        Road distance over great-circle distance.
    radius : float or None
        Farthest road distance of a transfer, km; a facility's own radius holds besides.
    on : date or None
        Day whose transfer rules hold; None: those without a last day.
    values : ValueBook, optional
        Of the same snapshot: who buys what, and what building costs.
    assume : bool
        Give a facility of unknown capacity that of a plant as they are usually built, at most what streams
        could bring it.
    added : frozenset of str
        Facilities that may come on top, one by one; see `graph.planning.programme.columns.ways`.
    """
    values = ValueBook(Factors(snapshot)) if values is None else values
    capacity = snapshot.numbers("facilities", "capacity_likely")
    assumed = np.isnan(capacity)
    if assume:
        capacity = np.where(assumed, _usual(snapshot, links, values), capacity)
    sites = _sites(snapshot, on, values, capacity, assumed)
    made = _made(snapshot, sites)
    buyers = Buyers(values)
    diversions = _diversions(snapshot, links, sites, detour)
    ways = ways_between(snapshot, sites, made, diversions, detour, radius, on, added)
    worked = worked_on(snapshot, sites, diversions, ways, on, values)
    outputs = _outputs(snapshot, made, worked)
    followed = _followed(snapshot, outputs, worked.yields)
    outputs = replace(
        outputs,
        ratio=outputs.ratio + _beyond(snapshot, outputs, followed),
        settled=_settled(snapshot, sites, outputs, buyers),
    )
    parts = [
        worked.diversions,
        _transfers(snapshot, ways, worked.passing, outputs),
        _sold(sites, outputs, buyers),
        _disposed(snapshot, sites, outputs, values),
        _outside(snapshot, buyers),
    ]
    flows = Flows.joined(parts)
    keys = (flows.campaign, flows.material, flows.port, flows.site, flows.output, flows.stream, flows.kind)
    markets = buyers.by_id()
    place = {market.id: at for at, market in enumerate(markets)}
    met = np.array([place[market.id] for market in buyers.met] + [NONE], dtype=np.int64)
    flows = replace(flows, market=met[flows.market])
    through = running_through(snapshot)
    flows = flows.take(np.lexsort(keys))
    return Layout(
        snapshot, sites, worked.campaigns, outputs, followed, flows, markets, through, worked.origins
    )


class Buyers:
    """Finds the market of each thing that is sold, and numbers those that it meets."""

    def __init__(self, values: ValueBook) -> None:
        self.markets = values.markets
        self.met: list[Market] = []
        self._number: dict[str, int] = {}
        snapshot = values.markets.factors.snapshot
        self._technology, self._material = (
            snapshot.strings(table, "id") for table in ("technologies", "materials")
        )

    def market(self, sites: Sites, outputs: Outputs, output: int) -> Market | None:
        """Return the market of what a site makes, known or not; None where nobody speaks of one."""
        site = outputs.site[output]
        zone = int(self.markets.factors.zones.of_enterprise[sites.enterprise_row[site]])
        technology, material = sites.technology_row[site], outputs.material[output]
        return self.markets.of_product(self._technology[technology], self._material[material], zone)

    def number(self, market: Market | None) -> int:
        """Return the number of a market in `met`; -1 where it is not known how much it takes."""
        if market is None or not known(market):
            return NONE
        if market.id not in self._number:
            self._number[market.id] = len(self.met)
            self.met.append(market)
        return self._number[market.id]

    def by_id(self) -> tuple[Market, ...]:
        """Return the markets met and those that they are part of, by id."""
        rows = {str(market.id): market for market in self.markets.factors.snapshot.all(Market)}
        found: dict[str, Market] = {}
        for market in self.met:
            above: Market | None = market
            while above is not None and above.id not in found:
                found[above.id] = above
                above = rows.get(str(above.within))
        return tuple(found[name] for name in sorted(found))


def _usual(snapshot: Snapshot, links: Links, values: ValueBook) -> Floats:
    """Return what each facility might take by the usual scale and by what streams give; NaN: no saying."""
    stream, facility = np.unique(np.stack([links.stream, links.facility]), axis=1)
    supply = snapshot.numbers("waste_streams", "supply_likely")[stream]
    given = np.bincount(facility, supply, minlength=snapshot.count("facilities"))
    names = snapshot.strings("facilities", "technology").tolist()
    usual = np.array([values.costs.usual_scale(name) for name in names], dtype=np.float64)
    most: Floats = np.where(given > 0.0, np.fmin(given, usual), usual)
    return most


def _sites(
    snapshot: Snapshot,
    on: date | None,
    values: ValueBook,
    capacity: Floats,
    assumed: NDArray[np.bool_],
) -> Sites:
    ids = snapshot.strings("facilities", "id")
    technology, enterprise = (snapshot.rows("facilities", name) for name in ("technology", "enterprise"))
    unit = _main_units(snapshot)[technology]
    row = running_rows(snapshot)
    row = row[~np.isnan(capacity[row]) & (unit[row] != "")]
    row = row[np.argsort(ids[row].astype(str), kind="stable")]
    running, state = running_input(snapshot), snapshot.strings("facilities", "state")[row]
    low, likely, high = _investment(snapshot, row, capacity, values)
    monthly, uneven = shares_of_year(snapshot, "facilities", row)
    held = np.empty(snapshot.count("enterprises") + 1, dtype=object)
    held[:-1] = snapshot.tables["enterprises"]["licences"].to_pylist()
    return Sites(
        facility=ids[row],
        facility_row=row,
        enterprise_row=enterprise[row],
        technology_row=technology[row],
        running=running[row],
        capacity=np.maximum(capacity - running, 0.0)[row],
        assumed=assumed[row],
        unit=unit[row],
        state=state,
        enterprise=snapshot.strings("facilities", "enterprise")[row],
        licences=held[enterprise[row]],
        radius=snapshot.numbers("facilities", "radius")[row],
        open=date_gate(snapshot, row, on) != REFUSED,
        monthly=monthly,
        uneven=uneven,
        investment=likely,
        investment_low=low,
        investment_high=high,
    )


def _investment(snapshot: Snapshot, row: Ints, capacity: Floats, values: ValueBook) -> Floats:
    """Return what building each facility costs that is planned and does not stand yet: low, likely, high."""
    price = np.zeros((3, len(row)))
    technology, state = (snapshot.strings("facilities", name)[row] for name in ("technology", "state"))
    for at in np.flatnonzero(state == OperatingState.PLANNED.value).tolist():
        price[:, at] = invested_in(values, technology[at], float(capacity[row[at]]))
    return price


def invested_in(values: ValueBook, technology: str, capacity: float) -> Floats:
    """Return what building a plant of a capacity costs, low, likely and high; NaN where nobody knows it."""
    capital = values.costs.capital(technology, capacity)
    each = [
        sum(times * getattr(number.amount, end) for number, times in capital)
        for end in ("low", "likely", "high")
    ]
    return np.array(each) * capacity if capital else np.full(3, np.nan)


def _main_units(snapshot: Snapshot) -> NDArray[np.object_]:
    """Return the unit of each technology's main input; empty where it has none."""
    ports = ports_by_row(snapshot)
    # The first port that takes one says it.
    main = np.flatnonzero(ports.direction == Direction.MAIN_INPUT.value)[::-1]
    units = np.full(snapshot.count("technologies"), "", dtype=object)
    units[ports.technology[main]] = snapshot.strings("materials", "unit")[ports.material[main]]
    return units


def _made(snapshot: Snapshot, sites: Sites) -> Outputs:
    """Return what each site makes, summed by material; in which campaigns is not known yet."""
    ports = ports_by_row(snapshot)
    ports = ports.take(np.isin(ports.direction, _OUTPUTS))
    number, first = numbered(ports.technology, ports.material)
    ratio = summed(number, ports.ratio, len(first))
    product = np.zeros(len(first), dtype=bool)
    product[number[ports.direction == Direction.PRODUCT.value]] = True
    technology, material = ports.technology[first], ports.material[first]
    # What is still the same waste after treatment cannot be sold: it goes on to a use or is disposed of.
    unchanged = unchanged_outputs(snapshot)
    names = (
        snapshot.strings(table, "id")[rows].tolist()
        for table, rows in (("technologies", technology), ("materials", material))
    )
    treated = product & np.array([ends in unchanged for ends in zip(*names, strict=True)], dtype=bool)
    site, at = matching(sites.technology_row, technology)
    order = np.lexsort((material[at], site))
    site, at = site[order], at[order]
    return Outputs(
        site=site,
        campaign=np.full(len(site), NONE),
        material=material[at],
        ratio=ratio[at],
        sold=(product & ~treated)[at],
        wanted=product[at],
        treated=treated[at],
        unit=snapshot.strings("materials", "unit")[material[at]],
        settled=np.zeros(len(site), dtype=bool),
        off=np.zeros(len(site), dtype=bool),
    )


def _outputs(snapshot: Snapshot, made: Outputs, worked: Worked) -> Outputs:
    """Return what sites make, campaign by campaign."""
    campaign, row = matching(worked.campaigns.site, made.site)
    outputs = made.take(row)
    names = snapshot.strings("materials", "id")[outputs.material].tolist()
    off = [key in worked.unsold for key in zip(campaign.tolist(), names, strict=True)]
    return replace(outputs, campaign=campaign, off=np.array(off, dtype=bool))


def _settled(snapshot: Snapshot, sites: Sites, outputs: Outputs, buyers: Buyers) -> NDArray[np.bool_]:
    """Return which outputs are final uses at facilities that run, where no market is spoken of."""
    final = snapshot.flags("technologies", "final_use")
    running = sites.state == OperatingState.OPERATING.value
    found: NDArray[np.bool_] = outputs.sold & (final[sites.technology_row] & running)[outputs.site]
    for output in np.flatnonzero(found).tolist():
        found[output] = buyers.market(sites, outputs, output) is None
    return found


def _followed(
    snapshot: Snapshot, outputs: Outputs, yields: tuple[tuple[int, Yield], ...]
) -> tuple[Followed, ...]:
    """Return the yields that follow the input, each with its output."""
    material = snapshot.strings("ports", "material")
    made = {
        key: output
        for output, key in enumerate(zip(outputs.campaign.tolist(), outputs.material.tolist(), strict=True))
    }
    found = []
    for campaign, one in yields:
        port = int(snapshot.positions("ports", [one.port])[0])
        what = int(snapshot.positions("materials", [material[port]])[0])
        found.append(Followed(made[campaign, what], port, one))
    return tuple(found)


def _beyond(snapshot: Snapshot, outputs: Outputs, followed: tuple[Followed, ...]) -> Floats:
    """Return what yields that follow the input add to the ratios of outputs, or take off."""
    usual, more = snapshot.numbers("ports", "ratio_likely"), np.zeros(len(outputs))
    for one in followed:
        more[one.output] += one.made.ratio.likely - usual[one.port]
    return more


def _diversions(snapshot: Snapshot, links: Links, sites: Sites, detour: float) -> Flows:
    site_of = np.full(snapshot.count("facilities"), NONE, dtype=np.int64)
    site_of[sites.facility_row] = np.arange(len(sites))
    site = site_of[links.facility]
    kept = site != NONE
    site, stream, port = site[kept], links.stream[kept], links.port[kept]
    material, donors = (snapshot.rows("waste_streams", name) for name in ("material", "enterprise"))
    main = snapshot.strings("ports", "direction") == Direction.MAIN_INPUT.value
    distance = road(snapshot, donors[stream], sites.enterprise_row[site], detour)
    return columns_of_kind(
        Column.DIVERT,
        len(site),
        stream=stream,
        site=site,
        port=port,
        material=material[stream],
        main=main[port],
        distance=distance,
        arrives=arriving(conveyances(snapshot).loss[material[stream]], distance),
        score=links.score[kept],
        fit=links.fit[kept],
        confidence=links.confidence[kept],
        blended=links.blended[kept],
    )


def _transfers(snapshot: Snapshot, ways: OpenWays, passing: Passing, outputs: Outputs) -> Flows:
    """Return what each campaign's outputs may go on to."""
    materials = snapshot.count("materials")
    at, output = matching(
        passing.giver * materials + ways.material[passing.way],
        outputs.campaign * materials + outputs.material,
    )
    taken = ways.take(passing.way[at])
    return columns_of_kind(
        Column.TRANSFER,
        len(at),
        output=output,
        site=taken.site,
        campaign=passing.taker[at],
        port=taken.port,
        material=taken.material,
        main=taken.main,
        distance=taken.distance,
        arrives=arriving(conveyances(snapshot).loss[taken.material], taken.distance),
    )


def _sold(sites: Sites, outputs: Outputs, buyers: Buyers) -> Flows:
    """Return the sales of products, each in its market."""
    ending = np.flatnonzero(outputs.sold)
    market = [buyers.number(buyers.market(sites, outputs, output)) for output in ending.tolist()]
    return columns_of_kind(
        Column.SELL,
        len(ending),
        output=ending,
        material=outputs.material[ending],
        market=np.array(market, dtype=np.int64),
    )


def _disposed(snapshot: Snapshot, sites: Sites, outputs: Outputs, values: ValueBook) -> Flows:
    """Return what may be got rid of; see `Disposals.possible`."""
    material = snapshot.strings("materials", "id")
    zone = values.factors.zones.of_enterprise[sites.enterprise_row]
    goes = [
        values.disposals.possible(material[what], int(zone[site]), bool(sold))
        for site, what, sold in zip(outputs.site, outputs.material, outputs.sold & ~outputs.off, strict=True)
    ]
    ending = np.flatnonzero(np.array(goes, dtype=bool))
    return columns_of_kind(Column.DISPOSE, len(ending), output=ending, material=outputs.material[ending])


def _outside(snapshot: Snapshot, buyers: Buyers) -> Flows:
    """Return the sales of streams as they are, where somebody takes them for nothing or pays."""
    material, donors = (snapshot.rows("waste_streams", name) for name in ("material", "enterprise"))
    zone = buyers.markets.factors.zones.of_enterprise[donors]
    # Of a hundred thousand streams, a few hundred differ in what they are and where.
    kind, first = numbered(material, zone)
    names = snapshot.strings("materials", "id")[material[first]].tolist()
    found = [buyers.markets.traded(what, at) for what, at in zip(names, zone[first].tolist(), strict=True)]
    stream = np.flatnonzero(np.array([market is not None for market in found], dtype=bool)[kind])
    number = np.array([buyers.number(market) for market in found], dtype=np.int64)
    return columns_of_kind(
        Column.OUTSIDE,
        len(stream),
        stream=stream,
        material=material[stream],
        market=number[kind[stream]],
    )
