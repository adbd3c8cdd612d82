"""Cells of quantities read column by column, with the decimal mark, unit and basis that hold for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from graph.errors import SymbioflowError
from graph.units import CANONICAL, parse_unit
from ingest.grids import Cell
from ingest.quantities import AmbiguousNumber, Written, read_written, rounded, unit_in
from ingest.understanding.heads import LOAD, TON, is_amount, is_monthly, per_day, plain_number, unbroken
from ingest.understanding.result import LEAVE_OUT, Amount, Column, amount_of, question_id

#: Amounts that are there at a time, not per year.
STANDING = frozenset({"stock", "stock_before", "storage"})
_HOURS = frozenset({"h", "hr", "hour", "小时", "时", "Stunde"})

Ask = Callable[[str, int, Column, tuple[str, ...], tuple[str, ...]], None]


@dataclass(frozen=True, slots=True)
class Reader:
    """How the cells of one column are read.

    Attributes
    ----------
    type : str
        Of the column's field.
    unit : str
        Of cells that carry none and have no unit beside them.
    mark : str
        Decimal mark; empty where nothing tells it.
    annual : bool
        Amounts are a year's unless their unit says otherwise.
    """

    column: Column
    type: str
    unit: str
    basis: str
    mark: str
    annual: bool


@dataclass(slots=True)
class Around:
    """What holds for the cells of one row: its number and year, what was answered, and how to ask."""

    row: int
    year: int
    answers: Mapping[str, str]
    ask: Ask


def read_amount(reader: Reader, cell: Cell, beside: str, around: Around) -> Amount | None:
    """Return the quantity of a cell; None where it holds none or has to be asked for."""
    column, row, answers, ask = reader.column, around.row, around.answers, around.ask
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        ask("NUMBER", row, column, (str(cell),), ())
        return None
    if isinstance(cell, str):
        try:
            text = answers.get(question_id("NUMBER", cell), "") if answers else ""
            text = text or unbroken(cell)
            written = read_written(text, answers.get(question_id("MARK", column.header), reader.mark))
        except AmbiguousNumber as error:
            first, second = (f"{reading:,.12g}" for reading in error.readings)
            ask("MARK", row, column, (cell, first, second), (".", ","))
            return None
        except SymbioflowError as error:
            if error.code != "NOT_FINITE":
                ask("NUMBER", row, column, (cell,), ())
            return None
        if written is None:
            return None
    else:
        written = Written(float(cell), float(cell), float(cell))
    if written.likely < 0.0 and reader.type == "amount":
        # Less than nothing may be a correction, a loss or a slip; summed up it would be all of them.
        shown = f"{written.likely:,.12g}"
        answer = answers.get(question_id("NEGATIVE", f"minus {shown}"), "")
        corrected = plain_number(answer, ".") if answer else None
        if corrected is None or corrected < 0.0:
            ask("NEGATIVE", row, column, (shown,), ())
            return None
        written = replace(written, low=corrected, likely=corrected, high=corrected)
    return _in_its_unit(reader, written, beside, around)


def _in_its_unit(reader: Reader, written: Written, beside: str, around: Around) -> Amount | None:
    column, row, answers, ask = reader.column, around.row, around.answers, around.ask
    header = beside or reader.unit or answers.get(question_id("UNIT", column.header), "")
    header = answers.get(question_id("UNIT_WORD", header), header) if header else ""
    if written.unit:
        written = replace(written, unit=answers.get(question_id("UNIT_WORD", written.unit), written.unit))
    if LEAVE_OUT in (header, written.unit):
        return None
    counted = written.unit or header
    if LOAD.fullmatch(counted) and reader.type == "amount":
        load = _load(answers.get(question_id("LOAD", counted), ""))
        if load is None:
            ask("LOAD", row, column, (counted,), ())
            return None
        header, written = load[0], written.times(load[1])
    if column.per and reader.annual:
        # 日产生量（吨） is so much a day though its unit does not say so.
        header, written = _timed(header, column.per), replace(written, unit=_timed(written.unit, column.per))
    if not header and _is_scale(written.unit):
        written = written.times(float(parse_unit(written.unit).factor))
    if not written.unit and not header:
        return _without_unit(reader, written, around)
    unit = header if not written.unit or (header and _is_scale(written.unit)) else written.unit
    ton = TON.search(f"{unit} {header}")
    if ton:
        tonne = answers.get(question_id("UNIT_WORD", ton[0]), "")
        # Mt is a million tonnes to some and one metric tonne to others.
        mega = ("Mt",) if ton[0] == "Mt" else ()
        if not tonne or (TON.search(tonne) and tonne not in mega):
            ask("UNIT_WORD", row, column, (ton[0],), ("t", *(mega or ("shortton", "longton"))))
            return None
        unit, header = TON.sub(tonne, unit), TON.sub(tonne, header)
        written = replace(written, unit=TON.sub(tonne, written.unit))
    basis = written.basis or _basis(unit) or reader.basis
    daily = per_day(unit)
    try:
        if daily:
            each = daily["unit"]
            own = "" if written.unit == unit else written.unit
            target = _target(replace(reader, annual=False), each)
            plain = replace(written, unit=own, basis=basis).in_unit(target, each)
            return _of_a_day(reader, plain, daily["time"] in _HOURS, around)
        based = written if basis == written.basis else replace(written, basis=basis)
        found = based.in_unit(_target(reader, unit), header)
        if reader.annual and "MONTHS" in answers and is_monthly(unit):
            # 20,000 t each month of the five in which a sugar mill runs.
            share = float(answers["MONTHS"]) / 12.0
            low, likely, high = (rounded(end * share) for end in (found.low, found.likely, found.high))
            found = replace(found, low=low, likely=likely, high=high)
        return _amount(reader, found, around)
    except SymbioflowError:
        ask("UNIT_WORD", row, column, (written.unit or unit,), ())
        return None


def _load(answer: str) -> tuple[str, float] | None:
    """Return the unit and amount of one lorry, drum or bag, of an answer; None for what is none.

    Examples
    --------
    >>> _load("15"), _load("200 kg"), _load("")
    (('t', 15.0), ('kg', 200.0), None)
    """
    try:
        written = read_written(answer, ".") if answer else None
        if written is None or written.likely <= 0.0:
            return None
        unit = written.unit or CANONICAL["mass"]
        return (unit, written.likely) if is_amount(unit) else None
    except SymbioflowError:
        return None


def _timed(unit: str, per: str) -> str:
    """Return a unit that is of no time as one of a day, an hour or a month; every other as it is.

    Examples
    --------
    >>> _timed("吨", "d"), _timed("t/yr", "d"), _timed("", "d")
    ('吨/d', 't/yr', '')
    """
    found = unit_in(TON.sub("t", unit))
    timed = found is None or found.bare or per_day(unit) or "time" in dict(found.dimensions)
    return unit if timed else f"{unit}/{per}"


def _without_unit(reader: Reader, written: Written, around: Around) -> Amount | None:
    """Return an amount that nothing gives a unit; 0.2 of moisture may be 20 % or 0.2 %."""
    column, row, ask = reader.column, around.row, around.ask
    if reader.type != "share":
        if written.low == written.high == 0:
            # Nothing is nothing in every unit.
            return _amount(reader, written, around)
        ask("UNIT", row, column, (), ("t", "万t", "kg") if reader.type == "amount" else ())
        return _amount(reader, replace(written, basis=written.basis or reader.basis), around)
    share = around.answers.get(question_id("PER_CENT", column.header), "")
    if 0 < written.likely <= 1 and share not in ("fraction", "%"):
        ask("PER_CENT", row, column, (f"{written.likely:g}",), ("fraction", "%"))
        return None
    unit = share if 0 < written.likely <= 1 else "%"
    return _amount(reader, written.in_unit(_target(reader, unit), unit), around)


def _of_a_day(reader: Reader, written: Written, hourly: bool, around: Around) -> Amount:
    """Return an output per day or hour as a year's, once somebody has said how many there are."""
    code = "HOURS" if hourly else "DAYS"
    count = around.answers.get(code, "")
    if not count.replace(".", "", 1).isdecimal():
        options = ("8000", "7200") if hourly else ("365", "330", "300")
        around.ask(code, around.row, reader.column, (), options)
        return _amount(reader, replace(written, unit=f"{written.unit}/{'h' if hourly else 'd'}"), around)
    return _amount(reader, written.times(float(count), f"{written.unit}/yr"), around)


def _amount(reader: Reader, written: Written, around: Around) -> Amount:
    return amount_of(reader.column.field, reader.column.year or around.year, written)


def _target(reader: Reader, source: str) -> str:
    return _canonical(source, reader.type, reader.annual and reader.column.field not in STANDING)


@lru_cache(maxsize=1024)
def _canonical(source: str, kind: str, annual: bool) -> str:
    """Return the unit that amounts of a unit are kept in; ``UNKNOWN_UNIT`` where it fits no such column.

    Examples
    --------
    >>> _canonical("万吨", "amount", True), _canonical("kg", "amount", False)
    ('t/yr', 't')
    >>> _canonical("元/吨", "money", True)
    'CNY/t'
    """
    if kind == "share":
        return "mass %"
    unit = parse_unit(source)
    dimensions = dict(unit.dimensions)
    if kind == "content":
        return source
    if kind == "money" and dimensions.get("money") == 1:
        counted = [name for name, power in dimensions.items() if power == -1 and name in CANONICAL]
        return f"CNY/{CANONICAL[counted[0]]}" if counted else "CNY"
    top = [name for name, power in dimensions.items() if power == 1]
    if kind == "amount" and len(top) == 1 and top[0] in ("mass", "volume", "energy"):
        timed = dimensions.get("time") == -1
        return CANONICAL[top[0]] + ("/yr" if timed or annual else "")
    raise SymbioflowError("UNKNOWN_UNIT.amount", unit=source)


def _is_scale(unit: str) -> bool:
    return (found := unit_in(unit)) is not None and found.bare


def _basis(unit: str) -> str:
    return found.basis if unit and (found := unit_in(unit)) is not None else ""
