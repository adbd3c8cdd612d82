"""Data packages (Frictionless Data Package, Table Schema): the descriptor of our tables, and reading one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from graph.errors import Problem, SymbioflowError
from graph.tables import TABLES, Column, Kind
from graph.units import number
from graph.wording import message
from ingest.grids import leads_out
from ingest.strict.patterns import MOST_STEPS, repeats_of, steps_of
from ingest.strict.sheets import Sheet, shortened
from ingest.words import title_of

#: The folder of the seed park, beside this package wherever it is installed.
SEED_FOLDER = Path(__file__).resolve().parents[2] / "seed_data"
DESCRIPTOR = "datapackage.json"
#: What separates the values of a list in one cell.
LIST_DELIMITER = ";"
#: Choices named to who wrote none of them.
_SHOWN = 20

_TYPES: Mapping[Kind, Mapping[str, str]] = {
    Kind.TEXT: {"type": "string"},
    Kind.NUMBER: {"type": "number"},
    Kind.INTEGER: {"type": "integer"},
    Kind.FLAG: {"type": "boolean"},
    Kind.DATE: {"type": "date"},
    Kind.TEXTS: {"type": "list", "delimiter": LIST_DELIMITER, "itemType": "string"},
    Kind.NUMBERS: {"type": "list", "delimiter": LIST_DELIMITER, "itemType": "number"},
}


@dataclass(frozen=True, slots=True)
class Resource:
    """One table of a data package and how its file is written.

    Attributes
    ----------
    name : str
        Of the resource; it says which table it is.
    paths : tuple of Path
    encoding, delimiter : str
        Empty when the descriptor does not say.
    missing : frozenset of str
        Cell texts that mean no value.
    constraints : mapping of str to mapping
        Column header -> the package's own constraints, which hold beside ours.
    """

    name: str
    paths: tuple[Path, ...]
    encoding: str
    delimiter: str
    missing: frozenset[str]
    constraints: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def descriptor(
    tables: Iterable[str] = tuple(TABLES), name: str = "symbioflow", title: str = "Symbioflow tables"
) -> dict[str, Any]:
    """Return the data package descriptor of tables, each in a CSV file of its name.

    Examples
    --------
    >>> descriptor(["parks"])["resources"][0]["path"]
    'parks.csv'
    """
    wanted = set(tables)
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": name,
        "title": title,
        "resources": [_resource(table) for table in TABLES if table in wanted],
    }


def write_descriptor(folder: Path, content: Mapping[str, Any]) -> None:
    """Write a descriptor as the package's ``datapackage.json``."""
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    (folder / DESCRIPTOR).write_text(text, encoding="utf-8")


def seed_descriptor(folder: Path = SEED_FOLDER) -> dict[str, Any]:
    """Return the descriptor of the seed park: every table that has a file there."""
    present = [table for table in TABLES if (folder / f"{table}.csv").exists()]
    return descriptor(
        present, "anning-park", "Anning industrial park, technologies, standards and precedents"
    )


def read_descriptor(path: Path, problems: list[Problem]) -> tuple[Resource, ...]:
    """Return the resources of a data package; what is wrong with its descriptor is added to `problems`."""
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
        lacking = _lacking(content)
        if lacking:
            expected = message("expected.descriptor")
            problems.append(Problem(path.name, "", 0, lacking, "NOT_A_PACKAGE", "", expected))
            return ()
        resources = tuple(_read_resource(path, item, problems) for item in content["resources"])
        return () if _named_twice(path, resources, problems) else resources
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, re.error) as error:
        expected = message("expected.descriptor")
        value = shortened(f"{type(error).__name__}: {error}")
        problems.append(Problem(path.name, "", 0, "", "NOT_READABLE", value, expected))
        return ()


def _lacking(content: Any) -> str:
    """Return the first property that a data package has and this JSON lacks; empty: it lacks none."""
    if not isinstance(content, dict) or not isinstance(content.get("resources"), list):
        return "resources"
    for place, item in enumerate(content["resources"]):
        for name in ("name", "path"):
            # A path may be a list of them.
            kind = str if name == "name" else (str, list)
            if not isinstance(item, dict) or not isinstance(item.get(name), kind):
                return f"resources[{place}].{name}"
    return ""


def _named_twice(path: Path, resources: Iterable[Resource], problems: list[Problem]) -> bool:
    """Tell a file that a package names more than once: a small one named many times is a large one."""
    named: set[Path] = set()
    for resource in resources:
        for file in (path.resolve() for path in resource.paths):
            if file in named:
                place = (path.name, "", 0, "path", "FILE_NAMED_TWICE")
                problems.append(Problem(*place, shortened(file.name), message("expected.file_once")))
                return True
            named.add(file)
    return False


def check_constraints(resource: Resource, sheet: Sheet) -> Iterator[Problem]:
    """Yield what breaks the constraints that a data package declares for itself."""
    for header in resource.constraints:
        if header not in sheet.header:
            yield Problem(
                sheet.file,
                sheet.name,
                0,
                header,
                "MISSING_COLUMN",
                "",
                message("expected.column", name=header),
            )
    for header, cells in zip(sheet.header, sheet.columns, strict=True):
        constraints = _prepared(resource.constraints.get(header, {}))
        if "pattern" in constraints and _too_long(constraints["pattern"], cells):
            expected = message("expected.pattern")
            shown = shortened(constraints["pattern"])
            yield Problem(sheet.file, sheet.name, 0, header, "UNSAFE_PATTERN", shown, expected)
            continue
        seen: set[str] = set()
        for row, cell in zip(sheet.rows, cells, strict=True):
            for rule in _broken(constraints, None if cell is None else str(cell), seen):
                expected = message("expected.rule", rule=rule)
                yield Problem(
                    sheet.file, sheet.name, row, header, "BROKEN_CONSTRAINT", shortened(cell), expected
                )


def _too_long(pattern: str, cells: Sequence[Any]) -> bool:
    """Whether a pattern's repeats on all the text of a column take longer than a person would wait."""
    repeats = repeats_of(pattern) or 0
    return sum(steps_of(repeats, str(cell)) for cell in cells if cell is not None) > MOST_STEPS


def _prepared(constraints: Mapping[str, Any]) -> dict[str, Any]:
    """Return constraints as cells are held against them: choices are found at once, bounds are read."""
    prepared = dict(constraints)
    if "enum" in constraints:
        prepared["enum"] = dict.fromkeys(map(str, constraints["enum"]))
    for rule in ("minimum", "maximum"):
        if rule in constraints:
            try:
                prepared[rule] = number(str(constraints[rule]))
            except SymbioflowError:
                del prepared[rule]
    return prepared


def _broken(constraints: Mapping[str, Any], cell: str | None, seen: set[str]) -> Iterator[str]:
    if cell is None:
        if constraints.get("required"):
            yield "required"
        return
    if "enum" in constraints and cell not in constraints["enum"]:
        more = ", ..." if len(constraints["enum"]) > _SHOWN else ""
        yield f"enum {', '.join(islice(constraints['enum'], _SHOWN))}{more}"
    if "pattern" in constraints and not re.fullmatch(constraints["pattern"], cell):
        yield f"pattern {constraints['pattern']}"
    if constraints.get("unique") and cell in seen:
        yield "unique"
    seen.add(cell)
    for rule, sign in (("minimum", 1), ("maximum", -1)):
        if rule in constraints and not _within(cell, constraints[rule], sign):
            yield f"{rule} {constraints[rule]:.12g}"


def _within(cell: str, bound: float, sign: int) -> bool:
    """Whether a number keeps to a bound; what is not a plain number is judged where cells are understood."""
    try:
        return sign * (number(cell) - bound) >= 0
    except SymbioflowError:
        return True


def _resource(table: str) -> dict[str, Any]:
    columns = TABLES[table].columns
    keys: list[dict[str, Any]] = [
        {"fields": [column.name], "reference": {"resource": column.references, "fields": ["id"]}}
        for column in columns
        if column.references and column.kind is Kind.TEXT
    ]
    schema: dict[str, Any] = {"fields": [_field(table, column) for column in columns], "primaryKey": ["id"]}
    for key in keys:
        if key["reference"]["resource"] == table:
            key["reference"] = {"fields": ["id"]}
    if keys:
        schema["foreignKeys"] = keys
    return {
        "name": table,
        "title": f"{title_of(table)} / {title_of(table, language='en')}",
        "type": "table",
        "path": f"{table}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _field(table: str, column: Column) -> dict[str, Any]:
    title = f"{title_of(table, column.name)} / {title_of(table, column.name, 'en')}"
    constraints: dict[str, Any] = {}
    if column.name == "id":
        constraints["unique"] = True
    if not column.nullable and (
        column.name == "id" or column.references or column.choices or _counted(column)
    ):
        constraints["required"] = True
    if column.kind in (Kind.TEXTS, Kind.NUMBERS):
        constraints = {}
    if column.choices:
        constraints["enum"] = list(column.choices)
    content: dict[str, Any] = {"name": column.name, "title": title, **_TYPES[column.kind]}
    if column.measure is not None:
        content["unit"] = column.measure.unit
        if column.kind is not Kind.NUMBERS:
            bounds = {"minimum": column.measure.minimum, "maximum": column.measure.maximum}
            constraints.update({rule: bound for rule, bound in bounds.items() if bound is not None})
    if column.kind is Kind.TEXTS and column.references:
        content["references"] = column.references
    if constraints:
        content["constraints"] = constraints
    return content


def _counted(column: Column) -> bool:
    """Whether a value must stand in the file: the ends of a range follow from its likely value."""
    return column.kind in (Kind.NUMBER, Kind.INTEGER, Kind.FLAG, Kind.DATE) and column.range_end in (
        "",
        "likely",
    )


def _read_resource(path: Path, item: Mapping[str, Any], problems: list[Problem]) -> Resource:
    paths = [item["path"]] if isinstance(item["path"], str) else list(item["path"])
    safe = [text for text in paths if not leads_out(text) and is_inside(path.parent / text, path.parent)]
    for text in paths:
        if text not in safe:
            expected = message("expected.inside")
            problems.append(Problem(path.name, "", 0, "path", "UNSAFE_PATH", shortened(text), expected))
    schema = item.get("schema", {})
    constraints = {part["name"]: dict(part.get("constraints", {})) for part in schema.get("fields", [])}
    for name, rules in constraints.items():
        if "pattern" in rules and repeats_of(rules["pattern"]) is None:
            shown, expected = shortened(rules.pop("pattern")), message("expected.pattern")
            problems.append(Problem(path.name, "", 0, str(name), "UNSAFE_PATTERN", shown, expected))
    missing = schema.get("missingValues", item.get("missingValues", [""]))
    return Resource(
        name=item["name"],
        paths=tuple(path.parent / text for text in safe),
        encoding=item.get("encoding", ""),
        delimiter=item.get("dialect", {}).get("delimiter", ""),
        missing=frozenset(value if isinstance(value, str) else value["value"] for value in missing),
        constraints=constraints,
    )


def is_inside(file: Path, folder: Path) -> bool:
    """Return whether a file is in a folder once every link is followed."""
    return file.resolve().is_relative_to(folder.resolve())
