"""Where firms and parks of foreign sheets stand."""

from ingest.proposing.places.access import Reach, reach_of
from ingest.proposing.places.parks import Parks, find_parks
from ingest.proposing.places.sites import position_of

__all__ = [
    "Parks",
    "Reach",
    "find_parks",
    "position_of",
    "reach_of",
]
