"""The report says what the pages say, on paper and in a workbook whose numbers are numbers."""

from __future__ import annotations

import io
import re

import httpx
import openpyxl
import pytest

from api.views.service import View
from api.web.pages import report
from api.web.reading import Reading
from api.web.state import State
from graph.units import show_share
from tests.viz.parks import HOSTILE
from tests.web import FIRST_SECONDS


@pytest.fixture(scope="module")
def sheets(reading: Reading) -> dict[str, openpyxl.worksheet.worksheet.Worksheet]:
    book = openpyxl.load_workbook(io.BytesIO(report.workbook(reading, State("/report", "en", {}))))
    return {sheet.title: sheet for sheet in book}


def test_the_workbook_has_every_part_and_its_shares_and_tonnes_are_numbers(
    sheets: dict[str, openpyxl.worksheet.worksheet.Worksheet], anning: View
) -> None:
    assert list(sheets) == [
        *("Targets", "New flows of the plan", "What stays without a use", "Markets taken"),
        *("Prospective receivers", "Workable takers of each waste", "Leads"),
        *("Assumptions", "Questions to be asked first", "Sources"),
    ]
    plan = anning.plan()
    rows = list(sheets["Targets"].iter_rows(values_only=True))
    shares = [row[3] for row in rows if isinstance(row[3], float)]
    assert shares == pytest.approx([progress.share_planned for progress in plan.targets])
    flows = [
        row for row in sheets["New flows of the plan"].iter_rows() if row[3].number_format.endswith('"t/yr"')
    ]
    placed = sum(flow.amount for flow in plan.flows if flow.stream is not None and flow.unit.value == "t")
    assert sum(row[3].value for row in flows) >= placed
    potential = anning.technical_potential()
    assumed = [row for row in sheets["Prospective receivers"].iter_rows() if "t/yr" in row[3].number_format]
    assert [row[3].value for row in assumed] == [found.flow.amount for found in potential.prospective]
    named = {row[0] for row in sheets["Sources"].iter_rows(values_only=True)}
    assert "Steel slag of Kunming Steel" in named


def test_paper_has_the_first_rows_of_each_table_and_says_how_many_more_there_are(reading: Reading) -> None:
    text = report.page(reading, State("/report", "zh", {}))
    assert '<html lang="zh-CN">' in text
    assert re.search(r"另有 \d+ 行，见工作簿", text)
    assert max(body.count("<tr") for body in text.split("<tbody")[1:]) <= report.MOST_ROWS + 1
    assert re.findall(r"<script|<link|https?://(?!.*</td>)|\sstyle=", text.partition("</style>")[2]) == []
    assert show_share(0.6, "zh") in text


def test_a_park_and_a_scenario_are_named_in_the_report(reading: Reading) -> None:
    said = {"park": "化工园区", "scenario": "phosphogypsum-projects-late"}
    found = report.body(reading, State("/report", "zh", said))
    assert found["park"].zh == "化工园区"
    assert found["scenario"].zh != "按现状"


def test_the_files_are_served_under_a_policy_that_loads_and_runs_nothing(pages: httpx.Client) -> None:
    page = pages.get("/report.html?language=en", timeout=FIRST_SECONDS)
    assert page.status_code == 200
    policy = page.headers["content-security-policy"]
    assert "script-src" not in policy
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "attachment" in page.headers["content-disposition"]
    book = pages.get("/report.xlsx?language=zh", timeout=FIRST_SECONDS)
    assert openpyxl.load_workbook(io.BytesIO(book.content)).sheetnames[0] == "目标"
    assert HOSTILE[0] not in page.text
