"""What the tables of a terminal have in common."""

from __future__ import annotations

from rich.table import Table

from api.commands.common import session
from api.commands.tables import MOST_ROWS, first_rows


def test_a_table_of_too_many_rows_shows_the_first_and_says_how_many_there_are() -> None:
    run = session(None, "en")
    short, long = Table(), Table()
    assert first_rows(run, short, range(MOST_ROWS)) == range(MOST_ROWS)
    assert short.caption is None
    assert first_rows(run, long, range(100_000)) == range(MOST_ROWS)
    assert long.caption == f"the first {MOST_ROWS:,} of 100,000 rows; --json has them all"
