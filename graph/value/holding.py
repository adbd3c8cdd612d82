"""What becomes of a unit of main input in a technology: what each output holds of it, and what is gone.

Ash that leaves as a liquor counted in m3 is gone none the less: a cubic metre weighs its density. But a
liquor also brings water of its own, and so holds at most what of the main input is in no other output. A
water works is fed with volume, not with mass: its sludge is no lost water and stands in tonnes of its own,
beside. What is in no output at all became the product, and is gone with it where nobody takes that.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from graph.model import Material, Port, Technology
from graph.snapshot import Snapshot
from graph.taxonomy import parents_in, upward
from graph.tools import grouped, once
from graph.vocabulary import Direction, Phase, Unit

_OUTPUTS = (Direction.PRODUCT, Direction.RESIDUE)
#: The tables that say what technologies make.
HELD_BY = ("ports", "materials", "technologies")
#: Ports of which another amount is made than the recipe says, and how much.
Ratios = frozenset[tuple[str, float]]


class Made(NamedTuple):
    """An output: what it is counted in, how much of it is made, and what it weighs.

    Attributes
    ----------
    weight : float
        Tonnes per unit: 1 of tonnes, 0 of heat, NaN where nobody knows.
    air : bool
        Whether it goes to the air when nobody takes it, as gas and heat do.
    """

    unit: Unit
    ratio: float
    weight: float
    air: bool = False


@dataclass(frozen=True, slots=True)
class Holding:
    """What a technology makes of a unit of main input, by material of its outputs.

    Attributes
    ----------
    fed_in : Unit
        Of the main input.
    held : mapping of str to float
        Units of main input that a unit of an output holds.
    undone : mapping of str to float
        Units of main input that came to nothing where a unit of an output is disposed of.
    wanted : frozenset of str
        The products.
    lost : float
        What of a unit is gone where nothing is made but residue: it never became a product.
    unchanged : frozenset of str
        The products that are still a kind of what came in.
    """

    fed_in: Unit
    held: Mapping[str, float]
    undone: Mapping[str, float]
    wanted: frozenset[str]
    lost: float
    unchanged: frozenset[str] = frozenset()

    def treated(self, material: str) -> float:
        """Return how much was treated for a unit of an output: 1 of what is no treated waste."""
        return max(self.undone[material], 1.0) if material in self.unchanged else 1.0


class Holdings:
    """What technologies make of their main inputs, each worked out once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._materials, self._technologies = snapshot.by_id(Material), snapshot.by_id(Technology)
        self._unchanged = unchanged_outputs(snapshot)
        self._ports = grouped(snapshot.all(Port), lambda port: str(port.technology))

    @once
    def of(self, technology: str, ratios: Ratios = frozenset()) -> Holding:
        """Return what a technology makes, where an input tells it in these ratios of some ports."""
        ports, materials, told = self._ports[technology], self._materials, dict(ratios)
        mains = [materials[port.material] for port in ports if port.direction is Direction.MAIN_INPUT]
        fed_in = mains[0].unit if mains else Unit.TONNE
        ratio: dict[str, float] = defaultdict(float)
        for port in (port for port in ports if port.direction in _OUTPUTS):
            ratio[port.material] += told.get(port.id, port.ratio.likely)
        made = {
            name: Made(materials[name].unit, amount, tonnes(materials[name]), to_the_air(materials[name]))
            for name, amount in ratio.items()
        }
        holds = dict(zip(made, held(fed_in, list(made.values())), strict=True))
        wanted = frozenset(port.material for port in ports if port.direction is Direction.PRODUCT)
        useful = self._technologies[technology].final_use or any(ratio[name] > 0.0 for name in wanted)
        gone = max(1.0 - sum(ratio[name] * part for name, part in holds.items()), 0.0)
        treated = {name for name in wanted if (technology, name) in self._unchanged}
        states = {material.phase for material in mains}
        undone: dict[str, float] = {}
        for name, one in made.items():
            if name in treated:
                undone[name] = 1.0 / one.ratio if one.ratio > 0.0 else 1.0
            else:
                # What is made beside something useful, out of what is in another state, goes to the air.
                vented = one.air and useful and materials[name].phase not in states
                undone[name] = 0.0 if vented else holds[name]
        main = main_product(self._technologies[technology], ports)
        if main is not None and main.material not in treated and ratio[main.material] > 0.0:
            undone[main.material] += gone / ratio[main.material]
        # Heat that becomes power nobody takes is still heat to the air.
        joules = (Unit.GIGAJOULE, Unit.GIGAJOULE)
        vain = [name for name in wanted if (made[name].unit, fed_in) == joules and ratio[name] > 0.0]
        if vain:
            beside = sum(ratio[name] * part for name, part in undone.items() if name not in vain)
            whole = sum(ratio[name] for name in sorted(vain))
            undone |= dict.fromkeys(vain, max(1.0 - beside, 0.0) / whole)
        return Holding(fed_in, holds, undone, wanted, 0.0 if useful else gone, frozenset(treated))


def main_product(technology: Technology, ports: Sequence[Port]) -> Port | None:
    """Return the product of `displaced_output`, else the largest, of equal ones the last by id."""
    stands = technology.displaced_output
    return max(
        (port for port in ports if port.direction is Direction.PRODUCT),
        key=lambda port: (port.material == stands, port.ratio.likely, port.id),
        default=None,
    )


def held(fed_in: Unit, outputs: Sequence[Made]) -> list[float]:
    """Return how many units of main input a unit of each output holds.

    Examples
    --------
    A tonne of ash gives 0.7 t of brick and 2 m3 of liquor of 1.1 t/m3: of its 2.2 t at most 0.3 t are ash. Of
    a liquor that nobody weighed it may be all that is missing too.

    >>> brick = Made(Unit.TONNE, 0.7, 1.0)
    >>> held(Unit.TONNE, [brick, Made(Unit.CUBIC_METRE, 2.0, 1.1)])
    [1.0, 0.15]
    >>> held(Unit.TONNE, [brick, Made(Unit.CUBIC_METRE, 2.0, math.nan)])
    [1.0, 0.15]
    """
    left = max(1.0 - sum(one.ratio for one in outputs if one.unit is fed_in), 0.0)
    mass = [_mass(fed_in, one) for one in outputs]
    whole = sum(one.ratio * part for one, part in zip(outputs, mass, strict=True))
    share = left / whole if whole > left else 1.0
    return [
        1.0 if one.unit is fed_in else round(part * share, 15)
        for one, part in zip(outputs, mass, strict=True)
    ]


def _mass(fed_in: Unit, made: Made) -> float:
    if made.unit is fed_in or made.air or fed_in is not Unit.TONNE or made.ratio <= 0.0:
        return 0.0
    # What nobody weighed may hold all that was fed: unknown is never nothing.
    return 1.0 / made.ratio if math.isnan(made.weight) else made.weight


def tonnes(material: Material) -> float:
    """Return what a unit of a material weighs: 0 for heat, NaN where nobody knows."""
    if material.unit is Unit.TONNE:
        return 1.0
    if material.unit is Unit.GIGAJOULE:
        return 0.0
    return math.nan if material.density is None else material.density.likely


def to_the_air(material: Material) -> bool:
    """Return whether it goes to the air when nobody takes it: gas and heat, which are no waste."""
    return material.phase in (Phase.GAS, Phase.HEAT)


def unchanged_outputs(snapshot: Snapshot) -> frozenset[tuple[str, str]]:
    """Return the outputs that are still a kind of what their technology takes in: (technology, material).

    Washed gypsum is gypsum and sorted slag is slag: treating a waste is no use of it until somebody takes it.
    """
    return snapshot.derived(_unchanged_outputs, "ports", "materials")


def _unchanged_outputs(snapshot: Snapshot) -> frozenset[tuple[str, str]]:
    parent_of = parents_in(snapshot, "materials", "kind_of")
    ports = [snapshot.strings("ports", name).tolist() for name in ("technology", "direction", "material")]
    rows = list(zip(*ports, strict=True))
    taken = {(name, what) for name, direction, what in rows if direction == Direction.MAIN_INPUT.value}
    return frozenset(
        (name, what)
        for name, direction, what in rows
        if direction in [one.value for one in _OUTPUTS]
        and any((name, above) in taken for above in upward(what, parent_of.get))
    )
