"""How a page reads: one of the program's own documents, in process, under the limits that partners have."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from threading import Lock
from typing import Any, TypeVar, cast

from api.graphql import answer
from api.graphql.context import Limits
from api.settings import Settings
from api.views import Service
from graph.errors import SymbioflowError

#: Answers that are kept, of the newest data and of the views asked for last.
MOST_KEPT = 8
#: Times that a list is read anew because the data changed between two of its pages.
MOST_READ = 5
Found = TypeVar("Found")


class KeptAnswers:
    """What a page is sifted, sorted and drawn from, so that turning a switch reads nothing anew."""

    def __init__(self) -> None:
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def once(self, key: Hashable, read: Callable[[], Found]) -> Found:
        """Return what is kept under the key, else what is read; what was asked for longest ago makes room."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return cast(Found, self._answers[key])
        found = read()
        with self._lock:
            self._answers[key] = found
            while len(self._answers) > MOST_KEPT:
                self._answers.popitem(last=False)
        return found


class Reading:
    """Reads documents for one request.

    Parameters
    ----------
    service : Service
    settings : Settings
        Its limits hold here too, so a page never asks for what a partner could not.
    kept : KeptAnswers
    """

    def __init__(self, service: Service, settings: Settings, kept: KeptAnswers) -> None:
        self._service = service
        self._limits = Limits.of(settings)
        self._kept = kept

    def read(self, document: str, **variables: object) -> Mapping[str, Any]:
        """Return the data of a document; its first error is raised."""
        return answer(self._service, document, variables, self._limits)

    def once(self, key: Hashable, read: Callable[[], Found]) -> Found:
        """Return what `read` gives, kept for as long as the data stay the same."""
        return self._kept.once((self._service.view().version, key), read)

    def read_all(self, document: str, connection: str, **variables: object) -> list[Any]:
        """Return every node of a connection of a document that takes ``$after``, read by pages and kept."""

        def once_through() -> list[Any]:
            nodes: list[Any] = []
            after, more = None, True
            while more:
                page = self.read(document, after=after, **variables)[connection]
                nodes.extend(page["nodes"])
                more, after = page["pageInfo"]["hasNextPage"], page["pageInfo"]["endCursor"]
            return nodes

        def read() -> list[Any]:
            # Pages of two states of the data are no list, and where one left off may be gone in the next.
            for _ in range(MOST_READ):
                version = self._service.view().version
                try:
                    nodes = once_through()
                except SymbioflowError as error:
                    if error.code != "BAD_CURSOR" or self._service.view().version == version:
                        raise
                    continue
                if self._service.view().version == version:
                    return nodes
            raise SymbioflowError("STORE_BUSY.changing", count=MOST_READ)

        return self.once((document, tuple(sorted(variables.items()))), read)
