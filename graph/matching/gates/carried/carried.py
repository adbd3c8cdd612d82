"""The composition gate between facilities: what a treatment leaves of each origin, and whom that harms.

A line works in campaigns: what it leaves of one stream is judged apart from what it leaves of another, and so
on down the chain. What becomes of a component in a treatment says `graph.model.ComponentFate`; without a row
it is not known after the step, and neither passes nor refuses. Of an output that nobody traced no fate says
that anything was removed: it holds what came in, so that a breach stays a breach. Streams that a facility can
only take in a mix stay together: what is made of a mix is as bad as the worst of it. Inputs of a technology
whose outputs may go to the same places, and of which as much is made, are worked on in one campaign, so that
there are only as many as limits and yields tell apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from math import isfinite
from typing import NamedTuple

from graph.matching.gates.carried.carrier import Carrier, Charge, highest
from graph.matching.gates.carried.judging import Broken, Step
from graph.matching.gates.contents import Contents, Yield
from graph.recipes import circles
from graph.snapshot import Snapshot

#: Of a step that ends in an auxiliary input: what comes in there makes no campaign of its own.
NO_CAMPAIGN = -1


class Arrival(NamedTuple):
    """What comes into a technology from outside of the plan's facilities.

    Attributes
    ----------
    streams : frozenset of (str, str)
        Those that are one input of it, each with the main input that it is taken as where a yield asks for
        that: one, several that must be mixed, or one without a name where nobody knows which.
    """

    technology: str
    streams: frozenset[tuple[str, str]]


class Input(NamedTuple):
    """What comes into a technology, and through which others of a circle with it that came."""

    technology: str
    charge: Charge
    passed: frozenset[str] = frozenset()


class _Way(NamedTuple):
    """An open step of an input's outputs: the campaign of the taker, and its degrees to spare."""

    step: Step
    taker: int
    spare: float


@dataclass(frozen=True)
class Origins:
    """In which campaigns technologies work on what comes in, and where what each of them makes may go.

    Attributes
    ----------
    campaign : tuple of int
        Of each arrival that was asked about, numbered within its technology.
    onward : mapping of (technology, campaign) to mapping of Step to int
        The open steps of a campaign's outputs, and the campaign of the taker that they end in.
    spare : mapping of (technology, campaign) to mapping of Step to float
        By how many degrees outputs of a campaign are warmer where they are made than the taker needs them, if
        nothing cooled on the way to it; where that is known.
    keeps : mapping of (technology, material) to float
        What an output has of each degree of what came in.
    yields : mapping of (technology, campaign) to tuple of Yield
        What is made there in another amount than the recipe says.
    unsold : mapping of (technology, campaign) to frozenset of str
        Products that break a limit of their own recipe, by material.
    handed : mapping of (technology, campaign) to mapping of Step to mapping of int to float
        What a unit of an output brings into the products of its taker at limits (rows) of their own, at worst
        of all that the campaign works on; where it is known.
    """

    campaign: tuple[int, ...]
    onward: Mapping[tuple[str, int], Mapping[Step, int]]
    spare: Mapping[tuple[str, int], Mapping[Step, float]]
    keeps: Mapping[tuple[str, str], float]
    yields: Mapping[tuple[str, int], tuple[Yield, ...]]
    unsold: Mapping[tuple[str, int], frozenset[str]]
    handed: Mapping[tuple[str, int], Mapping[Step, Mapping[int, float]]]
    _brought: Mapping[tuple[str, frozenset[str]], Mapping[int, float]] = field(repr=False)
    _arrivals: Mapping[tuple[str, frozenset[str]], Input] = field(repr=False)
    _left: Mapping[Input, Mapping[Step, Input]] = field(repr=False)
    _broken: Mapping[tuple[Step, Contents], Broken] = field(repr=False)

    def brought(self, technology: str, streams: frozenset[str]) -> Mapping[int, float]:
        """Return what a unit of an arrival brings into products at limits (rows) of their own, if known."""
        return self._brought.get((technology, streams), {})

    @cached_property
    def followed(self) -> frozenset[frozenset[str]]:
        """The arrivals, by streams, of which anything was asked about."""
        return frozenset(streams for _, streams in self._arrivals)

    def broken(self, technology: str, streams: frozenset[str]) -> tuple[Broken, ...]:
        """Return the limits that close the ways of an arrival's outputs, nearest steps first.

        Of an arrival that was not asked about nothing is known.
        """
        begin = self._arrivals.get((technology, streams))
        found: list[Broken] = []
        waiting = [] if begin is None else [begin]
        for node in waiting:
            for step, left in self._left[node].items():
                closing = [
                    self._broken[step, part.contents]
                    for part in left.charge
                    if (step, part.contents) in self._broken
                ]
                found += closing[:1]
                if not closing and step.main:
                    waiting.append(left)
        return tuple(dict.fromkeys(found))


def follow_origins(
    snapshot: Snapshot,
    arrivals: Sequence[Arrival],
    steps: Iterable[Step],
    on: date | None = None,
    added: Iterable[Arrival] = (),
) -> Origins:
    """Return the campaigns of all that arrives at technologies, by what they leave and what limits say of it.

    Parameters
    ----------
    snapshot : Snapshot
    arrivals : sequence of Arrival
    steps : iterable of Step
        The ways between technologies. Where they close circles nothing is followed round one: each direction
        in which a circle may be cut has its campaigns.
    on : date or None
        Day on which limits must be in force.
    added : iterable of Arrival
        What comes in as an auxiliary input only.
    """
    leaving: dict[str, list[Step]] = {}
    for step in sorted(set(steps)):
        leaving.setdefault(step.giver, []).append(step)
    carrier = Carrier.of(snapshot, on)
    for technology, sales in carrier.sales.items():
        leaving.setdefault(technology, []).extend(sales)
    added = list(added)
    carrier.read(name for arrival in (*arrivals, *added) for name, _ in arrival.streams)
    inputs = {arrival: Input(arrival.technology, carrier.charge(arrival.streams)) for arrival in arrivals}
    left = _followed(inputs.values(), leaving, carrier)
    carrier.judge((step, after.charge) for steps in left.values() for step, after in steps.items())
    beside = {arrival: carrier.charge(arrival.streams) for arrival in added}
    carrier.judge(
        (sale, carrier.left(sale, charge))
        for arrival, charge in beside.items()
        for sale in carrier.sales.get(arrival.technology, ())
    )
    numbers: dict[str, dict[tuple[tuple[_Way, ...], tuple[Yield, ...]], int]] = {}
    found: dict[Input, int] = {}

    def campaign(node: Input) -> int:
        if node not in found:
            open_ = tuple(
                _Way(step, campaign(after) if step.main else NO_CAMPAIGN, carrier.spare(step, after.charge))
                for step, after in left[node].items()
                if not carrier.refuses(step, after.charge)
            )
            known_there = numbers.setdefault(node.technology, {})
            alike = open_, carrier.yields.of(node.technology, node.charge)
            found[node] = known_there.setdefault(alike, len(known_there))
        return found[node]

    of_arrival = tuple(campaign(inputs[arrival]) for arrival in arrivals)
    onward, spare, made, unsold = {}, {}, {}, {}
    for technology, campaigns in numbers.items():
        for (open_, differing), number in campaigns.items():
            what, ways = (technology, number), {way.step for way in open_}
            onward[what] = {way.step: way.taker for way in open_ if not way.step.sale}
            spare[what] = {way.step: way.spare for way in open_ if isfinite(way.spare)}
            closed = (step for step in carrier.sales.get(technology, ()) if step not in ways)
            made[what], unsold[what] = differing, frozenset(step.material for step in closed)
    by_streams = {
        (arrival.technology, frozenset(name for name, _ in arrival.streams)): node
        for arrival, node in inputs.items()
    }
    charges = {arrival: node.charge for arrival, node in inputs.items()} | beside
    brought = {
        (arrival.technology, frozenset(name for name, _ in arrival.streams)): carrier.brought(
            arrival.technology, charge
        )
        for arrival, charge in charges.items()
        if arrival.technology in carrier.sales
    }
    handed = _handed(found, left, carrier)
    keeps = {
        (step.giver, step.material): carrier.keeps(step.giver, step.material)
        for some in leaving.values()
        for step in some
    }
    return Origins(
        of_arrival, onward, spare, keeps, made, unsold, handed, brought, by_streams, left, carrier.broken
    )


def _handed(
    found: Mapping[Input, int], left: Mapping[Input, Mapping[Step, Input]], carrier: Carrier
) -> dict[tuple[str, int], dict[Step, Mapping[int, float]]]:
    handed: dict[tuple[str, int], dict[Step, Mapping[int, float]]] = {}
    for node, number in found.items():
        for step, after in left[node].items():
            if step.sale or step.taker not in carrier.sales:
                continue
            if step.main:
                brings = carrier.brought(step.taker, after.charge)
            else:
                brings = carrier.brought_beside(step, after.charge)
            known = handed.setdefault((node.technology, number), {})
            known[step] = highest((known.get(step, {}), brings))
    return handed


def _followed(
    inputs: Iterable[Input],
    leaving: Mapping[str, Sequence[Step]],
    carrier: Carrier,
) -> dict[Input, dict[Step, Input]]:
    """Return what every input leaves on every step, for all that can come of the inputs."""
    circle = _circles(leaving)
    found: dict[Input, dict[Step, Input]] = {}
    waiting = list(inputs)
    while waiting:
        node = waiting.pop()
        if node in found:
            continue
        found[node] = {}
        for step in leaving.get(node.technology, ()):
            if step.main and step.taker in node.passed:
                continue
            left = carrier.left(step, node.charge)
            inside = step.taker in circle.get(node.technology, ())
            passed = node.passed | {node.technology} if inside else frozenset()
            found[node][step] = Input(step.taker, left, passed)
            if step.main:
                waiting.append(found[node][step])
    return found


def _circles(leaving: Mapping[str, Sequence[Step]]) -> dict[str, frozenset[str]]:
    """Return the technologies of each circle of main inputs, by each of them."""
    main = [(step.giver, step.taker) for steps in leaving.values() for step in steps if step.main]
    return {technology: circle for circle in circles(main) for technology in circle}
