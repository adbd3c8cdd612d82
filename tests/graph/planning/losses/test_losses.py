"""Without one of its parts a plan loses what planning anew without it says, and never less than its bound."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.errors import SymbioflowError
from graph.matching import MatchOptions
from graph.matching.ranking import plan_candidates
from graph.model import Enterprise, Facility, WasteStream
from graph.planning import Loss, LostKind, PlanOptions, make_plan, plan_losses, pose
from graph.planning.losses.losing import Losing
from graph.planning.solver import solve
from graph.snapshot import Snapshot, records_of
from graph.synthetic import synthetic_records
from graph.vocabulary import LinkageState, Unit
from tests.build import (
    WEIGHTS,
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


def lost(park: Snapshot, kind: LostKind, id: str, options: PlanOptions | None = None) -> Loss:
    return next(loss for loss in plan_losses(park, options, (kind,)) if loss.lost == id)


def test_another_facility_takes_what_it_has_room_for() -> None:
    """100 t: the near paver holds 60 t, the far one 70 t and has 40 t of them."""
    park = park_of(
        *PAVED,
        enterprise("far", 24.0, 102.0),
        stream("s", "maker", "slag", 100.0),
        facility("f", "user", "pave", 60.0),
        facility("g", "far", "pave", 70.0),
    )
    loss = lost(park, LostKind.FACILITY, "f")
    assert loss.tonnes == pytest.approx(30.0)
    assert (loss.displaced, loss.replaced) == (pytest.approx(60.0), pytest.approx(30.0))
    assert [(one.facility, one.amount) for one in loss.replacements] == [("g", pytest.approx(30.0))]
    assert not loss.single_point
    assert loss.at_least <= loss.of_plan + 1e-9
    assert loss.of_plan == pytest.approx(30.0)


def test_what_nobody_else_takes_makes_a_single_point_and_its_giver_stops() -> None:
    park = park_of(*PAVED, stream("s", "maker", "slag", 100.0), facility("f", "user", "pave", 60.0))
    loss = lost(park, LostKind.ENTERPRISE, "user")
    assert (loss.tonnes, loss.at_least) == (pytest.approx(60.0), pytest.approx(60.0))
    assert loss.single_point
    assert loss.stopped == ("maker",)
    giver = lost(park, LostKind.ENTERPRISE, "maker")
    assert (giver.tonnes, giver.displaced, giver.single_point) == (pytest.approx(60.0), 0.0, False)
    assert giver.stopped == ("user",)


def test_what_nothing_goes_to_is_lost_without_a_loss_and_without_solving() -> None:
    park = park_of(
        *PAVED, enterprise("idle"), stream("s", "maker", "slag", 10.0), facility("f", "user", "pave", 60.0)
    )
    loss = lost(park, LostKind.ENTERPRISE, "idle")
    assert (loss.solved, loss.tonnes, loss.benefit) == (False, 0.0, 0.0)


def test_what_goes_there_today_is_free_to_go_elsewhere() -> None:
    """40 t run to f today; without it g takes them into the room that the plan left: 90 - 60 = 30 t."""
    park = park_of(
        *PAVED,
        enterprise("far", 24.0, 102.0),
        stream("s", "maker", "slag", 100.0, in_use=40.0),
        facility("f", "user", "pave", 40.0),
        facility("g", "far", "pave", 90.0),
        linkage("now", "f", MAIN, 40.0, stream="s", state=LinkageState.OPERATING),
    )
    loss = lost(park, LostKind.FACILITY, "f")
    assert loss.of_plan == pytest.approx(-30.0)
    assert loss.tonnes == pytest.approx(10.0)
    assert (loss.displaced, loss.replaced) == (pytest.approx(40.0), pytest.approx(30.0))


def test_room_that_a_lost_giver_took_today_is_free_for_others() -> None:
    """f holds 50 t and is full of gone's 50 t today; without these maker's 30 t fit."""
    park = park_of(
        *PAVED,
        enterprise("gone"),
        stream("s", "gone", "slag", 50.0, in_use=50.0),
        stream("t", "maker", "slag", 30.0),
        facility("f", "user", "pave", 50.0),
        linkage("now", "f", MAIN, 50.0, stream="s", state=LinkageState.OPERATING),
    )
    loss = lost(park, LostKind.ENTERPRISE, "gone")
    assert (loss.tonnes, loss.of_plan) == (pytest.approx(20.0), pytest.approx(-30.0))


def test_a_facility_that_gets_less_today_passes_on_less() -> None:
    """a and b give 30 and 10 t to a mill, whose 40 t of powder go to a kiln; without a 10 t do."""
    park = park_of(
        material("slag"),
        material("powder"),
        material("brick"),
        *recipe("grind", "slag", "powder"),
        *recipe("fire", "powder", "brick"),
        enterprise("other"),
        stream("a", "maker", "slag", 30.0, in_use=30.0),
        stream("b", "other", "slag", 10.0, in_use=10.0),
        stream("p", "other", "powder", 25.0),
        facility("mill", "user", "grind", 40.0),
        facility("kiln", "user", "fire", 40.0),
        linkage("n1", "mill", "grind:in_main:slag", 30.0, stream="a", state=LinkageState.OPERATING),
        linkage("n2", "mill", "grind:in_main:slag", 10.0, stream="b", state=LinkageState.OPERATING),
        linkage(
            "n3", "kiln", "fire:in_main:powder", 40.0, from_facility="mill", state=LinkageState.OPERATING
        ),
    )
    loss = lost(park, LostKind.ENTERPRISE, "maker")
    # 30 t of a are gone; the kiln's 30 t of free room take the powder of p, which had no place.
    assert loss.of_plan == pytest.approx(-25.0)
    assert loss.tonnes == pytest.approx(5.0)


def test_a_contract_with_who_is_lost_is_missed() -> None:
    park = park_of(
        *PAVED,
        stream("s", "maker", "slag", 100.0),
        facility("f", "user", "pave", 60.0),
        linkage("agreed", "f", MAIN, 50.0, stream="s", state=LinkageState.CONTRACTED),
    )
    assert lost(park, LostKind.FACILITY, "f").tonnes == pytest.approx(60.0)


def test_a_market_that_closes_takes_its_sales_along() -> None:
    """Road is sold in one market; without it nothing is worth paving, by benefit."""
    park = park_of(
        *PAVED,
        market("roads", "road", 1_000.0, price=50.0),
        price("road", 50.0),
        stream("s", "maker", "slag", 100.0, disposal_cost=10.0),
        facility("f", "user", "pave", 60.0),
    )
    loss = lost(park, LostKind.MARKET, "roads")
    assert loss.enterprise is None
    assert loss.tonnes == pytest.approx(60.0)
    assert loss.benefit_low <= loss.benefit <= loss.benefit_high
    assert loss.benefit == pytest.approx(make_plan(park).benefit)


@pytest.mark.parametrize("given", [PlanOptions(minimum_lot=1.0), PlanOptions(on_off=True)])
def test_lots_and_scales_are_refused(given: PlanOptions) -> None:
    with pytest.raises(SymbioflowError) as refused:
        plan_losses(park_of(), given)
    assert refused.value.code == "BAD_OPTION"


def test_who_says_no_is_heard() -> None:
    with pytest.raises(SymbioflowError) as refused:
        plan_losses(park_of(), progress=lambda done: False)
    assert refused.value.code == "CANCELLED"


def without(park: Snapshot, firm: str) -> Snapshot:
    """The park as if an enterprise had never been there."""
    facilities = {row.id for row in park.all(Facility) if row.enterprise == firm}
    rows = [row for name in park.tables for row in park.all(_entity(name))]
    return Snapshot.of(
        [
            row
            for row in rows
            if not (isinstance(row, Enterprise) and row.id == firm)
            and not (isinstance(row, WasteStream) and row.enterprise == firm)
            and not (isinstance(row, Facility) and row.id in facilities)
        ]
    )


def _entity(table: str) -> type:
    from graph.tables import TABLES

    return TABLES[table].entity


@pytest.mark.parametrize("seed", range(6))
def test_every_loss_equals_planning_anew_without_it_on_random_parks(seed: int) -> None:
    import numpy as np

    random = np.random.default_rng(seed)
    firms = [f"firm{number}" for number in range(6)]
    wastes = ("slag", "ash", "mud")
    parts: list[object] = [enterprise(name) for name in firms]
    for waste in wastes:
        parts += [material(waste), material(f"{waste}-product")]
        parts += recipe(f"use-{waste}", waste, f"{waste}-product", residue=("rest", 0.1))
    parts += [material("rest"), material("paste"), *recipe("paste", "ash-product", "paste")]
    for number in range(8):
        waste = wastes[random.integers(3)]
        firm = firms[random.integers(6)]
        parts.append(stream(f"s{number}", firm, waste, float(random.integers(10, 100))))
    for number in range(6):
        recipe_name = (*(f"use-{waste}" for waste in wastes), "paste")[random.integers(4)]
        firm = firms[random.integers(6)]
        parts.append(facility(f"f{number}", firm, recipe_name, float(random.integers(10, 100))))
    park = park_of(*parts)
    whole = make_plan(park).total(Unit.TONNE).net
    for loss in plan_losses(park, kinds=(LostKind.ENTERPRISE,)):
        anew = make_plan(without(park, loss.lost)).total(Unit.TONNE).net
        assert loss.tonnes == pytest.approx(whole - anew, rel=1e-6, abs=1e-6)
        assert loss.at_least <= loss.of_plan + 1e-6


@pytest.mark.parametrize("kind", list(LostKind)[:2])
def test_over_few_columns_a_loss_is_what_it_is_over_all_of_them(kind: LostKind) -> None:
    """A made-up park of 600 firms: some parts, against the whole programme solved cold without them."""
    snapshot = Snapshot.from_records({**synthetic_records("park", 5), **records_of(WEIGHTS)})
    candidates = plan_candidates(snapshot, MatchOptions(), 5 * snapshot.count("waste_streams"))
    problem = pose(snapshot, candidates=candidates)
    losing = Losing(problem)
    linear, objective = problem.programme.linear, problem.main_objective
    parts = [one for one in losing.parts(kind) if one.touched][::90]
    assert len(parts) > 5
    for part in parts:
        upper, most = linear.upper.copy(), linear.row_upper.copy()
        upper[part.change.closed] = 0.0
        for row, (_, high) in part.change.rows.items():
            most[row] = high
        cold = solve(replace(linear, upper=upper, row_upper=most), [objective])
        lost = losing.lost_objective(losing.again(part))
        assert lost == pytest.approx(float(objective @ losing.kept.amounts) - cold.value, rel=1e-6, abs=1e-3)
        assert part.at_least <= lost + 1e-3
    again = Losing(problem)
    # The last one, asked first.
    assert again.lost_objective(again.again(parts[-1])) == lost
