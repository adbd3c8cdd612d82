"""What a number moves in a plan, and the price at which a sale flips."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.vocabulary import FacilityId, MaterialId

#: How many of each are named.
NAMED = 10
#: What moves a figure by less than this share of it is rounding.
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class WouldChange:
    """One number and what the plan would be at both ends of its range, all else as likely.

    Attributes
    ----------
    table : str
        Table of the number.
    row : str
        `id` of its row.
    column : str
        Its column.
    unit : str
        Unit of the three values.
    low : float
        Lowest plausible value.
    likely : float
        Most likely value.
    high : float
        Highest plausible value.
    benefit_low : float
        How much more net benefit the plan has at `low` than now, CNY per year.
    benefit_high : float
        The same at `high`.
    objective_low : float
        How much more of the objective the plan has at `low` than now, in its unit.
    objective_high : float
        The same at `high`.
    """

    table: str
    row: str
    column: str
    unit: str
    low: float
    likely: float
    high: float
    benefit_low: float
    benefit_high: float
    objective_low: float
    objective_high: float

    @property
    def benefit(self) -> float:
        """How far the net benefit moves from the low end to the high one, CNY per year."""
        return self.benefit_high - self.benefit_low

    @property
    def objective(self) -> float:
        """How far the objective moves from the low end to the high one, in its unit."""
        return self.objective_high - self.objective_low

    def reach(self, benefit: float, objective: float) -> float:
        """Return the width over which it moves a figure, as a share of it: the larger of both.

        Parameters
        ----------
        benefit, objective : float
            Of the plan itself; 0 counts as 1.
        """
        widths = (
            (self.benefit_low, self.benefit_high, benefit),
            (self.objective_low, self.objective_high, objective),
        )
        return max(
            (max(0.0, low, high) - min(0.0, low, high)) / (abs(size) or 1.0) for low, high, size in widths
        )


@dataclass(frozen=True, slots=True)
class Flip:
    """The price of a product at which a plan for money would not sell it any more.

    Attributes
    ----------
    facility : FacilityId
        Who makes it.
    material : MaterialId
        The product.
    sold : float
        Sold by the plan per year, in the material's unit.
    price : float
        CNY per unit that the plan counts with, less what the seller pays for the way.
    flips_at : float
        CNY per unit below which it is not sold; negative: sold even if its buyer is paid.
    """

    facility: FacilityId
    material: MaterialId
    sold: float
    price: float
    flips_at: float


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What would change a plan.

    Attributes
    ----------
    would_change : tuple of WouldChange
        At most ten, first what moves a figure by the largest share.
    flips : tuple of Flip
        Of at most ten of the largest sales, the largest first.
    replanned : bool
        Whether each was planned anew at both ends, and each price found so; else all is to first order: the
        flows stay where they are, what binds is worth what one unit more of it is, and a sale flips where
        what its facility does earns nothing.
    """

    would_change: tuple[WouldChange, ...]
    flips: tuple[Flip, ...]
    replanned: bool


def most_moving(found: Iterable[WouldChange], benefit: float, objective: float) -> list[WouldChange]:
    """Return the numbers that move a figure, first what moves one by the largest share."""
    moving = [(one.reach(benefit, objective), one) for one in found]
    moving.sort(key=lambda pair: (-pair[0], pair[1].table, pair[1].row, pair[1].column))
    return [one for reach, one in moving if reach > ROUNDING]
