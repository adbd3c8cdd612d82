"""Waste, by-product or product: what the seed calls the park's materials, and what follows."""

from __future__ import annotations

from graph.matching import GateName, MatchOptions, Outcome, suggest
from graph.model import Enterprise, Material, Technology, WasteStream
from graph.snapshot import Snapshot
from graph.vocabulary import Hazard, MaterialStatus

#: Hazardous, of no class in the list of hazardous waste, and yet waste: a mud and a waste water.
NO_CLASS = {"acid-metal-wastewater", "mud-phosphorus"}


def test_the_parks_by_products_are_not_waste(anning: Snapshot) -> None:
    materials = anning.by_id(Material)
    streams = {row.material for row in anning.all(WasteStream)}
    called = {name for name in streams if materials[name].status is not MaterialStatus.WASTE}
    assert called == BY_PRODUCTS
    assert {materials[name].status for name in called} == {MaterialStatus.BY_PRODUCT}


def test_what_recipes_displace_is_no_waste_but_for_scrap_and_cullet(anning: Snapshot) -> None:
    materials = anning.by_id(Material)
    displaced = {row.displaced_material for row in anning.all(Technology) if row.displaced_material}
    wastes = {name for name in displaced if materials[name].status is MaterialStatus.WASTE}
    assert wastes == {"glass-cullet", "steel-scrap"}


def test_hazardous_waste_has_a_class(anning: Snapshot) -> None:
    classless = {
        row.id
        for row in anning.all(Material)
        if row.status is MaterialStatus.WASTE and row.hazard is Hazard.HAZARDOUS and not row.hw_codes
    }
    assert classless == NO_CLASS


def test_no_by_product_is_called_hazardous_waste_of_an_unknown_class(anning: Snapshot) -> None:
    """Case C17."""
    streams = tuple(row.id for row in anning.all(WasteStream) if row.material in BY_PRODUCTS)
    found = suggest(anning, MatchOptions(top=0, streams=streams, prospective=False))
    gates = [
        (str(item.stream), gate)
        for item in (*found.items, *found.refusals)
        for gate in item.gates
        if gate.gate is GateName.HAZARD
    ]
    assert gates
    assert not [stream for stream, gate in gates if "unknown class" in gate.reason.en]
    for stream, gate in gates:
        unsure = stream.endswith("--nmp-recovery-liquid")
        assert gate.outcome is (Outcome.UNVERIFIED if unsure else Outcome.PASSED)


def test_no_licence_was_found_so_none_is_claimed(anning: Snapshot) -> None:
    assert [row.id for row in anning.all(Enterprise) if row.licences] == []


BY_PRODUCTS = {
    "bof-gas",
    "fluosilicic-acid",
    "nmp-recovery-liquid",
    "petroleum-coke-green",
    "sulphur",
}
