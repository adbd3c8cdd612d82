"""The ranked leads of the recruiting page, and the files of their briefs."""

from __future__ import annotations

import io
import re

import httpx
import openpyxl

from tests.web import FIRST_SECONDS


def test_each_lead_stands_in_its_order_and_leads_to_its_brief(pages: httpx.Client) -> None:
    """One test, since the leads are worked out once."""
    for language, proved in (
        ("en", "Proved that nothing better is left out"),
        ("zh", "已证明没有漏掉更好的"),
    ):
        listed = pages.get(f"/lead-list?language={language}", timeout=FIRST_SECONDS)
        assert listed.status_code == 200
        assert proved in listed.text
        ranks = re.findall(rf'href="/brief\?language={language}&amp;lead=(\d+)"', listed.text)
        assert ranks == [str(rank + 1) for rank in range(len(ranks))]
        assert ranks
    page = pages.get("/brief?lead=1&language=en", timeout=FIRST_SECONDS)
    assert page.status_code == 200
    assert '<html lang="en">' in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    book = openpyxl.load_workbook(io.BytesIO(pages.get("/brief.xlsx?lead=1&language=zh").content))
    assert book.active.title == "招商简报"
    for wrong in ("/brief?lead=99", "/brief", "/brief?lead=x"):
        assert pages.get(wrong, timeout=FIRST_SECONDS).status_code in (400, 404), wrong
