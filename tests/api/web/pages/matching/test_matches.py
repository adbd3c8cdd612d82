from __future__ import annotations

import io

import httpx
import openpyxl
import pytest

from api.pages import ERROR_CODE
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


def test_amounts_are_sorted_unit_by_unit(reading: Reading) -> None:
    """Anning gives off 60 million m3 of water and some million t of slag, which cannot be compared."""
    found = values(reading, state(sort="amount", top="0"))
    rows = [
        row
        for page in range(1, found["shown"].pages + 1)
        for row in values(reading, state(sort="amount", top="0", page=str(page)))["shown"].rows
    ]
    units = [row.unit for row in rows]
    assert units == sorted(units, key=["t", "m3", "GJ"].index)
    assert set(units) == {"t", "m3", "GJ"}
    for unit in set(units):
        amounts = [row.amount for row in rows if row.unit == unit]
        assert amounts == sorted(amounts, reverse=True)


@pytest.mark.parametrize("name", ["material", "firm", "taker", "basis", "unit"])
def test_a_facet_that_no_row_has_is_named_with_the_way_back(pages: httpx.Client, name: str) -> None:
    for language, said in (("zh", "没有任何一行"), ("en", "no row has “&lt;nowhere&gt;”")):
        text = pages.get(f"/matches?{name}=<nowhere>&sort=amount&language={language}").text
        assert said in text
        assert f'href="/matches?sort=amount&amp;language={language}"' in text
    known = pages.get("/matches?unit=t&language=en").text
    assert "no row has" not in known


def test_a_waste_without_refused_linkages_is_named(pages: httpx.Client) -> None:
    text = pages.get("/matches?tab=refused&stream=nowhere&language=en").text
    assert "No refused linkage is of the waste “nowhere”" in text
    assert 'href="/matches?tab=refused&amp;language=en"' in text


def test_a_tab_that_is_none_is_refused(pages: httpx.Client) -> None:
    assert pages.get("/matches?tab=closed").headers[ERROR_CODE] == "BAD_ADDRESS"


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


def test_a_price_that_suits_nobody_is_no_range(pages: httpx.Client, reading: Reading) -> None:
    """A battery for which its owner asks more than the receiver can pay was shown as 13,100 to 10,200."""
    shown = values(reading, state(top="0", sort="confidence"))
    apart = [
        row
        for page in range(1, shown["shown"].pages + 1)
        for row in values(reading, state(top="0", sort="confidence", page=str(page)))["shown"].rows
        if row.supplier is not None and row.receiver is not None and row.supplier > row.receiver
    ]
    assert apart
    said = sum(
        pages.get(f"/matches?top=0&sort=confidence&page={page}&language=en").text.count("no price suits both")
        for page in range(1, shown["shown"].pages + 1)
    )
    assert said == len(apart)
