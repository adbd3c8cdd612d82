"""What was measured decides alike at the gate, in matching and in the plan: cases C28 to C33."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from graph.matching import Content, GateResult, MatchOptions, Outcome, suggest
from graph.matching.gates import Reason, Verdict, stream_values
from graph.model import StreamComponent
from graph.planning import make_plan
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.vocabulary import RowId
from tests.build import analysis, facility, limit, material, park_of, recipe, stream
from tests.graph.matching.gates.kiln import HIGH, LOW, checks_of, kiln, typical


def judged(snapshot: Snapshot) -> tuple[Outcome, str]:
    """Return what the one limit comes to, the same at the gate, in matching and in the plan."""
    checks = checks_of(snapshot, "mud", "bake")
    assert len(checks) == 1, "one answer to one limit"
    outcome = Outcome[Verdict(int(checks.verdict[0])).name]
    found = suggest(snapshot, MatchOptions(top=0))
    assert (len(found.items), len(found.refusals)) == ((0, 1) if outcome is Outcome.REFUSED else (1, 0))
    assert shown(snapshot).outcome is outcome
    (row,) = make_plan(snapshot).streams
    assert row.placed == (0.0 if outcome is Outcome.REFUSED else 100.0)
    return outcome, Reason(int(checks.reason[0])).name


def shown(snapshot: Snapshot) -> GateResult:
    """Return the check as it is explained."""
    found = suggest(snapshot, MatchOptions(top=0))
    (pair,) = (*found.items, *found.refusals)
    (gate,) = (gate for gate in pair.gates if gate.component)
    return gate


def renamed(row: StreamComponent, name: str, **changes: Any) -> StreamComponent:
    """The same analysis under another id."""
    return replace(row, id=RowId(name), **changes)


@pytest.mark.parametrize(("low", "high"), [("a", "b"), ("b", "a")])
def test_the_worse_of_two_contradicting_analyses_rules_until_it_is_withdrawn(low: str, high: str) -> None:
    """C28: 0.01 and 5.0 % Cl, at most 0.1: refused whichever id sorts first, until 5.0 is withdrawn."""
    rows = limit("bake", "Cl", maximum=0.1), renamed(LOW, low)
    assert judged(kiln(*rows, renamed(HIGH, high))) == (Outcome.REFUSED, "EXCEEDED")
    assert judged(kiln(*rows, renamed(HIGH, high, withdrawn=True))) == (Outcome.PASSED, "WITHIN")


def test_both_contradicting_analyses_are_shown_with_day_and_laboratory() -> None:
    """C28: who is refused sees the analysis that would have passed, and whose each is."""
    gate = shown(kiln(limit("bake", "Cl", maximum=0.1), LOW, HIGH))
    assert gate.value == 5.0
    assert gate.contents == (
        Content("Cl", "mass %", Range.exact(0.01), True, False, date(2026, 3, 1), "厂化验室"),
        Content("Cl", "mass %", Range.exact(5.0), True, True, date(2026, 5, 9), "省检测院"),
    )


def test_of_a_minimum_the_lower_analysis_is_the_worse() -> None:
    """C28 the other way round: 73 and 85 % gypsum, at least 80."""
    rows = analysis("s", "G", 73.0, name="a"), analysis("s", "G", 85.0, name="b")
    assert judged(kiln(limit("bake", "G", minimum=80.0), *rows)) == (Outcome.REFUSED, "BELOW_MINIMUM")


def test_the_analysis_in_the_limits_basis_counts() -> None:
    """C29: Cr 100 mg/kg says nothing about 1 mg/L of leachate, 9 mg/L does; 0.5 mg/L passes."""
    bound, solid = (
        limit("bake", "Cr", maximum=1.0, basis="mg/L"),
        analysis("s", "Cr", 100.0, "mg/kg", name="a"),
    )
    assert judged(kiln(bound, solid, analysis("s", "Cr", 9.0, "mg/L"))) == (Outcome.REFUSED, "EXCEEDED")
    assert judged(kiln(bound, solid, analysis("s", "Cr", 0.5, "mg/L"))) == (Outcome.PASSED, "WITHIN")
    assert judged(kiln(bound, solid)) == (Outcome.UNVERIFIED, "BASIS_NOT_COMPARABLE")


RADIUM = analysis("s", "Ra-226", 74.0, "Bq/kg")
BOTH_TYPICAL = typical("Th-232", 52.0, "Bq/kg"), typical("K-40", 840.0, "Bq/kg")


def test_an_index_needs_all_its_nuclides_measured() -> None:
    """C30: 74/370 + 52/260 + 840/4200 = 0.6 at most 1.0, but only radium was measured: unverified."""
    bound = limit("bake", "Igamma", maximum=1.0, basis="index")
    gate = shown(kiln(bound, RADIUM, *BOTH_TYPICAL))
    assert judged(kiln(bound, RADIUM, *BOTH_TYPICAL)) == (Outcome.UNVERIFIED, "INDEX_INCOMPLETE")
    assert gate.value == pytest.approx(0.6)
    assert [(item.component, item.measured) for item in gate.contents] == [
        ("Ra-226", True),
        ("Th-232", False),
        ("K-40", False),
    ]
    all_measured = RADIUM, analysis("s", "Th-232", 52.0, "Bq/kg"), analysis("s", "K-40", 840.0, "Bq/kg")
    assert judged(kiln(bound, *all_measured)) == (Outcome.PASSED, "WITHIN")


def test_a_typical_nuclide_never_refuses_and_measured_ones_can_alone() -> None:
    """C30: typical Th of 2,600 Bq/kg would be 10; measured Ra of 740 Bq/kg is 2 by itself, above 1.0."""
    bound = limit("bake", "Igamma", maximum=1.0, basis="index")
    thorium = typical("Th-232", 2600.0, "Bq/kg")
    assert judged(kiln(bound, RADIUM, thorium)) == (Outcome.UNVERIFIED, "TYPICAL_EXCEEDS")
    radium = analysis("s", "Ra-226", 740.0, "Bq/kg")
    assert judged(kiln(bound, radium, thorium)) == (Outcome.REFUSED, "EXCEEDED")


def test_an_index_of_typical_nuclides_alone_is_typical() -> None:
    """C30: nobody measured anything: 0.6 informs and decides nothing."""
    bound = limit("bake", "Igamma", maximum=1.0, basis="index")
    rows = typical("Ra-226", 74.0, "Bq/kg"), *BOTH_TYPICAL
    assert judged(kiln(bound, *rows)) == (Outcome.UNVERIFIED, "TYPICAL_ONLY")


def bakery(*rows: object) -> Snapshot:
    """Clay of which the kiln bakes bricks, with 0.1 t of mud in each: 10 t of it beside 100 t of clay."""
    return park_of(
        *(material(name) for name in ("clay", "mud", "brick")),
        stream("clay-of-maker", "maker", "clay", 100.0),
        stream("s", "maker", "mud", 100.0),
        recipe("bake", "clay", "brick", auxiliary=[("mud", 0.1)]),
        facility("kiln", "user", "bake", 1000.0),
        *rows,
    )


def test_a_limit_of_every_input_holds_on_auxiliary_inputs() -> None:
    """C31: Cl 1.5 % in what is added, at most 1 % in every input: refused, clay does not thin it."""
    clay = analysis("clay-of-maker", "Cl", 0.0)
    snapshot = bakery(limit("bake", "Cl", maximum=1.0), analysis("s", "Cl", 1.5), clay)
    assert [item.stream for item in suggest(snapshot).refusals] == ["s"]
    placed = {row.stream: row.placed for row in make_plan(snapshot).streams}
    assert placed == {"clay-of-maker": 100.0, "s": 0.0}
    snapshot = bakery(limit("bake", "Cl", maximum=1.0), analysis("s", "Cl", 0.5), clay)
    assert {row.stream: row.placed for row in make_plan(snapshot).streams}["s"] == pytest.approx(10.0)


@pytest.mark.parametrize("bounds", [{"maximum": 90.0}, {"minimum": 1.0}])
def test_what_is_all_water_meets_no_limit_of_dry_matter(bounds: dict[str, float]) -> None:
    """C32: at 100 % moisture there is no dry matter of which anything could be a share."""
    bound = limit("bake", "SiO2", basis="mass % dry", **bounds)
    for rows in (
        (),
        (analysis("s", "SiO2", 0.0, "mass % wet"),),
        (analysis("s", "SiO2", 50.0, "mass % dry"),),
    ):
        assert judged(kiln(bound, *rows, moisture=100.0)) == (Outcome.REFUSED, "NO_DRY_MATTER")


def test_no_mix_makes_up_for_what_is_all_water() -> None:
    """C32: the plan does not thin with dry mud what has no dry matter to be thinned."""
    snapshot = kiln(
        limit("bake", "SiO2", basis="mass % dry", maximum=1.0),
        analysis("s", "SiO2", 5.0, "mass % wet"),
        stream("dry", "maker", "mud", 100.0, moisture=0.0),
        analysis("dry", "SiO2", 0.1, "mass % dry"),
        moisture=100.0,
    )
    assert {row.stream: row.placed for row in make_plan(snapshot).streams} == {"dry": 100.0, "s": 0.0}


def test_a_content_of_dry_matter_can_only_be_higher_than_of_the_wet_whole() -> None:
    """C33: 50 % as received is 50 % of the dry matter at least, whatever the moisture: above 1 %."""
    bound = limit("bake", "Cl", maximum=1.0, basis="mass % dry")
    refused = kiln(bound, analysis("s", "Cl", 50.0, "mass % wet"))
    assert judged(refused) == (Outcome.REFUSED, "EXCEEDED")
    assert shown(refused).value == 50.0
    assert judged(kiln(bound, analysis("s", "Cl", 0.5, "mass % wet"))) == (
        Outcome.UNVERIFIED,
        "BASIS_NOT_COMPARABLE",
    )


@pytest.mark.parametrize(
    ("given", "wanted", "likely", "bounds", "found"),
    [
        # A wet content is the dry one at most.
        ("mass % dry", "mass % wet", 0.5, {"maximum": 1.0}, (Outcome.PASSED, "WITHIN")),
        ("mass % dry", "mass % wet", 0.5, {"minimum": 1.0}, (Outcome.REFUSED, "BELOW_MINIMUM")),
        ("mass % wet", "mass % dry", 60.0, {"minimum": 50.0}, (Outcome.PASSED, "WITHIN")),
        # What says neither is one of the two: enough where both readings agree.
        ("mass %", "mass % dry", 5.0, {"maximum": 1.0}, (Outcome.REFUSED, "EXCEEDED")),
        ("mass %", "mass % wet", 0.5, {"maximum": 1.0}, (Outcome.PASSED, "WITHIN")),
        ("mass %", "mass % wet", 5.0, {"maximum": 1.0}, (Outcome.UNVERIFIED, "BASIS_NOT_STATED")),
    ],
)
def test_what_both_readings_of_a_basis_say_is_said(
    given: str, wanted: str, likely: float, bounds: dict[str, float], found: tuple[Outcome, str]
) -> None:
    """C33 in the other directions, each of unknown moisture."""
    rows = limit("bake", "G", basis=wanted, **bounds), analysis("s", "G", likely, given)
    assert judged(kiln(*rows)) == found


def test_a_content_that_is_only_bounded_is_never_reckoned_into_a_mix() -> None:
    """C33: at least 50 % of the dry matter of unknown moisture, beside mud of 0: nobody knows the mean."""
    snapshot = kiln(
        limit("bake", "Cl", maximum=1.0, basis="mass % dry"),
        analysis("s", "Cl", 50.0, "mass % wet"),
        stream("clean", "maker", "mud", 500.0),
        analysis("clean", "Cl", 0.0, "mass % dry"),
    )
    assert {row.stream: row.placed for row in make_plan(snapshot).streams} == {"clean": 500.0, "s": 0.0}


def test_every_analysis_is_on_record_and_a_typical_value_only_of_what_nobody_measured() -> None:
    """Cl was measured in mg/kg, so its typical mass % is not asked; the leachate is another thing."""
    snapshot = kiln(
        analysis("s", "Cl", 100.0, "mg/kg", name="a"),
        analysis("s", "Cl", 200.0, "mg/kg", name="b"),
        typical("Cl", 3.0, "mass % dry"),
        typical("Cl", 7.0, "mg/L"),
    )
    values = stream_values(snapshot)
    assert list(zip(values.likely, values.measured, strict=True)) == [
        (100.0, True),
        (200.0, True),
        (7.0, False),
    ]
