"""Heat and water by quality: what arrives too cold, too far off or too salt is refused, and says why."""

from __future__ import annotations

import pytest

from graph.matching import GateName, GateResult, MatchOptions, Outcome, PartName, suggest
from graph.matching.gates import conveyances
from graph.model import ComponentFate
from graph.planning import make_plan
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
    material,
    park_of,
    recipe,
    stream,
)

#: As far apart as this many kilometres of road: 1 degree of latitude is 111.2 km, times the detour of 1.3.
ONE_KM = 1.0 / (111.19 * 1.3)


def heat_park(km: float, *rows: object, drop: float | None = 30.0) -> Snapshot:
    """100 GJ of flue gas of the maker, and a boiler so many kilometres off that takes hot gas."""
    return park_of(
        material("hot-gas", phase=Phase.HEAT, unit=Unit.GIGAJOULE),
        material("flue-gas", "hot-gas", phase=Phase.HEAT, unit=Unit.GIGAJOULE),
        material("power", phase=Phase.HEAT, unit=Unit.GIGAJOULE),
        enterprise("works", 24.95 + km * ONE_KM),
        stream("s", "maker", "flue-gas", 100.0),
        recipe("boiler", "hot-gas", "power"),
        facility("f", "works", "boiler", 1000.0),
        conveyance("hot-gas", 0.5, 1.0, drop=drop, loss=0.06),
        *rows,
    )


def distance(snapshot: Snapshot) -> GateResult:
    """Return what the distance gate says; the plan carries nothing exactly where it refuses."""
    found = suggest(snapshot, MatchOptions(top=0))
    (pair,) = (*found.items, *found.refusals)
    (gate,) = (gate for gate in pair.gates if gate.gate is GateName.DISTANCE)
    (row,) = make_plan(snapshot).streams
    assert row.placed == (0.0 if gate.outcome is Outcome.REFUSED else 100.0)
    return gate


def test_hot_gas_does_not_go_by_duct_to_works_two_kilometres_off() -> None:
    """Gas of 425 C, 2 km: a duct of a general kind of it is built for 0.5 km and never beyond 1 km."""
    gate = distance(heat_park(2.0, analysis("s", "temperature", 425.0, "degC")))
    assert (gate.outcome, gate.maximum) == (Outcome.REFUSED, 1.0)
    assert gate.reason.en == "it is piped up to 0.5 km as a rule and never beyond 1 km"
    assert gate.reason.zh == "管道通常不超过 0.5 km，最远 1 km"


def test_beyond_the_usual_distance_somebody_has_to_ask() -> None:
    assert distance(heat_park(0.8)).outcome is Outcome.UNVERIFIED


def test_within_the_usual_distance_the_loss_is_told() -> None:
    """0.4 km at 6 % a kilometre: 2.4 %."""
    gate = distance(heat_park(0.4))
    assert gate.outcome is Outcome.PASSED
    assert gate.reason.en == "within reach; about 2.4% is lost on the way"
    assert gate.reason.zh == "运距可行，沿途约损失 2.4%"


def test_what_arrives_is_told_beside_the_amounts_also_where_somebody_has_to_ask() -> None:
    """0.8 km at 6 % a kilometre: 0.952 arrive. Inside a works nothing is lost, so nothing is said."""
    (item,) = suggest(heat_park(0.8)).items
    (quantity,) = (part for part in item.parts if part.name is PartName.QUANTITY)
    told = {given.name: given.value for given in quantity.inputs}
    assert told["share that arrives"] == pytest.approx(0.952, rel=1e-4)
    (near,) = suggest(heat_park(0.0)).items
    assert all(given.name != "share that arrives" for part in near.parts for given in part.inputs)


def test_inside_one_enterprise_nothing_is_piped_too_far() -> None:
    own = park_of(
        material("hot-gas", phase=Phase.HEAT, unit=Unit.GIGAJOULE),
        material("power", phase=Phase.HEAT, unit=Unit.GIGAJOULE),
        stream("s", "maker", "hot-gas", 100.0),
        recipe("boiler", "hot-gas", "power"),
        facility("f", "maker", "boiler", 1000.0),
        conveyance("hot-gas", 0.0, 0.0),
    )
    assert distance(own).outcome is Outcome.PASSED


NEEDED = limit("boiler", "temperature", minimum=250.0, basis="degC")


@pytest.mark.parametrize(("km", "outcome"), [(0.3, Outcome.PASSED), (0.45, Outcome.REFUSED)])
def test_what_arrives_colder_than_it_has_to_be_is_refused(km: float, outcome: Outcome) -> None:
    """260 C with 250 needed: at 30 K a kilometre it is warm enough for a third of a kilometre."""
    gate = distance(heat_park(km, NEEDED, analysis("s", "temperature", 260.0, "degC")))
    assert gate.outcome is outcome
    assert gate.maximum == pytest.approx(1.0 / 3.0)
    if outcome is Outcome.REFUSED:
        assert gate.reason.en == "it cools by 30 K per km and arrives colder than it has to be"


def test_a_typical_temperature_bounds_no_distance() -> None:
    """Nobody measured it, so nobody can say that it arrives too cold."""
    assert distance(heat_park(0.45, NEEDED)).outcome is Outcome.PASSED


def test_the_nearest_row_up_the_taxonomy_holds() -> None:
    snapshot = heat_park(0.1, conveyance("flue-gas", 0.2, 0.3))
    found = conveyances(snapshot)
    at = dict(zip(snapshot.strings("materials", "id"), found.farthest, strict=True))
    assert (at["hot-gas"], at["flue-gas"], at["power"]) == (1.0, 0.3, float("inf"))


def cascade(effluent: float, km: float = 0.0) -> Snapshot:
    """Effluent of which reverse osmosis makes water and a concentrate, which slag may be quenched with."""
    water = {"phase": Phase.LIQUID, "unit": Unit.CUBIC_METRE}
    return park_of(
        *(material(name, **water) for name in ("effluent", "pure", "concentrate", "steam")),
        enterprise("works", 24.95 + km * ONE_KM),
        stream("s", "maker", "effluent", 100.0),
        analysis("s", "Cl", effluent, "mg/L"),
        recipe("osmosis", "effluent", "pure", 0.75, residue=("concentrate", 0.25)),
        recipe("quench", "concentrate", "steam"),
        facility("membranes", "user", "osmosis", 1000.0),
        facility("pit", "works", "quench", 1000.0),
        conveyance("concentrate", 5.0, 10.0),
        ComponentFate(
            id=RowId("fate"),
            technology=TechnologyId("osmosis"),
            material=MaterialId("concentrate"),
            component="Cl",
            factor=Range.exact(3.9),
            evidence=ESTIMATE,
        ),
        limit("quench", "Cl", maximum=750.0, basis="mg/L"),
    )


def passed_on(snapshot: Snapshot) -> float:
    return sum(flow.amount for flow in make_plan(snapshot).flows if flow.material == "concentrate")


@pytest.mark.parametrize(
    ("effluent", "km", "amount"), [(300.0, 0.0, 0.0), (150.0, 0.0, 25.0), (150.0, 12.0, 0.0)]
)
def test_a_concentrate_goes_into_quench_water_only_where_it_is_clean_enough_and_near(
    effluent: float, km: float, amount: float
) -> None:
    """300 mg/L of chloride are concentrated to 1,170, above the 750 that sold slag bears; 150 to 585."""
    assert passed_on(cascade(effluent, km)) == pytest.approx(amount)
