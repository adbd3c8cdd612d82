"""Documents speak of a material where they hold, and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.model import Policy
from graph.snapshot import Snapshot
from graph.value.policies import Policies
from graph.vocabulary import RowId
from tests.build import ESTIMATE, material, park


def policy(name: str, place: str, *applies_to: str) -> Policy:
    return Policy(id=RowId(name), place=place, applies_to=applies_to, value="", evidence=ESTIMATE)


ROWS = (
    park("anning-park", region="530181"),
    park("north", part_of="anning-park"),
    park("fuquan", region="522702"),
    park("unplaced"),
    replace(material("gypsum"), name_en="fine gypsum"),
    material("washed", "gypsum"),
    policy("country", "", "gypsum"),
    policy("province", "云南省", "gypsum"),
    policy("city", "530181", "gypsum"),
    policy("park", "anning-park", "gypsum"),
    policy("slag", "", "slag"),
)


@pytest.mark.parametrize(
    ("place", "speaking"),
    [
        ("anning-park", ["park", "city", "province", "country"]),
        ("north", ["park", "city", "province", "country"]),
        ("fuquan", ["country"]),
        ("unplaced", ["country"]),
    ],
)
def test_a_document_of_a_province_a_city_or_a_park_speaks_there_alone(
    place: str, speaking: list[str]
) -> None:
    """The nearest speaks first."""
    found = Policies(Snapshot.of(ROWS)).speaking_of("gypsum", place)
    assert [row.id for row in found] == speaking


def test_what_is_said_of_a_material_is_said_of_its_kinds() -> None:
    found = Policies(Snapshot.of(ROWS)).speaking_of("washed", "fuquan")
    assert [row.id for row in found] == ["country"]


def test_a_document_may_name_a_material_in_english() -> None:
    named = policy("named", "", "GYPSUM of the works")
    rows = (*ROWS, named, policy("other", "", "Fine Gypsum"))
    found = Policies(Snapshot.of(rows)).speaking_of("gypsum", "fuquan")
    assert [row.id for row in found] == ["country", "other"]


def test_whether_a_document_holds_is_asked_of_its_place() -> None:
    policies = Policies(Snapshot.of(ROWS))
    assert policies.holds(policy("x", "Guizhou"), "fuquan")
    assert not policies.holds(policy("x", "Guizhou"), "anning-park")
