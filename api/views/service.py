"""The store behind the faces: its newest view, read again when the store changed.

A face takes a view once per request, so that all its answers agree. Safe to use from several threads. On a
server heavy work goes by the lane (`api.lane`) to other processes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from api.lane import Lane, Task
from api.views.view import View
from graph.errors import SymbioflowError
from graph.model import Linkage
from graph.stores import Moment, StateChange, Store
from graph.vocabulary import LinkageId, LinkageState

if TYPE_CHECKING:
    from ingest.outlines import Outline
    from ingest.positions import Datum

__all__ = ["Service", "View"]

#: Refusals of a store that does not answer now; what was read before is still there.
_AWAY = ("STORE_UNREACHABLE", "STORE_BUSY", "STORE_FAILED", "STORE_UNREADABLE")


class Service:
    """The open store with its newest view.

    Parameters
    ----------
    store : Store
        Its schema must be there (`Store.ensure_schema`).
    now : callable
        The clock, for the time of a linkage's change.
    lane : Lane, optional
        Where heavy work is done; in the thread that asks if there is none.
    """

    def __init__(
        self,
        store: Store,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        lane: Lane | None = None,
    ) -> None:
        self.store = store
        self._now = now
        self._lane = lane
        self._reading = Lock()
        self._view: View | None = None
        self._moment: Moment | None = None
        self._seen = monotonic()
        self._away = False

    def view(self, newest: bool = False) -> View:
        """Return the view of the store's newest data; the graph is read again only if it changed.

        While another thread reads the changed graph, and while the store does not answer, the view before is
        returned rather than waited for, unless it must be the newest.
        """
        view = self._view
        try:
            if view is None or self.store.moment() != self._moment:
                view = self._read(view is None or newest)
        except SymbioflowError as error:
            if view is None or newest or error.code not in _AWAY:
                raise
            self._away = True
            return view
        self._seen, self._away = monotonic(), False
        return view

    def warm(self) -> None:
        """Compute what every answer needs, here and in the lane."""
        view = self.view()
        view.warm()
        if self._lane is not None:
            folder = self._lane.folder_of(view.snapshot)
            self._lane.run((folder, "warm"), Task(folder, view.version, (), "warm", {}))

    def age(self) -> float | None:
        """Return for how many seconds the store has not answered; None while it does."""
        return monotonic() - self._seen if self._away else None

    def _read(self, wait: bool) -> View:
        """Read the graph; who need not wait is given the view before while another thread reads."""
        if not self._reading.acquire(blocking=wait):
            assert self._view is not None
            return self._view
        try:
            # Another file at the same version is another moment: the store may have been replaced.
            moment = self.store.moment()
            if self._view is None or self._moment != moment:
                self._view = View(
                    self.store.read(),
                    moment.version,
                    lane=self._lane,
                    before=self._view,
                    loads=self.store.loads(),
                )
                self._moment = moment
            return self._view
        finally:
            self._reading.release()

    def change_linkage_state(
        self, linkage: str, after: LinkageState, version: int, actor: str, note: str
    ) -> Linkage:
        """Move a linkage to another state, now; see `Store.change_state` for the refusals."""
        at = self._now().astimezone(UTC).isoformat(timespec="milliseconds")
        return self.store.change_state(StateChange(LinkageId(linkage), after, version, actor, at, note))

    def outline(
        self, geojson: str, park: str | None, datum: Datum, name: str, keep: bool, seen: int | None = None
    ) -> Outline:
        """Read the outline of a park and keep it if wished; see `read_outline` for the refusals.

        Parameters
        ----------
        seen : int, optional
            The data version that the giver saw: ``OUTLINE_MOVED`` if somebody changed the data since, perhaps
            this outline in another window.
        """
        from ingest.outlines import keep_outline, read_outline

        text = geojson.encode("utf-8", "replace")
        if not keep:
            return read_outline(text, park, datum, self.view().snapshot)
        if seen is not None and seen != (now := self.store.version()):
            raise SymbioflowError("OUTLINE_MOVED", seen=seen, now=now)
        return keep_outline(self.store, text, park, datum, name)[1]
