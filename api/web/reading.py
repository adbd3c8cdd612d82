"""How a page reads: one of the program's own documents, in process, under the limits that partners have."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from threading import Lock
from typing import Any

from api.commands.documents import answer
from api.graphql.context import Limits
from api.service import Service
from api.settings import Settings

#: Long lists that are kept, of the newest data and of the views asked for last.
MOST_KEPT = 8


class KeptLists:
    """Lists that a table is sorted and filtered from, so that turning a switch reads nothing anew."""

    def __init__(self) -> None:
        self._lists: OrderedDict[Hashable, list[Any]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> list[Any] | None:
        """Return a list; None where it is not kept."""
        with self._lock:
            if key in self._lists:
                self._lists.move_to_end(key)
            return self._lists.get(key)

    def keep(self, key: Hashable, nodes: list[Any]) -> None:
        """Keep a list; what was asked for longest ago makes room."""
        with self._lock:
            self._lists[key] = nodes
            while len(self._lists) > MOST_KEPT:
                self._lists.popitem(last=False)


class Reading:
    """Reads documents for one request.

    Parameters
    ----------
    service : Service
    settings : Settings
        Its limits hold here too, so a page never asks for what a partner could not.
    kept : KeptLists
    """

    def __init__(self, service: Service, settings: Settings, kept: KeptLists) -> None:
        self._service = service
        self._limits = Limits.of(settings)
        self._kept = kept

    def read(self, document: str, **variables: object) -> Mapping[str, Any]:
        """Return the data of a document; its first error is raised."""
        return answer(self._service, document, variables, self._limits)

    def read_all(self, document: str, connection: str, **variables: object) -> list[Any]:
        """Return every node of a connection of a document that takes ``$after``, read by pages and kept."""
        key = self._service.view().version, document, tuple(sorted(variables.items()))
        nodes = self._kept.get(key)
        if nodes is None:
            nodes, after, more = [], None, True
            while more:
                page = self.read(document, after=after, **variables)[connection]
                nodes.extend(page["nodes"])
                more, after = page["pageInfo"]["hasNextPage"], page["pageInfo"]["endCursor"]
            self._kept.keep(key, nodes)
        return nodes
