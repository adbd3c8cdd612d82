"""Why a remainder has no use: every reason on a park where it is the only one."""

from __future__ import annotations

import pytest

from graph.planning import Objective, PlanOptions, StreamOutcome, UnplacedHelp, UnplacedReason, make_plan
from graph.vocabulary import Direction, Hazard, LinkageState, OperatingState, Phase, Unit
from tests.build import (
    analysis,
    enterprise,
    facility,
    limit,
    linkage,
    market,
    material,
    park_of,
    port,
    price,
    recipe,
    stream,
    technology,
)

#: What 2 % of Cr says of a limit of 1 %, after any reason.
TOO_MUCH = "; limits that it breaks: chromium (Cr) 2 mass %, at most 1"
SLAG = (material("slag"), material("road"), stream("s", "maker", "slag", 100.0))
PAVE = recipe("pave", "slag", "road")


def reason(*parts: object, options: PlanOptions | None = None, of: str = "s") -> tuple[UnplacedReason, str]:
    found = outcome(*parts, options=options, of=of)
    assert bool(found.detail.zh) == bool(found.detail.en)
    assert bool(found.helps) == (found.reason is not UnplacedReason.NONE)
    return found.reason, found.detail.en


def outcome(*parts: object, options: PlanOptions | None = None, of: str = "s") -> StreamOutcome:
    return next(found for found in make_plan(park_of(*parts), options).streams if found.stream == of)


def test_nobody_takes_the_material() -> None:
    assert reason(*SLAG, PAVE) == (UnplacedReason.NO_CONSUMER, "no facility takes the material")


def test_the_nearest_facility_is_too_far() -> None:
    """One degree of latitude is 111.2 km, by road 1.3 times as far: 145 km; the radius is 50 km."""
    assert reason(
        *SLAG, PAVE, enterprise("north", 25.95, 102.38), facility("f", "north", "pave", 80.0, radius=50.0)
    ) == (UnplacedReason.DISTANCE, "the nearest is 145 km away")


def test_a_hazardous_waste_without_a_licence_is_refused() -> None:
    assert reason(
        material("dust", hazard=Hazard.HAZARDOUS, hw_codes=("HW23",)),
        material("zinc"),
        stream("s", "maker", "dust", 10.0),
        recipe("leach", "dust", "zinc"),
        enterprise("oil-works", licences=("HW08",)),
        facility("f", "oil-works", "leach", 80.0),
    ) == (UnplacedReason.GATE, "every facility refuses it: hazard licence")


def test_all_gates_that_refuse_are_named() -> None:
    got, detail = reason(
        *SLAG,
        PAVE,
        analysis("s", "Cr", 2.0),
        limit("pave", "Cr", maximum=1.0),
        enterprise("north", 25.95, 102.38),
        facility("f", "user", "pave", 80.0),
        facility("g", "north", "pave", 80.0, radius=50.0),
    )
    assert got is UnplacedReason.GATE
    assert detail == f"every facility refuses it: composition limit, distance{TOO_MUCH}"


def test_the_capacity_is_not_known() -> None:
    assert reason(*SLAG, PAVE, facility("f", "user", "pave", None)) == (
        UnplacedReason.UNKNOWN_CAPACITY,
        "capacity not known: f",
    )


def test_a_capacity_of_0_is_said_and_not_called_unknown() -> None:
    assert reason(*SLAG, PAVE, facility("f", "user", "pave", 0.0)) == (
        UnplacedReason.GATE,
        "who takes it has a capacity of 0, or operating linkages use all of it",
    )


@pytest.mark.parametrize(
    ("objective", "worth"),
    [
        (Objective.TONNES, "; one more adds 1.00 t"),
        (Objective.BENEFIT, "; one more adds 12.00 CNY"),
        (Objective.CO2, ""),
    ],
)
def test_the_capacity_is_full_and_what_room_would_be_worth(objective: Objective, worth: str) -> None:
    """One more tonne of room is a tonne, or 12 CNY; of CO2e nothing is known, yet the room is full."""
    assert reason(
        *SLAG,
        PAVE,
        price("road", 12.0),
        facility("f", "user", "pave", 30.0),
        options=PlanOptions(objective=objective),
    ) == (UnplacedReason.CAPACITY, f"full: f (room 30 t{worth})")


def test_a_full_water_works_is_full_although_no_tonne_is_lost() -> None:
    """1,000 m3 and room for 400: the objective counts tonnes, where water has no price."""
    assert reason(
        material("effluent", unit=Unit.CUBIC_METRE, phase=Phase.LIQUID),
        material("reclaimed", unit=Unit.CUBIC_METRE, phase=Phase.LIQUID),
        stream("s", "maker", "effluent", 1000.0),
        recipe("osmosis", "effluent", "reclaimed"),
        facility("f", "user", "osmosis", 400.0),
    ) == (UnplacedReason.CAPACITY, "full: f (room 400 m³)")


def test_the_share_of_an_input_is_full() -> None:
    """Half of 100 t of room may be ash, the rest of the room stays empty."""
    assert reason(
        material("slag"),
        material("ash"),
        material("cement"),
        technology("grind"),
        port("grind", Direction.MAIN_INPUT, "slag", share_max=0.4),
        port("grind", Direction.MAIN_INPUT, "ash", share_max=0.2),
        port("grind", Direction.PRODUCT, "cement"),
        stream("s", "maker", "ash", 200.0),
        facility("f", "user", "grind", 100.0),
    ) == (UnplacedReason.CAPACITY, "full: f (room 50 t; one more adds 1.00 t)")


def mixing(capacity: float) -> tuple[object, ...]:
    return (
        *SLAG,
        PAVE,
        stream("clean", "maker", "slag", 60.0),
        analysis("s", "Cr", 2.0),
        analysis("clean", "Cr", 0.0),
        limit("pave", "Cr", maximum=1.0),
        facility("f", "user", "pave", capacity),
    )


def test_the_mix_is_at_its_limit() -> None:
    """60 t of clean slag carry 60 t of the other to the limit: 40 t are left over."""
    found = UnplacedReason.BLENDING, f"the mix is at its limit of chromium (Cr){TOO_MUCH}"
    assert reason(*mixing(500.0)) == found


def test_a_mix_that_has_no_room_is_full_and_not_refused() -> None:
    """Room for 50 t is used up before the limit matters."""
    got, detail = reason(*mixing(50.0))
    full = f"full: f (room 50 t; one more adds 1.00 t){TOO_MUCH}"
    assert (got, detail) == (UnplacedReason.CAPACITY, full)


def test_the_best_use_loses_money() -> None:
    """Working costs 80 CNY, disposal 50: a loss of 30 CNY a tonne."""
    assert reason(
        material("slag"),
        material("road"),
        technology("pave", operating_cost=80.0),
        port("pave", Direction.MAIN_INPUT, "slag"),
        port("pave", Direction.PRODUCT, "road"),
        stream("s", "maker", "slag", 100.0, disposal_cost=50.0),
        facility("f", "user", "pave", 500.0),
        options=PlanOptions(objective=Objective.BENEFIT),
    ) == (UnplacedReason.UNECONOMIC, "the best use loses 30.00 CNY per unit")


def test_an_auxiliary_input_without_more_main_input_has_no_gain() -> None:
    """40 t of clinker let in 20 t of slag; more would have nothing to be mixed with."""
    got, _ = reason(
        *SLAG,
        material("clinker"),
        stream("c", "maker", "clinker", 40.0),
        recipe("mix", "clinker", "road", 1.5, auxiliary=[("slag", 0.5)]),
        facility("f", "user", "mix", 500.0),
    )
    assert got is UnplacedReason.NO_GAIN


def test_what_the_register_rejects_has_no_use() -> None:
    assert reason(
        *SLAG,
        PAVE,
        facility("f", "user", "pave", 500.0),
        linkage("l", "f", "pave:in_main:slag", 5.0, stream="s", state=LinkageState.REJECTED),
    ) == (UnplacedReason.GATE, "the register rejects it, or it is less than the smallest lot")


def test_a_facility_that_the_budget_does_not_build_is_named() -> None:
    assert reason(
        *SLAG,
        technology("pave", capital_cost=10.0),
        port("pave", Direction.MAIN_INPUT, "slag"),
        port("pave", Direction.PRODUCT, "road"),
        facility("f", "user", "pave", 500.0, state=OperatingState.PLANNED),
        options=PlanOptions(budget=10.0),
    ) == (UnplacedReason.NO_GAIN, "does not run within the budget and its minimum scale: f")


def test_a_market_that_takes_no_more_is_named_and_not_the_residue() -> None:
    """Roads buy 30 t of gravel; 100 t of slag would make 100."""
    rows = (*SLAG, PAVE, facility("f", "user", "pave", 80.0), market("roads", "road", 30.0, price=5.0))
    assert reason(*rows) == (UnplacedReason.MARKET, "the market for what it becomes takes no more: road")


def test_a_product_that_nobody_is_known_to_buy_is_the_reason_also_where_the_works_is_full() -> None:
    """Bricks have no known buyer: a kiln that is full today would sell no more if it were larger."""
    kiln = (material("brick"), recipe("burn", "slag", "brick"), facility("k", "user", "burn", 20.0))
    shut = (market("elsewhere", "road", 100.0, price=5.0), *SLAG, *kiln)
    nobody = (UnplacedReason.MARKET, "nobody is known to buy what it becomes: brick")
    assert reason(*shut) == nobody
    full = [part for part in shut if getattr(part, "id", "") != "s"]
    assert reason(*full, stream("s", "maker", "slag", 100.0, in_use=20.0)) == nobody


def test_a_buyer_at_the_end_of_a_chain_is_looked_for_there() -> None:
    """What is washed is plaster's to take, and nobody is known to buy plaster."""
    assert reason(
        *SLAG,
        material("clean", kind_of="slag"),
        material("plaster"),
        recipe("wash", "slag", "clean"),
        recipe("burn", "clean", "plaster"),
        facility("w", "maker", "wash", 80.0),
        facility("b", "user", "burn", 80.0),
        market("elsewhere", "road", 100.0, price=5.0),
    ) == (UnplacedReason.MARKET, "nobody is known to buy what it becomes: plaster")


def test_a_material_that_nobody_takes_wants_a_taker_and_what_is_placed_wants_nothing() -> None:
    assert outcome(*SLAG, PAVE).helps == (UnplacedHelp.TAKER,)
    placed = outcome(*SLAG, PAVE, facility("f", "user", "pave", 500.0))
    assert (placed.helps, placed.help.en, placed.help.zh) == ((), "", "")


def test_each_gate_that_refuses_says_what_would_open_it() -> None:
    """The mill at hand refuses the chromium, the one that would not stands too far."""
    found = outcome(
        *SLAG,
        PAVE,
        analysis("s", "Cr", 2.0),
        limit("pave", "Cr", maximum=1.0),
        enterprise("north", 25.95, 102.38),
        facility("f", "user", "pave", 80.0),
        facility("g", "north", "pave", 80.0, radius=50.0),
    )
    assert found.helps == (UnplacedHelp.COMPOSITION, UnplacedHelp.NEARER)
    assert found.help.en == "; ".join(
        (
            "have it analysed; if it does break the limit, treat it to within the limit or find a use with a "
            "wider one",
            "bring in a taker within reach, or look for a firm nearer by",
        )
    )


def test_a_limit_that_a_waste_breaks_beside_its_reason_is_worth_an_analysis_too() -> None:
    found = outcome(*mixing(50.0))
    assert found.helps == (UnplacedHelp.ROOM, UnplacedHelp.COMPOSITION)


def test_an_unknown_capacity_is_asked_of_the_facilities_that_have_it() -> None:
    found = outcome(*SLAG, PAVE, facility("f", "user", "pave", None), facility("g", "user", "pave", None))
    assert (found.helps, found.facilities) == ((UnplacedHelp.CAPACITY,), ("f", "g"))


def test_more_room_is_wanted_first_where_it_gains_most() -> None:
    """A tonne of road brings 12 CNY of the press and 6 of the roller, both full."""
    found = outcome(
        *SLAG,
        PAVE,
        recipe("roll", "slag", "road", 0.5),
        price("road", 12.0),
        facility("a", "user", "roll", 30.0),
        facility("b", "user", "pave", 30.0),
        options=PlanOptions(objective=Objective.BENEFIT),
    )
    assert (found.helps, found.facilities) == ((UnplacedHelp.ROOM,), ("b", "a"))


def test_a_full_market_is_named_by_its_row_and_a_product_without_a_buyer_by_the_product() -> None:
    """Roads buy 30 t; nobody is known to buy the brick."""
    roads = market("roads", "road", 30.0, price=5.0)
    full = outcome(*SLAG, PAVE, facility("f", "user", "pave", 80.0), roads)
    assert (full.helps, full.markets, full.products) == ((UnplacedHelp.MARKET,), ("roads",), ())
    kiln = (material("brick"), recipe("burn", "slag", "brick"), facility("k", "user", "burn", 200.0))
    unsold = outcome(*SLAG, *kiln, market("roads", "road", 30.0))
    assert (unsold.helps, unsold.markets, unsold.products) == ((UnplacedHelp.BUYER,), (), ("brick",))


def test_the_larger_market_that_is_full_is_named_and_not_its_part_with_room() -> None:
    """Lanes would take 100 t, and all roads together only 30."""
    found = outcome(
        *SLAG,
        PAVE,
        facility("f", "user", "pave", 80.0),
        market("lanes", "road", 100.0, technology="pave", within="roads"),
        market("roads", "road", 30.0),
    )
    assert (found.reason, found.markets) == (UnplacedReason.MARKET, ("roads",))


@pytest.mark.parametrize("objective", list(Objective)[:3])
def test_heat_of_summer_wants_a_user_of_summer_and_no_larger_one_of_winter(objective: Objective) -> None:
    """Of 10 GJ a month the district takes those of January to June, and nobody those of July to December."""
    found = outcome(
        *(material(name, phase=Phase.HEAT, unit=Unit.GIGAJOULE) for name in ("heat", "warm")),
        stream("s", "maker", "heat", 120.0),
        recipe("warming", "heat", "warm"),
        price("warm", 10.0, unit="CNY/GJ"),
        facility("f", "user", "warming", 240.0, monthly=(1.0 / 6.0,) * 6 + (0.0,) * 6),
        options=PlanOptions(objective=objective),
    )
    assert found.unplaced == pytest.approx(60.0)
    assert found.reason is UnplacedReason.SEASON
    assert found.helps == (UnplacedHelp.SEASON,)
    assert found.facilities == ("f",)
    assert found.detail.en == "what is left comes in months in which they do not run: f"


def test_what_somebody_decided_is_another_step_than_a_limit() -> None:
    rejected = outcome(
        *SLAG,
        PAVE,
        facility("f", "user", "pave", 500.0),
        linkage("l", "f", "pave:in_main:slag", 5.0, stream="s", state=LinkageState.REJECTED),
    )
    assert (rejected.reason, rejected.helps) == (UnplacedReason.GATE, (UnplacedHelp.DECISION,))
