"""Codes of other materials than the words name are seen; those of the same, their kinds or nobody are not."""

from __future__ import annotations

import pytest

from graph.errors import SymbioflowError
from graph.knowledge import Contradictions, Decision, Reader
from graph.model import Material
from tests.ingest.proposing.files import library


def _against(words: str, codes: str) -> list[str] | None:
    """Return what codes mean that contradict words; None where they agree."""
    material = Reader(library()).material(words).candidates[0].id
    found = Contradictions.among(library()).of(material, words, codes)
    return None if found is None else [item.id for item in found]


@pytest.mark.parametrize(
    ("words", "codes", "meant"),
    [
        pytest.param(
            "活性炭粉末", "HW48", "al-dross-secondary", id="not hazardous, under a class of smelting"
        ),
        pytest.param("粉煤灰", "900-249-08", "waste-oil", id="ash under an item of oil"),
        pytest.param("废酸", "HW08", "waste-oil", id="acid under oils"),
        pytest.param(
            "活性炭粉末", "321-099-48", "al-dross-secondary", id="an item that nobody knows, by its class"
        ),
        pytest.param("二次铝灰", "321-023-48", "spent-potlining", id="another item of the same class"),
        pytest.param("粉煤灰", "SW06", "fgd-gypsum", id="ash under gypsum"),
        pytest.param(
            "磷石膏", "SW06", "fgd-gypsum", id="one gypsum under another, which a general kind carries too"
        ),
        pytest.param("酒糟", "SW01", "blast-furnace-slag", id="food residue under slags"),
        pytest.param("fly ash", "13 02 05*", "waste-lubricating-oil", id="European list: ash under oil"),
        pytest.param("sawdust", "17 04 05", "steel-scrap", id="European list: wood under iron"),
    ],
)
def test_a_code_of_another_material_contradicts(words: str, codes: str, meant: str) -> None:
    assert meant in (_against(words, codes) or ())


def test_a_class_that_nobody_carries_contradicts_too() -> None:
    assert not any("HW37" in item.hw_codes for item in library().all(Material))
    assert _against("粉煤灰", "HW37") is not None


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        pytest.param("废矿物油", "900-249-08", id="the item it carries"),
        pytest.param("废机油", "HW08", id="its class"),
        pytest.param("含油污泥", "900-999-08", id="an item that nobody knows, of its class"),
        pytest.param("高炉渣", "311-001-S01 SW01", id="an item and its class"),
        pytest.param("酸洗污泥", "SW07", id="the words say the name of the class"),
        pytest.param("钢渣", "SW59", id="what is filed under the rest"),
        pytest.param("废活性炭", "HW49", id="the rest of the hazardous"),
        pytest.param("赤泥", "SW05 321-001-S05", id="an unknown item of the industry that gives it off"),
        pytest.param("steel slag", "10 02 99", id="not otherwise specified"),
        pytest.param("金属硅", "SW01", id="a list that has no code for the material"),
        pytest.param("窑灰", "900-999-59", id="an item of the list before, which is written alike"),
        pytest.param("废钢", "213-001-09", id="and whose class is one of hazardous waste too"),
        pytest.param("钢渣", "", id="no code"),
    ],
)
def test_a_code_that_may_be_meant_contradicts_nothing(words: str, codes: str) -> None:
    assert _against(words, codes) is None


@pytest.mark.parametrize(
    ("text", "codes", "meant"),
    [
        ("废铅蓄电池 900-252-12", "900-252-12", ("spent-lead-acid-battery", "paint-waste")),
        ("fly ash 13 02 05*", "130205", ("fly-ash", "waste-lubricating-oil")),
    ],
)
def test_a_text_whose_code_is_of_another_material_is_asked_about(
    text: str, codes: str, meant: tuple[str, str]
) -> None:
    reading = Reader(library()).material(text)
    assert (reading.decision, reading.contradicted) == (Decision.ASK, codes)
    assert (reading.candidates[0].id, reading.candidates[1].id) == meant
    with pytest.raises(SymbioflowError) as asked:
        reading.taken("material")
    assert asked.value.code == "UNCLEAR_MATERIAL"
    assert f"代码 {codes} 指的不是这种物料" in asked.value.text("zh")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("HW31 900-052-31 废铅蓄电池", "spent-lead-acid-battery"),
        ("粉煤灰 SW02", "fly-ash"),
        ("炭渣 321-025-48", "electrolysis-carbon-slag"),
        ("13 02 05*", "waste-lubricating-oil"),
    ],
)
def test_a_text_whose_code_fits_its_words_means_what_both_say(text: str, meant: str) -> None:
    reading = Reader(library()).material(text)
    assert (reading.candidates[0].id, reading.contradicted) == (meant, "")
