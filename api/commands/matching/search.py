"""The command that finds rows by name."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.common import (
    JsonOption,
    LanguageOption,
    StoreOption,
    headed,
    opened_to_read,
    print_json,
    session,
)
from api.graphql import answer
from graph.knowledge import Reader
from graph.tables import TABLES


def search(
    text: Annotated[str, typer.Argument(help="A name or part of one, Chinese or English.")],
    limit: Annotated[int, typer.Option(min=1, max=50, help="The most results, 1 to 50.")] = 20,
    store: StoreOption = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run ``symbioflow search``; only ``--json`` needs GraphQL."""
    run = session(store, language)
    with opened_to_read(run.settings) as source:
        if as_json:
            from api.views import Service

            print_json(answer(Service(source), "search", {"text": text, "limit": limit}))
            return
        snapshot = source.read()
        found = Reader(snapshot).search(text, limit=limit)
    table = headed(run, None, ("table", "id", "名称", "name"))
    rows = {name: snapshot.by_id(TABLES[name].entity) for name in {hit.table for hit in found}}
    for hit in found:
        row = rows[hit.table][hit.id]
        table.add_row(hit.table, hit.id, row.name_zh, row.name_en)
    run.out.print(table)
