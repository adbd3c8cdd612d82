from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import model
from graph.errors import SymbioflowError
from graph.evidence import Grade
from graph.knowledge import TEXT_LIMIT, Decision, MaterialReader, Why
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.vocabulary import Direction
from tests.cold import substance
from tests.parks import made


@pytest.fixture(scope="module")
def library() -> MaterialReader:
    return MaterialReader(
        Snapshot.of(
            [
                substance("phosphogypsum", name_zh="磷石膏", ewc_codes=("060904",), sw_codes=("SW06",)),
                substance("steel slag", name_zh="钢渣", synonyms_en=("BOF slag",), hs_codes=("2619",)),
                substance("fly ash", name_zh="粉煤灰", ewc_codes=("100102",)),
                substance("sludge", name_zh="污泥"),
                substance("paper pulp remains", "sludge", name_zh="造纸渣", donor_isic=("1701",)),
                substance("waste heat", name_zh="余热"),
                made(
                    model.WasteCode,
                    id="ewc-100101",
                    scheme="ewc",
                    code="100101",
                    name_en="slag of steel",
                    grade=Grade.OFFICIAL,
                ),
            ]
        )
    )


def first(library: MaterialReader, text: str) -> str:
    return library.read(text).candidates[0].id


def test_a_name_is_recognised_whole_with_score_one(library: MaterialReader) -> None:
    match = library.read("Fly ash").candidates[0]
    assert (match.id, match.likeness, match.why, match.text) == ("fly-ash", 1.0, Why.NAME, "fly ash")


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
    library: MaterialReader, text: str, material: str
) -> None:
    assert first(library, text) == material


@pytest.mark.parametrize(
    ("text", "material", "why"),
    [
        ("EWC 10 01 02", "fly-ash", "100102"),
        ("100102*", "fly-ash", "100102"),
        ("SW06", "phosphogypsum", "SW06"),
        ("HS 2619", "steel-slag", "2619"),
        ("10 01 01", "steel-slag", "100101: slag of steel"),
        ("261-002-S06", "phosphogypsum", "261-002-S06 (SW06)"),
    ],
)
def test_codes_are_read(library: MaterialReader, text: str, material: str, why: str) -> None:
    match = library.read(text).candidates[0]
    assert (match.id, match.why, match.text) == (material, Why.CODE, why)


def test_a_text_may_name_several_materials(library: MaterialReader) -> None:
    found = {match.id for match in library.read("fly ash and steel slag; 磷石膏").candidates}
    assert {"fly-ash", "steel-slag", "phosphogypsum"} <= found


def test_the_donor_narrows_what_a_vague_word_means(library: MaterialReader) -> None:
    alone = {match.id: match.likeness for match in library.read("sludge").candidates}
    narrowed = {match.id: match.likeness for match in library.read("sludge", frozenset({"1701"})).candidates}
    assert alone == {"sludge": 1.0}
    # 0.7 of the family's score, lifted a quarter of score x (1 - score): 0.7 + 0.25 x 0.7 x 0.3
    assert narrowed == {"sludge": 1.0, "paper-pulp-remains": pytest.approx(0.7525)}


@pytest.mark.parametrize("text", ["", "   ", "qwxyz", "？！", "waste", "1234567"])
def test_an_unknown_text_means_nothing(library: MaterialReader, text: str) -> None:
    assert library.read(text).candidates == ()
    assert library.read(text).decision is Decision.UNKNOWN


def test_a_text_of_ten_thousand_characters_is_refused(library: MaterialReader) -> None:
    with pytest.raises(SymbioflowError, match="10000 characters") as refused:
        library.read("a" * 10_000)
    assert refused.value.code == "TEXT_TOO_LONG"


def test_the_longest_text_allowed_is_read(library: MaterialReader) -> None:
    assert first(library, ("steel slag " * 200)[:TEXT_LIMIT]) == "steel-slag"


@given(st.text(max_size=80))
def test_any_text_gives_scores_in_order_from_the_same_call_twice(text: str) -> None:
    library = MaterialReader(Snapshot.of([substance("fly ash", name_zh="粉煤灰"), substance("steel slag")]))
    matches = library.read(text).candidates
    assert matches == library.read(text).candidates
    scores = [match.likeness for match in matches]
    assert scores == sorted(scores, reverse=True)
    assert all(0.4 <= score <= 1.0 for score in scores)


def test_what_is_made_of_a_waste_is_not_the_waste() -> None:
    """Both hold the words sewage sludge; the head of the other name is ash. A weak head changes nothing."""
    library = MaterialReader(
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
    assert library.read("surplus bread").candidates[0].likeness > 0.8
    assert library.read("drilling mud").candidates[0].likeness > 0.6


def decision(library: MaterialReader, text: str) -> tuple[str, str]:
    found = library.read(text)
    return found.decision.value, found.candidates[0].id


@pytest.fixture(scope="module")
def namesakes() -> MaterialReader:
    """Blast furnace gas, of which its family has the name as a synonym; two muds are called alike."""
    taken = made(
        model.Port,
        id="boiler-in",
        technology="boiler",
        direction=Direction.MAIN_INPUT,
        material="sawmill-residue",
        ratio=Range.exact(1.0),
    )
    return MaterialReader(
        Snapshot.of(
            [
                substance("works gas", synonyms_zh=("高炉煤气",)),
                substance("blast gas", "works-gas", name_zh="高炉煤气"),
                substance("lime mud", synonyms_zh=("白泥",)),
                substance("soda mud", synonyms_zh=("白泥",)),
                substance("sawmill residue", synonyms_en=("sawdust",)),
                substance("wood residue", synonyms_en=("sawdust",)),
                made(model.Technology, id="boiler", trl=9),
                taken,
            ]
        )
    )


def test_a_name_of_its_own_beats_a_synonym_of_another(namesakes: MaterialReader) -> None:
    """Case B9."""
    assert decision(namesakes, "高炉煤气") == ("certain", "blast-gas")


def test_of_two_with_one_synonym_the_one_that_a_recipe_takes_is_meant(namesakes: MaterialReader) -> None:
    """Case A2: nobody burns wood residue here."""
    assert decision(namesakes, "saw dust") == ("certain", "sawmill-residue")


def test_two_with_one_synonym_are_asked_about(namesakes: MaterialReader) -> None:
    found = namesakes.read("白泥")
    assert found.decision is Decision.ASK
    assert [item.id for item in found.offered] == ["lime-mud", "soda-mud"]
    with pytest.raises(
        SymbioflowError, match=r"did you mean lime-mud \(白泥\), soda-mud \(白泥\)\?"
    ) as asked:
        found.taken("material")
    assert asked.value.code == "UNCLEAR_MATERIAL"


@pytest.mark.parametrize("text", ["phosphogipsum", "phosfogypsum"])
def test_a_slip_is_offered_and_not_taken(library: MaterialReader, text: str) -> None:
    assert library.read(text).decision is Decision.ASK


def test_one_english_word_of_a_longer_name_is_asked_about(library: MaterialReader) -> None:
    """Waste heat is 0.97 like heat, because waste says little; but whoever says heat may mean steam."""
    assert decision(library, "heat") == ("ask", "waste-heat")
    assert decision(library, "surplus waste heat") == ("certain", "waste-heat")


def test_an_id_is_certain(library: MaterialReader) -> None:
    found = library.read("steel-slag")
    assert (found.decision, found.candidates[0].why) == (Decision.CERTAIN, Why.ID)


def test_a_chinese_name_is_what_its_end_says() -> None:
    """污水处理污泥 holds 污水 (waste water) and 污泥 (sludge); it is a sludge."""
    library = MaterialReader(
        Snapshot.of([substance("waste water", name_zh="污水"), substance("sludge", name_zh="污泥")])
    )
    found = library.read("污水处理污泥").candidates
    assert [item.id for item in found] == ["sludge", "waste-water"]
    assert library.read("污水废液").candidates[0].likeness > found[1].likeness


def test_the_words_of_a_list_stand_for_its_code() -> None:
    library = MaterialReader(
        Snapshot.of(
            [
                substance("spent sand", ewc_codes=("100906",)),
                made(
                    model.WasteCode,
                    id="ewc-100906",
                    scheme="ewc",
                    code="100906",
                    name_en="casting cores and moulds which have not undergone pouring",
                    grade=Grade.OFFICIAL,
                ),
            ]
        )
    )
    found = library.read("casting cores and moulds which have not undergone pouring")
    assert (found.candidates[0].id, found.candidates[0].why) == ("spent-sand", Why.CODE)


def test_the_donors_industry_need_not_be_said_again() -> None:
    """滤泥 of a sugar works is 制糖滤泥 and no iron mud; without the donor nobody can know."""
    reader = MaterialReader(
        Snapshot.of(
            [
                substance("iron filter mud", sw_codes=("SW07",)),
                substance(
                    "sugar factory filter sludge",
                    name_zh="制糖滤泥",
                    sw_codes=("SW13",),
                    donor_isic=("1072",),
                ),
            ]
        )
    )
    sugar = frozenset({"1072"})
    assert reader.read("滤泥", sugar).candidates[0].id == "sugar-factory-filter-sludge"
    assert reader.read("filter sludge", sugar).candidates[0].id == "sugar-factory-filter-sludge"
    assert reader.read("filter sludge", sugar).candidates[0].likeness > 0.9
    assert all(item.likeness < 0.9 for item in reader.read("filter sludge").candidates)


def test_a_synonym_that_only_other_industries_use_yields_to_the_donors_own() -> None:
    """酒糟 is what distilleries call theirs; that of a brewery is 啤酒糟, and nobody else's is touched."""
    reader = MaterialReader(
        Snapshot.of(
            [
                substance("baijiu grain", name_zh="白酒糟", synonyms_zh=("酒糟",), donor_isic=("1101",)),
                substance("brewers grain", name_zh="啤酒糟", donor_isic=("1103",)),
            ]
        )
    )
    for donor, material in (("1103", "brewers-grain"), ("1101", "baijiu-grain"), ("1701", "baijiu-grain")):
        reading = reader.read("酒糟", frozenset({donor}))
        assert (reading.candidates[0].id, reading.decision) == (material, Decision.CERTAIN)


def test_what_is_called_waste_is_not_taken_for_a_product_of_like_name() -> None:
    reader = MaterialReader(Snapshot.of([substance("natural gas", synonyms_en=("gas",))]))
    assert reader.read("gas").decision is Decision.CERTAIN
    called_waste = reader.read("waste gas")
    assert called_waste.decision is Decision.ASK
    assert called_waste.candidates[0].likeness < 0.7
