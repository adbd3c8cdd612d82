"""How far long work is: who asked is told, and may stop it."""

from __future__ import annotations

from collections.abc import Callable

from graph.errors import EXIT_CANCELLED, SymbioflowError

#: Told the share done, 0 to 1; says whether to go on.
Progress = Callable[[float], bool]


def tell(progress: Progress | None, done: float) -> None:
    """Tell the share done; ``CANCELLED`` where nobody wants the rest.

    Examples
    --------
    >>> tell(None, 0.5)
    >>> tell(lambda done: done < 0.5, 0.5)
    Traceback (most recent call last):
    ...
    graph.errors.SymbioflowError: cancelled at 50%
    """
    if progress is not None and not progress(done):
        raise SymbioflowError("CANCELLED", exit_code=EXIT_CANCELLED, done=f"{done:.0%}")
