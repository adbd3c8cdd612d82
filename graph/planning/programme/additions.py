"""What is added to main inputs, at limits of the products that are made of both.

A product holds what the main input brings and what is added to it. Where both are known in the basis of a
limit of its own recipe, of the whole as received, their sum stays within it; what nobody knows counts nothing
here, and matching shows it as unverified.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from graph.matching.gates import Step
from graph.planning.programme.columns import Column, Layout
from graph.planning.programme.rows import Additions


def additions_of(layout: Layout) -> Additions | None:
    """Return what inputs bring into products where something added is known to bring some; None: nothing."""
    flows = layout.flows
    most = layout.snapshot.numbers("limits", "maximum")
    product = layout.snapshot.tables["limits"]["material"].to_pylist()
    sold = _sold(layout)
    brings = {column: _brings(layout, column) for column in flows.auxiliary().tolist()}
    capped = {
        (int(flows.site[column]), limit)
        for column, held in brings.items()
        for limit, value in held.items()
        if value > 0.0
    }
    sites = {site for site, _ in capped}
    entries: list[tuple[int, int, float]] = []
    for column, held in brings.items():
        site = int(flows.site[column])
        entries += [(column, limit, value) for limit, value in held.items() if (site, limit) in capped]
    for column in flows.feeding.tolist():
        site = int(flows.site[column])
        if site in sites:
            held, campaign = _brings(layout, column), int(flows.campaign[column])
            entries += [
                (column, limit, held.get(limit, 0.0) - float(most[limit]))
                for where, limit in sorted(capped)
                if where == site and (campaign, product[limit]) in sold
            ]
    if not entries:
        return None
    columns, limits, values = zip(*entries, strict=True)
    return Additions(
        np.array(columns, dtype=np.int64),
        np.array(limits, dtype=np.int64),
        np.array(values, dtype=np.float64),
    )


def _sold(layout: Layout) -> set[tuple[int, str]]:
    """Return the products that each campaign may sell: what of the others becomes is disposed of anyway."""
    made = layout.outputs
    names = layout.snapshot.strings("materials", "id")[made.material].tolist()
    return {
        (campaign, name)
        for campaign, name, off in zip(made.campaign.tolist(), names, made.off.tolist(), strict=True)
        if not off
    }


def _brings(layout: Layout, column: int) -> Mapping[int, float]:
    """Return what a unit of a column brings into products of its taker, by limit (row), where known."""
    flows, origins = layout.flows, layout.origins
    taker = layout.text("technologies", "id", layout.sites.technology_row[flows.site[column]])
    if flows.kind[column] == Column.DIVERT:
        stream = layout.text("waste_streams", "id", flows.stream[column])
        return origins.brought(taker, frozenset((stream,)))
    site, campaign = (part[flows.output[column]] for part in (layout.outputs.site, layout.outputs.campaign))
    giver = layout.text("technologies", "id", layout.sites.technology_row[site])
    number = int(layout.campaigns.number[campaign])
    step = Step(
        giver, layout.text("materials", "id", flows.material[column]), taker, bool(flows.main[column])
    )
    return origins.handed.get((giver, number), {}).get(step, {})
