"""Policies, targets and named changes of the graph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from graph.evidence import Evidence
from graph.model.measures import Measure, Share
from graph.vocabulary import MaterialId, ParkId, RowId, ScenarioId, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A document that supports or restricts a use, with its place in the tables of the city's plan.

    Attributes
    ----------
    level : str
        National, provincial, city or park.
    place : str
        Park, division or province that it holds for; empty for the whole country.

        See `graph.value.numbers`.
    title_zh : str
        Title.
    issuer : str
        Who issued it.
    year : str
        When.
    document_number : str
        Number of the document; empty when unknown.
    gives_zh : str
        What it gives or demands, in Chinese.
    gives_en : str
        What it gives or demands, in English.
    applies_to : tuple of str
        Sectors, materials or uses it speaks of.
    plan_table : int or None
        Table of the city's plan that lists it; None when none.
    plan_row : int or None
        Row of that table; None when none.
    """

    id: RowId
    level: str = ""
    place: str = ""
    title_zh: str = ""
    issuer: str = ""
    year: str = ""
    document_number: str = ""
    gives_zh: str = ""
    gives_en: str = ""
    applies_to: tuple[str, ...] = ()
    value: str
    plan_table: Annotated[int | None, Measure("table", minimum=1)] = None
    plan_row: Annotated[int | None, Measure("row", minimum=1)] = None
    note: str = ""
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A share to reach: of the tonnes, water or heat of the named materials (and their kinds) in a park.

    Attributes
    ----------
    park : ParkId
        Where it holds.
    materials : tuple of MaterialId
        What it covers, with its kinds; empty: everything in the unit.
    share : float
        The share to reach, 0 to 1.
    year : str
        By when.
    """

    id: RowId
    park: ParkId
    name_zh: str = ""
    name_en: str = ""
    unit: Unit
    materials: tuple[MaterialId, ...] = ()
    share: Annotated[float, Share]
    year: str = ""
    note: str = ""
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A named set of changes to the graph, to be planned with beside the graph as it is.

    Attributes
    ----------
    name_zh : str
        Its name in Chinese.
    name_en : str
        Its name in English.
    note : str
        What it asks.
    evidence : Evidence
        Why its numbers are believed.
    """

    id: ScenarioId
    name_zh: str = ""
    name_en: str = ""
    note: str = ""
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioChange:
    """One change of a scenario; changes are made in the order of their ids.

    Attributes
    ----------
    table_name : str
        Table of what is changed.
    row_id : str
        Its identifier.
    field : str
        What of it is changed; ``copy_of`` makes it anew as a copy.

        What is changed: a column of a row, for example ``facilities``, a facility's id, ``capacity``. The
        name of a range alone sets its likely value and scales its ends with it. The field ``copy_of`` makes
        the row anew, as a copy of the row that `value` names.
    value : str
        The new value as files write it; empty: not known.
    note : str
        Why.
    """

    id: RowId
    scenario: ScenarioId
    table_name: str
    row_id: str
    field: str
    value: str
    note: str = ""
