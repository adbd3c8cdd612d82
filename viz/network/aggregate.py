"""A park too large to draw, summed: firms by industry, their wastes by material, facilities by technology.

What comes out is a snapshot again, so that the page draws it as it draws any other; a group is an enterprise
that says how many firms it stands for. The sums are made on columns: no object stands for a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from graph.analysis import Grouping, Groups, groups_of
from graph.evidence import Evidence, Grade
from graph.model import Enterprise, Facility, Linkage, Material, Technology, WasteStream
from graph.ranges import Range
from graph.snapshot import Snapshot, records_of
from graph.vocabulary import (
    EnterpriseId,
    FacilityId,
    LinkageId,
    LinkageState,
    MaterialId,
    OperatingState,
    ParkId,
    PortId,
    Sharing,
    StreamId,
)
from graph.wording import names_of

Ints = NDArray[np.int64]
NONE = -1
#: What is put together, the finest first; what is still too much to draw is put together by the next.
FINEST_FIRST = (Grouping.INDUSTRY, Grouping.WASTE)
_DERIVED = Evidence((), Grade.DERIVED)
_ENDS = ("low", "likely", "high")


@dataclass(frozen=True)
class Aggregate:
    """A park summed.

    Attributes
    ----------
    snapshot : Snapshot
        Groups as enterprises; sums as their streams, facilities and linkages.
    grouping : Grouping
    """

    snapshot: Snapshot
    grouping: Grouping
    _whole: Snapshot
    _streams: _Sums
    _facilities: _Sums

    def sums_of(self, ends: Sequence[str]) -> list[str]:
        """Return the sum that each stream or facility is in, by its id; empty for what is in none."""
        rows = {name: self._whole.positions(name, ends) for name in ("waste_streams", "facilities")}
        streams, facilities = self._streams.at(rows["waste_streams"]), self._facilities.at(rows["facilities"])
        return [stream or facility for stream, facility in zip(streams, facilities, strict=True)]


@dataclass(frozen=True)
class _Sums:
    """Rows of a table put together: ids of the sums, their groups and first rows, and the sum of each row."""

    ids: list[str]
    group: Ints
    first: Ints
    of_row: Ints

    def at(self, rows: Ints) -> list[str]:
        return [self.ids[at] if at != NONE else "" for at in np.append(self.of_row, NONE)[rows]]


def size_of(snapshot: Snapshot) -> int:
    """Return how many firms, streams and facilities there are to draw.

    Examples
    --------
    >>> size_of(Snapshot.of([]))
    0
    """
    return sum(map(snapshot.count, ("enterprises", "waste_streams", "facilities")))


def aggregated(snapshot: Snapshot, most: int | None = None) -> Aggregate:
    """Return a park with its firms put together by area and division of industry.

    Closed firms and facilities are left out; what is not known (a capacity, a supply) makes the sum unknown.
    Where all firms are one group, or the sums are more than `most`, wastes are put together by family and
    facilities by technology instead.

    Examples
    --------
    >>> aggregated(Snapshot.of([])).sums_of(["mill"])
    ['']
    """
    for grouping in FINEST_FIRST:
        groups = groups_of(snapshot, grouping)
        streams, facilities = _streams(snapshot, groups), _facilities(snapshot, groups)
        size = len(groups.ids) + len(streams.ids) + len(facilities.ids)
        if len(groups.ids) != 1 and (most is None or size <= most):
            break
    rows: list[Any] = [_firm(groups, at) for at in range(len(groups.ids))]
    rows += _stream_rows(snapshot, groups, streams)
    rows += _facility_rows(snapshot, groups, facilities)
    rows += _linkage_rows(snapshot, streams, facilities)
    summed = records_of(rows)
    tables = ("enterprises", "waste_streams", "facilities", "linkages", "stream_components", "linkage_events")
    replaced = {name: summed.get(name, snapshot.tables[name].slice(0, 0)) for name in tables}
    return Aggregate(snapshot.replacing(replaced), grouping, snapshot, streams, facilities)


def _firm(groups: Groups, at: int) -> Enterprise:
    name, size = groups.names[at], groups.sizes[at]
    return Enterprise(
        id=EnterpriseId(groups.ids[at]),
        name_zh=f"{name.zh}（{size}）",
        name_en=f"{name.en} ({size})",
        park=ParkId(groups.parks[at]),
        state=OperatingState.OPERATING,
        evidence=_DERIVED,
    )


def _streams(snapshot: Snapshot, groups: Groups) -> _Sums:
    materials = snapshot.strings("materials", "id")
    material = snapshot.positions("materials", snapshot.tables["waste_streams"]["material"].combine_chunks())
    return _put_together(groups, groups.of_stream, material, materials.tolist())


def _facilities(snapshot: Snapshot, groups: Groups) -> _Sums:
    table = snapshot.tables["facilities"]
    kinds = pc.binary_join_element_wise(table["technology"], table["state"], ":").combine_chunks()
    encoded = kinds.dictionary_encode()
    return _put_together(
        groups,
        groups.of_facility,
        encoded.indices.to_numpy().astype(np.int64),
        encoded.dictionary.to_pylist(),
    )


def _put_together(groups: Groups, group: Ints, kind: Ints, kinds: list[str]) -> _Sums:
    """Return the rows of one group and kind as one, in the order of their ids."""
    rows = np.flatnonzero((group != NONE) & (kind != NONE))
    keys, first, sum_of = np.unique(
        group[rows] * (len(kinds) + 1) + kind[rows], return_index=True, return_inverse=True
    )
    group_of, kind_of = np.divmod(keys, len(kinds) + 1)
    ids = [f"{groups.ids[at]}:{kinds[one]}" for at, one in zip(group_of, kind_of, strict=True)]
    order = sorted(range(len(ids)), key=lambda at: ids[at])
    place = np.empty(len(ids), dtype=np.int64)
    place[order] = np.arange(len(ids))
    of_row = np.full(len(group), NONE)
    of_row[rows] = place[sum_of]
    return _Sums([ids[at] for at in order], group_of[order], rows[first][order], of_row)


def _totals(snapshot: Snapshot, table: str, field: str, sums: _Sums) -> list[Range | None]:
    """Return the sum of a range of each sum's rows; None where one of them is not known."""
    rows = np.flatnonzero(sums.of_row != NONE)
    ends = [
        np.bincount(
            sums.of_row[rows], snapshot.numbers(table, f"{field}_{end}")[rows], minlength=len(sums.ids)
        )
        for end in _ENDS
    ]
    return [
        None if np.isnan(values).any() else Range(*values)
        for values in (tuple(map(float, at)) for at in zip(*ends, strict=True))
    ]


def _counts(sums: _Sums) -> list[int]:
    counted: list[int] = np.bincount(sums.of_row[sums.of_row != NONE], minlength=len(sums.ids)).tolist()
    return counted


def _stream_rows(snapshot: Snapshot, groups: Groups, sums: _Sums) -> list[WasteStream]:
    materials = snapshot.by_id(Material)
    supplies, uses = (_totals(snapshot, "waste_streams", field, sums) for field in ("supply", "in_use"))
    column = snapshot.tables["waste_streams"]["material"]
    rows = []
    for at, (supply, in_use, count) in enumerate(zip(supplies, uses, _counts(sums), strict=True)):
        assert supply is not None
        assert in_use is not None
        material = column[int(sums.first[at])].as_py()
        names = names_of(materials[material])
        rows.append(
            WasteStream(
                id=StreamId(sums.ids[at]),
                name_zh=f"{names.zh}（{count}）",
                name_en=f"{names.en} ({count})",
                enterprise=EnterpriseId(groups.ids[sums.group[at]]),
                material=MaterialId(material),
                supply=supply,
                in_use=in_use,
                sharing=Sharing.PUBLIC,
                evidence=_DERIVED,
            )
        )
    return rows


def _facility_rows(snapshot: Snapshot, groups: Groups, sums: _Sums) -> list[Facility]:
    technologies = snapshot.by_id(Technology)
    capacities = _totals(snapshot, "facilities", "capacity", sums)
    rows = []
    for at, (capacity, count) in enumerate(zip(capacities, _counts(sums), strict=True)):
        first = snapshot.at(Facility, int(sums.first[at]))
        names = names_of(technologies[first.technology])
        rows.append(
            replace(
                first,
                id=FacilityId(sums.ids[at]),
                name_zh=f"{names.zh}（{count}）",
                name_en=f"{names.en} ({count})",
                enterprise=EnterpriseId(groups.ids[sums.group[at]]),
                capacity=capacity,
                opens=None,
                evidence=_DERIVED,
            )
        )
    return rows


def _linkage_rows(snapshot: Snapshot, streams: _Sums, facilities: _Sums) -> list[Linkage]:
    """Return the linkages of the register, those of one port and state between the same sums as one."""
    table = snapshot.tables["linkages"]
    stream, giver, taker = (
        np.append(sums.of_row, NONE)[snapshot.positions(of, table[column].combine_chunks())]
        for of, column, sums in (
            ("waste_streams", "stream", streams),
            ("facilities", "from_facility", facilities),
            ("facilities", "to_facility", facilities),
        )
    )
    kinds = pc.binary_join_element_wise(table["port"], table["state"], "\n").combine_chunks()
    encoded = kinds.dictionary_encode()
    words = encoded.dictionary.to_pylist()
    rows = np.flatnonzero((taker != NONE) & ((stream != NONE) | (giver != NONE)))
    ends = np.stack([stream, giver, taker, encoded.indices.to_numpy()])[:, rows]
    keys, sum_of = np.unique(ends, axis=1, return_inverse=True)
    amounts = np.bincount(sum_of.ravel(), table["amount"].to_numpy()[rows], minlength=keys.shape[1])
    found = []
    for (given, made, taken, kind), amount in zip(keys.T.tolist(), amounts.tolist(), strict=True):
        port, state = words[kind].split("\n")
        source = streams.ids[given] if given != NONE else facilities.ids[made]
        target = facilities.ids[taken]
        found.append(
            Linkage(
                id=LinkageId(f"{source}>{target}>{port}>{state}"),
                stream=StreamId(source) if given != NONE else None,
                from_facility=None if given != NONE else FacilityId(source),
                to_facility=FacilityId(target),
                port=PortId(port),
                amount=amount,
                state=LinkageState(state),
                evidence=_DERIVED,
            )
        )
    return found
