"""Indicators and losses as tables that a person can read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from api.commands.common import Session, headed
from api.views import View
from graph import model
from graph.analysis import NetworkIndicators, Resilience
from graph.planning import Loss, LostKind
from graph.units import show_amount, show_money
from graph.wording import span

_KINDS = {
    LostKind.ENTERPRISE: ("企业", "enterprise", model.Enterprise),
    LostKind.FACILITY: ("设施", "facility", model.Facility),
    LostKind.MARKET: ("市场", "market", model.Market),
}
#: Others that are named before they are only counted.
_NAMED = 2


def indicator_table(run: Session, found: Sequence[NetworkIndicators]) -> Table:
    """Return the indicators of each network side by side, with what low and high mean."""
    unit = found[0].unit.value
    title = (f"网络指标（{unit}/年）", f"Network indicators ({unit}/yr)")
    table = headed(run, title, [""], [network.state.called for network in found])
    table.add_column(run.say("低 … 高", "low … high"), style="dim")
    counts = (
        ("企业数", "enterprises", [f"{one.enterprises}" for one in found]),
        ("相连的企业对", "linked pairs", [f"{one.linked_pairs}" for one in found]),
        (
            "企业之间",
            "between enterprises",
            [show_amount(one.exchanged, unit, run.language) for one in found],
        ),
        ("企业内部", "within one enterprise", [show_amount(one.kept, unit, run.language) for one in found]),
    )
    for zh, en, figures in counts:
        table.add_row(run.say(zh, en), *figures, "")
    for place, indicator in enumerate(found[0].indicators):
        meaning = indicator.name.meaning
        figures = [_figure(run, one.indicators[place].figure) for one in found]
        table.add_row(run.read(meaning.name), *figures, f"{run.read(meaning.low)} … {run.read(meaning.high)}")
    return table


def _figure(run: Session, figure: float | None) -> str:
    if figure is None:
        return run.say("无定义", "not defined")
    return f"{figure:,.0f}" if figure >= 1_000.0 else f"{figure:.4g}"


def broker_table(run: Session, view: View, found: NetworkIndicators, top: int) -> Table:
    """Return the enterprises that most ways lead through."""
    places = (("伙伴", "partners"), ("中介", "betweenness"), ("接近", "closeness"))
    heads = (*places, ("给出", "gives"), ("接收", "takes"))
    table = headed(run, ("枢纽企业（规划）", "Brokers (plan)"), [("企业", "enterprise")], heads)
    for broker in found.brokers[:top]:
        table.add_row(
            run.named(view, model.Enterprise, broker.enterprise),
            f"{broker.partners}",
            f"{broker.betweenness:.3f}",
            f"{broker.closeness:.3f}",
            show_amount(broker.given, found.unit.value, run.language),
            show_amount(broker.taken, found.unit.value, run.language),
        )
    return table


def group_lines(run: Session, view: View, found: NetworkIndicators, top: int) -> RenderableType:
    """Return the groups that exchange more with each other than with the rest."""
    quality = "" if found.modularity is None else f" {found.modularity:.2f}"
    head = run.say(f"社群（模块度{quality}）", f"Groups (modularity{quality})")
    lines = [
        f"{show_amount(group.within, found.unit.value, run.language)}: {_names(run, view, group.enterprises)}"
        for group in found.communities[:top]
    ]
    return _lines(run, head, lines)


def loop_lines(run: Session, view: View, found: NetworkIndicators, top: int) -> RenderableType:
    """Return the rings along which something comes back."""
    more = "" if found.loops_complete else "+"
    head = run.say(f"共生环（{len(found.loops)}{more}）", f"Loops ({len(found.loops)}{more})")
    lines = []
    for loop in found.loops[:top]:
        names = [run.named(view, model.Enterprise, id) for id in (*loop.enterprises, loop.enterprises[0])]
        lines.append(f"{show_amount(loop.amount, found.unit.value, run.language)}: {' → '.join(names)}")
    return _lines(run, head, lines)


def likely_lines(run: Session, view: View, found: NetworkIndicators, top: int) -> RenderableType:
    """Return the pairs with partners in common, marked as what they are."""
    head = run.say(
        "第二意见：仅按网络，可能成为伙伴的企业（未核对物料与门槛）",
        "A second opinion: who might be partners by the network alone (no material, no gate looked at)",
    )
    lines = [
        f"{_names(run, view, link.enterprises)}  RA {link.resource_allocation:.2f}  "
        f"AA {link.adamic_adar:.2f}  " + run.say("共同伙伴：", "in common: ") + _names(run, view, link.common)
        for link in found.likely_links[:top]
    ]
    return _lines(run, head, lines)


def _lines(run: Session, head: str, lines: Iterable[str]) -> RenderableType:
    said = list(lines) or [run.say("没有", "none")]
    return Group(Text(head, style="bold"), *(Text(f"  {line}") for line in said))


def loss_table(run: Session, view: View, found: Resilience, kind: LostKind, top: int) -> RenderableType:
    """Return the largest losses of one kind; what nothing goes to or from is only counted."""
    zh, en, entity = _KINDS[kind]
    every = [loss for loss in found.losses if loss.kind is kind]
    losses = [loss for loss in every if loss.solved]
    shown = losses[:top] if top else losses
    title = run.say(f"失去一个{zh}（每年）", f"Loss of one {en} (per year)")
    rest, idle = len(losses) - len(shown), len(every) - len(losses)
    notes = []
    if rest:
        notes.append(run.say(f"另有 {rest} 个未列出", f"{rest} more are not listed"))
    if idle:
        notes.append(
            run.say(
                f"另有 {idle} 个无往来，失去它们没有损失",
                f"{idle} more lose nothing: nothing goes to or from them",
            )
        )
    said = [Text(note, style="dim") for note in notes]
    if not losses:
        return Group(Text(title + run.say("：无", ": none"), style="italic"), *said)
    table = headed(
        run,
        title,
        [(zh, en)],
        [
            ("净利用损失", "net use lost"),
            ("效益损失 P10–P90", "benefit lost, P10 – P90"),
            ("他方失去去处 → 另有去处", "displaced → replaced"),
        ],
        [("谁能顶替", "who takes over"), ("谁随之停下", "who else stops")],
    )
    for loss in shown:
        table.add_row(
            run.named(view, entity, loss.lost) + run.say(" ⚠ 单点", " ⚠ single point") * loss.single_point,
            show_amount(loss.tonnes, "t", run.language),
            span(*(show_money(end, run.language) for end in (loss.benefit_low, loss.benefit_high))),
            _moved(run, loss),
            _named(run, view, model.Facility, [one.facility for one in loss.replacements]),
            _named(run, view, model.Enterprise, loss.stopped),
        )
    return Group(table, *said)


def _moved(run: Session, loss: Loss) -> str:
    if not loss.displaced:
        return "–"
    return " → ".join(show_amount(amount, "t", run.language) for amount in (loss.displaced, loss.replaced))


def cascade_table(run: Session, view: View, found: Resilience, top: int) -> RenderableType:
    """Return who falls after whom, and who holds the network together."""
    share = f"{found.tolerance:.0%}"
    title = (
        f"连锁：无人另找伙伴，失去来料超过 {share} 即停",
        f"Cascades: nobody looks for another partner, who loses over {share} of what comes in stops",
    )
    counts = (("不再交换", "no more exchanged"), ("轮次", "rounds"))
    table = headed(run, title, [("先失去", "lost first")], counts, [("随之停下", "stop after it")])
    for cascade in found.cascades[:top] if top else found.cascades:
        table.add_row(
            run.named(view, model.Enterprise, cascade.enterprise),
            show_amount(cascade.lost, "t", run.language),
            f"{cascade.rounds}",
            _names(run, view, cascade.stopped) or "–",
        )
    cut = run.say("割点（少了它网络断开）：", "Cut points (without one the network falls apart): ")
    return Group(table, Text(cut + (_names(run, view, found.cut_points) or run.say("没有", "none"))))


def _named(run: Session, view: View, entity: type[Any], ids: Sequence[str]) -> str:
    names = ", ".join(run.named(view, entity, id) for id in ids[:_NAMED])
    more = len(ids) - _NAMED
    return (names + (f" +{more}" if more > 0 else "")) or "–"


def _names(run: Session, view: View, enterprises: Iterable[str]) -> str:
    between = run.say("、", ", ")
    return between.join(run.named(view, model.Enterprise, id) for id in enterprises)
