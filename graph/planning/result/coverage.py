"""On what a plan's money stands, and how far it spreads at the plan's own flows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.evidence import Grade
from graph.planning.programme import Column, Credits, Layout
from graph.planning.solver import Floats
from graph.value import GRADES, JUDGED, Numbers, Terms, of_money
from graph.vocabulary import Direction

#: P90 of a normal distribution, in standard deviations from its mean.
_P90 = 1.2815515655446004
#: A standard deviation that is none: of CNY or kg, and far above where its third power runs out of digits.
_NO_SPREAD = 1e-60
#: Below this share of sourced numbers a sum is printed as a range only.
ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class Leaning:
    """The one number of those that nobody published on which most of a sum stands.

    Attributes
    ----------
    table : str
        Table of the number.
    row : str
        `id` of its row.
    column : str
        Its column.
    grade : Grade
        How far it can be trusted.
    share : float
        Of all that is counted, whatever its sign, 0 to 1.
    """

    table: str
    row: str
    column: str
    grade: Grade
    share: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """Shares of a plan, or of a change of one, that stand on published numbers, 0 to 1.

    Attributes
    ----------
    money : float
        Of all that is earned and spent: on published prices, rates and costs; 0 where something that is
        bought has no price, for that may be any part of the sum.
    carbon : float
        Of all CO2e avoided and emitted: on published factors and rates.
    market : float or None
        Of the tonnes that are sold: in markets whose size somebody published or counted; None: nothing is
        sold, or nothing is known of markets.
    mostly : Grade
        What the largest part of the money stands on.
    composition : float or None
        Of the tonnes that leave streams for a facility: where no gate was passed unverified; None: nothing
        does.
    money_leans : Leaning or None
        On which unpublished number most of the money stands; None where all is published.
    carbon_leans : Leaning or None
        On which unpublished number most of the CO2e stands; None where all is published.
    money_whole : bool
        False: a number of money that nobody could say counts 0 in the sum.
    """

    money: float
    carbon: float
    market: float | None
    mostly: Grade
    composition: float | None = None
    money_leans: Leaning | None = None
    carbon_leans: Leaning | None = None
    money_whole: bool = True

    @property
    def enough(self) -> bool:
        """Whether a single figure of money may be printed; else only a range."""
        return self.money >= ENOUGH and self.money_whole

    @property
    def carbon_enough(self) -> bool:
        """Whether a single figure of CO2e may be printed; else only a range."""
        return self.carbon >= ENOUGH


@dataclass(frozen=True, slots=True)
class Reach:
    """P10, P50 and P90 of a sum at the plan's own flows, when all its numbers vary in their ranges.

    The sum of the likely numbers need not lie between them: where most ranges reach farther to one side, so
    does what may be expected.
    """

    p10: float
    p50: float
    p90: float

    def scaled(self, times: float) -> Reach:
        """Return the reach of so many times the sum; a negative number turns its ends round.

        Examples
        --------
        >>> Reach(1.0, 2.0, 4.0).scaled(-10.0)
        Reach(p10=-40.0, p50=-20.0, p90=-10.0)
        """
        ends = self.p10 * times, self.p90 * times
        return Reach(min(ends), self.p50 * times, max(ends))


def coverage_of(layout: Layout, credits: Credits, amounts: Floats) -> Coverage:
    """Return on what figures stand.

    Parameters
    ----------
    layout : Layout
    credits : Credits
    amounts : array
        One a column of the layout; of a change, what is carried less is negative.
    """
    flows = layout.flows
    tonnes = layout.snapshot.strings("materials", "unit") == "t"
    selling = flows.where(Column.SELL, Column.OUTSIDE)
    selling = selling[tonnes[flows.material[selling]]]
    sold = float(np.abs(amounts[selling]).sum())
    published = np.array([market.evidence.grade not in JUDGED for market in layout.markets] + [False])
    counted = float(np.abs(amounts[selling[published[flows.market[selling]]]]).sum())
    taken = flows.where(Column.DIVERT)
    taken = taken[tonnes[flows.material[taken]]]
    diverted = float(amounts[taken].sum())
    verified = float(amounts[taken[flows.confidence[taken] == 1.0]].sum())
    account = credits.account
    numbers = account.numbers
    return Coverage(
        money=0.0 if _lacks_a_price(layout, credits, amounts) else account.money.sourced(numbers, amounts),
        carbon=account.carbon.sourced(numbers, amounts),
        market=counted / sold if sold > 0.0 and layout.markets else None,
        mostly=GRADES[int(np.argmax(account.money.by_grade(numbers, amounts)))],
        composition=verified / diverted if diverted > 0.0 else None,
        money_leans=leaning_of(account.money, numbers, amounts),
        carbon_leans=leaning_of(account.carbon, numbers, amounts),
        money_whole=not of_money(account.missing_of(amounts != 0.0)),
    )


def _lacks_a_price(layout: Layout, credits: Credits, amounts: Floats) -> bool:
    """Return whether something that facilities buy has a price that nobody could say, so that it costs 0."""
    missing = set(credits.account.missing_of(amounts != 0.0))
    feeding = layout.flows.feeding
    fed = layout.flows.site[feeding[amounts[feeding] != 0.0]]
    snapshot = layout.snapshot
    running = snapshot.strings("technologies", "id")[np.unique(layout.sites.technology_row[fed])]
    buying = snapshot.strings("ports", "direction") == Direction.AUXILIARY_INPUT.value
    buying &= np.isin(snapshot.strings("ports", "technology").astype(str), running.astype(str))
    return any(
        f"price of {material}" in missing for material in snapshot.strings("ports", "material")[buying]
    )


def leaning_of(terms: Terms, numbers: Numbers, amounts: Floats) -> Leaning | None:
    """Return the number that nobody published on which most of a sum over columns stands, if there is one."""
    standing = terms.by_number(numbers, amounts)
    judged = np.isin(numbers.grade, [GRADES.index(grade) for grade in JUDGED])
    at = int(np.argmax(np.where(judged, standing, 0.0)))
    if not judged[at] or not standing[at] > 0.0:
        return None
    return Leaning(
        str(numbers.table[at]),
        str(numbers.row[at]),
        str(numbers.column[at]),
        GRADES[int(numbers.grade[at])],
        float(standing[at] / standing.sum()),
    )


def reach_of(terms: Terms, numbers: Numbers, amounts: Floats) -> Reach:
    r"""Return how far a sum over columns spreads with its numbers.

    Each number is triangular in its range and independent of the others. The sum is taken at their means,
    where it is what may be expected, and spreads to first order around it. With standard deviation *σ* and
    skewness *γ* its quantiles are (Cornish and Fisher, first term)

    .. math:: \mu + \sigma \left( z + \frac{\gamma}{6} (z^2 - 1) \right)

    Parameters
    ----------
    terms : Terms
    numbers : Numbers
    amounts : array
        One a column.

    References
    ----------
    Cornish, E. A. & Fisher, R. A. (1938). Moments and cumulants in the specification of distributions. Revue
    de l'Institut International de Statistique 5, 307-320.
    """
    slope = terms.slope(numbers.mean, amounts)
    second, third = numbers.moments
    centre = float(terms.values(numbers.mean, len(amounts)) @ amounts)
    deviation = float(np.sqrt(slope**2 @ second))
    # The third power of what is smaller has no digits left.
    skewness = float(slope**3 @ third) / deviation**3 if deviation > _NO_SPREAD else 0.0
    return Reach(*(centre + deviation * (z + skewness / 6.0 * (z**2 - 1.0)) for z in (-_P90, 0.0, _P90)))
