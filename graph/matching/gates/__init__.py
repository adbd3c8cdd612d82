"""The hard conditions of a linkage: what a port takes, and what refuses it or leaves it unverified."""
