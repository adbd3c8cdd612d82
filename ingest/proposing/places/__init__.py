"""Where firms and parks of foreign sheets stand."""

from ingest.proposing.places.parks import Parks, find_parks
from ingest.proposing.places.sites import position_of

__all__ = [
    "Parks",
    "find_parks",
    "position_of",
]
