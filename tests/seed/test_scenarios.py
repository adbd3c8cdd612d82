from __future__ import annotations

from graph.model import Scenario
from graph.planning import apply_scenario, make_plan
from graph.snapshot import Snapshot


def test_every_shipped_scenario_can_be_applied_and_says_something_about_the_plan(anning: Snapshot) -> None:
    today = make_plan(anning)
    for scenario in anning.all(Scenario):
        plan = make_plan(apply_scenario(anning, scenario))
        # More room for water that its buyers take on some days alone moves money, and no cubic metre.
        assert (plan.totals, plan.benefit) != (today.totals, today.benefit), scenario.id
