"""The command that draws the network."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.commands.common import LanguageOption, StoreOption, opened_to_read, session
from api.network import flows_of
from api.service import Service
from viz import write_network_page


def network(
    path: Annotated[Path, typer.Argument(help="HTML file to write.")],
    store: StoreOption = None,
    language: LanguageOption = None,
) -> None:
    """Run ``symbioflow network``."""
    run = session(store, language)
    with opened_to_read(run.settings) as source:
        view = Service(source).view()
    write_network_page(path, view.snapshot, flows_of(view.plan()), run.language)
    run.out.print(run.say(f"已写入 {path}", f"written to {path}"))
