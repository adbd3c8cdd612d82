"""Who a list says took a waste."""

from __future__ import annotations

import pytest

from graph.ranges import Range
from ingest.proposing.wastes.outlets import outlets_of
from tests.ingest.proposing.files import proposed

HEAD = "企业名称,固废名称,产生量（万吨）,综合利用去向\n"


def _used(text: str) -> tuple[Range | None, dict[str, float]]:
    (waste,) = proposed(("去向.csv", text)).wastes
    return waste.in_use, dict(waste.takers)


def test_takers_with_their_amounts_are_parted_and_what_is_in_use_is_their_sum() -> None:
    text = HEAD + "远大电力有限公司,粉煤灰,3.2,外售海螺水泥公司(1.2万吨)、宏达砖厂(1.5万吨)\n"
    assert _used(text) == (Range.exact(27_000.0), {"宏达砖厂": 15_000.0, "海螺水泥公司": 12_000.0})


def test_what_is_dumped_beside_a_taker_is_not_in_use() -> None:
    text = HEAD + "远大电力有限公司,脱硫石膏,1.5,泰山石膏有限公司（1.1万吨）；其余填埋\n"
    assert _used(text) == (Range.exact(11_000.0), {"泰山石膏有限公司": 11_000.0})


def test_shares_are_of_what_is_given_off_and_a_use_without_an_amount_leaves_open_how_much() -> None:
    text = HEAD.replace("综合利用", "") + "远大电力有限公司,粉煤灰,2,60%外售海螺水泥公司，40%填埋\n"
    assert _used(text) == (Range.exact(12_000.0), {"海螺水泥公司": 12_000.0})
    open_end = HEAD + "远大电力有限公司,粉煤灰,2,外售海螺水泥公司(5000吨)、制砖\n"
    assert _used(open_end)[0] == Range(5_000.0, 5_000.0, 20_000.0)


def test_one_firm_takes_what_a_column_says_is_in_use() -> None:
    text = "企业名称,固废名称,产生量（吨）,利用量（吨）,去向\n甲电厂,粉煤灰,900,500,外售海螺水泥公司\n"
    assert _used(text) == (Range.exact(500.0), {"海螺水泥公司": 500.0})


def test_more_taken_than_given_off_is_held_to_what_there_is() -> None:
    text = HEAD + "远大电力有限公司,粉煤灰,1,外售海螺水泥公司(1.2万吨)\n"
    assert _used(text)[0] == Range.exact(10_000.0)


def test_hazardous_waste_sent_to_a_firm_is_not_used_for_that() -> None:
    text = "企业名称,危废名称,危废代码,产生量（吨）,去向\n甲厂,废矿物油,900-249-08,8,绿洁环保有限公司(8吨)\n"
    in_use, takers = _used(text)
    assert (in_use, takers) == (Range(0.0, 0.0, 8.0), {})


@pytest.mark.parametrize(
    ("text", "firms"),
    [
        ("砖厂", [""]),
        ("附近水泥厂、宏达砖厂", ["", "宏达砖厂"]),
        ("外售给云岭水泥有限公司综合利用", ["云岭水泥有限公司"]),
        ("sold to Alpha Cement Ltd", ["Alpha Cement Ltd"]),
    ],
)
def test_a_trade_is_no_firm(text: str, firms: list[str]) -> None:
    found = outlets_of(text, "去向", "", False, lambda name: name in ("砖", "水泥"))
    assert [item.name for item in found] == firms


def test_sentences_about_takers_beside_columns_of_amounts_are_read_as_takers() -> None:
    text = (
        (
            "企业名称,固体废物,2024年产生量(万吨),综合利用情况\n"
            "滇中钢铁有限公司,钢渣,42.5,年外售滇中建材公司20万吨用于制砖，自用配矿5万吨，剩余渣场堆存\n"
            "滇中钢铁有限公司,高炉水渣,98,全部销售给滇中水泥有限公司\n"
        )
        .replace("砖，", "砖；")
        .replace("吨，", "吨；")
    )
    first, second = proposed(("a.csv", text)).wastes
    assert (first.in_use, dict(first.takers)) == (Range.exact(250_000.0), {"滇中建材公司": 200_000.0})
    assert (second.in_use, dict(second.takers)) == (Range.exact(980_000.0), {"滇中水泥有限公司": 980_000.0})
