"""The command that follows flows, and the one start that a person means by a few words."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from api.commands.common import (
    JsonOption,
    LanguageOption,
    Session,
    StoreOption,
    headed,
    material_of,
    print_json,
    served,
    session,
)
from api.commands.planning import with_plan_options
from api.commands.tables import giver_of
from api.graphql import answer
from api.plan_options import Asked
from api.views import Service, View
from graph import model
from graph.analysis import Conversion, Trace, TraceDirection, TraceStart, trace_graph
from graph.errors import EXIT_USAGE, SymbioflowError
from graph.network import graph_format, graph_text
from graph.tools import check_place, written_whole
from graph.units import show_amount
from graph.wording import folded, is_called


@with_plan_options
def trace(
    origin: Annotated[
        str,
        typer.Argument(help="An enterprise (id or name), a linkage (id) or a material."),
    ],
    asked: Asked,
    down: Annotated[bool, typer.Option("--down", help="Only to where it goes.")] = False,
    up: Annotated[bool, typer.Option("--up", help="Only to where it comes from.")] = False,
    to: Annotated[
        str | None,
        typer.Option("--to", help="Instead, the shortest chains to this material."),
    ] = None,
    top: Annotated[int, typer.Option(help="Chains at most, 1 to 50.")] = 10,
    output: Annotated[
        Path | None, typer.Option(help="Write the subgraph to a .graphml or .json file.")
    ] = None,
    store: StoreOption = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run ``symbioflow trace``."""
    form = None if output is None else graph_format(output.name)
    run = session(store, language)
    if output is not None and to is None:
        check_place(output)
    with served(run.settings) as service:
        view = service.view().at(asked.on).within(asked.park).under(asked.scenario)
        if to is not None:
            _show_chains(run, service, view, origin, to, top, as_json)
            return
        start, id = start_named(run, view, origin)
        direction = _direction(down, up)
        found = view.trace(start, id, direction, asked.options)
        if output is not None and form is not None:
            with written_whole(output) as aside:
                aside.write_text(graph_text(trace_graph(view.snapshot, found), form), encoding="utf-8")
            run.tell(f"已写入 {output}", f"written to {output}")
        if as_json:
            ends = {one.value: id if one is start else None for one in TraceStart}
            print_json(answer(service, "trace", {**asked.variables(), **ends, "direction": direction.name}))
            return
        run.out.print(trace_table(run, view, found))


def _direction(down: bool, up: bool) -> TraceDirection:
    if down == up:
        return TraceDirection.BOTH
    return TraceDirection.DOWN if down else TraceDirection.UP


def start_named(run: Session, view: View, text: str) -> tuple[TraceStart, str]:
    """Return what a trace starts from: an enterprise by id or name, a linkage by id, else a material.

    Raises
    ------
    SymbioflowError
        ``UNKNOWN_START``, or ``UNCLEAR_MATERIAL`` with those that may be meant.
    """
    wanted = folded(text)
    for firm in view.all(model.Enterprise):
        if is_called(firm, wanted):
            return TraceStart.ENTERPRISE, firm.id
    if view.get(model.Linkage, text) is not None:
        return TraceStart.LINKAGE, text
    try:
        return TraceStart.MATERIAL, material_of(run, view, text)
    except SymbioflowError as error:
        if error.code == "UNKNOWN_MATERIAL":
            raise SymbioflowError("UNKNOWN_START", exit_code=EXIT_USAGE, given=text) from error
        raise


def trace_table(run: Session, view: View, found: Trace) -> RenderableType:
    """Return the flows of a trace, from the farthest up to the farthest down."""
    words = (("从", "from"), ("到", "to"), ("物料", "material"))
    amounts = (("流量", "amount"), ("其中所追踪", "of it traced"))
    title = ("追踪（每年）", "Trace (per year)")
    table = headed(run, title, (), [("步", "step")], words, amounts, [""])
    for flow in found.flows:
        table.add_row(
            f"{flow.steps:+d}" if flow.steps else "0",
            run.named(view, *giver_of(flow)),
            run.named(view, model.Facility, flow.facility),
            run.named(view, model.Material, flow.material),
            show_amount(flow.amount, flow.unit.value, run.language),
            show_amount(flow.traced, flow.unit.value, run.language),
            run.say("规划", "plan") if flow.planned else run.say("现状", "today"),
        )
    if not found.flows:
        return Text(run.say("没有任何流量经过这里", "nothing flows there"), style="yellow")
    return table


def _show_chains(
    run: Session, service: Service, view: View, origin: str, to: str, top: int, as_json: bool
) -> None:
    source, target = (material_of(run, view, text) for text in (origin, to))
    if as_json:
        print_json(answer(service, "conversions", {"source": source, "target": target, "top": top}))
        return
    ways = view.conversions(source, target, top)
    if not ways:
        run.out.print(run.say("没有通向它的技术链", "no chain of technologies leads there"), style="yellow")
    for number, way in enumerate(ways, start=1):
        run.out.print(_chain(run, view, number, way))


def _chain(run: Session, view: View, number: int, way: Conversion) -> Group:
    parts = [run.named(view, model.Material, way.materials[0])]
    for technology, material in zip(way.technologies, way.materials[1:], strict=True):
        runs = run.say("（在运行）", " (runs)") * (technology in way.running)
        parts.append(f"[{run.named(view, model.Technology, technology)}{runs}]")
        parts.append(run.named(view, model.Material, material))
    ratio = run.say("不详", "not known") if way.ratio is None else f"{way.ratio:.3g}"
    said = run.say(f"每单位投入得 {ratio}", f"{ratio} per unit that goes in")
    return Group(Text(f"{number:3}. " + " → ".join(parts)), Text(f"     {said}", style="dim"))
