"""Who could use a waste that the park does not have yet, from its text and the industry that gives it off."""

from __future__ import annotations

from api.graphql.nodes import computed, exposed, linked, window_of
from api.graphql.park import Material
from graph import knowledge, model
from graph.matching import coldstart as cold_start


@window_of(knowledge.Candidate, hides="table likeness text")
class MeantMaterial:
    """A material that a text was taken to mean."""

    material: Material = linked("The material.", model.Material, of="id")
    score: float = exposed("Likeness, 0 to 1; 1 where the text is one of its names.", of="likeness")
    basis: knowledge.Why = exposed("What of it was recognised.", of="why")
    why: str = exposed("The name or code that was recognised.", of="text")


@window_of(cold_start.UsePart, hides="value")
class UsePart:
    """What one source says of an industry."""

    score: float = exposed("0 to 1.", of="value")
    weight: float


@window_of(cold_start.UseReason)
class UseReason:
    """Why an industry is suggested."""


@window_of(cold_start.UseSuggestion)
class UseSuggestion:
    """A receiving industry and what it would use the waste as."""

    parts: list[UsePart] = exposed("What the score is made of.", size=5)


@window_of(cold_start.UseSuggestions, hides="reading")
class UseAnswer:
    """Receiving industries for one waste text and donor."""

    known: bool = exposed("False where the text is no known material.")
    decision: knowledge.Decision = computed(
        "Whether the first material is meant for certain.", lambda value, info: value.reading.decision
    )
    contradicted: str = computed(
        "Codes in the text that are those of another material than its words name; empty for none.",
        lambda value, info: value.reading.contradicted,
    )
    materials: list[MeantMaterial] = computed(
        "What the text was taken to mean, best first.", lambda value, info: value.reading.candidates
    )
    suggestions: list[UseSuggestion] = exposed("Industries, the best first.", size=10)
