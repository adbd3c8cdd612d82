"""What is drawn enters the programme where the same number, known exactly, would stand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from graph.model import Facility, Port, Price, WasteStream
from graph.planning.allocation import pose
from graph.planning.uncertainty.resolving import Worlds
from graph.planning.uncertainty.uncertain import Uncertain, uncertain
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.vocabulary import MaterialId, PriceKind, RowId
from tests.build import ESTIMATE, facility, material, park_of, recipe, stream, usual
from tests.graph.planning.uncertainty.test_uncertainty import mixed_park, rows


def price(of: str, kind: PriceKind, low: float, likely: float, high: float) -> Price:
    return Price(
        id=RowId(f"{kind.value}-{of}"),
        kind=kind,
        item_zh=of,
        item_en=of,
        material=MaterialId(of),
        amount=Range(low, likely, high),
        unit="CNY/t",
        year="2025",
        evidence=ESTIMATE,
    )


def priced_park() -> Snapshot:
    """The mixed park with prices; every likely price is another number, so that it names its slot."""
    parts = rows(mixed_park())
    for at, row in enumerate(parts):
        if isinstance(row, Facility) and row.capacity is not None:
            parts[at] = replace(row, capacity=Range(0.7 * row.capacity.low, row.capacity.likely, 200.0))
    return Snapshot.of(
        [
            *parts,
            price("clean", PriceKind.MARKET, 50.0, 61.0, 90.0),
            price("brick", PriceKind.MARKET, 10.0, 33.0, 40.0),
            # Slag is an auxiliary input of the washing: below 0 it costs nothing and brings nothing.
            price("slag", PriceKind.MARKET, -20.0, 7.0, 12.0),
            price("mud", PriceKind.DISPOSAL, 15.0, 27.0, 60.0),
            price("slag", PriceKind.DISPOSAL, 5.0, 11.0, 13.0),
        ]
    )


def known(snapshot: Snapshot, unknown: Uncertain, slots: Any) -> Snapshot:
    """Return the snapshot in which everything drawn is known to be what was drawn."""
    streams = {row.id: at for at, row in enumerate(snapshot.all(WasteStream))}
    ports = {row.id: at for at, row in enumerate(snapshot.all(Port))}
    facilities = {row.id: at for at, row in enumerate(snapshot.all(Facility))}
    found: list[object] = []
    for row in rows(snapshot):
        if isinstance(row, WasteStream):
            at = streams[row.id]
            paid = row.disposal_cost
            if paid is not None:
                slot = np.flatnonzero(unknown.likely == paid.likely)[0]
                paid = Range.exact(float(slots[slot]))
            supply = Range.exact(float(slots[unknown.supply_slot[at]]))
            row = replace(row, supply=supply, disposal_cost=paid)
        elif isinstance(row, Facility):
            room = float(slots[unknown.capacity_slot[facilities[row.id]]])
            row = replace(row, capacity=Range.exact(room))
        elif isinstance(row, Port):
            row = replace(row, ratio=Range.exact(float(slots[unknown.port_slot[ports[row.id]]])))
        elif isinstance(row, Price):
            assert row.amount is not None
            slot = np.flatnonzero(unknown.likely == row.amount.likely)[0]
            row = replace(row, amount=Range.exact(float(slots[slot])))
        found.append(row)
    return Snapshot.of(found)


@pytest.mark.parametrize("number", range(6))
def test_a_drawn_world_is_the_programme_of_the_park_in_which_the_draw_is_known(number: int) -> None:
    snapshot = priced_park()
    problem = pose(snapshot)
    worlds = Worlds(problem, uncertain(problem))
    draw = worlds.unknown.draw(8, number)
    world = worlds.of(replace(draw, accepted=np.ones_like(draw.accepted)))
    posed = pose(known(snapshot, worlds.unknown, draw.slots))
    linear = posed.programme.linear
    assert world.benefit == pytest.approx(posed.credits.benefit)
    assert world.co2 == pytest.approx(posed.credits.co2)
    assert world.linear.value == pytest.approx(linear.value)
    assert world.linear.row_upper == pytest.approx(linear.row_upper)
    assert world.linear.index.tolist() == linear.index.tolist()


def test_a_draw_is_the_same_whatever_else_is_drawn_and_stays_in_its_ranges() -> None:
    unknown = uncertain(pose(priced_park()))
    for number in range(50):
        one, again = unknown.draw(3, number), unknown.draw(3, number)
        assert one.slots.tobytes() == again.slots.tobytes()
        assert one.accepted.tobytes() == again.accepted.tobytes()
        assert (unknown.low <= one.slots).all()
        assert (one.slots <= unknown.high).all()
    assert not np.array_equal(unknown.draw(3, 0).slots, unknown.draw(3, 1).slots)


def test_a_ratio_that_stands_as_one_value_is_no_wider_than_ratios_are() -> None:
    """0.9 t of road a tonne is a part of a balance: not 0.45 to 1.35 t, as far as estimates usually are off.

    The works itself may be half as large, or half as large again. Where it is said how far ratios of products
    are off, the road may be that; a draw then makes a tonne of it at most.
    """

    def ends(*widths: object) -> list[tuple[float, float, float]]:
        unknown = uncertain(
            pose(
                park_of(
                    *(material(name) for name in ("slag", "road")),
                    stream("s", "maker", "slag", 100.0),
                    recipe("pave", "slag", "road", 0.9),
                    facility("f", "user", "pave", 80.0),
                    *usual(0.5, 1.5),
                    *widths,
                )
            )
        )
        slots = [*unknown.capacity_slot.tolist(), *unknown.port_slot.tolist()]
        return [(unknown.low[slot], unknown.likely[slot], unknown.high[slot]) for slot in slots]

    works, slag, road = ends()
    assert works == (40.0, 80.0, 120.0)
    assert slag == (1.0, 1.0, 1.0)
    assert road == (0.9, 0.9, 0.9)
    *_, road = ends(*usual(0.8, 1.2, "ports.ratio.out_product"))
    assert road == (pytest.approx(0.72), 0.9, pytest.approx(1.08))
