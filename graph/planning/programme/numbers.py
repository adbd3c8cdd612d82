"""Numbers that no plan can be made of: refused by table, row and column before anything is computed."""

from __future__ import annotations

import numpy as np
import pyarrow.compute as pc

from graph.errors import SymbioflowError
from graph.snapshot import Snapshot
from graph.tables import TABLES, Kind

#: What a plan reads.
_READ = (
    "emission_factors",
    "facilities",
    "limits",
    "linkages",
    "ports",
    "prices",
    "technologies",
    "transport_rates",
    "waste_streams",
)
#: Rows that one refusal names at most.
_NAMED = 5


def refuse_bad_numbers(snapshot: Snapshot) -> None:
    """Refuse amounts, prices and factors that are no finite numbers, or lie below what they may be.

    Raises
    ------
    SymbioflowError
        ``BAD_NUMBER`` naming table, row and column.

    Examples
    --------
    >>> refuse_bad_numbers(Snapshot.of([]))
    """
    found = [
        f"{name} {row}, column {column}: {value}"
        for name in _READ
        for column, row, value in _bad(snapshot, name)
    ]
    if found:
        more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
        raise SymbioflowError("BAD_NUMBER", places=f"{'; '.join(found[:_NAMED])}{more}")


def _bad(snapshot: Snapshot, name: str) -> list[tuple[str, str, float]]:
    table = snapshot.tables[name]
    found: list[tuple[str, str, float]] = []
    for column in TABLES[name].columns:
        if column.kind is not Kind.NUMBER:
            continue
        known = pc.is_valid(table[column.name]).to_numpy(zero_copy_only=False).astype(bool)
        values = snapshot.numbers(name, column.name)
        least = (
            -np.inf if column.measure is None or column.measure.minimum is None else column.measure.minimum
        )
        bad = known & ~(np.isfinite(values) & (values >= least))
        found.extend(
            (column.name, str(table["id"][int(row)].as_py()), float(values[row]))
            for row in np.flatnonzero(bad)
        )
    return found
