"""What displaces: the product that stands for the virgin one, and what a plant replaces today."""

from __future__ import annotations

import pytest

from graph.model import EmissionFactor, Facility, Port, Technology
from graph.snapshot import Snapshot
from graph.vocabulary import Direction

#: Recipes whose largest product is not the one that displaces (water, heat, salt or gas beside it is larger).
OUTPUTS = {
    "biogas-chp": "electricity",
    "bone-gelatin": "gelatin",
    "bsf-foodwaste": "bsf-larvae-meal",
    "chrome-shavings-hydrolysis": "gelatin-technical",
    "copperas-iron-phosphate": "iron-phosphate",
    "dust-rhf": "dri-pellet",
    "fepo4-liquor-ammonium-sulphate": "ammonium-sulphate",
    "lfp-black-mass-lithium-extraction": "lithium-carbonate",
    "lfp-powder-lithium-extraction": "lithium-carbonate",
    "mercerising-caustic-recovery": "caustic-soda-30",
    "nicd-battery-recycling": "cadmium-metal",
    "petcoke-gasification-ammonia": "ammonia",
    "petcoke-gasification-hydrogen": "hydrogen",
    "pg-ammonium-sulphate": "ammonium-sulphate",
    "pomace-pectin": "pectin",
    "refinery-acid-gas-claus": "sulphur",
    "refinery-offgas-hydrogen-psa": "hydrogen",
    "refinery-sulphur-acid": "sulphuric-acid-98",
    "spent-acid-regeneration": "sulphuric-acid-98",
    "ss-hot-stew-magnetic": "slag-steel-scrap",
    "tyre-pyrolysis-carbon-black": "recovered-carbon-black",
}
GASIFIER = "tianan-chemical--petcoke-gasification-ammonia"


def products(snapshot: Snapshot) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for port in snapshot.all(Port):
        if port.direction is Direction.PRODUCT:
            found.setdefault(port.technology, {})[port.material] = port.ratio.likely
    return found


def test_the_credit_stands_at_the_product_that_displaces(anning: Snapshot) -> None:
    """Ammonia's at ammonia and not at its carbon dioxide, lithium's at lithium and not at sodium salt."""
    said = {row.id: row.displaced_output for row in anning.all(Technology) if row.displaced_output}
    assert said == OUTPUTS


def test_the_product_that_displaces_is_made_and_is_not_the_largest(anning: Snapshot) -> None:
    made = products(anning)
    for technology, output in OUTPUTS.items():
        assert output in made[technology]
        assert output != max(made[technology], key=lambda name: (made[technology][name], name))


def test_a_product_replaces_no_more_of_itself_than_is_made(anning: Snapshot) -> None:
    """A tonne of recovered ammonia, gelatin or lithium carbonate replaces one tonne of it (2 % rounding)."""
    made = products(anning)
    more = {
        row.id
        for row in anning.all(Technology)
        if row.displaced_ratio
        and row.displaced_ratio > 1.02 * made.get(row.id, {}).get(row.displaced_material, 1e9)
    }
    assert more == set()


def test_coke_in_the_gasifier_saves_coal_and_not_ammonia(anning: Snapshot) -> None:
    """80,000 t of coke: 1.26 t of coal a tonne at 2,441 kg, less 3,212 kg of its own, are -10.9 kt CO2e."""
    gasifier = anning.by_id(Facility)[GASIFIER]
    assert (gasifier.replaces, gasifier.replaces_ratio) == ("coal", 1.26)
    factors = (
        row for row in anning.all(EmissionFactor) if row.material == "coal" and row.note.startswith("default")
    )
    (coal,) = factors
    assert coal.amount is not None
    assert coal.unit == "t CO2/t"
    own = anning.by_id(Technology)[gasifier.technology].direct_emissions
    assert own is not None
    saved = 80_000.0 * (gasifier.replaces_ratio * coal.amount.likely - own / 1_000.0) / 1_000.0
    assert saved == pytest.approx(-10.9, abs=0.1)
