"""Headers, table names and choices in Chinese and English."""

import csv
from pathlib import Path

import pytest

import ingest.words
from graph.tables import TABLES
from ingest.words import choice_of, heading_of, table_named, title_of


def test_every_table_and_column_is_found_by_its_titles_in_both_languages() -> None:
    for table in TABLES.values():
        assert table_named(title_of(table.name)) == table.name
        assert table_named(title_of(table.name, language="en")) == table.name
        titles = [title_of(table.name, column.name) for column in table.columns]
        assert len(set(titles)) == len(titles)
        for column in table.columns:
            for language in ("zh", "en"):
                heading = heading_of(table, title_of(table.name, column.name, language))
                assert heading is not None
                assert heading.column == column


@pytest.mark.parametrize(
    ("header", "column", "unit"),
    [
        ("supply", "supply_likely", ""),
        ("supply_likely [kt/yr]", "supply_likely", "kt/yr"),
        ("Supply (kt/yr)", "supply_likely", "kt/yr"),
        ("年产生量（万吨/年）", "supply_likely", "万吨/年"),
        ("年产生量（最低）（万吨/年）", "supply_low", "万吨/年"),
        ("年产生量上限(万吨)", "supply_high", "万吨"),
        ("年产生量/万吨", "supply_likely", "万吨"),
        ("企业名称（全称）", "enterprise", "全称"),
        ("含水率（％）", "moisture_likely", "%"),
    ],
)
def test_a_header_may_carry_its_unit(header: str, column: str, unit: str) -> None:
    heading = heading_of(TABLES["waste_streams"], header)
    assert heading is not None
    assert (heading.column.name, heading.unit) == (column, unit)


def test_a_header_that_means_nothing_is_none() -> None:
    assert heading_of(TABLES["waste_streams"], "颜色") is None
    assert heading_of(TABLES["waste_streams"], "颜色（万吨）") is None
    assert table_named("Sheet1") is None


@pytest.mark.parametrize(
    ("table", "column", "word", "choice"),
    [
        ("enterprises", "state", "运行", "operating"),
        ("enterprises", "state", "在建", "building"),
        ("enterprises", "state", "规划", "planned"),
        ("enterprises", "state", "关闭", "closed"),
        ("linkages", "state", "洽谈", "negotiating"),
        ("materials", "phase", "固体", "solid"),
        ("materials", "hazard", "危废", "hazardous"),
        ("materials", "unit", "吨", "t"),
        ("waste_streams", "sharing", "公开", "public"),
        ("waste_streams", "sharing", "园区", "park"),
        ("waste_streams", "sharing", "本企业", "owner"),
        ("waste_streams", "grade", "Demo Estimate", "demo estimate"),
        ("ports", "direction", "产品", "out_product"),
        ("emission_factors", "kind", "产品", "product"),
    ],
)
def test_choices_accept_chinese_words(table: str, column: str, word: str, choice: str) -> None:
    assert choice_of(TABLES[table].column(column), word) == choice


def test_a_word_of_another_list_is_no_choice() -> None:
    assert choice_of(TABLES["enterprises"].column("state"), "洽谈") is None


def test_every_choice_has_a_chinese_word() -> None:
    with (Path(ingest.words.__file__).parent / "words.csv").open(encoding="utf-8", newline="") as file:
        named = {row["name"]: row["zh"] for row in csv.DictReader(file) if row["kind"] == "choice"}
    for table in TABLES.values():
        for column in table.columns:
            assert [choice_of(column, named[choice]) for choice in column.choices] == list(column.choices)
