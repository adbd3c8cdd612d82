"""Which input ports take which materials, by the taxonomy: a port that takes a material takes its kinds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from graph.snapshot import Snapshot
from graph.vocabulary import Direction, OperatingState

_INPUTS = (Direction.MAIN_INPUT.value, Direction.AUXILIARY_INPUT.value)


def ancestors(snapshot: Snapshot) -> pd.DataFrame:
    """Return every material with itself and its more general kinds.

    Returns
    -------
    DataFrame
        Columns `material`, `ancestor` (ids) and `steps` (0 for itself).
    """
    material = snapshot.strings("materials", "id")
    parent_of = dict(zip(material, snapshot.strings("materials", "kind_of"), strict=True))
    rows: list[tuple[str, str, int]] = []
    for start in material:
        seen: set[str] = set()
        current: Any = start
        while current is not None and current not in seen:
            rows.append((start, current, len(seen)))
            seen.add(current)
            current = parent_of.get(current)
    return pd.DataFrame(rows, columns=["material", "ancestor", "steps"]).astype(
        {"material": object, "ancestor": object, "steps": np.int64}
    )


def accepted_materials(snapshot: Snapshot) -> pd.DataFrame:
    """Return which materials each input port takes.

    Returns
    -------
    DataFrame
        Columns `material`, `port`, `technology`, `port_material` (ids), `direction` and `steps` (levels of
        the taxonomy between the material and the port's own; 0 when it is the same).
    """
    ports = _table(snapshot, "ports", ["id", "technology", "direction", "material"])
    ports = ports[ports["direction"].isin(_INPUTS)].rename(columns={"id": "port", "material": "ancestor"})
    accepted = ancestors(snapshot).merge(ports, on="ancestor").rename(columns={"ancestor": "port_material"})
    # A technology may list a parent and its child: the nearer port takes the child.
    accepted = accepted.sort_values(["material", "technology", "direction", "steps", "port"], kind="stable")
    accepted = accepted.drop_duplicates(["material", "technology", "direction"])
    return accepted.reset_index(drop=True)


def unchanged_outputs(snapshot: Snapshot) -> frozenset[tuple[str, str]]:
    """Return the outputs that are still a kind of what their technology takes in: (technology, material).

    Washed gypsum is gypsum and sorted slag is slag: treating a waste is no use of it until somebody takes it.
    """
    ports = _table(snapshot, "ports", ["technology", "direction", "material"])
    taken = ports[ports["direction"] == Direction.MAIN_INPUT.value][["technology", "material"]]
    given = ports[~ports["direction"].isin(_INPUTS)].merge(ancestors(snapshot), on="material")
    same = given.merge(taken.rename(columns={"material": "ancestor"}), on=["technology", "ancestor"])
    return frozenset(zip(same["technology"], same["material"], strict=True))


def running_facilities(snapshot: Snapshot) -> pd.DataFrame:
    """Return the facilities that run or are planned, with the place and licences of their enterprise.

    Returns
    -------
    DataFrame
        Columns `facility`, `enterprise`, `technology`, `state`, `capacity`, `radius`, `lat`, `lon`, `opens`,
        `closes`, `licences`; sorted by `facility`. Closed facilities and enterprises are left out.
    """
    columns = ["id", "enterprise", "technology", "state", "capacity_likely", "radius", "opens", "closes"]
    facilities = _table(snapshot, "facilities", columns)
    sites = _table(snapshot, "enterprises", ["id", "state", "lat", "lon", "licences"])
    sites = sites.rename(columns={"id": "enterprise", "state": "site_state"})
    joined = facilities.merge(sites, on="enterprise", how="left")
    closed = OperatingState.CLOSED.value
    joined = joined[(joined["state"] != closed) & (joined["site_state"] != closed)]
    joined = joined.rename(columns={"id": "facility", "capacity_likely": "capacity"})
    return joined.sort_values("facility", kind="stable").reset_index(drop=True)


def candidates(snapshot: Snapshot) -> pd.DataFrame:
    """Return every pair of a waste stream and a facility's port that takes its material.

    Returns
    -------
    DataFrame
        One row a pair, sorted by stream, facility, port: `stream`, `material`, `port`, `port_material`,
        `direction`, `steps`, and all columns of `running_facilities`.
    """
    streams = _table(snapshot, "waste_streams", ["id", "enterprise", "material"])
    streams = streams.rename(columns={"id": "stream", "enterprise": "donor"})
    pairs = streams.merge(accepted_materials(snapshot), on="material")
    pairs = pairs.merge(running_facilities(snapshot), on="technology")
    return pairs.sort_values(["stream", "facility", "port"], kind="stable").reset_index(drop=True)


def _table(snapshot: Snapshot, name: str, columns: list[str]) -> pd.DataFrame:
    """Return columns of a table; text stays object so that an unknown value is None, not NaN."""
    frame: pd.DataFrame = snapshot.tables[name].select(columns).to_pandas(types_mapper=None)
    for column in columns:
        if not pd.api.types.is_numeric_dtype(frame[column].dtype):
            frame[column] = frame[column].astype(object).where(frame[column].notna(), None)
    return frame
