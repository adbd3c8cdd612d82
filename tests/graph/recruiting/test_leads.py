"""Leads of a park whose numbers are worked out by hand: a maker of slag, and nobody who makes bricks."""

from __future__ import annotations

import pytest

from graph.errors import SymbioflowError
from graph.model import Technology
from graph.planning import Objective, PlanOptions, make_plan, pose
from graph.planning.uncertainty.uncertain import uncertain
from graph.ranges import Range
from graph.recruiting import (
    Lead,
    LeadOptions,
    Leads,
    NoLead,
    OutletKind,
    Presence,
    ScaleBound,
    Trigger,
    find_leads,
)
from graph.recruiting.finding.field import Option
from graph.recruiting.finding.sites import areas, extensions
from graph.snapshot import Snapshot
from graph.value.costs import capital_recovery
from graph.vocabulary import Direction, PriceKind, Unit
from tests.build import (
    cost_sheet,
    enterprise,
    facility,
    market,
    material,
    park_of,
    port,
    price,
    process_class,
    recipe,
    stream,
    technology,
)
from tests.graph.recruiting.added import with_lead

#: Of the year's plan without draws: quick, and exact.
PLAIN = LeadOptions(draws=0)
WHOLE_YEARS = capital_recovery(15.0)


def slag_park(*more: object, demand: float | None = 60.0, scale: float = 1_000.0) -> Snapshot:
    """100 t of slag; bricks sell at 50 and cost 10 to make and 100 to build for a yearly tonne."""
    return park_of(stream("heap", "maker", "slag", 100.0), *brickworks(demand, scale), *more)


def brickworks(demand: float | None, scale: float = 1_000.0) -> tuple[object, ...]:
    return (
        material("slag"),
        material("brick"),
        technology("brickworks", operating_cost=10.0),
        port("brickworks", Direction.MAIN_INPUT, "slag"),
        port("brickworks", Direction.PRODUCT, "brick"),
        process_class("burning", capital=100.0, scale=scale),
        cost_sheet("brickworks", "burning"),
        market("builders", "brick", demand, price=50.0, binds=demand is not None),
    )


def only(found: Leads) -> Lead:
    (lead,) = found.items
    return lead


def reasons(found: Leads) -> dict[str, NoLead]:
    return {str(one.technology): one.reason for one in found.passed_over}


def test_what_is_missing_is_as_large_as_its_market_and_worth_what_it_takes() -> None:
    found = find_leads(slag_park(), PLAIN)
    lead = only(found)
    assert (lead.technology, lead.presence) == ("brickworks", Presence.ABSENT)
    assert (lead.scale.bound, lead.scale.amount.likely, lead.scale.used) == (ScaleBound.MARKET, 60.0, 60.0)
    assert (lead.scale.supply_p50, lead.scale.market, lead.scale.economic) == (100.0, 60.0, 1_000.0)
    assert lead.value.worth == pytest.approx(60.0)
    # 60 t at 50 less 10 and the yearly part of 100.
    assert lead.value.benefit == pytest.approx(60.0 * (40.0 - 100.0 * WHOLE_YEARS))
    assert lead.remainders == ("heap",)
    assert lead.triggers == (Trigger.REMAINDER, Trigger.PATHWAY)
    assert found.certificate.certain
    assert found.without == 0.0


def test_its_money_is_that_of_a_year_at_what_the_plan_brings_it() -> None:
    economics = only(find_leads(slag_park(), PLAIN)).economics
    assert economics.capital is not None
    assert economics.operating is not None
    assert economics.revenue is not None
    assert (economics.capital.likely, economics.operating.likely, economics.revenue.likely) == (
        pytest.approx(6_000.0),
        pytest.approx(600.0),
        pytest.approx(3_000.0),
    )
    # 2,400 a year for 6,000.
    assert economics.payback_likely == pytest.approx(2.5)
    assert economics.pays is True
    assert economics.break_even == pytest.approx(10.0 + 100.0 * WHOLE_YEARS)


def test_a_product_says_which_part_of_its_market_it_needs() -> None:
    (product,) = only(find_leads(slag_park(), PLAIN)).products
    assert (product.outlet, product.market, product.share) == (
        OutletKind.SOLD,
        "builders",
        pytest.approx(1.0),
    )
    (donor,) = only(find_leads(slag_park(), PLAIN)).donors
    assert (donor.stream, donor.amount, donor.alternative) == ("heap", 60.0, None)


def test_supply_and_the_usual_size_bound_it_too() -> None:
    assert only(find_leads(slag_park(demand=500.0), PLAIN)).scale.bound is ScaleBound.SUPPLY
    small = only(find_leads(slag_park(scale=20.0), PLAIN)).scale
    assert (small.bound, small.amount.likely) == (ScaleBound.ECONOMIC, 20.0)


def test_what_is_full_can_be_extended_and_the_firm_that_runs_it_comes_first() -> None:
    park = slag_park(facility("kiln", "user", "brickworks", 25.0))
    lead = only(find_leads(park, PLAIN))
    assert (lead.presence, lead.site.enterprise) == (Presence.FULL, "user")
    assert lead.extenders == ("user",)
    assert Trigger.CAPACITY in lead.triggers
    # The market had room for 60, of which the kiln sells 25 in the plan.
    assert lead.value.worth == pytest.approx(35.0)
    # A newcomer could be worth as much and no more: it need not be tried.
    assert [(other.worth, other.at_most) for other in lead.other_sites] == [(None, pytest.approx(35.0))]


def test_what_has_room_left_is_not_missing() -> None:
    found = find_leads(slag_park(facility("kiln", "user", "brickworks", 80.0)), PLAIN)
    assert found.items == ()


def test_of_what_the_park_has_at_an_unknown_size_nobody_knows_whether_it_is_full() -> None:
    found = find_leads(slag_park(facility("kiln", "user", "brickworks", None)), PLAIN)
    assert (found.items, reasons(found)) == ((), {"brickworks": NoLead.CAPACITY_UNKNOWN})


def test_a_market_without_room_or_without_a_buyer_leaves_no_lead_and_says_why() -> None:
    assert reasons(find_leads(slag_park(demand=0.0), PLAIN)) == {"brickworks": NoLead.MARKET_FULL}
    unknown = park_of(
        material("slag"),
        material("brick"),
        material("tile"),
        stream("heap", "maker", "slag", 100.0),
        recipe("brickworks", "slag", "brick"),
        market("roofers", "tile", 10.0),
    )
    assert reasons(find_leads(unknown, PLAIN)) == {"brickworks": NoLead.NO_MARKET}


def test_who_waits_for_a_buyer_says_what_the_park_could_feed_it_and_whom_to_ask() -> None:
    """A heap of 100 t and a larger one of 300 t, with a works each whose product nobody is known to buy."""
    park = park_of(
        *(material(name) for name in ("slag", "brick", "ash", "tile", "glass")),
        stream("heap", "maker", "slag", 100.0),
        stream("mound", "maker", "ash", 300.0),
        recipe("brickworks", "slag", "brick"),
        recipe("tileworks", "ash", "tile"),
        market("glaziers", "glass", 10.0),
        facility("kiln", "user", "brickworks", 0.0),
    )
    first, second = find_leads(park, PLAIN).passed_over
    assert (first.technology, first.supply, first.unit) == ("tileworks", 300.0, Unit.TONNE)
    assert (second.technology, second.supply) == ("brickworks", 100.0)
    assert "tile" in first.detail.zh
    assert "300" in first.detail.en
    assert "first" not in first.detail.en
    assert "user of the park can be asked first" in second.detail.en


def test_below_the_least_that_is_built_nothing_is_built() -> None:
    park = park_of(
        material("slag"),
        material("brick"),
        stream("heap", "maker", "slag", 100.0),
        technology("brickworks", minimum_scale=500.0),
        port("brickworks", Direction.MAIN_INPUT, "slag"),
        port("brickworks", Direction.PRODUCT, "brick"),
    )
    (one,) = find_leads(park, PLAIN).passed_over
    assert one.reason is NoLead.TOO_SMALL
    assert "100" in one.detail.en
    assert "500" in one.detail.zh


def test_what_nobody_knows_is_a_question_and_no_zero() -> None:
    park = park_of(
        material("slag"),
        material("brick"),
        stream("heap", "maker", "slag", 100.0),
        recipe("brickworks", "slag", "brick"),
    )
    lead = only(find_leads(park, PLAIN))
    economics = lead.economics
    assert (economics.capital, economics.rate_of_return, economics.pays) == (None, None, None)
    assert "capital cost of brickworks" in economics.missing
    assert "What is the capital cost of brickworks?" in lead.questions_en
    assert len(lead.questions_zh) == len(lead.questions_en)


def test_an_empty_park_and_one_without_wastes_have_no_leads() -> None:
    assert find_leads(Snapshot.of([])).items == ()
    found = find_leads(park_of(material("slag"), recipe("brickworks", "slag", "brick")), PLAIN)
    assert (found.items, found.certificate.candidates) == ((), 0)


def test_one_enterprise_alone_can_have_a_missing_link() -> None:
    lead = only(find_leads(slag_park(), LeadOptions(draws=0, site="park")))
    assert lead.site.enterprise is None


def test_what_is_out_of_reach_feeds_no_lead() -> None:
    far = slag_park(
        enterprise("hermit", 40.0, 116.0), stream("far heap", "hermit", "slag", 900.0), demand=None
    )
    lead = only(find_leads(far, PLAIN))
    assert [donor.stream for donor in lead.donors] == ["heap"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (LeadOptions(technology="alchemy"), "UNKNOWN_TECHNOLOGY"),
        (LeadOptions(site="atlantis"), "UNKNOWN_SITE"),
    ],
)
def test_an_unknown_technology_or_site_is_refused_by_name(options: LeadOptions, code: str) -> None:
    with pytest.raises(SymbioflowError) as refused:
        find_leads(slag_park(), options)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "asked",
    [
        {"top": 0},
        {"top": 51},
        {"draws": -1},
        {"seed": -1},
        {"plan": PlanOptions(budget=0.0)},
        {"plan": PlanOptions(on_off=True)},
        {"plan": PlanOptions(objective=Objective.WEIGHTED, mix=(1.0, 0.0, 0.0))},
    ],
)
def test_options_that_no_list_could_be_proved_with_are_refused(asked: dict[str, object]) -> None:
    with pytest.raises(SymbioflowError) as refused:
        LeadOptions(**asked)  # type: ignore[arg-type]
    assert refused.value.code == "BAD_OPTION"


def test_a_lead_added_by_hand_is_worth_the_same() -> None:
    park = slag_park(facility("kiln", "user", "brickworks", 25.0))
    lead = only(find_leads(park, PLAIN))
    process = park.by_id(Technology)["brickworks"]
    places = (*extensions(park, process), *areas(park))
    place = next(place for place in places if place.site == lead.site)
    after = make_plan(with_lead(park, Option(process, place), lead.scale.amount))
    before = make_plan(park)
    assert after.objective_value - before.objective_value == pytest.approx(lead.value.worth)
    assert after.benefit - before.benefit == pytest.approx(lead.value.benefit)


def test_draws_say_how_far_it_spreads_and_the_same_seed_says_the_same() -> None:
    options = LeadOptions(draws=40, seed=3)
    found = find_leads(slag_park(), options)
    lead = only(found)
    assert lead.value.tonnes_spread is not None
    # The one linkage is accepted in some draws, and in others not.
    assert lead.value.tonnes_spread.low == 0.0
    assert lead.value.tonnes_spread.high == pytest.approx(60.0)
    assert lead.stability is not None
    assert 0.0 < lead.stability < 1.0
    assert found == find_leads(slag_park(), options)


def test_progress_is_told_and_ends_at_once_when_nobody_wants_the_rest() -> None:
    told: list[float] = []

    def until_half(done: float) -> bool:
        told.append(done)
        return done < 0.5

    with pytest.raises(SymbioflowError) as ended:
        find_leads(slag_park(), LeadOptions(draws=5), until_half)
    assert ended.value.code == "CANCELLED"
    assert told == sorted(told)


def test_what_is_said_of_a_lead_does_not_depend_on_how_many_are_asked_for() -> None:
    """Tiles and gravel beside the brickworks: the first of three is the only one of a list of one."""
    more: list[object] = []
    for name, asked in (("tile", 45.0), ("gravel", 40.0)):
        more += [
            material(name),
            technology(f"{name}-works", operating_cost=10.0),
            port(f"{name}-works", Direction.MAIN_INPUT, "slag"),
            port(f"{name}-works", Direction.PRODUCT, name),
            cost_sheet(f"{name}-works", "burning"),
            market(f"{name}-buyers", name, 40.0, price=asked),
        ]
    park = slag_park(*more)
    every, first = (find_leads(park, LeadOptions(top=top, draws=30)) for top in (3, 1))
    assert len(every.items) == 3
    assert first.items == every.items[:1]
    assert first.certificate.certain
    assert first.certificate.threshold == every.items[0].value.worth
    assert {one.technology for one in first.challengers} <= {one.technology for one in every.items[1:]}


def test_the_worlds_of_leads_are_those_of_the_plan() -> None:
    """What is drawn for the park is the same with a facility more in it: chances without a lead agree."""
    park = slag_park(
        technology("kiln", operating_cost=1.0),
        port("kiln", Direction.MAIN_INPUT, "slag"),
        port("kiln", Direction.PRODUCT, "gravel"),
        material("gravel"),
        market("roads", "gravel", 1_000.0, price=1.0),
        facility("kiln-1", "burner", "kiln", 30.0),
        enterprise("burner"),
    )
    alone = uncertain(pose(park))
    place = next(place for place in areas(park))
    joined = uncertain(pose(with_lead(park, Option(park.all(Technology)[0], place), Range.exact(50.0))))
    for number in range(20):
        one, other = alone.draw(4, number), joined.draw(4, number)
        assert other.slots[joined.supply_slot].tolist() == one.slots[alone.supply_slot].tolist()
        assert set(one.slots[1 : alone.drawn]) <= set(other.slots[: joined.drawn])


def test_its_residue_costs_what_the_plan_says_by_what_came_in() -> None:
    """Slag usually costs 20 CNY/t to dump; one owner pays 90, another says nothing; dust of it has no price.

    Each tonne leaves 0.5 t of dust: 40 t x 0.5 x 90 + 60 t x 0.5 x 20 = 2,400 CNY. What the owners save and
    the lead earns is what the plan gains by it.
    """
    residue = port("brickworks", Direction.RESIDUE, "dust", 0.5)
    dear = stream("dear", "other", "slag", 40.0, disposal_cost=90.0)
    heap = stream("heap", "maker", "slag", 60.0)
    fee = price("slag", 20.0, kind=PriceKind.DISPOSAL)
    parts = (*brickworks(None), material("dust"), residue, heap, dear, fee)
    lead = only(find_leads(park_of(*parts), PLAIN))
    (dumped,) = (item for item in lead.economics.items if "dust" in item.what.text("en"))
    assert dumped.amount.likely == pytest.approx(-(40.0 * 0.5 * 90.0 + 60.0 * 0.5 * 20.0))
    economics, saved = lead.economics, 40.0 * 90.0 + 60.0 * 20.0
    assert economics.revenue is not None
    assert economics.operating is not None
    assert economics.yearly_capital is not None
    earned = economics.revenue.likely - economics.operating.likely - economics.yearly_capital.likely
    assert lead.value.benefit == pytest.approx(saved + earned)
