"""Reading of words and codes into materials and industries, precedents, and who usually takes what.

One engine reads for every face and for files: `Reader` gives candidates with their likeness and why, and says
whether one may be taken or must be asked about.
"""

from graph.knowledge.codes import (
    Code,
    CodeScheme,
    class_of,
    codes_in,
    known_codes,
    read_codes,
)
from graph.knowledge.contradictions import Contradictions
from graph.knowledge.industries import IndustryReader
from graph.knowledge.largest import largest_amount
from graph.knowledge.materials import TEXT_LIMIT, MaterialReader
from graph.knowledge.precedents import CITED, CitedPrecedent, PrecedentBook, readings_of, sector_likeness
from graph.knowledge.reader import SEARCHED_TABLES, Reader
from graph.knowledge.words import (
    MARGIN,
    SURE,
    Candidate,
    Decision,
    GrowingIndex,
    LikenessIndex,
    NameBook,
    Reading,
    Why,
    normalised,
)

__all__ = [
    "CITED",
    "MARGIN",
    "SEARCHED_TABLES",
    "SURE",
    "TEXT_LIMIT",
    "Candidate",
    "CitedPrecedent",
    "Code",
    "CodeScheme",
    "Contradictions",
    "Decision",
    "GrowingIndex",
    "IndustryReader",
    "LikenessIndex",
    "MaterialReader",
    "NameBook",
    "PrecedentBook",
    "Reader",
    "Reading",
    "Why",
    "class_of",
    "codes_in",
    "known_codes",
    "largest_amount",
    "normalised",
    "read_codes",
    "readings_of",
    "sector_likeness",
]
