"""What one missing link is: what, where, how large, fed by whom, worth what, and what speaks against it.

Amounts are per year in the unit of what they are of, money is CNY. What nobody knows is None and belongs
into a question, never into a sum.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.matching import GateName, Outcome
from graph.model import Position
from graph.planning import Objective
from graph.ranges import Range
from graph.value import PriceInterval
from graph.vocabulary import (
    EnterpriseId,
    FacilityId,
    MarketId,
    MaterialId,
    ParkId,
    PortId,
    RowId,
    StreamId,
    TechnologyId,
    Travel,
    Unit,
)
from graph.wording import ListedWord, Message


class Presence(ListedWord):
    """Why a technology is missing."""

    ABSENT = "absent", "No facility of the park runs or plans it."
    FULL = "full", "Every facility of it is full in the plan without the lead."


class Trigger(ListedWord):
    """What speaks of a technology as missing."""

    REMAINDER = "remainder", "A stream that the plan leaves a remainder of goes there."
    PATHWAY = "pathway", "It is a new step of a way of some waste to a use."
    CAPACITY = "capacity", "What the park has of it is full."


class ScaleBound(ListedWord):
    """What keeps a lead from being larger."""

    SUPPLY = "supply", "What streams and facilities could bring."
    MARKET = "market", "The room for its products."
    ECONOMIC = "economic", "The size of a plant as they are usually built."


class OutletKind(ListedWord):
    """Where a product of a lead goes."""

    SOLD = "sold", "To its market."
    PASSED_ON = "passed on", "To a facility of the park."
    DISPOSED = "disposed", "It is got rid of."


@dataclass(frozen=True, slots=True)
class LeadSite:
    """Where the missing link could stand.

    Attributes
    ----------
    park : ParkId
        The park or area.
    enterprise : EnterpriseId or None
        The firm of the park that could extend; None: a newcomer.
    position : Position or None
        Where distances are counted from; None: not known.
    """

    park: ParkId
    enterprise: EnterpriseId | None
    position: Position | None


@dataclass(frozen=True, slots=True)
class LeadScale:
    """How large it could be: the least of secured supply, market room and economic scale.

    Attributes
    ----------
    amount : Range
        Main input a year: with the supply of one year in ten, the scale that is planned with, and with all
        that may be brought in a good year.
    unit : Unit
        Of the main input.
    bound : ScaleBound
        Which of supply, market room and economic scale keeps it from being larger.
    supply_p10 : float
        What could be brought in nine of ten draws, of what the streams that pass its gates have beside their
        use today.
    supply_p50 : float
        What could be brought of it in half of the draws.
    market : float or None
        Main input whose products find room; None: nothing bounds it.
    economic : float or None
        A plant as they are usually built; None: no cost sheet says it.
    minimum : float or None
        The least that is built: below it nobody builds one; None: not known.
    used : float
        What the plan with it brings it.
    """

    amount: Range
    unit: Unit
    bound: ScaleBound
    supply_p10: float
    supply_p50: float
    market: float | None
    economic: float | None
    minimum: float | None
    used: float


@dataclass(frozen=True, slots=True)
class LeadDonor:
    """Who brings it something in the plan with it.

    Attributes
    ----------
    stream : StreamId or None
        The stream; None for a facility's output.
    from_facility : FacilityId or None
        The facility; None for a stream.
    main : bool
        Whether it is a main input.
    amount : float
        In `unit`.
    unit : Unit
        Of the material.
    available : Range or None
        What the stream has beside its use today; None for a facility's output.
    distance : float or None
        Road km; None: a position is not known.
    by : Travel or None
        How it gets there: the cheapest way that both ends have; None: the distance is not known.
    alternative : Range or None
        What a unit costs its donor without the lead, CNY: disposal that it pays is positive, a price that it
        forgoes negative; None: not known.
    before : float
        What of the stream goes to a use in the plan without it.
    """

    stream: StreamId | None
    from_facility: FacilityId | None
    enterprise: EnterpriseId
    material: MaterialId
    port: PortId
    main: bool
    amount: float
    unit: Unit
    available: Range | None
    distance: float | None
    by: Travel | None
    alternative: Range | None
    before: float


@dataclass(frozen=True, slots=True)
class PriceStep:
    """One step from what is said of a price to what a unit brings: `amount` is positive where it adds.

    Attributes
    ----------
    what : Message
    amount : float
        CNY per unit, positive where it adds.
    """

    what: Message
    amount: float


@dataclass(frozen=True, slots=True)
class LeadProduct:
    """What it makes of a material, and where that goes.

    Attributes
    ----------
    amount : float
        In `unit`.
    unit : Unit
        Of the material.
    outlet : OutletKind
        Where it goes.
    facility : FacilityId or None
        Who takes it on inside the park.
    market : MarketId or None
        Where it is sold; None: no market is known.
    room : Range or None
        What the market takes beside what serves it today; None: nothing bounds it, or not known.
    share : float or None
        Of the market's likely room that it needs.
    price : Range or None
        CNY per unit that it is counted at before freight to the buyer: its market's, or that of what it
        displaces where it is paid that; None: not known.
    steps : tuple of PriceStep
        From the price as its row says it to what a unit brings: tax, money of another year, freight.

        They sum to what a unit brings; empty where it is not sold or has no price.
    """

    material: MaterialId
    amount: float
    unit: Unit
    outlet: OutletKind
    facility: FacilityId | None
    market: MarketId | None
    room: Range | None
    share: float | None
    price: Range | None
    steps: tuple[PriceStep, ...]


@dataclass(frozen=True, slots=True)
class CostItem:
    """One item of what it costs or earns a year: `amount` is positive where it earns.

    Attributes
    ----------
    what : Message
    amount : Range
        CNY a year at what the plan brings it.
    grade : str
        Of the weakest number behind it.
    """

    what: Message
    amount: Range
    grade: str


@dataclass(frozen=True, slots=True)
class LeadReturns:
    """How far what a lead brings its owner spreads when every number behind it is drawn, linkages signed.

    Attributes
    ----------
    rate : Range
        Internal rate of return over its life, per year: P10, P50 and P90; -1: all is lost.
    payback_fast : float or None
        Years until it is paid back, P10; None: not within its life.
    payback_middle : float or None
        The same, P50.
    payback_slow : float or None
        The same, P90.
    break_even : Range or None
        CNY per unit of the main product at which it just pays: P10, P50 and P90; None: none is sold.
    pays : float
        Share of the draws in which it pays its capital with interest.
    """

    rate: Range
    payback_fast: float | None
    payback_middle: float | None
    payback_slow: float | None
    break_even: Range | None
    pays: float


@dataclass(frozen=True, slots=True)
class LeadEconomics:
    """What building and running it costs its owner and brings.

    Attributes
    ----------
    capital : Range or None
        CNY, once, at the scale that is planned with; None: not known.
    life : float
        Years over which it is recovered.
    yearly_capital : Range or None
        With interest, CNY a year.
    items : tuple of CostItem
        Operating cost by item, and what products bring; capital is not among them.
    operating, revenue : Range or None
        Their sums: costs as a positive number, CNY a year; None where an item is not known.
    price_floor : Range or None
        CNY per unit of main input: what its donors pay without it, on average; below it they lose nothing.
    payback : Range or None
        Years until the yearly surplus has paid the capital: with the best, the likely and the worst numbers;
        None where nothing is known or with the worst numbers it does not within its life.
    payback_likely : float or None
        Years, with the likely numbers; None: not within its life.
    rate_of_return : Range or None
        Internal rate of return over its life, per year; -1 where all is lost.
    break_even : float or None
        CNY per unit of the main product at which it just pays, capital with interest included.
    pays : bool or None
        Whether the likely surplus pays the capital back; None: not known.
    returns : LeadReturns or None
        The same over draws; None: none drawn, or capital not known.
    missing : tuple of str
        Numbers that nobody could say.
    """

    capital: Range | None
    life: float
    yearly_capital: Range | None
    items: tuple[CostItem, ...]
    operating: Range | None
    revenue: Range | None
    price_floor: Range | None
    payback: Range | None
    payback_likely: float | None
    rate_of_return: Range | None
    break_even: float | None
    pays: bool | None
    returns: LeadReturns | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TargetGain:
    """How it moves a target.

    Attributes
    ----------
    wanted : float
        The share wanted, 0 to 1.
    share_before : float
        By the plan without it.
    share_after : float
        By the plan with it.
    chance_before : float or None
        Share of draws that meet it without; None: nothing drawn.
    chance_after : float or None
        The same with it.
    """

    target: RowId
    wanted: float
    share_before: float
    share_after: float
    chance_before: float | None
    chance_after: float | None


@dataclass(frozen=True, slots=True)
class LeadValue:
    """The plan with it less the plan without it.

    Attributes
    ----------
    worth : float
        In the objective's unit.
    tonnes : float
        Net diverted t.
    water : float
        Net m3.
    heat : float
        Net GJ.
    benefit : float
        CNY of all sides together, capital paid back with interest.
    co2 : float
        kg CO2e avoided.
    tonnes_spread, benefit_spread, co2_spread : Range or None
        P10, P50 and P90 of the same over the draws; None where nothing was drawn.
    targets : tuple of TargetGain
        By target.
    """

    worth: float
    tonnes: float
    water: float
    heat: float
    benefit: float
    co2: float
    tonnes_spread: Range | None
    benefit_spread: Range | None
    co2_spread: Range | None
    targets: tuple[TargetGain, ...]


@dataclass(frozen=True, slots=True)
class LeadGate:
    """A gate of a donor that is not simply passed.

    Attributes
    ----------
    gate : GateName
        Which.
    outcome : Outcome
        UNVERIFIED (somebody has to look) or REFUSED.
    amount : float
        What the stream has beside its use today.
    """

    stream: StreamId
    gate: GateName
    outcome: Outcome
    amount: float
    reason: Message


@dataclass(frozen=True, slots=True)
class UnlockedChain:
    """A way of a waste through the lead that the park does not have without it.

    Attributes
    ----------
    steps : tuple of TechnologyId
        Through which technologies, the lead's among them.
    amount : float
        That the plan sends this way, in `unit`.
    unit : Unit
        Of the material.
    """

    material: MaterialId
    steps: tuple[TechnologyId, ...]
    amount: float
    unit: Unit


@dataclass(frozen=True, slots=True)
class Deciding:
    """The unknown that decides whether a lead is among the first ten.

    Attributes
    ----------
    what : Message
    where_low : float
        Share of draws that have the lead among the first ten where the unknown is in its lower half, or
        refused.
    where_high : float
        The same where the unknown is in its upper half, or agreed to.
    """

    what: Message
    where_low: float
    where_high: float


@dataclass(frozen=True, slots=True)
class OtherSite:
    """Another place for the same technology.

    Attributes
    ----------
    site : LeadSite
        Where.
    worth : float or None
        In the objective; None: not solved, as it cannot be better.
    at_most : float
        What it could be worth at most.
    """

    site: LeadSite
    worth: float | None
    at_most: float


@dataclass(frozen=True, slots=True)
class Lead:
    """One missing link: a technology, where, how large, fed by whom, and what it is worth.

    Attributes
    ----------
    rank : int
        From 1.
    objective : Objective
        Whose unit its worth has.
    technology : TechnologyId
        What is missing.
    presence : Presence
        Why it is missing.
    triggers : tuple of Trigger
        What speaks of it.
    site : LeadSite
        Where it is worth most.
    extenders : tuple of EnterpriseId
        Firms of the park whose industry runs the technology, or that run it already: they could extend and
        come first.
    scale : LeadScale
        How large it could be.
    donors : tuple of LeadDonor
        Who brings it something, larger ones first.
    remainders : tuple of StreamId
        Streams that keep a remainder without it and bring it something.
    products : tuple of LeadProduct
        What it makes, larger ones first.
    economics : LeadEconomics
        What it costs its owner and brings.
    price : PriceInterval or None
        Between the donors' alternative and what it can pay.
    unlocks : tuple of UnlockedChain
        Ways that the park has not without it.
    stability : float or None
        Share of draws in which it is among the first ten; None: none drawn.
    deciding : Deciding or None
        What would change that, if it were known; None: nothing drawn does.
    other_sites : tuple of OtherSite
        Best first.
    questions_zh : tuple of str
        What has to be asked, in Chinese, in the order of what it may change.
    questions_en : tuple of str
        What has to be asked, in English, in the order of what it may change.
    """

    rank: int
    objective: Objective
    technology: TechnologyId
    presence: Presence
    triggers: tuple[Trigger, ...]
    site: LeadSite
    extenders: tuple[EnterpriseId, ...]
    scale: LeadScale
    donors: tuple[LeadDonor, ...]
    remainders: tuple[StreamId, ...]
    products: tuple[LeadProduct, ...]
    economics: LeadEconomics
    value: LeadValue
    price: PriceInterval | None
    gates: tuple[LeadGate, ...]
    unlocks: tuple[UnlockedChain, ...]
    stability: float | None
    deciding: Deciding | None
    other_sites: tuple[OtherSite, ...]
    questions_zh: tuple[str, ...]
    questions_en: tuple[str, ...]
