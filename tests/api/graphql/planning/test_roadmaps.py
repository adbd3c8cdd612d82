"""Several years as one plan, and the projects behind it, as GraphQL has them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from api.graphql.context import Limits
from api.plan_options import DATED, asked
from api.settings import Settings
from tests.api.conftest import Asker

ROADMAP = (Path(__file__).parents[4] / "api" / "documents" / "roadmap.graphql").read_text(encoding="utf-8")


def test_the_document_of_a_roadmap_holds_the_limits_that_partners_have(ask_anning: Asker) -> None:
    """2026 without any project, 2028 with those that open by then; one year ahead is never better."""
    outside = replace(ask_anning, limits=Limits.of(Settings()))
    found = outside.data(ROADMAP, **{"from": 2026, "to": 2028}, **asked({}).variables(DATED))["roadmap"]
    assert [year["year"] for year in found["years"]] == [2026, 2027, 2028]
    assert found["years"][0]["opens"] == []
    assert {"localId": "steel-slag-450kt--ss-powder-concrete"}.items() <= next(
        facility
        for facility in found["years"][2]["opens"]
        if facility["localId"].startswith("steel-slag-450kt")
    ).items()
    used = {flow["facility"]["localId"] for flow in found["years"][1]["plan"]["flows"]}
    assert "steel-slag-450kt--ss-powder-concrete" not in used
    assert found["objectiveValue"] >= found["alone"] - 1e-6
    for year in found["years"]:
        assert max(balance["error"] for balance in year["plan"]["balances"]) < 1e-6
    assert found["undated"] == []


def test_years_that_run_backward_are_refused(ask_anning: Asker) -> None:
    assert ask_anning.codes("{ roadmap(from: 2028, to: 2026) { alone } }") == ["BAD_OPTION"]


def test_a_project_names_its_facilities_and_its_stage(ask_anning: Asker) -> None:
    found = ask_anning.data(
        "{ projects { localId stage year probability facilities { localId } } "
        "plan { expected { decisions { project { localId } probability given } } } }"
    )
    base = next(row for row in found["projects"] if row["localId"] == "battery-recycling-base")
    assert (base["stage"], base["probability"], len(base["facilities"])) == ("FILED", None, 9)
    odds = {row["project"]["localId"]: row for row in found["plan"]["expected"]["decisions"]}
    assert (odds["battery-recycling-base"]["probability"], odds["longkun-slag"]["given"]) == (0.4, True)
