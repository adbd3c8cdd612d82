"""The command that suggests: match."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

import typer

from api.commands.common import (
    DayOption,
    JsonOption,
    LanguageOption,
    StoreOption,
    day_asked,
    day_of,
    material_of,
    print_json,
    served,
    session,
)
from api.commands.tables import by_stream, refusal_lines, suggestion_block
from api.graphql import answer
from api.views import View, selection
from api.views.selection import Filter
from graph import model
from graph.errors import EXIT_USAGE, SymbioflowError
from graph.parks import park_named
from graph.vocabulary import StreamId


class OfStreams(View):
    """A view that ranks some streams only, so that nothing is worked out for the others.

    Parameters
    ----------
    view : View
    streams : sequence of str
        Ids; empty for all.
    """

    def __init__(self, view: View, streams: Sequence[StreamId]) -> None:
        asked = view._matching
        super().__init__(view.snapshot, view.version, asked.on, asked.weights)
        self._matching = replace(asked, streams=tuple(streams))


def weights_given(words: Sequence[str]) -> dict[str, float]:
    """Return weights written as ``id=value``.

    Examples
    --------
    >>> weights_given(["part.co2=2"])
    {'part.co2': 2.0}
    """
    weights = {}
    for word in words:
        name, _, value = word.partition("=")
        try:
            weights[name.strip()] = float(value)
        except ValueError:
            raise SymbioflowError("BAD_WEIGHT.spelling", exit_code=EXIT_USAGE, given=word) from None
    return weights


#: What no park has more suggestions than; a partner asks page by page.
_ALL = 100_000


def match(
    stream: Annotated[str | None, typer.Option(help="Only this waste stream, by id.")] = None,
    waste: Annotated[
        str | None, typer.Option(help="Only this material and its kinds, by id, name or code.")
    ] = None,
    park: Annotated[
        str | None, typer.Option(help="Only wastes of this park and its areas, by id or name.")
    ] = None,
    top: Annotated[int, typer.Option(help="Suggestions for each stream; 0 for all.")] = 3,
    on: DayOption = None,
    weight: Annotated[
        list[str] | None,
        typer.Option("--weight", help="Another value of a weight, such as part.co2=2; may be repeated."),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say of each suggestion why both sides would agree.")
    ] = False,
    store: StoreOption = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run ``symbioflow match``."""
    if top < 0:
        raise SymbioflowError("BAD_OPTION.top", exit_code=EXIT_USAGE, name="--top", given=top)
    run = session(store, language)
    with served(run.settings) as service:
        day, weights = day_of(on), weights_given(weight or ())
        view = service.view().at(day, weights)
        if stream is not None and view.get(model.WasteStream, stream) is None:
            raise SymbioflowError("UNKNOWN_STREAM", exit_code=EXIT_USAGE, id=stream)
        material = None if waste is None else material_of(run, view, waste)
        of_park = None if park is None else park_named(view.snapshot, park)
        if as_json:
            asked = {"stream": stream, "material": material, "top": top, "park": of_park}
            as_list = [{"id": name, "value": value} for name, value in weights.items()]
            print_json(
                answer(
                    service,
                    "match",
                    {**asked, "on": day_asked(day), "weights": as_list, "explain": explain, "first": _ALL},
                )
            )
            return
        wanted = Filter(park=of_park, material=material)
        streams = [row for row in selection.waste_streams(view, wanted) if stream in (None, row.id)]
        view = OfStreams(view, [row.id for row in streams])
        found = selection.suggestions(view, wanted, stream, None, top)
        if explain:
            # What it says is said as of plans, and only who asks for it waits for them.
            from api.commands.matching.agreements import agreement_block
        for given, mine in by_stream(streams, found):
            run.out.print(suggestion_block(run, view, given, mine))
            if explain:
                for item in mine:
                    run.out.print(agreement_block(run, view, item))
        refusals = selection.refusals(view, wanted, stream)
        if refusals:
            run.out.print(run.say("被拒：", "Refused:"), style="bold")
            run.out.print(refusal_lines(run, view, refusals))
