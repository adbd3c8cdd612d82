from __future__ import annotations

from graph.snapshot import records_of
from graph.stores import Store
from tests.api.conftest import Asker
from tests.parks import material

PAGE = """query ($first: Int, $after: String, $last: Int, $before: String) {
    materials(first: $first, after: $after, last: $last, before: $before) {
        totalCount edges { cursor node { localId } } nodes { localId }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    } }"""
#: The materials of the small park, by id.
ALL = ["gypsum", "phosphogypsum", "plaster", "slag", "water"]


def ids(page: dict) -> list[str]:  # type: ignore[type-arg]
    assert [edge["node"] for edge in page["edges"]] == page["nodes"]
    return [node["localId"] for node in page["nodes"]]


def test_pages_forward_cover_the_list_without_overlap(ask: Asker) -> None:
    first = ask.data(PAGE, first=2)["materials"]
    second = ask.data(PAGE, first=2, after=first["pageInfo"]["endCursor"])["materials"]
    third = ask.data(PAGE, first=2, after=second["pageInfo"]["endCursor"])["materials"]
    assert [ids(first), ids(second), ids(third)] == [ALL[:2], ALL[2:4], ALL[4:]]
    assert [page["pageInfo"]["hasNextPage"] for page in (first, second, third)] == [True, True, False]
    assert [page["pageInfo"]["hasPreviousPage"] for page in (first, second, third)] == [False, True, True]
    assert first["totalCount"] == 5


def test_pages_backward_cover_the_list_without_overlap(ask: Asker) -> None:
    last = ask.data(PAGE, last=2)["materials"]
    before = ask.data(PAGE, last=3, before=last["pageInfo"]["startCursor"])["materials"]
    assert [ids(last), ids(before)] == [ALL[3:], ALL[:3]]
    assert last["pageInfo"]["hasPreviousPage"]
    assert not before["pageInfo"]["hasPreviousPage"]


def test_an_empty_page_has_no_cursors(ask: Asker) -> None:
    page = ask.data(PAGE, first=0)["materials"]
    assert ids(page) == []
    assert page["pageInfo"]["startCursor"] is None
    assert page["pageInfo"]["hasNextPage"]


def test_between_two_cursors_lies_what_stands_between_them(ask: Asker) -> None:
    cursors = [edge["cursor"] for edge in ask.data(PAGE, first=5)["materials"]["edges"]]
    assert ids(ask.data(PAGE, after=cursors[0], before=cursors[3])["materials"]) == ALL[1:3]
    assert ids(ask.data(PAGE, after=cursors[3], before=cursors[1])["materials"]) == []


def test_a_cursor_stays_good_when_a_row_is_added_before_it(ask: Asker, store: Store) -> None:
    end = ask.data(PAGE, first=2)["materials"]["pageInfo"]["endCursor"]
    store.upsert(records_of([material("ash", "灰", "Ash")]), "more")
    assert ids(ask.data(PAGE, first=1, after=end)["materials"]) == ["plaster"]


def test_without_a_size_the_page_has_the_size_of_the_settings(ask_outside: Asker) -> None:
    assert len(ids(ask_outside.data(PAGE)["materials"])) == 5
    page = ask_outside.data("{ parks { nodes { localId } pageInfo { hasNextPage } } }")["parks"]
    assert page["pageInfo"]["hasNextPage"] is False


def test_a_page_that_cannot_be_is_the_clients_mistake(ask_outside: Asker) -> None:
    assert ask_outside.codes(PAGE, first=-1) == ["BAD_PAGE"]
    assert ask_outside.codes(PAGE, last=-5) == ["BAD_PAGE"]
    assert ask_outside.codes(PAGE, first=201) == ["BAD_PAGE"]
    assert ask_outside.codes(PAGE, first=1, last=1) == ["BAD_PAGE"]


def test_a_cursor_that_names_nothing_is_the_clients_mistake(ask: Asker) -> None:
    of_a_park = ask.data("{ parks { edges { cursor } } }")["parks"]["edges"][0]["cursor"]
    for cursor in ("", "nonsense", "磷", "YXQ6bm9ib2R5", of_a_park):
        assert ask.codes(PAGE, first=1, after=cursor) == ["BAD_CURSOR"]
        assert ask.codes(PAGE, last=1, before=cursor) == ["BAD_CURSOR"]
