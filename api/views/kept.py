"""A view of the graph at one data version: its objects, and the memory of what was computed on it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, cast

from api.views.keeping import kept_over, sharing
from api.views.memory import Memory
from graph.matching import MatchOptions
from graph.model import LinkageEvent
from graph.snapshot import Snapshot
from graph.stores import Load
from graph.tables import table_of
from graph.tools import grouped

if TYPE_CHECKING:
    from api.lane import Lane
    from api.views.view import View

Entity = TypeVar("Entity")
Result = TypeVar("Result")

#: The most plans, fronts and curves of one view that are kept.
MOST_KEPT = 32


class KeptView:
    """The graph at one data version and what was computed on it; nothing is computed twice.

    Parameters
    ----------
    snapshot : Snapshot
    version : int
        The store's data version that it was read at.
    on : date or None
        Day on which facilities must run and limits and rules be in force; None leaves dates out of account.
    weights : mapping of str to float, optional
        Overrides of the weights table by id.
    lane : Lane, optional
        Where heavy work is done; here if there is none.
    before : View, optional
        The view of the data before; what of it stays true is not computed again.
    loads : tuple of Load
        What was loaded into the store, oldest first.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        version: int,
        on: date | None = None,
        weights: Mapping[str, float] | None = None,
        lane: Lane | None = None,
        before: View | None = None,
        loads: tuple[Load, ...] = (),
    ) -> None:
        self.snapshot: Snapshot = snapshot if before is None else sharing(before.snapshot, snapshot)
        self.version = version
        self.loads = loads
        self._lane = lane
        #: How the lane's workers get here from the whole graph, and the snapshot of that.
        self._steps: tuple[tuple[str, tuple[Any, ...]], ...] = ()
        self._whole = self.snapshot
        self._matching = MatchOptions(top=0, on=on, weights=dict(weights or {}))
        self._memory = Memory(MOST_KEPT)
        self._scenarios: dict[str, View] = {}
        self._objects: dict[tuple[type[Any], str], Any] = {}
        #: Views of the data before that were made from the one before this one, by their keys.
        self._former: dict[Hashable, View] = {}
        #: What may be linked and the problem that was posed last: each as large as the park.
        self._linked, self._problem = Memory(1), Memory(1)
        if before is not None:
            self._take_over(before)

    def all(self, entity: type[Entity]) -> tuple[Entity, ...]:
        """Return every object of one kind, sorted by id."""
        return self._memory.once(("all", entity), lambda: self.snapshot.all(entity))

    def pointing(self, entity: type[Entity], by: str, at: str) -> tuple[Entity, ...]:
        """Return the objects of one kind whose field `by` names the id `at`, sorted by id."""
        return self._memory.once(("pointing", entity, by), lambda: _grouped(self.all(entity), by)).get(at, ())

    def history(self, linkage: str) -> tuple[LinkageEvent, ...]:
        """Return every change of a linkage, oldest first."""
        events = self.pointing(LinkageEvent, "linkage", linkage)
        return tuple(sorted(events, key=lambda event: (event.at, event.version, event.id)))

    def _row(self, entity: type[Any], id: str) -> int | None:
        """Return the row of an object in its table; None where there is none."""
        name = table_of(entity).name
        rows = self._memory.once(
            ("rows", entity), lambda: {id: row for row, id in enumerate(self.snapshot.strings(name, "id"))}
        )
        return rows.get(id)

    def _heavy(
        self,
        method: str,
        compute: Callable[[], Result],
        progress: Callable[[float], bool] | None = None,
        **arguments: Any,
    ) -> Result:
        """Return what a method computes of its arguments, by the lane where there is one, and keep it."""
        key = key_of(method, arguments)
        keep = self._memory.once if method == "ranking" else self._memory.of_some
        kept = self._memory.at(key)
        if self._lane is None or (kept is not None and kept.done()):
            return keep(key, compute)
        folder, told = self._lane.folder_of(self._whole), progress is not None
        from api.lane import Task

        task = Task(folder, self.version, self._steps, method, arguments, told)
        found = cast(Result, self._lane.run((folder, self._steps, key), task, progress))
        return keep(key, lambda: found)

    def _once_whole(self, key: Hashable, compute: Callable[[], Result]) -> Result:
        """Return what was kept, else compute it here: who stops it does not stop it for others."""
        kept = self._memory.at(key)
        found = compute() if kept is None else cast(Result, kept.result())
        return self._memory.of_some(key, lambda: found)

    def _take_over(self, before: View) -> None:
        """Keep what was computed for the data before and is true of these too."""
        kept = kept_over(before.snapshot, self.snapshot)
        done = before._memory.done()
        views = {key: cast("View", found) for key, found in done.items() if isinstance(found, KeptView)}
        self._memory.take_over(before._memory, [key for key in done if key not in views and kept.holds(key)])
        former = {**before._former, **views}
        self._former = dict(list(former.items())[-MOST_KEPT:])
        self._objects = {
            (entity, id): found
            for (entity, id), found in before._objects.copy().items()
            if table_of(entity).name not in kept.tables
        }


def key_of(method: str, arguments: Mapping[str, Any]) -> Hashable:
    """Return what a method's answer is kept under; equal options give equal keys."""
    return (method, *map(options_key, arguments.values()))


def options_key(options: object) -> Hashable:
    """Return options as something to look up; equal options give equal keys.

    Examples
    --------
    >>> from graph.matching import MatchOptions
    >>> options_key(MatchOptions()) == options_key(MatchOptions(radius=50.0))
    False
    """
    if is_dataclass(options):
        return tuple(options_key(getattr(options, field.name)) for field in fields(options))
    if isinstance(options, Mapping):
        return tuple(sorted(options.items()))
    if isinstance(options, Iterable) and not isinstance(options, str):
        return tuple(options)
    assert isinstance(options, Hashable)
    return options


def _grouped(items: Sequence[Entity], by: str) -> dict[str, tuple[Entity, ...]]:
    groups = grouped(items, attrgetter(by))
    return {str(at): tuple(group) for at, group in groups.items() if at is not None}
