"""The network's roots: whole, within the limits that partners have, and through the lane."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from api.graphql.context import Limits
from api.graphql.schema import schema
from api.lane import Lane
from api.settings import Settings
from api.views.service import View
from tests.api.conftest import Asker, small_park
from tests.api.graphql.test_schema import leaves

TYPES = schema._schema.type_map
DOCUMENTS = Path(__file__).parents[4] / "api" / "documents"
PLAIN = {"objective": "TONNES", "mix": [], "minimumLot": 0.0, "onOff": False, "gap": 1e-4, "timeLimit": 60.0}


@pytest.mark.parametrize(
    ("root", "kind"),
    [
        ("indicators", "NetworkIndicators"),
        ("resilience", "Resilience"),
        ("fairSplit", "FairSplit"),
    ],
)
def test_every_part_of_an_answer_can_be_asked_for(ask_anning: Asker, root: str, kind: str) -> None:
    assert ask_anning.data(f"{{ {root} {{ {leaves(TYPES[kind], 3)} }} }}")[root]


@pytest.mark.parametrize(
    ("document", "own"),
    [
        ("indicators", {"unit": "TONNE"}),
        ("resilience", {"tolerance": 0.5, "kinds": None, "potential": False}),
        ("fairsplit", {"potential": False}),
        ("trace", {"material": "phosphogypsum", "direction": "BOTH", "potential": False}),
    ],
)
def test_the_programs_own_documents_are_within_what_partners_may_ask(
    ask_anning: Asker, document: str, own: dict[str, object]
) -> None:
    text = (DOCUMENTS / f"{document}.graphql").read_text(encoding="utf-8")
    outside = replace(ask_anning, limits=Limits.of(Settings()))
    assert outside.codes(text, **PLAIN, **own) == []


def test_a_trace_has_one_start(ask_anning: Asker) -> None:
    assert ask_anning.codes("{ trace { start } }") == ["BAD_OPTION"]
    two = '{ trace(enterprise: "kunming-steel", material: "steel-slag") { start } }'
    assert ask_anning.codes(two) == ["BAD_OPTION"]
    assert ask_anning.codes('{ trace(enterprise: "nobody") { start } }') == ["UNKNOWN_ENTERPRISE"]
    assert ask_anning.codes('{ trace(linkage: "nothing") { start } }') == ["UNKNOWN_LINKAGE"]


def test_conversions_name_materials_that_are_there(ask_anning: Asker) -> None:
    assert ask_anning.codes('{ conversions(source: "gold", target: "slag") { ratio } }') == ["NOT_FOUND"]
    found = ask_anning.data(
        '{ conversions(source: "phosphogypsum", target: "ammonium-sulphate", top: 1) { ratio } }'
    )
    assert len(found["conversions"]) == 1


def test_the_lane_computes_what_this_process_would() -> None:
    lane = Lane(1, 4, 60.0)
    try:
        view, here = View(small_park(), 1, lane=lane), View(small_park(), 1)
        told: list[float] = []
        assert view.resilience(progress=lambda done: told.append(done) is None) == here.resilience()
        assert told
        assert view.indicators() == here.indicators()
    finally:
        lane.close()
