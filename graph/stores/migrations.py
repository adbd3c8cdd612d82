"""What brings a store of an earlier schema to the next one, as text that nobody changes again.

A migration meets stores as they were on its day: it names tables and columns itself and takes nothing from
the model of today, which has moved on. A change of the tables raises `SCHEMA_VERSION`, adds a migration to
both adapters here, and a store of the new schema to `tests/graph/stores/released`.
"""

from __future__ import annotations

from collections.abc import Mapping

#: Schema version -> the SQL that brings a SQLite store of the version before it there.
SQLITE: Mapping[int, tuple[str, ...]] = {
    2: (
        "ALTER TABLE parks ADD COLUMN \"region\" TEXT NOT NULL DEFAULT ''",
        'CREATE TABLE transfer_rules ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, '
        '"name_zh" TEXT NOT NULL, "name_en" TEXT NOT NULL, "hazard" TEXT, "hw_codes" TEXT NOT NULL, '
        '"material" TEXT REFERENCES materials(id) DEFERRABLE INITIALLY DEFERRED, '
        '"phases" TEXT NOT NULL, "from_region" TEXT NOT NULL, "to_region" TEXT NOT NULL, '
        '"crossing" INTEGER NOT NULL, "duty" TEXT NOT NULL, "in_force_from" TEXT, '
        '"in_force_to" TEXT, "note" TEXT NOT NULL, "sources" TEXT NOT NULL, "grade" TEXT NOT NULL, '
        "load_tag TEXT NOT NULL) STRICT",
        'CREATE INDEX transfer_rules_by_material ON transfer_rules("material")',
        'CREATE TABLE scenarios ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, '
        '"name_zh" TEXT NOT NULL, "name_en" TEXT NOT NULL, "note" TEXT NOT NULL, '
        '"sources" TEXT NOT NULL, "grade" TEXT NOT NULL, load_tag TEXT NOT NULL) STRICT',
        'CREATE TABLE scenario_changes ("row" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, '
        '"scenario" TEXT NOT NULL REFERENCES scenarios(id) DEFERRABLE INITIALLY DEFERRED, '
        '"table_name" TEXT NOT NULL, "row_id" TEXT NOT NULL, "field" TEXT NOT NULL, '
        '"value" TEXT NOT NULL, "note" TEXT NOT NULL, load_tag TEXT NOT NULL) STRICT',
        'CREATE INDEX scenario_changes_by_scenario ON scenario_changes("scenario")',
    ),
    3: (
        "CREATE TABLE loads (number INTEGER PRIMARY KEY, tag TEXT NOT NULL, at TEXT NOT NULL, "
        "source TEXT NOT NULL, rows TEXT NOT NULL, new INTEGER NOT NULL, changed INTEGER NOT NULL, "
        "gone INTEGER NOT NULL, undone TEXT NOT NULL, before TEXT NOT NULL) STRICT",
    ),
}

#: Schema version -> the Cypher that brings a Neo4j store of the version before it there.
NEO4J: Mapping[int, tuple[str, ...]] = {
    2: ("MATCH (n:Park) SET n.region = coalesce(n.region, '')",),
    # Loads are nodes of their own label, which need nothing before the first one.
    3: (),
}
