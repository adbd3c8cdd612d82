"""On what a plan stands, and why an owner would agree, as GraphQL has it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from api.graphql.context import Limits
from api.plan_options import asked
from api.settings import Settings
from graph.planning import PlanOptions
from tests.api.conftest import Asker

DOCUMENTS = Path(__file__).parents[4] / "api" / "documents"


def test_ranges_coverage_and_markets_are_those_of_the_plan(ask_anning: Asker) -> None:
    found = ask_anning.data(
        "{ plan { benefit benefitRange { low middle high } co2Range { low middle high } investment "
        "investmentRange { low likely high } coverage { money carbon market composition enough "
        "carbonEnough } marketsTaken { market sold share full } "
        "replanned wouldChange { table row column nameZh nameEn benefit benefitLow benefitHigh } "
        "flips { sold price flipsAt } today { amount onRecord } } }"
    )["plan"]
    plan = ask_anning.service.view().plan()
    for name, reach in (("benefitRange", plan.benefit_reach), ("co2Range", plan.co2_reach)):
        assert found[name] == {"low": reach.p10, "middle": reach.p50, "high": reach.p90}
    assert found["investmentRange"]["likely"] == found["investment"] == plan.investment.likely
    assert found["investmentRange"]["low"] < found["investment"] < found["investmentRange"]["high"]
    assert found["coverage"]["carbon"] == plan.coverage.carbon
    assert found["coverage"]["carbonEnough"] is (plan.coverage.carbon >= 0.5)
    assert found["coverage"]["money"] == plan.coverage.money
    assert found["coverage"]["composition"] == plan.coverage.composition
    assert found["coverage"]["enough"] is (plan.coverage.money >= 0.5)
    assert [row["market"] for row in found["marketsTaken"]] == [taken.market for taken in plan.markets]
    moved = ask_anning.service.view().sensitivity()
    assert found["replanned"] is moved.replanned is True
    assert [row["row"] for row in found["wouldChange"]] == [change.row for change in moved.would_change]
    assert all(row["benefit"] == row["benefitHigh"] - row["benefitLow"] for row in found["wouldChange"])
    assert all(row["nameZh"] and row["nameEn"] for row in found["wouldChange"])
    assert [row["flipsAt"] for row in found["flips"]] == [flip.flips_at for flip in moved.flips]
    assert len(found["today"]) == len(plan.today)


def test_the_technical_potential_is_what_the_option_asks_for_and_who_is_not_on_record(
    ask_anning: Asker,
) -> None:
    text = (
        "{ plan { potential totals { net } technicalPotential { assumesZh assumesEn nothingOnRecord saidEn "
        "totals { unit net } assumed { unit amount } prospective { stream { localId } enterprise { localId } "
        "basis amount unit room { low likely high unit } suggestion askZh askEn } } } }"
    )
    found = ask_anning.data(text)["plan"]
    asked_for = ask_anning.data("{ plan(potential: true) { potential totals { unit net } } }")["plan"]
    assert (found["potential"], asked_for["potential"]) == (False, True)
    could = found["technicalPotential"]
    more = {row["unit"]: row["amount"] for row in could["assumed"]}
    assert more
    for row, on_record in zip(could["totals"], asked_for["totals"], strict=True):
        assert row["net"] == pytest.approx(on_record["net"] + more.get(row["unit"], 0.0))
    assert asked_for["totals"][0]["net"] > found["totals"][0]["net"]
    assert "every market takes everything" in could["assumesEn"]
    assert "照单全收" in could["assumesZh"]
    plan = ask_anning.service.view().plan(PlanOptions(potential=True))
    assert asked_for["totals"][0]["net"] == plan.totals[0].net
    assert not could["nothingOnRecord"]
    assert "of which no facility is on record" in could["saidEn"][1]
    view = ask_anning.service.view()
    for row in could["prospective"]:
        assert row["basis"] in ("INDUSTRY_TECHNOLOGY", "USUAL_USE")
        assert 0.0 < row["amount"] <= row["room"]["likely"] <= row["room"]["high"]
        assert row["askZh"]
        assert "capacity" in row["askEn"]
        assert view.explanation(row["suggestion"]).basis.name == row["basis"]


def test_the_document_of_a_plan_holds_the_limits_that_partners_have(ask_anning: Asker) -> None:
    text = (DOCUMENTS / "plan.graphql").read_text(encoding="utf-8")
    outside = replace(ask_anning, limits=Limits.of(Settings()))
    assert outside.codes(text, **asked({}).variables()) == []


@pytest.mark.parametrize("waste", ["steel-slag", "spent-lithium-battery"])
def test_one_suggestion_says_why_the_owner_would_agree(ask_anning: Asker, waste: str) -> None:
    found = ask_anning.data(
        "query ($waste: ID) { suggestions(material: $waste, first: 3) { nodes { price { supplier receiver } "
        "agreement { alternative alternativeNumber { table row nameEn low likely high grade } "
        "price { supplier receiver split } capital capitalNumbers { row nameZh } margin unknown } } } }",
        waste=waste,
    )["suggestions"]["nodes"]
    assert found
    for node in found:
        agreement = node["agreement"]
        assert agreement["alternativeNumber"]["row"]
        assert agreement["price"]["supplier"] == pytest.approx(node["price"]["supplier"])
        if agreement["margin"] is not None:
            left = agreement["price"]["receiver"] - agreement["price"]["split"]
            assert agreement["margin"] == pytest.approx(left)
            assert agreement["price"]["receiver"] <= node["price"]["receiver"] + 1e-9
