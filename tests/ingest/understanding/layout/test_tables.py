"""Tables are found on a grid wherever they stand."""

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.grids import Grid, Merge
from ingest.understanding import Source, kind_title, reason, say, understand, weighed_flows, year_sums
from ingest.understanding.layout.tables import find_tables
from tests.ingest.understanding.sheets import workbook

HEADER = ("企业名称", "废物名称", "产生量（吨）")


def grid(*rows: tuple[Any, ...], merges: tuple[Merge, ...] = ()) -> Grid:
    return Grid("a.xlsx", "s", tuple((at, row) for at, row in enumerate(rows, start=1) if row), merges=merges)


@pytest.mark.parametrize("above", [0, 1, 5, 19])
def test_a_header_is_found_in_any_of_the_first_twenty_rows(above: int) -> None:
    (table,) = find_tables(grid(*[("园区年度资料",)] * above, HEADER, ("甲厂", "渣", 5)))
    assert table.header_rows == (above + 1,)
    assert table.rows == ((above + 2, ("甲厂", "渣", 5)),)


def test_a_header_below_the_first_twenty_rows_is_not_looked_for() -> None:
    assert find_tables(grid(*[("x",)] * 20, HEADER, ("甲厂", "渣", 5))) == ()


def test_a_header_repeated_on_each_page_is_left_out() -> None:
    (table,) = find_tables(grid(HEADER, ("甲厂", "渣", 5), HEADER, ("乙厂", "灰", 6)))
    assert [number for number, _ in table.rows] == [2, 4]
    assert [(item.row, item.reason) for item in table.left_out] == [(3, "REPEATED_HEADER")]


def test_an_upper_level_spans_the_columns_below_it_merged_or_not() -> None:
    upper = ("代码", "自行利用", None, "委托利用", None)
    lower = (None, "方式", "数量", "方式", "数量")
    merges = (Merge(1, 1, 1, 2), Merge(1, 3, 1, 4), Merge(1, 0, 2, 0))
    for given_merges in (merges, ()):
        (table,) = find_tables(grid(upper, lower, ("SW01", "建材", 5, None, 0), merges=given_merges))
        assert table.header_rows == (1, 2)
        assert table.headers[2] == ("自行利用", "数量")
        assert table.headers[0] == ("代码",)


def test_data_below_an_unnamed_column_is_no_second_level_of_the_header() -> None:
    (table,) = find_tables(grid(("企业名称", "废物名称", None, "去向"), ("甲厂", "渣", "一期", "外售")))
    assert table.header_rows == (1,)
    assert len(table.rows) == 1


WORDS = """
红星钢厂 钢渣 HW08 1,200 100-200 <5 - 合计 注：x 2024年 吨 t/d 20% 其中：渣 单位：万吨 (吨)
自行利用 方式 数量 名称 单位 {0}
企业名称 废物名称 产生量（吨，干基） 2023年产生量（t） Menge[t] 日期 2024/1/5 前序表单编号 接收单位 含水率
"""
CELLS = st.sampled_from([None, "", 1, -3, 0.2, True, "x" * 90, *WORDS.split()])


@settings(deadline=None, max_examples=120)
@given(st.lists(st.lists(CELLS, max_size=7), max_size=10), st.data())
def test_any_sheet_is_understood_or_asked_about_and_answers_never_break_it(
    rows: list[list[Any]], data: st.DataObject
) -> None:
    source = Source("a.xlsx", workbook({"表": rows}))
    result = understand([source])
    for sheet in result.sheets:
        assert kind_title(sheet.kind, "zh")
        assert all(reason(item, language) for item in sheet.left_out for language in ("zh", "en"))
        assert all(say(item, "zh") and say(item, "en") for item in (*sheet.questions, *sheet.remarks))
        assert sum(len(item.rows) for item in year_sums(sheet)) >= 0
    weighed_flows(result.sheets)
    answers = {
        item.id: data.draw(st.sampled_from([*item.options, "5", "t", "x", "{0}"]))
        for item in result.questions
    }
    assert understand([source], answers) == understand([source], answers)


def test_merged_cells_that_lie_over_each_other_cost_no_more_than_those_that_do_not() -> None:
    """Ten thousand merges of a hundred thousand rows each would be a thousand million cells."""
    body = (("甲厂", "渣", 1), *(((None, "渣", at)) for at in range(50_000)))
    rows = tuple(enumerate((("企业名称", "固废名称", "年产生量（吨）"), *body), start=1))
    merges = tuple(Merge(2 + at, 0, 100_000, 511) for at in range(10_000))
    started = time.process_time()
    (table,) = find_tables(Grid("a.xlsx", "", rows, merges=merges))
    assert time.process_time() - started < 10.0
    assert {cells[0] for _, cells in table.rows} == {"甲厂"}
    assert table.filled == {0}
