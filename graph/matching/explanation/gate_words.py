"""The gates of one candidate in sentences: what was found, what is allowed, and by whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np

from graph.matching.explanation.record import Record
from graph.matching.gates import (
    FREE_WATER,
    PASSED,
    REFUSED,
    Directed,
    LimitChecks,
    Reason,
    TransferFinding,
    Verdict,
    arriving,
    conveyances,
    is_waste_otherwise,
    park_regions,
)
from graph.matching.ranking import MatchColumns, Pairs
from graph.matching.suggestion import LEAST_LOST, GateName, GateResult, Outcome
from graph.model import Conveyance, DirectedUse, Limit, Material, Standard
from graph.vocabulary import Hazard, MaterialStatus
from graph.wording import Message, Words, message, names_of

_OUTCOMES = {verdict: Outcome[verdict.name] for verdict in Verdict}

#: What depends on which standard holds, and names it.
_OF_STANDARDS = (Reason.STANDARD_REPLACED, Reason.STANDARD_NOT_YET, Reason.STANDARD_WITHDRAWN)


class GateWriter:
    """Says what the gates decided of judged pairs."""

    def __init__(self, columns: MatchColumns, pairs: Pairs) -> None:
        self._columns, self._pairs = columns, pairs
        self._snapshot = columns.snapshot
        self._materials = self._snapshot.by_id(Material)
        self._limits, self._standards = self._snapshot.all(Limit), self._snapshot.by_id(Standard)
        self._regions = park_regions(self._snapshot)
        self._rows, self._check_of = columns.checked.rows_of(pairs.entry)

    @cached_property
    def _record(self) -> Record:
        return Record(self._snapshot, np.unique(self._pairs.stream))

    def results(self, row: int, recorded: bool = True) -> tuple[GateResult, ...]:
        """Return one pair's gates in words, composition and moisture check by check.

        Parameters
        ----------
        recorded : bool
            With the record behind each check.
        """
        taken, taking = self._columns.taken, int(self._columns.offers.taking[self._pairs.offer[row]])
        material, taken_as, wanted = (
            self._materials[str(self._text("materials", "id", rows[taking]))]
            for rows in (taken.material, taken.taken_as, taken.wanted)
        )
        checks = self._columns.checked.checks.take(self._rows[self._check_of == row])
        return (
            self._material(row, int(taken.steps[taking]), bool(taken.narrower[taking]), material, wanted),
            self._result(row, GateName.PHASE, material.phase.value, wanted.phase.value),
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
                    )
                    if recorded
                    else (),
                )
                for number in range(len(checks))
            ),
        )

    def _text(self, table: str, column: str, row: int) -> Any:
        return self._snapshot.tables[table][column][int(row)].as_py()

    def _verdict(self, row: int, gate: GateName) -> Verdict:
        return Verdict(int(self._pairs.says(gate)[row]))

    def _result(self, row: int, gate: GateName, given: str, wanted: str, case: str = "") -> GateResult:
        outcome = _OUTCOMES[self._verdict(row, gate)]
        return GateResult(gate, outcome, _of_outcome(gate, outcome, case), given=given, wanted=wanted)

    def _material(
        self, row: int, steps: int, narrower: bool, material: Material, wanted: Material
    ) -> GateResult:
        if narrower:
            reason = message("gate.material.narrower", steps=steps)
        elif steps:
            reason = message("gate.material.wider", steps=steps)
        else:
            reason = message("gate.material.same")
        return GateResult(
            GateName.MATERIAL,
            _OUTCOMES[self._verdict(row, GateName.MATERIAL)],
            reason,
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
        given = hazards[-1].value + (f" ({classes})" if classes else "")
        known_class = self._verdict(row, GateName.HAZARD) is PASSED
        sure = hazardous and (known_class or Hazard.POSSIBLE not in hazards)
        return (
            self._result(row, GateName.HAZARD, given, "", case="hazardous" if sure else ""),
            self._licence(row, classes, needed=hazardous),
        )

    def _no_waste(self, row: int, known: set[Material]) -> tuple[GateResult, GateResult]:
        """Say of a by-product or product that the law of waste does not speak of it, or when it does."""
        listed = {code for material in known if is_waste_otherwise(material) for code in material.hw_codes}
        classes = "; ".join(sorted(listed))
        statuses = [status for status in MaterialStatus if status in {material.status for material in known}]
        given = statuses[0].value + (f" ({classes})" if classes else "")
        return (
            self._result(row, GateName.HAZARD, given, "", case="no_waste"),
            self._licence(row, classes, needed=bool(listed)),
        )

    def _licence(self, row: int, classes: str, needed: bool) -> GateResult:
        taker = self._pairs.taker[row]
        licences = None if taker < 0 else self._text("enterprises", "licences", taker)
        use = self._directed(row) if needed else None
        case = "" if needed else "none_needed"
        if use is not None:
            case = "whose" if use.giver is None else "directed"
        held = "; ".join((*(licences or ()), *(() if use is None else (use.id,))))
        return self._result(row, GateName.LICENCE, classes, held, case)

    def _directed(self, row: int) -> DirectedUse | None:
        """Return the exemption that the verdict of the licence gate stands on, if it is one."""
        verdict = self._verdict(row, GateName.LICENCE)
        taking = self._columns.offers.taking[self._pairs.offer[row]]
        taken, directed = self._columns.taken, Directed.of(self._snapshot, self._columns.on)
        giver, taker = (
            "" if at < 0 else str(self._snapshot.strings("enterprises", "id")[at])
            for at in (self._pairs.donor[row], self._pairs.taker[row])
        )
        for material in (taken.material[taking], taken.taken_as[taking]):
            said, use = directed.verdict(self._snapshot.at(Material, int(material)), giver, taker)
            if use is not None and said == verdict != REFUSED:
                return use
        return None

    def _capacity(self, row: int) -> GateResult:
        at = self._columns.offers.at[self._pairs.offer[row]]
        facilities = self._columns.facilities
        verdict = self._verdict(row, GateName.CAPACITY)
        outcome, case = _OUTCOMES[verdict], ""
        free, months = _number(facilities.free[at]), ("", "")
        if verdict is REFUSED and facilities.capacity[at] > 0.0 and free == 0.0:
            case = "used_up"
        elif verdict is REFUSED and facilities.capacity[at] != 0.0:
            case, months = "season", self._months(row)
        return GateResult(
            GateName.CAPACITY,
            outcome,
            _of_outcome(GateName.CAPACITY, outcome, case),
            unit="unit/yr of main input",
            value=free,
            given=months[0],
            wanted=months[1],
        )

    def _months(self, row: int) -> tuple[str, str]:
        """Return the months in which something comes, and those in which the facility runs."""
        seasons = self._columns.seasons
        facility = self._columns.facility(self._pairs.offer[row : row + 1])[0]
        of = int(seasons.stream[self._pairs.stream[row]]), int(seasons.facility[facility])
        given, asked = (
            ", ".join(str(month + 1) for month in np.flatnonzero(seasons.shares[season]).tolist())
            for season in of
        )
        return given, asked

    def _distance(self, row: int) -> GateResult:
        verdict, km = self._verdict(row, GateName.DISTANCE), _number(self._pairs.distance[row])
        taking = self._columns.offers.taking[self._pairs.offer[row]]
        place = int(conveyances(self._snapshot).row[self._columns.taken.material[taking]])
        piped = self._snapshot.at(Conveyance, place) if place >= 0 and km else None
        outcome = _OUTCOMES[verdict]
        reason = None if piped is None or km is None else self._piped(row, verdict, km, piped)
        return GateResult(
            GateName.DISTANCE,
            outcome,
            reason or _of_outcome(GateName.DISTANCE, outcome),
            unit="km",
            value=km,
            maximum=_number(self._pairs.reach[row]),
            grade=None if piped is None else piped.evidence.grade,
        )

    def _piped(self, row: int, verdict: Verdict, km: float, piped: Conveyance) -> Message | None:
        """Return what the pipe or duct says of a distance; None where it is another bound that holds."""
        warm = self._columns.checks.reach[self._pairs.entry[row]]
        if verdict is REFUSED and km > warm and warm < piped.farthest:
            return message("gate.distance.cooled", drop=piped.temperature_drop or 0.0)
        if km > (piped.farthest if verdict is REFUSED else piped.usual):
            return message("gate.distance.piped", usual=piped.usual, farthest=piped.farthest)
        share = 1.0 - float(arriving(np.array([piped.loss or 0.0]), np.array([km]))[0])
        if verdict is PASSED and share >= LEAST_LOST:
            return message("gate.distance.lossy", share=share)
        return None

    def _transfer(self, row: int) -> GateResult:
        finding = TransferFinding(int(self._pairs.finding[row]))
        reason = message(f"gate.transfer.{finding.name.lower()}")
        number = int(self._pairs.rule[row])
        rule = self._columns.rules.rules[number] if number >= 0 else None
        places = (self._region(int(at)) for at in (self._pairs.donor[row], self._pairs.taker[row]))
        return GateResult(
            GateName.TRANSFER,
            _OUTCOMES[self._verdict(row, GateName.TRANSFER)],
            reason if rule is None else message("gate.by_rule", finding=reason, rule=names_of(rule)),
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
        return self._result(row, GateName.DATES, "" if on is None else on.isoformat(), wanted)


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
    found = Reason(int(checks.reason[number]))
    titles = {"old": _titles(old), "now": _titles(holding)} if found in _OF_STANDARDS else {}
    successor = holding if holding is not None and holding is not old else None
    thins = outcome is Outcome.REFUSED and bool(checks.mixes[number])
    return GateResult(
        GateName.MOISTURE if limit.component == FREE_WATER else GateName.COMPOSITION,
        outcome,
        message(f"gate.limit.{found.name.lower()}", **titles),
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


def _of_outcome(gate: GateName, outcome: Outcome, case: str = "") -> Message:
    """Return what a gate says of an outcome, and in which case."""
    return message(".".join(filter(None, ("gate", gate.value, outcome.value, case))))


def _titles(standard: Standard | None) -> Words | None:
    return None if standard is None else Words(standard.title_zh, standard.title_en)


def _number(value: float | None) -> float | None:
    return None if value is None or np.isnan(value) else float(value)
