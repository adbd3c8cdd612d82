"""Virtual facilities as rows of tables, put behind those of the graph."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.matching.prospects.industries import IndustryGroups
from graph.matching.prospects.knowledge import Known
from graph.matching.suggestion import Basis
from graph.model import Port, Technology
from graph.snapshot import Snapshot, records_of
from graph.tables import TABLES
from graph.tools import matching
from graph.vocabulary import OperatingState, Sharing

#: What the ids of virtual facilities begin with, by place in `Basis`; ids of uses begin so too.
PREFIXES = {
    tuple(Basis).index(Basis.INDUSTRY_TECHNOLOGY): "industry:",
    tuple(Basis).index(Basis.USUAL_USE): "use:",
}
_RECIPE, _USE = PREFIXES.values()


def virtual_facilities(
    snapshot: Snapshot,
    groups: IndustryGroups,
    recipes: Known,
    uses: Known,
    rows: Sequence[Technology | Port],
) -> pa.Table:
    """Return a facility for each enterprise of an industry and each recipe or use of that industry.

    Left out are enterprises that are closed, and recipes of which the enterprise has a facility on record.
    """
    sites = snapshot.tables["enterprises"]
    closed = pc.fill_null(pc.equal(sites["state"], OperatingState.CLOSED.value), False).to_numpy()
    group = np.where(closed, -1, groups.of_enterprise[:-1])
    known = [*recipes, *uses]
    site, at = matching(group, np.array([of for of, _ in known], dtype=np.int64))
    # Enterprise by enterprise, but all recipes before the first use.
    order = np.argsort(at >= len(recipes), kind="stable")
    technology = pa.array([name for _, name in known], pa.string()).take(pa.array(at[order]))
    what, sites = _named(snapshot, rows, technology), sites.take(site[order])
    name = pc.replace_substring_regex(technology, "^" + _USE, "")
    prefix = pa.array([_RECIPE, _USE]).take(pa.array((at[order] >= len(recipes)).astype(np.int64)))
    facility = pc.binary_join_element_wise(pc.binary_join_element_wise(prefix, sites["id"], ""), name, ":")
    found = pa.table(
        {
            "id": facility,
            "name_zh": _joined(sites["name_zh"], sites["name_en"], what["name_zh"], "："),
            "name_en": _joined(sites["name_en"], sites["name_zh"], what["name_en"], ": "),
            "enterprise": sites["id"],
            "technology": technology,
            "state": sites["state"],
            "sharing": pa.repeat(Sharing.PUBLIC.value, len(technology)),
            "sources": what["sources"],
            "grade": what["grade"],
        }
    )
    own = snapshot.tables["facilities"]
    run, there = (
        pc.binary_join_element_wise(table["enterprise"], table["technology"], "\n") for table in (found, own)
    )
    on_record = pc.or_(pc.is_in(run, value_set=there), pc.is_in(facility, value_set=own["id"]))
    return _table("facilities", found.filter(pc.invert(on_record)))


def extended(snapshot: Snapshot, facilities: pa.Table, rows: Sequence[Technology | Port]) -> Snapshot:
    """Return the snapshot with more facilities, technologies and ports behind its own rows."""
    added: dict[str, pa.Table] = {"facilities": facilities, **records_of(rows)}
    return snapshot.replacing(
        {
            name: pa.concat_tables([snapshot.tables[name], table]).combine_chunks()
            for name, table in added.items()
        }
    )


def _named(snapshot: Snapshot, rows: Sequence[Technology | Port], technology: pa.Array) -> pa.Table:
    """Return names and evidence of some technologies, virtual ones too."""
    columns = ["id", "name_zh", "name_en", "sources", "grade"]
    tables = [snapshot.tables["technologies"].select(columns)]
    tables += [part.select(columns) for name, part in records_of(rows).items() if name == "technologies"]
    named = pa.concat_tables(tables)
    return named.take(pc.index_in(technology, value_set=named["id"].combine_chunks()))


def _joined(
    name: pa.ChunkedArray, other: pa.ChunkedArray, what: pa.ChunkedArray, between: str
) -> pa.ChunkedArray:
    """Return the enterprise's name, in the other language where it has none, with what it would do."""
    nameless = pc.equal(pc.fill_null(name, ""), "")
    told = pc.fill_null(pc.if_else(nameless, other, name), "")
    return pc.binary_join_element_wise(told, pc.fill_null(what, ""), between)


def _table(name: str, given: pa.Table) -> pa.Table:
    """Return rows of a table of the graph; columns that are not given are not known."""
    schema = TABLES[name].schema
    columns = [
        given[field.name].cast(field.type)
        if field.name in given.column_names
        else pa.nulls(given.num_rows, field.type)
        for field in schema
    ]
    return pa.table(columns, schema=schema)
