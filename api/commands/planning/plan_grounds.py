"""On what a plan stands, as tables: markets, questions, what would change it, flips, and today's flows."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from api.commands.common import Session, headed
from api.commands.tables import first_rows, giver_of
from api.figures import number_words
from api.views import View
from graph import model
from graph.evidence import Grade
from graph.planning import Plan, Sensitivity, StreamOutcome, TodayFlow, WouldChange
from graph.ranges import Range
from graph.units import show_amount, show_money, show_share
from graph.vocabulary import Unit
from graph.wording import Words, component_words, message, span, with_ends
from viz.words import number, value_words


def grounds_block(run: Session, view: View, plan: Plan, moved: Sensitivity) -> RenderableType:
    """Return the tables that have rows."""
    tables = (
        _markets(run, view, plan),
        _beyond(run, view, plan),
        _questions(run, view, plan),
        _yields(run, view, plan),
        _changes(run, view, plan, moved),
        _flips(run, view, moved),
    )
    shown = [part for table in tables if table.row_count for part in (table, Text(""))]
    return Group(*shown[:-1])


def _markets(run: Session, view: View, plan: Plan) -> Table:
    table = headed(
        run,
        message("plan.markets"),
        [message("plan.market")],
        [message("plan.sold"), message("plan.of_demand"), message("plan.room"), message("plan.grade")],
    )
    for taken in plan.markets:
        market = view.get(model.Market, taken.market)
        amounts = (
            message("plan.unbounded") if value is None else Words(*_both(value, taken.unit))
            for value in (taken.sold, taken.room)
        )
        sold, room = (run.read(words) for words in amounts)
        if taken.served is None and taken.demand is not None:
            room = run.read(message("plan.served_unknown", room=room))
        share = "" if taken.share is None else show_share(taken.share, run.language)
        full = run.read(message("plan.full")) if taken.full else ""
        name = run.named(view, model.Market, taken.market)
        whole = None if taken.within is None else view.get(model.Market, taken.within)
        if whole is not None:
            name = run.read(message("plan.market_part", name=name, whole=run.name(whole)))
        table.add_row(
            name,
            sold,
            " ".join(word for word in (share, full) if word),
            room,
            "" if market is None else grade_words(run, market.evidence.grade),
        )
    return table


def _beyond(run: Session, view: View, plan: Plan) -> Table:
    """Return the markets that today's flows contradict."""
    table = headed(
        run,
        message("plan.beyond"),
        [message("plan.market")],
        [message("plan.sold_today"), message("plan.row_says"), message("plan.grade")],
    )
    for today in plan.sold_today:
        if not today.beyond or today.said is None:
            continue
        market = view.get(model.Market, today.market)
        sold, said = (run.read(Words(*_both(value, today.unit))) for value in (today.sold, today.said))
        name = run.named(view, model.Market, today.market)
        table.add_row(name, sold, said, "" if market is None else grade_words(run, market.evidence.grade))
    return table


def _both(value: float, unit: Unit) -> tuple[str, str]:
    return show_amount(value, unit.value, "zh"), show_amount(value, unit.value, "en")


def grade_words(run: Session, grade: Grade) -> str:
    """Return a grade in words."""
    return run.read(value_words(grade.value))


def _questions(run: Session, view: View, plan: Plan) -> Table:
    table = headed(
        run,
        message("plan.questions"),
        [message("plan.product"), message("plan.asked_of"), message("plan.question")],
    )
    makers = {row.technology: row.enterprise for row in view.all(model.Facility)}
    for question in plan.questions:
        asked = dict.fromkeys(
            maker for technology in question.technologies if (maker := makers.get(technology)) is not None
        )
        firms = [view.get(model.Enterprise, firm) for firm in asked]
        said = Words(
            question.question_zh or question.question_en, question.question_en or question.question_zh
        )
        table.add_row(
            run.named(view, model.Material, question.material),
            ", ".join(run.name(firm) for firm in firms if firm is not None),
            run.read(said) or run.read(message("plan.who_buys")),
        )
    return table


def _yields(run: Session, view: View, plan: Plan) -> Table:
    table = headed(
        run,
        message("plan.yields"),
        [message("plan.maker"), message("plan.product"), message("plan.goes_with")],
        [message("plan.yield"), message("plan.yield_usual"), message("plan.grade")],
    )
    for facility, one in ((item.facility, one) for item in plan.runs for one in item.yields):
        content = "" if one.content is None else f" {show_range(one.content.scaled(100.0))} %"
        of_kind = run.read(message("plan.by_kind"))
        table.add_row(
            run.named(view, model.Facility, facility),
            run.named(view, model.Material, one.material),
            of_kind if one.component is None else f"{run.read(component_words(one.component))}{content}",
            show_range(one.ratio),
            show_range(one.usual),
            grade_words(run, one.grade),
        )
    return table


def show_range(amount: Range) -> str:
    """Return a likely number with its ends."""
    return with_ends(*(f"{end:.4g}" for end in (amount.low, amount.likely, amount.high)))


def _changes(run: Session, view: View, plan: Plan, moved: Sensitivity) -> Table:
    table = headed(
        run,
        message("plan.would_change" if moved.replanned else "plan.would_change_nearly"),
        [message("plan.number"), message("plan.range")],
        [message("plan.moves_benefit"), message("plan.moves_objective")],
    )
    for change in moved.would_change:
        table.add_row(
            run.read(number_words(view, change.table, change.row, change.column)),
            f"{span(number(change.low), number(change.high))} {change.unit}",
            _both_ends(show_money(end, run.language) for end in (change.benefit_low, change.benefit_high)),
            _moved(run, plan, change),
        )
    return table


def _moved(run: Session, plan: Plan, change: WouldChange) -> str:
    unit, ends = plan.objective.unit, (change.objective_low, change.objective_high)
    if unit == "CNY":
        return ""
    if unit == "t":
        return _both_ends(show_amount(end, unit, run.language) for end in ends)
    return _both_ends(f"{number(end)} {unit}".strip() for end in ends)


def _both_ends(ends: Iterable[str]) -> str:
    """Return what a plan gains with a number at its low and at its high end."""
    return " … ".join(ends)


def _flips(run: Session, view: View, moved: Sensitivity) -> Table:
    table = headed(
        run,
        message("plan.flips" if moved.replanned else "plan.flips_nearly"),
        [message("plan.product"), message("plan.maker")],
        [message("plan.price"), message("plan.flips_at")],
    )
    for flip in moved.flips:
        material = view.get(model.Material, flip.material)
        unit = "t" if material is None else material.unit.value
        table.add_row(
            run.named(view, model.Material, flip.material),
            run.named(view, model.Facility, flip.facility),
            f"{number(flip.price)} CNY/{unit}",
            f"{number(flip.flips_at)} CNY/{unit}",
        )
    return table


def today_table(run: Session, view: View, plan: Plan) -> Table:
    """Return where what is in use today goes, and what of it nobody knows a place of."""
    table = headed(
        run,
        message("plan.today"),
        [message("plan.from"), message("plan.to")],
        [message("plan.per_year"), message("plan.known_by")],
    )
    units = tuple(Unit)
    flows = sorted(plan.today, key=lambda flow: (units.index(flow.unit), -flow.amount))
    nowhere = [item for item in plan.streams if item.place_unknown > 0.0]
    rows: list[TodayFlow | StreamOutcome] = [*flows, *nowhere]
    for row in first_rows(run, table, rows):
        if isinstance(row, TodayFlow):
            known, amount = message("plan.on_record" if row.on_record else "plan.estimated"), row.amount
            giver, taker = giver_of(row), run.named(view, model.Facility, row.facility)
        else:
            known, amount = message("plan.place_unknown"), row.place_unknown
            giver, taker = (model.WasteStream, row.stream), "?"
        table.add_row(
            run.named(view, *giver),
            taker,
            show_amount(amount, row.unit.value, run.language),
            run.read(known),
        )
    return table
