"""What goes between groups of a park, as few lines as can be read at once: today, contracted and planned.

Today's flows are those of the register's operating linkages, and what streams say is in use beyond them,
whose taker is not on record. Both stand in the graph and need no plan; a plan is added where there is one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from graph.analysis.groups import NONE, Grouping, Groups, groups_of, through
from graph.analysis.matrix import Floats, Ints
from graph.planning import Plan, named_uses, tell
from graph.snapshot import Snapshot
from graph.vocabulary import LinkageState, Unit
from graph.wording import ListedWord, Words

#: Bundles that a picture of a whole park shows; more than forty are a tangle.
MOST_BUNDLES = 39
_UNITS = tuple(Unit)


class BundleState(ListedWord):
    """Whether what is put together exists."""

    TODAY = "today", "It runs: on record, or said to be in use by who gives it off."
    CONTRACTED = "contracted", "A contract of the register says so."
    PLANNED = "planned", "The plan adds it."


_STATES = tuple(BundleState)
_OF_REGISTER = {LinkageState.OPERATING: BundleState.TODAY, LinkageState.CONTRACTED: BundleState.CONTRACTED}


@dataclass(frozen=True, slots=True)
class Group:
    """One end of bundles.

    Attributes
    ----------
    id : str
        What tells it from others.
    size : int
        How many firms it stands for; put together by waste, how many wastes or facilities.
    """

    id: str
    name: Words
    size: int


@dataclass(frozen=True, slots=True)
class GroupFlow:
    """All flows of one unit and state from one group to another, or within one.

    Attributes
    ----------
    giver : Group
        Who gives.
    taker : Group or None
        Who takes; None today: nobody says by whom; None planned: a market, of what is sold as it is.
    unit : Unit
        What it is counted in.
    state : BundleState
        Whether it exists.
    amount : float
        Per year.
    count : int
        How many flows it holds.
    """

    giver: Group
    taker: Group | None
    unit: Unit
    state: BundleState
    amount: float
    count: int


@dataclass(frozen=True, slots=True)
class SmallerFlows:
    """What the bundles of one unit and state come to that found no room.

    Attributes
    ----------
    unit : Unit
        What it is counted in.
    state : BundleState
        Whether it exists.
    amount : float
        Per year.
    bundles : int
        How many bundles.
    """

    unit: Unit
    state: BundleState
    amount: float
    bundles: int


@dataclass(frozen=True, slots=True)
class ParkBundles:
    """What goes where in a park, put together.

    Attributes
    ----------
    grouping : Grouping
        What is put together.
    planned : bool
        Whether a plan is in it; else flows of today and contracted ones alone.
    firms : int
        How many firms there are.
    streams : int
        How many waste streams there are.
    flows : int
        How many flows were put together.
    bundles : tuple of GroupFlow
        The largest of each unit in turn, each by its share of the largest of its unit.
    smaller : tuple of SmallerFlows
        The rest: with the bundles it is all that flows.
    """

    grouping: Grouping
    planned: bool
    firms: int
    streams: int
    flows: int
    bundles: tuple[GroupFlow, ...]
    smaller: tuple[SmallerFlows, ...]


@dataclass(frozen=True)
class _Lines:
    """Flows as columns; a group that is not known is `NONE`."""

    giver: Ints
    taker: Ints
    unit: Ints
    state: Ints
    amount: Floats


def park_bundles(
    snapshot: Snapshot,
    grouping: Grouping | None = None,
    plan: Plan | None = None,
    most: int = MOST_BUNDLES,
    progress: Callable[[float], bool] | None = None,
) -> ParkBundles:
    """Return what goes between groups of a park.

    Parameters
    ----------
    snapshot : Snapshot
    grouping : Grouping, optional
        By industry if not given, or by waste where all firms are of one industry and area.
    plan : Plan, optional
        Made from the snapshot; its flows are added, and its contracted part stands for that of the register.
    most : int
        The most bundles.
    progress : callable, optional
        Told how far it is, 0 to 1; False gives it up (``CANCELLED``).

    Examples
    --------
    >>> park_bundles(Snapshot.of([])).bundles
    ()
    """
    groups = groups_of(snapshot, grouping or Grouping.INDUSTRY)
    if grouping is None and len(groups.ids) < 2:
        groups = groups_of(snapshot, Grouping.WASTE)
    tell(progress, 0.4)
    parts = [_register(snapshot, groups, with_plan=plan is not None), _nobody_says(snapshot, groups)]
    if plan is not None:
        parts.append(_planned(snapshot, groups, plan))
    tell(progress, 0.8)
    lines = _joined(parts)
    found, smaller = _largest(lines, groups, most)
    return ParkBundles(
        groups.grouping,
        plan is not None,
        snapshot.count("enterprises"),
        snapshot.count("waste_streams"),
        len(lines.amount),
        found,
        smaller,
    )


def _register(snapshot: Snapshot, groups: Groups, with_plan: bool) -> _Lines:
    """Return the linkages that run, and those agreed where no plan holds them."""
    table = snapshot.tables["linkages"]
    state = np.full(len(table), NONE)
    for known, said in _OF_REGISTER.items():
        if said is BundleState.TODAY or not with_plan:
            state[pc.equal(table["state"], known.value).to_numpy()] = _STATES.index(said)
    kept = np.flatnonzero(state != NONE)
    table = table.take(kept)
    stream, giver, taker, port = (
        snapshot.positions(of, table[column].combine_chunks())
        for of, column in (
            ("waste_streams", "stream"),
            ("facilities", "from_facility"),
            ("facilities", "to_facility"),
            ("ports", "port"),
        )
    )
    material = np.where(
        stream != NONE,
        through(snapshot.rows("waste_streams", "material"), stream),
        through(snapshot.rows("ports", "material"), port),
    )
    amount = table["amount"].to_numpy().astype(np.float64)
    ends = _ends(groups, stream, giver), through(groups.of_facility, taker)
    return _open_ends(_Lines(*ends, through(_unit_of_material(snapshot), material), state[kept], amount))


def _nobody_says(snapshot: Snapshot, groups: Groups) -> _Lines:
    """Return what is in use of each stream beyond what the register says to whom."""
    left = snapshot.numbers("waste_streams", "in_use_likely") - named_uses(snapshot)
    rows = np.flatnonzero(left > 1e-9)
    unit = through(_unit_of_material(snapshot), snapshot.rows("waste_streams", "material"))[rows]
    nobody, today = np.full(len(rows), NONE), np.full(len(rows), _STATES.index(BundleState.TODAY))
    return _open_ends(_Lines(groups.of_stream[rows], nobody, unit, today, left[rows]), known_taker=False)


def _planned(snapshot: Snapshot, groups: Groups, plan: Plan) -> _Lines:
    """Return the flows of a plan, what is contracted of each by itself."""
    count = len(plan.flows)
    stream = snapshot.positions("waste_streams", [flow.stream or "" for flow in plan.flows])
    giver = snapshot.positions("facilities", [flow.from_facility or "" for flow in plan.flows])
    taker = snapshot.positions("facilities", [flow.facility for flow in plan.flows])
    unit = np.fromiter((_UNITS.index(flow.unit) for flow in plan.flows), np.int64, count)
    amount = np.fromiter((flow.amount for flow in plan.flows), np.float64, count)
    agreed = np.fromiter((flow.contracted for flow in plan.flows), np.float64, count)
    ends = _ends(groups, stream, giver), through(groups.of_facility, taker)
    lines = [
        _Lines(*ends, unit, np.full(count, _STATES.index(state)), part)
        for state, part in (
            (BundleState.CONTRACTED, np.minimum(agreed, amount)),
            (BundleState.PLANNED, amount - np.minimum(agreed, amount)),
        )
    ]
    # What is sold as it is has a market for its taker, and no facility.
    sold = [outcome for outcome in plan.streams if outcome.outside > 0.0]
    rows = snapshot.positions("waste_streams", [outcome.stream for outcome in sold])
    nobody, planned = np.full(len(sold), NONE), np.full(len(sold), _STATES.index(BundleState.PLANNED))
    of_sold = np.array([_UNITS.index(outcome.unit) for outcome in sold], dtype=np.int64)
    outside = np.array([outcome.outside for outcome in sold], dtype=np.float64)
    to_market = _open_ends(
        _Lines(through(groups.of_stream, rows), nobody, of_sold, planned, outside), known_taker=False
    )
    carried = _open_ends(_joined(lines))
    return _joined([_taken(carried, np.flatnonzero(carried.amount > 0.0)), to_market])


def _joined(parts: Sequence[_Lines]) -> _Lines:
    return _Lines(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in _Lines.__annotations__)
    )


def _largest(
    lines: _Lines, groups: Groups, most: int
) -> tuple[tuple[GroupFlow, ...], tuple[SmallerFlows, ...]]:
    """Return the largest sums of lines between the same ends, and what the others come to."""
    width = len(groups.ids) + 1
    key = ((lines.giver * width + lines.taker + 1) * len(_UNITS) + lines.unit) * len(_STATES) + lines.state
    keys, line_of = np.unique(key, return_inverse=True)
    amount = np.bincount(line_of, lines.amount, len(keys))
    count = np.bincount(line_of, minlength=len(keys))
    rest, state = np.divmod(keys, len(_STATES))
    rest, unit = np.divmod(rest, len(_UNITS))
    giver, taker = np.divmod(rest, width)
    of_unit = np.array([amount[unit == at].max(initial=0.0) for at in range(len(_UNITS))])
    share = amount / np.where(of_unit > 0.0, of_unit, 1.0)[unit]
    order = np.lexsort((keys, -share))

    def group(at: int) -> Group:
        return Group(groups.ids[at], groups.names[at], groups.sizes[at])

    found = tuple(
        GroupFlow(
            group(giver[at]),
            group(taker[at] - 1) if taker[at] else None,
            _UNITS[unit[at]],
            _STATES[state[at]],
            float(amount[at]),
            int(count[at]),
        )
        for at in order[:most]
    )
    left = order[most:]
    smaller = []
    for one, said in np.unique(np.stack([unit[left], state[left]]), axis=1).T.tolist():
        same = left[(unit[left] == one) & (state[left] == said)]
        smaller.append(SmallerFlows(_UNITS[one], _STATES[said], float(amount[same].sum()), len(same)))
    return found, tuple(smaller)


def _ends(groups: Groups, stream: Ints, facility: Ints) -> Ints:
    """Return the group of who gives: of the stream, else of the facility whose output it is."""
    return np.where(stream != NONE, through(groups.of_stream, stream), through(groups.of_facility, facility))


def _open_ends(lines: _Lines, known_taker: bool = True) -> _Lines:
    """Return the lines of which nobody is closed."""
    there = (lines.giver != NONE) & (lines.unit != NONE)
    if known_taker:
        there &= lines.taker != NONE
    return _taken(lines, np.flatnonzero(there))


def _taken(lines: _Lines, rows: Ints) -> _Lines:
    return _Lines(*(getattr(lines, name)[rows] for name in _Lines.__annotations__))


def _unit_of_material(snapshot: Snapshot) -> Ints:
    units = [unit.value for unit in _UNITS]
    return np.array([units.index(unit) for unit in snapshot.strings("materials", "unit")], dtype=np.int64)
