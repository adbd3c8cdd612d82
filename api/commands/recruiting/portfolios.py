"""Tables of pairs that pay together, and of what to recruit with a budget."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from api.commands.common import Session, headed
from api.views import View
from graph import model
from graph.planning import Objective
from graph.ranges import Range
from graph.recruiting import Leads, LeadSite, NotBuilt, PairMember, Portfolio
from graph.units import show_money, show_share, significant, unit_words

_REASONS = {
    NotBuilt.CAPITAL_UNKNOWN: ("投资额要问", "capital to be asked"),
    NotBuilt.ENERGY_UNKNOWN: ("能耗要问", "energy to be asked"),
    NotBuilt.TOO_DEAR: ("单个就超预算", "alone above the budget"),
    NotBuilt.OTHERS_BETTER: ("别的更值", "others are better"),
    NotBuilt.NO_MORE: ("有了其他就不再增加", "adds nothing beside the others"),
}
#: Names that are printed of those left out for one reason.
_SHOWN = 6
_MILLION = 1e6


def site_in(run: Session, view: View, site: LeadSite) -> str:
    """Return where a missing link could stand, and whether as a newcomer."""
    if site.enterprise is not None:
        return run.named(view, model.Enterprise, site.enterprise) + run.say("（扩建）", " (extends)")
    return run.named(view, model.Park, site.park) + run.say("（新引进）", " (newcomer)")


def pair_table(run: Session, view: View, found: Leads) -> Table:
    """Return the pairs, one row each."""
    unit = run.say(unit_words(found.objective.unit), found.objective.unit)
    title = ("合在一起更值的两个环节", "Two that are worth more together")
    words = (("前一个", "first"), ("后一个", "second"), ("传递", "hands on"), ("地点", "site"))
    numbers = ((f"合计 {unit}", f"together {unit}"), (f"多出 {unit}", f"more {unit}"), ("投资", "capital"))
    table = headed(run, title, words, numbers)
    for pair in found.pairs:
        first, second = pair.first.capital, pair.second.capital
        both = None if first is None or second is None else Range.total((first, second))
        table.add_row(
            _member(run, view, pair.first),
            _member(run, view, pair.second),
            f"{run.named(view, model.Material, pair.material)} {pair.passed_on:,.0f} "
            + run.say(unit_words(pair.unit.value), pair.unit.value),
            site_in(run, view, pair.site),
            f"{pair.worth:,.0f}",
            f"{pair.more:,.0f}",
            _money(run, both),
        )
    return table


def _money(run: Session, amount: Range | None) -> str:
    if amount is None:
        return run.say("未知？", "not known?")
    return show_money(significant(amount.likely), run.language)


def _member(run: Session, view: View, member: PairMember) -> str:
    name = run.named(view, model.Technology, member.technology)
    if member.alone is None:
        return name + run.say("（单独立不住）", " (cannot stand alone)")
    return name


def portfolio_shown(
    run: Session, view: View, objective: Objective, portfolio: Portfolio
) -> Iterator[RenderableType]:
    """Yield what to recruit with a budget, in its order, its proof, and what is left out for which reason."""
    budget = portfolio.budget
    unit = run.say(unit_words(objective.unit), objective.unit)
    money = show_money(budget.capital, run.language)
    table = headed(
        run,
        (
            f"预算 {money} 的招引组合（投资按上限计，{budget.years} 年内平均投入）",
            f"What to recruit with {money}, capital at its high end, spent evenly over {budget.years} years",
        ),
        (),
        [("年", "year")],
        [("招引", "recruit"), ("地点", "site")],
        [
            ("投资上限 百万元", "capital at most MCNY"),
            (f"增加 {unit}", f"adds {unit}"),
            ("净收益 百万元", "benefit MCNY"),
            ("减碳 吨", "CO2e t"),
        ],
    )
    for step in portfolio.steps:
        sites = dict.fromkeys(site_in(run, view, site) for site in step.sites)
        table.add_row(
            str(step.year),
            " + ".join(run.named(view, model.Technology, name) for name in step.technologies),
            run.clauses(sites),
            f"{step.capital.high / _MILLION:,.1f}",
            f"{step.adds:,.0f}",
            f"{step.benefit / _MILLION:,.1f}",
            f"{step.co2 / 1e3:,.0f}",
        )
    if portfolio.steps:
        yield table
    else:
        yield Text(
            run.say(f"预算 {money} 一个也建不了", f"nothing can be built with {money}"), style="yellow"
        )
    yield Text("\n".join(_proof(run, unit, portfolio)), style="dim")
    left: dict[NotBuilt, list[str]] = {}
    for one in portfolio.left_out:
        left.setdefault(one.reason, []).append(run.named(view, model.Technology, one.technology))
    for reason, names in left.items():
        rest = len(names) - _SHOWN
        more = run.say(f" 等 {len(names)} 项", f" and {rest} more") if rest > 0 else ""
        zh, en = _REASONS[reason]
        listed = run.say("、", ", ").join(names[:_SHOWN])
        yield Text(run.say(f"未选（{zh}）：", f"left out ({en}): ") + listed + more)


def _proof(run: Session, unit: str, portfolio: Portfolio) -> Iterator[str]:
    language, capital = run.language, portfolio.capital
    likely, high = (show_money(significant(end), language) for end in (capital.likely, capital.high))
    yield run.say(
        f"合计 {portfolio.worth:,.0f} {unit}；投资约 {likely}，至多 {high}。",
        f"Together {portfolio.worth:,.0f} {unit}; capital likely {likely}, at most {high}.",
    )
    if portfolio.energy is not None:
        likely, high = f"{portfolio.energy.likely:,.0f}", f"{portfolio.energy.high:,.0f}"
        yield run.say(
            f"用能每年约 {likely} 吉焦，至多 {high} 吉焦。",
            f"Energy likely {likely} GJ/yr, at most {high} GJ/yr.",
        )
    elif portfolio.steps:
        yield run.say("用能：有的环节没有能耗数，未知。", "Energy: of some nobody knows what they use.")
    yield (
        run.say(
            f"从 {portfolio.considered} 个环节中选出，已证明预算之内没有更好的。",
            f"Chosen from {portfolio.considered} leads; proved that none within the budget is better.",
        )
        if portfolio.proved
        else run.say(
            f"从 {portfolio.considered} 个环节中选出；更好的至多 {portfolio.at_most:,.0f} {unit}。",
            f"Chosen from {portfolio.considered} leads; a better choice is worth at most "
            f"{portfolio.at_most:,.0f} {unit}.",
        )
    )
    if portfolio.at_most > 0.0:
        share = show_share(portfolio.greedy_worth / portfolio.at_most, language)
        greedy = f"{portfolio.greedy_worth:,.0f}"
        sure = show_share(portfolio.greedy_share, language)
        yield run.say(
            f"逐个挑最划算的得 {greedy} {unit}，为最优的 {share}（环节只互相争料时至少 {sure}）。",
            f"Taking the best for its money one by one gives {greedy} {unit}, {share} of the best "
            f"(at least {sure} where leads only take from each other).",
        )
    yield run.say(
        "用地不在预算之内：没有这些工艺的用地数据，须向投资方逐家询问。",
        "Land is not in the budget: nobody gave the land of these plants; ask each investor.",
    )
