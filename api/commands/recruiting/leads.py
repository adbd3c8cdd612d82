"""Command that lists the missing links most worth recruiting, each with its reasons and its questions."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer
from rich.console import Group
from rich.table import Table
from rich.text import Text

from api.commands.common import (
    JsonOption,
    LanguageOption,
    Session,
    StoreOption,
    opened_to_read,
    print_json,
    session,
)
from api.commands.planning.plan_arguments import with_lead_options
from api.commands.planning.spreads import SeedOption, followed
from api.graphql.documents import answer
from api.views.plan_options import UNBOUNDED, Asked
from api.views.service import Service, View
from graph import model
from graph.messages import message, names_or_id
from graph.ranges import Range
from graph.recruiting import (
    DRAWS,
    Lead,
    LeadOptions,
    LeadProduct,
    Leads,
    LeadSite,
    NoLead,
    OutletKind,
    Presence,
    ScaleBound,
)

_BOUNDS = {
    ScaleBound.SUPPLY: ("原料", "supply"),
    ScaleBound.MARKET: ("市场", "market"),
    ScaleBound.ECONOMIC: ("经济规模", "usual size"),
}
_REASONS = {
    NoLead.NO_SUPPLY: ("没有可用原料", "no supply"),
    NoLead.TOO_SMALL: ("规模太小", "too small"),
    NoLead.NO_MARKET: ("市场不清楚", "market not known"),
    NoLead.MARKET_FULL: ("市场已满", "market full"),
    NoLead.CAPACITY_UNKNOWN: ("现有能力不清楚", "capacity not known"),
    NoLead.NO_GAIN: ("没有增益", "no gain"),
}
#: Donors, products and questions that are printed of one lead.
_SHOWN = 3
_MILLION = 1e6


@with_lead_options
def leads(
    asked: Asked,
    top: Annotated[int, typer.Option(help="How many, 1 to 50.")] = 10,
    site: Annotated[
        str | None, typer.Option(help="Only in this area or at this firm, by id or name.")
    ] = None,
    technology: Annotated[str | None, typer.Option(help="Only this technology, by id or name.")] = None,
    draws: Annotated[
        int, typer.Option(help="Worlds drawn for spreads and chances, 0 (none) to 500.")
    ] = DRAWS,
    seed: SeedOption = 0,
    store: StoreOption = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run ``symbioflow leads``."""
    run = session(store, language)
    options = LeadOptions(asked.options, top, site, technology, draws, seed)
    with opened_to_read(run.settings) as source:
        service = Service(source)
        view = service.view().at(asked.on).within(asked.park).under(asked.scenario)
        with followed(run, message("leads.working")) as progress:
            found = view.leads(options, progress)
        if as_json:
            # Its view is the same one, so nothing is searched again.
            own = {"top": top, "site": site, "technology": technology, "draws": draws, "seed": seed}
            print_json(answer(service, "leads", own | asked.variables(UNBOUNDED)))
            return
        if not found.items:
            run.out.print(
                run.say("没有值得招引的缺失环节", "no missing link is worth anything"), style="yellow"
            )
        else:
            run.out.print(lead_table(run, view, found))
            for lead in found.items:
                run.out.print(_reasons(run, view, lead))
        run.out.print(_proof(run, found), style="dim")


def lead_table(run: Session, view: View, found: Leads) -> Table:
    """Return the list, one row a lead."""
    title = found.objective.called
    table = Table(
        title=run.say(
            f"最值得招引的缺失环节（按{title.zh}）", f"Missing links most worth recruiting, by {title.en}"
        ),
        title_justify="left",
    )
    table.add_column("#", justify="right")
    for zh, en in (("技术", "technology"), ("地点", "site")):
        table.add_column(run.say(zh, en))
    for zh, en in (
        ("规模/年", "scale/yr"),
        ("净利用 t", "net t"),
        ("净收益 百万元", "benefit MCNY"),
        ("减碳 t", "CO2e t"),
        ("投资 百万元", "capital MCNY"),
        ("内部收益率", "IRR"),
        ("稳定", "stable"),
    ):
        table.add_column(run.say(zh, en), justify="right")
    for lead in found.items:
        value, economics = lead.value, lead.economics
        table.add_row(
            str(lead.rank),
            _technology(run, view, lead),
            _site(run, view, lead.site),
            f"{lead.scale.amount.likely:,.0f} {lead.scale.unit.value}",
            f"{value.tonnes:,.0f}",
            f"{value.benefit / _MILLION:,.1f}",
            f"{value.co2 / 1e3:,.0f}",
            _known(run, economics.capital, _MILLION),
            "?" if economics.rate_of_return is None else _rate(run, economics.rate_of_return.likely),
            "–" if lead.stability is None else f"{lead.stability:.0%}",
        )
    return table


def _reasons(run: Session, view: View, lead: Lead) -> Group:
    value, economics, scale = lead.value, lead.economics, lead.scale
    why = (
        run.say("园区没有", "the park has none")
        if lead.presence is Presence.ABSENT
        else run.say("现有的已满", "what the park has is full")
    )
    bound = run.say(*_BOUNDS[scale.bound])
    lines = [
        run.say(
            f"{why}；规模由{bound}决定，规划用到 {scale.used:,.0f}",
            f"{why}; its scale is bounded by {bound}, of which the plan uses {scale.used:,.0f}",
        )
    ]
    if lead.extenders:
        firms = [_name(run, view, model.Enterprise, firm) for firm in lead.extenders]
        lines.append(run.say("可扩建的现有企业：", "firms that could extend: ") + _some(run, firms))
    donors = [
        f"{_name(run, view, model.Material, donor.material)} {donor.amount:,.0f} {donor.unit.value}"
        + f" ({_name(run, view, model.Enterprise, donor.enterprise)}, {_km(run, donor.distance)})"
        for donor in lead.donors
    ]
    lines.append(run.say("来料：", "fed by ") + _some(run, donors))
    products = [_product(run, view, product) for product in lead.products]
    if products:
        lines.append(run.say("产出：", "makes ") + _some(run, products))
    spread = value.tonnes_spread
    if spread is not None:
        lines.append(
            run.say("净利用 P10–P90：", "net tonnes P10 to P90: ") + f"{spread.low:,.0f} – {spread.high:,.0f}"
        )
    moved = [
        f"{_name(run, view, model.Target, gain.target)} {gain.chance_before:.0%} → {gain.chance_after:.0%}"
        for gain in value.targets
        if gain.chance_before is not None
        and gain.chance_after is not None
        and gain.chance_after != gain.chance_before
    ]
    if moved:
        lines.append(run.say("达标概率：", "chance of targets: ") + _some(run, moved))
    payback = economics.payback_likely
    years = (
        run.say("收不回", "never")
        if payback is None
        else run.say(f"{payback:.1f} 年", f"{payback:.1f} years")
    )
    lines.append(
        run.say("回收期：", "payback: ")
        + (run.say("投资额未知？", "capital not known?") if economics.capital is None else years)
        + run.say("；来料底价 ", "; donors pay today ")
        + (
            run.say("未知？", "not known?")
            if economics.price_floor is None
            else f"{economics.price_floor.likely:,.0f} CNY/{scale.unit.value}"
        )
    )
    questions = lead.questions_zh if run.language == "zh" else lead.questions_en
    if questions:
        lines.append(run.say("要问：", "ask: ") + _some(run, list(questions)))
    head = Text(
        f"{lead.rank:3}. {_technology(run, view, lead)} · {_site(run, view, lead.site)}", style="bold"
    )
    return Group(head, *(Text(f"     {line}", style="dim") for line in lines))


def _product(run: Session, view: View, product: LeadProduct) -> str:
    name = f"{_name(run, view, model.Material, product.material)} {product.amount:,.0f} {product.unit.value}"
    if product.outlet is OutletKind.PASSED_ON and product.facility is not None:
        return name + " → " + _name(run, view, model.Facility, product.facility)
    if product.outlet is OutletKind.DISPOSED:
        return name + run.say("（处置）", " (disposed of)")
    if product.market is None:
        return name + run.say("（市场未知？）", " (market not known?)")
    if product.share is None:
        return name + run.say("（市场不限）", " (market not bounded)")
    return name + run.say(
        f"（占市场余量 {product.share:.0%}）", f" ({product.share:.0%} of the market's room)"
    )


def _proof(run: Session, found: Leads) -> str:
    proof = found.certificate
    unit = found.objective.unit
    reasons = Counter(one.reason for one in found.passed_over)
    counted = [f"{run.say(*_REASONS[reason])} {count}" for reason, count in reasons.items()]
    lines = [
        run.say(
            f"{proof.candidates} 个候选，{proof.positive} 个可能有增益，精确求解 {proof.solved} 个；"
            f"其余至多 {proof.rest_at_most:,.0f} {unit}，末位为 {proof.threshold:,.0f} {unit}。",
            f"{proof.candidates} candidates, {proof.positive} could be worth something, {proof.solved} were "
            f"solved exactly; the rest are worth at most {proof.rest_at_most:,.0f} {unit}, "
            f"the last of the list {proof.threshold:,.0f} {unit}.",
        )
    ]
    if counted:
        lines.append(run.say("未列入的技术：", "technologies passed over: ") + ", ".join(counted))
    return "\n".join(lines)


def _technology(run: Session, view: View, lead: Lead) -> str:
    names = [lead.technology] if lead.partner is None else [lead.technology, lead.partner]
    return " + ".join(_name(run, view, model.Technology, name) for name in names)


def _site(run: Session, view: View, site: LeadSite) -> str:
    if site.enterprise is not None:
        return _name(run, view, model.Enterprise, site.enterprise) + run.say("（扩建）", " (extends)")
    return _name(run, view, model.Park, site.park) + run.say("（新引进）", " (newcomer)")


def _name(run: Session, view: View, entity: type[object], id: str) -> str:
    return run.read(names_or_id(view.get(entity, id), id))


def _some(run: Session, items: list[str]) -> str:
    more = len(items) - _SHOWN
    rest = run.say(f"；另 {more} 项", f"; {more} more") if more > 0 else ""
    return "; ".join(items[:_SHOWN]) + rest


def _known(run: Session, amount: Range | None, unit: float) -> str:
    return run.say("未知？", "not known?") if amount is None else f"{amount.likely / unit:,.1f}"


def _rate(run: Session, rate: float) -> str:
    return run.say("亏损", "a loss") if rate <= -1.0 else f"{rate:.0%}"


def _km(run: Session, distance: float | None) -> str:
    return run.say("距离未知？", "distance not known?") if distance is None else f"{distance:,.0f} km"
