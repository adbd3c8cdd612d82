"""Sixteen small parks of other materials than Anning's; every answer was worked out on paper first.

All wastes are 100 units a year unless a test says otherwise, every works has room for 1,000, and all stand on
one spot. What is made in the end has a market, so that what is made on the way can only be handed on. Every
park is written to tables and read from them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from graph.doctor import Oddity, examine
from graph.matching import GateName, Outcome, suggest
from graph.planning import Plan, make_plan
from graph.snapshot import Snapshot
from graph.vocabulary import Direction, FateBasis, Hazard, Phase, Unit
from ingest import export_folder, read
from tests.build import (
    analysis,
    enterprise,
    facility,
    limit,
    market,
    material,
    park_of,
    port,
    recipe,
    stream,
    technology,
)
from tests.graph.planning.programme.columns.test_campaigns import fate
from tests.independent.chains import yields

DRY, WET, LITRE = "mass % dry", "mass % wet", "mg/L"


def works(name: str, takes: str, gives: str, ratio: float = 1.0, **more: Any) -> list[Any]:
    """Return a recipe and the one works that runs it."""
    return [*recipe(name, takes, gives, ratio, **more), facility(f"at-{name}", "user", name, 1000.0)]


def materials(*names: str, **more: Any) -> list[Any]:
    return [material(name, **more) for name in names]


def sold(name: str) -> Any:
    """Return a market that takes all there is of a material."""
    return market(f"market-{name}", name, 1e6)


def net(*parts: object, unit: Unit = Unit.TONNE) -> float:
    return plan(*parts).total(unit).net


def park(*parts: object) -> Snapshot:
    """Return a park as a load reads it from the tables that its rows are written to."""
    with TemporaryDirectory() as folder:
        export_folder(park_of(*parts).tables, folder)
        return Snapshot.from_records(read(folder).records)


def plan(*parts: object) -> Plan:
    return make_plan(park(*parts))


def passes(*parts: object) -> Outcome:
    """Return what the gate of composition says of the one way there is."""
    found = suggest(park(*parts))
    of_limits = [
        gate.outcome
        for way in (*found.items, *found.refusals)
        for gate in way.gates
        if gate.gate in (GateName.COMPOSITION, GateName.MOISTURE)
    ]
    (outcome,) = of_limits
    return outcome


# 1. Red mud and its alkali.
RED_MUD = [
    *materials("red-mud", "rinsed-mud", "bound-mud", "brick"),
    sold("brick"),
    stream("s", "maker", "red-mud", 100.0, moisture=30.0),
    analysis("s", "Na2O", 8.0, DRY),
    *works("rinse", "red-mud", "rinsed-mud"),
    fate("rinse", "rinsed-mud", "Na2O", 0.5),
    *recipe("burn", "rinsed-mud", "brick", 0.8),
    port("burn", Direction.MAIN_INPUT, "bound-mud"),
    port("burn", Direction.MAIN_INPUT, "red-mud"),
    facility("at-burn", "user", "burn", 1000.0),
    limit("burn", "Na2O", maximum=3.0, basis=DRY),
]


def test_red_mud_makes_bricks_once_its_alkali_is_out_and_not_when_half_of_it_is() -> None:
    """8 % x 0.5 = 4 %, above 3 %; x 0.3 = 2.4 %."""
    assert net(*RED_MUD) == pytest.approx(0.0)
    bound = [*works("bind", "red-mud", "bound-mud"), fate("bind", "bound-mud", "Na2O", 0.3)]
    found = plan(*RED_MUD, *bound)
    assert found.total(Unit.TONNE).net == pytest.approx(100.0)
    assert {flow.facility for flow in found.flows} == {"at-bind", "at-burn"}


# 2. Fly ash of waste incineration, salt to a fifth.
def fly_ash(left: float) -> list[Any]:
    ash = {"hazard": Hazard.HAZARDOUS, "hw_codes": ("HW18",)}
    return [
        *materials("ash", "washed-ash", **ash),
        *materials("marl", "clinker"),
        sold("clinker"),
        material("brine", phase=Phase.LIQUID, unit=Unit.CUBIC_METRE),
        enterprise("licensed", licences=("HW18",)),
        stream("s", "maker", "ash", 100.0),
        analysis("s", "Cl", 18.0),
        stream("m", "maker", "marl", 1000.0),
        analysis("m", "Cl", 0.01),
        *recipe("wash", "ash", "washed-ash", 0.8, residue=("brine", 3.0)),
        fate("wash", "washed-ash", "Cl", left),
        *recipe("kiln", "marl", "clinker", 0.6),
        port("kiln", Direction.MAIN_INPUT, "ash"),
        port("kiln", Direction.MAIN_INPUT, "washed-ash"),
        limit("kiln", "Cl", maximum=0.06),
        facility("at-wash", "licensed", "wash", 1000.0),
        facility("at-kiln", "licensed", "kiln", 3000.0),
    ]


def test_hazardous_ash_is_not_thinned_by_marl_and_must_be_washed_far_enough() -> None:
    """18 % x 0.02 = 0.36 % and x 0.001 = 0.018 %, at most 0.06 %. The salt is gone with the brine."""
    (ash,) = (row for row in plan(*fly_ash(0.02)).streams if row.stream == "s")
    assert ash.placed == pytest.approx(0.0)
    (ash,) = (row for row in plan(*fly_ash(0.001)).streams if row.stream == "s")
    assert (ash.placed, ash.residue) == pytest.approx((100.0, 20.0))
    assert dict(ash.beside) == {Unit.CUBIC_METRE: pytest.approx(300.0)}


# 3. Zinc of furnace dust, by a wash that does not take fluorine.
def zinc(*fates: object) -> list[Any]:
    return [
        *materials("dust", "crude", "pure", "zinc"),
        sold("zinc"),
        stream("s", "maker", "dust", 100.0),
        analysis("s", "Cl", 4.0),
        analysis("s", "F", 0.3),
        *works("waelz", "dust", "crude", 0.35),
        *(fate("waelz", "crude", component, 2.0) for component in ("Cl", "F")),
        *works("wash", "crude", "pure", 0.95),
        fate("wash", "pure", "Cl", 0.01),
        *fates,
        *works("electrolysis", "pure", "zinc", 0.6),
        limit("electrolysis", "Cl", maximum=0.1),
        limit("electrolysis", "F", maximum=0.02),
    ]


def test_what_a_wash_is_not_said_to_take_is_unverified_and_what_it_leaves_is_refused() -> None:
    """Cl 4 x 2 x 0.01 = 0.08 %; F 0.3 x 2 x 0.9 = 0.54 %, at most 0.02 %."""
    open_ = plan(*zinc())
    assert open_.total(Unit.TONNE).net > 0.0
    closed = plan(*zinc(fate("wash", "pure", "F", 0.9)))
    assert closed.flows == ()
    (dust,) = closed.streams
    assert "(F) 0.54 mass %, at most 0.02" in dust.detail.en


# 4. Sewage sludge, wet and dried.
def sludge(zinc_wet: float) -> list[Any]:
    return [
        material("sludge", phase=Phase.SLUDGE),
        *materials("dried", "brick"),
        sold("brick"),
        stream("s", "maker", "sludge", 100.0, moisture=80.0),
        analysis("s", "Zn", zinc_wet, "mg/kg wet"),
        *works("dry", "sludge", "dried", 0.31),
        replace(fate("dry", "dried", "Zn", 1.0), basis=FateBasis.DRY),
        *recipe("burn", "dried", "brick", 0.9),
        port("burn", Direction.MAIN_INPUT, "sludge"),
        facility("at-burn", "user", "burn", 1000.0),
        limit("burn", "Zn", maximum=1000.0, basis="mg/kg dry"),
        limit("burn", "free-water", maximum=40.0, basis=WET),
    ]


def test_sludge_that_is_too_dirty_by_its_dry_matter_is_no_cleaner_once_dried() -> None:
    """500 mg/kg of 80 % water are 2,500 of dry matter, 150 are 750; at most 1,000."""
    assert net(*sludge(500.0)) == pytest.approx(0.0)
    assert {flow.facility for flow in plan(*sludge(150.0)).flows} == {"at-dry", "at-burn"}


# 5. Spent acid.
SPENT_ACID = [
    *materials("spent", "acid", phase=Phase.LIQUID),
    *materials("fertiliser"),
    sold("fertiliser"),
    stream("s", "maker", "spent", 100.0),
    analysis("s", "Fe", 5.0),
    analysis("s", "H2SO4", 20.0),
    *recipe("feed", "acid", "fertiliser"),
    port("feed", Direction.MAIN_INPUT, "spent"),
    facility("at-feed", "user", "feed", 1000.0),
    limit("feed", "Fe", maximum=3.0),
]


def test_spent_acid_is_cracked_and_gives_as_much_as_it_contains() -> None:
    """A fifth of it is acid, and no iron is left in that."""
    assert net(*SPENT_ACID) == pytest.approx(0.0)
    crack = [
        *works("crack", "spent", "acid", 0.9),
        fate("crack", "acid", "Fe", 0.0),
        yields("crack", Direction.PRODUCT, "acid", None, "H2SO4", 1.0),
    ]
    found = plan(*SPENT_ACID, *crack)
    handed = {(flow.facility, flow.material): flow.amount for flow in found.flows}
    assert handed == {("at-crack", "spent"): pytest.approx(100.0), ("at-feed", "acid"): pytest.approx(20.0)}


# 6. Brine that is made again of its concentrate.
def test_water_is_won_from_brine_once_however_often_its_concentrate_goes_round() -> None:
    """0.7 of clean water of 300 mg/L, the concentrate is left; salt works make half of it brine again."""
    water = {"phase": Phase.LIQUID, "unit": Unit.CUBIC_METRE}
    parts = [
        *materials("brine", "clean", "concentrate", "cooling", **water),
        sold("cooling"),
        stream("s", "maker", "brine", 100.0),
        analysis("s", "TDS", 30000.0, LITRE),
        *works("evaporate", "brine", "clean", 0.7, residue=("concentrate", 0.3)),
        fate("evaporate", "clean", "TDS", 0.01),
        fate("evaporate", "concentrate", "TDS", 3.3),
        *works("cool", "clean", "cooling"),
        port("cool", Direction.MAIN_INPUT, "brine"),
        port("cool", Direction.MAIN_INPUT, "concentrate"),
        limit("cool", "TDS", maximum=1000.0, basis=LITRE),
    ]
    salt = [
        technology("salt"),
        port("salt", Direction.MAIN_INPUT, "concentrate"),
        port("salt", Direction.RESIDUE, "brine", 0.5),
        facility("at-salt", "user", "salt", 1000.0),
    ]
    for some in (parts, [*parts, *salt]):
        assert net(*some, unit=Unit.CUBIC_METRE) == pytest.approx(70.0)


# 7. Black mass.
def black_mass(nickel: float) -> list[Any]:
    return [
        *materials("mass", "roasted", "sulphate"),
        sold("sulphate"),
        stream("s", "maker", "mass", 100.0),
        analysis("s", "Ni", nickel),
        analysis("s", "F", 3.0),
        *recipe("leach", "roasted", "sulphate", 0.9),
        port("leach", Direction.MAIN_INPUT, "mass"),
        facility("at-leach", "user", "leach", 1000.0),
        limit("leach", "F", maximum=1.0),
        yields("leach", Direction.PRODUCT, "sulphate", None, "Ni", 4.2),
        *works("roast", "mass", "roasted", 0.95),
        fate("roast", "roasted", "F", 0.2),
        fate("roast", "roasted", "Ni", 1.05),
    ]


@pytest.mark.parametrize(("nickel", "made"), [(20.0, 0.882), (0.1, 0.00441)])
def test_black_mass_is_roasted_for_its_fluorine_and_gives_by_its_nickel(nickel: float, made: float) -> None:
    """F 3 x 0.2 = 0.6 %, at most 1; 20 x 1.05 = 21 % of nickel x 4.2 = 0.882 t of sulphate a tonne."""
    found = plan(*black_mass(nickel))
    (leach,) = (run for run in found.runs if run.facility == "at-leach")
    (told,) = leach.yields
    assert told.ratio.likely == pytest.approx(made)


# 8. Gypsum of two works.
@pytest.mark.parametrize(("basis", "placed"), [(DRY, 60.0), ("mass %", 50.0)])
def test_gypsum_of_phosphate_is_mixed_with_that_of_flue_gas_by_dry_matter(basis: str, placed: float) -> None:
    """At most 0.2 %: 0.3 x 0.75 t of dry matter too much in one tonne, 0.15 x 0.9 to spare in the other."""
    found = plan(
        *materials("raw", "clean", "retarder"),
        stream("p", "maker", "raw", 100.0, moisture=25.0),
        analysis("p", "P2O5", 0.5, basis),
        stream("f", "maker", "clean", 100.0, moisture=10.0),
        analysis("f", "P2O5", 0.05, basis),
        *works("retard", "raw", "retarder"),
        port("retard", Direction.MAIN_INPUT, "clean"),
        limit("retard", "P2O5", maximum=0.2, basis=basis),
    )
    placed_of = {str(row.stream): row.placed for row in found.streams}
    assert placed_of == {"p": pytest.approx(placed), "f": pytest.approx(100.0)}


# 9. Slag with free lime.
SLAG = [
    *materials("slag", "aged", "road"),
    sold("road"),
    stream("s", "maker", "slag", 100.0),
    analysis("s", "f-CaO", 8.0),
    *recipe("pave", "aged", "road"),
    port("pave", Direction.MAIN_INPUT, "slag"),
    facility("at-pave", "user", "pave", 1000.0),
    limit("pave", "f-CaO", maximum=3.0),
]


def test_free_lime_is_aged_and_not_hidden_in_slag_that_nobody_measured() -> None:
    """8 % x 0.3 = 2.4 %, at most 3."""
    other = stream("o", "maker", "slag", 400.0)
    placed = {str(row.stream): row.placed for row in plan(*SLAG, other).streams}
    assert placed == {"s": pytest.approx(0.0), "o": pytest.approx(400.0)}
    aged = [*works("age", "slag", "aged"), fate("age", "aged", "f-CaO", 0.3)]
    assert net(*SLAG, *aged) == pytest.approx(100.0)


# 10. Radium, thorium and potassium.
@pytest.mark.parametrize(
    ("activities", "outcome"),
    [
        ({"Ra-226": 200.0, "Th-232": 60.0, "K-40": 300.0}, Outcome.PASSED),
        ({"Ra-226": 400.0}, Outcome.REFUSED),
        ({"Ra-226": 100.0}, Outcome.UNVERIFIED),
    ],
)
def test_the_index_is_refused_by_one_nuclide_and_passed_by_all_three_only(
    activities: dict[str, float], outcome: Outcome
) -> None:
    """200/370 + 60/260 + 300/4200 = 0.843; 400/370 alone is 1.081."""
    found = passes(
        *materials("ash", "block"),
        stream("s", "maker", "ash", 100.0),
        *(analysis("s", nuclide, found, "Bq/kg") for nuclide, found in activities.items()),
        *works("cast", "ash", "block"),
        limit("cast", "Igamma", maximum=1.0, basis="index"),
    )
    assert found is outcome


@pytest.mark.parametrize(("factor", "sold"), [(1.0, 100.0), (1.25, 0.0)])
def test_a_block_of_what_is_burnt_off_holds_more_than_its_ash(factor: float, sold: float) -> None:
    """0.843 x 1.25 = 1.054 in the block, whose own limit is 1."""
    nuclides = {"Ra-226": 200.0, "Th-232": 60.0, "K-40": 300.0}
    found = net(
        *materials("ash", "block"),
        stream("s", "maker", "ash", 100.0),
        *(analysis("s", nuclide, found, "Bq/kg") for nuclide, found in nuclides.items()),
        *works("cast", "ash", "block", 0.8),
        *(fate("cast", "block", nuclide, factor) for nuclide in nuclides),
        limit("cast", "Igamma", maximum=1.0, basis="index", material="block"),
    )
    assert found == pytest.approx(sold)


# 11. Wet against dry.
@pytest.mark.parametrize(
    ("basis", "bound", "against", "moisture", "outcome"),
    [
        ("mass %", 1.0, DRY, None, Outcome.REFUSED),
        (DRY, 30.0, WET, None, Outcome.UNVERIFIED),
        (DRY, 30.0, WET, 50.0, Outcome.PASSED),
        (DRY, 30.0, WET, 20.0, Outcome.REFUSED),
    ],
)
def test_half_of_it_is_sulphur_wet_or_dry(
    basis: str, bound: float, against: str, moisture: float | None, outcome: Outcome
) -> None:
    found = passes(
        *materials("cake", "acid"),
        stream("s", "maker", "cake", 100.0, moisture=moisture),
        analysis("s", "S", 50.0, basis),
        *works("roast", "cake", "acid"),
        limit("roast", "S", maximum=bound, basis=against),
    )
    assert found is outcome


# 12. What is leached against what is there.
@pytest.mark.parametrize(("leached", "outcome"), [(9.0, Outcome.REFUSED), (None, Outcome.UNVERIFIED)])
def test_a_limit_of_the_leachate_is_decided_by_the_leachate(leached: float | None, outcome: Outcome) -> None:
    parts = [analysis("s", "Cr", 100.0, "mg/kg")]
    parts += [] if leached is None else [analysis("s", "Cr", leached, LITRE, name="leached")]
    found = passes(
        *materials("mud", "brick"),
        stream("s", "maker", "mud", 100.0),
        *parts,
        *works("burn", "mud", "brick"),
        limit("burn", "Cr", maximum=1.0, basis=LITRE),
    )
    assert found is outcome


# 13. Two laboratories.
@pytest.mark.parametrize(("withdrawn", "outcome"), [(False, Outcome.REFUSED), (True, Outcome.PASSED)])
def test_the_worse_of_two_analyses_rules_until_it_is_withdrawn(withdrawn: bool, outcome: Outcome) -> None:
    parts = [
        *materials("ash", "block"),
        stream("s", "maker", "ash", 100.0),
        analysis("s", "Cl", 0.01, laboratory="one"),
        analysis("s", "Cl", 5.0, name="second", laboratory="other", withdrawn=withdrawn),
        *works("cast", "ash", "block"),
        limit("cast", "Cl", maximum=0.1),
    ]
    assert passes(*parts) is outcome
    odd = {one.oddity for one in examine(park(*parts), date(2026, 7, 1))}
    assert (Oddity.CONTRADICTING_ANALYSES in odd) is not withdrawn


# 14. What is added brings its own.
@pytest.mark.parametrize("screened", [False, True], ids=["stream", "works"])
@pytest.mark.parametrize(("chlorine", "added"), [(0.2, 12.5), (0.3, 0.0)])
def test_dust_that_is_added_brings_chlorine_into_the_binder(
    chlorine: float, added: float, screened: bool
) -> None:
    """0.8 x (100 x 0.05 + 12.5 x 0.2) = 0.06 x 100; of 0.3 % the full 30 t bring 0.072 % by themselves."""
    dust = "fine" if screened else "dust"
    found = plan(
        *materials("slag", "dust", "fine", "binder"),
        sold("binder"),
        stream("s", "maker", "slag", 100.0),
        analysis("s", "Cl", 0.05),
        stream("d", "maker", "dust", 50.0),
        analysis("d", "Cl", chlorine),
        *works("screen", "dust", "fine"),
        fate("screen", "fine", "Cl", 1.0),
        *works("mix", "slag", "binder", auxiliary=[(dust, 0.3)]),
        fate("mix", "binder", "Cl", 0.8),
        limit("mix", "Cl", maximum=0.06, material="binder"),
    )
    amounts = {(flow.facility, flow.material): flow.amount for flow in found.flows}
    assert amounts.get(("at-mix", "slag")) == pytest.approx(100.0)
    assert amounts.get(("at-mix", dust), 0.0) == pytest.approx(added)


# 15. Arsenic through three works.
def test_arsenic_goes_through_a_wash_that_takes_phosphate_only() -> None:
    """0.02 % x 2 = 0.04 % in the gypsum, and as much once it is washed; at most 0.01 %."""
    parts = [
        material("acid", phase=Phase.LIQUID),
        *materials("gypsum", "washed", "board"),
        sold("board"),
        stream("s", "maker", "acid", 100.0),
        analysis("s", "As", 0.02),
        analysis("s", "P2O5", 1.0),
        *works("neutralise", "acid", "gypsum", 0.5),
        fate("neutralise", "gypsum", "As", 2.0),
        fate("neutralise", "gypsum", "P2O5", 2.0),
        *works("wash", "gypsum", "washed"),
        fate("wash", "washed", "P2O5", 0.1),
        fate("wash", "washed", "As", 1.0),
        *recipe("press", "washed", "board"),
        facility("at-press", "user", "press", 1000.0),
        limit("press", "As", maximum=0.01),
        limit("press", "P2O5", maximum=0.5),
    ]
    found = plan(*parts)
    assert not [flow for flow in found.flows if flow.facility == "at-press"]
    (outcome,) = found.streams
    assert "(As) 0.04 mass %, at most 0.01" in outcome.detail.en


# 16. From tonnes to cubic metres and back.
def test_ash_that_leaves_as_liquor_is_gone_and_sludge_of_a_water_works_stands_beside() -> None:
    water = {"phase": Phase.LIQUID, "unit": Unit.CUBIC_METRE}
    ash = [
        material("ash"),
        material("liquor", **water),
        stream("s", "maker", "ash", 100.0),
        technology("leach"),
        port("leach", Direction.MAIN_INPUT, "ash"),
        port("leach", Direction.RESIDUE, "liquor", 1.0),
        facility("at-leach", "user", "leach", 1000.0),
    ]
    assert net(*ash) == pytest.approx(0.0)
    found = plan(
        *materials("water", "clean", **water),
        material("sludge", phase=Phase.SLUDGE),
        stream("s", "maker", "water", 1000.0),
        *works("filter", "water", "clean", 0.95, residue=("sludge", 0.05)),
    )
    (outcome,) = found.streams
    assert outcome.placed == pytest.approx(1000.0)
    assert dict(outcome.beside) == {Unit.TONNE: pytest.approx(50.0)}
