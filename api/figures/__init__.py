"""What is said of the numbers of a plan, alike on every face: headline, sums, coverage, balance."""

from api.figures.balance import material_balance
from api.figures.headline import (
    coverage_words,
    expected_words,
    headline,
    leaning_words,
    nothing_on_record,
    potential_words,
)
from api.figures.number_words import number_words
from api.figures.prospective import ask_words, room_words
from api.figures.standing import (
    largest_target,
    published_gain,
    published_of_flows,
    published_of_target,
    published_of_targets,
    published_supply,
)
from api.figures.sums import carbon_range, carbon_sum, money_range, money_sum, open_use, reach_of, unit_cost

__all__ = [
    "ask_words",
    "carbon_range",
    "carbon_sum",
    "coverage_words",
    "expected_words",
    "headline",
    "largest_target",
    "leaning_words",
    "material_balance",
    "money_range",
    "money_sum",
    "nothing_on_record",
    "number_words",
    "open_use",
    "potential_words",
    "published_gain",
    "published_of_flows",
    "published_of_target",
    "published_of_targets",
    "published_supply",
    "reach_of",
    "room_words",
    "unit_cost",
]
