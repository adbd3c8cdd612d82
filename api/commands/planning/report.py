"""Command that writes the report on a park: one page that prints, or one workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.commands.common import (
    LanguageOption,
    ParkOption,
    ScenarioOption,
    StoreOption,
    opened_to_read,
    session,
)
from api.commands.planning.spreads import followed
from api.lane import ASKING, Client
from api.views import Service
from graph.errors import EXIT_USAGE, SymbioflowError
from graph.tools import check_place, written_whole
from graph.wording import message

_PAGE, _BOOK = (".html", ".htm"), (".xlsx",)


def report(
    out: Annotated[
        Path, typer.Option("--out", help="File to write: .html (one page, prints on A4) or .xlsx.")
    ] = Path("park.html"),
    park: ParkOption = None,
    scenario: ScenarioOption = None,
    store: StoreOption = None,
    language: LanguageOption = None,
) -> None:
    """Run ``symbioflow report``."""
    # The pages bring the web along, so only who writes a report waits for it.
    from api.web import KeptAnswers, Reading, report_page, report_workbook, state_of

    if out.suffix.lower() not in (*_PAGE, *_BOOK):
        raise SymbioflowError("BAD_OPTION.ending", exit_code=EXIT_USAGE, name="--out", given=str(out))
    run = session(store, language)
    check_place(out)
    asked = {"park": park or "", "scenario": scenario or "", "language": run.language}
    with opened_to_read(run.settings) as source, followed(run, message("report.working")) as progress:

        def tell(done: float) -> None:
            if not progress(done):
                client.leave()

        client = Client(tell)
        reading = Reading(Service(source), run.settings, KeptAnswers())
        state = state_of("/report", asked, "zh" if run.language == "zh" else "en")
        before = ASKING.set(client)
        try:
            if out.suffix.lower() in _BOOK:
                made = report_workbook(reading, state)
            else:
                made = report_page(reading, state).encode()
        finally:
            ASKING.reset(before)
    with written_whole(out) as aside:
        aside.write_bytes(made)
    run.out.print(run.say(f"已写入 {out}", f"written to {out}"))
