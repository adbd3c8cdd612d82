"""What components are called: the one table of elements, compounds, nuclides and properties.

`components.csv` has a row for each: how data name it, what people read in Chinese and in English, and how
else sheets write it. A row with a ``*`` names all that are written so (``leachate-*``).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from graph.wording.messages import Words, catalogue

_FILE = Path(__file__).with_name("components.csv")
_ANY = "*"


@cache
def component_words(component: str) -> Words:
    """Return what a component is called; one that the table does not know stays as it is written.

    Examples
    --------
    >>> component_words("Pb").zh, component_words("leachate-Pb").en, component_words("Tl+Cd").zh
    ('铅（Pb）', 'lead (Pb) in leachate', '铊（Tl）+镉（Cd）')
    >>> component_words("xyz").zh
    'xyz'
    """
    return _found(component) or Words(component, component)


def measure_words(measure: str) -> Words:
    """Return what an amount of a component is counted in; a unit that needs no words stays as it is.

    Examples
    --------
    >>> measure_words("mass % dry").zh, measure_words("mg/L").zh
    ('质量%（干基）', 'mg/L')
    """
    return catalogue().get(f"measure.{measure}", Words(measure, measure))


@cache
def component_spellings() -> Mapping[str, tuple[str, ...]]:
    """Return how sheets may write each component, by how data name it."""
    return {
        row["component"]: tuple(name for name in row["names"].split(";") if name)
        for row in _rows()
        if _ANY not in row["component"]
    }


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def _words() -> Mapping[str, Words]:
    return {row["component"]: Words(row["zh"], row["en"]) for row in _rows()}


def _found(component: str) -> Words | None:
    """Return the words of a component, of one that a row with a ``*`` stands for, or of a sum of some."""
    words = _words()
    if component in words:
        return words[component]
    for pattern, said in words.items():
        before, star, after = pattern.partition(_ANY)
        inner = component[len(before) : len(component) - len(after)]
        if star and inner and component == before + inner + after:
            # Words without a name stand for all that are written so.
            named = _found(inner) if "{name}" in said.zh else said
            if named is not None:
                return Words(said.zh.format(name=named.zh), said.en.format(name=named.en))
    parts = [_found(part) for part in component.split("+")] if "+" in component else []
    if not parts or not all(parts):
        return None
    known = [part for part in parts if part is not None]
    return Words("+".join(part.zh for part in known), " + ".join(part.en for part in known))
