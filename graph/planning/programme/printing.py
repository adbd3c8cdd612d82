"""A row of a programme as a person reads it: name, terms with the names of what flows, and its bounds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.matching.gates import MONTHS
from graph.planning.programme.columns import NONE, STARTING, Column, Layout, columns_of_linkage, contracted
from graph.planning.programme.families import Row, RowFamily
from graph.planning.solver import LinearProgramme

#: So many terms of a row are printed; of the others their number.
_TERMS = 6


@dataclass(frozen=True, slots=True)
class Constraint:
    """One row, by names; it prints as an equation.

    Attributes
    ----------
    kind : Row
    keys : tuple of str
        Ids of what the row is about, months as numbers from 1.
    terms : tuple of (float, str)
        Coefficient and name of each column.
    lower, upper : float
        In `unit`; infinite where there is no such bound.
    unit : str

    Examples
    --------
    >>> terms = ((1.0, "divert a->f"), (1.0, "divert b->f"))
    >>> print(Constraint(Row.CAPACITY, ("f",), terms, -np.inf, 120.0, "t"))
    capacity[f]: divert a->f + divert b->f <= 120 t
    """

    kind: Row
    keys: tuple[str, ...]
    terms: tuple[tuple[float, str], ...]
    lower: float
    upper: float
    unit: str

    @property
    def family(self) -> RowFamily:
        """What the row says, and where such rows hold."""
        return self.kind.family

    @property
    def name(self) -> str:
        """Family and keys, for example ``supply[phosphogypsum@tianan]``."""
        return self.family.name + (f"[{', '.join(self.keys)}]" if self.keys else "")

    def __str__(self) -> str:
        left = ""
        for place, (coefficient, name) in enumerate(self.terms[:_TERMS]):
            sign = "-" if coefficient < 0.0 else "+"
            factor = "" if abs(coefficient) == 1.0 else f"{abs(coefficient):.6g} "
            if place:
                left += f" {sign} {factor}{name}"
            else:
                left = f"{'-' if coefficient < 0.0 else ''}{factor}{name}"
        if len(self.terms) > _TERMS:
            left += f" + {len(self.terms) - _TERMS} more"
        left = left or "0"
        unit = f" {self.unit}" if self.unit else ""
        if self.lower == self.upper:
            return f"{self.name}: {left} = {self.upper:,.6g}{unit}"
        if np.isinf(self.lower):
            return f"{self.name}: {left} <= {self.upper:,.6g}{unit}"
        return f"{self.name}: {left} >= {self.lower:,.6g}{unit}"


def constraint(
    layout: Layout, linear: LinearProgramme, number: int, kind: Row, keys: tuple[int, int]
) -> Constraint:
    """Return a row of a programme by its number, kind and keys."""
    entry = np.flatnonzero(linear.index == number)
    column = np.searchsorted(linear.start, entry, side="right") - 1
    terms = tuple(
        (float(linear.value[place]), column_name(layout, int(at)))
        for place, at in zip(entry, column, strict=True)
    )
    lower, upper = float(linear.row_lower[number]), float(linear.row_upper[number])
    return Constraint(kind, _keys(layout, kind, *keys), terms, lower, upper, _unit(layout, kind, keys[0]))


def column_name(layout: Layout, column: int) -> str:
    """Return what a column is called, for example ``divert slag@maker->mill``."""
    flows = layout.flows
    kind = Column(flows.kind[column])
    if kind is Column.MONTH:
        return f"month {flows.month[column] + 1} of {column_name(layout, int(flows.parent[column]))}"
    name = kind.name.lower()
    if kind is Column.STOCK:
        return f"{name} {layout.text('waste_streams', 'id', flows.stream[column])}"
    if kind is Column.RUN:
        return f"{name} {layout.sites.facility[flows.site[column]]}"
    to = f"->{_at(layout, flows.site[column], flows.campaign[column])}" if flows.site[column] != NONE else ""
    if kind in STARTING:
        return f"{name} {layout.text('waste_streams', 'id', flows.stream[column])}{to}"
    material = layout.text("materials", "id", flows.material[column])
    output, made = flows.output[column], layout.outputs
    return f"{name} {material}@{_at(layout, made.site[output], made.campaign[output])}{to}"


def _at(layout: Layout, site: int, campaign: int) -> str:
    """Return a facility's id, with the number of the campaign where it has several."""
    facility = str(layout.sites.facility[site])
    campaigns = np.flatnonzero(layout.campaigns.site == site)
    if len(campaigns) < 2 or campaign == NONE:
        return facility
    return f"{facility}#{int(np.searchsorted(campaigns, campaign)) + 1}"


def contracts_on_the_way(layout: Layout, linkage: int) -> tuple[str, ...]:
    """Return the ids of all contracts on the way of one of them."""
    way = columns_of_linkage(layout, linkage)
    return tuple(
        layout.text("linkages", "id", other)
        for other in contracted(layout.snapshot)
        if np.array_equal(columns_of_linkage(layout, int(other)), way)
    )


def _keys(layout: Layout, kind: Row, a: int, b: int) -> tuple[str, ...]:
    if kind is Row.BUDGET:
        return ()
    if kind is Row.CONTRACT:
        return contracts_on_the_way(layout, a)
    if kind is Row.MONTH_SUM:
        return (column_name(layout, a),)
    if kind in (Row.SUPPLY, Row.MONTH_SUPPLY):
        stream = layout.text("waste_streams", "id", a)
        return (stream,) if kind is Row.SUPPLY else (stream, str(b + 1))
    if kind is Row.MARKET:
        return (layout.markets[a].id,)
    if kind in (Row.MARKET_MONTH, Row.MARKET_DAYS):
        if b == NONE:
            return (layout.markets[a].id,)
        return layout.markets[a].id, str(b + 1) if kind is Row.MARKET_MONTH else column_name(layout, b)
    if kind in (Row.OUTPUT, Row.MONTH_OUTPUT):
        made = _at(layout, layout.outputs.site[a], layout.outputs.campaign[a])
        month = () if kind is Row.OUTPUT else (str(b + 1),)
        return (made, layout.text("materials", "id", layout.outputs.material[a]), *month)
    facility = str(layout.sites.facility[a])
    if kind in (Row.AUXILIARY, Row.SHARE):
        return facility, layout.text("ports", "id", b)
    if kind is Row.MONTH_AUXILIARY:
        return facility, layout.text("ports", "id", b // MONTHS), str(b % MONTHS + 1)
    if kind in (Row.BLEND_MAXIMUM, Row.BLEND_MINIMUM, Row.ADDITION):
        return facility, layout.text("limits", "component", b)
    return (facility, str(b + 1)) if kind is Row.MONTH_CAPACITY else (facility,)


def _unit(layout: Layout, kind: Row, a: int) -> str:
    """Return the unit of a row's bounds; empty where they are 0."""
    snapshot = layout.snapshot
    if kind is Row.BUDGET:
        return "CNY"
    if kind in (Row.SUPPLY, Row.MONTH_SUPPLY):
        material = snapshot.positions("materials", [layout.text("waste_streams", "material", a)])[0]
        return layout.text("materials", "unit", material)
    if kind in (Row.CAPACITY, Row.MONTH_CAPACITY, Row.SHARE):
        return str(layout.sites.unit[a])
    if kind in (Row.MARKET, Row.MARKET_MONTH, Row.MARKET_DAYS):
        material = snapshot.positions("materials", [layout.markets[a].material])[0]
        return layout.text("materials", "unit", material)
    if kind is Row.CONTRACT:
        column = columns_of_linkage(layout, a)[0]
        return layout.text("materials", "unit", layout.flows.material[column])
    return ""
