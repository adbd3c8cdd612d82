"""What the park of 2026 is, and what the seed of 2023 said that sources have since contradicted."""

from __future__ import annotations

import pytest

from graph.model import Enterprise, Facility, Linkage, WasteStream
from graph.snapshot import Snapshot
from graph.vocabulary import LinkageState, OperatingState


def test_ash_and_gypsum_of_the_salt_mine_ended_with_its_coal_boilers(anning: Snapshot) -> None:
    ended = [
        row
        for row in anning.all(WasteStream)
        if row.enterprise == "kunming-salt-mine" and row.supply.high == 0
    ]
    assert {row.material for row in ended} == {"fly-ash", "coal-bottom-ash", "fgd-gypsum"}
    assert all(row.in_use.high == 0.0 for row in ended)


def test_the_battery_chain_stands_once(anning: Snapshot) -> None:
    """0.5 Mt of LFP (Youtian is Huayou's and Yuntianhua's) and 0.5 Mt of iron phosphate, 0.3 at Tianan."""
    facilities = anning.by_id(Facility)
    cathode = [row for row in facilities.values() if row.technology == "lfp-cathode-carbothermal"]
    assert {row.enterprise for row in cathode} == {"youtian", "yuneng"}
    copperas = [row for row in facilities.values() if row.technology == "copperas-iron-phosphate"]
    capacities = [row.capacity.likely for row in copperas if row.capacity is not None]
    assert sum(capacities) * 0.4535 == pytest.approx(500_000.0, rel=1e-3)
    assert "huayou" not in anning.by_id(Enterprise)


def test_cell_works_without_a_trace_are_not_counted_on(anning: Snapshot) -> None:
    absent = {"sunwoda", "farasis"}
    streams = [row for row in anning.all(WasteStream) if row.enterprise in absent]
    assert len(streams) == 5
    assert all((row.supply.low, row.supply.likely) == (0.0, 0.0) for row in streams)
    assert all(row.supply.high > 0.0 for row in streams)
    assert {row.capacity for row in anning.all(Facility) if row.enterprise in absent} == {None}


def test_capacities_that_news_confirms_are_the_low_ends(anning: Snapshot) -> None:
    """Two LFP lines of 80 kt / 1.037, and phase I of 200 kt of anode / 0.68."""
    facilities = anning.by_id(Facility)
    yuneng = facilities["yuneng--lfp-cathode-carbothermal"].capacity
    shanshan = facilities["shanshan--petcoke-graphite-anode"].capacity
    assert yuneng is not None
    assert shanshan is not None
    assert yuneng.low == pytest.approx(160_000.0 / 1.037, rel=1e-3)
    assert shanshan.low == pytest.approx(200_000.0 / 0.68, rel=1e-3)
    assert "shanshan--petcoke-calcining" not in facilities


def test_what_was_built_since_the_plan_is_there_and_stands_once(anning: Snapshot) -> None:
    """Plaster of 360 kt / 0.714 runs; of the plan's 1 Mt only what may be beyond it is counted."""
    facilities = anning.by_id(Facility)
    built = facilities["pg-demo-900kt--pg-beta-plaster"]
    planned = facilities["pg-building-materials--pg-beta-plaster"]
    assert built.state is OperatingState.OPERATING
    assert built.capacity is not None
    assert planned.capacity is not None
    assert built.capacity.likely == pytest.approx(360_000.0 / 0.714, rel=1e-3)
    assert built.capacity.likely + planned.capacity.likely == pytest.approx(900_000.0)
    newcomers = {"yunmei-coking", "southwest-copper", "yueshang-prefab-park", "pg-demo-900kt"}
    assert newcomers <= set(anning.by_id(Enterprise))
    assert not [row for row in anning.all(WasteStream) if row.enterprise in newcomers]


def test_the_linkages_of_today_carry_no_more_than_is_in_use_and_fit_their_facilities(
    anning: Snapshot,
) -> None:
    streams, facilities = anning.by_id(WasteStream), anning.by_id(Facility)
    brought: dict[str, float] = {}
    for link in anning.all(Linkage):
        assert link.state is LinkageState.OPERATING
        assert link.stream is not None
        assert link.amount <= streams[link.stream].in_use.likely
        brought[link.to_facility] = brought.get(link.to_facility, 0.0) + link.amount
    for name, amount in brought.items():
        capacity = facilities[name].capacity
        assert capacity is not None
        assert amount <= capacity.likely
    own = [link for link in anning.all(Linkage) if link.id.endswith("--own-use")]
    for link in own:
        assert link.stream is not None
        assert streams[link.stream].enterprise == facilities[link.to_facility].enterprise
    assert len(own) == 7


def test_nearly_all_granulated_slag_is_used_and_of_steel_slag_the_range_says_how_little_is_known(
    anning: Snapshot,
) -> None:
    streams = anning.by_id(WasteStream)
    granulated, steel = streams["kunming-steel--gbfs"], streams["kunming-steel--steel-slag"]
    assert granulated.in_use.likely / granulated.supply.likely == pytest.approx(0.999, rel=1e-3)
    assert steel.in_use.likely / steel.supply.likely == pytest.approx(0.3)
    assert steel.in_use.high / steel.supply.high == pytest.approx(0.999, rel=1e-3)
