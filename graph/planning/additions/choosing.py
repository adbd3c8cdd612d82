r"""Which additions to build within limits on what all of them need: exactly, and one by one by a rule.

Each addition may stand or not (:math:`b_i` is 0 or 1); what it takes is at most its capacity times that, and
what all together need of each thing is at most its limit. The plan and the choice are one mixed-integer
programme. Which transfers stop for going round depends on what stands, so that programme has every transfer
open that flows with none, with any one or with all of the additions. Its best choice is planned exactly;
while that is worth less than the programme says, the choice is ruled out and the next best is sought.

One by one (`step_by_step`) is the greedy rule: always what adds most for what it needs. Where additions only
take from each other (the worth of sets is submodular) the better of that and the best single addition is at
least :data:`GREEDY_SHARE` of the best choice.

References
----------
Khuller, S., Moss, A. and Naor, J. (1999). The budgeted maximum coverage problem. Information Processing
Letters 70, 39-45 (the share of the greedy rule).
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from graph.planning.additions.additions import Additions
from graph.planning.progress import Progress, tell
from graph.planning.solver import Domain, Effort, Floats, Ints, LinearProgramme, solve

#: Share of the best choice that the greedy rule reaches where additions only take from each other.
GREEDY_SHARE = 0.5 * (1.0 - math.exp(-1.0))
#: Relative gap of a choice, and so many choices are planned exactly until the best is proved.
_GAP, _TRIES = 1e-7, 25
#: Worths nearer than this share of the best are equal.
_EQUAL = 1e-6


@dataclass(frozen=True)
class Wishes:
    """Additions of which some are to be built.

    Attributes
    ----------
    sites : tuple of int
        Rows of `Layout.sites`.
    kinds : tuple
        Of which each site is one; one of each kind is built at most.
    needs : float array, shape (sites, limits)
        What each needs of what is limited.
    limits : float array
        0 or more.
    """

    sites: tuple[int, ...]
    kinds: tuple[Hashable, ...]
    needs: Floats
    limits: Floats

    def fits(self, chosen: Sequence[int]) -> bool:
        """Return whether some of them (places) keep every limit, and no kind twice."""
        kinds = [self.kinds[place] for place in chosen]
        total = self.needs[list(chosen)].sum(axis=0)
        return len(set(kinds)) == len(kinds) and bool((total <= self.limits * (1.0 + 1e-9)).all())

    def sites_of(self, chosen: Sequence[int]) -> tuple[int, ...]:
        """Return the sites of some of them."""
        return tuple(sorted(self.sites[place] for place in chosen))

    def weight(self, places: Sequence[int]) -> float:
        """Return the largest share of a limit that some of them need."""
        need = self.needs[list(places)].sum(axis=0)
        shares = np.divide(need, self.limits, out=np.zeros(len(need)), where=self.limits > 0.0)
        return float(shares.max(initial=0.0))


@dataclass(frozen=True)
class Choice:
    """What is built.

    Attributes
    ----------
    chosen : tuple of int
        Places in `Wishes.sites`.
    worth : float
        The plan with them less the plan without any, in the objective.
    at_most : float
        No choice within the limits is worth more.
    proved : bool
        Whether that is what this one is worth.
    """

    chosen: tuple[int, ...]
    worth: float
    at_most: float
    proved: bool


def best_choice(additions: Additions, wishes: Wishes, progress: Progress | None = None) -> Choice:
    """Return the choice within the limits that is worth most; of equal ones that which needs least."""
    places = [place for place in range(len(wishes.sites)) if wishes.fits([place])]
    if not places:
        return Choice((), 0.0, 0.0, True)
    relaxed = _Relaxed(additions, wishes, places)
    best: tuple[int, ...] = ()
    worth = at_most = 0.0
    for number in range(_TRIES):
        tell(progress, number / _TRIES)
        chosen, at_most = relaxed.best()
        if chosen and (gained := additions.gain(wishes.sites_of(chosen)).worth) > worth:
            best, worth = chosen, gained
        equal = _EQUAL * max(abs(at_most), 1.0)
        if at_most <= worth + equal:
            return Choice(best, worth, max(at_most, worth), True)
        relaxed.rule_out(chosen)
    return Choice(best, worth, max(at_most, worth), False)


class _Relaxed:
    """The plan and the choice as one programme, with every transfer that may flow."""

    def __init__(self, additions: Additions, wishes: Wishes, places: Sequence[int]) -> None:
        self._additions, self._wishes, self._places = additions, wishes, tuple(places)
        some = [wishes.sites[place] for place in places]
        opened = additions.open_columns(()) | additions.open_columns(some)
        for site in some:
            opened |= additions.open_columns((site,))
        self._columns = np.flatnonzero(opened)
        linear = additions.problem.programme.linear
        self._linear = linear.take(self._columns, np.arange(linear.rows))
        self._ruled_out: list[frozenset[int]] = []

    def rule_out(self, chosen: Sequence[int]) -> None:
        """Leave one choice out from now on."""
        self._ruled_out.append(frozenset(chosen))

    def best(self) -> tuple[tuple[int, ...], float]:
        """Return the best choice, and what it is worth here."""
        additions, wishes = self._additions, self._wishes
        programme = self._programme()
        more = np.zeros(len(self._places))
        thrift = np.array([-wishes.weight([place]) for place in self._places])
        nothing = np.zeros(len(self._columns))
        wanted = [
            np.concatenate((additions.problem.main_objective[self._columns], more)),
            np.concatenate((nothing, thrift)),
        ]
        effort = Effort(_GAP, additions.problem.options.effort.seconds)
        found = solve(programme, wanted, effort)
        built = np.flatnonzero(found.flows[len(self._columns) :] > 0.5)
        value = found.value + found.gap * abs(found.value) - additions.value
        return tuple(self._places[at] for at in built.tolist()), value

    def _programme(self) -> LinearProgramme:
        wishes, linear, count = self._wishes, self._linear, len(self._places)
        first = linear.columns
        layout = self._additions.problem.programme.layout
        entries = [(linear.index.astype(np.int64), linear.column_of_entry(), linear.value)]
        lower, upper = [linear.row_lower], [linear.row_upper]
        rows = linear.rows

        def add(columns: Ints, values: Floats, most: float) -> None:
            nonlocal rows
            entries.append((np.full(len(columns), rows), columns, values))
            lower.append(np.array([-np.inf]))
            upper.append(np.array([most]))
            rows += 1

        where = np.full(len(layout.flows), -1, dtype=np.int64)
        where[self._columns] = np.arange(first)
        feeding = layout.flows.feeding
        feeding = feeding[where[feeding] >= 0]
        for at, place in enumerate(self._places):
            site = wishes.sites[place]
            own = where[feeding[layout.flows.site[feeding] == site]]
            # What a facility takes is at most its room where it stands, and else nothing.
            room = float(layout.sites.capacity[site])
            arrives = layout.flows.arrives[self._columns[own]]
            add(np.append(own, first + at), np.append(arrives, -room), 0.0)
        choices = first + np.arange(count)
        for needs, limit in zip(wishes.needs[list(self._places)].T, wishes.limits, strict=True):
            if limit > 0.0:
                add(choices, needs / limit, 1.0)
        kinds: dict[Hashable, list[int]] = {}
        for at, place in enumerate(self._places):
            kinds.setdefault(wishes.kinds[place], []).append(first + at)
        for same in kinds.values():
            add(np.array(same), np.ones(len(same)), 1.0)
        for chosen in self._ruled_out:
            sign = np.array([1.0 if place in chosen else -1.0 for place in self._places])
            add(choices, sign, len(chosen) - 1.0)
        row, column, value = (np.concatenate([part[place] for part in entries]) for place in range(3))
        return LinearProgramme.of_entries(
            (np.append(linear.lower, np.zeros(count)), np.append(linear.upper, np.ones(count))),
            (np.concatenate(lower), np.concatenate(upper)),
            row,
            column,
            value,
            np.append(linear.domain, np.full(count, Domain.WHOLE, dtype=np.int64)),
        )


def step_by_step(
    additions: Additions, wishes: Wishes, together: Sequence[tuple[int, ...]]
) -> tuple[tuple[int, ...], ...]:
    """Return what is built one after the other: always what adds most for the share of a limit it needs.

    Parameters
    ----------
    together : sequence of tuple of int
        Places that may be built in one step: each alone, and those that only pay together.
    """
    chosen: list[int] = []
    steps: list[tuple[int, ...]] = []
    reached = 0.0
    # What a step added last bounds what it adds later as long as they only take from each other.
    waiting = dict.fromkeys(together, math.inf)
    while waiting:
        fresh: set[tuple[int, ...]] = set()
        while waiting:
            part = max(waiting, key=lambda part: (waiting[part], [-place for place in part]))
            more = [place for place in part if place not in chosen]
            if not more or not wishes.fits([*chosen, *more]) or waiting[part] <= 0.0:
                del waiting[part]
                continue
            if part in fresh:
                break
            adds = additions.gain(wishes.sites_of([*chosen, *more])).worth - reached
            if adds <= _EQUAL * max(reached, 1.0):
                adds = 0.0
            waiting[part] = adds / max(wishes.weight(more), 1e-12)
            fresh.add(part)
        if not waiting:
            break
        del waiting[part]
        chosen += more
        steps.append(tuple(more))
        reached = additions.gain(wishes.sites_of(chosen)).worth
    return tuple(steps)
