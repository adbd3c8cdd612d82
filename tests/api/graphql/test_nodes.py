"""Windows on values: what is the same on every type is written once, and what a class says itself stands."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import strawberry
from graphql import GraphQLObjectType

from api.graphql.nodes import WINDOWS, DomainNode, attributes_of, description_of, exposed, window_of
from api.graphql.schema import schema
from graph import model
from graph.evidence import Grade
from graph.vocabulary import MaterialId

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


@dataclass(frozen=True)
class Silo:
    """Where grain waits.

    Attributes
    ----------
    height_m : float or None
        From floor to roof; None: nobody measured. See `kept_dry`.

        Metres, as built.
    kept_dry : bool
        Whether ``vents`` are open.
    fed_with : tuple of MaterialId
        `id` of each grain.
    """

    id: str
    height_m: float | None
    kept_dry: bool
    fed_with: tuple[MaterialId, ...]
    owner: str
    plan: str
    evidence: str


def test_what_a_class_says_of_its_attributes_is_said_in_the_words_of_graphql() -> None:
    assert attributes_of(Silo) == {
        "height_m": "From floor to roof; null: nobody measured. See `keptDry`.",
        "kept_dry": "Whether `vents` are open.",
        "fed_with": "`localId` of each grain.",
    }


def window_on_a_silo(hides: str) -> dict[str, tuple[str, str | None]]:
    @window_of(Silo, hides=hides)
    class Seen:
        """A silo."""

        far: str = exposed("How far.", of="plan")
        kept_dry: bool

    made = strawberry.Schema(query=Seen)._schema.query_type
    assert made is not None
    return {name: (str(field.type), field.description) for name, field in made.fields.items()}


def test_a_window_shows_all_that_a_value_has_but_what_it_hides(monkeypatch: pytest.MonkeyPatch) -> None:
    for known in (Silo, model.Material):
        monkeypatch.setitem(WINDOWS, known, WINDOWS.get(known, known))
    found = window_on_a_silo(hides="owner plan")
    assert list(found) == ["heightM", "far", "keptDry", "fedWith", "evidence"]
    assert found["heightM"] == ("Float", "From floor to roof; null: nobody measured. See `keptDry`.")
    assert found["fedWith"] == ("[Material!]!", "`localId` of each grain.")
    assert found["evidence"] == ("String!", "Why this row is believed.")


def test_an_attribute_that_nobody_describes_is_not_shown_unnoticed() -> None:
    with pytest.raises(KeyError, match="owner"):
        window_on_a_silo(hides="plan")
