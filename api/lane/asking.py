"""Who asks, and whether he is still there."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from threading import Event

#: Told how far work is, 0 to 1; False gives it up.
Progress = Callable[[float], bool]


class Client:
    """One request of somebody who may leave before it is answered.

    Parameters
    ----------
    tell : callable, optional
        Told how far long work is that is done for the request; nobody follows it if there is none.

    Examples
    --------
    >>> client = Client()
    >>> client.leave()
    >>> client.gone
    True
    """

    def __init__(self, tell: Callable[[float], None] | None = None) -> None:
        self._gone = Event()
        self._tell = tell

    @property
    def gone(self) -> bool:
        """Whether nobody waits for the answer any more."""
        return self._gone.is_set()

    def leave(self) -> None:
        """Say that nobody waits any more."""
        self._gone.set()

    @property
    def progress(self) -> Progress | None:
        """What long work is to tell how far it is; None where nobody follows."""
        tell = self._tell
        if tell is None:
            return None

        def told(done: float) -> bool:
            tell(done)
            return not self.gone

        return told


#: What those are told apart by who ask, such as a network address; empty where nobody needs to be.
WHO: ContextVar[str] = ContextVar("who", default="")
#: Whose request this thread works for; a client that never leaves where nobody says otherwise.
ASKING: ContextVar[Client] = ContextVar("asking", default=Client())  # noqa: B039  (it is never changed)
