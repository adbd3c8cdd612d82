"""Commands that look at a park's network: indicators and resilience."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.analysis.analysis_tables import (
    broker_table,
    cascade_table,
    group_lines,
    indicator_table,
    likely_lines,
    loop_lines,
    loss_table,
)
from api.commands.common import (
    JsonOption,
    LanguageOption,
    StoreOption,
    print_json,
    served,
    session,
)
from api.commands.planning import followed, with_plan_options, with_state_options
from api.graphql import answer
from api.plan_options import Asked
from graph.analysis import TOLERANCE, NetworkState
from graph.errors import EXIT_USAGE, SymbioflowError
from graph.planning import LOSABLE, LostKind
from graph.vocabulary import Unit
from graph.wording import message


@with_state_options
def indicators(
    asked: Asked,
    unit: Annotated[
        Unit, typer.Option(help="Whose flows: t, m3 or GJ; they are never added up.")
    ] = Unit.TONNE,
    top: Annotated[int, typer.Option(help="Brokers, groups, loops and pairs that are printed.")] = 5,
    store: StoreOption = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run ``symbioflow indicators``."""
    _refuse_below(top, 1)
    run = session(store, language)
    with served(run.settings) as service:
        view = service.view().at(asked.on).within(asked.park).under(asked.scenario)
        found = view.indicators(unit, asked.options)
        if as_json:
            print_json(answer(service, "indicators", {**asked.variables({"potential"}), "unit": unit.name}))
            return
        run.out.print(indicator_table(run, found))
        if not any(one.linked_pairs for one in found):
            run.out.print(message("indicators.no_pairs").text(run.language))
        planned = next(one for one in found if one.state is NetworkState.PLAN)
        run.out.print()
        run.out.print(broker_table(run, view, planned, top))
        for lines in (group_lines, loop_lines, likely_lines):
            run.out.print()
            run.out.print(lines(run, view, planned, top))


@with_plan_options
def resilience(
    asked: Asked,
    tolerance: Annotated[
        float,
        typer.Option(help="What an enterprise of a cascade can lose of what comes in, below 1."),
    ] = TOLERANCE,
    kind: Annotated[
        list[LostKind] | None, typer.Option(help="Only losses of this kind; may be repeated.")
    ] = None,
    top: Annotated[int, typer.Option(help="Losses of each kind that are printed; 0 for all.")] = 10,
    store: StoreOption = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run ``symbioflow resilience``."""
    _refuse_below(top, 0)
    run = session(store, language)
    kinds = tuple(one for one in LOSABLE if not kind or one in kind)
    with served(run.settings) as service:
        view = service.view().at(asked.on).within(asked.park).under(asked.scenario)
        with followed(run, message("resilience.working")) as progress:
            found = view.resilience(tolerance, kinds, progress, asked.options)
        if as_json:
            own = {"tolerance": tolerance, "kinds": [one.name for one in kinds]}
            # Its view is the same one, so nothing is planned again.
            print_json(answer(service, "resilience", {**asked.variables(), **own}))
            return
        for one in kinds:
            run.out.print(loss_table(run, view, found, one, top))
            run.out.print()
        run.out.print(cascade_table(run, view, found, top))


def _refuse_below(top: int, least: int) -> None:
    if top < least:
        raise SymbioflowError(
            "BAD_OPTION.at_least", exit_code=EXIT_USAGE, name="--top", given=top, least=least
        )
