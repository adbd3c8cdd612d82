"""The demonstration: the Anning park from files to store, suggestions, plan and network page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.commands.common import LanguageOption, Session, opened_bare, session
from api.commands.planning import expected_of, grounds_block, headline_block, plan_block, summary_table
from api.commands.tables import by_stream, refusal_lines, suggestion_block
from api.figures import material_balance
from api.network import flows_of, headline_note
from api.views import Service, View, selection
from api.views.selection import Filter
from graph import model
from graph.tools import cannot_write, check_place, written_whole
from graph.units import show_amount
from graph.vocabulary import Unit
from graph.wording import span
from ingest import load_anning
from viz.network import write_network_page

#: The four big wastes of the park, each with its kinds.
WASTES = ("phosphogypsum", "steel-slag", "petroleum-coke", "spent-lithium-battery")
_TOP = 2


def demo(
    out: Annotated[Path, typer.Option(help="Folder for the store and the page.")] = Path("out"),
    store: Annotated[
        str | None,
        typer.Option(
            "--store",
            help="sqlite:///file.db or neo4j://host:7687; else demo.db in that folder.",
            metavar="URL",
        ),
    ] = None,
    language: LanguageOption = None,
) -> None:
    """Run ``symbioflow demo``."""
    page = out / "network.html"
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(out, error) from error
    check_place(page)
    url = store or f"sqlite:///{out / 'demo.db'}"
    run = session(url, language)
    run.tell("正在载入安宁园区…", "Loading the Anning park …")
    with opened_bare(run.settings) as target:
        load_anning(target)
        view = Service(target).view()
    _summary(run, view)
    for waste in WASTES:
        _waste(run, view, waste)
    _slag_balance(run, view)
    run.out.print()
    plan, expected = view.plan(), expected_of(run, view)
    run.out.print(plan_block(run, view, plan))
    run.out.print()
    run.out.print(grounds_block(run, view, plan, view.sensitivity()))
    run.out.print()
    run.out.print(summary_table(run, view, plan))
    run.out.print()
    run.out.print(headline_block(run, view, plan, view.technical_potential(), expected))
    with written_whole(page) as aside:
        note = headline_note(view, plan, expected)
        write_network_page(aside, view.snapshot, flows_of(plan), run.language, note)
    run.out.print()
    run.out.print(run.say(f"网络图：{page}", f"Network page: {page}"))
    run.out.print(
        run.say(
            f"打开服务：symbioflow serve --store {url}，然后访问 http://127.0.0.1:8000/",
            f"Open the server: symbioflow serve --store {url}, then http://127.0.0.1:8000/",
        )
    )


def _summary(run: Session, view: View) -> None:
    count = view.snapshot.count
    run.out.print(
        run.say(
            f"安宁产业园区：{count('enterprises')} 家企业，{count('waste_streams')} 条废物流，"
            f"{count('facilities')} 个设施；技术 {count('technologies')} 项，物料 {count('materials')} 种，"
            f"限值 {count('limits')} 条，案例 {count('precedents')} 个",
            f"Anning Industrial Park: {count('enterprises')} enterprises, {count('waste_streams')} streams, "
            f"{count('facilities')} facilities; {count('technologies')} technologies, {count('materials')} "
            f"materials, {count('limits')} limits, {count('precedents')} precedents",
        ),
        style="bold",
    )
    run.out.print(
        run.say(
            "标注“演示估计”的数字无公开来源；“?”表示该部分缺数据，取中性值。",
            "Numbers marked (demo estimate) have no public source; '?' is a part at its neutral value.",
        ),
        style="dim",
    )


def _waste(run: Session, view: View, waste: str) -> None:
    run.out.print()
    run.out.rule(run.named(view, model.Material, waste), align="left")
    wanted = Filter(material=waste)
    found = selection.suggestions(view, wanted, None, None, _TOP)
    for stream, mine in by_stream(selection.waste_streams(view, wanted), found):
        if stream.supply.likely > 0.0:
            run.out.print(suggestion_block(run, view, stream, mine))
    refusals = selection.refusals(view, wanted, None)
    if refusals:
        run.out.print(run.say("被拒：", "Refused:"))
        run.out.print(refusal_lines(run, view, refusals))


def _slag_balance(run: Session, view: View) -> None:
    """Say how much steel slag there is against what officially planned projects want to take."""
    slag = material_balance(view.snapshot, "steel-slag")
    spoken = [
        show_amount(value, Unit.TONNE.value, run.language) for value in (slag.low, slag.high, slag.wanted)
    ]
    run.out.print()
    run.out.print(
        run.say(
            f"钢渣平衡：产生 {span(spoken[0], spoken[1], '–')}/年，规划项目需要 {spoken[2]}/年（官方）。",
            f"Steel slag balance: {span(spoken[0], spoken[1], ' to ')} a year; "
            f"planned projects want {spoken[2]} (official).",
        ),
        style="bold",
    )
