"""Money and CO2e are said with their ends and with what they stand on, and alone never."""

from __future__ import annotations

import pytest

from api.figures.sums import (
    carbon_apart,
    carbon_range,
    carbon_sum,
    money_apart,
    money_range,
    money_sum,
    unit_cost,
)
from graph.planning import Reach
from graph.ranges import Range

SUM = Reach(1e6, 2e6, 4e6)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("say", [money_sum, carbon_sum])
def test_half_of_a_sum_must_be_published_before_a_single_figure_is_said(say: object, language: str) -> None:
    assert callable(say)
    whole, ends = say(SUM, 0.5).text(language), say(SUM, 0.49).text(language)
    single = {"zh": "中位值", "en": " ("}[language]
    assert whole.startswith(single) or whole.index(single) < whole.index("–")
    assert ends.index("–") < ends.index({"zh": "（", "en": "("}[language])


def test_sums_that_differ_are_apart_by_their_farthest_ends() -> None:
    """1 to 4 against 3 to 6 million: between -1 and 5 million more."""
    later = Reach(3e6, 5e6, 6e6)
    assert money_apart(SUM, later).en == "CNY -1 million – CNY 5 million"
    assert carbon_apart(SUM, later).en == "-1,000 t – 5,000 t"


def test_ends_are_p10_and_p90_or_low_and_high() -> None:
    assert money_range(SUM).zh == "100万元 – 400万元"
    assert money_range(Range(1e6, 2e6, 3e6)).en == "CNY 1 million – CNY 3 million"
    assert carbon_range(SUM).en == "1,000 t – 4,000 t"


def test_a_unit_cost_is_a_range_where_less_than_half_of_it_is_published() -> None:
    assert unit_cost(Reach(-265_000.0, -190_000.0, -125_000.0), 0.3).en == "-265,000 – -125,000"
    assert unit_cost(Reach(-265_000.0, -190_000.0, -125_000.0), 0.3).zh == "-265,000 – -125,000"
    assert unit_cost(Reach(5.0, 7.0, 9.0), 0.5).zh == "7（5 – 9）"
