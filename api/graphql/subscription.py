"""What can be followed through GraphQL while it is computed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator

import strawberry

from api.graphql.context import Info
from api.graphql.nodes import shown
from api.graphql.planning.spreads import SPREAD_COST, Draws, PlanProgress, Seed
from api.graphql.refusals import refusal
from api.lane import ASKING, Client
from graph import planning
from graph.errors import SymbioflowError

logger = logging.getLogger("symbioflow.graphql")


@strawberry.type(description="Long work, followed; who stops listening stops the work.")
class Subscription:
    """Root of subscriptions."""

    @strawberry.subscription(
        description="The draws of an uncertain plan: progress by the hundredth, at the end the spreads. "
        "Errors: BAD_OPTION and those of `plan`.",
        metadata=SPREAD_COST,
    )
    async def plan_progress(
        self, info: Info, draws: Draws = 1_000, seed: Seed = 0
    ) -> AsyncGenerator[PlanProgress]:
        """Follow the draws; the work runs in a thread of its own and ends with the subscription."""
        view, loop = info.context.view, asyncio.get_running_loop()
        told: asyncio.Queue[float | BaseException | None] = asyncio.Queue()
        client = Client()
        last = -1

        def tell(done: float) -> bool:
            nonlocal last
            if int(100.0 * done) > last:
                last = int(100.0 * done)
                loop.call_soon_threadsafe(told.put_nowait, done)
            return not client.gone

        def drawn() -> planning.PlanUncertainty:
            ASKING.set(client)
            return view.uncertainty(draws, seed, tell)

        work = asyncio.create_task(asyncio.to_thread(drawn))
        # The end of the work is told too, after everything that it told before.
        work.add_done_callback(lambda done: told.put_nowait(None if done.cancelled() else done.exception()))
        try:
            while isinstance(word := await told.get(), float):
                yield PlanProgress(done=word, result=None)
            yield PlanProgress(done=1.0, result=shown(await work))
        except SymbioflowError as error:
            raise refusal(error) from error
        except Exception as error:
            logger.exception("unexpected error while a plan was drawn")
            raise refusal(SymbioflowError("INTERNAL_ERROR.logged")) from error
        finally:
            client.leave()
