"""Pictures of the park: network, Sankey, map, chains, and their words; no HTTP, and no result is computed."""
