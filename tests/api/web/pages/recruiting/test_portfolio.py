"""The page that chooses what to recruit with a budget, its file, and budgets that make no sense."""

from __future__ import annotations

import html
import io
import re

import httpx
import openpyxl
import pytest

from tests.web import FIRST_SECONDS


def test_a_budget_gives_an_order_with_its_proof_and_the_same_as_a_workbook(pages: httpx.Client) -> None:
    """One test, since the choice is worked out once."""
    page = pages.get("/portfolio?budget=3亿元&language=zh").text
    part = re.search(r'data-address="(/portfolio-list\?[^"]+)"', page)
    assert part is not None
    chosen = pages.get(html.unescape(part[1]), timeout=FIRST_SECONDS).text
    assert "已证明预算之内没有更好的" in chosen
    years = [int(year) for year in re.findall(r"第 (\d) 年", chosen)]
    assert years == sorted(years)
    assert years
    same = pages.get("/portfolio-list?budget=CNY 300 million&language=en", timeout=FIRST_SECONDS).text
    assert "proved that none within the budget is better" in same
    assert [int(year) for year in re.findall(r"Year (\d)", same)] == years
    book = openpyxl.load_workbook(io.BytesIO(pages.get("/portfolio.xlsx?budget=3亿元&language=zh").content))
    rows = list(book.active.iter_rows(min_row=2, values_only=True))
    steps = [row for row in rows if row[0] is not None]
    assert [row[1] for row in steps] == years
    assert sum(row[6] for row in steps) <= 3e8
    assert all(row[-1] for row in rows if row[0] is None)


def test_without_money_nothing_is_built_and_every_project_with_a_price_is_too_dear(
    pages: httpx.Client,
) -> None:
    chosen = pages.get("/portfolio-list?budget=0&language=en", timeout=FIRST_SECONDS).text
    assert "Nothing can be built with CNY 0" in chosen
    assert "alone above the budget" in chosen


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("budget=many", "many"),
        ("budget=-1亿元", "0"),
        ("budget=3亿吨", "吨"),
        ("budget=3亿元&years=99", "30"),
        ("budget=3亿元&years=2.5", "2.5"),
        ("budget=3亿元&energy=5t", "GJ"),
        ("energy=5GJ", "投资预算"),
    ],
)
def test_what_is_no_budget_is_said_beside_the_field_and_nothing_is_begun(
    pages: httpx.Client, asked: str, said: str
) -> None:
    page = pages.get(f"/portfolio?{asked}&language=zh")
    assert page.status_code == 200
    alert = re.search(r'<p id="wrong" role="alert">(.*)</p>', page.text)
    assert alert is not None
    assert said in html.unescape(alert[1])
    assert "<long-work" not in page.text
    assert pages.get(f"/portfolio.xlsx?{asked}").status_code == 400
