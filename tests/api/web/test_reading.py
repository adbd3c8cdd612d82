from __future__ import annotations

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
