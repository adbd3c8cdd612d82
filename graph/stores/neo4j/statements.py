"""Every Cypher text of the Neo4j adapter, made from `graph.tables` where it follows the model.

One label per table, the word of the model (`Enterprise`, `WasteStream`); the node's properties are the
table's columns, an unknown value is no property. Beside the properties every reference is a relationship,
so that a person can walk the park in Neo4j Browser; they are made anew from the rows whenever these change.
Nodes are merged on `id` alone. `SymbioflowStore` nodes hold what belongs to the store and not to the park.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.stores.naming import name_columns
from graph.stores.protocol import SEARCHED_TABLES
from graph.stores.rows import LOAD_TAG
from graph.tables import TABLES, Column, Kind, Table

LABELS: Mapping[str, str] = {name: table.entity.__name__ for name, table in TABLES.items()}


@dataclass(frozen=True, slots=True)
class Relation:
    """How a reference column shows as a relationship.

    Attributes
    ----------
    kind : str
        Type of the relationship.
    from_target : bool
        True where it runs from the row pointed at to the row that points (an enterprise OPERATES a facility).
    """

    kind: str
    from_target: bool = False


_NAMED: Mapping[tuple[str, str], Relation] = {
    ("parks", "part_of"): Relation("PART_OF"),
    ("standards", "replaced_by"): Relation("REPLACED_BY"),
    ("standard_limits", "standard"): Relation("SETS", from_target=True),
    ("materials", "kind_of"): Relation("KIND_OF"),
    ("material_components", "material"): Relation("CONTAINS", from_target=True),
    ("material_uses", "material"): Relation("USED_AS", from_target=True),
    ("technologies", "displaced_material"): Relation("DISPLACES"),
    ("ports", "technology"): Relation("HAS_PORT", from_target=True),
    ("ports", "material"): Relation("FOR"),
    ("limits", "technology"): Relation("LIMITED_BY", from_target=True),
    ("limits", "material"): Relation("HOLDS_FOR"),
    ("limits", "standard"): Relation("SET_BY"),
    ("transfer_rules", "material"): Relation("HOLDS_FOR"),
    ("conveyances", "material"): Relation("HOLDS_FOR"),
    ("enterprises", "park"): Relation("IN"),
    ("directed_uses", "giver"): Relation("FROM"),
    ("directed_uses", "taker"): Relation("USES", from_target=True),
    ("directed_uses", "material"): Relation("OF"),
    ("facilities", "enterprise"): Relation("OPERATES", from_target=True),
    ("facilities", "technology"): Relation("RUNS"),
    ("projects", "enterprise"): Relation("DECIDES", from_target=True),
    ("projects", "facilities"): Relation("BUILDS"),
    ("waste_streams", "enterprise"): Relation("GENERATES", from_target=True),
    ("waste_streams", "material"): Relation("OF"),
    ("stream_components", "stream"): Relation("CONTAINS", from_target=True),
    ("linkages", "stream"): Relation("FROM"),
    ("linkages", "from_facility"): Relation("FROM"),
    ("linkages", "to_facility"): Relation("TO"),
    ("linkages", "port"): Relation("AT"),
    ("linkage_events", "linkage"): Relation("CHANGED", from_target=True),
    ("prices", "material"): Relation("PRICES"),
    ("emission_factors", "material"): Relation("COUNTS"),
    ("targets", "park"): Relation("SET_FOR"),
    ("scenario_changes", "scenario"): Relation("CHANGES", from_target=True),
    ("targets", "materials"): Relation("COVERS"),
}


def _relation(table: str, column: str) -> Relation:
    """Return the relationship of a column: as named above, CITES for sources, else the column's own name."""
    named = Relation("CITES") if column == "sources" else Relation(column.upper())
    return _NAMED.get((table, column), named)


#: (table, column) -> its relationship, for every column that points at another table.
RELATIONS: Mapping[tuple[str, str], Relation] = {
    (table.name, column.name): _relation(table.name, column.name)
    for table in TABLES.values()
    for column in table.columns
    if column.references is not None
}


def _made_alike() -> Mapping[tuple[str, Relation, str], list[Column]]:
    """Return (table, relationship, table pointed at) -> the columns that make it."""
    made: dict[tuple[str, Relation, str], list[Column]] = {}
    for (name, column_name), relation in RELATIONS.items():
        column = TABLES[name].column(column_name)
        made.setdefault((name, relation, str(column.references)), []).append(column)
    return made


def _projection(table: Table) -> str:
    return ", ".join(f"n.`{column.name}` AS `{column.name}`" for column in table.columns)


def _arrow(relation: Relation) -> str:
    return f"<-[r:{relation.kind}]-" if relation.from_target else f"-[r:{relation.kind}]->"


def _relate(name: str, column: Column, relation: Relation) -> str:
    target = LABELS[str(column.references)]
    each = f" UNWIND row.`{column.name}` AS target" if column.kind is Kind.TEXTS else ""
    wanted = "target" if each else f"row.`{column.name}`"
    return (
        f"UNWIND $rows AS row{each} "
        f"MATCH (n:{LABELS[name]} {{id: row.id}}) MATCH (m:{target} {{id: {wanted}}}) "
        f"CREATE (n){_arrow(relation)}(m)"
    )


def _referring(table: Table, column: Column) -> str:
    label = LABELS[table.name]
    points = (
        f"any(id IN n.`{column.name}` WHERE id IN $ids)"
        if column.kind is Kind.TEXTS
        else f"n.`{column.name}` IN $ids"
    )
    return f"MATCH (n:{label}) WHERE {points} AND NOT n.id IN $going RETURN n.id AS id ORDER BY id LIMIT 1"


CREATE_CONSTRAINTS: tuple[str, ...] = tuple(
    f"CREATE CONSTRAINT {label.lower()}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
    for label in ("SymbioflowStore", *LABELS.values())
)
CREATE_INDEXES: tuple[str, ...] = (
    *(
        f"CREATE FULLTEXT INDEX {name}_names IF NOT EXISTS FOR (n:{LABELS[name]}) "
        f"ON EACH [{', '.join(f'n.{column}' for column in name_columns(name))}] "
        "OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}}"
        for name in SEARCHED_TABLES
    ),
    "CREATE INDEX accepts_port IF NOT EXISTS FOR ()-[r:ACCEPTS]-() ON (r.port)",
    "CREATE INDEX produces_port IF NOT EXISTS FOR ()-[r:PRODUCES]-() ON (r.port)",
    "CREATE INDEX supplies_linkage IF NOT EXISTS FOR ()-[r:SUPPLIES]-() ON (r.linkage)",
)
AWAIT_INDEXES = "CALL db.awaitIndexes(120)"

CREATE_STORE_NODE = (
    "MERGE (s:SymbioflowStore {id: 'store'}) "
    "ON CREATE SET s.schema_version = $schema_version, s.data_version = 0, s.identity = randomUUID(), "
    "s.digest = $digest"
)
WRITE_SCHEMA_VERSION = "MATCH (s:SymbioflowStore {id: 'store'}) SET s.schema_version = $schema_version"
READ_STORE = (
    "OPTIONAL MATCH (s:SymbioflowStore {id: 'store'}) "
    "RETURN s IS NOT NULL AS there, s.schema_version AS schema_version, s.data_version AS data_version, "
    "coalesce(s.identity, elementId(s), '') AS identity, s.digest AS digest"
)
#: Any row: a database that has some and no node of the store has lost it.
FIND_ROW = f"MATCH (n:{'|'.join(LABELS.values())}) RETURN n.id AS id LIMIT 1"
#: Holds the one write lock until the transaction ends; what is read after it is the last committed state.
LOCK_STORE = "MATCH (s:SymbioflowStore {id: 'store'}) SET s.locked = true"
UNLOCK_STORE = "MATCH (s:SymbioflowStore {id: 'store'}) REMOVE s.locked"
RAISE_DATA_VERSION = "MATCH (s:SymbioflowStore {id: 'store'}) SET s.data_version = s.data_version + 1"
RAISE_DATA_VERSION_TO = (
    "MATCH (s:SymbioflowStore {id: 'store'}) "
    "SET s.data_version = CASE WHEN s.data_version < $version THEN $version ELSE s.data_version END"
)
#: A commit is not seen by readers all at once: they compare what they read with this (`digest`).
WRITE_DIGEST = "MATCH (s:SymbioflowStore {id: 'store'}) SET s.digest = $digest"

MERGE_ROWS: Mapping[str, str] = {
    name: f"UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}) SET n += row"
    for name, label in LABELS.items()
}
#: Every row, its columns and then its load tag.
READ_ROWS: Mapping[str, str] = {
    name: f"MATCH (n:{LABELS[name]}) RETURN {_projection(table)}, n.{LOAD_TAG} AS {LOAD_TAG} ORDER BY n.id"
    for name, table in TABLES.items()
}
READ_ROWS_BY_ID: Mapping[str, str] = {
    name: f"MATCH (n:{LABELS[name]}) WHERE n.id IN $ids RETURN {_projection(table)}"
    for name, table in TABLES.items()
}
READ_LOAD_TAGS: Mapping[str, str] = {
    name: f"MATCH (n:{label}) RETURN n.id AS id, n.{LOAD_TAG} AS {LOAD_TAG} ORDER BY n.id"
    for name, label in LABELS.items()
}
READ_TAGGED_ROWS: Mapping[str, str] = {
    name: (
        f"MATCH (n:{LABELS[name]}) WHERE n.id IN $ids "
        f"RETURN {_projection(table)}, n.{LOAD_TAG} AS {LOAD_TAG} ORDER BY n.id"
    )
    for name, table in TABLES.items()
}
DELETE_ROWS: Mapping[str, str] = {
    name: f"MATCH (n:{label}) WHERE n.id IN $ids DETACH DELETE n" for name, label in LABELS.items()
}
FIND_MISSING_IDS: Mapping[str, str] = {
    name: (
        f"UNWIND $ids AS id OPTIONAL MATCH (n:{label} {{id: id}}) WITH id, n WHERE n IS NULL "
        "RETURN id ORDER BY id LIMIT 1"
    )
    for name, label in LABELS.items()
}
FIND_REFERRING_ROW: Mapping[tuple[str, str], str] = {
    (table.name, column.name): _referring(table, column)
    for table in TABLES.values()
    for column in table.columns
    if column.references is not None
}

#: (table, column) -> remove the relationships that rows with these ids made by that column.
DELETE_RELATIONS: Mapping[tuple[str, str], str] = {
    (name, column): f"MATCH (n:{LABELS[name]}) WHERE n.id IN $ids MATCH (n){_arrow(relation)}() DELETE r"
    for (name, column), relation in RELATIONS.items()
}
CREATE_RELATIONS: Mapping[tuple[str, str], str] = {
    (name, column): _relate(name, TABLES[name].column(column), relation)
    for (name, column), relation in RELATIONS.items()
}


def _unrelated(name: str, column: Column, relation: Relation) -> str:
    target = LABELS[str(column.references)]
    each = (
        f"UNWIND n.`{column.name}` AS wanted"
        if column.kind is Kind.TEXTS
        else f"WITH n, n.`{column.name}` AS wanted"
    )
    return (
        f"MATCH (n:{LABELS[name]}) {each} MATCH (m:{target} {{id: wanted}}) "
        f"WHERE NOT EXISTS {{ MATCH (n){_arrow(relation)}(m) }} RETURN n.id AS row, m.id AS target"
    )


def _stray(name: str, relation: Relation, target: str, columns: list[Column]) -> str:
    named = " OR ".join(
        f"m.id IN coalesce(n.`{column.name}`, [])"
        if column.kind is Kind.TEXTS
        else f"m.id = coalesce(n.`{column.name}`, '')"
        for column in columns
    )
    return (
        f"MATCH (n:{LABELS[name]}){_arrow(relation)}(m:{LABELS[target]}) WHERE NOT ({named}) "
        "RETURN DISTINCT n.id AS row, m.id AS target"
    )


#: (table, column) -> what its rows name and have no relationship to, though it is there.
FIND_UNRELATED: Mapping[tuple[str, str], str] = {
    (name, column): _unrelated(name, TABLES[name].column(column), relation)
    for (name, column), relation in RELATIONS.items()
}
#: (table, its first column that makes such relationships) -> those that none of its columns names.
FIND_STRAY: Mapping[tuple[str, str], str] = {
    (name, columns[0].name): _stray(name, relation, target, columns)
    for (name, relation, target), columns in _made_alike().items()
}

#: Relationships that one whole row makes, besides those of its columns.
DELETE_ROW_RELATIONS: Mapping[str, tuple[str, ...]] = {
    "ports": (
        "UNWIND $ids AS id MATCH ()-[r:ACCEPTS {port: id}]->() DELETE r",
        "UNWIND $ids AS id MATCH ()-[r:PRODUCES {port: id}]->() DELETE r",
    ),
    "linkages": ("UNWIND $ids AS id MATCH ()-[r:SUPPLIES {linkage: id}]->() DELETE r",),
}
_PORT_PROPERTIES = (
    "{port: row.id, direction: row.direction, ratio_low: row.ratio_low, ratio_likely: row.ratio_likely, "
    "ratio_high: row.ratio_high, share_max: row.share_max}"
)
#: `tonnes` is the linkage's amount, in the unit of its material.
CREATE_ROW_RELATIONS: Mapping[str, tuple[str, ...]] = {
    "ports": tuple(
        f"UNWIND $rows AS row WITH row WHERE row.direction STARTS WITH '{side}_' "
        "MATCH (t:Technology {id: row.technology}) MATCH (m:Material {id: row.material}) "
        f"CREATE (t)-[r:{kind}]->(m) SET r += {_PORT_PROPERTIES}"
        for side, kind in (("in", "ACCEPTS"), ("out", "PRODUCES"))
    ),
    "linkages": tuple(
        f"UNWIND $rows AS row MATCH (giver:{label} {{id: row.{column}}}) "
        "MATCH (taker:Facility {id: row.to_facility}) "
        "CREATE (giver)-[:SUPPLIES {linkage: row.id, tonnes: row.amount, state: row.state}]->(taker)"
        for label, column in (("WasteStream", "stream"), ("Facility", "from_facility"))
    ),
}

_LOAD = (
    "l.number AS number, l.tag AS tag, l.at AS at, l.source AS source, l.rows AS rows, l.new AS new, "
    "l.changed AS changed, l.gone AS gone, l.undone AS undone"
)
#: What loads did, and in `before` what stood there (JSON, see `graph.stores.loads`).
ADD_LOAD = "CREATE (l:SymbioflowLoad) SET l = $load"
READ_LOADS = f"MATCH (l:SymbioflowLoad) RETURN {_LOAD} ORDER BY l.number"
#: What the store's digest counts of loads; what stood before them, which is long, by a digest of its own.
_SUMMED_LOAD = f"{_LOAD}, coalesce(l.before_digest, '') AS before_digest"
READ_SUMMED_LOADS = f"MATCH (l:SymbioflowLoad) RETURN {_SUMMED_LOAD} ORDER BY l.number"
READ_SUMMED_LOAD = f"MATCH (l:SymbioflowLoad {{number: $number}}) RETURN {_SUMMED_LOAD}"
READ_WHOLE_LOADS = f"MATCH (l:SymbioflowLoad) RETURN {_SUMMED_LOAD}, l.before AS before ORDER BY l.number"
DELETE_LOADS = "MATCH (l:SymbioflowLoad) DELETE l"
READ_BEFORE = "MATCH (l:SymbioflowLoad {number: $number}) RETURN l.before AS before"
#: What stood before a load that was undone is of no more use.
CLOSE_LOAD = (
    "MATCH (l:SymbioflowLoad {number: $number}) SET l.undone = $at, l.before = '', l.before_digest = ''"
)

CHANGE_LINKAGE = "MATCH (l:Linkage {id: $id}) SET l.state = $state, l.version = $version"
CHANGE_SUPPLY = "MATCH ()-[r:SUPPLIES {linkage: $id}]->() SET r.state = $state"
READ_HISTORY = (
    f"MATCH (n:LinkageEvent) WHERE n.linkage = $linkage RETURN {_projection(TABLES['linkage_events'])} "
    "ORDER BY n.at, n.version, n.id"
)

SEARCH_NAMES: Mapping[str, str] = {
    name: (
        f"CALL db.index.fulltext.queryNodes('{name}_names', $text, {{limit: $limit}}) YIELD node AS n, score "
        f"RETURN {_projection(TABLES[name])}"
    )
    for name in SEARCHED_TABLES
}
