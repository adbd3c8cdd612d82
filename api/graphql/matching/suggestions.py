"""Suggestions with everything that explains them, and refusals."""

from __future__ import annotations

from api.graphql.matching.agreements import Agreement, PriceInterval
from api.graphql.nodes import DomainNode, computed, exposed, linked, window_of
from api.graphql.park import Material, Policy, Precedent
from api.graphql.values import Quantity
from graph import matching, model
from graph.evidence import Grade
from graph.vocabulary import OperatingState, Travel, Unit
from viz.words import value_words


@window_of(matching.Content)
class Content:
    """What is known of a component: an analysis, or what is typical of the material."""

    amount: Quantity = computed(
        "How much of it.",
        lambda value, info: Quantity(
            low=value.amount.low, likely=value.amount.likely, high=value.amount.high, unit=value.basis
        ),
    )


@window_of(matching.GateResult, hides="reason value")
class GateResult:
    """One gate's answer for one stream and one facility's port."""

    reason_zh: str = exposed("Why, in Chinese.", of="reason.zh")
    reason_en: str = exposed("Why, in English.", of="reason.en")
    component: str
    found: float | None = exposed("What was found; null: not known.", of="value")
    minimum: float | None
    wanted: str
    grade: Grade | None
    grade_zh: str | None = computed(
        "The grade in Chinese.",
        lambda value, info: None if value.grade is None else value_words(value.grade.value).zh,
    )
    blend_share: float | None
    contents: list[Content] = exposed(
        "Of a check of composition or moisture: every analysis that stands, and what is typical.", size=2
    )


@window_of(matching.PartInput, hides="value")
class PartInput:
    """One number that went into a part of the score."""

    amount: float | None = exposed(
        "The number; null: not known, so the part took its neutral value.", of="value"
    )
    unit: str


@window_of(matching.ScorePart, hides="value")
class ScorePart:
    """One part of the score."""

    score: float = exposed("0 to 1; a zero kills the suggestion.", of="value")
    weight: float
    inputs: list[PartInput] = exposed("The numbers it was made of.", size=3)


@window_of(matching.PathwayStep)
class PathwayStep:
    """One technology on the way from the stream to its use."""

    gives: Material | None = linked("The main product it gives out; null for a final use.", model.Material)


@window_of(matching.CitedPrecedent)
class CitedPrecedent:
    """A documented exchange that is like a suggestion."""

    precedent: Precedent = linked("The exchange.", model.Precedent)


@window_of(matching.Suggestion)
class Suggestion(DomainNode):
    """A linkage not yet made: from a stream to a facility's port, and on to its use."""

    local_id: str = exposed("stream>facility>port; the same in every run.", of="id")
    usual: float | None
    rank: int
    score: float
    confidence: float
    amount: float
    unit: Unit
    state: OperatingState
    distance: float | None
    distance_known: bool = exposed(
        "Whether the distance says how far it is: false without a position, or where both are known by one "
        "estimated point alone."
    )
    by: Travel
    margin: float | None
    price: PriceInterval
    co2_avoided: float | None
    parts: list[ScorePart]
    gates: list[GateResult] = exposed("The conditions it was held to.", size=12)
    pathway: list[PathwayStep] = exposed("The technologies on the way to the use, in order.", size=3)
    precedents: list[CitedPrecedent] = exposed("Documented exchanges like it, nearest first.", size=5)
    policies: list[Policy] = linked("Policies that support it.", model.Policy)
    agreement: Agreement = computed(
        "Why both sides would agree: the owner's alternative, the price band, what the receiver keeps.",
        lambda value, info: info.context.view.agreement(value),
        weight=5,
    )
    missing: list[str]


@window_of(matching.Refusal)
class Refusal:
    """A facility's port that takes the material but must refuse this stream."""

    gates: list[GateResult] = exposed("The gates that refuse.", size=4)
