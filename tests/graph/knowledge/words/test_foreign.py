"""Wastes by their names in other languages than those of the library."""

import csv
from pathlib import Path

import pytest

from graph.knowledge.materials import MaterialReader
from graph.knowledge.words import foreign
from graph.knowledge.words.reading import Decision
from graph.snapshot import Snapshot
from ingest.library import library_records

_FILE = Path(foreign.__file__).parent / "foreign_names.csv"


@pytest.fixture(scope="module")
def library() -> MaterialReader:
    return MaterialReader.of(Snapshot.from_records(library_records()))


@pytest.mark.parametrize(
    ("text", "material"),
    [
        ("Xỉ lò cao", "blast-furnace-slag"),
        ("Tro bay", "fly-ash"),
        ("Wytłoki jabłkowe", "apple-pomace"),
        ("POPIOLY LOTNE Z WEGLA", "fly-ash"),
        ("Yüksek fırın cürufu", "blast-furnace-slag"),
        ("Alperujo", "olive-pomace"),
        ("Sauermolke", "liquid-whey"),
        ("Pó de cortiça", "cork-waste"),
        ("Доменный шлак", "blast-furnace-slag"),
    ],
)
def test_a_waste_is_known_by_its_foreign_name_with_or_without_accents(
    library: MaterialReader, text: str, material: str
) -> None:
    reading = library.read(text)
    assert (reading.decision, reading.candidates[0].id) == (Decision.CERTAIN, material)


def test_what_a_foreign_name_is_only_a_part_of_is_asked_about(library: MaterialReader) -> None:
    reading = library.read("Gạch tro bay")
    assert reading.decision is Decision.ASK
    assert reading.candidates[0].id == "fly-ash"


def test_every_foreign_name_is_of_one_material_that_the_library_has(library: MaterialReader) -> None:
    ids = {str(material.id) for material in library.materials}
    seen: dict[str, str] = {}
    with _FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert row["material"] in ids
            for name in row["names"].split(";"):
                language, _, words = name.partition(":")
                assert len(language) == 2
                ((material, _, share),) = foreign.foreign_names(words)
                assert (material, share) == (row["material"], 1.0), name
                assert seen.setdefault(words, row["material"]) == row["material"]
