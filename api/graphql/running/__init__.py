"""How a request is run: its cost limited, alike fields merged, errors coded.

The schema holds the limits, and who executes holds the schema: the two are named here, not loaded together.
"""

__all__ = ["execution", "limits"]
