"""Places where the library's recipes were seen not to balance: each is found, was corrected, or is explained.

`balance_findings.csv` is a sample that was worked out by hand, with what became of each.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow as pa
import pytest

from graph.checks import check_records
from graph.model import ElementContent, Imbalance, Material
from graph.recipes import Break, breaks, stream_breaks
from graph.snapshot import Snapshot
from graph.tables import TABLES
from graph.vocabulary import Unit

with Path(__file__).with_name("balance_findings.csv").open(encoding="utf-8", newline="") as _file:
    SAMPLE = list(csv.DictReader(_file))


@pytest.fixture(scope="module")
def found(anning: Snapshot) -> dict[tuple[str, str, str], Break]:
    return {(one.technology, one.material, one.element): one for one in breaks(anning)}


def of(answer: str) -> list[dict[str, str]]:
    return [row for row in SAMPLE if row["answer"] == answer]


def with_ratio(snapshot: Snapshot, port: str, ratio: float) -> Snapshot:
    """Return the library with the ratio that a port once had."""
    rows = snapshot.tables["ports"].to_pylist()
    for row in rows:
        if row["id"] == port:
            row |= {"ratio_low": None, "ratio_likely": ratio, "ratio_high": None}
    return snapshot.with_records({"ports": pa.Table.from_pylist(rows, TABLES["ports"].schema)})


@pytest.mark.parametrize("row", of("found"), ids=lambda row: row["id"])
def test_what_could_not_be_corrected_is_found(
    found: dict[tuple[str, str, str], Break], row: dict[str, str]
) -> None:
    assert (row["technology"], row["material"], row["element"]) in found


@pytest.mark.parametrize("row", of("corrected"), ids=lambda row: row["id"])
def test_what_was_corrected_balances_and_once_did_not(anning: Snapshot, row: dict[str, str]) -> None:
    key = row["technology"], row["material"], row["element"]
    now = {(one.technology, one.material, one.element) for one in breaks(anning, {row["technology"]})}
    assert key not in now
    before = with_ratio(anning, row["port"], float(row["before"]))
    once = {(one.technology, one.material, one.element) for one in breaks(before, {row["technology"]})}
    assert key in once


@pytest.mark.parametrize("row", of("park"), ids=lambda row: row["id"])
def test_what_holds_of_the_park_s_own_gypsum_is_found_by_its_analysis(
    anning: Snapshot, row: dict[str, str]
) -> None:
    assert (row["technology"], row["element"]) in {
        (one.technology, one.element) for one in stream_breaks(anning)
    }


@pytest.mark.parametrize("row", of("explained"), ids=lambda row: row["id"])
def test_what_is_no_break_of_the_library_says_why(
    found: dict[tuple[str, str, str], Break], row: dict[str, str]
) -> None:
    assert (row["technology"], row["material"], row["element"]) not in found
    assert row["why"]


def test_every_row_of_the_sample_has_an_answer() -> None:
    assert len(SAMPLE) == len({row["id"] for row in SAMPLE}) == 81
    assert {row["answer"] for row in SAMPLE} == {"found", "corrected", "park", "explained"}


def test_no_recipe_makes_anything_from_nothing_without_saying_why(anning: Snapshot) -> None:
    assert not [one for one in breaks(anning) if one.refused]
    assert not check_records(anning.tables)


def test_every_reason_on_record_still_has_a_break(
    anning: Snapshot, found: dict[tuple[str, str, str], Break]
) -> None:
    """A correction that mends a recipe takes its reason along."""
    seen = {(one.technology, one.element) for one in found.values()}
    assert [row.id for row in anning.all(Imbalance) if (row.technology, row.element) not in seen] == []


def test_whatever_is_counted_in_m3_has_a_density(anning: Snapshot) -> None:
    bare = [row.id for row in anning.all(Material) if row.unit is Unit.CUBIC_METRE and row.density is None]
    assert bare == []


def test_an_element_is_no_more_than_the_whole(anning: Snapshot) -> None:
    shares = [row for row in anning.all(ElementContent) if row.basis.startswith("mass %")]
    assert [row.id for row in shares if row.amount.likely > 100.0] == []
