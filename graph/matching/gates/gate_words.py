"""The gates of one candidate in words, Chinese and English: what was found, what is allowed, and by whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from graph.matching.gates.composition import FREE_WATER, PASSED, REASONS, REFUSED, UNVERIFIED
from graph.matching.gates.gates import GATE_COLUMNS, Gated
from graph.matching.gates.transfer import BANNED, FILED, NO_RULE, PERMIT_NEEDED, REGION_UNKNOWN, park_regions
from graph.matching.suggestion import GateName, GateResult, Outcome
from graph.model import Enterprise, Limit, Material, Standard
from graph.snapshot import Snapshot
from graph.vocabulary import Hazard

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
            (
                "{old} 当日已被 {now} 替代，库中没有其限值",
                "{old} has been replaced by {now}, whose limit is not in the library",
            ),
            (
                "{old} 当日尚未实施，当日有效的限值不在库中",
                "{old} is not in force yet; what held before is not in the library",
            ),
            ("{old} 当日已废止，没有替代标准", "{old} is no longer in force and nothing replaces it"),
        ),
        strict=True,
    )
)

_PHASE_WORDS = {
    PASSED: ("物态相符", "phase fits"),
    UNVERIFIED: ("物态相近，需确认", "phase to be confirmed"),
    REFUSED: ("物态不符", "phase does not fit"),
}
_LICENCE_WORDS = {
    PASSED: ("接收方持有相应许可", "the receiver is licensed for its class"),
    UNVERIFIED: ("类别或许可未知，需确认", "class or licence not known"),
    REFUSED: ("接收方没有该类危废许可", "the receiver is not licensed for its class"),
}
_DISTANCE_WORDS = {
    PASSED: ("运距可行", "within reach"),
    UNVERIFIED: ("位置未知，运距未核实", "a position is not known"),
    REFUSED: ("超出运输半径", "beyond the radius"),
}
_CAPACITY_WORDS = {
    PASSED: ("有处理能力", "has capacity"),
    UNVERIFIED: ("处理能力未知", "the capacity is not known"),
    REFUSED: ("没有处理能力", "has no capacity"),
}
_DATE_WORDS = {
    PASSED: ("日期相符", "operating dates fit"),
    UNVERIFIED: ("投产日期未知，需确认", "the opening day is not known"),
    REFUSED: ("当日未运行", "not in operation that day"),
}
_TRANSFER_WORDS = {
    NO_RULE: ("无跨区转移限制", "no transfer rule stands against it"),
    FILED: ("转移须备案", "the transfer has to be filed"),
    REGION_UNKNOWN: ("行政区划未知，转移是否需审批未核实", "a region is not known, so the rule may hold"),
    PERMIT_NEEDED: ("转移须经批准", "the transfer needs a permit"),
    BANNED: ("禁止转移", "the transfer is banned"),
}


def gate_results(snapshot: Snapshot, gated: Gated, row: int) -> tuple[GateResult, ...]:
    """Return one candidate's gates in words, composition and moisture check by check."""
    pair = gated.pairs.iloc[row]
    mine = gated.checks[gated.checks["pair"] == row]
    limits, standards = snapshot.all(Limit), snapshot.by_id(Standard)
    return (
        _material_result(pair),
        _phase_result(snapshot, pair),
        *_hazard_results(snapshot, pair),
        _capacity_result(pair),
        _distance_result(pair),
        _transfer_result(snapshot, gated, pair),
        _date_result(pair, gated.on),
        *(_limit_result(limits[int(check["limit"])], check, standards) for _, check in mine.iterrows()),
    )


def _result(
    gate: GateName, pair: pd.Series, words: Mapping[int, tuple[str, str]], given: str, wanted: str
) -> GateResult:
    outcome = int(pair[GATE_COLUMNS[gate]])
    return GateResult(gate, _OUTCOMES[outcome], *words[outcome], given=given, wanted=wanted)


def _material_result(pair: pd.Series) -> GateResult:
    steps = int(pair["steps"])
    if pair["narrower"]:
        zh = f"端口接收其下位类（{steps} 级），请说明具体种类"
        en = f"the stream names only a more general kind ({steps} up); say which kind it is"
    elif steps:
        zh = f"端口接收其上位类（{steps} 级）"
        en = f"the port takes a more general kind ({steps} up)"
    else:
        zh, en = "端口接收该物料", "the port takes this material"
    return GateResult(
        GateName.MATERIAL,
        _OUTCOMES[int(pair["material_gate"])],
        zh,
        en,
        unit="steps",
        value=float(steps),
        given=str(pair["material"]),
        wanted=str(pair["port_material"]),
    )


def _phase_result(snapshot: Snapshot, pair: pd.Series) -> GateResult:
    materials = snapshot.by_id(Material)
    given, wanted = (materials[pair[name]].phase.value for name in ("material", "port_material"))
    return _result(GateName.PHASE, pair, _PHASE_WORDS, given, wanted)


def _hazard_results(snapshot: Snapshot, pair: pd.Series) -> tuple[GateResult, GateResult]:
    materials = snapshot.by_id(Material)
    known = {materials[pair[name]] for name in ("material", "taken_as")}
    hazards = [hazard for hazard in Hazard if hazard in {material.hazard for material in known}]
    classes = "; ".join(sorted({code for material in known for code in material.hw_codes}))
    hazardous = Hazard.HAZARDOUS in hazards
    words = {
        PASSED: ("危险废物，类别已知", "hazardous waste of a known class")
        if hazardous
        else ("不属危险废物", "not hazardous waste"),
        UNVERIFIED: ("危险废物，类别未知", "hazardous waste of an unknown class")
        if hazardous and Hazard.POSSIBLE not in hazards
        else ("可能属危险废物，需鉴别", "may be hazardous waste; to be identified"),
    }
    given = hazards[-1].value + (f" ({classes})" if classes else "")
    licences = "; ".join(pair["licences"]) if pair["licences"] is not None else ""
    needed = _LICENCE_WORDS
    if not hazardous:
        needed = {PASSED: ("无需危废许可", "no licence for hazardous waste needed")}
    return (
        _result(GateName.HAZARD, pair, words, given, ""),
        _result(GateName.LICENCE, pair, needed, classes, licences),
    )


def _capacity_result(pair: pd.Series) -> GateResult:
    outcome = int(pair["capacity_gate"])
    return GateResult(
        GateName.CAPACITY,
        _OUTCOMES[outcome],
        *_CAPACITY_WORDS[outcome],
        unit="unit/yr of main input",
        value=_number(pair["capacity"]),
    )


def _distance_result(pair: pd.Series) -> GateResult:
    outcome = int(pair["distance_gate"])
    return GateResult(
        GateName.DISTANCE,
        _OUTCOMES[outcome],
        *_DISTANCE_WORDS[outcome],
        unit="km",
        value=_number(pair["distance"]),
        maximum=_number(pair["reach"]),
    )


def _transfer_result(snapshot: Snapshot, gated: Gated, pair: pd.Series) -> GateResult:
    zh, en = _TRANSFER_WORDS[int(pair["transfer_finding"])]
    number = int(pair["transfer_rule"])
    rule = gated.rules[number] if number >= 0 else None
    enterprises, regions = snapshot.by_id(Enterprise), park_regions(snapshot)
    places = (regions[enterprises[pair[name]].park][0] or "?" for name in ("donor", "enterprise"))
    return GateResult(
        GateName.TRANSFER,
        _OUTCOMES[int(pair["transfer"])],
        zh if rule is None else f"{zh}：{rule.name_zh}",
        en if rule is None else f"{en}: {rule.name_en}",
        standard_text="" if rule is None else rule.name_zh,
        grade=None if rule is None else rule.evidence.grade,
        given=" → ".join(places),
        wanted="" if rule is None else rule.duty.value,
    )


def _date_result(pair: pd.Series, on: date | None) -> GateResult:
    opens, closes = pair["opens"], pair["closes"]
    wanted = "" if opens is None and closes is None else f"{opens or ''}/{closes or ''}"
    return _result(GateName.DATES, pair, _DATE_WORDS, "" if on is None else on.isoformat(), wanted)


def _limit_result(limit: Limit, check: pd.Series, standards: Mapping[str, Standard]) -> GateResult:
    value = _number(check["value"])
    minimum, maximum = _number(check["minimum"]), _number(check["maximum"])
    outcome = _OUTCOMES[int(check["outcome"])]
    holding = standards.get(check["standard"]) if check["standard"] is not None else None
    old = standards.get(limit.standard) if limit.standard is not None else None
    zh, en = _REASON_WORDS[REASONS[int(check["reason"])]]
    successor = holding if holding is not None and holding is not old else None
    exceeded = outcome is Outcome.REFUSED and value is not None and maximum is not None
    return GateResult(
        GateName.MOISTURE if limit.component == FREE_WATER else GateName.COMPOSITION,
        outcome,
        zh.format(old=old and old.title_zh, now=holding and holding.title_zh),
        en.format(old=old and old.title_en, now=holding and holding.title_en),
        component=limit.component,
        unit=limit.basis,
        value=value,
        minimum=minimum,
        maximum=maximum,
        standard=limit.standard if successor is None else successor.id,
        standard_text=limit.standard_text if successor is None else successor.title_zh,
        grade=limit.evidence.grade,
        blend_share=maximum / value if exceeded and value and maximum is not None else None,
    )


def _number(value: float | None) -> float | None:
    return None if value is None or np.isnan(value) else float(value)
