from __future__ import annotations

import sys
from pathlib import Path

import pytest

from graph.errors import SymbioflowError
from graph.stores.neo4j.jars import NEO4J_VERSION, fetched_jars, other_than_locked
from tests.neo4j_server import JARS


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every request goes to a proxy that is not there."""
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.neo4j
def test_jars_fetched_once_need_no_network(no_network: None, neo4j_url: str):
    jars = fetched_jars(JARS)
    assert f"neo4j-{NEO4J_VERSION}.jar" in {jar.name for jar in jars}
    assert len(jars) > 200


@pytest.mark.neo4j
def test_the_jars_are_those_of_the_lock_and_a_changed_one_is_told(neo4j_url: str, tmp_path: Path):
    place = JARS / f"neo4j-{NEO4J_VERSION}"
    names = (place / "class-path.txt").read_text().splitlines()
    assert other_than_locked(place, names) == []
    assert other_than_locked(place, names[1:]) == names[:1]
    changed = tmp_path / names[0]
    changed.parent.mkdir(parents=True)
    changed.write_bytes((place / names[0]).read_bytes() + b"x")
    assert names[0] in other_than_locked(tmp_path, names[:1])


def test_a_fetch_that_fails_says_so_and_leaves_nothing(no_network: None, tmp_path: Path):
    with pytest.raises(SymbioflowError, match="could not be fetched") as refusal:
        fetched_jars(tmp_path / "jars")
    assert (refusal.value.code, refusal.value.exit_code) == ("NEO4J_LOCAL_NOT_FETCHED", 4)
    assert list((tmp_path / "jars").iterdir()) == []


def test_a_folder_with_a_jar_missing_is_fetched_anew(no_network: None, tmp_path: Path):
    place = tmp_path / f"neo4j-{NEO4J_VERSION}"
    place.mkdir()
    (place / "class-path.txt").write_text("a.jar\nb.jar\n")
    (place / "a.jar").touch()
    with pytest.raises(SymbioflowError, match="could not be fetched"):
        fetched_jars(tmp_path)
    (place / "b.jar").touch()
    assert fetched_jars(tmp_path) == [place / "a.jar", place / "b.jar"]


def test_without_the_extra_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "jgo.maven", None)
    with pytest.raises(SymbioflowError, match=r"symbioflow\[neo4j-local\]") as refusal:
        fetched_jars(tmp_path)
    assert refusal.value.code == "NEO4J_LOCAL_NOT_INSTALLED"
