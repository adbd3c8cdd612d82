"""What every resolver is given: one view of the graph for the whole request, and how much may be asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import strawberry

from api.settings import Settings
from api.views import Service, View


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one query may ask for; None is no limit.

    Attributes
    ----------
    page_size : int or None
        Items of a connection when the query does not say; None gives all.
    page_limit : int or None
        The most items of one connection.
    cost, depth, tokens : int or None
        See `api.graphql.running.limits`.
    """

    page_size: int | None = None
    page_limit: int | None = None
    cost: int | None = None
    depth: int | None = None
    tokens: int | None = None

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """Return the limits for queries from outside."""
        return cls(
            settings.page_size,
            settings.page_limit,
            settings.cost_limit,
            settings.depth_limit,
            settings.token_limit,
        )


#: For the program's own documents on the command line.
UNLIMITED = Limits()


class Context:
    """One request.

    Attributes
    ----------
    service : Service
    view : View
        Taken at the start; a mutation takes it anew, so that its answer shows what it did.
    limits : Limits
    followed : bool
        Whether only subscriptions are answered: on a line that stays open.
    """

    def __init__(self, service: Service, limits: Limits = UNLIMITED, followed: bool = False) -> None:
        self.service = service
        self.limits = limits
        self.followed = followed
        self.view: View = service.view()

    def renew(self) -> None:
        """Take the view again, after a change."""
        self.view = self.service.view(newest=True)


Info: TypeAlias = strawberry.Info[Context, None]
