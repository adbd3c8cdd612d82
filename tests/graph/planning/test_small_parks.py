"""Small parks of the kinds of numbers that once went wrong, each answer worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from graph.errors import SymbioflowError
from graph.matching import MatchOptions, suggest
from graph.model import TransportRate
from graph.planning import Objective, Plan, PlanOptions, make_plan
from graph.ranges import Range
from graph.vocabulary import (
    Direction,
    FactorKind,
    Hazard,
    LinkageState,
    MarketReach,
    MaterialStatus,
    OperatingState,
    Phase,
    PriceKind,
    RowId,
    Unit,
)
from tests.build import (
    ESTIMATE,
    conveyance,
    cost_sheet,
    directed_use,
    emission_factor,
    enterprise,
    facility,
    linkage,
    market,
    material,
    park_of,
    port,
    price,
    process_class,
    recipe,
    stream,
    technology,
)

BENEFIT = PlanOptions(objective=Objective.BENEFIT)


def net(plan: Plan, unit: Unit = Unit.TONNE) -> float:
    return plan.total(unit).net


def rate(cargo: str, cost: float, unit: str, co2: float | None = None) -> TransportRate:
    return TransportRate(
        id=RowId(cargo),
        mode=cargo,
        cargo=cargo,
        payload=30.0,
        cost=Range.exact(cost),
        unit=unit,
        co2=co2,
        evidence=ESTIMATE,
    )


@pytest.mark.parametrize(("copper", "recycled"), [(300.0, 10.0), (200.0, 0.0)])
def test_what_is_sold_today_goes_to_a_recycler_only_if_he_pays_more_than_the_buyer(
    copper: float, recycled: float
) -> None:
    """10 t of foil sell at 100 CNY/t; of a tonne the recycler makes half a tonne of copper for 20 CNY.

    At 300 CNY/t of copper he has 130 CNY for it, 30 more than the buyer; at 200 he has 80, 20 less.
    """
    buyer = market("foils", "foil", 1_000.0, price=100.0, waste=True, reach=MarketReach.PROVINCIAL)
    plan = make_plan(
        park_of(
            material("foil"),
            material("copper"),
            technology("melt", operating_cost=20.0),
            port("melt", Direction.MAIN_INPUT, "foil"),
            port("melt", Direction.PRODUCT, "copper", 0.5),
            market("coppers", "copper", 1_000.0, price=copper),
            buyer,
            stream("s", "maker", "foil", 10.0),
            facility("f", "user", "melt", 100.0),
        ),
        BENEFIT,
    )
    assert sum(run.throughput for run in plan.runs) == pytest.approx(recycled)
    assert plan.benefit == pytest.approx(10.0 * 30.0 if recycled else 0.0)


def test_a_full_recycler_leaves_the_rest_to_the_buyer_of_the_waste() -> None:
    """10 t of foil, room for 4 t at the recycler, who gains 30 CNY a tonne: 4 t go there, 6 t are sold."""
    plan = make_plan(
        park_of(
            material("foil"),
            material("copper"),
            technology("melt", operating_cost=20.0),
            port("melt", Direction.MAIN_INPUT, "foil"),
            port("melt", Direction.PRODUCT, "copper", 0.5),
            market("coppers", "copper", 1_000.0, price=300.0),
            market("foils", "foil", 1_000.0, price=100.0, waste=True, reach=MarketReach.PROVINCIAL),
            stream("s", "maker", "foil", 10.0),
            facility("f", "user", "melt", 4.0),
        )
    )
    (outcome,) = plan.streams
    assert (outcome.placed, outcome.outside) == (pytest.approx(10.0), pytest.approx(6.0))
    assert plan.benefit == pytest.approx(4.0 * 30.0)


@pytest.mark.parametrize(("budget", "built"), [(1.0, 0.0), (599.0, 0.0), (600.0, 40.0), (1e9, 40.0)])
def test_a_bank_lends_for_what_has_a_cost(budget: float, built: float) -> None:
    """A press of 40 t costs 15 CNY a yearly tonne, 600 CNY; what a kiln costs nobody knows: none is built."""
    plan = make_plan(
        park_of(
            *(material(name) for name in ("slag", "brick", "ash", "lime")),
            *recipe("press", "slag", "brick"),
            *recipe("kiln", "ash", "lime"),
            process_class("presses", capital=15.0),
            cost_sheet("press", "presses"),
            stream("s", "maker", "slag", 100.0),
            stream("a", "maker", "ash", 100.0),
            facility("f", "user", "press", 40.0, state=OperatingState.PLANNED),
            facility("g", "user", "kiln", 40.0, state=OperatingState.PLANNED),
        ),
        PlanOptions(budget=budget),
    )
    assert net(plan) == pytest.approx(built)
    assert plan.investment.likely == pytest.approx(600.0 if built else 0.0)


@pytest.mark.parametrize("options", [PlanOptions(), BENEFIT])
def test_washing_what_is_then_dumped_diverts_nothing_however_dear_the_liquor(options: PlanOptions) -> None:
    """100 t are washed to 90 t and 50 m3 of liquor at 500 CNY; no plasterer is there to take the 90 t."""
    liquor = {"phase": Phase.LIQUID, "unit": Unit.CUBIC_METRE}
    plan = make_plan(
        park_of(
            material("gypsum"),
            material("washed", "gypsum"),
            material("liquor", **liquor),
            technology("wash"),
            port("wash", Direction.MAIN_INPUT, "gypsum"),
            port("wash", Direction.PRODUCT, "washed", 0.9),
            port("wash", Direction.PRODUCT, "liquor", 0.5),
            market("liquors", "liquor", 1_000.0, price=500.0),
            stream("s", "maker", "gypsum", 100.0),
            facility("f", "user", "wash", 100.0),
        ),
        options,
    )
    assert net(plan) == pytest.approx(0.0)


def test_the_product_displaced_belongs_to_the_output_that_displaces_it() -> None:
    """Of a tonne 0.8 t of gas that replaces nothing and 0.1 t of ammonia, at 2,000 kg CO2e: 200 kg."""
    plan = make_plan(
        park_of(
            *(material(name) for name in ("coke", "gas", "ammonia")),
            technology("gasify", displaces="ammonia", displaced_ratio=0.1),
            port("gasify", Direction.MAIN_INPUT, "coke"),
            port("gasify", Direction.PRODUCT, "gas", 0.8),
            port("gasify", Direction.PRODUCT, "ammonia", 0.1),
            price("gas", 1.0),
            price("ammonia", 1.0),
            emission_factor("ammonia", 2_000.0),
            stream("s", "maker", "coke", 10.0),
            facility("f", "user", "gasify", 100.0),
        ),
        PlanOptions(objective=Objective.CO2),
    )
    assert plan.co2_avoided == pytest.approx(10.0 * 200.0)


def test_only_waste_counts_in_the_rate_where_a_product_wants_the_same_kiln() -> None:
    """The kiln has room for 60 t; 50 t are waste, 100 t a product: 50 of 50 t are used, and no more count."""
    product = replace(material("coke"), status=MaterialStatus.PRODUCT)
    plan = make_plan(
        park_of(
            material("fuel"),
            replace(product, kind_of="fuel"),
            material("tar", "fuel"),
            material("lime"),
            *recipe("burn", "fuel", "lime"),
            stream("w", "maker", "tar", 50.0),
            stream("p", "maker", "coke", 100.0),
            facility("f", "user", "burn", 60.0),
        )
    )
    total = plan.total(Unit.TONNE)
    assert (total.supply, total.gross, total.net) == (50.0, pytest.approx(50.0), pytest.approx(50.0))
    assert total.utilisation == pytest.approx(1.0)


@pytest.mark.parametrize(("giver", "costs"), [("maker", 6.0), ("user", 0.0)])
def test_firms_on_one_point_pay_for_loading_and_a_firm_with_itself_does_not(giver: str, costs: float) -> None:
    """Disposal would cost 100 CNY/t; loading costs 6 CNY/t, the road 0.5 CNY/t-km over no kilometre."""
    plan = make_plan(
        park_of(
            material("slag"),
            material("road"),
            *recipe("pave", "slag", "road"),
            stream("s", giver, "slag", 10.0, disposal_cost=100.0),
            facility("f", "user", "pave", 100.0),
            rate("bulk", 0.5, "CNY/t-km", 0.1),
            rate("loading-bulk", 6.0, "CNY/t"),
        ),
        BENEFIT,
    )
    assert plan.benefit == pytest.approx(10.0 * (100.0 - costs), abs=1e-3)


@pytest.mark.parametrize(("day", "used"), [(date(2026, 12, 31), 100.0), (date(2027, 1, 1), 0.0)])
def test_an_exemption_carries_a_plan_to_its_last_day(day: date, used: float) -> None:
    """A smelter licensed for HW08 may use one mill's dust (HW23) until the end of 2026, no other mill's."""
    plan = make_plan(
        park_of(
            enterprise("other"),
            enterprise("smelter", licences=("HW08",)),
            material("dust", hazard=Hazard.HAZARDOUS, hw_codes=("HW23",)),
            material("zinc"),
            *recipe("kiln", "dust", "zinc"),
            stream("a", "maker", "dust", 100.0),
            stream("b", "other", "dust", 100.0),
            facility("f", "smelter", "kiln", 500.0),
            directed_use("maker", "smelter", "dust", in_force_to=date(2026, 12, 31)),
        ),
        PlanOptions(matching=MatchOptions(on=day)),
    )
    assert net(plan) == pytest.approx(used)


@pytest.mark.parametrize(("price_of_ash", "gained"), [(-10.0, 400.0), (-60.0, 0.0)])
def test_a_product_that_costs_to_sell_is_made_where_that_costs_less_than_its_waste(
    price_of_ash: float, gained: float
) -> None:
    """10 t of sludge cost 50 CNY/t to dispose of; who takes its ash wants 10 or 60 CNY/t.

    To dump the ash, for nothing as its row says, would bring back all that the sludge saved.
    """
    plan = make_plan(
        park_of(
            material("sludge"),
            material("ash"),
            *recipe("burn", "sludge", "ash"),
            market("ashes", "ash", 1_000.0, price=price_of_ash),
            price("ash", 0.0, kind=PriceKind.DISPOSAL),
            stream("s", "maker", "sludge", 10.0, disposal_cost=50.0),
            facility("f", "user", "burn", 100.0),
        ),
        BENEFIT,
    )
    assert plan.benefit == pytest.approx(gained)


def test_what_runs_already_leaves_a_suggestion_the_rest_of_a_facility() -> None:
    """Of 180 t two linkages bring 60 and 40: up to 80 t more are suggested, whatever a stream has."""
    paved = (material("slag"), material("road"), *recipe("pave", "slag", "road"))
    now = {"state": LinkageState.OPERATING}
    snapshot = park_of(
        *paved,
        stream("a", "maker", "slag", 60.0, in_use=60.0),
        stream("b", "maker", "slag", 40.0, in_use=40.0),
        stream("c", "maker", "slag", 500.0),
        facility("f", "user", "pave", 180.0),
        linkage("la", "f", "pave:in_main:slag", 60.0, stream="a", **now),
        linkage("lb", "f", "pave:in_main:slag", 40.0, stream="b", **now),
    )
    found = {one.stream: one.amount for one in suggest(snapshot).items}
    assert found["c"] == pytest.approx(80.0)
    assert net(make_plan(snapshot)) == pytest.approx(80.0)


def test_water_in_a_pipe_drives_no_lorry_in_a_plan_or_a_suggestion() -> None:
    """9.6 km by road, in a pipe; a cubic metre replaces one of the town's, 0.5 kg CO2e: that and no more."""
    water = {"phase": Phase.LIQUID, "unit": Unit.CUBIC_METRE}
    snapshot = park_of(
        *(material(name, **water) for name in ("effluent", "clear", "town-water")),
        technology("settle", displaces="town-water", displaced_ratio=1.0),
        port("settle", Direction.MAIN_INPUT, "effluent"),
        port("settle", Direction.PRODUCT, "clear"),
        enterprise("north", 25.0164, 102.38),
        conveyance("effluent", 20.0, 50.0),
        price("clear", 1.0, unit="CNY/m3"),
        price("effluent", 1.0, kind=PriceKind.DISPOSAL, unit="CNY/m3"),
        emission_factor("town-water", 0.5, unit="kg CO2e/m3"),
        emission_factor("effluent", 0.0, kind=FactorKind.DISPOSAL, unit="kg CO2e/m3"),
        stream("s", "maker", "effluent", 100.0),
        facility("f", "north", "settle", 1_000.0),
        rate("bulk", 0.5, "CNY/t-km", 0.1),
        rate("liquid", 0.8, "CNY/t-km", 0.2),
    )
    assert make_plan(snapshot).co2_avoided == pytest.approx(50.0)
    (item,) = suggest(snapshot).items
    (avoided,) = next(part.inputs for part in item.parts if part.name == "co2")
    assert avoided.value == pytest.approx(0.5)


def test_every_contract_that_cannot_hold_is_named() -> None:
    """20, 20 and 30 t from one stream over a room of 60: all three, each with its amount."""
    with pytest.raises(SymbioflowError) as refused:
        make_plan(
            park_of(
                *(material(name) for name in ("slag", "road")),
                *recipe("pave", "slag", "road"),
                *(stream(f"s{number}", "maker", "slag", 100.0) for number in range(3)),
                facility("f", "user", "pave", 60.0),
                *(
                    linkage(f"l{number}", "f", "pave:in_main:slag", amount, stream=f"s{number}")
                    for number, amount in enumerate((20.0, 20.0, 30.0))
                ),
            )
        )
    assert refused.value.code == "CONFLICTING_CONTRACTS"
    assert all(f"contract[l{number}]" in str(refused.value) for number in range(3))


def test_substitutes_share_the_road_they_are_laid_in_with_what_is_sold_there_today() -> None:
    """A road takes 100 t, of which 30 t of gypsum base are laid today.

    Slag base (at most 50 t) and gypsum base (at most 60) share the 70 t that are left.
    """
    plan = make_plan(
        park_of(
            *(material(name) for name in ("gypsum", "slag", "gypsum-base", "slag-base", "base")),
            *recipe("lay-gypsum", "gypsum", "gypsum-base"),
            *recipe("lay-slag", "slag", "slag-base"),
            market("roads", "base", 100.0),
            market("of-gypsum", "gypsum-base", 60.0, within="roads"),
            market("of-slag", "slag-base", 50.0, within="roads"),
            stream("g", "maker", "gypsum", 200.0, in_use=30.0),
            stream("s", "maker", "slag", 200.0),
            facility("f", "user", "lay-gypsum", 200.0),
            facility("h", "user", "lay-slag", 200.0),
        )
    )
    sold = {row.market: row.sold for row in plan.markets}
    assert sold["roads"] == pytest.approx(70.0)
    assert sold["of-gypsum"] <= 30.0 + 1e-9
    assert sold["of-slag"] <= 50.0 + 1e-9
    assert net(plan) == pytest.approx(70.0)
