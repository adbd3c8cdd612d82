"""The command that draws the network."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.commands.common import LanguageOption, StoreOption, served, session
from api.network import fullness, planned_flows
from graph.errors import EXIT_USAGE, SymbioflowError
from graph.network import GraphFormat, graph_format, graph_text, symbiosis_network
from graph.tools import check_place, written_whole
from viz.network import write_network_page

#: Endings of files that hold the graph itself, and of the page.
_GRAPHS, _PAGES = tuple(f".{form.value}" for form in GraphFormat), (".html", ".htm")


def network(
    path: Annotated[Path, typer.Argument(help="File to write: the page, or a .graphml or .json graph.")],
    park: Annotated[str | None, typer.Option(help="Only this park and its areas, by id or name.")] = None,
    store: StoreOption = None,
    language: LanguageOption = None,
) -> None:
    """Run ``symbioflow network``."""
    if path.suffix.lower() not in (*_PAGES, *_GRAPHS):
        raise SymbioflowError("BAD_OPTION.network_file", exit_code=EXIT_USAGE, given=str(path))
    run = session(store, language)
    check_place(path)
    with served(run.settings) as service:
        view = service.view().within(park)
        if path.suffix.lower() in _GRAPHS:
            text = graph_text(symbiosis_network(view.snapshot), graph_format(path.name))
            with written_whole(path) as aside:
                aside.write_text(text, encoding="utf-8")
            run.out.print(run.say(f"已写入 {path}", f"written to {path}"))
            return
    flows, note = planned_flows(view)
    with written_whole(path) as aside:
        write_network_page(aside, view.snapshot, flows, run.language, note, fullness(view))
    run.words.print(note.text(run.language), highlight=False, markup=False)
    run.out.print(run.say(f"已写入 {path}", f"written to {path}"))
