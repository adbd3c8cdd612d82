"""A range whose ends read the same is one number, on every face."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph.wording import message, span, spans, with_ends

ROOT = Path(__file__).parents[3]
#: Where two named or computed texts stand with a dash or a word for a range between them.
OWN_RANGE = re.compile(r"\}+\s?(?: ?– ?| to | 至 )\{+")
#: What reads like a range and is none: a state that follows another, a price asked and one offered.
NO_RANGE = (
    "STATE_CHANGE_NOT_ALLOWED",
    "BAD_OPTION",
    "agreement.band,",
    "brief.band,",
    "gate.",
    "plan.use_open",
    "expected.",
    "bounds.",
    "said,",
    "way,",
    "step.agree,",
)


def test_a_range_that_is_one_number_reads_as_one() -> None:
    assert span("9,000 t", "9,000 t") == "9,000 t"
    assert spans("9,000 t", "9,000 t").zh == "9,000 t"
    assert with_ends("9,000 t", "9,000 t", "9,000 t") == "9,000 t"


def test_a_range_of_two_numbers_has_both_and_the_likely_one() -> None:
    assert span("1 t", "2 t") == "1 t – 2 t"
    assert (spans("1", "2").zh, spans("1", "2").en) == ("1 至 2", "1 to 2")
    assert with_ends("1", "1", "2") == "1 (1 – 2)"
    assert (
        message("brief.drawn", middle="4", ends=spans("3", "5")).en
        == "4 (median of the draws; P10 to P90: 3 to 5)"
    )


@pytest.mark.parametrize("room", ["graph", "ingest", "viz", "api"])
def test_no_face_writes_ranges_of_its_own(room: str) -> None:
    """The one way is `graph.wording.ranges`: there a range that is one number is seen."""
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for kind in ("py", "csv", "html")
        for path in sorted((ROOT / room).rglob(f"*.{kind}"))
        if path.name not in ("ranges.py", "clauses.csv", "number_words.py", "losses.html")
        for line in path.read_text(encoding="utf-8").splitlines()
        if OWN_RANGE.search(line) and not line.startswith(NO_RANGE)
    ]
    assert found == []
