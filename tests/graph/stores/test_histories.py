"""Whatever channels a linkage's rows come by, and in whatever order: no version falls, no step is lost."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import SymbioflowError
from graph.model import Linkage, LinkageEvent
from graph.snapshot import records_of
from graph.stores import Change, StateChange, Store, copy, open_store
from graph.vocabulary import LINKAGE_CHANGES, LinkageState
from tests.parks import LINKAGE, linkages, park_records

STATES = st.sampled_from(list(LinkageState))
#: By a file that knew some version, a person's wish, taking a load back, a copy of an earlier moment.
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("file"), STATES, st.integers(1, 4)),
        st.tuples(st.just("wish"), STATES, st.integers(0, 1)),
        st.tuples(st.just("undo"), st.just(LinkageState.SUGGESTED), st.integers(1, 6)),
        st.tuples(st.just("keep"), st.just(LinkageState.SUGGESTED), st.just(0)),
        st.tuples(st.just("copy back"), st.just(LinkageState.SUGGESTED), st.just(0)),
    ),
    max_size=9,
)
#: What a step may be refused with, or not at all.
REFUSALS = {
    "",
    "VERSION_CONFLICT",
    "STATE_CHANGE_NOT_ALLOWED",
    "UNKNOWN_LOAD",
    "LOAD_OVERWRITTEN",
    "STILL_REFERENCED",
    "COPY_DIFFERS",
}


def of_file(state: LinkageState, version: int) -> Linkage:
    return replace(linkages()[0], state=state, version=version)


def taken(step: tuple[str, LinkageState, int], store: Store, aside: Store, at: str) -> None:
    kind, state, number = step
    linkage = store.get("linkages", [LINKAGE])[0]
    if kind == "file":
        store.apply(Change("file", at, "register.csv", records_of([of_file(state, number)])))
    elif kind == "wish":
        store.change_state(StateChange(LINKAGE, state, linkage.version - number, "王", at))
    elif kind == "undo":
        store.undo(number, at)
    elif kind == "keep":
        copy(store, aside)
    elif aside.schema_version():
        copy(aside, store)


def code_of(step: tuple[str, LinkageState, int], store: Store, aside: Store, at: str) -> str:
    try:
        taken(step, store, aside, at)
    except SymbioflowError as error:
        return error.code
    return ""


def history_holds(store: Store) -> Linkage:
    """The linkage, once it is seen that its last event, if it has one, says what it says."""
    linkage: Linkage = store.get("linkages", [LINKAGE])[0]
    events = store.history(LINKAGE)
    assert all(event.version <= linkage.version for event in events)
    for event in events:
        if event.version == linkage.version:
            assert event.after == linkage.state
    return linkage


def interleaved(store: Store, aside: Store, steps: list[tuple[str, LinkageState, int]]) -> None:
    before, data_version, events = history_holds(store), store.version(), set(store.history(LINKAGE))
    for number, step in enumerate(steps):
        assert code_of(step, store, aside, f"2026-03-01T08:00:{number:02}Z") in REFUSALS
        after = history_holds(store)
        assert after.version >= before.version
        assert after.version > before.version or after.state == before.state
        assert store.version() >= data_version
        assert events <= set(store.history(LINKAGE))
        before, data_version, events = after, store.version(), set(store.history(LINKAGE))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_no_interleaving_of_channels_loses_a_step_in_sqlite(steps: list[tuple[str, LinkageState, int]]):
    with TemporaryDirectory() as folder:
        path = Path(folder)
        with (
            closing(open_store(f"sqlite:///{path}/park.db")) as store,
            closing(open_store(f"sqlite:///{path}/aside.db")) as aside,
        ):
            store.ensure_schema()
            store.upsert(park_records(), "first")
            interleaved(store, aside, steps)


@pytest.mark.neo4j
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_no_interleaving_of_channels_loses_a_step_in_neo4j(
    neo4j_store: Store, empty_neo4j, steps: list[tuple[str, LinkageState, int]]
):
    empty_neo4j.execute_query("MATCH (n) DETACH DELETE n", database_="neo4j")
    neo4j_store.ensure_schema()
    neo4j_store.upsert(park_records(), "first")
    with TemporaryDirectory() as folder, closing(open_store(f"sqlite:///{folder}/aside.db")) as aside:
        interleaved(neo4j_store, aside, steps)


def stopped(store: Store) -> None:
    store.upsert(park_records(), "first")
    store.apply(Change("a", "2026-01-01T00:00:00Z", "", records_of([of_file(LinkageState.OPERATING, 1)])))
    store.change_state(StateChange(LINKAGE, LinkageState.STOPPED, 2, "王", "2026-02-01T00:00:00Z"))


@pytest.fixture
def store(tmp_path: Path):
    with closing(open_store(f"sqlite:///{tmp_path}/park.db")) as opened:
        opened.ensure_schema()
        yield opened


def test_a_file_that_changes_a_state_is_an_event_with_the_load_as_its_actor(store: Store):
    stopped(store)
    first = store.history(LINKAGE)[0]
    assert (first.before, first.after, first.version) == (LinkageState.SUGGESTED, LinkageState.OPERATING, 2)
    assert first.actor == "a"
    assert LinkageState.OPERATING not in LINKAGE_CHANGES[LinkageState.SUGGESTED]


def test_loading_the_park_again_does_not_start_what_somebody_stopped(store: Store):
    stopped(store)
    store.apply(Change("a", "2026-03-01T00:00:00Z", "", records_of([of_file(LinkageState.OPERATING, 1)])))
    linkage = store.get("linkages", [LINKAGE])[0]
    assert (linkage.state, linkage.version) == (LinkageState.STOPPED, 3)


def test_undoing_a_load_that_changed_a_state_is_a_step_of_its_own(store: Store):
    store.upsert(park_records(), "first")
    store.apply(Change("a", "2026-01-01T00:00:00Z", "", records_of([of_file(LinkageState.OPERATING, 1)])))
    store.undo(1, "2026-01-02T00:00:00Z")
    linkage = store.get("linkages", [LINKAGE])[0]
    assert (linkage.state, linkage.version) == (LinkageState.SUGGESTED, 3)
    assert [(event.before, event.after) for event in store.history(LINKAGE)] == [
        (LinkageState.SUGGESTED, LinkageState.OPERATING),
        (LinkageState.OPERATING, LinkageState.SUGGESTED),
    ]


def test_a_copy_with_an_older_state_is_refused_and_writes_nothing(store: Store, tmp_path: Path):
    store.upsert(park_records(), "first")
    with closing(open_store(f"sqlite:///{tmp_path}/older.db")) as older:
        copy(store, older)
        store.change_state(StateChange(LINKAGE, LinkageState.CONTACTED, 1, "王", "2026-02-01T00:00:00Z"))
        version = store.version()
        with pytest.raises(SymbioflowError) as refusal:
            copy(older, store)
    assert refusal.value.code in ("VERSION_CONFLICT", "COPY_DIFFERS")
    assert store.version() == version
    assert store.get("linkages", [LINKAGE])[0].state == LinkageState.CONTACTED


def test_a_file_that_brings_the_event_of_its_newer_state_gets_no_second_one(store: Store):
    store.upsert(park_records(), "first")
    event = LinkageEvent(
        id="e1", linkage=LINKAGE, at="2026-01-01T00:00:00Z", before=LinkageState.SUGGESTED,
        after=LinkageState.CONTACTED, version=2, actor="李",
    )  # fmt: skip
    store.apply(
        Change("a", "2026-01-02T00:00:00Z", "", records_of([of_file(LinkageState.CONTACTED, 2), event]))
    )
    assert store.history(LINKAGE) == (event,)
