"""Firms of foreign sheets, and what their licences let them take."""

from ingest.proposing.firms.directed import find_directed_uses
from ingest.proposing.firms.firms import Firms, find_firms, firm_of

__all__ = ["Firms", "find_directed_uses", "find_firms", "firm_of"]
