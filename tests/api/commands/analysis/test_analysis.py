"""The commands that look at a park's network, on the shipped park and where there is little."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import pytest

from api.views.service import View
from graph.analysis import IndicatorName, NetworkState
from graph.planning import LostKind
from graph.vocabulary import Unit
from tests.api.running import run


def test_three_networks_stand_side_by_side_in_both_languages(anning_url: str, anning: View) -> None:
    done = run("indicators", "--language", "en", store=anning_url)
    assert done.returncode == 0, done.stderr
    for words in ("today", "plan", "technical potential", "eco-connectance", "Brokers", "second opinion"):
        assert words in done.stdout
    assert "生态关联度" in run("indicators", "--language", "zh", store=anning_url).stdout
    found = json.loads(run("indicators", "--json", store=anning_url).stdout)["indicators"]
    assert [network["state"] for network in found] == ["TODAY", "PLAN", "POTENTIAL"]
    networks = anning.indicators()
    assert [network["linkedPairs"] for network in found] == [one.linked_pairs for one in networks]
    # More is linked in the plan than today, and more in the potential than in the plan.
    pairs = [one.linked_pairs for one in networks]
    assert pairs == sorted(pairs)
    assert networks[0].state is NetworkState.TODAY


def test_water_is_looked_at_apart(anning: View) -> None:
    networks = anning.indicators(Unit.CUBIC_METRE)
    assert {one.unit for one in networks} == {Unit.CUBIC_METRE}
    share = networks[1].figure(IndicatorName.SYMBIOTIC_SHARE)
    assert share is not None
    assert 0.0 < share < 1.0


def test_losses_of_the_shipped_park_are_above_their_bounds_and_named(anning_url: str, anning: View) -> None:
    found = anning.resilience()
    assert found.losses
    for loss in found.losses:
        assert loss.at_least <= loss.of_plan + 1e-6 * max(abs(loss.of_plan), 1.0)
        assert 0.0 <= loss.replaced <= loss.displaced * (1.0 + 1e-9)
        assert loss.benefit_low <= loss.benefit_high
    plan = anning.plan()
    used = plan.total(Unit.TONNE).baseline + plan.total(Unit.TONNE).net
    assert all(loss.tonnes <= used for loss in found.losses if loss.kind is LostKind.ENTERPRISE)
    done = run("resilience", "--language", "zh", "--top", "3", store=anning_url)
    assert done.returncode == 0, done.stderr
    for words in ("失去一个企业", "单点", "割点"):
        assert words in done.stdout
    # What nothing goes to or from is counted apart from what is only not shown.
    firms = [loss for loss in found.losses if loss.kind is LostKind.ENTERPRISE]
    solved = sum(loss.solved for loss in firms)
    assert f"另有 {solved - 3} 个未列出" in done.stdout
    assert f"另有 {len(firms) - solved} 个无往来，失去它们没有损失" in done.stdout


def test_only_the_kinds_asked_for_are_answered(anning_url: str) -> None:
    done = run("resilience", "--kind", "market", "--json", store=anning_url)
    losses = json.loads(done.stdout)["resilience"]["losses"]
    assert {loss["kind"] for loss in losses} == {"MARKET"}
    assert all(loss["enterprise"] is None for loss in losses)


def test_a_trace_is_written_as_a_graph_that_networkx_reads(anning_url: str, tmp_path: Path) -> None:
    path = tmp_path / "gypsum.graphml"
    done = run("trace", "phosphogypsum", "--output", str(path), "--language", "en", store=anning_url)
    assert done.returncode == 0, done.stderr
    graph = nx.read_graphml(path, force_multigraph=True)
    assert "facility:xiangfeng-environmental--pg-wash-purification" in graph
    assert all(data["traced"] <= data["amount"] * (1 + 1e-9) for _, _, data in graph.edges(data=True))


def test_a_start_is_an_enterprise_by_name_a_linkage_by_id_or_a_material(anning_url: str) -> None:
    for given, start in (
        ("云南祥丰集团", "ENTERPRISE"),
        ("phosphogypsum", "MATERIAL"),
    ):
        done = run("trace", given, "--down", "--json", store=anning_url)
        assert json.loads(done.stdout)["trace"]["start"] == start
    refused = run("trace", "nobody-at-all", store=anning_url)
    assert (refused.returncode, refused.stderr.split(":")[0]) == (2, "UNKNOWN_START")


def test_chains_between_two_materials_are_listed_or_said_to_be_none(anning_url: str) -> None:
    there = ("trace", "phosphogypsum", "--to", "ammonium-sulphate", "--language", "en")
    done = run(*there, store=anning_url)
    assert "→" in done.stdout
    ways = json.loads(run(*there, "--json", store=anning_url).stdout)["conversions"]
    assert [material["localId"] for material in ways[0]["materials"]] == [
        "phosphogypsum",
        "ammonium-sulphate",
    ]
    none = run("trace", "ammonium-sulphate", "--to", "phosphogypsum", "--language", "en", store=anning_url)
    assert "no chain" in none.stdout


def test_the_firms_of_the_plan_are_shown_what_each_split_gives_them(anning_url: str, anning: View) -> None:
    split = anning.fair_split()
    for total in (sum(one.even for one in split.shares), sum(one.shapley for one in split.shares)):
        assert total == pytest.approx(split.whole, rel=1e-6)
    # What prices leave over is what full markets are worth.
    by_prices = sum(one.by_prices for one in split.shares)
    assert by_prices + split.market_rent == pytest.approx(split.whole, rel=0.01)
    done = run("plan", "--fair", "--language", "en", store=anning_url)
    assert done.returncode == 0, done.stderr
    for words in ("Shapley", "nucleolus", "core", "full markets"):
        assert words in done.stdout


def test_the_whole_park_is_written_as_a_graph(anning_url: str, tmp_path: Path) -> None:
    path = tmp_path / "park.json"
    assert run("network", str(path), store=anning_url).returncode == 0
    graph = nx.node_link_graph(json.loads(path.read_text(encoding="utf-8")), edges="links")
    assert "enterprise:kunming-steel" in graph


@pytest.mark.parametrize(
    "words",
    [
        ("resilience", "--tolerance", "1.5"),
        ("resilience", "--top", "-1"),
        ("resilience", "--minimum-lot", "10"),
        ("indicators", "--top", "0"),
        ("trace", "phosphogypsum", "--output", "graph.txt"),
    ],
)
def test_what_cannot_be_asked_is_a_mistake_of_usage(anning_url: str, words: tuple[str, ...]) -> None:
    done = run(*words, store=anning_url)
    assert (done.returncode, done.stderr.split(":")[0]) == (2, "BAD_OPTION")


def test_a_park_without_enterprises_has_answers(paving_url: str, anning_url: str) -> None:
    """One park of the store holds no enterprise: nothing is linked, and nothing can be lost."""
    done = run("indicators", "--language", "en", store=paving_url)
    assert done.returncode == 0, done.stderr
    done = run("resilience", "--language", "en", store=paving_url)
    assert done.returncode == 0, done.stderr
    assert "Loss of one market (per year): none" in done.stdout
