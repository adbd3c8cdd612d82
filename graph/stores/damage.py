"""What is wrong with a store itself: a value that no program of ours wrote, a column that is gone, and so on.

Both adapters name damage alike: where it is (table, row, column), what stands there, and what was expected.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph.errors import EXIT_STORE_UNREACHABLE, SymbioflowError
from graph.tables import TABLES, Column, Kind, Table
from graph.wording import Message, message

#: Whole numbers up to here are kept by a column of numbers as they are.
_EXACT = 2**53
#: A damaged value is shown up to here.
_SHOWN = 60

_EXPECTED = {
    Kind.TEXT: "damage.text",
    Kind.NUMBER: "damage.number",
    Kind.INTEGER: "damage.number",
    Kind.FLAG: "damage.flag",
    Kind.DATE: "damage.date",
    Kind.TEXTS: "damage.list",
    Kind.NUMBERS: "damage.list",
}


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that is wrong with a store.

    Attributes
    ----------
    what : Message
        Where and what, in one sentence.
    remedy : Message
        What can be done.
    """

    what: Message
    remedy: Message


def damaged_values(table: Table, rows: Iterable[Sequence[Any]]) -> Iterator[Damage]:
    """Yield every value that cannot stand in its column.

    Parameters
    ----------
    rows : iterable of sequence
        Values in the order of the table's columns, the first one the id; what could not be understood stands
        as it was found.
    """
    for row in rows:
        for column, value in zip(table.columns, row, strict=True):
            expected = _broken(column, value)
            if expected is not None:
                yield damaged_value(table.name, str(row[0]), column.name, value, expected)


def damaged_value(
    table: str, row: str, column: str, value: Any, expected: Message, remedy: str = "remedy.value"
) -> Damage:
    """Return the damage of one value, by its place; `remedy` is the key of what can be done."""
    shown = repr(value)[:_SHOWN]
    return Damage(
        message("damage.value", table=table, row=row, column=column, value=shown, expected=expected),
        message(remedy),
    )


def damaged_rows(found: Mapping[str, Sequence[Sequence[Any]]]) -> Iterator[Damage]:
    """Yield what is wrong with the rows of a whole store: values, and references to rows that are not there.

    Parameters
    ----------
    found : mapping of str to sequence
        Table -> its rows, as `damaged_values` takes them.
    """
    ids = {name: {str(row[0]) for row in rows} for name, rows in found.items()}
    for name, rows in found.items():
        table = TABLES[name]
        yield from damaged_values(table, rows)
        for at, column in enumerate(table.columns):
            if column.references is None:
                continue
            known = ids.get(column.references, set())
            for row in rows:
                named = row[at] if isinstance(row[at], list) else [row[at]]
                for value in named:
                    if isinstance(value, str) and value not in known:
                        at_row = {"table": name, "row": str(row[0]), "column": column.name, "value": value}
                        what = message("damage.reference", target=column.references, **at_row)
                        yield Damage(what, message("remedy.value"))


def damaged(url: str, damage: Damage) -> SymbioflowError:
    """Return the refusal to read a store that is damaged."""
    return SymbioflowError("STORE_DAMAGED", exit_code=EXIT_STORE_UNREACHABLE, url=url, what=damage.what)


def damaged_layout(reason: str) -> Damage:
    """Return the damage of tables or columns that are not there."""
    return Damage(message("damage.layout", reason=reason), message("remedy.restore"))


def damaged_row(table: str, row: str) -> Damage:
    """Return the damage of a row that stands twice."""
    return Damage(message("damage.twice", table=table, row=row), message("remedy.restore"))


def damaged_relation(
    key: str, table: str, row: str, column: str, kind: str, target: str, value: str
) -> Damage:
    """Return the damage of a relationship: ``damage.unrelated``, or ``damage.stray`` that no column names."""
    return Damage(
        message(key, table=table, row=row, column=column, kind=kind, target=target, value=value),
        message("remedy.relation"),
    )


def damaged_meta(name: str) -> Damage:
    """Return the damage of a store that does not say what it is."""
    return Damage(message("damage.meta", name=name), message("remedy.restore"))


def _broken(column: Column, value: Any) -> Message | None:
    """Return what was expected where a value cannot stand in a column; None where it can."""
    if value is None:
        return None if column.nullable else message("damage.missing")
    if not _is_of(column.kind, value):
        return message(_EXPECTED[column.kind])
    words = value if isinstance(value, list) else [value]
    if column.choices and not set(words) <= set(column.choices):
        return message("damage.choice", choices=tuple(column.choices))
    return None


def _is_of(kind: Kind, value: Any) -> bool:
    if kind is Kind.TEXTS:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if kind is Kind.NUMBERS:
        return isinstance(value, list) and all(_is_number(item) for item in value)
    if kind is Kind.NUMBER:
        return _is_number(value)
    if kind is Kind.INTEGER:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, {Kind.FLAG: bool, Kind.DATE: date}.get(kind, str))


def _is_number(value: Any) -> bool:
    if isinstance(value, int):
        return not isinstance(value, bool) and abs(value) <= _EXACT
    return isinstance(value, float) and math.isfinite(value)
