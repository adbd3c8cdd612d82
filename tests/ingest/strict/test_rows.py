from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from graph.errors import RefusedInput
from ingest.strict.rows import PlainRow, read_rows

#: What two headers may be called besides, the better first.
COLUMNS = {"waste": ("thing", "code"), "donor": ("trade",)}
MEANINGS = {"废物": "thing", "代码": "code", "产生行业": "trade"}


def rows_of(path: Path) -> tuple[PlainRow, ...]:
    return read_rows(path, COLUMNS, lambda header: MEANINGS.get(header, ""))


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "rows.csv"
    path.write_text(text, encoding=encoding)
    return path


def refusals(path: Path) -> list[tuple[str, str]]:
    with pytest.raises(RefusedInput) as refused:
        rows_of(path)
    return [(problem.code, problem.column) for problem in refused.value.problems]


def test_columns_are_found_by_name_and_every_row_keeps_its_place(tmp_path: Path) -> None:
    path = written(tmp_path, "Donor;x;WASTE\n3511;1;粉煤灰和炉渣的混合物\n;;\n\n;2;slag\n", "gb18030")
    rows = rows_of(path)
    assert [row.cells for row in rows] == [("粉煤灰和炉渣的混合物", "3511"), ("", ""), ("slag", "")]
    assert {row.problem for row in rows} == {None}


def test_a_header_is_found_by_what_it_means_where_its_name_is_not_there(tmp_path: Path) -> None:
    path = written(tmp_path, "代码,产生行业,废物\nSW01,3120,钢渣\n")
    assert [row.cells for row in rows_of(path)] == [("钢渣", "3120")]
    path = written(tmp_path, "废物,donor,产生行业\n钢渣,3110,3120\n")
    assert [row.cells for row in rows_of(path)] == [("钢渣", "3110")]


def test_what_is_wrong_with_one_row_is_told_beside_it(tmp_path: Path) -> None:
    good, bad = rows_of(written(tmp_path, "waste,donor\na,1\nb,2,3\n"))
    assert good.problem is None
    assert bad.problem is not None
    assert (bad.cells, bad.problem.code, bad.problem.row) == (("b", "2"), "TOO_MANY_CELLS", 3)


def test_a_whole_number_of_a_workbook_is_a_code_without_a_point(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in [("waste", "donor"), ("ash", 3511.0), ("ash", 35.11)]:
        book.active.append(row)
    book.save(tmp_path / "rows.xlsx")
    assert [row.cells[1] for row in rows_of(tmp_path / "rows.xlsx")] == [
        "3511",
        "35.11",
    ]


def test_a_file_that_cannot_be_used_is_refused_whole(tmp_path: Path) -> None:
    assert refusals(tmp_path / "none.csv") == [("NOT_READABLE", "")]
    assert refusals(written(tmp_path, "waste,x\na,1\n")) == [("MISSING_COLUMN", "donor")]
    assert refusals(written(tmp_path, "waste,donor\n")) == [("NO_ROWS", "")]
    openpyxl.Workbook().save(tmp_path / "empty.xlsx")
    assert refusals(tmp_path / "empty.xlsx") == [("NO_ROWS", "")]
