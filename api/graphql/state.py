"""Which state of the graph answers a request: its fingerprint, version and rows, and what was loaded last."""

from __future__ import annotations

import strawberry

from api.graphql.nodes import described
from api.views import View
from graph.tables import TABLES


@described
class TableCount:
    """How many rows one table of the graph has."""

    table: str = strawberry.field(description="Name of the table, as in files.")
    rows: int = strawberry.field(description="How many rows.")


@described
class LastLoad:
    """What was loaded last and still holds, and what it changed."""

    number: int = strawberry.field(description="1 for the first load of the store.")
    at: str = strawberry.field(description="When it was made, ISO 8601.")
    new: int = strawberry.field(description="Rows that were not there before.")
    changed: int = strawberry.field(description="Rows that stand with other values than before.")
    gone: int = strawberry.field(description="Rows that it deleted.")


@described
class SnapshotInfo:
    """The unchanging copy of the graph that this request is answered from."""

    fingerprint: str = strawberry.field(description="SHA-256; equal content gives an equal fingerprint.")
    data_version: int = strawberry.field(description="Rises by one with every change of the store.")
    counts: list[TableCount] = strawberry.field(
        description="Rows of every table.", metadata={"size": len(TABLES)}
    )
    last_load: LastLoad | None = strawberry.field(
        description="The newest load that was not taken back; null where nothing was loaded from files."
    )


def snapshot_info(view: View) -> SnapshotInfo:
    """Return what a view is a copy of."""
    last = next((load for load in reversed(view.loads) if not load.undone), None)
    return SnapshotInfo(
        fingerprint=view.snapshot.fingerprint,
        data_version=view.version,
        counts=[TableCount(table=name, rows=view.snapshot.count(name)) for name in TABLES],
        last_load=None
        if last is None
        else LastLoad(number=last.number, at=last.at, new=last.new, changed=last.changed, gone=last.gone),
    )
