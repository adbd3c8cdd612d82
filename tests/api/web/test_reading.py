from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from api.settings import Settings
from api.views.service import Service
from api.web.reading import MOST_KEPT, KeptAnswers, Reading
from graph.errors import SymbioflowError
from graph.vocabulary import LinkageState
from tests.parks import LINKAGE


def test_an_answer_is_read_once_and_the_oldest_makes_room() -> None:
    kept = KeptAnswers()
    read: list[int] = []

    def ask(key: int) -> int:
        return kept.once(key, lambda: read.append(key) or key)  # type: ignore[func-returns-value]

    assert [ask(1), ask(1)] == [1, 1]
    for key in range(2, MOST_KEPT + 1):
        ask(key)
    ask(1)
    ask(99)
    assert read == [*range(1, MOST_KEPT + 1), 99]
    ask(1)
    ask(2)
    assert read[-2:] == [99, 2]


def test_what_was_read_is_read_again_once_the_data_have_changed(park_service: Service) -> None:
    reading = Reading(park_service, Settings(), KeptAnswers())
    read: list[int] = []
    for _ in range(2):
        reading.once("rows", lambda: read.append(0))
    park_service.change_linkage_state(LINKAGE, LinkageState.CONTACTED, 1, "somebody", "")
    reading.once("rows", lambda: read.append(1))
    assert read == [0, 1]


def test_a_page_may_ask_for_no_more_than_a_partner(service: Service) -> None:
    tight = Reading(service, Settings(cost_limit=100), KeptAnswers())
    with pytest.raises(SymbioflowError) as refused:
        tight.read("year")
    assert refused.value.code == "QUERY_TOO_EXPENSIVE"


def test_every_page_of_a_list_is_read(service: Service) -> None:
    reading = Reading(service, Settings(), KeptAnswers())
    rows = reading.read_all("matches", "suggestions", park=None, top=0)
    assert (
        len(rows) == reading.read("matches", park=None, top=0, after=None)["suggestions"]["totalCount"] > 200
    )
    assert len({row["localId"] for row in rows}) == len(rows)


def page_of(*ids: str, after: str | None) -> Mapping[str, Any]:
    info = {"hasNextPage": after is not None, "endCursor": after}
    return {"enterprises": {"nodes": [{"localId": id} for id in ids], "pageInfo": info}}


@pytest.mark.parametrize("stale", [True, False])
def test_a_list_whose_data_change_between_two_of_its_pages_is_read_anew(
    park_service: Service, monkeypatch: pytest.MonkeyPatch, stale: bool
) -> None:
    """The firm at which the first page ended may be gone, or not: no list is of two states of the data."""
    asked: list[object] = []

    def read(self: Reading, document: str, **variables: object) -> Mapping[str, Any]:
        asked.append(variables["after"])
        if len(asked) == 2:
            park_service.change_linkage_state(LINKAGE, LinkageState.CONTACTED, 1, "somebody", "")
            if stale:
                raise SymbioflowError("BAD_CURSOR", given=variables["after"])
        return page_of("mill", after="mill") if variables["after"] is None else page_of("works", after=None)

    monkeypatch.setattr(Reading, "read", read)
    rows = Reading(park_service, Settings(), KeptAnswers()).read_all("firms", "enterprises", park=None)
    assert [row["localId"] for row in rows] == ["mill", "works"]
    assert asked == [None, "mill", None, "mill"]


def test_a_cursor_that_was_never_of_the_list_is_refused(
    park_service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(self: Reading, document: str, **variables: object) -> Mapping[str, Any]:
        raise SymbioflowError("BAD_CURSOR", given="nowhere")

    monkeypatch.setattr(Reading, "read", read)
    with pytest.raises(SymbioflowError, match="nowhere"):
        Reading(park_service, Settings(), KeptAnswers()).read_all("firms", "enterprises", park=None)
