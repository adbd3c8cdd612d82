"""What must hold for every plan, tried on random small parks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import Facility, WasteStream
from graph.planning import Objective, PlanOptions, make_plan
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.vocabulary import Direction, FacilityId, MaterialId, PriceKind, StreamId, TechnologyId, Unit
from tests.build import (
    PARK,
    WEIGHTS,
    enterprise,
    facility,
    material,
    port,
    price,
    recipe,
    stream,
    technology,
)

FIXED = [
    PARK,
    *WEIGHTS,
    enterprise("e"),
    material("slag"),
    material("mud"),
    material("gypsum"),
    material("road"),
    material("brick"),
    material("cement"),
    price("road", 12.0),
    price("brick", 40.0),
    price("cement", 90.0),
    price("cement", 8.0, kind=PriceKind.DISPOSAL),
    price(None, 15.0, kind=PriceKind.DISPOSAL_GENERAL),
    *recipe("pave", "slag", "road", 0.8, residue=("mud", 0.2)),
    *recipe("press", "mud", "brick", 0.9),
    *recipe("mill", "gypsum", "cement", 1.2, auxiliary=[("slag", 0.3)]),
]
amounts = st.floats(1.0, 1000.0)
property_test = settings(max_examples=12, deadline=None)
#: Of what plans six times an example.
costly_test = settings(max_examples=5, deadline=None)


@st.composite
def parks(draw: st.DrawFn) -> list[WasteStream | Facility]:
    """Return streams and facilities to stand beside `FIXED`."""
    wastes = st.sampled_from(("slag", "mud", "gypsum"))
    # Some owners pay more than the usual 15 CNY/t to be rid of their waste.
    paid = st.sampled_from((None, 5.0, 90.0))
    parts: list[WasteStream | Facility] = [
        stream(f"s{number}", "e", draw(wastes), draw(amounts), disposal_cost=draw(paid))
        for number in range(draw(st.integers(1, 4)))
    ]
    uses = st.sampled_from(("pave", "press", "mill"))
    parts += [
        facility(f"f{number}", "e", draw(uses), draw(amounts)) for number in range(draw(st.integers(1, 4)))
    ]
    return parts


def net(parts: list[WasteStream | Facility]) -> float:
    return make_plan(Snapshot.of([*FIXED, *parts])).total(Unit.TONNE).net


@property_test
@given(parks(), amounts)
def test_more_capacity_never_lowers_diverted_tonnes(parts: list[WasteStream | Facility], more: float) -> None:
    larger = [
        replace(part, capacity=Range.exact(part.capacity.likely + more))
        if isinstance(part, Facility) and part.id == "f0" and part.capacity is not None
        else part
        for part in parts
    ]
    assert net(larger) >= net(parts) - 1e-6


@property_test
@given(parks())
def test_splitting_a_stream_in_two_halves_changes_nothing(parts: list[WasteStream | Facility]) -> None:
    first = next(part for part in parts if isinstance(part, WasteStream))
    half = replace(first, supply=Range.exact(first.supply.likely / 2.0))
    halves = [half, replace(half, id=StreamId("other-half"))]
    rest = [part for part in parts if part is not first]
    assert net([*halves, *rest]) == pytest.approx(net(parts), abs=1e-6)


@property_test
@given(parks())
def test_the_order_of_rows_changes_nothing(parts: list[WasteStream | Facility]) -> None:
    forwards, backwards = ([*FIXED, *parts], [*reversed(parts), *reversed(FIXED)])
    assert make_plan(Snapshot.of(forwards)) == make_plan(Snapshot.of(backwards))


def total(parts: list[WasteStream | Facility], objective: Objective) -> float:
    return make_plan(Snapshot.of([*FIXED, *parts]), PlanOptions(objective=objective)).objective_value


@property_test
@given(parks(), st.sampled_from(("pave", "press", "mill")), amounts)
def test_a_further_facility_never_lowers_diverted_tonnes_or_benefit(
    parts: list[WasteStream | Facility], use: str, capacity: float
) -> None:
    more = [*parts, facility("further", "e", use, capacity)]
    for objective in (Objective.TONNES, Objective.BENEFIT):
        least = total(parts, objective)
        assert total(more, objective) >= least - 1e-6 * max(least, 1.0)


@property_test
@given(parks(), st.sampled_from((0.01, 0.5, 3.0, 1000.0)))
def test_a_park_of_another_size_has_a_plan_of_that_size(
    parts: list[WasteStream | Facility], factor: float
) -> None:
    scaled = [
        replace(part, supply=part.supply.scaled(factor))
        if isinstance(part, WasteStream)
        else replace(part, capacity=part.capacity and part.capacity.scaled(factor))
        for part in parts
    ]
    for objective in (Objective.TONNES, Objective.BENEFIT):
        assert total(scaled, objective) == pytest.approx(factor * total(parts, objective), rel=1e-6, abs=1e-9)


@property_test
@given(parks())
def test_other_ids_change_no_total(parts: list[WasteStream | Facility]) -> None:
    """Ids are turned round, so that their order changes too."""
    count = len(parts)
    renamed = [
        replace(part, id=StreamId(f"x{count - number}"))
        if isinstance(part, WasteStream)
        else replace(part, id=FacilityId(f"y{count - number}"))
        for number, part in enumerate(parts)
    ]
    one, other = make_plan(Snapshot.of([*FIXED, *parts])), make_plan(Snapshot.of([*FIXED, *renamed]))
    for unit in Unit:
        ours, theirs = one.total(unit), other.total(unit)
        assert (ours.supply, ours.net) == (
            pytest.approx(theirs.supply),
            pytest.approx(theirs.net, rel=1e-9, abs=1e-9),
        )


@property_test
@given(parks(), st.sampled_from((Objective.TONNES, Objective.BENEFIT)))
def test_the_totals_are_what_the_objective_counted_and_every_balance_closes(
    parts: list[WasteStream | Facility], objective: Objective
) -> None:
    plan = make_plan(Snapshot.of([*FIXED, *parts]), PlanOptions(objective=objective))
    counted = {
        Objective.TONNES: plan.total(Unit.TONNE).net,
        Objective.BENEFIT: plan.benefit,
    }[objective]
    assert plan.objective_value == pytest.approx(counted, rel=1e-6, abs=1e-6)
    for outcome in plan.streams:
        assert outcome.supply + outcome.from_stock == pytest.approx(
            outcome.baseline + outcome.placed + outcome.unplaced, rel=1e-9
        )
    assert all(balance.error <= 1e-6 for balance in plan.balances)


@property_test
@given(parks(), parks())
def test_two_parks_that_share_nothing_add_up(
    parts: list[WasteStream | Facility], others: list[WasteStream | Facility]
) -> None:
    """The second park has materials and recipes of its own, so it is a component apart."""
    alone = [*FIXED, *parts]
    away = [
        *(material(f"{name}-2") for name in ("slag", "mud", "gypsum", "road", "brick", "cement")),
        *recipe("pave-2", "slag-2", "road-2", 0.8, residue=("mud-2", 0.2)),
        *recipe("press-2", "mud-2", "brick-2", 0.9),
        *recipe("mill-2", "gypsum-2", "cement-2", 1.2, auxiliary=[("slag-2", 0.3)]),
        *(
            replace(part, id=StreamId(f"{part.id}-2"), material=MaterialId(f"{part.material}-2"))
            if isinstance(part, WasteStream)
            else replace(part, id=FacilityId(f"{part.id}-2"), technology=TechnologyId(f"{part.technology}-2"))
            for part in others
        ),
    ]
    both = make_plan(Snapshot.of([*alone, *away])).total(Unit.TONNE).net
    assert both == pytest.approx(net(parts) + net(others), rel=1e-9, abs=1e-6)


def never_more(more: list[object], parts: list[WasteStream | Facility]) -> None:
    """Assert that what is there besides raises no objective."""
    for objective in (Objective.TONNES, Objective.BENEFIT, Objective.CO2):
        most = total(parts, objective)
        besides = make_plan(Snapshot.of([*FIXED, *parts, *more]), PlanOptions(objective=objective))
        assert besides.objective_value <= most + 1e-6 * max(abs(most), 1.0)


@costly_test
@given(parks())
def test_splitting_a_facility_in_two_halves_changes_nothing(parts: list[WasteStream | Facility]) -> None:
    first = next(part for part in parts if isinstance(part, Facility) and part.capacity is not None)
    assert first.capacity is not None
    half = replace(first, capacity=first.capacity.scaled(0.5))
    halves = [half, replace(half, id=FacilityId("other-half"))]
    rest = [part for part in parts if part is not first]
    for objective in (Objective.TONNES, Objective.BENEFIT, Objective.CO2):
        assert total([*halves, *rest], objective) == pytest.approx(total(parts, objective), abs=1e-6)


@costly_test
@given(parks(), st.floats(0.1, 1.0), st.floats(0.1, 1.0))
def test_a_loop_raises_nothing(parts: list[WasteStream | Facility], there: float, back: float) -> None:
    """Slag is spun, and what is spun is slag again, with more or less of it lost each time."""
    loop = [
        material("spun"),
        *residue_only("spin", "slag", "spun", there),
        *residue_only("unspin", "spun", "slag", back),
        facility("spinner", "e", "spin", 5000.0),
        facility("unspinner", "e", "unspin", 5000.0),
    ]
    never_more(loop, parts)


@costly_test
@given(parks(), st.floats(0.1, 1.0))
def test_a_treatment_that_nobody_pays_for_raises_nothing(
    parts: list[WasteStream | Facility], kept: float
) -> None:
    """Rinsed slag is slag, and goes wherever slag goes; what the rinsing takes out is dumped."""
    rinsing = [
        material("rinsed", "slag"),
        material("silt"),
        *recipe("rinse", "slag", "rinsed", kept, residue=("silt", 1.0 - kept)),
        facility("rinser", "e", "rinse", 5000.0),
    ]
    never_more(rinsing, parts)


def residue_only(name: str, takes: str, gives: str, ratio: float) -> list[object]:
    return [
        technology(name),
        port(name, Direction.MAIN_INPUT, takes),
        port(name, Direction.RESIDUE, gives, ratio),
    ]
