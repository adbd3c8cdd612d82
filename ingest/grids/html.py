"""Web pages that pass for workbooks: the tables that government systems export under the ending .xls.

The library's reader of pages takes the square of the length of a tag or a comment that does not end, so
tags are told here, in one pass: what does not end hides the rest, as it does in a browser.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from ingest.grids.encodings import encoding_of
from ingest.grids.grid import (
    MOST_CELLS,
    MOST_COLUMNS,
    Grid,
    GridBuilder,
    Merge,
    Opened,
    Room,
    Source,
    columns_at_most,
    refused,
    rows_at_most,
)

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
#: What is written in a page and not shown in it.
_UNSEEN = frozenset({"script", "style", "title", "xml"})
#: What holds text alone until its end.
_RAW = {name: re.compile(f"</{name}(?![a-z0-9])", re.IGNORECASE) for name in ("script", "style", "title")}
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,40})")
#: Of a tag, up to its end; a quote counts behind a sign of equality alone.
_REST = re.compile(r"(?:=\s*+\"[^\"]*+\"|=\s*+'[^']*+'|[^>])*+>")
_SPAN = re.compile(r"(?<![^\s\"'/])(rowspan|colspan)\s*+=\s*+[\"']?+\s*+(\d{1,9})(?!\d)", re.IGNORECASE)
_LONGEST_REFERENCE = re.compile(r"&#[xX]?[0-9a-fA-F]{9,}+;?")
#: Tags are counted after so many.
_COUNTED = 10_000
_MOST_SPAN = 2000


class _Tables:
    """Collects the outermost tables of a page as rows of cells; nothing is loaded or run."""

    def __init__(self, file: str, room: Room) -> None:
        self.file = file
        self._room = room
        self.grids: list[Grid] = []
        self._builder = GridBuilder(file, "", room)
        self._depth = self._unseen = 0
        self._row = 0
        self._at = -1
        self._cells: dict[int, str | None] = {}
        self._text: list[str] | None = None
        # Column -> the last row that a cell above reaches down to.
        self._taken: dict[int, int] = {}
        self._spanned = 0
        self._merges: list[Merge] = []

    def start(self, tag: str, attributes: str) -> None:
        """Begin an element."""
        self._unseen += tag in _UNSEEN
        if tag == "table":
            self._depth += 1
        if tag == "br" and self._text is not None:
            self._text.append("\n")
        if self._depth != 1:
            return
        if tag == "tr":
            self._end_row()
            self._row += 1
            self._at = -1
        elif tag in ("td", "th") and self._row:
            self._end_cell()
            self._start_cell(attributes)

    def end(self, tag: str) -> None:
        """End an element."""
        if tag in _UNSEEN and self._unseen:
            self._unseen -= 1
        if tag in ("td", "th") and self._depth == 1:
            self._end_cell()
        if tag == "table" and self._depth:
            self._depth -= 1
            if not self._depth:
                self._end_table()

    def text(self, data: str) -> None:
        """Take text as it is shown."""
        if self._text is not None and not self._unseen:
            self._text.append(data)

    def close(self) -> None:
        """End a page that was cut off in a table."""
        self._end_table()

    def _start_cell(self, attributes: str) -> None:
        self._at += 1
        while self._taken.get(self._at, 0) >= self._row:
            self._at += 1
        spans = {found[1].lower(): int(found[2]) for found in _SPAN.finditer(attributes)}
        down, right = (min(max(spans.get(name, 1), 1), _MOST_SPAN) for name in ("rowspan", "colspan"))
        if self._at + right > MOST_COLUMNS:
            raise refused(self.file, "TOO_MANY_COLUMNS", f"{self._at + right}", columns_at_most())
        self._text = []
        if down > 1 or right > 1:
            self._merges.append(Merge(self._row, self._at, self._row + down - 1, self._at + right - 1))
            self._spanned += down * right
        if self._spanned > MOST_CELLS:
            raise refused(self.file, "TOO_MANY_ROWS", f"{self._spanned}", rows_at_most())
        if down > 1:
            self._taken.update(dict.fromkeys(range(self._at, self._at + right), self._row + down - 1))
        self._width = right

    def _end_cell(self) -> None:
        if self._text is None:
            return
        text = "".join(self._text).replace("\N{NO-BREAK SPACE}", " ").strip()
        self._cells[self._at] = self._builder.text(text, self._row)
        self._at += self._width - 1
        self._text = None

    def _end_row(self) -> None:
        self._end_cell()
        if self._cells:
            self._builder.add(self._row, self._cells)
        self._cells = {}

    def _end_table(self) -> None:
        self._end_row()
        if self._builder.rows:
            sheet = f"{len(self.grids) + 1}" if self.grids else ""
            self.grids.append(Grid(self.file, sheet, tuple(self._builder.rows), merges=tuple(self._merges)))
        self._builder, self._row, self._taken, self._merges = self._next(), 0, {}, []

    def _next(self) -> GridBuilder:
        return GridBuilder(self.file, "", self._room)


def page_grids(source: Source, room: Room) -> Opened | None:
    r"""Return the tables of a web page; None where it holds none.

    Examples
    --------
    >>> page = b"<html><table><tr><td colspan=2>2024</td></tr><tr><td>ash</td><td>5 t</td></tr></table>"
    >>> page_grids(Source("export.xls", page), Room("export.xls")).grids[0].rows
    ((1, ('2024',)), (2, ('ash', '5 t')))
    """
    named = _CHARSET.search(source.data[:4000])
    encoding = named[1].decode("ascii").lower() if named else ""
    encoding = {"gb2312": "gb18030", "gbk": "gb18030"}.get(encoding, encoding)
    for name in filter(None, (encoding, "utf-8-sig", encoding_of(source.data[:200_000]))):
        try:
            text = source.data.decode(name)
            break
        except (UnicodeDecodeError, LookupError):
            continue
    else:
        return None
    tables = _Tables(source.name, room)
    _walk(text, room, tables.start, tables.end, tables.text)
    tables.close()
    return Opened(tuple(tables.grids), "html", name) if tables.grids else None


def _walk(
    page: str,
    room: Room,
    start: Callable[[str, str], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """Run handlers over the tags and texts of a page, in time that its length alone decides."""
    at, tags = 0, 0
    while at < len(page):
        opens = page.find("<", at)
        if opens != at:
            text(_shown(page[at : opens if opens >= 0 else len(page)]))
        if opens < 0:
            break
        tags += 1
        if tags % _COUNTED == 0:
            room.take_elements(_COUNTED)
        tag = _TAG.match(page, opens)
        if tag is None:
            at = _after_other(page, opens)
            if at == opens + 1:
                text("<")
            continue
        rest = _REST.match(page, tag.end())
        if rest is None:
            break
        name, at = tag[2].lower(), rest.end()
        if tag[1]:
            end(name)
            continue
        start(name, page[tag.end() : at - 1])
        if name in _RAW:
            closes = _RAW[name].search(page, at)
            if closes is None:
                break
            at = closes.start()


def _after_other(page: str, opens: int) -> int:
    """Return where a comment or a declaration ends; right behind what is only the sign for less."""
    if page.startswith("<!--", opens):
        closes = page.find("-->", opens + 4)
        return closes + 3 if closes >= 0 else len(page)
    if page.startswith(("<!", "<?", "</"), opens):
        closes = page.find(">", opens)
        return closes + 1 if closes >= 0 else len(page)
    return opens + 1


def _shown(written: str) -> str:
    """Return text with its references resolved; a number too long for a character is an unknown one."""
    return (
        unescape(_LONGEST_REFERENCE.sub("\N{REPLACEMENT CHARACTER}", written)) if "&" in written else written
    )
