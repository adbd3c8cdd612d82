"""What in a park's data a manager should be asked about."""

from __future__ import annotations

from datetime import UTC, datetime

from rich.table import Table

from api.commands.common import (
    JsonOption,
    LanguageOption,
    StoreOption,
    opened_to_read,
    print_json,
    session,
)
from graph.doctor import examine


def doctor(store: StoreOption = None, language: LanguageOption = None, as_json: JsonOption = False) -> None:
    """Run ``symbioflow doctor``."""
    run = session(store, language)
    with opened_to_read(run.settings) as source:
        found = examine(source.read(), datetime.now(UTC).date())
    if as_json:
        print_json(
            {
                "doctor": [
                    {
                        "oddity": item.oddity.name,
                        "table": item.table,
                        "ids": list(item.ids),
                        "textZh": item.text("zh"),
                        "textEn": item.text("en"),
                        "adviceZh": item.advice("zh"),
                        "adviceEn": item.advice("en"),
                    }
                    for item in found
                ]
            }
        )
        return
    if not found:
        run.out.print(run.say("没有发现可疑之处", "nothing is odd"))
        return
    table = Table(box=None)
    table.add_column(run.say("可疑之处", "what is odd"))
    table.add_column(run.say("怎么办", "what would settle it"))
    for item in found:
        table.add_row(item.text(run.language), item.advice(run.language))
    run.out.print(table)
