"""What a pathway is: the technologies of one way to a use, and what it makes, brings and costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from graph.matching.gates import Yield
from graph.vocabulary import MaterialId, TechnologyId


class Told(NamedTuple):
    """What an input tells of one step: what is made in another amount than usual, and what cannot be sold."""

    yields: tuple[Yield, ...] = ()
    unsold: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Treatment:
    """One technology of a pathway; amounts in units per unit of the pathway's first input.

    `told` is where it makes of this input another amount than its recipe says, or nothing that can be sold.

    Attributes
    ----------
    technology : TechnologyId
        What is done.
    takes : MaterialId
        What it takes in.
    gives : MaterialId
        What goes on, or the main product at the end.
    amount_in : float
        Taken in per unit of the first input.
    amount_out : float
        Given out per unit of the first input.
    """

    technology: TechnologyId
    takes: MaterialId
    gives: MaterialId
    amount_in: float
    amount_out: float
    told: Told


@dataclass(frozen=True, slots=True)
class Pathway:
    """One way of a unit of main input through technologies to a use.

    Attributes
    ----------
    treatments : tuple of Treatment
        First the technology that takes the material.
    hypothetical : tuple of TechnologyId
        Those of them that no facility of the park runs or plans.
    value : float or None
        What leaves the chain brings, less `cost`, CNY per unit of first input.
    cost : float
        Operating cost, energy and bought inputs of every step, disposal of residues and carrying from works
        to works, as far as known, CNY per unit of first input.
    co2_avoided : float or None
        What it avoids, kg CO2e per unit of first input, with carrying from works to works, without transport
        to the first of them and without the disposal that the first input would have needed; None: not known.
    electricity : float
        kWh that the steps use, as far as known.
    heat : float
        MJ that the steps use, as far as known.
    residues : tuple of (MaterialId, float)
        What no step takes and nobody buys, units per unit of first input.
    auxiliaries : tuple of (MaterialId, float)
        What the steps need beside, units per unit of first input.
    trl : int
        The lowest readiness of the technologies.
    missing : tuple of str
        Numbers that `value` and `co2_avoided` would need and nobody knows: they count 0.
    """

    treatments: tuple[Treatment, ...]
    hypothetical: tuple[TechnologyId, ...]
    value: float | None
    cost: float
    co2_avoided: float | None
    electricity: float
    heat: float
    residues: tuple[tuple[MaterialId, float], ...]
    auxiliaries: tuple[tuple[MaterialId, float], ...]
    trl: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pathways:
    """Every way of a material to a use, those that need the fewest new technologies first.

    Attributes
    ----------
    material : MaterialId
        What is to be used.
    complete : bool
        False where there are more ways than could be looked at, or than were asked for.
    """

    material: MaterialId
    items: tuple[Pathway, ...]
    complete: bool
