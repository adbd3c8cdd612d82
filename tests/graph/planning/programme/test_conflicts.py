"""Contracts that cannot be kept: the refusal names the rows of one irreducible conflict and no others."""

from __future__ import annotations

import pytest

from graph.errors import SymbioflowError
from graph.planning import PlanOptions, make_plan
from graph.vocabulary import Direction, LinkageState, OperatingState, Phase
from tests.build import (
    analysis,
    facility,
    limit,
    linkage,
    material,
    park_of,
    port,
    recipe,
    stream,
    technology,
)

PAVED = (material("slag"), material("road"), recipe("pave", "slag", "road"))
MAIN = "pave:in_main:slag"


def refusal(*parts: object, options: PlanOptions | None = None) -> tuple[str, str]:
    with pytest.raises(SymbioflowError) as refused:
        make_plan(park_of(*parts), options)
    return refused.value.code, str(refused.value)


def named(*rows: str) -> tuple[str, str]:
    words = "; ".join(rows)
    return (
        "CONFLICTING_CONTRACTS",
        f"these cannot hold together: {words}; expected contracts within the bounds",
    )


def test_two_contracts_that_one_facility_has_no_room_for() -> None:
    """60 t and 60 t at 100 t of room; the third contract has nothing to do with it and is not named."""
    assert refusal(
        *PAVED,
        stream("s1", "maker", "slag", 200.0),
        stream("s2", "maker", "slag", 200.0),
        facility("f", "user", "pave", 100.0),
        facility("g", "user", "pave", 100.0),
        linkage("l1", "f", MAIN, 60.0, stream="s1"),
        linkage("l2", "f", MAIN, 60.0, stream="s2"),
        linkage("l3", "g", MAIN, 60.0, stream="s1"),
    ) == named(
        "capacity[f]: divert s1->f + divert s2->f <= 100 t",
        "contract[l1]: divert s1->f >= 60 t",
        "contract[l2]: divert s2->f >= 60 t",
    )


def test_two_contracts_that_one_stream_cannot_serve() -> None:
    assert refusal(
        *PAVED,
        stream("s", "maker", "slag", 130.0, in_use=30.0),
        facility("f", "user", "pave", 100.0),
        facility("g", "user", "pave", 100.0),
        linkage("l1", "f", MAIN, 60.0, stream="s"),
        linkage("l2", "g", MAIN, 60.0, stream="s"),
    ) == named(
        "supply[s]: divert s->f + divert s->g <= 100 t",
        "contract[l1]: divert s->f >= 60 t",
        "contract[l2]: divert s->g >= 60 t",
    )


def test_a_capacity_below_the_contract() -> None:
    assert refusal(
        *PAVED,
        stream("s", "maker", "slag", 100.0),
        facility("f", "user", "pave", 50.0),
        linkage("l", "f", MAIN, 60.0, stream="s"),
    ) == named("capacity[f]: divert s->f <= 50 t", "contract[l]: divert s->f >= 60 t")


def test_two_contracts_on_one_way_over_a_capacity_are_both_named() -> None:
    """Case C38."""
    assert refusal(
        *PAVED,
        stream("s", "maker", "slag", 100.0),
        facility("f", "user", "pave", 50.0),
        linkage("l1", "f", MAIN, 30.0, stream="s"),
        linkage("l2", "f", MAIN, 30.0, stream="s"),
    ) == named("capacity[f]: divert s->f <= 50 t", "contract[l1, l2]: divert s->f >= 60 t")


@pytest.mark.parametrize(
    ("why", "capacity", "words_of_it"),
    [
        ("gate", 100.0, "a gate refuses it (ask for its gates)"),
        ("capacity", None, "the capacity of facility f is not known"),
        ("capacity", 0.0, "the capacity of facility f is 0"),
    ],
)
def test_a_contract_that_may_not_flow_at_all(why: str, capacity: float | None, words_of_it: str) -> None:
    """A pH is no content that a mix would average; or nobody knows the capacity, or there is none."""
    code, words = refusal(
        *PAVED,
        stream("s", "maker", "slag", 100.0),
        facility("f", "user", "pave", capacity),
        *(
            [analysis("s", "pH", 12.0, "pH"), limit("pave", "pH", maximum=9.0, basis="pH")]
            if why == "gate"
            else []
        ),
        linkage("l", "f", MAIN, 60.0, stream="s"),
    )
    assert code == "CONTRACT_WITHOUT_LINKAGE"
    assert words == f"linkage l is contracted, but {words_of_it}; expected a linkage that may flow"


def test_a_contract_that_only_a_mix_without_partners_could_keep() -> None:
    assert refusal(
        *PAVED,
        stream("s", "maker", "slag", 100.0),
        analysis("s", "Cr", 2.0),
        limit("pave", "Cr", maximum=1.0),
        facility("f", "user", "pave", 100.0),
        linkage("l", "f", MAIN, 60.0, stream="s"),
    ) == named("blend_maximum[f, Cr]: divert s->f <= 0", "contract[l]: divert s->f >= 60 t")


def test_a_contract_on_a_flow_that_somebody_rejected() -> None:
    assert refusal(
        *PAVED,
        stream("s", "maker", "slag", 100.0),
        facility("f", "user", "pave", 100.0),
        linkage("l1", "f", MAIN, 60.0, stream="s"),
        linkage("l2", "f", MAIN, 10.0, stream="s", state=LinkageState.REJECTED),
    ) == named("contract[l1]: divert s->f >= 60 t, and linkage l2 of the same flow is rejected")


def test_a_contract_on_a_facility_that_the_budget_does_not_build() -> None:
    """100 t at 10 CNY cost 1,000 CNY; the budget is 500 CNY."""
    code, words = refusal(
        material("slag"),
        material("road"),
        technology("pave", capital_cost=10.0),
        port("pave", Direction.MAIN_INPUT, "slag"),
        port("pave", Direction.PRODUCT, "road"),
        stream("s", "maker", "slag", 100.0),
        facility("f", "user", "pave", 100.0, state=OperatingState.PLANNED),
        linkage("l", "f", MAIN, 60.0, stream="s"),
        options=PlanOptions(budget=500.0),
    )
    assert code == "CONFLICTING_CONTRACTS"
    assert "contract[l]: divert s->f >= 60 t" in words
    assert "budget: 1000 run f <= 500 CNY" in words


def test_a_contract_that_the_seasons_do_not_leave_room_for() -> None:
    """120 t come in six months, 10 t a month have room: 60 t, and 100 t are agreed."""
    code, words = refusal(
        material("lye", phase=Phase.LIQUID),
        material("salt"),
        recipe("dry", "lye", "salt", 0.1),
        stream("a", "maker", "lye", 5.0),
        stream("s", "maker", "lye", 120.0, monthly=(1.0 / 6.0,) * 6 + (0.0,) * 6),
        facility("f", "user", "dry", 120.0),
        linkage("l", "f", "dry:in_main:lye", 100.0, stream="s"),
    )
    assert code == "CONFLICTING_CONTRACTS"
    assert "contract[l]: divert s->f >= 100 t" in words
    assert "month_capacity[f, 1]: month 1 of divert a->f + month 1 of divert s->f <= 10 t;" in words
    assert "month_sum[divert s->f]: divert s->f - month 1 of divert s->f" in words
    assert "supply[a]" not in words


def test_contracts_that_fit_exactly_are_kept() -> None:
    plan = make_plan(
        park_of(
            *PAVED,
            stream("s", "maker", "slag", 120.0),
            facility("f", "user", "pave", 60.0),
            facility("g", "user", "pave", 60.0),
            linkage("l1", "f", MAIN, 60.0, stream="s"),
            linkage("l2", "g", MAIN, 60.0, stream="s"),
        )
    )
    assert [flow.amount for flow in plan.flows] == [pytest.approx(60.0), pytest.approx(60.0)]
