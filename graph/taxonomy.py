"""The one walk up the taxonomy of materials: from a material to its more general kinds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from graph.snapshot import Snapshot


def ancestors(snapshot: Snapshot) -> pd.DataFrame:
    """Return every material with itself and its more general kinds; a walk that comes round ends there.

    Returns
    -------
    DataFrame
        Columns `material`, `ancestor` (ids) and `steps` (0 for itself).

    Examples
    --------
    >>> ancestors(Snapshot.of([])).columns.tolist()
    ['material', 'ancestor', 'steps']
    """
    material = snapshot.strings("materials", "id")
    parent_of = dict(zip(material, snapshot.strings("materials", "kind_of"), strict=True))
    rows: list[tuple[str, str, int]] = []
    for start in material:
        seen: set[str] = set()
        current: Any = start
        while current is not None and current not in seen:
            rows.append((start, current, len(seen)))
            seen.add(current)
            current = parent_of.get(current)
    return pd.DataFrame(rows, columns=["material", "ancestor", "steps"]).astype(
        {"material": object, "ancestor": object, "steps": np.int64}
    )
