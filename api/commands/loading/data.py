"""Commands that bring data in and out: ingest, export, copy."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.commands.common import (
    JsonOption,
    LanguageOption,
    StoreOption,
    opened_bare,
    opened_to_read,
    print_json,
    session,
)
from api.commands.loading.loads import load_document, tell_left_over, tell_load
from graph.errors import EXIT_USAGE, SymbioflowError
from graph.stores import copy as copy_store
from ingest import export_folder, export_workbook, load


class ExportFormat(StrEnum):
    """What an export is written as."""

    CSV = "csv"
    XLSX = "xlsx"


def ingest(
    path: Annotated[Path, typer.Argument(help="CSV, Excel workbook, datapackage.json or a folder of them.")],
    tag: Annotated[str | None, typer.Option(help="Load tag; by default the file's name.")] = None,
    table: Annotated[str, typer.Option(help="Table of a CSV file whose name does not say it.")] = "",
    store: StoreOption = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run ``symbioflow ingest``."""
    run = session(store, language)
    with opened_bare(run.settings) as target:
        report = load(target, path, tag, table, with_library=True)
    for warning in report.warnings:
        run.words.print(warning.text(run.language), highlight=False)
    if as_json:
        print_json({"ingest": load_document(report.load)})
        return
    tell_load(run, report.load)
    tell_left_over(run, report, path)


def export(
    path: Annotated[Path, typer.Argument(help="Folder for csv, file for xlsx.")],
    form: Annotated[
        ExportFormat, typer.Option("--format", help="csv (with datapackage.json) or xlsx.")
    ] = ExportFormat.CSV,
    store: StoreOption = None,
    language: LanguageOption = None,
) -> None:
    """Run ``symbioflow export``."""
    if form is ExportFormat.XLSX and path.suffix.lower() != ".xlsx":
        raise SymbioflowError("BAD_OPTION.xlsx", exit_code=EXIT_USAGE, given=str(path))
    run = session(store, language)
    with opened_to_read(run.settings) as source:
        snapshot = source.read()
    if form is ExportFormat.CSV:
        # Excel reads a CSV file as UTF-8 only when it begins with the mark.
        export_folder(snapshot.tables, path, encoding="utf-8-sig")
    else:
        export_workbook(snapshot.tables, path)
    run.out.print(run.say(f"已写入 {path}", f"written to {path}"))


def copy(
    source: Annotated[str, typer.Option("--from", help="Store URL to copy from.")],
    target: Annotated[str, typer.Option("--to", help="Store URL to copy to.")],
    language: LanguageOption = None,
) -> None:
    """Run ``symbioflow copy``."""
    run = session(None, language)
    with opened_to_read(run.settings, source) as giver, opened_bare(run.settings, target) as taker:
        rows = copy_store(giver, taker)
        fingerprint = taker.read().fingerprint
    run.out.print(
        run.say(
            f"已复制 {sum(rows.values())} 行，指纹 {fingerprint[:12]} 一致",
            f"{sum(rows.values())} rows copied, fingerprint {fingerprint[:12]} is the same on both sides",
        )
    )
