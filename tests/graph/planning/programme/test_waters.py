"""Waters of several donors meet the limits of their user together: TDS, chloride and COD by volume."""

from __future__ import annotations

import pytest

from graph.planning import make_plan
from graph.vocabulary import Phase, Unit
from tests.build import analysis, facility, limit, material, park_of, recipe, stream


def water(name: str, amount: float, tds: float, chloride: float, cod: float) -> list[object]:
    contents = {"TDS": tds, "Cl": chloride, "COD": cod}
    analysed = [analysis(name, component, found, "mg/L") for component, found in contents.items()]
    return [stream(name, "maker", "effluent", amount), *analysed]


def test_three_waters_cool_as_far_as_salt_and_cod_make_each_other_good() -> None:
    """All 100 m3 of the good one; x of the dirty and y of the salty one are bound by

    TDS: 100 x 500 + 400 x = 400 y, and COD: 100 x 30 + 20 y = 140 x, so x = 45.83 and y = x + 125 = 170.83.
    """
    user = [
        *(material(name, phase=Phase.LIQUID, unit=Unit.CUBIC_METRE) for name in ("effluent", "makeup")),
        recipe("cool", "effluent", "makeup", 0.95),
        facility("c", "user", "cool", 1000.0),
        limit("cool", "TDS", maximum=1000.0, basis="mg/L"),
        limit("cool", "Cl", maximum=250.0, basis="mg/L"),
        limit("cool", "COD", maximum=60.0, basis="mg/L"),
    ]
    waters = [
        *water("good", 100.0, 500.0, 100.0, 30.0),
        *water("salty", 300.0, 1400.0, 200.0, 40.0),
        *water("dirty", 50.0, 600.0, 100.0, 200.0),
    ]
    plan = make_plan(park_of(*user, *waters))
    taken = {str(flow.stream): flow.amount for flow in plan.flows}
    assert taken == pytest.approx({"good": 100.0, "salty": 125.0 + 5500.0 / 120.0, "dirty": 5500.0 / 120.0})
