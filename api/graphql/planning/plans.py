"""The plan: flows, facilities, streams, totals, targets and balances."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import strawberry

from api.figures import expected_words, nothing_on_record, potential_words
from api.graphql.context import Info
from api.graphql.nodes import (
    PARK_LIST,
    PLAN_WEIGHT,
    computed,
    described,
    exposed,
    linked,
    resolved,
    shown,
    window_of,
)
from api.graphql.park import Facility, Material, Target
from api.graphql.planning.plan_grounds import (
    Coverage,
    Flip,
    MarketQuestion,
    MarketTaken,
    MarketToday,
    Reach,
    TodayFlow,
    WouldChange,
)
from api.graphql.planning.prospective import ProspectiveFlow
from api.graphql.planning.spreads import DRAW_WEIGHT, SPREAD_WEIGHT, Chance, Expected
from api.graphql.values import Quantity, spanned
from api.views import View
from graph import model, planning
from graph.planning import EXPECTED_DRAWS, UnplacedHelp
from graph.vocabulary import Unit
from graph.wording import message

#: Each number that moves a plan is planned anew, once for all who ask.
SENSITIVITY_WEIGHT = 1_000
#: What the draws of what may be expected cost, which are kept with the plan.
EXPECTED_COST = {"weight": SPREAD_WEIGHT + DRAW_WEIGHT * EXPECTED_DRAWS}
#: What a list of prospective receivers is taken for when a query's cost is counted.
PROSPECTIVE_LIST = 20
_ASSUMED = message("plan.potential_assumes")


@described
class MaterialAmount:
    """How much of a material, per year."""

    material: Material | None = strawberry.field(description="What.")
    amount: float = strawberry.field(description="How much per year, in `unit`.")
    unit: Unit = strawberry.field(description="What is counted.")


def _amounts(value: Any, info: Info) -> list[MaterialAmount]:
    return [
        MaterialAmount(
            material=shown(info.context.view.get(model.Material, material)), amount=amount, unit=unit
        )
        for material, amount, unit in getattr(value, info.python_name)
    ]


def amounts(description: str) -> Any:
    """Return a field that lists amounts of materials."""
    compute: Callable[[Any, Info], Any] = _amounts
    return computed(description, compute, size=4)


@described
class UnitAmount:
    """How much in one unit, per year."""

    unit: Unit = strawberry.field(description="What is counted.")
    amount: float = strawberry.field(description="How much per year, in `unit`.")


def _beside(value: Any, info: Info) -> list[UnitAmount]:
    return [UnitAmount(unit=unit, amount=amount) for unit, amount in value.beside]


def beside(description: str) -> Any:
    """Return a field that lists what is dumped in other units."""
    compute: Callable[[Any, Info], Any] = _beside
    return computed(description, compute, size=2)


@window_of(planning.PlanFlow)
class PlanFlow:
    """One chosen linkage."""


@window_of(planning.FollowedYield)
class FollowedYield:
    """An output of which another amount is made than the recipe says, for that is how the input is."""

    ratio: Quantity = spanned("Units per unit of main input, made of this input.", "unit/unit")
    usual: Quantity = spanned("Units per unit of main input, by the recipe.", "unit/unit")
    content: Quantity | None = spanned("Tonnes of it in a tonne of main input as received.", "t/t")


@window_of(planning.FacilityRun)
class FacilityRun:
    """What one facility does in the plan, per year."""

    outputs: list[MaterialAmount] = amounts("Everything made.")
    sold: list[MaterialAmount] = amounts("The part that leaves for a market or a final use.")
    passed_on: list[MaterialAmount] = amounts("The part that goes to other facilities.")
    disposed: list[MaterialAmount] = amounts("The part that goes to disposal.")
    purchased: list[MaterialAmount] = amounts("Auxiliary inputs that the network does not bring.")
    mass_out: float | None = exposed(
        "Tonnes of all that is made; what it is above or below massIn comes from the air or goes to it."
    )


@window_of(planning.StreamOutcome, hides="detail")
class StreamOutcome:
    """What becomes of one stream, per year: supply + fromStock = baseline + placed + unplaced."""

    beside: list[UnitAmount] = beside("What they dispose of because of it in other units, each in its own.")
    detail_zh: str = exposed(
        "The gate, the facilities or the price behind the reason, in Chinese.", of="detail.zh"
    )
    detail_en: str = exposed(
        "The gate, the facilities or the price behind the reason, in English.", of="detail.en"
    )
    helps: list[UnplacedHelp]
    help_zh: str = exposed("What would help, as a sentence in Chinese; empty: nothing is left.", of="help.zh")
    help_en: str = exposed("What would help, as a sentence in English; empty: nothing is left.", of="help.en")
    facilities: list[Facility]


@window_of(planning.Totals)
class Totals:
    """What the plan adds up to in one unit, per year; each unit counted once, at its source."""

    beside: list[UnitAmount] = beside("What they send to disposal in other units, each in its own.")
    utilisation: float = exposed("(baseline + net) / (supply + fromStock), 0 to 1.")


@window_of(planning.TargetProgress)
class TargetProgress:
    """One target beside the plan."""

    target: Target = linked("Which target.", model.Target)


@window_of(planning.Balance)
class Balance:
    """One closed balance: what comes in equals what goes out."""

    error: float = exposed("Difference relative to the larger side.")


@window_of(planning.SolverReport)
class SolverReport:
    """How a plan was found."""


@described
class TechnicalPotential:
    """The same plan as if every market took everything, and beside it what prospective receivers could take:
    what could be, not what will.
    """

    value: strawberry.Private[planning.TechnicalPotential]
    view: strawberry.Private[View]
    assumes_zh: str = computed("What it assumes, in Chinese.", lambda value, info: _ASSUMED.text("zh"))
    assumes_en: str = computed("What it assumes, in English.", lambda value, info: _ASSUMED.text("en"))
    totals: list[Totals] = exposed("Sums in t, m3 and GJ, prospective receivers included.", size=3)
    targets: list[TargetProgress] = exposed("Every target beside it.")
    assumed: list[UnitAmount] = computed(
        "What of the net sums prospective receivers add: in no plan, and nothing expected.",
        lambda value, info: [
            UnitAmount(unit=unit, amount=amount) for unit in Unit if (amount := value.assumed(unit)) > 0.0
        ],
        size=3,
    )
    prospective: list[ProspectiveFlow] = exposed(
        "What each of them could take of what facilities on record leave over.", size=PROSPECTIVE_LIST
    )
    benefit_range: Reach = exposed(
        "Net benefit on record, CNY per year, P10 to P90.", of="on_record.benefit_reach"
    )
    co2_range: Reach = exposed("CO2e avoided on record, kg per year, P10 to P90.", of="on_record.co2_reach")
    coverage: Coverage = exposed("On what both stand.", of="on_record.coverage")

    @resolved()
    def said_zh(self) -> list[str]:
        """The sentences that every face prints of it, in Chinese."""
        return [said.text("zh").strip() for said in potential_words(self.view, self.value)]

    @resolved()
    def said_en(self) -> list[str]:
        """The sentences that every face prints of it, in English."""
        return [said.text("en").strip() for said in potential_words(self.view, self.value)]

    @resolved()
    def nothing_on_record(self) -> bool:
        """Whether there is something to place and nothing on record could take any of it: then the sentences
        say what to do, and nothing else need be said of the plan.
        """
        return nothing_on_record(self.value.on_record, self.value)


@window_of(planning.Plan, hides="benefit_reach co2_reach markets")
class Plan:
    """The set of flows that reaches the objective, and what it adds up to."""

    value: strawberry.Private[planning.Plan]
    #: The graph that was planned, and how.
    view: strawberry.Private[View]
    options: strawberry.Private[planning.PlanOptions]
    fingerprint: str = exposed()
    mix: list[float] = exposed("Weights of tonnes, benefit and CO2 of a weighted objective.", size=3)
    potential: bool = exposed()
    benefit: float = exposed(
        "Net benefit of all sides together at likely numbers, CNY per year, against disposal; "
        "no figure to quote alone: see `benefitRange` and `coverage`."
    )
    co2_avoided: float = exposed(
        "kg CO2e per year at likely numbers, each chain counted once; see `coverage` and `co2Range`, outside "
        "which it may lie where ranges reach farther to one side."
    )
    benefit_range: Reach = exposed("How far `benefit` spreads, CNY per year.", of="benefit_reach")
    co2_range: Reach = exposed("How far `co2Avoided` spreads, kg CO2e per year.", of="co2_reach")
    coverage: Coverage = exposed()
    investment: float = exposed(
        "What the planned facilities that run cost to build at likely numbers, CNY, as far as known.",
        of="investment.likely",
    )
    investment_range: Quantity = spanned("Between which ends that lies.", "CNY", of="investment")
    idle_capital: Quantity = spanned(
        "What the capital of room that planned facilities leave unused costs a year; not taken off "
        "`benefit`.",
        "CNY/yr",
    )
    flows: list[PlanFlow] = exposed("The chosen linkages.", size=PARK_LIST)
    runs: list[FacilityRun] = exposed("What every facility that runs does.", size=PARK_LIST)
    streams: list[StreamOutcome] = exposed("What becomes of every stream.", size=PARK_LIST)
    totals: list[Totals] = exposed("Sums in t, m3 and GJ; only tonnes are diverted tonnes.", size=3)
    balances: list[Balance] = exposed("Every facility that runs, and the park; all close.", size=PARK_LIST)
    markets_taken: list[MarketTaken] = exposed("What it sells where.", of="markets", size=PARK_LIST)
    sold_today: list[MarketToday] = exposed(
        "What today's flows sell where; it takes room first.", size=PARK_LIST
    )
    questions: list[MarketQuestion] = exposed()
    today: list[TodayFlow] = exposed("Where what is in use today goes; it takes room first.", size=PARK_LIST)
    missing: list[str] = exposed("Numbers behind benefit and CO2 that nobody could say.", size=PARK_LIST)

    @resolved(size=10, weight=SENSITIVITY_WEIGHT)
    def would_change(self) -> list[WouldChange]:
        """The numbers whose ranges move the plan most, each planned anew at both ends; to first order where
        `replanned` is false.
        """
        return [shown(one) for one in self.view.sensitivity(self.options).would_change]

    @resolved(size=10, weight=SENSITIVITY_WEIGHT)
    def flips(self) -> list[Flip]:
        """Prices below which a plan for money would not make its largest sales."""
        return [shown(one) for one in self.view.sensitivity(self.options).flips]

    @resolved(weight=SENSITIVITY_WEIGHT)
    def replanned(self) -> bool:
        """Whether `wouldChange` and `flips` come of planning anew; false for large parks, lots and minimum
        scales: then the flows stay where they are.
        """
        return self.view.sensitivity(self.options).replanned

    @resolved(**EXPECTED_COST)
    def expected(self) -> Expected | None:
        """What may be expected of it, by draws that are the same on every face; null for a technical
        potential, for lots and minimum scales, and for very large parks: see `planUncertainty`.
        """
        found = self.view.expected(self.options)
        if found is None:
            return None
        return Expected(value=found, sentences=expected_words(self.view, self.value, found))

    @resolved(**EXPECTED_COST)
    def chance_of_target(self) -> list[Chance] | None:
        """How likely each target is met, by the draws of `expected`; null where there are none."""
        found = self.view.expected(self.options)
        return None if found is None else [shown(chance) for chance in found.chances]

    @resolved(weight=PLAN_WEIGHT)
    def technical_potential(self) -> TechnicalPotential:
        """The same plan as if every market took everything, and what prospective receivers could take beside
        it.
        """
        return TechnicalPotential(value=self.view.technical_potential(self.options), view=self.view)
