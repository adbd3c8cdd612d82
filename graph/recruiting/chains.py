"""How whole a product chain is in a park: who takes each step, what is missing, what comes from outside.

Who takes a step at which amount is found in `graph.recruiting.steps`; here what a step makes is set against
what the steps after it need.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph import model
from graph.errors import EXIT_USAGE, SymbioflowError
from graph.ranges import Range
from graph.recruiting.steps import StepFirm, StepsOfPark, could_take, firms_of, needs_of
from graph.snapshot import Snapshot
from graph.vocabulary import ChainStepId, Unit
from graph.wording import ListedWord, Words, folded, is_called


class StepState(ListedWord):
    """Whether a park takes a step of a product chain."""

    HAVE = "have", "Somebody runs it."
    PLANNED = "planned", "Somebody builds or plans it."
    MISSING = "missing", "Nobody on record takes or plans it."


@dataclass(frozen=True, slots=True)
class StepBalance:
    """What a step makes against what the steps after it need, per year in the step's material.

    Attributes
    ----------
    made : Range or None
        By those whose amount is known; None where no amount is.
    unknown_makers : int
        How many firms make it at an amount that is not known.
    needed : Range or None
        By the firms of the next steps whose needs are known; None where none is.
    unknown_takers : int
        How many firms of the next steps need it, nobody knows how much.
    last : bool
        True where no step after it could take what it makes.
    """

    made: Range | None
    unknown_makers: int
    needed: Range | None
    unknown_takers: int
    last: bool

    @property
    def short(self) -> Range | None:
        """Needed and not made, at least; None where a maker of unknown amount may cover it."""
        if self.needed is None:
            return None
        rest = _less(self.needed, self.made or Range.exact(0.0))
        return None if self.unknown_makers and rest.high > 0.0 else rest

    @property
    def spare(self) -> Range | None:
        """Made and not needed by the next steps, at least; None at a chain's end or where not known."""
        if self.made is None or self.unknown_takers or self.last:
            return None
        return _less(self.made, self.needed or Range.exact(0.0))

    @property
    def import_dependence(self) -> float | None:
        """Share of what is needed that has to come from outside, at likely amounts; None: cannot be told."""
        short = self.short
        if short is None or self.needed is None or self.needed.likely <= 0.0:
            return None
        return short.likely / self.needed.likely


@dataclass(frozen=True, slots=True)
class StepReport:
    """A step of a chain in a park.

    Attributes
    ----------
    step : model.ChainStep
        Which step.
    unit : Unit or None
        What its amounts are counted in; None: nothing is counted.
    state : StepState
        Whether the park has it.
    firms : tuple of StepFirm
        Those that run first.
    today, planned : StepBalance
        Of what runs, and with all that is built or planned.
    waiting : Range or None
        For a step that nobody runs: the tonnes that the steps before it could hand to it today, being more
        than the chain takes.
    """

    step: model.ChainStep
    unit: Unit | None
    state: StepState
    firms: tuple[StepFirm, ...]
    today: StepBalance
    planned: StepBalance
    waiting: Range | None


@dataclass(frozen=True, slots=True)
class ChainReport:
    """A chain in a park.

    Attributes
    ----------
    chain : model.Chain
        Which chain.
    steps : tuple of StepReport
        By stage and id.
    links : tuple of model.ChainLink
    completeness : float
        Share of the steps that somebody runs, 0 to 1.
    completeness_planned : float
        Share of the steps that somebody runs, builds or plans.
    weakest : ChainStepId or None
        The step that covers the smallest share of what the next ones need, a missing one before all; None:
        nothing is short.
    import_dependence : float or None
        Share of what the steps need from one another that has to come from outside today, over all steps
        where it can be told, at likely amounts (t only); None: not known.
    """

    chain: model.Chain
    steps: tuple[StepReport, ...]
    links: tuple[model.ChainLink, ...]
    completeness: float
    completeness_planned: float
    weakest: ChainStepId | None
    import_dependence: float | None


def chain_reports(snapshot: Snapshot, chain: str | None = None) -> tuple[ChainReport, ...]:
    """Return how whole each chain is in a park, or one chain by id or name.

    Raises
    ------
    SymbioflowError
        ``UNKNOWN_CHAIN``, naming the chains there are.

    Examples
    --------
    >>> chain_reports(Snapshot.of([]))
    ()
    """
    chains = snapshot.all(model.Chain)
    if chain is not None:
        chains = (_named(chains, chain),)
    park = StepsOfPark(snapshot) if chains else None
    return tuple(_report(snapshot, park, row) for row in chains if park is not None)


def _named(chains: Sequence[model.Chain], text: str) -> model.Chain:
    wanted = folded(text)
    for row in chains:
        if is_called(row, wanted):
            return row
    there = tuple(Words(row.id, row.id) for row in chains)
    raise SymbioflowError("UNKNOWN_CHAIN", exit_code=EXIT_USAGE, name=text[:80], expected=there or ("-",))


def _report(snapshot: Snapshot, park: StepsOfPark, chain: model.Chain) -> ChainReport:
    rows = sorted(
        (row for row in snapshot.all(model.ChainStep) if row.chain == chain.id),
        key=lambda row: (row.stage, row.id),
    )
    inside = {row.id for row in rows}
    links = tuple(
        row for row in snapshot.all(model.ChainLink) if row.before in inside and row.after in inside
    )
    firms = {row.id: firms_of(park, row) for row in rows}
    steps = {row.id: row for row in rows}
    balances = {
        (row.id, planned): _balance(park, row, links, steps, firms, planned)
        for row in rows
        for planned in (False, True)
    }
    found = tuple(
        StepReport(
            row,
            park.units.get(row.material) if row.material is not None else None,
            state,
            firms[row.id],
            balances[row.id, False],
            balances[row.id, True],
            None if state is StepState.HAVE else _waiting(park, row, links, balances, steps),
        )
        for row in rows
        for state in (_state(firms[row.id]),)
    )
    count = len(found) or 1
    return ChainReport(
        chain,
        found,
        links,
        sum(step.state is StepState.HAVE for step in found) / count,
        sum(step.state is not StepState.MISSING for step in found) / count,
        _weakest(found),
        _dependence(found),
    )


def _state(firms: Sequence[StepFirm]) -> StepState:
    if any(firm.runs for firm in firms):
        return StepState.HAVE
    return StepState.PLANNED if firms else StepState.MISSING


def _balance(
    park: StepsOfPark,
    step: model.ChainStep,
    links: Sequence[model.ChainLink],
    steps: Mapping[ChainStepId, model.ChainStep],
    firms: Mapping[ChainStepId, tuple[StepFirm, ...]],
    planned: bool,
) -> StepBalance:
    counted = [firm for firm in firms[step.id] if planned or firm.runs]
    known = [firm.amount for firm in counted if firm.amount is not None]
    needs = [
        need
        for link in links
        if link.before == step.id
        for firm in firms[link.after]
        if planned or firm.runs
        for need in needs_of(park, step, link, steps[link.after], firm)
    ]
    amounts = [need.amount for need in needs if need.amount is not None]
    return StepBalance(
        Range.total(known) if known else None,
        sum(firm.amount is None for firm in counted) if step.material is not None else 0,
        Range.total(amounts) if amounts else None,
        len(needs) - len(amounts),
        not any(could_take(park, step, link, steps[link.after]) for link in links if link.before == step.id),
    )


def _waiting(
    park: StepsOfPark,
    step: model.ChainStep,
    links: Sequence[model.ChainLink],
    balances: Mapping[tuple[ChainStepId, bool], StepBalance],
    steps: Mapping[ChainStepId, model.ChainStep],
) -> Range | None:
    spares = []
    for link in links:
        before = steps[link.before]
        tonnes = before.material is not None and park.units.get(before.material) is Unit.TONNE
        spare = balances[before.id, False].spare
        if link.after == step.id and tonnes and spare is not None and could_take(park, before, link, step):
            spares.append(spare)
    return Range.total(spares) if spares else None


def _weakest(steps: Sequence[StepReport]) -> ChainStepId | None:
    def covered(step: StepReport) -> float:
        dependence = step.today.import_dependence
        if dependence is not None:
            return 1.0 - dependence
        return 1.0 if step.state is StepState.HAVE else 0.0

    def amount(step: StepReport) -> float:
        short = step.today.short
        return short.likely if short is not None else 0.0

    def order(step: StepReport) -> tuple[float, float, float, int, str]:
        waiting = 0.0 if step.waiting is None else step.waiting.likely
        return covered(step), -amount(step), -waiting, step.step.stage, step.step.id

    weak = [step for step in steps if covered(step) < 1.0]
    return min(weak, key=order).step.id if weak else None


def _dependence(steps: Sequence[StepReport]) -> float | None:
    needed = short = 0.0
    for step in steps:
        if step.unit is Unit.TONNE and step.today.needed is not None and step.today.short is not None:
            needed += step.today.needed.likely
            short += step.today.short.likely
    return short / needed if needed > 0.0 else None


def _less(first: Range, second: Range) -> Range:
    """Return how far the first exceeds the second: between their ends, never below 0."""
    return Range(
        max(0.0, first.low - second.high),
        max(0.0, first.likely - second.likely),
        max(0.0, first.high - second.low),
    )
