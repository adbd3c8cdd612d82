"""A plan of what was known, beside what was reported; all worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from graph.errors import SymbioflowError
from graph.evidence import Grade
from graph.model import ScenarioChange
from graph.planning.backtests import Backtest, Reported, ReportedKind, as_known, backtest, mix_of
from graph.snapshot import Snapshot
from graph.vocabulary import MaterialId, RowId, ScenarioId, TechnologyId
from tests.build import facility, material, park_of, recipe, stream

DAY = date(2022, 12, 31)


def gypsum_park() -> Snapshot:
    """100 t of gypsum, 20 t in use; washing for all of it, then a press of 50 t; a paver that opens in 2024.

    gypsum 100 -> wash (1 t clean per t) -> press 50
               -> pave 30, from 2024 on
    """
    return park_of(
        material("gypsum"),
        material("clean", "gypsum"),
        material("board"),
        material("road"),
        stream("s", "maker", "gypsum", 100.0, in_use=20.0),
        recipe("wash", "gypsum", "clean"),
        recipe("press", "clean", "board"),
        recipe("pave", "gypsum", "road"),
        facility("washer", "user", "wash", 60.0),
        facility("presser", "user", "press", 50.0),
        replace(facility("paver", "user", "pave", 30.0), opens=date(2024, 1, 1)),
    )


def change(table: str, row: str, field: str, value: str, number: int = 1) -> ScenarioChange:
    return ScenarioChange(
        id=RowId(f"c{number}"),
        scenario=ScenarioId(""),
        table_name=table,
        row_id=row,
        field=field,
        value=value,
    )


def reported(kind: ReportedKind, low: float | None, high: float | None, *technologies: str) -> Reported:
    return Reported(
        id="r",
        region="Somewhere",
        materials=(MaterialId("gypsum"),),
        year="2025",
        kind=kind,
        use="boards" if technologies else "",
        technologies=tuple(TechnologyId(name) for name in technologies),
        low=low,
        high=high,
        source="",
        grade=Grade.TRADE,
        note="",
    )


def run(*rows: Reported) -> Backtest:
    return backtest(gypsum_park(), [change("waste_streams", "s", "in_use", "10")], rows, DAY)


def test_what_was_known_otherwise_is_changed_and_what_was_not_open_is_left_out() -> None:
    """10 t in use take room in the washer and the press; 40 t of press are left, and nothing is paved."""
    found = run()
    (outcome,) = found.plan.streams
    assert outcome.baseline == 10.0
    assert {flow.facility for flow in found.plan.flows} <= {"washer", "presser"}


def test_a_use_counts_where_its_material_ends_not_where_it_is_only_treated() -> None:
    found = run()
    mix = mix_of(found.snapshot, found.plan, [MaterialId("gypsum")])
    assert mix.supply == 100.0
    assert mix.used_today == pytest.approx(0.1)
    assert set(mix.planned) == {"press"}
    assert mix.today == {"press": pytest.approx(0.1)}
    assert mix.planned["press"] == pytest.approx(0.5)


def test_the_gap_is_taken_to_the_nearer_end_of_what_was_reported() -> None:
    """The press ends with 50 of 100 t."""
    inside, above, below, ceiling, too_much = run(
        reported(ReportedKind.SHARE, 0.4, 0.6, "press"),
        reported(ReportedKind.SHARE, 0.1, 0.3, "press"),
        reported(ReportedKind.SHARE, 0.8, 0.9, "press", "pave"),
        reported(ReportedKind.CEILING, 0.6, 0.7, "press"),
        reported(ReportedKind.CEILING, 0.1, 0.3, "press"),
    ).compared
    assert inside.gap == 0.0
    assert above.gap == pytest.approx(0.2)
    assert below.gap == pytest.approx(-0.3)
    assert ceiling.gap == 0.0
    assert too_much.gap == pytest.approx(0.2)


def test_what_was_not_found_or_not_told_has_no_gap() -> None:
    unfound, untold = run(
        reported(ReportedKind.UTILISATION, None, None), reported(ReportedKind.SHARE, 0.2, 0.2)
    ).compared
    assert (unfound.today, unfound.gap) == (pytest.approx(0.1), None)
    assert (untold.planned, untold.gap) == (None, None)


def test_a_material_that_nobody_gives_off_has_no_mix() -> None:
    mix = mix_of(gypsum_park(), run().plan, [MaterialId("board")])
    assert (mix.supply, mix.planned) == (0.0, {})


def test_a_change_that_cannot_be_made_is_named() -> None:
    with pytest.raises(SymbioflowError, match="nobody") as refused:
        as_known(gypsum_park(), [change("waste_streams", "nobody", "in_use", "10")])
    assert refused.value.code == "BAD_CHANGE"


def test_the_graph_itself_stays_as_it_is() -> None:
    park = gypsum_park()
    before = park.fingerprint
    backtest(park, [change("waste_streams", "s", "in_use", "10")], [], DAY)
    assert park.fingerprint == before
