"""The web server: GraphQL over HTTP, the pages, and whether the server is alive and ready."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import WebSocketRoute

from api.graphql.print_schema import printed_schema
from api.journal import Journal
from api.lane import Lane
from api.lane.leaving import wants_events, while_there
from api.network import fullness, kept_flows, planned_flows
from api.pages import language_asked, refused
from api.serving.bodies import BodyLimit, Tagged
from api.serving.gate import Gate
from api.serving.http import graphql_response
from api.serving.naming import Named
from api.serving.subscriptions import EventsResponse, Subscriptions
from api.settings import Settings
from api.views import Service, View
from api.web import MOST_STREAMS, add_web, bundles
from graph.errors import SymbioflowError
from graph.network import GraphFormat, graph_text, symbiosis_network
from graph.stores import SCHEMA_VERSION, open_store
from viz.network import NODE_LIMIT, aggregated, network_page

logger = logging.getLogger("symbioflow.server")

#: How the network of a park is asked for that is too large to be drawn whole.
GROUPS = "groups"


def create_app(settings: Settings) -> FastAPI:
    """Return the web application for a store.

    Parameters
    ----------
    settings : Settings
        One that does not exist yet is made when the application starts; nothing is written to another.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        password = settings.store_password.get_secret_value() or None
        user = settings.store_user if password else None
        store = open_store(settings.store, user, password, settings.store_database)
        lane = Lane(
            settings.heavy_workers, settings.heavy_places, settings.heavy_seconds, settings.heavy_each
        )
        try:
            # A store that is there is served as it is: it may be one that can only be read.
            if not await run_in_threadpool(store.schema_version):
                await run_in_threadpool(store.ensure_schema)
            app.state.service = Service(store, lane=lane)
            app.state.warming = asyncio.create_task(_warm(app.state.service, settings.warm))
            yield
        finally:
            await run_in_threadpool(lane.close)
            store.close()

    # The interactive documentation of FastAPI and GraphiQL load from elsewhere, so both are left out.
    app = FastAPI(title="Symbioflow", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    # The last one added sees a request first.
    app.add_middleware(BodyLimit, limit=settings.body_limit, seconds=settings.body_seconds)
    app.add_middleware(Tagged)
    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=5)
    hosts = [*settings.allowed_hosts, settings.host]
    app.add_middleware(Named)
    app.add_middleware(Gate, hosts=hosts, origins=settings.allowed_origins, language=settings.language)
    app.add_middleware(Journal, language=settings.language)

    @app.exception_handler(SymbioflowError)
    async def refuse(request: Request, error: SymbioflowError) -> Response:
        return refused(request, error, 503, settings.language)

    @app.exception_handler(404)
    async def not_there(request: Request, raised: HTTPException) -> Response:
        return refused(
            request, SymbioflowError("NOT_FOUND.page", path=request.url.path), 404, settings.language
        )

    @app.exception_handler(405)
    async def not_taken(request: Request, raised: HTTPException) -> Response:
        error = SymbioflowError("METHOD_NOT_ALLOWED.page", path=request.url.path, method=request.method)
        response = refused(request, error, 405, settings.language)
        response.headers.update(raised.headers or {})
        return response

    add_web(app, settings)
    subscriptions = Subscriptions(settings)
    app.router.routes.append(WebSocketRoute("/graphql", subscriptions))

    @app.post("/graphql")
    async def graphql(request: Request) -> Response:
        if wants_events(request):
            return EventsResponse(subscriptions)
        return await graphql_response(request, app.state.service, settings)

    @app.get("/schema.graphql")
    async def schema() -> Response:
        return PlainTextResponse(printed_schema())

    @app.get("/livez")
    async def alive() -> Response:
        return JSONResponse({"status": "ok"})

    @app.get("/readyz")
    async def ready(request: Request) -> Response:
        if not app.state.warming.done():
            return await refuse(request, SymbioflowError("NOT_READY"))
        found = await run_in_threadpool(app.state.service.store.schema_version)
        if found != SCHEMA_VERSION:
            error = SymbioflowError("SCHEMA_MISMATCH", found=found, known=SCHEMA_VERSION)
            return await refuse(request, error)
        return JSONResponse({"status": "ok", "dataVersion": app.state.service.store.version()})

    @app.get("/network")
    async def network(
        request: Request, language: str | None = None, park: str = "", scenario: str = "", view: str = ""
    ) -> Response:
        shown = language_asked(language, request.headers.get("accept-language", ""), settings.language)
        asked = {"language": language or "", "park": park, "scenario": scenario}
        try:
            seen = await run_in_threadpool(_view_asked, app, park, scenario)
        except SymbioflowError as error:
            status = 404 if error.code.startswith("UNKNOWN_") else 503
            return refused(request, error, status, settings.language)
        large = seen.snapshot.count("waste_streams") > MOST_STREAMS
        if large and view != GROUPS:
            # What goes where in so large a park is put together as work that is followed.
            return RedirectResponse(f"{bundles.PATH}{_query(asked)}", 303)
        tag = f'"{seen.snapshot.fingerprint}-{shown}-{_query(asked)}"'
        if not large and request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers={"ETag": tag})

        def drawn() -> str:
            flows, note = kept_flows(seen) if large else planned_flows(seen)
            full = {} if large else fullness(seen)
            files = {name: f"{path}{_query(asked)}" for name, path in _BESIDE_NETWORK.items()}
            if large:
                files["page"] = f"{_BESIDE_NETWORK['page']}{_query({**asked, 'view': GROUPS})}"
            return network_page(seen.snapshot, flows, shown, NODE_LIMIT, note, full, files)

        return HTMLResponse(
            await while_there(request, drawn),
            headers=({} if large else {"ETag": tag})
            | {"Cache-Control": "no-cache", "Vary": "Accept-Language"},
        )

    for form in GraphFormat:
        app.add_api_route(f"/network.{form.value}", _graph_file(app, form, settings), methods=["GET"])
    return app


#: What stands beside the network's page -> its path.
_BESIDE_NETWORK = {
    "overview": "/",
    "page": "/network",
    "graphml": "/network.graphml",
    "json": "/network.json",
}


def _query(asked: Mapping[str, str]) -> str:
    said = urlencode({name: value for name, value in asked.items() if value})
    return f"?{said}" if said else ""


def _view_asked(app: FastAPI, park: str, scenario: str) -> View:
    """Return the view of the park and scenario of an address; without them that of everything as it is."""
    view: View = app.state.service.view()
    return view.within(park or None).under(scenario or None)


def _graph_file(app: FastAPI, form: GraphFormat, settings: Settings) -> Callable[..., Awaitable[Response]]:
    """Return what answers with the graph itself as a file to keep."""

    async def graph(request: Request, park: str = "", scenario: str = "") -> Response:
        def written() -> tuple[str, str]:
            whole = _view_asked(app, park, scenario).snapshot
            if whole.count("waste_streams") <= MOST_STREAMS:
                return "network", graph_text(symbiosis_network(whole), form)
            # A graph of objects takes gigabytes then; the command line writes the whole one.
            return "network-groups", graph_text(
                symbiosis_network(aggregated(whole, NODE_LIMIT).snapshot), form
            )

        try:
            name, text = await run_in_threadpool(written)
        except SymbioflowError as error:
            status = 404 if error.code.startswith("UNKNOWN_") else 503
            return refused(request, error, status, settings.language)
        kind = "application/json" if form is GraphFormat.JSON else "application/xml"
        disposition = f'attachment; filename="{name}.{form.value}"'
        return Response(text, media_type=kind, headers={"Content-Disposition": disposition})

    return graph


async def _warm(service: Service, wanted: bool) -> None:
    """Compute what every answer needs before the server says that it is ready."""
    if not wanted:
        return
    try:
        await run_in_threadpool(service.warm)
    except Exception:
        # The server can say what is wrong better than a process that ended.
        logger.exception("the server could not be warmed")
