"""Ranking at any scale: the snapshot as the kernel's columns, and the k best options of every stream.

`suggest` explains what is found here. Everything that does not depend on a pair's distance or amounts is
worked out once: pathways per facility and material, composition checks per class of streams.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.matching.acceptance import accepted_materials, require_supply, running_facilities
from graph.matching.composition import PASSED, REFUSED, UNVERIFIED, check_limits
from graph.matching.factors import CARGO_CLASSES, Factors
from graph.matching.gates import (
    FIXED_COLUMNS,
    capacity_gate,
    date_gate,
    hazard_gate,
    licence_gate,
    phase_gate,
)
from graph.matching.geography import EARTH_RADIUS_KM
from graph.matching.kernel import (
    CheckColumns,
    Constants,
    OptionColumns,
    Rates,
    StreamColumns,
    top_options,
)
from graph.matching.pathways import PathwayFinder
from graph.matching.precedents import PrecedentBook
from graph.matching.scoring import logistic, precedent_part, readiness, taxonomy_factor
from graph.matching.suggestion import PartName
from graph.matching.transfer import OUTCOMES, transfer_table
from graph.matching.weights import Weights
from graph.matching.worth import cargo_of, port_capacity, unknown_as_nan, worth_of
from graph.snapshot import Snapshot
from graph.vocabulary import Direction

#: Width of a grid cell in km. Measured flat between 12 and 100 km; 25 keeps few empty cells.
_CELL_KM = 25.0
_KM_PER_DEGREE = EARTH_RADIUS_KM * np.pi / 180.0


@dataclass(frozen=True)
class Ranking:
    """The k best options of each stream, as columns.

    Attributes
    ----------
    stream : object array, shape (n,)
        Stream ids, sorted.
    option : int array, shape (n, k)
        Row of `MatchColumns.facility_id` and `port_id`; -1 where a stream has fewer than k options.
    score : float array, shape (n, k)
        0 where there is none.
    """

    stream: NDArray[np.object_]
    option: NDArray[np.int64]
    score: NDArray[np.float64]


@dataclass(frozen=True)
class MatchColumns:
    """Everything the kernel reads, see `graph.matching.kernel`, and the ids behind its rows."""

    streams: StreamColumns
    options: OptionColumns
    checks: CheckColumns
    transfer: NDArray[np.int8]
    rates: Rates
    constants: Constants
    first: NDArray[np.int64]
    placed: NDArray[np.int64]
    width: NDArray[np.int64]
    stream_id: NDArray[np.object_]
    facility_id: NDArray[np.object_]
    port_id: NDArray[np.object_]


def rank(columns: MatchColumns, k: int) -> Ranking:
    """Return the k best options of every stream.

    Parameters
    ----------
    columns : MatchColumns
        From `prepare`.
    k : int
        At least 1.
    """
    chosen, logs = top_options(
        columns.streams,
        columns.options,
        columns.checks,
        columns.transfer,
        columns.rates,
        columns.constants,
        columns.first,
        columns.placed,
        columns.width,
        k,
    )
    order = np.argsort(columns.stream_id, kind="stable")
    return Ranking(columns.stream_id[order], chosen[order], np.exp(logs[order]))


def prepare(
    snapshot: Snapshot, weights: Weights, radius: float | None = None, on: date | None = None
) -> MatchColumns:
    """Return the snapshot as columns for the kernel.

    Parameters
    ----------
    snapshot : Snapshot
    weights : Weights
    radius : float or None
        Farthest road distance, km; None takes the weights table's.
    on : date or None
        Day on which facilities must run and standards and rules be in force; None leaves dates out.
    """
    require_supply(snapshot)
    factors = Factors(snapshot)
    reach_km = weights["constant.radius"] if radius is None else radius
    straight_km = reach_km / weights["constant.detour"]
    options, slots = _option_frame(snapshot, factors, weights, on)
    streams, checks = _stream_frame(snapshot, factors, slots, on)
    rules = transfer_table(snapshot, options, on)
    options = options.assign(
        log_best=_upper_bound(options, streams, weights),
        transfer=rules.group,
        region=rules.region[options["enterprise_row"].to_numpy(dtype=np.int64)],
    )
    streams = streams.assign(region=rules.region[streams["enterprise_row"].to_numpy(dtype=np.int64)])
    material_count = snapshot.count("materials")
    grid_rows = int(np.ceil(180.0 * _KM_PER_DEGREE / _CELL_KM)) + 1
    located = options["lat"].notna().to_numpy()
    materials = options["material_row"].to_numpy()
    first = np.searchsorted(materials, np.arange(material_count + 1))
    lost = np.concatenate(([0], np.cumsum(~located)))
    return MatchColumns(
        streams=_stream_columns(streams),
        options=_option_columns(options),
        checks=checks,
        transfer=OUTCOMES[rules.finding],
        rates=_rates(factors, weights, reach_km),
        constants=_constants(weights, reach_km, straight_km),
        first=first.astype(np.int64),
        placed=(first[:-1] + lost[first[1:]] - lost[first[:-1]]).astype(np.int64),
        width=_search_width(grid_rows, straight_km),
        stream_id=streams["stream"].to_numpy(dtype=object),
        facility_id=options["facility"].to_numpy(dtype=object),
        port_id=options["port"].to_numpy(dtype=object),
    )


def _option_frame(
    snapshot: Snapshot, factors: Factors, weights: Weights, on: date | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the options sorted for the kernel, and the (material, technology, direction) slots they use."""
    accepted = accepted_materials(snapshot, weights.downward())
    given = set(snapshot.tables["waste_streams"]["material"].to_pylist())
    accepted = accepted[accepted["material"].isin(given)]
    slots = accepted[["material", "technology", "direction", "taken_as"]].sort_values(
        ["material", "technology", "direction"], kind="stable"
    )
    slots = slots.assign(slot=slots.groupby("material").cumcount())
    options = accepted.merge(slots, on=["material", "technology", "direction", "taken_as"])
    options = options.merge(running_facilities(snapshot), on="technology")
    gates = np.array(
        [
            np.where(options["narrower"], UNVERIFIED, PASSED),
            phase_gate(snapshot, options),
            hazard_gate(snapshot, options),
            licence_gate(snapshot, options),
            capacity_gate(options),
            date_gate(options, on),
        ]
    )
    doubt = (gates == UNVERIFIED).sum(axis=0).astype(float)
    kept = ~(gates == REFUSED).any(axis=0)
    options = options.assign(unverified=doubt)[kept].reset_index(drop=True)
    return _sorted(_with_worth(snapshot, options, factors, weights), snapshot), slots


def _with_worth(
    snapshot: Snapshot, options: pd.DataFrame, factors: Factors, weights: Weights
) -> pd.DataFrame:
    """Add value, CO2, capacity of the port, and readiness and precedent as one weighted logarithm."""
    book = PrecedentBook(snapshot, weights["constant.precedent-prior"])
    taken = options.assign(material=options["taken_as"])
    numbers = worth_of(taken, PathwayFinder(snapshot, factors), book)
    state = options["state"].map({name: weights[f"state.{name}"] for name in set(options["state"])})
    shares = weights.shares()
    ready = readiness(numbers["trl"].to_numpy(dtype=float), state.to_numpy(dtype=float))
    told = precedent_part(numbers["lift"].to_numpy(dtype=float), weights["constant.neutral"])
    with np.errstate(divide="ignore"):
        rest = shares[PartName.READINESS] * np.log(ready) + shares[PartName.PRECEDENT] * np.log(told)
        log_capacity = np.log(port_capacity(snapshot, options))
    return options.assign(
        value=numbers["value"],
        co2=numbers["co2"],
        log_rest=rest,
        log_capacity=log_capacity,
        per_step=taxonomy_factor(options, weights),
    )


def _upper_bound(options: pd.DataFrame, streams: pd.DataFrame, weights: Weights) -> NDArray[np.float64]:
    """Return the most that readiness, precedent, economics and CO2 can come to, transport being free.

    Proximity and technical fit are at most 1, so their logarithms are left out.
    """
    most = streams.groupby("material_row")[["disposal", "saved"]].max().reindex(options["material_row"])
    gain = options["value"].to_numpy(dtype=float) + most["disposal"].to_numpy(dtype=float)
    avoided = options["co2"].to_numpy(dtype=float) + most["saved"].to_numpy(dtype=float)
    shares, neutral = weights.shares(), weights["constant.neutral"]
    economics = np.log(logistic(gain, weights["constant.margin-scale"], neutral))
    carbon = np.log(logistic(avoided, weights["constant.co2-scale"], neutral))
    rest = options["log_rest"].to_numpy(dtype=float)
    # A hair above, so that rounding never cuts off an equal score.
    return np.asarray(
        rest + shares[PartName.ECONOMICS] * economics + shares[PartName.CO2] * carbon + 1e-12, dtype=float
    )


def _sorted(options: pd.DataFrame, snapshot: Snapshot) -> pd.DataFrame:
    """Sort by material, then options without a position, then grid cell; `order` is the place by id."""
    options = options.sort_values(["facility", "port"], kind="stable").reset_index(drop=True)
    rows, columns = _cells(options["lat"], options["lon"])
    options = options.assign(
        order=np.arange(len(options)),
        material_row=snapshot.positions("materials", options["material"].tolist()),
        enterprise_row=snapshot.positions("enterprises", options["enterprise"].tolist()),
        cell_row=rows,
        cell_column=columns,
    )
    keys = ["material_row", "cell_row", "cell_column", "order"]
    return options.sort_values(keys, kind="stable").reset_index(drop=True)


def _stream_frame(
    snapshot: Snapshot, factors: Factors, slots: pd.DataFrame, on: date | None
) -> tuple[pd.DataFrame, CheckColumns]:
    """Return the streams sorted for the kernel, and the composition checks of every class of streams."""
    table = snapshot.tables["waste_streams"]
    names = [
        "id",
        "enterprise",
        "material",
        "supply_likely",
        "in_use_likely",
        "moisture_likely",
        "disposal_cost_likely",
    ]
    streams = table.select(names).to_pandas().rename(columns={"id": "stream"})
    enterprise = snapshot.positions("enterprises", streams["enterprise"].tolist())
    classes = {name: number for number, name in enumerate(CARGO_CLASSES)}
    cargo = streams["material"].map(cargo_of(snapshot, factors)).map(classes).fillna(-1)
    used = sorted(set(streams["material"]))
    disposal = {material: unknown_as_nan(factors.disposal_cost(material)) for material in used}
    saved = {material: unknown_as_nan(factors.disposal_emissions(material)) for material in used}
    free = np.maximum(streams["supply_likely"] - streams["in_use_likely"], 0.0)
    lat, lon = (
        snapshot.numbers("enterprises", "lat")[enterprise],
        snapshot.numbers("enterprises", "lon")[enterprise],
    )
    rows, columns = _cells(pd.Series(lat), pd.Series(lon))
    with np.errstate(divide="ignore"):
        log_supply = np.log(free.to_numpy(dtype=float))
    own_cost = streams["disposal_cost_likely"].fillna(streams["material"].map(disposal))
    streams = streams.assign(
        cargo=cargo,
        material_row=snapshot.positions("materials", streams["material"].tolist()),
        enterprise_row=enterprise,
        lat=lat,
        lon=lon,
        cell_row=rows,
        cell_column=columns,
        log_supply=log_supply,
        disposal=own_cost.fillna(0.0).to_numpy(dtype=float),
        saved=streams["material"].map(saved).fillna(0.0).to_numpy(dtype=float),
    )
    streams, checks = _classes(snapshot, streams, slots, on)
    keys = ["material_row", "cell_row", "cell_column", "stream"]
    return streams.sort_values(keys, kind="stable").reset_index(drop=True), checks


def _classes(
    snapshot: Snapshot, streams: pd.DataFrame, slots: pd.DataFrame, on: date | None
) -> tuple[pd.DataFrame, CheckColumns]:
    """Check compositions once for all streams of a material that have no analysis and the same moisture."""
    analysed = set(snapshot.tables["stream_components"]["stream"].to_pylist())
    own = streams["stream"].where(streams["stream"].isin(analysed), "")
    streams = streams.assign(own=own, wet=streams["moisture_likely"].fillna(-1.0))
    classes = streams.groupby(["material", "own", "wet"], sort=True)["stream"].min().reset_index()
    size = slots.groupby("material")["slot"].max().add(1)
    slots_of = classes["material"].map(size).fillna(0).to_numpy(dtype=np.int64)
    classes["checks"] = np.concatenate(([0], np.cumsum(slots_of)))[:-1]
    entries = classes.merge(slots, on="material")
    entries["entry"] = entries["checks"] + entries["slot"]
    total = int(slots_of.sum())
    found = check_limits(
        snapshot, entries.assign(pair=entries["entry"])[["pair", "stream", "taken_as", "technology"]], on
    )
    named = snapshot.tables["limits"]["material"].is_valid().to_numpy(zero_copy_only=False)
    main = np.zeros(total, dtype=bool)
    main[entries["entry"].to_numpy()] = (entries["direction"] == Direction.MAIN_INPUT.value).to_numpy()
    pair = found["pair"].to_numpy(dtype=np.int64)
    counts = main[pair] | named[found["limit"].to_numpy(dtype=np.int64)]
    found, pair = found[counts], pair[counts]
    margin = np.full(total, np.nan)
    smallest = found.groupby("pair")["margin"].min()
    margin[smallest.index.to_numpy(dtype=np.int64)] = smallest.to_numpy()
    outcome = found["outcome"].to_numpy()
    checks = CheckColumns(
        refused=np.bincount(pair, weights=outcome == REFUSED, minlength=total) > 0,
        checked=np.bincount(pair, minlength=total).astype(float),
        unverified=np.bincount(pair, weights=outcome == UNVERIFIED, minlength=total).astype(float),
        margin=margin,
    )
    keyed = classes[["material", "own", "wet", "checks"]]
    return streams.merge(keyed, on=["material", "own", "wet"], how="left"), checks


def _cells(lat: pd.Series, lon: pd.Series) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return grid rows and columns of equal degrees; -1 where the position is not known."""
    known = (lat.notna() & lon.notna()).to_numpy()
    safe_lat, safe_lon = lat.fillna(0.0).to_numpy(dtype=float), lon.fillna(0.0).to_numpy(dtype=float)
    row = np.floor((safe_lat + 90.0) * _KM_PER_DEGREE / _CELL_KM).astype(np.int64)
    column = np.floor((safe_lon + 180.0) * _KM_PER_DEGREE / _CELL_KM).astype(np.int64)
    return np.where(known, row, -1), np.where(known, column, -1)


def _search_width(rows: int, straight_km: float) -> NDArray[np.int64]:
    """Return how many grid columns either side can hold an option within reach, by grid row.

    A column is a fixed number of degrees, so towards the poles more of them fit into the radius; the row
    nearest the pole that the search can touch decides. Points across the date line are not searched.
    """
    lat = (np.arange(rows) + 0.5) * _CELL_KM / _KM_PER_DEGREE - 90.0
    farthest = np.minimum(np.abs(lat) + (straight_km + _CELL_KM) / _KM_PER_DEGREE, 89.0)
    width = np.ceil(straight_km / (_CELL_KM * np.cos(np.radians(farthest)))) + 1
    return np.asarray(width, dtype=np.int64)


def _unit_vectors(frame: pd.DataFrame) -> tuple[NDArray[np.float64], ...]:
    lat = np.radians(frame["lat"].to_numpy(dtype=float))
    lon = np.radians(frame["lon"].to_numpy(dtype=float))
    return np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat) + 0.0 * lon


def _stream_columns(streams: pd.DataFrame) -> StreamColumns:
    x, y, z = _unit_vectors(streams)
    return StreamColumns(
        material=streams["material_row"].to_numpy(dtype=np.int64),
        cargo=streams["cargo"].to_numpy(dtype=np.int64),
        enterprise=streams["enterprise_row"].to_numpy(dtype=np.int64),
        region=streams["region"].to_numpy(dtype=np.int64),
        x=x,
        y=y,
        z=z,
        cell_row=streams["cell_row"].to_numpy(dtype=np.int64),
        cell_column=streams["cell_column"].to_numpy(dtype=np.int64),
        log_supply=streams["log_supply"].to_numpy(dtype=float),
        disposal=streams["disposal"].to_numpy(dtype=float),
        saved=streams["saved"].to_numpy(dtype=float),
        checks=streams["checks"].to_numpy(dtype=np.int64),
    )


def _option_columns(options: pd.DataFrame) -> OptionColumns:
    x, y, z = _unit_vectors(options)
    return OptionColumns(
        x=x,
        y=y,
        z=z,
        enterprise=options["enterprise_row"].to_numpy(dtype=np.int64),
        region=options["region"].to_numpy(dtype=np.int64),
        transfer=options["transfer"].to_numpy(dtype=np.int64),
        cell_row=options["cell_row"].to_numpy(dtype=np.int64),
        cell_column=options["cell_column"].to_numpy(dtype=np.int64),
        log_capacity=options["log_capacity"].to_numpy(dtype=float),
        value=options["value"].to_numpy(dtype=float),
        co2=options["co2"].to_numpy(dtype=float),
        log_rest=options["log_rest"].to_numpy(dtype=float),
        per_step=options["per_step"].to_numpy(dtype=float),
        unverified=options["unverified"].to_numpy(dtype=float),
        radius=options["radius"].fillna(np.inf).to_numpy(dtype=float),
        slot=options["slot"].to_numpy(dtype=np.int64),
        log_best=options["log_best"].to_numpy(dtype=float),
        order=options["order"].to_numpy(dtype=np.int64),
    )


def _rates(factors: Factors, weights: Weights, reach_km: float) -> Rates:
    bands = [factors.transport_bands(cargo) for cargo in CARGO_CLASSES]
    last = int(np.ceil(reach_km))
    flat = np.array([band for of_class in bands for band in of_class], dtype=float).reshape(-1, 3)
    return Rates(
        first=np.concatenate(([0], np.cumsum([len(of_class) for of_class in bands]))).astype(np.int64),
        from_km=np.ascontiguousarray(flat[:, 0]),
        to_km=np.ascontiguousarray(flat[:, 1]),
        per_km=np.ascontiguousarray(flat[:, 2]),
        loading=factors.loading_cost,
        emissions=unknown_as_nan(factors.transport_emissions),
        nearness=np.concatenate([_nearness(factors, weights, name, last) for name in ("", *CARGO_CLASSES)]),
        last=last,
    )


def _nearness(factors: Factors, weights: Weights, cargo: str, last: int) -> NDArray[np.float64]:
    """Return the most that the weighted logarithm of proximity can be at each kilometre or beyond.

    Within a band the cost rises with distance, so its cheapest point beyond a distance is where the band
    begins or at the distance itself; where no band holds, the part is neutral.
    """
    reference, neutral = weights["constant.transport-reference"], weights["constant.neutral"]
    kilometre = np.arange(last + 1, dtype=float)
    best = np.full(last + 1, np.log(neutral))
    for start, end, per_km in factors.transport_bands(cargo) if cargo else ():
        cost = factors.loading_cost + np.maximum(kilometre, start) * per_km
        best = np.maximum(best, np.where(kilometre < end, -np.log1p(cost / reference), -np.inf))
    # Nothing is carried over no distance at all.
    best[0] = 0.0
    return weights.shares()[PartName.PROXIMITY] * best


def _constants(weights: Weights, reach_km: float, straight_km: float) -> Constants:
    shares = weights.shares()
    return Constants(
        gates=float(len(FIXED_COLUMNS)),
        technical=shares[PartName.TECHNICAL],
        quantity=shares[PartName.QUANTITY],
        proximity=shares[PartName.PROXIMITY],
        economics=shares[PartName.ECONOMICS],
        co2=shares[PartName.CO2],
        neutral=weights["constant.neutral"],
        margin_scale=weights["constant.margin-scale"],
        co2_scale=weights["constant.co2-scale"],
        transport_reference=weights["constant.transport-reference"],
        detour=weights["constant.detour"],
        radius=reach_km,
        earth_radius=EARTH_RADIUS_KM,
        # A hair beyond the radius: the exact distance decides at the edge.
        farthest=float((2.0 * np.sin(straight_km / EARTH_RADIUS_KM / 2.0)) ** 2 * (1.0 + 1e-9)),
        reach=int(np.ceil(straight_km / _CELL_KM)),
    )
