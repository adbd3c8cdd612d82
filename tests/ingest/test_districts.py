"""Names of Chinese divisions, in full, in short, in pinyin and inside addresses."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.districts import district, districts
from ingest.positions import distance_km


def codes(text: str) -> list[str]:
    return [match.district.code for match in district(text)]


@pytest.mark.parametrize(
    "text",
    [
        "安宁市",
        "昆明市安宁市",
        "云南省昆明市安宁市",
        "云南省安宁市",
        "中国云南省昆明市安宁市",
        "云南安宁",
        "昆明 安宁",
        "530181",
        "Anning, Yunnan",
        "Anning City, Kunming, Yunnan, China",
    ],
)
def test_one_division_is_found_by_all_its_names(text: str) -> None:
    assert codes(text) == ["530181"]


def test_a_short_name_that_two_divisions_bear_gives_both() -> None:
    assert codes("安宁") == codes("Anning") == ["530181", "620105"]
    assert codes("朝阳区") == ["110105", "220104"]
    assert codes("北京市朝阳区") == codes("北京朝阳") == ["110105"]


def test_higher_divisions_stand_before_lower_ones_of_the_same_name() -> None:
    assert codes("吉林") == ["220000", "220200"]
    assert codes("红河") == ["532500", "532529"]


def test_autonomous_divisions_are_known_by_what_people_call_them() -> None:
    assert codes("红河州") == codes("红河哈尼族彝族自治州") == ["532500"]
    assert codes("石林县") == ["530126"]
    assert codes("红河县") == ["532529"]


def test_a_municipality_is_named_once() -> None:
    assert codes("上海") == codes("上海市") == codes("Shanghai") == ["310000"]


def test_an_address_gives_its_division_and_what_is_left() -> None:
    (match,) = district("云南省昆明市安宁市草铺街道")
    assert (match.district.name_zh, match.whole, match.rest) == ("安宁市", True, "草铺街道")
    assert [match.rest for match in district("安宁工业园区")] == ["工业园区", "工业园区"]


@pytest.mark.parametrize("text", ["", "安", "foo", "999999", "一个企业", "Anning, Bavaria", "China"])
def test_what_names_no_division_finds_none(text: str) -> None:
    assert district(text) == ()


def test_positions_are_those_of_the_seat_in_wgs84() -> None:
    """The seat of Anning lies near 24.92 N, 102.48 E."""
    anning = districts()["530181"]
    assert anning.path == ("530000", "530100", "530181")
    assert anning.wgs84 is not None
    assert distance_km(anning.wgs84, (24.92, 102.48)) < 5.0


def test_every_known_position_lies_in_china_and_near_the_rest_of_its_province() -> None:
    known = districts()
    assert len(known) > 3300
    assert sum(1 for item in known.values() if item.wgs84 is None) < 300
    assert sum(item.level == 1 for item in known.values()) == 34
    for item in known.values():
        province = known[item.path[0]].wgs84
        if item.wgs84 is not None and province is not None:
            assert 3.0 < item.wgs84[0] < 54.0
            assert 73.0 < item.wgs84[1] < 136.0
            assert distance_km(item.wgs84, province) < 2000.0, item


def test_the_list_says_where_it_comes_from_and_under_which_licence() -> None:
    text = (Path(__file__).parents[2] / "ingest" / "districts.txt").read_text(encoding="utf-8")
    for word in ("MIT", "QinYuan Du", "GCJ-02", "WITHOUT WARRANTY"):
        assert word in text
