"""Files and tables in and out: columns, cleaning, the report of what was refused, the load, the seed park.

Knows how people write tables (CSV, Excel, data packages, Chinese and English headers, 万吨 and 亿元); what
the values mean is the graph's business. Outlines, positions, reported figures and the template
are loaded by who needs them.
"""

from ingest.changes import CellChange, RowChanges
from ingest.library import (
    Ground,
    ensure_library,
    ground_of,
    library_changes,
    library_load,
    shipped_records,
    shipped_version,
    update_library,
)
from ingest.loading import LoadReport, load, load_anning, missing_rows, now, remove_load
from ingest.strict import (
    PlainRow,
    Reading,
    SheetRead,
    descriptor,
    export_folder,
    export_workbook,
    read,
    read_rows,
)

__all__ = [
    "CellChange",
    "Ground",
    "LoadReport",
    "PlainRow",
    "Reading",
    "RowChanges",
    "SheetRead",
    "descriptor",
    "ensure_library",
    "export_folder",
    "export_workbook",
    "ground_of",
    "library_changes",
    "library_load",
    "load",
    "load_anning",
    "missing_rows",
    "now",
    "outlines",
    "positions",
    "read",
    "read_rows",
    "remove_load",
    "reported",
    "shipped_records",
    "shipped_version",
    "template",
    "update_library",
]
