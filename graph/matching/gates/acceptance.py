"""Which input ports take which materials, by the taxonomy.

A port that takes a material takes its kinds. The other way, from a more general material down to a port that
wants one of its kinds, is open only where it is asked for: somebody must say which kind it is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow.compute as pc
from numpy.typing import NDArray

from graph.errors import SymbioflowError
from graph.snapshot import Snapshot
from graph.taxonomy import ancestors
from graph.value import unchanged_outputs
from graph.vocabulary import Direction, OperatingState

_INPUTS = (Direction.MAIN_INPUT.value, Direction.AUXILIARY_INPUT.value)


@dataclass(frozen=True, slots=True)
class Downward:
    """How far a more general material may be offered to a port that wants one of its kinds.

    Attributes
    ----------
    steps : int
        Levels of the taxonomy; 0 closes the way.
    kinds : int
        A material with more kinds than this within those levels is an umbrella, and closed.
    """

    steps: int
    kinds: int


#: Only what a port takes for certain.
CLOSED = Downward(0, 0)


def accepted_materials(snapshot: Snapshot, downward: Downward = CLOSED) -> pd.DataFrame:
    """Return which materials each input port takes.

    Parameters
    ----------
    snapshot : Snapshot
    downward : Downward
        How far to go from a more general material to ports that want a kind of it.

    Returns
    -------
    DataFrame
        Columns `material`, `port`, `technology`, `port_material` (ids), `direction`, `steps` (levels of the
        taxonomy between the material and the port's own; 0 when it is the same), `narrower` (the port wants
        a kind of the material) and `taken_as` (the material whose limits hold: its own, or that kind). The
        frame is made once, for all who ask: nobody writes in it.
    """
    made = _surely if downward == CLOSED else _perhaps
    return snapshot.derived(made, "materials", "ports", given=(downward,))


def _surely(snapshot: Snapshot, downward: Downward) -> pd.DataFrame:
    # Apart from what may be taken, so that whoever asks for both in turn finds both kept.
    return _perhaps(snapshot, downward)


def _perhaps(snapshot: Snapshot, downward: Downward) -> pd.DataFrame:
    ports = _table(snapshot, "ports", ["id", "technology", "direction", "material"])
    ports = ports[ports["direction"].isin(_INPUTS)].rename(
        columns={"id": "port", "material": "port_material"}
    )
    upward = ancestors(snapshot).rename(columns={"ancestor": "port_material"})
    accepted = upward.merge(ports, on="port_material")
    # What a technology makes of a material it does not take for it: washed gypsum is not washed again.
    pairs = pd.MultiIndex.from_frame(accepted[["technology", "material"]])
    treated = pairs.isin(list(unchanged_outputs(snapshot))) & (accepted["steps"] > 0).to_numpy()
    accepted = accepted[~treated]
    accepted = accepted.assign(narrower=False, taken_as=accepted["material"])
    if downward.steps > 0:
        sure = pd.MultiIndex.from_frame(accepted[["material", "technology"]])
        guessed = openable_kinds(snapshot, upward, downward).merge(ports, on="port_material")
        guessed = guessed[~pd.MultiIndex.from_frame(guessed[["material", "technology"]]).isin(sure)]
        guessed = guessed.assign(narrower=True, taken_as=guessed["port_material"])
        accepted = pd.concat([accepted, guessed[list(accepted.columns)]], ignore_index=True)
    # A technology may list a parent and its child: the nearer port takes the child.
    accepted = accepted.sort_values(["material", "technology", "direction", "steps", "port"], kind="stable")
    accepted = accepted.drop_duplicates(["material", "technology", "direction"])
    return accepted.reset_index(drop=True)


def openable_kinds(snapshot: Snapshot, upward: pd.DataFrame, downward: Downward) -> pd.DataFrame:
    """Return which materials may turn out to be which kind: `material`, `port_material` (the kind), `steps`.

    What a treatment makes of a material is no kind that it could turn out to be: unwashed gypsum is not
    washed gypsum that nobody named.
    """
    below = upward[(upward["steps"] > 0) & (upward["steps"] <= downward.steps)]
    below = below.rename(columns={"material": "port_material", "port_material": "material"})
    narrow = below.groupby("material")["port_material"].transform("size") <= downward.kinds
    treated = {material for _, material in unchanged_outputs(snapshot)}
    kept: pd.DataFrame = below[narrow & ~below["port_material"].isin(treated)]
    return kept


def running_facilities(snapshot: Snapshot) -> pd.DataFrame:
    """Return the facilities that run or are planned, with the place and licences of their enterprise.

    Returns
    -------
    DataFrame
        Columns `facility`, `enterprise`, `technology`, `state`, `capacity`, `radius`, `lat`, `lon`, `opens`,
        `closes`, `licences`; sorted by `facility`. Closed facilities and enterprises are left out.
    """
    columns = ["id", "enterprise", "technology", "state", "capacity_likely", "radius", "opens", "closes"]
    facilities = _table(snapshot, "facilities", columns).iloc[running_rows(snapshot)]
    sites = _table(snapshot, "enterprises", ["id", "lat", "lon", "licences"])
    joined = facilities.merge(sites.rename(columns={"id": "enterprise"}), on="enterprise", how="left")
    joined = joined.rename(columns={"id": "facility", "capacity_likely": "capacity"})
    return joined.sort_values("facility", kind="stable").reset_index(drop=True)


def running_rows(snapshot: Snapshot) -> NDArray[np.int64]:
    """Return the rows of the facilities that run or are planned, at an enterprise that is not closed."""
    facilities, sites = snapshot.tables["facilities"], snapshot.tables["enterprises"]
    closed, site_closed = (
        pc.fill_null(pc.equal(table["state"], OperatingState.CLOSED.value), False).to_numpy()
        for table in (facilities, sites)
    )
    site = snapshot.positions("enterprises", facilities["enterprise"].combine_chunks())
    return np.flatnonzero(~closed & ~np.append(site_closed, False)[site])


def require_supply(snapshot: Snapshot) -> None:
    """Refuse streams whose amounts are no numbers: nothing could be said of where they go.

    Raises
    ------
    SymbioflowError
        ``NOT_FINITE``, naming the stream.
    """
    for column in ("supply_likely", "in_use_likely"):
        amounts = snapshot.numbers("waste_streams", column)
        if not np.isfinite(amounts).all():
            row = int(np.flatnonzero(~np.isfinite(amounts))[0])
            name = snapshot.strings("waste_streams", "id")[row]
            raise SymbioflowError(
                "NOT_FINITE.stream", stream=str(name), column=column, given=float(amounts[row])
            )


def _table(snapshot: Snapshot, name: str, columns: list[str]) -> pd.DataFrame:
    """Return columns of a table; text stays object so that an unknown value is None, not NaN."""
    frame: pd.DataFrame = snapshot.tables[name].select(columns).to_pandas(types_mapper=None)
    for column in columns:
        if not pd.api.types.is_numeric_dtype(frame[column].dtype):
            frame[column] = frame[column].astype(object).where(frame[column].notna(), None)
    return frame
