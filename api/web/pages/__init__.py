"""What each page shows: a document's answer turned into the values of one template; no HTTP, no HTML."""

from api.web.pages import data, indicators, losses, overview, plan, report, search, spread
from api.web.pages.about import KINDS, about
from api.web.pages.report import page as report_page
from api.web.pages.report import workbook as report_workbook

__all__ = [
    "KINDS",
    "about",
    "data",
    "indicators",
    "losses",
    "overview",
    "plan",
    "report",
    "report_page",
    "report_workbook",
    "search",
    "spread",
]
