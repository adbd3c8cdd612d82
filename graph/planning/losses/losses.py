"""What is lost without one enterprise, facility or market, each planned again without it.

What nobody touches stays as it is: today's flows between others, and their room. What gave to the lost one,
today or in the plan, is free to go elsewhere; what it gave itself is gone; the best plan for all that is then
left is exact, from the basis of the plan with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from graph.errors import EXIT_USAGE, SymbioflowError
from graph.planning.allocation import Problem, pose
from graph.planning.losses.losing import LOSABLE, Losing, LostKind, Part
from graph.planning.options import PlanOptions
from graph.planning.progress import Progress, tell
from graph.planning.result import reach_of
from graph.planning.tolerances import SAME_AMOUNT
from graph.snapshot import Snapshot
from graph.vocabulary import EnterpriseId, FacilityId, Unit


@dataclass(frozen=True, slots=True)
class Replacement:
    """A facility that takes more when another is lost.

    Attributes
    ----------
    facility : FacilityId
        Who.
    amount : float
        Tonnes per year more than with it.
    """

    facility: FacilityId
    amount: float


@dataclass(frozen=True, slots=True)
class Loss:
    """What is lost without one part, per year: with it less without it.

    Attributes
    ----------
    kind : LostKind
        What is lost.
    lost : str
        `id` of it.
    enterprise : EnterpriseId or None
        Whose it is; None for a market.
    at_least : float
        What the plan's objective loses at least, in its unit, by dual values before anything is solved.
    of_plan : float
        What the plan's objective loses, exactly, in its unit; what is in use today stands apart from it.
    tonnes : float
        Net use of wastes, today's and the plan's; below 0 where more is used without it.
    cubic_metres : float
        The same of water; below 0 where more is used without it.
    gigajoules : float
        The same of heat; below 0 where more is used without it.
    benefit : float
        CNY, by all as likely: what today's flows and the plan bring together.
    benefit_low : float
        One in ten is below when prices, rates, costs and ratios vary in their ranges.
    benefit_high : float
        One in ten is above when prices, rates, costs and ratios vary in their ranges.
    co2 : float
        kg CO2e no more avoided.
    unvalued : float
        Of today's lost flows, in their units, what has no price here because a gate refuses it.
    displaced : float
        Tonnes that others gave it, or sold there.
    replaced : float
        What of them finds another place in the new plan.
    replacements : tuple of Replacement
        Facilities that exist and take more; the most first.
    stopped : tuple of EnterpriseId
        Others that exchanged something and then exchange nothing.
    solved : bool
        False where nothing goes to or from it, so that nothing can be lost.
    """

    kind: LostKind
    lost: str
    enterprise: EnterpriseId | None
    at_least: float
    of_plan: float = 0.0
    tonnes: float = 0.0
    cubic_metres: float = 0.0
    gigajoules: float = 0.0
    benefit: float = 0.0
    benefit_low: float = 0.0
    benefit_high: float = 0.0
    co2: float = 0.0
    unvalued: float = 0.0
    displaced: float = 0.0
    replaced: float = 0.0
    replacements: tuple[Replacement, ...] = ()
    stopped: tuple[EnterpriseId, ...] = ()
    solved: bool = False

    @property
    def single_point(self) -> bool:
        """Whether others gave it something and none of that finds another place."""
        return self.displaced > 0.0 and self.replaced <= SAME_AMOUNT * self.displaced


def plan_losses(
    snapshot: Snapshot,
    options: PlanOptions | None = None,
    kinds: Sequence[LostKind] = LOSABLE,
    progress: Progress | None = None,
    posed: Callable[[PlanOptions], Problem] | None = None,
) -> tuple[Loss, ...]:
    """Return what is lost without each enterprise, facility and market, the largest bound of each kind first.

    Parameters
    ----------
    snapshot : Snapshot
    options : PlanOptions, optional
        A budget is decided once, by the plan itself.
    kinds : sequence of LostKind
    progress : callable, optional
        Told the share done; False cancels.
    posed : callable, optional
        Options -> their problem, for who has posed it already.

    Raises
    ------
    SymbioflowError
        ``BAD_OPTION`` for lots or minimum scales, which a smaller plan may not be able to meet;
        ``CANCELLED``; and as `graph.planning.make_plan`.

    Examples
    --------
    >>> plan_losses(Snapshot.of([]))
    ()
    """
    options = options or PlanOptions()
    if options.has_floors:
        raise SymbioflowError("BAD_OPTION.losses", exit_code=EXIT_USAGE)
    tell(progress, 0.0)
    losing = Losing(pose(snapshot, options) if posed is None else posed(options))
    parts = [part for kind in LOSABLE if kind in kinds for part in losing.parts(kind)]
    found = []
    for number, part in enumerate(parts):
        found.append(_loss(losing, part))
        tell(progress, (number + 1) / len(parts))
    return tuple(found)


def _loss(losing: Losing, part: Part) -> Loss:
    """Return what is lost without a part; what nothing goes to or from loses nothing, unsolved."""
    firm = None if part.enterprise is None else EnterpriseId(part.enterprise)
    lost = Loss(kind=part.kind, lost=part.lost, enterprise=firm, at_least=part.at_least, solved=part.touched)
    if not part.touched:
        return lost
    without = losing.again(part)
    columns, less = losing.lost_columns(part, without)
    credits, account = losing.problem.credits, losing.problem.credits.account
    net = losing.lost_net(part, without)
    reach = reach_of(account.money.among(columns), account.numbers, less)
    displaced, replaced, more = losing.moved(part, without)
    return replace(
        lost,
        of_plan=losing.lost_objective(without),
        tonnes=net[Unit.TONNE],
        cubic_metres=net[Unit.CUBIC_METRE],
        gigajoules=net[Unit.GIGAJOULE],
        benefit=float(credits.benefit[columns] @ less),
        benefit_low=reach.p10,
        benefit_high=reach.p90,
        co2=float(credits.co2[columns] @ less),
        unvalued=losing.unvalued(part),
        displaced=displaced,
        replaced=replaced,
        replacements=tuple(Replacement(FacilityId(name), amount) for name, amount in more),
        stopped=tuple(EnterpriseId(name) for name in losing.stopped(part, without)),
    )
