"""Texts that people send to be kept: how long they may be, and what they must not hold."""

from __future__ import annotations

from graph.errors import SymbioflowError
from graph.wording import invisible_mark, message, unfit_mark

#: Characters of the name of who changes something, and of why.
LONGEST_ACTOR = 200
LONGEST_NOTE = 2_000


class UnfitText(SymbioflowError):
    """A text that cannot be kept.

    Attributes
    ----------
    name : str
        What it was sent as.
    """

    def __init__(self, key: str, name: str, **arguments: object) -> None:
        super().__init__(key, message(key, name=name, **arguments))
        self.name = name


def checked_text(name: str, text: str, longest: int, needed: bool = False) -> str:
    """Return a text as it is kept, without blanks at its ends.

    Parameters
    ----------
    name : str
        What it is sent as, for the message.
    longest : int
        The most characters.
    needed : bool
        Whether it must say something, and on one line.

    Raises
    ------
    UnfitText
        ``BAD_TEXT``: too long, empty, or with characters that are not seen or make it read otherwise.

    Examples
    --------
    >>> checked_text("actor", " 王芳 ", 200, needed=True)
    '王芳'
    """
    kept = text.strip()
    if len(kept) > longest:
        raise UnfitText("BAD_TEXT.long", name, count=len(kept), limit=longest)
    mark = unfit_mark(kept) or invisible_mark(kept)
    if not mark and needed and len(kept.splitlines()) > 1:
        mark = "U+000A"
    if mark:
        raise UnfitText("BAD_TEXT.mark", name, mark=mark)
    if needed and not kept:
        raise UnfitText("BAD_TEXT.empty", name)
    return kept
