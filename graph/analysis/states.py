"""The flows of today, of a plan and of the technical potential as matrices between enterprises, each apart.

A facility's products are not told from the rest: what a facility takes in and does not pass on to another
one leaves to the outside, and what it passes on beyond what it took came from there. What a stream gives
that no facility takes leaves to the outside too, and all of it came into the enterprise from outside. So
every compartment is balanced, by what is known of today and of a plan alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph.analysis.matrix import OUTSIDE, FlowMatrix, flow_matrix
from graph.errors import SymbioflowError
from graph.planning import Plan, PlanFlow, TodayFlow
from graph.snapshot import Snapshot
from graph.vocabulary import OperatingState, Unit
from graph.wording import ListedWord, Message, message


class NetworkState(ListedWord):
    """Which flows a network is made of."""

    TODAY = "today", "What is in use today, on record or estimated."
    PLAN = "plan", "Today's flows and those of the plan."
    POTENTIAL = "potential", "Today's flows and those of the technical potential."

    @property
    def called(self) -> Message:
        """What it is called."""
        return message(f"state.{self.value}")


def flows_today(snapshot: Snapshot, plan: Plan, unit: Unit = Unit.TONNE) -> FlowMatrix:
    """Return today's flows between enterprises, as a plan counts with them.

    Parameters
    ----------
    snapshot : Snapshot
    plan : Plan
        Made from the snapshot; only its `today` and its streams are read.
    unit : Unit
    """
    given = {str(outcome.stream): outcome.supply for outcome in plan.streams if outcome.unit is unit}
    return _matrix(snapshot, plan.today, given, unit)


def flows_planned(snapshot: Snapshot, plan: Plan, unit: Unit = Unit.TONNE) -> FlowMatrix:
    """Return the flows between enterprises when a plan runs beside what is in use today.

    Raises
    ------
    SymbioflowError
        ``BAD_OPTION`` for a technical potential, which is no plan.
    """
    if plan.potential:
        raise SymbioflowError("BAD_OPTION.potential_flows")
    return _with_plan(snapshot, plan, unit)


def flows_possible(snapshot: Snapshot, plan: Plan, unit: Unit = Unit.TONNE) -> FlowMatrix:
    """Return the flows between enterprises in the technical potential.

    Parameters
    ----------
    snapshot : Snapshot
    plan : Plan
        With `potential`.
    unit : Unit

    Raises
    ------
    SymbioflowError
        ``BAD_OPTION`` for a plan that is no technical potential.
    """
    if not plan.potential:
        raise SymbioflowError("BAD_OPTION.plan_flows")
    return _with_plan(snapshot, plan, unit)


def _with_plan(snapshot: Snapshot, plan: Plan, unit: Unit) -> FlowMatrix:
    given = {
        str(outcome.stream): outcome.supply + outcome.from_stock
        for outcome in plan.streams
        if outcome.unit is unit
    }
    return _matrix(snapshot, (*plan.today, *plan.flows), given, unit)


def _matrix(
    snapshot: Snapshot, flows: Iterable[TodayFlow | PlanFlow], given: dict[str, float], unit: Unit
) -> FlowMatrix:
    states = snapshot.strings("enterprises", "state")
    running = snapshot.strings("enterprises", "id")[states == OperatingState.OPERATING.value]
    counted = [flow for flow in flows if flow.unit is unit]
    return flow_matrix(_entries(snapshot, counted, given), unit, (str(name) for name in running))


def _entries(
    snapshot: Snapshot, flows: list[TodayFlow | PlanFlow], given: dict[str, float]
) -> Iterator[tuple[str, str, float]]:
    stream_owner, facility_owner = owners(snapshot, "waste_streams"), owners(snapshot, "facilities")
    left, balance = dict(given), dict[str, float]()
    for flow in flows:
        if flow.stream is not None:
            giver = stream_owner[flow.stream]
            left[flow.stream] = left.get(flow.stream, 0.0) - flow.amount
        else:
            assert flow.from_facility is not None
            giver = facility_owner[flow.from_facility]
            balance[flow.from_facility] = balance.get(flow.from_facility, 0.0) - flow.amount
        balance[flow.facility] = balance.get(flow.facility, 0.0) + flow.amount
        yield giver, facility_owner[flow.facility], flow.amount
    for stream, supply in given.items():
        # Where more is in use on record than arises, what is missing came from outside too.
        yield OUTSIDE, stream_owner[stream], max(supply, supply - left[stream])
        yield stream_owner[stream], OUTSIDE, left[stream]
    for facility, more in balance.items():
        owner = facility_owner[facility]
        yield (owner, OUTSIDE, more) if more > 0.0 else (OUTSIDE, owner, -more)


def owners(snapshot: Snapshot, table: str) -> dict[str, str]:
    """Return whose each stream or facility is, by id."""
    ids, enterprises = (snapshot.strings(table, column).tolist() for column in ("id", "enterprise"))
    return dict(zip(ids, enterprises, strict=True))
