"""The model as flat tables: every field a column, every object there and back."""

from datetime import date

import pytest

from graph import model
from graph.evidence import Grade
from graph.ranges import Range
from graph.tables import TABLES, Kind, from_row, table_of, to_row
from tests.graph.park import small_park


def test_every_table_has_an_id_that_must_stand_there() -> None:
    for table in TABLES.values():
        assert table.columns[0].name == "id"
        assert not table.columns[0].nullable


def test_a_range_is_three_columns_with_its_unit() -> None:
    streams = TABLES["waste_streams"]
    ends = [streams.column(f"supply_{end}") for end in ("low", "likely", "high")]
    assert [column.range_end for column in ends] == ["low", "likely", "high"]
    assert {column.measure for column in ends} == {model.PerYear}
    assert not ends[0].nullable
    assert streams.column("stock_likely").nullable


def test_references_say_the_table_they_point_at() -> None:
    assert TABLES["waste_streams"].column("material").references == "materials"
    assert TABLES["targets"].column("materials").references == "materials"
    assert TABLES["parks"].column("part_of").references == "parks"
    assert TABLES["parks"].column("sources").references == "sources"
    assert TABLES["parks"].column("id").references is None
    for table in TABLES.values():
        assert all(column.references is None or column.references in TABLES for column in table.columns)


def test_choices_are_those_of_the_vocabulary() -> None:
    assert TABLES["enterprises"].column("state").choices == ("operating", "building", "planned", "closed")
    assert TABLES["facilities"].column("opens").kind is Kind.DATE


def test_a_default_of_the_model_is_what_a_silent_file_means() -> None:
    assert TABLES["materials"].column("status").default == "waste"
    assert TABLES["markets"].column("binds").default is True
    assert TABLES["cost_sheets"].column("second_factor").default == 0.0
    assert TABLES["markets"].column("demand_likely").default is None
    assert TABLES["markets"].column("place").default is None


def test_a_column_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        TABLES["parks"].column("colour")


def test_every_object_is_the_same_after_a_row() -> None:
    for entity in small_park():
        assert from_row(table_of(type(entity)), to_row(entity)) == entity


def test_a_likely_value_alone_is_an_exact_range() -> None:
    row = to_row(next(item for item in small_park() if isinstance(item, model.Facility)))
    row |= {"capacity_low": None, "capacity_high": None, "opens": date(2026, 7, 1)}
    facility = from_row(TABLES["facilities"], row)
    assert facility.capacity == Range.exact(100_000.0)
    assert facility.opens == date(2026, 7, 1)


def test_a_position_without_a_grade_is_an_estimate() -> None:
    row = to_row(next(item for item in small_park() if isinstance(item, model.Park)))
    row |= {"lat": 24.9, "lon": 102.4, "position_grade": None}
    assert from_row(TABLES["parks"], row).position == model.Position(24.9, 102.4, Grade.ESTIMATE)
