from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import SymbioflowError
from graph.evidence import Grade
from graph.knowledge.text import TEXT_LIMIT, MaterialIndex, TextIndex, codes_in, normalised, resolve_material
from graph.model import WasteCode
from graph.snapshot import Snapshot
from tests.cold import substance
from tests.parks import made


@pytest.fixture(scope="module")
def library() -> MaterialIndex:
    return MaterialIndex(
        Snapshot.of(
            [
                substance("phosphogypsum", name_zh="磷石膏", ewc_codes=("060904",), sw_codes=("SW06",)),
                substance("steel slag", name_zh="钢渣", synonyms_en=("BOF slag",), hs_codes=("2619",)),
                substance("fly ash", name_zh="粉煤灰", ewc_codes=("100102",)),
                substance("sludge", name_zh="污泥"),
                substance("paper pulp remains", "sludge", name_zh="造纸渣", donor_isic=("1701",)),
                substance("waste heat", name_zh="余热"),
                made(
                    WasteCode,
                    id="ewc-100101",
                    scheme="ewc",
                    code="100101",
                    name_en="slag of steel",
                    grade=Grade.OFFICIAL,
                ),
            ]
        )
    )


def first(library: MaterialIndex, text: str) -> str:
    return resolve_material(library, text)[0].material


def test_a_name_is_recognised_whole_with_score_one(library: MaterialIndex) -> None:
    match = resolve_material(library, "Fly ash")[0]
    assert (match.material, match.score, match.why) == ("fly-ash", 1.0, "fly ash")


@pytest.mark.parametrize(
    ("text", "material"),
    [
        ("ashes, fly", "fly-ash"),
        ("slag of steel", "steel-slag"),
        ("steel slags", "steel-slag"),
        ("phosphogipsum", "phosphogypsum"),
        ("BOF slag from a converter", "steel-slag"),
        ("某钢厂的钢渣", "steel-slag"),
        ("磷石膏堆存", "phosphogypsum"),
        ("surplus waste heat", "waste-heat"),
        ("flyash", "fly-ash"),
        ("phospho gypsum", "phosphogypsum"),
    ],
)
def test_plural_order_spelling_and_surroundings_do_not_hide_a_name(
    library: MaterialIndex, text: str, material: str
) -> None:
    assert first(library, text) == material


@pytest.mark.parametrize(
    ("text", "material", "why"),
    [
        ("EWC 10 01 02", "fly-ash", "code 100102"),
        ("100102*", "fly-ash", "code 100102"),
        ("SW06", "phosphogypsum", "code SW06"),
        ("HS 2619", "steel-slag", "code HS2619"),
        ("10 01 01", "steel-slag", "code 100101: slag of steel"),
    ],
)
def test_codes_are_read(library: MaterialIndex, text: str, material: str, why: str) -> None:
    match = resolve_material(library, text)[0]
    assert (match.material, match.why) == (material, why)


def test_a_text_may_name_several_materials(library: MaterialIndex) -> None:
    found = {match.material for match in resolve_material(library, "fly ash and steel slag; 磷石膏")}
    assert {"fly-ash", "steel-slag", "phosphogypsum"} <= found


def test_the_donor_narrows_what_a_vague_word_means(library: MaterialIndex) -> None:
    alone = {match.material: match.score for match in resolve_material(library, "sludge")}
    narrowed = {
        match.material: match.score for match in resolve_material(library, "sludge", frozenset({"1701"}))
    }
    assert alone == {"sludge": 1.0}
    # 0.7 of the family's score, lifted a quarter of score x (1 - score): 0.7 + 0.25 x 0.7 x 0.3
    assert narrowed == {"sludge": 1.0, "paper-pulp-remains": pytest.approx(0.7525)}


@pytest.mark.parametrize("text", ["", "   ", "qwxyz", "？！", "waste", "1234567"])
def test_an_unknown_text_means_nothing(library: MaterialIndex, text: str) -> None:
    assert resolve_material(library, text) == ()


def test_a_text_of_ten_thousand_characters_is_refused(library: MaterialIndex) -> None:
    with pytest.raises(SymbioflowError, match="10000 characters") as refused:
        resolve_material(library, "a" * 10_000)
    assert refused.value.code == "TEXT_TOO_LONG"


def test_the_longest_text_allowed_is_read(library: MaterialIndex) -> None:
    assert first(library, ("steel slag " * 200)[:TEXT_LIMIT]) == "steel-slag"


@given(st.text(max_size=80))
def test_any_text_gives_scores_in_order_from_the_same_call_twice(text: str) -> None:
    library = MaterialIndex(Snapshot.of([substance("fly ash", name_zh="粉煤灰"), substance("steel slag")]))
    matches = resolve_material(library, text)
    assert matches == resolve_material(library, text)
    scores = [match.score for match in matches]
    assert scores == sorted(scores, reverse=True)
    assert all(0.4 <= score <= 1.0 for score in scores)


def test_normalised_text_has_one_spelling() -> None:
    assert normalised("Sulfuric acids & Tires, 废渣") == "sulphuric acid tyre 废渣"
    assert normalised("batteries, boxes, glass, gas") == "battery box glass gas"


def test_codes_in_a_text_come_once_each() -> None:
    assert codes_in("HW34 and hw34, SW 02, 10 01 02, HS 2620.19") == ("100102", "hw34", "sw02", "hs262019")
    assert codes_in("123456789 tonnes") == ()


def test_similarity_is_the_cosine_of_the_n_grams() -> None:
    index = TextIndex(["ab", "cd"])
    # "ab" has the grams " ab ", "ab " and " ab"; nothing is shared with "cd"
    assert index.similarity("ab").tolist() == pytest.approx([1.0, 0.0])
    both = index.similarity("ab cd")
    assert both.tolist() == pytest.approx([0.5**0.5, 0.5**0.5])


def test_what_is_made_of_a_waste_is_not_the_waste() -> None:
    """Both hold the words sewage sludge; the head of the other name is ash. A weak head changes nothing."""
    library = MaterialIndex(
        Snapshot.of(
            [
                substance("sewage sludge ash"),
                substance("dewatered sewage sludge"),
                substance("bread waste"),
                substance("drilling mud and cuttings"),
            ]
        )
    )
    assert first(library, "sewage sludge") == "dewatered-sewage-sludge"
    assert first(library, "sewage sludge ash") == "sewage-sludge-ash"
    assert resolve_material(library, "surplus bread")[0].score > 0.8
    assert resolve_material(library, "drilling mud")[0].score > 0.6
