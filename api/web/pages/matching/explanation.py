"""The page that explains one suggestion: a sentence, its parts, the conditions, the price, what is open."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from fastapi import Response

from api.graphql.nodes import kind_words
from api.web.pages.matching.gates import gate_of, refusals
from api.web.reading import Reading
from api.web.rendering import measure_words
from api.web.state import State
from api.web.tables import csv_file
from api.web.things import UNITS, name_of, thing
from api.web.words import speaker, words_of
from graph.errors import SymbioflowError
from graph.wording import component_words
from viz.words import number

NAME = "explanation"
#: The shapes in which GraphQL says what is missing; words under ``missing.<name>``.
_MISSING = re.compile(
    r"(?P<kind>composition|moisture|hazard|licence|capacity|distance|receiver): (?P<about>.*)"
    r"|(?P<thing>operating cost|heat use|electricity use|price|disposal cost|emission factor|cost)"
    r" of (?P<of>.*)"
    r"|product displaced by (?P<by>.*)"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the score with its inputs in words."""

    name: str
    score: float
    weight: float
    known: bool
    inputs: tuple[str, ...]


def values(reading: Reading, state: State) -> dict[str, Any]:
    """Return what the page shows."""
    found = _found(reading, state)
    say = speaker(NAME, state.language)
    unit = UNITS[found["unit"]]
    names = {found["material"]["localId"]: name_of(found["material"]).text(state.language)}
    gates = tuple(gate_of(gate, say, state.language, names) for gate in found["gates"])
    # What hinders comes first, then what is open, then what is settled.
    order = ("REFUSED", "UNVERIFIED", "PASSED")
    return {
        "found": found,
        "unit": unit,
        "stream": thing("stream", found["stream"]),
        "firm": thing("firm", found["stream"]["enterprise"]),
        "taker": thing("facility", found["facility"]),
        "taker_firm": thing("firm", found["facility"]["enterprise"]),
        "material": thing("material", found["material"]),
        "technology": name_of(found["facility"]["technology"]),
        "estimate": found["stream"]["evidence"]["demoEstimate"],
        "parts": tuple(_part(row, unit, say, state.language) for row in found["parts"]),
        "gates": sorted(gates, key=lambda gate: order.index(gate.outcome)),
        "open": sum(gate.outcome == "UNVERIFIED" for gate in gates),
        "refused": sum(gate.outcome == "REFUSED" for gate in gates),
        "steps": tuple(_step(row) for row in found["pathway"]),
        "missing": missing_words(found, say, state.language, _materials(reading, state.language)),
    }


def blank_analysis(reading: Reading, state: State) -> Response:
    """Return a row for each open measurement, to be filled in and loaded: a table of stream components.

    Of one suggestion (``id``) what could not be checked; of one stream (``stream``) what its refused
    linkages break or leave open too.
    """
    of = state.said.get("stream")
    linkages = [_found(reading, state)] if of is None else _refused(reading, state, of)
    wanted = ("UNVERIFIED",) if of is None else ("UNVERIFIED", "REFUSED")
    header = [
        "id",
        "stream",
        "component",
        "basis",
        "amount_low",
        "amount_likely",
        "amount_high",
        "sampled_on",
        "laboratory",
        "note",
        "sources",
        "grade",
    ]
    rows: dict[tuple[str, str], list[Any]] = {}
    for linkage in linkages:
        for gate in linkage["gates"]:
            if gate["outcome"] in wanted and gate["component"] and gate["gate"] == "COMPOSITION":
                key = gate["component"], gate["unit"]
                stream = linkage["stream"]["localId"]
                called = component_words(gate["component"]).text(state.language)
                row_id = f"{stream}--{gate['component'].lower()}"
                rows[key] = [row_id, stream, *key, "", "", "", "", "", called, "", ""]
    return csv_file("stream_components.csv", header, rows.values())


def missing_words(
    found: Mapping[str, Any],
    say: Callable[..., str],
    language: str,
    materials: Mapping[str, str] = MappingProxyType({}),
) -> tuple[str, ...]:
    """Return what would raise the confidence, in the page's language; identifiers are named where known.

    Parameters
    ----------
    materials : mapping of str to str
        What materials are called, by id.
    """
    names = dict(materials)
    for step in found["pathway"]:
        for row in (step["technology"], step["takes"], step["gives"], step["facility"]):
            if row is not None:
                names[row["localId"]] = name_of(row).text(language)
    said = []
    for text in found["missing"]:
        match = _MISSING.fullmatch(text)
        if match is None:
            said.append(text)
            continue
        kind = match["kind"] or match["thing"] or "displaced"
        about = match["about"] or match["of"] or match["by"] or ""
        said.append(say(f"missing.{kind}", about=names.get(about) or component_words(about).text(language)))
    return tuple(dict.fromkeys(said))


def _materials(reading: Reading, language: str) -> dict[str, str]:
    rows = reading.read_all("material_names", "materials")
    return {row["localId"]: name_of(row).text(language) for row in rows}


def _refused(reading: Reading, state: State, stream: str) -> list[Mapping[str, Any]]:
    rows = [row for row in refusals(reading, state.park) if row["stream"]["localId"] == stream]
    if not rows:
        raise SymbioflowError("NOT_FOUND.thing", kind=kind_words("WasteStream"), id=stream)
    return rows


def _found(reading: Reading, state: State) -> Mapping[str, Any]:
    id = state.said.get("id")
    if not id:
        raise SymbioflowError("NOT_FOUND.page", path=state.path)
    found: Mapping[str, Any] = reading.read("explanation", id=id)["suggestion"]
    return found


def _part(row: Mapping[str, Any], unit: str, say: Callable[..., str], language: str) -> Part:
    known = words_of(NAME)
    inputs = []
    for given in row["inputs"]:
        word = say(f"input.{given['name']}") if f"input.{given['name']}" in known else given["name"]
        if given["amount"] is None:
            inputs.append(f"{word} {say('unknown')}")
            continue
        its_unit = "" if given["unit"] == "-" else given["unit"].replace("unit", unit)
        inputs.append(f"{word} {number(given['amount'])} {measure_words(its_unit, language)}".strip())
    return Part(row["name"], row["score"], row["weight"], row["known"], tuple(inputs))


def _step(row: Mapping[str, Any]) -> dict[str, Any]:
    gives = row["gives"]
    return {
        "technology": name_of(row["technology"]),
        "facility": None if row["facility"] is None else thing("facility", row["facility"]),
        "takes": thing("material", row["takes"]),
        "gives": None if gives is None else thing("material", gives),
        "in": number(row["amountIn"]),
        "in_unit": UNITS[row["takes"]["unit"]],
        "out": number(row["amountOut"]),
        "out_unit": "" if gives is None else UNITS[gives["unit"]],
    }
