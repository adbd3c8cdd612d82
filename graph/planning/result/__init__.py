"""A plan as people read it: flows, runs, streams, totals, balances and reasons."""

from graph.planning.result.balance import check_mass_balance
from graph.planning.result.comparison import (
    ComparedAmount,
    ComparedFlow,
    FlowChange,
    PlanComparison,
    compare_plans,
)
from graph.planning.result.diversion import (
    gain_by_stream,
    residue_by_stream,
    streams_of_targets,
    target_progress,
    totals_of,
)
from graph.planning.result.outcome import facility_runs, plan_flows, stream_outcomes
from graph.planning.result.plan import (
    Balance,
    FacilityRun,
    FlowKind,
    Plan,
    PlanFlow,
    SolverReport,
    StreamOutcome,
    TargetProgress,
    Totals,
    UnplacedReason,
)
from graph.planning.result.reasons import Reasons

__all__ = [
    "Balance",
    "ComparedAmount",
    "ComparedFlow",
    "FacilityRun",
    "FlowChange",
    "FlowKind",
    "Plan",
    "PlanComparison",
    "PlanFlow",
    "Reasons",
    "SolverReport",
    "StreamOutcome",
    "TargetProgress",
    "Totals",
    "UnplacedReason",
    "check_mass_balance",
    "compare_plans",
    "facility_runs",
    "gain_by_stream",
    "plan_flows",
    "residue_by_stream",
    "stream_outcomes",
    "streams_of_targets",
    "target_progress",
    "totals_of",
]
