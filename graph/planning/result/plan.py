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
    stream, from_facility : id or None
        Exactly one is given, by `kind`.
    by : Travel
        How it gets there.
    score : float or None
        The suggestion's score; None for transfers.
    verified : bool
        False where a gate was passed unverified.
    blended : bool
        True where some of it goes only in a mix, that a stream beyond a composition limit may pass in.
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
    material : MaterialId
        The output.
    worked : float
        Units of main input that it is so for.
    ratio, usual : Range
        Units per unit of main input: made of this input, and what the recipe says.
    component : str or None
        What of the input it goes with; None: the input is of another kind.
    content : Range or None
        Tonnes of the component in a tonne of main input as received.
    grade : Grade
        Of the row of the library that says it.
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
    throughput : float
        Main input.
    capacity : float or None
        None: not known, and so nothing was sent there.
    assumed : bool
        Whether nobody said the capacity, and it is that of a plant as they are usually built.
    shadow_price : float
        What one more unit of capacity would add to the objective.
    outputs : tuple of (MaterialId, float, Unit)
        Everything made; `sold`, `passed_on` and `disposed` split it.
    yields : tuple of FollowedYield
        Outputs of which another amount is made than the recipe says, those of the most input first.
    mass_in, mass_out : float or None
        Tonnes of all that goes in and of all that is made, by density; the difference is drawn from the air
        or lost to it. None where nobody knows a density.
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
    supply, baseline, placed, unplaced : float
        ``supply + from_stock = baseline + placed + unplaced``; `baseline` already goes to a use today.
    place_unknown : float
        The part of `baseline` of which nobody knows where it goes: no operating facility could hold it.
    outside : float
        What is sold as it is to its own market, part of `placed`.
    from_stock : float
        What is drawn down from stock, part of `placed`.
    residue : float
        What facilities dispose of because of `placed`, here or further along; ``placed - residue`` is net.
    beside : tuple of (Unit, float)
        What they dispose of in other units than the stream's, each in its own: the sludge of a water works.
    waste : bool
        Whether it counts in rates of waste use; by-products do not.
    reason : UnplacedReason
        Why `unplaced` is left over; `detail` names the gate, the facilities or the price.
    helps : tuple of UnplacedHelp
        What would help, the first step first; where: at `facilities`, `products` and `markets`.
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
        Newly leaving streams for a use: the technical potential, *additional* to the baseline.
    residue : float
        What the receiving facilities send to disposal because of it; what is counted in another unit by the
        mass that it holds of what they were fed with.
    beside : tuple of (Unit, float)
        What they send to disposal in other units, each in its own.
    net : float
        ``gross - residue``.
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
    share_baseline, share_planned, share_target : float
        Fractions of `supply`.
    gap : float
        What is still missing to the target after the plan, in `unit` per year; 0 when it is met.
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
        A facility's id (what it makes against what becomes of it), ``park`` (what streams, purchases and
        the outside give against what is sold, disposed of or lost to the outside), or ``park mass`` (the same
        of all mass, by density).
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
        The solver's own clock; does not count when plans are compared.
    columns, rows : int
        Size of the programme.
    best_of_each : int or None
        Where the park has more linkages than a plan chooses from (`graph.matching.MOST_LINKED`): how many of
        each stream it chose from, the best by score; None: from all.
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
        The snapshot it was computed from.
    objective : Objective
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
        On what they stand.
    investment : Range
        What the planned facilities that run cost to build, CNY, as far as their cost is known; it comes back
        with interest within `benefit`, for the part of their room that the plan fills.
    idle_capital : Range
        What the rest of their room costs in capital, CNY a year; not taken off `benefit`.
    potential : bool
        True for the technical potential, in which every market takes everything.
    today : tuple of TodayFlow
        Where what is in use today goes, on record or estimated; it takes room first.
    markets : tuple of MarketTaken
        What the plan sells where.
    sold_today : tuple of MarketToday
        What facilities of the plan sell in each market of today's flows; it takes room first.
    questions : tuple of MarketQuestion
        Products without a known market, which the plan leaves out (`potential`: which it does not).
    totals : tuple of Totals
        One for each of t, m3 and GJ; only tonnes are diverted tonnes.
    balances : tuple of Balance
        For every facility that runs and for the whole park; all close, or the plan is an error.
    missing : tuple of str
        Numbers behind `benefit` and `co2_avoided` that nobody could say; they count 0.
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
