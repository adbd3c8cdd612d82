"""Waters of several donors meet the limits of their user together: TDS, chloride and COD by volume."""

from __future__ import annotations

import pytest

from graph.matching import GateName, MatchOptions, suggest
from graph.model import ComponentFate
from graph.planning import Objective, PlanOptions, make_plan
from graph.planning.allocation import pose
from graph.planning.programme import Column
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.vocabulary import MaterialId, Phase, RowId, TechnologyId, Unit
from tests.build import ESTIMATE, analysis, facility, limit, material, park_of, price, recipe, stream


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


LIMITS = {
    "boil": {"TDS": 500.0},
    "cool": {"TDS": 1000.0, "Cl": 250.0, "COD": 60.0},
    "rinse": {"TDS": 2500.0, "Cl": 600.0, "COD": 150.0},
    "quench": {"Cl": 1000.0},
}
#: Air takes out six tenths of the COD and none of the salt; a cooling tower concentrates it four times.
FATES = (
    *(
        ("aerate", "clear", component, factor)
        for component, factor in (("TDS", 1.0), ("Cl", 1.0), ("COD", 0.4))
    ),
    *(("cool", "blowdown", component, 4.0) for component in ("TDS", "Cl", "COD")),
)


def works(tds: float, chloride: float, cod: float, *, traced: bool = True) -> Snapshot:
    """100 m3 of effluent, a basin that aerates it, and a boiler, a tower, a rinse and a slag pit.

    Treated effluent and the blowdown of the tower are water to all of them.
    """
    fates = [
        ComponentFate(
            id=RowId(f"{technology}:{component}"),
            technology=TechnologyId(technology),
            material=MaterialId(output),
            component=component,
            factor=Range.exact(factor),
            evidence=ESTIMATE,
        )
        for technology, output, component, factor in FATES
    ]
    liquid = {"phase": Phase.LIQUID, "unit": Unit.CUBIC_METRE}
    return park_of(
        material("water", **liquid),
        *(material(name, "water", **liquid) for name in ("effluent", "clear", "blowdown")),
        *(material(name, **liquid) for name in ("steam", "vapour", "rinsed", "granulated")),
        *water("donor", 100.0, tds, chloride, cod),
        recipe("aerate", "effluent", "clear"),
        recipe("boil", "water", "steam"),
        recipe("cool", "water", "vapour", 0.75, residue=("blowdown", 0.25)),
        recipe("rinse", "water", "rinsed"),
        recipe("quench", "water", "granulated"),
        *(
            limit(user, component, maximum=most, basis="mg/L")
            for user, bounds in LIMITS.items()
            for component, most in bounds.items()
        ),
        facility("basin", "maker", "aerate", 1000.0),
        facility("boiler", "user", "boil", 1000.0),
        facility("tower", "user", "cool", 80.0),
        facility("bath", "user", "rinse", 10.0),
        facility("pit", "user", "quench", 12.0),
        price("vapour", 10.0, unit="CNY/m3"),
        *(fates if traced else ()),
    )


def flows(snapshot: Snapshot) -> dict[tuple[str, str], float]:
    plan = make_plan(snapshot, PlanOptions(objective=Objective.BENEFIT))
    return {(str(flow.stream or flow.from_facility), str(flow.facility)): flow.amount for flow in plan.flows}


def test_each_water_goes_where_every_one_of_its_limits_holds() -> None:
    """TDS 800, Cl 200, COD 120: to the rinse and the pit as it is; to the tower with COD 48 after air.

    80 m3 leave 20 m3 of blowdown of TDS 3,200, Cl 800, COD 192: too salt for the rinse, not for the pit.
    """
    found = flows(works(800.0, 200.0, 120.0))
    assert found["basin", "tower"] == pytest.approx(80.0)
    assert ("donor", "tower") not in found
    assert ("tower", "bath") not in found
    assert ("donor", "boiler") not in found
    assert ("basin", "boiler") not in found
    assert found.get(("donor", "bath"), 0.0) + found.get(("basin", "bath"), 0.0) <= 10.0


def test_a_milder_water_is_used_three_times() -> None:
    """TDS 600, Cl 140, COD 80: air leaves 32, the tower 2,400, 560 and 128, which the rinse takes too."""
    mild = make_plan(works(600.0, 140.0, 80.0), PlanOptions(objective=Objective.TONNES))
    columns = pose(works(600.0, 140.0, 80.0)).programme.layout
    ways = {str(columns.ends(int(at)).facility) for at in columns.flows.where(Column.TRANSFER)}
    assert {"tower", "bath", "pit"} <= ways
    handed = {
        str(columns.ends(int(at)).facility)
        for at in columns.flows.where(Column.TRANSFER)
        if columns.ends(int(at)).from_facility == "tower"
    }
    assert handed == {"bath", "pit"}
    assert mild.total(Unit.CUBIC_METRE).net == pytest.approx(100.0)


def test_a_basin_that_nobody_traced_cleans_nothing() -> None:
    """Without a row that says that air takes out COD, 120 mg/L stay 120 mg/L."""
    found = flows(works(800.0, 200.0, 120.0, traced=False))
    assert ("basin", "tower") not in found


def test_matching_names_the_limit_of_each_user() -> None:
    found = suggest(works(800.0, 200.0, 120.0), MatchOptions(top=0))
    refused = {str(pair.facility): pair.gates for pair in found.refusals}
    assert set(refused) == {"boiler", "tower"}
    (boiler,) = (gate for gate in refused["boiler"] if gate.gate is GateName.COMPOSITION)
    assert "TDS" in str(boiler)
    assert {str(pair.facility) for pair in found.items} == {"basin", "bath", "pit"}
