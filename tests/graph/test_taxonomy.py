from __future__ import annotations

from graph.snapshot import Snapshot
from graph.taxonomy import parents_in, upward
from tests.cold import substance


def test_a_walk_up_ends_at_the_top_and_where_it_comes_round() -> None:
    assert upward("a", {"a": "b", "b": "c"}.get) == ("a", "b", "c")
    assert upward("a", {"a": "b", "b": "c", "c": "a"}.get) == ("a", "b", "c")
    assert upward("unknown", {}.get) == ("unknown",)


def test_parents_are_read_from_the_column_of_a_table() -> None:
    snapshot = Snapshot.of([substance("slag"), substance("steel slag", "slag")])
    assert parents_in(snapshot, "materials", "kind_of") == {"slag": None, "steel-slag": "slag"}
