"""Contents of the whole and of dry matter: one rule for ends of intervals, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.matching.gates.carried.carrier import _on_basis
from graph.matching.gates.contents.bases import (
    DRY,
    VOLUME,
    WET,
    Content,
    by_density,
    dry_matter,
    readings,
    turned,
)
from graph.matching.gates.verdicts import Reason
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.vocabulary import FateBasis, Phase
from tests.build import PARK, analysis, enterprise, limit, material, stream, technology
from tests.graph.matching.gates.kiln import checks_of

ends = st.lists(st.floats(0.0, 99.0), min_size=3, max_size=3).map(lambda some: Content(*sorted(some)))


@given(ends, ends, st.sampled_from([DRY, WET]))
def test_the_interval_is_the_smallest_that_holds_all_combinations(
    content: Content, water: Content, wanted: str
) -> None:
    def one(amount: float, wet: float) -> float:
        matter = 1.0 - wet / 100.0
        return amount / matter if wanted == DRY else amount * matter

    every = [one(*pair) for pair in product(content, water)]
    found = turned(content, water, wanted)
    assert found.low == pytest.approx(min(every))
    assert found.likely == pytest.approx(one(content.likely, water.likely))
    assert found.high == pytest.approx(max(every))


def test_there_and_back_is_wider_and_a_known_water_brings_back_what_was() -> None:
    """4 to 6 % of the whole with 20 to 50 % of water: 5 to 12 % dry, and back 2.5 to 9.6 %."""
    content, water = Content(4.0, 4.5, 6.0), Content(20.0, 25.0, 50.0)
    dry = turned(content, water, DRY)
    assert dry == pytest.approx((5.0, 6.0, 12.0))
    assert turned(dry, water, WET) == pytest.approx((2.5, 4.5, 9.6))
    known = Content(25.0, 25.0, 25.0)
    assert turned(turned(content, known, DRY), known, WET) == pytest.approx(content)


def test_of_water_alone_there_is_no_dry_matter() -> None:
    assert dry_matter(Content(90.0, 100.0, 100.0)) == (0.0, 0.0, pytest.approx(0.1))
    assert turned(Content(1.0, 1.0, 1.0), Content(90.0, 100.0, 100.0), DRY) == (
        pytest.approx(10.0),
        np.inf,
        np.inf,
    )


def test_what_a_factor_is_of_is_turned_by_the_same_rule() -> None:
    """2 to 4 % of dry matter with 20 to 50 % of water are 1 to 3.2 % of the whole, not 1.6 to 2."""
    content, water = Content(2.0, 3.0, 4.0), Content(20.0, 40.0, 50.0)
    ((key, found),) = _on_basis(("Zn", "mass % dry"), content, FateBasis.WET, [water])
    assert key == ("Zn", "mass % wet")
    assert found == pytest.approx((1.0, 1.8, 3.2))
    ((key, found),) = _on_basis(("Zn", "mass % wet"), content, FateBasis.DRY, [water])
    assert key == ("Zn", "mass % dry")
    assert found == pytest.approx((2.5, 5.0, 8.0))


def test_readings_know_the_ends_of_the_moisture() -> None:
    """Of 10 to 20 to 50 % of water: a wet content is 1.11 to 2 times as much of dry matter, likely 1.25."""
    moisture = np.array([[10.0, 20.0, 50.0]] * 3)
    read = readings(
        ["mass % wet", "mass % dry", "mass %"],
        ["mass % dry", "mass % wet", "mass % dry"],
        moisture,
        np.full((3, 3), np.nan),
    )
    assert read.lowest.tolist() == pytest.approx([1.0 / 0.9, 0.5, 1.0])
    assert read.least.tolist() == pytest.approx([1.25, 0.8, 1.0])
    assert read.most.tolist() == pytest.approx([1.25, 0.8, 1.25])
    assert read.highest.tolist() == pytest.approx([2.0, 0.9, 2.0])
    assert read.exact.tolist() == [True, True, False]
    assert read.stated.tolist() == [True, True, False]


@pytest.mark.parametrize(
    ("low", "high", "reason"),
    [
        (20.0, 20.0, Reason.WITHIN),
        # 4.4 % at 50 % of water would be 8.8 % of the dry matter.
        (20.0, 50.0, Reason.RANGE_REACHES_PAST),
        (10.0, 20.0, Reason.WITHIN),
    ],
)
def test_a_limit_of_dry_matter_looks_at_the_wettest_that_may_come(
    low: float, high: float, reason: Reason
) -> None:
    """4 % as received (3.6 to 4.4) with 20 % of water are 5 % of the dry matter, of 6 % at most."""
    waste = replace(stream("s", "maker", "gypsum", 10.0), moisture=Range(low, 20.0, high))
    snapshot = Snapshot.of(
        [
            PARK,
            enterprise("maker"),
            material("gypsum"),
            waste,
            technology("t"),
            limit("t", "Cl", maximum=6.0, basis="mass % dry"),
            analysis("s", "Cl", 4.0, "mass % wet", 0.4),
        ]
    )
    checks = checks_of(snapshot, "gypsum")
    assert checks.reason.tolist() == [reason]
    assert checks.value.tolist() == pytest.approx([5.0])


densities = st.lists(st.floats(0.6, 2.0), min_size=3, max_size=3).map(lambda some: Content(*sorted(some)))


@given(ends, densities, st.sampled_from([VOLUME, WET]))
def test_by_density_too_the_interval_is_the_smallest_that_holds_all_combinations(
    content: Content, density: Content, wanted: str
) -> None:
    every = [c * d * 1e4 if wanted == VOLUME else c / d / 1e4 for c, d in product(content, density)]
    found = by_density(content, density, wanted)
    assert (found.low, found.high) == pytest.approx((min(every), max(every)))
    assert by_density(by_density(content, density, VOLUME), density, WET).likely == pytest.approx(
        content.likely
    )


@pytest.mark.parametrize(
    ("given", "wanted", "factors"),
    [
        # 1 mg/kg of 1.2 to 1.25 to 1.3 t/m3.
        ("mg/kg", "mg/L", (1.2, 1.25, 1.25, 1.3)),
        ("ppm wet", "ug/L", (1200.0, 1250.0, 1250.0, 1300.0)),
        # 1 % is 10 g/kg.
        ("mass %", "g/L", (12.0, 12.5, 12.5, 13.0)),
        ("g/kg", "mg/L", (1200.0, 1250.0, 1250.0, 1300.0)),
        # The densest litre holds the least by mass.
        ("mg/L", "mg/kg", (1 / 1.3, 0.8, 0.8, 1 / 1.2)),
        ("g/L", "mass % wet", (0.1 / 1.3, 0.08, 0.08, 0.1 / 1.2)),
        # With 60 to 80 to 90 % of water a tenth to four tenths of the whole are dry.
        ("mg/kg dry", "mg/L", (0.1 * 1.2, 0.2 * 1.25, 0.2 * 1.25, 0.4 * 1.3)),
        ("mg/L", "mg/kg dry", (2.5 / 1.3, 5.0 / 1.25, 5.0 / 1.25, 10.0 / 1.2)),
    ],
)
def test_a_content_of_a_liquids_mass_is_one_of_its_volume_by_density(
    given: str, wanted: str, factors: tuple[float, ...]
) -> None:
    read = readings([given], [wanted], np.array([[60.0, 80.0, 90.0]]), np.array([[1.2, 1.25, 1.3]]))
    found = (*read.lowest, *read.least, *read.most, *read.highest)
    assert found == pytest.approx(factors)
    assert read.exact.tolist() == read.stated.tolist() == [True]


@pytest.mark.parametrize("density", [np.nan, 0.0])
@pytest.mark.parametrize("bases", [("mg/kg", "mg/L"), ("mg/L", "mass %")])
def test_of_an_unknown_density_a_volume_tells_nothing_of_a_mass(
    bases: tuple[str, str], density: float
) -> None:
    read = readings([bases[0]], [bases[1]], np.array([[60.0, 80.0, 90.0]]), np.full((1, 3), density))
    assert np.isnan(read.least).all()


def of_liquor(
    content: float, basis: str, spread: float, density: Range | None, phase: Phase
) -> tuple[Reason, float]:
    """Zinc of a pickling liquor against the 500 mg/L of a works that roasts it."""
    liquor = replace(material("liquor", phase=phase), density=density)
    snapshot = Snapshot.of(
        [
            *(PARK, enterprise("maker"), liquor, technology("t")),
            stream("s", "maker", "liquor", 10.0),
            limit("t", "Zn", maximum=500.0, basis="mg/L"),
            analysis("s", "Zn", content, basis, spread),
        ]
    )
    checks = checks_of(snapshot, "liquor")
    return Reason(checks.reason[0]), float(checks.value[0])


@pytest.mark.parametrize(
    ("content", "basis", "spread", "reason", "value"),
    [
        # 450 mg/kg x 1.25 kg/L = 562.5 mg/L; 360 are 450, at most 468 at 1.3 kg/L.
        (450.0, "mg/kg", 0.0, Reason.EXCEEDED, 562.5),
        (360.0, "mg/kg", 0.0, Reason.WITHIN, 450.0),
        # 390 are 487.5, but 507 at 1.3 kg/L; and 380 of the 360 that are likely are 494, 390 are 507.
        (390.0, "mg/kg", 0.0, Reason.RANGE_REACHES_PAST, 487.5),
        (360.0, "mg/kg", 20.0, Reason.WITHIN, 450.0),
        (360.0, "mg/kg", 30.0, Reason.RANGE_REACHES_PAST, 450.0),
        (0.1, "mass %", 0.0, Reason.EXCEEDED, 1250.0),
        (0.3, "g/kg", 0.0, Reason.WITHIN, 375.0),
    ],
)
def test_a_limit_by_volume_reads_a_content_by_mass(
    content: float, basis: str, spread: float, reason: Reason, value: float
) -> None:
    found = of_liquor(content, basis, spread, Range(1.2, 1.25, 1.3), Phase.LIQUID)
    assert found == (reason, pytest.approx(value))


@pytest.mark.parametrize(
    ("density", "phase"),
    # What leaches out of a solid no density tells.
    [(None, Phase.LIQUID), (Range(1.2, 1.25, 1.3), Phase.SOLID), (Range(1.2, 1.25, 1.3), Phase.SLUDGE)],
)
def test_without_the_density_of_a_liquid_it_is_unverified(density: Range | None, phase: Phase) -> None:
    reason, value = of_liquor(450.0, "mg/kg", 0.0, density, phase)
    assert reason == Reason.BASIS_NOT_COMPARABLE
    assert np.isnan(value)
