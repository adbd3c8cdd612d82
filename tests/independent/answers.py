"""What known flows add up to: totals of each unit, residue by stream, targets, money, CO2e and investment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tests.independent.candidates import Way
from tests.independent.carried import Campaign
from tests.independent.programme import Column, Programme
from tests.independent.tables import Row, Tables

#: How much flows, by the key of the column.
Amounts = Mapping[tuple[str, ...], float]
#: How much flows by each column that something flows in.
Flowing = Sequence[tuple[Column, float]]


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


#: A facility, how much was treated for a unit of what it is fed with, and how many tonnes that holds.
Line = tuple[str, float, float]


def line(facility: str, campaign: Campaign | None) -> Line:
    """Return what all inputs of a campaign are one line with: what is dumped there falls to them alike."""
    if campaign is None:
        return facility, 1.0, 0.0
    return facility, round(campaign.treated, 9), round(campaign.tonnes, 9)


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


def residue(programme: Programme, flowing: Flowing) -> dict[str, float]:
    """Return the residue that each stream answers for.

    Of what comes to a line each unit carries the same part of what is disposed of or lost there, and of what
    the next line answers for: r = (disposed + lost + passed on x held x r of the taker) / throughput.
    """
    lines = _Lines(programme, flowing)
    found: dict[str, float] = {}
    for column, amount in flowing:
        way = column.way
        if column.kind == "dispose":
            lines.owes(
                column.key[1], column.leaves, programme.residue(column.key[1:], column.leaves) * amount
            )
        if way is None:
            continue
        taker = way.to.facility["id"]
        if way.main:
            lines.owes(taker, column.into, programme.gone(taker, column.into) * amount * way.arrives)
        if way.giver in programme.sites:
            lines.owes(way.giver, column.leaves, programme.cooled(column) * amount)
        elif way.arrives < 1.0:
            # What the pipe loses of a stream is its own.
            found[way.giver] = found.get(way.giver, 0.0) + amount * (1.0 - way.arrives)

    def counted(column: Column, way: Way) -> float:
        if programme.crosses(way):
            return programme.held((way.giver, way.material), column.leaves)
        return programme.passed_for((way.giver, way.material), column.leaves)

    for stream, amount in lines.handed_back(counted).items():
        found[stream] = found.get(stream, 0.0) + amount
    return found


def dumped(programme: Programme, flowing: Flowing, unit: str) -> dict[str, float]:
    """Return what each stream makes facilities dispose of that is counted in a unit, and no gas or heat."""
    tables, lines = programme.tables, _Lines(programme, flowing)
    for column, amount in flowing:
        if column.kind != "dispose" or tables.to_the_air(column.key[2]):
            continue
        if tables.unit(column.key[2]) == unit:
            lines.owes(column.key[1], column.leaves, amount)
    return lines.handed_back(lambda column, way: 1.0)


class _Lines:
    """What comes to each line, and what it owes."""

    def __init__(self, programme: Programme, flowing: Flowing) -> None:
        self._programme = programme
        self._feeding = [(column, column.way, amount) for column, amount in flowing if _main(column.way)]
        names = [line(name, None) for name in programme.sites]
        for column, _ in flowing:
            for facility, campaign in _ends(column, programme):
                names.append(line(facility, campaign))
        self._at = {name: number for number, name in enumerate(dict.fromkeys(names))}
        self._owed = np.zeros(len(self._at))

    def owes(self, facility: str, campaign: Campaign | None, amount: float) -> None:
        """Add what a line owes."""
        self._owed[self._at[line(facility, campaign)]] += amount

    def handed_back(self, counted: Callable[[Column, Way], float]) -> dict[str, float]:
        """Return what falls to each stream; a unit passed on hands back so much of what its taker owes."""
        size = len(self._at)
        throughput, passes = np.zeros(size), np.zeros((size, size))
        ends = [
            (column, way, amount * way.arrives, self._at[line(way.to.facility["id"], column.into)])
            for column, way, amount in self._feeding
            if way is not None
        ]
        for column, way, arrived, to in ends:
            throughput[to] += arrived
            if way.giver in self._programme.sites:
                passes[self._at[line(way.giver, column.leaves)], to] += arrived * counted(column, way)
        per_unit = np.where(throughput > 0.0, throughput, 1.0)
        each = np.linalg.solve(np.eye(size) - passes / per_unit[:, None], self._owed / per_unit)
        found: dict[str, float] = {}
        for _, way, arrived, to in ends:
            if way.giver not in self._programme.sites:
                found[way.giver] = found.get(way.giver, 0.0) + arrived * float(each[to])
        return found


def _main(way: Way | None) -> bool:
    return way is not None and way.main


def _ends(column: Column, programme: Programme) -> Iterator[tuple[str, Campaign | None]]:
    """Give the facilities that a column leaves and comes to, with their campaigns."""
    if column.kind in ("sell", "dispose"):
        yield column.key[1], column.leaves
    if column.way is not None and column.way.giver in programme.sites:
        yield column.way.giver, column.leaves
    if column.way is not None and column.way.main:
        yield column.way.to.facility["id"], column.into


def from_stock(programme: Programme, stream: str, given: float) -> float:
    """Return what is drawn from stock: what is given beyond what comes newly."""
    return max(given - programme.free(stream), 0.0)


def total(programme: Programme, amounts: Amounts, left: Mapping[str, float], streams: list[Row]) -> Total:
    """Return what some streams add up to: of waste all, of by-products the residue that is `left`."""
    given = placed(amounts)
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
