"""A plan that is kept in the solver, and what becomes of it without one of its parts."""

from graph.planning.losses.kept import Change, KeptPlan
from graph.planning.losses.losing import LOSABLE, LostKind
from graph.planning.losses.losses import Loss, Replacement, plan_losses

__all__ = ["LOSABLE", "Change", "KeptPlan", "Loss", "LostKind", "Replacement", "plan_losses"]
