"""What is odd about prices, costs and markets: old, contradicting each other, full, served beyond reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations

from graph.doctor.symptoms import Oddity, Symptom
from graph.model import (
    CostSheet,
    Enterprise,
    Facility,
    Linkage,
    Market,
    Material,
    Port,
    Price,
    ProcessClass,
    Technology,
    WasteStream,
)
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.value import Factors, Markets, Money
from graph.vocabulary import (
    Direction,
    FacilityId,
    LinkageState,
    MarketId,
    OperatingState,
    PriceKind,
)
from graph.wording import Words, names_of, span

#: Numbers of more years ago say little of today.
OLD_YEARS = 5
#: Amounts of two sources are rounded apart.
_ROUNDED = 0.01


def odd_money(snapshot: Snapshot, today: date) -> Iterator[Symptom]:
    """Name what is odd about prices, costs and markets."""
    yield from _old_prices(snapshot, today)
    yield from _old_costs(snapshot, today)
    yield from _contradicting_prices(snapshot)
    yield from _years_without_index(snapshot)
    yield from _contradicting_costs(snapshot)
    yield from _full_sinks(snapshot)
    yield from _overserved(snapshot)


def _old_prices(snapshot: Snapshot, today: date) -> Iterator[Symptom]:
    """Name the old prices of materials that the parks give off or dispose of."""
    given = {row.material for row in snapshot.all(WasteStream)}
    for row in snapshot.all(Price):
        year = row.year[-4:]
        if row.material in given and year.isdecimal() and int(year) < today.year - OLD_YEARS:
            values = (_item(row), year)
            yield Symptom(Oddity.OLD_PRICE, "prices", (str(row.id),), values)


def _old_costs(snapshot: Snapshot, today: date) -> Iterator[Symptom]:
    """Name the classes whose old costs stand behind facilities of the parks."""
    running = {row.technology for row in snapshot.all(Facility) if row.state is not OperatingState.CLOSED}
    used = {row.process_class for row in snapshot.all(CostSheet) if row.technology in running}
    for row in snapshot.all(ProcessClass):
        if row.id in used and row.year < today.year - OLD_YEARS:
            values = (names_of(row), str(row.year))
            yield Symptom(Oddity.OLD_COST, "process_classes", (str(row.id),), values)


def _contradicting_prices(snapshot: Snapshot) -> Iterator[Symptom]:
    """Name the prices of one material, place and year of which at most one can be right, or on two bases."""
    alike: dict[tuple[object, ...], list[Price]] = defaultdict(list)
    settled = set[tuple[object, ...]]()
    for row in snapshot.all(Price):
        if row.amount is not None and row.material is not None:
            thing = row.kind, row.material, row.unit, row.place
            alike[*thing, row.year].append(row)
            # What says that it counts by default has settled the matter, for every year.
            if row.note.startswith("default"):
                settled.add(thing)
    for key, rows in alike.items():
        if key[:-1] not in settled:
            for one, other in combinations(rows, 2):
                named = (str(one.id), str(other.id)), (_item(one), _item(other))
                if _apart(one.amount, other.amount):
                    yield Symptom(Oddity.PRICES_CONTRADICT, "prices", *named)
                elif (one.vat, one.price_at) != (other.vat, other.price_at):
                    yield Symptom(Oddity.PRICES_ON_TWO_BASES, "prices", *named)
    yield from _against_markets(snapshot)


def _against_markets(snapshot: Snapshot) -> Iterator[Symptom]:
    """Name the prices that a market of the same product, place and year contradicts; the market's counts."""
    priced: dict[tuple[object, ...], list[Price]] = defaultdict(list)
    for price in snapshot.all(Price):
        if price.kind is PriceKind.MARKET and price.material is not None:
            priced[price.material, price.place, price.year].append(price)
    for market in snapshot.all(Market):
        for price in priced[market.material, market.place, market.year]:
            if not market.waste and market.technology is None and _apart(price.amount, market.price):
                ids = (str(price.id), str(market.id))
                yield Symptom(Oddity.PRICES_CONTRADICT, "prices", ids, (_item(price), names_of(market)))


def _item(price: Price) -> Words:
    """Return what a price is called: by its item, else by its row."""
    zh, en = price.item_zh or price.item_en, price.item_en or price.item_zh
    return Words(zh or str(price.id), en or str(price.id))


def _years_without_index(snapshot: Snapshot) -> Iterator[Symptom]:
    """Name the amounts whose year has no index of prices, so that they count as they stand.

    A row that names no year says so itself.
    """
    money = Money.of(snapshot)
    if not money.has_index:
        return
    dated: list[tuple[str, str, Words, str]] = [
        *(("prices", row.id, _item(row), row.year) for row in snapshot.all(Price) if row.amount is not None),
        *(
            ("markets", row.id, names_of(row), row.year)
            for row in snapshot.all(Market)
            if row.price is not None
        ),
    ]
    technologies = snapshot.by_id(Technology)
    for sheet in snapshot.all(CostSheet):
        if sheet.operating is not None or sheet.capital is not None:
            dated.append(
                ("cost_sheets", sheet.id, names_of(technologies[sheet.technology]), str(sheet.year or ""))
            )
    for one in technologies.values():
        if one.operating_cost is not None or one.capital_cost is not None:
            dated.append(("technologies", one.id, names_of(one), str(one.cost_year or "")))
    for table, id, name, year in dated:
        if year and not money.knows(year):
            yield Symptom(Oddity.YEAR_WITHOUT_INDEX, table, (id,), (name, year))


def _contradicting_costs(snapshot: Snapshot) -> Iterator[Symptom]:
    """Name the technologies whose own cost lies outside what their cost sheet says."""
    technologies = snapshot.by_id(Technology)
    for sheet in snapshot.all(CostSheet):
        technology = technologies[sheet.technology]
        own, said = technology.operating_cost, sheet.operating
        if own is not None and said is not None and not said.low <= own <= said.high:
            values = (
                names_of(technology),
                f"{own:,.10g} CNY",
                f"{span(f'{said.low:,.10g}', f'{said.high:,.10g}')} CNY",
            )
            ids = (str(sheet.id), str(technology.id))
            yield Symptom(Oddity.COSTS_CONTRADICT, "cost_sheets", ids, values)


def _apart(one: Range | None, other: Range | None) -> bool:
    return one is not None and other is not None and (one.low > other.high or other.low > one.high)


def _full_sinks(snapshot: Snapshot) -> Iterator[Symptom]:
    """Name the pits and voids that hold no more."""
    for row in snapshot.all(Market):
        if row.total is not None and row.total.likely <= 0.0:
            yield Symptom(Oddity.FULL_SINK, "markets", (str(row.id),), (names_of(row),))


def _overserved(snapshot: Snapshot) -> Iterator[Symptom]:
    """Name the markets that are said to be served with less than lines that run sell there today.

    What runs by operating linkages is on record; the rows of a market say what is left of it.
    """
    fed: dict[str, float] = defaultdict(float)
    ports = snapshot.by_id(Port)
    for link in snapshot.all(Linkage):
        if link.state is LinkageState.OPERATING and ports[link.port].direction is Direction.MAIN_INPUT:
            fed[link.to_facility] += link.amount
    if not fed or not snapshot.count("markets"):
        return
    factors, facilities = Factors(snapshot), snapshot.by_id(Facility)
    markets = Markets(factors)
    enterprises = {str(row.id): at for at, row in enumerate(snapshot.all(Enterprise))}
    made: dict[str, list[Port]] = defaultdict(list)
    for port in ports.values():
        if port.direction is Direction.PRODUCT:
            made[port.technology].append(port)
    sold: dict[str, float] = defaultdict(float)
    for id, amount in sorted(fed.items()):
        facility = facilities[FacilityId(id)]
        zone = int(factors.zones.of_enterprise[enterprises[facility.enterprise]])
        for port in made[facility.technology]:
            market = markets.of_product(facility.technology, port.material, zone)
            if market is not None:
                sold[market.id] += amount * port.ratio.low
    materials = snapshot.by_id(Material)
    for id, amount in sorted(sold.items()):
        market = snapshot.by_id(Market)[MarketId(id)]
        if market.demand is None:
            continue
        served = market.demand.high * (0.0 if market.served is None else market.served.high)
        if amount > served * (1.0 + _ROUNDED):
            unit = materials[market.material].unit.value
            values = (names_of(market), f"{served:,.0f} {unit}", f"{amount:,.0f} {unit}")
            yield Symptom(Oddity.DEMAND_BELOW_SERVED, "markets", (id,), values)
