"""Firms, wastes and facilities of a park put together to groups: by industry, by area or by waste.

All is done on columns: a group is a number for each row, so that a park of a hundred thousand wastes costs a
few arrays and no object for each of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from graph.analysis.matrix import Ints
from graph.model import Industry, Material, Park, Technology
from graph.snapshot import Snapshot
from graph.taxonomy import lines_of, parents_in, upward
from graph.vocabulary import OperatingState
from graph.wording import ListedWord, Words, message, names_of

#: A row that is in no group: closed, or of a closed firm.
NONE = -1
_SCHEMES = ("gbt4754", "nace", "isic")


class Grouping(ListedWord):
    """What is put together in a park that is too large to be read flow by flow."""

    INDUSTRY = "industry", "Firms of one area and one division of industry."
    PARK = "park", "Firms of one area."
    WASTE = "waste", "Wastes of one family at the giving end, facilities of one technology at the other."


@dataclass(frozen=True)
class Groups:
    """A park put together.

    Attributes
    ----------
    grouping : Grouping
    ids : tuple of str
        Sorted.
    names : tuple of Words
    parks : tuple of str
        The park or area that each stands in.
    sizes : tuple of int
        How many firms (by industry and by area), wastes or facilities each stands for.
    of_stream, of_facility : int array
        By row of their tables: the place of the group in `ids`, `NONE` for what is closed.
    """

    grouping: Grouping
    ids: tuple[str, ...]
    names: tuple[Words, ...]
    parks: tuple[str, ...]
    sizes: tuple[int, ...]
    of_stream: Ints
    of_facility: Ints


def groups_of(snapshot: Snapshot, grouping: Grouping) -> Groups:
    """Return the groups of a park; closed firms and facilities are in none.

    Examples
    --------
    >>> groups_of(Snapshot.of([]), Grouping.PARK).ids
    ()
    """
    firms = snapshot.tables["enterprises"]
    runs = _open(firms)
    if grouping is Grouping.WASTE:
        return _by_waste(snapshot, runs)
    labels = firms["park"] if grouping is Grouping.PARK else _industries(firms)
    code, words = _sorted_codes(labels.combine_chunks().dictionary_encode())
    kept, (code,), sizes = _compact(np.where(runs, code, NONE), count=len(words))
    ids = tuple(words[at] for at in kept)
    park = snapshot.strings("enterprises", "park")
    first = np.unique(code, return_index=True)[1][-len(ids) :] if ids else ()
    of_facility = through(code, _firm_rows(snapshot, "facilities"))
    return Groups(
        grouping,
        ids,
        _firm_names(snapshot, grouping, ids),
        tuple(str(park[row]) for row in first),
        sizes,
        through(code, _firm_rows(snapshot, "waste_streams")),
        np.where(_open(snapshot.tables["facilities"]), of_facility, NONE),
    )


def _by_waste(snapshot: Snapshot, runs: NDArray[np.bool_]) -> Groups:
    """Return families of wastes, then technologies, that an open firm has something of."""
    line = lines_of(snapshot)
    families = sorted({above[-1] for above in line.values()})
    place = {family: at for at, family in enumerate(families)}
    family_of = np.array([place[line[id][-1]] for id in snapshot.strings("materials", "id")], dtype=np.int64)
    technologies = snapshot.strings("technologies", "id").tolist()
    given = through(family_of, snapshot.rows("waste_streams", "material"))
    taken = snapshot.rows("facilities", "technology")
    taken = np.where(taken == NONE, NONE, taken + len(families))
    streams, facilities = (
        through(runs.astype(np.int64), _firm_rows(snapshot, table)) == 1
        for table in ("waste_streams", "facilities")
    )
    facilities &= _open(snapshot.tables["facilities"])
    kept, (of_stream, of_facility), sizes = _compact(
        np.where(streams, given, NONE),
        np.where(facilities, taken, NONE),
        count=len(families) + len(technologies),
    )
    ids = [*(f"material:{id}" for id in families), *(f"technology:{id}" for id in technologies)]
    materials, recipes = snapshot.by_id(Material), snapshot.by_id(Technology)
    rows: list[Any] = [*(materials[id] for id in families), *(recipes[id] for id in technologies)]
    return Groups(
        Grouping.WASTE,
        tuple(ids[at] for at in kept),
        tuple(names_of(rows[at]) for at in kept),
        (_whole_park(snapshot),) * len(kept),
        sizes,
        of_stream,
        of_facility,
    )


def _compact(*codes: Ints, count: int) -> tuple[list[int], list[Ints], tuple[int, ...]]:
    """Return which of so many groups have rows, the codes numbered through these alone, and their sizes."""
    size = sum(
        (np.bincount(code[code != NONE], minlength=count) for code in codes), np.zeros(count, np.int64)
    )
    kept = np.flatnonzero(size)
    number = np.full(count + 1, NONE)
    number[kept] = np.arange(len(kept))
    return kept.tolist(), [number[code] for code in codes], tuple(size[kept].tolist())


def _whole_park(snapshot: Snapshot) -> str:
    """Return the park that all areas are part of, the first where there are several; empty without any."""
    above = parents_in(snapshot, "parks", "part_of")
    return min((upward(park, above.get)[-1] for park in above), default="")


def _industries(firms: pa.Table) -> pa.ChunkedArray:
    """Return the area and division of each firm, by the first scheme that it has a code of."""
    label: Any = pa.scalar("unknown")
    for scheme in reversed(_SCHEMES):
        code = pc.fill_null(firms[scheme], "")
        division = pc.binary_join_element_wise(f"{scheme}-", pc.utf8_slice_codeunits(code, 0, 2), "")
        label = pc.if_else(pc.not_equal(code, ""), division, label)
    return pc.binary_join_element_wise(firms["park"], label, ":")


def _firm_names(snapshot: Snapshot, grouping: Grouping, keys: Sequence[str]) -> tuple[Words, ...]:
    if grouping is Grouping.PARK:
        parks = snapshot.by_id(Park)
        return tuple(names_of(parks[key]) if key in parks else Words(key, key) for key in keys)
    names: Mapping[str, Words] = {
        str(row.id): Words(row.name_zh, row.name_en or row.name_zh) for row in snapshot.all(Industry)
    }
    unknown = message("value.industry_unknown")
    otherwise = Words(unknown.text("zh"), unknown.text("en"))
    return tuple(names.get(key.rpartition(":")[2], otherwise) for key in keys)


def _sorted_codes(encoded: Any) -> tuple[Ints, list[str]]:
    """Return the codes of a dictionary array with its words sorted, so that they hang on no order of rows."""
    words = encoded.dictionary.to_pylist()
    order = sorted(range(len(words)), key=lambda at: words[at])
    rank = np.empty(len(words), dtype=np.int64)
    rank[order] = np.arange(len(words))
    return rank[encoded.indices.to_numpy()], [words[at] for at in order]


def _open(table: pa.Table) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = (
        pc.not_equal(table["state"], OperatingState.CLOSED.value).to_numpy().astype(np.bool_)
    )
    return found


def _firm_rows(snapshot: Snapshot, table: str) -> Ints:
    return snapshot.rows(table, "enterprise")


def through(code: Ints, rows: Ints) -> Ints:
    """Return the code of each row; `NONE` where there is no row."""
    return np.append(code, NONE)[rows]
