"""All that is wrong with files, in no more lines than a person reads: alike problems counted together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.errors import Problem
from graph.tools import grouped
from graph.wording import message

#: The most lines of one report.
MOST_LINES = 200


def report_lines(problems: Sequence[Problem], language: str, most: int = MOST_LINES) -> Iterator[str]:
    """Yield a line for each problem; where they are too many, for the first of each kind with its count.

    Problems of one file, sheet, column and code are of a kind.

    Examples
    --------
    >>> wanted = message("expected.any_number", example="24.9")
    >>> wrong = [Problem("p", "", row, "x", "NOT_A_NUMBER", "a", wanted) for row in range(2, 9)]
    >>> for line in report_lines(wrong, "en", most=3):
    ...     print(line)
    NOT_A_NUMBER: p row 2, column x: 'a': the value is not a number (expected a number, for example 24.9)
      and 6 more like it, down to row 8
    """
    if len(problems) <= most:
        for problem in problems:
            yield f"{problem.code}: {problem.text(language)}"
        return
    kinds = grouped(problems, lambda item: (item.file, item.sheet, item.column, item.code))
    # Two lines a kind, and one for the kinds that find no room.
    shown = list(kinds.values())[: (most - 1) // 2]
    for alike in shown:
        yield f"{alike[0].code}: {alike[0].text(language)}"
        if len(alike) > 1:
            last = max(problem.row for problem in alike)
            yield "  " + message("report.more_alike", count=len(alike) - 1, row=last).text(language)
    left = len(kinds) - len(shown)
    if left:
        rest = len(problems) - sum(map(len, shown))
        yield message("report.more_kinds", count=rest, kinds=left).text(language)
