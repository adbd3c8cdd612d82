"""Rows that print themselves, and the page that describes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.planning import PlanOptions
from graph.planning.allocation import pose
from graph.planning.programme import FAMILIES, Constraint, Programme, Row, outlets, rows
from graph.snapshot import Snapshot
from graph.vocabulary import OperatingState, Phase
from tests.build import analysis, facility, limit, linkage, material, park_of, recipe, stream, technology

PAGE = (Path(__file__).parents[4] / "docs" / "programme.md").read_text(encoding="utf-8")


def programme(snapshot: Snapshot, options: PlanOptions | None = None) -> Programme:
    return pose(snapshot, options).programme


def printed(found: Programme) -> list[str]:
    return [str(found.row(number)) for number in range(found.linear.rows)]


def test_every_row_of_a_small_park_reads_as_an_equation() -> None:
    """100 t of slag, 20 t used, for which the mill of 60 t is the only place: 40 t of room for what is new.

    It makes 0.8 t of road and 0.2 t of mud of each.
    """
    park = park_of(
        material("slag"),
        material("road"),
        material("mud"),
        stream("a", "maker", "slag", 100.0, in_use=20.0),
        stream("b", "user", "slag", 40.0),
        *recipe("pave", "slag", "road", 0.8, residue=("mud", 0.2)),
        facility("mill", "user", "pave", 60.0),
        linkage("l", "mill", "pave:in_main:slag", 10.0, stream="b"),
    )
    assert printed(programme(park)) == [
        "supply[a]: divert a->mill <= 80 t",
        "supply[b]: divert b->mill <= 40 t",
        "capacity[mill]: divert a->mill + divert b->mill <= 40 t",
        "output[mill, mud]: 0.2 divert a->mill + 0.2 divert b->mill - dispose mud@mill = 0",
        "output[mill, road]: 0.8 divert a->mill + 0.8 divert b->mill - sell road@mill = 0",
        "contract[l]: divert b->mill >= 10 t",
    ]


def test_a_long_row_says_how_much_it_leaves_out() -> None:
    terms = tuple((-1.0, f"divert s{number}->f") for number in range(8))
    row = Constraint(Row.CAPACITY, ("f",), terms, float("-inf"), 5.0, "t")
    assert str(row).startswith("capacity[f]: -divert s0->f - divert s1->f")
    assert str(row).endswith(" + 2 more <= 5 t")


def test_months_decisions_mixes_and_money_are_named_too() -> None:
    park = park_of(
        material("lye", phase=Phase.LIQUID),
        material("salt"),
        technology("dry", capital_cost=10.0, minimum_scale=30.0),
        *recipe("dry", "lye", "salt", 0.1)[1:],
        analysis("s", "Cr", 2.0),
        limit("dry", "Cr", maximum=1.0),
        stream("s", "maker", "lye", 120.0, monthly=(1.0 / 6.0,) * 6 + (0.0,) * 6),
        stream("t", "maker", "lye", 60.0, stock=20.0),
        facility("f", "user", "dry", 120.0, state=OperatingState.PLANNED),
    )
    found = printed(programme(park, PlanOptions(horizon=2, on_off=True, budget=900.0)))
    for row in (
        "supply[t]: divert t->f - stock t <= 60 t",
        "blend_maximum[f, Cr]: divert s->f <= 0",
        "month_supply[s, 1]: month 1 of divert s->f <= 20 t",
        "month_supply[t, 12]: -0.0833333 stock t + month 12 of divert t->f <= 5 t",
        "month_capacity[f, 12]: month 12 of divert s->f + month 12 of divert t->f <= 10 t",
        "run_capacity[f]: divert s->f + divert t->f - 120 run f <= 0",
        "run_scale[f]: divert s->f + divert t->f - 30 run f >= 0",
        "budget: 1200 run f <= 900 CNY",
    ):
        assert row in found


@pytest.mark.parametrize("kind", Row)
def test_the_page_describes_every_family_as_the_code_has_it(kind: Row) -> None:
    family = FAMILIES[kind]
    section = PAGE.split(f"### `{family.name}`\n")[1].split("\n### ")[0]
    for part in (family.description, family.where, family.equation, f"`{family.module}.{family.function}`"):
        assert part in section
    assert callable(getattr({"rows": rows, "outlets": outlets}[family.module], family.function))
    assert kind.family is family
