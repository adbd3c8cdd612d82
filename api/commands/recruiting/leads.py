"""Command that lists the missing links most worth recruiting, each with its reasons and its questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
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
    headed,
    print_json,
    served,
    session,
)
from api.commands.planning import SeedOption, followed, with_lead_options
from api.commands.recruiting.portfolios import pair_table, portfolio_shown, site_in
from api.graphql import answer
from api.plan_options import UNBOUNDED, Asked
from api.views import View
from graph import model
from graph.ranges import Range
from graph.recruiting import (
    DRAWS,
    YEARS,
    Deciding,
    Lead,
    LeadOptions,
    LeadProduct,
    LeadReturns,
    Leads,
    NoLead,
    OutletKind,
    Presence,
    ScaleBound,
    budget_of,
)
from graph.units import unit_words
from graph.vocabulary import Unit
from graph.wording import message, span

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
#: Technologies without a known buyer that are named.
_BUYERS = 8
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
    budget: Annotated[
        float | None,
        typer.Option(help="Choose a portfolio: CNY that leads may cost together, at their high ends."),
    ] = None,
    energy: Annotated[
        float | None, typer.Option(help="GJ of electricity and heat a year that the portfolio may use.")
    ] = None,
    years: Annotated[int, typer.Option(help="Years over which the budget is spent evenly, 1 to 30.")] = YEARS,
    as_json: JsonOption = False,
) -> None:
    """Run ``symbioflow leads``."""
    run = session(store, language)
    within = budget_of(budget, energy, years)
    options = LeadOptions(asked.options, top, site, technology, draws, seed, within)
    with served(run.settings) as service:
        view = service.view().at(asked.on).within(asked.park).under(asked.scenario)
        with followed(run, message("leads.working")) as progress:
            found = view.leads(options, progress)
        if as_json:
            # Its view is the same one, so nothing is searched again.
            own: dict[str, object] = {
                "top": top,
                "site": site,
                "technology": technology,
                "draws": draws,
                "seed": seed,
                "budget": budget,
                "energy": energy,
                "years": years,
            }
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
        for behind in _challengers(run, view, found):
            run.out.print(behind)
        if found.pairs:
            run.out.print(pair_table(run, view, found))
        run.out.print(_proof(run, found), style="dim")
        for asked_first in _buyers(run, view, found):
            run.out.print(asked_first)
        if found.portfolio is not None:
            for part in portfolio_shown(run, view, found.objective, found.portfolio):
                run.out.print(part)


def lead_table(run: Session, view: View, found: Leads) -> Table:
    """Return the list, one row a lead."""
    title = found.objective.called
    table = headed(
        run,
        (f"最值得招引的缺失环节（按{title.zh}）", f"Missing links most worth recruiting, by {title.en}"),
        (),
        ["#"],
        [("技术", "technology"), ("地点", "site")],
        [
            ("规模/年", "scale/yr"),
            ("净利用 t", "net t"),
            ("净收益 百万元", "benefit MCNY"),
            ("减碳 t", "CO2e t"),
            ("投资 百万元", "capital MCNY"),
            ("内部收益率", "IRR"),
            ("稳定", "stable"),
        ],
    )
    for lead in found.items:
        value, economics = lead.value, lead.economics
        table.add_row(
            str(lead.rank),
            run.named(view, model.Technology, lead.technology),
            site_in(run, view, lead.site),
            _amount(run, lead.scale.amount.likely, lead.scale.unit),
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
    used = _amount(run, scale.used, scale.unit)
    lines = [
        run.say(
            f"{why}；规模由{bound}决定，规划用到 {used}",
            f"{why}; its scale is bounded by {bound}, of which the plan uses {used}",
        )
    ]
    if lead.extenders:
        firms = [run.named(view, model.Enterprise, firm) for firm in lead.extenders]
        lines.append(run.say("可扩建的现有企业：", "firms that could extend: ") + _some(run, firms))
    donors = [
        f"{run.named(view, model.Material, donor.material)} {_amount(run, donor.amount, donor.unit)}"
        + f" ({run.named(view, model.Enterprise, donor.enterprise)}, {_km(run, donor.distance)}"
        + (f", {run.read(message(f'travel.{donor.by.value}'))})" if donor.by is not None else ")")
        for donor in lead.donors
    ]
    lines.append(run.say("来料：", "fed by ") + _some(run, donors))
    products = [_product(run, view, product) for product in lead.products]
    if products:
        lines.append(run.say("产出：", "makes ") + _some(run, products))
    spread = value.tonnes_spread
    if spread is not None:
        lines.append(
            run.say("净利用 P10–P90：", "net tonnes P10 to P90: ")
            + span(f"{spread.low:,.0f}", f"{spread.high:,.0f}")
        )
    moved = [
        f"{run.named(view, model.Target, gain.target)} {gain.chance_before:.0%} → {gain.chance_after:.0%}"
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
            else run.say(
                f"{economics.price_floor.likely:,.0f} 元/{unit_words(scale.unit.value)}",
                f"{economics.price_floor.likely:,.0f} CNY/{scale.unit.value}",
            )
        )
    )
    if economics.returns is not None:
        lines.append(_returns(run, economics.returns, lead))
    if lead.deciding is not None:
        lines.append(
            run.say("最能改变名次：", "what would change its place: ") + _decides(run, lead.deciding)
        )
    questions = lead.questions_zh if run.language == "zh" else lead.questions_en
    if questions:
        lines.append(run.say("要问：", "ask: ") + _some(run, list(questions)))
    technology = run.named(view, model.Technology, lead.technology)
    head = Text(f"{lead.rank:3}. {technology} · {site_in(run, view, lead.site)}", style="bold")
    return Group(head, *(Text(f"     {line}", style="dim") for line in lines))


def _decides(run: Session, found: Deciding) -> str:
    what = found.what.text(run.language)
    low, high = f"{found.where_low:.0%}", f"{found.where_high:.0%}"
    return run.say(
        f"{what}（低或不同意时 {low} 的抽样在前十，高或同意时 {high}）",
        f"{what} (among the first ten in {low} of draws where it is low or refused, else in {high})",
    )


def _challengers(run: Session, view: View, found: Leads) -> Iterator[Text]:
    """Yield what stands just behind the list."""
    for one in found.challengers[:_SHOWN]:
        name = run.named(view, model.Technology, one.technology)
        said = run.say(
            f"名单之外：{name}，{one.stability:.0%} 的抽样在前十",
            f"behind the list: {name}, in {one.stability:.0%} of draws",
        )
        if one.deciding is not None:
            said += run.say("；取决于：", "; it depends on ") + _decides(run, one.deciding)
        yield Text(said, style="dim")


def _returns(run: Session, returns: LeadReturns, lead: Lead) -> str:
    """Return how far the money spreads."""

    def years(amount: float | None) -> str:
        if amount is None:
            return run.say("收不回", "never")
        return run.say(f"{amount:.1f} 年", f"{amount:.1f} years")

    def between(low: str, high: str) -> str:
        """Return both ends, or what both say."""
        return span(low, high, run.say(" – ", " to "))

    rates = between(*(_rate(run, rate) for rate in (returns.rate.low, returns.rate.high)))
    paid = between(years(returns.payback_fast), years(returns.payback_slow))
    said = run.say(f"P10–P90：内部收益率 {rates}，回收期 {paid}", f"P10 to P90: IRR {rates}, payback {paid}")
    if returns.break_even is not None and lead.economics.break_even is not None:
        ends = between(*(f"{end:,.0f}" for end in (returns.break_even.low, returns.break_even.high)))
        said += run.say(f"，主产品保本价 {ends} 元", f", break-even price {ends} CNY")
    return said


def _product(run: Session, view: View, product: LeadProduct) -> str:
    name = f"{run.named(view, model.Material, product.material)} {_amount(run, product.amount, product.unit)}"
    if product.outlet is OutletKind.PASSED_ON and product.facility is not None:
        return name + " → " + run.named(view, model.Facility, product.facility)
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
    zh = unit_words(unit)
    reasons = Counter(one.reason for one in found.passed_over)
    counted = [f"{run.say(*_REASONS[reason])} {count}" for reason, count in reasons.items()]
    lines = [
        run.say(
            f"{proof.candidates} 个候选，{proof.positive} 个可能有增益，精确求解 {proof.solved} 个；"
            f"其余至多 {proof.rest_at_most:,.0f} {zh}，末位为 {proof.threshold:,.0f} {zh}。",
            f"{proof.candidates} candidates, {proof.positive} could be worth something, {proof.solved} were "
            f"solved exactly; the rest are worth at most {proof.rest_at_most:,.0f} {unit}, "
            f"the last of the list {proof.threshold:,.0f} {unit}.",
        )
    ]
    if counted:
        lines.append(run.say("未列入的技术：", "technologies passed over: ") + run.clauses(counted))
    return "\n".join(lines)


def _buyers(run: Session, view: View, found: Leads) -> Iterator[Text]:
    """Yield the technologies that could be leads if somebody bought their products, most supply first."""
    waiting = [one for one in found.passed_over if one.reason is NoLead.NO_MARKET]
    for one in waiting[:_BUYERS]:
        technology = run.named(view, model.Technology, one.technology)
        yield Text(f"  {technology}{run.say('：', ': ')}{one.detail.text(run.language)}", style="dim")
    if len(waiting) > _BUYERS:
        rest = len(waiting) - _BUYERS
        yield Text(run.say(f"  另 {rest} 项见 --json", f"  {rest} more, see --json"), style="dim")


def _some(run: Session, items: list[str]) -> str:
    more = len(items) - _SHOWN
    rest = run.say(f"；另 {more} 项", f"; {more} more") if more > 0 else ""
    return run.clauses(items[:_SHOWN]) + rest


def _amount(run: Session, amount: float, unit: Unit) -> str:
    return f"{amount:,.0f} {run.say(unit_words(unit.value), unit.value)}"


def _known(run: Session, amount: Range | None, unit: float) -> str:
    return run.say("未知？", "not known?") if amount is None else f"{amount.likely / unit:,.1f}"


def _rate(run: Session, rate: float) -> str:
    return run.say("亏损", "a loss") if rate <= -1.0 else f"{rate:.0%}"


def _km(run: Session, distance: float | None) -> str:
    return run.say("距离未知？", "distance not known?") if distance is None else f"{distance:,.0f} km"
