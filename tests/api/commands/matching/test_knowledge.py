"""Cold start and made-up parks on the command line and in GraphQL."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from api.graphql.context import Context
from api.graphql.running.execution import Request, execute
from api.views.service import Service
from graph.errors import EXIT_BAD_INPUT, EXIT_USAGE
from graph.snapshot import Snapshot
from graph.synthetic import synthetic_records
from ingest import read
from tests.api.running import run


def test_a_waste_text_ranks_industries_with_reasons() -> None:
    for waste in ("磷石膏", "phosphogypsum"):
        answered = run("suggest-uses", "--waste", waste, "--donor", "20.12", "--top", "3", "--json")
        assert answered.returncode == 0, answered.stderr
        document = json.loads(answered.stdout)
        best = document["suggestions"][0]
        assert (document["waste"], document["donor"]) == (waste, "20.12")
        assert best["industry"]["nace"] == "2351"
        assert best["industry"]["nameZh"]
        assert best["reasons"]


def lines_of(batch: Path) -> list[dict[str, Any]]:
    answered = run("suggest-uses", "--batch", str(batch), "--json")
    assert answered.returncode == 0, answered.stderr
    return [json.loads(line) for line in answered.stdout.splitlines()]


def test_a_line_of_a_batch_has_just_the_documented_names(tmp_path: Path) -> None:
    batch = tmp_path / "wastes.csv"
    batch.write_text("waste,donor\nfly ash,35.11\n", encoding="utf-8")
    (line,) = lines_of(batch)
    assert list(line) == ["waste", "donor", "suggestions"]
    best = line["suggestions"][0]
    assert list(best) == ["industry", "use", "score", "reasons"]
    assert list(best["industry"]) == ["nace", "isic", "gbt4754", "nameZh", "nameEn"]


def test_a_file_of_wastes_is_answered_line_by_line_in_order(tmp_path: Path) -> None:
    """A bad row keeps its place: what cannot be answered is empty and says why, the rest goes on."""
    rows = [
        ("fly ash", "35.11", None),
        ("qqqq zzzz", "", "UNKNOWN_WASTE"),
        ("木屑", "0000", "UNKNOWN_INDUSTRY"),
        ("x" * 10_000, "", "TEXT_TOO_LONG"),
        ("x" * 10_000, "0000", "UNKNOWN_INDUSTRY"),
        ("", "", "UNKNOWN_WASTE"),
        ("", "3511", "UNKNOWN_WASTE"),
        ("salts, spent", "", None),
        ("10 01 02", "C4411", None),
    ]
    batch = tmp_path / "wastes.csv"
    with batch.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("waste", "donor"), *(row[:2] for row in rows)])
    lines = lines_of(batch)
    assert [(line["waste"], line["donor"]) for line in lines] == [row[:2] for row in rows]
    assert [line.get("error", {}).get("code") for line in lines] == [row[2] for row in rows]
    assert [bool(line["suggestions"]) for line in lines] == [
        True, False, True, False, False, False, True, True, True,
    ]  # fmt: skip


def test_a_row_with_too_many_cells_is_one_bad_line(tmp_path: Path) -> None:
    batch = tmp_path / "wastes.csv"
    batch.write_text("waste,donor\nslag,2410,x\nslag,2410\n", encoding="utf-8")
    bad, good = lines_of(batch)
    assert (bad["suggestions"], bad["error"]["code"]) == ([], "TOO_MANY_CELLS")
    assert good["suggestions"]
    assert "error" not in good


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_a_batch_is_read_in_any_encoding_of_the_ingest(tmp_path: Path, encoding: str) -> None:
    batch = tmp_path / "wastes.csv"
    text = "waste,donor\n磷石膏来自湿法磷酸,2622\n粉煤灰和炉渣,4411\n废旧轮胎橡胶,\n"
    batch.write_text(text, encoding=encoding)
    assert [line["waste"] for line in lines_of(batch)] == [
        "磷石膏来自湿法磷酸",
        "粉煤灰和炉渣",
        "废旧轮胎橡胶",
    ]


def test_a_batch_may_be_an_excel_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in [("Donor", "note", "Waste"), (3511, "", "粉煤灰"), ("35.11", "", "fly ash")]:
        book.active.append(row)
    book.save(tmp_path / "wastes.xlsx")
    lines = lines_of(tmp_path / "wastes.xlsx")
    assert [(line["waste"], line["donor"]) for line in lines] == [("粉煤灰", "3511"), ("fly ash", "35.11")]


@pytest.mark.parametrize("header", ["废物,产生行业", "Abfall;Branche", "固废名称\t行业代码"])
def test_a_batch_has_the_headers_that_people_write(tmp_path: Path, header: str) -> None:
    """Case B13."""
    mark = next(mark for mark in ",;\t" if mark in header)
    batch = tmp_path / "废物.csv"
    batch.write_text(f"{header}\n钢渣{mark}3120\n", encoding="utf-8")
    (line,) = lines_of(batch)
    assert (line["waste"], line["donor"]) == ("钢渣", "3120")
    assert line["suggestions"]


@pytest.mark.parametrize(
    ("words", "exit_code", "told"),
    [
        (("suggest-uses",), EXIT_USAGE, "BAD_USAGE"),
        (("suggest-uses", "--waste", "slag", "--donor", "0000"), EXIT_BAD_INPUT, "UNKNOWN_INDUSTRY"),
        (("suggest-uses", "--waste", "x" * 10_000), EXIT_BAD_INPUT, "TEXT_TOO_LONG"),
        (("suggest-uses", "--batch", "nowhere.csv"), EXIT_BAD_INPUT, "REFUSED_INPUT"),
        (("synth", "out", "--scale", "galaxy"), EXIT_BAD_INPUT, "UNKNOWN_SCALE"),
    ],
)
def test_what_cannot_be_answered_is_a_coded_refusal(
    words: tuple[str, ...], exit_code: int, told: str
) -> None:
    refused = run(*words)
    assert refused.returncode == exit_code, refused.stderr
    assert refused.stderr.startswith(told)
    assert refused.stdout == ""


def test_graphql_gives_the_same_answer(service: Service) -> None:
    fields = (
        "known materials { material { localId } } suggestions { industry { code } useEn parts { score } }"
    )
    query = f'{{ suggestUses(waste: "钢渣", donor: "2410", top: 2) {{ {fields} }} }}'
    answer = execute(Request(query), Context(service)).body["data"]["suggestUses"]
    told = json.loads(
        run("suggest-uses", "--waste", "钢渣", "--donor", "2410", "--top", "2", "--json").stdout
    )
    assert answer["known"]
    assert answer["materials"][0]["material"]["localId"] == "steel-slag"
    assert [(row["industry"]["code"], row["useEn"]) for row in answer["suggestions"]] == [
        (row["industry"]["nace"], row["use"]) for row in told["suggestions"]
    ]


def test_a_made_up_park_is_written_and_read_back(tmp_path: Path) -> None:
    assert run("synth", str(tmp_path / "park"), "--scale", "park", "--seed", "3").returncode == 0
    written = Snapshot.from_records(read(tmp_path / "park").records)
    assert written.fingerprint == Snapshot.from_records(synthetic_records("park", 3)).fingerprint


def test_the_evaluation_prints_its_table() -> None:
    printed = run("evaluate", "--language", "en")
    assert printed.returncode == 0, printed.stderr
    assert "popularity" in printed.stdout
    assert "cold start" in printed.stdout
