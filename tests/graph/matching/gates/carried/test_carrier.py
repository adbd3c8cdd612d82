"""One carrier serves suggestions and plans alike, and nothing but what it read from decides what it says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import product

from graph.matching.gates import Carrier, Step
from graph.matching.gates.carried import carrier as module
from graph.matching.gates.carried.carrier import Charge
from graph.snapshot import Snapshot, records_of
from graph.tables import TABLES
from graph.vocabulary import Direction
from ingest import shipped_records
from tests.build import facility, limit

DAY = date(2026, 7, 1)


def judged(snapshot: Snapshot) -> tuple[list[Charge], Carrier]:
    """Every stream taken as it is, and every way of its outputs between technologies of the library."""
    carrier = Carrier(snapshot, DAY)
    streams = snapshot.strings("waste_streams", "id").tolist()
    carrier.read(streams)
    ports = list(
        zip(*(snapshot.strings("ports", c) for c in ("technology", "material", "direction")), strict=True)
    )
    made = [port for port in ports if port[2] == Direction.PRODUCT.value]
    takes = [port for port in ports if port[2] != Direction.PRODUCT.value and port[2] != "residue"]
    steps = [
        Step(giver, what, taker, way == Direction.MAIN_INPUT.value)
        for (giver, what, _), (taker, wanted, way) in product(made, takes)
        if what == wanted and giver != taker
    ]
    charges = [carrier.charge([(name, "")]) for name in streams]
    carrier.judge((step, carrier.left(step, charge)) for step in steps for charge in charges)
    return charges, carrier


def emptied(snapshot: Snapshot, kept: Iterable[str]) -> Snapshot:
    return Snapshot.from_records({name: snapshot.tables[name] for name in TABLES if name in set(kept)})


def test_a_carrier_reads_no_table_but_those_that_it_is_kept_with() -> None:
    whole = Snapshot.from_records(shipped_records())
    (charges, carrier), (again, other) = judged(whole), judged(emptied(whole, module._READ))
    assert charges == again
    assert carrier.broken
    assert (carrier.broken, carrier.warm, carrier.held) == (other.broken, other.warm, other.held)


def test_one_carrier_serves_all_snapshots_of_the_same_streams_and_recipes_on_a_day() -> None:
    park = Snapshot.from_records(shipped_records())
    built = park.with_records(records_of([facility("new", "anning-steel", "brick-fly-ash", 1.0)]))
    bounded = park.with_records(records_of([limit("brick-fly-ash", "Cl", maximum=0.1)]))
    assert Carrier.of(built, DAY) is Carrier.of(park, DAY)
    assert Carrier.of(bounded, DAY) is not Carrier.of(park, DAY)
    assert Carrier.of(park, None) is not Carrier.of(park, DAY)
