"""Commands that find takers: match, search, pathways, agreements."""
