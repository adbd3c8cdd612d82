"""What is wrong with a store, what to ask a manager about a park's data, and which recipes break."""

from __future__ import annotations

from datetime import UTC, datetime
from math import isfinite
from typing import Annotated

import typer

from api.commands.common import (
    JsonOption,
    LanguageOption,
    Session,
    StoreOption,
    connected,
    headed,
    opened_to_read,
    print_json,
    session,
)
from graph import model
from graph.doctor import examine
from graph.errors import EXIT_STORE_UNREACHABLE, SymbioflowError
from graph.ranges import Range
from graph.recipes import MASS, Break, breaks, stream_breaks
from graph.snapshot import Snapshot
from graph.stores import Damage
from graph.vocabulary import MaterialId, StreamId, TechnologyId
from graph.wording import message, with_ends

#: Damages that are told by name; the count says how many there are.
_SHOWN = 20


LibraryOption = Annotated[
    bool,
    typer.Option(
        "--library",
        help="List what the recipes give out that they do not take in. 列出各工艺投入与产出不平衡之处",
    ),
]


def doctor(
    store: StoreOption = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
    library: LibraryOption = False,
) -> None:
    """Run ``symbioflow doctor``: the store itself first, then what to ask about its data, or its recipes."""
    run = session(store, language)
    with connected(run.settings) as looked_at:
        damages = looked_at.examine()
    if damages:
        raise _told(run, damages, as_json)
    with opened_to_read(run.settings) as source:
        snapshot = source.read()
    if library:
        _tell_library(run, snapshot, as_json)
        return
    found = examine(snapshot, datetime.now(UTC).date())
    if as_json:
        print_json(
            {
                "doctor": [
                    {
                        "oddity": item.oddity.name,
                        "table": item.table,
                        "ids": list(item.ids),
                        "textZh": item.text("zh"),
                        "textEn": item.text("en"),
                        "adviceZh": item.advice("zh"),
                        "adviceEn": item.advice("en"),
                    }
                    for item in found
                ]
            }
        )
        return
    if not found:
        run.out.print(run.say("没有发现可疑之处", "nothing is odd"))
        return
    table = headed(run, None, [("可疑之处", "what is odd"), ("怎么办", "what would settle it")])
    for item in found:
        table.add_row(item.text(run.language), item.advice(run.language))
    run.out.print(table)


def _tell_library(run: Session, snapshot: Snapshot, as_json: bool) -> None:
    """List the breaks of the library, the worst first; those that it gives a reason for say so."""
    found = (*breaks(snapshot), *stream_breaks(snapshot))
    streams = snapshot.by_id(model.WasteStream)
    technologies, materials = snapshot.by_id(model.Technology), snapshot.by_id(model.Material)
    if as_json:
        print_json({"library": [_break_row(one) for one in found]})
        return
    for one in found:
        recipe, fed = technologies[TechnologyId(one.technology)], materials[MaterialId(one.material)]
        of = run.name(streams[StreamId(one.stream)]) if one.stream else run.name(fed)
        run.out.print(_break_line(run, one, run.name(recipe), of), markup=False, soft_wrap=True)
    known = sum(one.known is not None for one in found)
    hard = sum(one.outside > 1.0 for one in found)
    run.out.print(
        run.say(
            f"{len(found)} 处不平衡，其中 {known} 处已注明原因；{hard} 处超出投入与产出的范围",
            f"{len(found)} places do not balance, {known} of them with a reason on record; {hard} lie "
            "outside the ranges of what goes in and comes out",
        ),
        soft_wrap=True,
    )


def _break_row(one: Break) -> dict[str, object]:
    """Return a break as JSON; what nothing goes in for has no ratio."""
    return {
        "verdict": one.verdict.name,
        "textZh": message(f"recipe.{one.verdict.name}").text("zh"),
        "textEn": message(f"recipe.{one.verdict.name}").text("en"),
        "technology": one.technology,
        "material": one.material,
        "stream": one.stream or None,
        "element": one.element,
        "in": {"low": one.taken.low, "likely": one.taken.likely, "high": one.taken.high},
        "out": {"low": one.given.low, "likely": one.given.likely, "high": one.given.high},
        "unit": one.unit,
        "ratio": one.ratio if isfinite(one.ratio) else None,
        "outside": one.outside if isfinite(one.outside) else None,
        "port": one.port,
        "known": None if one.known is None else one.known.name,
        "note": one.note,
    }


def _break_line(run: Session, one: Break, recipe: str, fed: str) -> str:
    """Return a break in one line: what is wrong, of which element, where, and how much in and out."""
    element = run.say("质量", "mass") if one.element == MASS else one.element
    what = run.read(message(f"recipe.{one.verdict.name}"))
    taken, given, ratio = _range(one.taken, one.unit), _range(one.given, one.unit), _times(one.ratio)
    apart = _times(one.outside)
    outside = (
        run.say(f"，超出范围 {apart} 倍", f", {apart} times outside the ranges") if one.outside > 1.0 else ""
    )
    known = "" if one.known is None else f" [{run.read(message(f'imbalance.{one.known.name}'))}]"
    return run.say(
        f"{what} {element}：{recipe}（{fed}）投入 {taken}，产出 {given}，比值 {ratio}{outside}{known}",
        f"{what} {element}: {recipe} of {fed}: in {taken}, out {given}, ratio {ratio}{outside}{known}",
    )


def _range(amount: Range, unit: str) -> str:
    low, likely, high = (f"{end:.3g}" for end in (amount.low, amount.likely, amount.high))
    return f"{with_ends(low, likely, high, '–')} {unit}"


def _times(factor: float) -> str:
    return f"{factor:.2f}" if isfinite(factor) else "∞"


def _told(run: Session, damages: tuple[Damage, ...], as_json: bool) -> SymbioflowError:
    """Say what is wrong with a store and what can be done; return the refusal to look further."""
    if as_json:
        print_json(
            {
                "damages": [
                    {
                        "textZh": item.what.text("zh"),
                        "textEn": item.what.text("en"),
                        "remedyZh": item.remedy.text("zh"),
                        "remedyEn": item.remedy.text("en"),
                    }
                    for item in damages
                ]
            }
        )
    for item in () if as_json else damages[:_SHOWN]:
        run.out.print(item.what.text(run.language), style="red", markup=False, soft_wrap=True)
        run.out.print(f"  → {item.remedy.text(run.language)}", markup=False, soft_wrap=True)
    return SymbioflowError(
        "STORE_DAMAGED.places", exit_code=EXIT_STORE_UNREACHABLE, url=run.settings.store, count=len(damages)
    )
