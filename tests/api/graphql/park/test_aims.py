from __future__ import annotations

from tests.api.conftest import Asker


def test_scenarios_are_listed_with_their_changes(ask_anning: Asker) -> None:
    found = ask_anning.data("{ scenarios { localId nameZh changes { tableName rowId field newValue } } }")[
        "scenarios"
    ]
    closes = next(item for item in found if item["localId"] == "kunming-steel-closes")
    assert closes["nameZh"] == "昆钢停产"
    assert closes["changes"] == [
        {"tableName": "enterprises", "rowId": "kunming-steel", "field": "state", "newValue": "closed"}
    ]


def test_a_plan_under_a_scenario_stands_beside_the_plan_of_today(ask_anning: Asker) -> None:
    data = ask_anning.data(
        """{
          today: plan { totals { unit net } benefitRange { low middle high } coverage { money } }
          closed: plan(scenario: "昆钢停产") { totals { unit net } benefitRange { low middle high }
            streams { stream { localId } supply } }
          planComparison(scenario: "kunming-steel-closes") {
            totals { unit measure before after }
            flows { change before after }
            benefit { before { low middle high } after { low middle high } difference { low high } }
            co2 { difference { low high } }
            coverageBefore { money }
            coverageAfter { enough }
          }
        }"""
    )
    net = {name: data[name]["totals"][0]["net"] for name in ("today", "closed")}
    assert net["closed"] < net["today"]
    compared = next(
        item for item in data["planComparison"]["totals"] if (item["unit"], item["measure"]) == ("t", "net")
    )
    assert (compared["before"], compared["after"]) == (net["today"], net["closed"])
    assert any(
        flow["change"] == "VANISHED" and flow["after"] == 0.0 for flow in data["planComparison"]["flows"]
    )
    benefit = data["planComparison"]["benefit"]
    assert [benefit[side] for side in ("before", "after")] == [
        data[name]["benefitRange"] for name in ("today", "closed")
    ]
    assert benefit["difference"]["low"] == benefit["after"]["low"] - benefit["before"]["high"]
    assert data["planComparison"]["coverageBefore"] == data["today"]["coverage"]
    supply = {item["stream"]["localId"]: item["supply"] for item in data["closed"]["streams"]}
    assert supply["kunming-steel--steel-slag"] == 0.0


def test_an_unknown_scenario_is_a_coded_error(ask_anning: Asker) -> None:
    for question in (
        '{ scenario(id: "moon") { localId } }',
        '{ plan(scenario: "moon") { fingerprint } }',
        '{ planComparison(scenario: "moon") { before } }',
    ):
        assert ask_anning.codes(question) == ["UNKNOWN_SCENARIO"]
