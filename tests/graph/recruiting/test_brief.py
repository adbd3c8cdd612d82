"""The brief of a lead: nine sections, a question for what nobody knows, and no firm that is made up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graph import model
from graph.matching import GateName, Outcome
from graph.planning import Objective, make_plan
from graph.ranges import Range
from graph.recruiting import (
    Brief,
    BriefSection,
    Deciding,
    Lead,
    LeadDonor,
    LeadEconomics,
    LeadGate,
    LeadProduct,
    LeadReturns,
    LeadScale,
    LeadSite,
    LeadValue,
    OutletKind,
    Presence,
    PriceStep,
    ScaleBound,
    TargetGain,
    Trigger,
    brief_of,
)
from graph.recruiting.brief.document import band
from graph.snapshot import Snapshot
from graph.value.price import PriceInterval
from graph.vocabulary import (
    EntryFigure,
    EntryGate,
    EntryOutcome,
    Hazard,
    Sharing,
    Travel,
    Unit,
)
from graph.wording.messages import Words, message
from tests.build import enterprise, material, park_of, recipe, stream
from tests.parks import made

KEYS = ("gap", "project", "targets", "economics", "factors", "admission", "worth", "market", "next")


def lead(**changed: Any) -> Lead:
    """slag of the maker --100 kt--> mill at the user, which sells 90 kt of powder"""
    given = Lead(
        rank=1,
        objective=Objective.TONNES,
        technology="grinding",
        presence=Presence.ABSENT,
        triggers=(Trigger.REMAINDER,),
        site=LeadSite("park", "user", None),
        extenders=("user",),
        scale=LeadScale(
            Range(90_000.0, 100_000.0, 120_000.0),
            Unit.TONNE,
            ScaleBound.SUPPLY,
            90_000.0,
            100_000.0,
            None,
            300_000.0,
            None,
            100_000.0,
        ),
        donors=(
            LeadDonor(
                "slag-1",
                None,
                "maker",
                "slag",
                "grinding:in_main:slag",
                True,
                100_000.0,
                Unit.TONNE,
                Range(90_000.0, 110_000.0, 130_000.0),
                5.0,
                Travel.RAIL,
                Range(20.0, 25.0, 30.0),
                0.0,
            ),
        ),
        remainders=("slag-1",),
        products=(
            LeadProduct(
                "powder",
                90_000.0,
                Unit.TONNE,
                OutletKind.SOLD,
                None,
                None,
                None,
                None,
                Range.exact(200.0),
                (
                    PriceStep(message("lead.step.said", year="2025"), 226.0),
                    PriceStep(message("lead.step.vat", share=Words("13%", "13%")), -26.0),
                    PriceStep(message("lead.step.freight"), -33.0),
                ),
            ),
        ),
        economics=LeadEconomics(
            Range(2e7, 3e7, 5e7),
            15.0,
            None,
            (),
            None,
            None,
            None,
            None,
            4.2,
            Range(-1.0, 0.2, 0.5),
            None,
            True,
            None,
            (),
        ),
        value=LeadValue(100_000.0, 100_000.0, 0.0, 0.0, 5e6, -2e6, None, None, None, ()),
        price=PriceInterval(-25.0, 40.0, 7.5, True),
        gates=(),
        unlocks=(),
        stability=0.9,
        deciding=None,
        other_sites=(),
        questions_zh=("每吨处置多少钱？",),
        questions_en=("What does a tonne of disposal cost?",),
    )
    return replace(given, **changed)


def park(*more: object, sharing: Sharing = Sharing.PUBLIC, pays: Range | None = None) -> Snapshot:
    slag = replace(stream("slag-1", "maker", "slag", 110_000.0), sharing=sharing, disposal_cost=pays)
    return park_of(
        [material("slag", name_zh="钢渣"), material("powder", name_zh="微粉")],
        recipe("grinding", "slag", "powder", 0.9),
        [slag],
        *more,
    )


def written(snapshot: Snapshot, found: Lead, language: str = "en") -> Brief:
    return brief_of(snapshot, make_plan(snapshot), found, language)


def section(brief: Brief, key: str) -> BriefSection:
    return next(part for part in brief.sections if part.key == key)


def text(part: BriefSection) -> str:
    cells = [cell for table in part.tables for row in table.rows for cell in row]
    return "\n".join([*cells, *part.sentences])


def test_a_brief_has_its_nine_sections_in_both_languages() -> None:
    for language in ("zh", "en"):
        brief = written(park(), lead(), language)
        assert tuple(part.key for part in brief.sections) == KEYS
        assert all(part.title for part in brief.sections)
        for part in brief.sections:
            for table in part.tables:
                assert {len(row) for row in table.rows} == {len(table.head) or 2}
    assert "钢渣" in text(section(written(park(), lead(), "zh"), "gap"))


def test_what_nobody_knows_is_a_question_and_never_nothing() -> None:
    brief = written(park(), lead())
    needs = section(brief, "factors").tables[0].rows[0]
    assert needs[0] == "? how many mu of land"
    assert "? price at the gate" not in text(section(brief, "market"))  # 200 CNY/t are known
    assert "? who buys, and where" in text(section(brief, "market"))
    assert brief.questions == sum(text(part).count("? ") for part in brief.sections) - _own_questions(brief)


def _own_questions(brief: Brief) -> int:
    """Sentences of the lead that happen to hold a question mark."""
    return sum(sentence.count("? ") for part in brief.sections for sentence in part.sentences)


def test_a_usual_price_is_not_told_as_what_the_donor_pays() -> None:
    """Nobody said where the slag goes today: that such wastes cost 25 CNY/t is no fact about this one."""
    gap = text(section(written(park(), lead()), "gap"))
    assert "where it goes is not told; disposal of such a waste usually costs 25 " in gap
    told = text(section(written(park(pays=Range.exact(25.0)), lead()), "gap"))
    assert "disposal costs 25 " in told
    assert "usually" not in told


def test_money_that_never_comes_back_is_said_in_words() -> None:
    economics = text(section(written(park(), lead()), "economics"))
    assert "4.2 years; never with the worst numbers" in economics
    assert "20% (not paid back – 50%)" in economics
    assert "donor's floor (its way out today) -25 CNY/t, receiver pays at most 40 CNY/t" in economics
    broke = replace(lead().economics, payback_likely=None, pays=False, rate_of_return=Range.exact(-1.0))
    said = text(section(written(park(), lead(economics=broke)), "economics"))
    assert "not paid back at likely numbers" in said


def test_more_co2_and_a_loss_are_called_so() -> None:
    summary = written(park(), lead()).summary
    assert "2,000 t/yr of CO2e more" in summary
    assert "all sides together gain CNY 5 million" in summary
    loss = replace(lead().value, benefit=-1e6, co2=3e6)
    assert "lose CNY 1 million a year, 3,000 t/yr of CO2e less" in written(park(), lead(value=loss)).summary


@pytest.mark.parametrize(
    ("sharing", "shown", "hidden"),
    [
        (Sharing.PUBLIC, "110 kt/yr (90,000 t – 130 kt)", "between"),
        (Sharing.PARK, "between 100 kt/yr and 200 kt/yr", "110 kt"),
        (Sharing.OWNER, "a firm of Park", "110 kt"),
    ],
)
def test_a_donor_shows_as_its_sharing_level_allows(sharing: Sharing, shown: str, hidden: str) -> None:
    brief = written(park(sharing=sharing), lead())
    gap = text(section(brief, "gap"))
    assert shown in gap
    assert hidden not in gap
    if sharing is Sharing.OWNER:
        assert "maker" not in gap + text(section(brief, "next"))


def test_bands_end_at_one_two_and_five() -> None:
    assert band(100_000.0) == (100_000.0, 200_000.0)
    assert band(499_999.0) == (200_000.0, 500_000.0)
    assert band(500_000.0) == (500_000.0, 1_000_000.0)


def test_firms_to_ask_come_from_the_park_or_its_own_list_and_from_nowhere_else() -> None:
    alone = text(section(written(park(), lead(extenders=())), "targets"))
    assert "no firm of the park is of its industry" in alone
    assert "no name is made up here" in alone
    asked = made(
        model.CandidateFirm,
        id="mills",
        park="park",
        name_en="Mills Ltd",
        technologies=("grinding",),
        place="Dali",
    )
    assert "Mills Ltd (Dali)" in text(section(written(park([asked]), lead()), "targets"))


def test_the_park_fills_in_its_thresholds_nearest_area_first() -> None:
    rows = [
        made(
            model.EntryThreshold,
            id=name,
            park="park",
            figure=EntryFigure.INVESTMENT_PER_MU,
            gbt4754=code,
            minimum=least,
        )
        for name, code, least in (("any", "", 300.0), ("glass", "305", 900.0))
    ]
    table = section(written(park(rows), lead()), "factors").tables[1]
    assert table.rows[0][1] == "at least 300"
    assert table.rows[1][1].startswith("? the park's threshold")
    capital = lead().economics.capital
    assert capital is not None
    # CNY 3 million a mu: so many mu, and no more, carry the capital.
    assert f"at most {capital.likely / 3e6:g} " in table.rows[0][2].replace("(", "").replace(",", "")
    assert "?" in table.rows[0][2]


def rule(name: str, outcome: EntryOutcome, **conditions: Any) -> model.EntryRule:
    return made(
        model.EntryRule,
        id=name,
        gate=EntryGate.ENERGY,
        outcome=outcome,
        said_en=name,
        said_zh=name,
        **conditions,
    )


def test_the_rule_with_the_most_conditions_counts_and_names_its_article() -> None:
    law = made(model.Policy, id="law", title_zh="办法", document_number="1号", value="")
    rules = [
        law,
        rule("everybody passes", EntryOutcome.PASS),
        rule("mills are looked at", EntryOutcome.OPEN, technologies=("grinding",), policy="law"),
        rule("kilns stop", EntryOutcome.STOP, technologies=("burning",)),
        rule("hazardous stops", EntryOutcome.STOP, hazard=Hazard.HAZARDOUS),
    ]
    admission = section(written(park(rules), lead()), "admission")
    assert admission.tables[0].rows[0][1:] == ("open", "mills are looked at", "《办法》 1号")
    assert admission.tables[0].rows[1][2].startswith("? ")  # no rule for the assessment


def test_gates_that_its_wastes_leave_open_stand_once_for_each_waste() -> None:
    gates = tuple(
        LeadGate("slag-1", gate, Outcome.UNVERIFIED, 1.0, message(reason))
        for gate, reason in (
            (GateName.COMPOSITION, "gate.limit.not_measured"),
            (GateName.HAZARD, "gate.hazard.unverified"),
        )
    )
    rows = section(written(park(), lead(gates=gates)), "admission").tables[0].rows
    assert rows[-1][:3] == (
        "Waste: slag-1",
        "open",
        "nobody measured it, may be hazardous waste; to be identified",
    )


def test_a_target_shows_its_share_before_and_after_and_its_chance() -> None:
    aim = made(model.Target, id="aim", park="park", name_en="use of waste", unit=Unit.TONNE, share=0.6)
    gain = TargetGain("aim", 0.6, 0.4, 0.7, 0.25, None)
    value = replace(lead().value, targets=(gain,))
    worth = section(written(park([aim]), lead(value=value)), "worth")
    assert worth.tables[0].rows[3] == ("use of waste", "40% → 70% (target 60%)", "? chance not drawn")
    assert "If it fails: 100 kt/yr of waste go back to where they go today." in worth.sentences


def test_plants_that_stand_come_before_those_announced() -> None:
    plants = [
        made(
            model.ReferencePlant,
            id=name,
            technology="grinding",
            name_en=name,
            place_en="Dali",
            year=year,
            built=built,
            material="powder",
            capacity=600_000.0,
            investment=None,
        )
        for name, year, built in (("old", 2011, True), ("new", 2024, True), ("paper", 2026, False))
    ]
    rows = section(written(park(plants), lead()), "project").tables[1].rows
    assert [row[0] for row in rows] == ["new", "old", "paper (announced)"]
    assert rows[0][3:] == ("powder 600 kt/yr", "? which investment")


def test_a_newcomer_is_asked_where_no_firm_could_extend() -> None:
    other = enterprise("other")
    brief = written(park([other]), lead(extenders=(), site=LeadSite("park", None, None)))
    assert "the firm to be recruited" in text(section(brief, "next"))
    assert "a newcomer" in text(section(brief, "project"))
    assert section(brief, "next").sentences == ("What does a tonne of disposal cost?",)


def test_drawn_money_shows_its_spread_and_how_often_it_pays() -> None:
    returns = LeadReturns(Range(-1.0, 0.2, 0.4), 2.5, 4.0, None, Range(150.0, 180.0, 230.0), 0.75)
    drawn = replace(lead().economics, returns=returns, break_even=175.0)
    words = text(section(written(park(), lead(economics=drawn)), "economics"))
    assert "4.0 years (median of the draws; P10 to P90: 2.5 years to not paid back)" in words
    assert (
        "20% (median of the draws; P10 to P90: not paid back to 40%; pays capital with interest in 75%"
        in words
    )
    assert "180 (median of the draws; P10 to P90: 150 to 230) CNY/t" in words


def test_the_unknown_that_decides_its_place_is_named() -> None:
    decides = Deciding(message("number.supply", name=Words("钢渣", "slag")), 0.25, 0.95)
    assert "supply of slag" in text(section(written(park(), lead(deciding=decides)), "worth"))
    assert "钢渣的产生量" in text(section(written(park(), lead(deciding=decides), "zh"), "worth"))


def test_a_donor_says_how_far_and_by_which_way_it_comes() -> None:
    assert "(by rail, 5 km)" in text(section(written(park(), lead()), "gap"))
    assert "（铁路运输，5 公里）" in text(section(written(park(), lead(), "zh"), "gap"))


def test_what_lies_between_a_price_and_its_revenue_is_shown() -> None:
    """226 CNY/t as said, less 26 of tax and 33 of freight: 167 CNY/t."""
    said = text(section(written(park(), lead()), "market"))
    assert "price as said of 2025 226; value added tax in it (13%) -26; freight to the buyer -33; " in said
    assert "revenue 167 CNY/t" in said
    assert "送到买方的运费 -33；收入 167" in text(section(written(park(), lead(), "zh"), "market"))
