"""The schema, built once; `api/schema.graphql` is its printed form."""

from __future__ import annotations

import strawberry
from graphql import GraphQLError
from strawberry.types import ExecutionContext

from api.graphql import enums  # noqa: F401  (registers the closed lists)
from api.graphql.limits import GuardedQueries
from api.graphql.mutation import Mutation
from api.graphql.query import Query
from api.graphql.subscription import Subscription


class Schema(strawberry.Schema):
    """A schema that logs nothing by itself: `api.graphql.execution` codes errors and logs the unexpected."""

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        """Leave a refused query out of the log, where it would stand with a traceback."""


schema = Schema(query=Query, mutation=Mutation, subscription=Subscription, extensions=[GuardedQueries])
