"""Rules of markets, prices and costs: in which unit they are counted, and which contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow.compute as pc

from graph.checks.finding import Finding, at_ids, finding, rows_where
from graph.errors import SymbioflowError
from graph.snapshot import Records, Snapshot
from graph.tools import grouped
from graph.units import convert
from graph.vocabulary import Direction, PriceKind
from graph.wording import Message, message

#: What all money is counted in, and how the unit of a price begins.
MONEY = "CNY"
CURRENCY = f"{MONEY}/"

#: Kinds of prices that are per unit of their material.
_OF_MATERIALS = (PriceKind.MARKET.value, PriceKind.DISPOSAL.value)
#: What two markets have in common that speak of the same thing.
_SAME_MARKET = ("material", "technology", "waste", "place", "reach", "within")


def check_markets(records: Records, merged: Snapshot) -> Iterator[Finding]:
    """Compare markets with the larger ones they are parts of, and with others of the same thing."""
    if not {"markets", "materials"} & set(records) or not merged.count("markets"):
        return
    units = merged.lookup("materials", "unit")
    markets = {row["id"]: row for row in merged.tables["markets"].to_pylist()}
    rules: dict[tuple[str, str, Message], set[str]] = {}

    def broken(item: str, column: str, code: str, expected: Message) -> None:
        rules.setdefault((column, code, expected), set()).add(item)

    sold: dict[str, float] = {}
    for item, row in markets.items():
        whole = markets.get(row["within"])
        if whole is None:
            continue
        unit = units.get(whole["material"])
        if unit and units.get(row["material"]) not in (None, unit):
            broken(item, "within", "MARKET_OF_ANOTHER_UNIT", message("expected.market_in", unit=unit))
        if _above(row, whole, "demand"):
            broken(item, "demand_likely", "PART_ABOVE_WHOLE", message("expected.part_of", other=whole["id"]))
        sold[whole["id"]] = sold.get(whole["id"], 0.0) + (row["served_likely"] or 0.0) * (
            row["demand_likely"] or 0.0
        )
    for item, amount in sold.items():
        if markets[item]["demand_likely"] is not None and amount > _high(markets[item], "demand"):
            expected = message("expected.not_below_served", amount=f"{amount:,.10g}")
            broken(item, "demand_likely", "DEMAND_BELOW_SERVED", expected)
    for item, other, column, code in _contradictions(markets):
        broken(item, column, code, message("expected.agrees", other=other))
    for (column, code, expected), items in rules.items():
        yield from at_ids(records, "markets", column, merged, items.__contains__, code, expected)


def _contradictions(markets: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str, str, str]]:
    """Return (row, other row, column, code) of markets of the same thing that cannot both be right."""
    alike = grouped(markets, lambda item: tuple(markets[item][name] for name in _SAME_MARKET))
    for items in alike.values():
        for one in items:
            for other in items:
                first, second = markets[one], markets[other]
                if one == other:
                    continue
                for field in ("demand", "total", "price"):
                    if _above(first, second, field) or _above(second, first, field):
                        yield one, other, f"{field}_likely", "MARKETS_CONTRADICT"
                priced = first["price_likely"] is not None and second["price_likely"] is not None
                for column in ("vat", "price_at"):
                    if priced and first[column] != second[column]:
                        yield one, other, column, "PRICES_ON_TWO_BASES"


def _above(row: Mapping[str, Any], other: Mapping[str, Any], field: str) -> bool:
    """Return whether a whole range lies above another one."""
    if row[f"{field}_likely"] is None or other[f"{field}_likely"] is None:
        return False
    low = row[f"{field}_low"]
    return bool((row[f"{field}_likely"] if low is None else low) > _high(other, field))


def _high(row: Mapping[str, Any], field: str) -> float:
    high = row[f"{field}_high"]
    return float(row[f"{field}_likely"] if high is None else high)


def check_cost_sheets(records: Records, merged: Snapshot) -> Iterator[Finding]:
    """Find classes that count costs per another unit than the technology counts its main input in."""
    if not {"cost_sheets", "process_classes", "ports", "materials"} & set(records) or not merged.count(
        "cost_sheets"
    ):
        return
    units = merged.lookup("materials", "unit")
    counted = merged.lookup("process_classes", "unit")
    taken: dict[str, set[str]] = {}
    columns = (merged.tables["ports"][name].to_pylist() for name in ("technology", "direction", "material"))
    for technology, direction, material in zip(*columns, strict=True):
        if direction == Direction.MAIN_INPUT.value and material in units:
            taken.setdefault(technology, set()).add(units[material])
    technology_of = merged.lookup("cost_sheets", "technology")
    for column in ("process_class", "second_class"):
        rules: dict[Message, set[str]] = {}
        for item, given in merged.lookup("cost_sheets", column).items():
            wanted = taken.get(technology_of[item], set())
            if wanted and given in counted and counted[given] not in wanted:
                expected = message("expected.class_in", unit=", ".join(sorted(wanted)))
                rules.setdefault(expected, set()).add(item)
        for expected, items in rules.items():
            code = "CLASS_OF_ANOTHER_UNIT"
            yield from at_ids(records, "cost_sheets", column, merged, items.__contains__, code, expected)


def check_currencies(records: Records) -> Iterator[Finding]:
    """Find prices and cost sheets that would not count, or falsely, because they are not in CNY."""
    if "prices" in records:
        part = records["prices"]
        for row in rows_where(pc.invert(pc.starts_with(part["unit"], CURRENCY))):
            expected = message("expected.in_currency", currency=CURRENCY)
            yield finding("prices", part, row, "unit", "PRICE_NOT_IN_CNY", expected)
    if "cost_sheets" in records:
        part = records["cost_sheets"]
        for row in rows_where(pc.not_equal(part["currency"], MONEY)):
            expected = message("expected.currency", currency=MONEY)
            yield finding("cost_sheets", part, row, "currency", "COST_NOT_IN_CNY", expected)


def check_price_units(records: Records, merged: Snapshot) -> Iterator[Finding]:
    """Find prices of a material per another unit than it is counted in: nothing converts them."""
    if not {"prices", "materials"} & set(records) or not merged.count("prices"):
        return
    units = merged.lookup("materials", "unit")
    rules: dict[str, set[str]] = {}
    for row in merged.tables["prices"].select(["id", "kind", "material", "unit"]).to_pylist():
        unit = units.get(row["material"])
        if unit and row["kind"] in _OF_MATERIALS and row["unit"].startswith(CURRENCY):
            wanted = f"{CURRENCY}{unit}"
            if not _is_same(row["unit"], wanted):
                rules.setdefault(wanted, set()).add(row["id"])
    for wanted, items in sorted(rules.items()):
        expected = message("expected.priced_per", unit=wanted)
        code = "PRICE_OF_ANOTHER_UNIT"
        yield from at_ids(records, "prices", "unit", merged, items.__contains__, code, expected)


def _is_same(unit: str, wanted: str) -> bool:
    """Return whether two spellings are of one unit."""
    try:
        return unit == wanted or convert(1.0, unit, wanted) == 1.0
    except SymbioflowError:
        return False


def check_second_sheets(records: Records, merged: Snapshot) -> Iterator[Finding]:
    """Find technologies that two cost sheets speak of: only one of them could count."""
    if "cost_sheets" not in records:
        return
    sheets: dict[str, list[str]] = {}
    for item, technology in merged.lookup("cost_sheets", "technology").items():
        sheets.setdefault(technology, []).append(item)
    for items in sheets.values():
        for item in items if len(items) > 1 else ():
            others = ", ".join(other for other in items if other != item)
            expected = message("expected.one_sheet", other=others)
            code = "TWO_COST_SHEETS"
            yield from at_ids(records, "cost_sheets", "technology", merged, item.__eq__, code, expected)
