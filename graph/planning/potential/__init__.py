"""The technical potential: what facilities on record could take, and behind them prospective receivers."""

from graph.planning.potential.potential import ProspectiveFlow, TechnicalPotential, technical_potential
from graph.planning.potential.remainder import MOST_STREAMS, Remainder, remainder_of
from graph.planning.potential.sizing import assumed_rooms

__all__ = [
    "MOST_STREAMS",
    "ProspectiveFlow",
    "Remainder",
    "TechnicalPotential",
    "assumed_rooms",
    "remainder_of",
    "technical_potential",
]
