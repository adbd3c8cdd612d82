"""Today's flows take room first: what is in use is placed before anything new is planned."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from graph.matching import MatchOptions, suggest
from graph.model import Market, TransportRate
from graph.planning import Plan, PlanOptions, make_plan
from graph.planning.allocation import pose
from graph.ranges import Range
from graph.vocabulary import LinkageState, OperatingState, RowId, Unit
from tests.build import (
    ESTIMATE,
    enterprise,
    facility,
    linkage,
    market,
    material,
    park_of,
    price,
    recipe,
    stream,
)

PAVED = (material("slag"), material("road"), *recipe("pave", "slag", "road"))
MAIN = "pave:in_main:slag"
#: Gypsum is washed, with mud left over, and what is washed is gypsum still until somebody burns it.
WASHED = (
    material("gypsum"),
    material("washed-gypsum", "gypsum"),
    material("mud"),
    material("plaster"),
    *recipe("wash", "gypsum", "washed-gypsum", 0.8, residue=("mud", 0.1)),
    *recipe("burn", "washed-gypsum", "plaster", 0.9),
)


def estimated(plan: Plan) -> dict[tuple[str, str], float]:
    """Return what is placed by estimate, by giver and taker."""
    return {
        (str(flow.stream or flow.from_facility), str(flow.facility)): pytest.approx(flow.amount)
        for flow in plan.today
        if not flow.on_record
    }


def unknown(plan: Plan) -> list[float]:
    return [outcome.place_unknown for outcome in plan.streams]


def test_a_line_is_not_filled_twice() -> None:
    """Of 100 t 60 t are in use, and the one paver there is holds 80 t: it has room for 20 t more."""
    plan = make_plan(
        park_of(
            *PAVED,
            stream("s", "maker", "slag", 100.0, in_use=60.0),
            facility("f", "user", "pave", 80.0),
        )
    )
    assert estimated(plan) == {("s", "f"): 60.0}
    assert unknown(plan) == [0.0]
    total = plan.total(Unit.TONNE)
    assert (total.baseline, total.net) == (60.0, pytest.approx(20.0))


def test_what_no_line_can_hold_stands_at_a_place_unknown() -> None:
    """60 t are said to be in use where one paver of 50 t stands: it is full, and 10 t are somewhere."""
    plan = make_plan(
        park_of(
            *PAVED,
            stream("s", "maker", "slag", 100.0, in_use=60.0),
            facility("f", "user", "pave", 50.0),
        )
    )
    assert estimated(plan) == {("s", "f"): 50.0}
    assert unknown(plan) == [pytest.approx(10.0)]
    assert plan.total(Unit.TONNE).net == 0.0


def test_the_register_says_where_some_of_it_goes() -> None:
    """30 t run to f by the register, which leaves it 10 t; of the other 30 t 20 t have to go to g."""
    plan = make_plan(
        park_of(
            *PAVED,
            enterprise("afar", 25.2),
            stream("s", "maker", "slag", 100.0, in_use=60.0),
            facility("f", "user", "pave", 40.0),
            facility("g", "afar", "pave", 100.0),
            linkage("l", "f", MAIN, 30.0, stream="s", state=LinkageState.OPERATING),
        )
    )
    assert [(flow.facility, flow.amount) for flow in plan.today if flow.on_record] == [("f", 30.0)]
    assert estimated(plan) == {("s", "f"): 10.0, ("s", "g"): 20.0}
    assert plan.total(Unit.TONNE).net == pytest.approx(40.0)


@pytest.mark.parametrize("state", [OperatingState.PLANNED, OperatingState.BUILDING])
def test_what_does_not_run_takes_nothing_today(state: OperatingState) -> None:
    plan = make_plan(
        park_of(
            *PAVED,
            stream("s", "maker", "slag", 100.0, in_use=60.0),
            facility("f", "user", "pave", 80.0, state=state),
        )
    )
    assert plan.today == ()
    assert unknown(plan) == [60.0]
    assert plan.total(Unit.TONNE).net == pytest.approx(40.0)


def test_the_better_linkage_holds_what_is_in_use() -> None:
    """Carrying costs, so that the near paver is the better one; the far one keeps its room."""
    lorry = TransportRate(
        id=RowId("bulk"), cargo="bulk", cost=Range.exact(0.5), unit="CNY/t-km", evidence=ESTIMATE
    )
    plan = make_plan(
        park_of(
            *PAVED,
            lorry,
            enterprise("afar", 25.2),
            stream("s", "maker", "slag", 40.0, in_use=40.0),
            facility("f", "afar", "pave", 100.0),
            facility("g", "user", "pave", 100.0),
        )
    )
    assert estimated(plan) == {("s", "g"): 40.0}


def test_treated_waste_holds_only_what_somebody_takes_after_treatment() -> None:
    """A washer of 100 t before a burner of 32 t: 40 t of the 60 t in use can end as plaster, 20 t cannot."""
    plan = make_plan(
        park_of(
            *WASHED,
            stream("s", "maker", "gypsum", 200.0, in_use=60.0),
            facility("w", "user", "wash", 100.0),
            facility("b", "user", "burn", 32.0),
        )
    )
    assert estimated(plan) == {("s", "w"): 40.0, ("w", "b"): 32.0}
    assert unknown(plan) == [pytest.approx(20.0)]


def test_what_running_linkages_bring_has_to_go_on_too() -> None:
    """10 t of gypsum run to the washer by the register: their 8 t are in the burner, which has 24 t left."""
    plan = make_plan(
        park_of(
            *WASHED,
            stream("s", "maker", "gypsum", 200.0, in_use=10.0),
            facility("w", "user", "wash", 100.0),
            facility("b", "user", "burn", 32.0),
            linkage("l", "w", "wash:in_main:gypsum", 10.0, stream="s", state=LinkageState.OPERATING),
        )
    )
    assert estimated(plan) == {("w", "b"): 8.0}
    assert plan.total(Unit.TONNE).gross == pytest.approx(30.0)


def test_what_the_register_hands_on_is_not_handed_on_again() -> None:
    plan = make_plan(
        park_of(
            *WASHED,
            stream("s", "maker", "gypsum", 200.0, in_use=10.0),
            facility("w", "user", "wash", 100.0),
            facility("b", "user", "burn", 32.0),
            linkage("l", "w", "wash:in_main:gypsum", 10.0, stream="s", state=LinkageState.OPERATING),
            linkage(
                "m", "b", "burn:in_main:washed-gypsum", 8.0, from_facility="w", state=LinkageState.OPERATING
            ),
        )
    )
    assert estimated(plan) == {}
    assert plan.total(Unit.TONNE).gross == pytest.approx(30.0)


def test_a_rejected_linkage_carries_nothing_today_either() -> None:
    """f said no, so that the 60 t in use are with g, and f keeps its room for nobody."""
    plan = make_plan(
        park_of(
            *PAVED,
            enterprise("afar", 25.2),
            stream("s", "maker", "slag", 100.0, in_use=60.0),
            facility("f", "user", "pave", 80.0),
            facility("g", "afar", "pave", 70.0),
            linkage("l", "f", MAIN, 1.0, stream="s", state=LinkageState.REJECTED),
        )
    )
    assert estimated(plan) == {("s", "g"): 60.0}
    assert plan.total(Unit.TONNE).net == pytest.approx(10.0)


def test_a_market_does_not_bound_what_is_sold_today() -> None:
    """All of the road that is in use is sold, more than is asked for; nothing is left for what is new."""
    plan = make_plan(
        park_of(
            *PAVED,
            stream("s", "maker", "slag", 100.0, in_use=60.0),
            facility("f", "user", "pave", 200.0),
            market("roads", "road", 50.0, served=0.9),
        )
    )
    assert estimated(plan) == {("s", "f"): 60.0}
    assert plan.total(Unit.TONNE).net == 0.0


def test_what_opens_later_holds_nothing_on_the_day() -> None:
    late = replace(facility("f", "user", "pave", 80.0), opens=date(2028, 1, 1))
    parts = park_of(*PAVED, stream("s", "maker", "slag", 100.0, in_use=60.0), late)
    on = MatchOptions(on=date(2026, 7, 1))
    assert unknown(make_plan(parts, PlanOptions(matching=on))) == [60.0]
    assert unknown(make_plan(parts)) == [0.0]


@pytest.mark.parametrize(("in_use", "placed"), [(0.0, 0.0), (30.0, 30.0), (95.0, 80.0)])
def test_another_amount_in_use_is_placed_anew(in_use: float, placed: float) -> None:
    """The programme stands once; draws set only how much is in use."""
    standing = pose(
        park_of(
            *PAVED,
            stream("s", "maker", "slag", 100.0, in_use=60.0),
            facility("f", "user", "pave", 80.0),
        )
    ).standing
    flows = standing.layout.flows
    amounts = standing.placed(standing.row_upper(np.array([in_use])))
    assert amounts[flows.feeding].sum() == pytest.approx(placed)


def test_a_works_that_does_not_stand_yet_changes_nothing_about_today() -> None:
    """Powder is worth nothing until somebody makes cement of it, which is planned: all 60 t go to the paver.

    Room for new waste is what the mill has, before the cement works is thought of and after.
    """
    parts = (
        *PAVED,
        *(material(name) for name in ("powder", "cement")),
        *recipe("grind", "slag", "powder"),
        *recipe("mix", "powder", "cement"),
        price("road", 10.0),
        price("powder", 0.0),
        price("cement", 900.0),
        stream("s", "maker", "slag", 100.0, in_use=60.0),
        facility("f", "user", "pave", 60.0),
        facility("g", "user", "grind", 60.0),
    )
    planned = facility("h", "user", "mix", 60.0, state=OperatingState.PLANNED)
    before, after = (make_plan(park_of(*parts, *more)) for more in ((), (planned,)))
    assert estimated(before) == estimated(after) == {("s", "f"): 60.0}
    scores = [
        {item.facility: item.score for item in suggest(park_of(*parts, *more)).items}
        for more in ((), (planned,))
    ]
    assert scores[0]["f"] > scores[0]["g"]
    assert scores[1]["f"] < scores[1]["g"]


def sold_beside(
    *rows: object, options: PlanOptions | None = None, linked: bool = False
) -> tuple[float, Plan]:
    """Return what is newly sold where 60 of 200 t of slag are paved with today, and the plan."""
    run = linkage("l", "f", MAIN, 60.0, stream="s", state=LinkageState.OPERATING)
    plan = make_plan(
        park_of(
            *PAVED,
            stream("s", "maker", "slag", 200.0, in_use=60.0),
            facility("f", "user", "pave", 200.0),
            *([run] if linked else []),
            *rows,
        ),
        options,
    )
    return sum(taken.sold for taken in plan.markets if taken.within is None), plan


@pytest.mark.parametrize("linked", [False, True], ids=["estimated", "on record"])
@pytest.mark.parametrize(
    ("row", "newly"),
    [
        (market("m", "road", 100.0), 40.0),
        (market("m", "road", 100.0, served=0.3), 40.0),
        (market("m", "road", 100.0, served=0.6), 40.0),
        (market("m", "road", 100.0, served=0.9), 10.0),
        (market("m", "road", 50.0, served=0.3), 0.0),
        (market("m", "road", total=1_000.0), 40.0),
        (market("m", "road", 130.0, total=1_000.0, served=0.1), 40.0),
    ],
    ids=["nobody said", "forgotten", "all of it", "others too", "more than asked", "a pit", "both"],
)
def test_what_the_park_sells_today_takes_room_of_the_market_once(
    linked: bool, row: Market, newly: float
) -> None:
    """What is served is what the row says, or what the works sell there today, whichever is more."""
    sold, plan = sold_beside(row, linked=linked)
    assert sold == pytest.approx(newly)
    assert [(row.market, row.sold) for row in plan.sold_today] == [("m", pytest.approx(60.0))]


def test_what_is_sold_today_in_a_part_is_sold_in_the_whole_market() -> None:
    """The county has all of the city's 100 t, and 60 t are sold there: 40 t are left of both."""
    sold, plan = sold_beside(
        market("city", "road", 100.0), market("a", "road", 100.0, within="city", technology="pave")
    )
    assert sold == pytest.approx(40.0)
    (whole,) = (taken for taken in plan.markets if taken.market == "city")
    assert (whole.served, whole.room) == (pytest.approx(60.0), pytest.approx(40.0))


def test_a_market_that_shrinks_keeps_what_is_sold_today_while_it_can() -> None:
    """100 t of 2025 are 81 t in 2027, of which 60 t are sold by the park already."""
    row = replace(market("m", "road", 100.0, served=0.3), trend=-10.0, year="2025")
    asked = PlanOptions(matching=MatchOptions(on=date(2027, 1, 1)))
    assert sold_beside(row, options=asked)[0] == pytest.approx(21.0)


def test_a_pit_is_filled_by_today_every_year_of_the_horizon() -> None:
    """1,000 t in 5 years are 200 a year, 60 of them by what goes there today."""
    row = market("m", "road", total=1_000.0)
    assert sold_beside(row, options=PlanOptions(horizon=5))[0] == pytest.approx(140.0)


def test_what_is_handed_on_today_is_sold_by_who_takes_it() -> None:
    """The 60 t of today go on to a layer by the register: the market of lanes has room for 40 t more."""
    lanes = (material("lane"), *recipe("lay", "road", "lane"), facility("g", "other", "lay", 60.0))
    handed = linkage("k", "g", "lay:in_main:road", 60.0, from_facility="f", state=LinkageState.OPERATING)
    rows = (*lanes, handed, market("m", "road", 40.0), market("n", "lane", 100.0))
    sold, plan = sold_beside(*rows, linked=True)
    assert [(row.market, row.sold) for row in plan.sold_today] == [("n", pytest.approx(60.0))]
    assert sold == pytest.approx(40.0)


@pytest.mark.parametrize(
    ("served", "said", "beyond"),
    [(0.3, 30.0, True), (0.6, 60.0, False), (0.9, 90.0, False), (None, 0.0, True)],
)
def test_a_market_that_is_served_with_more_than_its_row_says_is_named(
    served: float | None, said: float, beyond: bool
) -> None:
    (row,) = sold_beside(market("m", "road", 100.0, served=served))[1].sold_today
    assert (row.said, row.beyond) == (pytest.approx(said), beyond)


def test_of_a_market_that_names_no_demand_nothing_is_contradicted() -> None:
    (row,) = sold_beside(market("m", "road", binds=False))[1].sold_today
    assert (row.sold, row.said, row.beyond) == (pytest.approx(60.0), None, False)
