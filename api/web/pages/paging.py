"""A long table page by page: which page the address asks for, and the rows on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from api.web.state import State
from graph.errors import SymbioflowError

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """The rows of one page, which of how many it is, counted from 1, and how many rows there are in all."""

    rows: Sequence[Row]
    at: int
    pages: int
    found: int


def page_of_rows(rows: Sequence[Row], state: State, size: int) -> Page[Row]:
    """Return the page that the address asks for (``page``); the last where there are not so many.

    Raises
    ------
    SymbioflowError
        ``BAD_ADDRESS`` for a page that is no whole number.

    Examples
    --------
    >>> page_of_rows(["a", "b", "c"], State("/data", "en", {"page": "2"}), 2)
    Page(rows=['c'], at=2, pages=2, found=3)
    """
    pages = max(1, -(-len(rows) // size))
    at = min(max(whole(state, "page", 1), 1), pages)
    return Page(rows[(at - 1) * size : at * size], at, pages, len(rows))


def whole(state: State, name: str, otherwise: int, expected: Sequence[object] = ("1", "2", "3")) -> int:
    """Return a whole number of the address; ``BAD_ADDRESS`` where it is none."""
    said = state.said.get(name, str(otherwise))
    if not said.isdecimal() or len(said) > 9:
        raise SymbioflowError("BAD_ADDRESS", given=said, expected=tuple(expected))
    return int(said)
