"""Names in place of ids: a unique name of a row, in either language, means that row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.errors import Problem
from graph.snapshot import Snapshot
from graph.tables import TABLES
from graph.wording import folded, message
from ingest.strict.parts import Part

_NAMES = ("name_zh", "name_en", "title_zh", "title_en", "synonyms_zh", "synonyms_en", "citation")


def resolve_names(parts: Sequence[Part], before: Snapshot, problems: list[Problem]) -> None:
    """Put ids where unique names of the rows meant stand."""
    ids: dict[str, set[str]] = {}
    names: dict[str, dict[str, set[str]]] = {}

    def known(table: str) -> tuple[set[str], dict[str, set[str]]]:
        if table not in ids:
            ids[table], names[table] = _ids_and_names(table, parts, before)
        return ids[table], names[table]

    for part in parts:
        for column in part.table.columns:
            if not column.references:
                continue
            there, called = known(column.references)
            values = list(part.values[column.name])
            for position, value in enumerate(values):
                several = value if isinstance(value, list) else [value]
                found = [_meant(item, there, called) for item in several]
                for item, meant in zip(several, found, strict=True):
                    if len(meant) > 1:
                        expected = message("expected.shared_name", table=column.references, ids=tuple(meant))
                        place = (position, column.name)
                        problems.append(part.problem(*place, "UNKNOWN_REFERENCE", item, expected))
                        part.refused.add(place)
                if any(meant for meant in found):
                    new = [meant[0] if meant else item for item, meant in zip(several, found, strict=True)]
                    values[position] = new if isinstance(value, list) else new[0]
            part.values[column.name] = values


def _meant(item: str | None, ids: set[str], names: Mapping[str, set[str]]) -> list[str]:
    if item is None or item in ids:
        return []
    return sorted(names.get(folded(item), ()))


def _ids_and_names(
    table: str, parts: Sequence[Part], before: Snapshot
) -> tuple[set[str], dict[str, set[str]]]:
    """Return the ids of a table, and whose each name is: whoever bears it comes before a synonym."""
    ids: set[str] = set()
    names: dict[str, set[str]] = {}
    synonyms: dict[str, set[str]] = {}
    columns = [name for name in _NAMES if name in TABLES[table].schema.names]
    stored = before.tables[table]
    known = {name: stored[name].to_pylist() for name in ["id", *columns]}
    for values in [known, *(part.values for part in parts if part.table.name == table)]:
        ids.update(filter(None, values["id"]))
        for column in columns:
            called = synonyms if column.startswith("synonyms") else names
            for item, value in zip(values["id"], values[column], strict=True):
                for name in value if isinstance(value, list) else [value]:
                    if name and item:
                        called.setdefault(folded(name), set()).add(item)
    return ids, synonyms | names
