from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from api.views.service import Service
from graph import model
from graph.snapshot import records_of
from graph.stores import Store
from tests.api.conftest import Asker, codes
from tests.parks import LINKAGE

CHANGE = """mutation ($change: LinkageStateChange!) { changeLinkageState(change: $change) {
    linkage {
        localId state version allowedStates
        history { at before after version actor note linkage { version } }
    }
    userErrors { code field messageZh messageEn }
} }"""


def wish(**changes: object) -> dict[str, object]:
    return {"id": LINKAGE, "state": "CONTACTED", "version": 1, "actor": "王", **changes}


def test_a_linkage_moves_on_and_its_history_is_kept(ask: Asker) -> None:
    linkage = ask.data(CHANGE, change=wish(note="rang them"))["changeLinkageState"]["linkage"]
    assert (linkage["state"], linkage["version"]) == ("CONTACTED", 2)
    assert linkage["allowedStates"] == ["NEGOTIATING", "REJECTED"]
    assert linkage["history"] == [
        {
            "at": "2026-05-04T12:00:00.000+00:00",
            "before": "SUGGESTED",
            "after": "CONTACTED",
            "version": 2,
            "actor": "王",
            "note": "rang them",
            "linkage": {"version": 2},
        }
    ]
    found = ask.data("{ linkages(state: CONTACTED) { nodes { localId } } }")["linkages"]["nodes"]
    assert found == [{"localId": LINKAGE}]


def test_the_global_id_names_the_linkage_as_well(ask: Asker) -> None:
    nodes = ask.data("{ linkages { nodes { id localId } } }")["linkages"]["nodes"]
    id = next(node["id"] for node in nodes if node["localId"] == LINKAGE)
    changed = ask.data(CHANGE, change=wish(id=id))["changeLinkageState"]["linkage"]
    assert changed["localId"] == LINKAGE


def refusals(ask: Asker, **changes: object) -> list[tuple[str, str]]:
    """Code and field of what a wish is refused for."""
    answer = ask.data(CHANGE, change=wish(**changes))["changeLinkageState"]
    assert (answer["linkage"] is None) == bool(answer["userErrors"])
    assert all(re.search("[\u4e00-\u9fff]", error["messageZh"]) for error in answer["userErrors"])
    return [(error["code"], error["field"]) for error in answer["userErrors"]]


def test_two_who_change_the_same_version_cannot_both_win(ask: Asker) -> None:
    assert refusals(ask) == []
    assert refusals(ask, state="REJECTED") == [("VERSION_CONFLICT", "version")]


def test_a_step_that_is_not_allowed_or_a_linkage_that_is_not_there_is_refused(ask: Asker) -> None:
    assert refusals(ask, state="OPERATING") == [("STATE_CHANGE_NOT_ALLOWED", "state")]
    assert refusals(ask, id="nobody") == [("UNKNOWN_LINKAGE", "id")]
    assert ask.codes(CHANGE, change=wish(state="ELSEWHERE")) == ["BAD_USER_INPUT"]


def test_what_was_stored_is_answered_though_another_change_is_refused(ask: Asker) -> None:
    """Case D2: one good change, one of a linkage that is not there."""
    both = """mutation ($good: LinkageStateChange!, $bad: LinkageStateChange!) {
        a: changeLinkageState(change: $good) { linkage { version } userErrors { code } }
        b: changeLinkageState(change: $bad) { linkage { version } userErrors { code } }
    }"""
    assert ask.data(both, good=wish(), bad=wish(id="nobody")) == {
        "a": {"linkage": {"version": 2}, "userErrors": []},
        "b": {"linkage": None, "userErrors": [{"code": "UNKNOWN_LINKAGE"}]},
    }
    assert ask.service.view().get(model.Linkage, LINKAGE).version == 2


def test_what_was_stored_is_answered_though_another_change_fails_unexpectedly(
    ask: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Service.change_linkage_state

    def breaks(self: Service, linkage: str, *given: Any) -> model.Linkage:
        if linkage == "nobody":
            raise RuntimeError("the disk is gone")
        return whole(self, linkage, *given)

    monkeypatch.setattr(Service, "change_linkage_state", breaks)
    both = """mutation ($good: LinkageStateChange!, $bad: LinkageStateChange!) {
        a: changeLinkageState(change: $good) { linkage { version } }
        b: changeLinkageState(change: $bad) { linkage { version } }
    }"""
    body = ask.answer(both, good=wish(), bad=wish(id="nobody")).body
    assert body["data"] == {"a": {"linkage": {"version": 2}}, "b": None}
    assert codes(body) == ["INTERNAL_ERROR"]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("actor", ""),
        ("actor", "  \t "),
        ("actor", "x" * 201),
        ("actor", "王\x00芳"),
        ("actor", "\u202egnaF"),
        ("actor", "Wa\u200bng"),
        ("actor", "two\nlines"),
        ("actor", "\ud800"),
        ("note", "x" * 2_001),
        ("note", "\u2066aside\u2069"),
    ],
)
def test_an_actor_or_a_note_that_cannot_be_kept_is_refused_and_nothing_changes(
    ask: Asker, field: str, text: str
) -> None:
    """Case D6: 800 kB, NUL, marks that turn the writing, half a character, nothing at all."""
    assert refusals(ask, **{field: text}) == [("BAD_TEXT", field)]
    assert refusals(ask, actor="王芳", note="two lines\nare a note") == []


def test_the_history_of_many_linkages_asks_the_store_nothing(ask: Asker, store: Store) -> None:
    """Case D10: 200 linkages, their history from the graph that was read already."""
    rows = [replace(ask.service.view().all(model.Linkage)[0], id=f"more-{n:03}") for n in range(200)]
    store.upsert(records_of(rows), "more")
    for n in range(0, 200, 50):
        ask.data(CHANGE, change=wish(id=f"more-{n:03}"))
    ask.service.view()

    class Silent:
        def __getattr__(self, name: str) -> Any:
            assert name == "moment", name
            return getattr(store, name)

    ask.service.store = Silent()  # type: ignore[assignment]  # it must not be asked for more
    nodes = ask.data("{ linkages(first: 300) { nodes { localId history { after } } } }")["linkages"]["nodes"]
    changed = [node["localId"] for node in nodes if node["history"] and "more" in node["localId"]]
    assert changed == [f"more-{n:03}" for n in range(0, 200, 50)]
    assert len(nodes) > 200


OUTLINE = """mutation ($given: OutlineGiven!) { setOutline(given: $given) {
    outline corners distance kept userErrors { code field messageZh messageEn }
} }"""
SQUARE = [[102.4, 24.9], [102.5, 24.9], [102.5, 25.0], [102.4, 25.0], [102.4, 24.9]]


def outline(ask: Asker, ring: list[list[float]], **changes: object) -> dict[str, Any]:
    """What becomes of an outline of one ring of the only park."""
    geojson = json.dumps({"type": "Polygon", "coordinates": [ring]})
    given = {"geojson": geojson, "datum": "WGS84", "park": "anning", "name": "park.json", **changes}
    found: dict[str, Any] = ask.data(OUTLINE, given=given)["setOutline"]
    return found


def test_an_outline_is_looked_at_then_kept_and_a_bad_one_is_refused_in_both_languages(ask: Asker) -> None:
    def kept() -> list[str]:
        nodes = ask.data("{ parks { nodes { outline } } }")["parks"]["nodes"]
        return [node["outline"] for node in nodes if node["outline"] is not None]

    looked_at = outline(ask, SQUARE, keep=False)
    assert (looked_at["corners"], looked_at["kept"], looked_at["userErrors"]) == (4, False, [])
    # An area has one, the park has none yet.
    (before,) = kept()
    assert outline(ask, SQUARE)["kept"]
    assert [json.loads(text)["coordinates"] for text in kept() if text != before] == [[[SQUARE]]]
    stale = outline(ask, SQUARE, version=1)
    assert [stale["kept"], stale["userErrors"][0]["code"], stale["userErrors"][0]["field"]] == [
        False, "OUTLINE_MOVED", "version",
    ]  # fmt: skip
    bow = [SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0]]
    for ring, changes, code, field in (
        (bow, {}, "OUTLINE_CROSSES", "geojson"),
        (SQUARE, {"park": "nowhere"}, "UNKNOWN_PARK", "park"),
        (SQUARE, {"name": "x" * 201}, "BAD_TEXT", "name"),
    ):
        refused = outline(ask, ring, **changes)
        (error,) = refused["userErrors"]
        assert (error["code"], error["field"], refused["kept"]) == (code, field, False)
        assert error["messageZh"] != error["messageEn"]
    assert len(kept()) == 2
