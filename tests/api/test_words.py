"""One reader of words for every face (case A2)."""

from __future__ import annotations

import json

import pytest

from api.views.service import Service
from graph.errors import EXIT_USAGE
from tests.api.conftest import Asker
from tests.api.running import run


def test_saw_dust_is_sawmill_residue_for_every_command(anning_url: str, service: Service) -> None:
    ways = run("pathways", "saw dust", "--language", "en", store=anning_url)
    assert ways.stdout.splitlines()[0] == "Sawmill residue"
    matched = run("match", "--waste", "saw dust", "--language", "en", store=anning_url)
    for answered in (ways, matched):
        assert answered.returncode == 0, answered.stderr
        assert answered.stderr.strip() == "'saw dust' is read as: Sawmill residue"
    uses = run("suggest-uses", "--waste", "saw dust", "--language", "en").stdout.splitlines()[0]
    assert uses.startswith("saw dust [-] → sawmill-residue (1.00)")
    found = json.loads(run("search", "saw dust", "--json", store=anning_url).stdout)["search"]
    assert found[0]["localId"] == "sawmill-residue"
    listed = Asker(service).data('{ materials(text: "saw dust") { nodes { localId } } }')
    assert "sawmill-residue" in [node["localId"] for node in listed["materials"]["nodes"]]


@pytest.mark.parametrize("command", [("pathways", "phosphogipsum"), ("match", "--waste", "phosphogipsum")])
def test_a_doubtful_waste_is_asked_about_and_never_taken(command: tuple[str, ...], anning_url: str) -> None:
    asked = run(*command, store=anning_url)
    assert asked.returncode == EXIT_USAGE
    assert asked.stderr.startswith("UNCLEAR_MATERIAL")
    assert "did you mean phosphogypsum" in asked.stderr
    assert asked.stdout == ""


def test_uses_of_a_doubtful_waste_say_what_it_may_mean() -> None:
    asked = run("suggest-uses", "--waste", "白泥", "--language", "en")
    assert asked.returncode == 0
    assert "did you mean lime-mud, soda-residue?" in asked.stderr
