"""Loads as things one can list, look at, replace and take back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from api.commands.common import (
    JsonOption,
    LanguageOption,
    Session,
    StoreOption,
    headed,
    opened,
    opened_bare,
    opened_to_read,
    print_json,
    session,
)
from graph.errors import EXIT_USAGE, SymbioflowError
from graph.stores import Load, Store
from ingest import LoadReport, RowChanges, load, now, remove_load

loads = typer.Typer(no_args_is_help=True)

#: The most cells or rows that a change is told by; the count says how many there are.
_SHOWN = 20

NumberArgument = Annotated[int, typer.Argument(help="Number of the load, see `loads list`.")]


@loads.command("list")
def list_loads(
    store: StoreOption = None, language: LanguageOption = None, as_json: JsonOption = False
) -> None:
    """List what was loaded, oldest first."""
    run = session(store, language)
    with opened_to_read(run.settings) as source:
        found = source.loads()
    if as_json:
        print_json({"loads": [load_document(item) for item in found]})
        return
    run.out.print(_table(run, found))


@loads.command()
def show(
    number: NumberArgument,
    store: StoreOption = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show one load: its files and how many rows of each table it wrote."""
    run = session(store, language)
    with opened_to_read(run.settings) as source:
        found = _load_numbered(source, number)
    if as_json:
        print_json({"load": load_document(found)})
        return
    run.out.print(_table(run, (found,)))
    for name, rows in found.rows.items():
        run.out.print(f"  {name}: {rows}")


@loads.command()
def replace(
    tag: Annotated[str, typer.Argument(help="Tag of the earlier load.")],
    path: Annotated[Path, typer.Argument(help="The files that take its place.")],
    store: StoreOption = None,
    language: LanguageOption = None,
) -> None:
    """Load files in place of what a tag brought: rows that are in them no more are deleted."""
    run = session(store, language)
    with opened_bare(run.settings) as target:
        report = load(target, path, tag, replaces=True, with_library=True)
    tell_load(run, report.load)


@loads.command()
def undo(number: NumberArgument, store: StoreOption = None, language: LanguageOption = None) -> None:
    """Take a load back: what it wrote goes, what it replaced or deleted stands again."""
    run = session(store, language)
    with opened(run.settings) as target:
        undone = target.undo(number, now())
    run.out.print(
        run.say(
            f"已撤销第 {undone.number} 次载入（{undone.tag}）",
            f"load {undone.number} ({undone.tag}) is undone",
        )
    )


@loads.command()
def remove(
    tag: Annotated[str, typer.Argument(help="Tag whose rows go, such as anning for the example park.")],
    store: StoreOption = None,
    language: LanguageOption = None,
) -> None:
    """Delete every row that a tag brought; this can be undone like any load."""
    run = session(store, language)
    with opened(run.settings) as target:
        _refuse_unknown_tag(target, tag)
        tell_load(run, remove_load(target, tag))


def tell_load(run: Session, made: Load) -> None:
    """Say what a load did and how it can be undone."""
    total = sum(made.rows.values())
    run.out.print(
        run.say(
            f"已载入 {total} 行（新增 {made.new}，修改 {made.changed}，删除 {made.gone}），标签 {made.tag}；"
            f"撤销：symbioflow loads undo {made.number}",
            f"{total} rows loaded ({made.new} new, {made.changed} changed, {made.gone} gone), "
            f"tag {made.tag}; to undo: symbioflow loads undo {made.number}",
        )
    )


def tell_left_over(run: Session, report: LoadReport, path: Path) -> None:
    """Name the rows that an earlier load of the same tag brought and these files no longer have."""
    if not report.left_over:
        return
    named = ", ".join(f"{name} {id_}" for name, id_ in report.left_over[:_SHOWN])
    tag = report.load.tag
    run.words.print(
        run.say(
            f"同一标签以前载入、这次文件中没有的 {len(report.left_over)} 行仍保留：{named}；"
            f"要删除请用 symbioflow loads replace {tag} {path}",
            f"{len(report.left_over)} rows of an earlier load of this tag are not in these files and stay: "
            f"{named}; to delete them: symbioflow loads replace {tag} {path}",
        ),
        markup=False,
        highlight=False,
    )


def tell_changes(run: Session, changes: RowChanges) -> None:
    """Say which rows are new and gone and which cells change, the first of each by name."""
    run.out.print(
        run.say(
            f"新增 {len(changes.new)} 行，修改 {changes.changed_rows} 行，删除 {len(changes.gone)} 行",
            f"{len(changes.new)} rows new, {changes.changed_rows} changed, {len(changes.gone)} gone",
        )
    )
    for cell in changes.changed[:_SHOWN]:
        run.out.print(f"  {cell.table} {cell.id} {cell.column}: {cell.old} → {cell.new}", markup=False)
    for name, id_ in changes.gone[:_SHOWN]:
        run.out.print(run.say(f"  删除 {name} {id_}", f"  gone: {name} {id_}"), markup=False)
    left = max(len(changes.changed) - _SHOWN, 0) + max(len(changes.gone) - _SHOWN, 0)
    if left:
        run.out.print(run.say(f"  另有 {left} 处", f"  and {left} more"))


def _load_numbered(store: Store, number: int) -> Load:
    for item in store.loads():
        if item.number == number:
            return item
    raise SymbioflowError("UNKNOWN_LOAD", exit_code=EXIT_USAGE, number=number)


def _refuse_unknown_tag(store: Store, tag: str) -> None:
    tags = sorted({of_row for rows in store.load_tags().values() for of_row in rows.values()} - {""})
    if tag not in tags:
        raise SymbioflowError("UNKNOWN_LOAD.tag", exit_code=EXIT_USAGE, tag=tag, expected=tuple(tags))


def _table(run: Session, found: tuple[Load, ...]) -> Table:
    heads = (
        ("序号", "#"),
        ("时间", "at"),
        ("标签", "tag"),
        ("来源", "source"),
        ("行", "rows"),
        ("新增", "new"),
        ("修改", "changed"),
        ("删除", "gone"),
        ("撤销于", "undone"),
    )
    table = headed(run, None, heads)
    for item in found:
        counts = (sum(item.rows.values()), item.new, item.changed, item.gone)
        table.add_row(str(item.number), item.at, item.tag, item.source, *map(str, counts), item.undone)
    return table


def load_document(item: Load) -> dict[str, Any]:
    """Return a load as the JSON that faces show."""
    return {
        "number": item.number,
        "tag": item.tag,
        "at": item.at,
        "source": item.source,
        "rows": [{"table": name, "rows": rows} for name, rows in item.rows.items()],
        "new": item.new,
        "changed": item.changed,
        "gone": item.gone,
        "undoneAt": item.undone or None,
    }
