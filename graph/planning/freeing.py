"""What works that stop leave to others in the markets they served: a changed graph with rows that say so.

A market's row says which share of its demand is served, the park's own sales of today among it. In a graph
of which some works are gone nobody can see any more what they sold, so that is found in the one before.
"""

from __future__ import annotations

from dataclasses import replace

from graph.model import Market
from graph.planning.allocation import pose
from graph.planning.options import PlanOptions
from graph.planning.programme import served_today
from graph.snapshot import Snapshot, records_of


def freed(before: Snapshot, after: Snapshot, options: PlanOptions | None = None) -> Snapshot:
    """Return a changed graph in whose markets what its works no longer sell today is room.

    What others sell there stays. A market that the change itself speaks of stays as it has it, and one in
    which more is sold than before is served with that anyway.

    Parameters
    ----------
    before, after : Snapshot
        The graph as it stands, and as a scenario has it.
    options : PlanOptions, optional
        Their day and radius decide where what is in use goes today.

    Examples
    --------
    >>> park = Snapshot.of([])
    >>> freed(park, park) is park
    True
    """
    flowing = ("enterprises", "facilities", "waste_streams", "linkages")
    if all(before.tables[name] is after.tables[name] for name in flowing):
        return after
    options = options or PlanOptions()
    was = pose(before, options).today.sold
    if not was:
        return after
    own, said = pose(after, options).today.sold, before.by_id(Market)
    rows = []
    for market in after.all(Market):
        sold, left = was.get(str(market.id), 0.0), own.get(str(market.id), 0.0)
        if left < sold and said.get(market.id) == market:
            found = served_today(market, left, options, sold)
            # A sink is filled by what is still sold there when that is planned.
            rows.append(replace(found, total=market.total))
    return after.with_records(records_of(rows)) if rows else after
