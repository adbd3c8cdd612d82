"""Product chains on the command line and in GraphQL."""

from __future__ import annotations

import json

from api.views.service import View
from graph.errors import EXIT_USAGE
from tests.api.conftest import Asker
from tests.api.running import run


def test_the_chains_of_anning_say_what_is_missing_in_both_languages(anning_url: str) -> None:
    zh = run("chains", "石油焦到负极", "--language", "zh", store=anning_url)
    en = run("chains", "coke-anode", "--language", "en", store=anning_url)
    assert zh.returncode == en.returncode == 0, zh.stderr + en.stderr
    assert "最弱环节：煅烧" in zh.stdout
    assert "weakest step: Calcining" in en.stdout
    assert "662 kt/yr" in en.stdout
    every = run("chains", "--language", "en", store=anning_url).stdout
    assert "Phosphogypsum tree" in every
    assert "by its industry, to be asked" in " ".join(every.split())


def test_the_document_of_a_chain_has_the_names_of_the_schema(anning_url: str) -> None:
    found = json.loads(run("chains", "battery", "--json", store=anning_url).stdout)["chains"]
    assert [row["chain"]["localId"] for row in found] == ["battery"]
    steps = {row["step"]["localId"]: row for row in found[0]["steps"]}
    assert steps["battery:cell"]["state"] == "PLANNED"
    assert steps["battery:lithium"]["today"]["made"] is None  # and never 0
    assert steps["battery:lithium"]["today"]["short"]["unit"] == "t/yr"


def test_an_unknown_chain_names_those_there_are(anning_url: str) -> None:
    refused = run("chains", "wool", "--language", "en", store=anning_url)
    assert refused.returncode == EXIT_USAGE
    assert refused.stderr.startswith("UNKNOWN_CHAIN")
    assert "coke-anode" in refused.stderr


def test_a_scenario_changes_a_chain_and_a_library_without_chains_says_so(
    anning_url: str, park_url: str, anning: View
) -> None:
    closed = json.loads(
        run(
            "chains", "steel-slag-cement", "--scenario", "kunming-steel-closes", "--json", store=anning_url
        ).stdout
    )["chains"][0]
    (steel,) = (row for row in closed["steps"] if row["step"]["localId"] == "steel-slag-cement:steel")
    assert steel["state"] == "MISSING"
    assert anning.chains("steel-slag-cement")[0].completeness > closed["completeness"]
    bare = run("chains", "--language", "zh", store=park_url)
    assert bare.returncode == 0
    assert "石膏链" in bare.stdout


def test_a_chain_of_which_a_park_has_nothing_is_named_and_shown_whole_on_request(anning_url: str) -> None:
    area = ("--park", "chemical-park", "--language", "zh")
    every = run("chains", *area, store=anning_url).stdout
    assert "园区还没有任何一环的产业链：钢铁渣到水泥；要看全图" in every
    assert "钢铁渣到水泥  完整度" not in every
    assert "钢铁渣到水泥  完整度 0%" in run("chains", "钢铁渣到水泥", *area, store=anning_url).stdout


def test_every_field_of_a_chain_can_be_asked_for(ask: Asker) -> None:
    asked = """{ chains { chain { id note evidence { grade } }
        links { ratio { likely unit } after { localId } }
        steps { unit step { signRatio { likely } technologies { localId } industries sign { localId } }
        firms { shown runs facilities { localId } amount { likely unit } } } } }"""
    (chain,) = ask.data(asked)["chains"]
    firms = [firm for step in chain["steps"] for firm in step["firms"]]
    assert {firm["shown"] for firm in firms} == {"FACILITY", "WASTE"}
    assert chain["links"][0]["ratio"]["likely"] == 1.4
