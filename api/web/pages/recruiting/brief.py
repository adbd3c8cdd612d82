"""The brief of one lead as files: a page that prints on two A4 pages, and a workbook."""

from __future__ import annotations

from fastapi import Response
from fastapi.responses import HTMLResponse

from api.web.reading import Reading
from api.web.rendering import HEADERS
from api.web.state import State
from api.web.tables import EXCEL, download
from api.workbooks import brief_workbook
from graph.errors import SymbioflowError
from graph.recruiting import Brief, BriefSection, BriefTable
from viz.brief import brief_page, brief_policy


def as_page(reading: Reading, state: State) -> Response:
    """Return the brief as a page of its own."""
    headers = HEADERS | {"Content-Security-Policy": f"{brief_policy()}; frame-ancestors 'none'"}
    return HTMLResponse(brief_page(_brief(reading, state)), headers=headers)


def as_workbook(reading: Reading, state: State) -> Response:
    """Return the brief as an Excel workbook."""
    return download(f"brief-{_rank(state)}.xlsx", brief_workbook(_brief(reading, state)), EXCEL)


def _rank(state: State) -> int:
    given = state.said.get("lead", "")
    if not given.isascii() or not given.isdigit():
        raise SymbioflowError("NOT_FOUND.page", path=state.path)
    return int(given[:6])


def _brief(reading: Reading, state: State) -> Brief:
    row = reading.read(
        "brief", lead=_rank(state), language=state.language, park=state.park, scenario=state.scenario
    )["brief"]
    sections = tuple(
        BriefSection(
            part["key"],
            part["title"],
            tuple(part["sentences"]),
            tuple(
                BriefTable(tuple(table["head"]), tuple(tuple(cells) for cells in table["rows"]))
                for table in part["tables"]
            ),
        )
        for part in row["sections"]
    )
    return Brief(
        row["language"],
        row["title"],
        row["summary"],
        sections,
        tuple(row["notes"]),
        row["questions"],
        row["fingerprint"],
    )
