"""Ordinary names of wastes, as ledgers and registers have them, read with the shipped library.

``ledger_names.csv`` was written from the terms of the statutory forms (general and hazardous waste ledgers,
European registers) before the library's synonyms were looked at; the right materials were added afterwards.
Those under ``industries`` are what works of a branch (potash, magnesium, soda, sugar, tanneries,
silicon, titania, glass, pulp, foundries ...) call their wastes.
Where several ids stand, each is a right answer.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from graph.knowledge import Decision, Reader, Why
from graph.model import Material
from graph.snapshot import Snapshot

NAMES = Path(__file__).with_name("ledger_names.csv")
#: The share of names of which the right material is offered among three.
OFFERED = 0.95


@pytest.fixture(scope="module")
def reader(anning: Snapshot) -> Reader:
    return Reader(anning)


def test_of_515_ordinary_names_95_per_cent_find_their_material_or_offer_it_among_three(
    reader: Reader, anning: Snapshot
) -> None:
    """A name whose material the library does not hold cannot be found by any reader and is left out."""
    there = {str(item.id) for item in anning.all(Material)}
    with NAMES.open(encoding="utf-8", newline="") as file:
        rows = [(row["name"], set(row["materials"].split(";")) & there) for row in csv.DictReader(file)]
    assert len(rows) == 515
    asked = [(name, right) for name, right in rows if right]
    missed = [
        name for name, right in asked if right.isdisjoint(item.id for item in reader.material(name).offered)
    ]
    assert len(missed) <= (1.0 - OFFERED) * len(asked), missed


@pytest.mark.parametrize(
    ("text", "material"),
    [
        ("saw dust", "sawmill-residue"),
        ("高炉煤气", "blast-furnace-gas"),
        ("steel slag", "steel-slag"),
        ("磷石膏", "phosphogypsum"),
        ("13 02 05*", "waste-lubricating-oil"),
        ("spent pickling acid", "spent-hcl-pickling-liquor"),
    ],
)
def test_these_are_certain(reader: Reader, text: str, material: str) -> None:
    """Cases A2 and B9."""
    found = reader.material(text)
    assert (found.decision, found.candidates[0].id) == (Decision.CERTAIN, material)


@pytest.mark.parametrize("text", ["steel", "菌渣", "白泥", "HW08", "900-249-08", "phosphogipsum"])
def test_these_are_asked_about(reader: Reader, text: str) -> None:
    assert reader.material(text).decision is Decision.ASK


def test_ten_02_02_finds_slag_and_no_caustic_soda(reader: Reader) -> None:
    """Case D12."""
    found = reader.search("10 02 02", limit=None)
    assert {"steel-slag", "blast-furnace-slag"} <= {item.id for item in found}
    assert all(item.table == "materials" and item.why is Why.CODE for item in found)


@pytest.mark.parametrize(
    ("text", "first"),
    [("stell slag", "steel-slag"), ("phosphogipsum", "phosphogypsum"), ("kunmin steel", "kunming-steel")],
)
def test_a_typo_finds_what_was_meant(reader: Reader, text: str, first: str) -> None:
    """Case D12."""
    assert reader.search(text)[0].id == first


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("水泥制造", "gbt4754-3011"),
        ("钢铁", "nace-2410"),
        ("cement", "nace-2351"),
        ("power station", "nace-3511"),
        ("火力发电", "gbt4754-4411"),
        ("C3120", "gbt4754-3120"),
        ("C24.10", "nace-2410"),
    ],
)
def test_an_industry_is_read_by_code_and_by_words(reader: Reader, text: str, first: str) -> None:
    found = reader.industry(text)
    assert (found.decision, found.candidates[0].id) == (Decision.CERTAIN, first)
