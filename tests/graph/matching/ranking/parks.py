"""Random parks with everything that a real one lacks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pyarrow as pa

from graph.model import TransportRate
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.vocabulary import Hazard, OperatingState, PriceKind, RowId, TransferDuty, Unit
from tests.build import (
    ESTIMATE,
    PARK,
    WEIGHTS,
    analysis,
    conveyance,
    directed_use,
    enterprise,
    facility,
    limit,
    market,
    material,
    park,
    price,
    recipe,
    standard,
    stream,
    transfer_rule,
)

RULES = (
    transfer_rule("permit", TransferDuty.PERMIT, hazard=Hazard.HAZARDOUS),
    transfer_rule("ban", TransferDuty.BAN, material="d", origin="53", destination="52"),
)
STANDARDS = (standard("old", end=date(2026, 6, 30), replaced_by="new"), standard("new"))


def rate(
    name: str, cargo: str, cost: float | None, unit: str, low: float | None, high: float | None
) -> TransportRate:
    amount = None if cost is None else Range.exact(cost)
    co2, payload = (0.078, 30.0) if cost is None else (None, None)
    return TransportRate(
        id=RowId(name),
        mode=name,
        cargo=cargo,
        payload=payload,
        from_km=low,
        to_km=high,
        cost=amount,
        unit=unit,
        co2=co2,
        evidence=ESTIMATE,
    )


def random_park(seed: int) -> Snapshot:
    """60 streams, 25 facilities, with everything a real park lacks: positions, capacities, analyses."""
    random = np.random.default_rng(seed)
    names = ["a", "b", "c", "d", "e"]
    parks = ["park", "guizhou", "nowhere"]
    parts: list[object] = [PARK, park("guizhou", "520100"), park("nowhere"), *WEIGHTS, *RULES, *STANDARDS]
    # What is counted in m3 goes by pipe.
    parts += [material("a"), material("b", "a"), material("e", unit=Unit.CUBIC_METRE)]
    parts += [conveyance("e", 20.0, 70.0, drop=0.5, loss=0.008)]
    parts += [material(name, hazard=Hazard.HAZARDOUS, hw_codes=("HW08",)) for name in ("c", "d")]
    for number in range(6):
        given, made = random.choice(5, 2, replace=False)
        helper = int(random.integers(5))
        auxiliary = [(names[helper], 0.3)] if helper != given else []
        ratio, trl = float(random.uniform(0.3, 2.0)), int(random.integers(4, 10))
        parts += recipe(f"t{number}", names[given], names[made], ratio, auxiliary=auxiliary, trl=trl)
        parts.append(limit(f"t{number}", "Cl", maximum=1.0))
        parts.append(limit(f"t{number}", "temperature", minimum=40.0, basis="degC", material="e"))
        parts.append(limit(f"t{number}", "free-water", maximum=15.0, basis="mass % wet", standard="old"))
    for number in range(20):
        known = random.random() > 0.15
        lat, lon = 24.0 + 2.0 * random.random(), 102.0 + 2.0 * random.random()
        licences = (("HW08",), ("HW49",), ())[random.integers(3)]
        where = parks[random.integers(3)]
        place = (lat, lon) if known else (None, None)
        rail, quay = (None if number % 3 == 0 else 2.0 * (number % 2), None if number % 4 == 0 else 0.5)
        firm = enterprise(f"e{number}", *place, licences=licences, park=where)
        parts.append(replace(firm, rail_km=rail, river_km=quay, river=("Jinsha", "Pearl")[number % 7 == 0]))
    for number in range(60):
        where, what = f"e{random.integers(20)}", names[random.integers(5)]
        wet = float(random.integers(3)) * 10.0
        parts.append(stream(f"s{number}", where, what, float(random.lognormal(5.0)), moisture=wet or None))
        if random.random() < 0.4:
            parts.append(analysis(f"s{number}", "Cl", float(random.uniform(0.0, 1.5))))
        if what == "e":
            parts.append(analysis(f"s{number}", "temperature", float(random.uniform(35.0, 70.0)), "degC"))
    for number in range(25):
        where, how = f"e{random.integers(20)}", f"t{random.integers(6)}"
        capacity = float(random.lognormal(5.0)) if random.random() > 0.1 else None
        radius = 80.0 if random.random() < 0.3 else None
        state = OperatingState.PLANNED if random.random() < 0.2 else OperatingState.OPERATING
        parts.append(facility(f"f{number}", where, how, capacity, radius=radius, state=state))
    parts += [
        rate("near", "bulk", 0.8, "CNY/t-km", None, 30.0),
        rate("far", "bulk", 0.45, "CNY/t-km", 30.0, 90.0),
        rate("loading", "loading-bulk", 6.0, "CNY/t", None, None),
        rate("lorry", "other", None, "", None, None),
        *(
            replace(rate(name, name, cost, "CNY/t-km", since, None), co2=0.01)
            for name, cost, since in (("rail-bulk", 0.2, 25.0), ("ship-inland-bulk", 0.05, None))
        ),
        rate("pipe-water", "pipe-water", 0.3, "CNY/m3-km", None, None),
        rate("loading-ship", "loading-ship", 4.0, "CNY/t", None, None),
        rate("detour-river", "detour-river", 2.0, "ratio", None, None),
        replace(rate("hills", "bulk", 1.3, "CNY/t-km", None, 60.0), place="Guizhou"),
        *(price(name, 20.0 * number - 30.0) for number, name in enumerate(names)),
        *(price(name, 9.0 * number, kind=PriceKind.DISPOSAL) for number, name in enumerate("abd")),
        # In one place somebody buys what the pipe loses some of.
        market("e-there", "e", 50.0, price=5.0, waste=True, place="guizhou"),
        replace(price("b", 70.0), id=RowId("b-there"), place="guizhou"),
        replace(price("a", 40.0, kind=PriceKind.DISPOSAL), id=RowId("a-here"), place="530181"),
    ]
    parts += [
        directed_use(f"e{giver}", f"e{taker}", "c") for giver in range(0, 20, 2) for taker in range(0, 20, 3)
    ]
    parts += [directed_use(None, f"e{taker}", codes=("900-249-08",)) for taker in range(1, 20, 4)]
    return Snapshot.of(parts)


def seasonal_park(seed: int) -> Snapshot:
    """The same park with what cannot be stored, given and taken in some months more than in others."""
    random, park = np.random.default_rng((seed, 12)), random_park(seed)
    materials = park.tables["materials"]
    at = materials.schema.get_field_index("phase")
    phases = pa.array(["liquid" if name in "abe" else "solid" for name in materials["id"].to_pylist()])
    tables = {"materials": materials.set_column(at, materials.schema.field(at), phases)}
    for name in ("waste_streams", "facilities"):
        table, shares = park.tables[name], []
        for _ in range(table.num_rows):
            weight = random.dirichlet(np.full(12, 2.0)) * (random.random(12) < 0.5)
            shares.append((weight / weight.sum()).tolist() if weight.any() and random.random() < 0.6 else [])
        at = table.schema.get_field_index("monthly")
        field = table.schema.field(at)
        tables[name] = table.set_column(at, field, pa.array(shares, type=field.type))
    return park.replacing(tables)
