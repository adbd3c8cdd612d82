"""The command that plans the past: backtest."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Annotated

import typer
from rich.table import Table

from api.commands.common import JsonOption, LanguageOption, Session, headed, print_json, session
from api.views import View
from graph import model
from graph.planning import Backtest, Compared, ReportedKind, mix_of
from graph.planning import backtest as plan_the_past
from graph.snapshot import Snapshot
from graph.vocabulary import MaterialId
from graph.wording import message
from ingest import shipped_records
from ingest.reported import DAY, shipped_changes, shipped_reported
from viz.words import value_words

#: The wastes whose mixes of uses are shown.
WASTES = (MaterialId("phosphogypsum"), MaterialId("gbfs"), MaterialId("steel-slag"))


def backtest(
    markdown: Annotated[
        bool, typer.Option("--markdown", help="The comparison as the rows of a page's table.")
    ] = False,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run ``symbioflow backtest``."""
    run = session(None, language)
    park = Snapshot.from_records(shipped_records())
    found = plan_the_past(park, shipped_changes(), shipped_reported(), DAY)
    if as_json:
        print_json({"backtest": document(found)})
    elif markdown:
        for cells in (_head(run), ["---"] * len(_head(run)), *rows_of(run, found)):
            sys.stdout.write(f"| {' | '.join(cells)} |\n")
    else:
        run.out.print(_comparison(run, found))
        for waste in WASTES:
            run.out.print()
            run.out.print(_mix(run, found, waste))


def _head(run: Session) -> list[str]:
    words = (
        message("backtest.region"),
        message("backtest.year"),
        message("backtest.what"),
        message("backtest.today"),
        message("backtest.planned"),
        message("backtest.reported"),
        message("backtest.gap"),
        message("backtest.grade"),
    )
    return [run.read(word) for word in words]


def rows_of(run: Session, found: Backtest) -> Iterator[list[str]]:
    """Yield the cells of each comparison, in the order of what was reported."""
    untold, unfound = (run.read(message(key)) for key in ("backtest.not_told", "backtest.not_found"))
    for row in found.compared:
        told = row.reported
        ends = [f"{end:.1%}" for end in dict.fromkeys((told.low, told.high)) if end is not None]
        yield [
            told.region,
            told.year,
            _what(run, row),
            untold if row.today is None else f"{row.today:.1%}",
            untold if row.planned is None else f"{row.planned:.1%}",
            " – ".join(ends) or unfound,
            _gap(run, row),
            "" if told.grade is None else run.read(value_words(told.grade.value)),
        ]


def _what(run: Session, row: Compared) -> str:
    told = row.reported
    of = ", ".join(told.materials)
    if told.kind is ReportedKind.UTILISATION:
        return f"{of}: {run.read(message('backtest.utilisation'))}"
    if told.kind is ReportedKind.CEILING:
        return f"{of}: {run.read(message('backtest.ceiling', use=told.use))}"
    return f"{of}: {told.use}"


def _gap(run: Session, row: Compared) -> str:
    if row.gap is None:
        return ""
    if row.gap == 0.0:
        return run.read(message("backtest.inside"))
    return run.read(message("backtest.points", points=f"{100.0 * row.gap:+.1f}"))


def _comparison(run: Session, found: Backtest) -> Table:
    heads = _head(run)
    title = message("backtest.title", day=found.day.isoformat())
    table = headed(run, title, heads[:3], heads[3:7], heads[7:])
    for cells in rows_of(run, found):
        table.add_row(*cells)
    return table


def _mix(run: Session, found: Backtest, waste: MaterialId) -> Table:
    view = View(found.snapshot, 0)
    name = run.named(view, model.Material, waste)
    mix = mix_of(found.snapshot, found.plan, [waste])
    uses, shares = message("backtest.technology"), (message("backtest.today"), message("backtest.planned"))
    table = headed(run, message("backtest.mix", name=name), [uses], shares)
    for technology, share in sorted(mix.planned.items(), key=lambda one: (-one[1], one[0])):
        title = run.named(view, model.Technology, technology)
        table.add_row(title, f"{mix.today.get(technology, 0.0):.1%}", f"{share:.1%}")
    for word, before, after in (
        (message("backtest.outside"), 0.0, mix.outside),
        (message("backtest.place_unknown"), mix.place_unknown, mix.place_unknown),
        (message("backtest.utilisation"), mix.used_today, mix.used),
        (message("backtest.unused"), 1.0 - mix.used_today, 1.0 - mix.used),
    ):
        table.add_row(run.read(word), f"{before:.1%}", f"{after:.1%}")
    return table


def document(found: Backtest) -> dict[str, object]:
    """Return it as plain data."""
    return {
        "day": found.day.isoformat(),
        "compared": [
            {
                "region": row.reported.region,
                "materials": list(row.reported.materials),
                "year": row.reported.year,
                "kind": row.reported.kind.value,
                "use": row.reported.use,
                "technologies": list(row.reported.technologies),
                "today": row.today,
                "planned": row.planned,
                "low": row.reported.low,
                "high": row.reported.high,
                "gap": row.gap,
                "source": row.reported.source,
                "grade": None if row.reported.grade is None else row.reported.grade.value,
                "note": row.reported.note,
            }
            for row in found.compared
        ],
        "mixes": [
            {
                "material": waste,
                "supply": mix.supply,
                "usedToday": mix.used_today,
                "used": mix.used,
                "placeUnknown": mix.place_unknown,
                "outside": mix.outside,
                "today": mix.today,
                "planned": mix.planned,
            }
            for waste in WASTES
            for mix in (mix_of(found.snapshot, found.plan, [waste]),)
        ],
    }
