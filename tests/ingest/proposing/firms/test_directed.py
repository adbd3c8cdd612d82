"""Exemptions for directed use in cells of licences."""

from __future__ import annotations

from graph.model import DirectedUse, Enterprise
from graph.snapshot import Snapshot
from tests.ingest.proposing.firms.test_firms import proposed

HEAD = "企业名称,行业,危废经营许可\n"


def test_an_exemption_is_of_the_firm_that_its_clause_names() -> None:
    """The smelter's licence is for HW08; what it may use of the plating works it may use of nobody else."""
    text = HEAD + "云安镀锌,金属表面处理,\n滇中冶炼厂,铜冶炼,HW08；点对点定向利用：HW17（来自云安镀锌）\n"
    found = proposed(("企业.csv", text))
    snapshot = Snapshot.from_records(found.records)
    (use,) = snapshot.all(DirectedUse)
    names = {row.id: row.name_zh for row in snapshot.all(Enterprise)}
    assert (names[use.giver or ""], names[use.taker], use.hw_codes) == ("云安镀锌", "滇中冶炼厂", ("HW17",))
    (smelter,) = (row for row in snapshot.all(Enterprise) if row.id == use.taker)
    assert smelter.licences == ("HW08",)
    assert found.doubts == ()


def test_an_exemption_without_a_giver_is_loaded_open_and_asked_about() -> None:
    found = proposed(("企业.csv", HEAD + "滇中冶炼厂,铜冶炼,豁免：336-054-17\n"))
    (use,) = Snapshot.from_records(found.records).all(DirectedUse)
    assert (use.giver, use.hw_codes) == (None, ("336-054-17",))
    assert [(doubt.code, doubt.values) for doubt in found.doubts] == [
        ("FOR_WHOM", ("滇中冶炼厂", "336-054-17"))
    ]


def test_an_exemption_of_nothing_named_is_left_aside_and_said() -> None:
    found = proposed(("企业.csv", HEAD + "滇中冶炼厂,铜冶炼,点对点豁免\n"))
    assert not Snapshot.from_records(found.records).count("directed_uses")
    assert [item.reason for item in found.left_aside] == ["EXEMPT_OF_WHAT"]
