"""Components as laboratories write them: what a limit can find again."""

import pytest

from ingest.proposing.components import component_of, components_known
from tests.ingest.proposing.files import library


@pytest.mark.parametrize(
    ("written", "unit", "component", "basis"),
    [
        ("镭-226", "Bq/kg", "Ra-226", "Bq/kg"),
        ("226Ra", "bq/kg", "Ra-226", "Bq/kg"),
        ("烧失量", "%", "LOI", "%"),
        ("水溶性氟（F-）", "%", "水溶性氟（F-）", "%"),
        ("水溶性F", "%", "F-soluble", "%"),
        ("Cl-", "mg/kg", "Cl", "mg/kg"),
        ("氯离子含量", "wt%", "Cl", "%"),
        ("浸出液中的砷", "mg/l", "leachate-As", "mg/L"),
        ("游离氧化钙", "%", "f-CaO", "%"),
        ("CaSO4·2H2O", "%", "CaSO4.2H2O", "%"),
        ("附着水", "%", "free-water", "mass % wet"),
        ("pH", "无量纲", "pH", "pH"),
        ("外照射指数", "", "Igamma", "index"),
        ("Wassergehalt", "%", "free-water", "mass % wet"),
    ],
)
def test_a_component_has_the_name_and_basis_of_its_limits(
    written: str, unit: str, component: str, basis: str
) -> None:
    assert component_of(written, unit, components_known(library()))[:2] == (component, basis)


def test_a_name_that_limits_carry_stays() -> None:
    known = components_known(library())
    for name in sorted(known):
        assert component_of(name, "mg/kg", known)[0] == name


def test_heat_of_combustion_is_kept_in_megajoules() -> None:
    name, basis, factor = component_of("低位发热量", "kcal/kg", frozenset())
    assert (name, basis) == ("LHV", "MJ/kg")
    assert 5000 * factor == pytest.approx(20.934)
