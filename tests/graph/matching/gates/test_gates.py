"""A hand-computed example for each gate; composition has its own file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from graph.matching import GateName, GateResult, MatchOptions, Outcome, suggest
from graph.matching.gates.gates import open_ports
from graph.snapshot import Snapshot
from graph.vocabulary import Hazard, MaterialStatus, OperatingState, Phase, TransferDuty
from tests.build import (
    PARK,
    WEIGHTS,
    enterprise,
    facility,
    limit,
    material,
    park,
    recipe,
    standard,
    stream,
    transfer_rule,
)

BY_PRODUCT, PRODUCT = MaterialStatus.BY_PRODUCT, MaterialStatus.PRODUCT
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


def judged(gate: GateName, parts: Sequence[Any], on: date | None = None) -> GateResult:
    """The one answer of a gate for the one candidate, suggested or refused."""
    found = suggest(Snapshot.of([*WEIGHTS, *parts]), MatchOptions(on=on))
    assert len(found.items) + len(found.refusals) == 1
    gates = found.items[0].gates if found.items else found.refusals[0].gates
    (result,) = (answer for answer in gates if answer.gate is gate)
    assert (result.outcome is Outcome.REFUSED) == (not found.items)
    return result


def pair(given: Any, wanted: Any, *more: Any, licences: tuple[str, ...] = ()) -> list[Any]:
    """A stream of one material and a facility whose port wants another."""
    materials = {row.id: row for row in (wanted, given)}
    return [
        PARK,
        enterprise("maker"),
        enterprise("user", licences=licences),
        *materials.values(),
        material("made"),
        *recipe("use", wanted.id, "made"),
        stream("s", "maker", given.id, 10.0),
        facility("f", "user", "use", 10.0),
        *more,
    ]


def test_a_more_general_kind_is_unverified_at_a_port_that_wants_one_of_its_kinds() -> None:
    """Slag may be steel slag; steel slag is slag for certain."""
    slag, steel = material("slag"), material("steel-slag", "slag")
    doubtful = judged(GateName.MATERIAL, pair(slag, steel))
    assert (doubtful.outcome, doubtful.value, doubtful.unit) == (Outcome.UNVERIFIED, 1.0, "steps")
    assert (doubtful.given, doubtful.wanted) == ("slag", "steel-slag")
    assert "say which kind" in doubtful.reason.en
    certain = judged(GateName.MATERIAL, pair(steel, slag))
    assert (certain.outcome, certain.value) == (Outcome.PASSED, 1.0)
    assert judged(GateName.MATERIAL, pair(slag, slag)).value == 0.0


def test_a_step_down_costs_more_than_a_step_up() -> None:
    """Without limits the fit is 1, a step up makes it 0.9; in doubt it is 0.5, a step down makes it 0.3."""
    slag, steel = material("slag"), material("steel-slag", "slag")

    def technical(given: Any, wanted: Any) -> float:
        (item,) = suggest(Snapshot.of([*WEIGHTS, *pair(given, wanted)])).items
        return next(part.value for part in item.parts if part.name == "technical")

    assert technical(steel, slag) == pytest.approx(0.9)
    assert technical(slag, steel) == pytest.approx(0.3)


def test_a_limit_of_the_kind_holds_for_what_might_be_that_kind() -> None:
    """If the slag is steel slag it is refused where steel slag is: 100 % of it against 0."""
    slag, steel = material("slag"), material("steel-slag", "slag")
    row = limit("use", "material:steel-slag", maximum=0.0, material="steel-slag")
    closed = judged(GateName.COMPOSITION, pair(slag, steel, row))
    assert (closed.outcome, closed.value, closed.maximum) == (Outcome.REFUSED, 100.0, 0.0)


def test_what_a_facility_makes_never_goes_to_a_port_that_wants_a_kind_of_it() -> None:
    slag, steel = material("slag"), material("steel-slag", "slag")
    snapshot = Snapshot.of([*WEIGHTS, *pair(slag, steel)])
    assert list(open_ports(snapshot).by_material(snapshot)) == ["steel-slag"]


@pytest.mark.parametrize(
    ("given", "wanted", "outcome"),
    [
        (Phase.SOLID, Phase.SOLID, Outcome.PASSED),
        (Phase.SLUDGE, Phase.SOLID, Outcome.UNVERIFIED),
        (Phase.GAS, Phase.SOLID, Outcome.REFUSED),
    ],
)
def test_the_phase_is_the_ports_or_near_it(given: Phase, wanted: Phase, outcome: Outcome) -> None:
    answer = judged(
        GateName.PHASE, pair(material("fine", "coarse", phase=given), material("coarse", phase=wanted))
    )
    assert (answer.outcome, answer.given, answer.wanted) == (outcome, given.value, wanted.value)


@pytest.mark.parametrize(
    ("hazard", "classes", "outcome", "given"),
    [
        (Hazard.NONE, (), Outcome.PASSED, "none"),
        (Hazard.POSSIBLE, ("HW23",), Outcome.UNVERIFIED, "possible (HW23)"),
        (Hazard.HAZARDOUS, ("HW23",), Outcome.PASSED, "hazardous (HW23)"),
        (Hazard.HAZARDOUS, (), Outcome.UNVERIFIED, "hazardous"),
    ],
)
def test_the_hazard_class_is_known_or_to_be_found(
    hazard: Hazard, classes: tuple[str, ...], outcome: Outcome, given: str
) -> None:
    dust = material("dust", hazard=hazard, hw_codes=classes)
    answer = judged(GateName.HAZARD, pair(dust, dust, licences=("HW23",)))
    assert (answer.outcome, answer.given) == (outcome, given)


@pytest.mark.parametrize(
    ("status", "hazard", "classes", "hazard_outcome", "licence_outcome", "given"),
    [
        (BY_PRODUCT, Hazard.HAZARDOUS, (), Outcome.PASSED, Outcome.PASSED, "by-product"),
        (BY_PRODUCT, Hazard.POSSIBLE, (), Outcome.PASSED, Outcome.PASSED, "by-product"),
        (PRODUCT, Hazard.HAZARDOUS, ("HW35",), Outcome.PASSED, Outcome.PASSED, "product"),
        (
            BY_PRODUCT,
            Hazard.HAZARDOUS,
            ("HW06",),
            Outcome.UNVERIFIED,
            Outcome.UNVERIFIED,
            "by-product (HW06)",
        ),
    ],
)
def test_a_by_product_is_no_hazardous_waste_unless_nobody_shows_that_it_is_one(
    status: MaterialStatus,
    hazard: Hazard,
    classes: tuple[str, ...],
    hazard_outcome: Outcome,
    licence_outcome: Outcome,
    given: str,
) -> None:
    """A licence for another class refuses waste (below), never what may be a by-product."""
    liquor = replace(material("liquor", hazard=hazard, hw_codes=classes), status=status)
    parts = pair(liquor, liquor, licences=("HW08",))
    answer = judged(GateName.HAZARD, parts)
    assert (answer.outcome, answer.given) == (hazard_outcome, given)
    assert "unknown class" not in answer.reason.en
    assert judged(GateName.LICENCE, parts).outcome is licence_outcome


@pytest.mark.parametrize(
    ("licences", "outcome"),
    [
        (("HW08", "HW23"), Outcome.PASSED),
        ((), Outcome.UNVERIFIED),
        (("HW08",), Outcome.REFUSED),
    ],
)
def test_the_receiver_has_a_licence_for_the_class(licences: tuple[str, ...], outcome: Outcome) -> None:
    dust = material("dust", hazard=Hazard.HAZARDOUS, hw_codes=("HW23",))
    answer = judged(GateName.LICENCE, pair(dust, dust, licences=licences))
    assert (answer.outcome, answer.given, answer.wanted) == (outcome, "HW23", "; ".join(licences))


@pytest.mark.parametrize(
    ("moisture", "outcome"),
    [(15.0, Outcome.PASSED), (25.0, Outcome.REFUSED), (None, Outcome.UNVERIFIED)],
)
def test_free_water_is_a_gate_of_its_own(moisture: float | None, outcome: Outcome) -> None:
    """At most 20 % free water by the standard; a stream that nobody dried or weighed is not known."""
    gypsum = material("gypsum")
    dry = limit("use", "free-water", maximum=20.0, basis="mass % wet", standard="gb")
    parts = [*pair(gypsum, gypsum, dry, standard("gb"))]
    parts[-4] = stream("s", "maker", "gypsum", 10.0, moisture=moisture)
    answer = judged(GateName.MOISTURE, parts)
    assert (answer.outcome, answer.value, answer.maximum) == (outcome, moisture, 20.0)
    assert (answer.unit, answer.standard) == ("mass % wet", "gb")


@pytest.mark.parametrize(
    ("north", "own", "outcome", "reach"),
    [
        (1.0, None, Outcome.PASSED, 150.0),
        (1.0, 100.0, Outcome.REFUSED, 100.0),
        (2.0, None, Outcome.REFUSED, 150.0),
        (None, None, Outcome.UNVERIFIED, 150.0),
    ],
)
def test_the_distance_is_within_the_nearer_of_both_radii(
    north: float | None, own: float | None, outcome: Outcome, reach: float
) -> None:
    """A degree of latitude is 111.2 km, by road 1.3 times that: 144.6 km."""
    slag = material("slag")
    there = enterprise("user", None if north is None else 24.95 + north)
    parts = [
        facility("f", "user", "use", 10.0, radius=own) if part == facility("f", "user", "use", 10.0) else part
        for part in pair(slag, slag)
        if part != enterprise("user")
    ]
    answer = judged(GateName.DISTANCE, [*parts, there])
    assert (answer.outcome, answer.maximum, answer.unit) == (outcome, reach, "km")
    assert answer.value == (None if north is None else pytest.approx(144.55 * north, abs=0.1))


def test_hazardous_waste_needs_a_permit_to_another_province_and_none_within_one() -> None:
    dust = material("dust", hazard=Hazard.HAZARDOUS, hw_codes=("HW23",))
    rule = transfer_rule("approval", TransferDuty.PERMIT, hazard=Hazard.HAZARDOUS)
    home = pair(dust, dust, rule, park("qujing", "530300"), park("guiyang", "520100"), licences=("HW23",))

    def to(where: str) -> GateResult:
        parts = [part for part in home if part != enterprise("user", licences=("HW23",))]
        return judged(GateName.TRANSFER, [*parts, enterprise("user", licences=("HW23",), park=where)])

    assert to("qujing").outcome is Outcome.PASSED
    away = to("guiyang")
    assert (away.outcome, away.given, away.wanted) == (Outcome.UNVERIFIED, "530181 → 5201", "permit")
    assert away.standard_text == "approval 规则"
    assert "Rule approval" in away.reason.en


def test_a_facility_that_is_not_open_yet_or_no_longer_is_refused_on_that_day() -> None:
    snapshot = Snapshot.of([*PARTS, replace(MIXER, opens=date(2024, 6, 1), closes=date(2030, 12, 31))])
    assert len(suggest(snapshot).items) == 1
    assert len(suggest(snapshot, MatchOptions(on=date(2024, 6, 1))).items) == 1
    for day in (date(2024, 5, 31), date(2031, 1, 1)):
        found = suggest(snapshot, MatchOptions(on=day))
        assert found.items == ()
        (gate,) = found.refusals[0].gates
        assert (gate.gate, gate.given, gate.wanted) == (
            GateName.DATES,
            day.isoformat(),
            "2024-06-01/2030-12-31",
        )


def test_a_planned_facility_without_an_opening_day_is_unverified_on_any_day() -> None:
    slag = material("slag")
    parts = [*pair(slag, slag)]
    parts[-1] = facility("f", "user", "use", 10.0, state=OperatingState.PLANNED)
    assert judged(GateName.DATES, parts, date(2026, 1, 1)).outcome is Outcome.UNVERIFIED
    assert judged(GateName.DATES, parts).outcome is Outcome.PASSED


def test_a_limit_of_every_input_holds_for_an_auxiliary_one_too() -> None:
    """The limit without a material is about all that goes in; the one that names gypsum holds for gypsum."""
    rows = [limit("mix", "Cr", maximum=1.0), limit("mix", "P", maximum=1.0, material="gypsum")]
    snapshot = Snapshot.of([*PARTS, MIXER, stream("g", "maker", "gypsum", 5.0), *rows])
    components = {
        item.stream: [gate.component for gate in item.gates if gate.gate is GateName.COMPOSITION]
        for item in suggest(snapshot).items
    }
    assert components == {"g": ["Cr", "P"], "s": ["Cr"]}
