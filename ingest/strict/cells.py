"""Cells of one column understood: text, dates, flags, lists and quantities with units.

Every function gives a list of plain values, one for each cell, None where there is no value or the cell was
refused; a refusal is a place in the column with its code and what was expected.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar

import pyarrow as pa

from graph.errors import SymbioflowError
from graph.tables import Column, Kind
from graph.units import fits, number, quantity_in
from graph.wording import Message, folded, message
from ingest.quantities import AmbiguousNumber, Note, Written, read_written, unit_in
from ingest.words import FLAGS, choice_of

Value = TypeVar("Value")

#: Units of measures that are counted, so that no unit can stand in a cell or matters in a header.
UNITLESS = frozenset({"degrees", "TRL", "count", "table", "row"})
_SEPARATORS = re.compile(r"[;；|、]")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T ]0{1,2}:00(?::00)?)?")
_EXAMPLES: Mapping[str, str] = {
    "t/yr": "120000 or 12万吨",
    "m3/yr": "50000 or 5万立方米",
    "GJ/yr": "10000 GJ",
    "t": "3000000 or 300万吨",
    "fraction": "0.6 or 60%",
    "mass % wet": "18 or 18%",
    "km": "50",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A cell that could not be understood: its position in the column, and why."""

    position: int
    code: str
    expected: Message


def read_texts(column: Column, cells: Sequence[Any], refusals: list[Refusal]) -> list[str | None]:
    """Return text cells; words of choices become the choice they mean, empty text is '' where allowed."""
    empty = None if column.nullable or column.references or column.choices or column.name == "id" else ""
    if not column.choices:
        return [empty if cell is None else text_of(cell) for cell in cells]
    meaning = cache(lambda text: choice_of(column, text))
    expected = message("expected.one_of", choices=column.choices)
    return _understood(cells, lambda cell: meaning(text_of(cell)), refusals, "UNKNOWN_CHOICE", expected)


def read_lists(cells: Sequence[Any]) -> list[list[str]]:
    """Return cells of several texts, separated by ; ；、or | (a JSON array where texts contain those)."""
    return [[] if cell is None else _split(text_of(cell)) for cell in cells]


def read_number_lists(cells: Sequence[Any], refusals: list[Refusal]) -> list[list[float]]:
    """Return cells of several numbers, separated by ; or blanks; per cent become fractions."""
    values: list[list[float]] = []
    for position, cell in enumerate(cells):
        parts = [] if cell is None else re.split(r"[;；|、\s]+", text_of(cell).strip("[]"))
        try:
            values.append([quantity_in(part, "fraction") for part in parts if part])
        except SymbioflowError as error:
            refusals.append(Refusal(position, error.code, message("expected.numbers")))
            values.append([])
    return values


def read_flags(cells: Sequence[Any], refusals: list[Refusal]) -> list[bool | None]:
    """Return yes or no cells, in either language."""
    expected = message("expected.flag")
    return _understood(cells, lambda cell: FLAGS.get(folded(text_of(cell))), refusals, "NOT_A_FLAG", expected)


def read_dates(cells: Sequence[Any], refusals: list[Refusal]) -> list[date | None]:
    """Return date cells: 2026-07-01, 2026/7/1, 2026年7月1日 or a spreadsheet date."""
    return _understood(cells, date_of, refusals, "NOT_A_DATE", message("expected.date", example="2026-07-01"))


def read_integers(cells: Sequence[Any], refusals: list[Refusal]) -> list[int | None]:
    """Return whole numbers."""
    expected = message("expected.whole_number", example="4")
    return _understood(cells, _integer, refusals, "NOT_AN_INTEGER", expected)


def _integer(cell: Any) -> int | None:
    try:
        found = number(text_of(cell))
    except SymbioflowError:
        return None
    return int(found) if found.is_integer() and abs(found) < 2**53 else None


def _understood(
    cells: Sequence[Any],
    read: Callable[[Any], Value | None],
    refusals: list[Refusal],
    code: str,
    expected: Message,
) -> list[Value | None]:
    """Return what each cell means, None for an empty one; what means nothing is refused."""
    values = [None if cell is None else read(cell) for cell in cells]
    refusals += (
        Refusal(position, code, expected)
        for position, (cell, value) in enumerate(zip(cells, values, strict=True))
        if cell is not None and value is None
    )
    return values


def read_numbers(
    cells: Sequence[Any],
    written: str,
    targets: Callable[[int], Sequence[str]],
    refusals: list[Refusal],
    remarks: dict[int, Written] | None = None,
) -> Sequence[float | None]:
    """Return quantities in the units they are kept in.

    Parameters
    ----------
    written : str
        Unit in the header, for cells that carry none.
    targets : callable
        Position -> the units that fit, the one to convert to being the first that does; empty: unitless.
    remarks : dict of int to Written, optional
        Is given the cells that say more than a number (about, a range, at most); without it such cells
        are refused.
    """
    if not written and all(cell is None or isinstance(cell, str) for cell in cells):
        try:
            plain = pa.array(cells, pa.string()).cast(pa.float64())
        except pa.ArrowInvalid:
            pass
        else:
            result: list[float | None] = plain.to_pylist()
            return result
    values: list[float | None] = []
    for position, cell in enumerate(cells):
        if cell is None:
            values.append(None)
        elif isinstance(cell, int | float) and not isinstance(cell, bool) and not written:
            values.append(float(cell))
        else:
            values.append(_quantity(cell, position, written, targets(position), refusals, remarks))
    return values


def _quantity(
    cell: Any,
    position: int,
    written: str,
    targets: Sequence[str],
    refusals: list[Refusal],
    remarks: dict[int, Written] | None,
) -> float | None:
    expected = _expected_number(targets[0] if targets else "")
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        refusals.append(Refusal(position, "NOT_A_NUMBER", expected))
        return None
    try:
        if isinstance(cell, int | float):
            found: Written | None = Written(float(cell), float(cell), float(cell))
        else:
            found = read_written(cell, mark=".")
        if found is None or (found.note is not Note.PLAIN and remarks is None):
            raise SymbioflowError("NOT_A_NUMBER", given=str(cell))
        if not targets:
            if found.unit or found.basis:
                raise SymbioflowError("UNKNOWN_UNIT.unasked", unit=found.unit)
            kept = found
        else:
            source = found.unit or written
            target = next((unit for unit in targets if source and fits(source, unit)), targets[0])
            if _is_dry(found, source, target):
                refusals.append(Refusal(position, "DRY_MATTER", message("expected.wet")))
                return None
            kept = found.in_unit(target, written)
        if found.note is not Note.PLAIN and remarks is not None:
            remarks[position] = kept
        return kept.likely
    except AmbiguousNumber as error:
        first, second = (f"{reading:g}" for reading in error.readings)
        expected = message("expected.one_reading", first=first, second=second)
        refusals.append(Refusal(position, error.code, expected))
    except SymbioflowError as error:
        if error.code == "UNKNOWN_UNIT":
            expected = message("expected.unit", unit=targets[0]) if targets else expected
        refusals.append(Refusal(position, error.code, expected))
    return None


def _is_dry(found: Written, source: str, target: str) -> bool:
    """Whether an amount is dry matter where the column keeps what is shipped; contents may be of either."""
    if not target.startswith(("t", "m3")):
        return False
    own, kept = unit_in(source) if source else None, unit_in(target)
    basis = found.basis or (own.basis if own is not None else "")
    return basis == "dry" and kept is not None and kept.basis != "dry"


def written_list(values: Iterable[str]) -> str:
    """Return texts as one cell that `read_lists` reads back.

    Examples
    --------
    >>> written_list(["SW01", "SW02"]), written_list(["slag; cooled"])
    ('SW01;SW02', '["slag; cooled"]')
    """
    texts = list(values)
    plain = ";".join(texts)
    return plain if _split(plain) == texts else json.dumps(texts, ensure_ascii=False)


def read_plain(column: Column, cells: Sequence[Any], refusals: list[Refusal]) -> Sequence[Any]:
    """Return the values of a column of any kind that carries no unit."""
    if column.kind is Kind.TEXT:
        return read_texts(column, cells, refusals)
    if column.kind is Kind.TEXTS:
        return read_lists(cells)
    if column.kind is Kind.NUMBERS:
        return read_number_lists(cells, refusals)
    if column.kind is Kind.FLAG:
        return read_flags(cells, refusals)
    if column.kind is Kind.DATE:
        return read_dates(cells, refusals)
    return read_integers(cells, refusals)


def _expected_number(unit: str) -> Message:
    if not unit:
        return message("expected.any_number", example="12.5")
    return message("expected.example_number", unit=unit, example=_EXAMPLES.get(unit, "12.5"))


def text_of(cell: Any) -> str:
    """Return a cell as text: whole numbers without a point, dates in ISO 8601."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return (cell.date() if (cell.hour, cell.minute, cell.second) == (0, 0, 0) else cell).isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def _split(text: str) -> list[str]:
    if text.startswith("["):
        try:
            items = json.loads(text)
        except ValueError:
            items = None
        if isinstance(items, list) and all(isinstance(item, str) for item in items):
            return items
    return [part.strip() for part in _SEPARATORS.split(text) if part.strip()]


def date_of(cell: Any) -> date | None:
    """Return the whole day that a cell means; None if it means none."""
    found = _DATE.fullmatch(text_of(cell))
    if found is None:
        return None
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None
