"""What a chain of treatments leaves, spends and earns."""

from __future__ import annotations

import pytest

from graph.matching.chain import ChainBook, Output
from graph.matching.pathway import Pathway
from graph.matching.pathways import PathwayFinder
from graph.value.numbers.factors import Factors
from tests.build import PARK, enterprise, facility, material, park_of, price, recipe


def longest() -> tuple[ChainBook, Pathway]:
    """1 t of raw is 0.8 t washed and 0.1 t mud; 1 t washed is 0.5 t powder: 0.4 t of it sells at 30 CNY."""
    snapshot = park_of(
        PARK,
        enterprise("e"),
        *(material(name) for name in ("raw", "washed", "mud", "powder")),
        recipe("wash", "raw", "washed", 0.8, residue=("mud", 0.1)),
        recipe("mill", "washed", "powder", 0.5),
        facility("f", "e", "wash", 1.0),
        facility("g", "e", "mill", 1.0),
        price("powder", 30.0),
    )
    finder = PathwayFinder(snapshot, Factors(snapshot))
    return finder.chain, finder.chains("wash", "raw")[-1]


def test_what_goes_on_to_the_next_step_does_not_leave_the_chain() -> None:
    chain, pathway = longest()
    assert chain.leaving(pathway.treatments) == [
        Output("wash", "mud", pytest.approx(0.1), sold=False, step=0),
        Output("mill", "powder", pytest.approx(0.4), sold=True, step=1),
    ]


def test_what_a_chain_earns_is_what_it_sells_times_its_price() -> None:
    """0.4 t of powder at 30 CNY/t are 12 CNY for a tonne of raw."""
    chain, pathway = longest()
    earned = chain.earned(chain.leaving(pathway.treatments), 0)
    assert [(amount, worth.benefit) for amount, worth in earned] == [
        (pytest.approx(0.4), pytest.approx(30.0))
    ]


def test_a_chain_is_worth_what_it_earns_less_what_it_spends() -> None:
    chain, pathway = longest()
    leaving = chain.leaving(pathway.treatments)
    parts = [*chain.earned(leaving, 0), *chain.spent(pathway.treatments, leaving, 0)]
    whole = chain.worth(pathway.treatments)
    assert whole.benefit == pytest.approx(sum(amount * worth.benefit for amount, worth in parts))
