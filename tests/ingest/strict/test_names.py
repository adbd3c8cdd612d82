"""Names in place of ids (case B9)."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import RefusedInput
from graph.model import Material
from graph.snapshot import Snapshot
from ingest import read
from tests.cold import substance

GASES = [
    substance("works gas", synonyms_zh=("高炉煤气", "煤气")),
    substance("blast gas", name_zh="高炉煤气", synonyms_zh=("煤气",)),
]


def parent_of(tmp_path: Path, written: str) -> str | None:
    """The family that a file gives a material by its name."""
    path = tmp_path / "materials.csv"
    path.write_text(
        f"id,name_zh,phase,unit,hazard,kind_of\nnew,新煤气,气体,t,无,{written}\n", encoding="utf-8"
    )
    records = read([path], Snapshot.of(GASES)).records
    (found,) = Snapshot.from_records(records).all(Material)
    return found.kind_of


@pytest.mark.parametrize("written", ["高炉煤气", " 高炉煤气 ", "Blast  GAS", "ｂｌａｓｔ gas"])
def test_whoever_bears_a_name_is_meant_and_not_who_has_it_as_a_synonym(tmp_path: Path, written: str) -> None:
    assert parent_of(tmp_path, written) == "blast-gas"


def test_a_synonym_of_two_is_refused_with_both(tmp_path: Path) -> None:
    with pytest.raises(RefusedInput) as refused:
        parent_of(tmp_path, "煤气")
    (problem,) = refused.value.problems
    assert problem.expected.text("en") == "an id of materials; the name is shared by blast-gas, works-gas"
