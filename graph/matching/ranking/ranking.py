"""Ranking at any scale: the snapshot as the kernel's columns, and the k best options of every stream.

`suggest` explains what is found here. Everything that does not depend on a pair's distance or amounts is
worked out once: pathways per technology and material, composition checks per class of streams.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from graph.geography import EARTH_RADIUS_KM
from graph.matching.gates.acceptance import require_supply
from graph.matching.gates.gates import FIXED_COLUMNS
from graph.matching.gates.transfer import OUTCOMES, transfer_table
from graph.matching.ranking.columns import option_columns, running, stream_columns, taken_materials
from graph.matching.ranking.grid import CELL_KM, search_width, sites_of
from graph.matching.ranking.kernel import (
    CheckColumns,
    Constants,
    OptionColumns,
    Rates,
    Rows,
    StreamColumns,
    top_options,
)
from graph.matching.suggestion import PartName
from graph.matching.weights import Weights
from graph.snapshot import Snapshot
from graph.value.factors import CARGO_CLASSES, Band, Factors


@dataclass(frozen=True)
class Ranking:
    """The k best options of each stream, as columns.

    Attributes
    ----------
    stream : pyarrow.ChunkedArray of string, length n
        Stream ids, sorted.
    option : int array, shape (n, k)
        Row of the options, see `MatchColumns.facility_ids`; -1 where a stream has fewer than k.
    score : float array, shape (n, k)
        0 where there is none.
    """

    stream: pa.ChunkedArray
    option: Rows
    score: NDArray[np.float64]


@dataclass(frozen=True)
class MatchColumns:
    """Everything the kernel reads (`graph.matching.ranking.kernel`), and what its rows are in the snapshot.

    Attributes
    ----------
    stream, facilities, ports : pyarrow.ChunkedArray of string
        Every id of the snapshot's tables, not copied.
    facility, port : int array
        Row of each option's facility and port in these.
    """

    streams: StreamColumns
    options: OptionColumns
    checks: CheckColumns
    transfer: NDArray[np.int8]
    rates: Rates
    constants: Constants
    first: NDArray[np.int64]
    placed: NDArray[np.int64]
    width: NDArray[np.int64]
    stream: pa.ChunkedArray
    facilities: pa.ChunkedArray
    ports: pa.ChunkedArray
    facility: Rows
    port: Rows

    def facility_ids(self, options: Sequence[int] | Rows) -> pa.ChunkedArray:
        """Return the ids of the facilities of some options."""
        return self.facilities.take(pa.array(self.facility[options]))

    def port_ids(self, options: Sequence[int] | Rows) -> pa.ChunkedArray:
        """Return the ids of the ports of some options."""
        return self.ports.take(pa.array(self.port[options]))


def rank(columns: MatchColumns, k: int) -> Ranking:
    """Return the k best options of every stream.

    Parameters
    ----------
    columns : MatchColumns
        From `prepare`.
    k : int
        At least 1.
    """
    chosen, scores = top_options(
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
    np.exp(scores, out=scores)
    return Ranking(columns.stream, chosen, scores)


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
    sites, facilities = sites_of(snapshot), running(snapshot)
    taken = taken_materials(snapshot, weights, facilities)
    rules = transfer_table(snapshot, taken, on)
    streams, checks = stream_columns(snapshot, factors, taken, sites, rules, on)
    options, facility, taking = option_columns(
        snapshot, factors, weights, facilities, taken, sites, rules, streams, on
    )
    material = taken["material_row"].to_numpy()[taking]
    first = np.searchsorted(material, np.arange(snapshot.count("materials") + 1))
    lost = np.concatenate(([0], np.cumsum(options.cell_row < 0)))
    return MatchColumns(
        streams=streams,
        options=options,
        checks=checks,
        transfer=OUTCOMES[rules.finding],
        rates=_rates(factors, weights, reach_km),
        constants=_constants(weights, reach_km, straight_km),
        first=first.astype(np.int64),
        placed=(first[:-1] + lost[first[1:]] - lost[first[:-1]]).astype(np.int64),
        width=search_width(straight_km),
        stream=snapshot.tables["waste_streams"]["id"],
        facilities=snapshot.tables["facilities"]["id"],
        ports=snapshot.tables["ports"]["id"],
        facility=facility,
        port=taken["port_row"].to_numpy(dtype=np.int32)[taking],
    )


def _rates(factors: Factors, weights: Weights, reach_km: float) -> Rates:
    # Entry zone * classes + class, as `stream_columns` says what travels.
    classes = [(cargo, zone) for zone in range(factors.zones.count) for cargo in range(len(CARGO_CLASSES))]
    bands = [factors.bands(cargo, zone) for cargo, zone in classes]
    lorries = [factors.lorry(zone) for _, zone in classes]
    last = int(np.ceil(reach_km))
    flat = [band for of_class in bands for band in of_class]
    return Rates(
        first=np.concatenate(([0], np.cumsum([len(of_class) for of_class in bands]))).astype(np.int64),
        from_km=np.array([band.from_km for band in flat], dtype=float),
        to_km=np.array([band.to_km for band in flat], dtype=float),
        per_km=np.array([band.per_km.amount.likely for band in flat], dtype=float),
        loading=np.array([_loading(band) for band in flat], dtype=float),
        emissions=np.array([0.0 if lorry is None else lorry.amount.likely for lorry in lorries] + [0.0]),
        nearness=np.concatenate([_nearness(weights, of_class, last) for of_class in ([], *bands)]),
        last=last,
    )


def _loading(band: Band) -> float:
    return 0.0 if band.loading is None else band.loading.amount.likely


def _nearness(weights: Weights, bands: Sequence[Band], last: int) -> NDArray[np.float64]:
    """Return the most that the weighted logarithm of proximity can be at each kilometre or beyond.

    Within a band the cost rises with distance, so its cheapest point beyond a distance is where the band
    begins or at the distance itself; where no band holds, the part is neutral.
    """
    reference, neutral = weights["constant.transport-reference"], weights["constant.neutral"]
    kilometre = np.arange(last + 1, dtype=float)
    best = np.full(last + 1, np.log(neutral))
    for band in bands:
        cost = _loading(band) + np.maximum(kilometre, band.from_km) * band.per_km.amount.likely
        best = np.maximum(best, np.where(kilometre < band.to_km, -np.log1p(cost / reference), -np.inf))
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
        reach=int(np.ceil(straight_km / CELL_KM)),
    )
