"""What is wrong with a store, and what in a park's data a manager should be asked about."""

from __future__ import annotations

from datetime import UTC, datetime

from rich.table import Table

from api.commands.common import (
    JsonOption,
    LanguageOption,
    Session,
    StoreOption,
    connected,
    opened_to_read,
    print_json,
    session,
)
from graph.doctor import examine
from graph.errors import EXIT_STORE_UNREACHABLE, SymbioflowError
from graph.stores import Damage

#: Damages that are told by name; the count says how many there are.
_SHOWN = 20


def doctor(store: StoreOption = None, language: LanguageOption = None, as_json: JsonOption = False) -> None:
    """Run ``symbioflow doctor``: the store itself first, then what to ask about its data."""
    run = session(store, language)
    with connected(run.settings) as looked_at:
        damages = looked_at.examine()
    if damages:
        raise _told(run, damages, as_json)
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


def _told(run: Session, damages: tuple[Damage, ...], as_json: bool) -> SymbioflowError:
    """Say what is wrong with a store and what can be done; return the refusal to look further."""
    if as_json:
        print_json(
            {
                "damages": [
                    {
                        "textZh": item.what.text("zh"),
                        "textEn": item.what.text("en"),
                        "remedyZh": item.remedy.text("zh"),
                        "remedyEn": item.remedy.text("en"),
                    }
                    for item in damages
                ]
            }
        )
    for item in () if as_json else damages[:_SHOWN]:
        run.out.print(item.what.text(run.language), style="red", markup=False, soft_wrap=True)
        run.out.print(f"  → {item.remedy.text(run.language)}", markup=False, soft_wrap=True)
    return SymbioflowError(
        "STORE_DAMAGED.places", exit_code=EXIT_STORE_UNREACHABLE, url=run.settings.store, count=len(damages)
    )
