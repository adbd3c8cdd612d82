"""What goes into a recipe and what comes out of it: mass and elements, and what does not balance."""

from graph.recipes.balance import ELEMENT_TOLERANCE, MASS, Break, Verdict, breaks, stream_breaks
from graph.recipes.bounds import Bound, bounds
from graph.recipes.contents import Library
from graph.recipes.cycles import circles, lossless, steps_from
from graph.recipes.formulas import ALSO, content_of

__all__ = [
    "ALSO",
    "ELEMENT_TOLERANCE",
    "MASS",
    "Bound",
    "Break",
    "Library",
    "Verdict",
    "bounds",
    "breaks",
    "circles",
    "content_of",
    "lossless",
    "steps_from",
    "stream_breaks",
]
