"""A load writes all or nothing, and says what it wrote."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import model
from graph.errors import RefusedInput
from graph.snapshot import Snapshot, records_of
from graph.stores import Store, open_store
from ingest import ensure_library, load, load_anning, remove_load, shipped_records
from ingest.loading import ANNING_TAG
from ingest.strict.descriptors import SEED_FOLDER
from tests.graph.park import small_park
from tests.ingest.files import STREAMS, write


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'park.db'}")
    opened.ensure_schema()
    opened.upsert(records_of(small_park()), "park")
    yield opened
    opened.close()


def test_a_load_checks_against_what_the_store_holds_and_reports(store: Store, tmp_path: Path) -> None:
    folder = write(tmp_path / "files", waste_streams=STREAMS + "slag-1,渣,works,slag,9 万吨,0\n")
    report = load(store, folder)
    assert report.load.tag == "files"
    assert dict(report.load.rows) == {"sources": 1, "waste_streams": 2}
    assert (report.load.new, report.load.changed) == (2, 1)
    assert [(item.file, item.table, item.rows, item.encoding) for item in report.sheets] == [
        ("waste_streams.csv", "waste_streams", 2, "utf-8")
    ]
    streams = store.read().by_id(model.WasteStream)
    assert streams["slag-1"].supply.likely == 90_000.0
    assert streams["s1"].supply.likely == 120_000.0


def test_a_refused_load_leaves_the_store_as_it_was(store: Store, tmp_path: Path) -> None:
    before, version = store.read().fingerprint, store.version()
    path = write(tmp_path / "files", waste_streams=STREAMS + "s2,渣,nobody,slag,-1,0\n")
    with pytest.raises(RefusedInput) as refused:
        load(store, path)
    assert [(item.row, item.code) for item in refused.value.problems] == [
        (3, "UNKNOWN_REFERENCE"),
        (3, "IN_USE_ABOVE_SUPPLY"),
        (3, "NEGATIVE"),
    ]
    assert (store.read().fingerprint, store.version()) == (before, version)


def test_a_load_can_be_taken_back_by_its_tag(store: Store, tmp_path: Path) -> None:
    before = store.read().fingerprint
    load(store, write(tmp_path / "files", waste_streams=STREAMS), load_tag="upload-7")
    remove_load(store, "upload-7")
    assert store.read().fingerprint == before


def test_a_row_that_is_in_the_file_no_more_is_named_and_goes_if_the_load_replaces(
    store: Store, tmp_path: Path
) -> None:
    two = write(tmp_path / "two", waste_streams=STREAMS + "s2,渣,works,slag,9,0\n")
    load(store, two, load_tag="sheet")
    one = write(tmp_path / "one", waste_streams=STREAMS)
    assert load(store, one, load_tag="sheet").left_over == (("waste_streams", "s2"),)
    assert "s2" in store.read().by_id(model.WasteStream)
    report = load(store, one, load_tag="sheet", replaces=True)
    assert (report.load.gone, report.left_over) == (1, ())
    assert "s2" not in store.read().by_id(model.WasteStream)


def test_every_file_of_the_seed_park_passes_every_check() -> None:
    records = shipped_records()
    rows = {path.stem: len(path.read_bytes().splitlines()) - 1 for path in SEED_FOLDER.glob("*.csv")}
    assert rows.keys() == records.keys()
    assert {name for name, count in rows.items() if count == 0} == {
        "linkage_events",
        "candidate_firms",
        "outline_rings",
        "entry_thresholds",
    }
    assert len(records["enterprises"]) >= 30


def test_the_park_of_anning_stands_on_the_library_and_can_be_removed(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'seed.db'}")
    store.ensure_schema()
    assert ensure_library(store, "2026-01-01T00:00:00+00:00")
    bare = store.read().fingerprint
    load_anning(store)
    assert store.read().fingerprint == Snapshot.from_records(shipped_records()).fingerprint
    load_anning(store)
    remove_load(store, ANNING_TAG)
    assert store.read().fingerprint == bare
    store.close()
