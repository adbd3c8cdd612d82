"""What a chain of treatments leaves, spends and earns, per unit of what comes in at its first.

Counted once, for what leaves the chain; the energy and bought inputs of every step, and the disposal of what
it leaves, are taken off.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from graph.matching.pathway import Told, Treatment
from graph.model import Port
from graph.value import Handed, Ratios, ValueBook, Worth, total
from graph.vocabulary import Direction, MaterialId, TechnologyId

#: What leaves a technology.
OUTPUTS = (Direction.PRODUCT, Direction.RESIDUE)


@dataclass(frozen=True, slots=True)
class Output:
    """What leaves a pathway at one step (0 the first), per unit of its first input: sold, or disposed of."""

    technology: TechnologyId
    material: MaterialId
    amount: float
    sold: bool
    step: int


@dataclass(frozen=True)
class ChainBook:
    """What chains are worth at the prices of one snapshot.

    Attributes
    ----------
    values : ValueBook
    unchanged : frozenset of (str, str)
        Technologies and what they make that is still the same waste: no use yet.
    """

    values: ValueBook
    unchanged: frozenset[tuple[str, str]]

    def worth(
        self, steps: Sequence[Treatment], zone: int = 0, given: tuple[Handed, ...] | None = None
    ) -> Worth:
        """Return the terms of a pathway, per unit of its first input.

        Parameters
        ----------
        given : tuple of Handed
            What getting rid of the first input would have cost, else the usual.
        """
        leaving = self.leaving(steps)
        return total([*self.spent(steps, leaving, zone, given), *self.earned(leaving, zone)])

    def dearer(self, steps: Sequence[Treatment], zone: int, given: tuple[Handed, ...]) -> Worth:
        """Return what a pathway brings more, as a rule less, where it is known what came in."""
        leaving = self.leaving(steps)
        return total(
            (sign * times, worth)
            for sign, known in ((1.0, given), (-1.0, None))
            for times, worth in self.spent(steps, leaving, zone, known)
        )

    def leaving(self, steps: Sequence[Treatment]) -> list[Output]:
        """Return what leaves the chain."""
        return [
            Output(
                step.technology,
                port.material,
                step.amount_in * ratio_of(port, step.told),
                sold=self._sold(port, step),
                step=number,
            )
            for number, (step, following) in enumerate(itertools.zip_longest(steps, steps[1:]))
            for port in self.values.ports[step.technology]
            if port.direction in OUTPUTS
            and ratio_of(port, step.told) > 0.0
            and (following is None or port.material != step.gives)
        ]

    def _sold(self, port: Port, step: Treatment) -> bool:
        """Whether an output is a product; treated waste is none until somebody takes it."""
        if port.material in step.told.unsold:
            return False
        ports = self.values.ports[port.technology]
        products = {other.material for other in ports if other.direction is Direction.PRODUCT}
        return port.material in products and (port.technology, port.material) not in self.unchanged

    def spent(
        self,
        steps: Sequence[Treatment],
        leaving: Sequence[Output],
        zone: int,
        given: tuple[Handed, ...] | None = None,
    ) -> list[tuple[float, Worth]]:
        """Return what every step is fed with, and what is disposed of, each with its amount."""
        usual = self.values.given(steps[0].takes, zone) if given is None else given
        handed = self._handed(steps, zone, usual)
        fed = [
            (step.amount_in, self.values.fed(step.technology, zone, before, _told(step)))
            for step, before in zip(steps, handed, strict=True)
        ]
        return fed + [
            (
                one.amount,
                self.values.disposed(
                    one.material, zone, one.technology, handed[one.step], _told(steps[one.step])
                ),
            )
            for one in leaving
            if not one.sold
        ]

    def _handed(
        self, steps: Sequence[Treatment], zone: int, given: tuple[Handed, ...]
    ) -> list[tuple[Handed, ...]]:
        """Return what comes to each step that somebody would have to get rid of."""
        disposals, found = self.values.disposals, [given]
        for step in steps[:-1]:
            passed = disposals.handed(step.gives, zone, step.technology, found[-1], _told(step))
            found.append((passed,))
        return found

    def earned(self, leaving: Sequence[Output], zone: int) -> list[tuple[float, Worth]]:
        """Return what every sale brings, with its amount."""
        return [
            (output.amount, self.values.sold(output.technology, output.material, zone))
            for output in leaving
            if output.sold
        ]


def ratio_of(port: Port, told: Told) -> float:
    """Return how much an output is of a unit of main input: as the input tells, else as the recipe says."""
    return next((one.ratio.likely for one in told.yields if one.port == port.id), port.ratio.likely)


def _told(step: Treatment) -> Ratios:
    """Return what the input of a step tells of its yields."""
    return frozenset((one.port, one.ratio.likely) for one in step.told.yields)
