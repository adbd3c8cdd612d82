"""Excel workbooks as grids: values, stored results, number formats and merged cells in one pass.

Written on the hardened XML reader and not on openpyxl, because the latter fills every gap in a sheet with
cells (a stray cell in row 60,000,000 or column XFD is a wait without end), lets document types through and
needs two passes to tell a formula without a result from an empty cell.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel
from openpyxl.utils.escape import unescape

from graph.wording import message
from ingest.grids.grid import (
    LONGEST_TEXT,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Fault,
    Grid,
    GridBuilder,
    Merge,
    in_order,
    refused,
)
from ingest.grids.markup import attribute, parse_markup
from ingest.grids.packages import Package

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,9})")
_LITERAL = re.compile(r'"([^"]+)"|\[\$([^\]-]+)')
_INTACT = message("expected.intact")
#: Spreadsheet programs allow 255 characters.
_LONGEST_FORMAT = 1_000


@dataclass(frozen=True, slots=True)
class _Book:
    sheets: tuple[tuple[str, str, bool], ...]
    strings: tuple[str | None, ...]
    formats: tuple[str, ...]
    mac_dates: bool


def workbook_grids(package: Package) -> tuple[Grid, ...]:
    """Return the sheets of an Excel workbook in their order, hidden ones among them."""
    book = _book(package)
    package.check_rows({part: name for name, part, _ in book.sheets})
    return tuple(
        replace(_sheet(package, book, name, part), hidden=hidden) for name, part, hidden in book.sheets
    )


@lru_cache(maxsize=2048)
def column_at(letters: str) -> int:
    """Return a column's position from 0.

    Examples
    --------
    >>> column_at("A"), column_at("AA"), column_at("XFD")
    (0, 26, 16383)
    """
    if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
        return MOST_COLUMNS
    position = 0
    for letter in letters.upper():
        position = position * 26 + ord(letter) - 64
    return position - 1


def _book(package: Package) -> _Book:
    sheets: list[tuple[str, str, bool]] = []
    mac: list[bool] = []
    targets = _targets(package)

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            part = targets.get(attribute(attributes, "id"), "")
            if "/worksheets/" in f"/{part}" and part in package.names:
                if part in {other for _, other, _ in sheets}:
                    raise refused(package.file, "DAMAGED_FILE", part, _INTACT)
                hidden = attributes.get("state", "visible") != "visible"
                sheets.append((attributes.get("name", ""), part, hidden))
        elif name == "workbookPr":
            mac.append(attributes.get("date1904", "0") in ("1", "true"))

    with package.open("xl/workbook.xml") as stream:
        parse_markup(package.room, stream, start, _nothing, _nothing)
    return _Book(tuple(sheets), _strings(package), _formats(package), any(mac))


def _targets(package: Package) -> dict[str, str]:
    """Return relationship id -> part of the package; an address outside it is refused."""
    targets: dict[str, str] = {}

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if name != "Relationship":
            return
        target = attributes.get("Target", "")
        if attributes.get("TargetMode") == "External":
            raise refused(package.file, "LINKS_OUT", target, message("expected.no_links"))
        part = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
        if ":" in target or "\\" in target or part.startswith(".."):
            raise refused(package.file, "UNSAFE_PATH", target, _INTACT)
        targets[attributes.get("Id", "")] = part

    with package.open("xl/_rels/workbook.xml.rels") as stream:
        parse_markup(package.room, stream, start, _nothing, _nothing)
    return targets


def _strings(package: Package) -> tuple[str | None, ...]:
    if "xl/sharedStrings.xml" not in package.names:
        return ()
    strings: list[str | None] = []
    builder = GridBuilder(package.file, "", package.room, package.controls)
    parts: list[str] = []
    inside: list[str] = []

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if name == "si":
            parts.clear()
        inside.append(name)

    def end(name: str) -> None:
        inside.pop()
        if name == "si":
            strings.append(builder.text(unescape("".join(parts)), 0))

    def text(data: str) -> None:
        # rPh is the reading of Japanese or Chinese characters, not the text.
        if inside and inside[-1] == "t" and "rPh" not in inside:
            parts.append(data)

    with package.open("xl/sharedStrings.xml") as stream:
        parse_markup(package.room, stream, start, end, text)
    return tuple(strings)


def _formats(package: Package) -> tuple[str, ...]:
    """Return the number format of each cell style."""
    if "xl/styles.xml" not in package.names:
        return ()
    own: dict[str, str] = {}
    styles: list[str] = []
    inside: list[str] = []

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if name == "numFmt":
            code = attributes.get("formatCode", "")
            own[attributes.get("numFmtId", "")] = code if len(code) <= _LONGEST_FORMAT else "General"
        elif name == "xf" and inside and inside[-1] == "cellXfs":
            styles.append(attributes.get("numFmtId", "0"))
        inside.append(name)

    def end(name: str) -> None:
        inside.pop()

    with package.open("xl/styles.xml") as stream:
        parse_markup(package.room, stream, start, end, _nothing)
    builtin = {str(number): code for number, code in BUILTIN_FORMATS.items()}
    return tuple(own.get(style, builtin.get(style, "General")) for style in styles)


def _sheet(package: Package, book: _Book, name: str, part: str) -> Grid:
    reader = _SheetReader(package, book, name)
    with package.open(part) as stream:
        parse_markup(package.room, stream, reader.start, reader.end, reader.text)
    return Grid(
        package.file,
        name,
        in_order(reader.builder.rows),
        merges=tuple(reader.merges),
        faults=tuple(reader.faults),
        formats=reader.formats,
        hidden_rows=frozenset(reader.hidden_rows),
        hidden_columns=frozenset(reader.hidden_columns),
    )


class _SheetReader:
    """Handlers of one sheet's XML; what a cell is made of is gathered between its start and its end."""

    def __init__(self, package: Package, book: _Book, name: str) -> None:
        self.builder = GridBuilder(package.file, name, package.room, package.controls)
        self.merges: list[Merge] = []
        self.faults: list[Fault] = []
        self.formats: dict[tuple[int, int], str] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self._book = book
        self._row = 0
        self._cells: dict[int, Cell] = {}
        self._at = -1
        self._kind = ""
        self._format = ""
        self._formula = False
        self._taking = False
        self._value: list[str] = []
        self._written: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "c":
            self._start_cell(attributes)
        elif name == "v" or name == "t":
            self._taking = True
        elif name == "f":
            self._formula = self._taking = True
        elif name == "row":
            number = attributes.get("r", "")
            self._row = int(number) if number.isdecimal() and len(number) < 12 else self._row + 1
            self._at = -1
            self._cells = {}
            if attributes.get("hidden") in ("1", "true") and self._row <= MOST_ROWS:
                self.hidden_rows.add(self._row)
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes.get("min", "1")), int(attributes.get("max", "0"))
            self.hidden_columns.update(range(first - 1, min(last, MOST_COLUMNS)))

    def end(self, name: str) -> None:
        if name == "v" or name == "t":
            self._taking = False
        elif name == "f":
            self._taking = False
            self._written, self._value = self._value, []
        elif name == "c":
            self._end_cell()
        elif name == "row":
            self.builder.add(self._row, self._cells)

    def text(self, data: str) -> None:
        if self._taking:
            self._value.append(data)

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        letters = attributes.get("r", "").rstrip("0123456789")
        self._at = column_at(letters) if letters else self._at + 1
        self._kind = attributes.get("t", "n")
        style = attributes.get("s", "")
        at = int(style) if style.isdecimal() else 0
        self._format = self._book.formats[at] if at < len(self._book.formats) else "General"
        self._formula = False
        self._value = []
        self._written = []

    def _end_cell(self) -> None:
        raw = "".join(self._value)
        if not raw:
            if self._formula:
                self._fault("NO_STORED_RESULT", f"={''.join(self._written)}")
            return
        if self._kind == "e":
            self._fault("SPREADSHEET_ERROR", raw)
            return
        self._cells[self._at] = self._cell(raw)

    def _cell(self, raw: str) -> Cell:
        kind = self._kind
        if kind == "s":
            if not raw.isdecimal() or int(raw) >= len(self._book.strings):
                raise refused(self.builder.file, "DAMAGED_FILE", raw, _INTACT, self.builder.sheet, self._row)
            return self._book.strings[int(raw)]
        if kind in ("str", "inlineStr"):
            return self.builder.text(unescape(raw), self._row)
        if kind == "b":
            return raw == "1"
        if kind == "d":
            return self.builder.text(raw, self._row)
        return self._number(raw)

    def _number(self, raw: str) -> Cell:
        try:
            value = float(raw)
        except ValueError:
            return self.builder.text(raw, self._row)
        if self._format == "General":
            return int(value) if value.is_integer() and abs(value) < 1e15 else value
        if _is_date(self._format):
            try:
                epoch = CALENDAR_MAC_1904 if self._book.mac_dates else CALENDAR_WINDOWS_1900
                moment: Cell = from_excel(value, epoch)
            except (ValueError, OverflowError, TypeError):
                return value
            return moment if hasattr(moment, "year") else str(moment)
        if "%" in self._format:
            return f"{Decimal(repr(value)) * 100:f}%"
        literal = _written_unit(self._format)
        if literal:
            self.formats[self._row, self._at] = literal
        return int(value) if value.is_integer() and abs(value) < 1e15 else value

    def _fault(self, code: str, text: str) -> None:
        if self._row <= MOST_ROWS and len(self.faults) < MOST_ROWS:
            self.faults.append(Fault(self._row, self._at, code, text[:60]))

    def _merge(self, reference: str) -> None:
        ends = [_REFERENCE.fullmatch(end) for end in reference.split(":")]
        if len(ends) == 2 and ends[0] and ends[1] and len(self.merges) < LONGEST_TEXT:
            top, bottom = int(ends[0][2]), min(int(ends[1][2]), MOST_ROWS)
            self.merges.append(
                Merge(top, column_at(ends[0][1]), bottom, min(column_at(ends[1][1]), MOST_COLUMNS - 1))
            )


@lru_cache(maxsize=1024)
def _is_date(code: str) -> bool:
    return bool(is_date_format(code))


@lru_cache(maxsize=1024)
def _written_unit(code: str) -> str:
    """Return what a number format writes after the number; empty where it also scales what is shown."""
    shown = code.split(";")[0]
    if re.search(r"[0#?],+(?![0#?])|!\.", shown):
        return ""
    return "".join(first or second for first, second in _LITERAL.findall(shown)).strip()


def _nothing(*_: object) -> None:
    return None
