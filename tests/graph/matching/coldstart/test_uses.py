from __future__ import annotations

import time

import pytest

from graph.errors import SymbioflowError
from graph.knowledge import Decision
from graph.matching.coldstart.index import ColdStartIndex, UseSource
from graph.matching.coldstart.uses import suggest_uses
from graph.snapshot import Snapshot
from graph.vocabulary import UseRole
from ingest import shipped_records
from tests.cold import exchange, glass_library


@pytest.fixture(scope="module")
def glass() -> ColdStartIndex:
    case = exchange(
        "a",
        "2313",
        country="Italy",
        year="2016",
        donor="Brewery",
        receiver="Glass works",
        final_use="Bottles",
        reference="Somebody (2016)",
    )
    return ColdStartIndex(glass_library(case))


@pytest.fixture(scope="module")
def anning() -> ColdStartIndex:
    return ColdStartIndex(Snapshot.from_records(shipped_records()))


def test_the_score_is_the_weighted_mean_of_the_sources(glass: ColdStartIndex) -> None:
    answer = suggest_uses(glass, "Cullet")
    scores = {item.industry.code: item.score for item in answer.suggestions}
    assert scores == pytest.approx(
        {
            "2313": 0.5 * 1.0 + 0.1 * 0.5 + 0.1 * 1.0,
            "2351": 0.5 * 0.8 + 0.1 * 0.9 / 1.75,
            "2399": 0.1 * 1.0,
        }
    )
    assert [item.rank for item in answer.suggestions] == [1, 2, 3]
    for item in answer.suggestions:
        assert item.score == pytest.approx(sum(part.value * part.weight for part in item.parts))


def test_every_suggestion_says_what_for_and_why(glass: ColdStartIndex) -> None:
    containers, cement, foam = suggest_uses(glass, "cullet", "1105").suggestions
    assert (containers.role, containers.use_en, containers.use_zh) == (
        UseRole.RAW_MATERIAL,
        "containers",
        "瓶罐",
    )
    assert [(reason.source, reason.row) for reason in containers.reasons] == [
        (UseSource.KNOWLEDGE, "use-cullet"),
        (UseSource.PRECEDENT, "case-a-2313"),
        (UseSource.DONOR, ""),
    ]
    precedent = containers.reasons[1]
    assert precedent.text_en == "Italy, 2016: Brewery -> Glass works: cullet (Bottles)"
    assert precedent.reference == "Somebody (2016)"
    assert (cement.reasons[0].row, cement.reasons[0].material) == ("use-glass-waste", "cullet")
    assert (foam.use_en, foam.reasons[0].source) == ("Foam glass", UseSource.TECHNOLOGY)


def test_an_unknown_text_says_unknown(glass: ColdStartIndex) -> None:
    answer = suggest_uses(glass, "zzqqy")
    assert (answer.known, answer.reading.candidates, answer.suggestions) == (False, (), ())
    assert str(answer) == "'zzqqy' from unknown donor: unknown"


def test_an_unknown_text_of_a_known_donor_is_answered_from_the_donor_alone(glass: ColdStartIndex) -> None:
    answer = suggest_uses(glass, "zzqqy", "11.05")
    assert not answer.known
    assert answer.donor_classes == ("1105",)
    best = answer.suggestions[0]
    assert (best.industry.code, best.role) == ("2313", None)
    assert {reason.source for reason in best.reasons} == {UseSource.DONOR}


def test_an_unknown_donor_and_a_long_text_are_refused(glass: ColdStartIndex) -> None:
    with pytest.raises(SymbioflowError, match="no industry '8888'") as refused:
        suggest_uses(glass, "cullet", "8888")
    assert refused.value.code == "UNKNOWN_INDUSTRY"
    with pytest.raises(SymbioflowError, match="at most 2000") as refused:
        suggest_uses(glass, "x" * 10_000)
    assert refused.value.code == "TEXT_TOO_LONG"


@pytest.mark.parametrize("top", [0, 1, 2])
def test_no_more_than_asked_for(glass: ColdStartIndex, top: int) -> None:
    assert len(suggest_uses(glass, "cullet", top=top).suggestions) == top


def test_it_prints_as_a_table(glass: ColdStartIndex) -> None:
    assert str(suggest_uses(glass, "cullet", top=1)).splitlines() == [
        "'cullet' from unknown donor: cullet 1.00",
        "  1 0.650 2313 class 2313: containers",
    ]


@pytest.mark.parametrize(
    ("waste", "donor", "receiver"),
    [
        ("磷石膏", "2622", "2351"),
        ("steel slag", "24.10", "2351"),
        ("coal fly ash", "D4411", "2361"),
        ("end-of-life tyres", "45.20", "2351"),
        ("waste solvents", "2110", "2014"),
        ("废玻璃瓶", "", "2313"),
        ("cow manure", "0141", "3821"),
        ("saw dust", "16.10", "1621"),
        ("brewers' spent grain", "11.05", "1091"),
        ("excess steam", "3511", "2014"),
        ("白酒糟", "C1512", "1091"),
        ("waste paper", "", "1712"),
        ("aluminium scrap", "2599", "2442"),
        ("含铜污泥", "3972", "2444"),
        ("sewage sludge", "3700", "2015"),
        ("EWC 16 06 01", "", "2443"),
    ],
)
def test_what_every_process_engineer_knows_is_among_the_first_five(
    anning: ColdStartIndex, waste: str, donor: str, receiver: str
) -> None:
    answer = suggest_uses(anning, waste, donor, top=5)
    assert receiver in [item.industry.code for item in answer.suggestions]


@pytest.mark.parametrize(
    ("waste", "material"),
    [
        ("10 01 02", "fly-ash"),
        ("EWC 100102*", "fly-ash"),
        ("HW48", "lead-smelting-slag"),
        ("粉煤灰 fly ash from 电厂", "fly-ash"),
        ("脱硫石膏 (FGD gypsum)", "fgd-gypsum"),
        ("phosphogipsum", "phosphogypsum"),
        ("blast furnce slag", "blast-furnace-slag"),
        ("cofee grounds", "coffee-tea-residue"),
        ("SEWAGE  SLUDGE", "sewage-sludge"),
        ("paper sludge", "paper-sludge"),
        ("橙皮", "apple-pomace"),
        ("titanium scrap", "scrap-metal"),
        ("BOF dust/converter sludge", "bof-dust"),
    ],
)
def test_codes_mixed_languages_and_misspellings_are_understood(
    anning: ColdStartIndex, waste: str, material: str
) -> None:
    assert material in [match.id for match in anning.meaning(waste, ()).candidates[:2]]


@pytest.mark.parametrize("donor", ["24.10", "2410", " 2410 ", "isic:2410", "C3120", "GB/T 4754:3120", "3120"])
def test_a_donor_may_be_given_in_any_scheme(anning: ColdStartIndex, donor: str) -> None:
    assert "2410" in suggest_uses(anning, "steel slag", donor, top=1).donor_classes


@pytest.mark.parametrize("waste", ["", " ", "???", "123456", "\N{SLIGHTLY SMILING FACE}", "the of and"])
def test_what_names_nothing_is_unknown(anning: ColdStartIndex, waste: str) -> None:
    answer = suggest_uses(anning, waste)
    assert (answer.known, answer.suggestions) == (False, ())


def test_an_industry_comes_with_its_codes_and_both_names(anning: ColdStartIndex) -> None:
    cement = suggest_uses(anning, "钢渣", "C3120", top=1).suggestions[0].industry
    assert (cement.code, cement.isic, cement.gbt4754) == ("2351", "2394", ("3011",))
    assert (cement.name_zh, cement.name_en) == ("水泥制造", "Manufacture of cement")


def test_an_answer_takes_less_than_a_twentieth_of_a_second(anning: ColdStartIndex) -> None:
    taken = []
    for waste in ("phosphogypsum", "钢渣", "mixed plastic packaging from households", "余热", "glass"):
        start = time.perf_counter()
        suggest_uses(anning, waste, "2410")
        taken.append(time.perf_counter() - start)
    assert min(taken) < 0.05


def test_an_answer_says_that_code_and_words_of_its_waste_contradict(anning: ColdStartIndex) -> None:
    """900-252-12 is paint waste: the answer counts both, and says that they are two."""
    reading = suggest_uses(anning, "废铅蓄电池 900-252-12").reading
    assert (reading.decision, reading.contradicted) == (Decision.ASK, "900-252-12")
    assert [item.id for item in reading.candidates[:2]] == ["spent-lead-acid-battery", "paint-waste"]
