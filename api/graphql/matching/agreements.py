"""Why both sides of a suggestion would agree, each number with its row."""

from __future__ import annotations

from typing import Any

from api.figures import number_words
from api.graphql.context import Info
from api.graphql.nodes import computed, exposed, window_of
from graph import matching
from graph.evidence import Grade
from graph.value import Number as NumberOfRow
from graph.wording import Words


def _words(value: Any, info: Info) -> Words:
    return number_words(info.context.view, value.table, value.row, value.column)


@window_of(NumberOfRow, hides="amount")
class SourcedNumber:
    """One number of one row, with its range and grade."""

    name_zh: str = computed("What it is, in Chinese.", lambda value, info: _words(value, info).zh)
    name_en: str = computed("What it is, in English.", lambda value, info: _words(value, info).en)
    unit: str
    low: float = computed("Lowest plausible value.", lambda value, info: value.amount.low)
    likely: float = computed("Most likely value.", lambda value, info: value.amount.likely)
    high: float = computed("Highest plausible value.", lambda value, info: value.amount.high)
    grade: Grade


@window_of(matching.PriceInterval)
class PriceInterval:
    """Price that the receiver pays at the supplier's gate, CNY per unit; negative: the supplier pays."""


@window_of(matching.Agreement)
class Agreement:
    """Why both sides of a suggestion would agree, CNY per unit of the stream."""

    capital_numbers: list[SourcedNumber] = exposed("Investments behind it.", size=4)
