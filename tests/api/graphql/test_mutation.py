from __future__ import annotations

from tests.api.conftest import Asker
from tests.parks import LINKAGE

CHANGE = """mutation ($change: LinkageStateChange!) { changeLinkageState(change: $change) { linkage {
    localId state version allowedStates
    history { at before after version actor note linkage { version } }
} } }"""


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


def test_two_who_change_the_same_version_cannot_both_win(ask: Asker) -> None:
    ask.data(CHANGE, change=wish())
    assert ask.codes(CHANGE, change=wish(state="REJECTED")) == ["VERSION_CONFLICT"]


def test_a_step_that_is_not_allowed_or_a_linkage_that_is_not_there_is_refused(ask: Asker) -> None:
    assert ask.codes(CHANGE, change=wish(state="OPERATING")) == ["STATE_CHANGE_NOT_ALLOWED"]
    assert ask.codes(CHANGE, change=wish(id="nobody")) == ["UNKNOWN_LINKAGE"]
    assert ask.codes(CHANGE, change=wish(state="ELSEWHERE")) == ["BAD_USER_INPUT"]
