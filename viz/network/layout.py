"""Where the cards of a network page stand: areas as panels, enterprises as blocks, one card per node.

A block is an enterprise's card with those of its streams and facilities below it, in as many columns as keep
it short. The blocks of an area fill columns, largest block first where it stands highest; the panels fill the
page the same way. No step looks at pairs of nodes: 2,000 of them take a few milliseconds, or a quarter of a
second if each is an area of its own. The same park always gives the same picture.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

CARD_WIDTH = 320.0
CARD_HEIGHT = 34.0
CARD_STEP = 39.0
#: How far a stream or facility stands to the right of its enterprise's left edge.
INDENT = 20.0
BLOCK_GAP = 22.0
#: Below a card that is a block of its own.
SINGLE_GAP = 5.0
COLUMN_GAP = 46.0
PANEL_PADDING = 26.0
PANEL_TITLE = 58.0
PANEL_GAP = 48.0
#: Width over height that panels and the whole picture aim at.
ASPECT = 1.45
#: Cards below an enterprise before its block takes another column.
LONGEST = 12


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its left upper corner; y grows downwards, as on a screen."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands.

    Attributes
    ----------
    cards : mapping of str to Box
        One for each node; the head of a block is as wide as the block.
    panels : mapping of str to Box
        One for each area that has a node.
    """

    cards: Mapping[str, Box]
    panels: Mapping[str, Box]


Blocks = Sequence[Sequence[str]]


def area_layout(areas: Mapping[str, Blocks], below: Mapping[str, Blocks] | None = None) -> Layout:
    """Return the places of all cards.

    Parameters
    ----------
    areas : mapping of str to sequence of blocks
        Area -> its blocks; a block is node keys, its head first. Areas without blocks get no panel.
    below : mapping of str to sequence of blocks, optional
        Areas that stand under all others, in rows of their own (a page can hide them and leave no hole).

    Examples
    --------
    >>> layout = area_layout({"park": [["enterprise:a", "stream:s"]]})
    >>> layout.cards["stream:s"].y - layout.cards["enterprise:a"].y
    39.0
    """
    cards: dict[str, Box] = {}
    panels: dict[str, Box] = {}
    top = 0.0
    for part in (areas, below or {}):
        inner = {area: _columns(blocks) for area, blocks in part.items() if blocks}
        for area, corner in _packed({area: size for area, (_, size) in inner.items()}, top).items():
            panels[area] = corner
            for key, card in inner[area][0].items():
                cards[key] = Box(card.x + corner.x, card.y + corner.y, card.width, card.height)
        top = max((box.y + box.height + PANEL_GAP for box in panels.values()), default=0.0)
    return Layout(MappingProxyType(cards), MappingProxyType(panels))


def _breadth(block: Sequence[str]) -> int:
    """Return how many columns a block takes."""
    return max(1, math.ceil((len(block) - 1) / LONGEST))


def _rows(block: Sequence[str]) -> int:
    """Return how many cards a block is high."""
    return 1 + math.ceil((len(block) - 1) / _breadth(block))


def _height(block: Sequence[str]) -> float:
    """Return how high a block is with the gap below it."""
    return _rows(block) * CARD_STEP + (BLOCK_GAP if len(block) > 1 else SINGLE_GAP)


def _across(columns: int) -> float:
    return columns * (CARD_WIDTH + INDENT) + (columns - 1) * COLUMN_GAP


def _columns(blocks: Blocks) -> tuple[dict[str, Box], tuple[float, float]]:
    """Return one area's cards, seen from its panel's corner, and the panel's width and height."""
    cells = sum(_height(block) * _breadth(block) for block in blocks)
    wanted = round(math.sqrt(cells * ASPECT / (CARD_WIDTH + INDENT + COLUMN_GAP)))
    most = sum(_breadth(block) for block in blocks)
    columns = max(min(wanted, most), *(_breadth(block) for block in blocks), 1)
    filled = [0.0] * columns
    cards: dict[str, Box] = {}
    for block in sorted(blocks, key=lambda block: (-_breadth(block), -_rows(block), block[0])):
        breadth = _breadth(block)
        starts = [max(filled[place : place + breadth]) for place in range(columns - breadth + 1)]
        column = starts.index(min(starts))
        left = PANEL_PADDING + column * (CARD_WIDTH + INDENT + COLUMN_GAP)
        cards |= _block_cards(block, left, PANEL_TITLE + PANEL_PADDING + starts[column])
        bottom = starts[column] + _height(block)
        filled[column : column + breadth] = [bottom] * breadth
    height = PANEL_TITLE + 2 * PANEL_PADDING + max(filled) - (CARD_STEP - CARD_HEIGHT)
    return cards, (2 * PANEL_PADDING + _across(columns), height)


def _block_cards(block: Sequence[str], left: float, top: float) -> dict[str, Box]:
    deep = _rows(block) - 1
    cards = {block[0]: Box(left, top, _across(_breadth(block)), CARD_HEIGHT)}
    for place, key in enumerate(block[1:]):
        column, row = divmod(place, deep)
        x = left + INDENT + column * (CARD_WIDTH + INDENT + COLUMN_GAP)
        cards[key] = Box(x, top + (row + 1) * CARD_STEP, CARD_WIDTH, CARD_HEIGHT)
    return cards


def _packed(sizes: Mapping[str, tuple[float, float]], top: float) -> dict[str, Box]:
    """Return the panels from `top` downwards, in the order and width that give the smallest page."""
    if not sizes:
        return {}
    tallest = sorted(sizes, key=lambda area: (-sizes[area][1], area))
    widest = sorted(sizes, key=lambda area: (-sizes[area][0], -sizes[area][1], area))
    space = sum((width + PANEL_GAP) * (height + PANEL_GAP) for width, height in sizes.values())
    tries = max(1, min(12, 1200 // len(sizes)))
    needed = sizes[widest[0]][0]
    widths = [max(needed, math.sqrt(space * ASPECT) * (0.9 + 0.05 * step)) for step in range(tries)]
    pages = (_skyline(sizes, order, width, top) for order in (widest, tallest) for width in widths)
    return min(pages, key=lambda boxes: _extent(boxes, top))


def _extent(boxes: Mapping[str, Box], top: float) -> float:
    """Return the height of the smallest page of the right shape that holds the panels."""
    right = max(box.x + box.width for box in boxes.values())
    bottom = max(box.y + box.height for box in boxes.values())
    return max(right / ASPECT, bottom - top)


def _skyline(
    sizes: Mapping[str, tuple[float, float]], order: Sequence[str], across: float, top: float
) -> dict[str, Box]:
    """Place each panel as high, then as far left, as it fits under those before it."""
    line: list[tuple[float, float, float]] = [(0.0, across + PANEL_GAP, top)]  # left, right, free from here
    boxes: dict[str, Box] = {}
    for area in order:
        width, height = sizes[area]
        places = [
            (max(free for left, right, free in line if left < x + width + PANEL_GAP and right > x), x)
            for x, _, _ in line
            if x + width <= across + 1e-6
        ]
        y, x = min(places)
        boxes[area] = Box(x, y, width, height)
        end = min(x + width + PANEL_GAP, across + PANEL_GAP)
        cut = [(left, min(right, x), free) for left, right, free in line if left < x]
        rest = [(max(left, end), right, free) for left, right, free in line if right > end]
        line = [*cut, (x, end, y + height + PANEL_GAP), *rest]
    return boxes
