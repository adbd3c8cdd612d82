"""Reading of words and codes into materials and industries, precedents, and who usually takes what.

One engine reads for every face and for files: `Reader` gives candidates with their likeness and why, and says
whether one may be taken or must be asked about.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
else:
    from graph.tools import opened

    __all__, __dir__, __getattr__ = opened(__name__)
