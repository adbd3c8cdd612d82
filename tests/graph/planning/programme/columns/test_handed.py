"""What is handed on from facility to facility costs no less than what the first of them took in."""

from __future__ import annotations

import pytest

from graph.matching import suggest
from graph.matching.pathways import PathwayFinder
from graph.matching.worth import explain_worth
from graph.planning import Objective, PlanOptions, make_plan
from graph.planning.allocation import pose
from graph.value.numbers.factors import Factors
from graph.vocabulary import PriceKind, Unit
from tests.build import analysis, facility, limit, material, park_of, price, recipe, stream


def test_a_chain_of_two_works_pays_for_the_last_residue_what_the_sludge_would_cost() -> None:
    """Sludge at 280 CNY/t; 0.5 t of grit has no price, and no more has 0.4 t of dust of a tonne of grit.

    A tonne of sludge, sold as 0.3 t of oil at 100 CNY and 0.5 x 0.6 t of sand at 20 CNY, leaves 0.2 t of
    dust: 280 + 30 + 6 - 0.2 x 280 = 260 CNY, in the plan, as a suggestion and in its explanation.
    """
    snapshot = park_of(
        *(material(name) for name in ("sludge", "oil", "grit", "sand", "dust")),
        *recipe("crack", "sludge", "oil", 0.3, residue=("grit", 0.5)),
        *recipe("sieve", "grit", "sand", 0.6, residue=("dust", 0.4)),
        price("sludge", 280.0, kind=PriceKind.DISPOSAL),
        price(None, 150.0, kind=PriceKind.DISPOSAL_GENERAL),
        price("oil", 100.0),
        price("sand", 20.0),
        stream("s", "maker", "sludge", 10.0),
        facility("f", "user", "crack", 10.0),
        facility("g", "user", "sieve", 10.0),
    )
    layout = pose(snapshot).programme.layout
    ((sludge,), (grit,)) = layout.campaigns.brought
    for one in (sludge, grit):
        assert one.unit is Unit.TONNE
        assert one.fee is not None
        assert one.fee.number.row == "disposal:sludge"
    plan = make_plan(snapshot, PlanOptions(objective=Objective.BENEFIT))
    assert plan.benefit == pytest.approx(2600.0)
    (item,) = [item for item in suggest(snapshot).items if len(item.pathway) == 2]
    assert item.margin == pytest.approx(260.0)
    assert explain_worth(PathwayFinder(snapshot, Factors(snapshot)), item).benefit == pytest.approx(260.0)


CRUSHING = (
    *(material(name) for name in ("slag", "sand", "dust")),
    *recipe("crush", "slag", "sand", 0.6, residue=("dust", 0.4)),
    price("slag", 20.0, kind=PriceKind.DISPOSAL),
    price("sand", 10.0),
    facility("f", "user", "crush", 200.0),
)
BENEFIT = PlanOptions(objective=Objective.BENEFIT)


def test_a_dear_waste_makes_nothing_dearer_that_is_made_of_another() -> None:
    """Its owner pays 90 CNY/t for slag that usually costs 20; of each tonne 0.4 t are dust, 0.6 t are sold.

    100 t of usual slag bring 100 x (20 - 8 + 6) = 1,800 CNY, with 10 t of dear slag beside them too, which
    bring 10 x (90 - 36 + 6) = 600 CNY.
    """
    usual, dear = stream("s", "maker", "slag", 100.0), stream("t", "maker", "slag", 10.0, disposal_cost=90.0)
    assert make_plan(park_of(*CRUSHING, usual), BENEFIT).benefit == pytest.approx(1800.0)
    assert make_plan(park_of(*CRUSHING, dear), BENEFIT).benefit == pytest.approx(600.0)
    both = park_of(*CRUSHING, usual, dear)
    assert make_plan(both, BENEFIT).benefit == pytest.approx(2400.0)
    assert len(pose(both).programme.layout.campaigns) == 2
    assert sorted(item.margin or 0.0 for item in suggest(both).items) == pytest.approx([18.0, 60.0])


def test_what_is_mixed_costs_what_the_dearest_of_the_mix_does() -> None:
    """Dear slag of 0.2 % chlorine goes only in a mix of at most 0.1 %: the dust of all of it costs 90 CNY/t.

    A tonne of each: 20 + 90 saved, 12 for sand, and 0.8 t of dust at 90: 50 CNY.
    """
    mixed = park_of(
        *CRUSHING,
        limit("crush", "Cl", maximum=0.1),
        stream("s", "maker", "slag", 10.0),
        stream("t", "maker", "slag", 10.0, disposal_cost=90.0),
        analysis("s", "Cl", 0.0),
        analysis("t", "Cl", 0.2),
    )
    assert make_plan(mixed, BENEFIT).benefit == pytest.approx(500.0)
