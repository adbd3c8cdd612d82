"""The numbers that a worth is made of: terms with rows of their own, money of one year, places, doubts."""

from graph.value.numbers.estimates import Estimates, ends_of
from graph.value.numbers.factors import GIGAJOULE_PER_KWH, Factors, grade_order
from graph.value.numbers.money import Money, last_year
from graph.value.numbers.places import ELSEWHERE, nearness
from graph.value.numbers.rates import BULK, CARGOES, INSTEAD, NO_CARGO, Band
from graph.value.numbers.ratios import estimated_ratios, ratio_ends
from graph.value.numbers.terms import (
    GRADES,
    JUDGED,
    ONE,
    Account,
    Floats,
    Ints,
    Ledger,
    Number,
    Numbers,
    Term,
    Terms,
    Worth,
    Worths,
    total,
)

__all__ = [
    "BULK",
    "CARGOES",
    "ELSEWHERE",
    "GIGAJOULE_PER_KWH",
    "GRADES",
    "INSTEAD",
    "JUDGED",
    "NO_CARGO",
    "ONE",
    "Account",
    "Band",
    "Estimates",
    "Factors",
    "Floats",
    "Ints",
    "Ledger",
    "Money",
    "Number",
    "Numbers",
    "Term",
    "Terms",
    "Worth",
    "Worths",
    "ends_of",
    "estimated_ratios",
    "grade_order",
    "last_year",
    "nearness",
    "ratio_ends",
    "total",
]
