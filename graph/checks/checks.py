"""Rules that a graph must keep before anything is computed on it: keys, references, bounds and ranges.

Every rule works on columns of records (a part about to be loaded, with the rows already known beside it) or
of a whole snapshot, and returns findings placed by table, row and column. It reads no file and stops nothing:
`ingest` turns findings into placed problems, and `require_sound` is the one strict switch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

import pyarrow.compute as pc

from graph.checks.columns import check_evidence, check_keys, check_range, check_references, check_values
from graph.checks.finding import Finding, at_ids, finding, rows_where
from graph.checks.money import (
    check_cost_sheets,
    check_currencies,
    check_markets,
    check_price_units,
    check_second_sheets,
)
from graph.checks.outlines import check_outlines
from graph.checks.recipes import BALANCED, check_densities, check_recipes
from graph.checks.yields import check_yields
from graph.errors import SymbioflowError
from graph.snapshot import Records, Snapshot
from graph.tables import TABLES, Kind
from graph.vocabulary import Direction, OperatingState, Phase, ProjectStage
from graph.wording import Message, message

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
    ("directed_uses", "in_force_from", "in_force_to"),
)

#: Columns that hold codes of administrative divisions.
REGIONS: Mapping[str, tuple[str, ...]] = {
    "parks": ("region",),
    "transfer_rules": ("from_region", "to_region"),
}

#: Tables whose rows may say what part of a year each month has.
SEASONAL = frozenset(("facilities", "markets", "waste_streams"))

#: A use cannot take more than there is, at the likely and at the high end; the first broken one is said.
WITHIN: tuple[tuple[str, str, str], ...] = tuple(
    ("waste_streams", f"in_use_{end}", f"supply_{end}") for end in ("likely", "high")
)

#: States that a facility cannot have before its project is in production, and from then on.
_AGAINST = (
    (OperatingState.OPERATING.value,),
    (OperatingState.PLANNED.value, OperatingState.BUILDING.value),
)

_INPUTS = (Direction.MAIN_INPUT.value, Direction.AUXILIARY_INPUT.value)


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
    cells = [*check_densities(records)]
    for name, part in records.items():
        table = TABLES[name]
        findings += check_keys(table, part)
        for column in table.columns:
            cells += check_values(table, column, part)
            if column.references:
                findings += check_references(table, column, part, merged)
            if column.range_end == "likely":
                cells += check_range(table, column, part)
        if "sources" in table.schema.names:
            findings += check_evidence(table, part)
    findings += _check_pairs(records)
    findings += _check_streams(records)
    findings += _check_months(records)
    findings += _check_regions(records)
    findings += _check_hierarchies(records, merged)
    findings += _check_linkages(records, merged)
    findings += check_markets(records, merged)
    findings += check_cost_sheets(records, merged)
    findings += check_currencies(records)
    findings += check_price_units(records, merged)
    findings += check_second_sheets(records, merged)
    # Nobody can weigh what he cannot read.
    if not any(item.table in BALANCED for item in cells):
        findings += check_recipes(records, merged)
        findings += check_yields(records, merged)
    findings += _check_projects(records, merged)
    findings += _check_directed_uses(records)
    findings += check_outlines(records)
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


def _check_pairs(records: Records) -> Iterator[Finding]:
    for name, first, second in ORDERED:
        if name in records:
            part = records[name]
            dates = TABLES[name].column(first).kind is Kind.DATE
            code = "ENDS_BEFORE_START" if dates else "LOW_ABOVE_HIGH"
            for row in rows_where(pc.greater(part[first], part[second])):
                yield finding(name, part, row, second, code, message("expected.not_below", other=first))
    for name, part in records.items():
        if "position_grade" in part.schema.names:
            for missing, given in (("lat", "lon"), ("lon", "lat")):
                for row in rows_where(pc.and_(pc.is_null(part[missing]), pc.is_valid(part[given]))):
                    yield finding(name, part, row, missing, "MISSING_VALUE", message("expected.position"))


def _check_streams(records: Records) -> Iterator[Finding]:
    broken: set[tuple[str, int]] = set()
    for name, used, supply in WITHIN:
        if name in records:
            part = records[name]
            for row in rows_where(pc.greater(part[used], part[supply])):
                if (name, row) not in broken:
                    yield finding(
                        name,
                        part,
                        row,
                        used,
                        "IN_USE_ABOVE_SUPPLY",
                        message("expected.not_above", other=supply),
                    )
                broken.add((name, row))


def _check_months(records: Records) -> Iterator[Finding]:
    """Find profiles of a year that are not twelve shares of it."""
    for name in sorted(SEASONAL & set(records)):
        part = records[name]
        for row, shares in enumerate(part["monthly"].to_pylist()):
            if not shares or None in shares:
                continue
            if len(shares) != 12 or not abs(sum(shares) - 1.0) <= MONTHLY_TOLERANCE:
                expected = message("expected.monthly")
                shown = f"{len(shares)} shares, sum {sum(shares):g}"
                yield finding(name, part, row, "monthly", "MONTHLY_NOT_ONE", expected, shown)


def _check_regions(records: Records) -> Iterator[Finding]:
    for name, columns in REGIONS.items():
        for column in columns if name in records else ():
            part = records[name]
            for row in rows_where(pc.invert(pc.match_substring_regex(part[column], "^([0-9]{2}){0,3}$"))):
                expected = message("expected.region")
                yield finding(name, part, row, column, "UNKNOWN_REGION", expected)
    if "transfer_rules" in records:
        part = records["transfer_rules"]
        for row, phases in enumerate(part["phases"].to_pylist()):
            for word in sorted(set(phases or ()) - set(Phase)):
                expected = message("expected.one_of", choices=tuple(Phase))
                yield finding("transfer_rules", part, row, "phases", "UNKNOWN_CHOICE", expected, word)


def _check_hierarchies(records: Records, merged: Snapshot) -> Iterator[Finding]:
    for name, column in HIERARCHIES.items():
        if name not in records:
            continue
        looping = _on_cycles(merged.lookup(name, column))
        yield from at_ids(
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
    runs = merged.lookup("facilities", "technology")
    owner = merged.lookup("ports", "technology")
    direction = merged.lookup("ports", "direction")
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
        yield from at_ids(records, "linkages", column, merged, items.__contains__, code, expected)


def _check_directed_uses(records: Records) -> Iterator[Finding]:
    """Find exemptions that name no waste: they would free all or nothing."""
    if "directed_uses" in records:
        part = records["directed_uses"]
        for row, (material, codes) in enumerate(
            zip(part["material"].to_pylist(), part["hw_codes"].to_pylist(), strict=True)
        ):
            if material is None and not codes:
                yield finding(
                    "directed_uses", part, row, "material", "MISSING_VALUE", message("expected.named_waste")
                )


def _check_projects(records: Records, merged: Snapshot) -> Iterator[Finding]:
    """Find stages that run backward, or against the state of a facility, and facilities decided twice."""
    if "projects" not in records:
        return
    part, states = records["projects"], merged.lookup("facilities", "state")
    decided: dict[str, list[str]] = {}
    for id, facilities in merged.lookup("projects", "facilities").items():
        for facility in facilities or ():
            decided.setdefault(facility, []).append(id)
    stages = [stage.value for stage in ProjectStage]
    for row, item in enumerate(part.to_pylist()):
        known = [stage for stage in stages if item[stage] is not None]
        for before, after in pairwise(known):
            if item[after] < item[before]:
                expected = message("expected.not_below", other=before)
                yield finding("projects", part, row, after, "STAGE_BACKWARD", expected)
        reached = item["stage"]
        if known and reached in stages and stages.index(known[-1]) > stages.index(reached):
            expected = message("expected.stage_reached", stage=known[-1])
            yield finding("projects", part, row, "stage", "STAGE_BACKWARD", expected)
        for facility in item["facilities"] or ():
            if reached in stages and states.get(facility) in _AGAINST[reached == stages[-1]]:
                expected = message("expected.stage_of", facility=facility, state=states[facility])
                yield finding("projects", part, row, "stage", "STAGE_BACKWARD", expected)
            others = tuple(other for other in decided.get(facility, ()) if other != item["id"])
            if others:
                expected = message("expected.decided_once", other=others)
                yield finding("projects", part, row, "facilities", "DECIDED_TWICE", expected, facility)
