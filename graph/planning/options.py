"""What a plan is asked for."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from graph.errors import SymbioflowError
from graph.matching import MatchOptions
from graph.planning.solver import Effort
from graph.wording import ListedWord, Message, message


class Objective(ListedWord):
    """What a plan makes as large as it can.

    Attributes
    ----------
    unit : str
        Of its value per year; empty for a mix.
    """

    unit: str

    def __new__(cls, value: str, description: str, unit: str) -> Self:
        """Make a member of its value and fields."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.description = description
        member.unit = unit
        return member

    #: Then water, then heat.
    TONNES = "tonnes", "Net tonnes diverted, additional to what is used today.", "t"
    BENEFIT = "benefit", "Net benefit of all sides together, CNY.", "CNY"
    CO2 = "co2", "CO2e avoided.", "kg CO2e"
    WEIGHTED = "weighted", "A mix of the three, each relative to the most it could be alone.", ""

    @property
    def called(self) -> Message:
        """What it is called."""
        return message(f"objective.{self.value}")

    @property
    def then(self) -> tuple[Objective, ...]:
        """What decides among plans that are equal by this one, in order."""
        if self is Objective.BENEFIT:
            return (Objective.CO2, Objective.TONNES)
        if self is Objective.CO2:
            return (Objective.BENEFIT, Objective.TONNES)
        return SINGLE_OBJECTIVES


#: The objectives that a mix is made of, in the order of its weights.
SINGLE_OBJECTIVES = (Objective.TONNES, Objective.BENEFIT, Objective.CO2)
LONGEST_HORIZON = 10


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """What to plan for.

    Attributes
    ----------
    matching : MatchOptions
        Which linkages may be; its `top` is left out of account.
    objective : Objective
    mix : tuple of float
        Weights of tonnes, benefit and CO2 for `Objective.WEIGHTED`; empty otherwise.
    horizon : int or None
        Years over which stock on hand may be drawn down evenly, 1 to 10; None leaves stock where it is.
    minimum_lot : float
        A linkage carries nothing, or at least this much per year in the material's unit.
    on_off : bool
        A facility stands still, or takes at least its technology's minimum scale.
    budget : float or None
        Most that may be spent on planned facilities, CNY; each is built whole or not at all.
    potential : bool
        Plan what could be if every market took everything, and where nobody knows a capacity, a plant were as
        large as they are usually built: the technical potential.
    effort : Effort
        How long the solver may try.
    """

    matching: MatchOptions = field(default_factory=MatchOptions)
    objective: Objective = Objective.TONNES
    mix: tuple[float, ...] = ()
    horizon: int | None = None
    minimum_lot: float = 0.0
    on_off: bool = False
    budget: float | None = None
    potential: bool = False
    effort: Effort = field(default_factory=Effort)

    def __post_init__(self) -> None:
        if self.horizon is not None and not 1 <= self.horizon <= LONGEST_HORIZON:
            raise SymbioflowError("BAD_OPTION.horizon", given=self.horizon, most=LONGEST_HORIZON)
        if not 0.0 <= self.minimum_lot < math.inf:
            raise SymbioflowError("BAD_OPTION.lot", given=self.minimum_lot)
        if self.budget is not None and not 0.0 <= self.budget < math.inf:
            raise SymbioflowError("BAD_OPTION.budget", given=self.budget)
        if self.objective is Objective.WEIGHTED:
            _check_mix(self.mix)
        elif self.mix:
            raise SymbioflowError("BAD_OPTION.mix_alone", given=str(self.mix))

    @property
    def year(self) -> int | None:
        """In which year the plan looks at the park; None where no day is given."""
        return None if self.matching.on is None else self.matching.on.year

    @property
    def has_floors(self) -> bool:
        """Whether there are lots or minimum scales, which a smaller plan or a draw may be unable to meet."""
        return self.minimum_lot > 0.0 or self.on_off


def _check_mix(mix: Iterable[float]) -> None:
    weights = tuple(mix)
    if (
        len(weights) != len(SINGLE_OBJECTIVES)
        or not all(0.0 <= weight < math.inf for weight in weights)
        or sum(weights) <= 0.0
    ):
        raise SymbioflowError("BAD_OPTION.mix", given=str(weights))
