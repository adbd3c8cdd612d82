"""From files to checked records: what the cells mean, what follows from them, and all that is wrong.

All problems of all files are found before anything is refused. Names may stand where ids belong when they
are unique; a file without evidence of its own is its own source, graded as a company's claim.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from graph.checks import Finding, check_records
from graph.errors import Problem, RefusedInput
from graph.evidence import Grade
from graph.snapshot import Snapshot
from graph.tables import TABLES, Column, Kind
from graph.wording import Message, folded, message, spans
from ingest.quantities import unit_in
from ingest.strict.cells import UNITLESS, Refusal, read_numbers, read_plain
from ingest.strict.codes import canonical_codes
from ingest.strict.descriptors import DESCRIPTOR, check_constraints, is_inside, read_descriptor
from ingest.strict.names import resolve_names
from ingest.strict.parts import (
    DEFAULTS,
    GENERATED_IDS,
    NEEDED_TEXT,
    OPEN_UP_TO,
    Part,
    missing_columns,
    part_of,
)
from ingest.strict.sheets import Sheet, read_csv, read_workbook
from ingest.strict.target_units import TargetUnits
from ingest.words import listed

_ENDS = ("low", "likely", "high")
#: Rows that are judged although their header lacks a column: a person corrects both at once.
_JUDGED = 5_000


@dataclass(frozen=True, slots=True)
class SheetRead:
    """One table read from one file or sheet."""

    file: str
    sheet: str
    table: str
    rows: int
    encoding: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Records that passed every check, and how they were read."""

    records: Mapping[str, pa.Table]
    sheets: tuple[SheetRead, ...]
    warnings: tuple[Message, ...]


def read(paths: str | Path | Iterable[str | Path], known: Snapshot | None = None, table: str = "") -> Reading:
    """Read files into records that keep every rule of the graph.

    Parameters
    ----------
    paths : path or several
        A CSV file, an Excel workbook, a ``datapackage.json`` or a folder of such files.
    known : Snapshot, optional
        The rows that are there already; references, names and units of materials are looked up in it too.
    table : str, optional
        The table of a CSV file whose name does not say it.

    Raises
    ------
    RefusedInput
        With every problem of all files, sorted by file, sheet, row and column.
    """
    before = known if known is not None else Snapshot.from_records({})
    several = [Path(paths)] if isinstance(paths, str | Path) else [Path(path) for path in paths]
    problems: list[Problem] = []
    sheets = [pair for path in several for pair in _sheets_of(path, table, problems)]
    parts = [part for sheet, name in sheets if (part := part_of(sheet, name, problems)) is not None]
    lacking = {(found.file, found.sheet) for found in problems if found.code == "MISSING_COLUMN"}
    rows_lacking = sum(
        len(part.sheet.rows) for part in parts if (part.sheet.file, part.sheet.name) in lacking
    )
    if rows_lacking > _JUDGED or any(found.code == "TOO_MANY_ROWS" for found in problems):
        # Every row lacks what the header lacks; who must write the file anew need not wait for that.
        raise RefusedInput(tuple(sorted(set(problems))))
    for part in parts:
        _read_plain_columns(part, problems)
    canonical_codes(parts, before, problems)
    resolve_names(parts, before, problems)
    units = TargetUnits(((part.table.name, part.values) for part in parts), before)
    for part in parts:
        _read_quantities(part, units, problems)
        _complete(part)
    records = _records(parts)
    problems += _placed(check_records(records, before), parts, several)
    if not sheets and not problems:
        expected = message("expected.header")
        problems = [Problem(path.name, "", 0, "", "NO_ROWS", "", expected) for path in several]
    if problems:
        raise RefusedInput(tuple(sorted(set(problems))))
    read_sheets = tuple(
        SheetRead(
            part.sheet.file, part.sheet.name, part.table.name, len(part.sheet.rows), part.sheet.encoding
        )
        for part in parts
    )
    return Reading(records, read_sheets, _warnings(parts))


def _sheets_of(path: Path, table: str, problems: list[Problem]) -> list[tuple[Sheet, str]]:
    """Return the sheets of a path, each with the name that says its table."""
    if path.is_dir() and not (path / DESCRIPTOR).exists():
        inside = sorted(item for item in path.iterdir() if item.suffix.lower() in (".csv", ".xlsx"))
        named = [item for item in inside if not item.name.startswith((".", "~$"))]
        files = [item for item in named if is_inside(item, path)]
        for item in named:
            if item not in files:
                expected = message("expected.inside")
                problems.append(Problem(item.name, "", 0, "", "UNSAFE_PATH", "", expected))
        if not named:
            expected = message("expected.table_file")
            problems.append(Problem(path.name, "", 0, "", "MISSING_FILE", "", expected))
        return [pair for item in files for pair in _sheets_of(item, table, problems)]
    path = path / DESCRIPTOR if path.is_dir() else path
    if not path.is_file():
        problems.append(Problem(path.name, "", 0, "", "MISSING_FILE", "", message("expected.file")))
        return []
    suffix = path.suffix.lower()
    if suffix == ".json":
        return _package_sheets(path, problems)
    if suffix == ".xlsx":
        sheets = read_workbook(path, problems)
        return [(sheet, sheet.name) for sheet in sheets if folded(sheet.name) not in listed("sheet", "notes")]
    if suffix == ".csv":
        return [(sheet, table or path.stem) for sheet in read_csv(path, problems)]
    expected = message("expected.table_file")
    problems.append(Problem(path.name, "", 0, "", "NOT_READABLE", path.suffix, expected))
    return []


def _package_sheets(path: Path, problems: list[Problem]) -> list[tuple[Sheet, str]]:
    pairs: list[tuple[Sheet, str]] = []
    for resource in read_descriptor(path, problems):
        for file in resource.paths:
            if not file.is_file():
                expected = message("expected.file")
                problems.append(Problem(file.name, "", 0, "", "MISSING_FILE", "", expected))
                continue
            for sheet in read_csv(file, problems, resource.encoding, resource.delimiter):
                plain = sheet.without(resource.missing)
                problems += check_constraints(resource, plain)
                pairs.append((plain, resource.name))
    return pairs


def _read_plain_columns(part: Part, problems: list[Problem]) -> None:
    """Read every column that carries no unit; quantities need the materials' units first."""
    for column in part.table.columns:
        if column.kind is Kind.NUMBER:
            continue
        refusals: list[Refusal] = []
        part.values[column.name] = read_plain(column, part.cells(column), refusals)
        _refuse(part, column, refusals, problems)


def _read_quantities(part: Part, units: TargetUnits, problems: list[Problem]) -> None:
    for column in part.table.columns:
        if column.kind is not Kind.NUMBER:
            continue
        cells = part.cells(column)
        written = part.headings[column.name][1].unit if column.name in part.headings else ""
        if column.measure is None or column.measure.unit in UNITLESS:
            written = ""
        refusals: list[Refusal] = []
        if written and unit_in(written) is None:
            place = (part.sheet.file, part.sheet.name, part.sheet.header_row, part.header(column.name))
            expected = message("expected.unit", unit=units.of(part.table, column, part.values, 0)[0])
            problems.append(Problem(*place, "UNKNOWN_UNIT", written, expected))
            part.refused.update((position, column.name) for position in range(len(cells)))
            part.values[column.name] = [None] * len(cells)
            continue
        targets = _targets(part, column, units)
        # Only the likely end of a range has ends beside it that a written range can fill.
        remarks = part.remarks.setdefault(column.name, {}) if column.range_end == "likely" else None
        part.values[column.name] = read_numbers(cells, written, targets, refusals, remarks)
        _refuse(part, column, refusals, problems)


def _targets(part: Part, column: Column, units: TargetUnits) -> Callable[[int], Sequence[str]]:
    return lambda position: units.of(part.table, column, part.values, position)


def _refuse(part: Part, column: Column, refusals: Iterable[Refusal], problems: list[Problem]) -> None:
    cells = part.cells(column)
    for refusal in refusals:
        part.refused.add((refusal.position, column.name))
        value = cells[refusal.position]
        problems.append(part.problem(refusal.position, column.name, refusal.code, value, refusal.expected))


def _complete(part: Part) -> None:
    """Fill in what a file may leave out: ends of ranges, evidence, ids made of other columns."""
    values, count = part.values, len(part.sheet.rows)
    for column in part.table.columns:
        if column.range_end == "likely":
            name = column.name.removesuffix("_likely")
            for end in ("low", "high"):
                pairs = zip(values[f"{name}_{end}"], values[column.name], strict=True)
                filled = [likely if given is None else given for given, likely in pairs]
                for position, written in part.remarks.get(column.name, {}).items():
                    if values[f"{name}_{end}"][position] is None:
                        filled[position] = written.low if end == "low" else written.high
                values[f"{name}_{end}"] = filled
    for (table, name), most in OPEN_UP_TO.items():
        if table == part.table.name and not part.headings.keys() & {f"{name}_{end}" for end in _ENDS}:
            values[f"{name}_high"] = [max(high or 0.0, 0.0) for high in values[f"{most}_high"]]
    if part.table.name in GENERATED_IDS and "id" not in part.headings:
        keys = (values[name] for name in GENERATED_IDS[part.table.name])
        values["id"] = ["/".join(str(item) for item in key if item) for key in zip(*keys, strict=True)]
    for name in NEEDED_TEXT & values.keys():
        values[name] = [value or None for value in values[name]]
    if "sources" in values:
        given = list(zip(values["sources"], values["grade"], strict=True))
        own = [_is_own(part, position, *given[position]) for position in range(count)]
        values["sources"] = [
            [_file_source(part)] if mine else list(pair[0]) for pair, mine in zip(given, own, strict=True)
        ]
        values["grade"] = [
            Grade.COMPANY.value if pair[1] is None and (position, "grade") not in part.refused else pair[1]
            for position, pair in enumerate(given)
        ]
    if "position_grade" in values:
        given_at = zip(values["lat"], values["position_grade"], strict=True)
        values["position_grade"] = [
            Grade.COMPANY.value if grade is None and lat is not None else grade for lat, grade in given_at
        ]


def _is_own(part: Part, position: int, sources: Sequence[str], grade: str | None) -> bool:
    """Whether a row says nothing about its evidence, so that the file itself is its source."""
    if sources or (position, "grade") in part.refused:
        return False
    return grade is None or ("sources" not in part.headings and grade != Grade.ESTIMATE.value)


def _file_source(part: Part) -> str:
    return f"file:{part.sheet.file}"


def _records(parts: Sequence[Part]) -> dict[str, pa.Table]:
    """Return the tables of all parts, in the model's order, with the files that are sources themselves."""
    columns: dict[str, dict[str, list[Any]]] = {}
    own: dict[str, str] = {}
    for part in parts:
        table = columns.setdefault(part.table.name, {name: [] for name in part.table.schema.names})
        for name, values in table.items():
            values.extend(part.values[name])
        if any(_file_source(part) in sources for sources in part.values.get("sources", ())):
            own[_file_source(part)] = part.sheet.file
    if own:
        sources = columns.setdefault("sources", {name: [] for name in TABLES["sources"].schema.names})
        for item in sorted(own.keys() - set(sources["id"])):
            row = {"id": item, "citation": own[item], "url": "", "grade": Grade.COMPANY.value, "note": ""}
            for name, values in sources.items():
                values.append(row[name])
    return {
        name: pa.Table.from_pydict(columns[name], TABLES[name].schema) for name in TABLES if name in columns
    }


def _placed(findings: Iterable[Finding], parts: Sequence[Part], paths: Sequence[Path]) -> list[Problem]:
    """Return findings as problems at their place in the files, without those that follow from another."""
    places: dict[str, list[tuple[Part, int]]] = {}
    for part in parts:
        rows = places.setdefault(part.table.name, [])
        rows.extend((part, position) for position in range(len(part.sheet.rows)))
    problems = []
    for finding in findings:
        here = places.get(finding.table, [])
        if not 0 <= finding.row < len(here):
            name = paths[0].name if paths else ""
            value = f"{finding.table} {finding.id}: {finding.value}"
            problems.append(Problem(name, "", 0, finding.column, finding.code, value, finding.expected))
            continue
        part, position = here[finding.row]
        absent = finding.code == "MISSING_VALUE" and finding.column not in part.headings
        if absent and finding.column in missing_columns(part.table, part.headings):
            continue
        if not {(position, finding.column), (position, _likely(finding.column))} & part.refused:
            column = _shown_column(part, finding.column)
            problems.append(part.problem(position, column, finding.code, finding.value, finding.expected))
    return problems


def _likely(column: str) -> str:
    """Return the likely end of the range that a column is the low or high end of."""
    return re.sub("_(low|high)$", "_likely", column)


def _shown_column(part: Part, column: str) -> str:
    """Return the end of a range that the file has, where a finding is about one that it has not."""
    likely = _likely(column)
    return likely if column not in part.headings and likely in part.headings else column


def _warnings(parts: Sequence[Part]) -> tuple[Message, ...]:
    found: list[Message] = []
    for part in parts:
        place = f"{part.sheet.file}{' ' + part.sheet.name if part.sheet.name else ''}"
        if part.sheet.encoding not in ("", "utf-8"):
            found.append(message("taken.encoding", place=place, encoding=part.sheet.encoding))
        for (table, column), (_, words) in DEFAULTS.items():
            if table == part.table.name and column not in part.headings:
                found.append(message("taken.at", place=place, taken=words))
        found += _readings(part, place)
        own = sum(_file_source(part) in sources for sources in part.values.get("sources", ()))
        if own:
            found.append(message("taken.source", place=place, count=own))
    return tuple(found)


def _readings(part: Part, place: str) -> list[Message]:
    """Return how each written range, bound or approximate number was read."""
    return [
        message(
            "taken.reading",
            place=place,
            row=part.sheet.rows[position],
            given=str(part.cells(part.table.column(name))[position]),
            likely=f"{written.likely:,.10g} {written.unit}".strip(),
            ends=spans(f"{written.low:,.10g}", f"{written.high:,.10g}"),
        )
        for name, remarks in part.remarks.items()
        for position, written in remarks.items()
    ]
