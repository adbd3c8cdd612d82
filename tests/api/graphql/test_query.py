from __future__ import annotations

import base64

import pytest

from api.graphql.context import Context
from api.graphql.running.execution import Request, execute
from api.views.selection import Filter, refusals
from api.views.service import Service
from graph.tables import TABLES
from tests.api.conftest import Asker, codes


def global_id(kind: str, id: str) -> str:
    return base64.b64encode(f"{kind}:{id}".encode()).decode()


def test_the_graph_is_walked_from_enterprise_to_suggested_facility(service: Service) -> None:
    query = """{ enterprises(text: "昆明钢铁") { nodes { wasteStreams { nodes {
        localId material { nameZh kindOf { localId } }
        suggestions(first: 1) { nodes {
            facility { technology { ports { direction material { nameZh } } } }
            pathway { gives { nameEn } }
        } } } } } } }"""
    data = execute(Request(query), Context(service)).body["data"]
    streams = data["enterprises"]["nodes"][0]["wasteStreams"]["nodes"]
    slag = next(stream for stream in streams if stream["localId"] == "kunming-steel--steel-slag")
    assert slag["material"]["nameZh"] == "钢渣"
    assert slag["suggestions"]["nodes"][0]["facility"]["technology"]["ports"]
    assert slag["suggestions"]["nodes"][0]["pathway"][0]["gives"]["nameEn"]


def test_a_quantity_comes_with_the_unit_of_its_material(ask: Asker) -> None:
    stream = ask.data(
        "{ wasteStreams { nodes { supply { low likely high unit } moisture { unit } stock { unit } } } }"
    )["wasteStreams"]["nodes"][0]
    assert stream["supply"]["likely"] == 1_200_000.0
    assert stream["supply"]["unit"] == "t/yr"
    assert stream["moisture"]["unit"] == "mass % wet"
    assert stream["stock"] is None


def test_a_cost_is_per_unit_of_its_class_and_a_price_per_unit_of_what_is_bought(ask: Asker) -> None:
    found = ask.data(
        """{ technology: technologies(text: "calcining", first: 1) { nodes { localId costSheets {
        processClass { operating { unit } electricity { unit } capital { unit } } } } }
        markets(text: "plaster-region", wastes: false, first: 1) { nodes { price { unit } } } }"""
    )
    (technology,) = found["technology"]["nodes"]
    (sheet,) = technology["costSheets"]
    units = {name: quantity["unit"] for name, quantity in sheet["processClass"].items()}
    assert units == {"operating": "CNY/t", "electricity": "kWh/t", "capital": "CNY/t"}
    assert found["markets"]["nodes"] == [{"price": {"unit": "CNY/t"}}]


def test_a_facilitys_capacity_is_in_the_unit_of_its_main_input(ask: Asker) -> None:
    nodes = ask.data("{ facilities { nodes { capacity { likely unit } } } }")["facilities"]["nodes"]
    assert nodes[0]["capacity"] == {"likely": 100_000.0, "unit": "t/yr"}


def test_a_components_amount_is_in_its_basis(ask: Asker) -> None:
    query = '{ materials(text: "phosphogypsum") { nodes { components { amount { likely unit } } } } }'
    node = ask.data(query)["materials"]["nodes"][0]
    assert node["components"] == [{"amount": {"likely": 0.7, "unit": "mass % dry"}}]


def test_a_demo_estimate_is_seen_to_be_one(ask: Asker) -> None:
    query = "{ materials { nodes { localId evidence { grade gradeZh demoEstimate sources { citation } } } } }"
    by_id = {node["localId"]: node["evidence"] for node in ask.data(query)["materials"]["nodes"]}
    assert by_id["slag"] == {
        "grade": "ESTIMATE",
        "gradeZh": "演示估计值，无来源",
        "demoEstimate": True,
        "sources": [],
    }
    assert by_id["gypsum"]["demoEstimate"] is False
    assert by_id["gypsum"]["sources"] == [{"citation": 'Survey of "the" park'}, {"citation": "统计年鉴"}]


def test_an_object_is_found_by_its_global_id_whatever_its_kind(ask: Asker) -> None:
    query = "query ($id: ID!) { node(id: $id) { id __typename ... on Park { nameEn } } }"
    park = global_id("Park", "anning")
    assert ask.data(query, id=park)["node"] == {"id": park, "__typename": "Park", "nameEn": "Anning park"}
    for suggestion in ask.data("{ suggestions { nodes { id } } }")["suggestions"]["nodes"]:
        assert ask.data(query, id=suggestion["id"])["node"]["__typename"] == "Suggestion"
    assert ask.data(query, id=global_id("Park", "gone"))["node"] is None


@pytest.mark.parametrize(
    "id", ["nonsense", global_id("Quantity", "1"), global_id("Weather", "1"), "UGFyaw==", "磷"]
)
def test_a_global_id_that_was_never_given_out_is_the_clients_mistake(id: str, ask: Asker) -> None:
    assert ask.codes("query ($id: ID!) { node(id: $id) { id } }", id=id) == ["BAD_ID"]


def test_filters_take_global_ids_and_the_ids_of_files(ask: Asker) -> None:
    query = "query ($m: ID!) { wasteStreams(material: $m) { totalCount } }"
    for id in ("gypsum", global_id("Material", "gypsum")):
        assert ask.data(query, m=id)["wasteStreams"]["totalCount"] == 1
    assert ask.codes(query, m=global_id("Park", "anning")) == ["BAD_ID"]


def test_suggestions_of_an_unknown_stream_are_not_silently_none(ask: Asker) -> None:
    assert ask.codes('{ suggestions(stream: "nobody") { totalCount } }') == ["NOT_FOUND"]
    assert ask.codes('{ suggestion(id: "a>b>c") { score } }') == ["UNKNOWN_SUGGESTION"]


def test_a_refused_suggestion_says_so(service: Service) -> None:
    refusal = refusals(service.view(), Filter(), None)[0]
    wanted = f"{refusal.stream}>{refusal.facility}>{refusal.port}"
    query = Request("query ($id: ID!) { suggestion(id: $id) { score } }", {"id": wanted})
    assert codes(execute(query, Context(service)).body) == ["REFUSED_SUGGESTION"]


def test_an_explanation_has_the_score_that_ranked(service: Service) -> None:
    context = Context(service)
    listed = execute(Request("{ suggestions(first: 3) { nodes { id score } } }"), context).body["data"]
    for item in listed["suggestions"]["nodes"]:
        query = Request("query ($id: ID!) { suggestion(id: $id) { id score } }", {"id": item["id"]})
        assert execute(query, context).body["data"]["suggestion"] == item


def test_search_finds_names_in_both_languages_with_the_object(ask: Asker) -> None:
    query = "query ($t: String!) { search(text: $t, limit: 3) { table localId node { __typename } } }"
    first = {"table": "enterprises", "localId": "gypsum-plant", "node": {"__typename": "Enterprise"}}
    assert ask.data(query, t="滇石膏业")["search"][0] == first
    assert ask.data(query, t="Dian gypsum plant")["search"][0] == first
    assert ask.codes('{ search(text: "x", limit: 0) { localId } }') == ["BAD_PAGE"]


def test_the_snapshot_says_which_data_answered(ask: Asker) -> None:
    found = ask.data("{ snapshot { fingerprint dataVersion counts { table rows } } }")["snapshot"]
    view = ask.service.view()
    assert found["fingerprint"] == view.snapshot.fingerprint
    assert found["dataVersion"] == view.version
    assert {row["table"]: row["rows"] for row in found["counts"]} == {
        name: view.snapshot.count(name) for name in TABLES
    }


def test_the_plan_is_the_domains_number_for_number(service: Service) -> None:
    query = Request("{ plan { fingerprint totals { unit supply baseline gross residue net utilisation } } }")
    plan = execute(query, Context(service)).body["data"]["plan"]
    made = service.view().plan()
    assert plan["fingerprint"] == made.fingerprint
    assert plan["totals"][0] == {
        "unit": "TONNE",
        "supply": made.totals[0].supply,
        "baseline": made.totals[0].baseline,
        "gross": made.totals[0].gross,
        "residue": made.totals[0].residue,
        "net": made.totals[0].net,
        "utilisation": made.totals[0].utilisation,
    }


def test_the_spread_has_a_price_that_aliases_cannot_get_around(ask_outside: Asker) -> None:
    once = "{ planUncertainty(draws: 10) { draws totals { measure p50 } } }"
    assert ask_outside.data(once)["planUncertainty"]["draws"] == 10
    often = " ".join(f"a{n}: planUncertainty(draws: 10000, seed: {n}) {{ draws }}" for n in range(6))
    assert ask_outside.codes(f"{{ {often} }}") == ["QUERY_TOO_EXPENSIVE"]
    assert ask_outside.codes("{ planUncertainty(draws: 10001) { draws } }") == ["BAD_OPTION"]


def test_ways_of_a_material_mark_what_nobody_runs_yet(ask_anning: Asker) -> None:
    data = ask_anning.data(
        '{ pathways(material: "copper-foil-scrap", top: 2) { complete items { hypothetical { localId } } } }'
    )["pathways"]
    assert not data["complete"]
    assert all(item["hypothetical"] for item in data["items"])
    assert ask_anning.codes('{ pathways(material: "copper-foil-scrap", top: 0) { complete } }') == [
        "BAD_PAGE"
    ]


def test_a_day_may_be_asked_for(ask_anning: Asker) -> None:
    data = ask_anning.data(
        """{
          before: refusals(material: "phosphogypsum", on: "2026-06-30") { port { localId } }
          after: refusals(material: "phosphogypsum", on: "2026-07-01") { port { localId } }
        }"""
    )
    assert len(data["after"]) < len(data["before"])


def test_other_weights_hold_for_one_answer_only(ask_anning: Asker) -> None:
    """With proximity alone the score is the proximity."""
    alone = ", ".join(
        f'{{id: "part.{part}", value: 0}}'
        for part in ("technical", "quantity", "economics", "co2", "readiness", "precedent")
    )
    asked = '{ suggestions(material: "steel-slag", top: 1, %s) { nodes { score parts { name score } } } }'
    changed = ask_anning.data(asked % f"weights: [{alone}]")["suggestions"]["nodes"][0]
    nearness = next(part["score"] for part in changed["parts"] if part["name"] == "PROXIMITY")
    assert abs(changed["score"] - nearness) < 1e-12
    plain = ask_anning.data(asked % "weights: []")["suggestions"]["nodes"][0]
    assert plain["score"] != changed["score"]
    assert ask_anning.codes(asked % 'weights: [{id: "part.luck", value: 1}]') == ["UNKNOWN_WEIGHT"]
    assert ask_anning.codes(asked % 'weights: [{id: "part.co2", value: -1}]') == ["BAD_WEIGHT"]


def test_a_search_may_be_of_some_tables_and_only_of_such(ask: Asker) -> None:
    query = 'query ($in: [String!]) { search(text: "slag", tables: $in) { table } }'
    tables = [hit["table"] for hit in ask.data(query, **{"in": ["materials"]})["search"]]
    assert set(tables) == {"materials"}
    assert ask.codes(query, **{"in": ["linkages"]}) == ["UNKNOWN_TABLE"]
