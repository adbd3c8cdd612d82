"""Where something goes and comes from: flows followed from an enterprise, a material or a linkage.

What a facility passes on is made of all that comes in, in proportion: so each flow says how much of it is
traced, beside all that it carries.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.analysis.states import owners
from graph.errors import EXIT_USAGE, SymbioflowError
from graph.network import NodeKind, flow_multigraph, node_key
from graph.planning import Plan, PlanFlow, TodayFlow
from graph.snapshot import Snapshot
from graph.vocabulary import FacilityId, MaterialId, StreamId, Unit
from graph.wording import ListedWord

if TYPE_CHECKING:
    import networkx as nx

#: Parts of a flow below this share of it are rounding; rings come this near to their end.
_NO_PART = 1e-9
_MOST_ROUNDS = 1_000


class TraceStart(ListedWord):
    """What a trace starts from."""

    ENTERPRISE = "enterprise", "All that an enterprise gives off, makes and takes."
    MATERIAL = "material", "Every flow of a material or of its kinds."
    LINKAGE = "linkage", "The flow of one linkage of the register."


class TraceDirection(ListedWord):
    """Which way a trace goes."""

    DOWN = "down", "To where it goes."
    UP = "up", "To where it comes from."
    BOTH = "both", "Both ways."


@dataclass(frozen=True, slots=True)
class TracedFlow:
    """One flow of a trace, per year.

    Attributes
    ----------
    stream : StreamId or None
        Where it starts, if at a stream.
    from_facility : FacilityId or None
        Where it starts, if at a facility.
    facility : FacilityId
        Where it goes.
    material : MaterialId
        What flows.
    amount : float
        All that flows there, in `unit`.
    traced : float
        The part of it that comes from the start, or goes to it; all of it at the start itself.
    unit : Unit
        Of both.
    steps : int
        Flows between it and the start: 0 at the start, above 0 down, below 0 up.
    planned : bool
        Whether it is the plan's; false: today's.
    """

    stream: StreamId | None
    from_facility: FacilityId | None
    facility: FacilityId
    material: MaterialId
    amount: float
    traced: float
    unit: Unit
    steps: int
    planned: bool


@dataclass(frozen=True, slots=True)
class Trace:
    """Where something goes and comes from.

    Attributes
    ----------
    start : TraceStart
        What it starts from.
    origin : str
        `id` of that.
    direction : TraceDirection
        Which way it goes.
    flows : tuple of TracedFlow
        From the farthest up to the farthest down; the larger first.
    """

    start: TraceStart
    origin: str
    direction: TraceDirection
    flows: tuple[TracedFlow, ...]


_Flow = PlanFlow | TodayFlow


def trace(
    snapshot: Snapshot,
    plan: Plan,
    start: TraceStart,
    id: str,
    direction: TraceDirection = TraceDirection.BOTH,
) -> Trace:
    """Follow today's flows and those of a plan from a start, up to their sources and down to their uses.

    Parameters
    ----------
    snapshot : Snapshot
    plan : Plan
        Made from the snapshot.
    start : TraceStart
    id : str
        Of an enterprise, a material or a linkage of the register.
    direction : TraceDirection

    Raises
    ------
    SymbioflowError
        ``UNKNOWN_ENTERPRISE``, ``UNKNOWN_MATERIAL`` or ``UNKNOWN_LINKAGE`` where there is no such row.
    """
    flows: tuple[_Flow, ...] = (*plan.today, *plan.flows)
    given, taken = _starting(snapshot, flows, start, id)
    found: dict[tuple[int, int], tuple[float, int]] = {}
    if direction is not TraceDirection.UP:
        _follow(flows, given, found, 1)
    if direction is not TraceDirection.DOWN:
        _follow(flows, taken, found, -1)
    traced = [
        TracedFlow(
            stream=flows[at].stream,
            from_facility=flows[at].from_facility,
            facility=flows[at].facility,
            material=flows[at].material,
            amount=flows[at].amount,
            traced=part * flows[at].amount,
            unit=flows[at].unit,
            steps=steps,
            planned=isinstance(flows[at], PlanFlow),
        )
        for (at, _), (part, steps) in found.items()
    ]
    return Trace(start, id, direction, tuple(sorted(traced, key=_order)))


def _order(flow: TracedFlow) -> tuple[Any, ...]:
    giver = flow.stream or flow.from_facility or ""
    return flow.steps, flow.unit.value, -flow.traced, giver, flow.facility, flow.planned


def _starting(
    snapshot: Snapshot, flows: tuple[_Flow, ...], start: TraceStart, id: str
) -> tuple[list[int], list[int]]:
    """Return the flows that a trace starts with, downward and upward."""
    if start is TraceStart.ENTERPRISE:
        if id not in snapshot.strings("enterprises", "id"):
            raise SymbioflowError("UNKNOWN_ENTERPRISE", exit_code=EXIT_USAGE, id=id)
        streams, facilities = owners(snapshot, "waste_streams"), owners(snapshot, "facilities")
        given = [
            at
            for at, flow in enumerate(flows)
            if id in (streams.get(str(flow.stream)), facilities.get(str(flow.from_facility)))
        ]
        return given, [at for at, flow in enumerate(flows) if facilities[flow.facility] == id]
    if start is TraceStart.MATERIAL:
        kinds = _kinds(snapshot, id)
        chosen = [at for at, flow in enumerate(flows) if flow.material in kinds]
        return chosen, chosen
    ends = _ends(snapshot, id)
    chosen = [
        at
        for at, flow in enumerate(flows)
        if (flow.stream, flow.from_facility, flow.facility, flow.port) == ends
    ]
    return chosen, chosen


def _kinds(snapshot: Snapshot, material: str) -> frozenset[str]:
    """Return a material with its kinds, theirs included."""
    ids, above = (snapshot.strings("materials", name).tolist() for name in ("id", "kind_of"))
    if material not in ids:
        raise SymbioflowError("UNKNOWN_MATERIAL", exit_code=EXIT_USAGE, id=material)
    found = {material}
    while more := {child for child, parent in zip(ids, above, strict=True) if parent in found} - found:
        found |= more
    return frozenset(found)


def _ends(snapshot: Snapshot, linkage: str) -> tuple[str | None, str | None, str, str]:
    for row in snapshot.tables["linkages"].to_pylist():
        if row["id"] == linkage:
            return row["stream"], row["from_facility"], row["to_facility"], row["port"]
    raise SymbioflowError("UNKNOWN_LINKAGE", exit_code=EXIT_USAGE, linkage=linkage)


def _follow(
    flows: tuple[_Flow, ...],
    start: Iterable[int],
    found: dict[tuple[int, int], tuple[float, int]],
    way: int,
) -> None:
    """Follow flows through facilities, down (1) or up (-1); add the part that is traced and the steps."""
    into: dict[str, list[int]] = {}
    out_of: dict[str, list[int]] = {}
    for at, flow in enumerate(flows):
        into.setdefault(str(flow.facility), []).append(at)
        if flow.from_facility is not None:
            out_of.setdefault(str(flow.from_facility), []).append(at)
    first = set(start)
    part = dict.fromkeys(first, 1.0)
    steps = dict.fromkeys(first, 0)
    waiting = set(first)
    for round_ in range(1, _MOST_ROUNDS):
        places = {_passed(flows[at], way) for at in waiting} - {None}
        waiting = set()
        for place in sorted(str(name) for name in places):
            entering, leaving = (into, out_of) if way > 0 else (out_of, into)
            share = _share(flows, entering.get(place, ()), part)
            for at in leaving.get(place, ()):
                if at not in first and share - part.get(at, 0.0) > _NO_PART:
                    part[at] = share
                    steps.setdefault(at, round_)
                    waiting.add(at)
        if not waiting:
            break
    for at, share in part.items():
        key = at, 0 if at in first else way
        found[key] = (share, way * steps[at])


def _passed(flow: _Flow, way: int) -> str | None:
    """Return the facility that a flow goes on through; None where it starts at a stream."""
    return str(flow.facility) if way > 0 else flow.from_facility


def _share(flows: tuple[_Flow, ...], entering: Iterable[int], part: dict[int, float]) -> float:
    """Return which part of what enters is traced, by the unit that most of it is in."""
    total: dict[Unit, float] = {}
    mine: dict[Unit, float] = {}
    for at in entering:
        flow = flows[at]
        total[flow.unit] = total.get(flow.unit, 0.0) + flow.amount
        mine[flow.unit] = mine.get(flow.unit, 0.0) + flow.amount * part.get(at, 0.0)
    return max((mine[unit] / total[unit] for unit in total if total[unit] > 0.0), default=0.0)


def trace_graph(snapshot: Snapshot, found: Trace) -> nx.MultiDiGraph:
    """Return a trace as a graph of streams and facilities; its edges carry what `TracedFlow` says.

    Examples
    --------
    >>> empty = Trace(TraceStart.MATERIAL, "slag", TraceDirection.BOTH, ())
    >>> trace_graph(Snapshot.of([]), empty).number_of_nodes()
    0
    """
    tables = {NodeKind.STREAM: "waste_streams", NodeKind.FACILITY: "facilities"}
    names = {
        kind: {
            row["id"]: row
            for row in snapshot.tables[table].select(["id", "name_zh", "name_en", "enterprise"]).to_pylist()
        }
        for kind, table in tables.items()
    }
    nodes: dict[str, dict[str, Any]] = {}

    def node(kind: NodeKind, id: str) -> str:
        key = node_key(kind, id)
        nodes[key] = {"kind": kind.value, **names[kind][id]}
        return key

    edges = []
    for flow in found.flows:
        if flow.stream is not None:
            giver = node(NodeKind.STREAM, flow.stream)
        else:
            giver = node(NodeKind.FACILITY, str(flow.from_facility))
        said = {
            "material": str(flow.material),
            "amount": flow.amount,
            "traced": flow.traced,
            "unit": flow.unit.value,
            "steps": flow.steps,
            "planned": flow.planned,
        }
        edges.append((giver, node(NodeKind.FACILITY, flow.facility), said))
    return flow_multigraph(sorted(nodes.items()), edges)
