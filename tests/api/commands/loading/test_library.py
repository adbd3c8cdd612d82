"""An update of the library says what it does to a park's own suggestions."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pyarrow.compute as pc
import pytest

from graph.stores import Change, open_store
from ingest.library import LIBRARY_TAG, library_records
from tests.api.running import run

PARK = (
    "企业名称,行业,固废名称,年产生量（吨）\n"
    "滨江热电有限公司,火力发电,粉煤灰,1000\n"
    "滨江水泥有限公司,水泥,废耐火砖,10\n"
)


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A store whose library has never heard that anybody takes fly ash, with a park of two works."""
    url = f"sqlite:///{tmp_path / 'park.db'}"
    older = library_records()
    for name in ("material_uses", "ports"):
        about_ash = pc.match_substring(older[name]["material"], "ash")
        older[name] = older[name].filter(pc.invert(about_ash))
    ports = older["ports"]["id"].combine_chunks()
    older["port_yields"] = older["port_yields"].filter(pc.is_in(older["port_yields"]["port"], ports))
    older["precedents"] = older["precedents"].slice(0, 0)
    with closing(open_store(url)) as store:
        store.ensure_schema()
        store.apply(Change(LIBRARY_TAG, "2026-01-01T00:00:00Z", "older", older))
    (tmp_path / "park.csv").write_text(PARK, encoding="utf-8")
    told = run("import", str(tmp_path / "park.csv"), "--park", "滨江园区", "--yes", store=url)
    assert told.returncode == 0, told.stderr
    return url


def test_an_update_names_the_suggestions_that_come(url: str) -> None:
    updated = run("library", "update", "--language", "zh", store=url)
    assert updated.returncode == 0, updated.stderr
    assert "各废物的前 3 条建议：新增 1，消失 0" in updated.stdout
    assert "+ 粉煤灰 → 滨江水泥有限公司" in updated.stdout
    again = run("library", "update", "--language", "en", store=url)
    assert "the library is up to date" in again.stdout
