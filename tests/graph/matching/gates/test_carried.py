"""Contents carried through a treatment are judged as those of a stream, at the ports that limits are of."""

from __future__ import annotations

import pytest

from graph.matching.gates import refused_transfers
from graph.model import ComponentFate, Limit
from graph.ranges import Range
from graph.snapshot import Snapshot
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


@pytest.mark.parametrize(
    ("bound", "main", "refused"),
    [(OF_INPUT, True, True), (OF_INPUT, False, False), (OF_MATERIAL, True, True), (OF_MATERIAL, False, True)],
)
def test_a_limit_holds_at_the_main_input_and_where_it_names_its_material(
    bound: Limit, main: bool, refused: bool
) -> None:
    snapshot = park(0.4, 0.5, bound)
    found = refused_transfers(snapshot, [("mud-of-maker", "wash")], [TRANSFER], [main])
    assert found.tolist() == [refused]


@pytest.mark.parametrize(("content", "factor"), [(0.19, 0.5), (0.4, 0.2)])
def test_what_a_treatment_brings_below_the_limit_goes_on(content: float, factor: float) -> None:
    snapshot = park(content, factor, OF_INPUT)
    assert not refused_transfers(snapshot, [("mud-of-maker", "wash")], [TRANSFER], [True]).any()
