"""Commands that decide: plan, pareto, targets and scenarios."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from api.commands.common import (
    DayOption,
    JsonOption,
    LanguageOption,
    StoreOption,
    day_asked,
    day_of,
    opened_to_read,
    print_json,
    session,
)
from api.commands.documents import answer
from api.commands.plan_tables import (
    comparison_block,
    curve_block,
    front_table,
    scenario_table,
    summary_table,
)
from api.commands.spreads import SeedOption, UncertaintyOption, show_uncertainty
from api.commands.tables import flow_table, plan_block
from api.plan_options import objectives_of, plan_options, weights_of
from api.service import Service

HorizonOption = Annotated[
    int | None, typer.Option(help="Years over which stock on hand is drawn down, 1 to 10.")
]
LotOption = Annotated[
    float, typer.Option("--minimum-lot", help="A linkage carries nothing, or at least this per year.")
]
OnOffOption = Annotated[
    bool, typer.Option("--on-off", help="A facility stands still, or takes at least its minimum scale.")
]
BudgetOption = Annotated[
    float | None, typer.Option(help="The most that planned facilities may cost to build, CNY.")
]
GapOption = Annotated[float, typer.Option(help="Relative gap that is good enough, 0 to below 1.")]
TimeOption = Annotated[float, typer.Option("--time-limit", help="Seconds for the solver.")]
ScenarioOption = Annotated[
    str | None, typer.Option("--scenario", help="Plan under this scenario, by id or name; see scenarios.")
]


def plan(
    objective: Annotated[
        str, typer.Option(help="tonnes, benefit or co2, or three weights such as 0.5,0.3,0.2.")
    ] = "tonnes",
    horizon: HorizonOption = None,
    minimum_lot: LotOption = 0.0,
    on_off: OnOffOption = False,
    budget: BudgetOption = None,
    gap: GapOption = 1e-4,
    time_limit: TimeOption = 600.0,
    scenario: ScenarioOption = None,
    on: DayOption = None,
    uncertainty: UncertaintyOption = None,
    seed: SeedOption = 0,
    store: StoreOption = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run ``symbioflow plan``."""
    name, mix = weights_of(objective)
    asked: dict[str, Any] = {"objective": name.name, "mix": list(mix), "horizon": horizon}
    asked |= {"minimumLot": minimum_lot, "onOff": on_off, "budget": budget}
    options = plan_options(name, mix, horizon, minimum_lot, on_off, budget, gap, time_limit)
    run = session(store, language)
    with opened_to_read(run.settings) as source:
        service = Service(source)
        day = day_of(on)
        view = service.view().at(day).under(scenario)
        if uncertainty is not None:
            show_uncertainty(run, service, options, scenario, day, uncertainty, seed, as_json)
            return
        if as_json:
            asked |= {"gap": gap, "timeLimit": time_limit, "scenario": scenario}
            asked["on"] = day_asked(day)
            print_json(answer(service, "plan", asked))
            return
        made = view.plan(options)
        run.out.print(flow_table(run, view, made))
        run.out.print()
        run.out.print(summary_table(run, made))
        run.out.print()
        run.out.print(plan_block(run, view, made))
        if scenario is not None:
            run.out.print()
            run.out.print(comparison_block(run, view, service.view().at(day).comparison(scenario, options)))


def scenarios(
    store: StoreOption = None, language: LanguageOption = None, as_json: JsonOption = False
) -> None:
    """Run ``symbioflow scenarios``."""
    run = session(store, language)
    with opened_to_read(run.settings) as source:
        service = Service(source)
        if as_json:
            print_json(answer(service, "scenarios"))
            return
        run.out.print(scenario_table(run, service.view()))


def pareto(
    objectives: Annotated[
        str, typer.Option(help="Two or three of tonnes, benefit and co2, the first in the most detail.")
    ] = "tonnes,benefit",
    points: Annotated[int, typer.Option(help="Levels of each objective but the first, 2 to 25.")] = 10,
    horizon: HorizonOption = None,
    budget: BudgetOption = None,
    store: StoreOption = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run ``symbioflow pareto``."""
    names = objectives_of(objectives)
    options = plan_options(horizon=horizon, budget=budget)
    run = session(store, language)
    with opened_to_read(run.settings) as source:
        service = Service(source)
        if as_json:
            asked = {"objectives": [name.name for name in names], "points": points}
            print_json(answer(service, "pareto", {**asked, "horizon": horizon, "budget": budget}))
            return
        run.out.print(front_table(run, service.view().front(names, points, options)))


def targets(
    target: Annotated[str | None, typer.Option(help="Only this target, by id.")] = None,
    store: StoreOption = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run ``symbioflow targets``."""
    run = session(store, language)
    with opened_to_read(run.settings) as source:
        service = Service(source)
        if as_json:
            print_json(answer(service, "targets", {"target": target}))
            return
        view = service.view()
        for curve in view.abatement(target):
            run.out.print(curve_block(run, view, curve))
