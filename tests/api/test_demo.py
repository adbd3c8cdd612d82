"""The demonstration, the commands that plan and the README say no sum without what it stands on."""

from __future__ import annotations

import re

import pytest

from api.commands import common
from graph import model
from graph.snapshot import Snapshot
from ingest import shipped_records
from tests.api.running import ROOT, run
from tests.api.sums import SUMS, bare


@pytest.fixture(scope="module")
def names() -> list[str]:
    """What the park's facilities are called: some hold their capacity."""
    park = Snapshot.from_records(shipped_records())
    return [name for row in park.all(model.Facility) for name in (row.name_zh, row.name_en) if name]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_sum_of_the_demonstration_has_a_range_a_grade_or_a_coverage_beside_it(
    language: str, names: list[str], tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    # So wide that no sentence and no row is broken.
    monkeypatch.setattr(common, "PIPE_WIDTH", 2_000)
    done = run("demo", "--out", str(tmp_path_factory.mktemp("demo")), "--language", language)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert sum(SUMS[language].search(line) is not None for line in lines) > 50
    assert bare(lines, language, names) == []


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "command",
    [("plan",), ("plan", "--scenario", "kunming-steel-half"), ("pareto", "--points", "3"), ("targets",)],
    ids=" ".join,
)
def test_no_command_that_plans_prints_a_sum_without_a_range_a_grade_or_a_coverage(
    command: tuple[str, ...],
    language: str,
    names: list[str],
    anning_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(common, "PIPE_WIDTH", 2_000)
    done = run(*command, "--language", language, store=anning_url)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert sum(SUMS[language].search(line) is not None for line in lines) > 2
    assert bare(lines, language, names) == []


def test_no_step_to_a_target_costs_a_bare_figure(anning_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where less than half of a step's money is published, its cost is a range and no figure."""
    monkeypatch.setattr(common, "PIPE_WIDTH", 2_000)
    shown = run("targets", "--language", "en", store=anning_url).stdout
    steps = [line.split("│") for line in shown.splitlines() if " published; mostly " in line]
    assert len(steps) > 10
    for cells in steps:
        cost, published = cells[3].strip(), float(cells[5].split("%")[0])
        single = re.fullmatch(r"-?[\d.,]+ \((-?[\d.,]+ – -?[\d.,]+)\)", cost)
        assert re.fullmatch(r"-?[\d.,]+ – -?[\d.,]+", cost if single is None else single[1])
        assert (single is not None) is (published >= 50.0)


def test_every_sum_of_the_readme_has_a_range_a_grade_or_a_coverage_beside_it() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("|")]
    prose = re.sub(r"^\|.*$|```.*?```", "", text, flags=re.MULTILINE | re.DOTALL).split("\n\n")
    assert bare([*rows, *(" ".join(part.split()) for part in prose)], "en") == []


@pytest.mark.parametrize(
    "alone",
    [
        "Net benefit CNY 956 million a year.",
        "Net diverted tonnes: 4.0 Mt a year more.",
        "│ diverted tonnes │ 4,001,650 │ 97.7% │ full │",
        "  2. Slag return to sinter  operating  0.63 (confidence 80%)  up to 135 kt/yr",
    ],
)
def test_a_sum_that_stands_alone_is_found(alone: str) -> None:
    assert bare([alone], "en") == [alone]


@pytest.mark.parametrize(
    "said",
    [
        "Net benefit CNY 203 million – CNY 300 million.",
        "joint gain 348 CNY/t; even split 24",
        "up to 135 kt/yr (demo estimate, no source)",
        "Net 866.18 kt/yr more (0% of it from published supplies)",
        "1.2 Mt/yr steel slag cement admixture is closed",
    ],
)
def test_a_range_a_grade_a_coverage_a_price_or_a_name_is_no_bare_sum(said: str) -> None:
    assert bare([said], "en", ["1.2 Mt/yr steel slag cement admixture"]) == []
