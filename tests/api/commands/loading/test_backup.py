"""Backup, restore, migrate and the doctor of stores on the command line."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from graph.snapshot import records_of
from graph.stores import SCHEMA_VERSION, open_store
from tests.api.running import run
from tests.parks import material

RELEASED = Path(__file__).parents[3] / "graph" / "stores" / "released"


def test_a_park_is_backed_up_and_restored_in_both_languages(park_url: str, tmp_path: Path) -> None:
    file = str(tmp_path / "b.db")
    made = run("backup", file, "--language", "en", store=park_url)
    assert (made.returncode, made.stderr) == (0, "")
    assert "were read back" in made.stdout
    back = run("restore", file, "--language", "zh", store=f"sqlite:///{tmp_path}/new.db")
    assert back.returncode == 0, back.stderr
    assert "已恢复" in back.stdout
    with closing(open_store(park_url)) as one, closing(open_store(f"sqlite:///{tmp_path}/new.db")) as other:
        assert one.read().fingerprint == other.read().fingerprint


def test_a_store_of_an_earlier_schema_is_changed_by_migrate_alone(tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript((RELEASED / "schema_1.sql").read_text(encoding="utf-8"))
    before = file.read_bytes()
    url = f"sqlite:///{file}"
    for words in (("loads", "list"), ("search", "slag"), ("ingest", "nowhere.csv"), ("demo",)):
        refused = run(*words, "--language", "en", store=url)
        assert refused.returncode == 6
        assert f"symbioflow migrate --store {url}" in refused.stderr
    assert file.read_bytes() == before
    assert f"1 → {SCHEMA_VERSION}" in run("migrate", store=url).stdout
    assert run("search", "slag", store=url).returncode == 0
    assert str(SCHEMA_VERSION) in run("migrate", store=url).stdout


def test_the_doctor_of_a_damaged_store_says_what_can_be_done_and_that_helps(
    park_url: str, tmp_path: Path
) -> None:
    assert run("doctor", store=park_url).returncode == 0
    kept, file = str(tmp_path / "kept.backup"), Path(park_url.removeprefix("sqlite:///"))
    assert run("backup", kept, store=park_url).returncode == 0
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE linkages SET state = 'flowing'")
    shown = run("doctor", "--language", "zh", store=park_url)
    assert shown.returncode == 4
    assert "“state”列为 'flowing'" in shown.stdout
    assert "symbioflow restore" in shown.stdout
    found = json.loads(run("doctor", "--json", store=park_url).stdout)["damages"]
    assert {item["remedyEn"] for item in found} != {""}
    plan = run("plan", store=park_url)
    assert plan.returncode == 4
    assert plan.stderr.startswith("STORE_DAMAGED")
    # A linkage's state belongs to its history, which cannot be read: what is advised then is another step.
    assert run("restore", kept, store=park_url).stderr.startswith("STORE_DAMAGED")
    file.rename(tmp_path / "away.db")
    assert run("restore", kept, store=park_url).returncode == 0
    assert run("doctor", store=park_url).returncode == 0


@pytest.mark.parametrize(
    "words",
    [("backup", "{db}"), ("network", "{db}"), ("export", "{db}", "--format", "xlsx"), ("synth", "{db}")],
)
def test_no_command_writes_over_a_store_by_a_slip_of_the_name(
    park_url: str, tmp_path: Path, words: tuple[str, ...]
) -> None:
    other = tmp_path / "other.html"
    assert run("copy", "--from", park_url, "--to", f"sqlite:///{other}").returncode == 0
    for file in (Path(park_url.removeprefix("sqlite:///")), other):
        held = file.read_bytes()
        refused = run(*(word.replace("{db}", str(file)) for word in words), store=park_url)
        assert refused.returncode in (2, 3)
        assert file.read_bytes() == held


def test_an_older_backup_gives_way_to_a_newer_one_but_not_once_it_was_used_as_a_store(
    park_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "nightly.db"
    assert run("backup", str(file), store=park_url).returncode == 0
    assert run("backup", str(file), store=park_url).returncode == 0
    with closing(open_store(f"sqlite:///{file}")) as used:
        used.upsert(records_of([material("soot", "炭黑", "Soot")]), "soot")
        refused = run("backup", str(file), "--language", "zh", store=park_url)
        assert refused.returncode == 3
        assert refused.stderr.startswith("WOULD_DESTROY")
        assert used.get("materials", ["soot"])
