"""Tables found on a grid: header rows, the rows of data below, and every row that is something else."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.grids import Cell, Grid, Merge
from ingest.quantities import is_plainly_written
from ingest.understanding.heads import LEAST, OF_WHICH, SUM_OF, TAKEN, field_spelled, is_unit, read_header
from ingest.understanding.layout.bodies import (
    GridRow,
    below,
    cell_at,
    first_at,
    parts_after,
    total_above,
    without_ditto,
)
from ingest.understanding.layout.surroundings import (
    is_note,
    is_numbering,
    is_row_of_units,
    is_total,
    read_titles,
    reason_to_leave_out,
    texts_of,
    total_of_one,
    without_outline,
)
from ingest.understanding.result import LeftOut

#: A header stands in the first rows of a sheet, below titles at most.
FIRST_ROWS = 20
_MOST_LEVELS = 3
_LONGEST_HEADER = 80
#: (row, column) -> how many columns further a merged cell reaches.
Wide = Mapping[tuple[int, int], int]
#: A point that ends a sentence of several words, or stands before another: no header has it.
_SENTENCES = re.compile(r"[a-z]{2,}[.;] +(?:[A-Z]|It\b)[a-z]|(?:\w+ ){2,}[a-z]{4,}\.$")


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a sheet.

    Attributes
    ----------
    header_rows : tuple of int
    headers : mapping of int to (tuple of str)
        Column -> its header's levels, the upper first.
    units : mapping of int to str
        Of a row of units below the header.
    titles : tuple of GridRow
        Rows above the header that belong to this table.
    rows : tuple of GridRow
        Rows of data, merged cells filled.
    sections : mapping of int to str
        Number of a row of data -> the heading that stood above it alone in its row.
    filled : frozenset of int
        Columns in which merged cells were filled downward.
    """

    header_rows: tuple[int, ...]
    headers: Mapping[int, tuple[str, ...]]
    units: Mapping[int, str]
    titles: tuple[GridRow, ...]
    rows: tuple[GridRow, ...]
    left_out: tuple[LeftOut, ...]
    totals: tuple[GridRow, ...]
    sections: Mapping[int, str]
    filled: frozenset[int]


def find_tables(grid: Grid) -> tuple[Table, ...]:
    """Return the tables of a sheet from top to bottom; none where no row is a header."""
    rows = grid.rows
    wide = _wide_merges(grid.merges)
    first = _first_header(rows)
    if first is None:
        return ()
    first = _upper_table(rows, first, wide)
    blocks = [_header_block(rows, first, wide)]
    known = texts_of(rows[first][1])
    for at in range(first + 1, len(rows)):
        if at <= blocks[-1][1]:
            continue
        cells = rows[at][1]
        # Cheap tests first: fifty thousand rows of data pass through here.
        if isinstance(next((cell for cell in cells if cell is not None), None), str) and (
            (_is_header(cells, 0.6, 3) and texts_of(cells) != known)
            or (texts_of(cells) == known and _says_of_next(rows[at - 1][1]))
        ):
            blocks.append(_header_block(rows, at, wide))
            known = texts_of(cells)
    tables = []
    upper = 0
    for number, (top, bottom) in enumerate(blocks):
        end = blocks[number + 1][0] if number + 1 < len(blocks) else len(rows)
        # Of a table of two columns a row has two cells, as a title may.
        most = min(2, max(len(texts_of(rows[bottom][1])) - 1, 1))
        body_end = _before_titles(rows, bottom + 1, end, most) if number + 1 < len(blocks) else end
        tables.append(_table(grid, rows[upper:top], top, bottom, body_end, wide))
        upper = body_end
    return tuple(tables)


def _says_of_next(cells: Sequence[Cell]) -> bool:
    """Whether a line above a header that comes again gives what is below it a unit or a firm of its own."""
    held = [cell for cell in cells if cell is not None]
    if len(held) != 1 or not isinstance(held[0], str):
        return False
    facts = read_titles([tuple(held)], "", "")
    return bool(facts.unit or facts.firm)


def _first_header(rows: Sequence[GridRow]) -> int | None:
    """Return the position of the likeliest header among the first rows."""
    best: tuple[float, int] | None = None
    for at, (_, cells) in enumerate(rows[:FIRST_ROWS]):
        texts = texts_of(cells)
        if not texts or len(texts) < sum(cell is not None for cell in cells) - 1:
            continue
        if any(len(text) > _LONGEST_HEADER or _is_label(text) or _SENTENCES.search(text) for text in texts):
            continue
        found = [read_header((text,)) for text in texts]
        sure = sum(header.likeness for header in found if header.likeness >= LEAST and header.field)
        needed = 2 if len(rows[at][1]) > 1 and len(texts) > 1 else 1
        if sum(header.likeness >= LEAST for header in found) < needed or sure < 0.3 * len(texts):
            continue
        if len(texts) == 1 and (found[0].likeness < 1 or at + 1 >= len(rows)):
            continue
        if best is None or sure > best[0] + 0.5:
            best = (sure, at)
    return None if best is None else best[1]


def _upper_table(rows: Sequence[GridRow], first: int, wide: Wide) -> int:
    """Return the header of the uppermost table: one above the likeliest header that has data of its own."""
    top = _header_block(rows, first, wide)[0]
    for at in range(top):
        if not (_is_header(rows[at][1], 0.6, 3) or _is_header(rows[at][1], 1.0, 2)):
            continue
        bottom = _header_block(rows, at, wide)[1]
        if any(len(held) > 1 for held in map(_held, rows[bottom + 1 : top])):
            return at
    return first


def _held(row: GridRow) -> list[Cell]:
    return [cell for cell in row[1] if cell is not None]


def _is_header(cells: Sequence[Cell], share: float, least: int) -> bool:
    texts = texts_of(cells)
    if len(texts) < least or len(texts) < sum(cell is not None for cell in cells):
        return False
    # Two listed spellings first: likeness is dear, and rows of data in text files are all text.
    if sum(_is_listed(text) for text in texts if not is_plainly_written(text)) < 2 or any(
        len(text) > _LONGEST_HEADER for text in texts
    ):
        return False
    known = sum(read_header((text,)).likeness >= TAKEN for text in texts)
    return known >= max(least, share * len(texts))


@lru_cache(maxsize=4096)
def _is_listed(text: str) -> bool:
    """Whether the words of a header, but for what stands in brackets, are a listed spelling."""
    return bool(field_spelled(re.split(r"[(（]", text)[0]))


def _header_block(rows: Sequence[GridRow], at: int, wide: Wide) -> tuple[int, int]:
    """Return the first and last position of the rows that make up one header."""
    top = bottom = at
    while top > 0 and top > at - _MOST_LEVELS + 1 and _is_parent(rows[top - 1], rows[top], wide):
        top -= 1
    while (
        bottom + 1 < len(rows)
        and bottom - top + 1 < _MOST_LEVELS
        and rows[bottom + 1][0] - rows[bottom][0] == 1
        and _is_parent(rows[bottom], rows[bottom + 1], wide)
    ):
        bottom += 1
    return top, bottom


def _is_parent(upper: GridRow, lower: GridRow, wide: Wide) -> bool:
    """Whether a row is the upper level of the header in the row below it: its cells span several below."""
    number, above = upper
    below = lower[1]
    if len(texts_of(below)) < sum(cell is not None for cell in below) or lower[0] - number != 1:
        return False
    if any(_is_label(text) or len(text) > _LONGEST_HEADER for text in texts_of(above)):
        return False
    if len(texts_of(above)) < sum(cell is not None for cell in above) or not texts_of(above):
        return False
    if wide.get((number, 0), 0) >= len(below) - 1 and len(texts_of(above)) == 1:
        return False
    if _is_pairs(texts_of(above)):
        return False
    spanning = 0
    # 产生情况 over 产生量 alone spans nothing: then it is the words of the lower row that tell.
    are_headers = _is_lower_level(above, below)
    for at, cell in enumerate(below):
        if cell is None:
            continue
        over = cell_at(above, at)
        parent = _parent_at(number, above, at, wide)
        spans = wide.get((number, at), 0) >= 1 or _opens_gap(above, below, at)
        if over is not None and not spans and not are_headers:
            return False
        if over is None and parent is None:
            return False
        spanning += over is None
    if not spanning and not are_headers:
        return False
    return len(texts_of(above)) > 1 or bool(wide.get((number, first_at(above)), 0))


def _is_pairs(texts: Sequence[str]) -> bool:
    """Whether a row says words and their answers in turn: what stands above a table, no level of its header.

    Examples
    --------
    >>> _is_pairs(("企业名称", "甲化工有限公司", "行业", "无机碱制造"))
    True
    >>> _is_pairs(("企业名称", "固废名称", "产生情况", "利用情况"))
    False
    """
    labels, answers = texts[0::2], texts[1::2]
    if len(texts) < 2 or len(texts) % 2 or not all(map(field_spelled, labels)):
        return False
    return not any(read_header((answer,)).likeness >= LEAST for answer in answers)


def _is_lower_level(above: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Whether a row is headers by its words, and leaves those above it in other columns to stand alone.

    Examples
    --------
    >>> _is_lower_level(("企业名称", "产生情况", "利用情况"), (None, "产生量", "利用量"))
    True
    >>> _is_lower_level(("企业名称", "产生情况", "利用情况"), (None, "12吨", "制砖"))
    False
    """
    alone = any(over is not None and (at >= len(below) or below[at] is None) for at, over in enumerate(above))
    texts = texts_of(below) if alone else []
    return len(texts) > 1 and all(read_header((text,)).likeness >= TAKEN for text in texts)


def _opens_gap(above: Sequence[Cell], below: Sequence[Cell], at: int) -> bool:
    """Whether the cell right of a header is empty while the row below goes on there."""
    after = at + 1
    return (after >= len(above) or above[after] is None) and after < len(below) and below[after] is not None


def _parent_at(number: int, above: Sequence[Cell], at: int, wide: Wide) -> str | None:
    """Return the text of an upper level that spans a column."""
    for left in range(min(at, len(above) - 1), -1, -1):
        cell = above[left]
        if cell is not None:
            span = wide.get((number, left), -1)
            return str(cell) if span < 0 or left + span >= at else None
    return None


def _table(grid: Grid, titles: Sequence[GridRow], top: int, bottom: int, end: int, wide: Wide) -> Table:
    rows = grid.rows
    headers = _headers(rows[top : bottom + 1], wide)
    left_out = [LeftOut(number, "TITLE", _joined(cells)) for number, cells in titles]
    units: dict[int, str] = {}
    start = bottom + 1
    while start < end and start <= bottom + 2:
        number, cells = rows[start]
        if is_row_of_units(cells) and not units:
            units = {
                at: str(cell) for at, cell in enumerate(cells) if cell is not None and is_unit(str(cell))
            }
            left_out.append(LeftOut(number, "UNITS", _joined(cells)))
        elif is_numbering(cells):
            left_out.append(LeftOut(number, "COLUMN_NUMBERS", _joined(cells)))
        else:
            break
        start += 1
    header_texts = texts_of(rows[bottom][1])
    kept: list[GridRow] = []
    totals: list[GridRow] = []
    sections: dict[int, str] = {}
    section = ""
    width = len(headers)
    parts = 0
    above: tuple[int, str] | None = None
    for at in range(start, end):
        number, cells = rows[at]
        if parts:
            parts -= 1
            left_out.append(LeftOut(number, "PART", _joined(cells)))
            continue
        reason = reason_to_leave_out(cells, width, header_texts)
        if reason == "PART" and kept:
            parts = parts_after(kept[-1][1], rows[at:end])
        if reason == "SECTION":
            section = without_outline(next(str(cell) for cell in cells if cell is not None))
        if reason:
            left_out.append(LeftOut(number, reason, _joined(cells)))
            if reason == "TOTAL":
                totals.append((number, cells))
                _fill_up(kept, cells)
                above = total_above(cells, rows[at + 1][1] if at + 1 < end else ())
            continue
        if above:
            cells, above = below(cells, above)
        kept.append((number, cells))
        if section:
            sections[number] = section
    filled_rows, filled = _filled(without_ditto(kept, headers), grid.merges)
    header_rows = tuple(number for number, _ in rows[top : bottom + 1])
    return Table(
        header_rows,
        headers,
        units,
        tuple(titles),
        filled_rows,
        tuple(left_out),
        tuple(totals),
        sections,
        filled,
    )


def _fill_up(kept: list[GridRow], total: Sequence[Cell]) -> None:
    """Give the rows that a sub-total sums up the name it bears, which stands in the first of them alone."""
    name = total_of_one(total)
    column = next((at for at, cell in enumerate(total) if isinstance(cell, str)), 0) if name else 0
    blank: list[int] = []
    for place in range(len(kept) - 1, -1, -1) if name else ():
        own = cell_at(kept[place][1], column)
        if own is None:
            blank.append(place)
            continue
        for empty in blank if own == name else ():
            number, cells = kept[empty]
            kept[empty] = (number, (*cells[:column], name, *cells[column + 1 :]))
        return


def _headers(block: Sequence[GridRow], wide: Wide) -> dict[int, tuple[str, ...]]:
    headers: dict[int, tuple[str, ...]] = {}
    for at in range(max(len(cells) for _, cells in block)):
        levels: list[str] = []
        for depth, (number, cells) in enumerate(block):
            last = depth == len(block) - 1
            own = cell_at(cells, at)
            text = str(own) if own is not None else None if last else _parent_at(number, cells, at, wide)
            below = any(at < len(lower) and lower[at] is not None for _, lower in block[depth + 1 :])
            if text is not None and (own is not None or below):
                levels.append(text)
        if levels:
            headers[at] = tuple(dict.fromkeys(levels))
    return headers


def _before_titles(rows: Sequence[GridRow], start: int, end: int, most: int) -> int:
    """Return where the titles of the next table begin: `most` cells at most, right above its header."""
    at = end
    while (
        at > start
        and sum(cell is not None for cell in rows[at - 1][1]) <= most
        and not is_total(rows[at - 1][1])
    ):
        if is_note(rows[at - 1][1]):
            break
        at -= 1
    return at


def _filled(rows: list[GridRow], merges: Sequence[Merge]) -> tuple[tuple[GridRow, ...], frozenset[int]]:
    """Return rows with cells merged downward given to each of their rows."""
    numbers = [number for number, _ in rows]
    changed: dict[int, list[Cell]] = {}
    filled: set[int] = set()
    # Merged cells do not overlap; where a file says they do, the lower one begins below the upper.
    reached: dict[int, int] = {}
    for merge in sorted(merges, key=lambda merge: (merge.left, merge.top)):
        head = bisect_left(numbers, merge.top)
        first = bisect_right(numbers, max(merge.top, reached.get(merge.left, 0)))
        last = bisect_right(numbers, merge.bottom)
        reached[merge.left] = max(merge.bottom, reached.get(merge.left, 0))
        if first >= last or numbers[head] != merge.top:
            continue
        value = cell_at(changed.get(head, rows[head][1]), merge.left)
        if value is None:
            continue
        for at in range(first, last):
            cells = changed.setdefault(at, list(rows[at][1]))
            cells += [None] * (merge.left + 1 - len(cells))
            if cells[merge.left] is None:
                cells[merge.left] = value
                filled.add(merge.left)
    for at, cells in changed.items():
        rows[at] = (numbers[at], tuple(cells))
    return tuple(rows), frozenset(filled)


def _wide_merges(merges: Sequence[Merge]) -> dict[tuple[int, int], int]:
    """Return (row, column) -> how many columns further a merged cell reaches."""
    return {(merge.top, merge.left): merge.right - merge.left for merge in merges if merge.top < 500}


@lru_cache(maxsize=4096)
def _is_label(text: str) -> bool:
    """Whether a text is followed by what it names, as in 单位：红星钢厂; a colon in brackets gives a unit."""
    return ":" in OF_WHICH.sub(
        "", SUM_OF.sub("", re.sub(r"\([^()]*\)", "", unicodedata.normalize("NFKC", text)))
    )


def _joined(cells: Sequence[Cell]) -> str:
    text = " ".join(str(cell) for cell in cells if cell is not None)
    return text if len(text) <= 80 else text[:77] + "..."
