"""The options of a plan as a person writes them."""

from __future__ import annotations

from graph.errors import EXIT_USAGE, SymbioflowError
from graph.planning import SINGLE_OBJECTIVES, Effort, Objective, PlanOptions

_NAMES = {name.value: name for name in SINGLE_OBJECTIVES}


def plan_options(
    objective: Objective = Objective.TONNES,
    mix: tuple[float, ...] = (),
    horizon: int | None = None,
    minimum_lot: float = 0.0,
    on_off: bool = False,
    budget: float | None = None,
    gap: float = 1e-4,
    time_limit: float = 600.0,
) -> PlanOptions:
    """Return the options; one that cannot be is a mistake of usage.

    Raises
    ------
    SymbioflowError
        ``BAD_OPTION``.
    """
    try:
        return PlanOptions(
            objective=objective,
            mix=mix,
            horizon=horizon,
            minimum_lot=minimum_lot,
            on_off=on_off,
            budget=budget,
            effort=Effort(gap, time_limit),
        )
    except SymbioflowError as error:
        raise SymbioflowError(error.code, error.said, EXIT_USAGE) from error


def weights_of(text: str) -> tuple[Objective, tuple[float, ...]]:
    """Return an objective, or the mixed one with its weights.

    Examples
    --------
    >>> weights_of("benefit"), weights_of("0.5,0.3,0.2")[1]
    ((<Objective.BENEFIT: 'benefit'>, ()), (0.5, 0.3, 0.2))
    """
    if text in _NAMES:
        return _NAMES[text], ()
    try:
        return Objective.WEIGHTED, tuple(float(part) for part in text.split(","))
    except ValueError:
        raise SymbioflowError("BAD_OPTION.objective", exit_code=EXIT_USAGE, given=text) from None


def objectives_of(text: str) -> tuple[Objective, ...]:
    """Return several single objectives.

    Examples
    --------
    >>> objectives_of("benefit, co2")
    (<Objective.BENEFIT: 'benefit'>, <Objective.CO2: 'co2'>)
    """
    names = [part.strip() for part in text.split(",")]
    for name in names:
        if name not in _NAMES:
            raise SymbioflowError("BAD_OPTION.objectives", exit_code=EXIT_USAGE, given=name)
    return tuple(_NAMES[name] for name in names)
