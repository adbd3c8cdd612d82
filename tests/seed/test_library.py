"""The library of knowledge: nothing is left without a taker, codes and names are whole and agree."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from graph.knowledge import Reader
from graph.model import Industry, Material, MaterialUse, Port, WasteCode
from graph.snapshot import Snapshot
from graph.taxonomy import kinds_of, lines_of
from graph.vocabulary import Direction, Hazard

#: What ledgers of general and of hazardous waste say every day, and what it is.
LEDGER_NAMES = {
    "炉渣": "coal-bottom-ash",
    "煤渣": "coal-bottom-ash",
    "粉煤灰": "fly-ash",
    "脱硫石膏": "fgd-gypsum",
    "污泥": "sludge",
    "生化污泥": "biological-sludge",
    "废边角料": "clean-iron-scrap",
    "废钢屑": "clean-iron-scrap",
    "废乳化液": "cutting-emulsion",
    "废包装桶": "contaminated-packaging",
    "废活性炭": "spent-activated-carbon",
    "废机油": "waste-lubricating-oil",
    "含油抹布": "ready-waste-oil-filter",
    "废酸": "waste-acid",
    "废碱": "waste-alkali",
    "废催化剂": "spent-catalyst",
    "收尘灰": "industrial-dust",
    "电炉灰": "eaf-dust",
    "铁皮": "mill-scale",
    "转炉渣": "steel-slag",
    "水渣": "gbfs",
    "高炉渣": "blast-furnace-slag",
    "高炉煤气": "blast-furnace-gas",
    "赤泥": "red-mud",
    "电石渣": "carbide-slag",
    "盐泥": "brine-salt-mud",
    "酒糟": "baijiu-distillers-grain",
    "甘蔗渣": "bagasse",
    "木屑": "wood-residue",
    "废塑料": "mixed-waste-plastics",
    "废纸": "mixed-waste-paper",
    "废玻璃": "glass-cullet",
    "废橡胶": "rubber-scrap",
    "漆渣": "paint-waste",
    "在线监测废液": "laboratory-waste",
    "磷化渣": "surface-treatment-sludge",
    "废RO膜": "spent-membrane",
    "气化渣": "coal-gasification-slag",
    "工业硅渣": "silicon-slag",
    "焦油渣": "tar-residue",
}
HAZARDOUS_ITEM = re.compile(r"\d{3}-\d{3}-(\d{2})")
SOLID_ITEM = re.compile(r"\d{3}-\d{3}-S(\d{2})")


def codes(snapshot: Snapshot, scheme: str) -> dict[str, WasteCode]:
    return {row.code: row for row in snapshot.all(WasteCode) if row.scheme == scheme}


def test_no_material_is_left_without_a_recipe_or_a_usual_use(anning: Snapshot) -> None:
    """A recipe of it, of what it is a kind of, or of its kinds; or a use of itself or an ancestor."""
    inputs = (Direction.MAIN_INPUT, Direction.AUXILIARY_INPUT)
    taken = {port.material for port in anning.all(Port) if port.direction in inputs}
    used = {use.material for use in anning.all(MaterialUse)}
    lines = lines_of(anning)
    served = kinds_of(anning, taken | used).union(*(lines[name] for name in taken))
    assert sorted({item.id for item in anning.all(Material)} - served) == []


def test_every_use_names_an_industry_that_the_library_knows(anning: Snapshot) -> None:
    known = {row.code for row in anning.all(Industry) if row.scheme == "nace"}
    named = {code for use in anning.all(MaterialUse) for code in use.nace}
    assert named <= known
    assert all(use.nace and use.use_zh and use.use_en for use in anning.all(MaterialUse))


def test_industry_codes_mean_what_the_edition_of_2017_says(anning: Snapshot) -> None:
    """3140 was steel rolling in 2011, 4413 nuclear power."""
    rows = {(row.scheme, row.code): row for row in anning.all(Industry)}
    assert sum(scheme == "gbt4754" for scheme, _ in rows) >= 1424
    assert sum(scheme == "nace" and len(code) == 4 for scheme, code in rows) == 615
    meant = {
        "3120": "炼钢",
        "3140": "铁合金冶炼",
        "3843": "铅蓄电池制造",
        "4412": "热电联产",
        "4413": "水力发电",
    }
    assert {code: rows["gbt4754", code].name_zh for code in meant} == meant
    for code, nace in {"3140": "2410", "3843": "2720", "3218": "2445", "4417": "3511"}.items():
        assert code in rows["nace", nace].gbt4754


def test_no_industry_of_nace_is_without_a_name_in_each_language(anning: Snapshot) -> None:
    """The Chinese ones are translations of our own, in the words of GB/T 4754 where the class is the same."""
    rows = [row for row in anning.all(Industry) if row.scheme == "nace"]
    assert len(rows) == 996
    assert [
        row.code for row in rows if not row.name_en or not re.search(r"[\u4e00-\u9fff]", row.name_zh)
    ] == []
    called = Counter(row.name_zh for row in rows if len(row.code) == 4)
    assert [name for name, times in called.items() if times > 1] == []


def test_all_842_entries_of_the_european_list_have_names_in_both_languages(anning: Snapshot) -> None:
    entries = codes(anning, "ewc")
    assert len(entries) == 842
    assert all(re.fullmatch(r"\d{6}", code) for code in entries)
    assert [code for code, row in entries.items() if not (row.name_zh and row.name_en)] == []


def test_the_chinese_lists_hold_their_classes_and_the_items_of_everyday(anning: Snapshot) -> None:
    hazardous, solid = codes(anning, "hw"), codes(anning, "sw")
    classes = {f"HW{number:02}" for number in (*range(1, 41), *range(45, 51))}
    assert classes <= hazardous.keys()
    assert {"900-249-08", "900-052-31", "900-041-49", "900-039-49", "772-005-18"} <= hazardous.keys()
    assert {"900-001-S17", "900-009-S59", "SW01", "SW59"} <= solid.keys()
    for code in hazardous.keys() - classes:
        item = HAZARDOUS_ITEM.fullmatch(code)
        assert item is not None, code
        assert f"HW{item[1]}" in classes, code
        assert hazardous[code].name_zh, code
        assert hazardous[code].name_en, code


def test_every_code_of_a_material_stands_in_the_lists_with_its_class(anning: Snapshot) -> None:
    known = {scheme: codes(anning, scheme) for scheme in ("ewc", "sw", "hw")}
    for item in anning.all(Material):
        assert set(item.ewc_codes) <= known["ewc"].keys(), item.id
        assert set(item.sw_codes) <= known["sw"].keys(), item.id
        assert set(item.hw_codes) <= known["hw"].keys(), item.id
        for code in item.hw_codes:
            found = HAZARDOUS_ITEM.fullmatch(code)
            assert found is None or f"HW{found[1]}" in item.hw_codes, (item.id, code)
        for code in item.sw_codes:
            found = SOLID_ITEM.fullmatch(code)
            assert found is None or f"SW{found[1]}" in item.sw_codes, (item.id, code)


def test_a_material_with_a_hazardous_code_is_never_said_to_be_harmless(anning: Snapshot) -> None:
    harmless = {item.id for item in anning.all(Material) if item.hw_codes and item.hazard is Hazard.NONE}
    # Fuel that is sold is none; thrown away it is HW08.
    assert harmless == {"diesel-oil", "heavy-fuel-oil"}


@pytest.mark.parametrize(
    ("code", "material"),
    [
        ("900-249-08", "waste-lubricating-oil"),
        ("900-052-31", "spent-lead-acid-battery"),
        ("900-041-49", "contaminated-packaging"),
        ("900-039-49", "spent-activated-carbon"),
        ("900-006-09", "cutting-emulsion"),
        ("900-252-12", "paint-waste"),
        ("336-064-17", "surface-treatment-sludge"),
        ("772-002-18", "wte-fly-ash"),
        ("772-007-50", "spent-scr-catalyst"),
        ("312-001-23", "eaf-dust"),
        ("321-026-48", "al-dross-secondary"),
        ("900-047-49", "laboratory-waste"),
        ("900-001-S17", "steel-scrap"),
        ("900-099-S07", "sludge"),
        ("150110", "contaminated-packaging"),
        ("130205", "waste-lubricating-oil"),
    ],
)
def test_a_code_alone_names_its_material(anning: Snapshot, code: str, material: str) -> None:
    item = {str(row.id): row for row in anning.all(Material)}[material]
    assert code in (*item.ewc_codes, *item.sw_codes, *item.hw_codes)


def test_most_entries_of_the_european_list_lead_to_a_material(anning: Snapshot) -> None:
    """What is left are mostly the entries "not otherwise specified"."""
    carried = {code for item in anning.all(Material) for code in item.ewc_codes}
    left = [row for code, row in codes(anning, "ewc").items() if code not in carried]
    assert len(left) <= 100
    unspecified = sum("not otherwise specified" in row.name_en for row in left)
    assert unspecified >= len(left) / 2


def test_no_other_name_of_a_material_is_the_own_name_of_another(anning: Snapshot) -> None:
    own = Counter(item.name_zh for item in anning.all(Material))
    assert [name for name, count in own.items() if count > 1] == []
    taken = [(item.id, name) for item in anning.all(Material) for name in item.synonyms_zh if own[name]]
    assert taken == []


def test_everyday_ledger_names_are_read_or_offered_among_three(anning: Snapshot) -> None:
    reader = Reader(anning)
    read = {name: [item.id for item in reader.material(name).offered] for name in LEDGER_NAMES}
    assert {name: found for name, found in read.items() if LEDGER_NAMES[name] not in found} == {}
    first = sum(found[0] == LEDGER_NAMES[name] for name, found in read.items())
    assert first >= 0.9 * len(LEDGER_NAMES)
