"""What pages have in common: the language a browser asks for, and a page for what went wrong."""

from __future__ import annotations

from pathlib import Path

import jinja2
from fastapi import Request, Response
from fastapi.responses import HTMLResponse, JSONResponse

from api.graphql.refusals import extensions
from api.language import Language
from graph.errors import SymbioflowError
from graph.wording import catalogue, message

#: Pages load nothing and run nothing.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
#: Where an answer says what was refused; the journal writes it down.
ERROR_CODE = "X-Error-Code"
_TEMPLATES = jinja2.Environment(
    autoescape=True,
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
    undefined=jinja2.StrictUndefined,
)


def page(template: str, status: int = 200, **values: object) -> Response:
    """Return a page made from a template."""
    text = _TEMPLATES.get_template(template).render(**values)
    return HTMLResponse(text, status, headers={"Content-Security-Policy": POLICY})


def language_asked(query: str | None, accepted: str, otherwise: Language) -> Language:
    """Return the language of a page: what ``?language=`` says, else the first accepted, else the setting.

    Examples
    --------
    >>> language_asked("en", "zh-CN", "zh"), language_asked(None, "fr, zh-CN;q=0.9, en;q=0.8", "en")
    ('en', 'zh')
    >>> language_asked("fr", "", "zh")
    'zh'
    """
    if query in ("zh", "en"):
        return "zh" if query == "zh" else "en"
    weighted = []
    for place, part in enumerate(accepted.split(",")):
        name, _, weight = part.strip().lower().partition(";q=")
        try:
            weighted.append((-float(weight or 1.0), place, name.split("-")[0]))
        except ValueError:
            continue
    for weight_below, _, name in sorted(weighted):
        if weight_below < 0.0 and name in ("zh", "en"):
            return "zh" if name == "zh" else "en"
    return otherwise


def refused(request: Request, error: SymbioflowError, status: int, otherwise: Language) -> Response:
    """Return what went wrong as a page for a browser, as JSON for any other client."""
    accepted = request.headers.get("accept", "")
    if "text/html" not in accepted:
        document = {"code": error.code, "message": error.message, **extensions(error.code, error.said)}
        return JSONResponse(document, status, {ERROR_CODE: error.code})
    query, languages = request.query_params.get("language"), request.headers.get("accept-language", "")
    language = language_asked(query, languages, otherwise)
    step = f"next.{error.code}"
    response = page(
        "error.html",
        status,
        html_language="zh-CN" if language == "zh" else "en",
        code=error.code,
        said=error.text(language),
        title=message("page.refused").text(language),
        step=message(step if step in catalogue() else "next").text(language),
        home=message("page.home").text(language),
    )
    response.headers[ERROR_CODE] = error.code
    return response
