"""Random small parks of one kind of waste that is treated, in which limits tell its origins apart."""

from __future__ import annotations

from typing import Any

import numpy as np

from graph.model import ComponentFate, PortYield
from graph.ranges import Range
from graph.vocabulary import Direction, LinkageState, MaterialId, PortId, RowId, TechnologyId
from tests.build import (
    ESTIMATE,
    analysis,
    enterprise,
    facility,
    limit,
    linkage,
    material,
    park_of,
    port,
    price,
    recipe,
    stream,
)
from tests.independent.draw import Draw
from tests.independent.product import Snapshot

#: What becomes of gypsum itself (G) and of chlorine in each output.
_FATES = (
    *(("wash", "washed", "G", 1.05), ("wash", "washed", "Cl", 0.5), ("wash", "mud", "Cl", 2.0)),
    *(("float", "floated", "G", 1.12), ("float", "floated", "Cl", 0.9), ("float", "mud", "Cl", 1.2)),
)
#: What is made by what comes in: technology, output, main input or None, component or None, factor. Not of
#: treated waste: a plan's flows do not say of which origin what is dumped of it was made.
_YIELDS = (
    ("wash", Direction.RESIDUE, "mud", None, "Cl", 0.3),
    ("plaster", Direction.PRODUCT, "plaster", None, "G", 0.8),
    ("fill", Direction.PRODUCT, "ground", "gypsum", None, 0.8),
    ("press", Direction.PRODUCT, "brick", "mud", None, 0.6),
)


def random_chain(seed: int) -> Snapshot:
    """Return the park of a seed: gypsum of several makers, washed, floated, and then of use to some.

    The wash takes dirty gypsum in a mix only; plaster and fill tell clean from dirty, plaster rich from poor
    too; a kiln adds washed gypsum to its clay, mud is pressed; washing and floating could feed each other.
    """
    draw = Draw(np.random.default_rng(seed))
    kinds = [material("gypsum"), *(material(name, "gypsum") for name in ("washed", "floated"))]
    others = [material(name) for name in ("mud", "clay", "plaster", "ground", "tile", "brick")]
    rows: list[Any] = [*kinds, *others, enterprise("far", 24.8, 102.2)]
    rows += recipe("wash", "gypsum", "washed", 0.9, residue=("mud", 0.1))
    rows += recipe("float", "washed", "floated", 0.8, residue=("mud", 0.2))
    rows += recipe("plaster", "gypsum", "plaster", 0.7)
    rows += recipe("fill", "gypsum", "ground")
    rows += recipe("kiln", "clay", "tile", auxiliary=[("washed", 0.4)])
    rows += recipe("press", "mud", "brick", 0.9)
    rows += [port("float", Direction.MAIN_INPUT, "gypsum")] if draw.chance(0.3) else []
    rows += [_fate(*row) for row in _FATES if draw.chance(0.9)]
    rows += [yields(*row) for row in _YIELDS if draw.chance(0.5)]
    rows += [
        limit("wash", "Cl", maximum=0.4),
        limit("plaster", "G", minimum=80.0),
        limit("plaster", "Cl", maximum=draw.amount(0.05, 0.3)),
        limit("fill", "Cl", maximum=draw.amount(0.1, 0.3)),
        limit("kiln", "Cl", maximum=draw.amount(0.05, 0.2), material="washed"),
        limit("press", "Cl", maximum=draw.amount(0.3, 0.8)),
    ]
    for number in range(int(draw.random.integers(3, 6))):
        rows += _gypsum(draw, f"s{number}")
    rows.append(stream("clay-of-user", "user", "clay", draw.amount(20.0, 100.0)))
    for number, name in enumerate(("wash", "wash", "float", "plaster", "fill", "kiln", "press")):
        if name != "wash" or number == 0 or draw.chance(0.5):
            rows.append(facility(f"f{number}", draw.one(("user", "far")), name, draw.amount(20.0, 150.0)))
    for name in ("plaster", "ground", "tile", "brick"):
        rows.append(price(name, draw.amount(5.0, 90.0)))
    return park_of(*rows)


def _fate(technology: str, output: str, component: str, factor: float) -> ComponentFate:
    return ComponentFate(
        id=RowId(f"{technology}:{output}:{component}"),
        technology=TechnologyId(technology),
        material=MaterialId(output),
        component=component,
        factor=Range.exact(factor),
        evidence=ESTIMATE,
    )


def yields(
    technology: str,
    direction: Direction,
    output: str,
    main_input: str | None = None,
    component: str | None = None,
    factor: float = 1.0,
) -> PortYield:
    """What is made of an output by what comes in."""
    return PortYield(
        id=RowId(":".join((technology, output, str(main_input), str(component)))),
        port=PortId(f"{technology}:{direction.value}:{output}"),
        main_input=None if main_input is None else MaterialId(main_input),
        component=component,
        factor=Range.exact(factor),
        evidence=ESTIMATE,
    )


def _gypsum(draw: Draw, name: str) -> list[Any]:
    """Return a stream, mostly analysed, of which some is in use, and perhaps runs to the wash on record."""
    supply = draw.amount(20.0, 120.0)
    in_use = draw.one((0.0, 0.3 * supply))
    row = stream(name, "maker", draw.one(("gypsum", "gypsum", "washed")), supply, in_use=in_use)
    rows: list[Any] = [row]
    if draw.chance(0.8):
        rows.append(analysis(name, "G", draw.amount(60.0, 95.0)))
    if draw.chance(0.8):
        rows.append(analysis(name, "Cl", draw.amount(0.0, 0.6)))
    if row.material == "gypsum" and in_use > 0.0 and draw.chance(0.7):
        amount = 0.1 * supply
        rows.append(
            linkage(
                f"l-{name}", "f0", "wash:in_main:gypsum", amount, stream=name, state=LinkageState.OPERATING
            )
        )
    return rows
