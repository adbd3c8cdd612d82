"""Pages of matches, their reasons and what was refused."""
