from __future__ import annotations

import pytest

from graph.matching.pathways import MAX_STEPS, PathwayFinder
from graph.model import EmissionFactor, Technology
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.value.numbers.factors import Factors
from graph.vocabulary import Direction, FactorKind, MaterialId, RowId
from tests.build import ESTIMATE, PARK, enterprise, facility, material, port, price, recipe, technology


def finder(*parts: object) -> PathwayFinder:
    flat: list[object] = [PARK, enterprise("e")]
    for part in parts:
        flat.extend(part) if isinstance(part, list) else flat.append(part)
    snapshot = Snapshot.of(flat)
    return PathwayFinder(snapshot, Factors(snapshot))


def test_a_cycle_is_cut_where_a_technology_would_come_twice() -> None:
    paths = finder(
        material("a"),
        material("b"),
        recipe("there", "a", "b", 0.5),
        recipe("back", "b", "a", 0.5),
        facility("f", "e", "there", 1.0),
        facility("g", "e", "back", 1.0),
    ).chains("there", "a")
    assert [[step.technology for step in path.treatments] for path in paths] == [["there"], ["there", "back"]]
    assert paths[1].treatments[1].amount_out == pytest.approx(0.25)


def test_a_pathway_has_at_most_four_steps() -> None:
    parts: list[object] = [material(f"m{number}") for number in range(8)]
    for number in range(7):
        parts.extend(recipe(f"t{number}", f"m{number}", f"m{number + 1}"))
        parts.append(facility(f"f{number}", "e", f"t{number}", 1.0))
    lengths = [len(path.treatments) for path in finder(*parts).chains("t0", "m0")]
    assert lengths == [1, 2, 3, MAX_STEPS]


def test_the_lowest_readiness_holds_for_the_chain() -> None:
    paths = finder(
        material("a"),
        material("b"),
        material("c"),
        recipe("x", "a", "b", trl=9),
        recipe("y", "b", "c", trl=6),
        facility("f", "e", "x", 1.0),
        facility("g", "e", "y", 1.0),
    ).chains("x", "a")
    assert [path.trl for path in paths] == [9, 6]


def test_co2_is_counted_once_at_the_end_of_the_chain() -> None:
    """Washing claims natural gypsum and so does the plaster made of it: the chain avoids it once.

    1 t -> 0.8 t washed -> plaster, displacing 0.5 t/t of rock at 100 kg/t: 0.8 x 0.5 x 100 = 40 kg,
    less 10 kWh/t of washing and 20 kWh/t x 0.8 of plastering at 0.1 kg/kWh: 40 - 1 - 1.6 = 37.4 kg.
    """

    def with_ports(process: Technology, takes: str, gives: str, ratio: float) -> list[object]:
        return [
            process,
            port(str(process.id), Direction.MAIN_INPUT, takes),
            port(str(process.id), Direction.PRODUCT, gives, ratio),
        ]

    rock = EmissionFactor(
        id=RowId("rock"),
        kind=FactorKind.PRODUCT,
        item="rock",
        material=MaterialId("rock"),
        amount=Range.exact(100.0),
        unit="kg CO2e/t",
        evidence=ESTIMATE,
    )
    washing = technology("wash", displaces="rock", displaced_ratio=1.0, electricity=10.0)
    plastering = technology("plaster", displaces="rock", displaced_ratio=0.5, electricity=20.0)
    paths = finder(
        material("rock"),
        material("raw"),
        material("washed"),
        material("powder"),
        rock,
        with_ports(washing, "raw", "washed", 0.8),
        with_ports(plastering, "washed", "powder", 0.7),
        facility("f", "e", "wash", 1.0),
        facility("g", "e", "plaster", 1.0),
    ).chains("wash", "raw")
    assert [path.co2_avoided for path in paths] == [pytest.approx(99.0), pytest.approx(37.4)]


def test_what_is_not_known_is_named() -> None:
    unknown = technology("t", operating_cost=None, electricity=None)
    path = finder(
        material("a"),
        material("b"),
        [unknown, port("t", Direction.MAIN_INPUT, "a"), port("t", Direction.PRODUCT, "b")],
        facility("f", "e", "t", 1.0),
    ).best("t", "a")
    assert path.value is None
    assert path.co2_avoided is None
    assert path.missing == (
        "operating cost of t",
        "electricity use of t",
        "price of b",
        "product displaced by t",
    )


def test_a_use_that_sells_nothing_has_a_worth_only_if_a_term_of_it_is_known() -> None:
    """No sale is no money, but a use of which no cost is known either is not free."""
    path = finder(
        material("a"),
        technology("unknown", operating_cost=None, electricity=None, direct_emissions=None),
        technology("costly", operating_cost=5.0, electricity=None, direct_emissions=None),
        port("unknown", Direction.MAIN_INPUT, "a"),
        port("costly", Direction.MAIN_INPUT, "a"),
        facility("f", "e", "unknown", 1.0),
        facility("g", "e", "costly", 1.0),
    )
    assert (path.best("unknown", "a").value, path.best("unknown", "a").co2_avoided) == (None, None)
    assert (path.best("costly", "a").value, path.best("costly", "a").co2_avoided) == (-5.0, None)


def test_burning_a_waste_counts_its_own_carbon() -> None:
    """Coke for coal in a kiln: 1.26 t of coal at 2441 kg/t saved, 3212 kg/t given off: 136 kg/t worse."""
    coal = EmissionFactor(
        id=RowId("coal"),
        kind=FactorKind.PRODUCT,
        material=MaterialId("coal"),
        amount=Range.exact(2.441),
        unit="t CO2/t",
        evidence=ESTIMATE,
    )
    kiln = technology("kiln", displaces="coal", displaced_ratio=1.26, direct_emissions=3212.0)
    path = finder(
        material("coke"),
        material("coal"),
        material("kiln-heat"),
        coal,
        [kiln, port("kiln", Direction.MAIN_INPUT, "coke"), port("kiln", Direction.PRODUCT, "kiln-heat")],
        facility("f", "e", "kiln", 1.0),
    ).best("kiln", "coke")
    assert path.co2_avoided == pytest.approx(-136.34)


def test_each_later_step_goes_to_the_nearest_facility_that_runs_it() -> None:
    """Two mills take the powder; the one in the same town is chosen, one without a position comes last."""
    parts: list[object] = [
        material("a"),
        material("b"),
        material("c"),
        recipe("grind", "a", "b"),
        recipe("mill", "b", "c"),
        enterprise("near", 24.96, 102.38),
        enterprise("far", 25.50, 102.38),
        enterprise("lost", None, None),
        facility("f", "e", "grind", 1.0),
        facility("m1", "lost", "mill", 1.0),
        facility("m2", "far", "mill", 1.0),
        facility("m3", "near", "mill", 1.0),
    ]
    found = finder(*parts)
    longest = found.chains("grind", "a")[-1]
    assert [step.facility for step in found.placed(longest, "f")] == ["f", "m3"]


def test_a_pathway_follows_the_treated_waste_and_not_the_little_that_sells() -> None:
    """Sorting gives 5 % scrap and 90 % sorted slag, which is still slag: the pathway follows the slag."""
    parts: list[object] = [
        material("slag"),
        material("sorted", "slag"),
        material("scrap"),
        material("road"),
        recipe("sort", "slag", "sorted", 0.9),
        port("sort", Direction.PRODUCT, "scrap", 0.05),
        recipe("pave", "sorted", "road"),
        price("scrap", 2000.0),
        facility("f", "e", "sort", 1.0),
        facility("g", "e", "pave", 1.0),
    ]
    best = finder(*parts).best("sort", "slag")
    assert [step.gives for step in best.treatments] == ["sorted", "road"]
    assert best.value == pytest.approx(100.0)


def test_a_residue_may_go_on_too_and_the_product_that_leaves_counts_beside_it() -> None:
    """Washing 1 t gives 0.7 t clean at 100, and 0.3 t mud, pressed to 0.3 t brick at 50: 70 + 15 = 85."""
    found = finder(
        *(material(name) for name in ("raw", "clean", "mud", "brick")),
        price("clean", 100.0),
        price("brick", 50.0),
        recipe("wash", "raw", "clean", 0.7, residue=("mud", 0.3)),
        recipe("press", "mud", "brick"),
        facility("f", "e", "wash", 1.0),
        facility("g", "e", "press", 1.0),
    ).chains("wash", "raw")
    assert [way.value for way in found] == [pytest.approx(70.0), pytest.approx(85.0)]
    assert [way.residues for way in found] == [(("mud", pytest.approx(0.3)),), ()]


def test_energy_cost_and_bought_inputs_are_carried_along_the_way() -> None:
    """0.5 t goes on: 10 + 0.5 x 20 kWh, 100 + 0.5 x 200 MJ, 5 + 0.5 x 8 CNY, 0.5 x 0.2 t of lime."""
    first = technology("first", electricity=10.0, heat=100.0, operating_cost=5.0)
    second = technology("second", electricity=20.0, heat=200.0, operating_cost=8.0)
    way = finder(
        *(material(name) for name in ("a", "b", "c", "lime")),
        first,
        port("first", Direction.MAIN_INPUT, "a"),
        port("first", Direction.PRODUCT, "b", 0.5),
        second,
        port("second", Direction.MAIN_INPUT, "b"),
        port("second", Direction.PRODUCT, "c"),
        port("second", Direction.AUXILIARY_INPUT, "lime", 0.2),
        facility("f", "e", "first", 1.0),
        facility("g", "e", "second", 1.0),
    ).chains("first", "a")[-1]
    assert (way.electricity, way.heat, way.cost) == (20.0, 200.0, 9.0)
    assert way.auxiliaries == (("lime", pytest.approx(0.1)),)


def test_a_technology_that_nobody_runs_is_hypothetical_and_comes_after_what_exists() -> None:
    found = finder(
        *(material(name) for name in ("slag", "road", "glass", "wool")),
        recipe("pave", "slag", "road"),
        recipe("melt", "slag", "glass"),
        recipe("spin", "glass", "wool"),
        facility("f", "e", "pave", 1.0),
    )
    every = found.every("slag")
    assert every.complete
    assert [(len(way.treatments), way.hypothetical) for way in every.items] == [
        (1, ()),
        (1, ("melt",)),
        (2, ("melt", "spin")),
    ]
    assert [step.facility for step in found.placed(every.items[1], None)] == [None]
    assert len(found.every("slag", hypothetical=False).items) == 1


def test_more_ways_than_can_be_looked_at_are_said_to_be_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.matching.pathways.MOST_PATHWAYS", 1)
    found = finder(
        *(material(name) for name in ("slag", "glass", "wool", "beads")),
        recipe("melt", "slag", "glass"),
        recipe("spin", "glass", "wool"),
        recipe("blow", "glass", "beads"),
    ).every("slag")
    assert not found.complete
