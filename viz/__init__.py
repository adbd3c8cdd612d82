"""Pictures of the park: network, Sankey, map, chains, and their words; no HTTP, and no result is computed.

Pictures load what they draw, so the door names their modules and loads none: who wants words alone waits for
no plan.
"""

__all__ = ["brief", "chains", "map", "network", "sankey", "standing", "tradeoffs", "words"]
