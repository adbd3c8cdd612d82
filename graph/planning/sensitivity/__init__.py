"""What would change a plan: the numbers whose ranges move it most, and the prices at which its sales flip."""

from graph.planning.sensitivity.moved import Flip, Sensitivity, WouldChange
from graph.planning.sensitivity.sensitivity import plan_sensitivity

__all__ = ["Flip", "Sensitivity", "WouldChange", "plan_sensitivity"]
