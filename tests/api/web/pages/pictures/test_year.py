from __future__ import annotations

import pytest

from api.web.pages.pictures.year import FlowState, Year, year_of
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


NAMED = {"nameZh": "名", "nameEn": "name"}
WORKS = {"localId": "works", **NAMED}


def stream(baseline: float) -> dict[str, object]:
    return {
        "stream": {"localId": "slag", **NAMED, "inUse": None, "evidence": {"demoEstimate": False}},
        "enterprise": WORKS,
        "material": {"localId": "slag", **NAMED},
        "unit": "TONNE",
        "supply": 100.0,
        "baseline": baseline,
        "placed": 0.0,
        "residue": 0.0,
        "unplaced": 100.0 - baseline,
        "reason": "NO_CONSUMER",
        "detailZh": "",
        "detailEn": "",
        "helps": [],
        "helpZh": "",
        "helpEn": "",
        "facilities": [],
        "products": [],
        "markets": [],
    }


def taken(amount: float, on_record: bool, giver: str | None = "slag") -> dict[str, object]:
    return {
        "stream": None if giver is None else {"localId": giver},
        "facility": {"localId": "mill", **NAMED, "enterprise": WORKS},
        "amount": amount,
        "onRecord": on_record,
    }


@pytest.mark.parametrize(
    ("today", "baseline", "flows"),
    [
        ([taken(30.0, True)], 50.0, [("mill", 30.0, True), (None, 20.0, True)]),
        ([taken(30.0, False)], 50.0, [("mill", 30.0, False), (None, 20.0, True)]),
        ([taken(70.0, True)], 50.0, [("mill", 50.0, True)]),
        # What one facility hands to another was counted when it left its stream.
        ([taken(30.0, False, giver=None)], 50.0, [(None, 50.0, True)]),
        ([], 0.0, []),
    ],
)
def test_todays_tonnes_have_a_taker_on_record_an_estimated_one_or_none_and_stand_once(
    today: list[dict[str, object]], baseline: float, flows: list[tuple[str | None, float, bool]]
) -> None:
    plan = {
        "streams": [stream(baseline)],
        "today": today,
        "flows": [],
        "runs": [],
        "marketsTaken": [],
        "totals": [],
        "targets": [],
        "solver": {"status": "optimal"},
    }
    found = [
        (None if flow.taker is None else flow.taker.id, flow.amount, flow.on_record)
        for flow in year_of(plan).flows
    ]
    assert sorted(found, key=lambda flow: -flow[1]) == flows
