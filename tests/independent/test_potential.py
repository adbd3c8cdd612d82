"""What prospective receivers add to the technical potential, against the model of this folder.

The product says what facilities on record leave over as the tables of a park of its own. The other model
reads these tables, closes every way that matching does not offer, and has to find the same optimum.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from graph.snapshot import records_of
from graph.vocabulary import LinkageState, Unit
from tests.build import cost_sheet, linkage, market, process_class
from tests.graph.matching.prospects.parks import cement_works, firm, town
from tests.independent.candidates import Way, diversions, sites
from tests.independent.comparison import near
from tests.independent.costs import Costs
from tests.independent.product import (
    PlanOptions,
    Remainder,
    Snapshot,
    TechnicalPotential,
    make_plan,
    remainder_of,
    shipped_park,
    technical_potential,
)
from tests.independent.programme import Programme
from tests.independent.solving import best
from tests.independent.tables import Tables

POTENTIAL = PlanOptions(potential=True)


def small_town() -> Snapshot:
    """Two cement works and a brickyard of which only the class is known; some cement is bought."""
    return town(
        cement_works("a"),
        cement_works("b"),
        firm("brickyard", nace="2332"),
        process_class("mill", scale=40.0),
        cost_sheet("slag-cement", "mill"),
        market("m", "cement", 70.0),
    )


@pytest.fixture(scope="module", params=[small_town, shipped_park], ids=["town", "Anning"])
def park(request: pytest.FixtureRequest) -> Snapshot:
    snapshot: Snapshot = request.param()
    return snapshot


@pytest.fixture(scope="module")
def rest(park: Snapshot) -> Remainder:
    found = remainder_of(park, POTENTIAL, make_plan(park, POTENTIAL))
    assert found is not None
    return found


@pytest.fixture(scope="module")
def potential(park: Snapshot) -> TechnicalPotential:
    return technical_potential(park)


def test_both_models_find_that_receivers_not_on_record_could_take_as_much(
    rest: Remainder, potential: TechnicalPotential
) -> None:
    tables = Tables(rest.snapshot.tables)
    ways = list(diversions(tables, sites(tables, None, None, False), None, None))
    assert {way_key(way) for way in ways} >= set(rest.offers)
    closed = [
        linkage(
            f"no-{number}",
            way.to.facility["id"],
            way.port["id"],
            1.0,
            stream=way.giver,
            state=LinkageState.REJECTED,
        )
        for number, way in enumerate(ways)
        if way_key(way) not in rest.offers
    ]
    programme = Programme(Tables(rest.snapshot.with_records(records_of(closed)).tables))
    optimum = best(programme, [programme.net("t")])
    assert optimum is not None
    assert potential.assumed(Unit.TONNE) == near(optimum.values[0], 1e-9)


def test_no_receiver_has_more_room_than_its_class_and_what_is_left_for_it(
    park: Snapshot, rest: Remainder
) -> None:
    tables = Tables(rest.snapshot.tables)
    costs, given = Costs(tables), offered(rest, tables)
    own = 0
    for name, room in rest.rooms.items():
        facility = tables["facilities"][name]
        scale = costs.usual_scale(facility["technology"])
        assert 0.0 <= room.low <= room.likely <= room.high <= given[name]
        if scale is not None:
            own += 1
            assert room.likely == min(scale, given[name])
    assert own
    before = Tables(park.tables)["waste_streams"]
    for row in tables["waste_streams"].values():
        assert row["supply_likely"] <= before[row["id"]]["supply_likely"] - before[row["id"]]["in_use_likely"]


def offered(rest: Remainder, tables: Tables) -> Mapping[str, float]:
    found: dict[str, float] = {}
    for stream, facility, port in rest.offers:
        if tables["ports"][port]["direction"] == "in_main":
            supply = tables["waste_streams"][stream]["supply_likely"]
            found[facility] = found.get(facility, 0.0) + supply
    return found


def way_key(way: Way) -> tuple[str, str, str]:
    return way.giver, way.to.facility["id"], way.port["id"]
