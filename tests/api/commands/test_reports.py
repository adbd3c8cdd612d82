from __future__ import annotations

from api.commands.reports import MOST_LINES, report_lines
from graph.errors import Problem
from graph.wording.messages import message

WANTED = message("expected.any_number", example="24.9")


def wrong(count: int, column: str = "lat") -> list[Problem]:
    return [Problem("p.csv", "", row, column, "NOT_A_NUMBER", "x", WANTED) for row in range(2, count + 2)]


def test_few_problems_are_all_said() -> None:
    assert len(list(report_lines(wrong(MOST_LINES), "zh"))) == MOST_LINES


def test_many_of_a_kind_are_one_line_and_their_count() -> None:
    lines = list(report_lines([*wrong(100_000), *wrong(5, "lon")], "en"))
    assert len(lines) == 4
    assert "row 2" in lines[0]
    assert "99999" in lines[1]
    assert "100001" in lines[1]


def test_a_report_is_never_longer_than_the_limit_and_leaves_nothing_uncounted() -> None:
    """300 kinds of 3 problems: 99 kinds are shown, 201 kinds with 603 problems are counted."""
    problems = [problem for n in range(300) for problem in wrong(3, f"c{n}")]
    lines = list(report_lines(problems, "en"))
    assert len(lines) == 199
    assert "603" in lines[-1]
    assert "201" in lines[-1]
