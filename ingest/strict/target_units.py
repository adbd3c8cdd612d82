"""Which unit a quantity is kept in: the material's, where a column is counted in that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph.snapshot import Snapshot
from graph.tables import Column, Table
from graph.vocabulary import Direction, Unit

_UNITS = tuple(unit.value for unit in Unit)
#: Table -> the column that leads to a material, and what it names.
_LEADS: Mapping[str, tuple[str, str]] = {
    "waste_streams": ("material", "material"),
    "facilities": ("technology", "technology"),
    "technologies": ("id", "technology"),
    "linkages": ("port", "port"),
    "markets": ("material", "material"),
    "process_classes": ("unit", "unit"),
    "cost_sheets": ("technology", "technology"),
}
#: Measure -> unit to convert to, with the material's unit in place of `{}`.
_PATTERNS: Mapping[str, str] = {
    "material unit/yr": "{}/yr",
    "material unit": "{}",
    "CNY/material unit": "CNY/{}",
    "kWh/unit": "kWh/{}",
    "MJ/unit": "MJ/{}",
    "kg CO2/unit": "kg CO2/{}",
    "unit per unit of main input": "ratio",
}
#: Measures whose unit stands in another column of the row.
_BESIDE: Mapping[str, str] = {"basis": "basis", "unit": "unit", "see note": "unit"}


class TargetUnits:
    """Units of materials, of technologies' main inputs and of ports, from files and from what is known.

    Parameters
    ----------
    parts : iterable of (str, mapping)
        Table and its columns as far as they are read.
    before : Snapshot
    """

    def __init__(self, parts: Iterable[tuple[str, Mapping[str, Sequence[Any]]]], before: Snapshot) -> None:
        read = list(parts)

        def columns(table: str, *names: str) -> list[tuple[Any, ...]]:
            rows = list(zip(*(before.tables[table][name].to_pylist() for name in names), strict=True))
            for part, values in read:
                if part == table:
                    rows += zip(*(values[name] for name in names), strict=True)
            return rows

        materials = dict(columns("materials", "id", "unit"))
        ports: dict[str, str] = {}
        technologies: dict[str, set[str]] = {}
        for item, technology, direction, material in columns(
            "ports", "id", "technology", "direction", "material"
        ):
            if materials.get(material):
                ports[item] = materials[material]
                if direction == Direction.MAIN_INPUT.value:
                    technologies.setdefault(technology, set()).add(materials[material])
        single = {item: next(iter(units)) for item, units in technologies.items() if len(units) == 1}
        self._units: Mapping[str, Mapping[str, str]] = {
            "material": materials,
            "technology": single,
            "port": ports,
            "unit": {unit: unit for unit in _UNITS},
        }

    def of(
        self, table: Table, column: Column, values: Mapping[str, Sequence[Any]], row: int
    ) -> Sequence[str]:
        """Return the units a number of a row may be kept in, the first that fits being meant.

        Empty when no unit can stand there. Where the material is not known any canonical unit fits.
        """
        measure = column.measure.unit if column.measure else ""
        if measure in _BESIDE:
            beside = values[_BESIDE[measure]][row]
            return (beside,) if beside else ()
        if measure not in _PATTERNS:
            return (measure,) if "/" in measure or measure in ("t", "km", "fraction", "mass % wet") else ()
        name, kind = _LEADS.get(table.name, ("", ""))
        unit = self._units[kind].get(values[name][row]) if kind else None
        return [_PATTERNS[measure].format(unit) for unit in ((unit,) if unit else _UNITS)]
