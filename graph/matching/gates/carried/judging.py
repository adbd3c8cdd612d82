"""What is left on steps between technologies, against the limits of who takes it and of what is sold.

It is judged as a stream of unknown moisture would be, by the likely value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from graph.evidence import Evidence, Grade
from graph.matching.gates.contents import (
    ACTIVITY,
    FREE_WATER,
    MASS,
    WET,
    Contents,
    basis_family,
    check_limits,
)
from graph.matching.gates.conveyance import TEMPERATURE, warm_reach
from graph.matching.gates.verdicts import REFUSED, LimitChecks
from graph.model import StreamComponent, WasteStream
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.vocabulary import EnterpriseId, MaterialId, RowId, Sharing, StreamId

_CARRIED = Evidence((), Grade.DERIVED)


class Step(NamedTuple):
    """A way from technology to technology: an output of one that the other takes."""

    giver: str
    material: str
    taker: str
    main: bool

    @property
    def sale(self) -> bool:
        """Whether it is no way to another: the sale of a product under the limits of its own recipe."""
        return self.giver == self.taker


class Broken(NamedTuple):
    """A limit that an output breaks: its row in the table, what the output holds, and if that is too much."""

    step: Step
    limit: int
    value: float
    above: bool


def compared(
    snapshot: Snapshot, asked: Sequence[tuple[Step, Contents]], on: date | None
) -> tuple[
    dict[tuple[Step, Contents], Broken],
    dict[tuple[Step, Contents], float],
    dict[tuple[Step, Contents], Mapping[int, float]],
]:
    """Return the outputs that their taker would refuse were they streams, with a limit that they break.

    And of those that are warm enough, by how many degrees; and what products hold at their limits.
    """
    if not asked:
        return {}, {}, {}
    outputs = sorted({(step.material, contents) for step, contents in asked})
    place = {output: number for number, output in enumerate(outputs)}
    made = Snapshot.of(row for number, output in enumerate(outputs) for row in _as_stream(number, *output))
    virtual = snapshot.replacing({name: made.tables[name] for name in ("waste_streams", "stream_components")})
    streams = [str(place[step.material, contents]) for step, contents in asked]
    checks = check_limits(
        virtual,
        virtual.positions("waste_streams", streams),
        snapshot.positions("materials", [step.material for step, _ in asked]),
        snapshot.positions("technologies", [step.taker for step, _ in asked]),
        on,
    )
    refused = checks.take(checks.verdict == REFUSED)
    columns = (part.tolist() for part in (refused.pair, refused.limit, refused.value))
    of_material, most = (
        snapshot.tables["limits"]["material"].to_pylist(),
        snapshot.numbers("limits", "maximum"),
    )
    found: dict[tuple[Step, Contents], Broken] = {}
    for pair, limit, value in zip(*columns, strict=True):
        step = asked[pair][0]
        if step.sale and of_material[limit] != step.material:
            # A limit of what comes in is none of what goes out.
            continue
        one, before = Broken(step, limit, value, bool(value > most[limit])), found.get(asked[pair])
        # Of what is added only the limits that are exceeded count: one of those is told where there is any.
        if before is None or (one.above and not before.above):
            found[asked[pair]] = one
    return found, _warm(asked, checks), _held(snapshot, asked, checks)


def _held(
    snapshot: Snapshot, asked: Sequence[tuple[Step, Contents]], checks: LimitChecks
) -> dict[tuple[Step, Contents], Mapping[int, float]]:
    of_material = snapshot.tables["limits"]["material"].to_pylist()
    # A whole unit of what is added may break by itself a limit that its ratio of it does not.
    exact = checks.take(np.isfinite(checks.reckoned) & np.isfinite(checks.maximum))
    columns = (
        part.tolist() for part in (exact.pair, exact.limit, exact.reckoned, exact.component, exact.basis)
    )
    found: dict[tuple[Step, Contents], dict[int, float]] = {}
    for pair, limit, value, component, basis in zip(*columns, strict=True):
        step = asked[pair][0]
        if step.sale and of_material[limit] == step.material and of_the_whole(component, basis):
            found.setdefault(asked[pair], {})[limit] = value
    return dict(found)


def _warm(asked: Sequence[tuple[Step, Contents]], checks: LimitChecks) -> dict[tuple[Step, Contents], float]:
    some = checks.take(checks.component == TEMPERATURE)
    found: dict[tuple[Step, Contents], float] = {}
    # Where a degree is lost on each kilometre, it goes as many kilometres as it has degrees to spare.
    spares = warm_reach(some, np.ones(len(some)))
    for pair, spare in zip(some.pair.tolist(), spares.tolist(), strict=True):
        if np.isfinite(spare):
            found[asked[pair]] = min(found.get(asked[pair], np.inf), spare)
    return found


def of_the_whole(component: str, basis: str) -> bool:
    """Whether a content is by mass, or an activity, of the whole as received."""
    return component != FREE_WATER and (basis_family(basis)[0] in (MASS, WET) or basis == ACTIVITY)


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
