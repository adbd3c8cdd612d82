"""What is free: the part of a stream that no use takes today, and the part of a facility that nothing fills.

Suggestions and plans take both from here, so that neither offers what operating linkages already use.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from graph.matching.gates.conveyance import arriving, conveyances, road
from graph.model import Weight
from graph.snapshot import Snapshot
from graph.vocabulary import Direction, LinkageState


def free_supply(snapshot: Snapshot) -> NDArray[np.float64]:
    """Return what each stream has left beside its uses of today, per year, by row of the streams."""
    supply = snapshot.numbers("waste_streams", "supply_likely")
    return np.maximum(supply - snapshot.numbers("waste_streams", "in_use_likely"), 0.0)


def operating_linkages(snapshot: Snapshot) -> pa.Table:
    """Return the linkages of the register that run today."""
    linkages = snapshot.tables["linkages"]
    return linkages.filter(pc.equal(linkages["state"], LinkageState.OPERATING.value))


def operating_arrivals(snapshot: Snapshot) -> NDArray[np.float64]:
    """Return what arrives of each operating linkage, per year.

    Its amount is what leaves; a pipe loses some of it.
    """
    linkages = operating_linkages(snapshot)
    amounts: NDArray[np.float64] = linkages["amount"].to_numpy(zero_copy_only=False).astype(np.float64)
    detour = next((row.value for row in snapshot.all(Weight) if row.id == "constant.detour"), None)
    if not len(amounts) or detour is None:
        return amounts

    def named(table: str, column: str, rows: NDArray[np.int64]) -> NDArray[np.object_]:
        return np.append(snapshot.strings(table, column), "")[rows]

    stream, giver, taker, port = (
        snapshot.positions(table, linkages[column].combine_chunks())
        for table, column in (
            ("waste_streams", "stream"),
            ("facilities", "from_facility"),
            ("facilities", "to_facility"),
            ("ports", "port"),
        )
    )
    # Of what a facility hands on nobody says more than through which port it goes.
    given = stream >= 0
    what = np.where(given, named("waste_streams", "material", stream), named("ports", "material", port))
    owner = np.where(
        given, named("waste_streams", "enterprise", stream), named("facilities", "enterprise", giver)
    )
    material = snapshot.positions("materials", what.tolist())
    ends = [
        snapshot.positions("enterprises", names.tolist())
        for names in (owner, named("facilities", "enterprise", taker))
    ]
    known = (material >= 0) & (ends[0] >= 0) & (ends[1] >= 0)
    arrives = np.ones(len(amounts))
    distance = road(snapshot, ends[0][known], ends[1][known], detour)
    arrives[known] = arriving(conveyances(snapshot).loss[material[known]], distance)
    arrived: NDArray[np.float64] = amounts * arrives
    return arrived


def running_input(snapshot: Snapshot) -> NDArray[np.float64]:
    """Return the main input that operating linkages bring each facility, per year, by row of the facilities.

    It is what arrives of the baseline that `in_use` takes off the streams.
    """
    brought = np.zeros(snapshot.count("facilities"))
    operating = operating_linkages(snapshot)
    if not operating.num_rows:
        return brought
    port = snapshot.positions("ports", operating["port"].combine_chunks())
    facility = snapshot.positions("facilities", operating["to_facility"].combine_chunks())
    main = (snapshot.strings("ports", "direction")[port] == Direction.MAIN_INPUT.value) & (port >= 0)
    counted = np.flatnonzero(main & (facility >= 0))
    np.add.at(brought, facility[counted], operating_arrivals(snapshot)[counted])
    return brought


def free_capacity(snapshot: Snapshot) -> NDArray[np.float64]:
    """Return what each facility can take beside its operating linkages; NaN where its capacity is not known.

    Of main input per year, by row of the facilities. A plant of 180 t that takes 100 t today has 80 t free.
    """
    return np.maximum(snapshot.numbers("facilities", "capacity_likely") - running_input(snapshot), 0.0)
