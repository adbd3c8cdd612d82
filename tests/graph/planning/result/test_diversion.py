from __future__ import annotations

from dataclasses import replace

import pytest

from graph.planning import make_plan
from graph.snapshot import Snapshot
from graph.vocabulary import MaterialStatus, ParkId, Unit
from tests.build import (
    PARK,
    WEIGHTS,
    enterprise,
    facility,
    linkage,
    material,
    park_of,
    recipe,
    stream,
    target,
)


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


def test_a_by_product_counts_in_no_rate_but_its_residue_counts_against() -> None:
    """100 t of coke, a by-product, and 100 t of slag; each is half used already, and all the rest goes on.

    Of slag alone 100 t arise, 50 t are used, and 50 t are new. The gasifier leaves 0.1 t of ash a tonne.
    """
    coke = replace(material("coke"), status=MaterialStatus.BY_PRODUCT)
    plan = make_plan(
        park_of(
            coke,
            *(material(name) for name in ("slag", "road", "gas", "ash")),
            *recipe("pave", "slag", "road"),
            *recipe("gasify", "coke", "gas", residue=("ash", 0.1)),
            stream("a", "maker", "slag", 100.0, in_use=50.0),
            stream("b", "maker", "coke", 100.0, in_use=50.0),
            facility("f", "maker", "pave", 500.0),
            facility("g", "maker", "gasify", 500.0),
            linkage("l", "g", "gasify:in_main:coke", 50.0, stream="b"),
            target("t", 0.9),
        )
    )
    total = plan.total(Unit.TONNE)
    assert (total.supply, total.baseline, total.gross) == (100.0, 50.0, pytest.approx(50.0))
    assert (total.residue, total.net) == (pytest.approx(5.0), pytest.approx(45.0))
    assert [row.waste for row in plan.streams] == [True, False]
    assert plan.targets[0].supply == 100.0
    assert plan.targets[0].share_planned == pytest.approx(0.95)


def test_a_by_product_alone_is_no_reason_to_do_anything_for_tonnes() -> None:
    """For net tonnes the gasifier would only make ash, so that it stands still."""
    coke = replace(material("coke"), status=MaterialStatus.BY_PRODUCT)
    plan = make_plan(
        park_of(
            coke,
            material("gas"),
            material("ash"),
            *recipe("gasify", "coke", "gas", residue=("ash", 0.1)),
            stream("b", "maker", "coke", 100.0),
            facility("g", "maker", "gasify", 500.0),
        )
    )
    assert plan.flows == ()
