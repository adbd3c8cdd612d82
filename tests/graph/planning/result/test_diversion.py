from __future__ import annotations

from dataclasses import replace

import pytest

from graph.planning import make_plan
from graph.snapshot import Snapshot
from graph.vocabulary import ParkId
from tests.build import PARK, WEIGHTS, enterprise, facility, material, recipe, stream, target


def test_a_target_over_named_materials_counts_their_kinds_in_its_park_only() -> None:
    """Slag 100 t and its kind 50 t are covered, dust and the stream of the other park are not.

    Of 1,075 t of room today's 30 t and 1,000 t take theirs first, which leaves 45 t for what is new.
    """
    other = replace(PARK, id=ParkId("other"))
    parts = [
        PARK,
        other,
        *WEIGHTS,
        enterprise("maker"),
        replace(enterprise("outsider"), park=ParkId("other")),
        material("slag"),
        material("fine-slag", "slag"),
        material("dust"),
        material("road"),
        *recipe("pave", "slag", "road"),
        stream("a", "maker", "slag", 100.0, in_use=30.0),
        stream("b", "maker", "fine-slag", 50.0),
        stream("c", "maker", "dust", 1000.0),
        stream("d", "outsider", "slag", 1000.0, in_use=1000.0),
        facility("f", "maker", "pave", 1_075.0),
        target("t", 0.6, materials=("slag",)),
    ]
    progress = make_plan(Snapshot.of(parts)).targets[0]
    assert progress.supply == 150.0
    assert progress.share_baseline == pytest.approx(0.2)
    assert progress.share_planned == pytest.approx(0.5)
    assert progress.gap == pytest.approx(15.0)
    assert not progress.met


def test_an_area_of_the_park_belongs_to_the_park() -> None:
    area = replace(PARK, id=ParkId("area"), part_of=ParkId("park"))
    parts = [
        PARK,
        area,
        *WEIGHTS,
        replace(enterprise("maker"), park=ParkId("area")),
        material("slag"),
        stream("a", "maker", "slag", 100.0, in_use=70.0),
        target("t", 0.6),
    ]
    assert make_plan(Snapshot.of(parts)).targets[0].met
