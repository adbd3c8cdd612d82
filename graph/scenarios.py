"""Scenarios: named changes of the graph as values, applied to a snapshot that stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow as pa

from graph.errors import SymbioflowError
from graph.model import Enterprise, Facility, Linkage, Scenario, ScenarioChange, WasteStream
from graph.ranges import Range
from graph.snapshot import Snapshot, records_of
from graph.tables import TABLES, Column, Kind, Table, from_row
from graph.vocabulary import LinkageState, OperatingState
from graph.wording import Words, folded, message

#: The field that makes a row anew, as a copy of another.
COPY = "copy_of"
_ENDS = ("low", "likely", "high")
_NOTHING = Range.exact(0.0)
_BOUND = (LinkageState.OPERATING, LinkageState.CONTRACTED)


class _Unfit(ValueError):
    """A value that cannot stand where a change puts it."""

    def __init__(self, key: str, **arguments: object) -> None:
        self.said = message(key, **arguments)
        super().__init__(self.said.text("en"))


def scenario_named(snapshot: Snapshot, name: str) -> Scenario:
    """Return the scenario of an id, or of a name in either language.

    Raises
    ------
    SymbioflowError
        ``UNKNOWN_SCENARIO``, naming the scenarios there are.
    """
    found = snapshot.all(Scenario)
    wanted = folded(name)
    for scenario in found:
        if wanted in (folded(text) for text in (scenario.id, scenario.name_zh, scenario.name_en)):
            return scenario
    known = tuple(
        Words(row.name_zh or row.name_en or row.id, row.name_en or row.name_zh or row.id) for row in found
    )
    if not known:
        raise SymbioflowError("UNKNOWN_SCENARIO.none", name=name)
    raise SymbioflowError("UNKNOWN_SCENARIO", name=name, known=known)


def changes_of(snapshot: Snapshot, scenario: Scenario) -> tuple[ScenarioChange, ...]:
    """Return a scenario's changes in the order in which they are made."""
    return tuple(change for change in snapshot.all(ScenarioChange) if change.scenario == scenario.id)


def apply_scenario(snapshot: Snapshot, scenario: Scenario) -> Snapshot:
    """Return the snapshot as the scenario has it.

    A likely value that changes takes the ends of its range with it, in proportion. An enterprise that closes
    gives off nothing more, its facilities take nothing, and the linkages of both end: what they took is no
    longer in use.

    Raises
    ------
    SymbioflowError
        ``BAD_CHANGE`` naming the scenario and the change: no such table, row or field, or a value that cannot
        stand there.
    """
    changed = snapshot
    for change in changes_of(snapshot, scenario):
        try:
            changed = _changed(changed, change)
        except (ValueError, TypeError) as error:
            place = f"{change.table_name}, {change.row_id}, {change.field}"
            reason = error.said if isinstance(error, _Unfit) else str(error)
            raise SymbioflowError(
                "BAD_CHANGE", scenario=scenario.id, change=change.id, place=place, reason=reason
            ) from error
    return _settled(snapshot, changed)


def _changed(snapshot: Snapshot, change: ScenarioChange) -> Snapshot:
    table = TABLES.get(change.table_name)
    if table is None or change.table_name.startswith("scenario"):
        raise _Unfit("BAD_CHANGE.table", table=change.table_name)
    places = snapshot.positions(table.name, [change.row_id, change.value])
    if change.field == COPY:
        if places[0] >= 0 or places[1] < 0:
            raise _Unfit("BAD_CHANGE.copy", given=change.value)
        row = snapshot.tables[table.name].slice(int(places[1]), 1).to_pylist()[0] | {"id": change.row_id}
    elif places[0] < 0:
        raise _Unfit("BAD_CHANGE.row")
    else:
        row = snapshot.tables[table.name].slice(int(places[0]), 1).to_pylist()[0]
        row = row | _new_values(snapshot, table, row, change)
    from_row(table, row)
    return snapshot.with_records({table.name: pa.Table.from_pylist([row], table.schema)})


def _new_values(
    snapshot: Snapshot, table: Table, row: Mapping[str, Any], change: ScenarioChange
) -> dict[str, Any]:
    """Return the columns that a change sets, by name."""
    names = {column.name: column for column in table.columns}
    if change.field in names and change.field != "id":
        return {change.field: _read(snapshot, names[change.field], change.value)}
    ends = [names.get(f"{change.field}_{end}") for end in _ENDS]
    if None in ends:
        raise _Unfit("BAD_CHANGE.field", table=table.name, field=change.field)
    columns = [column for column in ends if column is not None]
    likely = _read(snapshot, columns[1], change.value)
    before = row[columns[1].name]
    if likely is None:
        return {column.name: None for column in columns}
    if not before:
        return {column.name: likely for column in columns}
    return {
        column.name: likely * (before if row[column.name] is None else row[column.name]) / before
        for column in columns
    }


def _read(snapshot: Snapshot, column: Column, text: str) -> Any:
    """Return a value as the column keeps it; ValueError if it cannot stand there."""
    text = text.strip()
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if not text and column.kind not in (Kind.TEXT, Kind.TEXTS, Kind.NUMBERS):
        if not column.nullable:
            raise _Unfit("BAD_CHANGE.needed", column=column.name)
        return None
    value = _READERS[column.kind](text, parts)
    if column.kind is Kind.TEXT and not text and column.nullable:
        return None
    if column.choices and value not in column.choices:
        raise _Unfit("BAD_CHANGE.choice", given=value, choices=column.choices)
    _check_bounds(column, value)
    named = value if isinstance(value, list) else [value]
    if column.references and (snapshot.positions(column.references, named) < 0).any():
        raise _Unfit("BAD_CHANGE.reference", table=column.references, given=text)
    return value


def _check_bounds(column: Column, value: Any) -> None:
    measure = column.measure
    for number in value if column.kind is Kind.NUMBERS else [value]:
        if measure is None or not isinstance(number, int | float):
            continue
        low, high = measure.minimum, measure.maximum
        if not (number - number == 0.0) or (low is not None and number < low):
            raise _Unfit("BAD_CHANGE.low", given=number, bound=f"{low} {measure.unit}")
        if high is not None and number > high:
            raise _Unfit("BAD_CHANGE.high", given=number, bound=f"{high} {measure.unit}")


def _flag(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise _Unfit("BAD_CHANGE.flag", given=text)
    return text.lower() == "true"


_READERS: Mapping[Kind, Callable[[str, list[str]], Any]] = {
    Kind.TEXT: lambda text, parts: text,
    Kind.NUMBER: lambda text, parts: float(text),
    Kind.INTEGER: lambda text, parts: int(text),
    Kind.FLAG: lambda text, parts: _flag(text),
    Kind.DATE: lambda text, parts: date.fromisoformat(text),
    Kind.TEXTS: lambda text, parts: parts,
    Kind.NUMBERS: lambda text, parts: [float(part) for part in parts],
}


def _settled(before: Snapshot, after: Snapshot) -> Snapshot:
    """Return the snapshot with what follows where an enterprise or a facility closed."""
    closed = _newly_closed(before, after, Enterprise)
    facilities = after.by_id(Facility)
    shut = _newly_closed(before, after, Facility) | {
        name for name, facility in facilities.items() if facility.enterprise in closed
    }
    if not closed and not shut:
        return after
    streams = after.by_id(WasteStream)
    changed: dict[str, WasteStream | Linkage] = {
        name: replace(stream, supply=_NOTHING, in_use=_NOTHING)
        for name, stream in streams.items()
        if stream.enterprise in closed
    }
    for linkage in after.all(Linkage):
        stopped = linkage.to_facility in shut or linkage.from_facility in shut or linkage.stream in changed
        if linkage.state not in _BOUND or not stopped:
            continue
        changed[f"linkage {linkage.id}"] = replace(linkage, state=LinkageState.STOPPED)
        if linkage.stream is not None and linkage.state is LinkageState.OPERATING:
            giver = changed.get(linkage.stream, streams[linkage.stream])
            assert isinstance(giver, WasteStream)
            changed[linkage.stream] = replace(giver, in_use=_less(giver.in_use, linkage.amount))
    return after.with_records(records_of(changed.values()))


def _less(in_use: Range, amount: float) -> Range:
    return Range(*(max(end - amount, 0.0) for end in (in_use.low, in_use.likely, in_use.high)))


def _newly_closed(before: Snapshot, after: Snapshot, entity: type[Enterprise] | type[Facility]) -> set[str]:
    was = before.by_id(entity)
    return {
        name
        for name, item in after.by_id(entity).items()
        if item.state is OperatingState.CLOSED
        and (name not in was or was[name].state is not OperatingState.CLOSED)
    }
