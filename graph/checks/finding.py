"""One broken rule, and how rules place what they find."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.snapshot import Records, Snapshot
from graph.wording import Message, message


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
        return message("finding", **{field.name: getattr(self, field.name) for field in fields(self)}).text(
            language
        )

    def __str__(self) -> str:
        return self.text("en")


def finding(
    table: str, part: pa.Table, row: int, column: str, code: str, expected: Message, value: Any = None
) -> Finding:
    """Return a rule broken in a row of a part; the value that stands there, unless another is given."""
    shown = part[column][row].as_py() if value is None and column in part.schema.names else value
    text = "" if shown is None else f"{shown:g}" if isinstance(shown, float) else str(shown)
    return Finding(table, row, str(part["id"][row].as_py() or ""), column, code, text, expected)


def rows_where(mask: Any) -> list[int]:
    """Return the rows where a condition holds (not where it is unknown)."""
    plain = pc.fill_null(mask, False).to_numpy(zero_copy_only=False)
    return [int(row) for row in np.flatnonzero(plain)]


def at_ids(
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
                yield finding(name, part, row, column, code, expected)
    whole = merged.tables[name]
    for row, item in enumerate(whole["id"].to_pylist()):
        if item is not None and item not in here and broken(item):
            found = finding(name, whole, row, column, code, expected)
            yield Finding(name, -1, found.id, column, code, found.value, expected)
