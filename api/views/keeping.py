"""What of the computed answers stays true when the graph changes: each goes only with what it was made of.

A linkage that somebody was rung up about changes no suggestion and no plan; one that starts to run fills a
facility and changes both.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from graph.snapshot import Snapshot
from graph.tables import TABLES, table_of
from graph.vocabulary import LinkageState

#: What a change of a linkage's state writes.
_REGISTER = frozenset({"linkages", "linkage_events"})
#: Linkages of these states take room that suggestions offer.
_MATCHED = (LinkageState.OPERATING,)
#: Linkages of these states bind a plan; the odds of the others only move its spread.
_PLANNED = (LinkageState.OPERATING, LinkageState.CONTRACTED, LinkageState.REJECTED)
#: What a view keeps that goes with the plan.
_OF_PLANS = (
    "plan",
    "technical_potential",
    "front",
    "abatement",
    "roadmap",
    "indicators",
    "resilience",
    "fair_split",
)
#: Columns of a linkage that nothing is computed from.
_ASIDE = ("version", "note")


@dataclass(frozen=True, slots=True)
class Kept:
    """What stays true.

    Attributes
    ----------
    tables : frozenset of str
        Tables that hold other rows than before.
    library : bool
        Readings of words, cold starts and pathways.
    suggestions, plans, spreads : bool
    """

    tables: frozenset[str]
    library: bool
    suggestions: bool
    plans: bool
    spreads: bool

    def holds(self, key: Hashable) -> bool:
        """Return whether what a view keeps under a key is true of the changed data too."""
        name = key[0] if isinstance(key, tuple) else key
        if name in ("all", "pointing", "rows"):
            assert isinstance(key, tuple)
            return table_of(key[1]).name not in self.tables
        if name in ("reader", "cold start", "pathways"):
            return self.library
        if name == "ranking":
            return self.suggestions
        if name in _OF_PLANS:
            return self.plans
        return name == "uncertainty" and self.spreads


def kept_over(before: Snapshot, after: Snapshot) -> Kept:
    """Return what stays true of what was computed from `before`.

    Examples
    --------
    >>> kept_over(Snapshot.of([]), Snapshot.of([])).plans
    True
    """
    tables = frozenset(name for name in TABLES if not before.tables[name].equals(after.tables[name]))
    library = tables <= _REGISTER
    plans = library and _equal(before, after, _PLANNED)
    return Kept(
        tables,
        library,
        library and _equal(before, after, _MATCHED),
        plans,
        plans and _equal(before, after, tuple(LinkageState)),
    )


def sharing(before: Snapshot, after: Snapshot) -> Snapshot:
    """Return `after` with the objects of the tables that did not change, so that they are not built again."""
    changed = kept_over(before, after).tables
    return before.replacing({name: after.tables[name] for name in changed}) if changed else before


def _equal(before: Snapshot, after: Snapshot, states: Collection[LinkageState]) -> bool:
    return bool(_binding(before, states).equals(_binding(after, states)))


def _binding(snapshot: Snapshot, states: Collection[LinkageState]) -> pa.Table:
    table = snapshot.tables["linkages"]
    wanted = pc.is_in(table["state"], value_set=pa.array([state.value for state in states]))
    return table.filter(wanted).drop_columns(list(_ASIDE))
