"""Choosing among leads: under a budget, in pairs, in which order, and what would change a place."""

from graph.recruiting.choosing.deciding import deciding_of
from graph.recruiting.choosing.drawn import FIRST, stability_of, value_of
from graph.recruiting.choosing.options import DRAWS, YEARS, Budget, LeadOptions, budget_of
from graph.recruiting.choosing.pairs import Duo, LeadPair, Pairing, PairMember, best_pairs, duos
from graph.recruiting.choosing.portfolio import LeftOut, NotBuilt, Portfolio, PortfolioStep, portfolio_of

__all__ = [
    "DRAWS",
    "FIRST",
    "YEARS",
    "Budget",
    "Duo",
    "LeadOptions",
    "LeadPair",
    "LeftOut",
    "NotBuilt",
    "PairMember",
    "Pairing",
    "Portfolio",
    "PortfolioStep",
    "best_pairs",
    "budget_of",
    "deciding_of",
    "duos",
    "portfolio_of",
    "stability_of",
    "value_of",
]
