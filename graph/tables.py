"""The model as flat tables: which columns each word has, what may stand in them, and what they point at.

Files, stores and snapshots all read this one list, so a field added to a dataclass in `graph.model` is at
once a column of the CSV file, of SQLite, of Neo4j and of the snapshot. Composite fields become several
columns: a `Range` gives ``<field>_low``, ``<field>_likely`` and ``<field>_high``, a `Position` gives
``lat``, ``lon`` and ``position_grade``, an `Evidence` gives ``sources`` and ``grade``.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any, Union

import pyarrow as pa

from graph import model, vocabulary
from graph.evidence import Evidence, Grade, SourceId
from graph.model import Measure, Position
from graph.ranges import Range


class Kind(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    NUMBER = "number"
    INTEGER = "integer"
    FLAG = "flag"
    DATE = "date"
    TEXTS = "texts"
    NUMBERS = "numbers"


ARROW_TYPES: Mapping[Kind, pa.DataType] = {
    Kind.TEXT: pa.string(),
    Kind.NUMBER: pa.float64(),
    Kind.INTEGER: pa.int64(),
    Kind.FLAG: pa.bool_(),
    Kind.DATE: pa.date32(),
    Kind.TEXTS: pa.list_(pa.string()),
    Kind.NUMBERS: pa.list_(pa.float64()),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes
    ----------
    name : str
    kind : Kind
    nullable : bool
        False: a value must stand there (text may still be empty).
    choices : tuple of str
        The only values allowed; empty: any.
    references : str or None
        Table whose `id` the value (or every value of a list) must be.
    measure : Measure or None
        Unit and bounds of a number.
    range_end : {"", "low", "likely", "high"}
        Which end of a `Range` this is.
    default : text, number, bool or None
        What a file that says nothing means; None: nothing, so that a value must be given unless `nullable`.
    """

    name: str
    kind: Kind
    nullable: bool
    choices: tuple[str, ...] = ()
    references: str | None = None
    measure: Measure | None = None
    range_end: str = ""
    default: str | float | bool | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One dataclass of the model as a table; `key` is ``id`` everywhere."""

    name: str
    entity: type[Any]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """Return the column called `name`; KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def schema(self) -> pa.Schema:
        """Arrow schema, columns in order."""
        return pa.schema([pa.field(column.name, ARROW_TYPES[column.kind]) for column in self.columns])


_ENTITIES: tuple[tuple[str, type[Any]], ...] = (
    ("sources", model.Source),
    ("parks", model.Park),
    ("industries", model.Industry),
    ("waste_codes", model.WasteCode),
    ("standards", model.Standard),
    ("standard_limits", model.StandardLimit),
    ("materials", model.Material),
    ("material_components", model.MaterialComponent),
    ("element_contents", model.ElementContent),
    ("technologies", model.Technology),
    ("ports", model.Port),
    ("port_yields", model.PortYield),
    ("component_fates", model.ComponentFate),
    ("imbalances", model.Imbalance),
    ("limits", model.Limit),
    ("material_uses", model.MaterialUse),
    ("transfer_rules", model.TransferRule),
    ("conveyances", model.Conveyance),
    ("enterprises", model.Enterprise),
    ("directed_uses", model.DirectedUse),
    ("facilities", model.Facility),
    ("projects", model.Project),
    ("waste_streams", model.WasteStream),
    ("stream_components", model.StreamComponent),
    ("linkages", model.Linkage),
    ("linkage_events", model.LinkageEvent),
    ("process_classes", model.ProcessClass),
    ("cost_sheets", model.CostSheet),
    ("markets", model.Market),
    ("chains", model.Chain),
    ("chain_steps", model.ChainStep),
    ("chain_links", model.ChainLink),
    ("reference_plants", model.ReferencePlant),
    ("prices", model.Price),
    ("transport_rates", model.TransportRate),
    ("emission_factors", model.EmissionFactor),
    ("policies", model.Policy),
    ("entry_rules", model.EntryRule),
    ("targets", model.Target),
    ("entry_thresholds", model.EntryThreshold),
    ("candidate_firms", model.CandidateFirm),
    ("outline_rings", model.OutlineRing),
    ("scenarios", model.Scenario),
    ("scenario_changes", model.ScenarioChange),
    ("precedents", model.Precedent),
    ("weights", model.Weight),
)

_ID_TABLES: Mapping[Any, str] = {
    SourceId: "sources",
    vocabulary.ParkId: "parks",
    vocabulary.EnterpriseId: "enterprises",
    vocabulary.MaterialId: "materials",
    vocabulary.StreamId: "waste_streams",
    vocabulary.TechnologyId: "technologies",
    vocabulary.PortId: "ports",
    vocabulary.FacilityId: "facilities",
    vocabulary.LinkageId: "linkages",
    vocabulary.StandardId: "standards",
    vocabulary.ScenarioId: "scenarios",
    vocabulary.MarketId: "markets",
    vocabulary.ProcessClassId: "process_classes",
    vocabulary.ChainId: "chains",
    vocabulary.PolicyId: "policies",
    vocabulary.ChainStepId: "chain_steps",
}


_SIMPLE: Mapping[Any, Kind] = {
    float: Kind.NUMBER,
    int: Kind.INTEGER,
    bool: Kind.FLAG,
    date: Kind.DATE,
    str: Kind.TEXT,
}


def _unpack(hint: Any) -> tuple[Any, bool, Measure | None]:
    """Return the bare type, whether None is allowed, and the measure of a field's hint."""
    measure = None
    if typing.get_origin(hint) is typing.Annotated:
        hint, measure = typing.get_args(hint)[0], typing.get_args(hint)[1]
    nullable = False
    if typing.get_origin(hint) in (Union, types.UnionType):
        hint = next(part for part in typing.get_args(hint) if part is not type(None))
        nullable = True
    return hint, nullable, measure


def _columns_of(entity: type[Any]) -> tuple[Column, ...]:
    hints = typing.get_type_hints(entity, include_extras=True)
    columns: list[Column] = []
    for field in fields(entity):
        kind, nullable, measure = _unpack(hints[field.name])
        made = _field_columns(field.name, kind, nullable, measure, own_id=field.name == "id")
        default = _plain_default(field.default)
        columns.extend(made if default is None else (replace(column, default=default) for column in made))
    return tuple(columns)


def _plain_default(default: Any) -> str | float | bool | None:
    """Return the default of a field as it stands in a cell; None where it has none that says something."""
    if isinstance(default, StrEnum):
        return default.value
    return default if isinstance(default, bool | int | float) else None


def _field_columns(
    name: str, kind: Any, nullable: bool, measure: Measure | None, own_id: bool
) -> tuple[Column, ...]:
    grades = tuple(grade.value for grade in Grade)
    if kind is Range:
        return tuple(
            Column(f"{name}_{end}", Kind.NUMBER, nullable, measure=measure, range_end=end)
            for end in ("low", "likely", "high")
        )
    if kind is Position:
        return (
            Column("lat", Kind.NUMBER, nullable, measure=Measure("degrees", -90.0, 90.0)),
            Column("lon", Kind.NUMBER, nullable, measure=Measure("degrees", -180.0, 180.0)),
            Column("position_grade", Kind.TEXT, nullable, choices=grades),
        )
    if kind is Evidence:
        return (
            Column("sources", Kind.TEXTS, False, references="sources"),
            Column("grade", Kind.TEXT, False, choices=grades),
        )
    if typing.get_origin(kind) is tuple:
        item = typing.get_args(kind)[0]
        if item is float:
            return (Column(name, Kind.NUMBERS, False, measure=measure),)
        return (Column(name, Kind.TEXTS, False, references=_ID_TABLES.get(item)),)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return (Column(name, Kind.TEXT, nullable, choices=tuple(choice.value for choice in kind)),)
    references = None if own_id else _ID_TABLES.get(kind)
    return (Column(name, _SIMPLE.get(kind, Kind.TEXT), nullable, references=references, measure=measure),)


#: Every table, referenced ones before those that point at them as far as the order allows.
TABLES: Mapping[str, Table] = types.MappingProxyType(
    {name: Table(name, entity, _columns_of(entity)) for name, entity in _ENTITIES}
)


def table_of(entity: type[Any]) -> Table:
    """Return the table of a model class; KeyError if it has none."""
    return _tables_by_entity()[entity]


@cache
def _tables_by_entity() -> Mapping[type[Any], Table]:
    return {table.entity: table for table in TABLES.values()}


def to_row(entity: Any) -> dict[str, Any]:
    """Flatten a model object into column name -> plain value (text, number, bool, date, list or None).

    Examples
    --------
    >>> sw01 = vocabulary.RowId("sw-01")
    >>> code = model.WasteCode(id=sw01, scheme="sw", code="SW01", name_zh="冶炼废渣", grade=Grade.TEXTBOOK)
    >>> to_row(code)["grade"]
    'textbook'
    """
    table = table_of(type(entity))
    row: dict[str, Any] = {}
    for field in fields(entity):
        row.update(_flat(field.name, getattr(entity, field.name)))
    for column in table.columns:
        row.setdefault(column.name, None)
    return row


def _flat(name: str, value: Any) -> dict[str, Any]:
    if isinstance(value, Range):
        return {f"{name}_low": value.low, f"{name}_likely": value.likely, f"{name}_high": value.high}
    if isinstance(value, Position):
        return {"lat": value.lat, "lon": value.lon, "position_grade": value.position_grade.value}
    if isinstance(value, Evidence):
        return {"sources": list(value.sources), "grade": value.grade.value}
    if isinstance(value, StrEnum):
        return {name: value.value}
    if isinstance(value, tuple):
        return {name: list(value)}
    return {name: value}


def from_row(table: Table, row: Mapping[str, Any]) -> Any:
    """Build the model object of a flat row; the inverse of `to_row`.

    The row must already be checked (`ingest` reports every problem with its place); a bad value raises
    ValueError here.
    """
    (made,) = from_columns(table, {name: [value] for name, value in row.items()})
    return made


def from_columns(table: Table, columns: Mapping[str, Sequence[Any]]) -> Iterator[Any]:
    """Build the model objects of the rows of a table, given column by column; see `from_row`."""
    read = {name: values(columns) for name, values in _readers(table.name)}
    return (table.entity(**dict(zip(read, row, strict=True))) for row in zip(*read.values(), strict=True))


@cache
def _readers(table: str) -> tuple[tuple[str, Callable[[Mapping[str, Any]], Any]], ...]:
    entity = TABLES[table].entity
    hints = typing.get_type_hints(entity, include_extras=True)
    return tuple((field.name, _reader(field.name, _unpack(hints[field.name])[0])) for field in fields(entity))


def _reader(name: str, kind: Any) -> Callable[[Mapping[str, Any]], Any]:
    if kind is Range:
        ends = [f"{name}_{end}" for end in ("low", "likely", "high")]
        return lambda columns: map(_range, *(columns[end] for end in ends))
    if kind is Position:
        return lambda columns: map(_position, columns["lat"], columns["lon"], columns["position_grade"])
    if kind is Evidence:
        # The same few sources stand behind thousands of rows.
        known = lru_cache(maxsize=4096)(Evidence)
        return lambda columns: map(
            known, map(tuple, (some or () for some in columns["sources"])), _words(Grade, columns["grade"])
        )
    if typing.get_origin(kind) is tuple:
        return lambda columns: (tuple(values or ()) for values in columns[name])
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return lambda columns: _words(kind, columns[name], none=True)
    return lambda columns: columns[name]


def _range(low: float | None, likely: float | None, high: float | None) -> Range | None:
    if likely is None:
        return None
    return Range(likely if low is None else low, likely, likely if high is None else high)


def _position(lat: float | None, lon: float | None, grade: str | None) -> Position | None:
    return None if lat is None or lon is None else Position(lat, lon, Grade(grade or Grade.ESTIMATE))


def _words(kind: type[StrEnum], values: Sequence[Any], none: bool = False) -> Iterator[Any]:
    """Return what words of a list stand for; whether there may be none."""
    known = {value: None if none and value is None else kind(value) for value in dict.fromkeys(values)}
    return map(known.__getitem__, values)
