"""A suggestion, the plan of the same flow, a random draw of it and its explanation say the same worth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.matching import Suggestion, suggest
from graph.matching.pathways import PathwayFinder
from graph.matching.suggestions import MatchOptions
from graph.matching.worth import explain_worth
from graph.model import TransportRate
from graph.planning import Plan, make_plan
from graph.planning.allocation import Problem, pose
from graph.planning.programme import Column
from graph.planning.uncertainty.uncertain import uncertain
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.value.costs import capital_recovery
from graph.value.numbers.factors import Factors
from graph.vocabulary import (
    Direction,
    FactorKind,
    Hazard,
    OperatingState,
    Phase,
    PriceKind,
    RowId,
    Unit,
)
from ingest import shipped_records
from tests.build import (
    ESTIMATE,
    PARK,
    conveyance,
    emission_factor,
    enterprise,
    facility,
    market,
    material,
    park,
    park_of,
    port,
    price,
    recipe,
    stream,
    technology,
)

money = st.floats(-200.0, 500.0)
costs = st.floats(0.0, 300.0)
maybe_cost = st.none() | costs
shares = st.sampled_from((0.0, 0.05, 0.3))
#: So many degrees of latitude are a kilometre of road.
ONE_KM = 1.0 / 1.3 / 111.195


def rate(cargo: str, cost: float, unit: str = "CNY/t-km") -> TransportRate:
    return TransportRate(
        id=RowId(cargo),
        cargo=cargo,
        payload=30.0,
        cost=Range.exact(cost),
        unit=unit,
        co2=0.08,
        evidence=ESTIMATE,
    )


@st.composite
def flows(draw: st.DrawFn) -> Snapshot:
    """Return a park with one stream and one facility far or near, everything about them at random."""
    unit = draw(st.sampled_from((Unit.TONNE, Unit.CUBIC_METRE)))
    phase = draw(st.sampled_from((Phase.SOLID, Phase.LIQUID)))
    hazard = draw(st.sampled_from((Hazard.NONE, Hazard.HAZARDOUS)))
    names = ("base", "dust", "mud", "lime", "gravel")
    works = technology(
        "work",
        operating_cost=draw(maybe_cost),
        electricity=draw(maybe_cost),
        heat=draw(maybe_cost),
        direct_emissions=draw(maybe_cost),
        displaces=draw(st.sampled_from((None, "gravel"))),
        displaced_ratio=draw(st.floats(0.1, 2.0)),
    )
    rows: list[object] = [
        material("slag", phase=phase, unit=unit, hazard=hazard),
        *(material(name) for name in names),
        works,
        port("work", Direction.MAIN_INPUT, "slag"),
        port("work", Direction.AUXILIARY_INPUT, "lime", draw(shares)),
        port("work", Direction.PRODUCT, "base", draw(st.floats(0.1, 1.0))),
        port("work", Direction.PRODUCT, "dust", draw(shares)),
        port("work", Direction.RESIDUE, "mud", draw(shares)),
        *(price(name, draw(money)) for name in draw(st.sets(st.sampled_from(names)))),
        *(
            price(name, draw(costs), kind=PriceKind.DISPOSAL)
            for name in draw(st.sets(st.sampled_from(("slag", "mud"))))
        ),
        *(
            emission_factor(name, draw(costs), kind=kind)
            for kind, some in ((FactorKind.PRODUCT, ("gravel", "lime")), (FactorKind.DISPOSAL, ("mud",)))
            for name in draw(st.sets(st.sampled_from(some)))
        ),
        price(None, 0.5, kind=PriceKind.UTILITY, unit="CNY/kWh"),
        price(None, 40.0, kind=PriceKind.UTILITY, unit="CNY/GJ"),
        emission_factor(None, 60.0, kind=FactorKind.HEAT, unit="kg CO2e/GJ"),
        *(rate(cargo, draw(costs)) for cargo in draw(st.sets(st.sampled_from(("bulk", "hazardous"))))),
        rate("loading-bulk", draw(costs), "CNY/t"),
        conveyance("slag", 60.0, 80.0, loss=draw(st.sampled_from((None, 0.01)))),
        enterprise("far", draw(st.sampled_from((24.95, 25.2, None))), 102.38),
        stream("s", "maker", "slag", 10.0, disposal_cost=draw(maybe_cost)),
        facility("f", "far", "work", 100.0),
    ]
    return park_of(*rows)


def agree(snapshot: Snapshot, item: Suggestion, plan: Plan) -> None:
    """Assert that what is known of a suggestion is what the plan counts for each unit of its one flow."""
    amount = plan.flows[0].amount
    if item.margin is not None:
        assert plan.benefit == pytest.approx(amount * item.margin, rel=1e-9, abs=1e-6)
    if item.co2_avoided is not None:
        assert plan.co2_avoided == pytest.approx(amount * item.co2_avoided, rel=1e-9, abs=1e-6)
    worth = explain_worth(PathwayFinder(snapshot, Factors(snapshot)), item)
    assert plan.benefit == pytest.approx(amount * worth.benefit, rel=1e-9, abs=1e-6)
    assert plan.co2_avoided == pytest.approx(amount * worth.co2, rel=1e-9, abs=1e-6)
    assert set(worth.missing) == set(plan.missing)
    assert set(worth.missing) <= set(item.missing)


@settings(max_examples=15, deadline=None)
@given(flows())
def test_a_plan_of_one_flow_is_worth_the_suggestion_of_it_times_its_amount(snapshot: Snapshot) -> None:
    (item,) = suggest(snapshot).items
    agree(snapshot, item, make_plan(snapshot))


@settings(max_examples=8, deadline=None)
@given(flows())
def test_the_likely_draw_of_a_plan_is_the_plan_to_the_last_bit(snapshot: Snapshot) -> None:
    the_same_to_the_last_bit(pose(snapshot))


def the_same_to_the_last_bit(problem: Problem) -> None:
    unknown, columns = uncertain(problem), len(problem.programme.layout.flows)
    assert unknown.benefit.values(unknown.likely, columns).tobytes() == problem.credits.benefit.tobytes()
    assert unknown.co2.values(unknown.likely, columns).tobytes() == problem.credits.co2.tobytes()


def test_every_direct_use_in_anning_is_worth_the_same_in_match_and_plan() -> None:
    """A unit that a stream gives, and what the facility sells and disposes of because of it.

    A suggestion that goes on to a second facility looks farther than the plan's column: its value is that of
    the whole pathway. What is made follows what comes in, for both alike.
    """
    snapshot = Snapshot.from_records(shipped_records())
    problem = pose(snapshot)
    the_same_to_the_last_bit(problem)
    layout, credits = problem.programme.layout, problem.credits
    flows, outputs = layout.flows, layout.outputs
    ends = np.isin(flows.kind, (Column.SELL, Column.DISPOSE))
    made: dict[int, list[int]] = {}
    for column in np.flatnonzero(ends):
        made.setdefault(int(outputs.campaign[flows.output[column]]), []).append(int(column))
    columns = flows.where(Column.DIVERT)
    facility_row = layout.sites.facility_row[flows.site[columns]]
    ways = np.stack([flows.stream[columns], facility_row, flows.port[columns]], axis=1).tolist()
    at = dict(zip(map(tuple, ways), columns.tolist(), strict=True))
    compared = 0
    for item in suggest(snapshot, MatchOptions(top=0)).items:
        rows = zip(
            ("waste_streams", "facilities", "ports"), (item.stream, item.facility, item.port), strict=True
        )
        stream_row, site_row, port_row = (int(snapshot.positions(table, [name])[0]) for table, name in rows)
        column = at.get((stream_row, site_row, port_row))
        if column is None or len(item.pathway) > 1:
            continue
        per_unit = {column: 1.0}
        if flows.main[column]:
            campaign = int(flows.campaign[column])
            arrives = float(flows.arrives[column])
            per_unit |= {end: arrives * float(outputs.ratio[flows.output[end]]) for end in made[campaign]}
        for expected, brought in ((item.margin, credits.benefit), (item.co2_avoided, credits.co2)):
            if expected is not None:
                counted = sum(times * brought[end] for end, times in per_unit.items())
                assert counted == pytest.approx(expected, rel=1e-9, abs=1e-9), item.id
                compared += 1
    assert compared > 85


def test_c37_water_by_pipe_has_no_lorry_and_what_a_facility_leaves_is_paid_for_in_match_and_plan() -> None:
    """9.6 km: no CO2e of a lorry. A cubic metre saves 4 CNY and 3 kg of disposal and leaves 0.2 t of mud, at
    10 CNY/t and 5 kg/t: 4 - 2 + 1 of the water sold = 3 CNY, 3 - 1 = 2 kg.
    """
    snapshot = park_of(
        material("water", phase=Phase.LIQUID, unit=Unit.CUBIC_METRE),
        material("clean", phase=Phase.LIQUID, unit=Unit.CUBIC_METRE),
        material("mud"),
        material("tap"),
        technology("filter", displaces="tap", displaced_ratio=1.0),
        port("filter", Direction.MAIN_INPUT, "water"),
        port("filter", Direction.PRODUCT, "clean"),
        port("filter", Direction.RESIDUE, "mud", 0.2),
        price("clean", 1.0),
        emission_factor("tap", 0.0),
        price("mud", 10.0, kind=PriceKind.DISPOSAL),
        emission_factor("mud", 5.0, kind=FactorKind.DISPOSAL),
        emission_factor("water", 3.0, kind=FactorKind.DISPOSAL, unit="kg CO2e/m3"),
        rate("bulk", 0.5),
        rate("chemical", 0.9),
        enterprise("north", 24.95 + 9.6 * ONE_KM, 102.38),
        stream("s", "maker", "water", 100.0, disposal_cost=4.0),
        facility("f", "north", "filter", 100.0),
    )
    (item,), plan = suggest(snapshot).items, make_plan(snapshot)
    assert item.distance == pytest.approx(9.6, rel=1e-4)
    assert item.margin == pytest.approx(3.0)
    assert item.co2_avoided == pytest.approx(2.0)
    assert item.price.receiver is None
    assert plan.missing == ("cost of the pipe",)
    agree(snapshot, item, plan)


def steam_park(*rows: object, state: OperatingState = OperatingState.OPERATING) -> Snapshot:
    """Steam that a turbine 2 km off takes by a pipe that loses 2 % a kilometre: of 1 GJ 0.96 arrive."""
    heat = {"phase": Phase.HEAT, "unit": Unit.GIGAJOULE}
    return park_of(
        material("steam", **heat),
        material("power", **heat),
        material("coal-power", **heat),
        technology(
            "turbine",
            operating_cost=10.0,
            displaces="coal-power",
            displaced_ratio=0.5,
            capital_cost=300.0,
        ),
        port("turbine", Direction.MAIN_INPUT, "steam"),
        port("turbine", Direction.PRODUCT, "power", 0.5),
        price("power", 100.0),
        emission_factor("coal-power", 80.0, unit="kg CO2e/GJ"),
        emission_factor("steam", 3.0, kind=FactorKind.DISPOSAL, unit="kg CO2e/GJ"),
        conveyance("steam", 5.0, 15.0, loss=0.02),
        enterprise("north", 24.95 + 2.0 * ONE_KM, 102.38),
        stream("s", "maker", "steam", 100.0, disposal_cost=4.0),
        facility("f", "north", "turbine", 48.0, state=state),
        *rows,
    )


def test_what_a_pipe_loses_saves_nothing_and_makes_nothing_in_match_and_plan() -> None:
    """A GJ that leaves saves 0.96 x 4 CNY of cooling, its 0.96 GJ make 0.48 GJ of power at 100 CNY for 9.6.

    3.84 + 48 - 9.6 = 42.24 CNY; of CO2e 0.96 x 3 + 0.96 x 0.5 x 80 = 41.28 kg. The turbine takes 48 GJ:
    50 that leave. The owner accepts -3.84 CNY; what the turbine can pay hangs on the pipe's unknown cost.
    """
    snapshot = steam_park()
    (item,), plan = suggest(snapshot).items, make_plan(snapshot)
    assert item.distance == pytest.approx(2.0, rel=1e-4)
    assert item.amount == pytest.approx(50.0, rel=1e-4) == plan.flows[0].amount
    assert item.margin == pytest.approx(42.24, rel=1e-4)
    assert item.co2_avoided == pytest.approx(41.28, rel=1e-4)
    assert item.price.supplier == pytest.approx(-3.84, rel=1e-4)
    (step,) = item.pathway
    assert (step.amount_in, step.amount_out) == (pytest.approx(0.96), pytest.approx(0.48))
    agree(snapshot, item, plan)
    assert plan.benefit == pytest.approx(50.0 * 42.24, rel=1e-4)


def test_a_price_is_forgone_for_all_that_a_pipe_takes_in_match_and_plan() -> None:
    """Next door steam brings 5 CNY/GJ as it is: 38.4 - 5, be 4 % of it lost or not."""
    snapshot = steam_park(market("neighbours", "steam", 1.0, price=5.0, waste=True))
    (item,) = suggest(snapshot).items
    assert item.margin == pytest.approx(33.4, rel=1e-4)
    assert item.price.supplier == pytest.approx(5.0)
    problem = pose(snapshot)
    flows, benefit = problem.programme.layout.flows, problem.credits.benefit
    (given,), (sold,) = flows.where(Column.DIVERT), flows.where(Column.SELL)
    assert benefit[given] + 0.48 * benefit[sold] == pytest.approx(item.margin, rel=1e-4)


def test_a_planned_plant_is_paid_back_by_what_arrives_in_match_and_plan() -> None:
    """300 CNY for a yearly GJ, of which a GJ that leaves uses 0.96."""
    standing, planned = (
        suggest(steam_park(state=state)).items[0]
        for state in (OperatingState.OPERATING, OperatingState.PLANNED)
    )
    assert standing.margin is not None
    assert planned.margin is not None
    paid = 0.96 * 300.0 * capital_recovery(15.0)
    assert standing.margin - planned.margin == pytest.approx(paid, rel=1e-4)
    snapshot = steam_park(state=OperatingState.PLANNED)
    agree(snapshot, planned, make_plan(snapshot))


def test_c27_each_facility_uses_the_electricity_and_the_prices_of_its_own_park() -> None:
    """10 kWh at 0.9 kg here and 0.1 kg in a park whose id sorts first; base at 30 CNY there, 20 elsewhere."""
    snapshot = park_of(
        replace(park("a-town", region="110000"), grid_factor=0.1),
        replace(PARK, grid_factor=0.9),
        enterprise("far", park="a-town"),
        material("slag"),
        material("base"),
        material("gravel"),
        technology("work", electricity=10.0, displaces="gravel", displaced_ratio=1.0),
        port("work", Direction.MAIN_INPUT, "slag"),
        port("work", Direction.PRODUCT, "base"),
        emission_factor("gravel", 0.0),
        price(None, 0.0, kind=PriceKind.UTILITY, unit="CNY/kWh"),
        price("base", 20.0),
        replace(price("base", 30.0), id=RowId("in-town"), place="Beijing"),
        stream("s", "maker", "slag", 10.0, disposal_cost=0.0),
        facility("f", "user", "work", 5.0),
        facility("g", "far", "work", 5.0),
    )
    found = {item.facility: (item.margin, item.co2_avoided) for item in suggest(snapshot).items}
    assert found == {"f": (pytest.approx(20.0), pytest.approx(-9.0)), "g": (30.0, pytest.approx(-1.0))}
    plan = make_plan(snapshot)
    assert plan.benefit == pytest.approx(5.0 * 20.0 + 5.0 * 30.0)
    assert plan.co2_avoided == pytest.approx(-5.0 * 9.0 - 5.0 * 1.0)
    the_same_to_the_last_bit(pose(snapshot))


def test_a_flow_prints_what_its_worth_is_made_of() -> None:
    """Disposal of 50 CNY saved, a tonne of road sold at 12 CNY, 0.2 t of mud dumped at 20 CNY."""
    snapshot = park_of(
        *(material(name) for name in ("slag", "road", "mud")),
        *recipe("pave", "slag", "road", residue=("mud", 0.2)),
        price("road", 12.0),
        price("mud", 20.0, kind=PriceKind.DISPOSAL),
        stream("s", "maker", "slag", 10.0, disposal_cost=50.0),
        facility("f", "user", "pave", 10.0),
    )
    (item,) = suggest(snapshot).items
    worth = explain_worth(PathwayFinder(snapshot, Factors(snapshot)), item)
    assert [str(term) for term in worth.money if term.value] == [
        "1 unit slag disposed of x 50 CNY/unit (waste_streams s, demo estimate)",
        "-0.2 t mud disposed of x 20 CNY/t (prices disposal:mud, demo estimate)",
        "1 t road sold x 12 CNY/t (prices market:road, demo estimate)",
    ]
    assert worth.benefit == pytest.approx(58.0) == item.margin
