"""Who says yes together: projects, willing firms, and what the register has seen."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from graph.model import LinkageEvent, Project, Weight
from graph.planning import LinkageKind, Measure, plan_uncertainty
from graph.planning.allocation import pose
from graph.planning.uncertainty.consent import Consent, consent_of, learnt_from, thresholds, together
from graph.planning.uncertainty.keyed import World, keys_of
from graph.planning.uncertainty.uncertain import uncertain
from graph.snapshot import Snapshot
from graph.vocabulary import (
    EnterpriseId,
    FacilityId,
    LinkageId,
    LinkageState,
    OperatingState,
    ProjectStage,
    RowId,
    Unit,
)
from tests.build import ESTIMATE, facility, linkage, material, park_of, recipe, stream

SUGGESTED, CONTACTED, NEGOTIATING = (
    LinkageState.SUGGESTED,
    LinkageState.CONTACTED,
    LinkageState.NEGOTIATING,
)


def weight(name: str, value: float) -> Weight:
    return Weight(
        id=RowId(f"acceptance.{name}"), name_zh=name, name_en=name, value=value, unit="-", evidence=ESTIMATE
    )


def project(stage: ProjectStage, *facilities: str, probability: float | None = None) -> Project:
    return Project(
        id=RowId("base"),
        enterprise=EnterpriseId("user"),
        facilities=tuple(FacilityId(name) for name in facilities),
        stage=stage,
        probability=probability,
        year=2028,
        evidence=ESTIMATE,
    )


def two_lines(*more: object) -> Snapshot:
    """100 t of slag and 100 t of mud of the same works, each to a planned line of its own."""
    return park_of(
        *(material(name) for name in ("slag", "road", "mud", "brick")),
        stream("s", "user", "slag", 100.0),
        stream("m", "user", "mud", 100.0),
        recipe("pave", "slag", "road"),
        recipe("press", "mud", "brick"),
        facility("paver", "user", "pave", 100.0, state=OperatingState.PLANNED),
        facility("press", "user", "press", 100.0, state=OperatingState.PLANNED),
        *more,
    )


def test_a_project_is_one_answer_for_all_its_facilities() -> None:
    """Both lines of a base on record run, or neither: 200 t four times in ten, else nothing, never 100 t."""
    found = plan_uncertainty(two_lines(project(ProjectStage.FILED, "paver", "press")), draws=400)
    net = found.total(Measure.NET, Unit.TONNE)
    assert (net.p10, net.p50, net.p90) == (0.0, 0.0, pytest.approx(200.0))
    assert net.plain_error == pytest.approx(200.0 * np.sqrt(0.24 / 400), rel=0.1)
    assert [(row.project, row.probability, row.given, row.year) for row in found.decisions] == [
        ("base", 0.4, False, 2028)
    ]
    apart = plan_uncertainty(two_lines(), draws=400).total(Measure.NET, Unit.TONNE)
    assert apart.p50 == pytest.approx(100.0)
    assert plan_uncertainty(two_lines(), draws=20).decisions == ()


def test_what_somebody_says_of_a_project_counts_before_its_stage() -> None:
    (said,) = plan_uncertainty(
        two_lines(project(ProjectStage.STARTED, "paver", "press", probability=0.1)), draws=20
    ).decisions
    assert (said.probability, said.given) == (0.1, True)
    (staged,) = plan_uncertainty(two_lines(project(ProjectStage.STARTED, "paver")), draws=20).decisions
    assert (staged.probability, staged.given) == (0.8, False)


def test_a_common_factor_moves_answers_together_and_leaves_each_its_probability() -> None:
    """Two lines with the same odds of 1/2: with 0.5 of the variance in common both run in 1/3 of the worlds.

    P(both) = 1/4 + asin(0.5) / (2 pi) = 1/3 (Sheppard 1899).
    """
    consent = consent_of(pose(two_lines(weight("common-factor", 0.5))))
    factor, worlds = keys_of(["factor"]), [World(1, number) for number in range(4_000)]
    drawn = np.array([consent.drawn(world, float(world.normal(factor)[0])) for world in worlds])
    assert drawn.mean(axis=0) == pytest.approx([0.5, 0.5], abs=0.03)
    assert drawn.all(axis=1).mean() == pytest.approx(1.0 / 3.0, abs=0.03)


def test_the_chance_of_two_yeses_with_a_factor_in_common_is_exact() -> None:
    """A firm that agrees with 1/2 to a line that runs with 1/2, half of the variance in common: 1/3 again."""
    one, key = np.zeros(1, dtype=np.int64), keys_of(["line"])
    half = np.array([0.5])
    assert Consent(one, half, one, one, half, one, key, key, 0.5).probability == pytest.approx(
        [1.0 / 3.0], abs=1e-9
    )
    assert Consent(one, half, one, one, half, one, key, key).probability.tolist() == [0.25]
    # Where the facility is settled, or the works asks itself, one answer is left.
    assert Consent(one, half, one - 1, one, half, one, key, key, 0.5).probability.tolist() == [0.5]


def test_markets_move_with_consent() -> None:
    """Where everybody is willing markets take more: demand and the number of yeses are correlated."""
    unknown = uncertain(pose(two_lines(weight("common-factor", 0.5))))
    assert unknown.consent.common == 0.5
    assert together(np.array([1.0]), 2.0, 0.5) == pytest.approx([3.0 / np.sqrt(2.0)])
    assert thresholds(np.array([0.975])) == pytest.approx([-1.959964], abs=1e-6)


def history(name: str, *states: LinkageState) -> list[object]:
    """A linkage that came through states, the last of them its own."""
    given = linkage(name, "paver", "pave:in_main:slag", 10.0, stream="s", state=states[-1])
    return [
        given,
        *(
            LinkageEvent(
                id=RowId(f"{name}-{number}"),
                linkage=LinkageId(name),
                at=f"2026-01-0{number + 1}T00:00:00+00:00",
                before=before,
                after=after,
                version=number + 2,
                actor="park",
            )
            for number, (before, after) in enumerate(pairwise(states))
        ),
    ]


def test_the_register_moves_the_odds_of_linkages_of_its_kind() -> None:
    """Of three suggested linkages two were agreed to, one rejected; 5 observations say 0.3: (1.5 + 2) / 8."""
    snapshot = two_lines(
        *history("one", SUGGESTED, CONTACTED, NEGOTIATING, LinkageState.CONTRACTED),
        *history("two", SUGGESTED, CONTACTED, NEGOTIATING, LinkageState.CONTRACTED),
        *history("three", SUGGESTED, LinkageState.REJECTED),
        *history("open", SUGGESTED, CONTACTED),
    )
    found = learnt_from(snapshot, {SUGGESTED: 0.3, CONTACTED: 0.4, NEGOTIATING: 0.7}, 5.0)
    by_state = {row.state: row for row in found}
    assert {row.kind for row in found} == {LinkageKind.SOLID}
    assert (by_state[SUGGESTED].agreed, by_state[SUGGESTED].rejected) == (2, 1)
    assert by_state[SUGGESTED].posterior == pytest.approx(3.5 / 8.0)
    assert by_state[NEGOTIATING].posterior == pytest.approx((3.5 + 2.0) / 7.0)
    assert learnt_from(two_lines(), {SUGGESTED: 0.3, CONTACTED: 0.4, NEGOTIATING: 0.7}, 5.0) == ()


def test_what_was_learnt_is_drawn_with_and_said() -> None:
    parts = history("gone", SUGGESTED, LinkageState.REJECTED)
    snapshot = park_of(
        *(material(name) for name in ("slag", "road")),
        stream("s", "maker", "slag", 100.0),
        recipe("pave", "slag", "road"),
        facility("paver", "user", "pave", 100.0),
        facility("other", "user", "pave", 100.0),
        weight("prior-strength", 2.0),
        *parts,
    )
    consent = consent_of(pose(snapshot))
    (lesson,) = consent.learnt
    assert lesson.posterior == pytest.approx(0.6 / 3.0)
    assert sorted(consent.agreed.tolist()) == pytest.approx([0.0, 0.2])
    assert plan_uncertainty(snapshot, draws=20).learnt == (lesson,)
