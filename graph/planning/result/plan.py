"""What planning returns: the chosen flows, what they add up to, and why the rest stays unplaced."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph.evidence import Grade
from graph.planning.options import Objective
from graph.planning.result.coverage import Coverage, Reach
from graph.planning.result.helping import UnplacedHelp, help_words
from graph.planning.result.selling import MarketQuestion, MarketTaken, MarketToday
from graph.planning.today import TodayFlow
from graph.ranges import Range
from graph.vocabulary import (
    EnterpriseId,
    FacilityId,
    MarketId,
    MaterialId,
    PortId,
    RowId,
    StreamId,
    Travel,
    Unit,
)
from graph.wording import ListedWord, Message, Words


class FlowKind(ListedWord):
    """Where a flow of the plan starts and ends."""

    DIVERSION = "diversion", "From a waste stream to a facility; counted as diverted."
    TRANSFER = "transfer", "From one facility's output to another facility; not counted again."


@dataclass(frozen=True, slots=True)
class PlanFlow:
    """One chosen linkage: `amount` in `unit` per year.

    Attributes
    ----------
    kind : FlowKind
        Whether it leaves a waste stream or a facility.
    stream : StreamId or None
        Where a diversion starts; None for a transfer.
    from_facility : FacilityId or None
        Where a transfer starts; None for a diversion.
    facility : FacilityId
        Where it goes.
    port : PortId
        What it is taken as.
    material : MaterialId
        What flows.
    amount : float
        Per year, in `unit`.
    by : Travel
        How it gets there: the cheapest way that both ends have.
    score : float or None
        The suggestion's score; None for transfers.
    verified : bool
        False where a gate was passed unverified.
    blended : bool
        True where some of it passes a composition limit only in a mix.
    contracted : float
        The part that a contracted linkage of the register has agreed.
    origins : tuple of StreamId
        The streams that it is made of, sorted: of a diversion its own; of a transfer those that the giver
        works on for this taker, through whatever facilities they came.
    """

    kind: FlowKind
    stream: StreamId | None
    from_facility: FacilityId | None
    facility: FacilityId
    port: PortId
    material: MaterialId
    amount: float
    unit: Unit
    by: Travel
    score: float | None
    verified: bool
    blended: bool
    contracted: float
    origins: tuple[StreamId, ...]


@dataclass(frozen=True, slots=True)
class FollowedYield:
    """An output of which another amount is made than the recipe says, for that is how the input is.

    Attributes
    ----------
    port : PortId
        The output of the recipe.
    material : MaterialId
        What is made.
    worked : float
        Units of main input that it is so for, per year.
    ratio, usual : Range
        Units per unit of main input: made of this input, and what the recipe says.
    component : str or None
        What of the input it goes with; None: the input is of another kind.
    content : Range or None
        Tonnes of the component in a tonne of main input as received.
    grade : Grade
        How well the library knows it: the grade of its row.
    """

    port: PortId
    material: MaterialId
    worked: float
    ratio: Range
    usual: Range
    component: str | None
    content: Range | None
    grade: Grade


@dataclass(frozen=True, slots=True)
class FacilityRun:
    """What one facility does in the plan, per year, in the unit of its main input unless said otherwise.

    Attributes
    ----------
    facility : FacilityId
        Which facility.
    throughput : float
        Main input, in `unit`.
    capacity : float or None
        What it could take, in `unit`; None: not known, and so nothing was sent there.
    unit : Unit
        What the main input is counted in.
    assumed : bool
        Whether nobody said the capacity, and that of a usual plant is assumed.
    shadow_price : float
        What one more unit of capacity would add to the objective.
    outputs : tuple of (MaterialId, float, Unit)
        Everything made; `sold`, `passed_on` and `disposed` split it.
    yields : tuple of FollowedYield
        Outputs of which another amount is made than the recipe says, those of the most input first.
    mass_in : float or None
        Tonnes of all that goes in, by density; None where one is not known.
    mass_out : float or None
        Tonnes of all that is made, by density; the difference to `mass_in` is drawn from the air or lost to
        it. None where nobody knows a density.
    """

    facility: FacilityId
    throughput: float
    capacity: float | None
    unit: Unit
    assumed: bool
    shadow_price: float
    outputs: tuple[tuple[MaterialId, float, Unit], ...]
    sold: tuple[tuple[MaterialId, float, Unit], ...]
    passed_on: tuple[tuple[MaterialId, float, Unit], ...]
    disposed: tuple[tuple[MaterialId, float, Unit], ...]
    purchased: tuple[tuple[MaterialId, float, Unit], ...]
    yields: tuple[FollowedYield, ...]
    mass_in: float | None
    mass_out: float | None


class UnplacedReason(ListedWord):
    """Why a remainder of a stream has no use in the plan."""

    NONE = "none", "Nothing is left over."
    NO_CONSUMER = "no consumer", "No facility takes the material."
    GATE = "gate refused", "Facilities that take the material must refuse this stream."
    DISTANCE = "too far", "Every facility that takes it is beyond the radius."
    UNKNOWN_CAPACITY = "capacity not known", "Nobody could say how much the facilities can take."
    CAPACITY = "capacity full", "The facilities are full."
    SEASON = "out of season", "It comes in months in which nobody who takes it runs."
    BLENDING = "mix at its limit", "A mix that takes more of it would exceed a composition limit."
    MARKET = "no market", "Nobody is known to buy what it would become, or to buy more of it."
    UNECONOMIC = "uneconomic", "Every use costs more than it brings."
    NO_GAIN = "no gain", "Taking it would not bring the objective further."


@dataclass(frozen=True, slots=True)
class StreamOutcome:
    """What becomes of one stream, per year in its unit.

    Attributes
    ----------
    stream : StreamId
        Which stream.
    enterprise : EnterpriseId
        Who gives it off.
    material : MaterialId
        What it is.
    supply : float
        Generated.
    baseline : float
        Already goes to a use today.
    placed : float
        Goes to a use by the plan.
    unplaced : float
        What still has no use: `supply` + `from_stock` - `baseline` - `placed`.
    place_unknown : float
        The part of `baseline` of which nobody knows where it goes: no operating facility could hold it.
    outside : float
        The part of `placed` that is sold as it is to its own market.
    from_stock : float
        The part of `placed` that is drawn down from stock.
    residue : float
        Disposed of by facilities because of it, here or further along; placed - residue is net.
    beside : tuple of (Unit, float)
        What they dispose of in other units than the stream's, each in its own: the sludge of a water works.
    waste : bool
        Whether it counts in rates of waste use; by-products do not.
    reason : UnplacedReason
        Why the rest is unplaced; `detail` names the gate, the facilities or the price.
    helps : tuple of UnplacedHelp
        What would help, the first step first; where: at `facilities`, `products` and `markets`.
    facilities : tuple of FacilityId
        That are full, stand still or are of unknown capacity; where one more gains most first.
    products : tuple of MaterialId
        What nobody is known to buy.
    markets : tuple of MarketId
        That take no more.
    shadow_price : float
        What one more unit of this stream would add to the objective.
    """

    stream: StreamId
    enterprise: EnterpriseId
    material: MaterialId
    unit: Unit
    supply: float
    baseline: float
    place_unknown: float
    placed: float
    outside: float
    from_stock: float
    residue: float
    beside: tuple[tuple[Unit, float], ...]
    unplaced: float
    waste: bool
    reason: UnplacedReason
    detail: Message | Words
    helps: tuple[UnplacedHelp, ...]
    facilities: tuple[FacilityId, ...]
    products: tuple[MaterialId, ...]
    markets: tuple[MarketId, ...]
    shadow_price: float

    @property
    def help(self) -> Message | Words:
        """What would help, as a sentence; empty where nothing is left over."""
        return help_words(self.helps)


@dataclass(frozen=True, slots=True)
class Totals:
    """What a plan adds up to in one unit, per year; each unit counted once, at its source.

    Attributes
    ----------
    supply : float
        Generated by all streams in the unit.
    baseline : float
        Already used today.
    gross : float
        Newly leaves streams for a use, additional to the baseline: the technical potential.
    residue : float
        What the receiving facilities send to disposal because of it; what is counted in another unit, by the
        mass that it holds of what they were fed with.
    beside : tuple of (Unit, float)
        What they send to disposal in other units, each in its own.
    net : float
        gross - residue.
    from_stock : float
        The part of `gross` that is drawn down from earlier years' stock.
    contracted : float
        Of linkages that are agreed and do not run yet.
    verified : float
        Of linkages that run and whose amount somebody reported; what is only estimated is left out.
    utilisation : float
        ``(baseline + net) / (supply + from_stock)``, as China's statistics have it; 0 where there is none.
    """

    unit: Unit
    supply: float
    baseline: float
    gross: float
    residue: float
    beside: tuple[tuple[Unit, float], ...]
    net: float
    from_stock: float
    contracted: float
    verified: float
    utilisation: float


@dataclass(frozen=True, slots=True)
class TargetProgress:
    """One target beside the plan.

    Attributes
    ----------
    supply : float
        Generated of what the target covers, per year.
    share_baseline : float
        Share used today, 0 to 1.
    share_planned : float
        Share used with the plan, 0 to 1.
    share_target : float
        Share to reach, 0 to 1.
    gap : float
        Still missing to the target per year; 0 when it is met.
    met : bool
        Whether the plan reaches it.
    """

    target: RowId
    unit: Unit
    supply: float
    share_baseline: float
    share_planned: float
    share_target: float
    gap: float
    met: bool


@dataclass(frozen=True, slots=True)
class Balance:
    """One closed balance: what comes in equals what goes out, within 1e-6 relative.

    Attributes
    ----------
    place : str
        The facility, or the park.

        A facility's id (what it makes against what becomes of it), ``park`` (what streams, purchases and the
        outside give against what is sold, disposed of or lost to the outside), or ``park mass`` (the same of
        all mass, by density).
    inflow : float
        Comes in per year.
    outflow : float
        Goes out per year.
    """

    place: str
    unit: Unit
    inflow: float
    outflow: float

    @property
    def error(self) -> float:
        """Difference relative to the larger side; 0 where both are 0."""
        larger = max(abs(self.inflow), abs(self.outflow))
        return abs(self.inflow - self.outflow) / larger if larger else 0.0


@dataclass(frozen=True, slots=True)
class SolverReport:
    """How the plan was found.

    Attributes
    ----------
    status : str
        ``optimal``, or ``time limit`` for the best plan found in time.
    gap : float
        Relative distance to the best bound; 0 without lots, decisions or a budget.
    iterations : int
        Of the simplex method.
    seconds : float
        The solver's own clock; it does not count when plans are compared.
    columns, rows : int
        Size of the programme.
    best_of_each : int or None
        In a large park: how many linkages of each stream it chose from, the best by score; None: from all.

        A park is large that has more linkages than `graph.matching.MOST_LINKED`.
    """

    status: str
    gap: float
    iterations: int
    seconds: float = field(compare=False)
    columns: int
    rows: int
    best_of_each: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The set of flows that reaches the objective, and what it adds up to.

    Attributes
    ----------
    fingerprint : str
        Of the snapshot it was computed from.
    objective : Objective
        What was made as large as it can be.
    mix : tuple of float
        Weights of tonnes, benefit and CO2 of a weighted objective; empty otherwise.
    horizon : int or None
        Years over which stock is drawn down; None: stock stays.
    objective_value : float
        In the objective's unit per year: t, CNY or kg CO2e; without unit for a mix.
    benefit : float
        Net benefit of all sides together, CNY per year, against disposing of everything that is placed.
    co2_avoided : float
        kg CO2e per year, each chain counted once.
    benefit_reach, co2_reach : Reach
        How far both spread at these flows when every price, rate, cost and ratio varies in its range.
    coverage : Coverage
        On what both stand.
    investment : Range
        What the planned facilities that run cost to build, CNY, as far as their cost is known; it comes back
        with interest within `benefit`, for the part of their room that the plan fills.
    idle_capital : Range
        What the rest of their room costs in capital, CNY a year; not taken off `benefit`.
    potential : bool
        True for the technical potential: as if every market took everything.
    today : tuple of TodayFlow
        Where what is in use today goes, on record or estimated; it takes room first.
    markets : tuple of MarketTaken
        What the plan sells where.
    sold_today : tuple of MarketToday
        What facilities of the plan sell in each market of today's flows; it takes room first.
    questions : tuple of MarketQuestion
        Products without a known market, which the plan leaves out (unless it is the `potential`); asked, they
        may enter it.
    totals : tuple of Totals
        One for each of t, m3 and GJ; only tonnes are diverted tonnes.
    targets : tuple of TargetProgress
        Every target beside the plan.
    balances : tuple of Balance
        For every facility that runs and for the whole park; all close, or the plan is an error.
    missing : tuple of str
        Numbers behind `benefit` and `co2_avoided` that nobody could say; they count 0.
    solver : SolverReport
        How the plan was found.
    """

    fingerprint: str
    objective: Objective
    mix: tuple[float, ...]
    horizon: int | None
    objective_value: float
    benefit: float
    co2_avoided: float
    benefit_reach: Reach
    co2_reach: Reach
    coverage: Coverage
    investment: Range
    idle_capital: Range
    potential: bool
    flows: tuple[PlanFlow, ...]
    runs: tuple[FacilityRun, ...]
    streams: tuple[StreamOutcome, ...]
    totals: tuple[Totals, ...]
    targets: tuple[TargetProgress, ...]
    balances: tuple[Balance, ...]
    today: tuple[TodayFlow, ...]
    markets: tuple[MarketTaken, ...]
    sold_today: tuple[MarketToday, ...]
    questions: tuple[MarketQuestion, ...]
    missing: tuple[str, ...]
    solver: SolverReport

    def total(self, unit: Unit) -> Totals:
        """Return what the plan adds up to in one unit."""
        return next(total for total in self.totals if total.unit is unit)

    def __str__(self) -> str:
        lines = [f"{self.objective.value}: {self.objective_value:,.0f} ({self.solver.status})"]
        lines.extend(
            f"{total.unit.value:>3}  supply {total.supply:,.0f}  baseline {total.baseline:,.0f}  "
            f"gross {total.gross:,.0f}  residue {total.residue:,.0f}  net {total.net:,.0f}  "
            f"utilisation {total.utilisation:.1%}"
            for total in self.totals
        )
        lines.append(f"benefit {self.benefit:,.0f} CNY  CO2e avoided {self.co2_avoided / 1000.0:,.0f} t")
        return "\n".join(lines)
