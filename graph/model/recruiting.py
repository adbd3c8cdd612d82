"""What recruiting a firm rests on: plants that stand elsewhere, what the park demands, whom it may ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from graph.evidence import Evidence
from graph.model.measures import Measure, PerYear
from graph.vocabulary import (
    CandidateFirmId,
    EntryFigure,
    EntryGate,
    EntryOutcome,
    Hazard,
    MaterialId,
    ParkId,
    PolicyId,
    RowId,
    TechnologyId,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferencePlant:
    """A plant elsewhere that runs, or is announced to run, a technology: its size and what it cost.

    Attributes
    ----------
    place_zh, place_en : str
        Town and province.
    year : int or None
        When it was finished, or of the news.
    built : bool
        False where it is only announced or planned.
    capacity : float or None
        Per year, of `material`: what the plant takes or makes, as it was reported.
    investment : float or None
        CNY, all of it.
    """

    id: RowId
    technology: TechnologyId
    name_zh: str = ""
    name_en: str = ""
    place_zh: str = ""
    place_en: str = ""
    year: Annotated[int | None, Measure("year", minimum=1900)] = None
    built: bool = True
    material: MaterialId | None = None
    capacity: Annotated[float | None, PerYear] = None
    investment: Annotated[float | None, Measure("CNY", minimum=0.0)] = None
    note: str = ""
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRule:
    """What one gate of admission says of a new project, and the article it rests on.

    Of the rules of a gate that hold, those with the most conditions count, and of these the strictest.

    Attributes
    ----------
    gbt4754 : tuple of str
        GB/T 4754-2017 classes of the technology, or their leading digits; empty: every industry.
    technologies : tuple of TechnologyId
        Empty: every technology.
    hazard : Hazard or None
        Of a waste that is brought in; None: whatever is brought in.
    said_zh, said_en : str
        What it asks, for the brief of a lead.
    """

    id: RowId
    gate: EntryGate
    outcome: EntryOutcome
    gbt4754: tuple[str, ...] = ()
    technologies: tuple[TechnologyId, ...] = ()
    hazard: Hazard | None = None
    policy: PolicyId | None = None
    said_zh: str = ""
    said_en: str = ""
    note: str = ""
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryThreshold:
    """What a park demands of a new project per mu of land (亩均) or of value added; the park fills it in.

    Attributes
    ----------
    gbt4754 : str
        GB/T 4754-2017 class, or its leading digits, that it holds for; empty: every industry.
    minimum, maximum : float or None
        In the unit of the figure, see `EntryFigure`.
    """

    id: RowId
    park: ParkId
    figure: EntryFigure
    gbt4754: str = ""
    minimum: Annotated[float | None, Measure("see figure", minimum=0.0)] = None
    maximum: Annotated[float | None, Measure("see figure", minimum=0.0)] = None
    note: str = ""
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateFirm:
    """A firm outside the park that the park's own list names as worth asking; none comes with the program.

    Attributes
    ----------
    park : ParkId
        Whose list it stands in.
    gbt4754 : str
        Industry class, GB/T 4754-2017.
    technologies : tuple of TechnologyId
        What it is known to run; empty where only its industry is known.
    place : str
        Where it sits, in words.
    """

    id: CandidateFirmId
    park: ParkId
    name_zh: str = ""
    name_en: str = ""
    gbt4754: str = ""
    technologies: tuple[TechnologyId, ...] = ()
    place: str = ""
    products: str = ""
    note: str = ""
    evidence: Evidence
