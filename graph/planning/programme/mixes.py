"""What each linkage that was measured adds to its facility's mixes."""

from __future__ import annotations

import numpy as np

from graph.matching.gates import basis_family
from graph.matching.ranking import Candidates
from graph.planning.programme.columns import Column, Layout
from graph.planning.programme.rows import Mixes
from graph.tools import matching, numbered


def mixes_of(candidates: Candidates, layout: Layout) -> Mixes | None:
    """Return what every measured linkage adds to the mixes at its facility's limits."""
    flows, snapshot = layout.flows, layout.snapshot
    if not candidates.blended.any():
        return None
    checks, link_of = candidates.checks()
    diverted = flows.where(Column.DIVERT)
    # What a facility works on apart has no part in its mix.
    mixing = np.append(layout.campaigns.mixing, True)
    diverted = diverted[mixing[flows.campaign[diverted]]]
    way, _ = numbered(
        np.r_[candidates.stream, flows.stream[diverted]],
        np.r_[candidates.port, flows.port[diverted]],
        np.r_[candidates.facility, layout.sites.facility_row[flows.site[diverted]]],
    )
    at, link = matching(way[len(candidates.stream) :], way[: len(candidates.stream)])
    column_of = np.full(len(candidates.stream), -1, dtype=np.int64)
    column_of[link] = diverted[at]
    column = column_of[link_of]
    kept = (column >= 0) & checks.mixes
    checks, column = checks.take(kept), column[kept]
    # A content of dry matter weighs with the dry matter of a wet tonne; of unknown moisture it counts as dry.
    moisture = np.nan_to_num(snapshot.numbers("waste_streams", "moisture_likely"))[flows.stream[column]]
    dry = np.array([basis_family(basis)[0] == "mass dry" for basis in checks.basis], dtype=bool)
    weight = np.where(dry, 1.0 - moisture / 100.0, 1.0) * flows.arrives[column]
    return Mixes(
        column=column,
        limit=checks.limit,
        above=weight * np.nan_to_num(checks.reckoned - checks.maximum),
        below=weight * np.nan_to_num(checks.minimum - checks.reckoned),
    )
