from __future__ import annotations

import inspect
import re
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest

from api.commands.planning.plan_arguments import (
    with_front_options,
    with_plan_options,
    with_state_options,
    with_target_options,
)
from api.graphql.schema import schema
from api.plan_options import AIM, DATED, OPTIONS, Asked, asked, objectives_of, weights_of
from api.views.kept import options_key
from graph.errors import EXIT_USAGE, SymbioflowError
from graph.matching import MatchOptions
from graph.planning import Objective, PlanOptions


def test_three_numbers_are_the_weights_of_a_mix() -> None:
    assert weights_of("2,1,0") == (Objective.WEIGHTED, (2.0, 1.0, 0.0))
    assert weights_of("co2") == (Objective.CO2, ())


@pytest.mark.parametrize("text", ["profit", "", "1;2;3", "weighted"])
def test_an_objective_that_is_none_is_a_mistake_of_usage(text: str) -> None:
    with pytest.raises(SymbioflowError) as refused:
        weights_of(text)
    assert (refused.value.code, refused.value.exit_code) == ("BAD_OPTION", EXIT_USAGE)


def test_a_front_knows_single_objectives_only() -> None:
    assert objectives_of("co2,tonnes") == (Objective.CO2, Objective.TONNES)
    with pytest.raises(SymbioflowError, match="expected two or three different ones of tonnes, benefit, co2"):
        objectives_of("tonnes,weighted")


def test_options_that_cannot_be_are_a_mistake_of_usage() -> None:
    with pytest.raises(SymbioflowError) as refused:
        asked({"budget": -1.0})
    assert (refused.value.code, refused.value.exit_code) == ("BAD_OPTION", EXIT_USAGE)


NAMES = {option.name for option in OPTIONS}
DOCUMENTS = Path(__file__).parents[2] / "api" / "documents"


def test_every_command_and_every_field_that_plans_takes_the_same_options() -> None:
    def command(asked: Asked) -> None: ...

    for decorate, left_out in (
        (with_plan_options, {"mix"}),
        (with_front_options, AIM),
        (with_target_options, AIM | {"horizon"}),
        (with_state_options, {"mix", "potential"}),
    ):
        assert set(inspect.signature(decorate(command)).parameters) == NAMES - left_out
    query = schema._schema.query_type
    assert query is not None
    for name, left_out in (
        ("plan", set()),
        ("planUncertainty", set()),
        ("planComparison", set()),
        ("paretoFront", AIM),
        ("roadmap", DATED),
        ("abatement", AIM | {"horizon"}),
        ("indicators", {"potential"}),
        ("resilience", set()),
        ("trace", set()),
        ("fairSplit", AIM),
    ):
        taken = {
            re.sub("([A-Z])", lambda found: f"_{found[0].lower()}", arg) for arg in query.fields[name].args
        }
        assert taken & NAMES == NAMES - left_out, name


@pytest.mark.parametrize(
    ("document", "left_out"),
    [
        ("plan", set()),
        ("uncertainty", set()),
        ("roadmap", DATED),
        ("pareto", AIM),
        ("targets", AIM | {"horizon"}),
        ("indicators", {"potential"}),
        ("resilience", set()),
        ("trace", set()),
        ("fairsplit", AIM),
    ],
)
def test_the_documents_pass_every_option_on(document: str, left_out: set[str]) -> None:
    text = (DOCUMENTS / f"{document}.graphql").read_text(encoding="utf-8")
    for name in asked({}).variables(left_out):
        assert f"{name}: ${name}" in text, name


#: What says which graph is planned, not how.
GRAPH = {"scenario", "park"}


def test_every_option_of_a_plan_can_be_asked_for_and_makes_another_key() -> None:
    given = {
        "objective": Objective.WEIGHTED,
        "mix": (1.0, 2.0, 3.0),
        "horizon": 3,
        "minimum_lot": 5.0,
        "on_off": True,
        "budget": 7.0,
        "potential": True,
        "gap": 0.5,
        "time_limit": 9.0,
        "scenario": "dry-year",
        "park": "north",
        "on": date(2026, 11, 26),
    }
    assert given.keys() == NAMES
    found, plain = asked(given).options, PlanOptions()
    assert all(getattr(found, field.name) != getattr(plain, field.name) for field in fields(PlanOptions))
    keys = {options_key(plain), options_key(replace(plain, matching=MatchOptions(weights={"part.co2": 2.0})))}
    keys |= {options_key(asked({name: given[name]}).options) for name in NAMES - AIM - GRAPH}
    assert len(keys) == 2 + len(NAMES - AIM - GRAPH)
