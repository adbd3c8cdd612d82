"""What every face says of a plan first, and that all of them say the same."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from api.figures.headline import coverage_words, expected_words, headline
from api.network import planned_flows
from api.views.service import View
from graph.planning import EXPECTED_DRAWS, EXPECTED_SEED, Measure, Objective, PlanOptions
from graph.vocabulary import Unit
from tests.api.conftest import Asker
from tests.api.running import run
from tests.build import cost_sheet, facility, material, park_of, process_class, recipe, stream
from tests.graph.matching.prospects.parks import cement_works, firm, town


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
    could = found.technical_potential()
    assert len(headline(found, plan, None, could)) == 2
    (alone,) = headline(found, found.potential(), None, could)
    assert alone.text("en").startswith("Technical potential: ")


def test_a_large_park_is_told_its_potential_when_it_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    found = view()
    assert found.potential_beside() == found.technical_potential()
    monkeypatch.setattr("graph.planning.MOST_STREAMS", 0)
    plan = found.plan()
    assert found.potential_beside() is None
    _, unasked = headline(found, plan, None, found.potential_beside())
    assert "--potential" in unasked.text("en")
    assert "--potential" in unasked.text("zh")
    potential = PlanOptions(potential=True)
    assert found.potential_beside(potential) == found.technical_potential(potential)


def named(*parts: object) -> View:
    """A park of names, industries and tonnes."""
    return View(town(*parts), 1)


def test_where_nothing_is_on_record_one_sentence_says_whom_to_ask() -> None:
    """100 t of slag and 50 t of ash; two works of which only the class is known, and a shop."""
    found = named(cement_works("a"), firm("brickyard", nace="2332"), firm("shop"))
    (said,) = headline(found, found.plan(), found.expected(), found.technical_potential())
    assert said.text("en") == (
        "No facility on record could take any of it, so nothing is planned; by their industry 2 works here "
        "could take up to 150 t/yr (assumed): a, brickyard. Ask them whether they take it, how much a year "
        "and of what composition, and enter their facilities."
    )
    assert "2 家企业最多可接收 150吨/年" in said.text("zh")


def test_where_nobody_is_known_to_take_anything_the_sentence_says_what_to_enter() -> None:
    found = named(firm("shop"))
    (said,) = headline(found, found.plan(), None, found.technical_potential())
    assert said.text("en").startswith(
        "No facility on record could take any of it, so nothing is planned, and"
    )
    assert "industry codes" in said.text("en")


def test_what_is_assumed_of_who_is_not_on_record_stands_apart_from_the_potential() -> None:
    mill = [firm("mill-owner"), facility("mill", "mill-owner", "slag-cement", 30.0)]
    works = [cement_works(name) for name in ("a", "b", "c", "d")]
    sized = [process_class("small", scale=20.0), cost_sheet("slag-cement", "small")]
    found = named(mill, works, sized)
    said = headline(found, found.plan(), None, found.technical_potential())
    plan, potential, apart = (sentence.text("en") for sentence in said)
    assert "net 30 t/yr" in plan
    assert "net 100 t/yr" in potential
    assert apart.startswith("Of this, 70 t/yr at 4 works of which no facility is on record")
    assert re.search(r": [a-d], [a-d], [a-d] and others\. Ask first", apart)


def test_a_park_without_waste_and_one_whose_use_does_not_pay_say_their_figures() -> None:
    empty = View(park_of(), 1)
    assert len(headline(empty, empty.plan(), None, empty.technical_potential())) == 2
    dear = View(
        park_of(
            material("slag"),
            material("road"),
            stream("s", "maker", "slag", 100.0),
            recipe("pave", "slag", "road", 0.0),
            facility("paver", "user", "pave", 50.0),
            [process_class("dear", operating=500.0), cost_sheet("pave", "dear")],
        ),
        1,
    )
    options = PlanOptions(objective=Objective.BENEFIT)
    assert len(headline(dear, dear.plan(options), None, dear.technical_potential(options))) == 2


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
    assert len(sentences) == 4
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
    net, why_above, money, *_ = expected_words(anning, anning.plan(), expected)
    for sentence in (net, why_above, money):
        assert " ".join(sentence.text("en").split()) in said


def test_the_document_of_a_large_park_holds_its_potential_when_it_asks(
    anning_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.planning.MOST_STREAMS", 0)
    unasked, asked = (
        json.loads(run("plan", "--json", "--no-expected", *words, store=anning_url).stdout)["plan"]
        for words in ((), ("--potential",))
    )
    assert "technicalPotential" not in unasked
    assert asked["technicalPotential"]["totals"]
