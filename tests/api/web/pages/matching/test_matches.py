from __future__ import annotations

import io

import openpyxl
import pytest

from api.web.pages.matching.matches import PAGE, Sort, as_excel, values
from api.web.reading import Reading
from api.web.state import State


def state(**said: str) -> State:
    return State("/matches", "en", said)


def test_a_facet_keeps_as_many_rows_as_it_says(reading: Reading) -> None:
    for facet in values(reading, state())["facets"]:
        value, _, count = facet.choices[0]
        assert values(reading, state(**{facet.name: value}))["shown"].found == count


@pytest.mark.parametrize("sort", Sort)
def test_rows_are_sorted_and_what_is_unknown_comes_last(reading: Reading, sort: Sort) -> None:
    rows = values(reading, state(sort=sort.value, unit="t", top="0"))["shown"].rows
    found = [getattr(row, sort.value) for row in rows]
    known = [value for value in found if value is not None]
    assert found[: len(known)] == known
    assert known == sorted(known, reverse=sort not in (Sort.DISTANCE, Sort.OPEN))


def test_pages_hold_all_rows_once(reading: Reading) -> None:
    first = values(reading, state(top="0"))
    seen = [
        row.id
        for page in range(1, first["shown"].pages + 1)
        for row in values(reading, state(top="0", page=str(page)))["shown"].rows
    ]
    assert len(seen) == len(set(seen)) == first["every"] > PAGE


def test_excel_has_exactly_the_sifted_rows(reading: Reading) -> None:
    given = state(unit="GJ", sort="amount", top="0")
    sheet = openpyxl.load_workbook(io.BytesIO(bytes(as_excel(reading, given).body))).active
    assert sheet is not None
    ids = [row[0].value for row in sheet.iter_rows(min_row=2)]
    shown = values(reading, given)
    assert len(ids) == shown["shown"].found > PAGE
    assert ids[:PAGE] == [row.id for row in shown["shown"].rows]


def test_what_is_refused_stands_apart_with_what_was_found_and_what_is_allowed(reading: Reading) -> None:
    shown = values(reading, state(tab="refused"))
    assert shown["shown"].rows == ()
    dust = next(row for row in shown["refusals"] if row.stream.id == "kunming-steel--bf-dust")
    (gate,) = dust.gates
    assert (gate.subject, gate.found, gate.allowed) == ("zinc (Zn)", "5 mass %", "at most 1 mass %")
