"""A product chain as a picture: boxes by stage, lines between them, none of which runs under a foreign box.

Only geometry and words broken into lines; a page draws it as SVG without any script.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

#: A box, in pixels; the gap between two columns and between two boxes.
BOX_WIDTH, COLUMN_GAP, BOX_GAP = 138.0, 34.0, 14.0
#: A line of text, and what stands above the first and below the last one.
LINE_HEIGHT, PADDING = 17.0, 9.0
#: Room for a line that passes a column.
_LANE = 14.0
#: Free on every side, so that no border is cut.
_MARGIN = 4.0
#: Width of a letter of 13 px: a wide one (Chinese), a narrow one.
_WIDE, _NARROW = 13.0, 7.2
#: What a box leaves free left and right of its text.
_INDENT = 16.0
#: Times the order of the columns is improved.
_SWEEPS = 4


@dataclass(frozen=True, slots=True)
class ChainBox:
    """A step to draw.

    Attributes
    ----------
    key : str
    stage : int
        Its column, counted from anywhere.
    name : str
    figures : tuple of str
        Short lines below the name.
    state : str
        ``have``, ``planned`` or ``missing``.
    weakest : bool
    """

    key: str
    stage: int
    name: str
    figures: tuple[str, ...]
    state: str
    weakest: bool = False


@dataclass(frozen=True, slots=True)
class PlacedBox:
    """A box with its place: upper left corner, size, and its lines of text with their baselines."""

    box: ChainBox
    x: float
    y: float
    width: float
    height: float
    name_lines: tuple[tuple[str, float], ...]
    figure_lines: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class ChainPicture:
    """What a page draws.

    Attributes
    ----------
    width, height : float
    boxes : tuple of PlacedBox
    lines : tuple of str
        The `d` of an SVG path each, from a box to the next.
    """

    width: float
    height: float
    boxes: tuple[PlacedBox, ...]
    lines: tuple[str, ...]


@dataclass(slots=True)
class _Slot:
    """A place in a column: a box, or the lane of a line that passes."""

    column: int
    height: float
    box: ChainBox | None = None
    middle: float = 0.0
    before: list[_Slot] = field(default_factory=list)
    after: list[_Slot] = field(default_factory=list)


def chain_picture(boxes: Sequence[ChainBox], links: Iterable[tuple[str, str]]) -> ChainPicture:
    """Return the picture of a chain.

    Parameters
    ----------
    boxes : sequence of ChainBox
    links : iterable of (str, str)
        Keys of the box that gives and of the one that takes, which stands in the same column or a later one.

    Examples
    --------
    >>> coke = ChainBox("coke", 1, "Coke", ("300 kt/yr",), "have")
    >>> anode = ChainBox("anode", 3, "Anode", (), "missing")
    >>> picture = chain_picture([coke, anode], [("coke", "anode")])
    >>> [(placed.x, placed.height) for placed in picture.boxes]
    [(4.0, 52.0), (176.0, 35.0)]
    >>> picture.lines
    ('M142 30C159 30 159 30 176 30',)
    """
    stages = sorted({box.stage for box in boxes})
    column_of = {box.key: stages.index(box.stage) for box in boxes}
    slots = {box.key: _Slot(column_of[box.key], _height(box), box) for box in boxes}
    columns: list[list[_Slot]] = [[] for _ in stages]
    for box in boxes:
        columns[column_of[box.key]].append(slots[box.key])
    ways = [_way(slots[before], slots[after], columns) for before, after in links]
    _order(columns)
    height = max((_stack(column) for column in columns), default=0.0)
    for column in columns:
        _centre(column, height)
    placed = tuple(_placed(slots[box.key], box) for box in boxes)
    width = len(stages) * (BOX_WIDTH + COLUMN_GAP) - COLUMN_GAP if stages else 0.0
    if any(way[0].column == way[-1].column == len(stages) - 1 for way in ways):
        width += COLUMN_GAP / 2
    return ChainPicture(
        width + 2 * _MARGIN,
        height + 2 * _MARGIN,
        placed,
        tuple(_line(way) for way in ways),
    )


def broken(text: str, width: float) -> tuple[str, ...]:
    """Return a text in lines of a width in pixels, broken between words or between Chinese characters.

    Examples
    --------
    >>> broken("Dismantling and crushing", 122.0)
    ('Dismantling and', 'crushing')
    >>> broken("使用（车辆、充换电、储能）", 122.0)
    ('使用（车辆、充换电', '、储能）')
    """
    lines = [""]
    for part in _parts(text):
        if lines[-1] and _width(lines[-1] + part.rstrip()) > width:
            lines.append("")
        lines[-1] += part if lines[-1] else part.lstrip()
    return tuple(line.rstrip() for line in lines if line.strip())


def _parts(text: str) -> Iterable[str]:
    """Yield words with the space behind them, and Chinese characters alone."""
    word = ""
    for sign in text:
        if _is_wide(sign):
            if word:
                yield word
            word = ""
            yield sign
            continue
        word += sign
        if sign in " -/":
            yield word
            word = ""
    if word:
        yield word


def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF"


def _width(text: str) -> float:
    return sum(_WIDE if _is_wide(sign) else _NARROW for sign in text)


def _texts(box: ChainBox) -> tuple[tuple[str, ...], tuple[str, ...]]:
    room = BOX_WIDTH - _INDENT
    figures = (line for text in box.figures for line in broken(text, room))
    return broken(box.name, room), tuple(figures)


def _height(box: ChainBox) -> float:
    name, figures = _texts(box)
    return 2 * PADDING + LINE_HEIGHT * (len(name) + len(figures))


def _way(start: _Slot, end: _Slot, columns: list[list[_Slot]]) -> tuple[_Slot, ...]:
    """Return the slots that a line goes through, making a lane in each column between its ends."""
    way = [start]
    for column in range(start.column + 1, end.column):
        lane = _Slot(column, _LANE)
        columns[column].append(lane)
        way.append(lane)
    way.append(end)
    for first, second in pairwise(way):
        if first.column != second.column:
            first.after.append(second)
            second.before.append(first)
    return tuple(way)


def _order(columns: list[list[_Slot]]) -> None:
    """Order each column by the middle of what its slots are tied to, so that few lines cross."""
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        for column in columns if forward else reversed(columns):
            places = {id(slot): place for other in columns for place, slot in enumerate(other)}
            keys = {
                id(slot): _mean(
                    [places[id(tied)] for tied in (slot.before if forward else slot.after)], place
                )
                for place, slot in enumerate(column)
            }
            column.sort(key=lambda slot, keys=keys: keys[id(slot)])  # type: ignore[misc]


def _mean(places: Sequence[int], own: int) -> float:
    return sum(places) / len(places) if places else float(own)


def _stack(column: Sequence[_Slot]) -> float:
    """Set the slots of a column below each other; return how high it is."""
    top = 0.0
    for slot in column:
        slot.middle = top + slot.height / 2
        top += slot.height + BOX_GAP
    return top - BOX_GAP if column else 0.0


def _centre(column: Sequence[_Slot], height: float) -> None:
    own = _stack(column)
    for slot in column:
        slot.middle += (height - own) / 2 + _MARGIN


def _left(column: int) -> float:
    return _MARGIN + column * (BOX_WIDTH + COLUMN_GAP)


def _placed(slot: _Slot, box: ChainBox) -> PlacedBox:
    name, figures = _texts(box)
    top = slot.middle - slot.height / 2
    first = top + PADDING + 13.0
    lines = [(text, first + place * LINE_HEIGHT) for place, text in enumerate((*name, *figures))]
    return PlacedBox(
        box,
        _left(slot.column),
        top,
        BOX_WIDTH,
        slot.height,
        tuple(lines[: len(name)]),
        tuple(lines[len(name) :]),
    )


def _line(way: Sequence[_Slot]) -> str:
    start, end = way[0], way[-1]
    if start.column == end.column:
        return _beside(start, end)
    x, y = _left(start.column) + BOX_WIDTH, start.middle
    drawn = f"M{x:g} {y:g}"
    for slot in way[1:]:
        left = _left(slot.column)
        half = (x + left) / 2
        drawn += f"C{half:g} {y:g} {half:g} {slot.middle:g} {left:g} {slot.middle:g}"
        x, y = left, slot.middle
        if slot is not end:
            x += BOX_WIDTH
            drawn += f"H{x:g}"
    return drawn


def _beside(start: _Slot, end: _Slot) -> str:
    """Return a line between two boxes of one column, in the gap right of it."""
    right = _left(start.column) + BOX_WIDTH
    out = right + COLUMN_GAP / 2
    first, second = start.middle, end.middle
    return f"M{right:g} {first:g}C{out:g} {first:g} {out:g} {second:g} {right:g} {second:g}"
