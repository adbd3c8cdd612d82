"""What a park's data would make a manager ask: twins, places, amounts and ages that are hard to believe.

Nothing here refuses anything: each finding names the rows, says what is odd and what would settle it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations

import numpy as np

from graph.geography import great_circle
from graph.knowledge import LikenessIndex, largest_amount, normalised
from graph.matching.gates import FREE_WATER, INDICES, accepted_materials, basis_family, open_ports
from graph.model import (
    CostSheet,
    Enterprise,
    Facility,
    Limit,
    Linkage,
    Market,
    Material,
    MaterialComponent,
    Park,
    Port,
    Price,
    ProcessClass,
    StreamComponent,
    Technology,
    WasteStream,
)
from graph.ranges import Range
from graph.recipes import lossless
from graph.snapshot import Snapshot
from graph.value import Factors, Markets, Money
from graph.vocabulary import (
    Direction,
    FacilityId,
    LinkageState,
    MarketId,
    OperatingState,
    PriceKind,
    Unit,
)
from graph.wording import Words, message, names_of, numbered

#: Names at least as like are perhaps of one thing.
_TWINS = 0.85
#: A firm farther from its park than this is hardly in it, km.
_FAR_KM = 100.0
#: Prices of more years ago say little of today.
_OLD_YEARS = 5
#: Use is explained by room for it as far as this share of it.
_EXPLAINED = 0.9
#: Amounts of two sources are rounded apart.
_ROUNDED = 0.01
#: Analyses whose ranges lie farther apart than this factor are hardly of one waste; samples differ by less.
_APART = 2.0


class Oddity(StrEnum):
    """What is odd."""

    TWIN_FIRMS = "twin firms"
    TWIN_STREAMS = "twin streams"
    NO_POSITION = "no position"
    ZERO_POSITION = "position 0, 0"
    FAR_FROM_PARK = "far from its park"
    NO_INDUSTRY = "no industry"
    USE_ABOVE_SUPPLY = "use above supply"
    USE_UNEXPLAINED = "use that no room explains"
    HUGE_AMOUNT = "huge amount"
    NO_AMOUNT = "no amount"
    UNKNOWN_CAPACITY = "unknown capacity"
    OLD_AMOUNT = "old amount"
    OLD_PRICE = "old price"
    OLD_COST = "old cost"
    PRICES_CONTRADICT = "prices that contradict"
    COSTS_CONTRADICT = "costs that contradict"
    PRICES_ON_TWO_BASES = "prices on two bases"
    YEAR_WITHOUT_INDEX = "year without index"
    FULL_SINK = "full sink"
    DEMAND_BELOW_SERVED = "demand below what is served"
    NO_DENSITY = "no density"
    CONTRADICTING_ANALYSES = "contradicting analyses"
    LIMIT_OF_NOTHING = "limit of what nothing carries"
    GOES_ROUND = "goes round without loss"


@dataclass(frozen=True, slots=True)
class Symptom:
    """One odd thing.

    Attributes
    ----------
    table : str
    ids : tuple of str
        The rows concerned.
    values : tuple of str
        What stands in the words.
    """

    oddity: Oddity
    table: str
    ids: tuple[str, ...]
    values: tuple[str | Words, ...]

    def text(self, language: str) -> str:
        """Return what is odd, in ``zh`` or ``en``."""
        return numbered(f"odd.{self.oddity.name}", self.values).text(language)

    def advice(self, language: str) -> str:
        """Return what would settle it, in ``zh`` or ``en``."""
        return message(f"settle.{self.oddity.name}").text(language)


def examine(snapshot: Snapshot, today: date) -> tuple[Symptom, ...]:
    """Return everything odd about the parks of a graph, by kind and row.

    Parameters
    ----------
    today : date
        By which years are old.

    Examples
    --------
    >>> examine(Snapshot.of([]), date(2026, 1, 1))
    ()
    """
    found = (
        *_twin_firms(snapshot),
        *_twin_streams(snapshot),
        *_places(snapshot),
        *_industries(snapshot),
        *_amounts(snapshot),
        *_unexplained_use(snapshot),
        *_capacities(snapshot),
        *_old_amounts(snapshot, today),
        *_old_prices(snapshot, today),
        *_old_costs(snapshot, today),
        *_contradicting_prices(snapshot),
        *_contradicting_costs(snapshot),
        *_years_without_index(snapshot),
        *_full_sinks(snapshot),
        *_overserved(snapshot),
        *_densities(snapshot),
        *_contradicting_analyses(snapshot),
        *_limits_of_nothing(snapshot),
        *_circles(snapshot),
    )
    order = list(Oddity)
    return tuple(sorted(found, key=lambda item: (order.index(item.oddity), item.table, item.ids)))


def _name(
    row: Enterprise | WasteStream | Facility | Market | Material | Park | ProcessClass | Technology,
) -> Words:
    return names_of(row)


def _pairs(names: list[str]) -> Iterator[tuple[int, int]]:
    """Return the pairs of names that are nearly the same."""
    if len(names) < 2:
        return
    forms = [normalised(name) for name in names]
    index = LikenessIndex(forms)
    for at, form in enumerate(forms):
        for other in np.flatnonzero(index.likeness(form) >= _TWINS):
            if other > at:
                yield at, int(other)


def _twin_firms(snapshot: Snapshot) -> Iterator[Symptom]:
    by_park: dict[str, list[Enterprise]] = defaultdict(list)
    for row in snapshot.all(Enterprise):
        by_park[row.park].append(row)
    for rows in by_park.values():
        for one, other in _pairs([_name(row).zh for row in rows]):
            pair = rows[one], rows[other]
            names = tuple(map(_name, pair))
            yield Symptom(Oddity.TWIN_FIRMS, "enterprises", tuple(str(row.id) for row in pair), names)


def _twin_streams(snapshot: Snapshot) -> Iterator[Symptom]:
    firms = snapshot.by_id(Enterprise)
    groups: dict[tuple[str, str], list[WasteStream]] = defaultdict(list)
    for row in snapshot.all(WasteStream):
        groups[row.enterprise, row.material].append(row)
    for (firm, _), rows in groups.items():
        for one, other in _pairs([_name(row).zh for row in rows]):
            ids = (str(rows[one].id), str(rows[other].id))
            values = (_name(rows[one]), _name(rows[other]), _name(firms[firm]))
            yield Symptom(Oddity.TWIN_STREAMS, "waste_streams", ids, values)


def _places(snapshot: Snapshot) -> Iterator[Symptom]:
    parks = snapshot.by_id(Park)
    for row in snapshot.all(Enterprise):
        here = row.position
        if here is None:
            yield Symptom(Oddity.NO_POSITION, "enterprises", (str(row.id),), (_name(row),))
        elif here.lat == 0.0 and here.lon == 0.0:
            yield Symptom(Oddity.ZERO_POSITION, "enterprises", (str(row.id),), (_name(row),))
        else:
            park = parks[row.park].position
            if park is not None:
                apart = float(great_circle(park.lat, park.lon, here.lat, here.lon))
                if apart > _FAR_KM:
                    values = (_name(row), f"{apart:,.0f}")
                    yield Symptom(Oddity.FAR_FROM_PARK, "enterprises", (str(row.id),), values)


def _industries(snapshot: Snapshot) -> Iterator[Symptom]:
    for row in snapshot.all(Enterprise):
        if not (row.gbt4754 or row.nace or row.isic):
            yield Symptom(Oddity.NO_INDUSTRY, "enterprises", (str(row.id),), (_name(row),))


def _amounts(snapshot: Snapshot) -> Iterator[Symptom]:
    materials = snapshot.by_id(Material)
    for row in snapshot.all(WasteStream):
        material, ids = materials[row.material], (str(row.id),)
        unit = material.unit.value
        if row.in_use.likely > row.supply.likely:
            values = (_name(row), f"{row.in_use.likely:,.0f} {unit}", f"{row.supply.likely:,.0f} {unit}")
            yield Symptom(Oddity.USE_ABOVE_SUPPLY, "waste_streams", ids, values)
        if row.supply.high > largest_amount(material, materials):
            huge = (_name(row), f"{row.supply.high:,.0f} {unit}")
            yield Symptom(Oddity.HUGE_AMOUNT, "waste_streams", ids, huge)
        if row.supply.high == 0.0 and row.stock is None:
            yield Symptom(Oddity.NO_AMOUNT, "waste_streams", ids, (_name(row),))


def _unexplained_use(snapshot: Snapshot) -> Iterator[Symptom]:
    """Compare what is in use of each material with the room of running facilities that take it."""
    accepted = accepted_materials(snapshot)
    main = accepted[accepted["direction"] == Direction.MAIN_INPUT.value]
    takers = main.groupby("material")["technology"].agg(set).to_dict()
    room: dict[str, float] = defaultdict(float)
    for row in snapshot.all(Facility):
        if row.state is OperatingState.OPERATING and row.capacity is not None:
            room[row.technology] += row.capacity.likely
    linked: dict[str, float] = defaultdict(float)
    streams = snapshot.by_id(WasteStream)
    for link in snapshot.all(Linkage):
        if link.state is LinkageState.OPERATING and link.stream is not None:
            linked[streams[link.stream].material] += link.amount
    used: dict[str, list[WasteStream]] = defaultdict(list)
    for stream in streams.values():
        if stream.in_use.likely > 0.0:
            used[stream.material].append(stream)
    materials = snapshot.by_id(Material)
    for material, rows in sorted(used.items()):
        total = sum(row.in_use.likely for row in rows)
        holds = max(sum(room[technology] for technology in takers.get(material, ())), linked[material])
        if holds < _EXPLAINED * total:
            unit = materials[material].unit.value
            values = (_name(materials[material]), f"{total:,.0f} {unit}", f"{holds:,.0f} {unit}")
            yield Symptom(Oddity.USE_UNEXPLAINED, "waste_streams", tuple(str(row.id) for row in rows), values)


def _capacities(snapshot: Snapshot) -> Iterator[Symptom]:
    for row in snapshot.all(Facility):
        if row.capacity is None and row.state is not OperatingState.CLOSED:
            yield Symptom(Oddity.UNKNOWN_CAPACITY, "facilities", (str(row.id),), (_name(row),))


def _old_amounts(snapshot: Snapshot, today: date) -> Iterator[Symptom]:
    """Name the wastes whose amounts are of long ago."""
    for row in snapshot.all(WasteStream):
        if row.year is not None and row.year < today.year - _OLD_YEARS:
            yield Symptom(Oddity.OLD_AMOUNT, "waste_streams", (str(row.id),), (_name(row), str(row.year)))


def _old_prices(snapshot: Snapshot, today: date) -> Iterator[Symptom]:
    """Name the old prices of materials that the parks give off or dispose of."""
    given = {row.material for row in snapshot.all(WasteStream)}
    for row in snapshot.all(Price):
        year = row.year[-4:]
        if row.material in given and year.isdecimal() and int(year) < today.year - _OLD_YEARS:
            values = (_item(row), year)
            yield Symptom(Oddity.OLD_PRICE, "prices", (str(row.id),), values)


def _old_costs(snapshot: Snapshot, today: date) -> Iterator[Symptom]:
    """Name the classes whose old costs stand behind facilities of the parks."""
    running = {row.technology for row in snapshot.all(Facility) if row.state is not OperatingState.CLOSED}
    used = {row.process_class for row in snapshot.all(CostSheet) if row.technology in running}
    for row in snapshot.all(ProcessClass):
        if row.id in used and row.year < today.year - _OLD_YEARS:
            values = (_name(row), str(row.year))
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
                yield Symptom(Oddity.PRICES_CONTRADICT, "prices", ids, (_item(price), _name(market)))


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
        *(("markets", row.id, _name(row), row.year) for row in snapshot.all(Market) if row.price is not None),
    ]
    technologies = snapshot.by_id(Technology)
    for sheet in snapshot.all(CostSheet):
        if sheet.operating is not None or sheet.capital is not None:
            dated.append(
                ("cost_sheets", sheet.id, _name(technologies[sheet.technology]), str(sheet.year or ""))
            )
    for one in technologies.values():
        if one.operating_cost is not None or one.capital_cost is not None:
            dated.append(("technologies", one.id, _name(one), str(one.cost_year or "")))
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
            values = (_name(technology), f"{own:,.10g} CNY", f"{said.low:,.10g} – {said.high:,.10g} CNY")
            ids = (str(sheet.id), str(technology.id))
            yield Symptom(Oddity.COSTS_CONTRADICT, "cost_sheets", ids, values)


def _apart(one: Range | None, other: Range | None) -> bool:
    return one is not None and other is not None and (one.low > other.high or other.low > one.high)


def _full_sinks(snapshot: Snapshot) -> Iterator[Symptom]:
    """Name the pits and voids that hold no more."""
    for row in snapshot.all(Market):
        if row.total is not None and row.total.likely <= 0.0:
            yield Symptom(Oddity.FULL_SINK, "markets", (str(row.id),), (_name(row),))


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
            values = (_name(market), f"{served:,.0f} {unit}", f"{amount:,.0f} {unit}")
            yield Symptom(Oddity.DEMAND_BELOW_SERVED, "markets", (id,), values)


def _densities(snapshot: Snapshot) -> Iterator[Symptom]:
    """Name what the parks give off, or their works take and make, in m3 that nobody can weigh."""
    runs = {row.technology for row in snapshot.all(Facility)}
    used = {port.material for port in snapshot.all(Port) if port.technology in runs}
    used |= {row.material for row in snapshot.all(WasteStream)}
    for id_, row in snapshot.by_id(Material).items():
        if id_ in used and row.unit is Unit.CUBIC_METRE and row.density is None:
            yield Symptom(Oddity.NO_DENSITY, "materials", (str(id_),), (_name(row),))


def _contradicting_analyses(snapshot: Snapshot) -> Iterator[Symptom]:
    """Name the lowest and the highest analysis of one component where they can hardly both be right."""
    streams = snapshot.by_id(WasteStream)
    groups: dict[tuple[str, str, str], list[tuple[float, float, StreamComponent]]] = defaultdict(list)
    for row in snapshot.all(StreamComponent):
        if not row.withdrawn:
            family, factor = basis_family(row.basis)
            ends = row.amount.low * factor, row.amount.high * factor
            groups[row.stream, row.component, family].append((*ends, row))
    for (stream, component, _), rows in sorted(groups.items(), key=lambda item: item[0]):
        (_, least, low), (most, _, high) = (
            min(rows, key=lambda item: item[1]),
            max(rows, key=lambda item: item[0]),
        )
        if most > _APART * least:
            values = (_name(streams[stream]), f"{component} {_analysed(low)}", _analysed(high))
            yield Symptom(
                Oddity.CONTRADICTING_ANALYSES, "stream_components", (str(low.id), str(high.id)), values
            )


def _analysed(row: StreamComponent) -> str:
    """Return an analysis with its day and laboratory, as far as they are known."""
    about = ", ".join(
        part for part in (row.sampled_on.isoformat() if row.sampled_on else "", row.laboratory) if part
    )
    return f"{row.amount.likely:g} {row.basis}" + (f" ({about})" if about else "")


def _limits_of_nothing(snapshot: Snapshot) -> Iterator[Symptom]:
    """Name the limits, at facilities on record, of components that no stream or material says it has."""
    carried = {row.component for row in snapshot.all(StreamComponent)}
    carried |= {row.component for row in snapshot.all(MaterialComponent)} | {FREE_WATER, *INDICES}
    run = {row.technology for row in snapshot.all(Facility) if row.state is not OperatingState.CLOSED}
    ports = snapshot.tables["ports"].select(["technology", "material", "direction"]).to_pylist()
    inputs = {
        (row["technology"], row["material"])
        for row in ports
        if row["direction"] in (Direction.MAIN_INPUT.value, Direction.AUXILIARY_INPUT.value)
    }
    groups: dict[str, list[Limit]] = defaultdict(list)
    for row in snapshot.all(Limit):
        bounded = row.minimum is not None or row.maximum is not None
        of_input = row.material is None or (row.technology, row.material) in inputs
        if row.technology in run and bounded and of_input and not row.component.startswith("material:"):
            groups[row.component].append(row)
    for component, rows in sorted(groups.items()):
        if component not in carried:
            values = (component, ", ".join(sorted({str(row.technology) for row in rows})))
            yield Symptom(Oddity.LIMIT_OF_NOTHING, "limits", tuple(str(row.id) for row in rows), values)


def _circles(snapshot: Snapshot) -> Iterator[Symptom]:
    """Name what works on record hand each other round and round without losing any of it."""
    run = {row.technology for row in snapshot.all(Facility) if row.state is not OperatingState.CLOSED}
    takers = open_ports(snapshot)
    takers = takers[(takers["direction"] == Direction.MAIN_INPUT.value) & takers["technology"].isin(run)]
    onward = takers.groupby("material")["technology"].agg(list).to_dict()
    given: dict[tuple[str, str], float] = defaultdict(float)
    ports: dict[tuple[str, str], list[str]] = defaultdict(list)
    for port in snapshot.all(Port):
        if port.technology in run and port.direction in (Direction.PRODUCT, Direction.RESIDUE):
            for taker in onward.get(port.material, ()):
                given[port.technology, taker] += port.ratio.likely
                ports[port.technology, taker].append(str(port.id))
    for circle in lossless(given):
        steps = list(zip(circle, (*circle[1:], circle[0]), strict=True))
        handed = tuple(id_ for step in steps for id_ in ports[step])
        back = math.prod(given[step] for step in steps)
        yield Symptom(Oddity.GOES_ROUND, "ports", handed, (", ".join(circle), f"{back:.4g}"))
