from __future__ import annotations

from dataclasses import replace

import pytest

from graph.evidence import Grade
from graph.planning import make_plan
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.vocabulary import (
    Direction,
    LinkageState,
    MaterialStatus,
    OperatingState,
    ParkId,
    Phase,
    PriceKind,
    Unit,
)
from tests.build import (
    PARK,
    WEIGHTS,
    enterprise,
    facility,
    linkage,
    market,
    material,
    park_of,
    port,
    price,
    recipe,
    stream,
    target,
    technology,
)


def test_a_target_over_named_materials_counts_their_kinds_in_its_park_only() -> None:
    """Slag 100 t and its kind 50 t are covered, dust and the stream of the other park are not.

    Of 1,075 t of room today's 30 t and 1,000 t take theirs first, which leaves 45 t for what is new.
    """
    other = replace(PARK, id=ParkId("other"))
    parts = [
        PARK,
        other,
        *WEIGHTS,
        enterprise("maker"),
        replace(enterprise("outsider"), park=ParkId("other")),
        material("slag"),
        material("fine-slag", "slag"),
        material("dust"),
        material("road"),
        *recipe("pave", "slag", "road"),
        stream("a", "maker", "slag", 100.0, in_use=30.0),
        stream("b", "maker", "fine-slag", 50.0),
        stream("c", "maker", "dust", 1000.0),
        stream("d", "outsider", "slag", 1000.0, in_use=1000.0),
        facility("f", "maker", "pave", 1_075.0),
        target("t", 0.6, materials=("slag",)),
    ]
    progress = make_plan(Snapshot.of(parts)).targets[0]
    assert progress.supply == 150.0
    assert progress.share_baseline == pytest.approx(0.2)
    assert progress.share_planned == pytest.approx(0.5)
    assert progress.gap == pytest.approx(15.0)
    assert not progress.met


def test_an_area_of_the_park_belongs_to_the_park() -> None:
    area = replace(PARK, id=ParkId("area"), part_of=ParkId("park"))
    parts = [
        PARK,
        area,
        *WEIGHTS,
        replace(enterprise("maker"), park=ParkId("area")),
        material("slag"),
        stream("a", "maker", "slag", 100.0, in_use=70.0),
        target("t", 0.6),
    ]
    assert make_plan(Snapshot.of(parts)).targets[0].met


def test_a_by_product_counts_in_no_rate_but_its_residue_counts_against() -> None:
    """100 t of coke, a by-product, and 100 t of slag; each is half used already, and all the rest goes on.

    Of slag alone 100 t arise, 50 t are used, and 50 t are new. The gasifier leaves 0.1 t of ash a tonne.
    """
    coke = replace(material("coke"), status=MaterialStatus.BY_PRODUCT)
    plan = make_plan(
        park_of(
            coke,
            *(material(name) for name in ("slag", "road", "gas", "ash")),
            *recipe("pave", "slag", "road"),
            *recipe("gasify", "coke", "gas", residue=("ash", 0.1)),
            stream("a", "maker", "slag", 100.0, in_use=50.0),
            stream("b", "maker", "coke", 100.0, in_use=50.0),
            facility("f", "maker", "pave", 500.0),
            facility("g", "maker", "gasify", 500.0),
            linkage("l", "g", "gasify:in_main:coke", 50.0, stream="b"),
            target("t", 0.9),
        )
    )
    total = plan.total(Unit.TONNE)
    assert (total.supply, total.baseline, total.gross) == (100.0, 50.0, pytest.approx(50.0))
    assert (total.residue, total.net) == (pytest.approx(5.0), pytest.approx(45.0))
    assert [row.waste for row in plan.streams] == [True, False]
    assert plan.targets[0].supply == 100.0
    assert plan.targets[0].share_planned == pytest.approx(0.95)


def test_a_by_product_alone_is_no_reason_to_do_anything_for_tonnes() -> None:
    """For net tonnes the gasifier would only make ash, so that it stands still."""
    coke = replace(material("coke"), status=MaterialStatus.BY_PRODUCT)
    plan = make_plan(
        park_of(
            coke,
            material("gas"),
            material("ash"),
            *recipe("gasify", "coke", "gas", residue=("ash", 0.1)),
            stream("b", "maker", "coke", 100.0),
            facility("g", "maker", "gasify", 500.0),
        )
    )
    assert plan.flows == ()


def test_ash_that_leaves_as_a_liquor_that_is_dumped_is_not_diverted() -> None:
    """100 t of ash become 100 m3 of liquor of 1 t/m3, by contract: net 0, the liquor stands beside."""
    liquor = replace(
        material("liquor", phase=Phase.LIQUID, unit=Unit.CUBIC_METRE),
        density=Range.exact(1.0),
        density_grade=Grade.TEXTBOOK,
    )
    plan = make_plan(
        park_of(
            material("ash"),
            liquor,
            technology("leach"),
            port("leach", Direction.MAIN_INPUT, "ash"),
            port("leach", Direction.RESIDUE, "liquor"),
            stream("s", "maker", "ash", 100.0),
            facility("f", "user", "leach", 1000.0),
            linkage("l", "f", "leach:in_main:ash", 100.0, stream="s", state=LinkageState.CONTRACTED),
        )
    )
    total = plan.total(Unit.TONNE)
    assert (total.gross, total.residue, total.net) == pytest.approx((100.0, 100.0, 0.0))
    assert total.beside == ((Unit.CUBIC_METRE, 100.0),)


def test_ash_that_is_dumped_as_what_a_works_made_of_its_liquor_is_not_diverted() -> None:
    """100 t of ash go as 100 m3 of liquor of 1 t/m3 to a works whose brine has a market of 30 m3.

    The plan takes 30 t. By contract all 100 t go, 70 m3 of brine are dumped, and net stay 30 t.
    """
    liquor, brine = (
        replace(
            material(name, phase=Phase.LIQUID, unit=Unit.CUBIC_METRE),
            density=Range.exact(1.0),
            density_grade=Grade.TEXTBOOK,
        )
        for name in ("liquor", "brine")
    )
    parts = (
        *(material("ash"), liquor, brine, technology("leach"), technology("thicken")),
        port("leach", Direction.MAIN_INPUT, "ash"),
        port("leach", Direction.RESIDUE, "liquor"),
        port("thicken", Direction.MAIN_INPUT, "liquor"),
        port("thicken", Direction.PRODUCT, "brine"),
        price("brine", 5.0, kind=PriceKind.DISPOSAL, unit="CNY/m3"),
        market("brines", "brine", 30.0),
        stream("s", "maker", "ash", 100.0),
        facility("f", "user", "leach", 1000.0),
        facility("g", "user", "thicken", 1000.0),
    )
    agreed = linkage("l", "f", "leach:in_main:ash", 100.0, stream="s", state=LinkageState.CONTRACTED)
    for more, gross in (((), 30.0), ((agreed,), 100.0)):
        plan = make_plan(park_of(*parts, *more))
        total = plan.total(Unit.TONNE)
        assert (total.gross, total.net, plan.objective_value) == pytest.approx((gross, 30.0, 30.0))


def test_treated_waste_that_another_works_dumps_was_not_used_although_oil_of_it_is_sold() -> None:
    """100 t are washed to 80 t of washed gypsum and 20 t of oil; what takes the washed leaves rubble of it.

    As where the 80 t are dumped at once, all 100 t came to nothing: no plan takes them; by contract net is 0.
    """
    parts = (
        *(material(name) for name in ("gypsum", "oil", "rubble")),
        material("washed-gypsum", "gypsum"),
        *recipe("wash", "gypsum", "washed-gypsum", 0.8),
        port("wash", Direction.PRODUCT, "oil", 0.2),
        *(technology("break"), port("break", Direction.MAIN_INPUT, "washed-gypsum")),
        port("break", Direction.RESIDUE, "rubble"),
        market("oils", "oil", 1000.0),
        stream("s", "maker", "gypsum", 100.0),
        facility("f", "user", "wash", 1000.0),
        facility("g", "user", "break", 1000.0),
        price("gypsum", 500.0, kind=PriceKind.DISPOSAL),
    )
    agreed = linkage("l", "f", "wash:in_main:gypsum", 100.0, stream="s", state=LinkageState.CONTRACTED)
    on = linkage(
        "m", "g", "break:in_main:washed-gypsum", 80.0, from_facility="f", state=LinkageState.CONTRACTED
    )
    assert make_plan(park_of(*parts)).flows == ()
    plan = make_plan(park_of(*parts, agreed, on))
    total = plan.total(Unit.TONNE)
    assert (total.gross, total.net, plan.objective_value) == pytest.approx((100.0, 0.0, 0.0), abs=1e-9)


def test_the_sludge_of_a_water_works_stands_in_its_own_unit_beside() -> None:
    """1,000 m3 become 950 m3 and 50 t for the landfill; pressed by a next works, what that dumps counts."""
    water, clean = (
        replace(
            material(name, phase=Phase.LIQUID, unit=Unit.CUBIC_METRE),
            density=Range.exact(1.0),
            density_grade=Grade.TEXTBOOK,
        )
        for name in ("water", "clean")
    )
    parts = [
        water,
        clean,
        material("sludge"),
        recipe("works", "water", "clean", 0.95, residue=("sludge", 0.05)),
        stream("s", "maker", "water", 1000.0),
        facility("f", "user", "works", 1000.0),
    ]
    plan = make_plan(park_of(*parts))
    assert plan.total(Unit.CUBIC_METRE).net == pytest.approx(1000.0)
    assert plan.total(Unit.CUBIC_METRE).beside == ((Unit.TONNE, pytest.approx(50.0)),)
    assert plan.total(Unit.TONNE).beside == ()
    assert (plan.runs[0].mass_in, plan.runs[0].mass_out) == pytest.approx((1000.0, 1000.0))
    assert [row.place for row in plan.balances if row.unit is Unit.TONNE] == ["f", "park", "park mass"]
    pressed = [
        material("brick"),
        material("dust"),
        recipe("press", "sludge", "brick", 0.8, residue=("dust", 0.2)),
        facility("g", "user", "press", 1000.0),
        linkage("l", "g", "press:in_main:sludge", 50.0, from_facility="f", state=LinkageState.CONTRACTED),
    ]
    plan = make_plan(park_of(*parts, *pressed))
    assert plan.total(Unit.CUBIC_METRE).beside == ((Unit.TONNE, pytest.approx(10.0)),)


def test_a_facility_of_which_a_density_is_unknown_has_no_mass() -> None:
    plan = make_plan(
        park_of(
            material("slag"),
            material("road"),
            material("liquor", phase=Phase.LIQUID, unit=Unit.CUBIC_METRE),
            recipe("pave", "slag", "road", 0.9, residue=("liquor", 1.0)),
            stream("s", "maker", "slag", 100.0),
            facility("f", "user", "pave", 1000.0),
        )
    )
    assert (plan.runs[0].mass_in, plan.runs[0].mass_out) == (100.0, None)
    assert "park mass" not in {row.place for row in plan.balances}


def power_park(*more: object) -> Snapshot:
    """100 GJ of flue heat become 20 GJ of power; gravel has a buyer, so markets are spoken of."""
    return park_of(
        material("flue", unit=Unit.GIGAJOULE, phase=Phase.HEAT),
        material("power", unit=Unit.GIGAJOULE, phase=Phase.HEAT),
        material("gravel"),
        stream("s", "maker", "flue", 100.0),
        recipe("turbine", "flue", "power", 0.2),
        facility("t", "maker", "turbine", 100.0),
        market("roads", "gravel", 100.0, price=5.0),
        *more,
    )


def test_heat_that_becomes_power_nobody_takes_is_no_use_of_it() -> None:
    assert make_plan(power_park()).total(Unit.GIGAJOULE).net == 0.0
    sold = make_plan(power_park(market("grid", "power", binds=False, price=60.0)))
    assert sold.total(Unit.GIGAJOULE).net == pytest.approx(100.0)
    # A buyer of 5 GJ is worth 25 GJ of heat: what else would be made goes to the air.
    some = make_plan(power_park(market("grid", "power", 5.0, price=60.0)))
    assert some.total(Unit.GIGAJOULE).net == pytest.approx(25.0)


@pytest.mark.parametrize(("buys", "net"), [(0.0, 0.0), (5.0, 5.0), (100.0, 20.0)])
def test_heat_that_a_turbine_is_known_to_vent_is_never_lost_twice(buys: float, net: float) -> None:
    """Of 100 GJ become 20 GJ power and 80 GJ go to the air: what nobody takes is lost once, sold or not."""
    vents = port("turbine", Direction.RESIDUE, "waste-heat", ratio=0.8)
    grid = market("grid", "power", buys, price=60.0)
    warm = material("waste-heat", unit=Unit.GIGAJOULE, phase=Phase.HEAT)
    plan = make_plan(power_park(warm, vents, *([grid] if buys else [])))
    assert plan.total(Unit.GIGAJOULE).net == pytest.approx(net)


@pytest.mark.parametrize(("state", "net"), [(OperatingState.OPERATING, 40.0), (OperatingState.PLANNED, 0.0)])
def test_a_final_use_that_runs_needs_no_buyer(state: OperatingState, net: float) -> None:
    """A kiln that takes 40 t of lime a year uses it up; one that is only planned is a question."""
    limed = replace(technology("lime-feed"), final_use=True)
    park = park_of(
        material("lime"),
        material("used"),
        material("gravel"),
        stream("s", "maker", "lime", 100.0),
        limed,
        port("lime-feed", Direction.MAIN_INPUT, "lime"),
        port("lime-feed", Direction.PRODUCT, "used"),
        facility("k", "user", "lime-feed", 40.0, state=state),
        market("roads", "gravel", 100.0, price=5.0),
    )
    plan = make_plan(park)
    assert plan.total(Unit.TONNE).net == pytest.approx(net)
    assert [question.material for question in plan.questions] == ([] if net else ["used"])


def gravel_and_liquor(works: int) -> tuple[object, ...]:
    """Slag is crushed to 0.8 t of gravel, still slag; both are leached, 1 m3 a tonne, in so many works.

    Liquor is thickened to brine, of which 60 m3 are sold.
    """
    liquor, brine = (
        replace(
            material(name, phase=Phase.LIQUID, unit=Unit.CUBIC_METRE),
            density=Range.exact(1.0),
            density_grade=Grade.TEXTBOOK,
        )
        for name in ("liquor", "brine")
    )
    return (
        *(material("slag"), material("gravel", "slag"), material("oil"), liquor, brine),
        *recipe("crush", "slag", "gravel", 0.8),
        port("crush", Direction.PRODUCT, "oil", 0.2),
        *(technology("leach"), technology("thicken"), port("leach", Direction.MAIN_INPUT, "slag")),
        port("leach", Direction.RESIDUE, "liquor"),
        port("thicken", Direction.MAIN_INPUT, "liquor"),
        port("thicken", Direction.PRODUCT, "brine"),
        price("brine", 5.0, kind=PriceKind.DISPOSAL, unit="CNY/m3"),
        *(market("oils", "oil", 1000.0), market("brines", "brine", 60.0)),
        facility("c", "user", "crush", 100.0),
        *(facility(f"l{number}", "user", "leach", 120.0 / works) for number in range(works)),
    )


@pytest.mark.parametrize("works", [1, 2])
def test_residue_of_what_was_treated_counts_as_it_does_in_the_objective_however_many_works(
    works: int,
) -> None:
    """100 t are crushed to 80 t of gravel; those and 40 t of slag make 120 m3 of liquor, 60 are dumped.

    A cubic metre of slag's liquor is 1 t in vain, of gravel's 1 / 0.8: so 40 m3 of the one are and 20 of the
    other, 40 + 25 t; net 140 - 65. What is printed is what the objective counted, in one works or in two.
    """
    parts = gravel_and_liquor(works)
    agreed = [
        linkage("c", "c", "crush:in_main:slag", 100.0, stream="s", state=LinkageState.CONTRACTED),
        *(
            linkage(
                f"d{at}",
                f"l{at}",
                "leach:in_main:slag",
                40.0 / works,
                stream="s",
                state=LinkageState.CONTRACTED,
            )
            for at in range(works)
        ),
        *(
            linkage(
                f"g{at}",
                f"l{at}",
                "leach:in_main:slag",
                80.0 / works,
                from_facility="c",
                state=LinkageState.CONTRACTED,
            )
            for at in range(works)
        ),
    ]
    thick = facility("t", "user", "thicken", 60.0)
    plan = make_plan(park_of(*parts, thick, stream("s", "maker", "slag", 140.0), *agreed))
    total = plan.total(Unit.TONNE)
    assert (total.gross, total.net, plan.objective_value) == pytest.approx((140.0, 75.0, 75.0))


def test_what_was_treated_counts_in_what_is_made_of_its_liquor_too() -> None:
    """80 t of gravel stand for 100 t of slag; 80 m3 of liquor become brine, 20 of it dumped: 25 t in vain."""
    agreed = [
        linkage("c", "c", "crush:in_main:slag", 100.0, stream="s", state=LinkageState.CONTRACTED),
        linkage("g", "l0", "leach:in_main:slag", 80.0, from_facility="c", state=LinkageState.CONTRACTED),
        linkage("b", "t", "thicken:in_main:liquor", 80.0, from_facility="l0", state=LinkageState.CONTRACTED),
    ]
    thick = facility("t", "user", "thicken", 100.0)
    parts = gravel_and_liquor(1)
    plan = make_plan(park_of(*parts, thick, stream("s", "maker", "slag", 100.0), *agreed))
    total = plan.total(Unit.TONNE)
    assert (total.gross, total.net, plan.objective_value) == pytest.approx((100.0, 75.0, 75.0))
