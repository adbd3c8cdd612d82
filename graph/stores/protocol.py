"""The store port: all that a store of the graph must do, small and coarse.

Algorithms never run inside a store. `graph.stores.open_store` gives the adapter for a URL; one contract
suite (`tests/contract`) holds both adapters to the words below.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Protocol

from graph.model import Linkage, LinkageEvent
from graph.snapshot import Records, Snapshot
from graph.stores.damage import Damage
from graph.vocabulary import LinkageId, LinkageState

#: Rises with every change of the tables' layout; each rise has a migration in `graph.stores.migrations`.
SCHEMA_VERSION = 11

#: Tables whose names are searched, each by `name_zh`, `name_en` and, for materials, the synonyms.
SEARCHED_TABLES = ("parks", "enterprises", "materials", "technologies", "facilities", "waste_streams")


#: Table name -> id -> the tag of the load that last wrote the row.
LoadTags = Mapping[str, Mapping[str, str]]


#: Table -> ids.
Ids = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Moment:
    """Which store, and which state of it: what was read at an equal moment is still so.

    Attributes
    ----------
    identity : str
        Other than before once another file, or database, stands at the URL.
    version : int
        The data version.
    content : str
        Other than before where other rows stand at the same version: an older database put in its place that
        was changed as often since. Empty where the identity tells that too.
    """

    identity: str
    version: int
    content: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What one load does, all or nothing.

    Attributes
    ----------
    tag : str
        Name of the load; rows it writes bear it.
    at : str
        UTC time, ISO 8601.
    source : str
        The files it came from, as people know them.
    written : Records
        Rows to insert or replace by id.
    gone : mapping of str to sequence of str
        Table -> ids of rows to delete.
    """

    tag: str
    at: str
    source: str
    written: Records
    gone: Ids = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Load:
    """One load that a store keeps account of.

    Attributes
    ----------
    number : int
        1 for the first.
    rows : mapping of str to int
        Table -> rows written.
    new, changed, gone : int
        Rows that were not there before, that stand with other values than before, and that it deleted.
    undone : str
        When it was taken back, ISO 8601; empty while it holds.
    """

    number: int
    tag: str
    at: str
    source: str
    rows: Mapping[str, int]
    new: int
    changed: int
    gone: int
    undone: str = ""


@dataclass(frozen=True)
class Dump:
    """Everything a store holds, at one moment.

    Attributes
    ----------
    version : int
        Its data version.
    snapshot : Snapshot
        The rows.
    tags : LoadTags
        The load tag of every row.
    loads : tuple of (Load, str)
        The account of each load with what stood there before it, as `graph.stores.loads` writes it.
    """

    version: int
    snapshot: Snapshot
    tags: LoadTags
    loads: tuple[tuple[Load, str], ...]

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Dump)
            and self.snapshot.fingerprint == other.snapshot.fingerprint
            and (self.version, self.tags, self.loads) == (other.version, other.tags, other.loads)
        )


@dataclass(frozen=True, slots=True)
class Hit:
    """One search result; a higher `score` is nearer, comparable within one search only."""

    table: str
    id: str
    name_zh: str
    name_en: str
    score: float


@dataclass(frozen=True, slots=True)
class StateChange:
    """A wish to move a linkage to another state.

    Attributes
    ----------
    version : int
        The version the wish was based on; another one in the store refuses it (``VERSION_CONFLICT``).
    at : str
        UTC time, ISO 8601.
    """

    linkage: LinkageId
    after: LinkageState
    version: int
    actor: str
    at: str
    note: str = ""


class Store(Protocol):
    """What `graph.stores` promises; every method is one transaction."""

    @property
    def url(self) -> str:
        """The URL it was opened with, without a password."""

    def ensure_schema(self) -> None:
        """Create or migrate the schema; ``SCHEMA_NEWER`` if the store is of a later version."""

    def schema_version(self) -> int:
        """Return the schema version found in the store; 0 if it is empty."""

    def version(self) -> int:
        """Return the data version: 0 when new, one higher after every change that was kept."""

    def moment(self) -> Moment:
        """Return which store this is and its data version, read at one moment."""

    def upsert(self, records: Records, load_tag: str | LoadTags) -> dict[str, int]:
        """Insert or replace rows by id in one transaction, tag them, and return rows per table.

        For rows that come with their own past (a copy): no account is kept and nothing can be undone. One
        tag holds for all rows; `LoadTags` give each row its own. References are checked before
        (`graph.checks`); a row that points at nothing is refused all the same (``UNKNOWN_REFERENCE``), as
        are an id used twice, a missing value, a number that is not finite, and a linkage whose history goes
        on differently in this store (``VERSION_CONFLICT``).
        """

    def load_tags(self) -> LoadTags:
        """Return the load tag of every row; tables without rows are left out."""

    def read(self) -> Snapshot:
        """Return the whole graph, consistent at one moment."""

    def get(self, table: str, ids: Sequence[str]) -> list[Any]:
        """Return the model objects with these ids, in the order asked, missing ones left out."""

    def search(self, text: str, tables: Sequence[str] = SEARCHED_TABLES, limit: int = 20) -> list[Hit]:
        """Return the rows whose zh or en names match `text` best, ties by table and id."""

    def change_state(self, change: StateChange) -> Linkage:
        """Move a linkage to another state and keep the event.

        Refusals: ``UNKNOWN_LINKAGE``, ``VERSION_CONFLICT``, ``STATE_CHANGE_NOT_ALLOWED``.
        """

    def history(self, linkage: LinkageId) -> tuple[LinkageEvent, ...]:
        """Return every change of a linkage, oldest first."""

    def apply(self, change: Change) -> Load:
        """Write and delete rows in one transaction, and keep account of it with what stood there before.

        Rows are refused as by `upsert`; ``STILL_REFERENCED`` if a row that stays points at one that goes. A
        linkage that moved on keeps its state and version; a state that the rows change is an event.
        """

    def apply_all(self, changes: Sequence[Change], based_on: Moment | None = None) -> tuple[Load, ...]:
        """Make several changes in one transaction, in order, each as `apply` does.

        ``DATA_MOVED`` if the store is at another moment than the one they were worked out on.
        """

    def loads(self) -> tuple[Load, ...]:
        """Return every load that `apply` made, oldest first, the undone ones too."""

    def undo(self, number: int, at: str) -> Load:
        """Take a load back in one transaction: what it wrote goes, what it replaced or deleted stands again.

        Histories of linkages go on: a state is taken up again as a new step, and only where nobody moved the
        linkage since.

        Refusals: ``UNKNOWN_LOAD``; ``LOAD_OVERWRITTEN`` if a later load that holds wrote the same rows;
        ``STILL_REFERENCED`` if rows of others point at what would go, an event of a linkage among them.
        """

    def dump(self) -> Dump:
        """Return everything the store holds, consistent at one moment."""

    def replace(self, dump: Dump, at: str) -> tuple[str, ...]:
        """Hold what a dump holds and nothing else, in one transaction; the data version rises all the same.

        Histories of linkages go on: where one moved since the dump, its state there is a new step.

        Returns
        -------
        tuple of str
            The linkages that this holds for.
        """

    def examine(self) -> tuple[Damage, ...]:
        """Return everything that is wrong with the store itself, as far as it can be read."""

    def close(self) -> None:
        """Give back files and connections; a closed store cannot be used again."""
