"""The default store in one SQLite file; its door is `SqliteStore`."""

from graph.stores.sqlite.store import SqliteStore

__all__ = ["SqliteStore"]
