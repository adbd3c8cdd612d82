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
    place : str
        Park, division or province that it holds for, see `graph.value.numbers`; empty: the whole country.
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
    materials : tuple of MaterialId
        What it covers; empty: everything counted in `unit`.
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
    """A named set of changes to the graph, to be planned with beside the graph as it is."""

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
    table_name, row_id, field : str
        What is changed: a column of a row, for example ``facilities``, a facility's id, ``capacity``. The
        name of a range alone sets its likely value and scales its ends with it. The field ``copy_of`` makes
        the row anew, as a copy of the row that `value` names.
    value : str
        The new value as files write it; empty: not known.
    """

    id: RowId
    scenario: ScenarioId
    table_name: str
    row_id: str
    field: str
    value: str
    note: str = ""
