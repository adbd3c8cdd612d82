"""What is written reads back the same, and text stays text."""

import csv
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import model
from graph.errors import SymbioflowError
from graph.snapshot import Snapshot
from ingest import shipped_records
from ingest.strict.export import export_folder, export_workbook, finish_export
from ingest.strict.reading import read
from tests.graph.park import material, small_park

HOSTILE = [
    '=HYPERLINK("x")',
    "+1",
    "-1",
    "@SUM(A1)",
    "＝1+1",
    "'=1",
    "'plain",
    "line\nbreak",
    "carriage\r\nreturn",
    "tab\tinside",
    'quo"te',
    "a;b、c",
    "_x0041_",
    "\x07bell",
    "1e5",
    "TRUE",
    "2026-07-01",
    "[]",
    "钢渣 ①",
]


def rich_park() -> list[Any]:
    """The small park with every kind of cell and every hostile text."""
    park = small_park()
    for text in HOSTILE:
        item = material(f"m{len(park)}")
        park.append(replace(item, name_zh=text, note=text, synonyms_zh=(text, "b"), hs_codes=(text,)))
    dated = [
        replace(item, opens=date(2026, 7, 1), note="=1") if isinstance(item, model.Facility) else item
        for item in park
    ]
    return [
        replace(item, monthly=(0.1,) * 8 + (0.05,) * 4) if isinstance(item, model.WasteStream) else item
        for item in dated
    ]


def read_back(path: Path) -> str:
    return Snapshot.from_records(read(path).records).fingerprint


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_folder_reads_back_to_the_same_fingerprint(tmp_path: Path, encoding: str) -> None:
    snapshot = Snapshot.of(rich_park())
    written = export_folder(snapshot.tables, tmp_path, encoding)
    assert written[-1].name == "datapackage.json"
    assert read_back(tmp_path) == snapshot.fingerprint


def test_gb18030_files_are_found_out_without_a_descriptor(tmp_path: Path) -> None:
    snapshot = Snapshot.of(small_park())
    export_folder(snapshot.tables, tmp_path, "gb18030")
    (tmp_path / "datapackage.json").unlink()
    assert read_back(tmp_path) == snapshot.fingerprint


def test_a_workbook_reads_back_to_the_same_fingerprint(tmp_path: Path) -> None:
    snapshot = Snapshot.of(rich_park())
    path = export_workbook(snapshot.tables, tmp_path / "park.xlsx")
    assert read_back(path) == snapshot.fingerprint
    assert "enterprises" in openpyxl.load_workbook(path, read_only=True).sheetnames


def test_the_seed_park_reads_back_from_both(tmp_path: Path) -> None:
    snapshot = Snapshot.from_records(shipped_records())
    export_folder(snapshot.tables, tmp_path / "folder")
    assert read_back(tmp_path / "folder") == snapshot.fingerprint
    assert read_back(export_workbook(snapshot.tables, tmp_path / "seed.xlsx")) == snapshot.fingerprint


def test_no_text_is_a_formula_to_a_spreadsheet_program(tmp_path: Path) -> None:
    records = Snapshot.of(rich_park()).tables
    export_folder(records, tmp_path)
    for path in tmp_path.glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        assert not any(f"{mark}{start}" in text for mark in (",", ',"') for start in ("=", "+", "@", "＝"))
    for sheet in openpyxl.load_workbook(export_workbook(records, tmp_path / "b.xlsx")).worksheets:
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert all(cell.data_type != "f" for cell in cells)
        assert all(cell.quotePrefix for cell in cells if str(cell.value).startswith(("=", "+", "-", "@")))


def test_numbers_and_early_dates_are_exact_in_a_workbook(tmp_path: Path) -> None:
    facility = next(item for item in small_park() if isinstance(item, model.Facility))
    exact = replace(facility, radius=0.1 + 0.2, opens=date(1899, 12, 31), closes=date(1900, 3, 1))
    park = [exact if isinstance(item, model.Facility) else item for item in small_park()]
    snapshot = Snapshot.of(park)
    assert read_back(export_workbook(snapshot.tables, tmp_path / "b.xlsx")) == snapshot.fingerprint


def test_a_text_too_long_for_a_cell_is_refused_not_cut(tmp_path: Path) -> None:
    records = Snapshot.of([replace(material("m"), note="x" * 32_768)]).tables
    with pytest.raises(SymbioflowError) as refused:
        export_workbook(records, tmp_path / "b.xlsx")
    assert refused.value.code == "CELL_TOO_LONG"


def test_nothing_is_written_for_tables_without_rows(tmp_path: Path) -> None:
    export_folder(Snapshot.of(small_park()).tables, tmp_path)
    assert not (tmp_path / "prices.csv").exists()
    assert export_workbook({}, tmp_path / "b.xlsx").exists()


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff"), max_size=12).map(
    str.strip
)
numbers = st.floats(0, allow_infinity=False)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    note=texts,
    synonyms=st.lists(texts.filter(bool), max_size=3),
    cost=numbers,
    encoding=st.sampled_from(["utf-8", "gb18030"]),
)
def test_any_text_and_number_reads_back_from_both(
    tmp_path: Path, note: str, synonyms: list[str], cost: float, encoding: str
) -> None:
    park = [
        replace(item, note=note, capital_cost=cost) if isinstance(item, model.Technology) else item
        for item in small_park()
    ]
    snapshot = Snapshot.of([*park, replace(material("m"), synonyms_en=tuple(synonyms), note=note)])
    export_folder(snapshot.tables, tmp_path, encoding)
    assert read_back(tmp_path) == snapshot.fingerprint
    assert read_back(export_workbook(snapshot.tables, tmp_path / "b.xlsx")) == snapshot.fingerprint


def test_a_table_of_many_rows_is_written_whole(tmp_path: Path) -> None:
    park = Snapshot.of([material(f"m{number:05d}") for number in range(10_001)])
    export_folder(park.tables, tmp_path)
    with (tmp_path / "materials.csv").open(encoding="utf-8", newline="") as file:
        ids = [row["id"] for row in csv.DictReader(file)]
    assert ids == park.tables["materials"]["id"].to_pylist()


KILLED_EXPORT = """
import os, signal, sys
from pathlib import Path
from graph.snapshot import records_of
from ingest import export_folder
from ingest.strict import export
from tests.graph.park import small_park

step = int(sys.argv[2])

def counted(call):
    def wrapped(*arguments, **named):
        global step
        step -= 1
        if step == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*arguments, **named)
    return wrapped

export.on_disk = counted(export.on_disk)
for name in ("rename", "replace", "rmdir"):
    setattr(Path, name, counted(getattr(Path, name)))
export_folder(records_of(small_park()), sys.argv[1], encoding="utf-8-sig")
"""


@pytest.mark.parametrize("step", [1, 9, 16, 18, 20, 26])
def test_an_export_killed_at_any_step_leaves_the_older_one_or_the_new_one_whole(
    tmp_path: Path, step: int
) -> None:
    """The older export has another name for the slag; whoever reads after the kill finds one of the two."""
    newer = Snapshot.of(small_park())
    slag = newer.tables["materials"].to_pylist()
    renamed = [{**row, "name_en": "older slag"} if row["id"] == "slag" else row for row in slag]
    older = newer.with_records({"materials": pa.Table.from_pylist(renamed, newer.tables["materials"].schema)})
    export_folder(older.tables, tmp_path / "out")
    (tmp_path / "out" / "mine.txt").write_text("kept")
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_EXPORT, str(tmp_path / "out"), str(step)],
        cwd=Path(__file__).parents[3],
        check=False,
    )
    assert killed.returncode in (0, -signal.SIGKILL)
    finish_export(tmp_path / "out")
    found = Snapshot.from_records(read(tmp_path / "out" / "datapackage.json").records)
    assert found.fingerprint in (older.fingerprint, newer.fingerprint)
    assert (tmp_path / "out" / "mine.txt").read_text() == "kept"
