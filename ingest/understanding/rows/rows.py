"""Rows of a table as typed rows: texts, amounts with year and unit, days; and what has to be asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from ingest.footnotes import without_footnote
from ingest.grids import Cell, Grid
from ingest.quantities import NOTHING, UNKNOWN, decimal_mark, unit_in
from ingest.strict import text_of
from ingest.understanding.heads import (
    QUANTITIES,
    Kind,
    column_texts,
    field_types,
    is_unit,
    of_one_month,
    put_together,
    sheet_mark,
    total_mark,
)
from ingest.understanding.layout import Facts, Table, cell_at, is_firm, without_outline
from ingest.understanding.result import LEAVE_OUT, Amount, Column, Row, question_id
from ingest.understanding.rows.amounts import STANDING, Around, Reader, read_amount
from ingest.understanding.rows.columns import unit_doubted
from ingest.understanding.rows.findings import Findings
from ingest.understanding.rows.times import month_number, period_of, unserial, when

#: Names that may carry the mark of a footnote.
_NOTED = frozenset({"enterprise", "waste", "material", "facility", "taker", "name"})
#: What names a thing; a dash or "none" there says that there is no thing.
_NAMING = frozenset({"waste", "material", "waste_code", "waste_class", "industry"})
#: A cell of Chinese that was broken to fit its column is one word; a break elsewhere is a blank.
_BROKEN = re.compile(r"(?<=[\u4e00-\u9fff])[ \t]*[\r\n]+[ \t]*(?=[\u4e00-\u9fff])")
#: No year has more of them.
_MOST = {"DAYS": 366.0, "HOURS": 8784.0, "MONTHS": 12.0}
#: How long a works runs a year -> the field that says it.
_RUNNING = {"DAYS": "run_days", "HOURS": "run_hours", "MONTHS": "run_months"}
_PH = re.compile(r"ph\s*值?|酸碱度", re.IGNORECASE)
_OWN_UNIT = re.compile(r"^(.+?)\s*[(（]([^()（）]+)[)）]$")
#: Codes of wastes as they stand beside a name: HW08, SW02, 900-249-08, 900-001-S02, 10 02 07*.
_CODES = re.compile(
    r"(?<![A-Za-z0-9])(?:HW|SW)\s?\d{2}(?!\d)"
    r"|(?<!\d)\d{3}-\d{3}-(?:S?\d{2})(?!\d)|(?<!\d)\d{2} \d{2} \d{2}\*?(?!\d)"
)
#: Words of the headers of coordinates that say what these refer to.
_DATUMS: Mapping[str, re.Pattern[str]] = {
    "gcj02": re.compile(r"GCJ|火星|高德|腾讯", re.IGNORECASE),
    "wgs84": re.compile(r"WGS|GPS|CGCS|(?:国家)?2000坐标", re.IGNORECASE),
}
_BETWEEN_FIRMS = re.compile(r"[、；;\n]|\s/\s|(?<=[司厂])[/和与及]")
#: Readings of cells that are remembered: those of a million different ones would fill the memory.
_REMEMBERED = 65_536
#: Cell, with its type and what else its reading hangs on -> its amount; None where it holds none.
Read = dict[tuple[object, ...], Amount | None]
_EMPTY_BRACKETS = re.compile(r"[(（\[][\s,，、;；/-]*[)）\]]")


def typed_rows(
    grid: Grid,
    table: Table,
    columns: Sequence[Column],
    kind: Kind,
    facts: Facts,
    delimiter: str,
    findings: Findings,
) -> tuple[Row, ...]:
    """Return the rows of data, typed; rows that hold nothing in a known column are left out."""
    types, answers = field_types(), findings.answers
    known = [column for column in columns if not column.aside]
    readers = _readers(grid, table, known, kind, facts, delimiter, findings)
    units = next((column for column in known if column.field == "unit"), None)
    fills = answers.get("FILL_DOWN") == "yes"
    headed = answers.get(question_id("SECTION_FIRMS", grid.file)) == "yes"
    firm = facts.firm
    last_firm = ""
    first_month = next((column.header for column in known if column.month), "")
    without_unit = first_without_unit(known, facts.unit)
    rows: list[Row] = []
    read: Read = {}

    def ask(code: str, row: int, column: Column, values: tuple[str, ...], options: tuple[str, ...]) -> None:
        of = values[0] if code in ("LOAD", "NUMBER", "UNIT_WORD") else column.header
        of = f"minus {values[0]}" if code == "NEGATIVE" else of
        # Columns of months are asked about once, by the first of them.
        of = first_month if column.month and code in ("UNIT", "MARK") else of
        # Columns of amounts that all lack their unit have the same one, most likely: asked by the first.
        of = without_unit if code == "UNIT" and types[column.field] == "amount" and not column.month else of
        findings.ask(code, row, column.header, values, options, "" if code in ("DAYS", "HOURS") else of)

    def says_nothing(
        code: str, row: int, column: Column, values: tuple[str, ...], options: tuple[str, ...]
    ) -> None:
        """Ask for no unit of what has none."""
        if code not in ("UNIT", "UNIT_WORD"):
            ask(code, row, column, values, options)

    datum = _datum(known)
    for number, cells in table.rows:
        texts: dict[str, str] = dict(datum)
        unknown: set[str] = set()
        nothing: set[str] = set()
        day: date | None = None
        year = month = 0
        for column in known:
            cell = cells[column.index] if column.index < len(cells) else None
            kind_of_cell = types[column.field]
            if cell is None or kind_of_cell in QUANTITIES:
                if isinstance(cell, str) and (said := cell.strip().casefold()) in NOTHING:
                    (unknown if said in UNKNOWN else nothing).add(column.field)
                continue
            if kind_of_cell == "date" or kind_of_cell == "year":
                cell = unserial(cell) if kind_of_cell == "date" else cell
                found = when(answers.get(question_id("DATE", str(cell)), cell))
                if column.field == "date" or (column.field in ("moved", "reported", "year") and not year):
                    day, year, month = found if column.field != "year" else (day, found[1], month)
                if found[0] is None and not found[1]:
                    findings.ask("DATE", number, column.header, (str(cell),), (), str(cell))
                texts[column.field] = text_of(cell)
            else:
                text = _text(cell, column, number, findings)
                if column.field not in _NAMING or text.casefold() not in NOTHING:
                    texts[column.field] = text
        month = month or month_number(texts.get("month", ""))
        _part_from_code(texts)
        _ask_whose(texts, number, findings)
        own_unit = _unit_of_waste(texts, number, findings)
        is_bare = _PH.fullmatch(texts.get("component", "")) is not None
        running = _with_running(answers, texts, facts.others)
        around = Around(number, year or facts.year, running, says_nothing if is_bare else ask)
        period = period_of(texts.get("period", ""))
        beside = None if is_bare else units
        together = put_together(_amounts(readers, read, beside, cells, around, own_unit, period))
        amounts = together.amounts
        for total, of_months in together.differs:
            findings.remark("YEAR_DIFFERS", number, "", f"{total:,.10g}", f"{of_months:,.10g}")
        if texts.keys() <= datum.keys() and not amounts:
            continue
        texts, last_firm = _with_firm(
            texts, firm, table.sections.get(number, ""), last_firm, number, columns, fills, headed, findings
        )
        year = year or facts.year
        rows.append(Row(number, texts, amounts, day, year, month, frozenset(unknown), frozenset(nothing)))
    return tuple(rows)


def _datum(columns: Iterable[Column]) -> Mapping[str, str]:
    """Return what the headers of coordinates say that these refer to."""
    of_places = " ".join(
        item.header for item in columns if item.field in ("latitude", "longitude", "position")
    )
    said = {name for name, words in _DATUMS.items() if words.search(of_places)}
    return {"datum": next(iter(said))} if len(said) == 1 else {}


def _readers(
    grid: Grid,
    table: Table,
    columns: Sequence[Column],
    kind: Kind,
    facts: Facts,
    delimiter: str,
    findings: Findings,
) -> list[Reader]:
    types, answers = field_types(), findings.answers
    first_month = next((column.header for column in columns if column.month), "")
    quantities = [column for column in columns if types[column.field] in QUANTITIES]
    texts = {column.index: column_texts(table.rows, column.index) for column in quantities}
    headers = " ".join(column.header for column in columns)
    # A density is kept as it is written, and its 0.21 tells as much as any amount.
    densities = [
        text
        for column in columns
        if column.field == "density"
        for text in column_texts(table.rows, column.index)
    ]
    mark, is_english = sheet_mark(
        [*(text for several in texts.values() for text in several), *densities], headers, delimiter
    )
    if is_english:
        findings.remark("ENGLISH_MARK")
    doubted = _units_doubted(grid.file, quantities, facts.unit, answers)
    without_unit = first_without_unit(columns, facts.unit)
    shared = _shared_unit(quantities) if not any(column.field == "unit" for column in columns) else ""
    readers = []
    for column in quantities:
        formats = {literal for (_, at), literal in grid.formats.items() if at == column.index}
        written = next(iter(formats)) if len(formats) == 1 else ""
        unit = column.unit or (written if is_unit(written) else "")
        if not unit and types[column.field] == "amount":
            unit = facts.unit or shared
            if unit and not facts.unit and _needs_unit(table, column.index):
                findings.remark("UNIT_FROM_OTHERS", 0, column.header, unit)
        if types[column.field] == "amount" and doubted.get(unit, unit) != unit:
            findings.remark("UNIT_ANSWERED", 0, column.header, unit, doubted[unit])
            unit = doubted[unit]
        own_mark = decimal_mark(texts[column.index]) or mark or _mark_of_total(table, column.index)
        basis = column.basis or (facts.basis if not column.unit else "")
        if column.month:
            unit = of_one_month(unit or answers.get(question_id("UNIT", first_month), ""))
        elif not unit and types[column.field] == "amount":
            own = answers.get(question_id("UNIT", column.header), "")
            unit = own or answers.get(question_id("UNIT", without_unit), "")
            own_mark = own_mark or answers.get(question_id("MARK", first_month), "")
        annual = not kind.record and not column.month
        readers.append(Reader(column, types[column.field], unit, basis, own_mark, annual))
    return readers


def _with_running(
    answers: Mapping[str, str], texts: Mapping[str, str], of_title: Mapping[str, str]
) -> Mapping[str, str]:
    """Return answers with the days, hours and months a year that a row, or a title, says its works runs."""
    told = {code: texts.get(field, of_title.get(field, "")) for code, field in _RUNNING.items()}
    if not any(told.values()):
        return answers
    found = {code: re.match(r"\d+(?:\.\d+)?", text.replace(",", "")) for code, text in told.items()}
    running = {code: number[0] for code, number in found.items() if number}
    return {**answers, **{code: text for code, text in running.items() if float(text) <= _MOST[code]}}


def _units_doubted(
    file: str, columns: Sequence[Column], of_title: str, answers: Mapping[str, str]
) -> Mapping[str, str]:
    """Return unit as written -> the one that it is by an answer: whoever mistook one column mistook all."""
    answered = ((column, unit_doubted(answers, file, column.header)) for column in columns)
    return {column.unit or of_title: unit for column, unit in answered if is_unit(unit)}


def _mark_of_total(table: Table, at: int) -> str:
    """Return the decimal mark that the one total of a table proves for a column."""
    if len(table.totals) != 1 or at >= len(table.totals[0][1]):
        return ""
    return total_mark([cells[at] for _, cells in table.rows if at < len(cells)], table.totals[0][1][at])


def _shared_unit(columns: Sequence[Column]) -> str:
    """Return the unit of all other amounts of a table; none where it scales, for a 万 is easily forgotten."""
    units = {column.unit for column in columns if column.unit and field_types()[column.field] == "amount"}
    unit = next(iter(units)) if len(units) == 1 else ""
    found = unit_in(unit)
    return unit if unit and found is not None and found.factor == 1 else ""


def first_without_unit(columns: Iterable[Column], of_title: str) -> str:
    """Return the header of the first column of amounts that has no unit; empty where all have one."""
    types = field_types()
    lacking = (
        column.header
        for column in columns
        if not (column.unit or of_title or column.aside) and types.get(column.field) == "amount"
    )
    return next(lacking, "")


def _needs_unit(table: Table, at: int) -> bool:
    return any(
        at < len(cells) and isinstance(cells[at], int | float) and cells[at] for _, cells in table.rows
    )


def _amounts(
    readers: Sequence[Reader],
    read: Read,
    units: Column | None,
    cells: Sequence[Cell],
    around: Around,
    own_unit: str,
    period: str,
) -> list[tuple[int, Amount]]:
    """Return the amounts of a row, each with the month of its column.

    Parameters
    ----------
    read : dict
        What cells were read as; the same cell is read, and asked about, once.
    own_unit : str
        A unit that the row gives beside the name of its waste; it goes before that of the column.
    period : str
        Of which the row says that its amounts are: ``month`` of 40 t each month.
    """
    amounts: list[tuple[int, Amount]] = []
    beside = ""
    if units is not None and isinstance(written := cell_at(cells, units.index), str):
        beside = written.strip()
    for reader in readers:
        at = reader.column.index
        cell = cells[at] if at < len(cells) else None
        if cell is None:
            continue
        own = "" if reader.column.unit or reader.type in ("share", "money") else beside
        own = own_unit if own_unit and reader.type == "amount" else own
        if period and reader.type == "amount" and reader.column.field not in STANDING:
            unit = own or reader.unit
            unit = around.answers.get(question_id("UNIT_WORD", unit), unit)
            own = f"{unit}/{period}" if is_unit(unit) else own
        of = reader.column.year or around.year
        key = (at, type(cell), cell, own, of, *map(around.answers.get, _RUNNING), units is None)
        if key not in read:
            if len(read) >= _REMEMBERED:
                read.clear()
            read[key] = read_amount(reader, cell, own, around)
        amount = read[key]
        if amount is not None:
            amounts.append((reader.column.month, amount))
    return amounts


def _part_from_code(texts: dict[str, str]) -> None:
    """Take codes out of a waste's name where no column gives them: SW02 粉煤灰 900-001-S02."""
    for name in ("waste", "material"):
        codes, words = _codes_and_words(texts.get(name, ""))
        if codes and len(words) > 1:
            texts[name] = words
            texts.setdefault("waste_code", codes)


@lru_cache(maxsize=4096)
def _codes_and_words(text: str) -> tuple[str, str]:
    """Return the codes in a name, and the name without them."""
    bare = _EMPTY_BRACKETS.sub(" ", _CODES.sub(" ", text)).strip(" -_—/,，、:：;；")
    return " ".join(_CODES.findall(text)), " ".join(bare.split())


def _ask_whose(texts: dict[str, str], number: int, findings: Findings) -> None:
    """Ask whose a row is that names several firms in one cell: it is no firm of that name."""
    named = texts.get("enterprise", "")
    firms = _firms_in(named)
    if not firms:
        return
    answer = findings.answers.get(question_id("SEVERAL_FIRMS", named), "")
    if answer and answer != LEAVE_OUT:
        texts["enterprise"] = answer
    else:
        findings.ask("SEVERAL_FIRMS", number, "", (named,), (*firms, named), named)
        texts["enterprise"] = ""


@lru_cache(maxsize=4096)
def _firms_in(named: str) -> tuple[str, ...]:
    """Return the firms that one cell names, none where it names one or other things."""
    firms = tuple(part.strip() for part in _BETWEEN_FIRMS.split(named))
    return firms if len(firms) > 1 and all(map(is_firm, firms)) else ()


def _unit_of_waste(texts: dict[str, str], number: int, findings: Findings) -> str:
    """Take the unit out of a waste's name, as in 焦炉煤气（万m3）, and return it."""
    for name in ("waste", "material"):
        found = _OWN_UNIT.match(texts.get(name, ""))
        if found and is_unit(found[2]):
            texts[name] = found[1]
            said = (found[1], found[2])
            if not any(item.code == "UNIT_FROM_NAME" and item.values == said for item in findings.remarks):
                findings.remark("UNIT_FROM_NAME", number, "", *said)
            return found[2]
    return ""


def _with_firm(
    texts: dict[str, str],
    firm: str,
    section: str,
    last: str,
    number: int,
    columns: Sequence[Column],
    fills: bool,
    headed: bool,
    findings: Findings,
) -> tuple[dict[str, str], str]:
    """Return a row's texts with the firm it belongs to, from its column, its section or the title.

    Parameters
    ----------
    headed : bool
        Whether somebody said that the headings of sections are firms.
    """
    column = next((item for item in columns if item.field == "enterprise" and not item.aside), None)
    if "enterprise" in texts:
        return texts, texts["enterprise"]
    if column is not None and last:
        if fills:
            return {**texts, "enterprise": last}, last
        findings.ask("FILL_DOWN", number, column.header, (last,), ("yes", "no"), "")
    elif section and (headed or is_firm(section)):
        return {**texts, "enterprise": section}, last
    elif firm and column is None:
        return {**texts, "enterprise": firm}, last
    if section and not is_firm(section):
        texts = {**texts, "section": section}
    return texts, last


def _text(cell: Cell, column: Column, number: int, findings: Findings) -> str:
    if isinstance(cell, date) and field_types()[column.field] == "code":
        # A spreadsheet takes 10-02-02 for a day; which code stood there nobody can tell.
        findings.ask("CODE_IS_DATE", number, column.header, (text_of(cell),), (), text_of(cell))
        return findings.answers.get(question_id("CODE_IS_DATE", text_of(cell)), text_of(cell))
    return _words(cell, column.field)


# Typed, for 1, 1.0 and true are written otherwise.
@lru_cache(maxsize=4096, typed=True)
def _words(cell: Cell, field: str) -> str:
    text = " ".join(_BROKEN.sub("", text_of(cell)).split())
    text = without_outline(text) if field in ("enterprise", "waste") else text
    return without_footnote(text) if field in _NOTED else text
