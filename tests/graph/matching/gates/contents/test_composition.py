"""Hand-worked composition checks: every outcome that a limit can have."""

from __future__ import annotations

import numpy as np
import pytest

from graph.matching.gates.contents.contents import radionuclide_indices, stream_values
from graph.matching.gates.verdicts import (
    PASSED,
    REFUSED,
    UNVERIFIED,
    Reason,
)
from graph.model import Limit, MaterialComponent, StreamComponent
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.vocabulary import MaterialId, RowId
from tests.build import ESTIMATE, PARK, analysis, enterprise, limit, material, stream, technology
from tests.graph.matching.gates.kiln import checks_of


def judged(
    *rows: Limit | StreamComponent | MaterialComponent, moisture: float | None = None
) -> list[tuple[str, int, str]]:
    """Outcome and reason of each check of a stream of fine gypsum at one technology."""
    snapshot = Snapshot.of(
        [
            PARK,
            enterprise("maker"),
            material("gypsum"),
            material("fine-gypsum", "gypsum"),
            stream("s", "maker", "fine-gypsum", 10.0, moisture=moisture),
            technology("t"),
            *rows,
        ]
    )
    checks = checks_of(snapshot, "fine-gypsum")
    words = [Reason(reason).name.lower().replace("_", " ") for reason in checks.reason]
    return list(zip(checks.component, checks.verdict.tolist(), words, strict=True))


def test_an_analysis_within_the_limit_passes_and_one_beyond_is_refused() -> None:
    assert judged(limit("t", "Cl", maximum=0.04), analysis("s", "Cl", 0.03)) == [("Cl", PASSED, "within")]
    assert judged(limit("t", "Cl", maximum=0.04), analysis("s", "Cl", 0.05)) == [("Cl", REFUSED, "exceeded")]


def test_a_minimum_refuses_what_is_too_lean() -> None:
    assert judged(limit("t", "CaSO4", minimum=80.0), analysis("s", "CaSO4", 73.0)) == [
        ("CaSO4", REFUSED, "below minimum")
    ]


def test_an_unknown_limit_and_an_unmeasured_component_never_pass_silently() -> None:
    assert judged(limit("t", "TOC"), analysis("s", "TOC", 1.0)) == [("TOC", UNVERIFIED, "limit not verified")]
    assert judged(limit("t", "Cd", maximum=1.0)) == [("Cd", UNVERIFIED, "not measured")]


def test_a_range_that_reaches_past_the_limit_is_unverified() -> None:
    assert judged(limit("t", "Cl", maximum=0.04), analysis("s", "Cl", 0.03, spread=0.02)) == [
        ("Cl", UNVERIFIED, "range reaches past")
    ]


def test_a_typical_value_informs_but_neither_passes_nor_refuses() -> None:
    def typical(value: float) -> MaterialComponent:
        return MaterialComponent(
            id=RowId("x"),
            material=MaterialId("gypsum"),
            component="Cl",
            basis="mass %",
            amount=Range.exact(value),
            evidence=ESTIMATE,
        )

    assert judged(limit("t", "Cl", maximum=0.04), typical(0.01))[0][1:] == (UNVERIFIED, "typical only")
    assert judged(limit("t", "Cl", maximum=0.04), typical(0.10))[0][1:] == (
        UNVERIFIED,
        "typical exceeds",
    )


def test_bases_are_converted_where_the_moisture_is_known() -> None:
    """72 mass % wet at 20 % water is 90 mass % dry; without the moisture nobody can tell."""
    rows = (limit("t", "G", minimum=80.0, basis="mass % dry"), analysis("s", "G", 72.0, "mass % wet"))
    assert judged(*rows, moisture=20.0) == [("G", PASSED, "within")]
    assert judged(*rows) == [("G", UNVERIFIED, "basis not comparable")]
    unstated = (limit("t", "G", minimum=80.0, basis="mass % dry"), analysis("s", "G", 72.0))
    assert judged(*unstated) == [("G", UNVERIFIED, "basis not stated")]


def test_milligrams_and_per_cent_are_compared() -> None:
    assert judged(limit("t", "Cd", maximum=0.001), analysis("s", "Cd", 20.0, "mg/kg")) == [
        ("Cd", REFUSED, "exceeded")
    ]


@pytest.mark.parametrize("unit", ["mg/kg", "ppm", "g/t", "g/kg", "kg/t", "ug/kg", "%", "mass %"])
def test_every_unit_of_contents_by_mass_may_be_of_the_wet_whole_or_the_dry_matter(unit: str) -> None:
    """2 % of the whole is no less of its dry matter; 2 % of dry matter is 0.8 % of what is 60 % water."""
    amount = {"g/kg": 20.0, "kg/t": 20.0, "ug/kg": 2e7, "%": 2.0, "mass %": 2.0}.get(unit, 20_000.0)
    dry = limit("t", "Zn", maximum=1.0, basis="mass % dry")
    assert judged(dry, analysis("s", "Zn", amount, f"{unit} wet"))[0][1] == REFUSED
    wet = limit("t", "Zn", maximum=1.0, basis="mass % wet")
    assert judged(wet, analysis("s", "Zn", amount, f"{unit} dry"), moisture=60.0)[0][1] == PASSED


def test_a_parents_limit_holds_unless_the_child_has_its_own() -> None:
    parent = limit("t", "Cl", maximum=0.01, material="gypsum")
    child = limit("t", "Cl", maximum=0.10, material="fine-gypsum")
    assert judged(parent, analysis("s", "Cl", 0.05))[0][1] == REFUSED
    assert judged(parent, child, analysis("s", "Cl", 0.05))[0][1] == PASSED


def test_radium_alone_decides_the_internal_index_and_bounds_the_external_one() -> None:
    """500 Bq/kg: I_Ra = 500/200 = 2.5 exceeds 1.0; I_gamma is at least 500/370 = 1.35, above 1.3."""
    assert radionuclide_indices(500.0, 0.0, 0.0) == (2.5, pytest.approx(1.3514, abs=1e-4))
    limits = (limit("t", "IRa", maximum=1.0, basis="index"), limit("t", "Igamma", maximum=1.3, basis="index"))
    found = judged(*limits, analysis("s", "Ra-226", 500.0, "Bq/kg"))
    assert found == [("IRa", REFUSED, "exceeded"), ("Igamma", REFUSED, "exceeded")]
    found = judged(*limits, analysis("s", "Ra-226", 100.0, "Bq/kg"))
    assert found == [("IRa", PASSED, "within"), ("Igamma", UNVERIFIED, "index incomplete")]


def test_the_external_index_sums_three_nuclides() -> None:
    """74/370 + 52/260 + 840/4200 = 0.2 + 0.2 + 0.2."""
    nuclides = [
        analysis("s", "Ra-226", 74.0, "Bq/kg"),
        analysis("s", "Th-232", 52.0, "Bq/kg"),
        analysis("s", "K-40", 840.0, "Bq/kg"),
    ]
    snapshot = Snapshot.of(
        [PARK, enterprise("maker"), material("gypsum"), stream("s", "maker", "gypsum", 1.0), *nuclides]
    )
    values = stream_values(snapshot)
    gamma = values.take(values.component == "Igamma")
    assert gamma.likely.tolist() == pytest.approx([0.6])
    assert gamma.complete.tolist() == [True]


def test_a_standard_that_admits_none_of_a_material_closes_the_port_to_it_and_its_kinds() -> None:
    own = limit("t", "material:gypsum", maximum=0.0)
    assert judged(own) == [("material:gypsum", REFUSED, "exceeded")]
    assert judged(limit("t", "material:clay", maximum=0.0)) == [("material:clay", PASSED, "within")]


def test_the_margin_is_the_relative_distance_to_the_bound() -> None:
    snapshot = Snapshot.of(
        [
            PARK,
            enterprise("maker"),
            material("gypsum"),
            stream("s", "maker", "gypsum", 1.0),
            technology("t"),
            limit("t", "Cl", maximum=0.04),
            analysis("s", "Cl", 0.01),
        ]
    )
    np.testing.assert_allclose(checks_of(snapshot, "gypsum").margin, [0.75])


@pytest.mark.parametrize("dry", [0.1, 0.12])
@pytest.mark.parametrize(("first", "second"), [("a", "b"), ("b", "a")])
def test_a_mean_reckons_with_what_is_known_exactly_whatever_else_is_known(
    dry: float, first: str, second: str
) -> None:
    """1000 mg/kg are 0.1 %; so much of dry matter is at most that as received: nobody knows the water."""
    rows = (
        analysis("s", "Cl", 1000.0, "mg/kg", name=first),
        analysis("s", "Cl", dry, "mass % dry", name=second),
    )
    snapshot = Snapshot.of(
        [
            *(PARK, enterprise("maker"), material("gypsum"), technology("t")),
            stream("s", "maker", "gypsum", 10.0),
            limit("t", "Cl", maximum=0.15),
            *rows,
        ]
    )
    checks = checks_of(snapshot, "gypsum")
    assert checks.verdict.tolist() == [PASSED]
    assert checks.mixes.tolist() == [True]
    assert checks.reckoned.tolist() == pytest.approx([0.1])
