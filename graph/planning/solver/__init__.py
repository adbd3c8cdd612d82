"""Linear and mixed-integer programmes as arrays, and HiGHS."""

from graph.planning.solver.choices import decided
from graph.planning.solver.highs import Effort, model, quiet_solver, refuse_failure
from graph.planning.solver.linear import Domain, Floats, Ints, LinearProgramme, summed
from graph.planning.solver.solver import Solution, solve

__all__ = [
    "Domain",
    "Effort",
    "Floats",
    "Ints",
    "LinearProgramme",
    "Solution",
    "decided",
    "model",
    "quiet_solver",
    "refuse_failure",
    "solve",
    "summed",
]
