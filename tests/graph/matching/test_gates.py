from __future__ import annotations

from dataclasses import replace
from datetime import date

from graph.matching import GateName, MatchOptions, Outcome, suggest
from graph.snapshot import Snapshot
from tests.build import PARK, WEIGHTS, enterprise, facility, limit, material, recipe, stream

PARTS = [
    PARK,
    *WEIGHTS,
    enterprise("maker"),
    enterprise("user"),
    material("slag"),
    material("gypsum"),
    material("binder"),
    *recipe("mix", "slag", "binder", auxiliary=[("gypsum", 0.5)]),
    stream("s", "maker", "slag", 10.0),
]
MIXER = facility("f", "user", "mix", 10.0)


def test_a_facility_that_is_not_open_yet_or_no_longer_is_refused_on_that_day() -> None:
    snapshot = Snapshot.of([*PARTS, replace(MIXER, opens=date(2024, 6, 1), closes=date(2030, 12, 31))])
    assert len(suggest(snapshot).items) == 1
    assert len(suggest(snapshot, MatchOptions(on=date(2024, 6, 1))).items) == 1
    for day in (date(2024, 5, 31), date(2031, 1, 1)):
        found = suggest(snapshot, MatchOptions(on=day))
        assert found.items == ()
        assert found.refusals[0].gates[0].gate is GateName.DATES


def test_a_limit_of_the_main_input_does_not_hold_for_an_auxiliary_one() -> None:
    """The limit without a material is about the main input; the one that names gypsum holds for gypsum."""
    rows = [limit("mix", "Cr", maximum=1.0), limit("mix", "P", maximum=1.0, material="gypsum")]
    snapshot = Snapshot.of([*PARTS, MIXER, stream("g", "maker", "gypsum", 5.0), *rows])
    components = {
        item.stream: [gate.component for gate in item.gates if gate.gate is GateName.COMPOSITION]
        for item in suggest(snapshot).items
    }
    assert components == {"g": ["P"], "s": ["Cr"]}


def test_every_gate_answers_in_two_languages() -> None:
    gates = suggest(Snapshot.of([*PARTS, MIXER, limit("mix", "Cr")])).items[0].gates
    assert {gate.gate for gate in gates} == set(GateName)
    assert all(gate.reason_zh and gate.reason_en for gate in gates)
    assert [gate.outcome for gate in gates if gate.gate is GateName.COMPOSITION] == [Outcome.UNVERIFIED]
