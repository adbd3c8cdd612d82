"""The schema as a contract: printed, whole, described, and a window on every word of the model."""

from __future__ import annotations

from dataclasses import Field, fields
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    is_non_null_type,
    is_specified_scalar_type,
)

from api.graphql.nodes import WINDOWS, DomainNode
from api.graphql.print_schema import SCHEMA_FILE, printed_schema
from api.graphql.schema import schema
from api.views.service import View
from graph import model
from graph.tables import TABLES
from tests.api.conftest import Asker

TYPES = schema._schema.type_map

#: Fields that the schema calls something else, because the class behind it keeps `value` for itself.
RENAMED = {
    ("GateResult", "value"): "found",
    ("PartInput", "value"): "amount",
    ("ScorePart", "value"): "score",
    ("UsePart", "value"): "score",
    ("Policy", "value"): "valueText",
    ("Pathway", "value"): "netValue",
    ("ScenarioChange", "value"): "newValue",
    ("MeantMaterial", "id"): "material",
    ("MeantMaterial", "likeness"): "score",
    ("MeantMaterial", "why"): "basis",
    ("MeantMaterial", "text"): "why",
    ("UseAnswer", "reading"): "materials",
    ("Lead", "value"): "gain",
    ("Plan", "benefit_reach"): "benefitRange",
    ("Plan", "co2_reach"): "co2Range",
    ("Plan", "markets"): "marketsTaken",
    ("ParetoPoint", "benefit_reach"): "benefitRange",
    ("ParetoPoint", "co2_reach"): "co2Range",
    ("AbatementStep", "cost_reach"): "costRange",
    ("Roadmap", "value"): "objectiveValue",
    ("Reach", "p10"): "low",
    ("Reach", "p50"): "middle",
    ("SourcedNumber", "amount"): "likely",
    ("Reach", "p90"): "high",
}
#: Parts of a whole that are only reached through it, so that their own id and the way back say nothing.
PARTS = {
    # Its flow and what it would do are shown field by field.
    "ProspectiveFlow": ("flow", "what"),
    "MaterialComponent": ("id", "material"),
    "MaterialUse": ("id", "material"),
    "ElementContent": ("id", "material"),
    "Imbalance": ("id", "technology"),
    "StreamComponent": ("id", "stream"),
    "DirectedUse": ("id",),
    "StandardLimit": ("id", "standard"),
    "Limit": ("id", "technology"),
    "ComponentFate": ("id", "technology"),
    "PortYield": ("id", "port"),
    "CostSheet": ("id", "technology"),
    "ChainStep": ("id", "chain"),
    "ChainLink": ("id",),
    "LinkageEvent": ("id",),
    "ScenarioChange": ("id", "scenario"),
    "Industry": ("id",),
    "MeantMaterial": ("table",),
    # What an input tells of a step is in its amounts.
    "Treatment": ("told",),
}
#: Words of the model that are read by algorithms and not (yet) by clients.
NOT_SHOWN = {
    model.WasteCode,
    model.Price,
    model.TransferRule,
    model.Conveyance,
    model.TransportRate,
    model.EmissionFactor,
    model.Weight,
    model.ReferencePlant,
    model.EntryRule,
    model.EntryThreshold,
    model.CandidateFirm,
    model.OutlineRing,
}


def camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)


def test_the_printed_schema_is_the_one_that_is_served() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == printed_schema()


def spoken(field: Field[Any]) -> tuple[str, ...]:
    """Return the names under which a field is shown: a sentence in both languages."""
    if str(field.type).split(" | ")[0] in ("Message", "Words"):
        return f"{field.name}_zh", f"{field.name}_en"
    return (field.name,)


@pytest.mark.parametrize("entity", sorted(WINDOWS, key=lambda entity: entity.__name__))
def test_every_field_of_a_shown_word_is_shown(entity: type[Any]) -> None:
    name = WINDOWS[entity].__name__
    shown = set(TYPES[name].fields)
    expected = {
        RENAMED.get((name, field), camel(field))
        for found in fields(entity)
        if found.name not in PARTS.get(name, ())
        for field in spoken(found)
    }
    assert expected - shown == set()


def test_every_word_of_the_model_is_shown_or_listed_as_not_shown() -> None:
    assert {table.entity for table in TABLES.values()} - set(WINDOWS) == NOT_SHOWN


def test_every_type_field_argument_and_value_says_what_it_is() -> None:
    silent = []
    for name, kind in TYPES.items():
        if name.startswith("__") or is_specified_scalar_type(kind):
            continue
        silent += [] if kind.description else [name]
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            for field, definition in kind.fields.items():
                silent += [] if definition.description else [f"{name}.{field}"]
                silent += [
                    f"{name}.{field}({argument})"
                    for argument, given in definition.args.items()
                    if not given.description
                ]
        elif isinstance(kind, GraphQLInputObjectType):
            silent += [f"{name}.{field}" for field, given in kind.fields.items() if not given.description]
        elif isinstance(kind, GraphQLEnumType):
            silent += [f"{name}.{value}" for value, given in kind.values.items() if not given.description]
    assert silent == []


def test_whatever_has_an_id_of_its_own_is_a_node() -> None:
    nodes = {window.__name__ for window in WINDOWS.values() if issubclass(window, DomainNode)}
    assert nodes == {
        "Chain",
        "Enterprise",
        "Facility",
        "Linkage",
        "Market",
        "Material",
        "Park",
        "Policy",
        "Port",
        "Precedent",
        "Project",
        "ProcessClass",
        "Scenario",
        "Source",
        "Standard",
        "Suggestion",
        "Target",
        "Technology",
        "WasteStream",
    }
    assert all("localId" in TYPES[name].fields for name in nodes)


def test_every_field_of_every_shown_word_can_be_asked_for(ask: Asker) -> None:
    """One query for all scalar fields of all nodes: no resolver fails on any row of the park."""
    for name in ("parks", "enterprises", "wasteStreams", "materials", "technologies", "facilities",
                 "linkages", "markets", "processClasses", "targets", "precedents", "policies", "standards",
                 "suggestions"):  # fmt: skip
        connection = TYPES["Query"].fields[name].type
        kind = connection.fields["nodes"].type.of_type.of_type.of_type
        assert ask.data(f"{{ {name} {{ nodes {{ {leaves(kind, 3)} }} }} }}")[name]["nodes"]


def leaves(kind: Any, depth: int) -> str:
    """Every field that needs no argument, down to some depth."""
    found = []
    for name, definition in kind.fields.items():
        inner = definition.type
        while hasattr(inner, "of_type"):
            inner = inner.of_type
        if not hasattr(inner, "fields"):
            found.append(name)
        elif depth > 1:
            found.append(f"{name} {{ {leaves(inner, depth - 1)} }}")
    return " ".join(found) or "__typename"


def test_every_part_of_the_plan_can_be_asked_for(ask: Asker, anning: View) -> None:
    plan = ask.data(f"{{ plan {{ {leaves(TYPES['Plan'], 4)} }} }}")["plan"]
    assert plan["solver"]["status"] == "optimal"
    assert [total["unit"] for total in plan["totals"]] == ["TONNE", "CUBIC_METRE", "GIGAJOULE"]


@pytest.mark.parametrize("root", ["Query", "Mutation"])
def test_every_root_may_be_null_so_that_a_bad_one_leaves_the_others(root: str) -> None:
    """Case D3."""
    assert TYPES[root].fields
    assert not [name for name, field in TYPES[root].fields.items() if is_non_null_type(field.type)]
