from __future__ import annotations

import pytest

from graph.errors import SymbioflowError
from graph.model import Facility, Scenario, ScenarioChange, WasteStream
from graph.planning import make_plan
from graph.ranges import Range
from graph.scenarios import apply_scenario, scenario_named
from graph.snapshot import Snapshot
from graph.vocabulary import LinkageState, RowId, ScenarioId, Unit
from tests.build import ESTIMATE, facility, linkage, material, park_of, recipe, stream

SCENARIO = Scenario(id=ScenarioId("what-if"), name_zh="如果", name_en="What if", evidence=ESTIMATE)


def base(*changes: tuple[str, str, str, str]) -> Snapshot:
    """100 t of slag a year; a paver with room for 30 t takes 10 t of it today, a miller could take 20 t."""
    return park_of(
        material("slag"),
        material("road"),
        material("powder"),
        stream("s", "maker", "slag", 100.0, in_use=10.0),
        recipe("pave", "slag", "road"),
        recipe("mill", "slag", "powder"),
        facility("f", "user", "pave", 30.0),
        facility("g", "maker", "mill", 20.0),
        linkage("l", "f", "pave:in_main:slag", 10.0, stream="s", state=LinkageState.OPERATING),
        SCENARIO,
        [
            ScenarioChange(
                id=RowId(f"c{number}"),
                scenario=SCENARIO.id,
                **dict(zip(("table_name", "row_id", "field", "value"), change, strict=True)),
            )
            for number, change in enumerate(changes)
        ],
    )


def under(*changes: tuple[str, str, str, str]) -> Snapshot:
    snapshot = base(*changes)
    return apply_scenario(snapshot, scenario_named(snapshot, "如果"))


def test_a_larger_facility_takes_more_and_the_graph_as_it_is_stays() -> None:
    snapshot = base(("facilities", "f", "capacity", "60"))
    changed = apply_scenario(snapshot, SCENARIO)
    assert make_plan(changed).total(Unit.TONNE).gross == pytest.approx(70.0)
    assert make_plan(snapshot).total(Unit.TONNE).gross == pytest.approx(40.0)


def test_the_ends_of_a_range_go_with_its_likely_value_unless_they_are_given() -> None:
    snapshot = base(
        ("waste_streams", "s", "supply_low", "80"),
        ("waste_streams", "s", "supply_high", "150"),
        ("waste_streams", "s", "supply", "200"),
        ("waste_streams", "s", "supply_low", "100"),
    )
    changed = apply_scenario(snapshot, SCENARIO)
    assert changed.by_id(WasteStream)["s"].supply == Range(100.0, 200.0, 300.0)


def test_a_closed_enterprise_takes_nothing_and_what_it_took_is_free_again() -> None:
    """Without the paver 100 t are free, and the miller takes 20 t of them."""
    changed = under(("enterprises", "user", "state", "closed"))
    total = make_plan(changed).total(Unit.TONNE)
    assert (total.baseline, total.gross) == (0.0, pytest.approx(20.0))


def test_a_closed_enterprise_gives_off_nothing() -> None:
    total = make_plan(under(("enterprises", "maker", "state", "closed"))).total(Unit.TONNE)
    assert (total.supply, total.baseline, total.gross) == (0.0, 0.0, 0.0)


def test_a_facility_is_added_as_a_copy_and_then_changed() -> None:
    changed = under(("facilities", "h", "copy_of", "g"), ("facilities", "h", "capacity", "5"))
    assert changed.by_id(Facility)["h"].capacity == Range.exact(5.0)
    assert make_plan(changed).total(Unit.TONNE).gross == pytest.approx(45.0)


def test_an_empty_value_makes_a_number_unknown() -> None:
    assert under(("facilities", "f", "capacity", "")).by_id(Facility)["f"].capacity is None


@pytest.mark.parametrize(
    "change",
    [
        ("nowhere", "f", "capacity", "1"),
        ("scenarios", "what-if", "note", "x"),
        ("facilities", "nobody", "capacity", "1"),
        ("facilities", "f", "colour", "red"),
        ("facilities", "f", "id", "h"),
        ("facilities", "f", "capacity", "many"),
        ("facilities", "f", "capacity", "-1"),
        ("facilities", "f", "capacity", "nan"),
        ("facilities", "f", "capacity_low", "40"),
        ("facilities", "f", "state", "asleep"),
        ("facilities", "f", "technology", "magic"),
        ("facilities", "f", "technology", ""),
        ("facilities", "f", "opens", "soon"),
        ("facilities", "f", "copy_of", "g"),
        ("facilities", "h", "copy_of", "nobody"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused_by_name(change: tuple[str, str, str, str]) -> None:
    with pytest.raises(SymbioflowError, match="scenario what-if, change c0") as refused:
        under(change)
    assert refused.value.code == "BAD_CHANGE"


def test_an_unknown_scenario_is_refused_and_the_known_ones_are_named_as_people_call_them() -> None:
    with pytest.raises(SymbioflowError, match="known: What if") as refused:
        scenario_named(base(), "nothing")
    assert refused.value.code == "UNKNOWN_SCENARIO"
    assert refused.value.text("zh") == "没有情景“nothing”；已有：如果"
