"""What is free: the part of a stream that no use takes today, and the part of a facility that nothing fills.

Suggestions and plans take both from here, so that neither offers what operating linkages already use.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

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


def running_input(snapshot: Snapshot) -> NDArray[np.float64]:
    """Return the main input that operating linkages bring each facility, per year, by row of the facilities.

    It is the baseline that `in_use` takes off the streams.
    """
    brought = np.zeros(snapshot.count("facilities"))
    operating = operating_linkages(snapshot)
    if not operating.num_rows:
        return brought
    port = snapshot.positions("ports", operating["port"].combine_chunks())
    facility = snapshot.positions("facilities", operating["to_facility"].combine_chunks())
    main = (snapshot.strings("ports", "direction")[port] == Direction.MAIN_INPUT.value) & (port >= 0)
    counted = np.flatnonzero(main & (facility >= 0))
    amounts = operating["amount"].to_numpy(zero_copy_only=False).astype(np.float64)
    np.add.at(brought, facility[counted], amounts[counted])
    return brought


def free_capacity(snapshot: Snapshot) -> NDArray[np.float64]:
    """Return what each facility can take beside its operating linkages; NaN where its capacity is not known.

    Of main input per year, by row of the facilities. A plant of 180 t that takes 100 t today has 80 t free.
    """
    return np.maximum(snapshot.numbers("facilities", "capacity_likely") - running_input(snapshot), 0.0)
