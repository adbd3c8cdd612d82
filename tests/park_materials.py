"""The materials of the park with at least one row of every table, and how its rows are made."""

from __future__ import annotations

import types
import typing
from dataclasses import Field, fields
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from graph import model
from graph.evidence import Evidence, Grade, SourceId
from graph.ranges import Range
from graph.vocabulary import (
    Hazard,
    Phase,
    TransferDuty,
    Unit,
    UseRole,
)

Entity = TypeVar("Entity")

SURVEYED = Evidence((SourceId("survey"), SourceId("yearbook")), Grade.COMPANY)
GUESSED = Evidence((), Grade.ESTIMATE)


def made(entity: type[Entity], **values: Any) -> Entity:
    """An object whose other fields are unknown, empty, or what the survey says."""
    hints = typing.get_type_hints(entity)
    given = {field.name: values.pop(field.name, _blank(field, hints[field.name])) for field in fields(entity)}
    assert not values, f"{entity.__name__} has no {', '.join(values)}"
    return entity(**given)


def _blank(field: Field[Any], hint: Any) -> Any:
    if isinstance(field.default, StrEnum | bool | float) or field.default == "CNY":
        return field.default
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return None
    if typing.get_origin(hint) is tuple:
        return ()
    return {Evidence: SURVEYED, bool: False}.get(hint, "")


def material(item: str, zh: str, en: str, kind_of: str | None = None, **values: Any) -> model.Material:
    """A material with its names."""
    usual = {"phase": Phase.SOLID, "unit": Unit.TONNE, "hazard": Hazard.NONE, "evidence": GUESSED}
    return made(model.Material, id=item, name_zh=zh, name_en=en, kind_of=kind_of, **{**usual, **values})


def materials() -> tuple[Any, ...]:
    return (
        material("gypsum", "石膏", "Gypsum", evidence=SURVEYED),
        material(
            "phosphogypsum",
            "磷石膏",
            "Phosphogypsum",
            "gypsum",
            synonyms_zh=("磷酸渣", "二水石膏"),
            synonyms_en=("PG", "calcium sulphate residue"),
            ewc_codes=("060904", "100105"),
        ),
        material("plaster", "建筑石膏粉", "Building plaster"),
        material("slag", "钢渣", "Steel slag"),
        material(
            "water",
            "中水",
            "Reclaimed water",
            unit=Unit.CUBIC_METRE,
            phase=Phase.LIQUID,
            density=Range(0.99, 1.0, 1.01),
            density_grade=Grade.TEXTBOOK,
        ),
        made(
            model.TransferRule,
            id="rule-1",
            name_zh="跨省转移",
            hazard=Hazard.HAZARDOUS,
            phases=("solid", "sludge"),
            from_region="53",
            crossing=2,
            duty=TransferDuty.PERMIT,
            in_force_from=date(2022, 1, 1),
        ),
        made(
            model.Conveyance,
            id="pipe-1",
            material="water",
            usual=5.0,
            farthest=15.0,
            temperature_drop=0.5,
            note="明渠",
            evidence=GUESSED,
        ),
        made(model.Scenario, id="mill-closes", name_zh="停产", evidence=GUESSED),
        made(
            model.ScenarioChange,
            id="mill-closes-1",
            scenario="mill-closes",
            table_name="materials",
            row_id="slag",
            field="note",
            value="none",
        ),
        made(
            model.MaterialUse,
            id="use-1",
            material="gypsum",
            role=UseRole.RAW_MATERIAL,
            nace=("2352",),
            commonness=2,
        ),
        made(
            model.MaterialComponent,
            id="pg-p2o5",
            material="phosphogypsum",
            component="P2O5",
            basis="mass % dry",
            amount=Range(0.1, 0.7, 1.3),
        ),
        made(
            model.ElementContent,
            id="pg-s",
            material="phosphogypsum",
            element="S",
            basis="mass % dry",
            amount=Range(15.0, 17.1, 18.2),
            free_water=20.0,
        ),
    )
