"""Loading: read, check against what the store holds, and write all or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from graph.snapshot import Records, Snapshot
from graph.stores import Change, Load, Store, worked_out
from graph.wording import Message
from ingest.changes import row_changes, unwritten, without_needed
from ingest.library import anning_records, ground_of
from ingest.strict import SheetRead, finish_export, read

#: Load tag of the Anning park.
ANNING_TAG = "anning"


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load wrote.

    Attributes
    ----------
    load : Load
        The store's account of it, by whose number it can be undone.
    sheets : tuple of SheetRead
        What was read, with the encoding found.
    warnings : tuple of Message
        What was taken for granted.
    left_over : tuple of (str, str)
        Table and id of rows that an earlier load of the same tag brought and these files no longer have;
        they stay unless the load replaces.
    """

    load: Load
    sheets: tuple[SheetRead, ...]
    warnings: tuple[Message, ...]
    left_over: tuple[tuple[str, str], ...]


def load(
    store: Store,
    path: str | Path,
    load_tag: str | None = None,
    table: str = "",
    replaces: bool = False,
    with_library: bool = False,
) -> LoadReport:
    """Read a file or folder and write it to a store in one transaction.

    Parameters
    ----------
    path : path
        A CSV file, an Excel workbook, a ``datapackage.json`` or a folder of such files.
    load_tag : str, optional
        By default the name of the file or folder.
    table : str, optional
        The table of a CSV file whose name does not say it.
    replaces : bool
        Rows that an earlier load of the same tag brought and that are in these files no more are deleted.
    with_library : bool
        A store without the library gets it in the same transaction.

    Raises
    ------
    graph.errors.RefusedInput
        With every problem; the store is as it was.
    """
    finish_export(Path(path))

    def attempt() -> LoadReport:
        at = now()
        ground = ground_of(store, at, with_library)
        reading = read(path, ground.known, table)
        tag = load_tag or Path(path).resolve().name
        missing = missing_rows(store, ground.known, tag, reading.records)
        change = Change(tag, at, Path(path).name, reading.records, missing if replaces else {})
        *_, made = store.apply_all((*ground.library, change), ground.moment)
        left_over = () if replaces else row_changes(ground.known, {}, missing).gone
        return LoadReport(made, reading.sheets, reading.warnings, left_over)

    return worked_out(attempt)


def missing_rows(store: Store, known: Snapshot, tag: str, written: Records) -> Mapping[str, Sequence[str]]:
    """Return the rows that bear a tag and that `written` no longer has: table -> ids.

    A source that rows of other loads cite stays.
    """
    missing = unwritten(store.load_tags(), tag, written)
    cited_no_more = without_needed(known.with_records(written), missing).get("sources", [])
    return {name: ids for name, ids in {**missing, "sources": cited_no_more}.items() if ids}


def load_anning(store: Store) -> Load:
    """Load the Anning park in place of an earlier one, in one transaction with the library it stands on."""

    def attempt() -> Load:
        at = now()
        ground = ground_of(store, at)
        records = anning_records()
        gone = missing_rows(store, ground.known, ANNING_TAG, records)
        change = Change(ANNING_TAG, at, "seed_data", records, gone)
        return store.apply_all((*ground.library, change), ground.moment)[-1]

    return worked_out(attempt)


def remove_load(store: Store, tag: str) -> Load:
    """Delete every row that bears a tag; undoing the load that this is brings them back.

    Raises
    ------
    SymbioflowError
        ``STILL_REFERENCED`` if rows of other loads need them.
    """

    def attempt() -> Load:
        moment = store.moment()
        change = Change(tag, now(), "", {}, missing_rows(store, store.read(), tag, {}))
        return store.apply_all((change,), moment)[0]

    return worked_out(attempt)


def now() -> str:
    """Return the time as loads keep it: UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
