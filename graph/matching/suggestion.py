"""What matching returns: a suggested linkage with its score, the parts behind it and the gates it passed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from graph.evidence import Grade
from graph.knowledge import CitedPrecedent
from graph.ranges import Range
from graph.value import PriceInterval
from graph.vocabulary import (
    FacilityId,
    MaterialId,
    OperatingState,
    PortId,
    RowId,
    StandardId,
    StreamId,
    TechnologyId,
    Travel,
    Unit,
)
from graph.wording import ListedWord, Message

if TYPE_CHECKING:
    import pandas as pd


class GateName(ListedWord):
    """The conditions that a linkage must meet."""

    MATERIAL = "material", "The port takes the material, itself or by taxonomy."
    PHASE = "phase", "The material comes in a phase the port can take."
    HAZARD = "hazard", "It is known whether the law treats the material as hazardous, and in which class."
    LICENCE = "licence", "The receiver is licensed for the hazard class."
    COMPOSITION = "composition", "No limit on composition is exceeded."
    MOISTURE = "moisture", "No limit on free water is exceeded."
    CAPACITY = "capacity", "The receiver can take something."
    DISTANCE = "distance", "The receiver is within reach."
    TRANSFER = "transfer", "The law lets the waste go from one region to the other."
    DATES = "dates", "Both sides run on the day in question."


#: Gates that are judged of every pair, besides the checks of composition and moisture that limits ask for.
ALWAYS_JUDGED = tuple(gate for gate in GateName if gate not in (GateName.COMPOSITION, GateName.MOISTURE))
#: A smaller share lost on the way, next door for example, is not spoken of.
LEAST_LOST = 0.001


class Basis(ListedWord):
    """Why somebody is offered a waste; what is on record comes first."""

    FACILITY = "facility", "A facility on record takes it."
    INDUSTRY_TECHNOLOGY = (
        "industry technology",
        "Its industry runs a recipe that takes it; no facility of it is on record.",
    )
    USUAL_USE = "usual use", "Its industry is known to take it, by general knowledge or documented exchanges."


class Outcome(ListedWord):
    """What a gate says; unknown never passes silently."""

    PASSED = "passed", "Verified and met."
    UNVERIFIED = "unverified", "A limit or a property is not known; confidence is lowered."
    REFUSED = "refused", "Not met."


@dataclass(frozen=True, slots=True)
class Content:
    """One thing known of a component: an analysis, or what is typical of the material.

    Attributes
    ----------
    component : str
        What was measured; of an exposure index each nuclide.
    basis : str
        Unit of the content, for example mass %, mass % dry, mg/kg or Bq/kg.
    amount : Range
        In `basis`.
    measured : bool
        False: a typical value, which neither passes nor refuses.
    decides : bool
        Whether the check rests on it; of contradicting analyses the worse.
    sampled_on : date or None
        Day of the sample, else of the report; None when nobody told.
    laboratory : str
        Who analysed it, as on record.
    """

    component: str
    basis: str
    amount: Range
    measured: bool
    decides: bool
    sampled_on: date | None = None
    laboratory: str = ""


@dataclass(frozen=True, slots=True)
class GateResult:
    """One gate's answer for one stream and one facility's port.

    Attributes
    ----------
    gate : GateName
        Which gate.
    outcome : Outcome
        What it says.
    value : float or None
        What was found and what is allowed, in `unit`; None: not known, or no such bound.
    minimum : float or None
        Lowest allowed; None: no such bound, or not known.
    maximum : float or None
        Highest allowed; None: no such bound, or not known.
    given : str
        What was found where it is no number: material, phase, classes, region, day.
    wanted : str
        What is allowed where it is no number.
    component : str
        For composition and moisture: what was measured against the limit.
    unit : str
        Unit of what was found and of the bounds.
    standard : StandardId or None
        Whose limit it is; `standard_text` says it in words, or names the rule.
    standard_text : str
        Whose limit it is, in words, or the rule's name.
    grade : Grade or None
        How far the limit itself can be trusted.
    blend_share : float or None
        Where a maximum is exceeded: the largest mass share of this stream in a mix with material free of the
        component that would still pass.
    contents : tuple of Content
        For composition and moisture: every analysis of the component that stands, and what is typical of it.
    """

    gate: GateName
    outcome: Outcome
    reason: Message
    component: str = ""
    unit: str = ""
    value: float | None = None
    minimum: float | None = None
    maximum: float | None = None
    standard: StandardId | None = None
    standard_text: str = ""
    grade: Grade | None = None
    blend_share: float | None = None
    given: str = ""
    wanted: str = ""
    contents: tuple[Content, ...] = ()


class PartName(ListedWord):
    """The parts of a suggestion's score."""

    TECHNICAL = "technical", "Margin to the limits, and how much of it is verified."
    QUANTITY = "quantity", "How well supply and capacity fit."
    PROXIMITY = "proximity", "Cost of transport."
    ECONOMICS = "economics", "Joint margin of both sides."
    CO2 = "co2", "Greenhouse gas avoided."
    READINESS = "readiness", "Technology readiness and the facility's state."
    PRECEDENT = "precedent", "How often the like was done elsewhere."


@dataclass(frozen=True, slots=True)
class PartInput:
    """One number that went into a part; None: not known, so the part took its neutral value.

    Attributes
    ----------
    name : str
        What it is.
    unit : str
        Its unit.
    """

    name: str
    value: float | None
    unit: str


@dataclass(frozen=True, slots=True)
class ScorePart:
    """One part of the score.

    Attributes
    ----------
    name : PartName
        Which part.
    value : float
        0 to 1; a zero kills the suggestion.
    weight : float
        Exponent in the weighted geometric mean; all weights sum to 1.
    known : bool
        False where an input was missing and the neutral value stands in.
    """

    name: PartName
    value: float
    weight: float
    known: bool
    inputs: tuple[PartInput, ...]


@dataclass(frozen=True, slots=True)
class PathwayStep:
    """One technology on the way from the stream to its use.

    Attributes
    ----------
    facility : FacilityId or None
        Where it happens; None for a step that nobody in the park runs or plans.
    technology : TechnologyId
        What is done.
    takes : MaterialId
        What the step takes in.
    gives : MaterialId
        The main product that the step gives out.
    amount_in : float
        Taken in per unit of the stream.
    amount_out : float
        Given out per unit of the stream.
    """

    facility: FacilityId | None
    technology: TechnologyId
    takes: MaterialId
    gives: MaterialId
    amount_in: float
    amount_out: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A linkage not yet made: from a stream to a facility's port, and on to its use.

    Attributes
    ----------
    id : str
        ``<stream>><facility>><port>``; the same in every run.
    stream : StreamId
        What would be given.
    facility : FacilityId
        Who would take it; stored nowhere where the basis is not FACILITY.
    port : PortId
        What it would be taken as.
    material : MaterialId
        What the stream is of.
    rank : int
        1 is the best of its stream.
    score : float
        Weighted geometric mean of the parts, 0 to 1.
    confidence : float
        Share of the gates' checks that could be verified, 0 to 1.
    amount : float
        The most that could leave the stream per year, in `unit`: what it has left, and what the port could
        take beside its operating linkages once what is lost on the way is off.
    state : OperatingState
        Whether the facility runs today; where none is on record, whether the enterprise does.
    distance : float or None
        Road distance, km: great circle times the detour factor; None when a position is unknown.
    by : Travel
        How it gets there: the cheapest way that both ends have.
    distance_estimated : bool
        Whether one of the two positions is only an estimate: firms at the seat of one district are not next
        door.
    margin : float or None
        Joint gain of both sides, CNY per unit that leaves the stream: disposal avoided + product value -
        processing - transport; what a pipe loses on the way saves no disposal and makes nothing.
    price : PriceInterval
        Between which prices both sides gain, and the even split.
    co2_avoided : float or None
        What it avoids, kg CO2e per unit that leaves the stream, computed once for the whole pathway; None
        when unknown.
    parts : tuple of ScorePart
        What the score is made of.
    missing : tuple of str
        What would raise the confidence if somebody measured or told it.
    basis : Basis
        Whether the facility is on record, or what the receiver's industry usually does: then its id names no
        stored facility, and `state` is that of the enterprise.
    usual : float or None
        How usual it is that the receiver's industry takes what the stream's words and material mean, 0 to 1;
        None for a facility on record.
    policies : tuple of RowId
        Policies that support it.
    """

    id: str
    stream: StreamId
    facility: FacilityId
    port: PortId
    material: MaterialId
    rank: int
    score: float
    confidence: float
    amount: float
    unit: Unit
    state: OperatingState
    distance: float | None
    margin: float | None
    price: PriceInterval
    co2_avoided: float | None
    parts: tuple[ScorePart, ...]
    gates: tuple[GateResult, ...]
    pathway: tuple[PathwayStep, ...]
    precedents: tuple[CitedPrecedent, ...]
    policies: tuple[RowId, ...]
    missing: tuple[str, ...]
    basis: Basis = Basis.FACILITY
    usual: float | None = None
    distance_estimated: bool = False
    by: Travel = Travel.ROAD

    @property
    def distance_known(self) -> bool:
        """Whether `distance` says how far it is: around one estimated point two firms may stand anywhere."""
        return self.distance is not None and not (self.distance_estimated and self.distance == 0.0)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A facility's port that takes the material but must refuse this stream, and the gates that say so.

    Attributes
    ----------
    stream : StreamId
        What is refused.
    facility : FacilityId
        Who must refuse it.
    port : PortId
        What it would have been taken as.
    """

    stream: StreamId
    facility: FacilityId
    port: PortId
    gates: tuple[GateResult, ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Everything matching found, best first within each stream, streams by id.

    Attributes
    ----------
    fingerprint : str
        The snapshot it was computed from.
    unmatched : tuple of StreamId
        Streams that no facility's port takes at all.
    """

    fingerprint: str
    items: tuple[Suggestion, ...]
    refusals: tuple[Refusal, ...]
    unmatched: tuple[StreamId, ...]

    def to_frame(self) -> pd.DataFrame:
        """Return the suggestions as a table, a row each: numbers and ids, and a column for each part."""
        import pandas as pd

        plain = (
            "id", "stream", "facility", "port", "material", "rank", "score", "confidence", "amount", "unit",
            "state", "basis", "distance", "margin", "co2_avoided",
        )  # fmt: skip
        table = {name: [getattr(item, name) for item in self.items] for name in plain}
        for place, part in enumerate(PartName):
            table[part.value] = [item.parts[place].value for item in self.items]

        return pd.DataFrame(table)
