"""Sidings and quays of foreign sheets, as their owners write them."""

from __future__ import annotations

import pytest

from graph.model import Enterprise
from graph.snapshot import Snapshot
from ingest.proposing.places import Reach, reach_of
from tests.ingest.proposing.files import library, proposed


@pytest.mark.parametrize(
    ("text", "km"),
    [
        ("有", 0.0),
        ("自备铁路专用线", 0.0),
        ("yes", 0.0),
        ("√", 0.0),
        ("3.5", 3.5),
        ("距货场约12公里", 12.0),
        ("800 m", 0.8),
        ("12,5 km", 12.5),
        ("无", None),
        ("没有", None),
        ("no", None),
        ("-", None),
        ("", None),
    ],
)
def test_a_siding_is_a_yes_or_so_many_km(text: str, km: float | None) -> None:
    assert reach_of({"rail": text}).rail_km == km


@pytest.mark.parametrize(
    ("text", "reach"),
    [
        ("海港码头", Reach(sea_km=0.0)),
        ("own quay at the sea", Reach(sea_km=0.0)),
        ("沿海，20公里", Reach(sea_km=20.0)),
        ("长江", Reach(river_km=0.0, river="长江")),
        ("Rhine, 3 km", Reach(river_km=3.0, river="Rhine")),
        ("金沙江自备码头", Reach(river_km=0.0, river="金沙江")),
        ("有", Reach(nameless=True)),
        ("内河码头", Reach(nameless=True)),
        ("无", Reach()),
    ],
)
def test_a_quay_is_at_the_sea_or_on_a_water_that_has_a_name(text: str, reach: Reach) -> None:
    assert reach_of({"quay": text}) == reach


def test_a_list_of_firms_says_who_has_a_siding_and_a_quay_and_the_next_year_needs_not() -> None:
    head = "企业名称,所属行业,铁路专用线,专用码头\n"
    first = proposed(("a.csv", head + "红星钢厂,炼钢,有,长江 2公里\n滨河水泥厂,水泥制造,无,有\n"))
    firms = Snapshot.from_records(first.records).by_id(Enterprise)
    steel, cement = firms["红星钢厂"], firms["滨河水泥厂"]
    assert (steel.rail_km, steel.sea_km, steel.river_km, steel.river) == (0.0, None, 2.0, "长江")
    assert (cement.rail_km, cement.sea_km, cement.river_km, cement.river) == (None, None, None, "")
    assert [(doubt.code, doubt.values) for doubt in first.doubts] == [("NAMELESS_QUAY", ("滨河水泥厂",))]
    known = library().with_records(first.records)
    again = proposed(("b.csv", "企业名称,所属行业,主要产品\n红星钢厂,炼钢,螺纹钢\n"), known=known, park="")
    kept = Snapshot.from_records(again.records).by_id(Enterprise)["红星钢厂"]
    assert (kept.rail_km, kept.river_km, kept.river) == (0.0, 2.0, "长江")


def test_english_headers_are_understood_too() -> None:
    found = proposed(
        (
            "a.csv",
            "company,industry,rail siding,port\nRedstar Steel,Manufacture of basic iron and steel,yes,sea\n",
        )
    )
    (firm,) = Snapshot.from_records(found.records).all(Enterprise)
    assert (firm.rail_km, firm.sea_km) == (0.0, 0.0)
