"""What may flow in a plan, as columns: from streams to facilities, between facilities, and out.

Everything is a row number of the snapshot's tables, of the facilities that can take anything (`sites`) or of
what these make (`outputs`); ids are looked up for what is returned only.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.geography import great_circle
from graph.matching.gates import (
    REFUSED,
    free_capacity,
    licence_gate,
    open_ports,
    running_facilities,
    running_input,
    transferred,
    unchanged_outputs,
)
from graph.planning.solver.linear import Floats, Ints
from graph.snapshot import Snapshot
from graph.vocabulary import Direction

#: Kinds of columns: a stream to a facility, a facility's output to another facility, sold, disposed of; stock
#: drawn down; one month of a flow that cannot be stored; whether a facility runs.
DIVERT, TRANSFER, SELL, DISPOSE, STOCK, MONTH, RUN = range(7)

_OUTPUTS = (Direction.PRODUCT.value, Direction.RESIDUE.value)
NONE = -1


@dataclass(frozen=True)
class Links:
    """Candidate linkages as columns, one row a linkage.

    Attributes
    ----------
    stream, facility, port : int array
        Rows of the snapshot's tables.
    score, confidence : float array
    blended : bool array
        True where the stream alone is beyond a composition limit, so that only a mix may pass.
    """

    stream: Ints
    facility: Ints
    port: Ints
    score: Floats
    confidence: Floats
    blended: NDArray[np.bool_]


@dataclass(frozen=True)
class Flows:
    """The columns of a plan's programme; -1 where a column has no such thing.

    Attributes
    ----------
    kind : int array
        DIVERT, TRANSFER, SELL, DISPOSE, STOCK, MONTH or RUN.
    stream : int array
        Row of waste_streams: where it starts.
    output : int array
        Row of `Layout.outputs`: what flows on, is sold or is disposed of.
    site : int array
        Row of `Layout.sites`: where it goes.
    port, material : int array
        Rows of the tables; `port` of the receiver.
    main : bool array
        Whether the port takes a main input.
    distance : float array
        Road km; NaN where not known.
    score, confidence : float array
        NaN but for DIVERT.
    blended : bool array
    month : int array
        0 to 11, for MONTH only.
    """

    kind: Ints
    stream: Ints
    output: Ints
    site: Ints
    port: Ints
    material: Ints
    main: NDArray[np.bool_]
    distance: Floats
    score: Floats
    confidence: Floats
    blended: NDArray[np.bool_]
    month: Ints

    def __len__(self) -> int:
        return len(self.kind)

    def where(self, kind: int) -> Ints:
        """Return the columns of one kind."""
        return np.flatnonzero(self.kind == kind)

    def feeding(self) -> Ints:
        """Return the columns that bring a main input."""
        return np.flatnonzero(((self.kind == DIVERT) | (self.kind == TRANSFER)) & self.main)


@dataclass(frozen=True)
class Layout:
    """What the columns speak of.

    Attributes
    ----------
    sites : DataFrame
        Facilities of known capacity, by id: `facility`, `technology` (ids), `row`, `enterprise_row`,
        `technology_row` (table rows), `running` (main input of operating linkages per year), `capacity`
        (what is free beside it), `unit`, `state`, `radius`.
    outputs : DataFrame
        What each site makes per unit of main input: `site`, `material` (table row), `ratio`, `sold` (False:
        it must be taken or is disposed of), `unit`.
    """

    snapshot: Snapshot
    sites: pd.DataFrame
    outputs: pd.DataFrame
    flows: Flows

    def text(self, table: str, column: str, row: int) -> str:
        """Return one text of the snapshot."""
        return str(self.snapshot.tables[table][column][int(row)].as_py())


def lay_out(
    snapshot: Snapshot, links: Links, detour: float, radius: float | None, on: date | None = None
) -> Layout:
    """Return the columns for the given linkages, and for all that can follow them.

    Parameters
    ----------
    links : Links
        A facility of unknown capacity takes nothing.
    detour : float
        Road distance over great-circle distance.
    radius : float or None
        Farthest road distance of a transfer, km; a facility's own radius holds besides.
    on : date or None
        Day whose transfer rules hold; None: those without a last day.
    """
    sites = _sites(snapshot)
    outputs = _outputs(snapshot, sites)
    parts = [
        _diversions(snapshot, links, sites, detour),
        _transfers(snapshot, sites, outputs, detour, radius, on),
        _ends(outputs, SELL),
        _ends(outputs, DISPOSE),
    ]
    flows = _joined(parts)
    keys = (flows.material, flows.port, flows.site, flows.output, flows.stream, flows.kind)
    return Layout(snapshot, sites, outputs, taken(flows, np.lexsort(keys)))


def _flows(kind: int, count: int, **given: NDArray[np.generic]) -> Flows:
    """Return columns of one kind; what is not given is not there."""
    empty: dict[str, NDArray[np.generic]] = {}
    for field in fields(Flows):
        if field.name in ("main", "blended"):
            empty[field.name] = np.zeros(count, dtype=bool)
        elif field.name in ("distance", "score", "confidence"):
            empty[field.name] = np.full(count, np.nan)
        else:
            empty[field.name] = np.full(count, NONE, dtype=np.int64)
    return Flows(**{**empty, "kind": np.full(count, kind, dtype=np.int64), **given})  # type: ignore[arg-type]


def _joined(parts: list[Flows]) -> Flows:
    return Flows(**{f.name: np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Flows)})


def taken(flows: Flows, at: Ints) -> Flows:
    """Return some of the columns."""
    return Flows(**{field.name: getattr(flows, field.name)[at] for field in fields(Flows)})


def with_columns(layout: Layout, kind: int, count: int, **given: NDArray[np.generic]) -> Layout:
    """Return a layout with columns of one more kind at its end."""
    more = _flows(kind, count, **given)
    return Layout(layout.snapshot, layout.sites, layout.outputs, _joined([layout.flows, more]))


def _sites(snapshot: Snapshot) -> pd.DataFrame:
    facilities = running_facilities(snapshot)
    facilities = facilities[facilities["capacity"].notna()]
    technology = snapshot.positions("technologies", facilities["technology"].tolist())
    unit = _main_units(snapshot)[technology]
    sites = facilities.assign(
        row=snapshot.positions("facilities", facilities["facility"].tolist()),
        enterprise_row=snapshot.positions("enterprises", facilities["enterprise"].tolist()),
        technology_row=technology,
        unit=unit,
    )
    sites = sites[unit != ""].sort_values("facility", kind="stable").reset_index(drop=True)
    row = sites["row"].to_numpy()
    free: pd.DataFrame = sites.assign(
        running=running_input(snapshot)[row], capacity=free_capacity(snapshot)[row]
    )
    return free


def _main_units(snapshot: Snapshot) -> NDArray[np.object_]:
    """Return the unit of each technology's main input; empty where it has none."""
    ports = ports_by_row(snapshot)
    main = ports[ports["direction"] == Direction.MAIN_INPUT.value].drop_duplicates("technology")
    units = np.full(snapshot.count("technologies"), "", dtype=object)
    units[main["technology"].to_numpy()] = snapshot.strings("materials", "unit")[main["material"].to_numpy()]
    return units


def ports_by_row(snapshot: Snapshot) -> pd.DataFrame:
    """Return the ports by row: `port`, `technology`, `direction`, `material`, `ratio`."""
    table = snapshot.tables["ports"]
    return pd.DataFrame(
        {
            "port": np.arange(table.num_rows),
            "technology": snapshot.positions("technologies", table["technology"].to_pylist()),
            "direction": snapshot.strings("ports", "direction"),
            "material": snapshot.positions("materials", table["material"].to_pylist()),
            "ratio": snapshot.numbers("ports", "ratio_likely"),
        }
    )


def _outputs(snapshot: Snapshot, sites: pd.DataFrame) -> pd.DataFrame:
    """Return each site's outputs, summed by material."""
    ports = ports_by_row(snapshot)
    ports = ports[ports["direction"].isin(_OUTPUTS)]
    grouped = ports.groupby(["technology", "material"], sort=True, as_index=False)
    made = grouped.agg(direction=("direction", "min"), ratio=("ratio", "sum"))
    technology, material = snapshot.strings("technologies", "id"), snapshot.strings("materials", "id")
    # What is still the same waste after treatment cannot be sold: it goes on to a use or is disposed of.
    unchanged = unchanged_outputs(snapshot)
    treated = [
        (technology[of], material[what]) in unchanged
        for of, what in zip(made["technology"], made["material"], strict=True)
    ]
    product = made["direction"] == Direction.PRODUCT.value
    made["sold"] = product.to_numpy() & ~np.array(treated, dtype=bool)
    made["unit"] = snapshot.strings("materials", "unit")[made["material"].to_numpy()]
    where = pd.DataFrame({"site": np.arange(len(sites)), "technology": sites["technology_row"]})
    outputs = where.merge(made.drop(columns="direction"), on="technology")
    outputs = outputs.sort_values(["site", "material"], kind="stable").reset_index(drop=True)
    return outputs[["site", "material", "ratio", "sold", "unit"]]


def _diversions(snapshot: Snapshot, links: Links, sites: pd.DataFrame, detour: float) -> Flows:
    site_of = np.full(snapshot.count("facilities"), NONE, dtype=np.int64)
    site_of[sites["row"].to_numpy()] = np.arange(len(sites))
    site = site_of[links.facility]
    kept = site != NONE
    site, stream, port = site[kept], links.stream[kept], links.port[kept]
    given = snapshot.strings("waste_streams", "material")
    material = snapshot.positions("materials", given.tolist())
    main = snapshot.strings("ports", "direction") == Direction.MAIN_INPUT.value
    donors = snapshot.positions("enterprises", snapshot.strings("waste_streams", "enterprise").tolist())
    return _flows(
        DIVERT,
        len(site),
        stream=stream,
        site=site,
        port=port,
        material=material[stream],
        main=main[port],
        distance=_distance(snapshot, donors[stream], sites["enterprise_row"].to_numpy()[site], detour),
        score=links.score[kept],
        confidence=links.confidence[kept],
        blended=links.blended[kept],
    )


def _distance(snapshot: Snapshot, donor: Ints, taker: Ints, detour: float) -> Floats:
    lat, lon = snapshot.numbers("enterprises", "lat"), snapshot.numbers("enterprises", "lon")
    road = detour * great_circle(lat[donor], lon[donor], lat[taker], lon[taker])
    # Inside one enterprise nothing travels on a road, wherever it may stand.
    return np.where(donor == taker, 0.0, road)


def _transfers(
    snapshot: Snapshot,
    sites: pd.DataFrame,
    outputs: pd.DataFrame,
    detour: float,
    radius: float | None,
    on: date | None,
) -> Flows:
    """Return what may go from one facility to another, by phase, licence, distance and transfer rules."""
    takers = open_ports(snapshot)
    takers = takers.assign(
        port_row=snapshot.positions("ports", takers["port"].tolist()),
        material_row=snapshot.positions("materials", takers["material"].tolist()),
        technology_row=snapshot.positions("technologies", takers["technology"].tolist()),
    )
    where = sites[["technology_row", "licences", "radius", "enterprise", "enterprise_row"]].assign(
        site=np.arange(len(sites))
    )
    made = outputs[["site", "material"]].rename(columns={"site": "source", "material": "material_row"})
    made = made.assign(output=np.arange(len(outputs)))
    pairs = made.merge(takers, on="material_row").merge(where, on="technology_row")
    pairs = pairs[pairs["source"] != pairs["site"]].reset_index(drop=True)
    # What a technology has treated it does not treat again: two washers would wash the same tonne for ever,
    # and sell their by-products each time.
    treated = sites["technology_row"].to_numpy()[pairs["source"].to_numpy()] == pairs["technology_row"]
    again = treated & (pairs["direction"] == Direction.MAIN_INPUT.value)
    pairs = pairs[~again].reset_index(drop=True)
    giver = sites["enterprise_row"].to_numpy()[pairs["source"].to_numpy()]
    distance = _distance(snapshot, giver, pairs["enterprise_row"].to_numpy(), detour)
    limit = np.fmin(pairs["radius"].to_numpy(dtype=float), np.nan if radius is None else radius)
    pairs = pairs.assign(donor=sites["enterprise"].to_numpy()[pairs["source"].to_numpy()])
    banned = transferred(snapshot, pairs, on)[0]["transfer"].to_numpy() == REFUSED
    kept = ~(distance > limit) & ~banned & (licence_gate(snapshot, pairs) != REFUSED)
    pairs = pairs[kept]
    return _flows(
        TRANSFER,
        len(pairs),
        output=pairs["output"].to_numpy(dtype=np.int64),
        site=pairs["site"].to_numpy(dtype=np.int64),
        port=pairs["port_row"].to_numpy(dtype=np.int64),
        material=pairs["material_row"].to_numpy(dtype=np.int64),
        main=(pairs["direction"] == Direction.MAIN_INPUT.value).to_numpy(dtype=bool),
        distance=distance[kept],
    )


def _ends(outputs: pd.DataFrame, kind: int) -> Flows:
    """Return where outputs end: products are sold, all else is disposed of."""
    mine = np.flatnonzero(outputs["sold"].to_numpy(dtype=bool) == (kind == SELL))
    material = outputs["material"].to_numpy(dtype=np.int64)
    return _flows(kind, len(mine), output=mine, material=material[mine])
