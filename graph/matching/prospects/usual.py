"""How usual it is that industries take what streams give off, by each stream's words and material."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.knowledge import TEXT_LIMIT
from graph.matching.coldstart import ColdStartIndex, Vector
from graph.matching.prospects.industries import IndustryGroups
from graph.snapshot import Snapshot

Floats = NDArray[np.float64]
Rows = NDArray[np.int32]
Integers = NDArray[np.integer]

#: The least that a known use counts, so that what nobody calls usual still has its place.
_LEAST_USUAL = 1e-3
#: A store that words its wastes in more ways than this goes by their materials alone: reading so many takes
#: longer than ranking them.
MOST_READ = 1_000


@dataclass(frozen=True)
class Usual:
    """How usual it is that industries take what is meant.

    Attributes
    ----------
    table : float array, shape (meanings, groups of industries + 1)
        0 to 1; what nobody calls usual still counts a little.
    of_material, of_stream : int array
        Row of `table` of each material by itself, with a last entry for none, and of each stream by its
        words and its material.
    group : int array
        Column of `table` of each enterprise, with a last entry for none.
    """

    table: Floats
    of_material: Rows
    of_stream: Rows
    group: Rows

    def for_materials(self, material: Integers, enterprise: Integers) -> Floats:
        """Return how usual it is that enterprises take materials (rows of the snapshot)."""
        found: Floats = self.table[self.of_material[material], self.group[enterprise]]
        return found

    def for_streams(self, stream: Integers, enterprise: Integers) -> Floats:
        """Return how usual it is that enterprises take what streams give off (rows of the snapshot)."""
        found: Floats = self.table[self.of_stream[stream], self.group[enterprise]]
        return found


def usual_of(
    snapshot: Snapshot,
    index: ColdStartIndex,
    groups: IndustryGroups,
    given: Sequence[str],
    wanted: Integers | None = None,
) -> Usual:
    """Return how usual it is that each industry takes what the streams give off.

    Parameters
    ----------
    given : sequence of str
        Materials of streams.
    wanted : int array, optional
        Rows of the streams whose words are read; by default all.
    """
    columns = _Columns(index, groups)
    rows = [np.full(len(groups) + 1, _LEAST_USUAL)]
    of_material = np.zeros(snapshot.count("materials") + 1, dtype=np.int32)
    for at, name in zip(snapshot.positions("materials", given), given, strict=True):
        if at >= 0:
            of_material[at] = len(rows)
            rows.append(columns.of(index.usual(index.settled(name), index.name(name))))
    of_stream = of_material[snapshot.positions("materials", snapshot.tables["waste_streams"]["material"])]
    read: dict[tuple[str, str, int], int] = {}
    for stream, words in _worded(snapshot, groups, of_stream, wanted):
        if words not in read:
            read[words] = len(rows)
            rows.append(columns.of(_by_words(index, groups, *words)))
        of_stream[stream] = read[words]
    return Usual(np.stack(rows), of_material, of_stream, groups.of_enterprise)


def _worded(
    snapshot: Snapshot, groups: IndustryGroups, of_stream: Rows, wanted: Integers | None
) -> Iterator[tuple[int, tuple[str, str, int]]]:
    """Yield the streams to read by row: material, words and group of the donor's industry."""
    streams = snapshot.tables["waste_streams"].select(["material", "name_zh", "name_en"]).to_pydict()
    named = [zh or en or "" for zh, en in zip(streams["name_zh"], streams["name_en"], strict=True)]
    if len(set(named)) > MOST_READ:
        return
    donors = groups.of_enterprise[
        snapshot.positions("enterprises", snapshot.tables["waste_streams"]["enterprise"])
    ]
    for stream in range(len(named)) if wanted is None else wanted.tolist():
        if named[stream] and of_stream[stream]:
            yield stream, (streams["material"][stream], named[stream][:TEXT_LIMIT], int(donors[stream]))


def _by_words(index: ColdStartIndex, groups: IndustryGroups, material: str, words: str, donor: int) -> Vector:
    meant = index.meaning(words, groups.classes[donor] if donor >= 0 else ()).candidates
    return index.usual(index.settled(material, meant), words)


class _Columns:
    """Brings what is known of NACE classes to the groups of a graph's industries."""

    def __init__(self, index: ColdStartIndex, groups: IndustryGroups) -> None:
        self._known = [group for group, classes in enumerate(groups.classes) if classes]
        self._classes = [index.class_at[code] for group in self._known for code in groups.classes[group]]
        counts = [len(groups.classes[group]) for group in self._known]
        self._starts = np.cumsum(counts, dtype=np.int64) - counts
        self._size = len(groups) + 1

    def of(self, by_class: Vector) -> Vector:
        """Return the best class of each group, with a last entry for none."""
        found = np.full(self._size, _LEAST_USUAL)
        if self._known:
            best = np.maximum.reduceat(by_class[self._classes], self._starts)
            found[self._known] = np.maximum(best, _LEAST_USUAL)
        return found
