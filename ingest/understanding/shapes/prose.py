"""Sentences instead of columns: what a paragraph for each firm, or a page of them, tells, as a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, replace

from ingest.grids import Cell, Grid
from ingest.understanding.bounds import MOST_TOLD, Counted
from ingest.understanding.heads import QUANTITIES, field_types, is_amount, read_header
from ingest.understanding.layout import FIRST_ROWS, GridRow, cell_at
from ingest.understanding.result import LEAVE_OUT, Question, Remark, question_id
from ingest.understanding.telling import Telling, is_telling, told_in

_HEADERS = ("废物名称", "产生量", "利用量", "处置量", "库存量", "去向", "年份")
#: Columns whose sentences tell of something else than wastes.
_NO_PROSE = frozenset({"enterprise", "products", "scale", "waste", "material", "need", "industry"}) | {
    "facility",
    "technology",
    "address",
    "position",
}
#: So much of a column, or of a page, has to tell of wastes.
_SHARE = 0.5
#: More rows need not be looked at: if so many tell of wastes, they are too many to be read.
_LOOKED_AT = round(MOST_TOLD / _SHARE)
#: A cell of a page of sentences is so long, if a comma did not cut it.
_LONG, _LONG_LATIN = 10, 24
_LONGEST_HEADER = 80
#: Sentences that are passed over are shown up to here.
_SHOWN = 120


@dataclass(frozen=True, slots=True)
class Prose:
    """A sheet of sentences as a list of wastes, with what has to be asked and what was passed over."""

    grid: Grid
    questions: tuple[Question, ...]
    remarks: tuple[Remark, ...]


def told_in_column(grid: Grid, answers: Mapping[str, str], counted: Counted | None = None) -> Prose | None:
    """Return a sheet with a row for each waste that a column tells of, the other columns beside it.

    None where there are columns of amounts, or no column tells anything.

    Examples
    --------
    >>> rows = [("企业名称", "情况"), ("甲磷肥厂", "年产磷石膏约12万吨，其中5万吨外售水泥厂。")]
    >>> found = told_in_column(Grid("a.csv", "", tuple(enumerate(rows, start=1))), {})
    >>> found.grid.rows[1] if found else None
    (2, ('甲磷肥厂', '磷石膏', '约12万吨', '5万吨', None, None, '外售水泥厂', None))
    """
    for top, (number, header) in enumerate(grid.rows[:FIRST_ROWS]):
        fields = [_field(cell) for cell in header]
        if not {"enterprise", "waste"} & set(fields):
            continue
        body = grid.rows[top + 1 :]
        if any(field_types().get(field) in QUANTITIES for field in fields):
            return None
        if "waste" in fields and any(map(_counts, header)):
            # 吨 or 2024年产生量(万吨): the amounts have a column, whatever another tells of where they go.
            return None
        at = next(
            (
                at
                for at in range(len(header))
                if fields[at] not in _NO_PROSE and _tells(body[:_LOOKED_AT], at)
            ),
            None,
        )
        if at is None:
            return None
        waste = fields.index("waste") if "waste" in fields else None
        kept = [place for place in range(len(header)) if place not in (at, waste)]
        (counted or Counted(grid.file)).tell(grid, (str(cell_at(cells, at) or "") for _, cells in body))
        rows: list[GridRow] = [(number, (*(header[place] for place in kept), *_HEADERS))]
        teller = _Teller(grid, str(header[at] or ""), answers)
        for row, cells in body:
            text = cell_at(cells, at)
            named = str(cell_at(cells, waste) or "") if waste is not None else ""
            telling = teller.of(str(text), row, named) if text is not None else Telling()
            beside = tuple(cell_at(cells, place) for place in kept)
            rows += [(row, (*beside, *line)) for line in _lines(telling)]
            if not telling.wastes and any(cell is not None for cell in beside):
                rows.append((row, (*beside, named or None)))
        return teller.finished([*grid.rows[:top], *rows])
    return None


def _counts(header: Cell) -> bool:
    """Whether a column holds amounts by its unit."""
    return (
        isinstance(header, str) and len(header) <= _LONGEST_HEADER and is_amount(read_header((header,)).unit)
    )


def _field(header: Cell) -> str:
    """Return the field of a header without its unit; of a long text, which is no header, none."""
    found = read_header((header,)) if isinstance(header, str) and len(header) <= _LONGEST_HEADER else None
    return found.field if found is not None and found.likeness == 1.0 else ""


def told_on_page(grid: Grid, answers: Mapping[str, str], counted: Counted | None = None) -> Prose | None:
    """Return the list of wastes that a sheet without a header tells of; its first lines stay titles.

    Examples
    --------
    >>> rows = [("甲磷肥厂固废情况",), ("本公司年产磷石膏约12万吨", "其中5万吨外售水泥厂")]
    >>> found = told_on_page(Grid("a.csv", "", tuple(enumerate(rows, start=1))), {})
    >>> found.grid.rows[2] if found else None
    (2, ('磷石膏', '约12万吨', '5万吨', None, None, '外售水泥厂', None))
    """
    # A comma that parted two cells may have stood between digits.
    texts = [
        (number, ",".join(str(cell) for cell in cells if cell is not None)) for number, cells in grid.rows
    ]
    telling_rows = [at for at, (_, text) in enumerate(texts[:_LOOKED_AT]) if is_telling(text)]
    if not telling_rows or not any(_is_long(cell) for at in telling_rows for cell in grid.rows[at][1]):
        return None
    first = telling_rows[0]
    if len(telling_rows) < _SHARE * (len(texts[:_LOOKED_AT]) - first):
        return None
    (counted or Counted(grid.file)).tell(grid, (text for _, text in texts[first:]))
    teller = _Teller(grid, "", answers)
    tellings = [(number, teller.of(text, number)) for number, text in texts[first:]]
    named = any(telling.firm for _, telling in tellings)
    rows: list[GridRow] = [(texts[first][0], (("企业名称",) if named else ()) + _HEADERS)]
    firm = ""
    for number, telling in tellings:
        firm = telling.firm or firm
        rows += [(number, (*((firm or None,) if named else ()), *line)) for line in _lines(telling)]
    return teller.finished([*grid.rows[:first], *rows]) if len(rows) > 1 or teller.questions else None


def _is_long(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) >= (_LONG_LATIN if cell.isascii() else _LONG)


def _tells(body: Sequence[GridRow], at: int) -> bool:
    texts = [str(cell) for _, cells in body if (cell := cell_at(cells, at)) is not None]
    return bool(texts) and sum(map(is_telling, texts)) >= max(1.0, _SHARE * len(texts))


def _lines(telling: Telling) -> list[tuple[Cell, ...]]:
    # A waste's first fields are what the headers name, in their order.
    return [tuple(cell or None for cell in astuple(item)[: len(_HEADERS)]) for item in telling.wastes]


class _Teller:
    """Reads the sentences of one sheet, and keeps what of them has to be asked or said."""

    def __init__(self, grid: Grid, header: str, answers: Mapping[str, str]) -> None:
        self._grid, self._header, self._answers = grid, header, answers
        self.questions: dict[str, Question] = {}
        self._remarks: list[Remark] = [Remark("PROSE", 0, header, ())]

    def of(self, text: str, row: int, waste: str = "") -> Telling:
        """Return what a text tells, each sentence that was asked about read as it was answered."""
        telling, before = told_in(text, waste), text
        for sentence in telling.unplaced:
            answer = self._answers.get(question_id("PROSE", sentence))
            if answer is not None:
                text = text.replace(sentence, "" if answer == LEAVE_OUT else answer)
        if text != before:
            telling = told_in(text, waste)
        for sentence in telling.unplaced:
            asked = question_id("PROSE", sentence)
            self.questions.setdefault(
                asked,
                Question(
                    asked, self._grid.file, self._grid.sheet, row, self._header, "PROSE", (sentence,), ()
                ),
            )
        passed = "；".join(telling.passed_over)
        if passed:
            self._remarks.append(Remark("PROSE_PASSED", row, self._header, (passed[:_SHOWN],)))
        return telling

    def finished(self, rows: Sequence[GridRow]) -> Prose:
        """Return the sheet of these rows with what was found on the way."""
        plain = replace(self._grid, rows=tuple(rows), merges=(), faults=(), formats={})
        return Prose(plain, tuple(self.questions.values()), tuple(self._remarks))
