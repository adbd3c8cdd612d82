"""The missing links of Anning."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.model import Technology
from graph.planning import make_plan
from graph.recruiting import LeadOptions, find_leads
from graph.recruiting.finding.field import Option
from graph.recruiting.finding.sites import areas, extensions
from graph.snapshot import Snapshot
from tests.graph.recruiting.added import with_lead


def test_each_of_the_first_three_added_by_hand_is_worth_what_the_list_says(anning: Snapshot) -> None:
    found = find_leads(anning, LeadOptions(draws=0))
    assert len(found.items) == 10
    before = make_plan(anning)
    assert found.without == pytest.approx(before.objective_value)
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    for lead in found.items[:3]:
        assert f"| {lead.scale.amount.likely:,.0f} t/yr | {lead.value.tonnes:,.0f} t (" in readme
        process = anning.by_id(Technology)[lead.technology]
        places = (*extensions(anning, process), *areas(anning))
        place = next(place for place in places if place.site == lead.site)
        after = make_plan(with_lead(anning, Option(process, place), lead.scale.amount))
        assert after.objective_value - before.objective_value == pytest.approx(lead.value.worth, rel=1e-7)
        assert after.benefit - before.benefit == pytest.approx(lead.value.benefit, rel=1e-6)
        assert after.co2_avoided - before.co2_avoided == pytest.approx(lead.value.co2, rel=1e-6)


def test_the_list_is_certain_after_a_quarter_of_what_could_be_worth_something(anning: Snapshot) -> None:
    proof = find_leads(anning, LeadOptions(draws=0)).certificate
    assert proof.certain
    assert proof.rest_at_most < proof.threshold
    assert 4 * proof.solved <= proof.positive
