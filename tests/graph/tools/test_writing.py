from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from graph.errors import SymbioflowError
from graph.tools.writing import check_place, written_whole


def test_a_failure_on_the_way_leaves_the_older_file_and_nothing_beside_it(tmp_path: Path):
    page = tmp_path / "page.html"
    page.write_text("older")

    def write_half() -> None:
        with written_whole(page) as aside:
            aside.write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_half()
    assert page.read_text() == "older"
    assert list(tmp_path.iterdir()) == [page]


def test_the_new_file_has_the_permissions_of_the_older_one_or_those_asked_for(tmp_path: Path):
    page, secret = tmp_path / "page.html", tmp_path / "secret"
    page.write_text("older")
    page.chmod(0o640)
    with written_whole(page) as aside:
        aside.write_text("newer")
    with written_whole(secret, 0o600) as aside:
        aside.write_text("mine")
    assert (page.read_text(), page.stat().st_mode & 0o777) == ("newer", 0o640)
    assert secret.stat().st_mode & 0o777 == 0o600


def test_a_folder_that_is_not_there_is_told(tmp_path: Path):
    with pytest.raises(SymbioflowError) as refusal, written_whole(tmp_path / "no" / "page"):
        pass
    assert refusal.value.code == "CANNOT_WRITE"


def test_a_place_is_looked_at_before_the_work_and_nothing_is_left_there(tmp_path: Path):
    page = tmp_path / "page.html"
    check_place(page)
    assert list(tmp_path.iterdir()) == []
    for place in (tmp_path / "no" / "page", tmp_path):
        with pytest.raises(SymbioflowError) as refusal:
            check_place(place)
        assert refusal.value.code == "CANNOT_WRITE"


def test_a_database_gives_way_to_no_page(tmp_path: Path):
    store = tmp_path / "park.db"
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("CREATE TABLE wastes (id TEXT)")
    held = store.read_bytes()
    with pytest.raises(SymbioflowError) as refusal, written_whole(store) as aside:
        aside.write_text("<html>")
    assert refusal.value.code == "WOULD_DESTROY"
    assert store.read_bytes() == held
    assert [path.name for path in tmp_path.iterdir()] == ["park.db"]
    with written_whole(store, database=True) as aside:
        aside.write_text("another")
    assert store.read_text() == "another"
