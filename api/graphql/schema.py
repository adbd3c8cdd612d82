"""The schema, built once; `api/schema.graphql` is its printed form."""

from __future__ import annotations

import strawberry
from graphql import GraphQLError, GraphQLNonNull
from strawberry.types import ExecutionContext

from api.graphql.mutation import Mutation
from api.graphql.query import Query
from api.graphql.running.limits import GuardedQueries
from api.graphql.subscription import Subscription


class Schema(strawberry.Schema):
    """A schema that logs nothing by itself: `running.execution` codes errors and logs the unexpected."""

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        """Leave a refused query out of the log, where it would stand with a traceback."""


def with_nullable_roots(made: Schema) -> Schema:
    """Let a root field that is refused be null, so that it leaves the others what they are.

    Resolvers promise their answer or an error; without this, one error would make the whole answer null, what
    other mutations of the same request have stored included.
    """
    for root in (made._schema.query_type, made._schema.mutation_type):
        assert root is not None
        for field in root.fields.values():
            if isinstance(field.type, GraphQLNonNull):
                field.type = field.type.of_type
    return made


schema = with_nullable_roots(
    Schema(query=Query, mutation=Mutation, subscription=Subscription, extensions=[GuardedQueries])
)
