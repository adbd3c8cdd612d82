from __future__ import annotations

import time
from dataclasses import replace

import pytest
from graphql import get_introspection_query

from api.graphql.context import Limits
from tests.api.conftest import Asker

TIGHT = Limits(page_size=10, page_limit=100, cost=1_000, depth=8, tokens=200)


@pytest.fixture
def tight(ask: Asker) -> Asker:
    return replace(ask, limits=TIGHT)


def test_a_page_costs_its_size_times_what_is_asked_of_an_item(ask: Asker) -> None:
    query = "{ materials(first: 7) { nodes { localId nameZh } } }"
    # 1 for the connection, 7 items of: nodes (1), localId (1), nameZh (1).
    assert replace(ask, limits=Limits(cost=22)).codes(query) == []
    assert replace(ask, limits=Limits(cost=21)).codes(query) == ["QUERY_TOO_EXPENSIVE"]


def test_pages_within_pages_multiply(tight: Asker) -> None:
    nested = "{ materials(first: 50) { nodes { waste: wasteStreams(first: 50) { nodes { id } } } } }"
    assert tight.codes(nested) == ["QUERY_TOO_EXPENSIVE"]


def test_a_page_size_in_a_variable_counts_as_if_it_stood_there(tight: Asker) -> None:
    query = "query ($n: Int) { materials(first: $n) { nodes { children(first: $n) { nodes { id } } } } }"
    assert tight.codes(query, n=5) == []
    assert tight.codes(query, n=50) == ["QUERY_TOO_EXPENSIVE"]
    by_default = query.replace("$n: Int", "$n: Int = 50")
    assert tight.codes(by_default) == ["QUERY_TOO_EXPENSIVE"]
    assert tight.codes(by_default, n=5) == []


def test_aliases_of_a_fragment_count_each_time(tight: Asker) -> None:
    fragment = "fragment wide on Query { materials(first: 40) { nodes { id localId nameZh } } }"
    once = f"{{ ...wide }} {fragment}"
    assert tight.codes(once) == []
    many = "{" + " ".join(f"a{n}: materials(first: 40) {{ nodes {{ ...m }} }}" for n in range(6)) + "}"
    assert tight.codes(many + " fragment m on Material { id localId nameZh nameEn }") == [
        "QUERY_TOO_EXPENSIVE"
    ]


def test_fragments_that_double_one_another_are_judged_at_once(ask_outside: Asker) -> None:
    """f0 spreads f1 twice, f1 spreads f2 twice ...: two to the fortieth fields, judged in no time."""
    chain = " ".join(
        f"fragment f{n} on Material {{ a: kindOf {{ ...f{n + 1} }} b: kindOf {{ ...f{n + 1} }} }}"
        for n in range(40)
    )
    query = "{ materials(first: 1) { nodes { ...f0 } } } " + chain + " fragment f40 on Material { id }"
    began = time.process_time()
    found = ask_outside.codes(query)
    assert "QUERY_TOO_EXPENSIVE" in found
    assert "QUERY_TOO_DEEP" in found
    assert time.process_time() - began < 2.0


def test_depth_counts_through_fragments(tight: Asker) -> None:
    shallow = "{ materials(first: 1) { nodes { ...k } } } fragment k on Material { kindOf { kindOf { id } } }"
    deep = shallow.replace("kindOf { id }", "kindOf { kindOf { kindOf { kindOf { kindOf { id } } } } }")
    assert tight.codes(shallow) == []
    assert tight.codes(deep) == ["QUERY_TOO_DEEP"]


def test_a_text_that_is_too_long_or_nests_too_deep_is_not_even_parsed(tight: Asker) -> None:
    assert tight.codes("{" + " id" * 300 + "}") == ["QUERY_TOO_LONG"]
    assert tight.codes("{a" * 50) == ["QUERY_TOO_DEEP"]
    assert tight.codes("{ search(text: " + "[" * 90) == ["QUERY_TOO_DEEP"]


def test_a_fragment_that_spreads_itself_is_refused_not_followed(ask_outside: Asker) -> None:
    query = "{ materials { nodes { ...m } } } fragment m on Material { kindOf { ...m } }"
    assert set(ask_outside.codes(query)) == {"GRAPHQL_VALIDATION_FAILED"}


def test_a_query_of_unknown_fields_is_refused_for_them_alone(ask_outside: Asker) -> None:
    assert ask_outside.codes("{ weather { nodes { id } } ... on Sky { blue } }") == [
        "GRAPHQL_VALIDATION_FAILED",
        "GRAPHQL_VALIDATION_FAILED",
    ]


def test_tools_may_read_the_schema_under_the_limits_of_the_settings(ask_outside: Asker) -> None:
    data = ask_outside.data(get_introspection_query())
    assert data["__schema"]["queryType"]["name"] == "Query"


def test_introspection_that_turns_in_circles_is_refused(ask_outside: Asker) -> None:
    query = "{ __schema { types { " + "fields { type { " * 4 + "name" + " } }" * 4 + " } } }"
    assert "GRAPHQL_VALIDATION_FAILED" in ask_outside.codes(query)


def test_the_programs_own_documents_have_no_limits(ask: Asker) -> None:
    assert len(ask.data("{ materials(first: 100000) { nodes { id } } }")["materials"]["nodes"]) == 5


def test_what_is_ranked_anew_costs_by_the_work(ask_outside: Asker) -> None:
    """Case D4: another day or other weights mean that everything is ranked again."""

    def several(count: int, argument: str) -> str:
        fields = (f"a{n}: suggestions(first: 1, {argument}) {{ totalCount }}" for n in range(count))
        return "{" + " ".join(fields) + "}"

    weights = 'weights: [{id: "part.co2", value: 2.0}]'
    assert ask_outside.codes(several(6, weights)) == ["QUERY_TOO_EXPENSIVE"]
    assert ask_outside.codes(several(6, 'on: "2026-11-01"')) == ["QUERY_TOO_EXPENSIVE"]
    assert ask_outside.codes(several(6, "top: 1")) == []


@pytest.mark.parametrize(
    ("dear", "cheap"),
    [
        ("planUncertainty(draws: 100000)", "planUncertainty(draws: 10)"),
        ("leads(draws: 10000)", "leads(draws: 0, top: 1)"),
        ("paretoFront(objectives: [TONNES, BENEFIT], points: 95)", "paretoFront(objectives: [TONNES])"),
    ],
)
def test_draws_and_points_count(ask_outside: Asker, dear: str, cheap: str) -> None:
    assert ask_outside.codes(f"{{ {dear} {{ fingerprint }} }}") == ["QUERY_TOO_EXPENSIVE"]
    assert "QUERY_TOO_EXPENSIVE" not in ask_outside.codes(f"{{ {cheap} {{ fingerprint }} }}")


def test_the_default_of_what_counts_is_counted(ask: Asker) -> None:
    """1 + 5,000 + 3 for each of 1,000 draws."""
    query = "{ planUncertainty { fingerprint } }"
    assert replace(ask, limits=Limits(cost=8_000)).codes(query) == ["QUERY_TOO_EXPENSIVE"]


def test_the_same_field_four_hundred_times_is_refused_before_it_is_compared(ask_outside: Asker) -> None:
    """Case D4: 80,000 comparisons took three seconds."""
    began = time.process_time()
    assert ask_outside.codes("{" + "snapshot { fingerprint } " * 400 + "}") == ["QUERY_TOO_EXPENSIVE"]
    assert time.process_time() - began < 1.0


def test_aliased_descriptions_of_the_schema_cost_each_time(ask_outside: Asker) -> None:
    """Case D4: 45 of them were 3.6 MB."""
    described = "__schema { types { name fields { name type { name } } } }"
    many = "{" + " ".join(f"a{n}: {described}" for n in range(45)) + "}"
    assert ask_outside.codes(many) == ["QUERY_TOO_EXPENSIVE"]
    assert ask_outside.codes(f"{{ {described} }}") == []
    inside = (
        "{ __schema {" + " ".join(f"a{n}: types {{ name fields {{ name }} }}" for n in range(100)) + "} }"
    )
    assert ask_outside.codes(inside) == ["QUERY_TOO_EXPENSIVE"]


def test_one_target_that_is_named_costs_as_one_however_it_is_named(ask_outside: Asker) -> None:
    """The curve of one target was once priced as eight, so that no page could read what it changes."""
    ends = "stream { localId nameZh nameEn } facility { localId nameZh nameEn } amount unit"
    steps = f"steps {{ more {{ {ends} }} less {{ {ends} }} }}"

    def codes(argument: str, **variables: str | None) -> list[str]:
        head = "query($target: ID)" if variables else ""
        return ask_outside.codes(f"{head} {{ abatement{argument} {{ {steps} }} }}", **variables)

    assert codes("") == ["QUERY_TOO_EXPENSIVE"]
    assert codes("(target: null)") == ["QUERY_TOO_EXPENSIVE"]
    assert codes("(target: $target)", target=None) == ["QUERY_TOO_EXPENSIVE"]
    assert codes('(target: "moon")') == ["UNKNOWN_TARGET"]
    assert codes("(target: $target)", target="moon") == ["UNKNOWN_TARGET"]
