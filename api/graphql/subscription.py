"""What can be followed through GraphQL while it is computed."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator

import strawberry

from api.graphql.context import Info
from api.graphql.nodes import described, shown
from api.graphql.planning import SPREAD_COST, Draws, PlanProgress, Seed
from api.graphql.refusals import refusal
from api.lane import followed
from graph.errors import SymbioflowError

logger = logging.getLogger("symbioflow.graphql")


@described
class Subscription:
    """Long work, followed; who stops listening stops the work."""

    @strawberry.subscription(
        description="The draws of an uncertain plan: progress by the hundredth, at the end the spreads. "
        "Errors: BAD_OPTION and those of `plan`.",
        metadata=SPREAD_COST,
    )
    async def plan_progress(
        self, info: Info, draws: Draws = 1_000, seed: Seed = 0
    ) -> AsyncGenerator[PlanProgress]:
        """Follow the draws; the work runs in a thread of its own and ends with the subscription."""
        view = info.context.view
        try:
            async for word in followed(lambda: view.uncertainty(draws, seed)):
                if isinstance(word, float):
                    yield PlanProgress(done=word, result=None)
                else:
                    yield PlanProgress(done=1.0, result=shown(word[0]))
        except SymbioflowError as error:
            raise refusal(error) from error
        except Exception as error:
            logger.exception("unexpected error while a plan was drawn")
            raise refusal(SymbioflowError("INTERNAL_ERROR.logged")) from error
