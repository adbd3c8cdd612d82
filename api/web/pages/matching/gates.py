"""Conditions of a taker as pages show them: what was found, what is allowed, and whose rule it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.web.reading import Reading
from api.web.rendering import measure_words
from api.web.things import grade_of
from graph.wording import Words, clause_words, component_words, listed, way_words
from viz.words import number, value_words


@dataclass(frozen=True, slots=True)
class Gate:
    """One condition.

    Attributes
    ----------
    name, outcome : str
        Words under ``gate.<name>`` and ``outcome.<outcome>``.
    subject : str
        What was measured; empty where the condition is no measurement.
    found, allowed : str
        As numbers with unit, or in words; empty where nothing is to be said.
    clause : Words
        Whose rule.
    analyses : tuple of str
        Where several contents are known, or an index is made of several: each, and which of them rules.
    """

    name: str
    outcome: str
    subject: str
    found: str
    allowed: str
    clause: Words
    reason: Words
    grade: str
    blend: float | None
    analyses: tuple[str, ...] = ()


def refusals(reading: Reading, park: str | None) -> Sequence[Mapping[str, Any]]:
    """Return the linkages that must be refused, as the document has them."""
    found: Sequence[Mapping[str, Any]] = reading.once(
        ("refusals", park), lambda: reading.read("refusals", park=park)["refusals"]
    )
    return found


def gate_of(row: Mapping[str, Any], say: Callable[..., str], language: str, names: Mapping[str, str]) -> Gate:
    """Return the condition that a row of an answer tells of.

    Parameters
    ----------
    names : mapping of str to str
        What materials are called, by id: a limit may be on the share of a material.
    """
    kind, _, limited = row["component"].partition(":")
    subject = names.get(limited, limited)
    if kind != "material":
        subject = component_words(row["component"]).text(language)
    unit = "" if row["unit"] in ("steps", "index") else measure_words(row["unit"], language)
    found = "" if row["found"] is None or row["unit"] == "steps" else f"{number(row['found'])} {unit}".strip()
    standard = row["standard"] or {"titleZh": "", "titleEn": ""}
    clause = clause_words(row["standardText"])
    return Gate(
        name=row["gate"],
        outcome=row["outcome"],
        subject=subject,
        found=found or _worded(row, "given", language),
        allowed=_bounds(row, unit, say) or _worded(row, "wanted", language),
        clause=Words(standard["titleZh"] or clause.zh, standard["titleEn"] or clause.en),
        reason=Words(row["reasonZh"], row["reasonEn"]),
        grade=grade_of(row).text(language),
        blend=row["blendShare"],
        analyses=tuple(_analysis(item, say, language) for item in row["contents"])
        if len(row["contents"]) > 1
        else (),
    )


def _analysis(item: Mapping[str, Any], say: Callable[..., str], language: str) -> str:
    notes = [item["sampledOn"] or "", item["laboratory"]]
    notes.append(
        say("content.rules") if item["decides"] else "" if item["measured"] else say("content.typical")
    )
    about = listed([note for note in notes if note], language)
    component = component_words(item["component"]).text(language)
    amount = f"{component} {number(item['amount']['likely'])} {measure_words(item['basis'], language)}"
    return f"{amount} ({about})" if about else amount


def _bounds(row: Mapping[str, Any], unit: str, say: Callable[..., str]) -> str:
    least, most = row["minimum"], row["maximum"]
    if least is not None and most is not None:
        return say("bounds.between", least=number(least), most=number(most), unit=unit).strip()
    if least is not None:
        return say("bounds.least", least=number(least), unit=unit).strip()
    if most is not None:
        return say("bounds.most", most=number(most), unit=unit).strip()
    return say("bounds.unknown") if row["gate"] == "COMPOSITION" else ""


def _worded(row: Mapping[str, Any], field: str, language: str) -> str:
    """Return what was found or wanted where it is no number; identifiers of materials are no words."""
    if row["gate"] == "MATERIAL":
        return ""
    if row["gate"] == "TRANSFER" and field == "given":
        return way_words(row[field]).text(language)
    return value_words(row[field]).text(language)
