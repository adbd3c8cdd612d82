"""Plans, fronts, roadmaps and spreads as types, and the fields that ask for them."""
