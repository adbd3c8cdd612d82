"""A plan on a terminal or in a pipe: its flows, its totals, the targets, and what stays without a use."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from api.commands.common import Session, headed
from api.commands.tables import first_rows, giver_of, of_firm, weaker_grade
from api.figures import open_use, published_of_targets, published_supply
from api.views import View
from graph import model
from graph.planning import Plan, PlanFlow, UnplacedReason
from graph.ranges import Range
from graph.units import show_amount, show_share
from graph.vocabulary import BESIDE_THE_ROAD, Unit
from graph.wording import message
from viz.words import value_words

_UNITS = tuple(Unit)


def plan_block(run: Session, view: View, plan: Plan) -> RenderableType:
    """Return what a plan adds up to, how it stands against the targets, and what stays without a use."""
    # A park without a target on record has no table of them.
    targets = (_targets(run, view, plan), Text("")) if plan.targets else ()
    rows, ends = view.snapshot, ("low", "likely", "high")
    said = zip(*(rows.numbers("waste_streams", f"in_use_{end}").tolist() for end in ends), strict=True)
    in_use = dict(zip(rows.strings("waste_streams", "id").tolist(), said, strict=True))
    uses = ((item.unit, item.supply, Range(*in_use[item.stream])) for item in plan.streams)
    asked = [Text(run.read(said)) for said in open_use(uses)]
    return Group(_totals(run, view, plan), *asked, Text(""), *targets, _unplaced(run, view, plan))


def _totals(run: Session, view: View, plan: Plan) -> Table:
    title = message("plan.totals_potential" if plan.potential else "plan.totals")
    today = (("产生", "supply"), ("已利用", "baseline"))
    planned = (("新增利用", "gross"), ("残渣", "residue"), ("净增", "net"), ("利用率", "utilisation"))
    table = headed(run, title, [""], (*today, *planned, message("plan.published")))
    words = {
        Unit.TONNE: ("固废（吨）", "diverted tonnes"),
        Unit.CUBIC_METRE: ("水（立方米）", "water m3"),
        Unit.GIGAJOULE: ("余热（GJ）", "heat GJ"),
    }
    # Tonnes always; water and heat where the park has some.
    for total in (one for one in plan.totals if one.unit is Unit.TONNE or one.supply or one.gross):
        before = (total.supply, total.baseline, total.gross)
        beside = "".join(
            run.say("，另 ", " + ") + show_amount(amount, unit.value, run.language)
            for unit, amount in total.beside
        )
        table.add_row(
            run.say(*words[total.unit]),
            *(f"{number:,.0f}" for number in before),
            f"{total.residue:,.0f}{beside}",
            f"{total.net:,.0f}",
            f"{total.utilisation:.1%}",
            covered_words(run, published_supply(view, plan, total.unit)),
        )
    return table


def covered_words(run: Session, share: float | None) -> str:
    """Return a share that somebody published; nothing where nothing is there to be published."""
    return "" if share is None else show_share(share, run.language)


def _targets(run: Session, view: View, plan: Plan) -> Table:
    shares = (("目标值", "wanted"), ("现状", "today"), ("规划后", "with the plan"), ("缺口", "gap"))
    table = headed(run, ("目标", "Targets"), [("目标", "target")], (*shares, message("plan.published")))
    published = published_of_targets(view, plan)
    for progress in plan.targets:
        table.add_row(
            run.named(view, model.Target, progress.target),
            f"{progress.share_target:.0%}",
            f"{progress.share_baseline:.1%}",
            Text(f"{progress.share_planned:.1%}", style="green" if progress.met else "yellow"),
            show_amount(progress.gap, progress.unit.value, run.language),
            covered_words(run, published[progress.target]),
        )
    return table


def _unplaced(run: Session, view: View, plan: Plan) -> Table:
    amount, why = ("剩余/年", "left per year"), (message("plan.grade"), ("原因", "why"))
    table = headed(run, ("尚无去向", "Without a use"), [("废物流", "stream")], [amount], why)
    left = [item for item in plan.streams if item.reason is not UnplacedReason.NONE]
    left.sort(key=lambda item: (_UNITS.index(item.unit), -item.unplaced))
    for item in first_rows(run, table, left):
        stream = view.get(model.WasteStream, item.stream)
        table.add_row(
            of_firm(run, view, stream) if stream is not None else item.stream,
            show_amount(item.unplaced, item.unit.value, run.language),
            "" if stream is None else run.read(value_words(stream.evidence.grade.value)),
            f"{item.detail.text(run.language)}\n→ {item.help.text(run.language)}",
        )
    return table


def flow_table(run: Session, view: View, plan: Plan) -> Table:
    """Return the flows of a plan, the largest first within each unit."""
    ends, amount = (("从", "from"), ("到", "to")), ("数量/年", "per year")
    table = headed(run, ("流向", "Flows"), ends, [amount], [message("plan.grade")], [("得分", "score")])
    flows = sorted(plan.flows, key=lambda flow: (_UNITS.index(flow.unit), -flow.amount))
    for flow in first_rows(run, table, flows):
        giver, taker = giver_of(flow), (model.Facility, flow.facility)
        grade = weaker_grade(view.get(*giver), view.get(*taker))
        table.add_row(
            run.named(view, *giver),
            run.named(view, *taker),
            show_amount(flow.amount, flow.unit.value, run.language) + _way(run, flow),
            "" if grade is None else run.read(value_words(grade.value)),
            "" if flow.score is None else f"{flow.score:.2f}{'' if flow.verified else '?'}",
        )
    return table


def _way(run: Session, flow: PlanFlow) -> str:
    """Return how a flow gets there, where that is a way that only some works have."""
    return f", {run.read(message(f'travel.{flow.by.value}'))}" if flow.by in BESIDE_THE_ROAD else ""
