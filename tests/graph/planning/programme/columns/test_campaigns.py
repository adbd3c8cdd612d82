"""What a line makes of one origin is judged apart from what it makes of another, down the whole chain."""

from __future__ import annotations

import numpy as np
import pytest

from graph.model import ComponentFate
from graph.planning import Objective, Plan, PlanOptions, make_plan
from graph.planning.allocation import pose
from graph.planning.programme import Column
from graph.planning.uncertainty import uncertain
from graph.planning.uncertainty.keyed import World
from graph.ranges import Range
from graph.vocabulary import LinkageState, MaterialId, Phase, RowId, TechnologyId, Unit
from tests.build import (
    ESTIMATE,
    analysis,
    facility,
    limit,
    linkage,
    material,
    park_of,
    price,
    recipe,
    stream,
)

#: By the facts of the shipped wash: 0.80 t of dry feed leave 0.795 t of dry cake.
WASHED = 1.006
#: Floated and washed: 0.757 of the dry feed is left, with 86 % of its gypsum.
FLOATED = 0.86 / 0.757


def fate(technology: str, output: str, component: str, factor: float) -> ComponentFate:
    return ComponentFate(
        id=RowId(f"{technology}:{output}:{component}"),
        technology=TechnologyId(technology),
        material=MaterialId(output),
        component=component,
        factor=Range.exact(factor),
        evidence=ESTIMATE,
    )


GYPSUM = [
    material("gypsum"),
    material("washed", "gypsum"),
    material("sand"),
    material("plaster"),
    material("ground"),
    recipe("plaster", "washed", "plaster", 0.8),
    limit("plaster", "G", minimum=80.0),
    facility("p", "user", "plaster", 500.0),
]
WASH = [
    recipe("wash", "gypsum", "washed", 0.9),
    fate("wash", "washed", "G", WASHED),
    facility("w", "user", "wash", 500.0),
]
FILL = [recipe("fill", "washed", "ground"), facility("f", "user", "fill", 500.0)]
POOR = [stream("poor", "maker", "gypsum", 100.0), analysis("poor", "G", 73.0)]
RICH = [stream("rich", "maker", "gypsum", 50.0), analysis("rich", "G", 90.0)]


def passed_on(plan: Plan) -> dict[tuple[str, str], tuple[float, tuple[str, ...]]]:
    """What goes from facility to facility, and of which streams."""
    return {
        (str(flow.from_facility), flow.facility): (round(flow.amount, 6), flow.origins)
        for flow in plan.flows
        if flow.from_facility is not None
    }


def test_plaster_refuses_what_leaves_the_wash_at_73_percent() -> None:
    """73 % x 1.006 = 73.4 %, below 80 %: washing alone opens nothing, and nothing is washed for nothing."""
    plan = make_plan(park_of(*GYPSUM, *WASH, *POOR))
    assert plan.flows == ()
    (outcome,) = plan.streams
    assert "after wash (G 73.44 mass %, at least 80) refused by plaster" in outcome.detail.en
    assert "经wash后（G 73.44 质量%，下限 80）被拒于：plaster" in outcome.detail.zh


def test_what_nobody_traced_holds_what_came_in_so_that_a_breach_stays_a_breach() -> None:
    """The wash has no fate of anything: 73 % stay 73 %, and 90 % are enough. Moisture is not carried."""
    wash = [recipe("wash", "gypsum", "washed", 0.9), facility("w", "user", "wash", 500.0)]
    wet = [limit("plaster", "free-water", maximum=10.0), analysis("rich", "free-water", 25.0, "mass % wet")]
    plan = make_plan(park_of(*GYPSUM, *wash, *POOR, *RICH, *wet))
    assert passed_on(plan) == {("w", "p"): (45.0, ("rich",))}
    poor = next(outcome for outcome in plan.streams if outcome.stream == "poor")
    assert "after wash (G 73 mass %, at least 80) refused by plaster" in poor.detail.en


def test_a_fate_says_what_is_removed_and_what_is_not_said_of_a_traced_output_is_not_known() -> None:
    """With a row for chlorine the wash is traced: of gypsum itself nobody knows what is left."""
    plan = make_plan(
        park_of(
            *GYPSUM,
            recipe("wash", "gypsum", "washed", 0.9),
            fate("wash", "washed", "Cl", 0.1),
            limit("plaster", "Cl", maximum=0.5),
            facility("w", "user", "wash", 500.0),
            *POOR,
            analysis("poor", "Cl", 3.0),
        )
    )
    assert passed_on(plan) == {("w", "p"): (90.0, ("poor",))}


def test_a_gas_holds_nothing_of_what_it_was_driven_out_of() -> None:
    """Sludge of 3 % chlorine is digested, which nobody traced; the engine wants none of it, nor gets any."""
    plan = make_plan(
        park_of(
            material("sludge"),
            material("biogas", phase=Phase.GAS),
            material("power"),
            recipe("digest", "sludge", "biogas", 0.2),
            recipe("burn", "biogas", "power"),
            limit("burn", "Cl", maximum=0.1),
            stream("s", "maker", "sludge", 100.0),
            analysis("s", "Cl", 3.0),
            facility("d", "user", "digest", 100.0),
            facility("e", "user", "burn", 100.0),
            price("power", 10.0),
        ),
        PlanOptions(objective=Objective.BENEFIT),
    )
    assert passed_on(plan) == {("d", "e"): (20.0, ("s",))}


def test_floated_and_washed_it_reaches_83_percent_and_goes_to_plaster() -> None:
    """Of 100 t 72 t are left, at 73 % x 0.86 / 0.757 = 82.9 %, and 28 t of sand are no use."""
    plan = make_plan(
        park_of(
            *GYPSUM,
            recipe("float", "gypsum", "washed", 0.72, residue=("sand", 0.28)),
            fate("float", "washed", "G", FLOATED),
            facility("w", "user", "float", 500.0),
            *POOR,
        )
    )
    assert passed_on(plan) == {("w", "p"): (72.0, ("poor",))}
    assert plan.total(Unit.TONNE).net == pytest.approx(72.0)


@pytest.mark.parametrize("lines", [1, 2])
def test_of_two_donors_plaster_gets_only_what_came_of_the_richer(lines: int) -> None:
    """One line or two: 50 t x 0.9 = 45 t at 90.5 %, and of the poor only what the fill takes."""
    more = [facility("v", "user", "wash", 500.0)] if lines == 2 else []
    plan = make_plan(park_of(*GYPSUM, *WASH, *more, *POOR, *RICH))
    assert {flow.stream: flow.amount for flow in plan.flows if flow.stream} == {"rich": pytest.approx(50.0)}
    assert sum(amount for amount, _ in passed_on(plan).values()) == pytest.approx(45.0)
    assert {origins for _, origins in passed_on(plan).values()} == {("rich",)}
    filled = make_plan(park_of(*GYPSUM, *WASH, *FILL, *POOR, *RICH))
    assert filled.total(Unit.TONNE).net == pytest.approx(150.0)
    to_plaster = passed_on(filled).get(("w", "p"))
    assert to_plaster is None or to_plaster[1] == ("rich",)


def test_a_like_donor_makes_no_campaign_of_its_own() -> None:
    """The programme grows with what limits tell apart, not with the number of streams."""
    like = [stream("like", "maker", "gypsum", 30.0), analysis("like", "G", 71.0)]
    one, two = (pose(park_of(*GYPSUM, *WASH, *FILL, *POOR, *RICH, *more)) for more in ([], like))
    assert len(one.programme.layout.campaigns) == len(two.programme.layout.campaigns) == 4
    transfers = [len(found.programme.layout.flows.where(Column.TRANSFER)) for found in (one, two)]
    assert transfers == [3, 3]
    rows = [str(one.programme.row(number)) for number in range(one.programme.linear.rows)]
    assert sum(row.startswith(("output[w#1, washed]", "output[w#2, washed]")) for row in rows) == 2


def test_what_may_only_be_mixed_in_spoils_what_it_is_mixed_with() -> None:
    """The wash takes chlorine up to 0.4 %. 100 t of 0.6 % need 100 t of 0.2 %, and what leaves them, each for
    itself at 0.3 and 0.1 %, is one mix that the fill (0.2 %) refuses. Alone, 100 t of 0.2 % go to the fill.
    """
    park = [
        *GYPSUM,
        *WASH,
        *FILL,
        fate("wash", "washed", "Cl", 0.5),
        limit("wash", "Cl", maximum=0.4),
        limit("fill", "Cl", maximum=0.2),
        *(stream(name, "maker", "gypsum", 100.0) for name in ("dirty", "clean")),
        analysis("dirty", "Cl", 0.6),
        analysis("clean", "Cl", 0.2),
        analysis("clean", "G", 73.0),
        analysis("dirty", "G", 73.0),
    ]
    plan = make_plan(park_of(*park))
    assert plan.total(Unit.TONNE).net == pytest.approx(100.0)
    assert passed_on(plan) == {("w", "f"): (90.0, ("clean",))}
    tolerant = [part for part in park if part != limit("fill", "Cl", maximum=0.2)]
    mixed = make_plan(park_of(*tolerant))
    assert mixed.total(Unit.TONNE).net == pytest.approx(200.0)
    assert {flow.stream: flow.blended for flow in mixed.flows if flow.stream}["dirty"]
    # Alone or in the mix: two columns, and one linkage that somebody agrees to.
    problem = pose(park_of(*park))
    flows = problem.programme.layout.flows
    (clean,) = np.flatnonzero(problem.snapshot.strings("waste_streams", "id") == "clean")
    twice = np.flatnonzero((flows.kind == Column.DIVERT) & (flows.stream == clean))
    assert sorted(flows.blended[twice].tolist()) == [False, True]
    assert set(problem.programme.layout.way[twice].tolist()) == {twice[0]}
    consent = uncertain(problem).consent
    at = np.searchsorted(consent.linkage, twice)
    said = [consent.drawn(World(1, number), 0.0)[at].tolist() for number in range(20)]
    assert {tuple(answer) for answer in said} == {(True, True), (False, False)}


@pytest.mark.parametrize(("content", "net"), [(1.5, 150.0), (0.9, 200.0)])
def test_a_limit_holds_where_an_output_is_an_auxiliary_input(content: float, net: float) -> None:
    """Every input of the press may have 1 % of chlorine: dust of 1.5 % is disposed of (C31)."""
    plan = make_plan(
        park_of(
            *(material(name) for name in ("ash", "metal", "dust", "clay", "brick")),
            recipe("melt", "ash", "metal", 0.5, residue=("dust", 0.5)),
            recipe("press", "clay", "brick", auxiliary=[("dust", 0.5)]),
            fate("melt", "dust", "Cl", 1.0),
            limit("press", "Cl", maximum=1.0),
            stream("ash", "maker", "ash", 100.0),
            stream("clay", "maker", "clay", 100.0),
            analysis("ash", "Cl", content),
            facility("m", "user", "melt", 500.0),
            facility("b", "user", "press", 500.0),
        )
    )
    assert plan.total(Unit.TONNE).net == pytest.approx(net)


@pytest.mark.parametrize(("content", "found"), [(73.0, 0.0), (90.0, 54.0)])
def test_what_a_linkage_brings_today_goes_on_by_its_own_origin(content: float, found: float) -> None:
    """60 t run to the wash on record; the 54 t that it makes of them are plaster today, or not."""
    park = park_of(
        *GYPSUM,
        *WASH,
        stream("s", "maker", "gypsum", 60.0, in_use=60.0),
        analysis("s", "G", content),
        linkage("l", "w", "wash:in_main:gypsum", 60.0, stream="s", state=LinkageState.OPERATING),
    )
    today = make_plan(park).today
    assert sum(flow.amount for flow in today if flow.from_facility == "w") == pytest.approx(found)
