"""Who asks, and whether he is still there."""

from __future__ import annotations

from contextvars import ContextVar
from threading import Event


class Client:
    """One request of somebody who may leave before it is answered.

    Examples
    --------
    >>> client = Client()
    >>> client.leave()
    >>> client.gone
    True
    """

    def __init__(self) -> None:
        self._gone = Event()

    @property
    def gone(self) -> bool:
        """Whether nobody waits for the answer any more."""
        return self._gone.is_set()

    def leave(self) -> None:
        """Say that nobody waits any more."""
        self._gone.set()


#: Whose request this thread works for; a client that never leaves where nobody says otherwise.
ASKING: ContextVar[Client] = ContextVar("asking", default=Client())  # noqa: B039  (it is never changed)
