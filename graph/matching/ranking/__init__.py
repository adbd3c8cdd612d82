"""Every candidate ranked as columns by a compiled kernel, within a memory bound."""
