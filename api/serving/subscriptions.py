"""GraphQL subscriptions: over WebSocket (graphql-transport-ws) and as server-sent events (graphql-sse)."""

from __future__ import annotations

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.subscriptions import GRAPHQL_SSE_PROTOCOL, GRAPHQL_TRANSPORT_WS_PROTOCOL

from api.graphql.context import Context, Limits
from api.graphql.schema import schema
from api.settings import Settings

#: Subscriptions at once on one connection: each keeps a processor busy.
MOST_AT_ONCE = 2


class Subscriptions(GraphQL[Context, None]):
    """Answers subscriptions; a web page from elsewhere is refused by its origin."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(
            schema,
            graphql_ide=None,
            allow_queries_via_get=False,
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL, GRAPHQL_SSE_PROTOCOL),
            max_subscriptions_per_connection=MOST_AT_ONCE,
            # The gate has let the request in.
            allowed_origins=("*",),
        )
        self._limits = Limits.of(settings)

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Context:
        """Return the view of the graph at the moment the subscription or the connection began."""
        service = request.app.state.service
        return await run_in_threadpool(Context, service, self._limits, True)


class EventsResponse(Response):
    """Leaves the answer to the subscriptions: their stream begins where the request's route ends."""

    def __init__(self, subscriptions: Subscriptions) -> None:
        super().__init__()
        self._subscriptions = subscriptions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one subscription as server-sent events."""
        await self._subscriptions(scope, receive, send)
