"""Why both sides of a suggestion would agree, each number with its row."""

from __future__ import annotations

from typing import Any

from api.figures import number_words
from api.graphql.context import Info
from api.graphql.nodes import computed, exposed, window_of
from graph import matching
from graph.evidence import Grade
from graph.matching import Alternative
from graph.value import Number as NumberOfRow
from graph.wording import Words


def _words(value: Any, info: Info) -> Words:
    return number_words(info.context.view, value.table, value.row, value.column)


@window_of(NumberOfRow)
class SourcedNumber:
    """One number of one row, with its range and grade."""

    table: str = exposed("Table that it stands in.")
    row: str = exposed("`localId` of its row.")
    column: str = exposed("Its column.")
    name_zh: str = computed("What it is, in Chinese.", lambda value, info: _words(value, info).zh)
    name_en: str = computed("What it is, in English.", lambda value, info: _words(value, info).en)
    unit: str = exposed("Unit of the three values.")
    low: float = computed("Lowest plausible value.", lambda value, info: value.amount.low)
    likely: float = computed("Most likely value.", lambda value, info: value.amount.likely)
    high: float = computed("Highest plausible value.", lambda value, info: value.amount.high)
    grade: Grade = exposed("How far it can be trusted.")


@window_of(matching.PriceInterval)
class PriceInterval:
    """Price that the receiver pays at the supplier's gate, CNY per unit; negative: the supplier pays."""

    supplier: float | None = exposed(
        "The least the supplier can accept: what he forgoes, or minus his disposal cost; null: not known."
    )
    receiver: float | None = exposed(
        "The most the receiver can pay: product value less processing and transport; null: not known."
    )
    split: float | None = exposed("The price at which both gain the same; null where there is none.")
    agreement: bool | None = exposed("Whether some price suits both; null where an end is not known.")
    elsewhere: float | None = exposed(
        "What the waste costs at most in its market, so that nobody pays more here; null: no market known."
    )


@window_of(matching.Agreement)
class Agreement:
    """Why both sides of a suggestion would agree, CNY per unit of the stream."""

    alternative: Alternative = exposed("What the owner does if nobody new takes it.")
    alternative_number: SourcedNumber | None = exposed("The price or the fee, with its row.")
    price: PriceInterval = exposed("The price band once the receiver's plant is paid back.")
    capital: float | None = exposed(
        "What building takes a year with interest; 0: all stands; null: not known."
    )
    capital_numbers: list[SourcedNumber] = exposed("Investments behind it.", size=4)
    margin: float | None = exposed("What the receiver keeps at the even split, capital paid.")
    unknown: list[str] = exposed("Numbers that nobody could say: they count 0, and are to be asked.")
