"""Suggestions, their reasons, pathways and usual takers as types."""
