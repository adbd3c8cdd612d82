"""Which streams may pass a composition limit in a mix only, and what each adds to its facility's mixes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from graph.matching.gates.composition import REASONS, REFUSED, basis_family
from graph.matching.gates.gates import FIXED_COLUMNS
from graph.matching.suggestions import Scored
from graph.model import Material
from graph.planning.programme.layout import Column, Layout, Links
from graph.planning.programme.rows import Mixes
from graph.planning.solver import Ints
from graph.snapshot import Snapshot
from graph.vocabulary import Hazard

#: What a check can say where the stream itself was measured in a basis that can be compared.
_MEASURED = [
    REASONS.index(reason)
    for reason in ("within", "exceeded", "below minimum", "range reaches past the limit")
]
#: Families of bases in which a mix has the mean of its parts.
_AVERAGED = (
    "mass",
    "mass dry",
    "mass wet",
    "mg/L",
    "mg/m3",
    "g/m3",
    "Bq/kg",
    "MJ/kg",
    "index",
    "vol %",
    "mol %",
)


def may_mix(snapshot: Snapshot, scored: Scored) -> np.ndarray:
    """Return which pairs only a content refuses that a mix averages. Hazardous waste is never diluted."""
    pairs = scored.gated.pairs
    others = (pairs[list(FIXED_COLUMNS)].to_numpy() == REFUSED).any(axis=1)
    safe = {str(material.id) for material in snapshot.all(Material) if material.hazard is Hazard.NONE}
    checks = scored.gated.checks
    final = np.zeros(len(pairs), dtype=bool)
    if len(checks):
        never = (checks["outcome"] == REFUSED).to_numpy() & ~checks["basis"].map(_averages).to_numpy(
            dtype=bool
        )
        final[checks["pair"].to_numpy(dtype=np.int64)[never]] = True
    may: np.ndarray = (
        pairs["refused"].to_numpy(dtype=bool) & ~others & ~final & pairs["material"].isin(safe).to_numpy()
    )
    return may


def _averages(basis: str) -> bool:
    """Whether a mix has the mean of its parts: contents do, a pH or a temperature does not."""
    return basis_family(basis)[0] in _AVERAGED


def mixes_of(scored: Scored, layout: Layout, links: Links, pair_of: Ints) -> Mixes | None:
    """Return what every measured linkage adds to the mixes at its facility's limits."""
    checks, flows, snapshot = scored.gated.checks, layout.flows, layout.snapshot
    if not links.blended.any() or checks.empty:
        return None
    diverted = flows.where(Column.DIVERT)
    key = pd.MultiIndex.from_arrays([links.stream, links.port, links.facility])
    site_row = layout.sites.facility_row
    column_key = pd.MultiIndex.from_arrays(
        [flows.stream[diverted], flows.port[diverted], site_row[flows.site[diverted]]]
    )
    link = key.get_indexer(column_key)
    column_of = np.full(len(scored.gated.pairs), -1, dtype=np.int64)
    column_of[pair_of[link]] = diverted
    column = column_of[checks["pair"].to_numpy(dtype=np.int64)]
    # Only what was measured counts in a mix: an unknown neither spoils nor dilutes it.
    kept = (column >= 0) & checks["reason"].isin(_MEASURED).to_numpy()
    kept &= checks["basis"].map(_averages).to_numpy(dtype=bool)
    checks, column = checks[kept], column[kept]
    value = checks["value"].to_numpy(dtype=float)
    # A content of dry matter weighs with the dry matter of a wet tonne; of unknown moisture it counts as dry.
    moisture = np.nan_to_num(snapshot.numbers("waste_streams", "moisture_likely"))[flows.stream[column]]
    dry = checks["basis"].map(lambda basis: basis_family(basis)[0] == "mass dry").to_numpy(dtype=bool)
    weight = np.where(dry, 1.0 - moisture / 100.0, 1.0)
    return Mixes(
        column=column,
        limit=checks["limit"].to_numpy(dtype=np.int64),
        above=weight * np.nan_to_num(value - checks["maximum"].to_numpy(dtype=float)),
        below=weight * np.nan_to_num(checks["minimum"].to_numpy(dtype=float) - value),
    )
