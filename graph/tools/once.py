"""Methods that remember what they were asked, as long as their object lives."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

Owner = TypeVar("Owner")
Answer = TypeVar("Answer")
Asked = ParamSpec("Asked")


def once(
    work_out: Callable[Concatenate[Owner, Asked], Answer],
) -> Callable[Concatenate[Owner, Asked], Answer]:
    """Let a method of something unchanging work out each of its answers once.

    Examples
    --------
    >>> class Book:
    ...     @once
    ...     def price(self, of: str) -> float:
    ...         print("looked up", of)
    ...         return 40.0
    >>> book = Book()
    >>> book.price("slag"), book.price("slag")
    looked up slag
    (40.0, 40.0)
    """
    kept = f"_{work_out.__qualname__} once"

    @wraps(work_out)
    def known(owner: Owner, /, *asked: Asked.args, **more: Asked.kwargs) -> Answer:
        answers: dict[tuple[object, ...], Any] = owner.__dict__.setdefault(kept, {})
        key = (*asked, *more.items()) if more else asked
        try:
            found: Answer = answers[key]
        except KeyError:
            found = answers[key] = work_out(owner, *asked, **more)
        return found

    return known
