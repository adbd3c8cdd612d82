"""The page that takes a newcomer from a file to suggestions: its commands run, on a park of its own."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest

from tests.api.running import run

PAGE = Path(__file__).parents[2] / "docs" / "your-park.md"
SHEET = """River Park waste register 2025,,,,
enterprise,industry,waste,generated (t/yr),destination
River Steel,Manufacture of basic iron and steel and of ferro-alloys,blast furnace slag,400000,storage
River Power,35.11,fly ash,120000,landfill
River Power,35.11,FGD gypsum,50000,landfill
River Cement,23.51,,,
total,,,570000,
"""


def commands() -> list[list[str]]:
    blocks = re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [shlex.split(line)[1:] for line in lines if line.startswith("symbioflow ")]


def test_every_command_of_the_page_runs_and_ends_in_suggestions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SYMBIOFLOW_STORE", "sqlite:///my-park.db")
    monkeypatch.setenv("SYMBIOFLOW_LANGUAGE", "en")
    Path("wastes.csv").write_text(SHEET, encoding="utf-8")
    shown = {}
    for words in commands():
        done = run(*words)
        assert done.returncode == 0, (words, done.stderr)
        shown[" ".join(words)] = done.stdout
    assert {"empty.xlsx", "my-park.db"} <= set(os.listdir())
    assert "River Cement" in shown["match --waste fly ash"]
    told = " ".join(shown["plan --no-expected"].split())
    assert "by their industry 1 works here could take up to 570 kt/yr (assumed): River Cement." in told
