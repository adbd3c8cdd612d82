"""The match as one relational expression: the oracle of the kernel, for any engine that Ibis speaks to."""

from __future__ import annotations

import ibis
import numpy as np
import pyarrow as pa
from ibis import _

from graph.matching.gates import PASSED, REFUSED, UNVERIFIED
from graph.matching.ranking import MatchColumns


def stream_table(columns: MatchColumns) -> pa.Table:
    """Return the kernel's streams as a table; unknown numbers stay NaN."""
    given = columns.streams._asdict()
    names = [name for name in given if name not in ("row", "cell_row", "cell_column")]
    return pa.table({**{name: given[name] for name in names}, "stream": columns.streams.row})


def option_table(columns: MatchColumns) -> pa.Table:
    """Return the kernel's options as a table, with their material."""
    given = columns.options._asdict()
    names = [name for name in given if name not in ("cell_row", "cell_column", "log_best")]
    material = np.repeat(np.arange(len(columns.first) - 1), np.diff(columns.first))
    options = {f"o_{name}": given[name] for name in names}
    return pa.table({**options, "material": material, "option": np.arange(len(material))})


def check_table(columns: MatchColumns) -> pa.Table:
    """Return the composition checks as a table."""
    checks = {f"c_{name}": values for name, values in columns.checks._asdict().items()}
    return pa.table({**checks, "entry": np.arange(len(columns.checks.margin))})


def transfer_cells(columns: MatchColumns) -> pa.Table:
    """Return the outcome of the transfer gate for every group of materials between every two regions."""
    groups, origins, destinations = np.indices(columns.transfer.shape).reshape(3, -1)
    cells = {"o_transfer": groups, "region": origins, "o_region": destinations}
    return pa.table({**cells, "moved": columns.transfer.ravel()})


def bands(columns: MatchColumns) -> list[tuple[int, float, float, float, float]]:
    """Return the transport bands (cargo, from km, to km, CNY/t, CNY/t-km), the ones that count first last."""
    rates = columns.rates
    cargo = np.repeat(np.arange(len(rates.first) - 1), np.diff(rates.first))
    rows = zip(cargo, rates.from_km, rates.to_km, rates.loading, rates.per_km, strict=True)
    return [(int(row[0]), *map(float, row[1:])) for row in rows][::-1]


def ibis_match(
    streams: ibis.Table,
    options: ibis.Table,
    checks: ibis.Table,
    transfers: ibis.Table,
    columns: MatchColumns,
    k: int,
) -> ibis.Table:
    """Return the k best options of every stream as one relational expression.

    The formulas of `graph.matching.ranking.kernel`, over a join on the material instead of a grid: it runs on
    any engine that Ibis speaks to. Columns `stream`, `place` (0 is the best), `option`, `score`.
    """
    constants, rates = columns.constants, columns.rates
    pairs = streams.join(options, "material").mutate(entry=_.checks + _.o_slot).join(checks, "entry")
    pairs = pairs.join(transfers, ["o_transfer", "region", "o_region"])
    pairs = pairs.mutate(moved=ibis.cases((_.enterprise == _.o_enterprise, PASSED), else_=_.moved))
    pairs = pairs.filter(~_.c_refused & (_.moved != REFUSED))
    dot = (_.x - _.o_x).pow(2) + (_.y - _.o_y).pow(2) + (_.z - _.o_z).pow(2)
    straight = 2.0 * constants.earth_radius * ibis.least(0.5 * dot.sqrt(), 1.0).asin()
    pairs = pairs.mutate(
        distance=ibis.cases((_.enterprise == _.o_enterprise, 0.0), else_=constants.detour * straight)
    )
    limit = ibis.least(_.o_radius, constants.radius)
    pairs = pairs.filter(_.distance.isnan() | (_.distance <= limit))
    cost = ibis.literal(float("nan"))
    for cargo, start, end, loading, per_km in bands(columns):
        inside = (_.cargo == cargo) & (_.distance >= start) & (_.distance < end)
        cost = ibis.cases((inside, loading + _.distance * per_km), else_=cost)
    pairs = pairs.mutate(cost=ibis.cases((_.distance == 0.0, 0.0), else_=cost))
    neutral = constants.neutral
    unknown = _.distance.isnan().ifelse(1.0, 0.0) + (_.moved == UNVERIFIED).ifelse(1.0, 0.0)
    doubt = (_.o_unverified + _.c_unverified + unknown) / (constants.gates + _.c_checked)
    pairs = pairs.mutate(doubt=doubt, room=_.o_log_capacity - _.log_supply)
    known_fit = 0.5 + 0.5 * ibis.least(ibis.greatest(_.c_margin, 0.0), 1.0)
    fit = ibis.cases((_.c_margin.isnan(), (_.doubt > 0.0).ifelse(neutral, 1.0)), else_=known_fit)
    technical = (fit * (1.0 - _.doubt) + neutral * _.doubt) * _.o_per_step
    quantity = ibis.cases(
        (_.room.isnan(), float(np.log(neutral))),
        else_=0.5 * ibis.least(_.room, 0.0) - 0.25 * ibis.greatest(_.room, 0.0),
    )
    near = ibis.cases(
        (_.cost.isnan(), float(np.log(neutral))), else_=-(1.0 + _.cost / constants.transport_reference).ln()
    )
    gain = _.o_value + _.disposal - _.cost.isnan().ifelse(0.0, _.cost)
    per_km = ibis.literal(0.0)
    for cargo, emitted in enumerate(rates.emissions[:-1].tolist()):
        per_km = ibis.cases((_.cargo == cargo, emitted), else_=per_km)
    carried = _.distance * per_km
    avoided = _.o_co2 + _.saved - carried.isnan().ifelse(0.0, carried)

    def log_logistic(value: ibis.Value, scale: float) -> ibis.Value:
        bounded = ibis.least(ibis.greatest(value / scale, -50.0), 50.0)
        return ibis.cases((value.isnan(), float(np.log(neutral))), else_=-(1.0 + (-bounded).exp()).ln())

    pairs = pairs.mutate(
        log_score=constants.technical * technical.ln()
        + constants.quantity * quantity
        + constants.proximity * near
        + constants.economics * log_logistic(gain, constants.margin_scale)
        + constants.co2 * log_logistic(avoided, constants.co2_scale)
        + _.o_log_rest
    )
    window = ibis.window(group_by="stream", order_by=[ibis.desc("log_score"), ibis.asc("o_order")])
    placed = pairs.mutate(place=ibis.row_number().over(window)).filter(_.place < k)
    return placed.select("stream", "place", "option", score=_.log_score.exp())
