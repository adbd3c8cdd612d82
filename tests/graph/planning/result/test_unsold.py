"""What each facility cannot sell: what nobody buys, and what full markets take no more of."""

from __future__ import annotations

import numpy as np
import pytest

from graph.planning import PlanOptions
from graph.planning.allocation import pose
from graph.planning.programme import Row
from graph.planning.result.unsold import FullMarkets, Sales, Unsold, full_markets
from graph.snapshot import Snapshot
from graph.vocabulary import Direction, Phase, Unit
from tests.build import facility, market, material, park_of, port, recipe, stream, technology

#: Slag is ground, and the powder pressed to blocks or sold.
MILL = (
    material("slag"),
    material("powder"),
    stream("s", "maker", "slag", 100.0),
    *recipe("grind", "slag", "powder"),
    facility("mill", "maker", "grind", 200.0),
)


def sales(park: Snapshot, *full: str) -> Sales:
    """Return the sales of a park in which some markets are full."""
    programme = pose(park, PlanOptions()).programme
    places = [place for place, one in enumerate(programme.layout.markets) if one.id in full]
    return Sales(programme, FullMarkets(np.array(places, dtype=np.int64), np.array(places), frozenset()))


def at_all(found: Sales, facility: str) -> Unsold:
    number, kinds = found.at_all
    return kinds[number[found.programme.layout.sites.facility.tolist().index(facility)]]


def row(found: Sales, material: str) -> int:
    return found.programme.layout.snapshot.strings("materials", "id").tolist().index(material)


def test_a_market_that_takes_no_more_is_named_with_what_it_took() -> None:
    park = park_of(*MILL, market("builders", "powder", 60.0))
    found = sales(park, "builders")
    assert at_all(found, "mill") == Unsold((), (row(found, "powder"),), (0,))
    assert at_all(sales(park), "mill") == Unsold((), (), ())


def test_what_nobody_is_known_to_buy_is_asked_about() -> None:
    found = sales(park_of(*MILL, market("builders", "powder", None)))
    assert at_all(found, "mill") == Unsold((row(found, "powder"),), (), ())
    assert found.without_buyers(0)


def test_who_sells_nothing_waits_for_the_buyers_of_his_takers() -> None:
    """Mud is a residue that nobody buys and the press takes, so the mill ends in the blocks of the press."""
    park = park_of(
        material("slag"),
        material("mud"),
        material("block"),
        stream("s", "maker", "slag", 100.0),
        technology("wash"),
        port("wash", Direction.MAIN_INPUT, "slag"),
        port("wash", Direction.RESIDUE, "mud", 1.0),
        *recipe("press", "mud", "block"),
        facility("mill", "maker", "wash", 200.0),
        facility("press", "maker", "press", 200.0),
        market("builders", "block", 60.0),
    )
    found = sales(park, "builders")
    for works in ("press", "mill"):
        assert at_all(found, works) == Unsold((), (row(found, "block"),), (0,))


def test_a_month_in_which_nobody_buys_does_not_make_a_market_full() -> None:
    """120 m3 of water come all year; a town that takes 600 from November to April has room, and no summer."""
    wet = {"phase": Phase.LIQUID, "unit": Unit.CUBIC_METRE}
    dry = (*(1.0 / 6.0,) * 4, *(0.0,) * 6, *(1.0 / 6.0,) * 2)
    programme = pose(
        park_of(
            material("effluent", **wet),
            material("clear", **wet),
            stream("w", "maker", "effluent", 120.0),
            *recipe("clean", "effluent", "clear"),
            facility("plant", "maker", "clean", 240.0),
            market("town", "clear", 600.0, monthly=dry),
        ),
        PlanOptions(),
    ).programme
    nothing = np.zeros(len(programme.row_kind))
    assert not full_markets(programme, nothing, nothing).whole.size
    january = (programme.row_kind == Row.MARKET_MONTH) & (programme.row_b == 0)
    found = full_markets(programme, nothing, np.where(january, 100.0, 0.0))
    assert found.in_season == {"town"}
    assert found.whole.tolist() == [0]
    assert not found.wanted.size
    assert full_markets(programme, np.where(january, 1.0, 0.0), nothing).wanted.tolist() == [0]
    assert programme.linear.row_upper[january] == pytest.approx(100.0)
