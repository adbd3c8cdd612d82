"""Contents carried through a treatment are judged as those of a stream, at the ports that limits are of."""

from __future__ import annotations

import pytest

from graph.matching.gates import refused_transfers
from graph.model import ComponentFate, Limit
from graph.ranges import Range
from graph.snapshot import Snapshot, records_of
from graph.vocabulary import Direction, MaterialId, RowId, TechnologyId
from tests.build import ESTIMATE, analysis, enterprise, limit, material, park_of, port, recipe, stream

TRANSFER = ("wash", "washed", "mill")


def park(content: float, factor: float, bound: Limit) -> Snapshot:
    """A wash whose product a mill takes, as main input or as what it needs beside clinker."""
    return park_of(
        *(material(name) for name in ("mud", "washed", "clinker", "cement")),
        enterprise("maker"),
        stream("mud-of-maker", "maker", "mud", 10.0),
        analysis("mud-of-maker", "Cl", content, "mass %"),
        recipe("wash", "mud", "washed", 0.8),
        recipe("mill", "clinker", "cement", auxiliary=[("washed", 0.1)]),
        port("mill", Direction.MAIN_INPUT, "washed"),
        ComponentFate(
            id=RowId("fate"),
            technology=TechnologyId("wash"),
            material=MaterialId("washed"),
            component="Cl",
            factor=Range.exact(factor),
            evidence=ESTIMATE,
        ),
        bound,
    )


OF_INPUT, OF_MATERIAL = (
    limit("mill", "Cl", maximum=0.1),
    limit("mill", "Cl", maximum=0.1, material="washed"),
)


@pytest.mark.parametrize("bound", [OF_INPUT, OF_MATERIAL])
def test_a_limit_of_every_input_and_of_the_material_hold_whatever_the_input(bound: Limit) -> None:
    """0.4 % x 0.5 = 0.2 % is above 0.1 %, as the main input and as what is added to it (C31)."""
    snapshot = park(0.4, 0.5, bound)
    assert refused_transfers(snapshot, [("mud-of-maker", "wash")], [TRANSFER]).tolist() == [True]


@pytest.mark.parametrize(("content", "factor"), [(0.19, 0.5), (0.4, 0.2)])
def test_what_a_treatment_brings_below_the_limit_goes_on(content: float, factor: float) -> None:
    snapshot = park(content, factor, OF_INPUT)
    assert not refused_transfers(snapshot, [("mud-of-maker", "wash")], [TRANSFER]).any()


def test_of_analyses_that_contradict_each_other_the_worse_is_carried() -> None:
    """0.1 and 0.4 % leave the wash as 0.05 and 0.2 %: above 0.1 % until the one is withdrawn (C28)."""
    snapshot = park(0.4, 0.5, OF_INPUT)
    second = analysis("mud-of-maker", "Cl", 0.1, name="second")
    both = snapshot.with_records(records_of([second]))
    assert refused_transfers(both, [("mud-of-maker", "wash")], [TRANSFER]).tolist() == [True]
    withdrawn = analysis("mud-of-maker", "Cl", 0.4, withdrawn=True)
    one = both.with_records(records_of([withdrawn]))
    assert refused_transfers(one, [("mud-of-maker", "wash")], [TRANSFER]).tolist() == [False]
