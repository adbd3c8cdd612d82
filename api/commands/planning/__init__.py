"""Commands that plan: plan, pareto, targets, roadmaps, spreads, back-test."""
