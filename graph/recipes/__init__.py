"""What goes into a recipe and what comes out of it: mass and elements, and what does not balance."""

from graph.recipes.balance import MASS, Break, Verdict, breaks, stream_breaks

__all__ = ["MASS", "Break", "Verdict", "breaks", "stream_breaks"]
