"""From ranked rows to suggestions and refusals with their reasons: objects for what is shown, and no more."""

from graph.matching.explanation.agreement import Agreement, Alternative, agreement_of
from graph.matching.explanation.gate_words import GateWriter
from graph.matching.explanation.writing import MOST_EXPLAINED, explain_rows, refusals_of, unmatched

__all__ = [
    "MOST_EXPLAINED",
    "Agreement",
    "Alternative",
    "GateWriter",
    "agreement_of",
    "explain_rows",
    "refusals_of",
    "unmatched",
]
