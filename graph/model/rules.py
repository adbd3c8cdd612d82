"""What standards and the law allow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from graph.evidence import Evidence
from graph.model.measures import Measure
from graph.vocabulary import Hazard, MaterialId, RowId, StandardId, TechnologyId, TransferDuty


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """A named standard and the dates between which it is in force (None: not known, or still).

    Attributes
    ----------
    title_zh : str
        Title in Chinese.
    title_en : str
        Title in English.
    in_force_from : date or None
        First day in force; None when unknown.
    in_force_to : date or None
        Last day in force; None when unknown or still in force.
    replaced_by : StandardId or None
        The standard whose limits hold afterwards.
    """

    id: StandardId
    title_zh: str = ""
    title_en: str = ""
    in_force_from: date | None = None
    in_force_to: date | None = None
    replaced_by: StandardId | None = None
    note: str = ""
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardLimit:
    """One limit of a standard, for reference beside the recipes' own limits; both ends None: not verified.

    Attributes
    ----------
    applies_to : str
        The product, class or use it holds for.
    component : str
        What is limited.
    basis : str
        Unit of the bounds.
    minimum : float or None
        Lowest allowed; None: no such bound.
    maximum : float or None
        Highest allowed; None: no such bound.
    """

    id: RowId
    standard: StandardId
    applies_to: str = ""
    component: str
    basis: str
    minimum: Annotated[float | None, Measure("basis")] = None
    maximum: Annotated[float | None, Measure("basis")] = None
    note: str = ""
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A composition limit of a technology's port; both ends None: a limit exists, its value is not verified.

    Attributes
    ----------
    material : MaterialId or None
        The input it holds for, with its kinds unless they have limits of their own; None for every input.
    component : str
        What is limited: a component, ``IRa``/``Igamma`` (computed from Bq/kg), or ``material:<id>`` for the
        share of a material itself (a stream of it is 100 mass % of it).
    basis : str
        Unit of the bounds.
    minimum : float or None
        Lowest allowed; None: no such bound.
    maximum : float or None
        Highest allowed; None: no such bound.
    standard : StandardId or None
        The standard that sets it; `standard_text` says it in words.
    standard_text : str
        What sets it, in words.
    """

    id: RowId
    technology: TechnologyId
    material: MaterialId | None = None
    component: str
    basis: str
    minimum: Annotated[float | None, Measure("basis")] = None
    maximum: Annotated[float | None, Measure("basis")] = None
    standard: StandardId | None = None
    standard_text: str = ""
    note: str = ""
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferRule:
    """What the law asks when waste goes to a use in another administrative division.

    Attributes
    ----------
    hazard : Hazard or None
        The wastes it holds for; None for all. `hw_codes` and `material` (and its kinds) narrow it further.
    phases : tuple of str
        States it holds for (``solid``, ``sludge``, ...); empty for all.
    from_region, to_region : str
        Leading digits of GB/T 2260 codes; empty for everywhere.
    crossing : int
        Leading digits that must differ between the two places: 2 another province, 4 another prefecture,
        6 another county; 0 holds within one county too.
    in_force_from, in_force_to : date or None
        First and last day (None: not known, or still in force).
    """

    id: RowId
    name_zh: str = ""
    name_en: str = ""
    hazard: Hazard | None = None
    hw_codes: tuple[str, ...] = ()
    material: MaterialId | None = None
    phases: tuple[str, ...] = ()
    from_region: str = ""
    to_region: str = ""
    crossing: Annotated[int, Measure("digits", minimum=0, maximum=6)]
    duty: TransferDuty
    in_force_from: date | None = None
    in_force_to: date | None = None
    note: str = ""
    evidence: Evidence
