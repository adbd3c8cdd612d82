"""A backup proves itself, is made in use, and put back it is what every program with the store open sees."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from graph.errors import SymbioflowError
from graph.model import WasteStream
from graph.snapshot import records_of
from graph.stores import (
    Change,
    StateChange,
    Store,
    backups,
    read_backup,
    restore_backup,
    write_backup,
)
from graph.vocabulary import LinkageState
from tests.graph.stores.conftest import Opener
from tests.parks import LINKAGE, material, park_records, stream

ROOT = Path(__file__).parents[3]
AT = "2026-05-01T08:00:00+00:00"


@pytest.fixture
def loaded(opened: Opener) -> Store:
    store = opened("park")
    store.ensure_schema()
    store.upsert(park_records(), "first")
    store.apply(Change("second", AT, "coal.csv", records_of([material("coal", "煤", "Coal")])))
    return store


def contacted(store: Store) -> None:
    version = store.get("linkages", [LINKAGE])[0].version
    store.change_state(StateChange(LINKAGE, LinkageState.CONTACTED, version, "王", AT))


def refused(code: str) -> pytest.RaisesExc[SymbioflowError]:
    return pytest.RaisesExc(SymbioflowError, check=lambda error: error.code == code)


def test_a_restored_store_holds_all_that_the_backup_held_and_its_version_rises(
    loaded: Store, opened: Opener, tmp_path: Path
):
    held = loaded.dump()
    made = write_backup(loaded, tmp_path / "b.db")
    assert (made.rows, made.version, made.fingerprint) == (61, 2, held.snapshot.fingerprint)
    assert (tmp_path / "b.db").stat().st_mode & 0o777 == 0o600
    other_eyes = opened("park")
    loaded.upsert(records_of([material("coke", "焦", "Coke")]), "third")
    loaded.undo(1, AT)
    before = other_eyes.moment()
    restored, moved = restore_backup(loaded, tmp_path / "b.db", AT)
    assert (restored, moved) == (made, ())
    assert other_eyes.read().fingerprint == held.snapshot.fingerprint
    assert other_eyes.moment().version > before.version
    assert (other_eyes.load_tags(), other_eyes.loads()) == (held.tags, tuple(load for load, _ in held.loads))
    assert other_eyes.search("煤")[0].id == "coal"
    other_eyes.undo(1, AT)
    assert other_eyes.get("materials", ["coal"]) == []
    assert {path.name for path in tmp_path.glob("*") if "b.db" in path.name} == {"b.db"}


def test_a_backup_is_restored_into_a_store_that_is_not_there_yet(
    loaded: Store, opened: Opener, tmp_path: Path
):
    write_backup(loaded, tmp_path / "b.db")
    restore_backup(opened("new"), tmp_path / "b.db", AT)
    assert opened("new").dump() == loaded.dump()


def test_what_moved_on_since_the_backup_is_brought_back_by_a_new_step_and_its_history_stays(
    loaded: Store, tmp_path: Path
):
    write_backup(loaded, tmp_path / "b.db")
    contacted(loaded)
    _, moved = restore_backup(loaded, tmp_path / "b.db", AT)
    assert moved == (LINKAGE,)
    linkage = loaded.get("linkages", [LINKAGE])[0]
    assert (linkage.state, linkage.version) == (LinkageState.SUGGESTED, 3)
    assert [(event.after, event.actor) for event in loaded.history(LINKAGE)] == [
        (LinkageState.CONTACTED, "王"),
        (LinkageState.SUGGESTED, "restore"),
    ]


@pytest.mark.parametrize("change", ["a byte", "a value", "cut off", "no database"])
def test_a_backup_that_is_not_what_was_written_is_refused(loaded: Store, tmp_path: Path, change: str):
    file = tmp_path / "b.db"
    write_backup(loaded, file)
    if change == "a value":
        with closing(sqlite3.connect(file)) as connection, connection:
            connection.execute("UPDATE waste_streams SET supply_likely = 5.0")
    else:
        content = file.read_bytes()
        at = content.index("磷石膏堆场".encode())
        file.write_bytes(
            {
                "a byte": content[:at] + b"\xe7\xa3\xb6" + content[at + 3 :],
                "cut off": content[: len(content) // 2],
                "no database": b"name,tonnes\n" * 100,
            }[change]
        )
    before = loaded.dump()
    with refused("BACKUP_DAMAGED"):
        restore_backup(loaded, file, AT)
    assert loaded.dump() == before


def test_a_store_is_no_backup_and_a_missing_file_is_told(loaded: Store, tmp_path: Path):
    for name in ("park.db", "nowhere.db"):
        with refused("NOT_A_BACKUP"):
            restore_backup(loaded, tmp_path / name, AT)
    assert not (tmp_path / "nowhere.db").exists()


def test_a_backup_of_an_earlier_schema_is_restored(opened: Opener, tmp_path: Path):
    text = (Path(__file__).with_name("released") / "schema_1.sql").read_text(encoding="utf-8")
    with closing(sqlite3.connect(tmp_path / "b.db")) as connection:
        connection.executescript(text)
    backups._seal(tmp_path / "b.db")
    before = (tmp_path / "b.db").read_bytes()
    store = opened("new")
    restore_backup(store, tmp_path / "b.db", AT)
    assert store.read().count("materials") > 0
    assert (tmp_path / "b.db").read_bytes() == before


def test_a_backup_made_while_others_write_is_of_one_moment(loaded: Store, opened: Opener, tmp_path: Path):
    done = threading.Event()

    def write() -> None:
        try:
            for round_ in range(1, 8):
                rows = [stream(f"s{number:03}", float(round_)) for number in range(100)]
                opened("park").upsert(records_of(rows), f"round {round_}")
        finally:
            done.set()

    writer = threading.Thread(target=write)
    writer.start()
    found = []
    while not done.is_set():
        write_backup(loaded, tmp_path / "b.db")
        found.append(read_backup(tmp_path / "b.db"))
    writer.join()
    for dump in found:
        streams = [item for item in dump.snapshot.all(WasteStream) if item.id != "stack"]
        assert len({item.supply.likely for item in streams}) <= 1
        assert {tag for id_, tag in dump.tags["waste_streams"].items() if id_ != "stack"} <= {
            f"round {streams[0].supply.likely:.0f}" if streams else ""
        }


KILLED = """
import os, signal, sys
from pathlib import Path
from graph.tools import writing
from graph.stores import open_store, restore_backup, write_backup
from graph.stores.sqlite import statements as sqlite_statements, store as sqlite

store, file, what, step = open_store(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])

def counted(call):
    def wrapped(*arguments, **named):
        global step
        step -= 1
        if step == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*arguments, **named)
    return wrapped

writing.on_disk = counted(writing.on_disk)
Path.replace = counted(Path.replace)
sqlite.write = counted(sqlite.write)
if what == "backup":
    write_backup(store, file)
else:
    restore_backup(store, file, "2026-05-01T08:00:00+00:00")
"""


@pytest.mark.parametrize(("what", "step"), [("backup", 3), ("backup", 29), ("backup", 30), ("restore", 9)])
def test_a_kill_in_a_backup_or_a_restore_leaves_the_older_state_whole(
    loaded: Store, tmp_path: Path, what: str, step: int
):
    file = tmp_path / "b.db"
    write_backup(loaded, file)
    older = read_backup(file)
    loaded.upsert(records_of([material("coke", "焦", "Coke")]), "third")
    newer = loaded.dump()
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, loaded.url, str(file), what, str(step)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert loaded.dump() == newer
    assert read_backup(file) in (older, newer)
