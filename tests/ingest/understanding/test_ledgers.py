"""Dated records: summed by year, and tied from generation to use."""

import datetime as days
from typing import Any

from ingest.understanding import Sheet, Source, kinds, understand, weighed_flows, year_sums
from tests.ingest.understanding.sheets import fields, sheet_of, understood, workbook

FIRM = ["单位名称：红星钢厂"]


def form(title: str, number: str, header: list[str], *lines: list[Any]) -> list[list[Any]]:
    return [
        [title],
        [f"{FIRM[0]}   表单编号：{number}"],
        ["部门负责人：王五", None, "填表日期：2024年8月1日"],
        header,
        *lines,
    ]


def sheets_of(**named: list[list[Any]]) -> tuple[Sheet, ...]:
    result = understand([Source("台账.xlsx", workbook(named))])
    assert not result.problems
    return result.sheets


GENERATED = form(
    "一般工业固体废物产生环节记录表",
    "CS20240731001",
    ["代码", "名称", "产生时间", "产生数量（吨）", "转移时间", "转移去向", "产生部门经办人", "运输经办人"],
    ["SW01", "钢渣", days.datetime(2024, 7, 31), 120.5, days.datetime(2024, 8, 1), "渣场", "甲", "乙"],
    ["SW01", "高炉渣", days.datetime(2024, 7, 31), 500, days.datetime(2024, 8, 1), "自行利用", "甲", "乙"],
)
STORED = form(
    "一般工业固体废物贮存环节记录表",
    "ZC20240801001",
    ["废物来源设施编码", "名称", "前序表单编号", "代码", "名称", "入库时间", "入库数量（吨）", "运输经办人"],
    ["MF0001", "炼钢", "CS20240731001", "SW01", "钢渣", days.datetime(2024, 8, 1), 120.5, "乙"],
)
USED = form(
    "一般工业固体废物自行利用环节记录表（接收）",
    "JS20240805001",
    ["废物来源设施编码", "名称", "前序表单编号", "代码", "名称", "接收时间", "接收数量（吨）", "运输经办人"],
    ["TS001", "渣场", "ZC20240801001", "SW01", "钢渣", days.datetime(2024, 8, 5), 100, "乙"],
    ["MF0002", "炼铁", "CS20240731001", "SW01", "高炉渣", days.datetime(2024, 8, 1), 500, "乙"],
)
DISPOSED = form(
    "一般工业固体废物自行处置环节记录表",
    "CZ20240810001",
    [
        "废物来源设施编码",
        "名称",
        "前序表单编号",
        "代码",
        "名称",
        "接收时间",
        "接收数量（吨）",
        "处置方式",
        "经办人",
    ],
    ["TS001", "渣场", "ZC20240801001", "SW01", "钢渣", days.datetime(2024, 8, 10), 20.5, "填埋", "戊"],
)
LEFT = [
    ["一般工业固体废物出厂环节记录表"],
    FIRM,
    [
        "代码",
        "名称",
        "出厂时间",
        "出厂数量（吨）",
        "出厂环节经办人",
        "运输单位",
        "运输方式",
        "接收单位",
        "流向类型",
    ],
    ["SW01", "钢渣", days.datetime(2024, 9, 1), 80, "己", "顺达物流", "公路", "滨河水泥厂", "省内"],
]


def test_records_of_a_ledger_are_summed_by_year_firm_and_waste_with_their_codes() -> None:
    """B4: 1.25 t and 0.80 t of waste oil, 3 t of batteries; the total is left out."""
    sheet = sheet_of("c03_危废台账.csv")
    assert (sheet.kind, [(item.row, item.reason) for item in sheet.left_out]) == ("ledger", [(5, "TOTAL")])
    sums = [
        (item.year, item.enterprise, item.waste, item.waste_class, item.waste_code, item.likely, item.unit)
        for item in year_sums(sheet)
    ]
    assert sums == [
        (2025, "滨河电厂", "废铅蓄电池", "HW31", "900-052-31", 3.0, "t/yr"),
        (2025, "红星钢厂", "废矿物油", "HW08", "900-249-08", 2.05, "t/yr"),
    ]
    assert year_sums(sheet)[1].months[:3] == (1.25, 0.8, 0.0)
    assert year_sums(sheet)[1].rows == (2, 3)


def test_the_statutory_tables_of_general_waste_are_told_apart() -> None:
    products = [
        ["利用产物名称", "运出时间", "运出数量（吨）", "运出去向", "部门经办人"],
        ["矿渣微粉", "2024-08-06", 480, "对外销售", "丁"],
    ]
    sheets = sheets_of(a=GENERATED, b=STORED, c=USED, d=DISPOSED, e=LEFT, f=products)
    assert [sheet.kind for sheet in sheets] == [
        "general_waste_4",
        "general_waste_5",
        "general_waste_6_1",
        "general_waste_7",
        "general_waste_3",
        "general_waste_6_2",
    ]
    assert [sheet.form_number for sheet in sheets][:4] == [
        "CS20240731001",
        "ZC20240801001",
        "JS20240805001",
        "CZ20240810001",
    ]
    stored = sheets[1]
    assert fields(stored)[:5] == ["source_unit", "source_unit_name", "previous_form", "waste_code", "waste"]
    assert stored.rows[0].texts["waste"] == "钢渣"


def test_the_summary_of_flows_has_two_levels_and_keeps_each_way() -> None:
    rows = [
        ["一般工业固体废物流向汇总表（2024年）"],
        ["单位名称：红星钢厂", None, None, None, None, "单位：吨"],
        [
            "代码",
            "名称",
            "类别",
            "产生量",
            "贮存量",
            "累计贮存量",
            "自行利用",
            None,
            "委托利用",
            None,
            "自行处置",
            None,
            "委托处置",
            None,
        ],
        [None, None, None, None, None, None, *["方式", "数量"] * 4],
        ["SW01", "钢渣", "第I类", 300000, 20000, 50000, None, 0, "路基", 200000, "填埋", 80000, None, 0],
        ["合计", None, None, 300000, 20000, 50000, None, 0, None, 200000, None, 80000, None, 0],
        ["填表人：张三", None, None, "审核人：李四"],
    ]
    sheet = understood(
        rows, merges=["A1:N1", "G3:H3", "I3:J3", "K3:L3", "M3:N3", *(f"{x}3:{x}4" for x in "ABCDEF")]
    )
    assert (sheet.kind, sheet.header_rows, sheet.year) == ("general_waste_2", (3, 4), 2024)
    (row,) = sheet.rows
    assert (row.texts["sent_to_use_way"], row.texts["own_disposal_way"]) == ("路基", "填埋")
    amounts = {item.field: (item.likely, item.unit) for item in row.amounts}
    assert amounts["supply"] == (300_000, "t/yr")
    assert amounts["stored"] == (20_000, "t/yr")
    assert amounts["stock"] == (50_000, "t")
    assert amounts["sent_to_use"] == (200_000, "t/yr")
    assert [item.reason for item in sheet.left_out] == ["TITLE", "TITLE", "TOTAL", "SIGNATURE"]


def test_weighed_tonnes_say_who_took_them_and_what_for() -> None:
    """Steel slag goes by the store to use (100 t) and disposal (20.5 t), the other slag straight to use."""
    flows = weighed_flows(sheets_of(附表4=GENERATED, 附表5=STORED, 附表6=USED, 附表7=DISPOSED, 附表3=LEFT))
    assert [(item.became, item.waste, item.taker, item.amount, item.unit) for item in flows] == [
        ("use", "钢渣", "红星钢厂", 100, "t"),
        ("use", "高炉渣", "红星钢厂", 500, "t"),
        ("disposal", "钢渣", "红星钢厂", 20.5, "t"),
        ("sent", "钢渣", "滨河水泥厂", 80, "t"),
    ]


def test_manifests_and_monthly_reports_of_hazardous_waste_are_known() -> None:
    manifests = [
        [
            "联单编号",
            "危废代码",
            "危废名称",
            "申报转移量",
            "数量单位",
            "产生单位",
            "运输单位",
            "接收单位",
            "联单状态",
            "转移时间",
        ],
        [
            "20245301000001",
            "HW08 900-249-08",
            "废矿物油",
            2.5,
            "吨",
            "红星钢厂",
            "顺达",
            "再生油公司",
            "已接收",
            "2024-03-05",
        ],
        [
            "20245301000002",
            "HW31 900-052-31",
            "废铅蓄电池",
            800,
            "千克",
            "滨河电厂",
            "顺达",
            "回收厂",
            "运输中",
            "2024-04-05",
        ],
    ]
    monthly = [
        ["危险废物月度台账报表"],
        FIRM,
        [
            "年份",
            "月份",
            "废物类别",
            "废物代码",
            "废物名称",
            "本月产生量（吨）",
            "委托利用量（吨）",
            "期末库存量（吨）",
        ],
        [2024, 1, "HW08", "900-249-08", "废矿物油", 1.2, 1, 0.2],
        [2024, 2, "HW08", "900-249-08", "废矿物油", 1.4, 1, 0.6],
    ]
    generated = [
        ["危险废物产生环节记录表"],
        [
            "产生批次编码",
            "产生时间",
            "危险废物名称",
            "危险废物类别",
            "危险废物代码",
            "产生量",
            "计量单位",
            "产生部门经办人",
        ],
        ["HWCS20240105001", "2024-01-05", "废矿物油", "HW08", "900-249-08", 0.5, "吨", "甲"],
    ]
    sheets = sheets_of(联单=manifests, 月报=monthly, 产生=generated)
    assert [sheet.kind for sheet in sheets] == ["manifests", "hazardous_monthly", "hazardous_generation"]
    assert [(row.texts["taker"], row.amounts[0].likely, row.year) for row in sheets[0].rows] == [
        ("再生油公司", 2.5, 2024),
        ("回收厂", 0.8, 2024),
    ]
    supply = next(item for item in year_sums(sheets[1]) if item.field == "supply")
    assert (supply.likely, supply.months[:3]) == (2.6, (1.2, 1.4, 0.0))


def test_every_kind_has_names_in_both_languages() -> None:
    assert all(kind.zh and kind.en and kind.needs for kind in kinds())
