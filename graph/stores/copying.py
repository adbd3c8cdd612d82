"""A park from one store to another, losing nothing: rows, linkages and their events, load tags."""

from __future__ import annotations

from graph.errors import SymbioflowError
from graph.snapshot import Snapshot
from graph.stores.protocol import Store


def copy(source: Store, target: Store) -> dict[str, int]:
    """Copy everything from `source` into `target` and return rows per table.

    The target may hold an older state of the same park, but no row that the source does not have. The
    data version is the target's own count and is not copied.

    Raises
    ------
    SymbioflowError
        ``COPY_DIFFERS`` if the target holds other rows, ``VERSION_CONFLICT`` if a linkage went on there
        (nothing is written then); ``COPY_DIFFERS`` if it gives back other things afterwards.
    """
    dump = source.dump()
    snapshot = dump.snapshot
    target.ensure_schema()
    _refuse_other_rows(snapshot, target)
    counts = target.upsert(snapshot.tables, dump.tags)
    written = target.read()
    if written.fingerprint != snapshot.fingerprint:
        differing = [name for name in snapshot.tables if written.tables[name] != snapshot.tables[name]]
        raise SymbioflowError("COPY_DIFFERS", target=target.url, source=source.url, tables=tuple(differing))
    return counts


def _refuse_other_rows(snapshot: Snapshot, target: Store) -> None:
    for name, part in target.read().tables.items():
        known = set(snapshot.tables[name]["id"].to_pylist())
        other = next((id_ for id_ in part["id"].to_pylist() if id_ not in known), None)
        if other is not None:
            raise SymbioflowError("COPY_DIFFERS.other_row", target=target.url, table=name, row=other)
