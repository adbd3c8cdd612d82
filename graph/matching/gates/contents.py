"""What is known of a stream's contents: every analysis on record, and what is typical where there is none.

One row an analysis, none left out for another: which of them counts is decided limit by limit, in
`composition`. A typical value informs and decides nothing; an exposure index stands on the nuclides that were
measured, and where some were not, once more with what is typical of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.matching.gates.bases import comparable
from graph.snapshot import Snapshot
from graph.taxonomy import lineage_frame
from graph.vocabulary import Phase

#: The component that the moisture of a stream is; limits of it are the moisture gate.
FREE_WATER = "free-water"
#: Exposure indices of GB 6566 -> the nuclides that they are made of.
INDICES = {"IRa": ("Ra-226",), "Igamma": ("Ra-226", "Th-232", "K-40")}

_ENDS = ("low", "likely", "high")
_COLUMNS = ["stream", "component", "basis", *_ENDS, "measured", "complete", "analysis"]


def radionuclide_indices(ra226: float, th232: float, k40: float) -> tuple[float, float]:
    r"""Return the internal and external exposure index of a building material.

    .. math:: I_{Ra} = C_{Ra}/200, \quad I_γ = C_{Ra}/370 + C_{Th}/260 + C_K/4200

    Parameters
    ----------
    ra226, th232, k40 : float
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


def stream_values(snapshot: Snapshot) -> pd.DataFrame:
    """Return what each stream contains: every analysis that stands, and typical values of the rest.

    A typical value, of the material or the nearest more general one that has one, is given of a component
    that nobody measured in a basis that could be turned into its own.

    Returns
    -------
    DataFrame
        Columns `stream`, `component`, `basis`, `low`, `likely`, `high`, `measured` (False: typical value),
        `complete` (False: an index of which some nuclide was not measured) and `analysis` (row of
        stream_components, -1: none).
    """
    table = snapshot.tables["waste_streams"]
    streams: pd.DataFrame = table.select(
        ["id", "material", "moisture_low", "moisture_likely", "moisture_high"]
    ).to_pandas()
    streams.columns = pd.Index(["stream", "material", *_ENDS])
    own = _components(snapshot, "stream_components", "stream")
    own = own.assign(measured=True, analysis=np.arange(len(own)))
    stands = ~snapshot.flags("stream_components", "withdrawn")
    own = own[stands & own["stream"].isin(streams["stream"])]
    dried = set(own.loc[own["component"] == FREE_WATER, "stream"])
    moisture = streams[streams["likely"].notna() & ~streams["stream"].isin(dried)]
    moisture = moisture.assign(component=FREE_WATER, basis="mass % wet", measured=True, analysis=-1)
    known = pd.concat([part for part in (own, moisture) if len(part)] or [own], ignore_index=True)
    typical = _typical(snapshot, streams[["stream", "material"]], known)
    parts = [part.assign(complete=True)[_COLUMNS] for part in (known, typical) if len(part)]
    if not parts:
        return pd.DataFrame(columns=_COLUMNS)
    values = pd.concat(parts, ignore_index=True)
    indices = pd.DataFrame(_indices(values), columns=_COLUMNS)
    values = pd.concat([values, indices], ignore_index=True) if len(indices) else values
    sorted_values: pd.DataFrame = values.sort_values(["stream", "component"], kind="stable")
    return sorted_values.reset_index(drop=True)


def liquid_densities(snapshot: Snapshot, materials: Sequence[str]) -> NDArray[np.float64]:
    """Return the density of materials that are liquids, by which a content of mass is one of volume.

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
    return np.asarray(known[snapshot.positions("materials", materials)])


def _components(snapshot: Snapshot, table: str, owner: str) -> pd.DataFrame:
    field = {"stream_components": "stream", "material_components": "material"}[table]
    columns = [field, "component", "basis", "amount_low", "amount_likely", "amount_high"]
    frame: pd.DataFrame = snapshot.tables[table].select(columns).to_pandas()
    frame.columns = pd.Index([owner, "component", "basis", *_ENDS])
    frame["low"] = frame["low"].fillna(frame["likely"])
    frame["high"] = frame["high"].fillna(frame["likely"])
    return frame


def _typical(snapshot: Snapshot, streams: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Return the nearest typical contents of what was not measured."""
    usual = snapshot.derived(_usual, "materials", "material_components")
    found = usual.merge(streams, on="material").assign(measured=False, analysis=-1)
    key = ["stream", "component", "group"]
    known = known.assign(group=[comparable(basis) for basis in known["basis"]])
    measured = pd.MultiIndex.from_frame(known[key])
    found = found[~pd.MultiIndex.from_frame(found[key]).isin(measured)]
    nearest: pd.DataFrame = found.sort_values(["stream", "component", "steps"], kind="stable")
    return nearest


def _usual(snapshot: Snapshot) -> pd.DataFrame:
    """Return the typical contents of each material, its own or those of the nearest more general one.

    One a component and kind of bases that can be turned into each other (`group`).
    """
    lineage = lineage_frame(snapshot).rename(columns={"ancestor": "owner"})
    found = _components(snapshot, "material_components", "owner").merge(lineage, on="owner")
    found = found.assign(group=[comparable(basis) for basis in found["basis"]])
    found = found.sort_values(["material", "component", "steps"], kind="stable")
    nearest: pd.DataFrame = found.drop_duplicates(["material", "component", "group"])
    return nearest


def _indices(values: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Give the exposure indices of GB 6566: of what was measured, and with typical activities of the rest."""
    activity = values[(values["basis"] == "Bq/kg") & values["component"].isin(INDICES["Igamma"])]
    for stream, group in activity.groupby("stream", sort=True):
        # Of several analyses of a nuclide the highest counts.
        by_likely = group.sort_values(["likely", "measured"], kind="stable")
        nuclides = {row.component: row for row in by_likely.itertuples()}
        measured = {name: row for name, row in nuclides.items() if row.measured}
        for position, (index, needed) in enumerate(INDICES.items()):
            whole = all(name in measured for name in needed)
            common = {"stream": stream, "component": index, "basis": "index", "analysis": -1}
            if any(name in measured for name in needed):
                yield {**common, **_index(measured, position), "measured": True, "complete": whole}
            if not whole and "Ra-226" in nuclides:
                typical = not measured and all(name in nuclides for name in needed)
                yield {**common, **_index(nuclides, position), "measured": False, "complete": typical}


def _index(nuclides: dict[Any, Any], position: int) -> dict[str, float]:
    """Return the ends of an index; a nuclide that nobody knows counts 0, so that it is this at least."""
    return {
        end: radionuclide_indices(
            *(float(getattr(nuclides[name], end)) if name in nuclides else 0.0 for name in INDICES["Igamma"])
        )[position]
        for end in _ENDS
    }
