"""The page of matches: every linkage worth making in one table, sifted and sorted; the refused ones apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from fastapi import Response

from api.web.pages.matching.gates import Gate, gate_of, refusals
from api.web.pages.paging import page_of_rows, whole
from api.web.pages.pictures import chosen
from api.web.reading import Reading
from api.web.state import State
from api.web.tables import excel_file
from api.web.things import UNITS, Thing, name_of, thing
from api.web.words import sentence, speaker
from graph.errors import SymbioflowError
from graph.wording import Words

NAME = "matches"
#: Rows of one page of the table.
PAGE = 50
#: Suggestions of each stream that are asked for.
TOPS = (3, 1, 10, 0)


class Sort(StrEnum):
    """What the table is sorted by."""

    SCORE = "score"
    AMOUNT = "amount"
    DISTANCE = "distance"
    CONFIDENCE = "confidence"
    CO2 = "co2"
    OPEN = "open"


class Tab(StrEnum):
    """Which linkages are listed."""

    OPEN = "open"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Row:
    """One suggestion."""

    id: str
    stream: Thing
    firm: Thing
    taker: Thing
    taker_firm: Thing
    material: Thing
    basis: str
    state: str
    score: float
    confidence: float
    amount: float
    unit: str
    distance: float | None
    distance_estimated: bool
    supplier: float | None
    receiver: float | None
    co2: float | None
    open: int

    @property
    def about_taker(self) -> Thing:
        """What has a page: a prospective receiver has no facility on record, only its firm."""
        return self.taker if self.basis == "FACILITY" else self.taker_firm


@dataclass(frozen=True, slots=True)
class Refused:
    """A linkage that must be refused, and by which conditions."""

    stream: Thing
    firm: Thing
    material: Thing
    taker: Thing
    taker_firm: Thing
    gates: tuple[Gate, ...]


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to sift the rows.

    Attributes
    ----------
    choices : tuple of (str, Words, int)
        Value in the address, words, and how many rows have it.
    """

    name: str
    said: str | None
    choices: tuple[tuple[str, Words, int], ...]

    @property
    def unknown(self) -> bool:
        """Whether the address names what no row has: mistyped, or of another park."""
        return self.said is not None and self.said not in {value for value, _, _ in self.choices}


_UNITS = tuple(UNITS.values())
#: Columns of the Excel file; words under ``column.<name>``.
_COLUMNS = (
    *("id", "source", "firm", "material", "taker", "taker_firm", "basis", "taker_state", "score"),
    *("confidence", "amount", "unit", "km", "price.supplier", "price.receiver", "co2", "open"),
)
#: Facet -> what a row is sifted by, and its words; None: words of the page under ``<facet>.<value>``.
_FACETS: Mapping[str, tuple[Callable[[Row], str], Callable[[Row], Words] | None]] = {
    "material": (lambda row: row.material.id, lambda row: row.material.name),
    "firm": (lambda row: row.firm.id, lambda row: row.firm.name),
    "taker": (lambda row: row.taker_firm.id, lambda row: row.taker_firm.name),
    "basis": (lambda row: row.basis, None),
    "unit": (lambda row: row.unit, None),
}


def values(reading: Reading, state: State) -> dict[str, Any]:
    """Return what the page shows."""
    refused = chosen(Tab, state.said.get("tab"), Tab.OPEN) is Tab.REFUSED
    every = rows_of(reading, state)
    every_refused = _refused(reading, state)
    of = state.said.get("stream") if refused else None
    shown_refused = [row for row in every_refused if of in (None, row.stream.id)]
    shown = () if refused else _sifted(every, state)
    page = page_of_rows(shown, state, PAGE)
    return {
        "refused": refused,
        "refusals": every_refused,
        "shown_refusals": shown_refused,
        "of": of,
        "shown": page,
        "every": len(every),
        "facets": _facets(every, state),
        "sort": chosen(Sort, state.said.get("sort"), Sort.SCORE),
        "sorts": tuple(Sort),
        "top": _top(state),
        "tops": TOPS,
    }


def as_excel(reading: Reading, state: State) -> Response:
    """Return exactly the rows that the page has sifted, on all its pages."""
    say = speaker(NAME, state.language)
    rows = (
        [
            row.id,
            *(
                named.name.text(state.language)
                for named in (row.stream, row.firm, row.material, row.taker, row.taker_firm)
            ),
            say(f"basis.{row.basis}"),
            say(f"taker.{row.state}"),
            round(row.score, 4),
            round(row.confidence, 4),
            row.amount,
            f"{row.unit}/yr",
            row.distance,
            row.supplier,
            row.receiver,
            row.co2,
            row.open,
        ]
        for row in _sifted(rows_of(reading, state), state)
    )
    return excel_file("matches.xlsx", say("title"), [say(f"column.{name}") for name in _COLUMNS], rows)


def rows_of(reading: Reading, state: State) -> tuple[Row, ...]:
    """Return every suggestion that the address asks for, best first of each stream."""
    nodes = reading.read_all("matches", "suggestions", park=state.park, top=_top(state))
    return tuple(_row(node) for node in nodes)


def _row(node: Mapping[str, Any]) -> Row:
    stream, taker, price = node["stream"], node["facility"], node["price"]
    return Row(
        id=node["localId"],
        stream=thing("stream", stream),
        firm=thing("firm", stream["enterprise"]),
        taker=thing("facility", taker),
        taker_firm=thing("firm", taker["enterprise"]),
        material=thing("material", node["material"]),
        basis=node["basis"],
        state=node["state"],
        score=node["score"],
        confidence=node["confidence"],
        amount=node["amount"],
        unit=UNITS[node["unit"]],
        distance=node["distance"] if node["distanceKnown"] else None,
        distance_estimated=node["distanceEstimated"],
        supplier=price["supplier"],
        receiver=price["receiver"],
        co2=node["co2Avoided"],
        open=sum(gate["outcome"] == "UNVERIFIED" for gate in node["gates"]),
    )


def _refused(reading: Reading, state: State) -> tuple[Refused, ...]:
    say = speaker(NAME, state.language)
    rows = refusals(reading, state.park)
    names = {
        row["stream"]["material"]["localId"]: name_of(row["stream"]["material"]).text(state.language)
        for row in rows
    }
    return tuple(
        Refused(
            thing("stream", row["stream"]),
            thing("firm", row["stream"]["enterprise"]),
            thing("material", row["stream"]["material"]),
            thing("facility", row["facility"]),
            thing("firm", row["facility"]["enterprise"]),
            tuple(gate_of(gate, say, state.language, names) for gate in row["gates"]),
        )
        for row in rows
    )


def _sifted(rows: Sequence[Row], state: State) -> tuple[Row, ...]:
    """Return the rows that every facet of the address keeps, in the order it names; unknowns come last."""
    for name, (value, _) in _FACETS.items():
        said = state.said.get(name)
        rows = [row for row in rows if said is None or value(row) == said]
    sort = chosen(Sort, state.said.get("sort"), Sort.SCORE)

    def key(row: Row) -> tuple[bool, int, float, str]:
        found: float | None = getattr(row, sort)
        rising = sort in (Sort.DISTANCE, Sort.OPEN)
        # Tonnes, cubic metres and gigajoules are not compared: one after the other.
        unit = _UNITS.index(row.unit) if sort is Sort.AMOUNT else 0
        return found is None, unit, (found or 0.0) if rising else -(found or 0.0), row.id

    return tuple(sorted(rows, key=key))


def _facets(rows: Sequence[Row], state: State) -> tuple[Facet, ...]:
    facets = []
    for name, (value, words) in _FACETS.items():
        counts = Counter(value(row) for row in rows)
        known = {value(row): row for row in rows}
        choices = tuple(
            (
                choice,
                words(known[choice]) if words else sentence(NAME, f"{name}.{choice}"),
                count,
            )
            for choice, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        )
        facets.append(Facet(name, state.said.get(name), choices))
    return tuple(facets)


def _top(state: State) -> int:
    top = whole(state, "top", TOPS[0], TOPS)
    if top not in TOPS:
        raise SymbioflowError("BAD_ADDRESS", given=top, expected=TOPS)
    return top
