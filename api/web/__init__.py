"""The web pages: the park, read by anybody, in Chinese and English, offline.

A page reads through one document of `api/documents` under the limits that partners have, and is one template
with one file of words; see docs/pages.md. Pages know nothing of the graph but what GraphQL says.
"""

from api.web.pages import report_page, report_workbook
from api.web.pages.pictures import bundles
from api.web.reading import KeptAnswers, Reading
from api.web.routes import MOST_STREAMS, add_web
from api.web.state import state_of

__all__ = [
    "MOST_STREAMS",
    "KeptAnswers",
    "Reading",
    "add_web",
    "bundles",
    "report_page",
    "report_workbook",
    "state_of",
]
