"""What a manager should be asked about a park's data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from graph.doctor import Oddity, examine
from graph.model import Market, Park, Price
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.value.numbers.money import constant
from graph.vocabulary import LinkageState, MarketId, MarketReach, MaterialId, Phase, PriceAt, RowId, Unit
from tests.build import (
    ESTIMATE,
    analysis,
    cost_sheet,
    enterprise,
    facility,
    limit,
    linkage,
    market,
    material,
    park_of,
    price,
    process_class,
    recipe,
    stream,
    technology,
)

TODAY = date(2026, 11, 1)


def found(snapshot: Snapshot, oddity: Oddity) -> list[tuple[str, ...]]:
    return [item.ids for item in examine(snapshot, TODAY) if item.oddity is oddity]


def test_firms_of_one_park_with_nearly_one_name_are_twins() -> None:
    snapshot = park_of(enterprise("Red Star Steel Co"), enterprise("Red Star Steel Co."), enterprise("Mill"))
    assert found(snapshot, Oddity.TWIN_FIRMS) == [("Red Star Steel Co", "Red Star Steel Co.")]


def test_firms_that_only_the_form_of_the_company_parts_are_twins() -> None:
    snapshot = park_of(
        *map(
            enterprise,
            ("滨海热电有限公司", "滨海热电有限责任公司", "Red Star Co Ltd", "Red Star Company Limited"),
        )
    )
    assert found(snapshot, Oddity.TWIN_FIRMS) == [
        ("Red Star Co Ltd", "Red Star Company Limited"),
        ("滨海热电有限公司", "滨海热电有限责任公司"),
    ]


def test_a_park_without_a_position_is_where_most_of_its_firms_are() -> None:
    near = [enterprise(f"f{at}", 31.2, 121.4 + at / 100) for at in range(3)]
    nowhere = replace(park_of().all(Park)[0], position=None)
    far = enterprise("far", 25.0, 102.7)
    assert found(Snapshot.of([nowhere, *near, far]), Oddity.FAR_FROM_PARK) == [("far",)]
    assert found(Snapshot.of([nowhere, near[0], far]), Oddity.FAR_FROM_PARK) == []


def test_positions_that_are_none_or_zero_or_far_are_named() -> None:
    snapshot = park_of(
        enterprise("nowhere", None), enterprise("island", 0.0, 0.0), enterprise("paris", 48.9, 2.3)
    )
    assert found(snapshot, Oddity.NO_POSITION) == [("nowhere",)]
    assert found(snapshot, Oddity.ZERO_POSITION) == [("island",)]
    assert (
        found(snapshot, Oddity.FAR_FROM_PARK) == [("paris",)]
        or not snapshot.tables["parks"]["lat"].null_count
    )


def test_use_above_supply_and_amounts_beyond_belief_are_named() -> None:
    snapshot = park_of(
        material("slag"),
        stream("s", "maker", "slag", 100.0, in_use=150.0),
        stream("t", "maker", "slag", 3e12),
        stream("u", "maker", "slag", 0.0),
    )
    assert found(snapshot, Oddity.USE_ABOVE_SUPPLY) == [("s",)]
    assert found(snapshot, Oddity.HUGE_AMOUNT) == [("t",)]
    assert found(snapshot, Oddity.NO_AMOUNT) == [("u",)]


def test_use_is_explained_by_room_for_it() -> None:
    """90 t are in use; a mill of 50 t cannot hold them, one of 100 t can."""

    def with_mill(capacity: float) -> Snapshot:
        return park_of(
            material("slag"),
            material("powder"),
            recipe("mill", "slag", "powder"),
            stream("s", "maker", "slag", 100.0, in_use=90.0),
            facility("f", "user", "mill", capacity),
        )

    assert found(with_mill(50.0), Oddity.USE_UNEXPLAINED) == [("s",)]
    assert found(with_mill(100.0), Oddity.USE_UNEXPLAINED) == []


def test_every_finding_says_in_both_languages_what_is_odd_and_what_to_do() -> None:
    snapshot = park_of(material("slag"), stream("s", "maker", "slag", 0.0), enterprise("nowhere", None))
    for item in examine(snapshot, TODAY):
        for language in ("zh", "en"):
            assert item.text(language)
            assert item.advice(language)
            assert "{" not in item.text(language)


def test_a_pit_that_holds_no_more_is_named() -> None:
    def pit(name: str, total: float) -> Market:
        return Market(
            id=MarketId(name),
            name_zh=name,
            material=MaterialId("slag"),
            waste=True,
            reach=MarketReach.SINK,
            total=Range.exact(total),
            evidence=ESTIMATE,
        )

    snapshot = park_of(material("slag"), pit("full", 0.0), pit("open", 5.0))
    assert found(snapshot, Oddity.FULL_SINK) == [("full",)]


def test_two_prices_of_one_thing_that_do_not_overlap_are_both_named_unless_one_is_the_default() -> None:
    def priced(name: str, low: float, high: float, note: str = "") -> Price:
        amount = Range(low, low, high)
        return replace(price("slag", low), id=RowId(name), amount=amount, year="2025", note=note)

    rows = (priced("mill", 40.0, 60.0), priced("broker", 80.0, 120.0), priced("survey", 50.0, 90.0))
    assert found(park_of(material("slag"), *rows), Oddity.PRICES_CONTRADICT) == [("broker", "mill")]
    settled = (rows[0], priced("broker", 80.0, 120.0, "default; asked in May"))
    assert found(park_of(material("slag"), *settled), Oddity.PRICES_CONTRADICT) == []


def test_uses_of_which_nobody_knows_how_much_are_named() -> None:
    said = replace(stream("said", "maker", "slag", 9.0), in_use=Range(0.0, 4.0, 9.0))
    unsaid = replace(stream("unsaid", "maker", "slag", 9.0), in_use=Range(0.0, 0.0, 9.0))
    snapshot = park_of(material("slag"), said, unsaid, stream("none", "maker", "slag", 9.0))
    assert found(snapshot, Oddity.OPEN_USE) == [("unsaid",)]


def test_amounts_of_long_ago_are_named_and_those_of_no_year_are_not() -> None:
    of_years = (replace(stream(f"s{year}", "maker", "slag", 9.0), year=year) for year in (2016, 2025, None))
    assert found(park_of(material("slag"), *of_years), Oddity.OLD_AMOUNT) == [("s2016",)]


def test_a_default_of_another_year_settles_prices_too() -> None:
    low, high = (
        replace(price("slag", amount), id=RowId(f"p{amount:g}"), year="2023") for amount in (5.0, 50.0)
    )
    usual = replace(price("slag", 9.0), id=RowId("usual"), year="2025", note="default; asked in May")
    assert found(park_of(material("slag"), low, high), Oddity.PRICES_CONTRADICT) == [("p5", "p50")]
    assert found(park_of(material("slag"), low, high, usual), Oddity.PRICES_CONTRADICT) == []


def test_prices_of_one_thing_on_two_bases_are_both_named() -> None:
    """50 CNY with tax in it and 50 without are two prices, and so are 50 at the gate and 50 delivered."""
    bare = replace(price("slag", 50.0), id=RowId("bare"), year="2025")
    for other in (
        replace(bare, id=RowId("taxed"), vat=0.13),
        replace(bare, id=RowId("brought"), price_at=PriceAt.DELIVERED),
    ):
        both = park_of(material("slag"), bare, other)
        assert found(both, Oddity.PRICES_ON_TWO_BASES) == [("bare", other.id)]
        assert found(both, Oddity.PRICES_CONTRADICT) == []
    another_year = replace(bare, id=RowId("older"), vat=0.13, year="2024")
    assert found(park_of(material("slag"), bare, another_year), Oddity.PRICES_ON_TWO_BASES) == []


def test_a_price_and_a_market_of_one_thing_that_do_not_overlap_are_both_named() -> None:
    """The market's price counts; 90 CNY of the same place and year are not passed over in silence."""
    sold = replace(market("slag-market", "slag", 10.0, price=30.0), year="2025")
    for amount, names in ((90.0, [("asked", "slag-market")]), (30.0, [])):
        asked = replace(price("slag", amount), id=RowId("asked"), year="2025")
        assert found(park_of(material("slag"), sold, asked), Oddity.PRICES_CONTRADICT) == names


def test_an_amount_of_a_year_without_an_index_counts_as_it_stands_and_is_named() -> None:
    index = constant("index.2022", 1.25)
    parts = material("slag"), process_class("pavers"), technology("pave", operating_cost=5.0)
    sheet = replace(cost_sheet("pave", "pavers"), operating=Range.exact(5.0), year=1999)
    spring, dated, bare = (
        replace(price("slag", 5.0), id=RowId(name), year=year)
        for name, year in (("spring", "last spring"), ("dated", "2021-2022"), ("bare", ""))
    )
    named = found(park_of(*parts, index, sheet, spring, dated, bare), Oddity.YEAR_WITHOUT_INDEX)
    assert named == [(sheet.id,), ("spring",)]
    assert found(park_of(*parts, sheet, spring), Oddity.YEAR_WITHOUT_INDEX) == []


def test_a_market_that_takes_less_than_lines_that_run_sell_there_is_named() -> None:
    """50 t of road are sold today; the market says that 30 % of 100 t are served, or of 200 t."""
    for demand, names in ((100.0, [("roads",)]), (200.0, [])):
        roads = replace(market("roads", "road", demand), served=Range.exact(0.3))
        park = park_of(
            material("slag"),
            material("road"),
            *recipe("pave", "slag", "road"),
            stream("s", "maker", "slag", 100.0, in_use=50.0),
            facility("f", "user", "pave", 100.0),
            linkage("l", "f", "pave:in_main:slag", 50.0, stream="s", state=LinkageState.OPERATING),
            roads,
        )
        assert found(park, Oddity.DEMAND_BELOW_SERVED) == names


def test_a_finding_names_rows_in_the_language_asked_for() -> None:
    firm = replace(enterprise("e"), name_zh="水泥厂", name_en="Cement works", position=None)
    (item,) = (one for one in examine(park_of(firm), date(2026, 1, 1)) if one.oddity is Oddity.NO_POSITION)
    assert item.text("en").startswith("Cement works")
    assert item.text("zh").startswith("水泥厂")


def test_a_technology_s_own_cost_outside_its_cost_sheet_names_both_rows() -> None:
    """One says 50 CNY/t in another year or with energy in it, the sheet 10 to 30."""
    costs = replace(cost_sheet("pave", "pavers"), operating=Range(10.0, 20.0, 30.0))
    for own, names in ((50.0, [(costs.id, "pave")]), (30.0, [])):
        rows = (process_class("pavers"), costs, technology("pave", operating_cost=own))
        assert found(park_of(material("slag"), *rows), Oddity.COSTS_CONTRADICT) == names


def test_old_costs_behind_a_facility_of_the_park_are_named() -> None:
    parts = (
        material("slag"),
        material("road"),
        *recipe("pave", "slag", "road"),
        cost_sheet("pave", "pavers"),
    )
    old = replace(process_class("pavers"), year=2015)
    assert found(park_of(*parts, old), Oddity.OLD_COST) == []
    assert found(park_of(*parts, old, facility("f", "user", "pave", 10.0)), Oddity.OLD_COST) == [("pavers",)]


def test_what_is_counted_in_m3_and_has_no_density_is_a_question() -> None:
    """Of what the park gives off and of what its works make; not of what only the library knows."""
    known, unknown, made, elsewhere = (
        replace(material(name, phase=Phase.LIQUID, unit=Unit.CUBIC_METRE), density=density)
        for name, density in (
            ("known", Range.exact(1.0)),
            ("unknown", None),
            ("made", None),
            ("elsewhere", None),
        )
    )
    snapshot = park_of(
        known,
        unknown,
        made,
        elsewhere,
        material("slag"),
        recipe("wash", "slag", "slag", residue=("made", 1.0)),
        facility("f", "user", "wash", 10.0),
        stream("a", "maker", "known", 1.0),
        stream("b", "maker", "unknown", 1.0),
    )
    assert found(snapshot, Oddity.NO_DENSITY) == [("made",), ("unknown",)]


def test_analyses_far_apart_contradict_each_other_until_one_is_withdrawn() -> None:
    """0.01 and 5 % are not of one waste; 0.5 % and 8,000 mg/kg may be, and mg/L are another thing."""
    rows = [analysis("s", "Cl", 0.01, name="a"), analysis("s", "Cl", 0.5, name="b")]
    rows += [analysis("s", "Cl", 9.0, "mg/L", name="c")]
    snapshot = park_of(material("slag"), stream("s", "maker", "slag", 1.0), rows)
    assert found(snapshot, Oddity.CONTRADICTING_ANALYSES) == [("s:Cl:a", "s:Cl:b")]
    rows[0] = analysis("s", "Cl", 8000.0, "mg/kg", name="a")
    snapshot = park_of(material("slag"), stream("s", "maker", "slag", 1.0), rows)
    assert found(snapshot, Oddity.CONTRADICTING_ANALYSES) == []
    rows[0] = analysis("s", "Cl", 0.01, name="a", withdrawn=True)
    snapshot = park_of(material("slag"), stream("s", "maker", "slag", 1.0), rows)
    assert found(snapshot, Oddity.CONTRADICTING_ANALYSES) == []


def test_both_contradicting_analyses_are_named_with_day_and_laboratory() -> None:
    snapshot = park_of(
        material("slag"),
        stream("s", "maker", "slag", 1.0),
        analysis("s", "Cl", 0.01, name="a", sampled_on=date(2026, 3, 1), laboratory="Works"),
        analysis("s", "Cl", 5.0, name="b"),
    )
    (symptom,) = (item for item in examine(snapshot, TODAY) if item.oddity is Oddity.CONTRADICTING_ANALYSES)
    assert symptom.text("en") == (
        "two analyses of s contradict each other: Cl 0.01 mass % (2026-03-01, Works) and 5 mass %"
    )


def test_a_limit_of_a_component_that_nothing_carries_is_named_where_a_facility_has_it() -> None:
    """Somebody wrote CI for Cl; limits that nobody here has, or whose value is not known, are left alone."""
    rows = [
        limit("mill", "CI", maximum=1.0),
        limit("mill", "Cl", maximum=1.0),
        limit("mill", "As"),
        limit("mill", "free-water", maximum=10.0),
        limit("mill", "Igamma", maximum=1.0, basis="index"),
        limit("kiln", "Hg", maximum=1.0),
    ]
    snapshot = park_of(
        *(material(name) for name in ("slag", "powder", "brick")),
        recipe("mill", "slag", "powder"),
        recipe("kiln", "slag", "brick"),
        facility("f", "user", "mill", 10.0),
        stream("s", "maker", "slag", 1.0),
        analysis("s", "Cl", 0.1),
        rows,
    )
    assert found(snapshot, Oddity.LIMIT_OF_NOTHING) == [("mill:*:CI:mass %",)]


def test_what_goes_round_without_loss_is_named_by_the_ports_that_hand_it_on() -> None:
    """A works dissolves 1 t to 1.25 t, another settles 0.8 t of each: 1 t is back; with 0.7 it is not."""

    def park(settled: float, *more: object) -> Snapshot:
        return park_of(
            *(material(name) for name in ("salt", "brine", "stone")),
            recipe("dissolve", "salt", "brine", 1.25),
            recipe("settle", "brine", "salt", settled),
            recipe("crush", "brine", "stone"),
            facility("d", "maker", "dissolve", 10.0),
            facility("c", "user", "crush", 10.0),
            *more,
        )

    settler = facility("s", "user", "settle", 10.0)
    ports = ("dissolve:out_product:brine", "settle:out_product:salt")
    assert found(park(0.8, settler), Oddity.GOES_ROUND) == [ports]
    assert found(park(0.7, settler), Oddity.GOES_ROUND) == []
    assert found(park(0.8), Oddity.GOES_ROUND) == []
    (said,) = (one for one in examine(park(0.8, settler), TODAY) if one.oddity is Oddity.GOES_ROUND)
    assert said.text("en") == "dissolve, settle hand round what they take, and 1 of each unit is back"
    assert said.advice("zh")
