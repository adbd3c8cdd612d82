"""One suite over every store; nothing here knows which one it talks to."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pyarrow as pa
import pytest

from graph.errors import SymbioflowError
from graph.evidence import Evidence, Grade, SourceId
from graph.model import Linkage, LinkageEvent, Material, WasteStream, Weight
from graph.snapshot import Snapshot, records_of
from graph.stores import SCHEMA_VERSION, SEARCHED_TABLES, Change, StateChange, Store, copy
from graph.tables import TABLES
from graph.vocabulary import LinkageId, LinkageState, RowId
from tests.parks import (
    LINKAGE,
    WATER_LINKAGE,
    enterprises,
    library,
    linkages,
    material,
    park_records,
    stream,
    target,
    whole_park,
)

Opener = Callable[[], Store]


AT, LATER = "2026-02-01T08:00:00+00:00", "2026-02-02T08:00:00+00:00"


def coke_load() -> Change:
    coal = [material("coal", "煤", "Coal"), material("coke", "焦炭", "Coke", "coal")]
    return Change("second", AT, "coal.csv", records_of(coal))


@pytest.fixture
def loaded(store: Store) -> Store:
    store.upsert(park_records(), "first")
    return store


def refused(code: str) -> pytest.RaisesExc[SymbioflowError]:
    return pytest.RaisesExc(SymbioflowError, check=lambda error: error.code == code)


def contacted(version: int = 1, actor: str = "王", at: str = "2026-03-01T08:00:00Z") -> StateChange:
    return StateChange(LINKAGE, LinkageState.CONTACTED, version, actor, at, "电话")


def test_the_park_of_these_tests_has_a_row_in_every_table():
    assert set(park_records()) == set(TABLES)


def test_a_new_store_is_empty_and_at_version_0(store: Store):
    assert store.schema_version() == SCHEMA_VERSION
    assert store.version() == 0
    assert store.read().fingerprint == Snapshot.of([]).fingerprint
    assert store.load_tags() == {}


def test_what_is_written_is_read_back_exactly(loaded: Store):
    snapshot = loaded.read()
    assert snapshot.fingerprint == Snapshot.of(whole_park()).fingerprint
    assert snapshot.tables == Snapshot.of(whole_park()).tables


def test_upsert_counts_the_rows_of_each_table(store: Store):
    counts = store.upsert(park_records(), "first")
    assert (counts["materials"], counts["ports"], counts["linkage_events"]) == (5, 3, 1)
    assert sum(counts.values()) == len(whole_park()) == 60


def test_upsert_replaces_a_row_of_the_same_id_with_all_its_values(loaded: Store):
    changed = replace(stream("stack", 10.0), moisture=None, monthly=(), note="新")
    loaded.upsert(records_of([changed]), "second")
    expected = Snapshot.of(whole_park()).with_records(records_of([changed]))
    assert loaded.get("waste_streams", ["stack"]) == [changed]
    assert loaded.read().fingerprint == expected.fingerprint


def test_every_change_kept_raises_the_version_by_one(loaded: Store):
    assert loaded.version() == 1
    loaded.upsert(records_of([material("coal", "煤", "Coal")]), "second")
    assert loaded.version() == 2
    loaded.change_state(contacted())
    assert loaded.version() == 3
    loaded.apply(coke_load())
    assert loaded.version() == 4


def test_what_changes_nothing_leaves_the_version(loaded: Store):
    loaded.upsert({}, "empty")
    loaded.upsert({"materials": TABLES["materials"].schema.empty_table()}, "empty")
    assert loaded.version() == 1


def test_rows_may_come_in_any_order(store: Store):
    """A child before its parent, a linkage before its stream: the batch is judged as a whole."""
    store.upsert(park_records(), "first")
    child, parent = material("a-child", "子", "child", "z-parent"), material("z-parent", "父", "parent")
    store.upsert(records_of([child, parent]), "second")
    assert store.get("materials", ["a-child", "z-parent"]) == [child, parent]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (material("orphan", "孤", "orphan", "nothing"), "kind_of"),
        (
            replace(
                material("orphan", "孤", "orphan"),
                evidence=Evidence((SourceId("none"),), Grade.TRADE),
            ),
            "sources",
        ),
        (target("slag", "nothing"), "materials"),
    ],
    ids=["to a row", "in a list of sources", "in a list of materials"],
)
def test_a_row_that_points_at_nothing_refuses_the_whole_batch(loaded: Store, row: object, column: str):
    before, tags = loaded.read().fingerprint, loaded.load_tags()
    with refused("UNKNOWN_REFERENCE") as refusal:
        loaded.upsert(records_of([material("fine", "好", "fine"), stream("stack", 5.0), row]), "second")
    assert f"column {column}" in refusal.value.message
    assert "\n" not in refusal.value.message
    assert loaded.search("好") == []
    assert (loaded.read().fingerprint, loaded.load_tags(), loaded.version()) == (before, tags, 1)


def test_an_id_used_twice_in_one_batch_is_refused(store: Store):
    twice = records_of([material("a", "甲", "a"), material("a", "乙", "a")])
    with refused("DUPLICATE_ID"):
        store.upsert(twice, "first")


def test_a_number_that_is_not_finite_and_a_missing_value_are_refused(store: Store):
    part = records_of([material("a", "甲", "a")])["materials"]
    name = part.schema.names.index("name_zh")
    with refused("MISSING_VALUE"):
        store.upsert({"materials": part.set_column(name, "name_zh", pa.array([None], pa.string()))}, "first")
    weights = park_records()["weights"]
    value = weights.schema.names.index("value")
    with refused("NOT_A_NUMBER"):
        store.upsert({"weights": weights.set_column(value, "value", pa.array([float("nan")]))}, "first")


def test_minus_zero_is_kept_as_zero(loaded: Store):
    weight = loaded.read().all(Weight)[0]
    loaded.upsert(records_of([replace(weight, value=-0.0)]), "second")
    assert str(loaded.read().all(Weight)[0].value) == "0.0"


def test_get_gives_the_order_asked_and_leaves_out_what_is_not_there(loaded: Store):
    found = loaded.get("materials", ["water", "nothing", "gypsum", "water"])
    assert [item.id for item in found] == ["water", "gypsum", "water"]
    assert isinstance(found[0], Material)


def test_unknown_tables_are_refused(loaded: Store):
    with refused("UNKNOWN_TABLE"):
        loaded.get("factories", ["a"])
    with refused("UNKNOWN_TABLE"):
        loaded.search("a", ["sources"])
    with refused("UNKNOWN_TABLE"):
        loaded.upsert({"factories": pa.table({"id": ["a"]})}, "first")


@pytest.mark.parametrize(
    ("text", "first", "others"),
    [
        ("磷石膏", "phosphogypsum", {"stack", "plaster", "gypsum"}),
        ("石膏", "gypsum", {"phosphogypsum", "plaster", "calcining", "gypsum-plant"}),
        ("中水", "water", set()),
        ("钢渣", "slag", set()),
        ("安宁", "anning", set()),
        ("二水石膏", "phosphogypsum", {"gypsum"}),
        ("渣", "slag", {"phosphogypsum"}),
        ("phosphogypsum", "phosphogypsum", {"stack"}),
        ("PHOSPHOGYPSUM", "phosphogypsum", {"stack"}),
        ("calcium sulphate", "phosphogypsum", set()),
        ("phospho", "phosphogypsum", {"stack"}),
        ("steel slag", "slag", set()),
    ],
)
def test_names_and_synonyms_are_found_in_chinese_and_english(
    loaded: Store, text: str, first: str, others: set[str]
):
    hits = loaded.search(text)
    assert hits[0].id == first
    assert others <= {hit.id for hit in hits}
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_the_exact_name_scores_1_and_ties_go_by_table_and_id(loaded: Store):
    hits = loaded.search("石膏煅烧线")
    assert [(hit.table, hit.id, hit.score) for hit in hits[:2]] == [
        ("facilities", "calciner", 1.0),
        ("facilities", "washer", 1.0),
    ]
    assert hits[0].name_en == "Calcining line"


def test_search_keeps_to_the_tables_and_the_number_asked_for(loaded: Store):
    assert {hit.table for hit in loaded.search("石膏")} > {"materials"}
    assert {hit.table for hit in loaded.search("石膏", ["materials"])} == {"materials"}
    assert len(loaded.search("石膏", SEARCHED_TABLES, limit=2)) == 2


@pytest.mark.parametrize("text", ["", "  ", "!?*", '"', "渣 OR", "a:b", "(", "~", "zinc"])
def test_any_text_may_be_searched(loaded: Store, text: str):
    assert all(hit.score > 0.0 for hit in loaded.search(text))


def test_a_renamed_row_is_found_by_its_new_name_only(loaded: Store):
    loaded.upsert(records_of([stream("stack", 1.0, name_zh="尾矿库")]), "second")
    assert [hit.id for hit in loaded.search("尾矿", ["waste_streams"])] == ["stack"]
    assert loaded.search("堆场", ["waste_streams"]) == []


def test_a_change_of_state_raises_the_linkages_version_and_is_kept(loaded: Store):
    after = loaded.change_state(contacted())
    assert (after.state, after.version) == (LinkageState.CONTACTED, 2)
    assert loaded.get("linkages", [LINKAGE]) == [after]
    assert loaded.read().by_id(Linkage)[LINKAGE] == after
    assert loaded.history(LINKAGE) == (
        LinkageEvent(
            id=RowId(f"{LINKAGE}:2:2026-03-01T08:00:00Z"),
            linkage=LINKAGE,
            at="2026-03-01T08:00:00Z",
            before=LinkageState.SUGGESTED,
            after=LinkageState.CONTACTED,
            version=2,
            actor="王",
            note="电话",
        ),
    )


def test_history_is_oldest_first_and_of_one_linkage(loaded: Store):
    loaded.change_state(contacted())
    loaded.change_state(StateChange(LINKAGE, LinkageState.REJECTED, 2, "李", "2026-04-01T08:00:00Z"))
    loaded.change_state(StateChange(LINKAGE, LinkageState.CONTACTED, 3, "李", "2026-05-01T08:00:00Z"))
    assert [(event.version, event.after) for event in loaded.history(LINKAGE)] == [
        (2, LinkageState.CONTACTED),
        (3, LinkageState.REJECTED),
        (4, LinkageState.CONTACTED),
    ]
    assert [event.id for event in loaded.history(WATER_LINKAGE)] == ["event-0"]


def test_a_change_based_on_another_version_conflicts(loaded: Store):
    loaded.change_state(contacted())
    with refused("VERSION_CONFLICT"):
        loaded.change_state(StateChange(LINKAGE, LinkageState.NEGOTIATING, 1, "王", "2026-03-02T08:00:00Z"))
    assert len(loaded.history(LINKAGE)) == 1
    assert loaded.version() == 2


def test_a_step_that_is_not_allowed_and_an_unknown_linkage_are_refused(loaded: Store):
    with refused("STATE_CHANGE_NOT_ALLOWED"):
        loaded.change_state(StateChange(LINKAGE, LinkageState.OPERATING, 1, "王", "2026-03-01T08:00:00Z"))
    with refused("UNKNOWN_LINKAGE"):
        loaded.change_state(
            StateChange(LinkageId("no"), LinkageState.CONTACTED, 1, "王", "2026-03-01T08:00:00Z")
        )
    assert loaded.version() == 1


def test_of_two_changes_at_once_exactly_one_wins(loaded: Store):
    start = threading.Barrier(2)

    def change(actor: str) -> str:
        start.wait()
        try:
            loaded.change_state(contacted(actor=actor, at=f"2026-03-01T08:00:00Z-{actor}"))
        except SymbioflowError as error:
            return error.code
        return "changed"

    with ThreadPoolExecutor(2) as two:
        assert sorted(two.map(change, ["王", "李"])) == ["VERSION_CONFLICT", "changed"]
    assert len(loaded.history(LINKAGE)) == 1
    assert loaded.get("linkages", [LINKAGE])[0].version == 2


def test_a_load_is_undone_whole(loaded: Store):
    made = loaded.apply(coke_load())
    assert (made.number, made.tag, made.new, made.changed, made.gone) == (1, "second", 2, 0, 0)
    assert dict(made.rows) == {"materials": 2}
    undone = loaded.undo(1, LATER)
    assert undone == replace(made, undone=LATER)
    assert loaded.loads() == (undone,)
    assert loaded.read().fingerprint == Snapshot.of(whole_park()).fingerprint
    assert loaded.search("焦炭") == []
    with refused("UNKNOWN_LOAD"):
        loaded.undo(1, LATER)


def test_undoing_a_load_restores_what_it_replaced_and_what_it_deleted(loaded: Store):
    """The slag gets another name and the water stream goes; afterwards all is as it was, tags too."""
    before, tags = loaded.read(), loaded.load_tags()
    coal = records_of([material("coal", "煤", "Coal")])
    loaded.apply(Change("first", AT, "a.csv", coal))
    renamed = records_of([material("slag", "转炉渣", "Slag")])
    made = loaded.apply(Change("second", AT, "b.csv", renamed, {"materials": ["coal"]}))
    assert (made.new, made.changed, made.gone) == (0, 1, 1)
    assert [item.id for item in loaded.get("materials", ["coal", "slag"])] == ["slag"]
    loaded.undo(2, LATER)
    assert [item.name_zh for item in loaded.get("materials", ["coal", "slag"])] == ["煤", "钢渣"]
    assert loaded.load_tags()["materials"]["slag"] == "first"
    loaded.undo(1, LATER)
    assert loaded.read().fingerprint == before.fingerprint
    assert loaded.load_tags() == tags


def test_a_load_whose_rows_a_later_one_wrote_is_undone_after_it_only(loaded: Store):
    loaded.apply(coke_load())
    loaded.apply(Change("third", AT, "c.csv", records_of([material("coal", "无烟煤", "Anthracite")])))
    with refused("LOAD_OVERWRITTEN") as refusal:
        loaded.undo(1, LATER)
    assert "load 2 (third)" in refusal.value.message
    loaded.undo(2, LATER)
    loaded.undo(1, LATER)
    assert loaded.read().fingerprint == Snapshot.of(whole_park()).fingerprint


def test_a_refused_change_leaves_no_trace(loaded: Store):
    before = loaded.read().fingerprint
    with refused("STILL_REFERENCED"):
        loaded.apply(Change("second", AT, "", coke_load().written, {"materials": ["water"]}))
    assert (loaded.read().fingerprint, loaded.loads(), loaded.version()) == (before, (), 1)


def test_a_file_does_not_set_back_a_linkage_that_moved_on(loaded: Store):
    """The register's file still says suggested; in the store somebody has contacted the firm meanwhile."""
    loaded.change_state(contacted())
    after = loaded.get("linkages", [LINKAGE])[0]
    written = next(item for item in linkages() if isinstance(item, Linkage) and item.id == LINKAGE)
    loaded.apply(Change("first", AT, "register.csv", records_of([replace(written, note="新备注")])))
    found = loaded.get("linkages", [LINKAGE])[0]
    assert (found.state, found.version, found.note) == (LinkageState.CONTACTED, 2, "新备注")
    loaded.undo(1, LATER)
    assert loaded.get("linkages", [LINKAGE]) == [after]


def test_a_load_that_was_worked_out_on_other_data_is_refused(loaded: Store):
    read = loaded.moment()
    assert loaded.apply_all((coke_load(),), read)[0].new == 2
    with refused("DATA_MOVED"):
        loaded.apply_all((coke_load(),), read)
    assert len(loaded.loads()) == 1


def test_a_row_belongs_to_the_load_that_last_wrote_it(loaded: Store):
    loaded.upsert(records_of([material("slag", "钢渣", "Slag")]), "second")
    assert loaded.load_tags()["materials"]["slag"] == "second"
    assert loaded.load_tags()["materials"]["water"] == "first"


@pytest.mark.parametrize(
    "referring",
    [material("coke", "焦炭", "Coke", "coal"), target("slag", "coal")],
    ids=["by a row", "in a list"],
)
def test_a_load_that_others_point_at_is_kept_whole(loaded: Store, referring: object):
    loaded.apply(Change("second", AT, "", records_of([material("coal", "煤", "Coal")])))
    loaded.apply(Change("third", AT, "", records_of([referring])))
    before = loaded.read().fingerprint
    with refused("STILL_REFERENCED"):
        loaded.undo(1, LATER)
    assert loaded.read().fingerprint == before
    loaded.undo(2, LATER)
    loaded.undo(1, LATER)


def test_a_load_with_a_linkage_whose_state_was_changed_cannot_be_undone(store: Store):
    store.upsert(records_of([*library(), *enterprises()]), "park")
    store.apply(Change("register", AT, "register.csv", records_of(linkages())))
    store.change_state(contacted())
    with refused("STILL_REFERENCED"):
        store.undo(1, LATER)
    assert len(store.history(LINKAGE)) == 1


def test_a_copy_loses_nothing_either_way(store: Store, other_store: Store):
    store.upsert(records_of([*library(), *enterprises()]), "park")
    store.upsert(records_of(linkages()), "register")
    store.change_state(contacted())
    assert sum(copy(store, other_store).values()) == 61
    assert other_store.read().fingerprint == store.read().fingerprint
    assert other_store.load_tags() == store.load_tags()
    assert other_store.history(LINKAGE) == store.history(LINKAGE)
    other_store.change_state(StateChange(LINKAGE, LinkageState.NEGOTIATING, 2, "李", "2026-04-01T08:00:00Z"))
    copy(other_store, store)
    assert store.read().fingerprint == other_store.read().fingerprint
    assert [event.version for event in store.history(LINKAGE)] == [2, 3]


def test_a_copy_into_a_store_with_other_rows_is_refused_before_it_writes(store: Store, other_store: Store):
    other_store.upsert(park_records(), "first")
    store.upsert(records_of([material("coal", "煤", "Coal")]), "own")
    with refused("COPY_DIFFERS"):
        copy(other_store, store)
    assert store.version() == 1


def test_a_reader_never_sees_half_a_load(opener: Opener, store: Store):
    """While one store replaces all supplies time and again, another reads either the old or the new ones."""
    store.upsert(park_records(), "first")
    writer, reader = opener(), opener()
    done = threading.Event()

    def write() -> None:
        try:
            for round_ in range(1, 6):
                rows = [stream(f"s{number:03}", float(round_)) for number in range(200)]
                writer.upsert(records_of(rows), f"round {round_}")
        finally:
            done.set()

    seen: list[set[float]] = []
    with ThreadPoolExecutor(1) as one:
        writing = one.submit(write)
        while not done.is_set():
            seen.append({item.supply.likely for item in reader.read().all(WasteStream) if item.id != "stack"})
        writing.result()
    seen.append({item.supply.likely for item in reader.read().all(WasteStream) if item.id != "stack"})
    assert all(len(values) <= 1 for values in seen)
    assert seen[-1] == {5.0}


def test_many_threads_may_use_one_store(loaded: Store):
    with ThreadPoolExecutor(4) as four:
        found = list(
            four.map(lambda _: (loaded.search("磷石膏")[0].id, loaded.read().count("ports")), range(12))
        )
    assert set(found) == {("phosphogypsum", 3)}


def test_the_schema_may_be_made_again_and_what_is_there_stays(opener: Opener, loaded: Store):
    again = opener()
    again.ensure_schema()
    assert (again.schema_version(), again.version()) == (SCHEMA_VERSION, 1)
    assert again.read().fingerprint == Snapshot.of(whole_park()).fingerprint


def test_a_store_without_a_schema_says_so(opener: Opener):
    store = opener()
    assert store.schema_version() == 0
    for use in (store.read, store.version, lambda: store.upsert(park_records(), "x")):
        with refused("SCHEMA_OLDER") as refusal:
            use()
        assert refusal.value.exit_code == 6


def test_a_closed_store_cannot_be_used_again(loaded: Store):
    loaded.close()
    with refused("STORE_CLOSED"):
        loaded.read()
    loaded.close()
