"""Who could use a waste that the park does not have yet, from its text and the industry that gives it off."""

from __future__ import annotations

from api.graphql.nodes import computed, exposed, linked, window_of
from api.graphql.park import Industry, Material
from graph import knowledge, model
from graph.matching import coldstart as cold_start
from graph.matching.coldstart import UseSource
from graph.vocabulary import UseRole


@window_of(knowledge.Candidate)
class MeantMaterial:
    """A material that a text was taken to mean."""

    material: Material = linked("The material.", model.Material, of="id")
    score: float = exposed("Likeness, 0 to 1; 1 where the text is one of its names.", of="likeness")
    basis: knowledge.Why = exposed("What of it was recognised.", of="why")
    why: str = exposed("The name or code that was recognised.", of="text")


@window_of(cold_start.UsePart)
class UsePart:
    """What one source says of an industry."""

    source: UseSource = exposed("Which source.")
    score: float = exposed("0 to 1.", of="value")
    weight: float = exposed("Its share of the score; all weights sum to 1.")


@window_of(cold_start.UseReason)
class UseReason:
    """Why an industry is suggested."""

    source: UseSource = exposed("What speaks.")
    row: str = exposed("The row that speaks; empty where no single one does.")
    material: Material | None = linked("The material it speaks of; null where none matters.", model.Material)
    text_zh: str = exposed("In Chinese.")
    text_en: str = exposed("In English.")
    reference: str = exposed("Where it is documented.")


@window_of(cold_start.UseSuggestion)
class UseSuggestion:
    """A receiving industry and what it would use the waste as."""

    rank: int = exposed("1 is the best.")
    industry: Industry = exposed("Who, as a class of NACE Rev.2.")
    role: UseRole | None = exposed("What it is taken as; null where no process knowledge speaks for it.")
    use_zh: str = exposed("The use in Chinese.")
    use_en: str = exposed("The use in English.")
    score: float = exposed("0 to 1, comparable within one answer.")
    parts: list[UsePart] = exposed("What the score is made of.", size=5)
    reasons: list[UseReason] = exposed("Why.")


@window_of(cold_start.UseSuggestions)
class UseAnswer:
    """Receiving industries for one waste text and donor."""

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
