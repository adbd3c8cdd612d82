"""Commands that decide: plan, pareto, targets and scenarios."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.common import (
    JsonOption,
    LanguageOption,
    StoreOption,
    print_json,
    served,
    session,
)
from api.commands.planning.fair_splits import show_split
from api.commands.planning.plan_arguments import with_front_options, with_plan_options, with_target_options
from api.commands.planning.plan_block import flow_table, plan_block
from api.commands.planning.plan_grounds import grounds_block, today_table
from api.commands.planning.plan_headline import headline_block
from api.commands.planning.plan_tables import (
    comparison_block,
    curve_block,
    front_table,
    scenario_table,
    summary_table,
)
from api.commands.planning.prospective_table import prospective_table
from api.commands.planning.roadmaps import FromOption, ToOption, show_roadmap
from api.commands.planning.spreads import (
    ExpectOption,
    SeedOption,
    UncertaintyOption,
    expected_of,
    show_uncertainty,
)
from api.graphql import answer
from api.plan_options import AIM, Asked, objectives_of


@with_plan_options
def plan(
    asked: Asked,
    uncertainty: UncertaintyOption = None,
    seed: SeedOption = 0,
    fair: Annotated[
        bool, typer.Option("--fair", help="Instead of the plan of most benefit, how its firms may share it.")
    ] = False,
    expect: ExpectOption = True,
    first: FromOption = None,
    last: ToOption = None,
    store: StoreOption = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run ``symbioflow plan``."""
    run = session(store, language)
    with served(run.settings) as service:
        today = service.view().at(asked.on).within(asked.park)
        view = today.under(asked.scenario)
        if first is not None or last is not None:
            ends = [year for year in (first, last) if year is not None]
            show_roadmap(run, service, asked, (ends[0], ends[-1]), as_json)
            return
        if uncertainty is not None:
            show_uncertainty(run, service, asked, uncertainty, seed, as_json)
            return
        if fair:
            show_split(run, service, view, asked, as_json)
            return
        expected = expected_of(run, view, asked.options) if expect else None
        if as_json:
            # Its view is the same one, so what was drawn is not drawn again.
            told = {"expect": expect, "could": view.tells_potential(asked.options)}
            found = answer(service, "plan", {**asked.variables(), **told})
            if asked.scenario is not None:
                found |= answer(service, "comparison", asked.variables())
            print_json(found)
            return
        made = view.plan(asked.options)
        # A park without flows has no table of them, and no money that could stand on anything.
        for write, flows in (
            (flow_table, made.flows),
            (today_table, made.today),
            (summary_table, made.flows),
        ):
            if flows:
                run.out.print(write(run, view, made))
                run.out.print()
        run.out.print(plan_block(run, view, made))
        run.out.print()
        run.out.print(grounds_block(run, view, made, view.sensitivity(asked.options)))
        run.out.print()
        could = view.potential_beside(asked.options)
        if could is not None and could.prospective:
            run.out.print(prospective_table(run, view, could))
            run.out.print()
        run.out.print(headline_block(run, view, made, could, expected))
        if asked.scenario is not None:
            run.out.print()
            compared = today.comparison(asked.scenario, asked.options)
            run.out.print(comparison_block(run, view, made, compared))


def scenarios(
    store: StoreOption = None, language: LanguageOption = None, as_json: JsonOption = False
) -> None:
    """Run ``symbioflow scenarios``."""
    run = session(store, language)
    with served(run.settings) as service:
        if as_json:
            print_json(answer(service, "scenarios"))
            return
        run.out.print(scenario_table(run, service.view()))


@with_front_options
def pareto(
    asked: Asked,
    objectives: Annotated[
        str, typer.Option(help="Two or three of tonnes, benefit and co2, the first in the most detail.")
    ] = "tonnes,benefit",
    points: Annotated[int, typer.Option(help="Levels of each objective but the first, 2 to 50.")] = 10,
    store: StoreOption = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run ``symbioflow pareto``."""
    names = objectives_of(objectives)
    run = session(store, language)
    with served(run.settings) as service:
        if as_json:
            own = {"objectives": [name.name for name in names], "points": points}
            print_json(answer(service, "pareto", own | asked.variables(AIM)))
            return
        view = service.view().at(asked.on).within(asked.park).under(asked.scenario)
        run.out.print(front_table(run, view, view.front(names, points, asked.options)))


@with_target_options
def targets(
    asked: Asked,
    target: Annotated[str | None, typer.Option(help="Only this target, by id.")] = None,
    store: StoreOption = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run ``symbioflow targets``."""
    run = session(store, language)
    with served(run.settings) as service:
        if as_json:
            print_json(answer(service, "targets", {"target": target} | asked.variables(AIM | {"horizon"})))
            return
        view = service.view().at(asked.on).within(asked.park).under(asked.scenario)
        for curve in view.abatement(target, asked.options):
            run.out.print(curve_block(run, view, curve))
