"""Fair splits between the firms of a plan, on parks small enough to reckon by hand."""

from __future__ import annotations

import pytest

from graph.planning import FairSplit, FirmShare, fair_split
from tests.build import enterprise, facility, market, material, park_of, price, recipe, stream

PAVED = (material("slag"), material("road"), *recipe("pave", "slag", "road"), price("road", 50.0))


def by_firm(split: FairSplit) -> dict[str, FirmShare]:
    return {str(share.enterprise): share for share in split.shares}


def test_two_firms_that_need_each_other_have_half_each() -> None:
    """100 t of slag, 60 t of them paved: all of the gain needs both."""
    split = fair_split(
        park_of(
            *PAVED,
            stream("s", "maker", "slag", 100.0, disposal_cost=10.0),
            facility("f", "user", "pave", 60.0),
        )
    )
    shares = by_firm(split)
    assert split.exact
    assert split.whole > 0.0
    for share in shares.values():
        assert share.alone == 0.0
        for figure in (share.even, share.shapley, share.nucleolus):
            assert figure == pytest.approx(split.whole / 2.0, rel=1e-6)
    # Room is short and slag is not: at the plan's prices the paver has all.
    assert shares["user"].by_prices == pytest.approx(split.whole, rel=1e-6)
    assert split.in_core(split.even_objection)
    assert split.in_core(split.price_objection)


def test_the_one_paver_between_two_givers_of_whom_one_is_enough_has_more_than_half() -> None:
    """Either giver alone fills two thirds of the paver, which each of them needs."""
    split = fair_split(
        park_of(
            *PAVED,
            enterprise("other"),
            stream("s", "maker", "slag", 60.0, disposal_cost=10.0),
            stream("t", "other", "slag", 60.0, disposal_cost=10.0),
            facility("f", "user", "pave", 90.0),
        )
    )
    shares = by_firm(split)
    assert set(shares) == {"maker", "other", "user"}
    assert sum(share.shapley for share in shares.values()) == pytest.approx(split.whole, rel=1e-6)
    assert shares["user"].shapley > split.whole / 2.0
    assert shares["user"].by_prices == pytest.approx(split.whole, rel=1e-6)
    assert split.in_core(split.price_objection)


def test_a_full_market_keeps_a_rent_that_prices_give_to_nobody() -> None:
    split = fair_split(
        park_of(
            *PAVED,
            market("roads", "road", 30.0, price=50.0),
            stream("s", "maker", "slag", 100.0, disposal_cost=10.0),
            facility("f", "user", "pave", 60.0),
        )
    )
    assert split.market_rent == pytest.approx(split.whole, rel=1e-6)
    assert [share.by_prices for share in split.shares] == pytest.approx([0.0, 0.0], abs=1e-6)


def test_without_an_exchange_there_is_nothing_to_split() -> None:
    split = fair_split(park_of(*PAVED, stream("s", "maker", "slag", 10.0)))
    assert (split.shares, split.whole, split.exact) == ((), 0.0, True)
