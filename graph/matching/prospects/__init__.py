"""Prospective receivers: who is known to take a waste by its industry, though no facility is on record."""

from graph.matching.prospects.industries import industry_of, is_of_class
from graph.matching.prospects.prospects import Prospects, basis_of_id, is_virtual, prospects_of

__all__ = ["Prospects", "basis_of_id", "industry_of", "is_of_class", "is_virtual", "prospects_of"]
