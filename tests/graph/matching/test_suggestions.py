"""Suggestions on parks small enough to see through."""

from __future__ import annotations

import pytest

from graph.errors import SymbioflowError
from graph.matching import GateName, MatchOptions, Outcome, PartName, Suggestions, explain, suggest
from graph.model import Price
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.vocabulary import Hazard, MaterialId, Phase, PriceKind, RowId, StreamId
from ingest import shipped_records
from tests.build import (
    ESTIMATE,
    PARK,
    WEIGHTS,
    analysis,
    enterprise,
    facility,
    limit,
    material,
    recipe,
    stream,
)


def park(*parts: object) -> Snapshot:
    """A maker and a user 1 km apart, slag that can become road base."""
    flat: list[object] = [
        PARK,
        *WEIGHTS,
        enterprise("maker"),
        enterprise("user", 24.95, 102.39),
        material("slag"),
        material("road"),
        *recipe("pave", "slag", "road"),
    ]
    for part in parts:
        flat.extend(part) if isinstance(part, list) else flat.append(part)
    return Snapshot.of(flat)


def refused_gates(found: Suggestions, stream: str) -> set[GateName]:
    """Return the gates that refuse a stream anywhere."""
    return {gate.gate for item in found.refusals if item.stream == stream for gate in item.gates}


SLAG = stream("s", "maker", "slag", 100.0)
PAVER = facility("f", "user", "pave", 100.0)


def test_a_suggestion_carries_its_parts_gates_and_pathway() -> None:
    found = suggest(park(SLAG, PAVER)).items
    assert [item.id for item in found] == ["s>f>pave:in_main:slag"]
    item = found[0]
    assert [part.name for part in item.parts] == list(PartName)
    assert sum(part.weight for part in item.parts) == pytest.approx(1.0)
    product = 1.0
    for part in item.parts:
        product *= part.value**part.weight
    assert item.score == pytest.approx(product, abs=1e-12)
    assert item.distance == pytest.approx(1.3 * 1.0082, abs=1e-3)
    assert [(step.facility, step.takes, step.gives) for step in item.pathway] == [("f", "slag", "road")]
    assert item.amount == 100.0


def test_explaining_a_suggestion_gives_exactly_the_score_that_ranked_it() -> None:
    snapshot = park(SLAG, PAVER, facility("g", "user", "pave", 10.0))
    for item in suggest(snapshot).items:
        assert explain(snapshot, item.id) == item


def test_what_is_asked_but_unknown_is_refused_with_a_code() -> None:
    snapshot = park(SLAG, PAVER)
    with pytest.raises(SymbioflowError) as missing:
        explain(snapshot, "s>nowhere>x")
    assert missing.value.code == "UNKNOWN_SUGGESTION"
    with pytest.raises(SymbioflowError) as stream_error:
        suggest(snapshot, MatchOptions(streams=(StreamId("nobody"),)))
    assert stream_error.value.code == "UNKNOWN_STREAM"
    with pytest.raises(SymbioflowError) as weight_error:
        suggest(snapshot, MatchOptions(weights={"part.luck": 1.0}))
    assert weight_error.value.code == "UNKNOWN_WEIGHT"
    with pytest.raises(SymbioflowError):
        MatchOptions(radius=float("nan"))


def test_a_kind_is_taken_where_its_parent_is_with_a_lower_technical_fit() -> None:
    snapshot = park(SLAG, PAVER, material("fine-slag", "slag"), stream("t", "maker", "fine-slag", 100.0))
    fit = {
        item.stream: next(part.value for part in item.parts if part.name is PartName.TECHNICAL)
        for item in suggest(snapshot).items
    }
    assert fit["t"] == pytest.approx(0.9 * fit["s"])


def test_a_refused_gate_never_appears_among_the_suggestions() -> None:
    snapshot = park(SLAG, PAVER, analysis("s", "Cr", 2.0), limit("pave", "Cr", maximum=1.0))
    found = suggest(snapshot)
    assert found.items == ()
    refusal = found.refusals[0]
    gate = refusal.gates[0]
    assert (gate.gate, gate.outcome, gate.value, gate.maximum) == (
        GateName.COMPOSITION,
        Outcome.REFUSED,
        2.0,
        1.0,
    )
    assert gate.blend_share == pytest.approx(0.5)
    assert refused_gates(found, "s") == {GateName.COMPOSITION}
    with pytest.raises(SymbioflowError) as refused:
        explain(snapshot, "s>f>pave:in_main:slag")
    assert refused.value.code == "REFUSED_SUGGESTION"


def test_hazardous_waste_needs_a_licence_for_its_class() -> None:
    """A licence for another class refuses, none known leaves it unverified, the right one passes."""

    def outcome(licences: tuple[str, ...]) -> Outcome | None:
        snapshot = Snapshot.of(
            [
                PARK,
                *WEIGHTS,
                enterprise("maker"),
                enterprise("user", licences=licences),
                material("dust", hazard=Hazard.HAZARDOUS, hw_codes=("HW23",)),
                material("zinc"),
                *recipe("waelz", "dust", "zinc"),
                stream("s", "maker", "dust", 10.0),
                facility("f", "user", "waelz", 10.0),
            ]
        )
        items = suggest(snapshot).items
        return (
            next((g.outcome for g in items[0].gates if g.gate is GateName.LICENCE), None) if items else None
        )

    assert outcome(("HW23",)) is Outcome.PASSED
    assert outcome(()) is Outcome.UNVERIFIED
    assert outcome(("HW08",)) is None


def test_phases_must_agree_and_sludge_needs_a_look() -> None:
    snapshot = park(
        PAVER,
        material("slag-slurry", "slag", phase=Phase.LIQUID),
        material("slag-sludge", "slag", phase=Phase.SLUDGE),
        stream("liquid", "maker", "slag-slurry", 10.0),
        stream("sludge", "maker", "slag-sludge", 10.0),
    )
    found = suggest(snapshot)
    assert [item.stream for item in found.items] == ["sludge"]
    phase = next(gate for gate in found.items[0].gates if gate.gate is GateName.PHASE)
    assert phase.outcome is Outcome.UNVERIFIED
    assert refused_gates(found, "liquid") == {GateName.PHASE}


def test_a_facility_beyond_the_radius_is_refused_and_one_without_position_unverified() -> None:
    far = enterprise("far", 26.0, 102.38)
    lost = enterprise("lost", None, None)
    snapshot = park(SLAG, far, lost, facility("a", "far", "pave", 50.0), facility("b", "lost", "pave", 50.0))
    found = suggest(snapshot, MatchOptions(radius=100.0))
    assert [item.facility for item in found.items] == ["b"]
    assert found.items[0].distance is None
    assert found.items[0].confidence < 1.0
    reached = suggest(snapshot, MatchOptions(radius=1000.0)).items
    assert {item.facility for item in reached} == {"a", "b"}


def test_a_stream_that_nobody_takes_is_named() -> None:
    snapshot = park(SLAG, PAVER, material("dust"), stream("d", "maker", "dust", 1.0))
    assert suggest(snapshot).unmatched == ("d",)


def test_scaling_all_tonnes_leaves_the_quantity_fit_unchanged() -> None:
    def fit(factor: float) -> float:
        snapshot = park(
            stream("s", "maker", "slag", 100.0 * factor), facility("f", "user", "pave", 30.0 * factor)
        )
        parts = suggest(snapshot).items[0].parts
        return next(part.value for part in parts if part.name is PartName.QUANTITY)

    assert fit(1.0) == pytest.approx(fit(1234.5), rel=1e-12)


def test_the_order_of_rows_does_not_matter() -> None:
    parts = [SLAG, PAVER, facility("g", "user", "pave", 10.0), facility("h", "user", "pave", 10.0)]
    assert suggest(park(*parts)) == suggest(park(*reversed(parts)))


def test_ties_are_broken_by_facility() -> None:
    snapshot = park(SLAG, facility("b", "user", "pave", 50.0), facility("a", "user", "pave", 50.0))
    assert [(item.facility, item.rank) for item in suggest(snapshot).items] == [("a", 1), ("b", 2)]


def test_a_pathway_goes_on_to_the_next_facility_where_that_is_worth_more() -> None:
    """Slag -> powder (no price) -> cement, which has a price: two steps, yields multiplied."""
    price = Price(
        id=RowId("cement"),
        kind=PriceKind.MARKET,
        item_zh="水泥",
        item_en="cement",
        material=MaterialId("cement"),
        amount=Range.exact(300.0),
        unit="CNY/t",
        year="2024",
        evidence=ESTIMATE,
    )
    snapshot = park(
        SLAG,
        price,
        material("powder"),
        material("cement"),
        recipe("grind", "slag", "powder", 0.5),
        recipe("mill", "powder", "cement", 2.0),
        facility("g", "user", "grind", 100.0),
        facility("m", "user", "mill", 100.0),
    )
    item = next(item for item in suggest(snapshot).items if item.facility == "g")
    assert [(step.facility, step.amount_in, step.amount_out) for step in item.pathway] == [
        ("g", 1.0, 0.5),
        ("m", 0.5, 1.0),
    ]
    assert item.margin == pytest.approx(300.0)


def test_who_asks_about_one_stream_gets_what_is_said_of_it_among_all() -> None:
    """Nothing is prepared for the materials of other streams, and nothing is answered differently."""
    snapshot = Snapshot.from_records(shipped_records())
    every = suggest(snapshot, MatchOptions(top=0))
    # The first is offered to facilities, recipes and usual uses, and refused; the second to usual uses alone.
    for name in (StreamId("xiangfeng--phosphogypsum"), StreamId("kunming-steel--bf-dust")):
        one = suggest(snapshot, MatchOptions(top=0, streams=(name,)))
        assert one.items == tuple(item for item in every.items if item.stream == name) != ()
        assert one.refusals == tuple(item for item in every.refusals if item.stream == name) != ()
