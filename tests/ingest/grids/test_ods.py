"""OpenDocument spreadsheets as grids."""

import io
import zipfile
from datetime import datetime

from ingest.grids import Fault, Grid, Merge
from tests.ingest.grids.test_opening import grids, refusal

SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
)


def document(rows: str, before: str = "") -> bytes:
    """Return an OpenDocument spreadsheet of one sheet."""
    content = (
        f'<?xml version="1.0"?>{before}<office:document-content {SPACES}><office:body><office:spreadsheet>'
        f'<table:table table:name="固废">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return stream.getvalue()


def cell(kind: str, value: str, shown: str = "", more: str = "") -> str:
    attribute = {"float": "value", "percentage": "value", "date": "date-value"}.get(kind, "string-value")
    return (
        f'<table:table-cell office:value-type="{kind}" office:{attribute}="{value}"{more}>'
        f"<text:p>{shown or value}</text:p></table:table-cell>"
    )


def read(rows: str) -> Grid:
    (grid,) = grids(document(rows), "a.ods")
    return grid


def test_cells_of_every_type_are_read() -> None:
    row = (
        cell("string", "钢渣") + cell("float", "5") + cell("percentage", "0.55") + cell("date", "2024-07-01")
    )
    grid = read(f"<table:table-row>{row}</table:table-row>")
    assert grid.sheet == "固废"
    assert grid.rows == ((1, ("钢渣", 5, "55%", datetime(2024, 7, 1))),)


def test_repeated_cells_and_rows_are_spread_out_only_where_filled() -> None:
    twice = cell("float", "1", more=' table:number-columns-repeated="2"')
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    rows = (
        f'<table:table-row table:number-rows-repeated="3">{empty}</table:table-row>'
        f'<table:table-row table:number-rows-repeated="2">'
        f"{twice}{empty}</table:table-row>"
        f'<table:table-row table:number-rows-repeated="1048000">{empty}</table:table-row>'
    )
    assert read(rows).rows == ((4, (1, 1)), (5, (1, 1)))


def test_merged_cells_and_faults_are_told() -> None:
    merged = cell("string", "企业", more=' table:number-rows-spanned="2" table:number-columns-spanned="1"')
    formula = '<table:table-cell table:formula="of:=[.A1]*2"/>'
    grid = read(f"<table:table-row>{merged}{formula}</table:table-row>")
    assert grid.merges == (Merge(1, 0, 2, 0),)
    assert grid.faults == (Fault(1, 1, "NO_STORED_RESULT", "of:=[.A1]*2"),)


def test_comments_are_no_text_of_the_cell() -> None:
    note = "<office:annotation><text:p>批注</text:p></office:annotation>"
    row = f'<table:table-cell office:value-type="string">{note}<text:p>钢渣</text:p></table:table-cell>'
    assert read(f"<table:table-row>{row}</table:table-row>").rows == ((1, ("钢渣",)),)


def test_a_document_with_entities_or_far_repeats_is_refused() -> None:
    assert refusal(document("", '<!DOCTYPE x [<!ENTITY a "b">]>'), "a.ods").code == "UNSAFE_MARKUP"
    far = cell("float", "1", more=' table:number-columns-repeated="16384"')
    assert refusal(document(f"<table:table-row>{far}</table:table-row>"), "a.ods").code == "TOO_MANY_COLUMNS"
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell("float", "1")}</table:table-row>'
    assert refusal(document(row), "a.ods").code == "TOO_MANY_ROWS"
