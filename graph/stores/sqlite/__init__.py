"""The default store in one SQLite file; its door is `SqliteStore`."""

from graph.stores.sqlite import statements
from graph.stores.sqlite.file import connect
from graph.stores.sqlite.store import SqliteStore

__all__ = [
    "SqliteStore",
    "connect",
    "statements",
]
