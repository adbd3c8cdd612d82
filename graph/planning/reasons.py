"""What becomes of every stream in a plan, and why a remainder stays without a use."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from graph.matching.composition import REFUSED
from graph.matching.suggestions import Scored
from graph.planning.diversion import residue_by_stream
from graph.planning.network_flow import DIVERT, Programme
from graph.planning.plan import StreamOutcome, UnplacedReason
from graph.planning.solver import Solution
from graph.snapshot import Snapshot
from graph.vocabulary import EnterpriseId, MaterialId, StreamId, Unit

#: A remainder below this share of the supply counts as placed.
_NOTHING = 1e-9
_GATES = {
    "phase": ("物态", "phase"),
    "licence": ("危废许可", "hazard licence"),
    "composition": ("成分限值", "composition limit"),
    "moisture": ("含水率限值", "moisture limit"),
    "capacity_gate": ("处理能力", "capacity"),
    "distance_gate": ("运输半径", "distance"),
    "transfer": ("转移规则", "transfer rule"),
    "dates": ("运行日期", "dates"),
}


def stream_outcomes(
    snapshot: Snapshot, scored: Scored, programme: Programme, flows: pd.DataFrame, solution: Solution
) -> tuple[StreamOutcome, ...]:
    """Return what becomes of every stream, by stream id."""
    streams = snapshot.tables["waste_streams"].select(
        ["id", "enterprise", "material", "supply_likely", "in_use_likely"]
    )
    units = dict(zip(snapshot.strings("materials", "id"), snapshot.strings("materials", "unit"), strict=True))
    placed = flows[flows["kind"] == DIVERT].groupby("stream")["amount"].sum()
    duals = dict(zip(programme.row_name, solution.row_dual, strict=True))
    residue = residue_by_stream(programme, flows)
    outcomes = []
    for row in streams.to_pylist():
        supply, baseline = float(row["supply_likely"]), float(row["in_use_likely"])
        sent = float(placed.get(row["id"], 0.0))
        rest = supply - baseline - sent
        rest = 0.0 if rest <= _NOTHING * max(supply, 1.0) else rest
        reason, zh, en = _reason(str(row["id"]), rest, scored, programme, duals)
        outcomes.append(
            StreamOutcome(
                stream=StreamId(str(row["id"])),
                enterprise=EnterpriseId(str(row["enterprise"])),
                material=MaterialId(str(row["material"])),
                unit=Unit(units[row["material"]]),
                supply=supply,
                baseline=baseline,
                placed=sent,
                residue=residue.get(str(row["id"]), 0.0),
                unplaced=rest,
                reason=reason,
                detail_zh=zh,
                detail_en=en,
                shadow_price=float(duals.get(f"supply:{row['id']}", 0.0)),
            )
        )
    return tuple(outcomes)


def _reason(
    stream: str, rest: float, scored: Scored, programme: Programme, duals: Mapping[str, float]
) -> tuple[UnplacedReason, str, str]:
    if rest == 0.0:
        return UnplacedReason.NONE, "", ""
    pairs = scored.gated.pairs
    mine = pairs[pairs["stream"] == stream] if len(pairs) else pairs
    if mine.empty:
        return UnplacedReason.NO_CONSUMER, "没有设施接收该物料", "no facility takes the material"
    open_pairs = mine[~mine["refused"]]
    if open_pairs.empty:
        closing = [gate for gate in _GATES if (mine[gate] == REFUSED).any()]
        zh = "、".join(_GATES[gate][0] for gate in closing)
        en = ", ".join(_GATES[gate][1] for gate in closing)
        return UnplacedReason.GATE, f"被拒于：{zh}", f"every facility refuses it: {en}"
    known = open_pairs[open_pairs["facility"].isin(programme.facilities["facility"])]
    if known.empty:
        names = ", ".join(sorted(set(open_pairs["facility"])))
        return UnplacedReason.UNKNOWN_CAPACITY, f"产能未知：{names}", f"capacity not known: {names}"
    full = sorted(
        facility for facility in set(known["facility"]) if duals.get(f"capacity:{facility}", 0.0) > _NOTHING
    )
    if full:
        prices = ", ".join(f"{facility} ({duals[f'capacity:{facility}']:.2f})" for facility in full)
        return UnplacedReason.CAPACITY, f"产能已满（影子价格）：{prices}", f"full (shadow price): {prices}"
    return (
        UnplacedReason.NO_GAIN,
        "可用设施的残渣或辅料限制抵消了收益",
        "what is left could only go where residue or the main input leaves no gain",
    )
