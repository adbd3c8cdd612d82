"""Patterns of strangers: which of them may be tried on a column without the time growing beyond bounds.

Python tries every way a pattern may match, so ``(a+)+`` on thirty letters takes years. A pattern is tried
only if what may repeat holds nothing that may repeat, and only on so much text as its repeats allow.
"""

from __future__ import annotations

import re
from re import _constants, _parser  # type: ignore[attr-defined]  # the only parser of patterns there is
from typing import Any

#: The most steps that matching one column may take, about ten seconds.
MOST_STEPS = 100_000_000
#: Every optional part doubles the ways; each counts as this part of a repeat.
_OPTIONAL = 4
_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT)
#: What refers back, or is too rare to be worth understanding.
_REFUSED = (
    _constants.GROUPREF,
    _constants.GROUPREF_EXISTS,
    _constants.ATOMIC_GROUP,
    _constants.POSSESSIVE_REPEAT,
)
_MOST_REPEATS = 4
_LONGEST = 1_000


def repeats_of(pattern: str) -> int | None:
    """Return how many parts of a pattern may repeat; None where it must not be tried at all.

    Raises
    ------
    re.error
        For what is no pattern.

    Examples
    --------
    >>> repeats_of("[A-Z]{2}-[0-9]+"), repeats_of("(a+)+"), repeats_of("(x|xy)*z")
    (1, None, None)
    """
    if len(pattern) > _LONGEST:
        return None
    re.compile(pattern)
    try:
        repeats, optional = _counted(_parser.parse(pattern), False)
    except (_TooFree, RecursionError, OverflowError):
        return None
    found = repeats + -(-optional // _OPTIONAL)
    return found if found <= _MOST_REPEATS else None


def steps_of(repeats: int, text: str) -> int:
    """Return how many steps a pattern with so many repeats may take on a text.

    Examples
    --------
    >>> steps_of(2, "abc")
    16
    """
    return int((len(text) + 1) ** max(repeats, 1))


class _TooFree(Exception):
    """A pattern that may be tried in too many ways."""


def _counted(parsed: Any, repeated: bool) -> tuple[int, int]:
    """Return how many parts may repeat and how many may be left out."""
    repeats = optional = 0
    for operation, given in parsed:
        inner: list[Any] = []
        within = repeated
        if operation in _REPEATS:
            least, most, part = given
            inner = [part]
            if least != most:
                if repeated:
                    raise _TooFree
                repeats, optional = (repeats, optional + 1) if most == 1 else (repeats + 1, optional)
            within = repeated or most > 1
        elif operation is _constants.BRANCH:
            if repeated:
                raise _TooFree
            inner, optional = list(given[1]), optional + 1
        elif operation is _constants.SUBPATTERN:
            inner = [given[3]]
        elif operation in (_constants.ASSERT, _constants.ASSERT_NOT):
            inner = [given[1]]
        elif operation in _REFUSED:
            raise _TooFree
        for part in inner:
            more, left = _counted(part, within)
            repeats, optional = repeats + more, optional + left
    return repeats, optional
