"""What breaks a limit of its own recipe is sold to nobody: not in a plan, and not in a suggestion."""

from __future__ import annotations

import pytest

from graph.matching import GateName, Outcome, suggest
from graph.matching.pathways import PathwayFinder
from graph.matching.worth import explain_worth
from graph.model import MaterialComponent
from graph.planning import Objective, Plan, PlanOptions, UnplacedReason, make_plan
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.value.numbers.factors import Factors
from graph.vocabulary import Direction, MaterialId, RowId, Unit
from tests.build import ESTIMATE, analysis, facility, limit, material, park_of, port, price, recipe, stream
from tests.graph.planning.programme.columns.test_campaigns import fate

#: Ground ash holds the chlorine of the ash; as an addition to concrete it may hold 0.06 %.
GRIND = [
    material("ash"),
    material("addition"),
    recipe("grind", "ash", "addition", 1.0),
    limit("grind", "Cl", maximum=0.06, material="addition"),
    facility("g", "user", "grind", 500.0),
    price("addition", 100.0),
]
CLEAN = [stream("clean", "maker", "ash", 40.0), analysis("clean", "Cl", 0.01)]
SALTY = [stream("salty", "maker", "ash", 60.0), analysis("salty", "Cl", 0.20)]
KEPT = fate("grind", "addition", "Cl", 1.1)


def best(*rows: object) -> Plan:
    return make_plan(park_of(*GRIND, *rows), PlanOptions(objective=Objective.BENEFIT))


def ends(plan: Plan) -> tuple[dict[str, float], dict[str, float]]:
    """What is sold, and what is disposed of."""
    (run,) = plan.runs
    sold, disposed = ({str(name): amount for name, amount, _ in part} for part in (run.sold, run.disposed))
    return sold, disposed


def test_what_is_made_of_salty_ash_is_not_sold() -> None:
    """1.1 x 0.01 % is an addition, 1.1 x 0.20 % is none: only the 40 t made of the clean ash are sold."""
    sold, disposed = ends(best(*CLEAN, *SALTY, KEPT))
    assert sold == pytest.approx({"addition": 40.0})
    assert disposed == {}


def test_of_tonnes_too_the_salty_ash_gains_nothing() -> None:
    """It could be ground and dumped; that diverts nothing."""
    totals = make_plan(park_of(*GRIND, *CLEAN, *SALTY, KEPT)).totals
    (total,) = [one for one in totals if one.unit is Unit.TONNE]
    assert total.net == pytest.approx(40.0)


def test_the_limit_is_named_where_the_stream_stays() -> None:
    plan = best(*SALTY, KEPT)
    (row,) = plan.streams
    assert row.placed == pytest.approx(0.0)
    assert row.reason is UnplacedReason.NO_GAIN
    assert "(chlorine (Cl) 0.22 mass %, at most 0.06) not fit to be sold: addition" in row.detail.en


def test_without_a_trace_or_an_analysis_the_limit_is_a_question_and_no_refusal() -> None:
    """Of what nobody traced nobody knows how far it was thinned; of what nobody analysed nothing is known."""
    unknown = stream("unknown", "maker", "ash", 60.0)
    assert ends(best(*SALTY))[0] == pytest.approx({"addition": 60.0})
    assert ends(best(unknown, KEPT))[0] == pytest.approx({"addition": 60.0})


def test_a_limit_of_what_comes_in_is_none_of_what_goes_out() -> None:
    entry = limit("grind", "Cl", maximum=0.22, material="ash")
    assert ends(best(*CLEAN, KEPT, entry))[0] == pytest.approx({"addition": 40.0})


def worths(snapshot: Snapshot) -> dict[str, float]:
    finder = PathwayFinder(snapshot, Factors(snapshot))
    found = suggest(snapshot).items
    for item in found:
        assert explain_worth(finder, item).benefit == pytest.approx(item.margin)
    return {str(item.stream): float(item.margin or 0.0) for item in found}


def test_a_suggestion_sells_no_more_than_the_plan() -> None:
    """Both differ by a tonne at 100 CNY, and by what getting rid of them costs."""
    snapshot = park_of(*GRIND, *CLEAN, *SALTY, KEPT)
    found = worths(snapshot)
    fee = PathwayFinder(snapshot, Factors(snapshot)).values.disposed("addition", 0, "grind").benefit
    assert found["clean"] - found["salty"] == pytest.approx(100.0 - fee)


#: A tonne of ground slag takes 0.3 t of dust beside it; what is made of it may hold 0.06 % of chlorine.
BLEND = [
    *(material(name) for name in ("slag", "dust", "wet-dust", "binder")),
    recipe("blend", "slag", "binder", 1.2),
    port("blend", Direction.AUXILIARY_INPUT, "dust", 0.3),
    limit("blend", "Cl", maximum=0.06, material="binder"),
    fate("blend", "binder", "Cl", 0.8),
    facility("b", "user", "blend", 100.0),
    stream("slag", "maker", "slag", 100.0),
    price("binder", 100.0),
]


def dust(chlorine: float, basis: str = "mass %") -> Snapshot:
    return park_of(*BLEND, stream("dust", "maker", "dust", 10.0), analysis("dust", "Cl", chlorine, basis))


def brought(snapshot: Snapshot) -> set[str]:
    return {str(flow.stream) for flow in make_plan(snapshot).flows}


def test_what_is_added_must_not_spoil_the_product() -> None:
    """0.3 x 0.2 % x 0.8 is 0.048 %, of 0.3 % it is 0.072 %: the first may be added, the second is refused."""
    assert brought(dust(0.2)) == {"slag", "dust"}
    assert brought(dust(0.3)) == {"slag"}
    assert brought(dust(3000.0, "mg/kg")) == {"slag"}


def test_a_suggestion_refuses_it_too_and_says_by_how_much() -> None:
    found = suggest(dust(0.3))
    assert {str(item.stream) for item in found.items} == {"slag"}
    (refusal,) = found.refusals
    (gate,) = refusal.gates
    assert (refusal.stream, gate.gate, gate.component) == ("dust", GateName.COMPOSITION, "Cl")
    assert (gate.value, gate.maximum) == (pytest.approx(0.072), 0.06)


def test_of_dry_matter_nobody_can_tell_how_much_is_added() -> None:
    assert brought(dust(0.3, "mass % dry")) == {"slag", "dust"}


def test_what_a_facility_leaves_is_not_added_where_it_spoils_the_product() -> None:
    """The dryer leaves what was in the wet dust; so the dust is a residue that nobody takes."""
    dryer = [
        recipe("dry", "wet-dust", "fines", 0.1, residue=("dust", 0.9)),
        material("fines"),
        fate("dry", "dust", "Cl", 1.1),
        facility("d", "maker", "dry", 50.0),
        stream("wet", "maker", "wet-dust", 10.0),
    ]
    plan = make_plan(park_of(*BLEND, *dryer, analysis("wet", "Cl", 0.3)))
    assert not [flow for flow in plan.flows if flow.from_facility == "d"]
    plan = make_plan(park_of(*BLEND, *dryer, analysis("wet", "Cl", 0.1)))
    assert [flow.facility for flow in plan.flows if flow.from_facility == "d"] == ["b"]


def added(*rows: object, dust_of: float = 0.2) -> float:
    """Return how much of 30 t of dust is added to 100 t of slag."""
    some = stream("dust", "maker", "dust", 30.0), analysis("dust", "Cl", dust_of)
    plan = make_plan(park_of(*BLEND, *some, *rows))
    return sum(flow.amount for flow in plan.flows if flow.stream == "dust")


def test_what_is_added_counts_beside_what_the_main_input_brings() -> None:
    """0.8 x (0.05 % x 100 t + 0.2 % x a) is at most 0.06 % x 100 t where a is at most 12.5 t."""
    assert added(analysis("slag", "Cl", 0.05)) == pytest.approx(12.5)
    assert added(analysis("slag", "Cl", 500.0, "mg/kg")) == pytest.approx(12.5)
    assert added(analysis("slag", "Cl", 0.01)) == pytest.approx(30.0)


def test_what_nobody_knows_of_the_main_input_or_knows_in_another_basis_bounds_nothing() -> None:
    assert added() == pytest.approx(30.0)
    assert added(analysis("slag", "Cl", 0.05, "mass % dry")) == pytest.approx(30.0)


def test_an_analysis_that_tells_less_takes_nothing_from_one_that_is_exact() -> None:
    """0.05 % of the whole is known, however much of the dry matter somebody found besides."""
    for dry in (0.05, 0.06):
        both = analysis("slag", "Cl", 500.0, "mg/kg"), analysis("slag", "Cl", dry, "mass % dry", name="dry")
        assert added(*both) == pytest.approx(12.5)


def test_an_analysis_of_what_is_added_that_tells_less_hides_none_either() -> None:
    """0.8 x 0.24 % of the wet whole is beyond the 0.06 %, but not in 0.3 t of it; 0.2 % is known exactly."""
    wet = analysis("dust", "Cl", 0.24, "mass % wet", name="wet")
    assert added(analysis("slag", "Cl", 0.05), wet) == pytest.approx(12.5)


def test_what_products_usually_contain_is_not_brought_by_what_is_added() -> None:
    """Binder usually has 0.05 % of chlorine; in this dust somebody looked for fluorine alone."""
    usual = MaterialComponent(
        id=RowId("binder:Cl"),
        material=MaterialId("binder"),
        component="Cl",
        basis="mass %",
        amount=Range.exact(0.05),
        evidence=ESTIMATE,
    )
    some = stream("dust", "maker", "dust", 30.0), analysis("dust", "F", 0.2), analysis("slag", "Cl", 0.07)
    plan = make_plan(park_of(*BLEND, fate("blend", "binder", "F", 1.0), usual, *some))
    assert sum(flow.amount for flow in plan.flows if flow.stream == "dust") == pytest.approx(30.0)


def test_what_a_treated_main_input_brings_counts_too() -> None:
    """Ground slag has the 0.05 % of the slag; 100 t of it leave room for 12.5 t of dust all the same."""
    ground = [
        material("rock"),
        recipe("grind", "rock", "slag"),
        fate("grind", "slag", "Cl", 1.0),
        facility("g", "maker", "grind", 1000.0),
        stream("rock", "maker", "rock", 100.0),
        analysis("rock", "Cl", 0.05),
    ]
    rest = [row for row in BLEND if getattr(row, "id", "") != "slag" or not hasattr(row, "supply")]
    some = stream("dust", "maker", "dust", 30.0), analysis("dust", "Cl", 0.2)
    plan = make_plan(park_of(*rest, *ground, *some), PlanOptions(objective=Objective.BENEFIT))
    assert sum(flow.amount for flow in plan.flows if flow.stream == "dust") == pytest.approx(12.5)


@pytest.mark.parametrize(
    ("chlorine", "basis", "value", "reason"),
    [
        (0.2, "mass %", 0.048, "what it adds to the product; what the main input brings comes on top"),
        (0.2, "mass % dry", None, "what it adds to the product cannot be reckoned"),
        (20.0, "mg/L", None, "what it adds to the product cannot be reckoned"),
    ],
)
def test_a_suggestion_shows_what_is_added_as_unverified(
    chlorine: float, basis: str, value: float | None, reason: str
) -> None:
    """Of 0.3 t of 0.2 % dust 0.048 % come into the binder; of dry matter or by volume nobody can tell."""
    (item,) = (one for one in suggest(dust(chlorine, basis)).items if one.stream == "dust")
    (gate,) = (gate for gate in item.gates if gate.gate is GateName.COMPOSITION)
    assert (gate.outcome, gate.maximum, gate.component) == (Outcome.UNVERIFIED, 0.06, "Cl")
    assert gate.value == (None if value is None else pytest.approx(value))
    assert gate.reason.en.startswith(reason)
    assert item.confidence < 1.0


def test_what_is_known_to_add_nothing_needs_no_question() -> None:
    (item,) = (one for one in suggest(dust(0.0)).items if one.stream == "dust")
    assert not [gate for gate in item.gates if gate.gate is GateName.COMPOSITION]
