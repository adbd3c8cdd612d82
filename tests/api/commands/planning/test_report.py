"""The report on a park on the command line."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from tests.api.running import run


def test_the_report_is_written_as_a_page_or_as_a_workbook(anning_url: str, tmp_path: Path) -> None:
    page, book = tmp_path / "park.html", tmp_path / "park.xlsx"
    made = run("report", "--out", str(page), "--language", "zh", store=anning_url)
    assert made.returncode == 0
    assert "正在汇总报告" in made.stderr
    assert "园区报告" in page.read_text(encoding="utf-8")
    assert run("report", "--out", str(book), "--language", "en", store=anning_url).returncode == 0
    assert openpyxl.load_workbook(book).sheetnames[0] == "Targets"


def test_a_report_that_cannot_be_made_leaves_no_file(anning_url: str, tmp_path: Path) -> None:
    for path, option in ((tmp_path / "a.pdf", "--park=化工园区"), (tmp_path / "a.html", "--park=nowhere")):
        assert run("report", "--out", str(path), option, store=anning_url).returncode != 0
    assert list(tmp_path.iterdir()) == []
