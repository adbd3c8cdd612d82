"""The plan as a mathematical programme: variables, constraints and what each variable brings."""
