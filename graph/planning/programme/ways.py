"""The ways between facilities: what could be passed on from one to another, whatever it contains."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from graph.geography import NEXT_DOOR_KM, great_circle
from graph.matching.gates import REFUSED, licence_gate, open_ports, transferred
from graph.planning.programme.layout import Flows, Sites
from graph.planning.programme.loops import one_way
from graph.planning.solver import Floats, Ints
from graph.snapshot import Snapshot
from graph.vocabulary import Direction


def ways_between(
    snapshot: Snapshot,
    sites: Sites,
    made: pd.DataFrame,
    diversions: Flows,
    detour: float,
    radius: float | None,
    on: date | None,
) -> pd.DataFrame:
    """Return what phase, licence, distance, day and transfer rules let go on to a facility.

    Parameters
    ----------
    made : DataFrame
        What sites make: columns `site` and `material`, by rows.
    diversions : Flows
        What streams bring: it says in which direction a circle is cut.
    detour, radius, on
        As of `columns.lay_out`.

    Returns
    -------
    DataFrame
        Columns `source` and `site`, `material`, `port`, `technology` (of the taker), all by rows, `main` and
        `distance` (road km; NaN where not known).
    """
    takers = open_ports(snapshot)
    takers = takers.assign(
        port_row=snapshot.positions("ports", takers["port"].tolist()),
        material_row=snapshot.positions("materials", takers["material"].tolist()),
        technology_row=snapshot.positions("technologies", takers["technology"].tolist()),
    )
    where = pd.DataFrame(
        {
            "technology_row": sites.technology_row,
            "licences": sites.licences,
            "radius": sites.radius,
            "enterprise": sites.enterprise,
            "enterprise_row": sites.enterprise_row,
            "site": np.arange(len(sites)),
        }
    )
    given = made[["site", "material"]].rename(columns={"site": "source", "material": "material_row"})
    pairs = given.merge(takers, on="material_row").merge(where, on="technology_row")
    pairs = pairs[pairs["source"] != pairs["site"]].reset_index(drop=True)
    # What a technology has treated it does not take again: one works is not more than its two halves.
    giving = sites.technology_row[pairs["source"].to_numpy()]
    stream, site = np.unique(np.stack([diversions.stream, diversions.site]), axis=1)
    supply = snapshot.numbers("waste_streams", "supply_likely")[stream]
    forward = one_way(giving, pairs["technology_row"].to_numpy(), sites.technology_row[site], supply)
    pairs = pairs[forward & (giving != pairs["technology_row"])].reset_index(drop=True)
    giver = sites.enterprise_row[pairs["source"].to_numpy()]
    distance = road_distance(snapshot, giver, pairs["enterprise_row"].to_numpy(), detour)
    limit = np.fmin(pairs["radius"].to_numpy(dtype=float), np.nan if radius is None else radius)
    pairs = pairs.assign(donor=sites.enterprise[pairs["source"].to_numpy()], distance=distance)
    banned = transferred(snapshot, pairs, on)[0]["transfer"].to_numpy() == REFUSED
    runs = sites.open[pairs["site"].to_numpy()]
    pairs = pairs[~(distance > limit) & ~banned & runs & (licence_gate(snapshot, pairs) != REFUSED)]
    return pd.DataFrame(
        {
            "source": pairs["source"].to_numpy(dtype=np.int64),
            "site": pairs["site"].to_numpy(dtype=np.int64),
            "material": pairs["material_row"].to_numpy(dtype=np.int64),
            "port": pairs["port_row"].to_numpy(dtype=np.int64),
            "technology": pairs["technology_row"].to_numpy(dtype=np.int64),
            "main": (pairs["direction"] == Direction.MAIN_INPUT.value).to_numpy(dtype=bool),
            "distance": pairs["distance"].to_numpy(dtype=float),
        }
    )


def road_distance(snapshot: Snapshot, donor: Ints, taker: Ints, detour: float) -> Floats:
    """Return the road from enterprises to enterprises (rows), km; NaN where a position is not known."""
    lat, lon = snapshot.numbers("enterprises", "lat"), snapshot.numbers("enterprises", "lon")
    road = detour * great_circle(lat[donor], lon[donor], lat[taker], lon[taker])
    # Inside one enterprise nothing travels on a road, wherever it may stand.
    return np.where(donor == taker, 0.0, np.maximum(road, NEXT_DOOR_KM))
