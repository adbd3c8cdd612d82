"""Small files for tests of `ingest`: a park of two firms in CSV, written with whatever a test changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import Problem, RefusedInput
from graph.snapshot import Snapshot
from ingest.strict.reading import Reading, read
from tests.graph.park import small_park

PARKS = "id,name_zh\nanning,安宁\n"
ENTERPRISES = "id,name_zh,park,state\nworks,钢铁厂,anning,运行\nmill,粉磨站,anning,在建\n"
MATERIALS = "id,name_zh,phase,unit,hazard\nslag,钢渣,固体,t,无\nwater,中水,液体,m3,无\n"
STREAMS = "id,name_zh,enterprise,material,supply,in_use\ns1,转炉渣,works,slag,120000,0\n"


def known() -> Snapshot:
    """Return what the store is taken to hold: the small park without its streams and linkages."""
    left_out = ("waste_streams", "stream_components", "linkages")
    tables = Snapshot.of(small_park()).tables
    return Snapshot.from_records({name: part for name, part in tables.items() if name not in left_out})


def write(folder: Path, **texts: str) -> Path:
    """Write CSV files, named by table, and return their folder."""
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def streams(folder: Path, text: str) -> Reading:
    """Read one file of waste streams against the known park."""
    return read(write(folder, waste_streams=text) / "waste_streams.csv", known())


def problems_of(path: Path, before: Snapshot | None = None) -> tuple[Problem, ...]:
    """Return the problems for which a file or folder is refused."""
    with pytest.raises(RefusedInput) as refused:
        read(path, before)
    return refused.value.problems


def stream_problems(folder: Path, text: str) -> list[tuple[int, str, str, str]]:
    """Return row, column, code and value of each problem of one file of waste streams."""
    path = write(folder, waste_streams=text) / "waste_streams.csv"
    return [(item.row, item.column, item.code, item.value) for item in problems_of(path, known())]
