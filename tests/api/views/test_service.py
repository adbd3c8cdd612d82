from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from api.views.kept import MOST_KEPT
from api.views.selection import Filter, refusals, suggestions
from api.views.service import Service, View
from graph import model
from graph.errors import SymbioflowError
from graph.matching import MatchOptions, Suggestion
from graph.planning import PlanOptions
from graph.snapshot import Snapshot, records_of
from graph.stores import Store, open_store
from graph.vocabulary import LinkageState
from tests.parks import LINKAGE, stream, whole_park


def test_nothing_is_read_again_while_the_store_is_unchanged(park_service: Service) -> None:
    assert park_service.view() is park_service.view()


def test_a_changed_store_is_seen_at_the_next_view(park_service: Service, store: Store) -> None:
    before = park_service.view()
    store.upsert(records_of([stream("stack-2", 5_000.0)]), "more")
    after = park_service.view()
    assert before.get(model.WasteStream, "stack-2") is None
    assert after.get(model.WasteStream, "stack-2") is not None
    assert after.version == before.version + 1


def test_suggestions_and_plan_are_computed_once_for_a_view(park_service: Service) -> None:
    view = park_service.view()
    assert view.ranking() is view.ranking()
    assert view.plan() is view.plan()


def test_plans_are_kept_by_their_options_and_only_so_many(park_service: Service) -> None:
    view = park_service.view()
    weighted = PlanOptions(matching=MatchOptions(weights={"constant.neutral": 0.4}))
    kept = view.plan(weighted)
    assert view.plan(PlanOptions(matching=MatchOptions(weights={"constant.neutral": 0.4}))) is kept
    first = view.plan()
    for lot in range(MOST_KEPT):
        view.plan(PlanOptions(minimum_lot=lot + 1.0))
    assert view.plan() is not first
    assert view.plan() == first


def test_threads_that_ask_at_once_share_one_computation(park_service: Service) -> None:
    view = park_service.view()
    with ThreadPoolExecutor(8) as pool:
        plans = list(pool.map(lambda _: view.plan(), range(8)))
    assert all(plan is plans[0] for plan in plans)


def test_a_long_computation_does_not_hold_up_other_questions() -> None:
    class Slow(Snapshot):
        began, end = Event(), Event()

        def strings(self, table: str, column: str) -> Any:
            if table == "parks":
                self.began.set()
                assert self.end.wait(10.0)
            return super().strings(table, column)

    snapshot = Slow.of([])
    assert isinstance(snapshot, Slow)
    view = View(snapshot, 1)
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(view.get, model.Park, "anning")
        assert snapshot.began.wait(10.0)
        assert view.get(model.Enterprise, "nobody") is None
        snapshot.end.set()
        assert slow.result() is None


def test_a_computation_that_failed_is_tried_again() -> None:
    class Fails(Snapshot):
        times = 0

        def all(self, entity: type) -> tuple:  # type: ignore[type-arg]
            Fails.times += 1
            if Fails.times == 1:
                raise OSError("once")
            return super().all(entity)

    view = View(Fails.of([]), 1)
    with pytest.raises(OSError, match="once"):
        view.all(model.Park)
    assert view.all(model.Park) == ()


def test_suggestions_are_found_by_id_by_stream_and_by_facility(anning: View) -> None:
    found = suggestions(anning, Filter(), None, None, 0)[0]
    assert anning.get(Suggestion, found.id) == found
    assert anning.explanation(found.id) == found
    assert anning.suggestions_of(found.stream)[0] == found
    scores = [item.score for item in anning.suggestions_to(found.facility)]
    assert found in anning.suggestions_to(found.facility)
    assert scores == sorted(scores, reverse=True)


def test_a_suggestion_that_a_gate_refuses_says_so(anning: View) -> None:
    refusal = refusals(anning, Filter(), None)[0]
    with pytest.raises(SymbioflowError) as refused:
        anning.explanation(f"{refusal.stream}>{refusal.facility}>{refusal.port}")
    assert refused.value.code == "REFUSED_SUGGESTION"


def test_a_change_of_state_is_dated_by_the_services_clock(park_service: Service) -> None:
    changed = park_service.change_linkage_state(LINKAGE, LinkageState.CONTACTED, 1, "王", "rang them")
    event = park_service.view().history(LINKAGE)[-1]
    assert (changed.state, changed.version) == (LinkageState.CONTACTED, 2)
    assert (event.at, event.actor, event.note) == ("2026-05-04T12:00:00.000+00:00", "王", "rang them")
    assert park_service.view().get(model.Linkage, LINKAGE) == changed


def test_a_view_of_a_day_judges_by_the_standards_of_that_day(anning: View) -> None:
    """GB/T 23456-2025 holds since 2026-07-01 and nobody put its limits in yet: fewer refusals."""
    before, after = anning.at(date(2026, 6, 30)), anning.at(date(2026, 7, 1))
    assert anning.at(None) is anning
    assert anning.at(date(2026, 7, 1)) is after
    assert len(refusals(before, Filter(), None)) > len(refusals(after, Filter(), None))
    assert before.plan() != after.plan()


def test_another_park_in_the_place_of_the_file_is_seen_though_it_is_at_the_same_version(
    park_service: Service, store: Store, tmp_path: Path
) -> None:
    with closing(open_store(f"sqlite:///{tmp_path}/other.db")) as other:
        other.ensure_schema()
        other.upsert(records_of(whole_park()), "first")
    before = park_service.view()
    (tmp_path / "other.db").replace(store.url.removeprefix("sqlite:///"))
    after = park_service.view()
    assert after.version == before.version
    assert after.snapshot.fingerprint == Snapshot.of(whole_park()).fingerprint != before.snapshot.fingerprint
