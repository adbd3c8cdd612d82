"""What leads are asked for."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from graph.errors import EXIT_USAGE, SymbioflowError
from graph.planning import Objective, PlanOptions

#: Draws where nobody says how many.
DRAWS = 40
MOST_DRAWS = 500
#: The most leads of one list.
MOST_LEADS = 50
#: Years over which a budget is spent where nobody says it, and the most of them.
YEARS, MOST_YEARS = 5, 30


@dataclass(frozen=True, slots=True)
class Budget:
    """What the leads of a portfolio may cost together.

    Attributes
    ----------
    capital : float
        CNY, once; 0 or more.
    energy : float or None
        Electricity and heat, GJ a year; None: not limited.
    years : int
        Over which the money is spent evenly, 1 to 30.
    """

    capital: float
    energy: float | None = None
    years: int = YEARS

    def __post_init__(self) -> None:
        for name, given in (("budget", self.capital), ("energy", self.energy)):
            if given is not None and not 0.0 <= given < math.inf:
                raise SymbioflowError(
                    "BAD_OPTION.at_least", exit_code=EXIT_USAGE, name=name, given=given, least=0
                )
        if not 1 <= self.years <= MOST_YEARS:
            raise SymbioflowError(
                "BAD_OPTION.between",
                exit_code=EXIT_USAGE,
                name="years",
                given=self.years,
                least=1,
                most=MOST_YEARS,
            )


def budget_of(capital: float | None, energy: float | None, years: int) -> Budget | None:
    """Return the budget of a portfolio; None where none is asked for.

    Raises
    ------
    SymbioflowError
        ``BAD_OPTION`` for a limit on energy without one on capital, and for amounts out of bounds.
    """
    if capital is None:
        if energy is not None:
            raise SymbioflowError("BAD_OPTION.energy_alone", exit_code=EXIT_USAGE)
        return None
    return Budget(capital, energy, years)


@dataclass(frozen=True, slots=True)
class LeadOptions:
    """What leads are asked for.

    Attributes
    ----------
    plan : PlanOptions
        The plan that they are added to; its objective ranks them. No lots, minimum scales, budget or mix.
    top : int
        How many, 1 to 50.
    site : str or None
        Only in this area, or at this firm: its id or name.
    technology : str or None
        Only this one: its id or name.
    draws, seed : int
        Of spreads, chances and stability; 0 draws: none of these.
    budget : Budget or None
        Of a portfolio; None: none is chosen.
    """

    plan: PlanOptions = field(default_factory=PlanOptions)
    top: int = 10
    site: str | None = None
    technology: str | None = None
    draws: int = DRAWS
    seed: int = 0
    budget: Budget | None = None

    def __post_init__(self) -> None:
        for name, given, least, most in (
            ("top", self.top, 1, MOST_LEADS),
            ("draws", self.draws, 0, MOST_DRAWS),
        ):
            if not least <= given <= most:
                raise SymbioflowError(
                    "BAD_OPTION.between", exit_code=EXIT_USAGE, name=name, given=given, least=least, most=most
                )
        if self.seed < 0:
            raise SymbioflowError(
                "BAD_OPTION.at_least", exit_code=EXIT_USAGE, name="seed", given=self.seed, least=0
            )
        plan = self.plan
        if plan.objective is Objective.WEIGHTED or plan.minimum_lot or plan.on_off or plan.budget is not None:
            raise SymbioflowError("BAD_OPTION.additions", exit_code=EXIT_USAGE)
