"""Stock, months, shares, lots, scales and budgets on parks small enough to work out by hand."""

from __future__ import annotations

import pytest

from graph.planning import Objective, Plan, PlanOptions, make_plan
from graph.vocabulary import Direction, LinkageState, OperatingState, Phase, Unit
from tests.build import (
    cost_sheet,
    facility,
    linkage,
    material,
    park_of,
    port,
    price,
    process_class,
    recipe,
    stream,
    technology,
)

FIRST_HALF = (1.0 / 6.0,) * 6 + (0.0,) * 6
SECOND_HALF = (0.0,) * 6 + (1.0 / 6.0,) * 6
PAVED = (material("slag"), material("road"), recipe("pave", "slag", "road"))


MAIN = "pave:in_main:slag"


def placed(plan: Plan) -> dict[str, float]:
    return {outcome.stream: outcome.placed for outcome in plan.streams}


@pytest.mark.parametrize(
    ("horizon", "capacity", "gross", "from_stock", "utilisation"),
    [
        (None, 300.0, 80.0, 0.0, 1.0),
        (5, 60.0, 40.0, 0.0, 0.6),
        (5, 150.0, 130.0, 50.0, 1.0),
        (5, 300.0, 180.0, 100.0, 1.0),
        (10, 120.0, 100.0, 20.0, 1.0),
        (1, 1000.0, 580.0, 500.0, 1.0),
    ],
)
def test_stock_is_drawn_down_evenly_after_what_comes_newly(
    horizon: int | None, capacity: float, gross: float, from_stock: float, utilisation: float
) -> None:
    """100 t a year, 20 t used today, 500 t in the yard: 80 t new, and 500 / horizon t a year of the old.

    The 20 t that are used today go to the only paver, and leave room for 20 t less.
    """
    plan = make_plan(
        park_of(
            *PAVED,
            stream("s", "maker", "slag", 100.0, in_use=20.0, stock=500.0),
            facility("f", "user", "pave", capacity),
        ),
        PlanOptions(horizon=horizon),
    )
    total, outcome = plan.total(Unit.TONNE), plan.streams[0]
    assert (total.gross, total.from_stock) == (pytest.approx(gross), pytest.approx(from_stock))
    assert total.utilisation == pytest.approx(utilisation)
    assert outcome.supply + outcome.from_stock == pytest.approx(
        outcome.baseline + outcome.placed + outcome.unplaced
    )


@pytest.mark.parametrize("monthly", [(), (0.25,) * 2 + (0.05,) * 10], ids=["even", "two wet months"])
def test_a_liquid_in_stock_is_drawn_whatever_its_months(monthly: tuple[float, ...]) -> None:
    """Case C35: 120 m3 a year and a pond of 200 m3 over two years are 220 m3 a year."""
    water = {"phase": Phase.LIQUID, "unit": Unit.CUBIC_METRE}
    plan = make_plan(
        park_of(
            *(material(name, **water) for name in ("effluent", "clear")),
            stream("s", "maker", "effluent", 120.0, stock=200.0, monthly=monthly),
            recipe("settle", "effluent", "clear"),
            facility("f", "user", "settle", 10_000.0),
            price("clear", 10.0, unit="CNY/m3"),
        ),
        PlanOptions(horizon=2),
    )
    total = plan.total(Unit.CUBIC_METRE)
    assert (total.gross, total.from_stock) == (pytest.approx(220.0), pytest.approx(100.0))


@pytest.mark.parametrize(
    ("phase", "unit", "taken"),
    [
        (Phase.LIQUID, Unit.TONNE, 60.0),
        (Phase.GAS, Unit.TONNE, 60.0),
        (Phase.HEAT, Unit.GIGAJOULE, 60.0),
        (Phase.SOLID, Unit.TONNE, 120.0),
        (Phase.SLUDGE, Unit.TONNE, 120.0),
    ],
)
def test_what_cannot_be_stored_is_taken_in_the_month_it_comes(phase: Phase, unit: Unit, taken: float) -> None:
    """120 come from January to June, 20 a month; the plant takes 10 a month, so half; a heap can wait."""
    plan = make_plan(
        park_of(
            material("lye", phase=phase, unit=unit),
            material("salt"),
            recipe("dry", "lye", "salt", 0.1),
            stream("s", "maker", "lye", 120.0, monthly=FIRST_HALF),
            facility("f", "user", "dry", 120.0),
        )
    )
    assert plan.total(unit).gross == pytest.approx(taken)


def test_two_streams_of_opposite_seasons_fill_one_plant() -> None:
    """60 in spring and 60 in autumn are 10 a month together: all 120 fit; twice one of them would not."""

    def gross(second: tuple[float, ...]) -> float:
        plan = make_plan(
            park_of(
                material("lye", phase=Phase.LIQUID),
                material("salt"),
                recipe("dry", "lye", "salt", 0.1),
                stream("s1", "maker", "lye", 60.0, monthly=FIRST_HALF),
                stream("s2", "maker", "lye", 60.0, monthly=second),
                facility("f", "user", "dry", 120.0),
            )
        )
        return plan.total(Unit.TONNE).gross

    assert gross(SECOND_HALF) == pytest.approx(120.0)
    assert gross(FIRST_HALF) == pytest.approx(60.0)
    assert gross(()) == pytest.approx(90.0)  # 5 of 10 a month go to the even one: 60 + 6 x 5


def test_operating_linkages_take_their_twelfth_of_every_month() -> None:
    """Of 120 a year 60 run today, so 5 a month are free: 30 of what comes from January to June."""
    plan = make_plan(
        park_of(
            material("lye", phase=Phase.LIQUID),
            material("salt"),
            recipe("dry", "lye", "salt", 0.1),
            stream("s", "maker", "lye", 180.0, in_use=60.0, monthly=FIRST_HALF),
            facility("f", "user", "dry", 120.0),
            linkage("l", "f", "dry:in_main:lye", 60.0, stream="s", state=LinkageState.OPERATING),
        )
    )
    assert plan.total(Unit.TONNE).gross == pytest.approx(30.0)


def mix(ash_share: float, slag_share: float = 0.4) -> tuple[object, ...]:
    """Return a cement works that may take slag and ash up to a share of its product."""
    return (
        material("slag"),
        material("ash"),
        material("cement"),
        technology("grind"),
        port("grind", Direction.MAIN_INPUT, "slag", share_max=slag_share),
        port("grind", Direction.MAIN_INPUT, "ash", share_max=ash_share),
        port("grind", Direction.PRODUCT, "cement"),
        facility("f", "user", "grind", 100.0),
        stream("a", "maker", "ash", 200.0),
    )


def test_an_input_of_half_the_share_fills_half_of_the_capacity() -> None:
    """Room for 100 t of slag (share 0.4) is room for 50 t of ash (share 0.2); with slag 100 t in all."""
    assert placed(make_plan(park_of(*mix(0.2)))) == {"a": pytest.approx(50.0)}
    both = make_plan(park_of(*mix(0.2), stream("s", "maker", "slag", 70.0)))
    assert both.total(Unit.TONNE).gross == pytest.approx(100.0)
    assert placed(both)["a"] <= 50.0 + 1e-9
    assert placed(make_plan(park_of(*mix(0.0)))) == {"a": pytest.approx(0.0)}
    assert placed(make_plan(park_of(*mix(0.0, 0.0)))) == {"a": pytest.approx(0.0)}


@pytest.mark.parametrize(("running", "room"), [("ash", 20.0), ("slag", 50.0)])
def test_what_runs_through_a_port_uses_up_its_share(running: str, room: float) -> None:
    """50 t of ash may be in; 30 t of it run today: 20 t more. 30 t of slag leave the ash its 50 t."""
    plan = make_plan(
        park_of(
            *mix(0.2),
            stream("old", "user", running, 30.0, in_use=30.0),
            linkage("l", "f", f"grind:in_main:{running}", 30.0, stream="old", state=LinkageState.OPERATING),
        )
    )
    assert placed(plan)["a"] == pytest.approx(room)


def test_a_contract_is_kept_although_something_better_exists() -> None:
    """f1 pays nothing and f2 10 CNY/t: of 100 t the 30 t agreed with f1 go there all the same."""
    plan = make_plan(
        park_of(
            material("slag"),
            material("road"),
            material("brick"),
            recipe("pave", "slag", "road"),
            recipe("press", "slag", "brick"),
            price("road", 0.0),
            price("brick", 10.0),
            stream("s", "maker", "slag", 100.0),
            facility("f1", "user", "pave", 100.0),
            facility("f2", "user", "press", 100.0),
            linkage("l", "f1", "pave:in_main:slag", 30.0, stream="s"),
        ),
        PlanOptions(objective=Objective.BENEFIT),
    )
    flows = {flow.facility: (flow.amount, flow.contracted) for flow in plan.flows}
    assert flows == {"f1": (pytest.approx(30.0), 30.0), "f2": (pytest.approx(70.0), 0.0)}
    assert plan.total(Unit.TONNE).contracted == 30.0
    assert plan.benefit == pytest.approx(700.0)


def test_two_contracts_on_one_way_add_up() -> None:
    """10 t and 5 t are agreed with a paver that loses money; the miller takes the other 85 t."""
    plan = make_plan(
        park_of(
            *PAVED,
            material("powder"),
            recipe("mill", "slag", "powder"),
            price("powder", 100.0),
            stream("s", "maker", "slag", 100.0),
            facility("f", "user", "pave", 100.0),
            facility("g", "user", "mill", 100.0),
            linkage("l1", "f", MAIN, 10.0, stream="s"),
            linkage("l2", "f", MAIN, 5.0, stream="s"),
        ),
        PlanOptions(objective=Objective.BENEFIT),
    )
    assert {flow.facility: (flow.amount, flow.contracted) for flow in plan.flows} == {
        "f": (pytest.approx(15.0), pytest.approx(15.0)),
        "g": (pytest.approx(85.0), 0.0),
    }


def test_a_rejected_linkage_carries_nothing() -> None:
    """f1 has said no: only the 40 t of f2 are left."""
    plan = make_plan(
        park_of(
            *PAVED,
            stream("s", "maker", "slag", 100.0),
            facility("f1", "user", "pave", 100.0),
            facility("f2", "user", "pave", 40.0),
            linkage("l", "f1", "pave:in_main:slag", 30.0, stream="s", state=LinkageState.REJECTED),
        )
    )
    assert [(flow.facility, flow.amount) for flow in plan.flows] == [("f2", pytest.approx(40.0))]


@pytest.mark.parametrize(
    ("lot", "gross"), [(0.0, 25.0), (10.0, 25.0), (12.5, 25.0), (15.0, 20.0), (20.0, 20.0), (26.0, 0.0)]
)
def test_a_linkage_carries_nothing_or_a_lot(lot: float, gross: float) -> None:
    """25 t and two facilities of 20 t: in lots of 15 t the second cannot have any beside the first."""
    plan = make_plan(
        park_of(
            *PAVED,
            stream("s", "maker", "slag", 25.0),
            facility("f1", "user", "pave", 20.0),
            facility("f2", "user", "pave", 20.0),
        ),
        PlanOptions(minimum_lot=lot),
    )
    assert plan.total(Unit.TONNE).gross == pytest.approx(gross)
    assert all(flow.amount >= lot - 1e-6 for flow in plan.flows)
    assert (plan.solver.status, plan.solver.gap) == ("optimal", pytest.approx(0.0, abs=1e-4))


@pytest.mark.parametrize(
    ("scale", "running", "on_off", "taken"),
    [(50.0, 0.0, True, 0.0), (50.0, 0.0, False, 30.0), (30.0, 0.0, True, 30.0), (50.0, 25.0, True, 30.0)],
)
def test_a_facility_runs_at_its_minimum_scale_or_stands_still(
    scale: float, running: float, on_off: bool, taken: float
) -> None:
    """30 t do not start a plant of at least 50 t, but they join one that runs at 25 t already."""
    plan = make_plan(
        park_of(
            material("slag"),
            material("road"),
            technology("pave", minimum_scale=scale),
            port("pave", Direction.MAIN_INPUT, "slag"),
            port("pave", Direction.PRODUCT, "road"),
            stream("s", "maker", "slag", 30.0),
            stream("old", "user", "slag", running, in_use=running),
            facility("f", "user", "pave", 100.0),
            linkage("l", "f", "pave:in_main:slag", running, stream="old", state=LinkageState.OPERATING),
        ),
        PlanOptions(on_off=on_off),
    )
    assert plan.total(Unit.TONNE).gross == pytest.approx(taken)


@pytest.mark.parametrize(
    ("budget", "gross", "invested"),
    [(0.0, 0.0, 0.0), (500.0, 60.0, 300.0), (1000.0, 100.0, 1000.0), (1300.0, 160.0, 1300.0)],
)
def test_a_budget_builds_the_better_of_two_planned_facilities(
    budget: float, gross: float, invested: float
) -> None:
    """Large: 100 t for 1,000 CNY. Small: 60 t for 300 CNY. 200 t of slag would fill both."""
    parts: list[object] = [material("slag"), material("road"), stream("s", "maker", "slag", 200.0)]
    for name, cost, capacity in (("large", 10.0, 100.0), ("small", 5.0, 60.0)):
        parts += [
            technology(name, capital_cost=cost),
            port(name, Direction.MAIN_INPUT, "slag"),
            port(name, Direction.PRODUCT, "road"),
            facility(f"f-{name}", "user", name, capacity, state=OperatingState.PLANNED),
        ]
    plan = make_plan(park_of(*parts), PlanOptions(budget=budget))
    assert plan.total(Unit.TONNE).gross == pytest.approx(gross)
    assert plan.investment.likely == pytest.approx(invested)


@pytest.mark.parametrize(
    ("budget", "taken"), [(None, 40.0), (1.0, 0.0), (999.0, 0.0), (1_000.0, 20.0), (1e9, 20.0)]
)
@pytest.mark.parametrize("on_off", [False, True])
def test_what_nobody_knows_the_cost_of_is_not_built_for_nothing(
    budget: float | None, taken: float, on_off: bool
) -> None:
    """Case C4.

    One paver costs 50 CNY a yearly tonne by its class, which is 1,000 CNY; of the other nobody knows it.

    Without a budget both are planned, and the unknown cost is named; on a budget the unknown one is left out.
    """
    parts: list[object] = [material("slag"), material("road"), stream("s", "maker", "slag", 200.0)]
    for name in ("classed", "unknown"):
        parts += [
            *recipe(name, "slag", "road"),
            facility(name, "user", name, 20.0, state=OperatingState.PLANNED),
        ]
    parts += [process_class("pavers", capital=50.0), cost_sheet("classed", "pavers")]
    plan = make_plan(park_of(*parts), PlanOptions(budget=budget, on_off=on_off))
    assert plan.total(Unit.TONNE).gross == pytest.approx(taken)
    assert plan.investment.likely == pytest.approx(1_000.0 if taken else 0.0)
    assert ("capital cost of unknown" in plan.missing) is (budget is None)


def season_and(*more: object) -> Plan:
    """Ten gases of 10 with a January peak, one taker each, beside slag -> road and mud, mud -> brick."""
    january = (0.5, *(0.5 / 11.0,) * 11)
    parts: list[object] = [material(name) for name in ("slag", "road", "mud", "brick")]
    parts += [*recipe("pave", "slag", "road", 0.7, residue=("mud", 0.3)), *recipe("press", "mud", "brick")]
    parts += [stream("slag", "maker", "slag", 100.0), facility("paver", "user", "pave", 100.0)]
    parts.append(facility("presser", "user", "press", 100.0))
    for number in range(10):
        gas = f"gas{number}"
        parts += [material(gas, phase=Phase.GAS), *recipe(f"burn{number}", gas, "road", 0.1)]
        parts.append(stream(gas, "maker", gas, 10.0, monthly=january))
        parts.append(facility(f"burner{number}", "user", f"burn{number}", 24.0))
    return make_plan(park_of(*parts, *more))


@pytest.mark.parametrize(
    ("state", "pressed"), [(LinkageState.CONTRACTED, 30.0), (LinkageState.REJECTED, 0.0)]
)
def test_seasons_stand_beside_what_facilities_have_agreed(state: LinkageState, pressed: float) -> None:
    """Of each gas 2 a month have room: in January 2 of 5, so 7 of 10 a year; the slag's mud is 30 t."""
    plan = season_and(linkage("l", "presser", "press:in_main:mud", 20.0, from_facility="paver", state=state))
    assert placed(plan) == {"slag": pytest.approx(100.0)} | {
        f"gas{number}": pytest.approx(7.0) for number in range(10)
    }
    assert sum(flow.amount for flow in plan.flows if flow.facility == "presser") == pytest.approx(pressed)


def test_an_input_without_a_share_of_its_own_may_be_all_of_the_mix() -> None:
    """Ash may be half of what the works takes and slag all of it: 50 t and 100 t of 100 t."""
    parts = (
        *(material(name) for name in ("slag", "ash", "road")),
        technology("mix"),
        port("mix", Direction.MAIN_INPUT, "slag"),
        port("mix", Direction.MAIN_INPUT, "ash", share_max=0.5),
        port("mix", Direction.PRODUCT, "road"),
        facility("f", "user", "mix", 100.0),
    )
    for waste, taken in (("ash", 50.0), ("slag", 100.0)):
        plan = make_plan(park_of(*parts, stream("s", "maker", waste, 200.0)))
        assert plan.total(Unit.TONNE).gross == pytest.approx(taken)
