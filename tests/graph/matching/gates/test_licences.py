"""Who may take hazardous waste: by licence, or by an exemption of one giver, one waste and one taker."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from graph.matching import GateName, GateResult, MatchOptions, Outcome, suggest
from graph.planning import PlanOptions, make_plan
from graph.snapshot import Snapshot
from graph.vocabulary import Hazard, Unit
from tests.build import (
    PARK,
    WEIGHTS,
    directed_use,
    enterprise,
    facility,
    material,
    recipe,
    stream,
)


def smelters(*more: Any, licences: tuple[str, ...] = ()) -> Snapshot:
    """Two mills give 100 t of dust (HW23) each, the first 40 t of sludge (HW17) too; one works takes all.

    mill -> dust, sludge -> kiln (of user)
    other -> dust -> kiln
    """
    parts = (
        PARK,
        *WEIGHTS,
        enterprise("mill"),
        enterprise("other"),
        enterprise("user", licences=licences),
        material("dust", hazard=Hazard.HAZARDOUS, hw_codes=("312-001-23",)),
        material("eaf-dust", "dust", hazard=Hazard.HAZARDOUS, hw_codes=("312-001-23",)),
        material("sludge", hazard=Hazard.HAZARDOUS, hw_codes=("HW17",)),
        material("zinc"),
        *recipe("kiln", "dust", "zinc"),
        *recipe("pot", "sludge", "zinc"),
        stream("s-mill", "mill", "dust", 100.0),
        stream("s-other", "other", "dust", 100.0),
        stream("s-sludge", "mill", "sludge", 40.0),
        facility("f-kiln", "user", "kiln", 500.0),
        facility("f-pot", "user", "pot", 500.0),
        *more,
    )
    return Snapshot.of(parts)


def licence_of(snapshot: Snapshot, on: date | None = None) -> dict[str, GateResult]:
    """What the gate of licences says, by stream."""
    found = suggest(snapshot, MatchOptions(on=on))
    judged = [*found.items, *found.refusals]
    return {
        str(one.stream): next(gate for gate in one.gates if gate.gate is GateName.LICENCE) for one in judged
    }


def test_an_exemption_frees_one_waste_of_one_giver_at_one_taker() -> None:
    """The kiln has a licence for HW08 alone: of all that the mills give it may have the first one's dust."""
    snapshot = smelters(directed_use("mill", "user", "dust"), licences=("HW08",))
    gates = licence_of(snapshot)
    assert {name: gate.outcome for name, gate in gates.items()} == {
        "s-mill": Outcome.PASSED,
        "s-other": Outcome.REFUSED,
        "s-sludge": Outcome.REFUSED,
    }
    assert "directed use" in gates["s-mill"].reason.en
    assert gates["s-mill"].wanted == "HW08; mill-user-dust"
    assert make_plan(snapshot).total(Unit.TONNE).gross == pytest.approx(100.0)


def test_without_a_known_licence_the_others_stay_to_be_asked() -> None:
    gates = licence_of(smelters(directed_use("mill", "user", codes=("HW23",))))
    assert [gates[name].outcome for name in ("s-mill", "s-other", "s-sludge")] == [
        Outcome.PASSED,
        Outcome.UNVERIFIED,
        Outcome.UNVERIFIED,
    ]


def test_an_exemption_that_names_no_giver_frees_nobody_before_that_is_asked() -> None:
    snapshot = smelters(directed_use(None, "user", "dust"), licences=("HW08",))
    gates = licence_of(snapshot)
    assert [gates[name].outcome for name in ("s-mill", "s-other", "s-sludge")] == [
        Outcome.UNVERIFIED,
        Outcome.UNVERIFIED,
        Outcome.REFUSED,
    ]
    assert "for whom" in gates["s-mill"].reason.en


def test_an_exemption_of_a_material_holds_for_its_kinds() -> None:
    """Dust of an electric furnace is dust; what names the furnace's dust does not free all dust."""
    kiln = facility("f-kiln", "user", "kiln", 500.0)
    eaf = stream("s-eaf", "mill", "eaf-dust", 100.0)
    free = licence_of(smelters(eaf, kiln, directed_use("mill", "user", "dust"), licences=("HW08",)))
    assert free["s-eaf"].outcome is Outcome.PASSED
    named = licence_of(smelters(eaf, kiln, directed_use("mill", "user", "eaf-dust"), licences=("HW08",)))
    assert (named["s-eaf"].outcome, named["s-mill"].outcome) == (Outcome.PASSED, Outcome.REFUSED)


@pytest.mark.parametrize(
    ("on", "outcome"),
    [
        (None, Outcome.UNVERIFIED),
        (date(2026, 12, 31), Outcome.PASSED),
        (date(2027, 1, 1), Outcome.REFUSED),
    ],
)
def test_an_exemption_ends(on: date | None, outcome: Outcome) -> None:
    """Of one that ends nobody can say without a day whether it still runs."""
    use = directed_use("mill", "user", "dust", in_force_to=date(2026, 12, 31))
    assert licence_of(smelters(use, licences=("HW08",)), on)["s-mill"].outcome is outcome


def test_another_item_of_the_class_is_asked_about() -> None:
    use = directed_use("mill", "user", codes=("312-002-23",))
    assert licence_of(smelters(use, licences=("HW08",)))["s-mill"].outcome is Outcome.UNVERIFIED


@pytest.mark.parametrize(("giver", "net"), [("maker", 80.0), ("user", 100.0)])
def test_what_a_facility_leaves_is_freed_for_its_giver_too(giver: str, net: float) -> None:
    """100 t leach to 20 t of hazardous mud at `user`; the press may take the mud of whom the scheme names."""
    plan = make_plan(
        Snapshot.of(
            [
                PARK,
                *WEIGHTS,
                *(enterprise(name) for name in ("maker", "user")),
                enterprise("presser", licences=("HW08",)),
                material("slag"),
                material("metal"),
                material("mud", hazard=Hazard.HAZARDOUS, hw_codes=("HW48",)),
                material("brick"),
                *recipe("leach", "slag", "metal", 0.1, residue=("mud", 0.2)),
                *recipe("press", "mud", "brick"),
                stream("s", "maker", "slag", 100.0),
                facility("f", "user", "leach", 500.0),
                facility("g", "presser", "press", 500.0),
                directed_use(giver, "presser", "mud"),
            ]
        ),
        PlanOptions(),
    )
    assert plan.total(Unit.TONNE).net == pytest.approx(net)
