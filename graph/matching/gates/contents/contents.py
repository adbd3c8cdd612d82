"""What is known of a stream's contents: every analysis on record, and what is typical where there is none.

One row an analysis, none left out for another: which of them counts is decided limit by limit, in
`composition`. A typical value informs and decides nothing; an exposure index stands on the nuclides that were
measured, and where some were not, once more with what is typical of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from graph.matching.gates.contents.bases import comparable
from graph.snapshot import Snapshot
from graph.taxonomy import ancestors
from graph.tools import Columns, matching, numbered, places
from graph.vocabulary import Phase

#: The component that the moisture of a stream is; limits of it are the moisture gate.
FREE_WATER = "free-water"
#: Exposure indices of GB 6566 -> the nuclides that they are made of.
INDICES = {"IRa": ("Ra-226",), "Igamma": ("Ra-226", "Th-232", "K-40")}

_ENDS = ("low", "likely", "high")
_Activity = TypeVar("_Activity", float, NDArray[np.float64])


@dataclass(frozen=True, slots=True)
class Values(Columns):
    """What streams or materials contain, one value a component.

    Attributes
    ----------
    owner : int array
        Row of the stream, or of the material.
    component, basis : object array
    low, likely, high : float array
        In the basis.
    measured : bool array
        False: a typical value.
    complete : bool array
        False: an index of which some nuclide was not measured.
    analysis : int array
        Row of stream_components, -1: none.
    """

    owner: NDArray[np.int64]
    component: NDArray[np.object_]
    basis: NDArray[np.object_]
    low: NDArray[np.float64]
    likely: NDArray[np.float64]
    high: NDArray[np.float64]
    measured: NDArray[np.bool_]
    complete: NDArray[np.bool_]
    analysis: NDArray[np.int64]

    @classmethod
    def of(
        cls,
        owner: NDArray[np.int64],
        component: NDArray[np.object_] | str,
        basis: NDArray[np.object_] | str,
        ends: Iterable[NDArray[np.float64]],
        measured: bool,
        complete: NDArray[np.bool_] | bool = True,
        analysis: NDArray[np.int64] | int = -1,
    ) -> Values:
        """Return values that are alike in some respects."""
        given = (component, basis, *ends, measured, complete, analysis)
        columns: list[NDArray[Any]] = [np.broadcast_to(one, len(owner)) for one in given]
        return cls(owner, *columns)


def radionuclide_indices(ra226: _Activity, th232: _Activity, k40: _Activity) -> tuple[_Activity, _Activity]:
    r"""Return the internal and external exposure index of a building material.

    .. math:: I_{Ra} = C_{Ra}/200, \quad I_γ = C_{Ra}/370 + C_{Th}/260 + C_K/4200

    Parameters
    ----------
    ra226, th232, k40 : float or float array
        Activities of Ra-226, Th-232 and K-40, Bq/kg.

    References
    ----------
    GB 6566-2010, Limits of radionuclides in building materials, clause 2.

    Examples
    --------
    >>> radionuclide_indices(500.0, 0.0, 0.0)[0]
    2.5
    """
    return ra226 / 200.0, ra226 / 370.0 + th232 / 260.0 + k40 / 4200.0


def stream_values(snapshot: Snapshot) -> Values:
    """Return what each stream contains: every analysis that stands, and typical values of the rest.

    A typical value, of the material or the nearest more general one that has one, is given of a component
    that nobody measured in a basis that could be turned into its own. Of one component the analyses come
    first, as they are on record, then what is typical, the nearest first.
    """
    own = _components(snapshot, "stream_components", "stream")
    own = own.take(~snapshot.flags("stream_components", "withdrawn")[own.analysis])
    moist = ~np.isnan(snapshot.numbers("waste_streams", "moisture_likely"))
    moist[own.owner[own.component == FREE_WATER]] = False
    rows = np.flatnonzero(moist)
    ends = (snapshot.numbers("waste_streams", f"moisture_{end}")[rows] for end in _ENDS)
    known = Values.joined([own, Values.of(rows, FREE_WATER, "mass % wet", ends, measured=True)])
    values = Values.joined([known, _typical(snapshot, known)])
    return Values.joined([values, *_indices(values)])


def liquid_densities(snapshot: Snapshot, material: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the density of materials (rows) that are liquids, by which a content of mass is one of volume.

    Of a solid mg/L are those of its leachate, which no density tells.

    Returns
    -------
    float array, shape (n, 3)
        Low, likely and high, t/m3; NaN where it is not known or the material is no liquid.
    """
    ends = [snapshot.numbers("materials", f"density_{end}") for end in _ENDS]
    liquid = snapshot.strings("materials", "phase") == Phase.LIQUID.value
    known = np.where(liquid[:, None], np.stack(ends, axis=1), np.nan)
    # The last row is of what no row knows.
    known = np.vstack([known, np.full((1, len(_ENDS)), np.nan)])
    return np.asarray(known[material])


def _components(snapshot: Snapshot, table: str, column: str) -> Values:
    """Return the contents on record of every owner that there is; `analysis` is their row."""
    owner = snapshot.rows(table, column)
    rows = np.flatnonzero(owner >= 0)
    low, likely, high = (snapshot.numbers(table, f"amount_{end}")[rows] for end in _ENDS)
    component, basis = (snapshot.strings(table, name)[rows] for name in ("component", "basis"))
    low, high = (np.where(np.isnan(end), likely, end) for end in (low, high))
    return Values.of(owner[rows], component, basis, (low, likely, high), measured=True, analysis=rows)


def _typical(snapshot: Snapshot, known: Values) -> Values:
    """Return the nearest typical contents of what was not measured."""
    usual, subject, subjects = snapshot.derived(_usual, "materials", "material_components")
    material = snapshot.rows("waste_streams", "material")
    stream, at = matching(material, usual.owner)
    measured = places(_subjects(known), subjects)
    of_known, of_found = (
        owner * (len(subjects) + 1) + about
        for owner, about in ((known.owner, measured), (stream, subject[at]))
    )
    open_ = ~np.isin(of_found, of_known)
    return replace(usual.take(at[open_]), owner=stream[open_])


def _usual(snapshot: Snapshot) -> tuple[Values, NDArray[np.int64], pa.Array]:
    """Return the typical contents of each material, its own or those of the nearest more general one.

    One a component and kind of bases that can be turned into each other: second their place in the third.
    """
    own, lineage = _components(snapshot, "material_components", "material"), ancestors(snapshot)
    nobody = np.full(len(own), -1)
    own = replace(own, measured=nobody == 0, analysis=nobody)
    subjects = _subjects(own).dictionary_encode()
    at, line = matching(own.owner, lineage.ancestor)
    order = np.lexsort((lineage.steps[line], lineage.material[line]))
    at, line = at[order], line[order]
    material, subject = lineage.material[line], subjects.indices.to_numpy().astype(np.int64)[at]
    _, first = numbered(material, subject)
    return replace(own.take(at[first]), owner=material[first]), subject[first], subjects.dictionary


def _subjects(values: Values) -> pa.Array:
    """Return of each value its component and the kind of its basis, as one text."""
    basis = pa.array(values.basis, pa.string()).dictionary_encode()
    kinds = pa.array([comparable(name) for name in basis.dictionary.to_pylist()], pa.string())
    return pc.binary_join_element_wise(
        pa.array(values.component, pa.string()), kinds.take(basis.indices), "\n"
    )


def _indices(values: Values) -> Iterator[Values]:
    """Give the exposure indices of GB 6566: of what was measured, and with typical activities of the rest."""
    nuclides = INDICES["Igamma"]
    named = np.stack([values.component == name for name in nuclides]) & (values.basis == "Bq/kg")
    nuclide, row = np.nonzero(named)
    activity = values.take(row)
    streams, stream = np.unique(activity.owner, return_inverse=True)
    # Of several analyses of a nuclide the highest counts.
    order = np.lexsort((activity.measured, activity.likely))
    highest = np.full((len(streams), len(nuclides)), -1)
    highest[stream[order], nuclide[order]] = order
    known = highest >= 0
    measured = known & np.append(activity.measured, False)[highest]
    for position, (index, needed) in enumerate(INDICES.items()):
        need = [nuclides.index(name) for name in needed]
        whole, some = (told(measured[:, need], axis=1) for told in (np.all, np.any))
        typical = ~measured.any(axis=1) & known[:, need].all(axis=1)
        for which, counted, of_measured, complete in (
            (some, measured, True, whole),
            (~whole & known[:, nuclides.index("Ra-226")], known, False, typical),
        ):
            # A nuclide that nobody knows counts 0, so that it is this at least.
            ends = [
                radionuclide_indices(
                    *np.where(counted, np.append(getattr(activity, end), 0.0)[highest], 0.0)[which].T
                )[position]
                for end in _ENDS
            ]
            yield Values.of(streams[which], index, "index", ends, of_measured, complete[which])
