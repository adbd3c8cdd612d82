"""Which linkages to run together: allocation, what it adds up to, and how it stands against the targets."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.planning.additions import (
        GREEDY_SHARE,
        MEASURES,
        Additions,
        Choice,
        DrawnGains,
        Gain,
        Wishes,
        best_choice,
        free_supply_over_draws,
        gains_over_draws,
        step_by_step,
    )
    from graph.planning.allocation import Problem, make_plan, plan_of, pose
    from graph.planning.backtests import Backtest, Compared, Reported, ReportedKind, backtest, mix_of
    from graph.planning.freeing import freed
    from graph.planning.losses import LOSABLE, Loss, LostKind, Replacement, plan_losses
    from graph.planning.options import SINGLE_OBJECTIVES, Objective, PlanOptions
    from graph.planning.potential import (
        MOST_STREAMS,
        ProspectiveFlow,
        TechnicalPotential,
        technical_potential,
    )
    from graph.planning.programme import Column, carriage_of, refuse_bad_numbers, room_in
    from graph.planning.progress import Progress, tell
    from graph.planning.result import (
        ENOUGH,
        Balance,
        ComparedAmount,
        ComparedFlow,
        ComparedReach,
        Coverage,
        FacilityRun,
        FlowChange,
        FlowKind,
        FollowedYield,
        Leaning,
        MarketQuestion,
        MarketTaken,
        MarketToday,
        Plan,
        PlanComparison,
        PlanFlow,
        Reach,
        SolverReport,
        StreamOutcome,
        TargetProgress,
        Totals,
        UnplacedHelp,
        UnplacedReason,
        compare_plans,
        waste_of_targets,
    )
    from graph.planning.roadmap import LONGEST_ROADMAP, Roadmap, SinkFill, StockDrawn, YearPlan, make_roadmap
    from graph.planning.sensitivity import Flip, Sensitivity, WouldChange, plan_sensitivity
    from graph.planning.sharing import FairSplit, FirmShare, fair_split
    from graph.planning.solver import Effort
    from graph.planning.today import TodayFlow, named_uses
    from graph.planning.tradeoffs import (
        MOST_STEPS,
        AbatementCurve,
        AbatementStep,
        ParetoFront,
        ParetoPoint,
        abatement_curves,
        pareto_front,
    )
    from graph.planning.uncertainty import (
        EXPECTED_DRAWS,
        EXPECTED_SEED,
        MOST_DRAWS,
        Chance,
        Learnt,
        LinkageKind,
        Measure,
        PlanUncertainty,
        ProjectDecision,
        Spread,
        expected_draws,
        plan_uncertainty,
    )
    from graph.planning.what_if import WhatIf, plan_if
    from graph.scenarios import apply_scenario, scenario_named
else:
    from graph.tools import opened

    __all__, __dir__, __getattr__ = opened(__name__)
