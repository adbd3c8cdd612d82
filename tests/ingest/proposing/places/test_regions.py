"""A park stands where the addresses of its firms say, else where its name says."""

from __future__ import annotations

import pytest

from ingest.proposing.places.regions import region_name, region_of


@pytest.mark.parametrize(
    ("addresses", "name", "region"),
    [
        (["贵州省福泉市马场坪", "贵州省福泉市牛场镇"], "", "522702"),
        (["贵州省福泉市马场坪", "贵州省黔南州都匀市"], "", "522700"),
        (["Fuquan, Guizhou"], "", "522702"),
        # Two provinces are no place; a street without a town says nothing.
        (["江苏省南京市", "上海市浦东新区"], "江苏园区", ""),
        (["工业路5号"], "贵阳化工园", "520100"),
        # 安宁 is a city of Yunnan and a district of Lanzhou.
        (["安宁"], "", ""),
        ([], "福泉经济开发区", "522702"),
        ([], "云南安宁产业园区（安宁片区）", "530181"),
        ([], "山东鲁北工业园", "370000"),
        ([], "包头稀土高新区", "150200"),
        # Words that happen to be the name of a county somewhere.
        ([], "东区工业园", ""),
        ([], "高新区", ""),
        ([], "Gewerbegebiet Nord", ""),
        ([], "", ""),
    ],
)
def test_a_park_stands_where_its_firms_do(addresses: list[str], name: str, region: str) -> None:
    assert region_of(addresses, name) == region


def test_a_division_is_called_with_those_above_it_and_a_municipality_once() -> None:
    assert region_name("500115", "zh") == "重庆市长寿区"
    assert region_name("500115", "en") == "Changshou, Chongqing"
