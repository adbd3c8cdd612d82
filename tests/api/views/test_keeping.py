"""Case D7: a change throws away only what was made of what it changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from api.views.keeping import kept_over, sharing
from api.views.service import Service, View
from graph import model
from graph.errors import SymbioflowError
from graph.snapshot import Snapshot, records_of
from graph.stores import Store
from graph.vocabulary import LinkageState
from tests.api.conftest import small_park
from tests.parks import LINKAGE, stream


def with_state(snapshot: Snapshot, state: LinkageState) -> Snapshot:
    """The park with its linkage in another state."""
    (linkage,) = [row for row in snapshot.all(model.Linkage) if row.id == LINKAGE]
    return snapshot.with_records(records_of([replace(linkage, state=state, version=linkage.version + 1)]))


def test_a_rung_up_neighbour_changes_no_suggestion_and_no_plan(park_service: Service) -> None:
    before = park_service.view()
    ranking, plan, reader = before.ranking(), before.plan(), before.reader()
    spread = before.uncertainty(10, 1)
    park_service.change_linkage_state(LINKAGE, LinkageState.CONTACTED, 1, "王", "")
    after = park_service.view()
    assert after is not before
    assert after.ranking() is ranking
    assert after.plan() is plan
    assert after.reader() is reader
    assert after.uncertainty(10, 1) is not spread
    assert after.get(model.Linkage, LINKAGE).state is LinkageState.CONTACTED
    assert after.history(LINKAGE)[-1].after is LinkageState.CONTACTED
    assert after.all(model.Material) is before.all(model.Material)


def test_views_of_a_day_and_of_a_scenario_keep_theirs_too(park_service: Service) -> None:
    before = park_service.view()
    weighted = {"part.co2": 2.0}
    ranking = before.at(None, weighted).ranking()
    plan = before.within("anning").plan()
    park_service.change_linkage_state(LINKAGE, LinkageState.CONTACTED, 1, "王", "")
    after = park_service.view()
    assert after.at(None, weighted) is not before.at(None, weighted)
    assert after.at(None, weighted).ranking() is ranking
    assert after.within("anning").plan() is plan


def test_new_rows_are_ranked_and_planned_anew(park_service: Service, store: Store) -> None:
    before = park_service.view()
    ranking, plan = before.ranking(), before.plan()
    store.upsert(records_of([stream("stack-2", 5_000.0)]), "more")
    after = park_service.view()
    assert after.ranking() is not ranking
    assert after.plan() is not plan
    assert after.plan() == View(store.read(), 1).plan()
    assert after.get(model.WasteStream, "stack-2") is not None


STATES = (
    (LinkageState.SUGGESTED, LinkageState.CONTACTED),
    (LinkageState.NEGOTIATING, LinkageState.CONTRACTED),
    (LinkageState.OPERATING, LinkageState.STOPPED),
    (LinkageState.CONTACTED, LinkageState.REJECTED),
)


@pytest.mark.parametrize(("before", "after"), STATES)
def test_what_is_kept_is_what_would_be_computed_anew(before: LinkageState, after: LinkageState) -> None:
    """The rule itself: kept answers equal those of a view that keeps nothing."""
    first, second = with_state(small_park(), before), with_state(small_park(), after)
    old = View(first, 1)
    view_answers(old)
    assert view_answers(View(second, 2, before=old)) == view_answers(View(second, 2))


def view_answers(view: View) -> list[object]:
    found: list[object] = [list(view.suggestions_of(row.id)) for row in view.all(model.WasteStream)]
    for compute in (view.plan, lambda: view.uncertainty(10, 1)):
        try:
            # Which snapshot it was computed from may differ, and no more.
            found.append(replace(compute(), fingerprint=""))
        except SymbioflowError as error:
            found.append(error.message)
    return found


def test_only_the_tables_that_differ_are_read_into_objects_again() -> None:
    first = small_park()
    materials = first.all(model.Material)
    second = sharing(first, with_state(small_park(), LinkageState.REJECTED))
    assert second.all(model.Material) is materials
    assert kept_over(first, second).tables == {"linkages"}
    assert sharing(first, small_park()) is first


def test_what_is_kept_does_not_pile_up(park_service: Service, store: Store) -> None:
    for n in range(34):
        park_service.view().at(None, {"part.co2": 1.0 + n})
        store.upsert(records_of([stream(f"s{n}", 1.0)]), "more")
    assert len(park_service.view()._former) <= 32
