"""What firms of foreign sheets run, and which wastes their plants take on record."""

from ingest.proposing.plants.facilities import find_facilities
from ingest.proposing.plants.linkages import find_linkages

__all__ = ["find_facilities", "find_linkages"]
