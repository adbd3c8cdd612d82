"""The lane with real worker processes on the small park."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import date
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest

from api.lane import ASKING, WHO, Client, Lane, Unserved
from api.views.service import View
from graph.errors import SymbioflowError
from graph.matching import MatchOptions
from graph.planning import Objective, PlanOptions
from graph.snapshot import Snapshot
from tests.api.conftest import small_park


@pytest.fixture(scope="module")
def lane() -> Iterator[Lane]:
    """One worker, four places."""
    opened = Lane(1, 4, 60.0)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def view(lane: Lane) -> View:
    return View(small_park(), 1, lane=lane)


def idle(lane: Lane, within: float = 2.0) -> bool:
    deadline = time.monotonic() + within
    while lane.busy() and time.monotonic() < deadline:
        time.sleep(0.02)
    return not lane.busy()


def asked_by(client: Client, compute: Callable[[], Any]) -> Callable[[], Any]:
    def asking() -> Any:
        ASKING.set(client)
        return compute()

    return lambda: copy_context().run(asking)


def test_the_lane_computes_what_this_process_would(view: View) -> None:
    here = View(small_park(), 1)
    day = date(2026, 7, 1)
    both = (Objective.TONNES, Objective.BENEFIT)
    assert view.plan() == here.plan()
    assert view.front(both, 3) == here.front(both, 3)
    assert view.abatement(None) == here.abatement(None)
    assert view.uncertainty(20, 1) == here.uncertainty(20, 1)
    weighted = {"part.co2": 3.0}
    assert list(view.at(day, weighted).suggestions_of("stack")) == list(
        here.at(day, weighted).suggestions_of("stack")
    )
    assert view.within("anning").plan() == here.within("anning").plan()


def test_what_was_computed_is_kept_and_the_lane_not_asked_again(view: View, lane: Lane) -> None:
    first = view.plan(PlanOptions(minimum_lot=1.5))
    assert view.plan(PlanOptions(minimum_lot=1.5)) is first
    assert not lane.busy()


def test_a_refusal_keeps_its_code_and_both_languages(view: View) -> None:
    with pytest.raises(SymbioflowError) as refused:
        view.uncertainty(1, 0)
    assert refused.value.code == "BAD_OPTION"
    assert refused.value.text("zh") != refused.value.text("en")


def test_what_goes_wrong_in_a_worker_is_raised_here_and_the_worker_goes_on(lane: Lane, view: View) -> None:
    broken = MatchOptions(weights={"constant.neutral": "much"})  # type: ignore[dict-item]  # no number
    with pytest.raises((RuntimeError, SymbioflowError)):
        view.plan(PlanOptions(matching=broken))
    assert view.plan(PlanOptions(minimum_lot=2.5)).flows is not None


def test_those_who_ask_the_same_at_once_share_one_computation(view: View, lane: Lane) -> None:
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda _: view.uncertainty(300, 7), range(3)))
    assert answers[0] == answers[1] == answers[2]
    assert not lane.busy()


def test_who_leaves_stops_the_work_within_two_seconds(view: View, lane: Lane) -> None:
    """Case D1: computing went on for 46 s after every client had left."""
    client = Client()
    with ThreadPoolExecutor(1) as pool:
        work = pool.submit(asked_by(client, lambda: view.uncertainty(10_000, 11)))
        time.sleep(0.3)
        assert lane.busy() == 1
        client.leave()
        with pytest.raises(Unserved) as left:
            work.result(2.0)
    assert left.value.code == "CANCELLED"
    assert idle(lane)
    assert view.plan(PlanOptions(minimum_lot=3.5)) == View(small_park(), 1).plan(PlanOptions(minimum_lot=3.5))


def test_work_goes_on_as_long_as_one_who_asked_for_it_waits(view: View) -> None:
    leaving, staying = Client(), Client()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(asked_by(leaving, lambda: view.uncertainty(600, 13)))
        second = pool.submit(asked_by(staying, lambda: view.uncertainty(600, 13)))
        time.sleep(0.2)
        leaving.leave()
        with pytest.raises(Unserved):
            first.result(10.0)
        assert second.result(60.0).draws == 600


def test_who_finds_no_place_is_told_at_once(view: View, lane: Lane) -> None:
    clients = [Client() for _ in range(lane.places)]
    with ThreadPoolExecutor(lane.places) as pool:
        for seed, client in enumerate(clients):
            pool.submit(asked_by(client, lambda seed=seed: view.uncertainty(10_000, 100 + seed)))
        deadline = time.monotonic() + 5.0
        while lane.busy() < lane.places and time.monotonic() < deadline:
            time.sleep(0.01)
        with pytest.raises(Unserved) as refused:
            view.plan(PlanOptions(minimum_lot=4.5))
        assert refused.value.code == "BUSY"
        assert lane.busy() == lane.places  # it did not wait until one was free
        for client in clients:
            client.leave()
    assert idle(lane)


def asked_as(who: str, compute: Callable[[], Any], client: Client | None = None) -> Callable[[], Any]:
    def asking() -> Any:
        WHO.set(who)
        ASKING.set(client or Client())
        return compute()

    return lambda: copy_context().run(asking)


def waited_for(there: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10.0
    while not there():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_one_who_asks_much_leaves_places_for_others_and_is_told_why() -> None:
    shared = Lane(1, 4, 60.0, each=2)
    try:
        view, client = View(small_park(), 1, lane=shared), Client()
        with ThreadPoolExecutor(4) as pool:
            for seed in (1, 2):
                pool.submit(
                    asked_as("greedy", lambda seed=seed: view.uncertainty(10_000, 200 + seed), client)
                )
            waited_for(lambda: shared.busy() == 2)
            with pytest.raises(Unserved) as refused:
                asked_as("greedy", lambda: view.uncertainty(20, 203))()
            assert refused.value.code == "BUSY"
            assert "您已有 2 项" in refused.value.text("zh")
            other = pool.submit(asked_as("modest", lambda: view.uncertainty(20, 204)))
            waited_for(lambda: shared.busy() == 3)
            client.leave()
            assert other.result(60.0).draws == 20
        assert idle(shared)
        assert asked_as("greedy", lambda: view.uncertainty(20, 205))().draws == 20
    finally:
        shared.close()


def test_who_asks_once_waits_for_one_computation_of_who_asks_much() -> None:
    """One worker; four are asked for by one, then one by another: it comes second and not fifth."""
    shared = Lane(1, 8, 60.0)
    try:
        view, ended = View(small_park(), 1, lane=shared), []

        def noted(name: str, seed: int) -> None:
            view.uncertainty(300, seed)
            ended.append(name)

        with ThreadPoolExecutor(5) as pool:
            for place in range(4):
                pool.submit(asked_as("greedy", lambda place=place: noted(f"greedy {place}", 300 + place)))
                waited_for(lambda place=place: shared.busy() == place + 1 or bool(ended))
            pool.submit(asked_as("modest", lambda: noted("modest", 400)))
        assert "modest" in ended[:2]
    finally:
        shared.close()


def test_progress_is_told_and_who_answers_false_stops_the_work(view: View, lane: Lane) -> None:
    told: list[float] = []

    def tell(done: float) -> bool:
        told.append(done)
        return done < 0.05

    with pytest.raises(SymbioflowError) as stopped:
        view.uncertainty(5_000, 17, tell)
    assert stopped.value.code == "CANCELLED"
    assert told == sorted(told)
    assert idle(lane)


def test_work_that_takes_too_long_is_stopped() -> None:
    hurried = Lane(1, 4, 0.5)
    try:
        view = View(small_park(), 1, lane=hurried)
        with pytest.raises(Unserved) as late:
            view.uncertainty(10_000, 19)
        assert late.value.code == "TOOK_TOO_LONG"
        assert idle(hurried)
    finally:
        hurried.close()


def test_a_worker_that_is_killed_is_replaced(view: View, lane: Lane) -> None:
    began = threading.Event()

    def tell(done: float) -> bool:
        if done > 0.0:
            began.set()
        return True

    with ThreadPoolExecutor(1) as pool:
        work = pool.submit(lambda: view.uncertainty(10_000, 23, tell))
        assert began.wait(60.0)
        for child in active_children():
            child.kill()
        with pytest.raises(RuntimeError):
            work.result(10.0)
    assert view.uncertainty(20, 23).draws == 20


def test_a_closed_lane_leaves_no_process_no_thread_and_no_file() -> None:
    before = {child.pid for child in active_children()}
    closing = Lane(2, 4, 60.0)
    view = View(small_park(), 1, lane=closing)
    view.plan()
    folder = Path(closing.folder_of(view.snapshot)).parent
    assert folder.stat().st_mode & 0o077 == 0
    closing.close()
    assert not folder.exists()
    assert {child.pid for child in active_children()} == before
    assert not [thread for thread in closing._threads if thread.is_alive()]
    with pytest.raises(Unserved):
        view.plan(PlanOptions(minimum_lot=1.0))


def test_a_snapshot_goes_from_the_disk_with_the_last_view_of_it(lane: Lane) -> None:
    snapshot = Snapshot.of([])
    folder = Path(lane.folder_of(snapshot))
    assert lane.folder_of(snapshot) == str(folder)
    assert folder.exists()
    del snapshot
    gc.collect()
    assert not folder.exists()


def test_threads_that_wait_do_not_hold_up_the_lanes_own(view: View) -> None:
    """Nothing of the lane runs in the thread that asks, so its stack may be shallow and its locks free."""
    done = threading.Event()
    threading.Thread(target=lambda: (view.plan(PlanOptions(minimum_lot=5.5)), done.set())).start()
    assert done.wait(60.0)
