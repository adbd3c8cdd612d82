"""Heat at two levels: each goes where it arrives warm enough, and what the pipe loses counts once."""

from __future__ import annotations

import pytest

from graph.matching import GateName, MatchOptions, Outcome, suggest
from graph.model import ComponentFate
from graph.planning import Plan, UnplacedReason, make_plan
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.vocabulary import MaterialId, Phase, RowId, TechnologyId, Unit
from tests.build import (
    ESTIMATE,
    analysis,
    conveyance,
    enterprise,
    facility,
    limit,
    market,
    material,
    park_of,
    price,
    recipe,
    stream,
)

#: As far apart as this many kilometres of road: 1 degree of latitude is 111.195 km, times the detour of 1.3.
ONE_KM = 1.0 / (111.195 * 1.3)
HEAT = {"phase": Phase.HEAT, "unit": Unit.GIGAJOULE}


def at(name: str, km: float) -> object:
    return enterprise(name, 24.95 + km * ONE_KM)


def two_levels(near: float, far: float, *rows: object) -> Snapshot:
    """100 GJ of gas of 425 C and 60 GJ of water of 90 C; a boiler, a heating works and a dryer.

    The boiler makes steam of what is above 150 C, the heating works takes what is above 80 C, the dryer what
    is above 60 C. Hot gas loses 6 % and 30 K a kilometre and never goes beyond 1 km; water 0.5 % and 0.5 K.
    """
    return park_of(
        *(material(name, **HEAT) for name in ("heat", "steam", "warm", "dry")),
        material("gas", "heat", **HEAT),
        material("hot-water", "heat", **HEAT),
        *(at(name, km) for name, km in (("boilers", near), ("town", far), ("mill", near))),
        stream("g", "maker", "gas", 100.0),
        analysis("g", "temperature", 425.0, "degC"),
        stream("w", "maker", "hot-water", 60.0),
        analysis("w", "temperature", 90.0, "degC"),
        recipe("boil", "heat", "steam", 0.8),
        recipe("warm", "heat", "warm", 0.9),
        recipe("dry", "heat", "dry", 0.7),
        *(limit(name, "temperature", minimum=least, basis="degC") for name, least in NEEDS.items()),
        facility("boiler", "boilers", "boil", 50.0),
        facility("heating", "town", "warm", 40.0),
        facility("dryer", "mill", "dry", 30.0),
        conveyance("gas", 0.5, 1.0, drop=30.0, loss=0.06),
        conveyance("hot-water", 10.0, 20.0, drop=0.5, loss=0.005),
        *rows,
    )


NEEDS = {"boil": 150.0, "warm": 80.0, "dry": 60.0}


def taken(plan: Plan) -> dict[tuple[str, str], float]:
    return {(str(flow.stream), flow.facility): flow.amount for flow in plan.flows}


def test_each_level_goes_where_it_is_warm_enough_and_near() -> None:
    """Gas 0.4 km to boiler and dryer arrives with 97.6 %, water 5 km to the town with 97.5 % and 87.5 C.

    The boiler's 50 GJ need 51.23 GJ of gas, the town's 40 GJ 41.03 GJ of water. Both feed the dryer, with
    97.6 % of the gas and 99.8 % of the water. Net is what arrives: 50 + 40 + 30 GJ.
    """
    plan = make_plan(two_levels(0.4, 5.0))
    total = plan.total(Unit.GIGAJOULE)
    assert total.net == pytest.approx(50.0 + 40.0 + 30.0, rel=1e-4)
    assert total.gross - total.residue == pytest.approx(total.net)
    flows = taken(plan)
    assert flows["g", "boiler"] == pytest.approx(50.0 / 0.976, rel=1e-4)
    assert flows["w", "heating"] == pytest.approx(40.0 / 0.975, rel=1e-4)
    arrived = 0.976 * flows["g", "dryer"] + 0.998 * flows.get(("w", "dryer"), 0.0)
    assert arrived == pytest.approx(30.0, rel=1e-4)
    assert ("w", "boiler") not in flows
    assert ("g", "heating") not in flows


def test_heat_is_never_among_the_tonnes() -> None:
    plan = make_plan(two_levels(0.4, 5.0))
    assert (plan.total(Unit.TONNE).net, plan.total(Unit.TONNE).gross) == (0.0, 0.0)


def test_what_a_works_gets_is_what_left_less_what_the_pipe_lost() -> None:
    """51.23 GJ leave, 50 arrive, 40 GJ of steam are made: not 40.98."""
    (run,) = (run for run in make_plan(two_levels(0.4, 5.0)).runs if run.facility == "boiler")
    assert run.throughput == pytest.approx(50.0)
    assert run.sold == (("steam", pytest.approx(40.0), Unit.GIGAJOULE),)


def gates(snapshot: Snapshot) -> dict[tuple[str, str], tuple[Outcome, str]]:
    """Return what the worse of composition and distance says of every pair, with its reason."""
    found = suggest(snapshot, MatchOptions(top=0))
    worst = {}
    for pair in (*found.items, *found.refusals):
        some = [gate for gate in pair.gates if gate.gate in (GateName.COMPOSITION, GateName.DISTANCE)]
        gate = max(some, key=lambda one: list(Outcome).index(one.outcome))
        worst[str(pair.stream), str(pair.facility)] = gate.outcome, gate.reason.en
    return worst


def test_who_gets_none_is_told_why() -> None:
    found = gates(two_levels(0.8, 25.0))
    assert found["g", "heating"] == (
        Outcome.REFUSED,
        "it is piped up to 0.5 km as a rule and never beyond 1 km",
    )
    assert found["g", "boiler"] == (
        Outcome.UNVERIFIED,
        "it is piped up to 0.5 km as a rule and never beyond 1 km",
    )
    assert found["w", "heating"] == (
        Outcome.REFUSED,
        "it is piped up to 10 km as a rule and never beyond 20 km",
    )
    assert found["w", "boiler"][0] is Outcome.REFUSED
    assert gates(two_levels(0.4, 5.0))["w", "heating"][0] is Outcome.PASSED


def test_who_is_too_far_for_what_cools_is_named_with_what_would_arrive() -> None:
    """Water of 90 C loses 0.5 K a kilometre: after 24 km 78 C, where the heating works wants 80 C.

    After 10 km it is warm enough, and after 30 km no pipe is built.
    """
    wide = conveyance("hot-water", 10.0, 25.0, drop=0.5)
    said, why = {}, {}
    for km in (10.0, 24.0, 30.0):
        park = park_of(
            *(material(name, **HEAT) for name in ("hot-water", "warm")),
            at("town", km),
            stream("w", "maker", "hot-water", 60.0),
            analysis("w", "temperature", 90.0, "degC"),
            recipe("warm", "hot-water", "warm", 0.9),
            limit("warm", "temperature", minimum=80.0, basis="degC"),
            facility("heating", "town", "warm", 40.0),
            wide,
        )
        (outcome,) = make_plan(park).streams
        said[km], why[km] = outcome.detail.en, outcome.reason
    assert "would arrive" not in said[10.0] + said[30.0]
    assert why[24.0] is why[30.0] is UnplacedReason.DISTANCE
    assert said[24.0].endswith("at heating, 24.0 km away, it would arrive with 78 °C, and 80 °C are needed")


def cascade(km: float, *rows: object) -> Snapshot:
    """100 GJ of gas of 425 C; a boiler leaves exhaust, which a dryer some kilometres off wants above 60 C."""
    return park_of(
        *(material(name, **HEAT) for name in ("gas", "steam", "exhaust", "dry")),
        at("mill", km),
        stream("g", "maker", "gas", 100.0),
        recipe("boil", "gas", "steam", 0.4, residue=("exhaust", 0.6)),
        recipe("dry", "exhaust", "dry"),
        facility("boiler", "maker", "boil", 1000.0),
        facility("dryer", "mill", "dry", 1000.0),
        limit("dry", "temperature", minimum=60.0, basis="degC"),
        conveyance("exhaust", 1.0, 10.0, drop=5.0, loss=0.02),
        *rows,
    )


def passed_on(snapshot: Snapshot) -> float:
    return sum(flow.amount for flow in make_plan(snapshot).flows if flow.from_facility)


def exhaust_of(factor: float) -> ComponentFate:
    return ComponentFate(
        id=RowId("exhaust"),
        technology=TechnologyId("boil"),
        material=MaterialId("exhaust"),
        component="temperature",
        factor=Range.exact(factor),
        evidence=ESTIMATE,
    )


HOT = analysis("g", "temperature", 425.0, "degC")


@pytest.mark.parametrize(("km", "amount"), [(0.0, 60.0), (4.0, 60.0), (5.0, 0.0)])
def test_what_a_boiler_leaves_goes_on_as_far_as_it_stays_warm(km: float, amount: float) -> None:
    """Of gas of 425 C a fifth of the degrees is left, 85 C: at 5 K a kilometre it is 60 C after 5 km.

    5 km of road are a hair more here, and too far.
    """
    assert passed_on(cascade(km, HOT, exhaust_of(0.2))) == pytest.approx(amount)


def test_what_a_boiler_leaves_too_cold_goes_nowhere() -> None:
    assert passed_on(cascade(0.0, HOT, exhaust_of(0.1))) == 0.0


def test_heat_that_nobody_traced_is_at_most_as_warm_as_it_came() -> None:
    """Of gas of 55 C no exhaust of 60 C is left; of gas of 425 C there may be."""
    assert passed_on(cascade(0.0, analysis("g", "temperature", 55.0, "degC"))) == 0.0
    assert passed_on(cascade(0.0, HOT)) == pytest.approx(60.0)


def test_what_a_pump_lifts_is_as_warm_as_the_pump_makes_it() -> None:
    """Water of 35 C becomes heat above 60 C where a pump adds power: 1.33 GJ are made of 1 GJ."""
    pumped = park_of(
        *(material(name, **HEAT) for name in ("water-heat", "lifted", "dry")),
        stream("w", "maker", "water-heat", 100.0),
        analysis("w", "temperature", 35.0, "degC"),
        recipe("pump", "water-heat", "lifted", 1.33),
        recipe("dry", "lifted", "dry"),
        facility("p", "maker", "pump", 1000.0),
        facility("d", "user", "dry", 1000.0),
        limit("dry", "temperature", minimum=60.0, basis="degC"),
        price("dry", 10.0, unit="CNY/GJ"),
    )
    assert passed_on(pumped) == pytest.approx(133.0)


def test_what_the_second_pipe_loses_counts_once_too() -> None:
    """60 GJ of exhaust leave, 2 % a kilometre are lost on 4 km, 55.2 GJ arrive: net 100 - 4.8 GJ."""
    plan = make_plan(cascade(4.0, HOT, exhaust_of(0.2)))
    total = plan.total(Unit.GIGAJOULE)
    assert (total.gross, total.residue) == (pytest.approx(100.0), pytest.approx(4.8, rel=1e-3))
    (dryer,) = (run for run in plan.runs if run.facility == "dryer")
    assert dryer.throughput == pytest.approx(55.2, rel=1e-3)


def over_two_pipes(first: float, second: float, needed: float) -> Plan:
    """90 C of water go over one pipe to an exchanger, what that gives over another to a town; 5 K a km."""
    return make_plan(
        park_of(
            *(material(name, **HEAT) for name in ("hot-water", "warm-water", "warmth")),
            *(at(name, km) for name, km in (("exchangers", first), ("town", first + second))),
            stream("w", "maker", "hot-water", 60.0),
            analysis("w", "temperature", 90.0, "degC"),
            recipe("exchange", "hot-water", "warm-water", 1.0),
            recipe("warm", "warm-water", "warmth", 1.0),
            limit("warm", "temperature", minimum=needed, basis="degC"),
            facility("exchanger", "exchangers", "exchange", 100.0),
            facility("heating", "town" if second else "exchangers", "warm", 100.0),
            conveyance("hot-water", 10.0, 20.0, drop=5.0, loss=0.0),
            conveyance("warm-water", 10.0, 20.0, drop=5.0, loss=0.0),
            market("flats", "warmth", 100.0),
        )
    )


@pytest.mark.parametrize(
    ("first", "second", "needed", "warm"),
    [(2.0, 2.0, 69.9, True), (2.0, 2.0, 70.1, False), (2.0, 0.0, 79.9, True), (2.0, 0.0, 80.1, False)],
)
def test_heat_that_goes_over_two_pipes_cools_twice(
    first: float, second: float, needed: float, warm: bool
) -> None:
    """90 C arrive at the exchanger with 80 C and from there, another 2 km on, at the town with 70 C."""
    plan = over_two_pipes(first, second, needed)
    assert bool(plan.flows) is warm
