"""Files of strangers as grids of cells, and nothing beyond the file: no links followed, no formula computed.

What a file is follows from its content, not from its ending. Limits are checked before anything is unpacked;
what cannot be read is refused in words that say the way out. What the cells mean is for others to say.
"""

from ingest.grids.grid import (
    FAULTS,
    MOST_COLUMNS,
    Cell,
    Fault,
    Grid,
    Merge,
    Opened,
    Room,
    Source,
    columns_at_most,
    refused,
    rows_at_most,
)
from ingest.grids.opening import open_grids, read_source
from ingest.grids.packages import leads_out
from ingest.grids.text import decode, delimiter_of, mostly_utf8

__all__ = [
    "FAULTS",
    "MOST_COLUMNS",
    "Cell",
    "Fault",
    "Grid",
    "Merge",
    "Opened",
    "Room",
    "Source",
    "columns_at_most",
    "decode",
    "delimiter_of",
    "leads_out",
    "mostly_utf8",
    "open_grids",
    "read_source",
    "refused",
    "rows_at_most",
]
