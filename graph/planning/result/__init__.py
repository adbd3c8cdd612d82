"""A plan as people read it: flows, runs, streams, totals, balances and reasons."""

from graph.planning.result.balance import check_mass_balance
from graph.planning.result.capital import idle_capital
from graph.planning.result.comparison import (
    ComparedAmount,
    ComparedFlow,
    ComparedReach,
    FlowChange,
    PlanComparison,
    compare_plans,
)
from graph.planning.result.coverage import ENOUGH, Coverage, Leaning, Reach, coverage_of, reach_of
from graph.planning.result.diversion import (
    gain_by_stream,
    residue_by_stream,
    target_progress,
    totals_of,
    waste_of_targets,
)
from graph.planning.result.helping import UnplacedHelp
from graph.planning.result.outcome import facility_runs, plan_flows, stream_outcomes
from graph.planning.result.plan import (
    Balance,
    FacilityRun,
    FlowKind,
    FollowedYield,
    Plan,
    PlanFlow,
    SolverReport,
    StreamOutcome,
    TargetProgress,
    Totals,
    UnplacedReason,
)
from graph.planning.result.reasons import Reasons
from graph.planning.result.selling import (
    MarketQuestion,
    MarketTaken,
    MarketToday,
    market_questions,
    markets_taken,
    markets_today,
)

__all__ = [
    "ENOUGH",
    "Balance",
    "ComparedAmount",
    "ComparedFlow",
    "ComparedReach",
    "Coverage",
    "FacilityRun",
    "FlowChange",
    "FlowKind",
    "FollowedYield",
    "Leaning",
    "MarketQuestion",
    "MarketTaken",
    "MarketToday",
    "Plan",
    "PlanComparison",
    "PlanFlow",
    "Reach",
    "Reasons",
    "SolverReport",
    "StreamOutcome",
    "TargetProgress",
    "Totals",
    "UnplacedHelp",
    "UnplacedReason",
    "check_mass_balance",
    "compare_plans",
    "coverage_of",
    "facility_runs",
    "gain_by_stream",
    "idle_capital",
    "market_questions",
    "markets_taken",
    "markets_today",
    "plan_flows",
    "reach_of",
    "residue_by_stream",
    "stream_outcomes",
    "target_progress",
    "totals_of",
    "waste_of_targets",
]
