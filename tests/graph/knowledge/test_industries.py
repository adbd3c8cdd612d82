from __future__ import annotations

import csv
from pathlib import Path

import pytest

import graph.knowledge.industries
from graph.errors import SymbioflowError
from graph.knowledge import Decision, IndustryReader
from graph.model import Enterprise, Industry
from graph.snapshot import Snapshot
from graph.vocabulary import OperatingState
from ingest.library import library_records
from tests.cold import glass_library
from tests.parks import made


@pytest.fixture(scope="module")
def library() -> Snapshot:
    return Snapshot.from_records(library_records())


@pytest.fixture(scope="module")
def industries() -> IndustryReader:
    return IndustryReader(glass_library())


@pytest.mark.parametrize(
    ("code", "classes"),
    [
        ("2313", ("2313",)),
        ("23.13", ("2313",)),
        (" 23.13 ", ("2313",)),
        ("235", ("2351", "2352")),
        ("2350", ("2351", "2352")),
        ("23", ("2313", "2351", "2352", "2399")),
        ("2394", ("2351", "2352")),
        ("isic:2394", ("2351", "2352")),
        ("ISIC 2310", ("2313",)),
        ("3011", ("2351",)),
        ("C3011", ("2351",)),
        ("GB/T 4754:3011", ("2351",)),
        ("GB/T 4754-2017 3011", ("2351",)),
        ("301", ("2351", "2352")),
        ("nace:2399", ("2399",)),
        ("C23.51", ("2351",)),
        ("2351; 23.13", ("2313", "2351")),
        ("C3011，2399,", ("2351", "2399")),
        ("", ()),
    ],
)
def test_a_code_of_any_list_means_nace_classes(
    industries: IndustryReader, code: str, classes: tuple[str, ...]
) -> None:
    assert industries.resolve(code) == classes


@pytest.mark.parametrize(
    "code", ["9999", "abc", "C2", "isic:2351", "naics:3011", "23.13.14", "-1", "二三", "2351;9999"]
)
def test_a_code_of_no_list_is_refused(industries: IndustryReader, code: str) -> None:
    with pytest.raises(SymbioflowError, match="expected a class of NACE") as refused:
        industries.resolve(code)
    assert refused.value.code == "UNKNOWN_INDUSTRY"


def test_a_class_of_gbt_without_a_nace_class_of_its_own_takes_those_of_its_group() -> None:
    groups = [made(Industry, id=f"gbt4754-{code}", scheme="gbt4754", code=code) for code in ("3019", "3099")]
    industries = IndustryReader(glass_library().with_records(Snapshot.of(groups).tables))
    assert industries.resolve("C3019") == ("2351", "2352")
    assert industries.resolve("C3099") == ("2313", "2351", "2352")


def test_enterprises_teach_which_classes_go_together() -> None:
    works = made(Enterprise, id="works", park="", nace="2399", gbt4754="3034", state=OperatingState.OPERATING)
    industries = IndustryReader(glass_library().with_records(Snapshot.of([works]).tables))
    assert industries.resolve("3034") == ("2399",)


def test_isic_classes_of_nace_classes(industries: IndustryReader) -> None:
    assert industries.isic_of(("2351", "2352", "2313")) == {"2394", "2310"}
    assert industries.all_below(("2399", "235")) == ("2351", "2352", "2399")


@pytest.mark.parametrize(
    ("word", "row"),
    [
        ("合成氨", "gbt4754-2621"),
        ("电石", "gbt4754-2613"),
        ("氯碱", "gbt4754-2612"),
        ("多晶硅", "gbt4754-3985"),
        ("锂电", "gbt4754-3841"),
        ("工业硅", "gbt4754-3218"),
        ("数据中心", "nace-6311"),
        ("ammonia plant", "gbt4754-2621"),
        ("polysilicon", "gbt4754-3985"),
    ],
)
def test_everyday_words_of_chinese_industry_are_read_to_their_class(
    library: Snapshot, word: str, row: str
) -> None:
    found = IndustryReader(library).read(word)
    assert (found.decision, found.candidates[0].id) == (Decision.CERTAIN, row)


def test_a_word_of_two_industries_is_asked_about(library: Snapshot) -> None:
    """有机硅 is a monomer (organic chemicals) or a polymer; 铜箔 rolled copper or an electronic material."""
    for word in ("有机硅", "铜箔"):
        found = IndustryReader(library).read(word)
        assert found.decision is Decision.ASK
        assert [item.likeness for item in found.candidates[:2]] == [1.0, 1.0]


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("住宿和餐饮业", "gbt4754-H"),
        ("出租车客运", "gbt4754-5413"),
        ("铁矿开采", "nace-071"),
    ],
)
def test_one_name_in_two_lists_or_of_a_group_and_its_one_class_is_not_asked_about(
    library: Snapshot, name: str, row: str
) -> None:
    found = IndustryReader.of(library).read(name)
    assert (found.decision, found.candidates[0].id) == (Decision.CERTAIN, row)


def test_one_name_of_two_classes_of_one_list_is_asked_about(library: Snapshot) -> None:
    """煤制品 is made of coal (2524) or, in the edition before, sold as fuel (4120)."""
    assert IndustryReader.of(library).read("煤制品制造").decision is Decision.ASK


def test_every_everyday_word_is_of_a_class_that_there_is(library: Snapshot) -> None:
    there = {str(row.id) for row in library.all(Industry)}
    with (Path(graph.knowledge.industries.__file__).with_name("industry_words.csv")).open(
        encoding="utf-8", newline=""
    ) as file:
        rows = list(csv.DictReader(file))
    assert {row["industry"] for row in rows} <= there
    assert all(row["words_zh"] or row["words_en"] for row in rows)


@pytest.mark.parametrize("code", ["35.11", "D35.11", "PKD 35.11.Z", "35.11.Z", "WZ 2008 35.11.0", "35.11Z"])
def test_a_code_with_a_dot_is_of_europe_though_china_has_the_same_digits(
    library: Snapshot, code: str
) -> None:
    """3511 is power in NACE and mining machines in GB/T 4754; without the dot somebody has to say which."""
    reader = IndustryReader.of(library)
    assert [item.id for item in reader.read(code).candidates] == ["nace-3511"]
    assert reader.resolve(code) == ("3511",)
    assert reader.read("3511").decision is Decision.ASK
