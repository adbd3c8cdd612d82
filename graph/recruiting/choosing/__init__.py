"""Choosing among leads: under a budget, in pairs, in which order, and what would change a place."""
