"""Windows on values: what is the same on every type is written once, and what a class says itself stands."""

from __future__ import annotations

import pytest
import strawberry
from graphql import GraphQLObjectType

from api.graphql.nodes import WINDOWS, DomainNode, description_of, window_of
from api.graphql.schema import schema
from graph import model
from graph.evidence import Grade

TYPES = schema._schema.type_map


def fields_of(name: str) -> list[tuple[str, str | None]]:
    found = TYPES[name]
    assert isinstance(found, GraphQLObjectType)
    return [(field, definition.description) for field, definition in found.fields.items()]


def test_a_type_and_a_method_are_described_by_their_docstrings_on_one_line() -> None:
    def told() -> None:
        """What it is.

        Errors: SOME,
        OTHER.
        """

    assert description_of(told) == "What it is. Errors: SOME, OTHER."
    assert (
        TYPES["Quantity"].description
        == "A number nobody knows exactly: low, likely and high value in one unit."
    )
    assert dict(fields_of("Query"))["snapshot"] == "Which state of the graph this request is answered from."


def test_a_node_begins_with_its_own_id_and_a_row_ends_with_what_is_noted_of_it_and_why_it_is_believed() -> (
    None
):
    facility = fields_of("Facility")
    assert [name for name, _ in facility[:2]] == ["id", "localId"]
    assert facility[1][1] == "Identifier in files and stores."
    assert facility[-2:] == [("note", "Remarks."), ("evidence", "Why this row is believed.")]


def test_a_part_of_a_whole_has_no_id_of_its_own() -> None:
    assert "localId" not in dict(fields_of("Limit"))


@pytest.mark.parametrize(
    ("name", "field", "said"),
    [
        ("Suggestion", "localId", "stream>facility>port; the same in every run."),
        ("Imbalance", "note", "What is known of it."),
        ("Scenario", "evidence", "Why its numbers are believed."),
    ],
)
def test_what_a_class_says_of_such_a_field_itself_stands(name: str, field: str, said: str) -> None:
    assert dict(fields_of(name))[field] == said


def test_a_window_holds_its_value_without_naming_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(WINDOWS, model.Position, WINDOWS[model.Position])

    @window_of(model.Position)
    class Seen:
        """A point."""

        lat: float = strawberry.field(resolver=lambda root: root.value.lat, description="North.")

    assert not issubclass(Seen, DomainNode)
    at = model.Position(lat=36.5, lon=117.0, position_grade=Grade.OFFICIAL)
    assert WINDOWS[model.Position](value=at).value == at
