"""Pages of matches, their reasons and what was refused."""

from api.web.pages.matching import explanation, matches

__all__ = ["explanation", "matches"]
