from __future__ import annotations

import pytest

from api.web.pages.year import FlowState, Year, year_of
from api.web.reading import Reading


@pytest.fixture(scope="module")
def year(reading: Reading) -> Year:
    return year_of(reading.read("year")["plan"])


def test_every_tonne_in_use_today_is_a_flow_with_a_taker_or_with_none_on_record(year: Year) -> None:
    for totals in year.totals:
        today = sum(
            flow.amount for flow in year.flows if flow.unit == totals.unit and flow.state is FlowState.TODAY
        )
        assert today == pytest.approx(sum(rest.today for rest in year.rests if rest.unit == totals.unit))


def test_what_leaves_streams_anew_adds_up_to_what_the_plan_places_within_a_tonne(year: Year) -> None:
    for totals in year.totals:
        new = sum(
            flow.amount
            for flow in year.flows
            if flow.unit == totals.unit and flow.state is not FlowState.TODAY and not flow.between
        )
        placed = sum(rest.placed for rest in year.rests if rest.unit == totals.unit)
        assert abs(new - placed) < 1.0
        # Gross counts wastes alone.
        assert new > totals.gross - 1.0


def test_a_stream_is_in_use_placed_and_left_over_and_nothing_else(year: Year) -> None:
    for rest in year.rests:
        assert rest.today + rest.placed + rest.unplaced == pytest.approx(rest.supply, abs=1.0)


def stream(linkages: list[tuple[str, float]], baseline: float) -> dict[str, object]:
    named = {"nameZh": "名", "nameEn": "name"}
    works = {"localId": "works", **named}
    return {
        "stream": {
            "localId": "slag",
            **named,
            "evidence": {"demoEstimate": False},
            "linkages": [
                {
                    "state": state,
                    "amount": amount,
                    "toFacility": {"localId": "mill", **named, "enterprise": works},
                }
                for state, amount in linkages
            ],
        },
        "enterprise": works,
        "material": {"localId": "slag", **named},
        "unit": "TONNE",
        "supply": 100.0,
        "baseline": baseline,
        "placed": 0.0,
        "residue": 0.0,
        "unplaced": 100.0 - baseline,
        "reason": "NO_CONSUMER",
        "detailZh": "",
        "detailEn": "",
    }


@pytest.mark.parametrize(
    ("linkages", "baseline", "flows"),
    [
        ([("OPERATING", 30.0)], 50.0, [("mill", 30.0), (None, 20.0)]),
        ([("OPERATING", 70.0)], 50.0, [("mill", 50.0)]),
        ([("CONTRACTED", 30.0), ("STOPPED", 5.0)], 50.0, [(None, 50.0)]),
        ([], 0.0, []),
    ],
)
def test_only_linkages_that_run_take_todays_tonnes_and_never_more_than_are_in_use(
    linkages: list[tuple[str, float]], baseline: float, flows: list[tuple[str | None, float]]
) -> None:
    plan = {
        "streams": [stream(linkages, baseline)],
        "flows": [],
        "runs": [],
        "totals": [],
        "targets": [],
        "solver": {"status": "optimal"},
    }
    found = [(None if flow.taker is None else flow.taker.id, flow.amount) for flow in year_of(plan).flows]
    assert sorted(found, key=lambda flow: -flow[1]) == flows
