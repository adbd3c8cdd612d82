"""Files and tables in and out: columns, cleaning, the report of what was refused, the load, the seed park.

Knows how people write tables (CSV, Excel, data packages, Chinese and English headers, 万吨 and 亿元); what
the values mean is the graph's business.
"""

from ingest.descriptors import descriptor
from ingest.export import export_folder, export_workbook
from ingest.loading import LoadReport, load, load_seed, seed_records
from ingest.reading import Reading, SheetRead, read
from ingest.rows import PlainRow, read_rows

__all__ = [
    "LoadReport",
    "PlainRow",
    "Reading",
    "SheetRead",
    "descriptor",
    "export_folder",
    "export_workbook",
    "load",
    "load_seed",
    "read",
    "read_rows",
    "seed_records",
]
