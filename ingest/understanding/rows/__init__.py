"""What the rows of a sheet say: amounts, days, totals, and what has to be asked."""

from ingest.understanding.rows.columns import (
    column_headers,
    columns_of,
    doubled,
    is_balance,
    kind_of,
    part_of_year,
    shown,
    unit_doubted,
)
from ingest.understanding.rows.findings import Findings
from ingest.understanding.rows.parts_of_year import OF_A_PART, months_named, with_whole_years
from ingest.understanding.rows.remarks import (
    ENOUGH_MONTHS,
    remark_decisions,
    remark_end_of_records,
    remark_three_numbers,
)
from ingest.understanding.rows.rows import typed_rows
from ingest.understanding.rows.totals import compare_totals
from ingest.understanding.rows.voids import without_void

__all__ = [
    "ENOUGH_MONTHS",
    "OF_A_PART",
    "Findings",
    "column_headers",
    "columns_of",
    "compare_totals",
    "doubled",
    "is_balance",
    "kind_of",
    "months_named",
    "part_of_year",
    "remark_decisions",
    "remark_end_of_records",
    "remark_three_numbers",
    "shown",
    "typed_rows",
    "unit_doubted",
    "with_whole_years",
    "without_void",
]
