"""Pages that draw: flows, the map, and what they have in common."""
