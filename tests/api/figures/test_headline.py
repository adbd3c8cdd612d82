"""What every face says of a plan first, and that all of them say the same."""

from __future__ import annotations

import html
import json
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from api.figures.headline import coverage_words, expected_words, headline
from api.network import planned_flows
from api.views.service import View
from graph.planning import EXPECTED_DRAWS, EXPECTED_SEED, Measure, PlanOptions
from graph.vocabulary import Unit
from tests.api.conftest import Asker
from tests.api.running import run
from tests.build import facility, material, park_of, recipe, stream


def view() -> View:
    return View(
        park_of(
            material("slag"),
            material("road"),
            stream("s", "maker", "slag", 100.0),
            recipe("pave", "slag", "road"),
            facility("paver", "user", "pave", 50.0),
        ),
        1,
    )


def test_coverage_names_money_markets_and_what_was_verified() -> None:
    plan = view().plan()
    money_only = replace(plan, coverage=replace(plan.coverage, money=0.4, market=None, composition=None))
    (money,) = coverage_words(money_only)
    assert money.text("en") == "published prices and costs for 40% of the money"
    _, market, checked = coverage_words(
        replace(plan, coverage=replace(plan.coverage, money=0.4, market=0.55, composition=0.7))
    )
    assert market.text("en").endswith("for 55% of the tonnes sold")
    assert checked.text("en") == "every condition verified for 70% of the tonnes newly placed"
    assert "70%" in checked.text("zh")


def test_what_nobody_draws_is_not_expected() -> None:
    """Lots may not be met in a draw, and a potential is no expectation: the plan stands without one."""
    found = view()
    for options in (PlanOptions(potential=True), PlanOptions(minimum_lot=10.0), PlanOptions(on_off=True)):
        assert found.expected(options) is None
    plan = found.plan()
    assert len(headline(found, plan, None, found.potential())) == 2
    (alone,) = headline(found, found.potential(), None, None)
    assert alone.text("en").startswith("Technical potential: ")


def test_the_expected_net_tonnes_are_those_of_the_fixed_draws() -> None:
    found = view()
    expected = found.expected()
    assert expected is not None
    assert expected is found.uncertainty(EXPECTED_DRAWS, EXPECTED_SEED)
    assert expected.total(Measure.NET, Unit.TONNE).p90 == pytest.approx(50.0)


def test_every_face_says_the_same_sentences(anning_url: str, ask_anning: Asker, client: httpx.Client) -> None:
    """The command line, its JSON, GraphQL, the first page and the network: one expectation, one wording."""
    found = ask_anning.data(
        "{ plan { expected { draws seed net { p10 p50 p90 } said: saidEn } "
        "chanceOfTarget { met } coverage { money market composition } } }"
    )["plan"]
    sentences = found["expected"]["said"]
    assert len(sentences) == 3
    expected = ask_anning.service.view().expected()
    assert expected is not None
    net = expected.total(Measure.NET, Unit.TONNE)
    assert found["expected"]["net"] == {"p10": net.p10, "p50": net.p50, "p90": net.p90}
    assert [row["met"] for row in found["chanceOfTarget"]] == [chance.met for chance in expected.chances]

    spoken = run("plan", "--language", "en", store=anning_url)
    assert spoken.returncode == 0, spoken.stderr
    lines = " ".join(spoken.stdout.split())
    written = json.loads(run("plan", "--json", store=anning_url).stdout)["plan"]
    page = html.unescape(client.get("/spread?language=en").text)
    _, note = planned_flows(ask_anning.service.view())
    for sentence in sentences:
        assert sentence in lines
        assert sentence in note.text("en")
    # The page has the chances as a table.
    for sentence in sentences[:-1]:
        assert sentence in page
    assert written["expected"]["saidEn"] == sentences
    assert written["expected"]["net"]["p50"] == net.p50
    assert written["chanceOfTarget"][0]["met"] == expected.chances[0].met


def test_a_script_may_leave_the_draws_out(anning_url: str) -> None:
    bare = json.loads(run("plan", "--json", "--no-expected", store=anning_url).stdout)["plan"]
    assert "expected" not in bare
    assert "chanceOfTarget" not in bare
    assert bare["technicalPotential"]["totals"]
    shown = run("plan", "--no-expected", "--language", "en", store=anning_url)
    assert "Expected: net" not in shown.stdout
    assert "The plan at likely amounts" in shown.stdout


def test_the_readme_says_what_is_expected_of_anning_in_the_same_words(anning: View) -> None:
    readme = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
    said = " ".join(readme.replace("\n> ", " ").split())
    expected = anning.expected()
    assert expected is not None
    net, money, *_ = expected_words(anning, anning.plan(), expected)
    for sentence in (net, money):
        assert " ".join(sentence.text("en").split()) in said
