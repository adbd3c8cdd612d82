"""How much is made follows what comes in: by its kind, by what was measured in it, by its water."""

from __future__ import annotations

import numpy as np
import pytest

from graph.model import PortYield
from graph.planning import FollowedYield, Objective, Plan, PlanOptions, make_plan
from graph.planning.allocation import pose
from graph.planning.uncertainty import uncertain
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.vocabulary import Direction, MaterialId, PortId, RowId
from tests.build import ESTIMATE, analysis, facility, limit, material, park_of, port, price, recipe, stream
from tests.graph.planning.programme.columns.test_campaigns import fate


def made(
    output: str,
    factor: float | Range,
    component: str | None = None,
    main_input: str | None = None,
    technology: str = "gasify",
    direction: Direction = Direction.PRODUCT,
) -> PortYield:
    """What is made of an output by what comes in."""
    return PortYield(
        id=RowId(f"{technology}:{output}:{main_input}:{component}"),
        port=PortId(f"{technology}:{direction.value}:{output}"),
        main_input=None if main_input is None else MaterialId(main_input),
        component=component,
        factor=factor if isinstance(factor, Range) else Range.exact(factor),
        evidence=ESTIMATE,
    )


COKE = [
    *(material(name) for name in ("coke", "pitch", "sulphur", "ash")),
    recipe("gasify", "coke", "sulphur", 0.03, residue=("ash", 0.02)),
    port("gasify", Direction.MAIN_INPUT, "pitch"),
    facility("g", "user", "gasify", 1000.0),
    price("sulphur", 100.0),
]
SOUR = [stream("sour", "maker", "coke", 100.0), analysis("sour", "S", 4.0, spread=1.0)]


def made_of(plan: Plan, output: str = "sulphur") -> float:
    (run,) = plan.runs
    return sum(amount for name, amount, _ in run.outputs if name == output)


def plan(*rows: object) -> Plan:
    return make_plan(park_of(*COKE, *rows))


def test_without_a_row_the_recipe_says_how_much_is_made() -> None:
    assert made_of(plan(*SOUR)) == pytest.approx(3.0)


def test_sulphur_of_gasified_coke_is_a_share_of_the_coke_s_own() -> None:
    """100 t x 4 % x 0.98 = 3.92 t, and the plan says why; 98 % of 3 to 5 % at its ends."""
    found = plan(*SOUR, made("sulphur", 0.98, "S"))
    assert made_of(found) == pytest.approx(3.92)
    (one,) = found.runs[0].yields
    assert isinstance(one, FollowedYield)
    assert (one.material, one.worked, one.component) == ("sulphur", 100.0, "S")
    assert (one.ratio.low, one.ratio.likely, one.ratio.high) == pytest.approx((0.0294, 0.0392, 0.049))
    assert one.content is not None
    assert one.content.likely == pytest.approx(0.04)
    assert one.usual.likely == 0.03


def test_what_nobody_measured_gives_what_the_recipe_says_and_not_nothing() -> None:
    found = plan(stream("coke", "maker", "coke", 100.0), made("sulphur", 0.98, "S"))
    assert made_of(found) == pytest.approx(3.0)
    assert found.runs[0].yields == ()


def test_each_stream_gives_its_own_yield() -> None:
    """100 t of 4 % and 100 t of 1 %: 3.92 + 0.98."""
    sweet = stream("sweet", "maker", "coke", 100.0), analysis("sweet", "S", 1.0)
    assert made_of(plan(*SOUR, *sweet, made("sulphur", 0.98, "S"))) == pytest.approx(4.9)


def test_inputs_of_another_kind_have_yields_of_their_own() -> None:
    """Pitch gives 0.05 t whatever the recipe says of coke; measured pitch gives what it contains."""
    pitch = stream("pitch", "maker", "pitch", 100.0)
    of_kind = made("sulphur", 0.05, main_input="pitch")
    assert made_of(plan(pitch, of_kind)) == pytest.approx(5.0)
    assert made_of(plan(stream("coke", "maker", "coke", 100.0), of_kind)) == pytest.approx(3.0)
    measured = pitch, analysis("pitch", "S", 2.0), of_kind, made("sulphur", 0.98, "S")
    assert made_of(plan(*measured)) == pytest.approx(1.96)


@pytest.mark.parametrize(
    ("component", "content", "basis", "share"),
    [
        ("S", 4.0, "mass % wet", 0.04),
        ("S", 4.0, "mass % dry", 0.032),
        ("S", 40_000.0, "mg/kg", 0.04),
        ("total-S", 4.0, "mass %", 0.04),
        ("SO3", 10.0, "mass %", 10.0 * 32.06 / 80.057 / 100.0),
    ],
)
def test_an_analysis_counts_in_its_basis_and_its_words(
    component: str, content: float, basis: str, share: float
) -> None:
    """At 20 % water 4 % of dry matter are 3.2 % of the whole."""
    wet = stream("sour", "maker", "coke", 100.0, moisture=20.0), analysis("sour", component, content, basis)
    assert made_of(plan(*wet, made("sulphur", 1.0, "S"))) == pytest.approx(100.0 * share, rel=1e-4)


def test_a_content_of_dry_matter_whose_water_nobody_knows_says_nothing() -> None:
    dry = stream("sour", "maker", "coke", 100.0), analysis("sour", "S", 4.0, "mass % dry")
    assert made_of(plan(*dry, made("sulphur", 1.0, "S"))) == pytest.approx(3.0)


def test_of_two_analyses_the_least_hopeful_counts() -> None:
    """Of a product the lower; of a residue the higher."""
    again = analysis("sour", "S", 2.0, name="again")
    found = plan(
        *SOUR,
        again,
        made("sulphur", 1.0, "S"),
        made("ash", 1.0, "S", direction=Direction.RESIDUE),
    )
    assert made_of(found) == pytest.approx(2.0)
    assert made_of(found, "ash") == pytest.approx(4.0)


def test_dry_matter_is_all_but_the_measured_water() -> None:
    wet = stream("wet", "maker", "coke", 100.0, moisture=25.0)
    assert made_of(plan(wet, made("sulphur", 0.8, "dry-matter"))) == pytest.approx(60.0)
    unknown = stream("wet", "maker", "coke", 100.0)
    assert made_of(plan(unknown, made("sulphur", 0.8, "dry-matter"))) == pytest.approx(3.0)


def test_a_coke_without_sulphur_makes_none() -> None:
    sweet = stream("sweet", "maker", "coke", 100.0), analysis("sweet", "S", 0.0)
    found = make_plan(park_of(*COKE, *sweet, made("sulphur", 0.98, "S")))
    # Nothing is made but ash: gasifying it is no use.
    assert found.flows == ()


def test_what_a_wash_leaves_gives_what_it_still_contains() -> None:
    """100 t of 4 % are washed to 80 t of 4 % x 0.5: 80 x 0.02 x 0.98 = 1.568 t."""
    found = make_plan(
        park_of(
            *COKE,
            material("raw"),
            recipe("wash", "raw", "coke", 0.8),
            facility("w", "user", "wash", 1000.0),
            fate("wash", "coke", "S", 0.5),
            stream("raw", "maker", "raw", 100.0),
            analysis("raw", "S", 4.0),
            made("sulphur", 0.98, "S"),
        ),
        PlanOptions(objective=Objective.BENEFIT),
    )
    (run,) = (run for run in found.runs if run.facility == "g")
    assert {name: amount for name, amount, _ in run.outputs}["sulphur"] == pytest.approx(1.568)


def test_a_mix_makes_what_the_worst_of_it_makes() -> None:
    """Coke of 6 % may go in a mix of at most 4 % only: what is mixed gives 0.98 of 2 %, the lesser."""
    rows = (
        limit("gasify", "S", maximum=4.0),
        stream("worst", "maker", "coke", 100.0),
        analysis("worst", "S", 6.0),
        stream("sweet", "maker", "coke", 100.0),
        analysis("sweet", "S", 2.0),
        made("sulphur", 0.98, "S"),
    )
    assert made_of(plan(*rows)) == pytest.approx(200.0 * 0.02 * 0.98)


def test_draws_draw_the_yield_of_what_comes_in() -> None:
    """3 % to 5 % of the coke at 0.98: between 0.0294 and 0.049, at its mean in the middle."""
    park = park_of(*COKE, *SOUR, made("sulphur", 0.98, "S"))
    unknown = uncertain(pose(park, PlanOptions()))
    drawn = np.array([unknown.ratios(unknown.draw(1, number).slots).max() for number in range(200)])
    assert 0.0294 <= drawn.min() < drawn.max() <= 0.049
    assert drawn.mean() == pytest.approx(0.0392, rel=0.03)
    assert unknown.ratios(unknown.likely).max() == pytest.approx(0.0392)


def park_in_two(*names: str) -> Snapshot:
    return park_of(
        *COKE[:-2],
        *(facility(name, "user", "gasify", 1000.0 / len(names)) for name in names),
        *SOUR,
        made("sulphur", 0.98, "S"),
    )


def test_a_works_in_two_halves_makes_no_more() -> None:
    one, two = (make_plan(park_in_two(*names)) for names in (("g",), ("g", "h")))
    assert one.totals == two.totals
