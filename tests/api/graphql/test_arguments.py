"""Every root field answers with every argument on real rows (case A6)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from graphql import GraphQLEnumType, is_list_type, is_non_null_type

from api.graphql.schema import schema
from api.views.service import Service, View
from graph.parks import within
from graph.stores import open_store
from tests.api.conftest import Asker

FIELDS = schema._schema.type_map["Query"].fields
#: What is asked where an argument is a text or an id; the rest follows from its type.
GIVEN: dict[str, Any] = {
    "text": "steel",
    "chain": "battery",
    "park": "anning-industrial-park",
    "enterprise": "kunming-steel",
    "material": "steel-slag",
    "kindOf": "metallurgical-slag",
    "stream": "kunming-steel--steel-slag",
    "facility": "kunming-steel--ss-road-base",
    "waste": "steel slag",
    "donor": "2410",
    "scenario": "kunming-steel-closes",
    "on": "2026-11-01",
    "weights": [{"id": "part.co2", "value": 2.0}],
    "draws": 100,
    "gap": 0.01,
    "timeLimit": 5.0,
    "mix": [1.0, 1.0, 1.0],
    "target": "anning-2025-solid-waste",
    "seed": 1,
    "points": 2,
    "top": 2,
    "limit": 2,
    "first": 2,
    "from": 2026,
    "to": 2026,
    "horizon": 2,
    "code": "10 02",
    "changedSince": "2026-01-01",
    "leastScore": 0.5,
}
#: A field that finds one row, and the list of such rows.
SINGLE = {
    "park": "parks",
    "enterprise": "enterprises",
    "wasteStream": "wasteStreams",
    "material": "materials",
    "technology": "technologies",
    "facility": "facilities",
    "linkage": "linkages",
}
#: What a field's own arguments mean there, and what makes a long answer a quick one.
OWN: dict[str, dict[str, Any]] = {
    "leads": {
        "draws": 0,
        "top": 1,
        "site": "kunming-steel",
        "technology": "ss-road-base",
    },
    "planUncertainty": {"draws": 20},
    "search": {"tables": ["materials", "waste_streams"]},
    "brief": {"language": "zh", "scenario": "phosphogypsum-projects-late"},
    "abatement": {"target": GIVEN["target"]},
    "resilience": {"tolerance": 0.1},
    "trace": {"linkage": "baseline--bof-dust--own-use"},
    "conversions": {"source": "phosphogypsum", "target": "sulphuric-acid-70"},
}
#: What an argument can only be given with.
ALONGSIDE: dict[str, dict[str, Any]] = {"mix": {"objective": "WEIGHTED"}, "energy": {"budget": 1e8}}
#: Of which arguments a field wants exactly one.
ONE_OF = {"trace": ("enterprise", "material", "linkage")}
#: What a field takes from the shared options and refuses in words.
REFUSED = {(field, name) for field in ("planUncertainty", "resilience") for name in ("minimumLot", "onOff")}
#: Of these the arguments that are always given, for they leave less to be solved.
QUICK = {"draws", "top", "site", "technology", "target"}
#: What solves many plans anew for each of its arguments: asked of the steel works and their neighbours alone.
SOLVING = {"leads", "brief", "fairSplit", "resilience", "paretoFront", "roadmap", "planUncertainty"}
CASES = [(field, argument) for field, definition in FIELDS.items() for argument in definition.args]


@pytest.fixture(scope="module")
def steel_works(anning: View, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The part of the Anning park that stands around its steel works, with the whole library."""
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('steel')}/steel.db")
    store.ensure_schema()
    store.upsert(within(anning.snapshot, "metallurgy-circular-park").tables, "test")
    yield Service(store)
    store.close()


@pytest.mark.parametrize(("field", "argument"), CASES)
def test_a_root_field_answers_with_each_argument(
    service: Service, steel_works: Service, field: str, argument: str
) -> None:
    service = steel_works if field in SOLVING else service
    given = FIELDS[field].args
    quick = QUICK & set(OWN.get(field, {}))
    starts = ONE_OF.get(field, ())
    start = () if argument in starts else starts[:1]
    asked = {argument, *quick, *start, *(name for name, item in given.items() if needed(item))}
    values = {name: value_of(service, field, name, given[name].type) for name in sorted(asked)}
    values |= ALONGSIDE.get(argument, {})
    heading = ", ".join(f"${name}: {given[name].type}" for name in values)
    passed = ", ".join(f"{name}: ${name}" for name in values)
    query = f"query ({heading}) {{ {field}({passed}) {{ __typename }} }}"
    body = Asker(service).answer(query, **values).body
    codes = {error["extensions"]["code"] for error in body.get("errors", ())}
    assert codes <= ({"BAD_OPTION"} if (field, argument) in REFUSED else set()), body["errors"]


def needed(argument: Any) -> bool:
    return is_non_null_type(argument.type) and argument.default_value.__class__.__name__ == "UndefinedType"


def value_of(service: Service, field: str, name: str, kind: Any) -> Any:
    """A value that a person might give."""
    if name == "id":
        return own_id(service, field)
    if name in ("after", "before"):
        page = Asker(service).data(f"{{ {field}(first: 1) {{ edges {{ cursor }} }} }}")[field]
        return page["edges"][0]["cursor"] if page["edges"] else None
    if name in (own := OWN.get(field, {})):
        return own[name]
    if name in GIVEN:
        return GIVEN[name]
    inner = kind
    while hasattr(inner, "of_type"):
        if is_list_type(inner):
            return [value_of(service, field, "", inner.of_type), *more_of(inner.of_type)]
        inner = inner.of_type
    if isinstance(inner, GraphQLEnumType):
        return next(iter(inner.values))
    return {"Boolean": True, "Int": 2, "Float": 1_000_000.0}[inner.name]


def more_of(kind: Any) -> list[str]:
    """A second value for a list of objectives, of which a front needs two."""
    inner = kind.of_type if is_non_null_type(kind) else kind
    return list(inner.values)[1:2] if isinstance(inner, GraphQLEnumType) else []


def own_id(service: Service, field: str) -> str:
    """The id of a suggestion, or the global id of anything."""
    if field == "suggestion":
        page = Asker(service).data("{ suggestions(first: 1) { nodes { localId } } }")["suggestions"]
        return str(page["nodes"][0]["localId"])
    if field == "scenario":
        return str(GIVEN["scenario"])
    if field in SINGLE:
        nodes = Asker(service).data(f"{{ {SINGLE[field]}(first: 1) {{ nodes {{ localId }} }} }}")
        return str(nodes[SINGLE[field]]["nodes"][0]["localId"])
    nodes = Asker(service).data("{ parks(first: 1) { nodes { id } } }")["parks"]["nodes"]
    return str(nodes[0]["id"])


def test_a_text_is_looked_for_in_texts_alone(service: Service) -> None:
    query = '{ technologies(text: "steel") { nodes { nameEn } } }'
    rows = Asker(service).data(query)["technologies"]["nodes"]
    assert rows
    assert all("steel" in row["nameEn"].casefold() for row in rows[:1])


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ('wasteStreams(enterprise: "nope") { totalCount }', "NOT_FOUND"),
        ('enterprises(park: "nope") { totalCount }', "NOT_FOUND"),
        ('materials(kindOf: "nope") { totalCount }', "NOT_FOUND"),
        ('technologies(material: "nope") { totalCount }', "NOT_FOUND"),
        ('facilities(enterprise: "nope") { totalCount }', "NOT_FOUND"),
        ('suggestions(stream: "nope") { totalCount }', "NOT_FOUND"),
        ('suggestions(facility: "nope", on: "2026-01-01") { totalCount }', "NOT_FOUND"),
        ('suggestions(park: "nope", weights: [{id: "part.co2", value: 2}]) { totalCount }', "NOT_FOUND"),
        ("suggestions(top: -5) { totalCount }", "BAD_OPTION"),
        ("suggestions(leastScore: 1.5) { totalCount }", "BAD_OPTION"),
        ('refusals(stream: "nope", on: "2026-01-02") { __typename }', "NOT_FOUND"),
        ('untaken(material: "nope", on: "2026-01-03") { __typename }', "NOT_FOUND"),
        ('pathways(material: "nope") { __typename }', "NOT_FOUND"),
        ('materials(code: "--") { totalCount }', "BAD_CODE"),
        ('plan(scenario: "nope", horizon: 3) { fingerprint }', "UNKNOWN_SCENARIO"),
        ('plan(park: "nope", horizon: 3) { fingerprint }', "UNKNOWN_PARK"),
        ('planComparison(scenario: "nope", horizon: 3) { before }', "UNKNOWN_SCENARIO"),
        ('planUncertainty(scenario: "nope", draws: 5000) { fingerprint }', "UNKNOWN_SCENARIO"),
        ("planUncertainty(draws: 1, horizon: 3) { fingerprint }", "BAD_OPTION"),
        ("planUncertainty(seed: -1, horizon: 3) { fingerprint }", "BAD_OPTION"),
        ("paretoFront(objectives: [TONNES, CO2], points: 1, horizon: 3) { solved }", "BAD_OPTION"),
        ('abatement(target: "nope", onOff: true) { unit }', "UNKNOWN_TARGET"),
        ('chains(chain: "nope") { completeness }', "UNKNOWN_CHAIN"),
        ('chains(park: "nope") { completeness }', "UNKNOWN_PARK"),
        ('enterprise(id: "nope") { localId }', "NOT_FOUND"),
    ],
)
def test_an_argument_that_cannot_be_is_refused_before_any_work(
    service: Service, asked: str, code: str
) -> None:
    """Case D8; what the refusals need of the graph was read at the start."""
    Asker(service).data("{ suggestions(first: 1) { totalCount } }")
    began = time.process_time()
    assert Asker(service).codes(f"{{ {asked} }}") == [code]
    assert time.process_time() - began < 0.5


def test_one_row_is_found_by_either_of_its_ids(service: Service) -> None:
    """Case D12."""
    ask = Asker(service)
    found = ask.data('{ enterprise(id: "kunming-steel") { id localId } }')["enterprise"]
    again = ask.data("query ($id: ID!) { enterprise(id: $id) { localId } }", id=found["id"])["enterprise"]
    assert found["localId"] == again["localId"] == "kunming-steel"
    assert ask.codes("query ($id: ID!) { material(id: $id) { localId } }", id=found["id"]) == ["BAD_ID"]


def test_lists_are_filtered_by_code_grade_and_score_and_ordered_by_size(service: Service) -> None:
    """Case D12."""
    ask = Asker(service)
    slag = ask.data('{ materials(code: "10 02 02", first: 200) { nodes { ewcCodes } } }')["materials"][
        "nodes"
    ]
    assert slag
    assert all("100202" in row["ewcCodes"] for row in slag)
    query = "{ wasteStreams(order: LARGEST, first: 200) { nodes { supply { likely } } } }"
    supply = [row["supply"]["likely"] for row in ask.data(query)["wasteStreams"]["nodes"]]
    assert supply == sorted(supply, reverse=True)
    assert len(supply) > 10
    query = "{ wasteStreams(grades: [OFFICIAL], first: 200) { nodes { evidence { grade } } } }"
    graded = [row["evidence"]["grade"] for row in ask.data(query)["wasteStreams"]["nodes"]]
    assert set(graded) <= {"OFFICIAL"}
    assert len(graded) < len(supply)
    query = "{ suggestions(order: SCORE, leastScore: 0.7, top: 0, first: 200) { nodes { score } } }"
    scores = [row["score"] for row in ask.data(query)["suggestions"]["nodes"]]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) >= 0.7


def test_pages_of_the_best_suggestions_follow_each_other(service: Service) -> None:
    query = """query ($after: String) { suggestions(order: SCORE, first: 3, after: $after) {
        nodes { localId score } pageInfo { endCursor }
    } }"""
    first = Asker(service).data(query)["suggestions"]
    second = Asker(service).data(query, after=first["pageInfo"]["endCursor"])["suggestions"]
    scores = [row["score"] for row in first["nodes"] + second["nodes"]]
    assert scores == sorted(scores, reverse=True)
    assert len({row["localId"] for row in first["nodes"] + second["nodes"]}) == 6


def test_a_typo_and_a_code_find_what_was_meant(service: Service) -> None:
    """Case D12."""
    ask = Asker(service)
    for text, wanted in (("phosphogipsum", "phosphogypsum"), ("steel slga", "steel-slag")):
        rows = ask.data("query ($text: String) { materials(text: $text) { nodes { localId } } }", text=text)
        assert wanted in {row["localId"] for row in rows["materials"]["nodes"]}, text
    found = ask.data('{ search(text: "10 02 02", limit: 5) { why table } }')["search"]
    assert found
    assert all(hit["why"] == "100202" for hit in found)
