"""Pages of investment promotion: leads, briefs, chains."""

from api.web.pages.recruiting import brief, lead_list, leads, portfolio
from api.web.pages.recruiting.places import place_words

__all__ = ["brief", "lead_list", "leads", "place_words", "portfolio"]
