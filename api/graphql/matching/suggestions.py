"""Suggestions with everything that explains them, and refusals."""

from __future__ import annotations

from datetime import date

from api.graphql.matching.agreements import Agreement, PriceInterval
from api.graphql.nodes import DomainNode, computed, exposed, linked, linked_each, window_of
from api.graphql.park import Facility, Material, Policy, Port, Precedent, Standard, Technology, WasteStream
from api.graphql.values import Quantity
from graph import matching, model
from graph.evidence import Grade
from graph.matching import Basis, GateName, Outcome, PartName
from graph.vocabulary import OperatingState, Travel, Unit
from viz.words import value_words


@window_of(matching.Content)
class Content:
    """What is known of a component: an analysis, or what is typical of the material."""

    component: str = exposed("What was measured; of an exposure index each nuclide.")
    basis: str = exposed("Unit of the content, for example mass %, mass % dry, mg/kg or Bq/kg.")
    amount: Quantity = computed(
        "How much of it.",
        lambda value, info: Quantity(
            low=value.amount.low, likely=value.amount.likely, high=value.amount.high, unit=value.basis
        ),
    )
    measured: bool = exposed("False: a typical value, which neither passes nor refuses.")
    decides: bool = exposed("Whether the check rests on it; of contradicting analyses the worse.")
    sampled_on: date | None = exposed("Day of the sample, else of the report; null when nobody told.")
    laboratory: str = exposed("Who analysed it.")


@window_of(matching.GateResult)
class GateResult:
    """One gate's answer for one stream and one facility's port."""

    gate: GateName = exposed("Which gate.")
    outcome: Outcome = exposed("What it says.")
    reason_zh: str = exposed("Why, in Chinese.", of="reason.zh")
    reason_en: str = exposed("Why, in English.", of="reason.en")
    component: str = exposed("For composition and moisture: what was measured against the limit.")
    unit: str = exposed("Unit of what was found and of the bounds.")
    found: float | None = exposed("What was found; null: not known.", of="value")
    minimum: float | None = exposed("Lowest allowed; null: no such bound, or not known.")
    maximum: float | None = exposed("Highest allowed; null: no such bound, or not known.")
    standard: Standard | None = linked("Whose limit it is.", model.Standard)
    standard_text: str = exposed("Whose limit it is, in words, or the rule's name.")
    given: str = exposed("What was found where it is no number: material, phase, classes, region, day.")
    wanted: str = exposed("What is allowed where it is no number.")
    grade: Grade | None = exposed("How far the limit itself can be trusted.")
    grade_zh: str | None = computed(
        "The grade in Chinese.",
        lambda value, info: None if value.grade is None else value_words(value.grade.value).zh,
    )
    blend_share: float | None = exposed(
        "Where a maximum is exceeded: the largest mass share of this stream in a mix that would still pass."
    )
    contents: list[Content] = exposed(
        "Of a check of composition or moisture: every analysis that stands, and what is typical.", size=2
    )


@window_of(matching.PartInput)
class PartInput:
    """One number that went into a part of the score."""

    name: str = exposed("What it is.")
    amount: float | None = exposed(
        "The number; null: not known, so the part took its neutral value.", of="value"
    )
    unit: str = exposed("Its unit.")


@window_of(matching.ScorePart)
class ScorePart:
    """One part of the score."""

    name: PartName = exposed("Which part.")
    score: float = exposed("0 to 1; a zero kills the suggestion.", of="value")
    weight: float = exposed("Exponent in the weighted geometric mean; all weights sum to 1.")
    known: bool = exposed("False where an input was missing and the neutral value stands in.")
    inputs: list[PartInput] = exposed("The numbers it was made of.", size=3)


@window_of(matching.PathwayStep)
class PathwayStep:
    """One technology on the way from the stream to its use."""

    facility: Facility | None = linked(
        "Where it happens; null for a step that nobody runs yet.", model.Facility
    )
    technology: Technology = linked("What is done.", model.Technology)
    takes: Material = linked("What the step takes in.", model.Material)
    gives: Material | None = linked("The main product it gives out; null for a final use.", model.Material)
    amount_in: float = exposed("Taken in per unit of the stream.")
    amount_out: float = exposed("Given out per unit of the stream.")


@window_of(matching.CitedPrecedent)
class CitedPrecedent:
    """A documented exchange that is like a suggestion."""

    precedent: Precedent = linked("The exchange.", model.Precedent)
    similarity: float = exposed("How like it is, 0 to 1.")


@window_of(matching.Suggestion)
class Suggestion(DomainNode):
    """A linkage not yet made: from a stream to a facility's port, and on to its use."""

    local_id: str = exposed("stream>facility>port; the same in every run.", of="id")
    stream: WasteStream = linked("What would be given.", model.WasteStream)
    facility: Facility = linked(
        "Who would take it; stored nowhere where the basis is not FACILITY.", model.Facility
    )
    port: Port = linked("What it would be taken as.", model.Port)
    material: Material = linked("What the stream is of.", model.Material)
    basis: Basis = exposed("Whether the facility is on record, or what the receiver's industry usually does.")
    usual: float | None = exposed(
        "How usual it is that the receiver's industry takes this, 0 to 1; null for a facility on record."
    )
    rank: int = exposed("1 is the best of its stream.")
    score: float = exposed("Weighted geometric mean of the parts, 0 to 1.")
    confidence: float = exposed("Share of the gates' checks that could be verified, 0 to 1.")
    amount: float = exposed("The most that could flow per year, in `unit`.")
    unit: Unit = exposed("What is counted.")
    state: OperatingState = exposed(
        "Whether the facility runs today; where none is on record, whether the enterprise does."
    )
    distance: float | None = exposed("Road distance, km; null when a position is unknown.")
    distance_estimated: bool = exposed("Whether one of the two positions is only an estimate.")
    distance_known: bool = exposed(
        "Whether the distance says how far it is: false without a position, or where both are known by one "
        "estimated point alone."
    )
    by: Travel = exposed("How it gets there: the cheapest way that both ends have.")
    margin: float | None = exposed(
        "Joint gain of both sides, CNY per unit: disposal avoided + product value - processing - transport."
    )
    price: PriceInterval = exposed("Between which prices both sides gain, and the even split.")
    co2_avoided: float | None = exposed("kg CO2e per unit, once for the whole pathway; null when unknown.")
    parts: list[ScorePart] = exposed("What the score is made of.")
    gates: list[GateResult] = exposed("The conditions it was held to.", size=12)
    pathway: list[PathwayStep] = exposed("The technologies on the way to the use, in order.", size=3)
    precedents: list[CitedPrecedent] = exposed("Documented exchanges like it, nearest first.", size=5)
    policies: list[Policy] = linked_each("Policies that support it.", model.Policy)
    agreement: Agreement = computed(
        "Why both sides would agree: the owner's alternative, the price band, what the receiver keeps.",
        lambda value, info: info.context.view.agreement(value),
        weight=5,
    )
    missing: list[str] = exposed("What would raise the confidence if somebody measured or told it.")


@window_of(matching.Refusal)
class Refusal:
    """A facility's port that takes the material but must refuse this stream."""

    stream: WasteStream = linked("What is refused.", model.WasteStream)
    facility: Facility = linked("Who must refuse it.", model.Facility)
    port: Port = linked("What it would have been taken as.", model.Port)
    gates: list[GateResult] = exposed("The gates that refuse.", size=4)
