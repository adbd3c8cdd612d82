"""Loads on the command line: listed, replaced, undone; the library in every store."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ingest import shipped_version
from tests.api.running import Run, run

FIRMS = "id,name_zh,park,state\nworks,钢厂,p,运行\n"
SLAG = "id,name_zh,enterprise,material,supply\n"


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'park.db'}"


def folder(path: Path, streams: str) -> str:
    path.mkdir()
    (path / "parks.csv").write_text("id,name_zh\np,某园区\n", encoding="utf-8")
    (path / "enterprises.csv").write_text(FIRMS, encoding="utf-8")
    (path / "waste_streams.csv").write_text(SLAG + streams, encoding="utf-8")
    return str(path)


def answer(url: str, *words: str) -> Any:
    shown = run(*words, "--json", store=url)
    assert shown.returncode == 0, shown.stderr
    return json.loads(shown.stdout)


def done(shown: Run) -> str:
    assert shown.returncode == 0, shown.stderr
    return shown.stdout


def test_a_store_that_did_not_exist_has_the_library_and_the_file(url: str, tmp_path: Path) -> None:
    done(run("ingest", folder(tmp_path / "a", "s1,转炉渣,works,steel-slag,100\n"), store=url))
    library, park = answer(url, "loads", "list")["loads"]
    assert (library["tag"], library["source"]) == ("library", shipped_version())
    assert (park["tag"], park["new"]) == ("a", 6)
    status = answer(url, "library", "status")["library"]
    assert status["version"] == status["shipped"]


def test_a_sheet_without_one_of_its_rows_names_it_and_replaces_it_if_told(url: str, tmp_path: Path) -> None:
    both = "s1,转炉渣,works,steel-slag,100\ns2,高炉渣,works,steel-slag,50\n"
    done(run("ingest", folder(tmp_path / "a", both), "--tag", "sheet", store=url))
    one = folder(tmp_path / "b", "s1,转炉渣,works,steel-slag,100\n")
    told = run("ingest", one, "--tag", "sheet", "--language", "en", store=url)
    assert "1 rows of an earlier load of this tag" in told.stderr
    assert "waste_streams s2" in told.stderr
    replaced = done(run("loads", "replace", "sheet", one, "--language", "en", store=url))
    assert "1 gone" in replaced
    assert answer(url, "loads", "show", "4")["load"]["gone"] == 1
    done(run("loads", "undo", "4", store=url))
    assert answer(url, "loads", "list")["loads"][3]["undoneAt"]


def test_the_example_park_can_be_removed(url: str, tmp_path: Path) -> None:
    done(run("demo", "--out", str(tmp_path / "out"), store=url))
    removed = done(run("loads", "remove", "anning", "--language", "zh", store=url))
    assert "删除" in removed
    assert run("loads", "remove", "nothing", store=url).returncode == 2


def test_an_unknown_load_is_refused_by_number(url: str, tmp_path: Path) -> None:
    done(run("ingest", folder(tmp_path / "a", "s1,渣,works,steel-slag,1\n"), store=url))
    refused = run("loads", "undo", "9", store=url)
    assert refused.returncode != 0
    assert refused.stderr.startswith("UNKNOWN_LOAD")
