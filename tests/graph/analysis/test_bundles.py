"""What goes between groups, worked out by hand.

mill (steel, north): slag 100 t, 60 in use; 30 of it run to the kiln, 20 are agreed with the press
mine (mining, south): mud 50 t, of which 10 are in use; brine 9 m3 to the basin
works (cement, south): the kiln (takes slag and mud), the press; the basin takes brine
"""

from __future__ import annotations

import tracemalloc
from dataclasses import replace

import pytest

from graph.analysis import MOST_BUNDLES, BundleState, Grouping, ParkBundles, groups_of, park_bundles
from graph.model import Enterprise
from graph.planning import make_plan
from graph.snapshot import Snapshot
from graph.synthetic import synthetic_records
from graph.vocabulary import LinkageState, OperatingState, Unit
from tests.build import enterprise, facility, linkage, market, material, park, park_of, recipe, stream

TODAY, CONTRACTED, PLANNED = BundleState


def firm(name: str, code: str, area: str, state: OperatingState = OperatingState.OPERATING) -> Enterprise:
    return replace(enterprise(name, park=area), gbt4754=code, state=state)


def small(*more: object) -> Snapshot:
    return park_of(
        park("north", part_of="park"),
        park("south", part_of="park"),
        *(firm("mill", "3120", "north"), firm("mine", "0810", "south"), firm("works", "3011", "south")),
        *(material("waste"), material("slag", "waste"), material("mud", "waste"), material("salt")),
        replace(material("brine"), unit=Unit.CUBIC_METRE),
        *recipe("burn", "slag", "salt"),
        *recipe("squeeze", "slag", "salt"),
        *recipe("fire", "mud", "salt"),
        *recipe("dry", "brine", "salt"),
        stream("slag", "mill", "slag", 100.0, in_use=60.0),
        stream("mud", "mine", "mud", 50.0, in_use=10.0),
        stream("brine", "mine", "brine", 9.0, in_use=9.0),
        facility("kiln", "works", "burn", 80.0),
        facility("press", "works", "squeeze", 80.0),
        facility("basin", "works", "dry", 80.0),
        linkage("l1", "kiln", "burn:in_main:slag", 30.0, stream="slag", state=LinkageState.OPERATING),
        linkage("l2", "press", "squeeze:in_main:slag", 20.0, stream="slag", state=LinkageState.CONTRACTED),
        linkage("l3", "basin", "dry:in_main:brine", 9.0, stream="brine", state=LinkageState.OPERATING),
        linkage("l4", "press", "squeeze:in_main:slag", 7.0, stream="slag", state=LinkageState.SUGGESTED),
        *more,
    )


def said(found: ParkBundles) -> dict[tuple[str, str, str, str], tuple[float, int]]:
    return {
        (
            one.giver.id,
            one.taker.id if one.taker else "?",
            one.unit.value,
            one.state.value,
        ): (pytest.approx(one.amount), one.count)
        for one in found.bundles
    }


def test_firms_of_one_area_and_industry_are_one_end() -> None:
    """Of 60 t in use 30 run to the kiln, 30 to nobody knows whom; 20 t are agreed; 10 t of mud: nobody."""
    found = park_bundles(small())
    mill, mine, works = "north:gbt4754-31", "south:gbt4754-08", "south:gbt4754-30"
    assert found.grouping is Grouping.INDUSTRY
    assert said(found) == {
        (mill, works, "t", "today"): (30.0, 1),
        (mill, "?", "t", "today"): (30.0, 1),
        (mill, works, "t", "contracted"): (20.0, 1),
        (mine, "?", "t", "today"): (10.0, 1),
        (mine, works, "m3", "today"): (9.0, 1),
    }
    assert (found.planned, found.smaller, found.flows, found.streams) == (False, (), 5, 3)


def test_wastes_of_one_family_go_to_technologies() -> None:
    found = park_bundles(small(), Grouping.WASTE)
    assert said(found) == {
        ("material:waste", "technology:burn", "t", "today"): (30.0, 1),
        ("material:waste", "?", "t", "today"): (40.0, 2),
        ("material:waste", "technology:squeeze", "t", "contracted"): (20.0, 1),
        ("material:brine", "technology:dry", "m3", "today"): (9.0, 1),
    }
    assert [(one.giver.size, one.giver.name.en) for one in found.bundles if one.taker is None] == [
        (2, "waste")
    ]


def test_areas_are_ends_and_what_stays_within_one_is_said_too() -> None:
    found = park_bundles(small(), Grouping.PARK)
    assert said(found)["south", "south", "m3", "today"] == (9.0, 1)
    assert said(found)["north", "south", "t", "today"] == (30.0, 1)
    assert {one.giver.size for one in found.bundles if one.giver.id == "south"} == {2}


def test_a_plan_is_added_and_its_contracts_are_not_counted_twice() -> None:
    """The plan holds the agreed 20 t in its own flow to the press; the rest of what is free is planned."""
    snapshot = small()
    plan = make_plan(snapshot)
    found = park_bundles(snapshot, Grouping.WASTE, plan)
    tonnes = [one for one in found.bundles if one.unit is Unit.TONNE]
    assert found.planned
    assert sum(one.amount for one in tonnes if one.state is CONTRACTED) == pytest.approx(20.0)
    assert sum(one.amount for one in tonnes if one.state is not TODAY) == pytest.approx(
        sum(flow.amount for flow in plan.flows if flow.unit is Unit.TONNE)
    )
    assert sum(one.amount for one in tonnes if one.state is TODAY) == pytest.approx(70.0)


def test_what_finds_no_room_is_summed_by_unit_and_state() -> None:
    """Two bundles of five: the largest of tonnes (of which two are alike) and of cubic metres come first."""
    found = park_bundles(small(), most=2)
    whole = park_bundles(small())
    assert len(found.bundles) == 2
    for unit in (Unit.TONNE, Unit.CUBIC_METRE):
        for state in BundleState:
            shown = sum(one.amount for one in found.bundles if (one.unit, one.state) == (unit, state))
            left = sum(one.amount for one in found.smaller if (one.unit, one.state) == (unit, state))
            every = sum(one.amount for one in whole.bundles if (one.unit, one.state) == (unit, state))
            assert shown + left == pytest.approx(every)
    assert sum(one.bundles for one in found.smaller) == 3


def test_a_closed_firm_gives_and_takes_nothing() -> None:
    snapshot = small()
    closed = Snapshot.of(
        [replace(row, state=OperatingState.CLOSED) for row in snapshot.all(Enterprise) if row.id == "works"]
    )
    without = snapshot.with_records({"enterprises": closed.tables["enterprises"]})
    assert {one.taker for one in park_bundles(without).bundles} == {None}
    assert "south:gbt4754-30" not in groups_of(without, Grouping.INDUSTRY).ids


def test_firms_of_one_unknown_industry_are_put_together_by_waste_instead() -> None:
    snapshot = small()
    same = [replace(row, gbt4754="", park="park") for row in snapshot.all(Enterprise)]
    alike = snapshot.replacing({"enterprises": Snapshot.of(same).tables["enterprises"]})
    assert park_bundles(alike).grouping is Grouping.WASTE
    assert park_bundles(alike, Grouping.INDUSTRY).grouping is Grouping.INDUSTRY


def test_how_far_it_is_is_told_and_only_forward() -> None:
    told: list[float] = []
    park_bundles(small(), progress=lambda done: told.append(done) is None)
    assert told
    assert told == sorted(told)


def test_a_hundred_thousand_streams_cost_a_few_columns_and_no_object_each() -> None:
    """A hundred thousand Python objects are 5 MB and more; what is kept is less than that."""
    province = Snapshot.from_records(synthetic_records("province", 1, in_use=0.1))
    park_bundles(Snapshot.of([]))
    # Which rows a column names the snapshot keeps for all who ask, eight bytes a row.
    for table, column in (("waste_streams", "enterprise"), ("waste_streams", "material")):
        province.rows(table, column)
    tracemalloc.start()
    found = park_bundles(province, Grouping.INDUSTRY)
    held, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (found.streams, found.firms, found.flows) == (100_000, 20_000, 10_000)
    in_use = province.numbers("waste_streams", "in_use_likely").sum()
    assert sum(one.amount for one in found.bundles) == pytest.approx(in_use)
    assert held < 1e6
    assert peak < 100 * 8 * 100_000


@pytest.mark.parametrize("grouping", list(Grouping))
def test_no_flow_is_lost_however_it_is_put_together(grouping: Grouping) -> None:
    park = Snapshot.from_records(synthetic_records("park", 1, in_use=0.5))
    found = park_bundles(park, grouping)
    assert len(found.bundles) <= MOST_BUNDLES < 40
    every = sum(one.amount for one in found.bundles) + sum(one.amount for one in found.smaller)
    assert every == pytest.approx(park.numbers("waste_streams", "in_use_likely").sum())


def test_a_kept_plan_of_a_hundred_thousand_flows_is_put_together() -> None:
    """Every stream of a made-up province to one of its facilities, 2 t each, a quarter of it agreed."""
    province = Snapshot.from_records(synthetic_records("province", 1))
    small_plan = make_plan(small())
    first = small_plan.flows[0]
    streams, facilities = (province.strings(name, "id").tolist() for name in ("waste_streams", "facilities"))
    flows = tuple(
        replace(first, stream=stream, facility=facilities[at % 30_000], amount=2.0, contracted=0.5)
        for at, stream in enumerate(streams)
    )
    found = park_bundles(province, Grouping.WASTE, replace(small_plan, flows=flows))
    assert (found.planned, found.flows, len(found.bundles)) == (True, 200_000, MOST_BUNDLES)
    sums = dict.fromkeys(BundleState, 0.0)
    for one in (*found.bundles, *found.smaller):
        sums[one.state] += one.amount
    assert sums == {TODAY: 0.0, CONTRACTED: pytest.approx(50_000.0), PLANNED: pytest.approx(150_000.0)}


def test_what_a_plan_sells_as_it_is_goes_to_a_market() -> None:
    """The 40 t of mud that are not in use have a buyer, and no facility of the park."""
    buyers = market("buyers", "mud", 100.0, price=5.0, waste=True)
    snapshot = small(buyers, market("salt", "salt", 1_000.0, price=1.0))
    plan = make_plan(snapshot)
    sold = sum(outcome.outside for outcome in plan.streams)
    found = park_bundles(snapshot, Grouping.WASTE, plan)
    to_market = [one for one in found.bundles if one.taker is None and one.state is PLANNED]
    assert sold > 0.0
    assert [(one.giver.id, one.amount) for one in to_market] == [("material:waste", pytest.approx(sold))]
