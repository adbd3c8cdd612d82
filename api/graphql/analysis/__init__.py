"""Indicators, resilience, traces and fair splits as types, and the fields that ask for them."""

from api.graphql.analysis.analysis_query import AnalysisQuery

__all__ = ["AnalysisQuery"]
