"""Who could use a waste that the park does not have yet, from its text and the industry that gives it off."""

from __future__ import annotations

import strawberry

from api.graphql.nodes import computed, exposed, linked, window_of
from api.graphql.park import Industry, Material
from graph import knowledge, model
from graph.matching import coldstart as cold_start
from graph.matching.coldstart import UseSource
from graph.vocabulary import UseRole


@window_of(knowledge.Candidate, "A material that a text was taken to mean.")
class MeantMaterial:
    """A candidate of a reading."""

    value: strawberry.Private[knowledge.Candidate]
    material: Material = linked("The material.", model.Material, of="id")
    score: float = exposed("Likeness, 0 to 1; 1 where the text is one of its names.", of="likeness")
    basis: knowledge.Why = exposed("What of it was recognised.", of="why")
    why: str = exposed("The name or code that was recognised.", of="text")


@window_of(cold_start.UsePart, "What one source says of an industry.")
class UsePart:
    """A part of a score."""

    value: strawberry.Private[cold_start.UsePart]
    source: UseSource = exposed("Which source.")
    score: float = exposed("0 to 1.", of="value")
    weight: float = exposed("Its share of the score; all weights sum to 1.")


@window_of(cold_start.UseReason, "Why an industry is suggested.")
class UseReason:
    """A reason."""

    value: strawberry.Private[cold_start.UseReason]
    source: UseSource = exposed("What speaks.")
    row: str = exposed("The row that speaks; empty where no single one does.")
    material: Material | None = linked("The material it speaks of; null where none matters.", model.Material)
    text_zh: str = exposed("In Chinese.")
    text_en: str = exposed("In English.")
    reference: str = exposed("Where it is documented.")


@window_of(cold_start.UseSuggestion, "A receiving industry and what it would use the waste as.")
class UseSuggestion:
    """A use."""

    value: strawberry.Private[cold_start.UseSuggestion]
    rank: int = exposed("1 is the best.")
    industry: Industry = exposed("Who, as a class of NACE Rev.2.")
    role: UseRole | None = exposed("What it is taken as; null where no process knowledge speaks for it.")
    use_zh: str = exposed("The use in Chinese.")
    use_en: str = exposed("The use in English.")
    score: float = exposed("0 to 1, comparable within one answer.")
    parts: list[UsePart] = exposed("What the score is made of.", size=5)
    reasons: list[UseReason] = exposed("Why.")


@window_of(cold_start.UseSuggestions, "Receiving industries for one waste text and donor.")
class UseAnswer:
    """An answer."""

    value: strawberry.Private[cold_start.UseSuggestions]
    waste: str = exposed("The text asked about.")
    donor: str = exposed("The donor's industry code as asked.")
    donor_classes: list[str] = exposed("Classes of NACE that the donor's code means.")
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
