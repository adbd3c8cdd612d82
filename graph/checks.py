"""Rules that a graph must keep before anything is computed on it: keys, references, bounds and ranges.

Every rule works on columns of records (a part about to be loaded, with the rows already known beside it) or
of a whole snapshot, and returns findings placed by table, row and column. It reads no file and stops nothing:
`ingest` turns findings into placed problems, and `require_sound` is the one strict switch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.errors import SymbioflowError
from graph.evidence import Grade
from graph.messages import Message, message
from graph.recipe_balance import MASS, Break, Verdict, breaks
from graph.snapshot import Records, Snapshot
from graph.tables import TABLES, Column, Kind, Table
from graph.vocabulary import Direction, OperatingState, Phase, ProjectStage

#: Monthly shares are written with few digits; twelve of them may miss 1 by this much.
MONTHLY_TOLERANCE = 0.005

#: Columns that point at a row of their own table and must not lead back to where they started.
HIERARCHIES: Mapping[str, str] = {
    "markets": "within",
    "materials": "kind_of",
    "parks": "part_of",
    "standards": "replaced_by",
}

#: Pairs of columns of which the first may not be above (or later than) the second.
ORDERED: tuple[tuple[str, str, str], ...] = (
    ("limits", "minimum", "maximum"),
    ("standard_limits", "minimum", "maximum"),
    ("transport_rates", "from_km", "to_km"),
    ("conveyances", "usual", "farthest"),
    ("facilities", "opens", "closes"),
    ("standards", "in_force_from", "in_force_to"),
    ("transfer_rules", "in_force_from", "in_force_to"),
)

#: Columns that hold codes of administrative divisions.
REGIONS: Mapping[str, tuple[str, ...]] = {
    "parks": ("region",),
    "transfer_rules": ("from_region", "to_region"),
}

#: A use cannot take more than there is, at the likely and at the high end; the first broken one is said.
WITHIN: tuple[tuple[str, str, str], ...] = tuple(
    ("waste_streams", f"in_use_{end}", f"supply_{end}") for end in ("likely", "high")
)

#: How the unit of a price begins.
CURRENCY = "CNY/"

#: What two markets have in common that speak of the same thing.
_SAME_MARKET = ("material", "technology", "waste", "place", "reach", "within")

#: Between which densities matter of a phase lies, t/m3: hydrogen and heavy vapours, light oils and mercury.
DENSITIES: Mapping[Phase, tuple[float, float]] = {
    Phase.GAS: (5e-5, 0.05),
    Phase.LIQUID: (0.4, 14.0),
    Phase.SLUDGE: (0.4, 8.0),
    Phase.SOLID: (0.005, 23.0),
}

#: Tables that the balance of a recipe is made of.
_BALANCED = frozenset(
    (
        "materials",
        "material_components",
        "element_contents",
        "technologies",
        "ports",
        "imbalances",
        "limits",
    )
)

#: States that a facility cannot have before its project is in production, and from then on.
_AGAINST = (
    (OperatingState.OPERATING.value,),
    (OperatingState.PLANNED.value, OperatingState.BUILDING.value),
)
_INPUTS = (Direction.MAIN_INPUT.value, Direction.AUXILIARY_INPUT.value)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One broken rule.

    Attributes
    ----------
    table : str
    row : int
        Position in the records that were checked; -1 for a row that was already known.
    id, column, value : str
    code : str
        For example ``UNKNOWN_REFERENCE``.
    expected : str
        What would have been right.
    """

    table: str
    row: int
    id: str
    column: str
    code: str
    value: str
    expected: Message

    def text(self, language: str) -> str:
        """Return where it is, what stands there and what would be right, in ``zh`` or else in English."""
        expected = self.expected.text(language)
        if language == "zh":
            return f"{self.table} {self.id}，{self.column}：“{self.value}”（{self.code}；应为：{expected}）"
        return f"{self.table} {self.id}, {self.column}: {self.value!r} ({self.code}; expected {expected})"

    def __str__(self) -> str:
        return self.text("en")


def check_records(records: Records, known: Snapshot | None = None) -> tuple[Finding, ...]:
    """Return every broken rule of records that are to be added to `known`, sorted by table and row.

    Parameters
    ----------
    records : mapping of str to pyarrow.Table
        Rows may stand in any order and be wrong in any way their column types allow.
    known : Snapshot, optional
        Rows that are there already; references may point at them.
    """
    before = known if known is not None else Snapshot.from_records({})
    merged = before.with_records(records)
    findings: list[Finding] = []
    cells = [*_check_densities(records)]
    for name, part in records.items():
        table = TABLES[name]
        findings += _check_keys(table, part)
        for column in table.columns:
            cells += _check_values(table, column, part)
            if column.references:
                findings += _check_references(table, column, part, merged)
            if column.range_end == "likely":
                cells += _check_range(table, column, part)
        if "sources" in table.schema.names:
            findings += _check_evidence(table, part)
    findings += _check_pairs(records)
    findings += _check_streams(records)
    findings += _check_regions(records)
    findings += _check_hierarchies(records, merged)
    findings += _check_linkages(records, merged)
    findings += _check_markets(records, merged)
    findings += _check_cost_sheets(records, merged)
    findings += _check_currencies(records)
    findings += _check_second_sheets(records, merged)
    # Nobody can weigh what he cannot read.
    if not any(item.table in _BALANCED for item in cells):
        findings += _check_recipes(records, merged)
    findings += _check_projects(records, merged)
    order = {name: position for position, name in enumerate(TABLES)}
    return tuple(sorted({*findings, *cells}, key=lambda item: (order[item.table], item)))


def check_snapshot(snapshot: Snapshot) -> tuple[Finding, ...]:
    """Return every broken rule of a whole graph; empty when it is sound.

    Examples
    --------
    >>> check_snapshot(Snapshot.of([]))
    ()
    """
    return check_records(snapshot.tables)


def require_sound(snapshot: Snapshot) -> None:
    """Raise ``UNSOUND_GRAPH``, naming the first broken rules, unless the graph keeps them all."""
    findings = check_snapshot(snapshot)
    if findings:
        raise SymbioflowError("UNSOUND_GRAPH", count=len(findings), first=findings[:3])


def _finding(
    table: str, part: pa.Table, row: int, column: str, code: str, expected: Message, value: Any = None
) -> Finding:
    shown = part[column][row].as_py() if value is None and column in part.schema.names else value
    text = "" if shown is None else f"{shown:g}" if isinstance(shown, float) else str(shown)
    return Finding(table, row, str(part["id"][row].as_py() or ""), column, code, text, expected)


def _rows(mask: Any) -> list[int]:
    """Return the rows where a condition holds (not where it is unknown)."""
    plain = pc.fill_null(mask, False).to_numpy(zero_copy_only=False)
    return [int(row) for row in np.flatnonzero(plain)]


def _check_keys(table: Table, part: pa.Table) -> Iterator[Finding]:
    ids = part["id"].to_pylist()
    if len(set(ids)) == len(ids):
        return
    seen: set[str | None] = set()
    for row, item in enumerate(ids):
        if item in seen and item:
            yield _finding(table.name, part, row, "id", "DUPLICATE_ID", message("expected.id_once"))
        seen.add(item)


def _check_values(table: Table, column: Column, part: pa.Table) -> Iterator[Finding]:
    values = part[column.name]
    if not column.nullable and values.null_count:
        for row in _rows(pc.is_null(values)):
            yield _finding(table.name, part, row, column.name, "MISSING_VALUE", message("expected.value"))
    if column.name == "id" and len(values):
        for row in _rows(pc.equal(values, "")):
            yield _finding(table.name, part, row, "id", "MISSING_VALUE", message("expected.value"))
    if column.choices:
        wrong = pc.and_(pc.is_valid(values), pc.invert(pc.is_in(values, pa.array(column.choices))))
        for row in _rows(wrong):
            expected = message("expected.one_of", choices=column.choices)
            yield _finding(table.name, part, row, column.name, "UNKNOWN_CHOICE", expected)
    if column.kind in (Kind.NUMBER, Kind.INTEGER, Kind.NUMBERS):
        yield from _check_numbers(table, column, part)


def _check_numbers(table: Table, column: Column, part: pa.Table) -> Iterator[Finding]:
    values, rows = part[column.name].combine_chunks(), None
    if column.kind is Kind.NUMBERS:
        rows, values = pc.list_parent_indices(values), pc.list_flatten(values)

    def placed(mask: Any, code: str, expected: Message) -> Iterator[Finding]:
        for position in _rows(mask):
            row = position if rows is None else rows[position].as_py()
            yield _finding(table.name, part, row, column.name, code, expected, values[position].as_py())

    if column.kind is not Kind.INTEGER:
        yield from placed(pc.invert(pc.is_finite(values)), "NOT_FINITE", message("expected.finite"))
    measure = column.measure
    if measure is not None and measure.minimum is not None:
        code = "NEGATIVE" if measure.minimum == 0 else "BELOW_MINIMUM"
        expected = message("expected.at_least", bound=f"{measure.minimum:g} {measure.unit}")
        yield from placed(pc.less(values, measure.minimum), code, expected)
    if measure is not None and measure.maximum is not None:
        expected = message("expected.at_most", bound=f"{measure.maximum:g} {measure.unit}")
        yield from placed(pc.greater(values, measure.maximum), "ABOVE_MAXIMUM", expected)


def _check_references(table: Table, column: Column, part: pa.Table, merged: Snapshot) -> Iterator[Finding]:
    assert column.references is not None
    known = merged.tables[column.references]["id"].combine_chunks()
    values, rows = part[column.name].combine_chunks(), None
    if column.kind is Kind.TEXTS:
        rows, values = pc.list_parent_indices(values), pc.list_flatten(values)
    wrong = pc.and_(pc.is_valid(values), pc.invert(pc.is_in(values, known)))
    for position in _rows(wrong):
        row = position if rows is None else rows[position].as_py()
        expected = message("expected.row_of", table=column.references)
        value = values[position].as_py()
        yield _finding(table.name, part, row, column.name, "UNKNOWN_REFERENCE", expected, value)


def _check_range(table: Table, column: Column, part: pa.Table) -> Iterator[Finding]:
    field = column.name.removesuffix("_likely")
    low, likely, high = (part[f"{field}_{end}"] for end in ("low", "likely", "high"))
    lonely = pc.and_(pc.is_null(likely), pc.or_(pc.is_valid(low), pc.is_valid(high)))
    for row in _rows(lonely):
        expected = message("expected.likely")
        yield _finding(table.name, part, row, column.name, "RANGE_WITHOUT_LIKELY", expected)
    expected = message("expected.ordered")
    pairs = ((low, likely, "low"), (likely, high, "high"))
    for below, above, end in pairs:
        for row in _rows(pc.greater(below, above)):
            yield _finding(table.name, part, row, f"{field}_{end}", "LOW_ABOVE_HIGH", expected)


def _check_evidence(table: Table, part: pa.Table) -> Iterator[Finding]:
    bare = pc.equal(pc.list_value_length(part["sources"]), 0)
    wrong = pc.and_(bare, pc.not_equal(part["grade"], Grade.ESTIMATE.value))
    for row in _rows(wrong):
        expected = message("expected.source", grade=Grade.ESTIMATE.value)
        yield _finding(table.name, part, row, "sources", "MISSING_SOURCE", expected)


def _check_pairs(records: Records) -> Iterator[Finding]:
    for name, first, second in ORDERED:
        if name in records:
            part = records[name]
            dates = TABLES[name].column(first).kind is Kind.DATE
            code = "ENDS_BEFORE_START" if dates else "LOW_ABOVE_HIGH"
            for row in _rows(pc.greater(part[first], part[second])):
                yield _finding(name, part, row, second, code, message("expected.not_below", other=first))
    for name, part in records.items():
        if "position_grade" in part.schema.names:
            for missing, given in (("lat", "lon"), ("lon", "lat")):
                for row in _rows(pc.and_(pc.is_null(part[missing]), pc.is_valid(part[given]))):
                    yield _finding(name, part, row, missing, "MISSING_VALUE", message("expected.position"))


def _check_streams(records: Records) -> Iterator[Finding]:
    broken: set[tuple[str, int]] = set()
    for name, used, supply in WITHIN:
        if name in records:
            part = records[name]
            for row in _rows(pc.greater(part[used], part[supply])):
                if (name, row) not in broken:
                    yield _finding(
                        name,
                        part,
                        row,
                        used,
                        "IN_USE_ABOVE_SUPPLY",
                        message("expected.not_above", other=supply),
                    )
                broken.add((name, row))
    if "waste_streams" in records:
        part = records["waste_streams"]
        for row, shares in enumerate(part["monthly"].to_pylist()):
            if not shares or None in shares:
                continue
            if len(shares) != 12 or not abs(sum(shares) - 1.0) <= MONTHLY_TOLERANCE:
                expected = message("expected.monthly")
                shown = f"{len(shares)} shares, sum {sum(shares):g}"
                yield _finding("waste_streams", part, row, "monthly", "MONTHLY_NOT_ONE", expected, shown)


def _check_regions(records: Records) -> Iterator[Finding]:
    for name, columns in REGIONS.items():
        for column in columns if name in records else ():
            part = records[name]
            for row in _rows(pc.invert(pc.match_substring_regex(part[column], "^([0-9]{2}){0,3}$"))):
                expected = message("expected.region")
                yield _finding(name, part, row, column, "UNKNOWN_REGION", expected)
    if "transfer_rules" in records:
        part = records["transfer_rules"]
        for row, phases in enumerate(part["phases"].to_pylist()):
            for word in sorted(set(phases or ()) - set(Phase)):
                expected = message("expected.one_of", choices=tuple(Phase))
                yield _finding("transfer_rules", part, row, "phases", "UNKNOWN_CHOICE", expected, word)


def _check_hierarchies(records: Records, merged: Snapshot) -> Iterator[Finding]:
    for name, column in HIERARCHIES.items():
        if name not in records:
            continue
        whole = merged.tables[name]
        above = dict(zip(whole["id"].to_pylist(), whole[column].to_pylist(), strict=True))
        looping = _on_cycles(above)
        yield from _at(
            records, name, column, merged, looping.__contains__, "CYCLE", message("expected.no_cycle")
        )


def _on_cycles(above: Mapping[str, str | None]) -> set[str]:
    """Return the ids from which following `above` leads back to the id itself."""
    done: set[str] = set()
    looping: set[str] = set()
    for start in above:
        path: list[str] = []
        places: dict[str, int] = {}
        item: str | None = start
        while item is not None and item in above and item not in done and item not in places:
            places[item] = len(path)
            path.append(item)
            item = above[item]
        if item is not None and item in places:
            looping.update(path[places[item] :])
        done.update(path)
    return looping


def _check_linkages(records: Records, merged: Snapshot) -> Iterator[Finding]:
    if not {"linkages", "facilities", "ports"} & set(records):
        return
    linkages = merged.tables["linkages"]
    runs = _lookup(merged, "facilities", "technology")
    owner = _lookup(merged, "ports", "technology")
    direction = _lookup(merged, "ports", "direction")
    rules: dict[tuple[str, str, Message], set[str]] = {}
    columns = (
        linkages[name].to_pylist() for name in ("id", "stream", "from_facility", "to_facility", "port")
    )
    for item, stream, giver, taker, port in zip(*columns, strict=True):
        if stream is None and giver is None:
            rule = ("stream", "LINKAGE_WITHOUT_SOURCE", message("expected.one_source"))
            rules.setdefault(rule, set()).add(item)
        if stream is not None and giver is not None:
            rule = ("from_facility", "LINKAGE_WITH_TWO_SOURCES", message("expected.one_source"))
            rules.setdefault(rule, set()).add(item)
        if taker in runs and port in owner and runs[taker] != owner[port]:
            rule = ("port", "PORT_OF_ANOTHER_TECHNOLOGY", message("expected.own_port"))
            rules.setdefault(rule, set()).add(item)
        if port in direction and direction[port] not in _INPUTS:
            rules.setdefault(("port", "PORT_NOT_AN_INPUT", message("expected.input_port")), set()).add(item)
    for (column, code, expected), items in rules.items():
        yield from _at(records, "linkages", column, merged, items.__contains__, code, expected)


def _check_markets(records: Records, merged: Snapshot) -> Iterator[Finding]:
    """Compare markets with the larger ones they are parts of, and with others of the same thing."""
    if not {"markets", "materials"} & set(records) or not merged.count("markets"):
        return
    units = _lookup(merged, "materials", "unit")
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
        yield from _at(records, "markets", column, merged, items.__contains__, code, expected)


def _contradictions(markets: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str, str, str]]:
    """Return (row, other row, column, code) of markets of the same thing that cannot both be right."""
    alike: dict[tuple[Any, ...], list[str]] = {}
    for item, row in markets.items():
        alike.setdefault(tuple(row[name] for name in _SAME_MARKET), []).append(item)
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
                if priced and first["vat"] != second["vat"]:
                    yield one, other, "vat", "PRICES_ON_TWO_BASES"


def _above(row: Mapping[str, Any], other: Mapping[str, Any], field: str) -> bool:
    """Return whether a whole range lies above another one."""
    if row[f"{field}_likely"] is None or other[f"{field}_likely"] is None:
        return False
    low = row[f"{field}_low"]
    return bool((row[f"{field}_likely"] if low is None else low) > _high(other, field))


def _high(row: Mapping[str, Any], field: str) -> float:
    high = row[f"{field}_high"]
    return float(row[f"{field}_likely"] if high is None else high)


def _check_cost_sheets(records: Records, merged: Snapshot) -> Iterator[Finding]:
    """Find classes that count costs per another unit than the technology counts its main input in."""
    if not {"cost_sheets", "process_classes", "ports", "materials"} & set(records) or not merged.count(
        "cost_sheets"
    ):
        return
    units = _lookup(merged, "materials", "unit")
    counted = _lookup(merged, "process_classes", "unit")
    taken: dict[str, set[str]] = {}
    columns = (merged.tables["ports"][name].to_pylist() for name in ("technology", "direction", "material"))
    for technology, direction, material in zip(*columns, strict=True):
        if direction == Direction.MAIN_INPUT.value and material in units:
            taken.setdefault(technology, set()).add(units[material])
    technology_of = _lookup(merged, "cost_sheets", "technology")
    for column in ("process_class", "second_class"):
        rules: dict[Message, set[str]] = {}
        for item, given in _lookup(merged, "cost_sheets", column).items():
            wanted = taken.get(technology_of[item], set())
            if wanted and given in counted and counted[given] not in wanted:
                expected = message("expected.class_in", unit=", ".join(sorted(wanted)))
                rules.setdefault(expected, set()).add(item)
        for expected, items in rules.items():
            code = "CLASS_OF_ANOTHER_UNIT"
            yield from _at(records, "cost_sheets", column, merged, items.__contains__, code, expected)


def _check_currencies(records: Records) -> Iterator[Finding]:
    """Find prices that would not count because they are of another currency than CNY."""
    if "prices" in records:
        part = records["prices"]
        for row in _rows(pc.invert(pc.starts_with(part["unit"], CURRENCY))):
            expected = message("expected.in_currency", currency=CURRENCY)
            yield _finding("prices", part, row, "unit", "PRICE_NOT_IN_CNY", expected)


def _check_second_sheets(records: Records, merged: Snapshot) -> Iterator[Finding]:
    """Find technologies that two cost sheets speak of: only one of them could count."""
    if "cost_sheets" not in records:
        return
    sheets: dict[str, list[str]] = {}
    for item, technology in _lookup(merged, "cost_sheets", "technology").items():
        sheets.setdefault(technology, []).append(item)
    for items in sheets.values():
        for item in items if len(items) > 1 else ():
            others = ", ".join(other for other in items if other != item)
            expected = message("expected.one_sheet", other=others)
            code = "TWO_COST_SHEETS"
            yield from _at(records, "cost_sheets", "technology", merged, item.__eq__, code, expected)


def _check_densities(records: Records) -> Iterator[Finding]:
    """Find densities that no matter of the phase has, and those of which nobody says how sure they are."""
    if "materials" not in records:
        return
    part = records["materials"]
    for row in _rows(pc.and_(pc.is_valid(part["density_likely"]), pc.is_null(part["density_grade"]))):
        yield _finding("materials", part, row, "density_grade", "MISSING_VALUE", message("expected.value"))
    for phase, (least, most) in DENSITIES.items():
        expected = message("expected.density", least=f"{least:g}", most=f"{most:g}")
        of_phase = pc.equal(part["phase"], phase.value)
        for end in ("density_low", "density_likely", "density_high"):
            beyond = pc.or_(pc.less(part[end], least), pc.greater(part[end], most))
            for row in _rows(pc.and_(of_phase, beyond)):
                yield _finding("materials", part, row, end, "ABSURD_DENSITY", expected)


def _check_recipes(records: Records, merged: Snapshot) -> Iterator[Finding]:
    """Find recipes that make mass or an element from nothing, or nothing of what they take."""
    asked = _touched_recipes(records, merged)
    rules: dict[tuple[str, Message], set[str]] = {}
    for one in breaks(merged, asked) if asked else ():
        if one.refused:
            rules.setdefault((_code(one), _expected(one)), set()).add(one.port)
    for (code, expected), ports in rules.items():
        yield from _at(records, "ports", "ratio_likely", merged, ports.__contains__, code, expected)


def _touched_recipes(records: Records, merged: Snapshot) -> set[str]:
    """Return the technologies of which some row that their balance is made of stands in the records."""
    found: set[str] = set()
    for name, column in (("technologies", "id"), ("ports", "technology"), ("imbalances", "technology")):
        if name in records:
            found.update(item for item in records[name][column].to_pylist() if item)
    materials: set[str | None] = set()
    for name, column in (("materials", "id"), ("element_contents", "material")):
        if name in records:
            materials.update(records[name][column].to_pylist())
    if materials:
        ports = merged.tables["ports"]
        columns = (ports[column].to_pylist() for column in ("technology", "material"))
        found.update(
            technology for technology, material in zip(*columns, strict=True) if material in materials
        )
    return found


def _code(one: Break) -> str:
    if one.verdict is Verdict.NOTHING_OUT:
        return "NOTHING_OUT"
    return "MASS_FROM_NOTHING" if one.element == MASS else "ELEMENT_FROM_NOTHING"


def _expected(one: Break) -> Message:
    if one.verdict is Verdict.NOTHING_OUT:
        return message("expected.some_output", taken=f"{one.taken.likely:.4g}", unit=one.unit)
    amounts = {"taken": f"{one.taken.high:.4g}", "given": f"{one.given.low:.4g}", "unit": one.unit}
    if one.element == MASS:
        return message("expected.mass_in", **amounts)
    return message("expected.element_in", element=one.element, material=one.material, **amounts)


def _check_projects(records: Records, merged: Snapshot) -> Iterator[Finding]:
    """Find stages that run backward, or against the state of a facility, and facilities decided twice."""
    if "projects" not in records:
        return
    part, states = records["projects"], _lookup(merged, "facilities", "state")
    decided: dict[str, list[str]] = {}
    for id, facilities in _lookup(merged, "projects", "facilities").items():
        for facility in facilities or ():
            decided.setdefault(facility, []).append(id)
    stages = [stage.value for stage in ProjectStage]
    for row, item in enumerate(part.to_pylist()):
        known = [stage for stage in stages if item[stage] is not None]
        for before, after in pairwise(known):
            if item[after] < item[before]:
                expected = message("expected.not_below", other=before)
                yield _finding("projects", part, row, after, "STAGE_BACKWARD", expected)
        reached = item["stage"]
        if known and reached in stages and stages.index(known[-1]) > stages.index(reached):
            expected = message("expected.stage_reached", stage=known[-1])
            yield _finding("projects", part, row, "stage", "STAGE_BACKWARD", expected)
        for facility in item["facilities"] or ():
            if reached in stages and states.get(facility) in _AGAINST[reached == stages[-1]]:
                expected = message("expected.stage_of", facility=facility, state=states[facility])
                yield _finding("projects", part, row, "stage", "STAGE_BACKWARD", expected)
            others = tuple(other for other in decided.get(facility, ()) if other != item["id"])
            if others:
                expected = message("expected.decided_once", other=others)
                yield _finding("projects", part, row, "facilities", "DECIDED_TWICE", expected, facility)


def _lookup(snapshot: Snapshot, table: str, column: str) -> dict[str, Any]:
    rows = snapshot.tables[table]
    return dict(zip(rows["id"].to_pylist(), rows[column].to_pylist(), strict=True))


def _at(
    records: Records,
    name: str,
    column: str,
    merged: Snapshot,
    broken: Callable[[str], bool],
    code: str,
    expected: Message,
) -> Iterable[Finding]:
    """Place a rule broken by ids: in the records where they stand there, else on the known row (-1)."""
    here: set[str] = set()
    if name in records:
        part = records[name]
        for row, item in enumerate(part["id"].to_pylist()):
            if item is not None and broken(item):
                here.add(item)
                yield _finding(name, part, row, column, code, expected)
    whole = merged.tables[name]
    for row, item in enumerate(whole["id"].to_pylist()):
        if item is not None and item not in here and broken(item):
            found = _finding(name, whole, row, column, code, expected)
            yield Finding(name, -1, found.id, column, code, found.value, expected)
