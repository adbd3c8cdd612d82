"""An estimate that stands as one value is an interval, and what somebody published is what it is."""

from __future__ import annotations

from dataclasses import replace
from statistics import median

import pytest

from graph.evidence import Evidence, Grade
from graph.model import EmissionFactor, Facility, Market, Port, Price, TransportRate, WasteStream
from graph.planning import Measure, Objective, PlanOptions, make_plan, plan_uncertainty
from graph.planning.result import Reach
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.value.costs import Costs
from graph.value.markets import Markets
from graph.value.numbers.estimates import Estimates
from graph.value.numbers.factors import Factors
from graph.value.numbers.terms import JUDGED
from graph.vocabulary import Direction, LinkageState, PriceKind
from ingest import shipped_records
from tests.build import (
    cost_sheet,
    facility,
    linkage,
    market,
    material,
    park_of,
    port,
    price,
    process_class,
    recipe,
    stream,
    technology,
    usual,
)

PUBLISHED = Evidence((), Grade.COMPANY)
BENEFIT = PlanOptions(objective=Objective.BENEFIT)


def paved(paid: WasteStream, *more: object) -> Snapshot:
    """A paver takes all the slag, for nothing; a tonne of any waste costs 15 to 150 to 450 CNY to dump."""
    usual_fee = price(None, 150.0, kind=PriceKind.DISPOSAL_GENERAL)
    return park_of(
        *(material(name) for name in ("slag", "road")),
        *recipe("pave", "slag", "road"),
        replace(usual_fee, amount=Range(15.0, 150.0, 450.0)),
        facility("f", "user", "pave", 100.0),
        paid,
        *more,
    )


def benefit(snapshot: Snapshot) -> Reach:
    return make_plan(snapshot, BENEFIT).benefit_reach


def test_an_owner_who_estimates_knows_no_more_than_the_class_does() -> None:
    """He says 90 CNY/t; the class reaches from a tenth to three times what is likely: 9 to 270, mean 123."""
    said = stream("s", "maker", "slag", 10.0, disposal_cost=90.0)
    reach = benefit(paved(said))
    assert reach == benefit(paved(replace(said, disposal_cost=Range(9.0, 90.0, 270.0), evidence=PUBLISHED)))
    # A triangle from 9 over 90 to 270 has its tenth percentile at 9 + sqrt(0.1 * 261 * 81) = 55.
    assert reach.p10 == pytest.approx(10.0 * 55.0, rel=0.05)
    assert reach.p90 > 2.0 * reach.p10
    assert make_plan(paved(said), BENEFIT).benefit == pytest.approx(900.0)


def test_what_a_company_reports_and_what_costs_nothing_stay_as_they_are() -> None:
    said = stream("s", "maker", "slag", 10.0, disposal_cost=90.0)
    reported, nothing = replace(said, evidence=PUBLISHED), replace(said, disposal_cost=Range.exact(0.0))
    assert benefit(paved(reported)) == Reach(*(pytest.approx(900.0),) * 3)
    assert benefit(paved(nothing)) == Reach(*(pytest.approx(0.0, abs=1e-9),) * 3)


def test_a_range_that_somebody_estimated_is_not_widened() -> None:
    said = replace(stream("s", "maker", "slag", 10.0), disposal_cost=Range(80.0, 90.0, 100.0))
    assert 800.0 < benefit(paved(said)).p10 < benefit(paved(said)).p90 < 1000.0


def test_without_a_class_an_estimate_reaches_as_far_as_estimates_of_such_a_thing_do() -> None:
    snapshot = park_of(
        material("slag"),
        price("slag", 20.0),
        market("roads", "slag", 100.0, price=30.0),
        *usual(0.5, 2.0),
        *usual(0.8, 1.25, "prices.amount"),
    )
    factors = Factors(snapshot)
    sold = factors.price(PriceKind.MARKET, "slag")
    assert sold is not None
    assert sold.amount == Range(16.0, 20.0, 25.0)
    (row,) = Markets(factors)._rows["slag", False]
    assert (row.demand, row.price) == (Range(50.0, 100.0, 200.0), Range(15.0, 30.0, 60.0))


def test_a_recipe_of_the_textbook_uses_energy_within_its_class() -> None:
    """40 kWh of a textbook, where plants of its class use 20 to 50 to 150: 16 to 120; a reported 40 is 40."""
    book = replace(technology("grind"), electricity=40.0, evidence=Evidence((), Grade.TEXTBOOK))
    kind = process_class("mills", electricity=Range(20.0, 50.0, 150.0))
    parts = (
        material("slag"),
        port("grind", Direction.MAIN_INPUT, "slag"),
        kind,
        cost_sheet("grind", "mills"),
    )
    for evidence, amount in ((book.evidence, Range(16.0, 40.0, 120.0)), (PUBLISHED, Range.exact(40.0))):
        used = Costs(park_of(*parts, replace(book, evidence=evidence))).electricity("grind")
        assert used is not None
        assert used.amount == amount


def test_what_streams_give_off_is_drawn_as_wide_as_estimates_are() -> None:
    """100 t estimated, 40 t of them in use; the other owner uses all of his, and does so in every draw."""
    snapshot = park_of(
        *(material(name) for name in ("slag", "ash", "road")),
        *recipe("pave", "slag", "road"),
        *recipe("fill", "ash", "road"),
        facility("f", "user", "pave", 1000.0),
        facility("g", "user", "fill", 1000.0),
        stream("a", "maker", "slag", 100.0, in_use=40.0),
        stream("b", "other", "ash", 50.0, in_use=50.0),
        linkage("l", "f", "pave:in_main:slag", 1.0, stream="a", state=LinkageState.CONTRACTED),
        *usual(0.5, 1.5),
    )
    estimates = Estimates.of(snapshot)
    assert estimates.streams(snapshot, "supply").tolist() == [[50.0, 100.0, 150.0], [50.0, 50.0, 50.0]]
    assert estimates.streams(snapshot, "in_use").tolist() == [[20.0, 40.0, 60.0], [50.0, 50.0, 50.0]]
    found = plan_uncertainty(snapshot, draws=100, seed=1)
    slag, ash = (found.waste(name, Measure.GROSS) for name in ("slag", "ash"))
    assert slag.planned == pytest.approx(60.0)
    assert slag.p90 > 70.0
    assert ash.p90 == 0.0


def test_the_usual_reach_is_the_middle_of_the_estimates_on_record() -> None:
    """Recomputed from the shipped tables, so that the rows of `weights` stay true."""
    snapshot = Snapshot.from_records(shipped_records())
    tables = {
        "waste_streams": (WasteStream, ("supply", "in_use", "disposal_cost")),
        "facilities": (Facility, ("capacity",)),
        "markets": (Market, ("demand", "price")),
        "prices": (Price, ("amount",)),
        "emission_factors": (EmissionFactor, ("amount",)),
        "transport_rates": (TransportRate, ("cost",)),
    }
    found: dict[str, tuple[list[float], list[float]]] = {}
    for table, (kind, columns) in tables.items():
        for row in snapshot.all(kind):
            for column in columns:
                amount: Range | None = getattr(row, column)
                wide = amount is not None and amount.low < amount.high and amount.likely > 0.0
                if amount is not None and wide and row.evidence.grade is Grade.ESTIMATE:
                    for thing in ("", f"{table}.{column}"):
                        low, high = found.setdefault(thing, ([], []))
                        low.append(amount.low / amount.likely)
                        high.append(amount.high / amount.likely)
    # Of ratios no demo estimate is on record; those of the textbook have ranges.
    for one in snapshot.all(Port):
        ratio, judged = one.ratio, one.evidence.grade in JUDGED
        if judged and one.direction is not Direction.MAIN_INPUT and ratio.low < ratio.high:
            low, high = found.setdefault(f"ports.ratio.{one.direction.value}", ([], []))
            low.append(ratio.low / ratio.likely)
            high.append(ratio.high / ratio.likely)
    said = Estimates.of(snapshot).usual
    assert len(said) >= 12
    for thing, ends in said.items():
        assert ends == tuple(pytest.approx(median(end), abs=0.0051) for end in found[thing]), thing
