"""The web server: GraphQL over HTTP, the pages, and whether the server is alive and ready."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import jinja2
from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import WebSocketRoute

from api.graphql.print_schema import printed_schema
from api.graphql.refusals import extensions
from api.http import BodyLimit, graphql_response
from api.network import flows_of
from api.service import Service
from api.settings import Settings
from api.subscriptions import EventsResponse, Subscriptions, wants_events
from graph.errors import SymbioflowError
from graph.stores import SCHEMA_VERSION, open_store
from viz import network_page

_PAGES = jinja2.Environment(
    autoescape=True,
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
    undefined=jinja2.StrictUndefined,
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}
_HOME_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def create_app(settings: Settings) -> FastAPI:
    """Return the web application for a store.

    Parameters
    ----------
    settings : Settings
        The store's schema is brought up to date when the application starts.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        password = settings.store_password.get_secret_value() or None
        user = settings.store_user if password else None
        store = open_store(settings.store, user, password, settings.store_database)
        try:
            await run_in_threadpool(store.ensure_schema)
            app.state.service = Service(store)
            yield
        finally:
            store.close()

    # The interactive documentation of FastAPI and GraphiQL load from elsewhere, so both are left out.
    app = FastAPI(title="Symbioflow", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(BodyLimit, limit=settings.body_limit)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*settings.allowed_hosts, settings.host])

    @app.middleware("http")
    async def guard(request: Request, call_next: Any) -> Response:
        response: Response = await call_next(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    @app.exception_handler(SymbioflowError)
    async def refuse(request: Request, error: SymbioflowError) -> Response:
        return JSONResponse(extensions(error.code, error.said) | {"message": error.message}, status_code=503)

    subscriptions = Subscriptions(settings)
    app.router.routes.append(WebSocketRoute("/graphql", subscriptions))

    @app.api_route("/graphql", methods=["GET", "POST"])
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
        found = await run_in_threadpool(app.state.service.store.schema_version)
        if found != SCHEMA_VERSION:
            error = SymbioflowError("SCHEMA_MISMATCH", found=found, known=SCHEMA_VERSION)
            return await refuse(request, error)
        return JSONResponse({"status": "ok", "dataVersion": app.state.service.store.version()})

    @app.get("/")
    async def home() -> Response:
        view = await run_in_threadpool(app.state.service.view)
        counts = {name: view.snapshot.count(name) for name in ("enterprises", "waste_streams", "facilities")}
        page = _PAGES.get_template("home.html").render(counts=counts, fingerprint=view.snapshot.fingerprint)
        return HTMLResponse(page, headers={"Content-Security-Policy": _HOME_POLICY})

    @app.get("/network")
    async def network(request: Request, language: str | None = None) -> Response:
        shown = language if language in ("zh", "en") else settings.language
        view = await run_in_threadpool(app.state.service.view)
        tag = f'"{view.snapshot.fingerprint}-{shown}"'
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers={"ETag": tag})

        def drawn() -> str:
            return network_page(view.snapshot, flows_of(view.plan()), shown)

        return HTMLResponse(
            await run_in_threadpool(drawn), headers={"ETag": tag, "Cache-Control": "no-cache"}
        )

    return app
