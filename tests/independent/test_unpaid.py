"""A treatment that nobody pays for raises nothing: not the tonnes, not the money, not the CO2e.

What is treated and dumped after all was never used, whatever it is turned into: the same waste still, a
waste of another name, a liquor, heat that goes to the air, or a product that nobody buys. Streams say that
they pay more than usual to be rid of their waste, and of the parks' own products many have a price of
disposal. What the new treatments leave nobody priced: where somebody says that a residue is cheaper to dump
than what it was made of, to make it is worth that much.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from graph.evidence import Grade
from graph.model import Enterprise, Limit, Material, Port, Position, Price, TransferRule, WasteStream
from graph.ranges import Range
from graph.vocabulary import Direction, MaterialId, OperatingState, Phase, PriceKind, Unit
from tests.build import facility, market, material, port, price, technology
from tests.independent.draw import Draw
from tests.independent.parks import MATERIALS, WASTES, random_parts, stopping
from tests.independent.product import Snapshot, plan_of
from tests.independent.programme import Asked, Programme
from tests.independent.tables import Tables

OBJECTIVES = ("tonnes", "benefit", "co2")
_RESIDUE, _PRODUCT = Direction.RESIDUE, Direction.PRODUCT
#: What an unpaid treatment makes of a waste: the same waste still, another one, a liquor, heat, a product.
KINDS = ("rinse", "split", "dissolve", "burn", "mould")


def dear_park(seed: int, *, seasons: bool = False) -> list[Any]:
    """Return a random park whose owners pay up to 600 CNY a unit, on one spot.

    No treatment brings anything nearer to who could not be reached before, none makes it what nobody refuses
    by its name (slag that has cooled is no hot slag, and that is worth something), and none loses what would
    count as used once somebody takes the rest.
    """
    draw = Draw(np.random.default_rng((seed, 77)))
    rows = []
    drawn, _ = random_parts(seed, seasons=seasons, washes=seed % 3 == 0, heats=seed % 4 == 1)
    for row in drawn:
        if isinstance(row, WasteStream) and draw.chance(0.6):
            row = replace(row, disposal_cost=Range.exact(draw.amount(50.0, 600.0)))
        if isinstance(row, TransferRule) or (
            isinstance(row, Limit) and row.component.startswith("material:")
        ):
            continue
        if isinstance(row, Enterprise):
            row = replace(row, position=Position(24.95, 102.38, Grade.ESTIMATE))
        if isinstance(row, Port) and row.technology == "sort" and row.direction is _RESIDUE:
            row = replace(row, ratio=Range.exact(0.2))
        rows.append(row)
    return rows


def seasonal_park(seed: int) -> list[Any]:
    """Return such a park whose works stop for some months and whose liquids and heat have their own.

    Each product may be dumped at a price: a by-product that nobody buys and nobody may dump stops its works,
    and whoever takes it for nothing is worth what that works earns.
    """
    rows = stopping(dear_park(seed, seasons=True), seed)
    priced = {row.material for row in rows if isinstance(row, Price) and row.kind is PriceKind.DISPOSAL}
    made = {row.material for row in rows if isinstance(row, Port) and row.direction is _PRODUCT}
    unit = {row.id: row.unit.value for row in rows if isinstance(row, Material)}
    for name in sorted(made - priced):
        rows.append(price(name, 25.0, kind=PriceKind.DISPOSAL, unit=f"CNY/{unit[name]}"))
    return rows


def unpaid(seed: int) -> list[Any]:
    """Return three works that take wastes of the park and make nothing that anybody pays for."""
    draw, rows = Draw(np.random.default_rng((seed, 78))), []
    for number in range(3):
        waste, kind, kept = draw.one(WASTES), draw.one(KINDS), round(draw.amount(0.1, 1.0), 2)
        of = next(row for row in MATERIALS if row.id == waste)
        name, made, rest = f"unpaid-{number}", f"made-{number}", f"rest-{number}"
        takes = [technology(name), port(name, Direction.MAIN_INPUT, waste)]
        # What stands today might be where today's flows go that nobody named.
        firm = f"firm-{draw.random.integers(6)}"
        works = facility(f"z{number}", firm, name, 5000.0, state=OperatingState.BUILDING)
        rows += [*takes, works, _like(of, rest)]
        # A tonne that is handed on leaves with all that is in it; what is only dumped may lose some.
        rows.append(port(name, _RESIDUE, rest, 1.0 - kept if kind == "rinse" or draw.chance(0.5) else 0.0))
        rows += _made(draw, name, kind, of, made, kept)
    return rows


def _made(draw: Draw, name: str, kind: str, of: Material, made: str, kept: float) -> list[Any]:
    if kind == "rinse":
        return [_like(of, made, kind_of=of.id), port(name, _PRODUCT, made, kept)]
    if kind == "split":
        return [_like(of, made), port(name, _RESIDUE, made, kept)]
    if kind == "dissolve":
        liquor = material(made, phase=Phase.LIQUID, unit=Unit.CUBIC_METRE)
        return [liquor, port(name, _RESIDUE, made, draw.amount(0.1, 3.0))]
    if kind == "burn":
        heat = material(made, phase=Phase.HEAT, unit=Unit.GIGAJOULE)
        return [heat, port(name, _PRODUCT, made, 5.0), _unsold(made)]
    dump = price(made, draw.amount(0.0, 40.0), kind=PriceKind.DISPOSAL, unit=f"CNY/{of.unit.value}")
    return [_like(of, made), port(name, _PRODUCT, made, kept), dump, _unsold(made)]


def _like(of: Material, name: str, kind_of: MaterialId | None = None) -> Material:
    return replace(of, id=MaterialId(name), kind_of=kind_of)


def _unsold(name: str) -> Any:
    return market(f"market-{name}", name, 0.0)


#: The last ones: works that are only being built moved where waste goes today, a liquor and sorted slag were
#: handed on, and an owner was said to pay for the way to buyers who pay him less than it costs.
@pytest.mark.parametrize("seed", [*range(6, 18), 141, 194, 282, 313])
def test_a_treatment_that_nobody_pays_for_raises_nothing(seed: int) -> None:
    raises_nothing(dear_park(seed), unpaid(seed), Asked())


#: The last two: without a price of dumping acid, whoever took it let a kiln run that made it besides clinker.
@pytest.mark.parametrize("seed", [*range(6), 74, 589])
def test_nor_does_one_that_runs_in_months_of_its_own(seed: int) -> None:
    works = unpaid(seed) if seed % 2 else stopping(unpaid(seed), seed)
    raises_nothing(seasonal_park(seed), works, Asked(horizon=1 + seed % 4))


def raises_nothing(park: list[Any], works: list[Any], asked: Asked) -> None:
    before, after = Snapshot.of(park), Snapshot.of([*park, *works])
    for objective in OBJECTIVES:
        plans = [plan_of(snapshot, asked, objective) for snapshot in (before, after)]
        most, found = (0.0 if plan is None else plan.objective_value for plan in plans)
        assert found <= most + 1e-6 * max(abs(most), 1.0), objective


def test_all_kinds_of_unpaid_works_are_offered_something() -> None:
    """What nobody offers anything proves nothing."""
    offered = set()
    for seed in range(6, 18):
        rows = unpaid(seed)
        programme = Programme(Tables(Snapshot.of([*dear_park(seed), *rows]).tables))
        taken = {column.way.to.technology for column in programme.columns if column.way is not None}
        made = {row.id: row for row in rows if isinstance(row, Material)}
        for port_ in (row for row in rows if isinstance(row, Port) and row.material.startswith("made")):
            row = made[port_.material]
            if port_.technology in taken:
                offered.add(
                    (port_.direction, row.unit is Unit.CUBIC_METRE, row.phase is Phase.HEAT, row.kind_of)
                )
    assert len({(way, liquid, heat, kind is None) for way, liquid, heat, kind in offered}) >= len(KINDS)
