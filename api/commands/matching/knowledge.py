"""Commands on what the library knows: uses of a waste by its text, how good that is, and made-up parks."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from api.commands.common import LanguageOption, Session, opened_to_read, session
from api.commands.matching.uses import use_document
from graph.errors import EXIT_USAGE, SymbioflowError
from graph.knowledge import TEXT_LIMIT, Decision, Reading
from graph.matching.coldstart import ColdStartIndex, UseSuggestions
from graph.matching.coldstart import evaluate as evaluated
from graph.matching.coldstart import suggest_uses as answer_uses
from graph.snapshot import Snapshot
from graph.synthetic import synthetic_records
from graph.wording import Words
from ingest import PlainRow, export_folder, read_rows, shipped_records
from ingest.understanding import field_spelled

LibraryOption = Annotated[
    str | None,
    typer.Option("--store", help="Store whose library is asked; else the shipped one.", metavar="URL"),
]
#: Columns of a batch, and the fields that people's own headers name: 废物名称, 产生行业, Abfall, NACE.
_COLUMNS = {
    "waste": ("waste", "material", "waste_code"),
    "donor": ("industry_code", "nace_code", "isic_code", "industry"),
}


def suggest_uses(
    waste: Annotated[
        str | None, typer.Option(help="What it is, in Chinese or English, or a waste code.")
    ] = None,
    donor: Annotated[str, typer.Option(help="Industry that gives it off: NACE, ISIC or GB/T 4754.")] = "",
    batch: Annotated[
        Path | None, typer.Option(help="CSV or Excel file with columns for the waste and its industry.")
    ] = None,
    top: Annotated[int, typer.Option(min=1, help="Industries for each waste.")] = 10,
    store: LibraryOption = None,
    language: LanguageOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="A line of JSON for each waste, in order.")] = False,
) -> None:
    """Run ``symbioflow suggest-uses``."""
    if (waste is None) == (batch is None):
        raise SymbioflowError("BAD_USAGE.waste_or_batch", exit_code=EXIT_USAGE)
    run = session(store, language)
    rows = (
        [PlainRow((waste or "", donor), None)] if batch is None else read_rows(batch, _COLUMNS, field_spelled)
    )
    index = _index(run, store)
    for row in rows:
        found, trouble = _answer(index, row, top)
        if trouble is not None:
            # One bad row does not stop a file: it is answered as far as it can be and says what is wrong.
            if batch is None and trouble.code != "UNKNOWN_WASTE":
                raise trouble
            run.words.print(f"{trouble.code}: {trouble.text(run.language)}", markup=False, highlight=False)
        if as_json:
            sys.stdout.write(json.dumps(use_document(found, trouble), ensure_ascii=False) + "\n")
        else:
            _print(run, found)


def _answer(index: ColdStartIndex, row: PlainRow, top: int) -> tuple[UseSuggestions, SymbioflowError | None]:
    """Return the answer to a row as far as there is one, and what kept it from being a whole one."""
    waste, donor = row.cells
    nothing = UseSuggestions(waste, donor, (), Reading(waste, Decision.UNKNOWN, ()), ())
    if row.problem is not None:
        return nothing, SymbioflowError(
            row.problem.code, Words(row.problem.text("zh"), row.problem.text("en"))
        )
    try:
        found = answer_uses(index, waste, donor, top)
    except SymbioflowError as error:
        if error.code != "UNKNOWN_INDUSTRY" or len(waste) > TEXT_LIMIT:
            return nothing, error
        return replace(answer_uses(index, waste, "", top), donor=donor), error
    if found.known:
        return found, None
    return found, SymbioflowError("UNKNOWN_WASTE", given=waste[:40])


def _index(run: Session, store: str | None) -> ColdStartIndex:
    """Return the library of a store, or the shipped one, prepared for cold starts."""
    if store is None:
        return ColdStartIndex(Snapshot.from_records(shipped_records()))
    with opened_to_read(run.settings) as source:
        return ColdStartIndex(source.read())


def _print(run: Session, found: UseSuggestions) -> None:
    candidates = found.reading.candidates
    meant = ", ".join(f"{item.id} ({item.likeness:.2f})" for item in candidates)
    if found.reading.contradicted:
        codes = found.reading.contradicted
        run.tell(
            f"“{found.waste}”：代码 {codes} 指的不是这种物料",
            f"{found.waste!r}: the code {codes} is that of another material",
        )
    if found.reading.decision is Decision.ASK:
        offered = ", ".join(item.id for item in found.reading.offered)
        run.tell(
            f"“{found.waste}”含义不明确，是否指：{offered}？以下按相似程度综合",
            f"{found.waste!r} is no certain material; did you mean {offered}? Each counts as far as like",
        )
    unknown = run.say("未识别", "unknown")
    run.out.print(f"{found.waste} [{found.donor or '-'}] → {meant or unknown}", style="bold", markup=False)
    table = Table(box=None, padding=(0, 1))
    for name in ("", "NACE", run.say("行业", "industry"), run.say("用途", "use"), run.say("得分", "score")):
        table.add_column(name)
    for item in found.suggestions:
        industry = item.industry
        name = run.say(industry.name_zh or industry.name_en, industry.name_en)
        use = run.say(item.use_zh, item.use_en)
        table.add_row(f"{item.rank}.", industry.code, name, use, f"{item.score:.2f}")
        for reason in item.reasons[:2]:
            table.add_row("", "", f"  {run.say(reason.text_zh, reason.text_en)}", "", "", style="dim")
    run.out.print(table)


def evaluate(language: LanguageOption = None) -> None:
    """Run ``symbioflow evaluate``."""
    run = session(None, language)
    run.tell("正在评估…", "Evaluating …")
    # A line of the table is a line, however wide: it is copied into the docs as it is.
    run.out.print(str(evaluated(_index(run, None))), markup=False, soft_wrap=True)


def synth(
    path: Annotated[Path, typer.Argument(help="Folder to write the made-up park to.")],
    scale: Annotated[str, typer.Option(help="park, province or nation.")] = "park",
    seed: Annotated[int, typer.Option(help="The same seed gives the same park.")] = 0,
    in_use: Annotated[
        float, typer.Option(help="Share of the wastes, 0 to 1, of which half is in use today.")
    ] = 0.0,
    language: LanguageOption = None,
) -> None:
    """Run ``symbioflow synth``."""
    run = session(None, language)
    records = synthetic_records(scale, seed, in_use)
    export_folder(records, path)
    rows = sum(table.num_rows for table in records.values())
    run.out.print(run.say(f"已写入 {rows} 行到 {path}", f"{rows} rows written to {path}"))
