"""Web pages that pass for workbooks: the tables that government systems export under the ending .xls."""

from __future__ import annotations

import re
from html.parser import HTMLParser

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
_MOST_SPAN = 2000


class _Tables(HTMLParser):
    """Collects the outermost tables of a page as rows of cells; nothing is loaded or run."""

    def __init__(self, file: str, room: Room) -> None:
        super().__init__(convert_charrefs=True)
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

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
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
            self._start_cell(dict(attributes))

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN and self._unseen:
            self._unseen -= 1
        if tag in ("td", "th") and self._depth == 1:
            self._end_cell()
        if tag == "table" and self._depth:
            self._depth -= 1
            if not self._depth:
                self._end_table()

    def handle_data(self, data: str) -> None:
        if self._text is not None and not self._unseen:
            self._text.append(data)

    def close(self) -> None:
        """End a page that was cut off in a table."""
        super().close()
        self._end_table()

    def _start_cell(self, attributes: dict[str, str | None]) -> None:
        self._at += 1
        while self._taken.get(self._at, 0) >= self._row:
            self._at += 1
        down, right = (_span(attributes.get(name)) for name in ("rowspan", "colspan"))
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
    tables.feed(text)
    tables.close()
    return Opened(tuple(tables.grids), "html", name) if tables.grids else None


def _span(text: str | None) -> int:
    return min(max(int(text), 1), _MOST_SPAN) if text is not None and text.strip().isdecimal() else 1
