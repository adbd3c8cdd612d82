"""Random small parks by seed: every rule of the plan has a part in some of them.

Who buys is drawn in `tests.independent.outlets`, what things cost in `tests.independent.sheets`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from graph.evidence import Evidence, Grade
from graph.model import ComponentFate, Facility, Limit, Material, Price, TransportRate, WasteStream
from graph.ranges import Range
from graph.vocabulary import (
    Direction,
    FactorKind,
    Hazard,
    LinkageState,
    MaterialId,
    MaterialStatus,
    OperatingState,
    Phase,
    PriceKind,
    RowId,
    TechnologyId,
    TransferDuty,
    Unit,
)
from tests.build import (
    ESTIMATE,
    PARK,
    WEIGHTS,
    analysis,
    conveyance,
    emission_factor,
    enterprise,
    facility,
    limit,
    linkage,
    material,
    park,
    port,
    price,
    stream,
    target,
    technology,
    transfer_rule,
)
from tests.independent.bases import on_bases
from tests.independent.carriers import reached
from tests.independent.draw import Draw
from tests.independent.outlets import buying_in_season, exemptions, markets
from tests.independent.product import Snapshot
from tests.independent.programme import Programme
from tests.independent.sheets import cost_sheets
from tests.independent.solving import best
from tests.independent.tables import Tables

MATERIALS = (
    material("slag"),
    material("hot-slag", "slag"),
    material("ground-slag", "slag"),
    material("gypsum"),
    material("wet-gypsum", "gypsum", phase=Phase.SLUDGE),
    material("mud", phase=Phase.SLUDGE),
    material("acid", phase=Phase.LIQUID),
    material("oil", phase=Phase.LIQUID, hazard=Hazard.HAZARDOUS, hw_codes=("HW08",)),
    material("water", phase=Phase.LIQUID, unit=Unit.CUBIC_METRE),
    material("steam", phase=Phase.HEAT, unit=Unit.GIGAJOULE),
    replace(
        material("clean-water", phase=Phase.LIQUID, unit=Unit.CUBIC_METRE),
        density=Range.exact(1.2),
        density_grade=Grade.TEXTBOOK,
    ),
    material("cement"),
    material("clinker"),
    material("plaster"),
    material("brick"),
    material("salt"),
    material("fuel", phase=Phase.LIQUID),
    material("warmth", phase=Phase.HEAT, unit=Unit.GIGAJOULE),
)
WASTES = ("slag", "hot-slag", "gypsum", "wet-gypsum", "mud", "acid", "oil", "water", "steam")
_MAIN, _BESIDE = Direction.MAIN_INPUT, Direction.AUXILIARY_INPUT
_PRODUCT, _RESIDUE = Direction.PRODUCT, Direction.RESIDUE
#: By technology: what goes in and out for a unit of main input, and what its product stands for.
RECIPES: dict[str, tuple[tuple[Any, ...], tuple[str, float] | None]] = {
    "mill": (((_MAIN, "slag", 1.0), (_PRODUCT, "cement", 0.9), (_BESIDE, "gypsum", 0.1)), ("clinker", 0.8)),
    "sort": (((_MAIN, "slag", 1.0), (_PRODUCT, "ground-slag", 0.8), (_RESIDUE, "mud", 0.15)), None),
    "kiln": (
        (
            (_MAIN, "gypsum", 1.0),
            (_MAIN, "ground-slag", 1.0),
            (_PRODUCT, "clinker", 0.5),
            (_PRODUCT, "acid", 0.6),
            (_RESIDUE, "slag", 0.2),
        ),
        ("plaster", 0.7),
    ),
    "press": (
        ((_MAIN, "mud", 1.0), (_PRODUCT, "brick", 0.7), (_BESIDE, "ground-slag", 0.3)),
        ("cement", 0.2),
    ),
    "neutralise": (
        (
            (_MAIN, "acid", 1.0),
            (_PRODUCT, "salt", 0.4),
            (_RESIDUE, "wet-gypsum", 0.5),
            (_BESIDE, "slag", 0.25),
        ),
        ("salt", 0.4),
    ),
    "burn": (((_MAIN, "oil", 1.0), (_PRODUCT, "warmth", 30.0), (_RESIDUE, "slag", 0.05)), ("warmth", 25.0)),
    "distil": (((_MAIN, "oil", 1.0), (_PRODUCT, "fuel", 0.6), (_PRODUCT, "salt", 0.1)), ("fuel", 0.5)),
    "filter": (((_MAIN, "water", 1.0), (_PRODUCT, "clean-water", 0.9), (_RESIDUE, "mud", 0.02)), None),
    "exchange": (((_MAIN, "steam", 1.0), (_PRODUCT, "warmth", 0.8)), ("fuel", 0.02)),
}
#: Classes of disposal, and the units that something of each is counted in.
_DISPOSAL = (
    (PriceKind.DISPOSAL_GENERAL, "CNY/t"),
    (PriceKind.DISPOSAL_HAZARDOUS, "CNY/t"),
    (PriceKind.DISPOSAL_LIQUID, "CNY/t"),
    (PriceKind.DISPOSAL_LIQUID, "CNY/m3"),
    (PriceKind.DISPOSAL_AIR, "CNY/GJ"),
)
#: Components that are followed through a treatment, into one of its outputs.
_FATES = (
    ("sort", "ground-slag", "Cl"),
    ("sort", "mud", "Cl"),
    ("kiln", "slag", "Cl"),
    ("kiln", "acid", "Cl"),
    ("burn", "slag", "Cl"),
    ("neutralise", "wet-gypsum", "SO3"),
    ("incinerate", "slag", "Cl"),
)
_PLACES = ((24.95, 102.38), (24.95, 102.38), (25.1, 102.6), (24.2, 101.9), (None, None))
#: The largest contract or running linkage of a park.
_MOST_AGREED = 6.0
_GRADES = (Grade.OFFICIAL, Grade.JOURNAL, Grade.TRADE, Grade.TEXTBOOK, Grade.ESTIMATE)


def random_park(
    seed: int,
    *,
    seasons: bool = False,
    register: bool = False,
    washes: bool = False,
    heats: bool = False,
    stops: bool = False,
    buys: bool = False,
) -> Snapshot:
    """Return the park of a seed.

    Parameters
    ----------
    seed : int
    seasons : bool
        Whether liquids, gases and heat have an uneven year.
    register : bool
        Whether some linkages run, are agreed on or rejected.
    washes : bool
        Whether some plants take tonnes and leave cubic metres.
    heats : bool
        Whether heat goes on from works to works, by pipes that lose some of it.
    stops : bool
        Whether facilities run for some months of the year only.
    buys : bool
        Whether markets do.
    """
    parts, draw = random_parts(seed, seasons=seasons, washes=washes, heats=heats)
    parts = stopping(parts, seed) if stops else parts
    parts = buying_in_season(parts, seed) if buys else parts
    snapshot = Snapshot.of(parts)
    return Snapshot.of([*parts, *_linkages(draw, snapshot)]) if register else snapshot


def random_parts(
    seed: int, *, seasons: bool = False, washes: bool = False, heats: bool = False
) -> tuple[list[Any], Draw]:
    """Return the rows of a random park without a register, and what draws on."""
    draw = Draw(np.random.default_rng(seed))
    parts = [*_world(draw), *_numbers(draw), *_technologies(draw), *_firms(draw, seasons)]
    # Every fifth park says nothing of markets at all: there, whatever is made is sold.
    products = sorted({item for flows, _ in RECIPES.values() for way, item, _ in flows if way is _PRODUCT})
    parts += [*cost_sheets(draw, tuple(RECIPES)), *(markets(draw, products, WASTES) if seed % 5 else ())]
    # Drawn apart, so that the rest of a park stays what it was.
    parts += [*_treatments(Draw(np.random.default_rng((seed, 1)))), *exemptions(seed)]
    parts += _washes(Draw(np.random.default_rng((seed, 2)))) if washes else ()
    parts += _heats(Draw(np.random.default_rng((seed, 4)))) if heats else ()
    parts += _measured(Draw(np.random.default_rng((seed, 2))), parts)
    parts = on_bases(Draw(np.random.default_rng((seed, 3))), parts)
    parts = reached(Draw(np.random.default_rng((seed, 5))), parts)
    return parts, draw


def _world(draw: Draw) -> list[Any]:
    areas = [park("east", part_of="park"), park("abroad", region="520000")]
    firms = [
        enterprise(
            f"firm-{number}",
            *draw.one(_PLACES),
            licences=draw.one(((), ("HW08",), ("HW17",))),
            park=draw.one(("park", "east", "abroad")),
        )
        for number in range(6)
    ]
    ban = transfer_rule("ban", TransferDuty.BAN, material=draw.one(("slag", "oil", "acid")), origin="53")
    targets = [target("most", 0.6), target("slags", 0.9, materials=("slag", "mud"))]
    return [PARK, *areas, *WEIGHTS, *(_with_status(draw, item) for item in MATERIALS), *firms, ban, *targets]


def _with_status(draw: Draw, item: Material) -> Material:
    """Return a material that its owner may call a by-product."""
    by_product = item.id in WASTES and draw.chance(0.2)
    return replace(item, status=MaterialStatus.BY_PRODUCT) if by_product else item


def _numbers(draw: Draw) -> list[Any]:
    """Prices, factors and rates; of some there are several, and of some there is none."""
    rows: list[Any] = []
    for item in MATERIALS:
        for number in range(int(draw.random.integers(3))):
            amount = draw.amount(-20.0, 200.0)
            rows.append(_varied(draw, price(item.id, amount, unit=f"CNY/{item.unit.value}"), number))
        if draw.chance(0.6):
            unit = f"CNY/{item.unit.value}"
            rows.append(price(item.id, draw.amount(0.0, 80.0), kind=PriceKind.DISPOSAL, unit=unit))
        for kind in (FactorKind.PRODUCT, FactorKind.DISPOSAL):
            if draw.chance(0.6):
                unit = f"kg CO2e/{item.unit.value}"
                rows.append(emission_factor(item.id, draw.amount(0.0, 900.0), kind=kind, unit=unit))
    rows.append(price(None, 0.5, kind=PriceKind.UTILITY, unit="CNY/kWh"))
    rows.append(price(None, 40.0, kind=PriceKind.UTILITY, unit="CNY/GJ"))
    classes = Draw(draw.random.spawn(1)[0])
    for kind, unit in _DISPOSAL:
        if classes.chance(0.7):
            rows.append(price(None, classes.amount(0.0, 120.0), kind=kind, unit=unit))
    rows.append(emission_factor(None, 0.36, kind=FactorKind.HEAT, unit="kg CO2/kWh"))
    bands = (("bulk", 0.0, 30.0, 0.9), ("bulk", 30.0, None, 0.5), ("chemical", 0.0, None, 1.1))
    rows += [
        _rate(f"{cargo}-{low}", cargo, cost=cost, low=low, high=high) for cargo, low, high, cost in bands
    ]
    rows += [
        _rate("loading", "loading-bulk", cost=6.0, unit="CNY/t"),
        _rate("lorry", "other", payload=30.0, co2=0.08),
        _rate("train", "other", payload=900.0, co2=0.01),
    ]
    return rows


def _varied(draw: Draw, row: Price, number: int) -> Price:
    return replace(
        row,
        id=RowId(f"{row.id}-{number}"),
        place=("Hubei", "Yunnan")[number],
        year=draw.one(("2019", "2023-2025", "2025")),
        note=draw.one(("", "", "default; as shipped")),
        evidence=Evidence((), draw.one(_GRADES)),
    )


def _rate(
    name: str,
    cargo: str,
    *,
    cost: float | None = None,
    unit: str = "CNY/t-km",
    low: float | None = None,
    high: float | None = None,
    payload: float | None = None,
    co2: float | None = None,
) -> TransportRate:
    paid = None if cost is None else Range.exact(cost)
    return TransportRate(
        id=RowId(name),
        cargo=cargo,
        payload=payload,
        from_km=low,
        to_km=high,
        cost=paid,
        unit=unit,
        co2=co2,
        evidence=ESTIMATE,
    )


def _technologies(draw: Draw) -> list[Any]:
    rows: list[Any] = []
    for name, (flows, stands_for) in RECIPES.items():
        virgin, ratio = stands_for if stands_for is not None and draw.chance(0.8) else (None, None)
        made = [item for direction, item, _ in flows if direction is _PRODUCT]
        row = technology(
            name,
            displaces=virgin,
            displaced_ratio=ratio,
            operating_cost=draw.one((None, draw.amount(0.0, 60.0))),
            electricity=draw.one((None, draw.amount(0.0, 40.0))),
            heat=draw.one((None, draw.amount(0.0, 300.0))),
            direct_emissions=draw.amount(0.0, 30.0),
            capital_cost=draw.one((None, draw.amount(10.0, 200.0))),
            minimum_scale=draw.one((None, draw.amount(20.0, 80.0))),
        )
        rows.append(replace(row, displaced_output=draw.one((None, MaterialId(made[0])))))
        for direction, item, amount in flows:
            share = draw.one((None, 0.4, 0.8)) if direction is _MAIN else None
            rows.append(port(name, direction, item, amount, share_max=share))
    rows += _limits(draw)
    return rows


def _treatments(draw: Draw) -> list[Any]:
    """Where components end, and plants that make nothing or whose product is the use itself."""
    rows: list[Any] = [
        _fate(name, output, component, draw.amount(0.2, 4.0))
        for name, output, component in _FATES
        if draw.chance(0.8)
    ]
    rows += [_fate("press", "brick", "Cl", 1.2), _fate("neutralise", "salt", "Cl", 1.0)]
    for name, waste, residue in (
        ("incinerate", "oil", "slag"),
        ("dry", "mud", "mud"),
        ("fill", "slag", "mud"),
    ):
        row = technology(name, operating_cost=draw.amount(0.0, 60.0))
        rows.append(replace(row, final_use=name == "fill"))
        rows += [port(name, _MAIN, waste), port(name, _RESIDUE, residue, draw.amount(0.05, 0.6))]
        state = draw.one((OperatingState.OPERATING, OperatingState.PLANNED))
        firm = f"firm-{draw.random.integers(6)}"
        rows.append(facility(f"g-{name}", firm, name, draw.amount(20.0, 90.0), state=state))
    return rows


def _washes(draw: Draw) -> list[Any]:
    """Plants that take tonnes and leave cubic metres: what a liquor holds is gone with it, or goes on.

    Of clean water the density is known, of water it is not.
    """
    rows: list[Any] = []
    for name, waste, product, liquor in (
        ("leach", "slag", None, "clean-water"),
        ("wash", "gypsum", "plaster", "water"),
        ("desalt", "mud", "brick", "clean-water"),
    ):
        rows += [technology(name), port(name, _MAIN, waste)]
        rows.append(port(name, _RESIDUE, liquor, draw.amount(0.1, 1.5)))
        if product is not None:
            rows.append(port(name, _PRODUCT, product, draw.amount(0.3, 0.95)))
        rows.append(facility(f"h-{name}", f"firm-{draw.random.integers(6)}", name, draw.amount(20.0, 90.0)))
    rows += [technology("crystallise"), port("crystallise", _MAIN, "clean-water")]
    rows += [port("crystallise", _PRODUCT, "salt", 0.1), port("crystallise", _RESIDUE, "water", 0.6)]
    return [*rows, facility("h-crystallise", "firm-0", "crystallise", draw.amount(20.0, 90.0))]


def _heats(draw: Draw) -> list[Any]:
    """Warmth that goes on by pipe, to an oven that needs it warm and to a pump that makes steam of it."""
    rows: list[Any] = [
        conveyance("warmth", 3.0, draw.one((20.0, 200.0)), drop=draw.one((None, 0.5, 3.0)), loss=0.01),
        limit("bake", "temperature", minimum=draw.amount(40.0, 90.0), basis="degC"),
    ]
    if draw.chance(0.6):
        rows.append(_fate("exchange", "warmth", "temperature", draw.amount(0.4, 1.0)))
    for name, product, ratio in (("bake", "brick", 0.05), ("pump", "steam", 1.3)):
        rows += [technology(name, operating_cost=draw.amount(0.0, 5.0)), port(name, _MAIN, "warmth")]
        rows.append(port(name, _PRODUCT, product, ratio))
        rows.append(facility(f"k-{name}", f"firm-{draw.random.integers(6)}", name, draw.amount(20.0, 90.0)))
    rows.append(
        facility("k-exchange", f"firm-{draw.random.integers(6)}", "exchange", draw.amount(60.0, 200.0))
    )
    steam = stream("k-steam", f"firm-{draw.random.integers(6)}", "steam", draw.amount(40.0, 300.0))
    return [*rows, steam, analysis("k-steam", "temperature", draw.amount(75.0, 140.0), "degC")]


def _fate(technology_id: str, output: str, component: str, factor: float) -> ComponentFate:
    return ComponentFate(
        id=RowId(f"{technology_id}:{output}:{component}"),
        technology=TechnologyId(technology_id),
        material=MaterialId(output),
        component=component,
        factor=Range.exact(factor),
        evidence=ESTIMATE,
    )


def _limits(draw: Draw) -> list[Limit]:
    """Chlorine bounds a mix, a pH does not mix, and one works admits no hot slag at all."""
    found = [
        limit("mill", "Cl", maximum=0.1),
        limit("kiln", "SO3", minimum=30.0, material="gypsum", basis="mass % dry"),
        limit("neutralise", "pH", maximum=4.0, basis="-"),
        # Of what the press makes: the more there is of it in a brick, the fewer buy it.
        limit("press", "Cl", maximum=0.09, material="brick"),
        # Of what is added to it: the chlorine of slag ends in the salt.
        limit("neutralise", "Cl", maximum=0.04, material="salt"),
    ]
    return [*found, limit("mill", "material:hot-slag", maximum=0.0)] if draw.chance(0.3) else found


def _firms(draw: Draw, seasons: bool) -> list[Any]:
    rows: list[Any] = []
    for number in range(int(draw.random.integers(6, 11))):
        rows += _stream(draw, number, seasons)
    rows += [_facility(draw, number) for number in range(int(draw.random.integers(7, 12)))]
    return rows


def stopping(parts: list[Any], seed: int) -> list[Any]:
    """Let two of three facilities run for a part of the year only, each in months of its own."""
    random = np.random.default_rng([seed, 12])
    rows: list[Any] = []
    for part in parts:
        if isinstance(part, Facility) and random.random() < 2.0 / 3.0:
            weight = random.dirichlet(np.full(12, 2.0)) * (random.random(12) < 0.6)
            if weight.any():
                part = replace(part, monthly=tuple(float(one) for one in weight / weight.sum()))
        rows.append(part)
    return rows


def _stream(draw: Draw, number: int, seasons: bool) -> list[Any]:
    waste = draw.one(WASTES)
    fluid = waste in ("acid", "oil", "water", "steam")
    profile = draw.random.dirichlet(np.full(12, 2.0))
    monthly = tuple(float(share) for share in profile / profile.sum()) if seasons and fluid else ()
    supply = draw.amount(20.0, 300.0)
    row: WasteStream = stream(
        f"s{number}",
        f"firm-{draw.random.integers(6)}",
        waste,
        supply,
        in_use=draw.one((0.0, 0.25 * supply, 0.7 * supply)),
        moisture=draw.one((None, 10.0, 35.0)),
        disposal_cost=draw.one((None, draw.amount(0.0, 90.0))),
        stock=draw.one((None, draw.amount(50.0, 600.0))),
        monthly=monthly,
    )
    measured = {"slag": ("Cl", 0.3), "hot-slag": ("Cl", 0.4), "acid": ("pH", 6.0), "gypsum": ("SO3", 40.0)}
    component, most = measured.get(waste, ("Cl", 0.2))
    basis = {"pH": "-", "SO3": "mass % dry"}.get(component, draw.one(("mass %", "mg/kg")))
    likely = draw.amount(0.0, most) * (1e4 if basis == "mg/kg" else 1.0)
    return [row, analysis(row.id, component, likely, basis)] if draw.chance(0.7) else [row]


def _measured(draw: Draw, parts: list[Any]) -> list[Any]:
    """Warmth that a pipe loses, limits of every input, and second analyses, in other bases and withdrawn."""
    rows: list[Any] = [
        conveyance("steam", 5.0, draw.one((15.0, 40.0, 200.0)), drop=draw.one((None, 0.4, 2.0)), loss=0.004),
        conveyance("water", 5.0, draw.one((15.0, 200.0))),
        limit("exchange", "temperature", minimum=80.0, basis="degC"),
        limit("press", "Cl", maximum=0.15, basis=draw.one(("mass %", "mass % wet"))),
        limit("kiln", "Cl", maximum=0.25, basis="mass % dry"),
    ]
    for row in [row for row in parts if isinstance(row, WasteStream)]:
        if row.id == "k-steam":
            continue
        if row.material == "steam":
            rows.append(analysis(row.id, "temperature", draw.amount(75.0, 140.0), "degC"))
        elif draw.chance(0.3):
            basis, likely = draw.one(("mass %", "mass % dry", "mass % wet", "mg/L")), draw.amount(0.0, 0.4)
            rows.append(analysis(row.id, "Cl", likely, basis, name="second", withdrawn=draw.chance(0.3)))
    return rows


def _facility(draw: Draw, number: int) -> Facility:
    row = facility(
        f"f{number:02}",
        f"firm-{draw.random.integers(6)}",
        draw.one(tuple(RECIPES)),
        draw.one((None, 0.0, *(draw.amount(30.0, 400.0) for _ in range(6)))),
        state=draw.one((*(OperatingState.OPERATING,) * 4, OperatingState.PLANNED, OperatingState.BUILDING)),
        radius=draw.one((None, None, 40.0)),
    )
    replaces, ratio = draw.one(((None, None), (None, None), (MaterialId("fuel"), draw.amount(0.1, 0.9))))
    opens = draw.one((None, date(2025, 1, 1), date(2028, 1, 1)))
    return replace(row, opens=opens, replaces=replaces, replaces_ratio=ratio)


def _carries(programme: Programme, column: int) -> float:
    """Return the most that a way could carry: what nobody buys the product of carries nothing."""
    found = best(programme, [np.eye(1, len(programme.columns), column)[0].tolist()])
    return 0.0 if found is None else found.values[0]


def _linkages(draw: Draw, snapshot: Snapshot) -> list[Any]:
    """Some ways of the park run, are agreed on (two of them on one way) or are rejected."""
    programme = Programme(Tables(snapshot.tables))
    ways = [
        column
        for number, column in enumerate(programme.columns)
        if column.kind == "divert" and _carries(programme, number) > _MOST_AGREED
    ]
    if len(ways) < 4:
        return []
    chosen = [ways[int(place)] for place in draw.random.choice(len(ways), 4, replace=False)]
    states = (LinkageState.OPERATING, LinkageState.CONTRACTED, LinkageState.CONTRACTED, LinkageState.REJECTED)
    rows = []
    for number, (column, state) in enumerate(zip((*chosen, chosen[1]), (*states, states[1]), strict=True)):
        _, giver, taker, at = column.key
        grade, amount = draw.one((Grade.COMPANY, Grade.ESTIMATE)), draw.amount(0.5, _MOST_AGREED)
        rows.append(linkage(f"l{number}", taker, at, amount, stream=giver, state=state, grade=grade))
    return rows
