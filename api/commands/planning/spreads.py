"""How far the plan's figures spread, on the command line: a bar while the draws run, then a table."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, current_thread, main_thread
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from api.commands.common import Session, headed, print_json
from api.graphql import answer
from api.plan_options import Asked
from api.views import Service, View
from graph import model
from graph.planning import Measure, PlanOptions, PlanUncertainty, Spread, expected_draws
from graph.units import show_share
from graph.wording import Message, message
from viz.words import value_words

UncertaintyOption = Annotated[
    int | None,
    typer.Option(
        "--uncertainty",
        help="Instead of the plan, how far its figures spread over this many draws, 10 to 10000.",
        metavar="N",
    ),
]
SeedOption = Annotated[int, typer.Option("--seed", help="Of the draws; the same seed, the same answer.")]
ExpectOption = Annotated[
    bool,
    typer.Option(
        "--expected/--no-expected",
        help="Draw what may be expected of the plan; without it only the plan is made, for scripts.",
    ),
]

_ENDS = ("P10", "P50", "P90")
_WORDS = {
    Measure.GROSS: ("新增利用", "gross"),
    Measure.NET: ("净增", "net"),
    Measure.BENEFIT: ("净效益", "benefit"),
    Measure.CO2: ("减碳", "CO2e avoided"),
}


def show_uncertainty(
    run: Session,
    service: Service,
    asked: Asked,
    draws: int,
    seed: int,
    as_json: bool,
) -> None:
    """Draw, and print the spreads as a table or as JSON; Ctrl-C leaves nothing behind (CANCELLED)."""
    view = service.view().at(asked.on).within(asked.park).under(asked.scenario)
    with followed(run, message("spread.working")) as progress:
        found = view.uncertainty(draws, seed, progress, asked.options)
    if as_json:
        # Its view is the same one, so what was drawn is not drawn again.
        print_json(answer(service, "uncertainty", {**asked.variables(), "draws": draws, "seed": seed}))
    else:
        run.out.print(spread_table(run, view, found))
        if found.chances:
            run.out.print(chance_table(run, view, found))
        if found.decisions:
            run.out.print(decision_table(run, view, found))
        if found.learnt:
            run.out.print(learnt_table(run, found))


def expected_of(run: Session, view: View, options: PlanOptions | None = None) -> PlanUncertainty | None:
    """Return what may be expected of a plan, with a bar while it is drawn; why it is not drawn is said."""
    if not expected_draws(view.snapshot, options):
        if options is None or not options.potential:
            run.words.print(run.read(message("plan.not_drawn")), highlight=False)
        return None
    with followed(run, message("spread.working"), asked=False) as progress:
        return view.expected(options, progress)


@contextmanager
def followed(run: Session, doing: Message, asked: bool = True) -> Iterator[Callable[[float], bool]]:
    """Show a bar on standard error, and let Ctrl-C cancel between two steps.

    Parameters
    ----------
    doing : Message
        What is done, beside the bar.
    asked : bool
        Whether somebody asked for it: then a line says so where there is no bar.
    """
    stopped = Event()
    bar = Progress(
        TextColumn(run.read(doing)),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=run.words,
        transient=True,
        disable=not run.words.is_terminal,
    )
    task = bar.add_task("", total=1.0)
    unsaid = bar.disable and asked

    def tell(done: float) -> bool:
        nonlocal unsaid
        if unsaid:
            run.words.print(f"{run.read(doing)} …", highlight=False)
            unsaid = False
        bar.update(task, completed=done)
        return not stopped.is_set()

    # Only the main thread may listen to signals; elsewhere nobody presses Ctrl-C.
    mine = current_thread() is main_thread()
    before = signal.signal(signal.SIGINT, lambda *_: stopped.set()) if mine else None
    try:
        with bar:
            yield tell
    finally:
        if mine:
            signal.signal(signal.SIGINT, before)


def spread_table(run: Session, view: View, found: PlanUncertainty) -> Table:
    """Return the spreads, those of all wastes first, then of each waste that the plan or a draw places."""
    title = (
        f"年度不确定性：{found.draws} 次抽样，种子 {found.seed}",
        f"Spread per year: {found.draws} draws, seed {found.seed}",
    )
    table = headed(run, title, [""], [("计划", "planned"), ("均值", "mean"), *_ENDS])
    for spread in (*found.totals, *(one for one in found.wastes if one.planned or one.mean)):
        numbers = (spread.planned, spread.mean, spread.p10, spread.p50, spread.p90)
        table.add_row(_named(run, view, spread), *(f"{number:,.0f}" for number in numbers))
    return table


def chance_table(run: Session, view: View, found: PlanUncertainty) -> Table:
    """Return how likely each target is met, and what share of what arises is used."""
    heads = (("目标值", "share wanted"), ("达标概率", "chance"), *_ENDS)
    title = ("达标概率", "Chance to meet each target")
    table = headed(run, title, [("目标", "target")], heads)
    for chance in found.chances:
        target = view.get(model.Target, chance.target)
        if target is not None:
            shares = (chance.share_p10, chance.share_p50, chance.share_p90)
            table.add_row(
                run.name(target),
                f"{target.share:.0%}",
                f"{chance.met:.0%}",
                *(f"{share:.1%}" for share in shares),
            )
    return table


def decision_table(run: Session, view: View, found: PlanUncertainty) -> Table:
    """Return the projects that a plan counts on, each one answer for all its facilities."""
    title = message("decided.title", common=show_share(found.common, run.language))
    words = (message("decided.project"), message("decided.stage"))
    numbers = (message("decided.facilities"), message("decided.probability"), message("decided.year"))
    table = headed(run, title, words, numbers, [message("plan.grade")])
    for decision in found.decisions:
        project = view.get(model.Project, decision.project)
        table.add_row(
            str(decision.project) if project is None else run.name(project),
            run.read(value_words(decision.stage.value)),
            "" if project is None else str(len(project.facilities)),
            f"{decision.probability:.0%}",
            "?" if decision.year is None else str(decision.year),
            run.read(value_words(decision.grade.value)),
        )
    return table


def learnt_table(run: Session, found: PlanUncertainty) -> Table:
    """Return by how much the register's history moved the odds of linkages."""
    numbers = ("learnt.prior", "learnt.agreed", "learnt.rejected", "learnt.posterior")
    words = [message("learnt.kind"), message("learnt.state")]
    table = headed(run, message("learnt.title"), words, [*map(message, numbers)])
    for row in found.learnt:
        table.add_row(
            run.read(row.kind.called),
            run.read(value_words(row.state.value)),
            f"{row.prior:.0%}",
            str(row.agreed),
            str(row.rejected),
            f"{row.posterior:.1%}",
        )
    return table


def _named(run: Session, view: View, spread: Spread) -> str:
    words = run.say(*_WORDS[spread.measure])
    unit = {Measure.BENEFIT: "CNY", Measure.CO2: "kg"}.get(spread.measure) or spread.unit
    of = run.say("合计", "all")
    if spread.material is not None:
        of = run.named(view, model.Material, spread.material)
    return f"{of} · {words} ({unit})"
