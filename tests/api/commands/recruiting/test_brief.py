"""The brief of a lead on the command line and in GraphQL."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl

from graph.errors import EXIT_USAGE
from tests.api.running import run


def test_the_first_brief_of_anning_is_written_as_page_as_workbook_and_as_document(
    anning_url: str, tmp_path: Path
) -> None:
    page, book = tmp_path / "brief.html", tmp_path / "brief.xlsx"
    made = run("brief", "1", "--out", str(page), "--language", "zh", store=anning_url)
    assert made.returncode == 0, made.stderr
    text = page.read_text(encoding="utf-8")
    assert "招商简报：" in made.stdout
    assert run("brief", "1", "--out", str(book), "--language", "zh", store=anning_url).returncode == 0
    cells = [value for row in openpyxl.load_workbook(book).active.values for value in row if value]
    told = run("brief", "1", "--json", "--language", "zh", store=anning_url)
    found = json.loads(told.stdout)["brief"]
    keys = ["gap", "project", "targets", "economics", "factors", "admission", "worth", "market", "next"]
    assert [part["key"] for part in found["sections"]] == keys
    # The three say the same.
    for part in found["sections"]:
        assert part["title"] in text
        assert part["title"] in cells
        for table in part["tables"]:
            assert all(cell in cells for row in table["rows"] for cell in row if cell)
    assert found["questions"] > 0


def test_every_gate_of_the_first_brief_names_an_article(anning_url: str) -> None:
    found = json.loads(run("brief", "1", "--json", "--language", "zh", store=anning_url).stdout)["brief"]
    (admission,) = (part for part in found["sections"] if part["key"] == "admission")
    gates = admission["tables"][0]["rows"]
    assert [row[0] for row in gates[:4]] == ["两高一低", "环评类别", "危废路线", "园区清单"]
    assert all(row[1] in ("通过", "待办", "止步") and row[3] for row in gates)
    assert all(row[3].startswith("《") for row in gates[:4])


def test_a_lead_that_is_not_there_and_a_file_of_another_kind_are_refused(
    anning_url: str, tmp_path: Path
) -> None:
    missing = run("brief", "99", "--language", "en", store=anning_url)
    assert (missing.returncode, missing.stderr.split(":")[0]) == (EXIT_USAGE, "UNKNOWN_LEAD")
    other = run("brief", "1", "--out", str(tmp_path / "brief.pdf"), store=anning_url)
    assert (other.returncode, other.stderr.split(":")[0]) == (EXIT_USAGE, "BAD_OPTION")
    assert list(tmp_path.iterdir()) == []
