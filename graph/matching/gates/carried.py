"""The composition gate between facilities: what a treatment leaves carries what came in.

A technology is judged by the mix of all that streams could bring to it, each by what it gives off, as far as
it was measured. What becomes of a component there says `graph.model.ComponentFate`; without a row it is not
known after the step, and neither passes nor refuses. A mix that breaks a known limit of the next facility is
refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.evidence import Evidence, Grade
from graph.matching.gates.composition import check_limits, stream_values
from graph.matching.gates.verdicts import REFUSED
from graph.model import ComponentFate, StreamComponent, WasteStream
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.vocabulary import EnterpriseId, MaterialId, RowId, Sharing, StreamId

#: Treatments one after another whose compositions are followed.
MOST_STEPS = 3

_CARRIED = Evidence((), Grade.DERIVED)
#: A component and the basis of its content.
_Measured = tuple[str, str]
#: Whether a mix breaks a limit of a technology that takes it for a material, and one that names the material.
Judged = dict[tuple[frozenset[tuple[_Measured, Range]], str, str], tuple[bool, bool]]


@dataclass(frozen=True, slots=True)
class Mix:
    """What arrives somewhere, or leaves it.

    Attributes
    ----------
    contents : mapping of (component, basis) to (float, Range)
        Of each measured content: how much a year it was measured in, and its mean there.
    """

    contents: Mapping[_Measured, tuple[float, Range]]


def refused_transfers(
    snapshot: Snapshot,
    reaching: Iterable[tuple[str, str]],
    transfers: Sequence[tuple[str, str, str]],
    main: Sequence[bool],
    on: date | None = None,
    judged: Judged | None = None,
) -> NDArray[np.bool_]:
    """Return which transfers break a known limit of their receiver by what is known of their origins.

    Parameters
    ----------
    snapshot : Snapshot
    reaching : iterable of (str, str)
        Streams, and technologies that they feed.
    transfers : sequence of (str, str, str)
        Technology that gives, material, technology that takes; rows may repeat.
    main : sequence of bool
        Whether each goes into a main input. Limits are of that; others know only those that name a material.
    on : date or None
        Day on which limits must be in force.
    judged : dict, optional
        What is known of mixes already, for one snapshot and day; what is found is added.
    """
    asked = sorted(set(transfers))
    if not asked or not snapshot.count("component_fates"):
        return np.zeros(len(transfers), dtype=bool)
    leaving = _leaving(snapshot, reaching, asked)
    judged = {} if judged is None else judged
    case = {
        (giver, what, taker): (frozenset(_contents(leaving[giver, what])), what, taker)
        for giver, what, taker in asked
    }
    new = [transfer for transfer in asked if case[transfer] not in judged]
    if new:
        broken, named = _broken(snapshot, leaving, new, on)
        judged.update({case[transfer]: (transfer in broken, transfer in named) for transfer in new})
    return np.array(
        [
            judged[case[transfer]][1] or (feeds and judged[case[transfer]][0])
            for transfer, feeds in zip(transfers, main, strict=True)
        ],
        dtype=bool,
    )


def _contents(mix: Mix) -> Iterator[tuple[_Measured, Range]]:
    for key, (_, amount) in mix.contents.items():
        yield key, amount


def _leaving(
    snapshot: Snapshot, reaching: Iterable[tuple[str, str]], transfers: Sequence[tuple[str, str, str]]
) -> dict[tuple[str, str], Mix]:
    """Return the mix of each output, by technology and material."""
    fates = snapshot.derived(_fates, "component_fates")
    measured = snapshot.derived(
        _measured, "waste_streams", "stream_components", "materials", "material_components"
    )
    fed: dict[str, list[Mix]] = {}
    for stream, technology in sorted(set(reaching)):
        if stream in measured:
            fed.setdefault(technology, []).append(measured[stream])
    outputs = sorted({(giver, material) for giver, material, _ in transfers})
    leaving: dict[tuple[str, str], Mix] = {}
    for _ in range(MOST_STEPS):
        arriving = {technology: list(mixes) for technology, mixes in fed.items()}
        for giver, material, taker in transfers:
            if (giver, material) in leaving:
                arriving.setdefault(taker, []).append(leaving[giver, material])
        leaving = {
            (technology, material): _treated(
                _together(arriving.get(technology, ())), fates.get((technology, material), {})
            )
            for technology, material in outputs
        }
    return leaving


def _together(mixes: Iterable[Mix]) -> Mix:
    """Return the mean of some mixes, each content over those that it was measured in."""
    found: dict[_Measured, tuple[float, Range]] = {}
    for mix in mixes:
        for key, (amount, content) in mix.contents.items():
            before, mean = found.get(key, (0.0, Range.exact(0.0)))
            whole = before + amount
            if whole > 0.0:
                ends = (
                    (before * getattr(mean, end) + amount * getattr(content, end)) / whole
                    for end in ("low", "likely", "high")
                )
                found[key] = whole, Range(*ends)
    return Mix(found)


def _treated(mix: Mix, factors: Mapping[str, Range]) -> Mix:
    return Mix(
        {
            (component, basis): (amount, _product(content, factors[component]))
            for (component, basis), (amount, content) in mix.contents.items()
            if component in factors
        }
    )


def _product(amount: Range, factor: Range) -> Range:
    return Range(amount.low * factor.low, amount.likely * factor.likely, amount.high * factor.high)


def _fates(snapshot: Snapshot) -> dict[tuple[str, str], dict[str, Range]]:
    fates: dict[tuple[str, str], dict[str, Range]] = {}
    for fate in snapshot.all(ComponentFate):
        fates.setdefault((str(fate.technology), str(fate.material)), {})[fate.component] = fate.factor
    return fates


def _measured(snapshot: Snapshot) -> dict[str, Mix]:
    """Return what was measured in each stream that gives something; a typical value decides nothing."""
    ids = snapshot.strings("waste_streams", "id")
    gives = dict(zip(ids, snapshot.numbers("waste_streams", "supply_likely").tolist(), strict=True))
    values = stream_values(snapshot)
    kept = values["measured"].astype(bool) & values["likely"].notna() & (values["basis"] != "index")
    values = values[kept]
    # No content is below nothing, whatever a laboratory's range says.
    ends = np.sort(np.maximum(values[["low", "likely", "high"]].to_numpy(dtype=np.float64), 0.0), axis=1)
    found: dict[str, dict[_Measured, tuple[float, Range]]] = {}
    words = (values[column].astype(str) for column in ("stream", "component", "basis"))
    for stream, component, basis, amount in zip(*words, ends.tolist(), strict=True):
        if gives[stream] > 0.0:
            found.setdefault(stream, {})[component, basis] = gives[stream], Range(*amount)
    return {stream: Mix(contents) for stream, contents in found.items()}


def _broken(
    snapshot: Snapshot,
    leaving: Mapping[tuple[str, str], Mix],
    transfers: Sequence[tuple[str, str, str]],
    on: date | None,
) -> tuple[set[tuple[str, str, str]], set[tuple[str, str, str]]]:
    """Return the transfers whose mix breaks a limit as a stream would, and those that break a material's."""
    wanted = {(giver, what) for giver, what, _ in transfers}
    some = sorted((item for item in leaving.items() if item[0] in wanted), key=_key)
    mixes = [(number, *key, mix) for number, (key, mix) in enumerate(some)]
    place = {(technology, material): number for number, technology, material, _ in mixes}
    kept = {"waste_streams", "stream_components"}
    tables = {name: table for name, table in snapshot.tables.items() if name not in kept}
    made = Snapshot.of([row for number, _, what, mix in mixes for row in _as_stream(number, what, mix)])
    virtual = Snapshot.from_records({**tables, **{name: made.tables[name] for name in kept}})
    pairs = pd.DataFrame(
        {
            "pair": np.arange(len(transfers)),
            "stream": [str(place[giver, material]) for giver, material, _ in transfers],
            "taken_as": [material for _, material, _ in transfers],
            "technology": [taker for _, _, taker in transfers],
        }
    )
    checks = check_limits(virtual, pairs, on)
    refused = checks.verdict == REFUSED
    named = snapshot.tables["limits"]["material"].is_valid().to_numpy(zero_copy_only=False)[checks.limit]
    broken, of_material = (checks.pair[rows].tolist() for rows in (refused, refused & named))
    return {transfers[pair] for pair in broken}, {transfers[pair] for pair in of_material}


def _key(item: tuple[tuple[str, str], Mix]) -> tuple[str, str]:
    return item[0]


def _as_stream(number: int, material: str, mix: Mix) -> Iterator[WasteStream | StreamComponent]:
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
    for (component, basis), (_, amount) in mix.contents.items():
        yield StreamComponent(
            id=RowId(f"{number}:{component}:{basis}"),
            stream=stream,
            component=component,
            basis=basis,
            amount=amount,
            evidence=_CARRIED,
        )
