"""Things that pages name and link to: an id, a name in both languages, and the page that tells about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from graph.ranges import Range
from graph.wording import Words

#: GraphQL's words for units -> the canonical units.
UNITS: Mapping[str, str] = MappingProxyType({"TONNE": "t", "CUBIC_METRE": "m3", "GIGAJOULE": "GJ"})
#: CO2e is answered in kg and shown in tonnes.
KG_PER_TONNE = 1000.0


@dataclass(frozen=True, slots=True)
class Thing:
    """Something with a page of its own.

    Attributes
    ----------
    kind : str
        ``firm``, ``stream``, ``facility``, ``material`` or ``market``.
    id : str
    name : Words
        In both languages; one that is missing is the other, and the id where there is none.
    """

    kind: str
    id: str
    name: Words

    @property
    def key(self) -> str:
        """What names it in pictures and addresses."""
        return f"{self.kind}:{self.id}"


def name_of(row: Mapping[str, Any]) -> Words:
    """Return the names of a row of an answer.

    Examples
    --------
    >>> name_of({"localId": "mill", "nameZh": "磨坊", "nameEn": ""}).en
    '磨坊'
    """
    zh, en = row["nameZh"], row["nameEn"]
    return Words(zh or en or row["localId"], en or zh or row["localId"])


def range_of(quantity: Mapping[str, Any]) -> Range:
    """Return a quantity of an answer as a range.

    Examples
    --------
    >>> range_of({"low": 1.0, "likely": 2.0, "high": 4.0, "unit": "t"}).likely
    2.0
    """
    return Range(quantity["low"], quantity["likely"], quantity["high"])


def grade_of(evidence: Mapping[str, Any]) -> Words:
    """Return the grade of an answer's evidence in words."""
    return Words(evidence["gradeZh"] or "", (evidence["grade"] or "").lower())


def thing(kind: str, row: Mapping[str, Any]) -> Thing:
    """Return what a row of an answer is about."""
    return Thing(kind, row["localId"], name_of(row))
