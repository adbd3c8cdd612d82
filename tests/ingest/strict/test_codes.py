"""Coded columns are read in every usual spelling and checked (case B7)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph.errors import RefusedInput
from graph.model import Enterprise
from graph.snapshot import Snapshot
from ingest import read
from tests.cold import industry

KNOWN = Snapshot.of([industry("2410", "2410"), industry("3511", "3510"), industry("0111", "0111")])
HEADER = "编号,企业名称,园区,NACE代码,危废经营许可\n"


def firm(tmp_path: Path, nace: str, licences: str) -> Enterprise:
    parks, firms = tmp_path / "parks.csv", tmp_path / "enterprises.csv"
    parks.write_text("编号,名称\np1,滨河工业园\n", encoding="utf-8")
    firms.write_text(f'{HEADER}a,红星厂,滨河工业园,{nace},"{licences}"\n', encoding="utf-8")
    records = read([parks, firms], KNOWN).records
    (found,) = Snapshot.from_records(records).all(Enterprise)
    return found


@pytest.mark.parametrize(
    ("written", "licences"),
    [
        ("HW31;HW49", ("HW31", "HW49")),
        ("HW31,HW49", ("HW31", "HW49")),
        ("HW31，HW49", ("HW31", "HW49")),
        ("HW31、HW49", ("HW31", "HW49")),
        ("HW31 HW49", ("HW31", "HW49")),
        ("HW31/HW49", ("HW31", "HW49")),
        ("hw31", ("HW31",)),
        ("HW 31", ("HW31",)),
        ("ＨＷ31", ("HW31",)),
        ("HW8", ("HW08",)),
        ("900-052-31", ("900-052-31",)),
        ("HW31（900-052-31）", ("900-052-31",)),
        ("", ()),
    ],
)
def test_licences_are_read_in_every_usual_spelling(
    tmp_path: Path, written: str, licences: tuple[str, ...]
) -> None:
    assert firm(tmp_path, "", written).licences == licences


@pytest.mark.parametrize(
    ("written", "code"), [("24.10", "2410"), ("C24.10", "2410"), ("111", "0111"), ("", "")]
)
def test_a_class_of_an_industry_is_kept_without_its_points(tmp_path: Path, written: str, code: str) -> None:
    assert firm(tmp_path, written, "").nace == code


@pytest.mark.parametrize(
    ("nace", "licences", "header", "expected"),
    [
        ("abc", "", "NACE代码", "24.10"),
        ("9999", "", "NACE代码", "24.10"),
        ("", "HW31-HW49", "危废经营许可", "one by one"),
        ("", "医疗废物", "危废经营许可", "HW08 or 900-249-08"),
    ],
)
def test_what_is_no_code_is_refused_at_its_cell(
    tmp_path: Path, nace: str, licences: str, header: str, expected: str
) -> None:
    with pytest.raises(RefusedInput) as refused:
        firm(tmp_path, nace, licences)
    problems: Any = refused.value.problems
    assert [(item.row, item.column, item.code) for item in problems] == [(2, header, "BAD_CODE")]
    assert expected in problems[0].expected.text("en")
