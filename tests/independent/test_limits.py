"""One limit against one content, in every pair of bases, density and moisture: both models say the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.vocabulary import Direction, Phase
from tests.build import PARK, analysis, enterprise, limit, material, port, stream, technology
from tests.independent import limits
from tests.independent.product import REFUSED, check_limits
from tests.independent.tables import Tables


@pytest.mark.parametrize("given", ["mg/kg", "mass %", "mass % dry", "g/L", "mg/L"])
@pytest.mark.parametrize("wanted", ["mg/L", "mass %", "mass % dry", "ug/L"])
@pytest.mark.parametrize("phase", [Phase.LIQUID, Phase.SLUDGE])
@pytest.mark.parametrize("density", [None, 1.25])
@pytest.mark.parametrize("moisture", [None, 80.0])
def test_both_models_read_mass_and_volume_alike(
    given: str, wanted: str, phase: Phase, density: float | None, moisture: float | None
) -> None:
    """From a ten-thousandth to ten thousand times the limit, on both sides of every factor between bases."""
    liquor = material("liquor", phase=phase)
    liquor = replace(liquor, density=None if density is None else Range.exact(density))
    contents = {f"s{place:02}": amount for place, amount in enumerate(np.geomspace(1e-4, 1e4, 17).tolist())}
    snapshot = Snapshot.of(
        [
            *(PARK, enterprise("maker"), liquor, technology("t"), port("t", Direction.MAIN_INPUT, "liquor")),
            *(stream(name, "maker", "liquor", 10.0, moisture=moisture) for name in contents),
            limit("t", "Zn", maximum=1.0, basis=wanted),
            *(analysis(name, "Zn", amount, given) for name, amount in contents.items()),
        ]
    )
    tables, into = Tables(snapshot.tables), {"technology": "t", "direction": "in_main"}
    rows, same = snapshot.positions("waste_streams", list(contents)), np.zeros(17, dtype=np.int64)
    own = check_limits(snapshot, rows, same + snapshot.positions("materials", ["liquor"]), same)
    # The other model's rows are of a wet tonne.
    weight = 0.2 if moisture is not None and wanted == "mass % dry" else 1.0
    for place, name in enumerate(contents):
        (other,) = limits.checks(tables, tables["waste_streams"][name], "liquor", into, None)
        assert other.refused == (own.verdict[place] == REFUSED)
        assert other.counts == bool(own.mixes[place])
        if other.counts:
            assert other.over == pytest.approx(weight * (own.reckoned[place] - 1.0))
