"""Every tolerance of planning: what it guards, and why it is as large as it is.

A relative one says in its comment what it is a share of. None is about the world: what the world leaves open
is a range in the data.
"""

from __future__ import annotations

#: The solver may break a bound by so much, in amounts scaled to at most `LARGEST_AMOUNT`. HiGHS allows 1e-7;
#: it can be set to 1e-10 at least, and balances are checked at 1e-6 of an amount that may be small.
FEASIBILITY = 1e-9
#: Amounts are counted in a unit that leaves none above it: HiGHS takes far larger ones for unbounded.
LARGEST_AMOUNT = 1e6
#: A reduced cost or a row's dual below this share of the objective's largest coefficient is none: what has
#: none may still move for the next objective. Solvers leave some 1e-12 where 0 is meant.
NO_PRICE = 1e-9
#: What a later decision on whole numbers and lots may take off an earlier objective at least, a share of its
#: value. HiGHS keeps rows of such programmes to 1e-6 only, so it may refuse a nearer floor that can be kept.
DECIDED_LOSS = 1e-6
#: A flow below this share of the largest of its unit is the solver's rounding, not a plan.
FLOW_ROUNDING = 1e-9
#: An amount a year below it (a gram, a litre, a kJ) is nothing: where a plan is nothing at all, its largest
#: flow is rounding too. A level of a front leaves some 1e-9.
NO_FLOW = 1e-6
#: A price or a remainder (a share of the supply) below it is none, when reasons are given.
NO_REASON = 1e-9
#: What is missing to a target below this share of what is wanted is rounding: the target is met.
TARGET_ROUNDING = 1e-9
#: The largest difference of a balance, a share of its larger side; beyond it a plan is an error.
BALANCE = 1e-6
#: Amounts of two plans within this share of the larger are the same; plans balance to 1e-6 themselves.
SAME_AMOUNT = 1e-6
#: Values of a front within this share of the objective's range are equal.
SAME_POINT = 1e-6
#: A level of a front may be missed by this share of its objective's range: it was computed from a solution
#: that meets it only up to rounding. More would be traded: at the end of Anning's front a gram of CO2e buys
#: 183 CNY.
LEVEL_SLACK = 1e-12
#: A facility of a front's plan that takes less than this share of the largest flow stands still: it is what a
#: level rounds to.
IDLE = 1e-8
#: A corner of an abatement curve nearer to the line between its neighbours than this share of the benefit is
#: none.
STRAIGHT = 1e-7
#: A step or a change of a flow of an abatement curve below this share of the largest is rounding.
NO_STEP = 1e-6
#: The solver's tolerance of reduced costs in draws, where objectives are one weighted sum: below the least
#: weight that shall still decide.
DRAW_PRICE = 1e-10
#: A draw's contracts are kept if what is missing is below this share of its largest flow.
KEPT = 1e-6
