"""Which address shows which page, and what is said where a page cannot be shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import HTMLResponse
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from api.lane.leaving import while_there
from api.pages import ERROR_CODE, language_asked
from api.settings import Settings
from api.web.following import part_response
from api.web.pages import KINDS, about, data, indicators, losses, overview, plan, report, search, spread
from api.web.pages.matching import explanation, matches
from api.web.pages.pictures import bundles, flows, sitemap
from api.web.pages.recruiting import brief, lead_list, leads, portfolio
from api.web.pages.tradeoffs import front, steps, tradeoffs
from api.web.reading import KeptAnswers, Reading
from api.web.rendering import STATIC, rendered
from api.web.shell import shell_of
from api.web.state import State, state_of
from graph.errors import SymbioflowError
from graph.wording import catalogue, message

#: What a page shows: from a reading and the state of the view.
Values = Callable[[Reading, State], dict[str, Any]]
Reads = Callable[[Request], Reading]
#: Address -> page: its template and words, and what it shows.
PAGES: dict[str, tuple[str, Values]] = {
    "/": (overview.NAME, overview.values),
    "/flows": (flows.NAME, flows.values),
    bundles.PATH: (bundles.NAME, bundles.values),
    "/map": (sitemap.NAME, sitemap.values),
    "/matches": (matches.NAME, matches.values),
    "/match": (explanation.NAME, explanation.values),
    "/plan": (plan.NAME, plan.values),
    tradeoffs.PATH: (tradeoffs.NAME, tradeoffs.values),
    "/leads": (leads.NAME, leads.values),
    "/portfolio": (portfolio.NAME, portfolio.values),
    "/indicators": (indicators.NAME, indicators.values),
    "/report": (report.NAME, report.values),
    "/data": (data.NAME, data.values),
    "/search": (search.NAME, search.values),
    **{f"/{kind}": (kind, about(kind)) for kind in KINDS},
}
#: Parts of pages, asked for by the page itself.
PARTS: dict[str, tuple[str, Values]] = {
    "/spread": (spread.NAME, spread.values),
    bundles.LIST_PATH: (bundles.LIST, bundles.listed),
    "/lead-list": (lead_list.NAME, lead_list.values),
    "/portfolio-list": (portfolio.LIST, portfolio.steps),
    "/losses": (losses.NAME, losses.values),
    "/front": (front.NAME, front.values),
    "/steps": (steps.NAME, steps.values),
    "/report-body": (report.BODY, report.body),
}
#: Files to keep, made from the same reading.
FILES: dict[str, Callable[[Reading, State], Response]] = {
    "/flows.csv": flows.as_csv,
    "/matches.xlsx": matches.as_excel,
    "/front.xlsx": front.as_excel,
    "/steps.xlsx": steps.as_excel,
    "/leads.xlsx": lead_list.as_excel,
    "/portfolio.xlsx": portfolio.as_excel,
    "/brief": brief.as_page,
    "/brief.xlsx": brief.as_workbook,
    "/report.html": report.as_page,
    "/report.xlsx": report.as_workbook,
    "/analysis.csv": explanation.blank_analysis,
}
#: What reads or draws a park as a whole, and so only up to `MOST_STREAMS` waste streams.
OF_WHOLE_PARKS = frozenset({*PAGES, *PARTS, *FILES}) - {
    *("/data", "/search", "/match", "/analysis.csv", bundles.PATH, bundles.LIST_PATH),
    *(f"/{kind}" for kind in KINDS),
}
MOST_STREAMS = 20_000
#: Beginnings of codes that say what was asked for is not there, or was asked for wrongly.
_NOT_THERE = ("UNKNOWN_", "NOT_FOUND")
_ASKED_WRONGLY = ("BAD_", "TEXT_TOO_LONG", "REFUSED_", "NOT_A_NUMBER", "NOT_FINITE", "UNKNOWN_UNIT")
_STORE = ("STORE_", "SCHEMA_")
#: Codes for which the overview is refused like any other page, so that nobody is sent there.
_EVERYWHERE_ALIKE = ("PARK_TOO_LARGE", "TOOK_TOO_LONG")
_STATUS = {"BUSY": 429, "INTERNAL_ERROR": 500}


class KeptFiles(StaticFiles):
    """Files that a browser may keep: for long where the address names what is in them, else asking again."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return a file with how long it may be kept."""
        response = await super().get_response(path, scope)
        named = scope["query_string"].startswith(b"v=")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if named else "no-cache"
        return response


def add_web(app: FastAPI, settings: Settings) -> None:
    """Add the pages to the application; ``app.state.service`` answers them."""
    router, kept = APIRouter(), KeptAnswers()

    def reading_of(request: Request) -> Reading:
        return Reading(request.app.state.service, settings, kept)

    for path, (page, values) in PAGES.items():
        router.add_api_route(path, _showing(page, values, settings, reading_of, whole=True), methods=["GET"])
    for path, (page, values) in PARTS.items():
        router.add_api_route(path, _showing(page, values, settings, reading_of, whole=False), methods=["GET"])
    for path, made in FILES.items():
        router.add_api_route(path, _giving(made, settings, reading_of), methods=["GET"])
    app.include_router(router)
    app.mount("/static", KeptFiles(directory=STATIC), name="static")


def _state(request: Request, settings: Settings) -> State:
    accepted = request.headers.get("accept-language", "")
    language = language_asked(request.query_params.get("language"), accepted, settings.language)
    return state_of(request.url.path, request.query_params, language)


def _showing(
    page: str, values: Values, settings: Settings, reading_of: Reads, whole: bool
) -> Callable[..., Any]:
    async def show(request: Request) -> Response:
        state = _state(request, settings)

        def made() -> Response:
            reading = reading_of(request)
            # Without the shell nothing can be shown; the application says why.
            around = shell_of(reading.read("shell"), state) if whole else {}
            if whole and not around["counts"].get("waste_streams"):
                return rendered("empty", state, around)
            try:
                _refuse_too_large(reading, state, around)
                return rendered(page, state, around | values(reading, state))
            except SymbioflowError as error:
                if not whole:
                    return _refusal("part_refused", state, {}, error, 200)
                return _refusal("refused", state, around, error, _status(error))

        return await (while_there(request, made) if whole else part_response(request, made))

    return show


def _giving(
    made: Callable[[Reading, State], Response], settings: Settings, reading_of: Reads
) -> Callable[..., Any]:
    async def give(request: Request) -> Response:
        state = _state(request, settings)

        def given() -> Response:
            reading = reading_of(request)
            try:
                _refuse_too_large(reading, state, {})
                return made(reading, state)
            except SymbioflowError as error:
                around = shell_of(reading.read("shell"), state)
                return _refusal("refused", state, around, error, _status(error))

        return await while_there(request, given)

    return give


def _refuse_too_large(reading: Reading, state: State, shell: Mapping[str, Any]) -> None:
    """Raise ``PARK_TOO_LARGE`` at once for a page that would work for minutes and then be stopped."""
    if state.path not in OF_WHOLE_PARKS:
        return
    whole = shell or shell_of(reading.read("shell"), state)
    if whole["counts"].get("waste_streams", 0) <= MOST_STREAMS:
        return
    count = reading.read("size", park=state.park)["wasteStreams"]["totalCount"]
    if count > MOST_STREAMS:
        raise SymbioflowError("PARK_TOO_LARGE", count=count, most=MOST_STREAMS)


def _refusal(
    page: str, state: State, around: dict[str, Any], error: SymbioflowError, status: int
) -> HTMLResponse:
    """Return a page, or a part of one, that says what was refused and what to do next."""
    key = f"next.{error.code}"
    step = message(key if key in catalogue() else "next").text(state.language)
    said: dict[str, Any] = {"code": error.code, "said": error.text(state.language), "step": step}
    said["everywhere"] = error.code in _EVERYWHERE_ALIKE
    response = rendered(page, state, {**around, **said}, status)
    response.headers[ERROR_CODE] = error.code
    return response


def _status(error: SymbioflowError) -> int:
    if error.code.startswith(_ASKED_WRONGLY):
        return 400
    if error.code.startswith(_NOT_THERE):
        return 404
    if error.code in _STATUS:
        return _STATUS[error.code]
    # 409: the data as they are give no such page, for example contracts that contradict each other.
    return 503 if error.code.startswith(_STORE) else 409
