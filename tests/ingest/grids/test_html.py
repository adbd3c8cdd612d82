"""Web pages as grids, whatever their tags look like."""

from __future__ import annotations

import contextlib
import time

import pytest

from graph.errors import RefusedInput
from ingest.grids import Merge, Source, open_grids
from ingest.grids.grid import Grid


def read(page: str) -> tuple[Grid, ...]:
    return open_grids(Source("导出.xls", page.encode())).grids


def rows(page: str) -> list[tuple[object, ...]]:
    (grid,) = read(page)
    return [cells for _, cells in grid.rows]


def test_tags_of_any_case_with_quotes_of_any_kind_are_cells() -> None:
    page = """<html><TABLE border=1><TR class='a > b'><TD title="1 > 2">钢渣</TD><td width=5'>5 < 6</td></tr>
        <tr><td>&lt;3&nbsp;&#22303;</td><td>x<br/>y</table>"""
    assert rows(page) == [("钢渣", "5 < 6"), ("<3 土", "x\ny")]


def test_what_is_not_shown_is_no_text() -> None:
    page = """<html><head><title>a<b></title><style>td{}</style></head>
        <!--[if gte mso 9]><xml><td>1</td></xml><![endif]-->
        <table><script>if (a<b) document.write('<tr><td>9</td></tr>')</script><![if !x]>
        <tr><td>1<?xml x?></td><td>a<!-- b --></td></tr></table></html>"""
    assert rows(page) == [("1", "a")]


def test_merged_cells_take_their_place_and_other_attributes_do_not() -> None:
    first = "<td ROWSPAN = '2' data-colspan=9>甲</td><td colspan=\"2\">x</td>"
    page = f"<html><table><tr>{first}</tr><tr><td>1</table>"
    (grid,) = read(page)
    assert [cells for _, cells in grid.rows] == [("甲", "x"), (None, "1")]
    assert grid.merges == (Merge(1, 0, 2, 0), Merge(1, 1, 1, 2))


@pytest.mark.parametrize(
    "part",
    [
        *(
            "<a ",
            "<a/",
            "<a x=",
            "<a x='",
            '<a x="',
            "</a ",
            "<td colspan",
            "<td colspan=",
            "<!--",
            "<![CDATA[",
        ),
        *(
            "<?",
            "<!",
            "<![",
            "</",
            "<",
            "&",
            "&a",
            "&#",
            "&#1",
            "<script>",
            "<br>",
            "<tr><td><table>",
            "<td>1",
        ),
    ],
)
def test_what_never_ends_takes_no_longer_than_what_does(part: str) -> None:
    """A million of them, in about the time that a million characters of text take."""
    page = "<html><table><tr><td>1</td></tr><tr><td>" + part * (2_000_000 // len(part))
    started = time.process_time()
    with contextlib.suppress(RefusedInput):
        read(page)
    assert time.process_time() - started < 3.0
