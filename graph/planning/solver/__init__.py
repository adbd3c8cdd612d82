"""Linear and mixed-integer programmes as arrays, and HiGHS."""

from graph.planning.solver.choices import decided
from graph.planning.solver.highs import (
    Effort,
    KeptSolver,
    basic_in,
    duals_of,
    hand_over,
    iterations_of,
    keep_near,
    quiet_solver,
    refuse_failure,
    run_surely,
    within_bounds,
)
from graph.planning.solver.linear import Domain, Floats, Ints, LinearProgramme, largest, summed
from graph.planning.solver.search import Search
from graph.planning.solver.sifted import SiftedProgramme, Start
from graph.planning.solver.solver import Solution, scale_of, scaled, solve
from graph.planning.solver.warm import Extended, WarmProgramme

__all__ = [
    "Domain",
    "Effort",
    "Extended",
    "Floats",
    "Ints",
    "KeptSolver",
    "LinearProgramme",
    "Search",
    "SiftedProgramme",
    "Solution",
    "Start",
    "WarmProgramme",
    "basic_in",
    "decided",
    "duals_of",
    "hand_over",
    "iterations_of",
    "keep_near",
    "largest",
    "quiet_solver",
    "refuse_failure",
    "run_surely",
    "scale_of",
    "scaled",
    "solve",
    "summed",
    "within_bounds",
]
