"""What is written to a Neo4j store inside one transaction: rows, relationships, loads and the digest."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from graph.stores.loads import encoded, prepared
from graph.stores.neo4j import statements as cypher
from graph.stores.neo4j.digest import digest_of, moved_by
from graph.stores.neo4j.reading import (
    ROWS_AT_ONCE,
    Runner,
    load_sum,
    loads_of,
    rows_sum,
    store_state,
    tagged_rows,
)
from graph.stores.protocol import Change, Ids, Load
from graph.stores.rows import (
    Batch,
    pieces,
    references_of,
    referring_columns,
    still_referenced,
    unknown_reference,
)


def apply_change(url: str, write: Runner, change: Change, batches: list[Batch]) -> Load:
    """Make one change and keep account of it."""
    number = 1 + max((load.number for load in loads_of(url, write)), default=0)
    made = prepared(change, batches, number, partial(tagged_rows, url, write))
    write_change(write, made.written, made.gone)
    write.run(cypher.ADD_LOAD, load=account(made.load, encoded(made.before))).consume()
    move_digest(write, load_sum(write, number))
    return made.load


def account(load: Load, before: str) -> dict[str, Any]:
    """Return the properties of the node of a load."""
    rows = json.dumps(dict(load.rows))
    return {**asdict(load), "rows": rows, "before": before, "before_digest": digest_of(before)}


def write_change(write: Runner, batches: Sequence[Batch], gone: Ids) -> None:
    """Write rows, delete others, and refuse what would then point at nothing."""
    touched = {name: list(ids) for name, ids in gone.items()}
    for batch in batches:
        touched[batch.table.name] = list({*touched.get(batch.table.name, ()), *batch.ids})
    before = rows_sum(write, touched)
    for batch in batches:
        for rows in pieces(batch.rows, ROWS_AT_ONCE):
            write.run(cypher.MERGE_ROWS[batch.table.name], rows=rows).consume()
    for reference in references_of(batches):
        for ids in pieces(sorted(reference.values), ROWS_AT_ONCE):
            missing = write.run(cypher.FIND_MISSING_IDS[reference.target], ids=ids).single()
            if missing:
                raise unknown_reference(reference, missing["id"])
    for batch in batches:
        relate(write, batch)
    going = {name: list(ids) for name, ids in gone.items() if ids}
    for target, ids in going.items():
        for table, column in referring_columns(target):
            statement = cypher.FIND_REFERRING_ROW[table.name, column.name]
            held = write.run(statement, going=going.get(table.name, []), ids=ids).single()
            if held:
                raise still_referenced(table.name, held["id"], column.name, target)
    delete_rows(write, going)
    if batches or going:
        write.run(cypher.RAISE_DATA_VERSION).consume()
        move_digest(write, rows_sum(write, touched) - before)


def delete_rows(write: Runner, ids: Ids) -> None:
    """Delete rows with their relationships; whoever calls keeps the digest in step."""
    for name, going in ids.items():
        for statement in (*cypher.DELETE_ROW_RELATIONS.get(name, ()), cypher.DELETE_ROWS[name]):
            for some in pieces(list(going), ROWS_AT_ONCE):
                write.run(statement, ids=some).consume()


def relate(write: Runner, batch: Batch) -> None:
    """Make the relationships of rows anew, those of their columns and those of the whole row."""
    name = batch.table.name
    for ids in pieces(batch.ids, ROWS_AT_ONCE):
        for statement in cypher.DELETE_ROW_RELATIONS.get(name, ()):
            write.run(statement, ids=ids).consume()
    for rows in pieces(batch.rows, ROWS_AT_ONCE):
        for statement in cypher.CREATE_ROW_RELATIONS.get(name, ()):
            write.run(statement, rows=rows).consume()
    columns = [column.name for column in batch.table.columns if column.references is not None]
    # Two columns may make the same type of relationship: all are removed before any is made.
    for column in columns:
        for ids in pieces(batch.ids, ROWS_AT_ONCE):
            write.run(cypher.DELETE_RELATIONS[name, column], ids=ids).consume()
    for column in columns:
        pointing = [{"id": row["id"], column: row[column]} for row in batch.rows if row[column]]
        for rows in pieces(pointing, ROWS_AT_ONCE):
            write.run(cypher.CREATE_RELATIONS[name, column], rows=rows).consume()


def move_digest(write: Runner, change: int) -> None:
    """Keep the digest in step with what was written; one that is missing is made when the write ends."""
    digest = store_state(write)["digest"]
    if digest is not None:
        write.run(cypher.WRITE_DIGEST, digest=moved_by(digest, change)).consume()
