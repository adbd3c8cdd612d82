"""What one objective costs in another: Pareto fronts and abatement curves."""
