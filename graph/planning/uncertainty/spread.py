"""What an uncertain plan returns: how far each figure of the plan spreads, in total and for each waste."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

from graph.planning.options import Objective
from graph.planning.uncertainty.consent import Learnt, ProjectDecision
from graph.vocabulary import MaterialId, RowId, Unit
from graph.wording import ListedWord


class Measure(ListedWord):
    """What is counted over the draws of an uncertain plan."""

    GROSS = "gross", "Newly leaving streams for a use, additional to what is used today."
    #: The additional amount that is really diverted.
    NET = "net", "Gross less what facilities dispose of because of it."
    BENEFIT = "benefit", "Net benefit of all sides together, CNY."
    CO2 = "co2", "CO2e avoided, kg."


@dataclass(frozen=True, slots=True)
class Spread:
    """One figure over all draws, per year.

    Attributes
    ----------
    measure : Measure
        What is counted.
    unit : Unit or None
        Of gross and net; None for money (CNY) and CO2e (kg).
    material : MaterialId or None
        The waste that it belongs to; None: all of them.
    planned : float
        By the plan itself: all as likely, every linkage accepted.
    mean : float
        Over all draws, with the control variate where that is surer.
    p10 : float
        One tenth of the draws are at or below.
    p50 : float
        Half of the draws are at or below.
    p90 : float
        Nine tenths of the draws are at or below.
    standard_error : float
        Of the mean.
    mean_low : float
        Lower end of the 95 % interval of the mean, by Student's t, which is wider than 1.96 standard errors
        where draws are few.
    mean_high : float
        Upper end of that interval.
    plain_error : float
        The standard error without the control variate.
    """

    measure: Measure
    unit: Unit | None
    material: MaterialId | None
    planned: float
    mean: float
    p10: float
    p50: float
    p90: float
    standard_error: float
    mean_low: float
    mean_high: float
    plain_error: float

    @property
    def reduction(self) -> float:
        """Share of the mean's variance that the control variate takes off."""
        return 1.0 - (self.standard_error / self.plain_error) ** 2 if self.plain_error > 0.0 else 0.0


def student_quantile(probability: float, freedom: int) -> float:
    """Return a quantile of Student's t, by Fisher's expansion around the normal one.

    Its error is below 0.01 from four degrees of freedom on, and below 1e-4 from fifteen on.

    Parameters
    ----------
    probability : float
        Between 0 and 1.
    freedom : int
        Degrees of freedom, 4 or more.

    References
    ----------
    Abramowitz, M. and Stegun, I. A. (1964). Handbook of Mathematical Functions, 26.7.5.

    Examples
    --------
    >>> round(student_quantile(0.975, 19), 3)
    2.093
    """
    x = NormalDist().inv_cdf(probability)
    terms = (
        (x**3 + x) / 4.0,
        (5.0 * x**5 + 16.0 * x**3 + 3.0 * x) / 96.0,
        (3.0 * x**7 + 19.0 * x**5 + 17.0 * x**3 - 15.0 * x) / 384.0,
        (79.0 * x**9 + 776.0 * x**7 + 1482.0 * x**5 - 1920.0 * x**3 - 945.0 * x) / 92160.0,
    )
    quantile: float = x + sum(term / freedom**power for power, term in enumerate(terms, 1))
    return quantile


@dataclass(frozen=True, slots=True)
class Chance:
    """How likely the plan meets a target: the share of draws in which it does.

    Attributes
    ----------
    met : float
        Share of the draws in which it is met, 0 to 1.
    share_p10 : float
        One tenth of the draws use this part of what arises or less, today's use and the plan's together, 0 to
        1.
    share_p50 : float
        Half of the draws use this part or less, 0 to 1.
    share_p90 : float
        Nine tenths of the draws use this part or less, 0 to 1.
    """

    target: RowId
    met: float
    share_p10: float
    share_p50: float
    share_p90: float


@dataclass(frozen=True, slots=True)
class PlanUncertainty:
    """How far a plan's figures spread over draws of what is not known exactly.

    Attributes
    ----------
    fingerprint : str
        Of the snapshot it was computed from.
    objective : Objective
        What every draw makes as large as it can be.
    draws : int
        How many worlds were drawn.
    seed : int
        The seed of the draws.
    totals : tuple of Spread
        Gross and net in t, m3 and GJ where there is any, benefit and CO2e.
    wastes : tuple of Spread
        The same for each material that streams give off, by material.
    chances : tuple of Chance
        For each target, by id.
    kept : float
        Share of the draws in which every contract could be kept.
    common : float
        Share of the variance behind every yes and behind markets that is common.
    decisions : tuple of ProjectDecision
        The projects that it counts on, each one answer for all its facilities, by id.
    learnt : tuple of Learnt
        What the register's history changed in the odds of linkages.
    iterations : int
        Of the simplex method, all draws together.
    """

    fingerprint: str
    objective: Objective
    draws: int
    seed: int
    totals: tuple[Spread, ...]
    wastes: tuple[Spread, ...]
    chances: tuple[Chance, ...]
    kept: float
    common: float
    decisions: tuple[ProjectDecision, ...]
    learnt: tuple[Learnt, ...]
    iterations: int

    def total(self, measure: Measure, unit: Unit | None = None) -> Spread:
        """Return the spread of one figure over all wastes."""
        return next(item for item in self.totals if item.measure is measure and item.unit is unit)

    def waste(self, material: str, measure: Measure) -> Spread:
        """Return the spread of one figure of one waste."""
        return next(item for item in self.wastes if item.material == material and item.measure is measure)

    def __str__(self) -> str:
        lines = [
            f"{self.draws} draws, seed {self.seed}, {self.objective.value}",
            f"{'':<34}{'planned':>16}{'mean':>16}{'P10':>16}{'P50':>16}{'P90':>16}",
        ]
        for item in (*self.totals, *self.wastes):
            unit = {Measure.BENEFIT: "CNY", Measure.CO2: "kg"}.get(item.measure) or item.unit
            name = f"{item.material or 'all'} {item.measure.value} ({unit})"
            numbers = (item.planned, item.mean, item.p10, item.p50, item.p90)
            lines.append(f"{name:<34}" + "".join(f"{number:>16,.0f}" for number in numbers))
        return "\n".join(lines)
