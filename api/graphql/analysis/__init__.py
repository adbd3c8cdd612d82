"""Indicators, resilience, traces and fair splits as types, and the fields that ask for them."""
