"""What would change a plan: by planning anew where the park is of a usual size, else to first order."""

from __future__ import annotations

from collections.abc import Callable

from graph.planning.allocation import Problem, pose, without_rounding
from graph.planning.options import PlanOptions
from graph.planning.sensitivity.first_order import to_first_order
from graph.planning.sensitivity.moved import Sensitivity
from graph.planning.sensitivity.replanned import by_planning_anew
from graph.planning.uncertainty import settled
from graph.snapshot import Snapshot

#: A plan of more columns is not made anew for each number: a park of some hundred streams has 2,000.
MOST_COLUMNS = 2_000


def plan_sensitivity(
    snapshot: Snapshot,
    options: PlanOptions | None = None,
    posed: Callable[[PlanOptions], Problem] | None = None,
) -> Sensitivity:
    """Return which numbers move a plan most over their ranges, and at which price its largest sales flip.

    Parameters
    ----------
    snapshot : Snapshot
    options : PlanOptions, optional
        A budget is decided once, by the plan itself. With lots or minimum scales all is to first order.
    posed : callable, optional
        Options -> their problem, for who has posed it already.

    Raises
    ------
    SymbioflowError
        As `graph.planning.make_plan`.

    Examples
    --------
    >>> plan_sensitivity(Snapshot.of([])).would_change
    ()
    """
    options = options or PlanOptions()
    problem = settled(pose(snapshot, options) if posed is None else posed(options))
    solution = problem.best
    amounts = without_rounding(problem.programme.layout, solution.flows)
    if options.has_floors or problem.programme.linear.columns > MOST_COLUMNS:
        return to_first_order(problem, solution, amounts)
    return by_planning_anew(problem, amounts)
