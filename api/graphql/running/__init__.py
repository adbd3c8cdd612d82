"""How a request is run: its cost limited, alike fields merged, errors coded; and what we ask ourselves.

The schema holds the limits, and who executes holds the schema: the two are named here, not loaded together.
"""

__all__ = ["documents", "execution", "limits"]
