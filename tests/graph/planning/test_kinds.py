"""What must hold for every plan holds for water and for heat: neither splits nor names change anything.

Nor does going round earn, or treating what nobody pays for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import Facility, WasteStream
from graph.planning import Objective, PlanOptions, make_plan
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.value.disposal import DISPOSAL_CLASSES
from graph.vocabulary import Direction, FacilityId, FactorKind, Phase, PriceKind, StreamId, Unit
from tests.build import (
    PARK,
    WEIGHTS,
    analysis,
    emission_factor,
    enterprise,
    facility,
    limit,
    material,
    port,
    price,
    recipe,
    stream,
    technology,
)
from tests.independent.chains import yields

#: Flows that cannot wait: a dry and a wet half year, and a half of which there is nothing.
_UNEVEN = (0.04,) * 6 + (0.76 / 6.0,) * 6
_WINTER = (*(1.0 / 6.0,) * 3, *(0.0,) * 6, *(1.0 / 6.0,) * 3)
_OBJECTIVES = (Objective.TONNES, Objective.BENEFIT, Objective.CO2)
costly_test = settings(max_examples=2, deadline=None)


@dataclass(frozen=True)
class Kind:
    """What the streams of a park are counted in, and in which component they differ."""

    unit: Unit
    phase: Phase
    component: str
    basis: str


KINDS = (
    Kind(Unit.CUBIC_METRE, Phase.LIQUID, "TDS", "mg/L"),
    Kind(Unit.GIGAJOULE, Phase.HEAT, "temperature", "C"),
    Kind(Unit.TONNE, Phase.SOLID, "Cl", "mass %"),
)
kinds = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.unit.value)


def library(kind: Kind) -> list[Any]:
    """A high grade that two uses take, a low grade that one does; sludge that is pressed or dumped."""
    of_kind = {"unit": kind.unit, "phase": kind.phase}
    best = {"maximum": 500.0} if kind.component != "temperature" else {"minimum": 90.0}
    return [
        PARK,
        *WEIGHTS,
        enterprise("e"),
        enterprise("far", 24.99, 102.40),
        *(material(name, **of_kind) for name in ("used", "cooled", "good", "poor")),
        *(material(name) for name in ("sludge", "brick")),
        price("good", 3.0),
        price("poor", 1.0),
        price("brick", 40.0),
        price("used", 2.0, kind=PriceKind.DISPOSAL),
        price("cooled", 0.5, kind=PriceKind.DISPOSAL),
        *(price(None, 0.2, kind=one, unit=f"CNY/{kind.unit.value}") for one in DISPOSAL_CLASSES),
        emission_factor("used", 0.3, kind=FactorKind.DISPOSAL, unit=f"kg CO2e/{kind.unit.value}"),
        emission_factor("good", 0.6, kind=FactorKind.PRODUCT),
        *recipe("fine", "used", "good", 0.9, residue=("cooled", 0.1)),
        *recipe("rough", "used", "poor", 0.8, residue=("sludge", 0.01)),
        port("rough", Direction.MAIN_INPUT, "cooled"),
        *recipe("press", "sludge", "brick", 0.9),
        limit("fine", kind.component, basis=kind.basis, material="used", **best),
        yields("rough", Direction.PRODUCT, "poor", "cooled", None, 0.7),
    ]


@st.composite
def parks(draw: st.DrawFn, kind: Kind) -> list[Any]:
    """Return streams, their analyses and facilities to stand beside the library of a kind."""
    parts: list[Any] = []
    seasons = ((), _UNEVEN, _WINTER)
    for number in range(draw(st.integers(1, 3))):
        name = f"s{number}"
        monthly = draw(st.sampled_from(seasons))
        given_ = draw(st.sampled_from(("used", "used", "cooled")))
        parts.append(
            stream(name, draw(st.sampled_from(("e", "far"))), given_, draw(amounts), monthly=monthly)
        )
        if draw(st.booleans()):
            parts.append(analysis(name, kind.component, draw(st.floats(20.0, 900.0)), kind.basis))
    uses, runs = st.sampled_from(("fine", "rough", "press")), st.sampled_from(seasons)
    return parts + [
        facility(
            f"f{number}", draw(st.sampled_from(("e", "far"))), draw(uses), draw(amounts), monthly=draw(runs)
        )
        for number in range(draw(st.integers(1, 3)))
    ]


amounts = st.floats(1.0, 1000.0)


def figures(kind: Kind, parts: list[Any]) -> list[float]:
    """What a plan is worth: net units of the kind, CNY and kg CO2e, each planned for."""
    park = Snapshot.of([*library(kind), *parts])
    plans = [make_plan(park, PlanOptions(objective=objective)) for objective in _OBJECTIVES]
    return [plans[0].total(kind.unit).net, plans[1].benefit, plans[2].co2_avoided]


def the_same(kind: Kind, parts: list[Any], others: list[Any]) -> None:
    for one, other in zip(figures(kind, parts), figures(kind, others), strict=True):
        assert one == pytest.approx(other, rel=1e-6, abs=1e-6)


@kinds
@costly_test
@given(data=st.data())
def test_splitting_a_facility_in_two_halves_changes_nothing(kind: Kind, data: st.DataObject) -> None:
    parts = data.draw(parks(kind))
    first = next(part for part in parts if isinstance(part, Facility))
    assert first.capacity is not None
    half = replace(first, capacity=first.capacity.scaled(0.5))
    others = [part for part in parts if part is not first]
    the_same(kind, parts, [half, replace(half, id=FacilityId("a-half")), *others])


@kinds
@costly_test
@given(data=st.data())
def test_splitting_a_stream_in_two_halves_changes_nothing(kind: Kind, data: st.DataObject) -> None:
    parts = data.draw(parks(kind))
    first = next(part for part in parts if isinstance(part, WasteStream))
    half = replace(first, supply=Range.exact(first.supply.likely / 2.0))
    again = [
        analysis("other-half", row.component, row.amount.likely, row.basis)
        for row in parts
        if getattr(row, "stream", None) == first.id
    ]
    others = [part for part in parts if part is not first]
    the_same(kind, parts, [half, replace(half, id=StreamId("other-half")), *again, *others])


@kinds
@costly_test
@given(data=st.data())
def test_other_names_change_nothing(kind: Kind, data: st.DataObject) -> None:
    parts = data.draw(parks(kind))
    names = [part.id for part in parts if isinstance(part, WasteStream)]
    new = {name: StreamId(f"x{len(names) - place}") for place, name in enumerate(names)}
    renamed = [
        replace(part, id=new[part.id])
        if isinstance(part, WasteStream)
        else replace(part, id=FacilityId(f"a{part.id[::-1]}"))
        if isinstance(part, Facility)
        else replace(part, stream=new[part.stream])
        for part in parts
    ]
    the_same(kind, parts, renamed)


def never_more(kind: Kind, parts: list[Any], more: list[Any]) -> None:
    """Assert that what is there besides raises no figure."""
    for most, besides in zip(figures(kind, parts), figures(kind, [*parts, *more]), strict=True):
        assert besides <= most + 1e-6 * max(abs(most), 1.0)


@kinds
@costly_test
@given(data=st.data(), there=st.floats(0.1, 1.0), back=st.floats(0.1, 1.0))
def test_a_loop_raises_nothing(kind: Kind, data: st.DataObject, there: float, back: float) -> None:
    """What is used is spun, which nobody prices, and is used again, with more or less of it lost."""
    loop = [
        material("spun", unit=kind.unit, phase=kind.phase),
        *residue_only("spin", "used", "spun", there),
        *residue_only("unspin", "spun", "used", back),
        facility("spinner", "e", "spin", 5000.0),
        facility("unspinner", "far", "unspin", 5000.0),
    ]
    never_more(kind, data.draw(parks(kind)), loop)


@kinds
@costly_test
@given(data=st.data(), kept=st.floats(0.1, 1.0))
def test_a_treatment_that_nobody_pays_for_raises_nothing(
    kind: Kind, data: st.DataObject, kept: float
) -> None:
    """What is rinsed goes wherever it went before; what the rinsing takes out has no price and is dumped."""
    rinsing = [
        material("rinsed", "used", unit=kind.unit, phase=kind.phase),
        material("dregs", unit=kind.unit, phase=kind.phase),
        *recipe("rinse", "used", "rinsed", kept, residue=("dregs", 1.0 - kept)),
        facility("rinser", "far", "rinse", 5000.0),
    ]
    never_more(kind, data.draw(parks(kind)), rinsing)


def residue_only(name: str, takes: str, gives: str, ratio: float) -> list[Any]:
    return [
        technology(name),
        port(name, Direction.MAIN_INPUT, takes),
        port(name, Direction.RESIDUE, gives, ratio),
    ]
