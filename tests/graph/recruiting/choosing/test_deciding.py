"""What a lead's place among the first hangs on, by the draws."""

from __future__ import annotations

from graph.recruiting import LeadOptions, find_leads
from tests.graph.recruiting.test_leads import only, slag_park


def test_a_lead_that_only_its_donor_can_stop_hangs_on_the_donor() -> None:
    lead = only(find_leads(slag_park(), LeadOptions(draws=60, seed=3)))
    assert lead.deciding is not None
    assert "heap" in lead.deciding.what.en
    assert lead.deciding.what.en.startswith("whether")
    assert lead.deciding.what.zh.endswith("是否同意")
    # Refused it brings nothing, and agreed to it always does.
    assert (lead.deciding.where_low, lead.deciding.where_high) == (0.0, 1.0)


def test_without_draws_nothing_is_said_to_decide() -> None:
    found = find_leads(slag_park(), LeadOptions(draws=0))
    assert only(found).deciding is None
    assert found.challengers == ()


def test_of_few_draws_nothing_is_said() -> None:
    assert only(find_leads(slag_park(), LeadOptions(draws=4, seed=3))).deciding is None
