"""The web pages: the park, read by anybody, in Chinese and English, offline.

A page reads through one document of `api/documents` under the limits that partners have, and is one template
with one file of words; see docs/pages.md. Pages know nothing of the graph but what GraphQL says.
"""

from api.web.routes import add_web

__all__ = ["add_web"]
