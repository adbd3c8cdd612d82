"""What known flows add up to: totals of each unit, residue by stream, targets, money, CO2e and investment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from tests.independent.candidates import Way
from tests.independent.programme import Programme
from tests.independent.tables import Row, Tables

#: How much flows, by the key of the column.
Amounts = Mapping[tuple[str, ...], float]


@dataclass(frozen=True)
class Total:
    """What streams add up to in one unit; see `graph.planning`'s totals."""

    supply: float
    baseline: float
    gross: float
    residue: float
    from_stock: float

    @property
    def net(self) -> float:
        """What leaves for a use less what comes to disposal because of it."""
        return self.gross - self.residue

    @property
    def share(self) -> float:
        """What is used, of what arises and is drawn from stock."""
        handled = self.supply + self.from_stock
        return (self.baseline + self.net) / handled if handled else 0.0


def value(programme: Programme, coefficients: list[float], amounts: Amounts) -> float:
    """Return the sum of coefficient x amount."""
    return sum(coefficients[programme.place[key]] * amount for key, amount in amounts.items())


def invested(programme: Programme, amounts: Amounts) -> float:
    """Return what the planned facilities cost that take some main input."""
    taking = {way.to.facility["id"] for way, _ in _carried(programme, amounts) if way.main}
    return sum(programme.invested(facility) or 0.0 for facility in sorted(taking))


def placed(amounts: Amounts) -> dict[str, float]:
    """Return what each stream gives."""
    found: dict[str, float] = {}
    for key, amount in amounts.items():
        if key[0] in ("divert", "outside"):
            found[key[1]] = found.get(key[1], 0.0) + amount
    return found


def residue(programme: Programme, amounts: Amounts) -> dict[str, float]:
    """Return the residue that each stream answers for.

    Of a facility's input each unit carries the same part of what is disposed of or lost there, and of what
    the next facility answers for: r = (disposed + lost + passed on x held x r of the taker) / throughput.
    """
    names = list(programme.sites)
    at = {name: number for number, name in enumerate(names)}
    throughput, owed, passes = np.zeros(len(names)), np.zeros(len(names)), np.zeros((len(names), len(names)))
    for key, amount in amounts.items():
        column = programme.columns[programme.place[key]]
        if column.way is not None and column.way.main and amount > 0.0:
            taker = column.way.to.facility["id"]
            arrived = amount * column.way.arrives
            throughput[at[taker]] += arrived
            owed[at[taker]] += programme.gone(taker, column.into) * arrived
        if key[0] == "dispose":
            owed[at[key[1]]] += programme.residue(key[1:], column.leaves) * amount
    for key, amount in amounts.items():
        column = programme.columns[programme.place[key]]
        way = column.way
        if way is not None and way.giver in at and amount > 0.0:
            owed[at[way.giver]] += programme.cooled(column) * amount
        if way is not None and way.main and way.giver in at and amount > 0.0:
            counted = (
                programme.held((way.giver, way.material), column.leaves)
                if programme.crosses(way)
                else programme.passed_for((way.giver, way.material), column.leaves)
            )
            passes[at[way.giver], at[way.to.facility["id"]]] += amount * way.arrives * counted
    found = _handed_back(programme, amounts, throughput, owed, passes)
    for way, amount in _carried(programme, amounts):
        # What the pipe loses of a stream is its own.
        if way.giver not in at and way.arrives < 1.0:
            found[way.giver] = found.get(way.giver, 0.0) + amount * (1.0 - way.arrives)
    return found


def dumped(programme: Programme, amounts: Amounts, unit: str) -> dict[str, float]:
    """Return what each stream makes facilities dispose of that is counted in a unit, and no gas or heat."""
    names = list(programme.sites)
    at = {name: number for number, name in enumerate(names)}
    throughput, owed, passes = np.zeros(len(names)), np.zeros(len(names)), np.zeros((len(names), len(names)))
    for way, amount in _carried(programme, amounts):
        if way.main:
            throughput[at[way.to.facility["id"]]] += amount * way.arrives
            if way.giver in at:
                passes[at[way.giver], at[way.to.facility["id"]]] += amount * way.arrives
    for key, amount in amounts.items():
        tables = programme.tables
        if key[0] == "dispose" and tables.unit(key[2]) == unit and not tables.to_the_air(key[2]):
            owed[at[key[1]]] += amount
    return _handed_back(programme, amounts, throughput, owed, passes)


def _handed_back(
    programme: Programme,
    amounts: Amounts,
    throughput: np.ndarray[Any, np.dtype[np.float64]],
    owed: np.ndarray[Any, np.dtype[np.float64]],
    passes: np.ndarray[Any, np.dtype[np.float64]],
) -> dict[str, float]:
    names = list(programme.sites)
    at = {name: number for number, name in enumerate(names)}
    busy = throughput > 0.0
    per_unit = np.where(busy, throughput, 1.0)
    each = np.linalg.solve(np.eye(len(names)) - passes / per_unit[:, None], owed / per_unit)
    found: dict[str, float] = {}
    for way, amount in _carried(programme, amounts):
        if way.main and way.giver not in at:
            owes = amount * way.arrives * float(each[at[way.to.facility["id"]]])
            found[way.giver] = found.get(way.giver, 0.0) + owes
    return found


def from_stock(programme: Programme, stream: str, given: float) -> float:
    """Return what is drawn from stock: what is given beyond what comes newly."""
    return max(given - programme.free(stream), 0.0)


def total(programme: Programme, amounts: Amounts, streams: list[Row]) -> Total:
    """Return what some streams add up to: of waste all, of by-products the residue."""
    given, left = placed(amounts), residue(programme, amounts)
    waste = [row for row in streams if programme.tables.is_waste(row["material"])]
    names = [row["id"] for row in waste]
    return Total(
        supply=sum(row["supply_likely"] for row in waste),
        baseline=sum(row["in_use_likely"] for row in waste),
        gross=sum(given.get(name, 0.0) for name in names),
        residue=sum(left.get(row["id"], 0.0) for row in streams),
        from_stock=sum(from_stock(programme, name, given.get(name, 0.0)) for name in names),
    )


def counted(tables: Tables, unit: str) -> list[Row]:
    """Return the streams of a unit."""
    return [row for row in tables["waste_streams"].values() if tables.unit(row["material"]) == unit]


def covered(tables: Tables, target: Row) -> list[Row]:
    """Return the streams of a target: of its unit and park, of its materials and their kinds."""
    return [
        row
        for row in counted(tables, target["unit"])
        if target["park"] in _areas(tables, row["enterprise"])
        and (not target["materials"] or set(target["materials"]) & set(tables.lineage(row["material"])))
    ]


def registered(tables: Tables, unit: str) -> tuple[float, float]:
    """Return what streams of a unit have agreed to give, and what they are reported to give already."""
    streams = {row["id"] for row in counted(tables, unit) if tables.is_waste(row["material"])}
    mine = [row for row in tables["linkages"].values() if row["stream"] in streams]
    agreed = sum(row["amount"] for row in mine if row["state"] == "contracted")
    reported = [
        row for row in mine if row["state"] == "operating" and row["grade"] in ("official", "company")
    ]
    return agreed, sum(row["amount"] for row in reported)


def _areas(tables: Tables, enterprise: str) -> set[str]:
    area = tables["enterprises"].get(enterprise, {}).get("park")
    found: set[str] = set()
    while area is not None and area not in found:
        found.add(area)
        area = tables["parks"].get(area, {}).get("part_of")
    return found


def _carried(programme: Programme, amounts: Amounts) -> list[tuple[Way, float]]:
    found = []
    for key, amount in amounts.items():
        way = programme.columns[programme.place[key]].way
        if way is not None and amount > 0.0:
            found.append((way, amount))
    return found
