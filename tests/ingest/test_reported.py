"""The shipped back-test speaks of rows that are there, and keeps what was not found."""

from __future__ import annotations

import pytest

from graph.model import Facility, Material, Technology
from graph.planning.backtests import ReportedKind, as_known
from graph.snapshot import Snapshot
from ingest import shipped_records
from ingest.reported import DAY, shipped_changes, shipped_reported


@pytest.fixture(scope="module")
def park() -> Snapshot:
    """The shipped park."""
    return Snapshot.from_records(shipped_records())


def test_every_change_can_be_made_and_closes_what_was_not_known(park: Snapshot) -> None:
    then = {row.id: row for row in as_known(park, shipped_changes()).all(Facility)}
    late = [change.row_id for change in shipped_changes() if change.field == "opens"]
    assert len(late) == 11
    for name in late:
        opens = then[name].opens  # type: ignore[index]
        assert opens is not None
        assert opens > DAY


def test_materials_and_technologies_of_what_was_reported_are_in_the_library(park: Snapshot) -> None:
    materials, technologies = park.by_id(Material), park.by_id(Technology)
    for row in shipped_reported():
        assert set(row.materials) <= set(materials), row.id
        assert set(row.technologies) <= set(technologies), row.id


def test_a_share_of_what_was_used_becomes_one_of_what_arose() -> None:
    """Retarder took 30 % of the 50 % that China used in 2022."""
    found = {row.id: row for row in shipped_reported()}
    retarder = found["china-phosphogypsum-2022-share-cement-retarder"]
    assert (retarder.low, retarder.high) == (pytest.approx(0.15), pytest.approx(0.15))
    assert found["yunnan-phosphogypsum-2021-ceiling-cement-retarder"].high == pytest.approx(0.343)


def test_every_figure_has_a_source_and_a_grade_and_what_was_not_found_is_kept() -> None:
    rows = shipped_reported()
    assert all(row.source and row.grade is not None for row in rows if row.low is not None)
    assert any(row.low is None and row.kind is ReportedKind.SHARE for row in rows)
    assert len({row.id for row in rows}) == len(rows)
