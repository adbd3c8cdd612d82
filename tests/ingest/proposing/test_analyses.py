"""Analyses of foreign sheets: all of them on record, with day and laboratory."""

from __future__ import annotations

from datetime import date

import pytest

from graph.model import StreamComponent
from graph.ranges import Range
from graph.snapshot import Snapshot
from tests.ingest.proposing.files import proposed

LIST = "固废.csv", "企业名称,固废名称,2024年产生量（万吨）\n红星钢厂,转炉渣,30\n"
SHEETS = {
    "zh": (
        "检测分析.csv",
        "企业名称,废物名称,检测项目,检测结果,单位,采样日期,检测单位\n"
        "红星钢厂,转炉渣,Cl,0.01,%,2026-03-01,厂化验室\n"
        "红星钢厂,转炉渣,Cl,5.0,%,2026年5月9日,省检测院\n"
        "红星钢厂,转炉渣,Cr,9,mg/L,2026-03-01,厂化验室\n",
    ),
    "en": (
        "analyses.csv",
        "enterprise,waste,component,result,unit,date sampled,laboratory\n"
        "红星钢厂,转炉渣,Cl,0.01,%,2026-03-01,厂化验室\n"
        "红星钢厂,转炉渣,Cl,5.0,%,2026-05-09,省检测院\n"
        "红星钢厂,转炉渣,Cr,9,mg/L,2026-03-01,厂化验室\n",
    ),
}


def analyses(*files: tuple[str, str]) -> list[StreamComponent]:
    return list(Snapshot.from_records(proposed(*files).records).all(StreamComponent))


@pytest.mark.parametrize("language", SHEETS)
def test_two_analyses_of_one_component_are_two_rows_with_day_and_laboratory(language: str) -> None:
    """C28: the sheet's 0.01 and 5.0 % of Cl stay two analyses, in Chinese and in English headers."""
    found = [
        (row.component, row.amount.likely, row.sampled_on, row.laboratory)
        for row in analyses(LIST, SHEETS[language])
    ]
    assert found == [
        ("Cl", 0.01, date(2026, 3, 1), "厂化验室"),
        ("Cl", 5.0, date(2026, 5, 9), "省检测院"),
        ("Cr", 9.0, date(2026, 3, 1), "厂化验室"),
    ]
    assert not any(row.withdrawn for row in analyses(LIST, SHEETS[language]))


def test_analyses_that_nothing_tells_apart_are_numbered() -> None:
    sheet = "检测.csv", "企业名称,废物名称,检测项目,检测结果,单位\n" + 2 * "红星钢厂,转炉渣,Cl,0.5,%\n"
    rows = analyses(LIST, sheet)
    assert [row.amount for row in rows] == [Range.exact(0.5)] * 2
    assert [row.id for row in rows] == ["红星钢厂:转炉渣:Cl:%", "红星钢厂:转炉渣:Cl:%#2"]


def test_the_day_of_the_report_stands_where_nobody_says_when_the_sample_was_taken() -> None:
    header = "企业名称,废物名称,检测项目,检测结果,单位,报告日期"
    (row,) = analyses(LIST, ("检测.csv", f"{header}\n红星钢厂,转炉渣,Cl,0.5,%,2026-06-01\n"))
    assert row.sampled_on == date(2026, 6, 1)
    (row,) = analyses(
        LIST, ("检测.csv", f"{header},采样日期\n红星钢厂,转炉渣,Cl,0.5,%,2026-06-01,2026-05-20\n")
    )
    assert row.sampled_on == date(2026, 5, 20)
