"""A park too large to draw is summed by area and industry: no tonne is lost, no firm is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.model import Enterprise, Facility, Linkage, WasteStream
from graph.snapshot import Snapshot
from tests.viz.parks import large_park
from viz.network import NODE_LIMIT, NetworkFlow, network_page
from viz.network.aggregate import aggregated, size_of


def by_industry(park: Snapshot) -> Snapshot:
    """Firms of even number are steel works, the others power stations."""
    return Snapshot.of(
        replace(row, gbt4754="3120" if int(row.id[1:]) % 2 == 0 else "4411") for row in park.all(Enterprise)
    )


def industrial(firms: int, streams: int, facilities: int) -> Snapshot:
    park = large_park(firms, streams, facilities)
    return park.replacing({"enterprises": by_industry(park).tables["enterprises"]})


def test_firms_are_put_together_by_industry_and_their_amounts_summed() -> None:
    """Two steel works and two power stations with two streams of slag each: two groups, a sum each."""
    park = industrial(4, 2, 1)
    whole = aggregated(park)
    groups = whole.snapshot.all(Enterprise)
    assert [row.id.split(":")[1] for row in groups] == ["gbt4754-31", "gbt4754-44"]
    assert [row.name_en for row in groups] == ["industry unknown (2)", "industry unknown (2)"]
    assert sum(row.supply.likely for row in whole.snapshot.all(WasteStream)) == pytest.approx(
        sum(row.supply.likely for row in park.all(WasteStream))
    )
    (steel, power) = whole.snapshot.all(Facility)
    assert (steel.capacity, power.capacity) == (steel.capacity, steel.capacity)
    assert steel.capacity is not None
    assert steel.capacity.likely == 10_000.0
    assert whole.snapshot.all(Linkage) == ()
    first, same, other, _ = whole.sums_of(["e0000-s1", "e0002-s0", "e0001-s0", "nobody"])
    assert first == same != other


def test_a_capacity_that_is_not_known_makes_the_sum_unknown() -> None:
    park = industrial(4, 1, 1)
    rows = [replace(row, capacity=None) if row.id == "e0000-f0" else row for row in park.all(Facility)]
    unknown = park.replacing({"facilities": Snapshot.of(rows).tables["facilities"]})
    assert [row.capacity is None for row in aggregated(unknown).snapshot.all(Facility)] == [True, False]


def test_two_thousand_streams_are_drawn_whole_and_more_are_summed_with_their_flows() -> None:
    whole = industrial(500, 4, 2)
    assert size_of(whole) == 3500 <= NODE_LIMIT
    assert "put together" not in network_page(whole, language="en")
    flows = [NetworkFlow(f"e{firm:04}-s0", f"e{firm + 1:04}-f0", 5.0, "t", "planned") for firm in (0, 2, 4)]
    large = industrial(1500, 4, 1)
    page = network_page(large, flows, "en")
    assert "1,500 firms with 6,000 wastes are put together to 2 groups" in page
    assert "e0003" not in page
    assert '"flowsLeftOut":0' in page
    # Once between facilities, once between firms.
    assert page.count('"kind":"planned"') == 2


def test_a_park_of_thousands_of_firms_is_one_small_page() -> None:
    page = network_page(industrial(1000, 20, 1), language="zh")
    assert "1,000 家企业、20,000 股废物合为 2 组" in page
    assert len(page) < 1_000_000
