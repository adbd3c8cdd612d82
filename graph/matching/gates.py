"""The hard conditions of a linkage, one column a gate: passed, unverified or refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.matching.acceptance import accepted_materials
from graph.matching.composition import PASSED, REASONS, REFUSED, UNVERIFIED, check_limits
from graph.matching.geography import great_circle
from graph.matching.suggestion import GateName, GateResult, Outcome
from graph.model import Limit, Material
from graph.snapshot import Snapshot
from graph.vocabulary import Hazard, Phase

_OUTCOMES = {PASSED: Outcome.PASSED, UNVERIFIED: Outcome.UNVERIFIED, REFUSED: Outcome.REFUSED}

#: Reasons of the composition checks in words, by index into `composition.REASONS`: (zh, en).
_REASON_WORDS = dict(
    zip(
        REASONS,
        (
            ("在限值之内", "within the limit"),
            ("超过限值", "above the maximum"),
            ("低于下限", "below the minimum"),
            ("限值未核实", "the limit's value is not verified"),
            ("未检测", "nobody measured it"),
            ("仅有典型值，未检测", "only a typical value is known"),
            ("计量基准无法换算", "the bases cannot be compared"),
            ("计量基准未说明", "dry or wet basis is not stated"),
            ("波动范围触及限值", "the range reaches past the limit"),
            ("典型值超限，待检测", "the typical value is outside; measure it"),
            ("指数缺少核素数据", "a nuclide of the index is not measured"),
        ),
        strict=True,
    )
)


@dataclass(frozen=True)
class Gated:
    """Candidates with every gate's outcome.

    Attributes
    ----------
    pairs : DataFrame
        The candidates, with added columns `distance` (road km, NaN unknown), `phase`, `hazard`,
        `composition`, `distance_gate` and `dates` (0 passed, 1 unverified, 2 refused) and `refused`.
    checks : DataFrame
        Every composition check, `pair` being a row of `pairs`; see `composition.check_limits`.
    """

    pairs: pd.DataFrame
    checks: pd.DataFrame


def apply_gates(
    snapshot: Snapshot, pairs: pd.DataFrame, detour: float, radius: float | None, on: date | None
) -> Gated:
    """Judge every candidate by every gate.

    Parameters
    ----------
    snapshot : Snapshot
    pairs : DataFrame
        From `acceptance.candidates`.
    detour : float
        Road distance over great-circle distance.
    radius : float or None
        Farthest road distance for all linkages, km; a facility's own radius holds besides.
    on : date or None
        Day on which both sides must run; None leaves dates out of account.
    """
    pairs = pairs.reset_index(drop=True)
    distance = _distance(snapshot, pairs, detour)
    checks = _composition_checks(snapshot, pairs)
    worst = np.zeros(len(pairs), dtype=np.int64)
    if len(checks):
        np.maximum.at(worst, checks["pair"].to_numpy(), checks["outcome"].to_numpy())
    pairs = pairs.assign(
        distance=distance,
        phase=phase_gate(snapshot, pairs),
        hazard=hazard_gate(snapshot, pairs),
        composition=worst,
        distance_gate=_within(distance, pairs["radius"].to_numpy(dtype=float), radius),
        dates=date_gate(pairs, on),
    )
    gates = pairs[["phase", "hazard", "composition", "distance_gate", "dates"]].to_numpy()
    return Gated(pairs.assign(refused=(gates == REFUSED).any(axis=1)), checks)


def _distance(snapshot: Snapshot, pairs: pd.DataFrame, detour: float) -> NDArray[np.float64]:
    rows = snapshot.positions("enterprises", pairs["donor"].tolist())
    lat, lon = snapshot.numbers("enterprises", "lat")[rows], snapshot.numbers("enterprises", "lon")[rows]
    there = pairs["lat"].to_numpy(dtype=float), pairs["lon"].to_numpy(dtype=float)
    distance = detour * great_circle(lat, lon, *there)
    # Inside one enterprise nothing travels on a road, wherever it may stand.
    return np.where(pairs["donor"].to_numpy() == pairs["enterprise"].to_numpy(), 0.0, distance)


def _within(
    distance: NDArray[np.float64], own: NDArray[np.float64], radius: float | None
) -> NDArray[np.int64]:
    limit = np.fmin(own, np.nan if radius is None else radius)
    unknown = np.isnan(distance)
    return np.where(unknown, UNVERIFIED, np.where(distance > limit, REFUSED, PASSED)).astype(np.int64)


def _material_column(snapshot: Snapshot, ids: pd.Series, column: str) -> NDArray[np.object_]:
    rows = snapshot.positions("materials", ids.tolist())
    values: NDArray[np.object_] = snapshot.strings("materials", column)[rows]
    return values


def phase_gate(snapshot: Snapshot, pairs: pd.DataFrame) -> NDArray[np.int64]:
    """Pass the port's own phase; a sludge may serve for a solid or a liquid if somebody checks it."""
    given = _material_column(snapshot, pairs["material"], "phase")
    wanted = _material_column(snapshot, pairs["port_material"], "phase")
    near = (given == Phase.SLUDGE.value) & np.isin(
        wanted.astype(str), (Phase.SOLID.value, Phase.LIQUID.value)
    )
    near |= (wanted == Phase.SLUDGE.value) & np.isin(
        given.astype(str), (Phase.SOLID.value, Phase.LIQUID.value)
    )
    return np.where(given == wanted, PASSED, np.where(near, UNVERIFIED, REFUSED)).astype(np.int64)


def hazard_gate(snapshot: Snapshot, pairs: pd.DataFrame) -> NDArray[np.int64]:
    """Hazardous waste needs a licence for its class; possibly hazardous waste needs to be identified."""
    materials = snapshot.by_id(Material)
    outcome = np.zeros(len(pairs), dtype=np.int64)
    for row, (material, licences) in enumerate(zip(pairs["material"], pairs["licences"], strict=True)):
        hazard = materials[material].hazard
        if hazard is Hazard.POSSIBLE:
            outcome[row] = UNVERIFIED
        elif hazard is Hazard.HAZARDOUS:
            licensed = set(licences) if licences is not None else set()
            if not licensed:
                outcome[row] = UNVERIFIED
            elif not licensed & set(materials[material].hw_codes):
                outcome[row] = REFUSED
    return outcome


def date_gate(pairs: pd.DataFrame, on: date | None) -> NDArray[np.int64]:
    """Refuse what is not open yet, or no longer, on the day."""
    if on is None:
        return np.zeros(len(pairs), dtype=np.int64)
    early = np.array([opens is not None and on < opens for opens in pairs["opens"]], dtype=bool)
    late = np.array([closes is not None and on > closes for closes in pairs["closes"]], dtype=bool)
    return np.where(early | late, REFUSED, PASSED).astype(np.int64)


def open_ports(snapshot: Snapshot) -> pd.DataFrame:
    """Return which input ports take a material whatever its analysis says.

    Between facilities nobody has an analysis yet, so this leaves out only what no analysis could open: a
    phase that does not fit, and a standard that admits none of the material.

    Returns
    -------
    DataFrame
        As `acceptance.accepted_materials`.
    """
    accepted = accepted_materials(snapshot)
    checks = check_limits(snapshot, accepted.assign(pair=np.arange(len(accepted)), stream=""))
    closed = np.zeros(len(accepted), dtype=bool)
    closed[checks[checks["outcome"] == REFUSED]["pair"].to_numpy(dtype=np.int64)] = True
    closed |= phase_gate(snapshot, accepted) == REFUSED
    remaining: pd.DataFrame = accepted[~closed]
    return remaining.reset_index(drop=True)


def _composition_checks(snapshot: Snapshot, pairs: pd.DataFrame) -> pd.DataFrame:
    """Check limits once for each stream and technology, then give the result to all their candidates.

    Limits hold for the main input; an auxiliary port has none of its own unless the limit names its material.
    """
    keys = ["stream", "material", "technology"]
    unique = pairs[keys].drop_duplicates().reset_index(drop=True)
    checks = check_limits(snapshot, unique.assign(pair=np.arange(len(unique))))
    unique["check"] = np.arange(len(unique))
    members = pairs[[*keys, "direction"]].assign(row=np.arange(len(pairs))).merge(unique, on=keys)
    checks = checks.merge(members[["check", "row", "direction"]], left_on="pair", right_on="check")
    named = snapshot.tables["limits"]["material"].is_valid().to_numpy(zero_copy_only=False)
    checks = checks[(checks["direction"] == "in_main") | named[checks["limit"].to_numpy(dtype=np.int64)]]
    checks = checks.drop(columns=["pair", "check", "direction"]).rename(columns={"row": "pair"})
    ordered: pd.DataFrame = checks.sort_values(["pair", "limit"], kind="stable")
    return ordered.reset_index(drop=True)


def gate_results(snapshot: Snapshot, gated: Gated, row: int) -> tuple[GateResult, ...]:
    """Return one candidate's gates in words, the composition check by check."""
    pair = gated.pairs.iloc[row]
    steps = int(pair["steps"])
    results = [
        GateResult(
            GateName.MATERIAL,
            Outcome.PASSED,
            "端口接收该物料" if steps == 0 else f"端口接收其上位类（{steps} 级）",
            "the port takes this material"
            if steps == 0
            else f"the port takes a more general kind ({steps} up)",
        ),
        _plain(GateName.PHASE, pair["phase"], "物态相符", "物态相近，需确认", "物态不符", "phase"),
        _plain(
            GateName.HAZARD,
            pair["hazard"],
            "非危险废物或持有相应许可",
            "需鉴别或确认许可",
            "接收方没有该类危废许可",
            "hazard class and licence",
        ),
        _distance_result(pair),
        _plain(GateName.DATES, pair["dates"], "日期相符", "日期待确认", "当日未运行", "operating dates"),
    ]
    mine = gated.checks[gated.checks["pair"] == row]
    limits = snapshot.all(Limit)
    results.extend(_composition_result(limits[int(check["limit"])], check) for _, check in mine.iterrows())
    return tuple(results)


def _plain(gate: GateName, outcome: int, passed: str, unverified: str, refused: str, word: str) -> GateResult:
    zh = {PASSED: passed, UNVERIFIED: unverified, REFUSED: refused}[int(outcome)]
    en = {PASSED: f"{word} fits", UNVERIFIED: f"{word} to be confirmed", REFUSED: f"{word} does not fit"}
    return GateResult(gate, _OUTCOMES[int(outcome)], zh, en[int(outcome)])


def _distance_result(pair: pd.Series) -> GateResult:
    distance = None if np.isnan(pair["distance"]) else float(pair["distance"])
    outcome = _OUTCOMES[int(pair["distance_gate"])]
    words = {
        Outcome.PASSED: ("运距可行", "within reach"),
        Outcome.UNVERIFIED: ("位置未知，运距未核实", "a position is not known"),
        Outcome.REFUSED: ("超出运输半径", "beyond the radius"),
    }[outcome]
    radius = pair["radius"]
    maximum = None if radius is None or np.isnan(radius) else float(radius)
    return GateResult(GateName.DISTANCE, outcome, *words, unit="km", value=distance, maximum=maximum)


def _composition_result(limit: Limit, check: pd.Series) -> GateResult:
    value = _number(check["value"])
    outcome = _OUTCOMES[int(check["outcome"])]
    zh, en = _REASON_WORDS[REASONS[int(check["reason"])]]
    exceeded = outcome is Outcome.REFUSED and value is not None and limit.maximum is not None
    return GateResult(
        GateName.COMPOSITION,
        outcome,
        zh,
        en,
        component=limit.component,
        unit=limit.basis,
        value=value,
        minimum=limit.minimum,
        maximum=limit.maximum,
        standard=limit.standard,
        standard_text=limit.standard_text,
        grade=limit.evidence.grade,
        blend_share=limit.maximum / value if exceeded and value and limit.maximum is not None else None,
    )


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
