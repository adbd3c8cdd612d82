"""A smoke of `make chaos`: some kills of some acts, and the campaign sees what it is there to see."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.chaos.acts import CHANGES, FIRST_COMMANDS, files, small_park
from tests.chaos.campaign import Act, Tally, empty_ground, killed, sqlite_ground
from tests.chaos.crowd import WRONG, measured
from tests.neo4j_server import Server

ACTS = {act.name: act for act in (*CHANGES, *FIRST_COMMANDS)}


@pytest.mark.parametrize("name", ["apply", "states", "restore", "backup"])
def test_a_change_killed_at_a_random_moment_loses_nothing_and_leaves_nothing_half(name: str, tmp_path: Path):
    tally = Tally()
    killed(ACTS[name], sqlite_ground(tmp_path / name, small_park), random.Random(5), 3, tally)
    assert tally.broken == []
    assert tally.before + tally.after == 3


def test_a_first_command_killed_at_a_random_moment_leaves_a_whole_park_or_none(tmp_path: Path):
    tally = Tally()
    killed(ACTS["first ingest"], empty_ground(tmp_path, files), random.Random(5), 2, tally)
    assert tally.broken == []
    assert tally.before + tally.after == 2


def test_an_act_of_two_transactions_is_seen(tmp_path: Path):
    """A change that writes twice with a pause between: readers and kills find the half of it."""
    tally = Tally()
    act = Act("twice", ("tests.chaos.worker", "twice", "{url}", "{file}"))
    killed(act, sqlite_ground(tmp_path, small_park), random.Random(5), 2, tally)
    assert any("neither before nor after" in line for line in tally.broken)


def test_a_crowd_on_one_file_reads_nothing_torn_and_waits_for_no_lock():
    found = measured(8.0)
    assert [found[name] for name in WRONG] == [0, 0, 0, 0]
    assert found["rounds"] > 0
    assert found["moves"] > 0


@pytest.mark.neo4j
def test_a_crowd_on_neo4j_reads_nothing_torn_and_loses_no_step(neo4j_login: Server):
    found = measured(12.0, "neo4j")
    assert [found[name] for name in WRONG] == [0, 0, 0, 0]
    assert found["rounds"] > 0
    assert found["moves"] > 0
