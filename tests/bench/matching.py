"""Ranking by the kernel against pandas' merge and Polars' streaming engine, on the same columns."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa

from graph.matching.gates import PASSED, REFUSED, UNVERIFIED
from graph.matching.ranking import MatchColumns, rank
from graph.matching.ranking.arrays import OptionColumns, StreamColumns
from tests.bench.cases import Measured, seconds
from tests.bench.made_up import RADIUS_KM, TOP, columns_at
from tests.bench.relational import bands, check_table, option_table, stream_table, transfer_cells


def matching(scale: str) -> Iterator[Measured]:
    """Yield the comparisons at one scale."""
    columns = columns_at(scale)
    ours = seconds(lambda: rank(columns, TOP))
    yield Measured(f"matching {scale}", ours, "polars streaming", seconds(lambda: by_polars(columns), 1))
    yield Measured(f"matching {scale}", ours, "pandas merge", seconds(lambda: by_pandas(columns), 1))


def in_cells(columns: MatchColumns) -> tuple[pa.Table, pa.Table]:
    """Return streams and options with a grid cell as wide as the radius, options in nine cells each.

    What a careful user of a table engine does instead of joining every pair of a material.
    """
    edge = np.degrees(RADIUS_KM / columns.constants.detour / columns.constants.earth_radius)

    def cells(place: StreamColumns | OptionColumns) -> tuple[np.ndarray, np.ndarray]:
        lat, lon = np.degrees(np.arcsin(place.z)), np.degrees(np.arctan2(place.y, place.x))
        return np.floor(lat / edge).astype(np.int64), np.floor(lon * np.cos(np.radians(45.0)) / edge).astype(
            int
        )

    rows, across = cells(columns.streams)
    streams = stream_table(columns).append_column("cell", pa.array(rows * 10_000 + across))
    rows, across = cells(columns.options)
    near = [
        option_table(columns).append_column("cell", pa.array((rows + up) * 10_000 + across + right))
        for up in (-1, 0, 1)
        for right in (-1, 0, 1)
    ]
    return streams, pa.concat_tables(near)


def by_pandas(columns: MatchColumns) -> pd.DataFrame:
    """Return the same ranking by a merge on material and cell, and NumPy over all pairs."""
    constants, rates = columns.constants, columns.rates
    streams, options = (table.to_pandas() for table in in_cells(columns))
    pairs = streams.merge(options, on=["material", "cell"])
    chord = np.sqrt((pairs.x - pairs.o_x) ** 2 + (pairs.y - pairs.o_y) ** 2 + (pairs.z - pairs.o_z) ** 2)
    straight = 2.0 * constants.earth_radius * np.arcsin(np.minimum(0.5 * chord, 1.0))
    pairs["distance"] = np.where(pairs.enterprise == pairs.o_enterprise, 0.0, constants.detour * straight)
    pairs = pairs[~(pairs.distance > np.minimum(pairs.o_radius, constants.radius))]
    pairs = pairs.assign(entry=pairs.checks + pairs.o_slot).merge(
        check_table(columns).to_pandas(), on="entry"
    )
    moved = columns.transfer[pairs.o_transfer, pairs.region, pairs.o_region]
    pairs["moved"] = np.where(pairs.enterprise == pairs.o_enterprise, PASSED, moved)
    pairs = pairs[~pairs.c_refused & (pairs.moved != REFUSED)]
    cost = np.full(len(pairs), np.nan)
    for cargo, start, end, loading, per_km in bands(columns):
        inside = (pairs.cargo == cargo) & (pairs.distance >= start) & (pairs.distance < end)
        cost = np.where(inside, loading + pairs.distance * per_km, cost)
    cost = np.where(pairs.distance == 0.0, 0.0, cost)
    neutral = constants.neutral
    unknown = pairs.distance.isna().astype(float) + (pairs.moved == UNVERIFIED)
    doubt = (pairs.o_unverified + pairs.c_unverified + unknown) / (constants.gates + pairs.c_checked)
    known_fit = 0.5 + 0.5 * pairs.c_margin.clip(0.0, 1.0)
    fit = np.where(pairs.c_margin.isna(), np.where(doubt > 0.0, neutral, 1.0), known_fit)
    technical = (fit * (1.0 - doubt) + neutral * doubt) * pairs.o_per_step
    room = pairs.o_log_capacity - pairs.log_supply
    quantity = np.where(room.isna(), np.log(neutral), 0.5 * np.minimum(room, 0) - 0.25 * np.maximum(room, 0))
    near = np.where(np.isnan(cost), np.log(neutral), -np.log1p(cost / constants.transport_reference))
    gain = pairs.o_value + pairs.disposal - np.nan_to_num(cost)
    avoided = pairs.o_co2 + pairs.saved - np.nan_to_num(pairs.distance * rates.emissions[pairs.cargo])

    def log_logistic(value: pd.Series, scale: float) -> np.ndarray:
        return np.where(value.isna(), np.log(neutral), -np.log1p(np.exp(-(value / scale).clip(-50.0, 50.0))))

    pairs["score"] = (
        constants.technical * np.log(technical)
        + constants.quantity * quantity
        + constants.proximity * near
        + constants.economics * log_logistic(gain, constants.margin_scale)
        + constants.co2 * log_logistic(avoided, constants.co2_scale)
        + pairs.o_log_rest
    )
    ordered = pairs.sort_values(["stream", "score", "o_order"], ascending=[True, False, True])
    return ordered.groupby("stream").head(TOP)[["stream", "option", "score"]]


def by_polars(columns: MatchColumns) -> pl.DataFrame:
    """Return the same ranking by a lazy join on the streaming engine."""
    constants, rates, col = columns.constants, columns.rates, pl.col
    tables = (*in_cells(columns), check_table(columns), transfer_cells(columns))
    streams, options, checks, transfers = (pl.DataFrame(table).lazy() for table in tables)
    square = (col("x") - col("o_x")) ** 2 + (col("y") - col("o_y")) ** 2 + (col("z") - col("o_z")) ** 2
    half = pl.min_horizontal(0.5 * square.sqrt(), 1.0)
    straight = 2.0 * constants.earth_radius * half.arcsin()
    distance = (
        pl.when(col("enterprise") == col("o_enterprise")).then(0.0).otherwise(constants.detour * straight)
    )
    within = pl.min_horizontal("o_radius", pl.lit(constants.radius))
    cost = pl.lit(float("nan"))
    for cargo, start, end, loading, per_km in bands(columns):
        inside = (col("cargo") == cargo) & (col("distance") >= start) & (col("distance") < end)
        cost = pl.when(inside).then(loading + col("distance") * per_km).otherwise(cost)
    neutral = constants.neutral
    unknown = col("distance").is_nan().cast(pl.Float64) + (col("moved") == UNVERIFIED).cast(pl.Float64)
    at_home = col("enterprise") == col("o_enterprise")
    doubt = (col("o_unverified") + col("c_unverified") + unknown) / (constants.gates + col("c_checked"))
    known_fit = 0.5 + 0.5 * col("c_margin").clip(0.0, 1.0)
    unknown_fit = pl.when(col("doubt") > 0.0).then(neutral).otherwise(1.0)
    fit = pl.when(col("c_margin").is_nan()).then(unknown_fit).otherwise(known_fit)
    technical = (fit * (1.0 - col("doubt")) + neutral * col("doubt")) * col("o_per_step")
    room = col("o_log_capacity") - col("log_supply")
    known_quantity = 0.5 * room.clip(upper_bound=0.0) - 0.25 * room.clip(lower_bound=0.0)
    quantity = pl.when(room.is_nan()).then(float(np.log(neutral))).otherwise(known_quantity)
    known_near = -(1.0 + col("cost") / constants.transport_reference).log()
    near = pl.when(col("cost").is_nan()).then(float(np.log(neutral))).otherwise(known_near)
    gain = col("o_value") + col("disposal") - col("cost").fill_nan(0.0)
    emitted = pl.lit(0.0)
    for cargo, per_km in enumerate(rates.emissions[:-1].tolist()):
        emitted = pl.when(col("cargo") == cargo).then(per_km).otherwise(emitted)
    avoided = col("o_co2") + col("saved") - (col("distance") * emitted).fill_nan(0.0)

    def log_logistic(value: pl.Expr, scale: float) -> pl.Expr:
        known = -(1.0 + (-(value / scale).clip(-50.0, 50.0)).exp()).log()
        return pl.when(value.is_nan()).then(float(np.log(neutral))).otherwise(known)

    pairs = (
        streams.join(options, on=["material", "cell"])
        .with_columns(distance=distance)
        .filter(~(col("distance") > within))
        .with_columns(entry=col("checks") + col("o_slot"))
        .join(checks, on="entry")
        .join(transfers, on=["o_transfer", "region", "o_region"])
        .with_columns(moved=pl.when(at_home).then(PASSED).otherwise(col("moved")))
        .filter(~col("c_refused") & (col("moved") != REFUSED))
        .with_columns(cost=pl.when(col("distance") == 0.0).then(0.0).otherwise(cost), doubt=doubt)
        .with_columns(
            score=constants.technical * technical.log()
            + constants.quantity * quantity
            + constants.proximity * near
            + constants.economics * log_logistic(gain, constants.margin_scale)
            + constants.co2 * log_logistic(avoided, constants.co2_scale)
            + col("o_log_rest")
        )
        .select("stream", "option", "score", "o_order")
    )
    best = pairs.group_by("stream").agg(
        pl.struct("score", "option").top_k_by(["score", "o_order"], TOP, reverse=[False, True])
    )
    return best.explode("score").collect(engine="streaming")
