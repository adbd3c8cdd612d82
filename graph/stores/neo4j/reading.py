"""What is read of a Neo4j store: its node, rows of a table, and all of it with what proves it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import neo4j
import neo4j.time
import pyarrow as pa

from graph.snapshot import Snapshot
from graph.stores.damage import (
    Damage,
    damaged,
    damaged_meta,
    damaged_relation,
    damaged_row,
    damaged_rows,
    damaged_value,
    damaged_values,
)
from graph.stores.loads import Before, damaged_load, decoded, load_of
from graph.stores.neo4j import digest
from graph.stores.neo4j import statements as cypher
from graph.stores.neo4j.digest import digest_of, moved_by, summed
from graph.stores.protocol import Dump, Ids, Load, LoadTags, Moment
from graph.stores.rows import LOAD_TAG, Batch, pieces
from graph.tables import TABLES, Table
from graph.wording import message

Runner = neo4j.Transaction | neo4j.ManagedTransaction

ROWS_AT_ONCE = 5000
#: What loads are called in the digest, and how many columns of them it counts.
_LOADS, _LOAD_COLUMNS = "loads", 10


def store_state(runner: Runner) -> Mapping[str, Any]:
    """Return what the node of the store says; versions of 0 where there is none."""
    state = runner.run(cypher.READ_STORE).single(strict=True).data()
    return state if state["there"] else {**state, "schema_version": 0, "data_version": 0}


def moment_of(runner: Runner) -> Moment:
    """Return which store this is, and its data version."""
    state = store_state(runner)
    return Moment(state["identity"], int(state["data_version"]), state["digest"] or "")


def checked_state(url: str, runner: Runner) -> Mapping[str, Any]:
    """Return what the node of the store says; ``STORE_DAMAGED`` where that cannot be."""
    state = store_state(runner)
    for damage in damaged_state(runner, state):
        raise damaged(url, damage)
    return state


def damaged_state(runner: Runner, state: Mapping[str, Any]) -> Iterator[Damage]:
    """Yield what the node of the store does not say: of rows without one, everything."""
    lost = not state["there"] and runner.run(cypher.FIND_ROW).single() is not None
    for name in ("schema_version", "data_version"):
        if lost or not isinstance(state[name], int) or isinstance(state[name], bool):
            yield damaged_meta(name)


@dataclass(frozen=True)
class Reading:
    """The whole store as one reader saw it.

    Attributes
    ----------
    state : mapping
        Of the store's node, read after all else.
    total : str
        Digest of what was read.
    rows, loads
        As the statements give them.
    """

    state: Mapping[str, Any]
    total: str
    rows: Mapping[str, list[list[Any]]] = field(compare=False)
    loads: list[list[Any]] = field(compare=False)

    @property
    def is_proven(self) -> bool:
        """Whether it is of one moment: what was read is what the digest was kept of."""
        return bool(self.total == self.state["digest"])

    def snapshot(self, url: str) -> Snapshot:
        """Return the rows."""
        return Snapshot.from_records(
            {name: _arrow(url, TABLES[name], rows) for name, rows in self.rows.items()}
        )

    def tags(self) -> LoadTags:
        """Return the load tag of every row."""
        return {name: {row[0]: row[-1] for row in rows} for name, rows in self.rows.items() if rows}

    def dump(self, url: str) -> Dump:
        """Return everything, of a reading with what stood before each load."""
        loads = tuple((load_of(url, load), before) for *load, _, before in self.loads)
        return Dump(int(self.state["data_version"]), self.snapshot(url), self.tags(), loads)


def graph_of(read: Runner) -> Reading:
    """Return every row, with the accounts of loads as the digest counts them."""
    return _reading(read, read.run(cypher.READ_SUMMED_LOADS).values(), 0)


def whole_store(read: Runner) -> Reading:
    """Return everything, with what stood before each load."""
    loads = read.run(cypher.READ_WHOLE_LOADS).values()
    # A text that is not the one its load was kept with is of another moment.
    torn = sum(digest not in ("", digest_of(str(before))) for *_, digest, before in loads)
    return _reading(read, loads, torn)


def _reading(read: Runner, loads: list[list[Any]], torn: int) -> Reading:
    rows = _all_rows(read)
    counted = [load[:_LOAD_COLUMNS] for load in loads]
    total = sum(summed(name, part) for name, part in rows.items()) + summed(_LOADS, counted) + torn
    return Reading(store_state(read), moved_by(digest.EMPTY, total), rows, loads)


def _all_rows(runner: Runner) -> dict[str, list[list[Any]]]:
    return {name: runner.run(statement).values() for name, statement in cypher.READ_ROWS.items()}


def rows_sum(runner: Runner, ids: Ids) -> int:
    """Return the sum of the digests of the rows with these ids, as readers read them."""
    return sum(
        summed(name, runner.run(cypher.READ_TAGGED_ROWS[name], ids=list(some)).values())
        for name, wanted in ids.items()
        for some in pieces(list(wanted), ROWS_AT_ONCE)
    )


def load_sum(runner: Runner, number: int) -> int:
    """Return the digest of one load as readers read it; 0 where there is none."""
    return summed(_LOADS, runner.run(cypher.READ_SUMMED_LOAD, number=number).values())


def _arrow(url: str, table: Table, rows: Sequence[Sequence[Any]]) -> pa.Table:
    """Return rows, whose load tags stand last, as a table; ``STORE_DAMAGED`` where one does not fit."""
    cells = _plain_rows(rows)
    for damage in chain(damaged_values(table, cells), _damaged_keys(table, rows)):
        raise damaged(url, damage)
    columns = list(zip(*cells, strict=True)) if cells else [()] * len(table.columns)
    return pa.table([list(column) for column in columns], schema=table.schema)


def _plain_rows(rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    return [[plain(cell) for cell in row[:-1]] for row in rows]


def _damaged_keys(table: Table, rows: Sequence[Sequence[Any]]) -> Iterator[Damage]:
    """Yield rows that stand twice, where somebody took the constraint away, and those without a load tag."""
    seen: set[str] = set()
    for id_, *_, tag in rows:
        if not isinstance(tag, str):
            yield damaged_value(table.name, str(id_), LOAD_TAG, tag, message("damage.text"))
        if str(id_) in seen:
            yield damaged_row(table.name, str(id_))
        seen.add(str(id_))


def damaged_graph(reading: Reading) -> Iterator[Damage]:
    """Yield what is wrong with rows, their references and the accounts of loads."""
    yield from damaged_rows({name: _plain_rows(rows) for name, rows in reading.rows.items()})
    for name, rows in reading.rows.items():
        yield from _damaged_keys(TABLES[name], rows)
    for *load, _, before in reading.loads:
        yield from damaged_load(load, before)


def damaged_relations(runner: Runner) -> Iterator[Damage]:
    """Yield relationships that a row ought to have and has not, or has and no column of it names.

    The rows must be sound. No reader of ours follows relationships; people do.
    """
    for key, statements in (("damage.unrelated", cypher.FIND_UNRELATED), ("damage.stray", cypher.FIND_STRAY)):
        for (table, column), statement in statements.items():
            kind, target = cypher.RELATIONS[table, column].kind, str(TABLES[table].column(column).references)
            for row, value in sorted(runner.run(statement).values()):
                yield damaged_relation(key, table, row, column, kind, target, value)


def rows_of(
    runner: Runner, url: str, table: Table, statement: str, **parameters: Any
) -> list[dict[str, Any]]:
    """Return rows by column, and what else the statement gives; ``STORE_DAMAGED`` where one does not fit."""
    rows = [
        {name: plain(value) for name, value in record.data().items()}
        for record in runner.run(statement, parameters)
    ]
    names = [column.name for column in table.columns]
    for damage in damaged_values(table, ([row[name] for name in names] for row in rows)):
        raise damaged(url, damage)
    return rows


def plain(cell: Any) -> Any:
    """Return a day as Python has it, and all else as it is."""
    return cell.to_native() if isinstance(cell, neo4j.time.Date) else cell


def tagged_rows(url: str, runner: Runner, ids: Ids) -> list[Batch]:
    """Return the rows with these ids as they stand, with their load tags."""
    batches = []
    for name, wanted in ids.items():
        rows = rows_of(runner, url, TABLES[name], cypher.READ_TAGGED_ROWS[name], ids=list(wanted))
        if rows:
            batches.append(Batch(TABLES[name], tuple(rows)))
    return batches


def loads_of(url: str, runner: Runner) -> tuple[Load, ...]:
    """Return the account of every load, oldest first."""
    return tuple(load_of(url, row) for row in runner.run(cypher.READ_LOADS).values())


def before_of(url: str, runner: Runner, number: int) -> Before:
    """Return what stood where a load wrote."""
    before = runner.run(cypher.READ_BEFORE, number=number).single(strict=True)["before"]
    return decoded(url, number, str(before))
