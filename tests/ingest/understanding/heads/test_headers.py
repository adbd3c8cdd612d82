"""Headers: the field, and the unit, year and basis in their words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.understanding.heads.fields import field_types, kinds
from ingest.understanding.heads.headers import Header, read_header


@pytest.mark.parametrize(
    ("header", "field", "unit", "year", "basis"),
    [
        ("2024年产生量（吨）", "supply", "吨", 2024, ""),
        ("产废量", "supply", "", 0, ""),
        ("产生量(万吨/年)", "supply", "万吨/年", 0, ""),
        ("产生量t/a", "supply", "t/a", 0, ""),
        ("产生量/吨", "supply", "吨", 0, ""),
        ("产废系数/年产生量（吨）", "supply", "吨", 0, ""),
        ("年产生量（吨，干基）", "supply", "吨", 0, "dry"),
        ("*企业名称（必填）", "enterprise", "", 0, ""),
        ("tpa", "quantity", "tpa", 0, ""),
        ("Menge [t]", "quantity", "t", 0, ""),
        ("Menge in t", "quantity", "t", 0, ""),
        ("Jahresmenge 2023 in Mg", "supply", "Mg", 2023, ""),
        ("quantity (t, dry)", "quantity", "t", 0, "dry"),
        ("Abfallmenge (t TS)", "supply", "t", 0, "dry"),
        ("Quantity, tonnes", "quantity", "tonnes", 0, ""),
        ("产生数量（吨/日）", "supply", "吨/日", 0, ""),
        ("出厂数量（单位）", "sent", "", 0, ""),
        ("含水率（％）", "moisture", "%", 0, ""),
        ("处置费用（元/吨）", "disposal_cost", "元/吨", 0, ""),
        ("利用/处置方式", "way", "", 0, ""),
        ("AVV-Schlüssel", "waste_code", "", 0, ""),
        ("序 号", "sequence", "", 0, ""),
    ],
)
def test_a_header_says_field_unit_year_and_basis(
    header: str, field: str, unit: str, year: int, basis: str
) -> None:
    found = read_header((header,))
    assert (found.field, found.unit, found.year, found.basis) == (field, unit, year, basis)
    assert found.likeness >= 0.8


@pytest.mark.parametrize(
    ("levels", "field"),
    [
        (("自行利用", "数量"), "own_use"),
        (("委托处置", "方式"), "sent_to_disposal_way"),
        (("利用情况", "数量（吨）"), "in_use"),
        (("基本信息", "企业名称"), "enterprise"),
        (("产生量（吨）", "2024年"), "supply"),
    ],
)
def test_the_upper_level_says_what_the_lower_belongs_to(levels: tuple[str, ...], field: str) -> None:
    assert read_header(levels).field == field


@pytest.mark.parametrize("header", ["固体废物产生总量", "一般固废名称及描述", "综合利用总量"])
def test_a_header_that_resembles_a_field_is_less_sure(header: str) -> None:
    found = read_header((header,))
    assert found.field
    assert found.likeness < 1


def test_a_header_that_means_nothing_is_empty() -> None:
    assert read_header(("颜色",)) == Header("", 0.0)


def test_every_field_of_a_kind_is_a_field() -> None:
    known = set(field_types())
    for kind in kinds():
        named = frozenset().union(*kind.needs, kind.also, kind.names, kind.names.values())
        assert known >= named


@given(st.text(max_size=60))
def test_any_header_is_read(header: str) -> None:
    assert 0 <= read_header((header,)).likeness <= 1
