"""XML of strangers: how much of it is read."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from ingest.grids import Source, grid, open_grids
from tests.ingest.grids.test_ods import document
from tests.ingest.grids.test_opening import refusal, with_part, with_sheet


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("a.xlsx", lambda: with_sheet('<row r="1">' + "<c/>" * 5_000 + "</row>")),
        ("a.xlsx", lambda: with_part("xl/sharedStrings.xml", b"<sst>" + b"<si/>" * 5_000 + b"</sst>")),
        ("a.ods", lambda: document("<table:table-row/>" * 5_000)),
    ],
)
def test_elements_without_a_value_count_too(
    monkeypatch: pytest.MonkeyPatch, name: str, made: Callable[[], bytes]
) -> None:
    monkeypatch.setattr(grid, "MOST_ELEMENTS", 5_500)
    open_grids(Source(name, made()))
    monkeypatch.setattr(grid, "MOST_ELEMENTS", 5_000)
    assert refusal(made(), name).code == "UNPACKS_TOO_LARGE"


def test_a_cell_of_a_million_spaces_is_refused_as_any_long_text() -> None:
    """Each space is an element in a document; none of them may cost a copy of those before it."""
    text = f"<text:p>{'<text:s/>' * 600_000}</text:p>"
    row = f"<table:table-row><table:table-cell>{text}</table:table-cell></table:table-row>"
    started = time.process_time()
    assert refusal(document(row), "a.ods").code == "TEXT_TOO_LONG"
    assert time.process_time() - started < 2.0
