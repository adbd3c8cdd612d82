"""The product chains of a page: each as a picture and as the table beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from api.web.rendering import amount_words
from api.web.things import UNITS, Thing, name_of, thing
from api.web.words import speaker
from graph.units import significant
from graph.wording import Words
from viz.chains import ChainBox, ChainPicture, chain_picture

#: Firms of a step that the table names; the rest are counted.
MOST_FIRMS = 4


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of a chain as the table has it; amounts in words."""

    key: str
    name: Words
    state: str
    weakest: bool
    firms: tuple[tuple[Thing, str], ...]
    more_firms: int
    made: str
    planned: str
    needed: str
    short: str
    waiting: str
    outside: float | None
    #: What it makes, and what is short or waits for it, short enough for a box.
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownChain:
    """A chain as a page shows it."""

    id: str
    name: Words
    have: float
    planned: float
    outside: float | None
    weakest: Words | None
    picture: ChainPicture
    rows: tuple[StepRow, ...]


def shown_chain(row: Mapping[str, Any], page: str, language: str) -> ShownChain:
    """Return a chain of the answer in the words of a page and a language."""
    weakest = row["weakest"]
    say = speaker(page, language)
    rows = tuple(_row(step, weakest, say, language) for step in row["steps"])
    stages = [step["step"]["stage"] for step in row["steps"]]
    boxes = [
        ChainBox(found.key, stage, found.name.text(language), found.figures, found.state, found.weakest)
        for found, stage in zip(rows, stages, strict=True)
    ]
    links = [(link["before"]["localId"], link["after"]["localId"]) for link in row["links"]]
    return ShownChain(
        row["chain"]["localId"],
        name_of(row["chain"]),
        row["completeness"],
        row["completenessPlanned"],
        row["importDependence"],
        None if weakest is None else name_of(weakest),
        chain_picture(boxes, links),
        rows,
    )


def _row(
    row: Mapping[str, Any], weakest: Mapping[str, Any] | None, say: Callable[..., str], language: str
) -> StepRow:
    unit = UNITS[row["unit"]] if row["unit"] else ""
    today, planned = row["today"], row["planned"]

    def likely(quantity: Mapping[str, Any] | None) -> str:
        return "" if quantity is None else amount_words(significant(quantity["likely"]), unit, language)

    def counted(quantity: Mapping[str, Any] | None, unknown: int) -> str:
        words = [likely(quantity)] if quantity is not None else []
        if unknown and unit:
            words.append(say("chain.unknown_firms", count=unknown))
        return " + ".join(words)

    more = planned["made"] is not None and (
        today["made"] is None or planned["made"]["likely"] > today["made"]["likely"]
    )
    short, waiting = today["short"], row["waiting"]
    likely_tonnes = ""
    if waiting is not None and waiting["likely"] > 0.0:
        likely_tonnes = amount_words(significant(waiting["likely"]), "t", language)
    firms = tuple((thing("firm", firm["enterprise"]), _mark(firm)) for firm in row["firms"])
    found = StepRow(
        row["step"]["localId"],
        name_of(row["step"]),
        row["state"].lower(),
        weakest is not None and weakest["localId"] == row["step"]["localId"],
        firms[:MOST_FIRMS],
        max(0, len(firms) - MOST_FIRMS),
        counted(today["made"], today["unknownMakers"]),
        likely(planned["made"]) if more else "",
        counted(today["needed"], today["unknownTakers"]),
        likely(short) if short is not None and short["likely"] > 0.0 else "",
        say("chain.waiting", amount=likely_tonnes) if likely_tonnes else "",
        today["importDependence"],
    )
    return replace(found, figures=_figures(found, say))


def _mark(firm: Mapping[str, Any]) -> str:
    """Return the words key of what is to be known of a firm of a step; empty for what simply runs."""
    if firm["shown"] == "INDUSTRY":
        return "chain.by_industry"
    return "" if firm["runs"] else "chain.not_running"


def _figures(row: StepRow, say: Callable[..., str]) -> tuple[str, ...]:
    """Return the short lines in the box of a step: what it makes, and what is short or waits for it."""
    short = say("chain.short", amount=row.short) if row.short else row.waiting
    return tuple(text for text in (row.made or row.planned, short) if text)
