from __future__ import annotations

from datetime import date

import pytest

from graph.matching import GateName, MatchOptions, Outcome, suggest
from graph.snapshot import Snapshot
from tests.build import (
    PARK,
    WEIGHTS,
    analysis,
    enterprise,
    facility,
    limit,
    material,
    recipe,
    standard,
    stream,
)

PARTS = [
    PARK,
    *WEIGHTS,
    enterprise("maker"),
    enterprise("user"),
    material("gypsum"),
    material("board"),
    *recipe("press", "gypsum", "board"),
    stream("s", "maker", "gypsum", 10.0),
    facility("f", "user", "press", 10.0),
]


def test_every_gate_answers_in_two_languages() -> None:
    rows = [limit("press", "Cr"), limit("press", "free-water", basis="mass % wet")]
    gates = suggest(Snapshot.of([*PARTS, *rows])).items[0].gates
    assert {gate.gate for gate in gates} == set(GateName)
    assert all(gate.reason.zh and gate.reason.en for gate in gates)
    limited = [gate.outcome for gate in gates if gate.gate in (GateName.COMPOSITION, GateName.MOISTURE)]
    assert limited == [Outcome.UNVERIFIED, Outcome.UNVERIFIED]


def test_a_limit_of_a_replaced_standard_names_the_successor_instead_of_binding() -> None:
    """Cl at most 0.04 until 2026-06-30; 0.1 is refused by that, and nobody knows what the new one says."""
    rows = [
        standard("gb-2018", end=date(2026, 6, 30), replaced_by="gb-2025"),
        standard("gb-2025", start=date(2026, 7, 1)),
        limit("press", "Cl", maximum=0.04, standard="gb-2018"),
        analysis("s", "Cl", 0.1),
    ]
    snapshot = Snapshot.of([*PARTS, *rows])
    (refusal,) = suggest(snapshot, MatchOptions(on=date(2026, 6, 30))).refusals
    assert (refusal.gates[0].standard, refusal.gates[0].maximum) == ("gb-2018", 0.04)
    assert refusal.gates[0].blend_share == pytest.approx(0.4)
    (item,) = suggest(snapshot, MatchOptions(on=date(2026, 7, 1))).items
    (gate,) = (answer for answer in item.gates if answer.gate is GateName.COMPOSITION)
    assert (gate.outcome, gate.standard, gate.value, gate.maximum) == (
        Outcome.UNVERIFIED,
        "gb-2025",
        0.1,
        None,
    )
    assert "Standard gb-2018 has been replaced by Standard gb-2025" in gate.reason.en
    assert "gb-2018 标准 当日已被 gb-2025 标准 替代" in gate.reason.zh
    assert gate.standard_text == "gb-2025 标准"
