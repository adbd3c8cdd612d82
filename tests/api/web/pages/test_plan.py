from __future__ import annotations

import httpx
import pytest

from api.web.pages.plan import values
from api.web.reading import Reading
from api.web.state import State
from tests.web import FIRST_SECONDS


def test_what_stays_and_why_is_all_that_is_unplaced(reading: Reading) -> None:
    shown = values(reading, State("/plan", "en", {}))
    year = shown["year"]
    for totals in year.totals:
        left = sum(rest.unplaced for rest in shown["left"] if rest.unit == totals.unit)
        unplaced = sum(rest.unplaced for rest in year.rests if rest.unit == totals.unit)
        assert left == pytest.approx(unplaced, abs=1.0)
    assert all(rest.reason != "NONE" for rest in shown["left"])


def test_no_facility_takes_more_than_it_can_and_an_unknown_capacity_is_not_full(reading: Reading) -> None:
    runs = values(reading, State("/plan", "en", {}))["runs"]
    assert all(run["full"] <= 1.0 + 1e-6 for run in runs if run["full"] is not None)
    assert all((run["full"] is None) == (not run["capacity"]) for run in runs)


def test_a_scenario_stands_beside_the_plan_as_things_are(reading: Reading) -> None:
    now = values(reading, State("/plan", "en", {}))
    late = values(reading, State("/plan", "en", {"scenario": "phosphogypsum-projects-late"}))
    assert now["net_beside"] == {}
    assert late["net_beside"] == {row.unit: row.net for row in now["year"].totals}
    assert late["potential_beside"] == {row.id: row.potential for row in now["year"].targets}
    changed = [row for row in late["year"].targets if row.potential < late["potential_beside"][row.id]]
    assert changed


def test_each_reason_says_what_would_help_and_leads_to_pages_that_are_there(
    reading: Reading, pages: httpx.Client
) -> None:
    shown = values(reading, State("/plan", "en", {}))
    places = set()
    for rest in shown["left"]:
        assert rest.help.zh
        assert rest.help.en
        links = shown["links_of"](rest)
        assert links, rest.stream.id
        places |= {link.address for link in links}
    assert len(places) > 10
    for address in sorted(places):
        assert pages.get(address, timeout=FIRST_SECONDS).status_code == 200, address


def test_markets_taken_are_those_of_the_plan_the_full_ones_first(reading: Reading) -> None:
    shown = values(reading, State("/plan", "zh", {}))
    rows = shown["taken"]
    assert [row["taken"].market.id for row in rows] == [
        row["market"] for row in shown["plan"]["marketsTaken"]
    ]
    full = [row["taken"].full for row in rows]
    assert full == sorted(full, reverse=True)
    assert any(full)
    for row in rows:
        taken = row["taken"]
        assert row["place"]
        assert row["price"]
        if taken.demand is not None:
            assert taken.share == pytest.approx(taken.sold / taken.demand)
            assert taken.sold <= taken.demand - (taken.served or 0.0) + 1.0
        # That an unknown is counted as nothing is said where it stands.
        assert (row["served"] == "未知，按 0 计") is (taken.served is None and taken.demand is not None)
    assert any(row["taken"].served is None for row in rows)
