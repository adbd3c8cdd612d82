"""The gates of one candidate in words, Chinese and English: what was found, what is allowed, and by whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from graph.matching.explanation.record import Record
from graph.matching.gates import (
    FREE_WATER,
    PASSED,
    REFUSED,
    UNVERIFIED,
    LimitChecks,
    Reason,
    TransferFinding,
    Verdict,
    conveyances,
    is_waste_otherwise,
    park_regions,
)
from graph.matching.ranking import MatchColumns, Pairs
from graph.matching.suggestion import GateName, GateResult, Outcome
from graph.model import Conveyance, Limit, Material, Standard
from graph.vocabulary import Hazard, MaterialStatus

_OUTCOMES = {verdict: Outcome[verdict.name] for verdict in Verdict}

#: Reasons of the composition checks in words: (zh, en).
_REASON_WORDS = dict(
    zip(
        Reason,
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
            ("含水率 100 %，没有干物质", "at a moisture of 100 % there is no dry matter"),
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
_NO_LICENCE = ("无需危废许可", "no licence for hazardous waste needed")
_NO_WASTE_WORDS = {
    PASSED: ("副产品或产品，不属固体废物", "a by-product or product, no waste"),
    UNVERIFIED: (
        "有产品标准或返回合同时为副产品，否则为危险废物",
        "a by-product where a product standard or a return contract shows it, else hazardous waste",
    ),
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
#: A smaller share lost on the way, next door for example, is not spoken of.
_WORTH_SAYING = 0.001
_FULL = ("处理能力已被现有连接占满", "operating linkages use all of its capacity")
_DATE_WORDS = {
    PASSED: ("日期相符", "operating dates fit"),
    UNVERIFIED: ("投产日期未知，需确认", "the opening day is not known"),
    REFUSED: ("当日未运行", "not in operation that day"),
}
_TRANSFER_WORDS = {
    TransferFinding.NO_RULE: ("无跨区转移限制", "no transfer rule stands against it"),
    TransferFinding.FILED: ("转移须备案", "the transfer has to be filed"),
    TransferFinding.REGION_UNKNOWN: (
        "行政区划未知，转移是否需审批未核实",
        "a region is not known, so the rule may hold",
    ),
    TransferFinding.PERMIT_NEEDED: ("转移须经批准", "the transfer needs a permit"),
    TransferFinding.BANNED: ("禁止转移", "the transfer is banned"),
}


class GateWriter:
    """Says in words what the gates decided of judged pairs."""

    def __init__(self, columns: MatchColumns, pairs: Pairs) -> None:
        self._columns, self._pairs = columns, pairs
        self._snapshot = columns.snapshot
        self._materials = self._snapshot.by_id(Material)
        self._limits, self._standards = self._snapshot.all(Limit), self._snapshot.by_id(Standard)
        self._regions = park_regions(self._snapshot)
        self._rows, self._check_of = columns.checked.rows_of(pairs.entry)
        self._record = Record(self._snapshot, np.unique(pairs.stream))

    def results(self, row: int) -> tuple[GateResult, ...]:
        """Return one pair's gates in words, composition and moisture check by check."""
        taken, taking = self._columns.taken, int(self._columns.offers.taking[self._pairs.offer[row]])
        material, taken_as, wanted = (
            self._materials[str(self._text("materials", "id", rows[taking]))]
            for rows in (taken.material, taken.taken_as, taken.wanted)
        )
        checks = self._columns.checked.checks.take(self._rows[self._check_of == row])
        return (
            self._material(row, int(taken.steps[taking]), bool(taken.narrower[taking]), material, wanted),
            self._result(row, GateName.PHASE, _PHASE_WORDS, material.phase.value, wanted.phase.value),
            *self._hazard(row, {material, taken_as}),
            self._capacity(row),
            self._distance(row),
            self._transfer(row),
            self._dates(row),
            *(
                replace(
                    _limit_result(checks, number, self._limits, self._standards),
                    contents=self._record.contents(
                        int(self._pairs.stream[row]),
                        str(checks.component[number]),
                        int(checks.analysis[number]),
                    ),
                )
                for number in range(len(checks))
            ),
        )

    def _text(self, table: str, column: str, row: int) -> Any:
        return self._snapshot.tables[table][column][int(row)].as_py()

    def _verdict(self, row: int, gate: GateName) -> Verdict:
        return Verdict(int(self._pairs.says(gate)[row]))

    def _result(
        self, row: int, gate: GateName, words: Mapping[Verdict, tuple[str, str]], given: str, wanted: str
    ) -> GateResult:
        verdict = self._verdict(row, gate)
        return GateResult(gate, _OUTCOMES[verdict], *words[verdict], given=given, wanted=wanted)

    def _material(
        self, row: int, steps: int, narrower: bool, material: Material, wanted: Material
    ) -> GateResult:
        if narrower:
            zh = f"端口接收其下位类（{steps} 级），请说明具体种类"
            en = f"the stream names only a more general kind ({steps} up); say which kind it is"
        elif steps:
            zh = f"端口接收其上位类（{steps} 级）"
            en = f"the port takes a more general kind ({steps} up)"
        else:
            zh, en = "端口接收该物料", "the port takes this material"
        return GateResult(
            GateName.MATERIAL,
            _OUTCOMES[self._verdict(row, GateName.MATERIAL)],
            zh,
            en,
            unit="steps",
            value=float(steps),
            given=material.id,
            wanted=wanted.id,
        )

    def _hazard(self, row: int, known: set[Material]) -> tuple[GateResult, GateResult]:
        if all(material.status is not MaterialStatus.WASTE for material in known):
            return self._no_waste(row, known)
        known = {
            material
            for material in known
            if material.status is MaterialStatus.WASTE or is_waste_otherwise(material)
        }
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
        taker = self._pairs.taker[row]
        licences = None if taker < 0 else self._text("enterprises", "licences", taker)
        needed = _LICENCE_WORDS
        if not hazardous:
            needed = {PASSED: _NO_LICENCE}
        return (
            self._result(row, GateName.HAZARD, words, given, ""),
            self._result(row, GateName.LICENCE, needed, classes, "; ".join(licences or ())),
        )

    def _no_waste(self, row: int, known: set[Material]) -> tuple[GateResult, GateResult]:
        """Say of a by-product or product that the law of waste does not speak of it, or when it does."""
        listed = {code for material in known if is_waste_otherwise(material) for code in material.hw_codes}
        classes = "; ".join(sorted(listed))
        statuses = [status for status in MaterialStatus if status in {material.status for material in known}]
        given = statuses[0].value + (f" ({classes})" if classes else "")
        taker = self._pairs.taker[row]
        licences = None if taker < 0 else self._text("enterprises", "licences", taker)
        open_licence = _LICENCE_WORDS if listed else {}
        return (
            self._result(row, GateName.HAZARD, _NO_WASTE_WORDS, given, ""),
            self._result(
                row,
                GateName.LICENCE,
                {PASSED: _NO_LICENCE, **open_licence},
                classes,
                "; ".join(licences or ()),
            ),
        )

    def _capacity(self, row: int) -> GateResult:
        at = self._columns.offers.at[self._pairs.offer[row]]
        facilities = self._columns.facilities
        verdict = self._verdict(row, GateName.CAPACITY)
        words = _CAPACITY_WORDS[verdict]
        if verdict is REFUSED and facilities.capacity[at] > 0.0:
            words = _FULL
        return GateResult(
            GateName.CAPACITY,
            _OUTCOMES[verdict],
            *words,
            unit="unit/yr of main input",
            value=_number(facilities.free[at]),
        )

    def _distance(self, row: int) -> GateResult:
        verdict, km = self._verdict(row, GateName.DISTANCE), _number(self._pairs.distance[row])
        taking = self._columns.offers.taking[self._pairs.offer[row]]
        place = int(conveyances(self._snapshot).row[self._columns.taken.material[taking]])
        piped = self._snapshot.at(Conveyance, place) if place >= 0 and km else None
        zh, en = _DISTANCE_WORDS[verdict]
        if piped is not None and km is not None:
            zh, en = self._piped(row, verdict, km, piped) or (zh, en)
        return GateResult(
            GateName.DISTANCE,
            _OUTCOMES[verdict],
            zh,
            en,
            unit="km",
            value=km,
            maximum=_number(self._pairs.reach[row]),
            grade=None if piped is None else piped.evidence.grade,
        )

    def _piped(self, row: int, verdict: Verdict, km: float, piped: Conveyance) -> tuple[str, str] | None:
        """Return what the pipe or duct says of a distance; None where it is another bound that holds."""
        warm = self._columns.checks.reach[self._pairs.entry[row]]
        if verdict is REFUSED and km > warm and warm < piped.farthest:
            drop = f"{piped.temperature_drop or 0.0:g}"
            return (
                f"管道每公里降温 {drop} K，送到时低于所需温度",
                f"it cools by {drop} K per km and arrives colder than it has to be",
            )
        if km > (piped.farthest if verdict is REFUSED else piped.usual):
            usual, farthest = f"{piped.usual:g}", f"{piped.farthest:g}"
            return (
                f"管道通常不超过 {usual} km，最远 {farthest} km",
                f"it is piped up to {usual} km as a rule and never beyond {farthest} km",
            )
        share = min((piped.loss or 0.0) * km, 1.0)
        if verdict is PASSED and share >= _WORTH_SAYING:
            lost = f"{share:.1%}"
            return f"运距可行，沿途约损失 {lost}", f"within reach; about {lost} is lost on the way"
        return None

    def _transfer(self, row: int) -> GateResult:
        zh, en = _TRANSFER_WORDS[TransferFinding(int(self._pairs.finding[row]))]
        number = int(self._pairs.rule[row])
        rule = self._columns.rules.rules[number] if number >= 0 else None
        places = (self._region(int(at)) for at in (self._pairs.donor[row], self._pairs.taker[row]))
        return GateResult(
            GateName.TRANSFER,
            _OUTCOMES[self._verdict(row, GateName.TRANSFER)],
            zh if rule is None else f"{zh}：{rule.name_zh}",
            en if rule is None else f"{en}: {rule.name_en}",
            standard_text="" if rule is None else rule.name_zh,
            grade=None if rule is None else rule.evidence.grade,
            given=" → ".join(places),
            wanted="" if rule is None else rule.duty.value,
        )

    def _region(self, enterprise: int) -> str:
        park = None if enterprise < 0 else self._text("enterprises", "park", enterprise)
        return self._regions[str(park)][0] or "?" if str(park) in self._regions else "?"

    def _dates(self, row: int) -> GateResult:
        facility = int(self._columns.facility(self._pairs.offer[row : row + 1])[0])
        opens, closes = (self._text("facilities", column, facility) for column in ("opens", "closes"))
        wanted = "" if opens is None and closes is None else f"{opens or ''}/{closes or ''}"
        on = self._columns.on
        return self._result(row, GateName.DATES, _DATE_WORDS, "" if on is None else on.isoformat(), wanted)


def _limit_result(
    checks: LimitChecks, number: int, limits: tuple[Limit, ...], standards: Mapping[str, Standard]
) -> GateResult:
    limit = limits[int(checks.limit[number])]
    value, minimum, maximum = (
        _number(bounds[number]) for bounds in (checks.value, checks.minimum, checks.maximum)
    )
    outcome = _OUTCOMES[Verdict(int(checks.verdict[number]))]
    holding = standards.get(checks.standard[number]) if checks.standard[number] is not None else None
    old = standards.get(limit.standard) if limit.standard is not None else None
    zh, en = _REASON_WORDS[Reason(int(checks.reason[number]))]
    successor = holding if holding is not None and holding is not old else None
    thins = outcome is Outcome.REFUSED and bool(checks.mixes[number])
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
        blend_share=maximum / value if thins and value and maximum is not None and value > maximum else None,
    )


def _number(value: float | None) -> float | None:
    return None if value is None or np.isnan(value) else float(value)
