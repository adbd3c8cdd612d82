"""A plan as people read it: flows, runs, streams, totals, balances and reasons."""
