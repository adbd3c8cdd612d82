"""Loading: read, check against what the store holds, and write all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.messages import Message
from graph.snapshot import Records
from graph.stores.protocol import Store
from ingest.descriptors import DESCRIPTOR, SEED_FOLDER
from ingest.reading import SheetRead, read

#: Load tag of the seed park.
SEED_TAG = "seed"


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load wrote.

    Attributes
    ----------
    load_tag : str
        Under which the rows can be deleted again.
    rows : mapping of str to int
        Table -> rows written.
    replaced : int
        Rows of them that replaced one with the same id.
    sheets : tuple of SheetRead
        What was read, with the encoding found.
    warnings : tuple of Message
        What was taken for granted.
    """

    load_tag: str
    rows: Mapping[str, int]
    replaced: int
    sheets: tuple[SheetRead, ...]
    warnings: tuple[Message, ...]


def load(store: Store, path: str | Path, load_tag: str | None = None, table: str = "") -> LoadReport:
    """Read a file or folder and write it to a store in one transaction.

    Parameters
    ----------
    path : path
        A CSV file, an Excel workbook, a ``datapackage.json`` or a folder of such files.
    load_tag : str, optional
        By default the name of the file or folder.
    table : str, optional
        The table of a CSV file whose name does not say it.

    Raises
    ------
    graph.errors.RefusedInput
        With every problem; the store is as it was.
    """
    known = store.read()
    reading = read(path, known, table)
    tag = load_tag or Path(path).resolve().name
    replaced = sum(
        int((known.positions(name, part["id"].to_pylist()) >= 0).sum())
        for name, part in reading.records.items()
    )
    rows = store.upsert(reading.records, tag)
    return LoadReport(tag, rows, replaced, reading.sheets, reading.warnings)


def seed_records() -> Records:
    """Return the seed park, through the same checks as any file."""
    return read(SEED_FOLDER / DESCRIPTOR).records


def load_seed(store: Store) -> LoadReport:
    """Load the seed park into a store."""
    return load(store, SEED_FOLDER / DESCRIPTOR, SEED_TAG)
