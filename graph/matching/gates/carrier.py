"""What technologies make of what comes in, and what they leave in it, one step at a time.

Plans follow whole parks with it (`carried`), pathways the ways of one stream, so that both say the same yield
and the same refusal of the same waste.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

from graph.evidence import Evidence, Grade
from graph.matching.gates.composition import check_limits
from graph.matching.gates.contents import FREE_WATER, stream_values
from graph.matching.gates.verdicts import REFUSED
from graph.matching.gates.yields import Content, Contents, Part, Yields
from graph.model import Port, StreamComponent, WasteStream
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.vocabulary import Direction, EnterpriseId, MaterialId, Phase, RowId, Sharing, StreamId

_CARRIED = Evidence((), Grade.DERIVED)
#: All origins that may be in one input; empty where nothing is known of any of it.
Charge = frozenset[Part]
#: An origin of which nobody knows anything.
_UNKNOWN = (Part("", ()),)
#: States of which one holds nothing of another.
_APART = (Phase.GAS.value, Phase.HEAT.value)


class Step(NamedTuple):
    """A way from technology to technology: an output of one that the other takes."""

    giver: str
    material: str
    taker: str
    main: bool


class Broken(NamedTuple):
    """A limit that an output breaks: what it holds of the component, and the row of the limits table."""

    step: Step
    limit: int
    value: float


class Carrier:
    """Follows what comes into technologies.

    Parameters
    ----------
    snapshot : Snapshot
    on : date or None
        Day on which limits must be in force.

    Attributes
    ----------
    yields : Yields
    broken : dict of (Step, Contents) to Broken
        Of all that was judged: what the taker of a step would refuse were it a stream, with a limit that it
        breaks.
    """

    def __init__(self, snapshot: Snapshot, on: date | None = None) -> None:
        self.yields = Yields(snapshot)
        self.broken: dict[tuple[Step, Contents], Broken] = {}
        self._snapshot, self._on = snapshot, on
        self._known: dict[str, Contents] = {}
        self._judged: set[tuple[Step, Contents]] = set()

    def read(self, streams: Iterable[str]) -> None:
        """Read what was measured in some streams."""
        asked = dict.fromkeys(name for name in streams if name not in self._known)
        rows = self._snapshot.positions("waste_streams", list(asked))
        rows = np.sort(rows[rows >= 0])
        table = self._snapshot.tables["waste_streams"]
        self._known |= dict.fromkeys(asked, ())
        if len(rows):
            self._known |= _measured(self._snapshot.replacing({"waste_streams": table.take(rows)}))

    def charge(self, streams: Iterable[tuple[str, str]]) -> Charge:
        """Return what comes in of streams that were read, each with what it is taken as; see `Arrival`.

        Of what nobody knows anything no limit or yield can speak.
        """
        parts = (Part(taken_as, self._known.get(stream, ())) for stream, taken_as in streams)
        return frozenset(part for part in parts if part.taken_as or part.contents)

    def left(self, step: Step, charge: Charge) -> Charge:
        """Return what comes to the taker of a step of what came in at its giver."""
        factors = self._fate(step.giver, step.material)
        taken_as = self.yields.taken_as(step.taker, step.material) if step.main else ""
        after = (Part(taken_as, _treated(part.contents, factors)) for part in charge or _UNKNOWN)
        return frozenset(part for part in after if part.taken_as or part.contents)

    def judge(self, left: Iterable[tuple[Step, Charge]]) -> None:
        """Compare what is left on steps with the limits of who takes it, all at once."""
        asked = {(step, part.contents) for step, charge in left for part in charge if part.contents}
        asked -= self._judged
        self._judged |= asked
        self.broken |= _broken(self._snapshot, sorted(asked), self._on)

    def refuses(self, step: Step, charge: Charge) -> bool:
        """Return whether the taker would refuse what is left on a step that was judged."""
        return any((step, part.contents) in self.broken for part in charge)

    @cached_property
    def _traced(self) -> dict[tuple[str, str], dict[str, Content]]:
        words = (
            self._snapshot.strings("component_fates", name)
            for name in ("technology", "material", "component")
        )
        factors = (
            self._snapshot.numbers("component_fates", f"factor_{end}").tolist() for end in Content._fields
        )
        found: dict[tuple[str, str], dict[str, Content]] = {}
        for technology, material, component, *factor in zip(*words, *factors, strict=True):
            found.setdefault((technology, material), {})[component] = Content(*factor)
        return found

    @cached_property
    def _states(self) -> tuple[dict[str, str], dict[str, set[str]]]:
        """Return the state of each material, and those of the main inputs of each technology."""
        ids, phases = (self._snapshot.strings("materials", column) for column in ("id", "phase"))
        state = {name: phase if phase in _APART else "" for name, phase in zip(ids, phases, strict=True)}
        takes: dict[str, set[str]] = {}
        for port in self._snapshot.all(Port):
            if port.direction is Direction.MAIN_INPUT:
                takes.setdefault(port.technology, set()).add(state[port.material])
        return state, takes

    def _fate(self, technology: str, material: str) -> Mapping[str, Content] | None:
        """Return what becomes of components in one output of a technology.

        None: nobody traced it, and it can hold what came in. A gas or heat holds nothing of what is neither.
        """
        traced = self._traced.get((technology, material))
        if traced is not None:
            return traced
        state, takes = self._states
        return None if state[material] in takes.get(technology, ()) else {}


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


def _treated(contents: Contents, factors: Mapping[str, Content] | None) -> Contents:
    if factors is None:
        # Any treatment may dry or wet: moisture is not carried.
        return tuple((key, content) for key, content in contents if key[0] != FREE_WATER)
    return tuple((key, content.times(factors[key[0]])) for key, content in contents if key[0] in factors)


def _broken(
    snapshot: Snapshot, asked: Sequence[tuple[Step, Contents]], on: date | None
) -> dict[tuple[Step, Contents], Broken]:
    """Return the outputs that their taker would refuse were they streams, with a limit that they break."""
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
