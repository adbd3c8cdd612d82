from __future__ import annotations

import math

import pyarrow as pa
import pytest

from graph.errors import SymbioflowError
from graph.planning import make_plan
from graph.snapshot import Snapshot
from tests.build import facility, material, park_of, price, recipe, stream


def spoilt(table: str, column: str, value: float | None) -> Snapshot:
    """Return a small park in which one column of one table holds `value`."""
    whole = park_of(
        material("slag"),
        material("road"),
        stream("s", "maker", "slag", 100.0),
        recipe("pave", "slag", "road"),
        facility("f", "user", "pave", 80.0),
        price("road", 10.0),
    )
    rows = whole.tables[table]
    place = rows.schema.get_field_index(column)
    return Snapshot(
        {
            **whole.tables,
            table: rows.set_column(place, rows.schema.field(place), pa.array([value], pa.float64())),
        }
    )


@pytest.mark.parametrize(
    ("table", "column", "value", "row"),
    [
        ("prices", "amount_likely", math.nan, "market:road"),
        ("waste_streams", "supply_likely", math.nan, "s"),
        ("waste_streams", "supply_likely", -1.0, "s"),
        ("facilities", "capacity_likely", math.inf, "f"),
        ("technologies", "operating_cost", math.nan, "pave"),
    ],
)
def test_a_number_no_plan_can_be_made_of_is_refused_by_row_and_column(
    table: str, column: str, value: float, row: str
) -> None:
    with pytest.raises(SymbioflowError) as refused:
        make_plan(spoilt(table, column, value))
    assert refused.value.code == "BAD_NUMBER"
    assert f"{table} {row}, column {column}: {value}" in str(refused.value)


def test_a_cost_that_nobody_knows_is_no_bad_number() -> None:
    """80 t of road at 10 CNY/t; the unknown operating cost counts 0 and is named."""
    plan = make_plan(spoilt("technologies", "operating_cost", None))
    assert plan.benefit == pytest.approx(800.0)
    assert "operating cost of pave" in plan.missing
