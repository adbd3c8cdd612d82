"""Monte Carlo of a plan: how far its figures spread over supply, capacity, yields, prices and consent.

Every draw is planned anew and exactly, from the basis of the plan itself. The means are sharpened by a
control variate: what the plan's own dual values say that a draw should change, whose expectation is known.

References
----------
Glasserman, P. (2004). Monte Carlo Methods in Financial Engineering, section 4.1 (control variates).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from graph.errors import EXIT_USAGE, SymbioflowError
from graph.model import Target
from graph.planning.allocation import Problem, pose
from graph.planning.options import PlanOptions
from graph.planning.programme import STARTING
from graph.planning.progress import Progress, tell
from graph.planning.result import gain_by_stream, residue_by_stream, waste_of_targets
from graph.planning.solver import Domain, Floats, Ints, decided, summed
from graph.planning.tolerances import KEPT
from graph.planning.uncertainty.forecast import Forecast
from graph.planning.uncertainty.resolving import Resolver, World, Worlds
from graph.planning.uncertainty.spread import Chance, Measure, PlanUncertainty, Spread, student_quantile
from graph.planning.uncertainty.uncertain import uncertain
from graph.snapshot import Snapshot
from graph.vocabulary import MaterialId, Unit

#: The most draws of one question: the tenth percentile of so many is known to a third of a percent of draws.
MOST_DRAWS = 10_000
#: Fewer draws than these say nothing of a tenth percentile.
FEWEST_DRAWS = 10
#: Draws and seed of what every face expects of a plan: P10 and P90 stand to two or three draws in a hundred.
EXPECTED_DRAWS, EXPECTED_SEED = 200, 0
#: A park of more streams is drawn less often, and one of yet more only for who asks for it.
_OFTEN, _SELDOM, _FEWER_DRAWS = 5_000, 20_000, 20

#: From so many draws on the control variate may sharpen a mean: with fewer, the slopes that each half of them
#: takes from the other are themselves left to chance, and the standard error does not know.
_CONTROLLED_DRAWS = 40
_QUANTILES = (0.1, 0.5, 0.9)
#: Upper end of the 95 % interval of a mean.
_INTERVAL = 0.975


@dataclass(frozen=True)
class _Question:
    """One figure of the totals, as what a unit of each column adds to it in a world."""

    measure: Measure
    unit: Unit | None


def plan_uncertainty(
    snapshot: Snapshot,
    options: PlanOptions | None = None,
    draws: int = 1_000,
    seed: int = 0,
    progress: Progress | None = None,
    posed: Callable[[PlanOptions], Problem] | None = None,
) -> PlanUncertainty:
    """Return how far a plan's figures spread over what is not known exactly.

    Drawn are what streams give off and have in use today, what facilities can take, the yields of each
    technology, market and disposal prices, what markets take, and whether each project runs and each linkage
    is accepted (`graph.planning.uncertainty.consent`).
    Every draw is planned with full knowledge of it, so this is more than one fixed plan would reach.

    Parameters
    ----------
    snapshot : Snapshot
    options : PlanOptions, optional
        A budget is decided once, by the plan itself, and its facilities stand in every draw.
    draws : int
        10 to 10,000.
    seed : int
        0 or more; the same seed gives the same answer to the last bit.
    progress : callable, optional
        Told the share done; False cancels.
    posed : callable, optional
        Options -> their problem, for who has posed it already.

    Raises
    ------
    SymbioflowError
        ``BAD_OPTION`` for a number of draws or a seed out of bounds, or for lots or minimum scales, which a
        draw may not be able to meet; ``CANCELLED``; and as `graph.planning.make_plan`.

    Examples
    --------
    >>> plan_uncertainty(Snapshot.of([]), draws=10).wastes
    ()
    """
    options = options or PlanOptions()
    _check(options, draws, seed)
    problem = pose(snapshot, options) if posed is None else posed(options)
    return spread_of(problem, draws, seed, progress)


def expected_draws(snapshot: Snapshot, options: PlanOptions | None = None) -> int:
    """Return how often a plan is drawn for what may be expected of it; 0: it is not.

    Nothing is expected of a technical potential, nor of lots and minimum scales, which a draw may be unable
    to meet.

    Examples
    --------
    >>> expected_draws(Snapshot.of([])), expected_draws(Snapshot.of([]), PlanOptions(potential=True))
    (200, 0)
    """
    options = options or PlanOptions()
    streams = snapshot.count("waste_streams")
    if options.potential or options.has_floors or streams > _SELDOM:
        return 0
    return EXPECTED_DRAWS if streams <= _OFTEN else _FEWER_DRAWS


def spread_of(problem: Problem, draws: int, seed: int, progress: Progress | None = None) -> PlanUncertainty:
    """Return the spread of a problem that is posed already; see `plan_uncertainty`."""
    tell(progress, 0.0)
    problem = settled(problem)
    # The plan itself, as `make_plan` has it; what contradicts it is refused here.
    plan = problem.best
    worlds = Worlds(problem, uncertain(problem))
    resolver = Resolver(worlds)
    counts = Counts(problem)
    expected = worlds.of(worlds.unknown.expected())
    planned = counts.of(expected, plan.flows)
    money, carbon = len(counts.questions) - 2, len(counts.questions) - 1
    forecast = Forecast(resolver, expected, counts.gains(expected), money, carbon)
    figures = np.empty((draws, len(planned)))
    controls = np.empty((draws, len(counts.questions), forecast.parts))
    contracts_kept = iterations = 0
    for number in range(draws):
        draw = worlds.unknown.draw(seed, number)
        world = worlds.of(draw)
        answer = resolver.solve(world)
        figures[number] = counts.of(world, answer.amounts)
        controls[number] = forecast.of(draw)
        contracts_kept += answer.shortfall <= KEPT * max(float(answer.amounts.max(initial=0.0)), 1.0)
        iterations += answer.iterations
        tell(progress, (number + 1) / draws)
    return PlanUncertainty(
        fingerprint=problem.snapshot.fingerprint,
        objective=problem.options.objective,
        draws=draws,
        seed=seed,
        totals=counts.total_spreads(planned, figures, controls),
        wastes=counts.waste_spreads(planned, figures),
        chances=counts.chances(figures),
        kept=contracts_kept / draws,
        common=worlds.unknown.consent.common,
        decisions=worlds.unknown.consent.decisions,
        learnt=worlds.unknown.consent.learnt,
        iterations=iterations,
    )


def settled(problem: Problem) -> Problem:
    """Return a problem whose facilities to build are decided: they stand whatever is drawn."""
    programme = problem.programme
    if not (programme.linear.domain != Domain.CONTINUOUS).any():
        return problem
    wanted = [problem.main_objective, *problem.tie_breaks]
    linear = decided(programme.linear, wanted, problem.options.effort).programme
    return replace(problem, programme=replace(programme, linear=linear))


def _check(options: PlanOptions, draws: int, seed: int) -> None:
    if not FEWEST_DRAWS <= draws <= MOST_DRAWS:
        raise SymbioflowError(
            "BAD_OPTION.draws", exit_code=EXIT_USAGE, given=draws, least=FEWEST_DRAWS, most=MOST_DRAWS
        )
    if seed < 0:
        raise SymbioflowError("BAD_OPTION.at_least", exit_code=EXIT_USAGE, name="seed", given=seed, least=0)
    if options.has_floors:
        raise SymbioflowError("BAD_OPTION.spread", exit_code=EXIT_USAGE)


class Counts:
    """Counts a world's plan: totals first, then each material's gross, net, benefit and CO2e."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.layout = problem.programme.layout
        snapshot, flows = problem.snapshot, self.layout.flows
        self._diverted = flows.where(*STARTING)
        given = snapshot.positions("materials", snapshot.strings("waste_streams", "material").tolist())
        self._materials, self._at = np.unique(given, return_inverse=True)
        self._ids = snapshot.strings("materials", "id")[self._materials]
        units = snapshot.strings("materials", "unit")
        self._unit_of_column = units[flows.material] if len(flows) else np.empty(0, dtype=object)
        self._units = [Unit(unit) for unit in units[self._materials]]
        found = [unit for unit in Unit if unit in self._units]
        self.targets = snapshot.all(Target)
        self._covered = [self._rows_of(target) for target in self.targets]
        amounts = [_Question(measure, unit) for unit in found for measure in (Measure.GROSS, Measure.NET)]
        self._amounts = [self._counted(question) for question in amounts]
        self.questions = [*amounts, _Question(Measure.BENEFIT, None), _Question(Measure.CO2, None)]

    def _rows_of(self, target: Target) -> Ints:
        """Return the streams of waste that a target covers, by row."""
        snapshot = self.problem.snapshot
        rows: Ints = snapshot.positions("waste_streams", sorted(waste_of_targets(snapshot)[str(target.id)]))
        return rows

    def gains(self, world: World) -> Floats:
        """Return what a unit of each column adds to each total."""
        return np.array([*self._amounts, world.benefit, world.co2])

    def _counted(self, question: _Question) -> Floats:
        """Return what a unit of each column adds to a total that is no money and no CO2e."""
        if question.measure is Measure.GROSS:
            started = self.layout.flows.among(*STARTING)
            counted: Floats = (started & (self._unit_of_column == question.unit)).astype(np.float64)
            return counted
        assert question.unit is not None
        return self.problem.credits.net[question.unit]

    def of(self, world: World, amounts: Floats) -> Floats:
        """Return every figure of a world's plan."""
        placed, net = self._placed(amounts)
        by_stream = (
            placed,
            net,
            gain_by_stream(self.layout, amounts, world.benefit),
            gain_by_stream(self.layout, amounts, world.co2),
        )
        by_material = [summed(self._at, figure, len(self._materials)) for figure in by_stream]
        shares = self._shares(world, placed, net)
        return np.concatenate((self.gains(world) @ amounts, *by_material, shares))

    def totals_of_each(self, world: World, plans: Sequence[Floats]) -> tuple[Floats, Floats]:
        """Return the totals of several plans of a world, and what each target reaches: one row a plan."""
        gains = self.gains(world)
        shares = [self._shares(world, *self._placed(amounts)) for amounts in plans]
        return np.array([gains @ amounts for amounts in plans]), np.array(shares)

    def _placed(self, amounts: Floats) -> tuple[Floats, Floats]:
        """Return what goes to a use of each stream, and that less the residue."""
        count = self.problem.snapshot.count("waste_streams")
        placed = summed(self.layout.flows.stream[self._diverted], amounts[self._diverted], count)
        return placed, placed - residue_by_stream(self.layout, amounts)

    def _shares(self, world: World, placed: Floats, net: Floats) -> list[float]:
        """Return what each target reaches."""
        used = world.in_use + net
        arising = world.supply + np.maximum(placed - (world.supply - world.in_use), 0.0)
        return [
            used[covered].sum() / arising[covered].sum() if arising[covered].sum() > 0.0 else 0.0
            for covered in self._covered
        ]

    def place(self, measure: Measure, unit: Unit) -> int:
        """Return where a total stands among the figures; -1 where nothing is counted in the unit."""
        for place, question in enumerate(self.questions):
            if question.measure is measure and question.unit in (unit, None):
                return place
        return -1

    def shares_of(self, figures: Floats) -> Floats:
        """Return the share that each target reaches, of one figure's row or of many."""
        shares: Floats = figures[..., figures.shape[-1] - len(self.targets) :]
        return shares

    def chances(self, figures: Floats) -> tuple[Chance, ...]:
        """Return how likely each target is met, by id."""
        shares = self.shares_of(figures)
        return tuple(
            Chance(
                target.id, float((reached >= target.share).mean()), *np.quantile(reached, _QUANTILES).tolist()
            )
            for target, reached in zip(self.targets, shares.T, strict=True)
        )

    def total_spreads(self, planned: Floats, figures: Floats, controls: Floats) -> tuple[Spread, ...]:
        """Return the totals' spreads, their means with the control variate."""
        found = []
        for place, question in enumerate(self.questions):
            values = figures[:, place]
            sharper = values - controlled(values, controls[:, place])
            found.append(_spread(question.measure, question.unit, None, planned[place], values, sharper))
        return tuple(found)

    def waste_spreads(self, planned: Floats, figures: Floats) -> tuple[Spread, ...]:
        """Return each material's spreads, by material."""
        first, size = len(self.questions), len(self._materials)
        found = []
        for at, (material, unit) in enumerate(zip(self._ids, self._units, strict=True)):
            for row, measure in enumerate(Measure):
                place = first + row * size + at
                counted = unit if measure in (Measure.GROSS, Measure.NET) else None
                values = figures[:, place]
                name = MaterialId(str(material))
                found.append(_spread(measure, counted, name, planned[place], values, values))
        return tuple(found)


def controlled(values: Floats, controls: Floats) -> Floats:
    """Return what a control variate takes off each draw, with expectation 0.

    Each half of the draws takes its coefficients from the other half, so they do not depend on what they are
    multiplied with and the mean stays unbiased.

    Parameters
    ----------
    values : array
        One a draw.
    controls : array
        One row a draw, one column a control of expectation 0.
    """
    taken_off = np.zeros(len(values))
    halves = np.arange(len(values)) % 2
    for half in (0, 1):
        here, there = halves == half, halves != half
        centred = controls[there] - controls[there].mean(axis=0)
        slope = np.linalg.lstsq(centred, values[there] - values[there].mean(), rcond=None)[0]
        taken_off[here] = controls[here] @ slope
    return taken_off


def _spread(
    measure: Measure,
    unit: Unit | None,
    material: MaterialId | None,
    planned: float,
    values: Floats,
    sharper: Floats,
) -> Spread:
    low, middle, high = np.quantile(values, _QUANTILES)
    plain, sharp = (float(figure.std(ddof=1) / np.sqrt(len(figure))) for figure in (values, sharper))
    better = sharp < plain and len(values) >= _CONTROLLED_DRAWS
    mean, error = float((sharper if better else values).mean()), sharp if better else plain
    # The slopes of the control variate take their degrees of freedom; each half of the draws has its own.
    freedom = len(values) // 2 - Forecast.parts - 1 if better else len(values) - 1
    half = student_quantile(_INTERVAL, freedom) * error
    return Spread(
        measure=measure,
        unit=unit,
        material=material,
        planned=float(planned),
        mean=mean,
        p10=float(low),
        p50=float(middle),
        p90=float(high),
        standard_error=error,
        mean_low=mean - half,
        mean_high=mean + half,
        plain_error=plain,
    )
