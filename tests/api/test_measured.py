"""Case C28 as each face tells it: the worse of two analyses rules, and both are shown."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest

from graph.stores import open_store
from tests.api.running import run
from tests.build import limit
from tests.graph.matching.gates.kiln import HIGH, LOW, kiln

SHOWN = [
    {
        "component": "Cl",
        "basis": "mass %",
        "amount": {"low": amount, "likely": amount, "high": amount},
        "measured": True,
        "decides": decides,
        "sampledOn": day,
        "laboratory": laboratory,
    }
    for amount, decides, day, laboratory in (
        (0.01, False, "2026-03-01", "厂化验室"),
        (5.0, True, "2026-05-09", "省检测院"),
    )
]


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A store with the kiln's park: 0.01 and 5.0 % of chlorine, at most 0.1 allowed."""
    address = f"sqlite:///{tmp_path / 'park.db'}"
    with closing(open_store(address)) as store:
        store.ensure_schema()
        store.upsert(kiln(limit("bake", "Cl", maximum=0.1), LOW, HIGH).tables, "park")
    return address


def test_the_command_line_and_its_json_show_both_analyses_and_which_rules(url: str) -> None:
    answer = json.loads(run("match", "--json", store=url).stdout)
    (refusal,) = answer["refusals"]
    (gate,) = refusal["gates"]
    assert (gate["outcome"], gate["found"], gate["contents"]) == ("REFUSED", 5.0, SHOWN)
    told = " ".join(run("match", "--language", "zh", store=url).stdout.split())
    assert "氯（Cl） 0.01 mass % (2026-03-01, 厂化验室)" in told
    assert "氯（Cl） 5 mass % (2026-05-09, 省检测院, 以此为准)" in told
    assert json.loads(run("plan", "--json", store=url).stdout)["plan"]["flows"] == []
