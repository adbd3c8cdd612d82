"""The whole graph as columns, with a fingerprint."""

import gc
import math
import pickle
from dataclasses import replace
from weakref import ref

from graph import model
from graph.ranges import Range
from graph.snapshot import Snapshot, records_of
from graph.tables import TABLES
from tests.built_recipes import technology
from tests.graph.park import material, small_park


def test_a_snapshot_holds_every_table_sorted_by_id() -> None:
    snapshot = Snapshot.of(small_park())
    assert list(snapshot.tables) == list(TABLES)
    assert list(snapshot.strings("materials", "id")) == ["powder", "slag", "water"]
    assert snapshot.count("prices") == 0


def test_the_fingerprint_is_of_the_content_not_of_the_order() -> None:
    park = small_park()
    assert Snapshot.of(park).fingerprint == Snapshot.of(list(reversed(park))).fingerprint


def test_any_change_changes_the_fingerprint() -> None:
    park = small_park()
    before = Snapshot.of(park).fingerprint
    for position, entity in enumerate(park):
        field = next(name for name in ("note", "component", "name_en") if hasattr(entity, name))
        changed = [*park[:position], replace(entity, **{field: "other"}), *park[position + 1 :]]
        assert Snapshot.of(changed).fingerprint != before


def test_zero_and_unknown_are_different_content() -> None:
    stream = next(item for item in small_park() if isinstance(item, model.WasteStream))
    zero = Snapshot.of([replace(stream, stock=Range.exact(0.0))])
    unknown = Snapshot.of([replace(stream, stock=None)])
    assert zero.fingerprint != unknown.fingerprint
    assert math.isnan(unknown.numbers("waste_streams", "stock_likely")[0])


def test_yes_and_no_come_as_bools() -> None:
    snapshot = Snapshot.of([replace(technology("fill"), final_use=True), technology("mill")])
    assert snapshot.flags("technologies", "final_use").tolist() == [True, False]


def test_objects_come_back_as_they_went_in() -> None:
    park = small_park()
    snapshot = Snapshot.of(park)
    for entity in park:
        assert snapshot.by_id(type(entity))[entity.id] == entity


def test_added_records_replace_rows_of_the_same_id() -> None:
    snapshot = Snapshot.of([material("slag"), material("powder")])
    merged = snapshot.with_records(records_of([material("slag", kind_of="powder"), material("ash")]))
    assert [item.id for item in merged.all(model.Material)] == ["ash", "powder", "slag"]
    assert merged.by_id(model.Material)["slag"].kind_of == "powder"
    assert snapshot.by_id(model.Material)["slag"].kind_of is None


def test_positions_are_rows_or_minus_one() -> None:
    snapshot = Snapshot.of(small_park())
    assert snapshot.positions("materials", ["water", "nothing", "powder"]).tolist() == [2, -1, 0]
    assert snapshot.positions("materials", []).tolist() == []


def test_what_rows_name_is_looked_up_once_until_a_table_of_it_changes() -> None:
    """Ash, powder of slag, slag: only powder names another; with lime the rows behind it move on."""
    before = Snapshot.of([material("slag"), material("powder", kind_of="slag"), material("ash")])
    found = before.rows("materials", "kind_of")
    assert found.tolist() == [-1, 2, -1]
    assert before.rows("materials", "kind_of") is found
    assert before.with_records(records_of([technology("mill")])).rows("materials", "kind_of") is found
    after = before.with_records(records_of([material("lime")]))
    assert after.rows("materials", "kind_of").tolist() == [-1, -1, 3, -1]
    assert pickle.loads(pickle.dumps(before)).rows("materials", "kind_of").tolist() == [-1, 2, -1]


def test_what_is_made_of_some_tables_is_made_again_only_when_one_of_them_changes() -> None:
    made: list[int] = []

    def count(snapshot: Snapshot) -> int:
        made.append(snapshot.count("materials"))
        return made[-1]

    snapshot = Snapshot.of([material("slag"), material("powder")])
    assert snapshot.derived(count, "materials") == 2
    elsewhere = snapshot.with_records(records_of([model.Park(id="park", evidence=material("slag").evidence)]))
    assert elsewhere.derived(count, "materials") == 2
    more = elsewhere.with_records(records_of([material("ash")]))
    assert more.derived(count, "materials") == 3
    assert snapshot.derived(count, "materials") == 2
    assert made == [2, 3]


def test_what_is_made_for_one_of_two_that_differ_elsewhere_is_made_for_the_other_too() -> None:
    made: list[int] = []

    def count(snapshot: Snapshot) -> int:
        made.append(snapshot.count("materials"))
        return made[-1]

    snapshot = Snapshot.of([material("slag"), material("powder")])
    rows = [records_of([model.Park(id=name, evidence=material("slag").evidence)]) for name in ("a", "b")]
    first, second = (snapshot.with_records(row) for row in rows)
    assert first.derived(count, "materials") == second.derived(count, "materials") == 2
    assert snapshot.derived(count, "materials") == 2
    assert first.all(model.Material) is second.all(model.Material)
    assert made == [2]


def test_a_snapshot_does_not_keep_alive_the_one_that_it_was_made_from() -> None:
    snapshot = Snapshot.of([material("slag"), material("powder")])
    park = model.Park(id="park", evidence=material("slag").evidence)
    after = snapshot.with_records(records_of([park]))
    before = ref(snapshot)
    del snapshot
    gc.collect()
    assert before() is None
    assert pickle.loads(pickle.dumps(after)) == after
    assert after.derived(lambda given: given.count("materials"), "materials") == 2


def test_of_what_is_made_for_something_given_the_last_is_kept() -> None:
    made: list[int] = []

    def more(snapshot: Snapshot, than: int) -> int:
        made.append(than)
        return snapshot.count("materials") - than

    snapshot = Snapshot.of([material("slag"), material("powder")])
    asked = [snapshot.derived(more, "materials", given=(than,)) for than in (1, 1, 0, 0, 1)]
    assert asked == [1, 1, 2, 2, 1]
    assert made == [1, 0, 1]
