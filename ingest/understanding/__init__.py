"""Foreign sheets understood: from the bytes of files as their owners have them to typed rows, and questions.

Pure functions. Each reading has a likeness; what is not sure enough becomes a question, and answers given
before settle it. Which material a text means, which ids things get and what is stored is for others to say.
"""

from ingest.grids import Source, read_source
from ingest.quantities import Note
from ingest.understanding.heads import LEAST, TAKEN, Kind, field_spelled, field_types, kind_named, kinds
from ingest.understanding.ledgers import WeighedFlow, YearSum, weighed_flows, year_sums
from ingest.understanding.result import (
    LEAVE_OUT,
    Amount,
    Column,
    Doubted,
    LeftOut,
    Question,
    Remark,
    Row,
    Sheet,
    Understood,
    amount_of,
    question_id,
)
from ingest.understanding.rows import OF_A_PART, unit_doubted
from ingest.understanding.sentences import field_title, kind_title, option_title, reason, say
from ingest.understanding.telling import UNUSED
from ingest.understanding.understand import understand

__all__ = [
    "LEAST",
    "LEAVE_OUT",
    "OF_A_PART",
    "TAKEN",
    "UNUSED",
    "Amount",
    "Column",
    "Doubted",
    "Kind",
    "LeftOut",
    "Note",
    "Question",
    "Remark",
    "Row",
    "Sheet",
    "Source",
    "Understood",
    "WeighedFlow",
    "YearSum",
    "amount_of",
    "field_spelled",
    "field_title",
    "field_types",
    "kind_named",
    "kind_title",
    "kinds",
    "option_title",
    "question_id",
    "read_source",
    "reason",
    "say",
    "understand",
    "unit_doubted",
    "weighed_flows",
    "year_sums",
]
