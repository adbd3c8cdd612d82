"""Command that writes the brief of one lead."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.commands.common import (
    JsonOption,
    LanguageOption,
    ParkOption,
    ScenarioOption,
    StoreOption,
    print_json,
    served,
    session,
)
from api.graphql import answer
from api.workbooks import brief_workbook
from graph.errors import EXIT_USAGE, SymbioflowError
from graph.tools import check_place, written_whole
from viz.brief import brief_page

_PAGE, _BOOK = (".html", ".htm"), (".xlsx",)


def brief(
    lead: Annotated[int, typer.Argument(help="Its rank in the list of leads, from 1.")],
    out: Annotated[
        Path | None, typer.Option("--out", help="File to write: .html (two A4 pages) or .xlsx.")
    ] = None,
    park: ParkOption = None,
    scenario: ScenarioOption = None,
    store: StoreOption = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run ``symbioflow brief``."""
    path = out or Path(f"brief-{lead}.html")
    if path.suffix.lower() not in (*_PAGE, *_BOOK):
        raise SymbioflowError("BAD_OPTION.ending", exit_code=EXIT_USAGE, name="--out", given=str(path))
    run = session(store, language)
    if not as_json:
        check_place(path)
    with served(run.settings) as service:
        if as_json:
            asked = {"lead": lead, "language": run.language, "park": park, "scenario": scenario}
            print_json(answer(service, "brief", asked))
            return
        written = service.view().within(park).under(scenario).brief(lead, run.language)
    with written_whole(path) as aside:
        if path.suffix.lower() in _BOOK:
            aside.write_bytes(brief_workbook(written))
        else:
            aside.write_text(brief_page(written), encoding="utf-8", newline="\n")
    run.out.print(written.title, style="bold")
    run.out.print(written.summary)
    asked_words = run.say(f"{written.questions} 处待问", f"{written.questions} figures are questions")
    run.out.print(run.say(f"已写入 {path}（{asked_words}）", f"written to {path} ({asked_words})"))
