"""The store port: all that a store of the graph must do, small and coarse.

Algorithms never run inside a store. `graph.stores.open_store` gives the adapter for a URL; one contract
suite (`tests/contract`) holds both adapters to the words below.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from graph.model import Linkage, LinkageEvent
from graph.snapshot import Records, Snapshot
from graph.vocabulary import LinkageId, LinkageState

#: Rises with every change of the tables' layout; each rise has a migration in `graph.stores.migrations`.
SCHEMA_VERSION = 2

#: Tables whose names are searched, each by `name_zh`, `name_en` and, for materials, the synonyms.
SEARCHED_TABLES = ("parks", "enterprises", "materials", "technologies", "facilities", "waste_streams")


#: Table name -> id -> the tag of the load that last wrote the row.
LoadTags = Mapping[str, Mapping[str, str]]


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

    def upsert(self, records: Records, load_tag: str | LoadTags) -> dict[str, int]:
        """Insert or replace rows by id in one transaction, tag them, and return rows per table.

        One tag holds for all rows; `LoadTags` give each row its own (a copy keeps them). References are
        checked before (`graph.checks`); a row that points at nothing is refused all the same
        (``UNKNOWN_REFERENCE``), as are an id used twice, a missing value and a number that is not finite.
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

    def delete_load(self, load_tag: str) -> int:
        """Delete every row that was last written under the tag and return how many.

        Events of `change_state` belong to no load, so a linkage whose state was changed here is kept.
        ``STILL_REFERENCED`` if rows of other loads point at them; nothing is deleted then.
        """

    def close(self) -> None:
        """Give back files and connections; a closed store cannot be used again."""
