"""Bringing in sheets as their owners have them: what was understood, what it does, what must be asked."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from api.commands.common import (
    JsonOption,
    LanguageOption,
    Session,
    StoreOption,
    headed,
    opened_bare,
    print_json,
    session,
)
from api.commands.loading.loads import tell_changes, tell_load
from graph import model
from graph.errors import EXIT_USAGE, Problem, RefusedInput, SymbioflowError
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.stores import Change, Load, Store, worked_out
from graph.tools import written_whole
from graph.units import unit_words
from graph.wording import message, with_ends
from ingest import Ground, ground_of, missing_rows, now, shipped_records
from ingest.proposing import (
    LEAVE_OUT,
    Proposal,
    proposal_document,
    propose,
    reason_left_aside,
    say_ask,
    say_doubt,
)
from ingest.template import write_template
from ingest.understanding import (
    Sheet,
    Source,
    Understood,
    field_title,
    kind_title,
    option_title,
    read_source,
    reason,
    say,
    understand,
)

#: Left-out rows and the like are told by name up to here; the count says how many there are.
_SHOWN = 20
#: Open questions that a refusal names.
_NAMED = 5
#: Rounds of questions: an answer may raise another question, but not for ever.
_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class _Open:
    """A question as it is put to a person."""

    id: str
    text: str
    options: tuple[tuple[str, str], ...]


def import_files(
    files: Annotated[list[Path], typer.Argument(help="Workbooks, CSV or TSV files, as they are.")],
    park: Annotated[str, typer.Option(help="Id or name of the park; made if it is new.")] = "",
    tag: Annotated[str, typer.Option(help="Load tag; by default the first file's name.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; load nothing.")] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Take what is likely, leave the rest out by name, ask nothing.")
    ] = False,
    answers: Annotated[
        Path | None, typer.Option(help="File of answers, read and written; by default beside the store.")
    ] = None,
    store: StoreOption = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Load sheets as their owners have them, after saying what was understood; all or nothing."""
    run = session(store, language)
    sources = [read_source(path) for path in _expanded(files)]
    name = tag or files[0].stem
    kept_in = answers or answers_file(run.settings.store)
    given = dict(read_answers(kept_in))
    asks = not (yes or as_json or dry_run) and sys.stdin.isatty()
    with opened_bare(run.settings) as target:

        def attempt() -> tuple[Proposal, Load | None]:
            ground = ground_of(target, now())
            proposal = _proposed(run, target, ground, sources, given, name, park, yes, asks)
            if proposal.problems:
                if as_json:
                    print_json(proposal_document(proposal, False, run.language))
                raise RefusedInput(proposal.problems)
            is_open = bool(_open(proposal, run.language))
            if not as_json:
                tell_understood(run, proposal, _names(run, ground.known.by_id(model.Material)))
                tell_changes(run, proposal.changes)
                for question in _open(proposal, run.language) if yes or dry_run else ():
                    run.words.print(
                        run.say("待定：", "open: ") + question.text, markup=False, highlight=False
                    )
            goes = not dry_run and (yes or not is_open) and bool(proposal.records)
            if goes and asks and proposal.changes.gone:
                goes = _confirmed(run, len(proposal.changes.gone))
            if given and not dry_run:
                write_answers(kept_in, given)
            return proposal, _load(target, ground, proposal, sources) if goes else None

        # Answers are kept, so that what others wrote meanwhile costs no question a second time.
        proposal, load = worked_out(attempt)
    if as_json:
        print_json(proposal_document(proposal, load is not None, run.language))
    elif load is not None:
        tell_load(run, load)
        run.out.print(run.read(message("import.next")), markup=False, highlight=False)
    elif not dry_run:
        raise _unfinished(_open(proposal, run.language))


def new_park(
    path: Annotated[Path, typer.Argument(help="Workbook (.xlsx) to write.")],
    language: LanguageOption = None,
) -> None:
    """Write an empty workbook for a park: enterprises, wastes, facilities and analyses to fill in."""
    run = session(None, language)
    if path.suffix.lower() != ".xlsx":
        raise SymbioflowError("BAD_OPTION.xlsx", exit_code=EXIT_USAGE, given=str(path))
    write_template(path, run.language, Snapshot.from_records(shipped_records()))
    run.out.print(
        run.say(
            f"已写入 {path}；填写后：symbioflow import {path}",
            f"written to {path}; when it is filled in: symbioflow import {path}",
        )
    )


def _expanded(paths: list[Path]) -> list[Path]:
    """Return the files, a folder standing for those in it."""
    inside = [sorted(path.iterdir()) if path.is_dir() else [path] for path in paths]
    return [path for group in inside for path in group if not path.name.startswith((".", "~$"))]


def answers_file(store: str) -> Path:
    """Return where the answers of a store are kept: beside its file, else in the working folder."""
    path = store.removeprefix("sqlite:///")
    return Path(f"{path}.answers.json") if path != store else Path("symbioflow.answers.json")


def read_answers(path: Path) -> Mapping[str, str]:
    """Return the answers of a file, none where there is no file; ``BAD_ANSWERS`` if it holds other things."""
    if not path.exists():
        return {}
    try:
        # With or without the mark that some editors put in front.
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise SymbioflowError("BAD_ANSWERS", file=str(path), reason=str(error)) from error
    if not isinstance(found, dict) or not all(isinstance(answer, str) for answer in found.values()):
        raise SymbioflowError("BAD_ANSWERS", file=str(path), reason=type(found).__name__)
    return found


def write_answers(path: Path, answers: Mapping[str, str]) -> None:
    """Keep answers as a file that a person can read and change."""
    text = json.dumps(dict(sorted(answers.items())), ensure_ascii=False, indent=2) + "\n"
    with written_whole(path, None if path.exists() else 0o600) as aside:
        aside.write_text(text, encoding="utf-8", newline="\n")


def _proposed(
    run: Session,
    target: Store,
    ground: Ground,
    sources: list[Source],
    given: dict[str, str],
    tag: str,
    park: str,
    yes: bool,
    asks: bool,
) -> Proposal:
    """Return the proposal under the answers given; in a terminal after asking what is open."""
    earlier = missing_rows(target, ground.known, tag, {})
    for _ in range(_ROUNDS):
        proposal = _read_and_proposed(
            run, sources, lambda found: propose(found, ground.known, given, tag, park, earlier, yes), given
        )
        questions = _open(proposal, run.language)
        if not asks or not questions:
            break
        for question in questions:
            given[question.id] = _ask(run, question)
    return proposal


def _read_and_proposed(
    run: Session,
    sources: list[Source],
    proposes: Callable[[Understood], Proposal],
    given: Mapping[str, str],
) -> Proposal:
    """Return what the files propose, with a bar of the bytes read; none where nobody watches."""
    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        console=run.words,
        transient=True,
        disable=not run.words.is_terminal,
    )
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    with bar:
        task = bar.add_task("", total=sum(len(source.data) for source in sources) or 1)
        for source in sources:
            bar.update(task, description=run.say(f"读取 {source.name}", f"reading {source.name}"))
            found = understand([source], given)
            sheets += found.sheets
            problems += found.problems
            bar.advance(task, len(source.data))
        rows = sum(len(sheet.rows) for sheet in sheets)
        bar.update(task, description=run.say(f"对照 {rows:,} 行", f"matching {rows:,} rows"))
        return proposes(Understood(tuple(sheets), tuple(problems)))


def _open(proposal: Proposal, language: str) -> list[_Open]:
    """Return what is still open, in the order of the files."""
    of_sheets = [
        _Open(
            item.id,
            say(item, language),
            tuple((option, option_title(item, option, language)) for option in item.options),
        )
        for item in proposal.understood.questions
    ]
    return of_sheets + [_Open(item.id, say_ask(item, language), item.options) for item in proposal.questions]


def _ask(run: Session, question: _Open) -> str:
    run.words.print(question.text, markup=False, highlight=False)
    for number, (answer, name) in enumerate(question.options, start=1):
        run.words.print(f"  {number}  {answer}  {name}", markup=False, highlight=False)
    hint = run.say("输入序号或答案，- 表示不采用", "a number or an answer; - leaves it out")
    default = "1" if question.options else LEAVE_OUT
    said = str(typer.prompt(hint, default=default, err=True)).strip()
    if said.isdecimal() and 1 <= int(said) <= len(question.options):
        return question.options[int(said) - 1][0]
    return said


def _confirmed(run: Session, count: int) -> bool:
    return typer.confirm(
        run.say(
            f"文件中已没有的 {count} 行将被删除，继续吗？",
            f"{count} rows that are gone will be deleted; go on?",
        ),
        err=True,
    )


def _load(target: Store, ground: Ground, proposal: Proposal, sources: list[Source]) -> Load:
    gone: dict[str, list[str]] = {}
    for table, id_ in proposal.changes.gone:
        gone.setdefault(table, []).append(id_)
    files = ", ".join(source.name for source in sources)
    change = Change(proposal.tag, now(), files, proposal.records, gone)
    return target.apply_all((*ground.library, change), ground.moment)[-1]


def _unfinished(questions: list[_Open]) -> SymbioflowError:
    if not questions:
        return SymbioflowError("NOTHING_TO_LOAD")
    shown = tuple(question.text for question in questions[:_NAMED])
    return SymbioflowError("OPEN_QUESTIONS", questions=shown, count=len(questions))


def _names(run: Session, rows: Mapping[str, model.Material]) -> Mapping[str, str]:
    """Return id -> name in the language of the session."""
    return {str(id_): run.name(row) for id_, row in rows.items()}


def tell_understood(run: Session, proposal: Proposal, materials: Mapping[str, str]) -> None:
    """Say for each sheet what it was taken for, and what each waste and firm was taken to be.

    Parameters
    ----------
    materials : mapping of str to str
        Id -> name.
    """
    for sheet in proposal.understood.sheets:
        header = f", {run.say('表头第', 'header row ')}{sheet.header_rows[-1]}" if sheet.header_rows else ""
        rows = run.say(f"{len(sheet.rows)} 行", f"{len(sheet.rows)} rows")
        run.out.print(
            f"{sheet.file} {sheet.sheet}: {kind_title(sheet.kind, run.language)}{header}, {rows}",
            markup=False,
        )
        for column in sheet.columns:
            meant = (
                run.say("未采用", "left aside")
                if column.aside
                else f"{field_title(column.field, run.language)} {column.unit}".strip()
            )
            run.out.print(f"  {column.header} → {meant}", markup=False)
        for item in sheet.left_out[:_SHOWN]:
            words = reason(item, run.language)
            run.out.print(
                run.say(f"  第 {item.row} 行略去：{words}", f"  row {item.row} left out: {words}"),
                markup=False,
            )
        for remark in sheet.remarks[:_SHOWN]:
            run.out.print(f"  {say(remark, run.language)}", markup=False)
    what = (("企业", "firm"), ("废物", "waste"), ("物料", "material"))
    table = headed(run, None, (*what, ("每年", "a year"), ("在用", "in use")))
    firms = {firm.id: firm.name for firm in proposal.firms}
    for waste in proposal.wastes:
        offered = " / ".join(materials.get(item.id, item.id) for item in waste.candidates)
        shown = materials.get(waste.material, waste.material) or f"{offered}?"
        table.add_row(
            firms.get(waste.enterprise, waste.enterprise),
            waste.text or waste.code,
            shown,
            _spread(run, waste.supply, waste.unit),
            _used(run, waste.in_use, waste.unit),
        )
    run.out.print(table)
    for left in proposal.left_aside[:_SHOWN]:
        why = reason_left_aside(left, run.language)
        run.out.print(
            f"{left.place.file} {left.place.sheet} {left.place.row}: {left.text}: {why}", markup=False
        )
    for doubt in proposal.doubts[:_SHOWN]:
        words = say_doubt(doubt, run.language)
        run.out.print(f"{doubt.place.file} {doubt.place.sheet} {doubt.place.row}: {words}", markup=False)


def _spread(run: Session, value: Range | None, unit: str) -> str:
    """Return an amount to the last digit, with its ends where they differ."""
    if value is None:
        return ""
    likely = f"{value.likely:,.10g} {run.say(unit_words(unit), unit)}".strip()
    return with_ends(f"{value.low:,.10g}", likely, f"{value.high:,.10g}")


def _used(run: Session, value: Range | None, unit: str) -> str:
    """Return what is in use: that something is sold says not how much of it."""
    if value is not None and value.is_open:
        return run.read(message("stream.in_use_open", most=_spread(run, Range.exact(value.high), unit)))
    return _spread(run, value, unit)
