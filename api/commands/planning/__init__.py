"""Commands that plan: plan, pareto, targets, roadmaps, spreads, back-test."""

from api.commands.planning.plan_arguments import with_lead_options, with_plan_options, with_state_options
from api.commands.planning.plan_block import plan_block
from api.commands.planning.plan_grounds import grounds_block
from api.commands.planning.plan_headline import headline_block
from api.commands.planning.plan_tables import summary_table
from api.commands.planning.spreads import SeedOption, expected_of, followed

__all__ = [
    "SeedOption",
    "expected_of",
    "followed",
    "grounds_block",
    "headline_block",
    "plan_block",
    "summary_table",
    "with_lead_options",
    "with_plan_options",
    "with_state_options",
]
