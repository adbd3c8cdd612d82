"""The allocation programme as arrays: one column a flow, one row a balance or a bound.

Columns are the flows from streams to facilities' ports, the transfers between facilities, and for each
output of a facility what is sold and what is disposed of. Rows are the supply of each stream, the capacity
of each facility, the auxiliary inputs a facility can use, and the balance of each output. The arrays are
in the row-wise form that HiGHS takes as they are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.matching.acceptance import running_facilities, unchanged_outputs
from graph.matching.gates import open_ports
from graph.snapshot import Snapshot
from graph.vocabulary import Direction, LinkageState

DIVERT, TRANSFER, SELL, DISPOSE = 0, 1, 2, 3

_OUTPUTS = (Direction.PRODUCT.value, Direction.RESIDUE.value)


@dataclass(frozen=True)
class Programme:
    """The linear programme without its objective.

    Attributes
    ----------
    columns : DataFrame
        One row a flow: `kind` (DIVERT, TRANSFER, SELL, DISPOSE), `stream` (id or None), `source` (facility
        whose output flows, or None), `facility` (receiver, or None), `port`, `direction` of that port,
        `material`, `unit`, `score`, `confidence`.
    outputs : DataFrame
        One row an output of a facility: `facility`, `material`, `direction`, `ratio`, `unit`.
    facilities : DataFrame
        Facilities that can get anything: `facility`, `technology`, `capacity`, `unit`.
    row_name : tuple of str
        ``supply:<stream>``, ``capacity:<facility>``, ``aux:<facility>:<port>`` or
        ``output:<facility>:<material>``.
    lower, upper : array
        Bounds of the rows.
    start, index, value : array
        Row-wise matrix: row r holds entries start[r] to start[r + 1].
    """

    columns: pd.DataFrame
    outputs: pd.DataFrame
    facilities: pd.DataFrame
    row_name: tuple[str, ...]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    start: NDArray[np.int32]
    index: NDArray[np.int32]
    value: NDArray[np.float64]


def build_programme(snapshot: Snapshot, links: pd.DataFrame) -> Programme:
    """Return the programme for the given linkages.

    Parameters
    ----------
    snapshot : Snapshot
    links : DataFrame
        Linkages that no gate refuses: `stream`, `facility`, `port`, `direction`, `material`, `score`,
        `confidence`. A facility of unknown capacity takes nothing.
    """
    facilities = _facilities(snapshot)
    outputs = _outputs(snapshot, facilities)
    columns = _columns(snapshot, links, facilities, outputs)
    return _rows(snapshot, columns, outputs, facilities)


def _facilities(snapshot: Snapshot) -> pd.DataFrame:
    """Return facilities of known capacity with the unit of their main input."""
    facilities = running_facilities(snapshot)[["facility", "technology", "capacity"]]
    facilities = facilities[facilities["capacity"].notna()]
    ports = _ports(snapshot)
    main = ports[ports["direction"] == Direction.MAIN_INPUT.value].drop_duplicates("technology")
    joined = facilities.merge(main[["technology", "unit"]], on="technology")
    return joined.sort_values("facility", kind="stable").reset_index(drop=True)


def _ports(snapshot: Snapshot) -> pd.DataFrame:
    ports = snapshot.tables["ports"].select(["id", "technology", "direction", "material", "ratio_likely"])
    frame = ports.to_pandas().rename(columns={"id": "port", "ratio_likely": "ratio"})
    units = snapshot.tables["materials"].select(["id", "unit"]).to_pandas()
    with_unit: pd.DataFrame = frame.merge(units.rename(columns={"id": "material"}), on="material")
    return with_unit.sort_values("port")


def _outputs(snapshot: Snapshot, facilities: pd.DataFrame) -> pd.DataFrame:
    """Return each facility's outputs, summed by material; `direction` says whether they can be sold."""
    ports = _ports(snapshot)
    ports = ports[ports["direction"].isin(_OUTPUTS)].drop(columns="port")
    outputs = facilities[["facility", "technology"]].merge(ports, on="technology")
    grouped = outputs.groupby(["facility", "material", "unit"], sort=True, as_index=False)
    merged: pd.DataFrame = grouped.agg(
        technology=("technology", "first"), direction=("direction", "min"), ratio=("ratio", "sum")
    )
    # What is still the same waste after treatment cannot be sold: it goes on to a use or is disposed of.
    unchanged = unchanged_outputs(snapshot)
    treated = [pair in unchanged for pair in zip(merged["technology"], merged["material"], strict=True)]
    merged.loc[np.array(treated, dtype=bool), "direction"] = Direction.RESIDUE.value
    return merged.drop(columns="technology")


def _columns(
    snapshot: Snapshot, links: pd.DataFrame, facilities: pd.DataFrame, outputs: pd.DataFrame
) -> pd.DataFrame:
    units = snapshot.tables["materials"].select(["id", "unit"]).to_pandas()
    unit_of = dict(zip(units["id"], units["unit"], strict=True))
    known = set(facilities["facility"])
    diverted = links[links["facility"].isin(known)].assign(kind=DIVERT, source=None)
    takers = open_ports(snapshot).merge(facilities[["facility", "technology"]], on="technology")
    made = outputs[["facility", "material"]].rename(columns={"facility": "source"})
    passed_on = made.merge(takers, on="material")
    passed_on = passed_on[passed_on["source"] != passed_on["facility"]]
    passed_on = passed_on.assign(kind=TRANSFER, stream=None, score=np.nan, confidence=np.nan)
    ends = [
        made.assign(
            kind=kind, stream=None, facility=None, port=None, direction=None, score=np.nan, confidence=np.nan
        )
        for kind, made in (
            (SELL, made[(outputs["direction"] == Direction.PRODUCT.value).to_numpy()]),
            (DISPOSE, made[(outputs["direction"] == Direction.RESIDUE.value).to_numpy()]),
        )
    ]
    names = ["kind", "stream", "source", "facility", "port", "direction", "material", "score", "confidence"]
    parts = [part[names].astype(dict.fromkeys(names[1:7], object)) for part in (diverted, passed_on, *ends)]
    columns = (
        pd.concat([part for part in parts if len(part)], ignore_index=True)
        if any(map(len, parts))
        else (pd.DataFrame(columns=names))
    )
    columns["unit"] = [unit_of[material] for material in columns["material"]]
    order = ["kind", "stream", "source", "facility", "port", "material"]
    keys = columns[order].astype(dict.fromkeys(order[1:], str))
    return columns.loc[keys.sort_values(order, kind="stable").index].reset_index(drop=True)


def _rows(
    snapshot: Snapshot, columns: pd.DataFrame, outputs: pd.DataFrame, facilities: pd.DataFrame
) -> Programme:
    """Write every row as (row, column, value) triples, then pack them row by row."""
    main = columns[columns["direction"] == Direction.MAIN_INPUT.value]
    fed = pd.DataFrame({"facility": main["facility"], "column": main.index})
    diverted = columns[columns["kind"] == DIVERT]
    entries = pd.concat(
        [
            _entries("supply:" + diverted["stream"].astype(str), diverted.index, 1.0),
            _entries("capacity:" + fed["facility"].astype(str), fed["column"], 1.0),
            _auxiliary_entries(snapshot, columns, fed),
            _output_entries(columns, outputs, fed),
        ],
        ignore_index=True,
    )
    packed = entries.groupby(["name", "column"], sort=True)["value"].sum().reset_index()
    names = tuple(dict.fromkeys(packed["name"]))
    row = packed["name"].map({name: position for position, name in enumerate(names)}).to_numpy(dtype=np.int64)
    bounds = _free_supply(snapshot, diverted)
    free = _free_capacity(snapshot, facilities)
    bounds |= dict(zip("capacity:" + facilities["facility"], free, strict=True))
    return Programme(
        columns=columns,
        outputs=outputs,
        facilities=facilities,
        row_name=names,
        lower=np.array([0.0 if name.startswith("output:") else -np.inf for name in names]),
        upper=np.array([bounds.get(name, 0.0) for name in names]),
        start=np.searchsorted(row, np.arange(len(names) + 1)).astype(np.int32),
        index=packed["column"].to_numpy(dtype=np.int32),
        value=packed["value"].to_numpy(dtype=np.float64),
    )


def _entries(name: pd.Series, column: pd.Index | pd.Series, value: float | pd.Series) -> pd.DataFrame:
    frame = pd.DataFrame(
        {"name": np.asarray(name, dtype=object), "column": np.asarray(column, dtype=np.int64)}
    )
    return frame.assign(value=np.broadcast_to(np.asarray(value, dtype=float), len(frame)))


def _auxiliary_entries(snapshot: Snapshot, columns: pd.DataFrame, fed: pd.DataFrame) -> pd.DataFrame:
    """What comes into an auxiliary port is at most its ratio times the facility's throughput."""
    taken = columns[columns["direction"] == Direction.AUXILIARY_INPUT.value][["facility", "port"]]
    taken = taken.assign(name="aux:" + taken["facility"].astype(str) + ":" + taken["port"].astype(str))
    ratio = _ports(snapshot).set_index("port")["ratio"]
    allowed = taken.drop_duplicates().merge(fed, on="facility")
    return pd.concat(
        [
            _entries(taken["name"], taken.index, 1.0),
            _entries(allowed["name"], allowed["column"], -allowed["port"].map(ratio).astype(float)),
        ]
    )


def _output_entries(columns: pd.DataFrame, outputs: pd.DataFrame, fed: pd.DataFrame) -> pd.DataFrame:
    """Everything made goes on, is sold or is disposed of."""
    made = outputs.assign(name="output:" + outputs["facility"] + ":" + outputs["material"])
    made = made.merge(fed, on="facility")
    leaving = columns[columns["source"].notna()]
    name = "output:" + leaving["source"].astype(str) + ":" + leaving["material"].astype(str)
    return pd.concat(
        [_entries(made["name"], made["column"], made["ratio"]), _entries(name, leaving.index, -1.0)]
    )


def _free_capacity(snapshot: Snapshot, facilities: pd.DataFrame) -> NDArray[np.float64]:
    """Return what operating linkages leave free: they are the baseline that `in_use` takes off streams."""
    running = snapshot.tables["linkages"].select(["to_facility", "port", "amount", "state"]).to_pandas()
    running = running[running["state"] == LinkageState.OPERATING.value].merge(_ports(snapshot), on="port")
    running = running[running["direction"] == Direction.MAIN_INPUT.value]
    taken = facilities["facility"].map(running.groupby("to_facility")["amount"].sum()).fillna(0.0)
    free: NDArray[np.float64] = np.subtract(facilities["capacity"].to_numpy(float), taken.to_numpy(float))
    return np.maximum(free, 0.0)


def _free_supply(snapshot: Snapshot, diverted: pd.DataFrame) -> dict[str, float]:
    streams = sorted(set(diverted["stream"]))
    rows = snapshot.positions("waste_streams", streams)
    supply = snapshot.numbers("waste_streams", "supply_likely")[rows]
    free = np.maximum(supply - snapshot.numbers("waste_streams", "in_use_likely")[rows], 0.0)
    return {f"supply:{stream}": float(amount) for stream, amount in zip(streams, free, strict=True)}
