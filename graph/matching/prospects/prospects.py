"""A snapshot with virtual facilities for what industries are known to take; nothing is stored.

A park of names, tonnes and industries has no facilities. Here it gets one for each recipe that the class of
an enterprise runs, and one for each use that its class is known to make of a material. Gates, ranking and
explanation work on them as on any other. What they are is in their ids
(``industry:<enterprise>:<technology>``, ``use:<enterprise>:<row>``); their capacity is not known.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from graph.knowledge import Reader
from graph.matching.coldstart import ColdStartIndex
from graph.matching.gates import REFUSED, accepted_materials, phase_gate
from graph.matching.prospects.industries import IndustryGroups, industry_groups
from graph.matching.prospects.knowledge import known_recipes, known_uses
from graph.matching.prospects.usual import Usual, usual_of
from graph.matching.prospects.virtual import PREFIXES, extended, virtual_facilities
from graph.matching.suggestion import Basis
from graph.matching.weights import Weights
from graph.snapshot import Snapshot


@dataclass(frozen=True)
class Prospects:
    """A snapshot with the virtual facilities of prospective receivers, and how usual their uses are.

    Attributes
    ----------
    snapshot : Snapshot
        Rows of the graph stand where they stood; virtual ones come after them.
    basis : int array
        What stands behind each facility, by its row: its place in `Basis`; 0 is on record.
    usual : Usual
        How usual it is that industries take what the streams give off, from what a cold start knows of both.
    groups : IndustryGroups
    """

    snapshot: Snapshot
    basis: NDArray[np.int8]
    usual: Usual
    groups: IndustryGroups


def prospects_of(
    snapshot: Snapshot,
    weights: Weights,
    reader: Reader | None = None,
    wanted: NDArray[np.integer] | None = None,
) -> Prospects | None:
    """Return the snapshot with prospective receivers; None where there are none.

    Parameters
    ----------
    snapshot : Snapshot
    weights : Weights
    reader : Reader, optional
        Of this snapshot, where there is one already.
    wanted : int array, optional
        Rows of the streams whose words are read; of the others their material speaks. By default all.

    Examples
    --------
    >>> prospects_of(Snapshot.of([]), Weights({})) is None
    True
    """
    given = [name for name in pc.unique(snapshot.tables["waste_streams"]["material"]).to_pylist() if name]
    if not given or not weights.for_cold_starts:
        return None
    groups = industry_groups(snapshot, reader or Reader(snapshot))
    if not len(groups):
        return None
    taken = accepted_materials(snapshot, weights.downward())
    taken = taken.take(np.isin(taken.material, snapshot.positions("materials", given)))
    taken = taken.take(phase_gate(snapshot, taken.material, taken.wanted) != REFUSED)
    recipes = known_recipes(snapshot, groups, taken)
    if not recipes and not snapshot.count("material_uses") and not snapshot.count("precedents"):
        return None
    index = ColdStartIndex.of(snapshot, weights)
    uses, rows = known_uses(snapshot, index, groups, given, taken, recipes, weights.downward())
    facilities = virtual_facilities(snapshot, groups, recipes, uses, rows)
    if not facilities.num_rows:
        return None
    with_virtual = extended(snapshot, facilities, rows)
    basis = np.zeros(with_virtual.count("facilities"), dtype=np.int8)
    for place, prefix in PREFIXES.items():
        basis[snapshot.count("facilities") :][pc.starts_with(facilities["id"], prefix).to_numpy()] = place
    return Prospects(with_virtual, basis, usual_of(snapshot, index, groups, given, wanted), groups)


def basis_of_id(facility: str) -> Basis:
    """Return what stands behind a facility of a suggestion.

    Examples
    --------
    >>> basis_of_id("use:cement-works:use-fly-ash-01").value
    'usual use'
    """
    for place, prefix in PREFIXES.items():
        if facility.startswith(prefix):
            return tuple(Basis)[place]
    return Basis.FACILITY


def is_virtual(id: str) -> bool:
    """Return whether an id is of a facility, technology or port that only a suggestion knows.

    Examples
    --------
    >>> is_virtual("use:use-fly-ash-01"), is_virtual("bfs-ggbs")
    (True, False)
    """
    return id.startswith(tuple(PREFIXES.values()))
