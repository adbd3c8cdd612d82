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

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from graph.evidence import Evidence, Grade
from graph.matching.gates.composition import check_limits
from graph.matching.gates.contents import FREE_WATER, stream_values
from graph.matching.gates.verdicts import REFUSED
from graph.matching.gates.yields import Content, Contents, Part, Yield, Yields
from graph.model import Port, StreamComponent, WasteStream
from graph.ranges import Range
from graph.recipes import circles
from graph.snapshot import Snapshot
from graph.vocabulary import Direction, EnterpriseId, MaterialId, Phase, RowId, Sharing, StreamId

_CARRIED = Evidence((), Grade.DERIVED)
#: All origins that may be in one input; empty where nothing is known of any of it.
Charge = frozenset[Part]
#: An origin of which nobody knows anything.
_UNKNOWN = (Part("", ()),)
#: States of which one holds nothing of another.
_APART = (Phase.GAS.value, Phase.HEAT.value)
#: Of a step that ends in an auxiliary input: what comes in there makes no campaign of its own.
NO_CAMPAIGN = -1


class Step(NamedTuple):
    """A way from technology to technology: an output of one that the other takes."""

    giver: str
    material: str
    taker: str
    main: bool


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


class Broken(NamedTuple):
    """A limit that an output breaks: what it holds of the component, and the row of the limits table."""

    step: Step
    limit: int
    value: float


@dataclass(frozen=True)
class Origins:
    """In which campaigns technologies work on what comes in, and where what each of them makes may go.

    Attributes
    ----------
    campaign : tuple of int
        Of each arrival that was asked about, numbered within its technology.
    onward : mapping of (technology, campaign) to mapping of Step to int
        The open steps of a campaign's outputs, and the campaign of the taker that they end in.
    yields : mapping of (technology, campaign) to tuple of Yield
        What is made there in another amount than the recipe says.
    """

    campaign: tuple[int, ...]
    onward: Mapping[tuple[str, int], Mapping[Step, int]]
    yields: Mapping[tuple[str, int], tuple[Yield, ...]]
    _arrivals: Mapping[tuple[str, frozenset[str]], Input] = field(repr=False)
    _left: Mapping[Input, Mapping[Step, Input]] = field(repr=False)
    _broken: Mapping[tuple[Step, Contents], Broken] = field(repr=False)

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
    """
    leaving: dict[str, list[Step]] = {}
    for step in sorted(set(steps)):
        leaving.setdefault(step.giver, []).append(step)
    fates = _fates(snapshot, leaving)
    yields = Yields(snapshot)
    known = _measured(snapshot)
    inputs = {arrival: Input(arrival.technology, _charge(arrival, known)) for arrival in arrivals}
    left = _followed(inputs.values(), leaving, fates, yields)
    broken = _broken(snapshot, left, on)
    numbers: dict[str, dict[tuple[tuple[tuple[Step, int], ...], tuple[Yield, ...]], int]] = {}
    found: dict[Input, int] = {}

    def campaign(node: Input) -> int:
        if node not in found:
            open_ = tuple(
                (step, campaign(after) if step.main else NO_CAMPAIGN)
                for step, after in left[node].items()
                if not any((step, part.contents) in broken for part in after.charge)
            )
            known_there = numbers.setdefault(node.technology, {})
            alike = open_, yields.of(node.technology, node.charge)
            found[node] = known_there.setdefault(alike, len(known_there))
        return found[node]

    of_arrival = tuple(campaign(inputs[arrival]) for arrival in arrivals)
    onward, made = {}, {}
    for technology, campaigns in numbers.items():
        for (open_, differing), number in campaigns.items():
            onward[technology, number], made[technology, number] = dict(open_), differing
    by_streams = {
        (arrival.technology, frozenset(name for name, _ in arrival.streams)): node
        for arrival, node in inputs.items()
    }
    return Origins(of_arrival, onward, made, by_streams, left, broken)


def _charge(arrival: Arrival, known: Mapping[str, Contents]) -> Charge:
    """Return what comes in; of what nobody knows anything no limit or yield can speak."""
    parts = (Part(taken_as, known.get(stream, ())) for stream, taken_as in arrival.streams)
    return frozenset(part for part in parts if part.taken_as or part.contents)


def _fates(
    snapshot: Snapshot, leaving: Mapping[str, Sequence[Step]]
) -> dict[tuple[str, str], dict[str, Content] | None]:
    """Return what becomes of components, by technology and output, where an output is passed on.

    None: nobody traced it, and it can hold what came in. A gas or heat holds nothing of what is neither.
    """
    passed_on = {(step.giver, step.material) for steps in leaving.values() for step in steps}
    words = (snapshot.strings("component_fates", name) for name in ("technology", "material", "component"))
    factors = (snapshot.numbers("component_fates", f"factor_{end}").tolist() for end in Content._fields)
    traced: dict[tuple[str, str], dict[str, Content]] = {}
    for technology, material, component, *factor in zip(*words, *factors, strict=True):
        if (technology, material) in passed_on:
            traced.setdefault((technology, material), {})[component] = Content(*factor)
    ids, phases = (snapshot.strings("materials", column) for column in ("id", "phase"))
    state = {name: phase if phase in _APART else "" for name, phase in zip(ids, phases, strict=True)}
    takes: dict[str, set[str]] = {}
    for port in snapshot.all(Port):
        if port.direction is Direction.MAIN_INPUT:
            takes.setdefault(port.technology, set()).add(state[port.material])
    return {
        output: traced.get(output, None if state[output[1]] in takes[output[0]] else {})
        for output in passed_on
    }


def _measured(snapshot: Snapshot) -> dict[str, Contents]:
    """Return what was measured in each stream; a typical value decides nothing, indices are made anew."""
    values = stream_values(snapshot)
    kept = values["measured"].astype(bool) & values["likely"].notna() & (values["basis"] != "index")
    found: dict[str, list[tuple[tuple[str, str], Content]]] = {}
    words = (values[kept][column] for column in ("stream", "component", "basis", *Content._fields))
    for stream, component, basis, *ends in zip(*words, strict=True):
        # No content is below nothing, whatever a laboratory says.
        content = Content(*(max(float(end), 0.0) for end in ends))
        found.setdefault(stream, []).append(((component, basis), content))
    return {stream: tuple(sorted(contents)) for stream, contents in found.items()}


def _followed(
    inputs: Iterable[Input],
    leaving: Mapping[str, Sequence[Step]],
    fates: Mapping[tuple[str, str], Mapping[str, Content] | None],
    yields: Yields,
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
            factors = fates[node.technology, step.material]
            taken_as = yields.taken_as(step.taker, step.material) if step.main else ""
            after = (Part(taken_as, _treated(part.contents, factors)) for part in node.charge or _UNKNOWN)
            left = frozenset(part for part in after if part.taken_as or part.contents)
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


def _treated(contents: Contents, factors: Mapping[str, Content] | None) -> Contents:
    if factors is None:
        # Any treatment may dry or wet: moisture is not carried.
        return tuple((key, content) for key, content in contents if key[0] != FREE_WATER)
    return tuple((key, content.times(factors[key[0]])) for key, content in contents if key[0] in factors)


def _broken(
    snapshot: Snapshot, left: Mapping[Input, Mapping[Step, Input]], on: date | None
) -> dict[tuple[Step, Contents], Broken]:
    """Return the outputs that their taker would refuse were they streams, with a limit that they break."""
    asked = sorted(
        {
            (step, part.contents)
            for steps in left.values()
            for step, after in steps.items()
            for part in after.charge
            if part.contents
        }
    )
    if not asked:
        return {}
    outputs = sorted({(step.material, contents) for step, contents in asked})
    place = {output: number for number, output in enumerate(outputs)}
    kept = {"waste_streams", "stream_components"}
    tables = {name: table for name, table in snapshot.tables.items() if name not in kept}
    made = Snapshot.of(row for number, output in enumerate(outputs) for row in _as_stream(number, *output))
    virtual = Snapshot.from_records({**tables, **{name: made.tables[name] for name in kept}})
    pairs = pd.DataFrame(
        {
            "pair": np.arange(len(asked)),
            "stream": [str(place[step.material, contents]) for step, contents in asked],
            "taken_as": [step.material for step, _ in asked],
            "technology": [step.taker for step, _ in asked],
        }
    )
    checks = check_limits(virtual, pairs, on)
    refused = checks.take(checks.verdict == REFUSED)
    columns = (part.tolist() for part in (refused.pair, refused.limit, refused.value))
    found: dict[tuple[Step, Contents], Broken] = {}
    for pair, limit, value in zip(*columns, strict=True):
        found.setdefault(asked[pair], Broken(asked[pair][0], limit, value))
    return found


def _as_stream(number: int, material: str, contents: Contents) -> Iterator[WasteStream | StreamComponent]:
    stream = StreamId(str(number))
    yield WasteStream(
        id=stream,
        enterprise=EnterpriseId(""),
        material=MaterialId(material),
        supply=Range.exact(0.0),
        in_use=Range.exact(0.0),
        sharing=Sharing.OWNER,
        evidence=_CARRIED,
    )
    for place, ((component, basis), amount) in enumerate(contents):
        yield StreamComponent(
            id=RowId(f"{number}:{place}"),
            stream=stream,
            component=component,
            basis=basis,
            amount=Range.exact(amount.likely),
            evidence=_CARRIED,
        )
