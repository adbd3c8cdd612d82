"""What facilities hand on to each other that somebody would otherwise have to get rid of.

A residue that nobody priced costs no less than what it was made from (`graph.value.disposal`). Along a chain
that is said from step to step: what the last one leaves costs no less than what the first one would have
left.
"""

from __future__ import annotations

from collections.abc import Set

import numpy as np
from numpy.typing import NDArray

from graph.planning.programme.layout import Column, Layout
from graph.planning.solver import Ints
from graph.recipes import steps_from
from graph.value.disposal import Handed, dearest
from graph.value.worth import ValueBook
from graph.vocabulary import Unit


def handed_on(
    layout: Layout, values: ValueBook, absent: frozenset[str] = frozenset()
) -> tuple[Ints, list[tuple[Handed, ...]]]:
    """Return what is handed on to main inputs, the dearest in each unit.

    Parameters
    ----------
    layout : Layout
    values : ValueBook
    absent : frozenset of str
        Facilities that hand on nothing, because they are not there.

    Returns
    -------
    which : int array
        Place in `kinds`, by site.
    kinds : list of tuple of Handed
        The first is nothing.
    """
    flows, made, sites = layout.flows, layout.outputs, layout.sites
    passing = flows.where(Column.TRANSFER)
    passing = passing[flows.main[passing]]
    # What cannot be got rid of but by handing it on or selling it saves nobody anything.
    columns = passing[np.isin(flows.output[passing], flows.output[flows.where(Column.DISPOSE)])]
    ways = np.unique(np.stack([flows.output[columns], flows.site[columns]]), axis=1).T.tolist()
    fed = _fed(layout, passing, np.isin(sites.facility.astype(str), list(absent)))
    ways = [(output, taker) for output, taker in ways if made.site[output] in fed]
    material, technology = (layout.snapshot.strings(table, "id") for table in ("materials", "technologies"))
    zone = values.factors.zones.of_enterprise[sites.enterprise_row]
    arriving: dict[int, tuple[Handed, ...]] = {}
    changed = True
    while changed:
        changed = False
        for output, taker in ways:
            site = int(made.site[output])
            given = values.disposals.handed(
                str(material[made.material[output]]),
                int(zone[site]),
                str(technology[sites.technology_row[site]]),
                arriving.get(site, ()),
            )
            before = arriving.get(taker, ())
            arriving[taker] = _dearest_in_each_unit((*before, given))
            changed = changed or arriving[taker] != before
    kinds: dict[tuple[Handed, ...], int] = {(): 0}
    which = np.zeros(len(sites), dtype=np.int64)
    for site, handed in arriving.items():
        which[site] = kinds.setdefault(handed, len(kinds))
    return which, list(kinds)


def _fed(layout: Layout, passing: Ints, absent: NDArray[np.bool_]) -> Set[int]:
    """Return the sites that a stream can reach: who is fed nothing hands nothing on."""
    flows, onward = layout.flows, dict[int, list[int]]()
    passing = passing[~absent[layout.source(passing)] & ~absent[flows.site[passing]]]
    for giver, taker in zip(layout.source(passing).tolist(), flows.site[passing].tolist(), strict=True):
        onward.setdefault(giver, []).append(taker)
    brought = flows.where(Column.DIVERT)
    brought = brought[flows.main[brought] & ~absent[flows.site[brought]]]
    return steps_from(flows.site[brought].tolist(), onward).keys()


def _dearest_in_each_unit(handed: tuple[Handed, ...]) -> tuple[Handed, ...]:
    alike = {unit: [one for one in handed if one.unit is unit] for unit in Unit}
    return tuple(
        Handed(unit, dearest(one.fee for one in some), dearest(one.emitted for one in some))
        for unit, some in alike.items()
        if some
    )
