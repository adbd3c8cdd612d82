"""Tables whose columns are the graph's own: sheets to rows with all their mistakes, and rows to files."""

from ingest.strict.cells import date_of, text_of
from ingest.strict.descriptors import (
    DESCRIPTOR,
    SEED_FOLDER,
    descriptor,
    seed_descriptor,
    write_descriptor,
)
from ingest.strict.export import LONGEST_CELL, export_folder, export_workbook, finish_export
from ingest.strict.reading import Reading, SheetRead, read
from ingest.strict.rows import PlainRow, read_rows
from ingest.strict.sheets import FORMULA

__all__ = [
    "DESCRIPTOR",
    "FORMULA",
    "LONGEST_CELL",
    "SEED_FOLDER",
    "PlainRow",
    "Reading",
    "SheetRead",
    "date_of",
    "descriptor",
    "export_folder",
    "export_workbook",
    "finish_export",
    "read",
    "read_rows",
    "seed_descriptor",
    "text_of",
    "write_descriptor",
]
