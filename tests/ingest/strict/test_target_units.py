"""A quantity is kept in the unit of its material; what is said in another one is named, never taken over."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ingest.files import problems_of, write

TABLES = {
    "materials": "id,unit\nslag,t\n",
    "technologies": "id\npave\n",
    "ports": "id,technology,direction,material,ratio\npave:in,pave,in_main,slag,1\n",
}


@pytest.mark.parametrize(
    "unit", ["USD/t", "CNY/m3", "CNY/GJ", "CNY/t 2015", "元/吨 含税", "CNY/t excl. VAT", "CNY/yr"]
)
def test_a_cost_sheet_in_another_currency_year_or_basis_names_its_row(tmp_path: Path, unit: str) -> None:
    sheets = f"id,technology,process_class,operating [{unit}]\npaving,pave,pavers,20\n"
    found = problems_of(write(tmp_path, **TABLES, cost_sheets=sheets))
    (problem,) = [one for one in found if one.file == "cost_sheets.csv" and one.code == "UNKNOWN_UNIT"]
    # The header where no such unit is known, else the first row that it does not fit.
    assert problem.row in (1, 2)
    assert problem.column == f"operating [{unit}]"


@pytest.mark.parametrize("unit", ["CNY/t", "元/吨", "CNY/t slag"])
def test_a_cost_sheet_in_its_own_unit_is_read(tmp_path: Path, unit: str) -> None:
    sheets = f"id,technology,process_class,operating [{unit}]\npaving,pave,pavers,20\n"
    found = problems_of(write(tmp_path, **TABLES, cost_sheets=sheets))
    assert not [one for one in found if one.code == "UNKNOWN_UNIT"]
