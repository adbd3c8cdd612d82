"""Words as people read and write them: the catalogue of sentences, the one folding, unfit marks."""

from graph.wording.amounts import show_amount, show_money, show_share, significant, unit_words
from graph.wording.clauses import clause_words
from graph.wording.closed import ListedWord
from graph.wording.companies import company_core
from graph.wording.components import component_spellings, component_words, measure_words
from graph.wording.divisions import division_words, way_words
from graph.wording.folding import folded, is_called, plain
from graph.wording.marks import invisible_mark, unfit_mark, without_invisible
from graph.wording.messages import (
    LANGUAGES,
    Message,
    Words,
    catalogue,
    listed,
    message,
    names_of,
    names_or_id,
    numbered,
    under,
)
from graph.wording.ranges import span, spans, with_ends
from graph.wording.script import is_traditional, simplified
from graph.wording.symbols import BASES, SCALES, SYMBOLS, TON_NAMES

__all__ = [
    "BASES",
    "LANGUAGES",
    "SCALES",
    "SYMBOLS",
    "TON_NAMES",
    "ListedWord",
    "Message",
    "Words",
    "catalogue",
    "clause_words",
    "company_core",
    "component_spellings",
    "component_words",
    "division_words",
    "folded",
    "invisible_mark",
    "is_called",
    "is_traditional",
    "listed",
    "measure_words",
    "message",
    "names_of",
    "names_or_id",
    "numbered",
    "plain",
    "show_amount",
    "show_money",
    "show_share",
    "significant",
    "simplified",
    "span",
    "spans",
    "under",
    "unfit_mark",
    "unit_words",
    "way_words",
    "with_ends",
    "without_invisible",
]
