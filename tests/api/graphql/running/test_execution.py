from __future__ import annotations

import re

import pytest

from api.graphql.context import Context
from api.graphql.running.execution import Request, execute
from api.views.service import Service
from tests.api.conftest import Asker, codes


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("query ($n: Int!) { materials(first: $n) { totalCount } }", "BAD_USER_INPUT"),
        ("query A { __typename } query B { __typename }", "UNKNOWN_OPERATION"),
        ("fragment f on Park { id }", "UNKNOWN_OPERATION"),
        ("", "BAD_REQUEST"),
    ],
)
def test_what_is_refused_before_execution_has_a_code_and_no_data(query: str, code: str, ask: Asker) -> None:
    answer = ask.answer(query)
    assert codes(answer.body) == [code]
    assert "data" not in answer.body
    assert answer.status == 400


def test_the_operation_that_is_named_is_the_one_that_runs(service: Service) -> None:
    document = "query A { __typename } query B { snapshot { dataVersion } }"
    context = Context(service)
    assert execute(Request(document, operation="A"), context).body == {"data": {"__typename": "Query"}}
    unknown = execute(Request(document, operation="C"), context)
    assert codes(unknown.body) == ["UNKNOWN_OPERATION"]


def test_a_refusal_of_one_field_leaves_the_others(ask: Asker) -> None:
    answer = ask.answer('{ node(id: "nonsense") { id } snapshot { dataVersion } }')
    assert answer.status == 200
    assert answer.body["data"]["node"] is None
    assert answer.body["data"]["snapshot"] == {"dataVersion": 1}
    assert answer.body["errors"][0]["path"] == ["node"]
    assert codes(answer.body) == ["BAD_ID"]


def test_one_bad_root_field_leaves_the_others(ask: Asker) -> None:
    """Case D3: roots that promised a value made the whole answer null."""
    answer = ask.answer("""{
        paretoFront(objectives: [TONNES]) { solved }
        plan(scenario: "nope") { fingerprint }
        wasteStreams(enterprise: "nope") { totalCount }
        snapshot { dataVersion }
    }""")
    assert codes(answer.body) == ["BAD_OPTION", "UNKNOWN_SCENARIO", "NOT_FOUND"]
    assert answer.body["data"] == {
        "paretoFront": None,
        "plan": None,
        "wasteStreams": None,
        "snapshot": {"dataVersion": 1},
    }


def test_an_unexpected_error_is_masked_and_logged(
    service: Service, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_options: object) -> object:
        raise RuntimeError("the password is swordfish")

    context = Context(service)
    monkeypatch.setattr(context.view, "plan", broken)
    body = execute(Request("{ plan { fingerprint } }"), context).body
    error = body["errors"][0]
    assert error["extensions"]["code"] == "INTERNAL_ERROR"
    assert "swordfish" not in str(body)
    assert error["extensions"]["reference"] in caplog.text
    assert "swordfish" in caplog.text


def test_a_refused_query_leaves_nothing_in_the_log(ask: Asker, caplog: pytest.LogCaptureFixture) -> None:
    ask.answer("{ nothing }")
    ask.answer('{ node(id: "nonsense") { id } }')
    ask.answer("{" * 10)
    assert caplog.text == ""


@pytest.mark.parametrize(
    "query",
    [
        "{",
        "{ nothing }",
        "{ enterprises(first: -1) { totalCount } }",
        "{ plan(objective: PROFIT) { fingerprint } }",
        "",
    ],
)
def test_every_error_speaks_both_languages(ask: Asker, query: str) -> None:
    for error in ask.answer(query).body["errors"]:
        assert error["extensions"]["messageEn"] == error["message"]
        assert re.search("[\u4e00-\u9fff]", error["extensions"]["messageZh"])
