"""A park too large to draw, summed: firms by industry, their wastes by material, facilities by technology.

What comes out is a snapshot again, so that the page draws it as it draws any other; a group is an enterprise
that says how many firms it stands for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph.evidence import Evidence, Grade
from graph.model import Enterprise, Facility, Industry, Linkage, Material, Technology, WasteStream
from graph.ranges import Range
from graph.snapshot import Snapshot, records_of
from graph.vocabulary import (
    EnterpriseId,
    FacilityId,
    LinkageId,
    LinkageState,
    OperatingState,
    PortId,
    Sharing,
    StreamId,
)
from graph.wording.messages import Words, message, names_of

_DERIVED = Evidence((), Grade.DERIVED)


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A park summed by industry.

    Attributes
    ----------
    snapshot : Snapshot
        Groups as enterprises; sums as their streams, facilities and linkages.
    groups : mapping of str to str
        Id of a firm, stream or facility -> id of the group or sum that it is in.
    """

    snapshot: Snapshot
    groups: Mapping[str, str]


def size_of(snapshot: Snapshot) -> int:
    """Return how many firms, streams and facilities there are to draw.

    Examples
    --------
    >>> size_of(Snapshot.of([]))
    0
    """
    return sum(map(snapshot.count, ("enterprises", "waste_streams", "facilities")))


def aggregated(snapshot: Snapshot) -> Aggregate:
    """Return a park with its firms put together by area and division of industry.

    Closed firms and facilities are left out; what is not known (a capacity, a supply) makes the sum unknown.

    Examples
    --------
    >>> aggregated(Snapshot.of([])).groups
    {}
    """
    groups: dict[str, str] = {}
    firms = _grouped(snapshot, Enterprise, lambda row: f"{row.park}:{_division(row)}", groups)
    streams = _grouped(
        snapshot, WasteStream, lambda row: f"{groups.get(row.enterprise, '')}:{row.material}", groups
    )
    facilities = _grouped(
        snapshot,
        Facility,
        lambda row: f"{groups.get(row.enterprise, '')}:{row.technology}:{row.state.value}",
        groups,
    )
    names = _names(snapshot)
    rows: list[Any] = [_firm(id_, members, names) for id_, members in firms.items()]
    materials, technologies = snapshot.by_id(Material), snapshot.by_id(Technology)
    rows += [
        _stream(id_, members, groups, names_of(materials[members[0].material]))
        for id_, members in streams.items()
    ]
    rows += [
        _facility(id_, members, groups, names_of(technologies[members[0].technology]))
        for id_, members in facilities.items()
    ]
    rows += _linkages(snapshot, groups)
    summed = records_of(rows)
    tables = ("enterprises", "waste_streams", "facilities", "linkages", "stream_components", "linkage_events")
    replaced = {name: summed.get(name, snapshot.tables[name].slice(0, 0)) for name in tables}
    return Aggregate(snapshot.replacing(replaced), groups)


def _grouped(
    snapshot: Snapshot, entity: type[Any], key: Callable[[Any], str], groups: dict[str, str]
) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    known = {"", *groups}
    for row in snapshot.all(entity):
        if (
            getattr(row, "state", None) is OperatingState.CLOSED
            or getattr(row, "enterprise", "") not in known
        ):
            continue
        own = key(row)
        found[own].append(row)
        groups[str(row.id)] = own
    return dict(sorted(found.items()))


def _division(row: Enterprise) -> str:
    for scheme, code in (("gbt4754", row.gbt4754), ("nace", row.nace), ("isic", row.isic)):
        if code:
            return f"{scheme}-{code[:2]}"
    return "unknown"


def _names(snapshot: Snapshot) -> dict[str, Words]:
    return {str(row.id): Words(row.name_zh, row.name_en or row.name_zh) for row in snapshot.all(Industry)}


def _firm(id_: str, members: Sequence[Enterprise], names: Mapping[str, Words]) -> Enterprise:
    industry = names.get(id_.rpartition(":")[2], message("value.industry_unknown"))
    return Enterprise(
        id=EnterpriseId(id_),
        name_zh=f"{industry.zh}（{len(members)}）",
        name_en=f"{industry.en} ({len(members)})",
        park=members[0].park,
        state=OperatingState.OPERATING,
        evidence=_DERIVED,
    )


def _stream(id_: str, members: Sequence[WasteStream], groups: Mapping[str, str], names: Words) -> WasteStream:
    return WasteStream(
        id=StreamId(id_),
        name_zh=f"{names.zh}（{len(members)}）",
        name_en=f"{names.en} ({len(members)})",
        enterprise=EnterpriseId(groups[members[0].enterprise]),
        material=members[0].material,
        supply=Range.total(row.supply for row in members),
        in_use=Range.total(row.in_use for row in members),
        sharing=Sharing.PUBLIC,
        evidence=_DERIVED,
    )


def _facility(id_: str, members: Sequence[Facility], groups: Mapping[str, str], names: Words) -> Facility:
    return replace(
        members[0],
        id=FacilityId(id_),
        name_zh=f"{names.zh}（{len(members)}）",
        name_en=f"{names.en} ({len(members)})",
        enterprise=EnterpriseId(groups[members[0].enterprise]),
        capacity=_sum_if_known([row.capacity for row in members]),
        opens=None,
        evidence=_DERIVED,
    )


def _linkages(snapshot: Snapshot, groups: Mapping[str, str]) -> list[Linkage]:
    sums: dict[tuple[str, str, str, PortId, LinkageState], float] = defaultdict(float)
    for row in snapshot.all(Linkage):
        stream, giver = groups.get(row.stream or "", ""), groups.get(row.from_facility or "", "")
        taker = groups.get(row.to_facility, "")
        if taker and (stream or giver):
            sums[stream, giver, taker, row.port, row.state] += row.amount
    return [
        Linkage(
            id=LinkageId(f"{stream or giver}>{taker}>{port}>{state.value}"),
            stream=StreamId(stream) if stream else None,
            from_facility=None if stream else FacilityId(giver),
            to_facility=FacilityId(taker),
            port=port,
            amount=amount,
            state=state,
            evidence=_DERIVED,
        )
        for (stream, giver, taker, port, state), amount in sorted(sums.items())
    ]


def _sum_if_known(parts: Sequence[Range | None]) -> Range | None:
    """Return the sum of ranges; None where one of them is not known."""
    known = [part for part in parts if part is not None]
    return Range.total(known) if len(known) == len(parts) else None
