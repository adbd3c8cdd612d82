from __future__ import annotations

import pytest

from graph.errors import SymbioflowError
from graph.knowledge import IndustryReader
from graph.model import Enterprise, Industry
from graph.snapshot import Snapshot
from graph.vocabulary import OperatingState
from tests.cold import glass_library
from tests.parks import made


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
