"""Which way flows take, what that costs and emits: by hand, for works with and without siding and quay."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from graph.geography import NEXT_DOOR_KM
from graph.matching import suggest
from graph.matching.pathways import PathwayFinder
from graph.matching.worth import explain_worth
from graph.model import Enterprise, TransportRate
from graph.planning import make_plan
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.value import Carriage, Factors, carried
from graph.vocabulary import FactorKind, Hazard, Phase, RowId, Travel, Unit
from tests.build import (
    ESTIMATE,
    conveyance,
    emission_factor,
    enterprise,
    facility,
    material,
    park_of,
    recipe,
    stream,
)


def rate(cargo: str, cost: float | None, unit: str = "CNY/t-km", co2: float | None = None) -> TransportRate:
    paid = None if cost is None else Range.exact(cost)
    return TransportRate(id=RowId(cargo), cargo=cargo, cost=paid, unit=unit, co2=co2, evidence=ESTIMATE)


#: A lorry costs 6 + 0.5 a km, wagons 36 + 0.1, ships at sea 20 + 0.02 and boats 20 + 0.04 CNY/t; rail is 1.5
#: times, a river 2 times the great circle, the road 1.3 times (`tests.build.WEIGHTS`).
RATES = (
    rate("bulk", 0.5),
    rate("loading-bulk", 6.0, "CNY/t"),
    replace(rate("lorry", None, co2=0.08), payload=30.0),
    rate("rail-bulk", 0.1, co2=0.01),
    rate("loading-rail", 36.0, "CNY/t"),
    rate("detour-rail", 1.95, "ratio"),
    rate("ship-sea-bulk", 0.02, co2=0.015),
    rate("ship-inland-bulk", 0.04, co2=0.02),
    rate("loading-ship", 20.0, "CNY/t"),
    rate("detour-river", 2.6, "ratio"),
    rate("pipe-water", 0.2, "CNY/m3-km", co2=0.01),
    rate("pipe-gas", 0.01, "CNY/m3-km"),
    rate("pipe-gas-tonne", 8.0, co2=1.8),
    rate("pipe-heat", 1.4, "CNY/GJ-km"),
)
MATERIALS = (
    material("acid", phase=Phase.LIQUID),
    material("bfg", phase=Phase.GAS, hazard=Hazard.HAZARDOUS),
    material("biogas", phase=Phase.GAS, unit=Unit.CUBIC_METRE),
    material("power", phase=Phase.HEAT, unit=Unit.GIGAJOULE),
    material("slag"),
    material("steam", phase=Phase.HEAT, unit=Unit.GIGAJOULE),
    material("water", phase=Phase.LIQUID, unit=Unit.CUBIC_METRE),
    conveyance("bfg", 5.0, 15.0),
    emission_factor("power", 0.5, kind=FactorKind.ELECTRICITY, unit="kg CO2/kWh"),
)


def works(name: str, **access: Any) -> Enterprise:
    return replace(enterprise(name), **access)


def sent(what: str, km: float, giver: Enterprise, taker: Enterprise, *more: Any) -> Carriage:
    """Return how a unit goes from one to the other."""
    park = park_of(*MATERIALS, giver, taker, *(more or RATES))
    row = park.positions("materials", [what])
    ends = (park.positions("enterprises", [giver.id]), park.positions("enterprises", [taker.id]))
    return carried(Factors(park), row, np.zeros(1, dtype=np.int64), np.array([km]), ends)


def told(carriage: Carriage) -> tuple[Travel, float, float]:
    return carriage.travels(0), float(carriage.cost[0]), float(carriage.emissions[0])


def test_where_nobody_says_who_has_a_siding_or_a_quay_all_goes_by_road() -> None:
    for taker in (works("b"), works("b", rail_km=0.0)):
        way, cost, emitted = told(sent("slag", 400.0, works("a"), taker))
        assert (way, cost, emitted) == (Travel.ROAD, pytest.approx(206.0), pytest.approx(32.0))


def test_two_works_with_sidings_send_by_rail_where_that_is_cheaper() -> None:
    """400 km of road are 600 of rail: 36 + 60 CNY and 6 kg; over 40 km 36 + 6 are more than 26 by lorry."""
    ends = works("a", rail_km=0.0), works("b", rail_km=0.0)
    assert told(sent("slag", 400.0, *ends)) == (Travel.RAIL, pytest.approx(96.0), pytest.approx(6.0))
    assert told(sent("slag", 40.0, *ends)) == (Travel.ROAD, pytest.approx(26.0), pytest.approx(3.2))


def test_a_station_some_way_off_needs_lorries_up_to_it() -> None:
    """10 km to the one and 20 from the other: 6 + 5 and 6 + 10 CNY, and 30 km x 0.08 kg on top."""
    ends = works("a", rail_km=10.0), works("b", rail_km=20.0)
    assert told(sent("slag", 400.0, *ends)) == (Travel.RAIL, pytest.approx(123.0), pytest.approx(8.4))


def test_the_sea_joins_all_its_quays_and_a_river_those_that_are_on_it() -> None:
    """At sea 20 + 8 CNY (no row says its length: the road's); on a river 800 km, 20 + 32 CNY and 16 kg."""
    sea = works("a", sea_km=0.0), works("b", sea_km=0.0)
    assert told(sent("slag", 400.0, *sea)) == (Travel.SEA, pytest.approx(28.0), pytest.approx(6.0))
    boats = works("a", river_km=0.0, river="Jinsha"), works("b", river_km=0.0, river=" jinsha")
    assert told(sent("slag", 400.0, *boats)) == (Travel.RIVER, pytest.approx(52.0), pytest.approx(16.0))
    for river in ("Pearl", ""):
        apart = replace(boats[0], river=river), boats[1]
        assert told(sent("slag", 400.0, *apart))[0] is Travel.ROAD
    nameless = tuple(replace(one, river="") for one in boats)
    assert told(sent("slag", 400.0, *nameless))[0] is Travel.ROAD


def test_the_cheapest_of_all_that_both_ends_have_is_taken() -> None:
    everything = {"rail_km": 0.0, "sea_km": 0.0, "river_km": 0.0, "river": "Jinsha"}
    ends = works("a", **everything), works("b", **everything)
    assert told(sent("slag", 400.0, *ends))[0] is Travel.SEA
    assert told(sent("slag", 400.0, ends[0], replace(ends[1], sea_km=None)))[0] is Travel.RIVER
    without = [row for row in RATES if row.id not in ("ship-sea-bulk", "ship-inland-bulk")]
    assert told(sent("slag", 400.0, *ends, *without))[0] is Travel.RAIL


def test_a_way_with_a_rate_comes_before_one_without() -> None:
    wagons = [row for row in RATES if row.id != "bulk"]
    carriage = sent("slag", 400.0, works("a", rail_km=0.0), works("b", rail_km=0.0), *wagons)
    assert (carriage.travels(0), carriage.missing(0)) == (Travel.RAIL, ())
    unknown = sent("slag", 400.0, works("a"), works("b"), *wagons)
    assert (unknown.travels(0), unknown.missing(0)) == (Travel.ROAD, ("transport cost",))


def test_only_bulk_goes_by_rail_and_nothing_at_an_unknown_distance() -> None:
    ends = works("a", rail_km=0.0), works("b", rail_km=0.0)
    assert sent("acid", 400.0, *ends).travels(0) is Travel.ROAD
    assert sent("slag", np.nan, *ends).missing(0) == ("transport cost",)


def test_pipes_cost_what_carrying_does_and_losses_count_elsewhere() -> None:
    """10 km: 2 CNY and 0.1 kg a cubic metre of water, 0.1 of gas, 14 a GJ of steam, 80 a tonne of gas."""
    ends = works("a"), works("b")
    assert told(sent("water", 10.0, *ends)) == (Travel.PIPE, pytest.approx(2.0), pytest.approx(0.1))
    assert told(sent("biogas", 10.0, *ends)) == (Travel.PIPE, pytest.approx(0.1), 0.0)
    assert told(sent("steam", 10.0, *ends)) == (Travel.PIPE, pytest.approx(14.0), 0.0)
    assert told(sent("bfg", 10.0, *ends)) == (Travel.PIPE, pytest.approx(80.0), pytest.approx(18.0))


def test_power_goes_by_wire_at_a_cost_that_nobody_gave() -> None:
    carriage = sent("power", 10.0, works("a"), works("b"))
    assert (carriage.travels(0), carriage.missing(0)) == (Travel.WIRE, ("cost of the line",))


def test_without_a_rate_the_pipe_is_a_number_that_nobody_said() -> None:
    rates = [row for row in RATES if row.id != "pipe-water"]
    for km in (10.0, NEXT_DOOR_KM):
        assert sent("water", km, works("a"), works("b"), *rates).missing(0) == ("cost of the pipe",)


def far_park(**access: Any) -> Snapshot:
    """Slag for a mill 94 km of road away, both with the same access."""
    firms = replace(enterprise("giver"), **access), replace(enterprise("mill", 25.6), **access)
    return park_of(
        material("slag"),
        material("powder"),
        *recipe("grind", "slag", "powder"),
        *firms,
        stream("heap", "giver", "slag", 100.0, disposal_cost=300.0),
        facility("f", "mill", "grind", 100.0),
        *RATES,
    )


@pytest.mark.parametrize(
    ("access", "way", "words"),
    [
        ({}, Travel.ROAD, "by lorry"),
        ({"rail_km": 0.0}, Travel.RAIL, "by rail"),
        ({"sea_km": 0.0}, Travel.SEA, "by sea"),
    ],
)
def test_match_and_plan_take_the_same_way_and_say_it(
    access: dict[str, float], way: Travel, words: str
) -> None:
    park = far_park(**access)
    (item,), plan = suggest(park).items, make_plan(park)
    worth = explain_worth(PathwayFinder(park, Factors(park)), item)
    assert item.by is way
    assert [flow.by for flow in plan.flows] == [way]
    assert words in str(worth)
    assert plan.benefit == pytest.approx(100.0 * worth.benefit)
    assert plan.co2_avoided == pytest.approx(100.0 * worth.co2)


def test_a_train_is_not_free_where_nobody_says_what_it_costs_so_near() -> None:
    """From siding to siding next door a lorry costs its loading; rates of wagons begin at 3 km."""
    ends = works("a", rail_km=0.0), works("b", rail_km=0.0)
    rates = [replace(row, from_km=3.0) if row.cargo == "rail-bulk" else row for row in RATES]
    assert told(sent("slag", NEXT_DOOR_KM, *ends, *rates))[:2] == (Travel.ROAD, pytest.approx(6.0, abs=1e-5))
