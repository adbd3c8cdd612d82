"""What is missing or wrong is refused with a code or suggested unverified; it never raises, never passes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest

from graph.checks import check_snapshot
from graph.errors import SymbioflowError
from graph.knowledge import IndustryReader, MaterialReader
from graph.matching import GateName, MatchOptions, Outcome, Suggestion, explain, suggest
from graph.matching.ranking import prepare, rank
from graph.matching.weights import Weights
from graph.model import Facility
from graph.snapshot import Snapshot
from tests.build import (
    PARK,
    WEIGHTS,
    analysis,
    enterprise,
    facility,
    limit,
    material,
    park,
    recipe,
    stream,
)

MIXER = facility("f", "user", "mix", 10.0)
PARTS = [
    PARK,
    *WEIGHTS,
    enterprise("maker"),
    enterprise("user"),
    material("slag"),
    material("binder"),
    *recipe("mix", "slag", "binder"),
    stream("s", "maker", "slag", 10.0),
    analysis("s", "Cl", 0.1),
    limit("mix", "Cl", maximum=1.0),
    MIXER,
]


def suggested(parts: Sequence[Any]) -> Suggestion:
    """The one suggestion, which explanation and kernel agree on."""
    snapshot = Snapshot.of(parts)
    (item,) = suggest(snapshot).items
    assert explain(snapshot, item.id) == item
    ranking = rank(prepare(snapshot, Weights.of(snapshot)), 1)
    assert ranking.score[0] == pytest.approx(item.score, abs=1e-9)
    return item


def without(*unwanted: Any) -> list[Any]:
    return [part for part in PARTS if part not in unwanted]


def doubtful(parts: Sequence[Any]) -> list[GateName]:
    """The gates that are unverified, in a suggestion of lower confidence than the whole one."""
    item = suggested(parts)
    assert item.confidence < suggested(PARTS).confidence == 1.0
    assert item.score < suggested(PARTS).score
    assert item.missing
    return [gate.gate for gate in item.gates if gate.outcome is Outcome.UNVERIFIED]


def test_a_stream_without_an_analysis_is_suggested_unverified() -> None:
    assert doubtful(without(analysis("s", "Cl", 0.1))) == [GateName.COMPOSITION]


def test_a_port_whose_limit_has_no_value_is_suggested_unverified() -> None:
    parts = [*without(limit("mix", "Cl", maximum=1.0)), limit("mix", "Cl")]
    assert doubtful(parts) == [GateName.COMPOSITION]


def test_a_facility_without_a_position_is_suggested_unverified() -> None:
    parts = [*without(enterprise("user")), enterprise("user", None)]
    assert doubtful(parts) == [GateName.DISTANCE]


def test_a_position_that_is_not_a_number_is_no_position() -> None:
    parts = [*without(enterprise("user")), enterprise("user", math.nan, math.nan)]
    assert doubtful(parts) == [GateName.DISTANCE]


def test_a_facility_of_unknown_capacity_is_suggested_unverified() -> None:
    assert doubtful([*without(MIXER), facility("f", "user", "mix", None)]) == [GateName.CAPACITY]


def test_a_facility_without_capacity_is_refused() -> None:
    snapshot = Snapshot.of([*without(MIXER), facility("f", "user", "mix", 0.0)])
    found = suggest(snapshot)
    assert found.items == ()
    (gate,) = found.refusals[0].gates
    assert (gate.gate, gate.value) == (GateName.CAPACITY, 0.0)
    assert rank(prepare(snapshot, Weights.of(snapshot)), 1).option.tolist() == []
    with pytest.raises(SymbioflowError) as refusal:
        explain(snapshot, "s>f>mix:in_main:slag")
    assert refusal.value.code == "REFUSED_SUGGESTION"


def test_a_content_that_is_not_a_number_counts_as_not_measured() -> None:
    (gate,) = (
        gate
        for gate in _suggested_with("stream_components", "amount", math.nan).gates
        if gate.gate is GateName.COMPOSITION
    )
    assert (gate.outcome, gate.reason.en) == (Outcome.UNVERIFIED, "nobody measured it")


def _with_number(table: str, field: str, value: float) -> Snapshot:
    """The park with one number replaced in the columns themselves, past the checks of the model."""
    snapshot = Snapshot.of(PARTS)
    columns = snapshot.tables[table]
    for name in (f"{field}_low", f"{field}_likely", f"{field}_high"):
        place = columns.schema.get_field_index(name)
        columns = columns.set_column(place, name, pa.array([value] * columns.num_rows))
    return Snapshot.from_records({**snapshot.tables, table: columns})


def _suggested_with(table: str, field: str, value: float) -> Suggestion:
    (item,) = suggest(_with_number(table, field, value)).items
    return item


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_supply_that_is_not_a_number_is_refused_with_its_stream(value: float) -> None:
    snapshot = _with_number("waste_streams", "supply", value)
    assert "NOT_FINITE" in {finding.code for finding in check_snapshot(snapshot)}
    for ask in (suggest, lambda park: prepare(park, Weights.of(park))):
        with pytest.raises(SymbioflowError, match="waste stream s: supply_likely") as refusal:
            ask(snapshot)
        assert refusal.value.code == "NOT_FINITE"


def test_options_that_are_not_numbers_are_refused() -> None:
    with pytest.raises(SymbioflowError) as refusal:
        MatchOptions(radius=math.nan)
    assert refusal.value.code == "BAD_OPTION"
    for value in (math.nan, math.inf, -1.0):
        with pytest.raises(SymbioflowError) as refusal:
            suggest(Snapshot.of(PARTS), MatchOptions(weights={"part.co2": value}))
        assert refusal.value.code == "BAD_WEIGHT"


def test_an_industry_that_does_not_exist_is_refused_in_a_question_and_harmless_in_the_park() -> None:
    strange = replace(enterprise("user"), nace="9999", gbt4754="0000", isic="x")
    assert suggested([*without(enterprise("user")), strange]).confidence == 1.0
    with pytest.raises(SymbioflowError) as refusal:
        IndustryReader(Snapshot.of(PARTS)).resolve("99.99")
    assert refusal.value.code == "UNKNOWN_INDUSTRY"


def test_a_region_that_is_no_code_is_no_region() -> None:
    assert suggested([*without(PARK), park("park", "安宁" * 5_000)]).confidence == 1.0


def test_a_text_of_10_000_characters_is_refused_as_a_question_and_carried_as_a_name() -> None:
    long = "矿渣slag" * 1_667
    with pytest.raises(SymbioflowError) as refusal:
        MaterialReader(Snapshot.of(PARTS)).read(long)
    assert refusal.value.code == "TEXT_TOO_LONG"
    with pytest.raises(SymbioflowError) as refusal:
        explain(Snapshot.of(PARTS), long)
    assert refusal.value.code == "UNKNOWN_SUGGESTION"
    assert len(refusal.value.message) < 200
    named: Facility = replace(MIXER, name_zh=long, note=long)
    assert suggested([*without(MIXER), named]).confidence == 1.0
