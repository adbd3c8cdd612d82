"""A file that is replaced, deleted, moved or written over while it is open, and one only to be read."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from graph.errors import SymbioflowError
from graph.snapshot import Snapshot, records_of
from graph.stores import Change, Store, open_store
from graph.stores.sqlite.connections import Connections
from tests.graph.stores.conftest import Opener
from tests.parks import material, park_records, whole_park

ROOT = Path(__file__).parents[4]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "park.db"


def add(store: Store, *names: str) -> None:
    for name in names:
        store.upsert(records_of([material(name, name, name)]), name)


def holds(store: Store, *names: str) -> list[str]:
    return [item.id for item in store.get("materials", names)]


def copied_alone(file: Path, to: Path, lineage: int | None = None) -> None:
    """A copy of a store as it stands, with no log; as our own backups are, of a lineage of its own."""
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
        if lineage is not None:
            target.execute(f"PRAGMA application_id = {lineage}")


def is_sound(file: Path) -> bool:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def refused(code: str) -> pytest.RaisesExc[SymbioflowError]:
    return pytest.RaisesExc(SymbioflowError, check=lambda error: error.code == code)


def test_a_new_store_is_its_owner_s_alone_and_its_log_too(loaded: Store, file: Path):
    assert {path.name: path.stat().st_mode & 0o777 for path in file.parent.iterdir()} == {
        "park.db": 0o600,
        "park.db-wal": 0o600,
        "park.db-shm": 0o600,
    }


@pytest.mark.parametrize("way", ["move", "copy over"])
def test_a_backup_put_over_a_live_file_is_what_the_store_answers_from_then_on(
    loaded: Store, file: Path, tmp_path: Path, way: str
):
    """Seen once: it answered on from the older one, acknowledged a change and ended as malformed."""
    add(loaded, "coal")
    before = loaded.moment()
    copied_alone(file, tmp_path / "backup.db", lineage=7)
    add(loaded, "coke", "tar")
    if way == "move":
        (tmp_path / "backup.db").replace(file)
    else:
        shutil.copyfile(tmp_path / "backup.db", file)
    assert holds(loaded, "coal", "coke", "tar") == ["coal"]
    assert loaded.moment().identity != before.identity
    add(loaded, "lime")
    loaded.close()
    assert is_sound(file)
    with closing(open_store(f"sqlite:///{file}")) as again:
        assert holds(again, "coal", "coke", "tar", "lime") == ["coal", "lime"]


def test_every_log_of_a_replaced_file_is_kept_and_told(
    loaded: Store, opened: Opener, file: Path, tmp_path: Path
):
    for number, name in enumerate(("coal", "coke")):
        copied_alone(file, tmp_path / f"{number}.db", lineage=7 + number)
        add(loaded, name)
        shutil.copyfile(tmp_path / f"{number}.db", file)
        assert holds(loaded, "coal", "coke") == []
        loaded.close()
        loaded = opened(file)
        loaded.ensure_schema()
    kept = sorted(tmp_path.glob("*.replaced*"))
    assert [place.name for place in kept] == [f"{file.name}-wal.replaced", f"{file.name}-wal.replaced-2"]
    assert all(place.stat().st_size for place in kept)
    told = "\n".join(item.what.text("en") for item in loaded.examine())
    assert all(place.name in told for place in kept)


def test_an_older_copy_of_the_very_file_over_it_is_noticed_once_its_log_was_moved_in(
    loaded: Store, file: Path, tmp_path: Path
):
    copied_alone(file, tmp_path / "backup.db")
    add(loaded, "coal")
    with closing(sqlite3.connect(file)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert holds(loaded, "coal") == ["coal"]
    shutil.copyfile(tmp_path / "backup.db", file)
    assert holds(loaded, "coal") == []
    add(loaded, "lime")
    loaded.close()
    assert is_sound(file)


def test_a_copy_of_the_very_file_over_it_loses_nothing_that_stands_in_the_log(
    loaded: Store, file: Path, tmp_path: Path
):
    copied_alone(file, tmp_path / "backup.db")
    add(loaded, "coal")
    shutil.copyfile(tmp_path / "backup.db", file)
    add(loaded, "lime")
    assert holds(loaded, "coal", "lime") == ["coal", "lime"]
    loaded.close()
    assert is_sound(file)


def test_another_park_moved_in_is_another_moment_even_at_the_same_version(
    loaded: Store, opened: Opener, file: Path, tmp_path: Path
):
    other = opened(tmp_path / "other.db")
    other.ensure_schema()
    other.upsert(records_of([material("coal", "煤", "Coal")]), "first")
    other.close()
    before = loaded.moment()
    (tmp_path / "other.db").replace(file)
    after = loaded.moment()
    assert before.version == after.version == 1
    assert before.identity != after.identity
    with refused("DATA_MOVED"):
        loaded.apply_all((Change("late", "2026-03-01T08:00:00Z", "", park_records()),), before)
    assert loaded.read().count("materials") == 1


def test_a_file_moved_away_keeps_what_was_acknowledged_and_nothing_more_is(
    loaded: Store, file: Path, tmp_path: Path
):
    add(loaded, "coal")
    file.rename(tmp_path / "away.db")
    (tmp_path / "park.db-wal").rename(tmp_path / "away.db-wal")
    for use in (loaded.read, loaded.version, lambda: add(loaded, "lost")):
        with refused("STORE_REPLACED"):
            use()
    with closing(open_store(f"sqlite:///{tmp_path / 'away.db'}")) as away:
        assert holds(away, "coal", "lost") == ["coal"]


def test_a_deleted_file_is_told_until_one_is_there_again(loaded: Store, file: Path, tmp_path: Path):
    copied_alone(file, tmp_path / "backup.db")
    file.unlink()
    with refused("STORE_REPLACED") as refusal:
        add(loaded, "lost")
    assert refusal.value.exit_code == 4
    (tmp_path / "backup.db").replace(file)
    add(loaded, "coal")
    assert holds(loaded, "coal", "lost") == ["coal"]


def test_a_change_committed_into_a_file_that_was_just_replaced_is_not_acknowledged(
    loaded: Store, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    copied_alone(file, tmp_path / "backup.db")
    looked = Connections.refuse_lost

    def replaced_first(self: Connections, connection: sqlite3.Connection) -> None:
        (tmp_path / "backup.db").replace(file)
        looked(self, connection)

    monkeypatch.setattr(Connections, "refuse_lost", replaced_first)
    with refused("STORE_REPLACED") as refusal:
        add(loaded, "lost")
    assert "not in the file" in refusal.value.message
    monkeypatch.undo()
    assert holds(loaded, "lost") == []
    add(loaded, "coal")
    loaded.close()
    assert is_sound(file)


KILLED = """
import os, sys
from graph.snapshot import records_of
from graph.stores import open_store
from tests.parks import material
store = open_store(sys.argv[1])
for name in ("coke", "tar"):
    store.upsert(records_of([material(name, name, name)]), name)
os.kill(os.getpid(), 9)
"""


def killed_writer(store: Store) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, store.url], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL


def test_the_log_of_a_killed_program_is_not_laid_over_a_file_moved_in_after_it(
    loaded: Store, opened: Opener, file: Path, tmp_path: Path
):
    copied_alone(file, tmp_path / "backup.db")
    add(loaded, "coal")
    loaded.close()
    killed_writer(loaded)
    (tmp_path / "backup.db").replace(file)
    before = file.read_bytes()
    with refused("STORE_REPLACED") as refusal:
        opened(file).read()
    assert "park.db-wal" in refusal.value.message
    assert file.read_bytes() == before
    (tmp_path / "park.db-wal").rename(tmp_path / "log of before")
    (tmp_path / "park.db-shm").unlink()
    assert opened(file).read().fingerprint == Snapshot.of(whole_park()).fingerprint


def test_the_log_of_a_killed_program_is_part_of_its_own_file(loaded: Store, opened: Opener, file: Path):
    loaded.close()
    killed_writer(loaded)
    assert (file.parent / "park.db-wal").stat().st_size > 0
    assert holds(opened(file), "coke", "tar") == ["coke", "tar"]


def test_what_another_tool_restores_through_sqlite_is_no_replaced_file(
    loaded: Store, file: Path, tmp_path: Path
):
    """`.restore` of the sqlite3 shell writes over a live file the right way, and the log it wrote is kept."""
    copied_alone(file, tmp_path / "backup.db")
    add(loaded, "coal", "coke", "tar")
    with closing(sqlite3.connect(tmp_path / "backup.db")) as source, closing(sqlite3.connect(file)) as target:
        source.backup(target)
    assert holds(loaded, "coal", "coke", "tar") == []
    add(loaded, "lime")
    with closing(sqlite3.connect(file)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    add(loaded, "clay")
    assert holds(loaded, "coal", "lime", "clay") == ["lime", "clay"]
    loaded.close()
    assert not list(tmp_path.glob("*.replaced"))


def test_a_log_that_is_written_and_begun_anew_is_never_taken_for_a_foreign_one(
    loaded: Store, opened: Opener, file: Path, monkeypatch: pytest.MonkeyPatch
):
    """One store writes with a log moved in after nearly every change; others open the file all the while."""
    monkeypatch.setattr("graph.stores.sqlite.connections._LONG_LOG", 1)
    done = threading.Event()
    openings = written = 0

    def write() -> None:
        nonlocal written
        try:
            # As long as it takes until the file was opened often enough beside it.
            while written < 60 or (openings <= 3 and written < 10_000):
                add(loaded, f"m{written}")
                written += 1
        finally:
            done.set()

    writer = threading.Thread(target=write)
    writer.start()
    while not done.is_set():
        with closing(open_store(f"sqlite:///{file}")) as reader:
            assert reader.read().count("parks") == 2
        openings += 1
    writer.join()
    assert openings > 3
    assert loaded.version() == 1 + written >= 61


#: Reads a store as another user who may write neither the file nor its folder.
READER = """
import os, sys
from graph.stores import open_store
from graph.errors import SymbioflowError
from graph.snapshot import records_of
from tests.parks import material
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
store = open_store(sys.argv[1])
print(store.read().fingerprint, store.version())
try:
    store.upsert(records_of([material("x", "x", "x")]), "x")
except SymbioflowError as error:
    print(error.code, error.exit_code)
for line in sys.stdin:
    print(store.version(), flush=True)
store.close()
"""


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that others may look into; those of the tests may be their owner's alone."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


def closed_to_writing(folder: Path) -> None:
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)


def read_by_another(file: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", READER, f"sqlite:///{file}"],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        input="",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.mark.parametrize("state", ["closed", "killed", "killed without index", "written"])
def test_a_file_in_a_folder_that_may_not_be_written_is_read(opened: Opener, shared: Path, state: str):
    """Closed, left with its log by a program that was killed, or a colleague's that is being written."""
    store = opened(shared / "park.db")
    store.ensure_schema()
    store.upsert(park_records(), "first")
    if state != "written":
        store.close()
    if state.startswith("killed"):
        killed_writer(store)
        if state == "killed without index":
            (shared / "park.db-shm").unlink()
    closed_to_writing(shared)
    fingerprint, version, code, exit_code = read_by_another(shared / "park.db")
    assert (code, exit_code) == ("STORE_READ_ONLY", "5")
    assert version == ("3" if state.startswith("killed") else "1")
    if not state.startswith("killed"):
        assert fingerprint == Snapshot.of(whole_park()).fingerprint


def test_a_reader_of_a_colleague_s_file_follows_what_is_written(opened: Opener, shared: Path):
    store = opened(shared / "park.db")
    store.ensure_schema()
    store.upsert(park_records(), "first")
    store.close()
    closed_to_writing(shared)
    if os.getuid() != 0:
        pytest.skip("only root writes where others may not")
    with subprocess.Popen(
        [sys.executable, "-c", READER, f"sqlite:///{shared / 'park.db'}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        cwd=ROOT,
    ) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        assert reader.stdout.readline().split()[1] == "1"
        assert reader.stdout.readline().startswith("STORE_READ_ONLY")
        for number in (2, 3):
            with closing(open_store(store.url)) as writer:
                add(writer, f"m{number}")
            reader.stdin.write("\n")
            reader.stdin.flush()
            assert reader.stdout.readline().strip() == str(number)
        reader.stdin.close()
