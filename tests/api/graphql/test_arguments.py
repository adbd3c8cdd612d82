"""Every root field answers with every argument on real rows (case A6)."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import GraphQLEnumType, is_list_type, is_non_null_type

from api.graphql.schema import schema
from api.service import Service
from tests.api.conftest import Asker

FIELDS = schema._schema.type_map["Query"].fields
#: What is asked where an argument is a text or an id; the rest follows from its type.
GIVEN: dict[str, Any] = {
    "text": "steel",
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
    "horizon": 2,
}
#: What an argument can only be given with.
ALONGSIDE = {"mix": {"objective": "WEIGHTED"}}
#: What a field takes from the shared options and refuses in words.
REFUSED = {("planUncertainty", "minimumLot"), ("planUncertainty", "onOff")}
CASES = [(field, argument) for field, definition in FIELDS.items() for argument in definition.args]


@pytest.mark.parametrize(("field", "argument"), CASES)
def test_a_root_field_answers_with_each_argument(service: Service, field: str, argument: str) -> None:
    given = FIELDS[field].args
    asked = {argument, *(name for name, item in given.items() if needed(item))}
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
    nodes = Asker(service).data("{ parks(first: 1) { nodes { id } } }")["parks"]["nodes"]
    return str(nodes[0]["id"])


def test_a_text_is_looked_for_in_texts_alone(service: Service) -> None:
    query = '{ technologies(text: "steel") { nodes { nameEn } } }'
    rows = Asker(service).data(query)["technologies"]["nodes"]
    assert rows
    assert all("steel" in row["nameEn"].casefold() for row in rows[:1])
