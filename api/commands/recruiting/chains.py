"""Command that says how whole each product chain is in a park."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer
from rich.console import Group
from rich.table import Table
from rich.text import Text

from api.commands.common import (
    JsonOption,
    LanguageOption,
    ParkOption,
    ScenarioOption,
    Session,
    StoreOption,
    print_json,
    served,
    session,
)
from api.graphql import answer
from api.views import View
from graph import model
from graph.ranges import Range
from graph.recruiting import ChainReport, Shown, StepReport, StepState
from graph.units import show_amount, show_share, significant
from graph.vocabulary import Unit
from graph.wording import message

_STATES = {
    StepState.HAVE: ("有", "have", "green"),
    StepState.PLANNED: ("规划", "planned", "yellow"),
    StepState.MISSING: ("缺", "missing", "red"),
}
#: Columns of the terminal that a step and its firms have at least.
_STEP_WIDTH = 30
#: How many firms of a step are named before they are only counted.
_NAMED = 3


def chains(
    chain: Annotated[
        str | None, typer.Argument(help="One chain, by id or name; else all of them.", metavar="[NAME]")
    ] = None,
    park: ParkOption = None,
    scenario: ScenarioOption = None,
    store: StoreOption = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run ``symbioflow chains``."""
    run = session(store, language)
    with served(run.settings) as service:
        if as_json:
            print_json(answer(service, "chains", {"chain": chain, "park": park, "scenario": scenario}))
            return
        view = service.view().within(park).under(scenario)
        found = view.chains(chain)
        # One that was asked for by name is shown whatever there is of it.
        begun = [report for report in found if chain is not None or _begun(report)]
        for report in begun:
            run.out.print(_block(run, view, report))
        absent = [run.name(report.chain) for report in found if report not in begun]
        if absent:
            said = message("chains.absent", names=tuple(absent))
            run.out.print(said.text(run.language), style="dim")
        if not found:
            run.out.print(run.say("知识库中没有产业链", "the library has no chains"), style="yellow")


def _begun(report: ChainReport) -> bool:
    """Return whether the park has or plans any step of a chain."""
    return any(step.state is not StepState.MISSING for step in report.steps)


def _block(run: Session, view: View, report: ChainReport) -> Group:
    language = run.language
    head = Text.assemble((run.name(report.chain), "bold"), "  ", _summary(run, report))
    table = Table(box=None, padding=(0, 1))
    table.add_column(run.say("环节与企业", "step and firms"), min_width=_STEP_WIDTH)
    for zh, en in (
        ("状态", "state"),
        ("产能", "makes"),
        ("下游需要", "next need"),
        ("缺口", "short"),
        ("外购", "from outside"),
    ):
        table.add_column(run.say(zh, en), justify="right", no_wrap=True)
    for step in report.steps:
        zh, en, style = _STATES[step.state]
        dependence = step.today.import_dependence
        firms = _firms(run, view, step)
        name = Text(f"{step.step.stage} {run.name(step.step)}")
        table.add_row(
            name.append(f"\n  {firms}", style="dim") if firms else name,
            Text(run.say(zh, en), style=style),
            _made(run, step),
            _amount(run, step.today.needed, step.unit, step.today.unknown_takers),
            _short(run, step),
            "" if dependence is None else show_share(dependence, language),
        )
    return Group(head, table, Text(""))


def _summary(run: Session, report: ChainReport) -> str:
    have = show_share(report.completeness, run.language)
    planned = show_share(report.completeness_planned, run.language)
    words = [run.say(f"完整度 {have}，含规划 {planned}", f"{have} complete, {planned} with what is planned")]
    for step in report.steps:
        if step.step.id == report.weakest:
            words.append(run.say(f"最弱环节：{run.name(step.step)}", f"weakest step: {run.name(step.step)}"))
    if report.import_dependence is not None:
        share = show_share(report.import_dependence, run.language)
        words.append(run.say(f"外购 {share}", f"{share} of the needs from outside"))
    return run.clauses(words)


def _made(run: Session, step: StepReport) -> str:
    """Return what a step makes today, and with what is planned where that is more."""
    if step.unit is None:
        return ""
    words = [_amount(run, step.today.made, step.unit, step.today.unknown_makers)]
    planned = step.planned.made
    if planned is not None and (step.today.made is None or planned.likely > step.today.made.likely):
        amount = _likely(run, planned, step.unit)
        words.append(run.say(f"规划 {amount}", f"planned {amount}"))
    return "\n".join(word for word in words if word)


def _amount(run: Session, amount: Range | None, unit: Unit | None, unknown: int) -> str:
    """Return a likely amount, and how many more firms there are of whom nobody knows it."""
    if unit is None:
        return ""
    words = [] if amount is None else [_likely(run, amount, unit)]
    if unknown:
        words.append(run.say(f"{unknown} 家未知", f"{unknown} unknown"))
    return " + ".join(words)


def _likely(run: Session, amount: Range, unit: Unit) -> str:
    return show_amount(significant(amount.likely), f"{unit.value}/yr", run.language)


def _short(run: Session, step: StepReport) -> str:
    short = step.today.short
    if short is not None and short.likely > 0.0 and step.unit is not None:
        return _likely(run, short, step.unit)
    if step.waiting is not None and step.waiting.likely > 0.0:
        waiting = _likely(run, step.waiting, Unit.TONNE)
        return run.say(f"上游余 {waiting}", f"{waiting} wait before it")
    return ""


def _firms(run: Session, view: View, step: StepReport) -> str:
    names = []
    for firm in step.firms[:_NAMED]:
        name = run.named(view, model.Enterprise, firm.enterprise)
        marks = list(_marks(run, firm.runs, firm.shown))
        said = run.say(f"（{'，'.join(marks)}）", f" ({', '.join(marks)})") if marks else ""
        names.append(name + said)
    if len(step.firms) > _NAMED:
        more = len(step.firms) - _NAMED
        names.append(run.say(f"另 {more} 家", f"{more} more"))
    return run.say("、", ", ").join(names)


def _marks(run: Session, runs: bool, shown: Shown) -> Iterable[str]:
    if not runs:
        yield run.say("未投运", "not running yet")
    if shown is Shown.INDUSTRY:
        yield run.say("按行业推测，待确认", "by its industry, to be asked")
