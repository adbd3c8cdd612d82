"""What is handed on from facility to facility costs no less than what the first of them took in."""

from __future__ import annotations

import pytest

from graph.matching import suggest
from graph.matching.pathways import PathwayFinder
from graph.matching.worth import explain_worth
from graph.planning import Objective, PlanOptions, make_plan
from graph.planning.allocation import pose
from graph.planning.programme.handed import handed_on
from graph.value.factors import Factors
from graph.value.worth import ValueBook
from graph.vocabulary import PriceKind, Unit
from tests.build import facility, material, park_of, price, recipe, stream


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
    which, kinds = handed_on(layout, ValueBook(Factors(snapshot)))
    assert {str(name): kinds[at] for name, at in zip(layout.sites.facility, which, strict=True)}["f"] == ()
    ((grit,),) = [kind for kind in kinds if kind]
    assert grit.unit is Unit.TONNE
    assert grit.fee is not None
    assert grit.fee.row == "disposal:sludge"
    plan = make_plan(snapshot, PlanOptions(objective=Objective.BENEFIT))
    assert plan.benefit == pytest.approx(2600.0)
    (item,) = [item for item in suggest(snapshot).items if len(item.pathway) == 2]
    assert item.margin == pytest.approx(260.0)
    assert explain_worth(PathwayFinder(snapshot, Factors(snapshot)), item).benefit == pytest.approx(260.0)
