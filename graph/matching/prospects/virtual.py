"""Virtual facilities as rows of tables, put behind those of the graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa

from graph.matching.prospects.industries import IndustryGroups
from graph.matching.suggestion import Basis
from graph.model import Port, Technology
from graph.snapshot import Snapshot, records_of
from graph.tables import TABLES
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
    recipes: pd.DataFrame,
    uses: pd.DataFrame,
    rows: Sequence[Technology | Port],
) -> pa.Table:
    """Return a facility for each enterprise of an industry and each recipe or use of that industry.

    Left out are enterprises that are closed, and recipes of which the enterprise has a facility on record.
    """
    sites = snapshot.tables["enterprises"].select(["id", "name_zh", "name_en", "state"]).to_pandas()
    sites = sites.assign(group=groups.of_enterprise[:-1])
    sites = sites[(sites["group"] >= 0) & (sites["state"] != OperatingState.CLOSED.value)]
    parts = []
    named = _named(snapshot, rows)
    for prefix, known in ((_RECIPE, recipes), (_USE, uses)):
        pairs = sites.merge(known.merge(named, on="technology"), on="group")
        row_name = pairs["technology"].str.removeprefix(_USE)
        parts.append(pairs.assign(facility=prefix + pairs["id"] + ":" + row_name))
    found = pd.concat(parts, ignore_index=True)
    own = snapshot.tables["facilities"].select(["enterprise", "technology"]).to_pandas()
    on_record = pd.MultiIndex.from_frame(own)
    found = found[~pd.MultiIndex.from_frame(found[["id", "technology"]]).isin(on_record)]
    found = found[~found["facility"].isin(snapshot.strings("facilities", "id"))]
    return _table(
        "facilities",
        len(found),
        {
            "id": found["facility"],
            "name_zh": _joined(found["name_zh"], found["name_en"], found["what_zh"], "："),
            "name_en": _joined(found["name_en"], found["name_zh"], found["what_en"], ": "),
            "enterprise": found["id"],
            "technology": found["technology"],
            "state": found["state"],
            "sharing": [Sharing.PUBLIC.value] * len(found),
            "sources": found["sources"],
            "grade": found["grade"],
        },
    )


def extended(snapshot: Snapshot, facilities: pa.Table, rows: Sequence[Technology | Port]) -> Snapshot:
    """Return the snapshot with more facilities, technologies and ports behind its own rows."""
    added: dict[str, pa.Table] = {"facilities": facilities, **records_of(rows)}
    return snapshot.replacing(
        {
            name: pa.concat_tables([snapshot.tables[name], table]).combine_chunks()
            for name, table in added.items()
        }
    )


def _named(snapshot: Snapshot, rows: Sequence[Technology | Port]) -> pd.DataFrame:
    """Return names and evidence of every technology, virtual ones too."""
    columns = ["id", "name_zh", "name_en", "sources", "grade"]
    tables = [snapshot.tables["technologies"].select(columns)]
    tables += [part.select(columns) for name, part in records_of(rows).items() if name == "technologies"]
    named = pa.concat_tables(tables).to_pandas()
    renamed: pd.DataFrame = named.rename(
        columns={"id": "technology", "name_zh": "what_zh", "name_en": "what_en"}
    )
    return renamed


def _joined(name: pd.Series, other: pd.Series, what: pd.Series, between: str) -> pd.Series:
    """Return the enterprise's name, in the other language where it has none, with what it would do."""
    return name.where(name.fillna("") != "", other).fillna("") + between + what.fillna("")


def _table(name: str, length: int, columns: Mapping[str, Any]) -> pa.Table:
    """Return rows of a table of the graph; columns that are not given are not known."""
    schema = TABLES[name].schema
    return pa.table(
        [
            pa.array(columns[field.name], field.type, from_pandas=True)
            if field.name in columns
            else pa.nulls(length, field.type)
            for field in schema
        ],
        schema=schema,
    )
