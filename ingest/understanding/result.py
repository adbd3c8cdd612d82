"""The words of what was understood: sheets, columns, typed rows, what was left out, remarks and questions.

Everything is frozen and says its place, so that a face can show why a thing was read as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache

from graph.errors import Problem
from ingest.quantities import Note, Written
from ingest.words import key_of

#: An answer that leaves a thing out.
LEAVE_OUT = "-"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    index : int
        Position in the sheet, from 0.
    header : str
        As it stands there; levels joined with ``/``.
    field : str
        A field of `fields.csv`; empty where the header means none that is known.
    unit : str
        Read out of the header, the title or a row of units; empty where none stands there.
    year : int
        0 where the header names none.
    basis : {"", "wet", "dry"}
    likeness : float
        0 to 1: how sure the field is; 1 for a spelling that is listed.
    aside : bool
        True where the column is left aside: line numbers, contacts, remarks, and what is not known.
    month : int
        1 to 12 where the column holds one month of the year, 13 to 16 for a quarter, 17 and 18 for half a
        year, 0 elsewhere.
    per : {"", "d", "h", "month"}
        The time that the header's words say its amounts are of.
    """

    index: int
    header: str
    field: str
    unit: str
    year: int
    basis: str
    likeness: float
    aside: bool
    month: int = 0
    per: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is no data, and why: ``TITLE``, ``TOTAL``, ``SIGNATURE``, ``NOTE``, ``SECTION`` ..."""

    row: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity of one cell.

    Attributes
    ----------
    field : str
    year : int
        The year it is of; 0 where nothing says it.
    low, likely, high : float
        In `unit`.
    unit : str
        Canonical (``t/yr``, ``t``, ``m3/yr``, ``mass %``, ``CNY/t``); empty where nothing says it.
    basis : {"", "wet", "dry"}
    note : Note
        What the writing said beside the number: about, a range, at most.
    months : tuple of float
        Twelve amounts, January first, where all of them stand in columns of their own.
    """

    field: str
    year: int
    low: float
    likely: float
    high: float
    unit: str
    basis: str
    note: Note
    months: tuple[float, ...] = ()


def amount_of(field: str, year: int, written: Written) -> Amount:
    """Return a written quantity as the amount of a field and year."""
    ends = (written.low, written.likely, written.high)
    return Amount(field, year, *ends, written.unit, written.basis, written.note)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of data.

    Attributes
    ----------
    number : int
        As a person counts in the sheet.
    texts : mapping of str to str
        Field -> text as written; codes among them.
    amounts : tuple of Amount
    on : date or None
        Day of a dated record.
    year, month : int
        0 where nothing says them.
    unknown : frozenset of str
        Fields of amounts of which the row says that nobody knows them.
    nothing : frozenset of str
        Those of which it says that there is none: 无, a dash.
    """

    number: int
    texts: Mapping[str, str]
    amounts: tuple[Amount, ...]
    on: date | None
    year: int
    month: int
    unknown: frozenset[str] = frozenset()
    nothing: frozenset[str] = frozenset()

    def amount(self, field: str, year: int = 0) -> Amount | None:
        """Return the amount of a field, of the latest year unless one is named."""
        found = [item for item in self.amounts if item.field == field and year in (0, item.year)]
        return max(found, key=lambda item: item.year, default=None)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a reader should know, decided without asking: what was filled, converted or found odd."""

    code: str
    row: int
    column: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What could not be decided.

    Attributes
    ----------
    id : str
        Made of what is asked, not of the file, so that an answer serves next year's file too.
    file, sheet : str
    row : int
        0 where the whole sheet or column is meant.
    column : str
        Header; empty where the whole sheet is meant.
    code : str
        What is asked; `ingest.understanding.say` puts it into words.
    values : tuple of str
        What stands in those words.
    options : tuple of str
        Answers to choose from, the likeliest first; empty where a number or text is asked for.
    """

    id: str
    file: str
    sheet: str
    row: int
    column: str
    code: str
    values: tuple[str, ...]
    options: tuple[str, ...]


@lru_cache(maxsize=1024)
def question_id(code: str, text: str) -> str:
    """Return the id of a question: what is asked, of which words."""
    return f"{code}:{key_of(text)}" if text else code


class Doubted(Enum):
    """What contradicts an amount: what no works gives off, another year's amount, or the size of a plant.

    Each with the codes of the questions about the unit of a column and about one amount.
    """

    MOST = ("UNIT_MOST", "AMOUNT_MOST")
    YEAR = ("UNIT_YEAR", "AMOUNT_YEAR")
    CAPACITY = ("UNIT_CAPACITY", "AMOUNT_CAPACITY")

    @property
    def of_unit(self) -> str:
        """Code of the question which unit a column of such amounts is in."""
        return self.value[0]

    @property
    def of_amount(self) -> str:
        """Code of the question what one such amount is."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of one sheet; a sheet without a table stands there too, with its kind saying why.

    Attributes
    ----------
    kind : str
        A kind of `kinds.csv`, or ``notes``, ``hidden``, ``empty``, ``unknown``.
    header_rows : tuple of int
    firm : str
        The one firm of the table, from a title or a section; empty where a column says it or nothing does.
    year : int
        From a title, the sheet's or the file's name; 0 where nothing says it.
    form_number : str
        Of a statutory record, from its head.
    facts : mapping of str to str
        The other fields that titles name, such as ``source_unit``.
    """

    file: str
    sheet: str
    kind: str
    header_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    left_out: tuple[LeftOut, ...]
    rows: tuple[Row, ...]
    firm: str
    year: int
    form_number: str
    facts: Mapping[str, str]
    remarks: tuple[Remark, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """What all files say.

    Attributes
    ----------
    problems : tuple of Problem
        Files that were refused and cells that hold no value; `Problem.text` says them.
    """

    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """Return the questions of all sheets, each id once."""
        found: dict[str, Question] = {}
        for sheet in self.sheets:
            for question in sheet.questions:
                found.setdefault(question.id, question)
        return tuple(found.values())
