"""A plan of several years on the command line: a bar while it is made, then a table of the years."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from api.commands.common import Session, headed, print_json
from api.commands.planning.spreads import followed
from api.figures import largest_target, published_gain
from api.graphql import answer
from api.plan_options import DATED, Asked
from api.views import Service, View
from graph import model
from graph.units import show_amount, show_money, show_share
from graph.vocabulary import Unit
from graph.wording import message, span

if TYPE_CHECKING:
    from graph.planning import Plan, Reach, Roadmap

#: What is said of each year.
_HEADS = (
    "roadmap.opens",
    "roadmap.net",
    "roadmap.alone",
    "roadmap.published",
    "roadmap.share",
    "roadmap.benefit",
    "roadmap.co2",
    "roadmap.money",
)

FromOption = Annotated[
    int | None,
    typer.Option("--from", help="Plan several years as one, from this calendar year on.", metavar="YEAR"),
]
ToOption = Annotated[
    int | None, typer.Option("--to", help="The last of these years; ten years at most.", metavar="YEAR")
]


def show_roadmap(run: Session, service: Service, asked: Asked, years: tuple[int, int], as_json: bool) -> None:
    """Plan the years and print them as tables or as JSON; Ctrl-C leaves nothing behind (CANCELLED)."""
    # A day or a budget is refused here, by name.
    view = service.view().within(asked.park).under(asked.scenario)
    with followed(run, message("roadmap.working")) as progress:
        found = view.roadmap(*years, asked.options, progress)
    if as_json:
        # Its view is the same one, so what was planned is not planned again.
        own = {"from": years[0], "to": years[1]}
        print_json(answer(service, "roadmap", {**own, **asked.variables(DATED)}))
        return
    run.out.print(years_table(run, view, found))
    if found.sinks or found.stocks:
        run.out.print()
        run.out.print(fills_table(run, view, found))
    run.out.print()
    for line in _lines(run, view, found):
        run.out.print(Text(line))


def years_table(run: Session, view: View, found: Roadmap) -> Table:
    """Return what each year comes to, beside the plan that looks no further than it."""
    table = headed(run, message("roadmap.title"), [message("roadmap.year")], [*map(message, _HEADS)])
    for year in found.years:
        nets = (plan.total(Unit.TONNE).net for plan in (year.plan, year.alone))
        target = largest_target(year.plan)
        table.add_row(
            str(year.year),
            str(len(year.opens)),
            *(show_amount(net, Unit.TONNE.value, run.language) for net in nets),
            show_share(published_gain(view, year.plan, Unit.TONNE), run.language),
            "" if target is None else f"{target.share_planned:.1%}",
            _range(year.plan.benefit_reach, lambda value: show_money(value, run.language)),
            _range(year.plan.co2_reach, lambda value: show_amount(value / 1e3, "t", run.language)),
            show_share(year.plan.coverage.money, run.language),
        )
    return table


def fills_table(run: Session, view: View, found: Roadmap) -> Table:
    """Return how pits fill and stocks are drawn down, by the end of each year."""
    amounts = (message("roadmap.whole"), message("roadmap.allowed"))
    years = (str(year.year) for year in found.years)
    table = headed(run, message("roadmap.fills"), [""], (*amounts, *years))
    for sink in found.sinks:
        name = run.named(view, model.Market, sink.market)
        _add(table, run, name, (sink.total, sink.allowed, *sink.filled), sink.unit)
    for stock in found.stocks:
        name = run.named(view, model.WasteStream, stock.stream)
        _add(table, run, name, (stock.stock, stock.allowed, *stock.drawn), stock.unit)
    return table


def _add(table: Table, run: Session, name: str, amounts: tuple[float, ...], unit: Unit) -> None:
    table.add_row(name, *(show_amount(amount, unit.value, run.language) for amount in amounts))


def _range(reach: Reach, show: Callable[[float], str]) -> str:
    return span(show(reach.p10), show(reach.p90))


def _lines(run: Session, view: View, found: Roadmap) -> list[str]:
    """Return on what the table stands, what opens when, and what nobody dated."""
    lines = [run.read(message("roadmap.assumes"))]
    target = _target_of(found.years[-1].plan)
    named = None if target is None else view.get(model.Target, target)
    if named is not None:
        lines.append(run.read(message("roadmap.target", name=run.name(named), wanted=f"{named.share:.0%}")))
    for year in found.years:
        if year.opens:
            names = tuple(run.named(view, model.Facility, facility) for facility in year.opens)
            lines.append(run.read(message("roadmap.opening", year=year.year, names=names)))
    if found.undated:
        names = tuple(run.named(view, model.Facility, facility) for facility in found.undated)
        lines.append(run.read(message("roadmap.undated", names=names)))
    return lines


def _target_of(plan: Plan) -> str | None:
    progress = largest_target(plan)
    return None if progress is None else str(progress.target)
