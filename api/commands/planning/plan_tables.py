"""What a plan brings, a trade-off and the steps to a target, as tables that a park manager can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from api.commands.common import Head, Session, headed
from api.commands.planning.plan_block import covered_words
from api.commands.planning.plan_grounds import grade_words
from api.commands.planning.plan_headline import benefit_words, carbon_words
from api.commands.tables import giver_of, weaker_grade
from api.figures import (
    carbon_range,
    coverage_words,
    leaning_words,
    money_range,
    published_of_flows,
    published_of_target,
    published_supply,
    unit_cost,
)
from api.views import View
from graph import model
from graph.planning import Objective
from graph.units import show_amount
from graph.value import missing_number
from graph.vocabulary import Unit
from graph.wording import message
from viz.words import value_words

if TYPE_CHECKING:
    from graph.planning import AbatementCurve, AbatementStep, ParetoFront, Plan, PlanComparison

#: So many numbers that nobody could say are named, what is bought and worked for first.
_NAMED_MISSING = 6
_PRICED = ("price of", "operating cost of", "capital cost of")
#: How many linkages of a step are named before they are only counted.
_NAMED = 3


def summary_table(run: Session, view: View, plan: Plan) -> Table:
    """Return what the plan brings and how it was found."""
    table = Table(title=run.say("规划", "Plan"), title_justify="left", show_header=False)
    table.add_column()
    table.add_column()
    name = run.read(plan.objective.called)
    mix = ", ".join(f"{weight:g}" for weight in plan.mix)
    table.add_row(run.say("目标函数", "objective"), f"{name} {mix}".strip())
    if plan.horizon is not None:
        table.add_row(
            run.say("存量消纳年限", "stock drawn down over"),
            run.say(f"{plan.horizon} 年", f"{plan.horizon} years"),
        )
    for objective, words in (
        (Objective.BENEFIT, benefit_words(run, plan)),
        (Objective.CO2, carbon_words(run, plan)),
    ):
        table.add_row(run.read(objective.called) + run.say("/年", "/yr"), words)
    table.add_row(run.read(message("plan.stands_on")), run.clauses(map(run.read, coverage_words(plan))))
    leaning = leaning_words(view, plan)
    if leaning:
        table.add_row(run.read(message("plan.leans_on_title")), run.clauses(map(run.read, leaning)))
    table.add_row(run.read(message("plan.investment_range")), run.read(money_range(plan.investment)))
    if plan.idle_capital.high > 0.0:
        table.add_row(run.read(message("plan.idle_capital")), run.read(money_range(plan.idle_capital)))
    worst = max((balance.error for balance in plan.balances), default=0.0)
    table.add_row(
        run.say("物料平衡", "mass balance"),
        run.say(
            f"{len(plan.balances)} 项全部闭合，最大相对误差 {worst:.0e}",
            f"{len(plan.balances)} balances close, largest relative error {worst:.0e}",
        ),
    )
    table.add_row(
        run.say("缺失数据（按 0 计）", "numbers nobody could say (count 0)"), _missing(run, view, plan)
    )
    found = plan.solver
    status = run.say("最优" if found.status == "optimal" else "到时限的最好解", found.status)
    table.add_row(
        run.say("求解", "solved"),
        run.say(
            f"{status}，间隙 {found.gap:.2%}，{found.columns} 列 {found.rows} 行",
            f"{status}, gap {found.gap:.2%}, {found.columns} columns, {found.rows} rows",
        ),
    )
    return table


def _missing(run: Session, view: View, plan: Plan) -> str:
    """Return how many numbers nobody could say, and the first of them by name, prices and costs first."""
    order = sorted(plan.missing, key=lambda phrase: not phrase.startswith(_PRICED))
    named = run.clauses(run.read(missing_number(view.snapshot, phrase)) for phrase in order[:_NAMED_MISSING])
    more = len(order) - _NAMED_MISSING
    rest = run.say(f"，另 {more} 项", f", {more} more") if more > 0 else ""
    return f"{len(order)}: {named}{rest}" if order else "0"


def front_table(run: Session, view: View, front: ParetoFront) -> Table:
    """Return the points of a front, one a row: money and CO2e between their ends, and on what they stand."""
    aims = {
        Objective.TONNES: (Objective.TONNES.called, message("plan.gain_published")),
        Objective.BENEFIT: (message("plan.benefit_range"), message("plan.money_published")),
        Objective.CO2: (message("plan.carbon_range"), message("plan.carbon_published")),
    }
    heads: list[Head] = []
    for objective, (name, covered) in aims.items():
        mark = "" if objective in front.objectives else run.say("（非目标）", " (no objective)")
        heads += [run.read(name) + mark, covered]
    heads += [message("plan.investment_range"), ("流向数", "linkages")]
    table = headed(run, ("帕累托前沿（每年）", "Pareto front (per year)"), (), heads)
    for point in front.points:
        table.add_row(
            show_amount(point.tonnes, Unit.TONNE.value, run.language),
            covered_words(run, published_of_flows(view, point.flows, Unit.TONNE)),
            run.read(money_range(point.benefit_reach)),
            covered_words(run, point.coverage.money),
            run.read(carbon_range(point.co2_reach)),
            covered_words(run, point.coverage.carbon),
            run.read(money_range(point.investment)),
            str(len(point.flows)),
        )
    return table


def curve_block(run: Session, view: View, curve: AbatementCurve) -> RenderableType:
    """Return the steps towards a target, cheapest first, and whether they reach it."""
    unit, name = curve.unit.value, run.named(view, model.Target, curve.target)
    table = headed(
        run,
        f"{name}  {curve.share_target:.0%}",
        (),
        [
            ("累计新增", "new use, summed"),
            ("利用率", "share"),
            message("step.cost", unit=unit),
            message("step.whole_cost"),
        ],
        [message("step.stands_on"), ("增加的流向", "linkages that carry more")],
    )
    for step in curve.steps:
        table.add_row(
            show_amount(step.end, unit, run.language),
            f"{step.share:.1%}" + (run.say(" ◀ 达标", " ◀ target") if step.crosses else ""),
            *_money_of(run, step),
            _more(run, view, step),
        )
    style = "yellow" if curve.shortfall else "green"
    return Group(table, Text(_reach(run, view, curve), style=style), Text(""))


def _money_of(run: Session, step: AbatementStep) -> tuple[str, str, str]:
    """Return what a step costs per unit and a year, and on what that stands."""
    if step.cost_reach.p10 == step.cost_reach.p90 == 0.0:
        # What costs 0 whatever its numbers are is what nobody priced.
        unknown = run.read(message("amount.unknown"))
        return unknown, unknown, run.read(message("step.unpriced"))
    covered = step.coverage.money
    share, grade = covered_words(run, covered), value_words(step.coverage.mostly.value)
    stands_on = message("step.published", share=share, grade=grade)
    # Where much moves for few net tonnes the money of the step says more than a cost per tonne.
    whole = money_range(step.cost_reach.scaled(step.end - step.start))
    return run.read(unit_cost(step.cost_reach, covered)), run.read(whole), run.read(stands_on)


def _more(run: Session, view: View, step: AbatementStep) -> str:
    words = []
    for flow in sorted(step.more, key=lambda flow: -flow.amount)[:_NAMED]:
        amount = show_amount(flow.amount, flow.unit.value, run.language)
        ends = [run.named(view, *end) for end in (giver_of(flow), (model.Facility, flow.facility))]
        words.append(f"{' → '.join(ends)} {amount}")
    more = len(step.more) - _NAMED
    return run.clauses(words) + (run.say(f"，另 {more} 条", f", {more} more") if more > 0 else "")


def _reach(run: Session, view: View, curve: AbatementCurve) -> str:
    unit = curve.unit.value
    published = published_of_target(view, curve.target)
    stands = (
        ""
        if published is None
        else run.read(message("curve.supply_published", share=covered_words(run, published)))
    )
    wanted, most, short = (
        show_amount(value, unit, run.language) for value in (curve.wanted, curve.reachable, curve.shortfall)
    )
    if not curve.shortfall:
        return run.say(
            f"需新增 {wanted}/年，至多可达 {most}/年{stands}",
            f"{wanted}/yr more wanted, up to {most}/yr can be{stands}",
        )
    left = run.clauses(
        f"{run.say(value_words(reason.value).zh, value_words(reason.value).en)} "
        f"{show_amount(amount, unit, run.language)}"
        for reason, amount in curve.remainders
    )
    residue = show_amount(curve.residue, unit, run.language)
    return run.say(
        f"需新增 {wanted}/年，至多 {most}/年，尚缺 {short}：{left}；残渣 {residue}{stands}",
        f"{wanted}/yr more wanted, at most {most}/yr, short of {short}: {left}; residue {residue}{stands}",
    )


def scenario_table(run: Session, view: View) -> RenderableType:
    """Return the scenarios with what each changes."""
    heads = (("编号", "id"), ("名称", "name"), ("改动", "changes"), ("说明", "note"))
    table = headed(run, ("情景", "Scenarios"), heads)
    for scenario in view.all(model.Scenario):
        changes = view.pointing(model.ScenarioChange, "scenario", scenario.id)
        table.add_row(scenario.id, run.name(scenario), str(len(changes)), scenario.note)
    return table


def comparison_block(run: Session, view: View, after: Plan, compared: PlanComparison) -> RenderableType:
    """Return the plan of today beside the one under a scenario: sums and the flows that differ."""
    title = ("与现状规划相比（每年）", "Against the plan of today (per year)")
    both = (("现状", "today"), ("情景", "scenario"), ("差", "difference"))
    totals = headed(run, title, [""], both, [message("plan.published")])
    ends, known = ("从 → 到", "from → to"), message("plan.grade")
    flows = headed(run, ("变化的流向", "Flows that differ"), [ends], both, [known])
    for amount in compared.totals:
        row = (f"{amount.before:,.0f}", f"{amount.after:,.0f}", f"{amount.after - amount.before:+,.0f}")
        published = published_supply(view, after, Unit(amount.unit))
        totals.add_row(f"{amount.measure} ({amount.unit})", *row, covered_words(run, published))
    money, carbon = ((sums.before, sums.after, sums.difference) for sums in (compared.benefit, compared.co2))
    totals.add_row(
        run.read(message("plan.benefit_range")),
        *map(run.read, map(money_range, money)),
        covered_words(run, compared.coverage_after.money),
    )
    totals.add_row(
        run.read(message("plan.carbon_range")),
        *map(run.read, map(carbon_range, carbon)),
        covered_words(run, compared.coverage_after.carbon),
    )
    for flow in compared.flows:
        row = (f"{flow.before:,.0f}", f"{flow.after:,.0f}", f"{flow.after - flow.before:+,.0f}")
        giver = view.get(model.WasteStream, flow.source) or view.get(model.Facility, flow.source)
        taker = view.get(model.Facility, flow.facility)
        source = run.name(giver) if giver is not None else flow.source
        facility = run.name(taker) if taker is not None else flow.facility
        grade = weaker_grade(giver, taker)
        known_by = "" if grade is None else grade_words(run, grade)
        flows.add_row(f"{source} → {facility} ({flow.unit.value})", *row, known_by)
    return Group(totals, Text(""), flows)
