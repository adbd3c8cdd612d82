"""Several parks in one store, looked at one by one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.api.running import run

LIST = "企业名称,所属行业,固废名称,年产生量（吨）\n"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """North gives off slag, south ash; read only."""
    folder = tmp_path_factory.mktemp("parks")
    store = f"sqlite:///{folder / 'parks.db'}"
    for park, firm, waste in (("北园", "甲厂", "钢渣"), ("南园", "乙厂", "粉煤灰")):
        path = folder / f"{park}.csv"
        path.write_text(f"{LIST}{firm},炼钢,{waste},500\n", encoding="utf-8")
        done = run("import", str(path), "--park", park, "--yes", store=store)
        assert done.returncode == 0, done.stderr
    return store


def answer(url: str, *words: str) -> Any:
    done = run(*words, "--json", store=url)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_plan_of_one_park_speaks_of_its_streams_alone(url: str) -> None:
    names = {item["stream"]["nameZh"] for item in answer(url, "plan", "--park", "北园")["plan"]["streams"]}
    assert names == {"钢渣"}
    both = {item["stream"]["nameZh"] for item in answer(url, "plan")["plan"]["streams"]}
    assert both == {"钢渣", "粉煤灰"}


def test_a_network_of_one_park_shows_its_firms_alone(url: str, tmp_path: Path) -> None:
    page = tmp_path / "north.html"
    assert run("network", str(page), "--park", "北园", store=url).returncode == 0
    text = page.read_text(encoding="utf-8")
    assert "甲厂" in text
    assert "乙厂" not in text


def test_an_unknown_park_is_refused_with_those_there_are(url: str) -> None:
    refused = run("match", "--park", "东园", "--language", "zh", store=url)
    assert refused.returncode == 2
    assert "UNKNOWN_PARK" in refused.stderr
    assert "北园" in refused.stderr
