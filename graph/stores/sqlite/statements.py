"""Every SQL text of the SQLite adapter, made from `graph.tables` so that a new field needs no new statement.

Each table has an integer `row` beside the model's columns, which its full-text words are kept under, and
the tag of the load that last wrote the row. Lists are JSON text, dates ISO text, flags 0 or 1.
"""

from __future__ import annotations

from collections.abc import Mapping

from graph.stores.protocol import SCHEMA_VERSION, SEARCHED_TABLES
from graph.stores.rows import LOAD_TAG
from graph.tables import TABLES, Column, Kind, Table

_TYPES: Mapping[Kind, str] = {
    Kind.TEXT: "TEXT",
    Kind.NUMBER: "REAL",
    Kind.INTEGER: "INTEGER",
    Kind.FLAG: "INTEGER",
    Kind.DATE: "TEXT",
    Kind.TEXTS: "TEXT",
    Kind.NUMBERS: "TEXT",
}


def _is_scalar_reference(column: Column) -> bool:
    return column.references is not None and column.kind is Kind.TEXT


def _column(column: Column) -> str:
    words = [f'"{column.name}"', _TYPES[column.kind]]
    if not column.nullable:
        words.append("NOT NULL")
    if column.name == "id":
        words.append("UNIQUE")
    if _is_scalar_reference(column):
        words.append(f"REFERENCES {column.references}(id) DEFERRABLE INITIALLY DEFERRED")
    return " ".join(words)


def _create_table(table: Table) -> str:
    columns = [
        '"row" INTEGER PRIMARY KEY',
        *(_column(column) for column in table.columns),
        f"{LOAD_TAG} TEXT NOT NULL",
    ]
    return f"CREATE TABLE {table.name} ({', '.join(columns)}) STRICT"


def _create_indexes(table: Table) -> list[str]:
    return [
        f'CREATE INDEX {table.name}_by_{column.name} ON {table.name}("{column.name}")'
        for column in table.columns
        if _is_scalar_reference(column)
    ]


def _names(table: Table) -> str:
    """Return the columns with their table: to SQLite a bare quoted name that is no column is a text."""
    return ", ".join(f'{table.name}."{column.name}"' for column in table.columns)


def _upsert(table: Table) -> str:
    names = [*(column.name for column in table.columns), LOAD_TAG]
    listed = ", ".join(f'"{name}"' for name in names)
    places = ", ".join("?" for _ in names)
    updates = ", ".join(f'"{name}" = excluded."{name}"' for name in names if name != "id")
    return f"INSERT INTO {table.name} ({listed}) VALUES ({places}) ON CONFLICT (id) DO UPDATE SET {updates}"


def _referring(table: Table, column: Column) -> str:
    """Rows that stay (whose ids are not in the first JSON list) and point at one of the ids of the second."""
    if column.kind is Kind.TEXTS:
        source = f'{table.name}, json_each({table.name}."{column.name}") AS value'
        pointed = "value.value"
    else:
        source, pointed = table.name, f'{table.name}."{column.name}"'
    return (
        f"SELECT {table.name}.id FROM {source} WHERE {table.name}.id NOT IN (SELECT value FROM json_each(?)) "
        f"AND {pointed} IN (SELECT value FROM json_each(?)) ORDER BY {table.name}.id LIMIT 1"
    )


SET_JOURNAL = "PRAGMA journal_mode = WAL"
SET_FOREIGN_KEYS = "PRAGMA foreign_keys = ON"
SET_DURABLE = "PRAGMA synchronous = FULL"

#: A commit writes the log alone; it is moved into the file once that is seen to be the same.
SET_LOG_KEPT = "PRAGMA wal_autocheckpoint = 0"
MOVE_LOG = "PRAGMA wal_checkpoint(PASSIVE)"
SET_NO_LOG = "PRAGMA journal_mode = DELETE"
READ_JOURNAL = "PRAGMA journal_mode"
SET_READ_ONLY = "PRAGMA query_only = ON"
READ_COUNT = "PRAGMA user_version"
READ_LINEAGE = "PRAGMA application_id"

BEGIN_READ = "BEGIN DEFERRED"
BEGIN_WRITE = "BEGIN IMMEDIATE"

#: Those that hold something of their own; the words of names are made from the rows.
LIST_TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*' "
    "AND name NOT GLOB '*_words*' ORDER BY name"
)
CHECK_PAGES = "PRAGMA integrity_check"
COUNT_OBJECTS = "SELECT count(*) FROM sqlite_master"
FIND_META = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'meta'"
READ_META = "SELECT value FROM meta WHERE name = ?"
ADD_META = "INSERT INTO meta VALUES (?, ?)"
READ_ALL_META = "SELECT name, value FROM meta"
WRITE_META = "UPDATE meta SET value = ? WHERE name = ?"
RAISE_DATA_VERSION = "UPDATE meta SET value = value + 1 WHERE name = 'data_version'"

#: What loads did, and in `before` what stood there (JSON, see `graph.stores.loads`).
_CREATE_LOADS = (
    "CREATE TABLE loads (number INTEGER PRIMARY KEY, tag TEXT NOT NULL, at TEXT NOT NULL, "
    "source TEXT NOT NULL, rows TEXT NOT NULL, new INTEGER NOT NULL, changed INTEGER NOT NULL, "
    "gone INTEGER NOT NULL, undone TEXT NOT NULL, before TEXT NOT NULL) STRICT"
)

#: Makes an empty file a store of `SCHEMA_VERSION`.
CREATE_SCHEMA: tuple[str, ...] = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT",
    f"INSERT INTO meta VALUES ('schema_version', {SCHEMA_VERSION}), ('data_version', 0)",
    _CREATE_LOADS,
    *(_create_table(table) for table in TABLES.values()),
    *(index for table in TABLES.values() for index in _create_indexes(table)),
    *(f"CREATE VIRTUAL TABLE {name}_words USING fts5(words)" for name in SEARCHED_TABLES),
)

UPSERT_ROWS: Mapping[str, str] = {name: _upsert(table) for name, table in TABLES.items()}
READ_ROWS: Mapping[str, str] = {
    name: f"SELECT {_names(table)} FROM {name} ORDER BY id" for name, table in TABLES.items()
}
READ_ROWS_BY_ID: Mapping[str, str] = {
    name: f"SELECT {_names(table)} FROM {name} WHERE id IN (SELECT value FROM json_each(?))"
    for name, table in TABLES.items()
}
READ_LOAD_TAGS: Mapping[str, str] = {
    name: f"SELECT id, {LOAD_TAG} FROM {name} ORDER BY id" for name in TABLES
}
READ_TAGGED_ROWS: Mapping[str, str] = {
    name: (
        f"SELECT {_names(table)}, {LOAD_TAG} FROM {name} "
        "WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
    )
    for name, table in TABLES.items()
}
DELETE_ROWS: Mapping[str, str] = {
    name: f"DELETE FROM {name} WHERE id IN (SELECT value FROM json_each(?))" for name in TABLES
}
DELETE_ALL_ROWS: tuple[str, ...] = (
    *(f"DELETE FROM {name}_words" for name in SEARCHED_TABLES),
    *(f"DELETE FROM {name}" for name in TABLES),
)
FIND_MISSING_IDS: Mapping[str, str] = {
    name: f"SELECT value FROM json_each(?) WHERE value NOT IN (SELECT id FROM {name}) ORDER BY value LIMIT 1"
    for name in TABLES
}
FIND_REFERRING_ROW: Mapping[tuple[str, str], str] = {
    (table.name, column.name): _referring(table, column)
    for table in TABLES.values()
    for column in table.columns
    if column.references is not None
}

_LOAD = "number, tag, at, source, rows, new, changed, gone, undone"
ADD_LOAD = f"INSERT INTO loads ({_LOAD}, before) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
READ_LOADS = f"SELECT {_LOAD} FROM loads ORDER BY number"
NEXT_LOAD = "SELECT coalesce(max(number), 0) + 1 FROM loads"
READ_WHOLE_LOADS = f"SELECT {_LOAD}, before FROM loads ORDER BY number"
DELETE_LOADS = "DELETE FROM loads"
READ_BEFORE = "SELECT before FROM loads WHERE number = ?"
#: What stood before a load that was undone is of no more use.
CLOSE_LOAD = "UPDATE loads SET undone = ?, before = '' WHERE number = ?"

CHANGE_LINKAGE = "UPDATE linkages SET state = ?, version = ? WHERE id = ?"
_EVENTS = _names(TABLES["linkage_events"])
READ_HISTORY = f"SELECT {_EVENTS} FROM linkage_events WHERE linkage = ? ORDER BY at, version, id"

DELETE_WORDS: Mapping[str, str] = {
    name: (
        f"DELETE FROM {name}_words WHERE rowid IN "
        f'(SELECT {name}."row" FROM {name} WHERE id IN (SELECT value FROM json_each(?)))'
    )
    for name in SEARCHED_TABLES
}
INSERT_WORDS: Mapping[str, str] = {
    name: f'INSERT INTO {name}_words (rowid, words) SELECT {name}."row", ? FROM {name} WHERE id = ?'
    for name in SEARCHED_TABLES
}
SEARCH_WORDS: Mapping[str, str] = {
    name: (
        f'SELECT {_names(TABLES[name])} FROM {name} WHERE {name}."row" IN '
        f"(SELECT rowid FROM {name}_words WHERE {name}_words MATCH ? ORDER BY rank LIMIT ?)"
    )
    for name in SEARCHED_TABLES
}
