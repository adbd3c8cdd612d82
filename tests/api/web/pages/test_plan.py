from __future__ import annotations

import pytest

from api.web.pages.plan import values
from api.web.reading import Reading
from api.web.state import State


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
