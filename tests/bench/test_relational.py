"""The relational expression and the kernel agree, link for link."""

from __future__ import annotations

import ibis
import pytest

from graph.matching.ranking import rank
from tests.bench.made_up import TOP, columns_at
from tests.bench.matching import by_pandas, by_polars
from tests.bench.relational import check_table, ibis_match, option_table, stream_table, transfer_cells


def test_duckdb_gives_every_link_and_score_of_the_kernel() -> None:
    columns = columns_at("park")
    ranking = rank(columns, TOP)
    arrow = (stream_table(columns), option_table(columns), check_table(columns), transfer_cells(columns))
    tables = (ibis.memtable(table) for table in arrow)
    found = ibis.duckdb.connect().to_pyarrow(ibis_match(*tables, columns, TOP)).to_pylist()
    keys = zip(ranking.stream.tolist(), (ranking.place - 1).tolist(), strict=True)
    ranked = dict(zip(keys, zip(ranking.option.tolist(), ranking.score.tolist(), strict=True), strict=True))
    links = {(row["stream"], row["place"]): (row["option"], row["score"]) for row in found}
    assert {key: option for key, (option, _) in links.items()} == {
        key: option for key, (option, _) in ranked.items()
    }
    for key, (_, score) in links.items():
        assert score == pytest.approx(ranked[key][1], abs=1e-9)


def test_what_the_kernel_is_compared_with_finds_as_many_links() -> None:
    columns = columns_at("park")
    links = len(rank(columns, TOP))
    assert len(by_pandas(columns)) == links
    assert by_polars(columns).height == links
