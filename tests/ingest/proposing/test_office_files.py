"""Files as offices, bureaus and recyclers have them, written with their answers before they were read."""

from __future__ import annotations

from graph.ranges import Range
from ingest.proposing import Proposal, propose
from ingest.understanding import Source, understand
from tests.ingest.proposing.files import asked_of, library, proposed
from tests.ingest.understanding.sheets import workbook

Rows = list[list[object]]


def _book(
    sheets: dict[str, Rows], merges: dict[str, list[str]] | None = None, name: str = "园区.xlsx"
) -> Proposal:
    data = workbook(sheets, merges)
    return propose(understand([Source(name, data)]), library(), {}, "case", "园区", None, True)


def _stored(proposal: Proposal) -> dict[tuple[str, str], float]:
    rows = proposal.records.get("waste_streams")
    ids = set(rows["id"].to_pylist()) if rows is not None else set()
    names = {firm.id: firm.name for firm in proposal.firms}
    return {
        (names[waste.enterprise], waste.text): waste.supply.likely
        for waste in proposal.wastes
        if waste.id in ids and waste.supply is not None
    }


def _asked(proposal: Proposal) -> list[str]:
    return [code for code, _ in asked_of(proposal)]


def test_a_unit_in_the_name_of_a_sheet_is_that_of_its_amounts() -> None:
    found = _book({"固废产生量(吨)": [["企业", "粉煤灰", "炉渣"], ["一电厂", 10, 3], ["二电厂", 20, 5]]})
    assert _stored(found)["二电厂", "炉渣"] == 5.0
    assert not _asked(found)


def test_a_merged_cell_below_the_years_gives_their_unit() -> None:
    rows: Rows = [
        ["企业", "固废名称", "2023年", "2024年"],
        [None, None, "产生量(吨)", None],
        ["长虹电池厂", "废铅膏", 1000, 1100],
    ]
    found = _book({"Sheet1": rows}, {"Sheet1": ["C2:D2"]})
    assert _stored(found) == {("长虹电池厂", "废铅膏"): 1100.0}
    assert not _asked(found)


def test_columns_that_all_lack_their_unit_are_asked_about_once_and_are_not_nothing_meanwhile() -> None:
    form: Rows = [
        ["企业名称：东方陶瓷有限公司"],
        ["代码", "名称", "产生量", "自行利用数量", "委托利用数量", "委托处置数量"],
        ["SW59", "废陶瓷", 610, 0, 400, 210],
    ]
    summary: Rows = [["企业", "固废名称", "年产生量（吨）"], ["东方陶瓷有限公司", "废陶瓷", 600]]
    found = _book({"固废": summary, "附表2": form})
    (question,) = found.understood.questions
    assert (question.code, question.column) == ("UNIT", "产生量")
    (waste,) = found.wastes
    assert waste.in_use == Range(0.0, 0.0, 600.0)
    data = workbook({"附表2": form})
    answers = {question.id: "t"}
    answered = propose(
        understand([Source("园区.xlsx", data)], answers), library(), answers, "case", "园区", None, True
    )
    assert [(item.supply, item.in_use) for item in answered.wastes] == [
        (Range.exact(610.0), Range.exact(400.0))
    ]


def test_a_list_of_firms_with_a_waste_and_its_amount_is_one_of_wastes() -> None:
    rows: Rows = [
        ["企业名称", "经度", "纬度", "行业", "固废", "产生量t/a"],
        ["北岸钢厂", "102°30′15″E", "24°51′36″N", "炼钢", "钢渣", "12万"],
    ]
    assert _stored(_book({"企业": rows})) == {("北岸钢厂", "钢渣"): 120_000.0}


def test_the_medium_of_surplus_energy_is_what_is_given_off() -> None:
    rows: Rows = [["企业", "介质", "数量", "单位"], ["华光焦化有限公司", "循环氨水余热", 50000, "GJ/年"]]
    assert _stored(_book({"余热余气": rows})) == {("华光焦化有限公司", "循环氨水余热"): 50_000.0}


def test_raw_materials_that_a_firm_looks_for_are_needs() -> None:
    rows: Rows = [["企业名称", "原料", "需求量", "单位"], ["绿野生物有限公司", "畜禽粪便", 20000, "吨"]]
    found = _book({"原料需求": rows})
    assert [(item.text, item.reason) for item in found.left_aside] == [
        ("绿野生物有限公司: 畜禽粪便", "A_NEED")
    ]
    assert not _asked(found)


def test_a_plant_is_the_recipe_that_takes_and_makes_what_it_is_said_to() -> None:
    rows: Rows = [
        ["企业名称", "利用项目名称", "利用的固废", "年利用能力（万吨）", "产品"],
        ["大河新材料公司", "30万吨蒸压砌块项目", "粉煤灰", 15, "加气混凝土砌块"],
    ]
    facilities = _book({"利用设施": rows}).records["facilities"]
    assert facilities["technology"].to_pylist() == ["flyash-aac"]
    assert facilities["capacity_likely"].to_pylist() == [150_000.0]


def test_the_last_word_of_a_short_name_says_its_industry() -> None:
    text = "企业名称,固废名称,产生量（吨）\n云天电厂,粉煤灰,5\n宏图铝业有限公司,赤泥,5\n"
    found = proposed(("a.csv", text))
    assert [firm.classes for firm in found.firms] == [("3511",), ("2442",)]


def test_an_industry_in_two_languages_is_the_chinese_class_that_it_names() -> None:
    text = "企业名称,行业,固废名称,产生量（吨）\n红星钢厂,炼钢 Steel,钢渣,5\n"
    assert [firm.industry for firm in proposed(("a.csv", text)).firms] == ["3120"]


def test_a_boilers_ash_of_a_paper_mill_is_not_taken_for_that_of_wood() -> None:
    text = "企业名称,行业,固废名称,产生量（吨）\n鸿运纸厂,造纸,锅炉灰渣,5\n"
    assert [waste.material for waste in proposed(("a.csv", text)).wastes] == ["combustion-ash"]


def test_where_a_ledger_says_only_who_fetched_a_waste_nobody_knows_how_much_is_used() -> None:
    text = (
        "企业名称：天工电镀有限公司,,,,\n日期,废物名称,废物代码,入库量（kg）,出库量（kg）,去向\n"
        "2024/1/5,电镀污泥,336-054-17,500,,危废间\n2024/12/1,电镀污泥,336-054-17,,500,清源金属回收公司\n"
    )
    (waste,) = proposed(("出入库台账.csv", text)).wastes
    assert (waste.supply, waste.in_use) == (Range.exact(0.5), Range(0.0, 0.0, 0.5))


def test_the_builder_of_an_assessed_project_is_whose_waste_it_is() -> None:
    rows: Rows = [
        ["项目固体废物产生及处置情况一览表"],
        ["序号", "名称", "属性", "废物代码", "产生量（t/a）", "处置方式"],
        [1, "废切削液", "危险废物", "900-006-09", 6.5, "委托有资质单位处置"],
        [2, "生活垃圾", "生活垃圾", "/", 36, "环卫清运"],
        ["建设单位：宏达机械制造有限公司"],
    ]
    assert set(_stored(_book({"固废": rows}))) == {
        ("宏达机械制造有限公司", "废切削液"),
        ("宏达机械制造有限公司", "生活垃圾"),
    }


def test_columns_of_data_bases_are_read() -> None:
    text = "id,company_name,nace,waste_name,ewc,qty_t\n1,Delta Paper,17.12,deinking sludge,030305,12000\n"
    found = proposed(("export.csv", text))
    assert _stored(found) == {("Delta Paper", "deinking sludge"): 12_000.0}
    assert not _asked(found)


def test_a_form_of_labels_and_answers_is_one_firm() -> None:
    rows: Rows = [
        ["Company name", "Baltic Fish Processing Ltd"],
        ["NACE code", "10.20"],
        ["Main by-product", "fish offal"],
        ["Annual quantity (t)", 3400],
        ["Current outlet", "rendering"],
    ]
    found = _book({"Form": rows})
    assert [firm.name for firm in found.firms] == ["Baltic Fish Processing Ltd"]
    assert _stored(found) == {("Baltic Fish Processing Ltd", "fish offal"): 3_400.0}


def test_contents_whose_unit_is_in_the_name_of_the_sheet_are_an_analysis() -> None:
    sheets: dict[str, Rows] = {
        "固废": [["企业", "固废", "吨/年"], ["磷都化工", "磷石膏", 500000]],
        "化学成分(%)": [["样品", "CaO", "SiO2", "SO3", "烧失量"], ["磷石膏", 31.2, 6.1, 43.5, 18.9]],
    }
    found = _book(sheets)
    assert found.records["stream_components"].num_rows == 4
    assert not _asked(found)


def test_a_header_says_what_coordinates_refer_to() -> None:
    rows = "企业名称,{}经度,{}纬度,固废,数量（吨）\n西山煤矿,112.45,37.78,煤矸石,3\n"
    of_map, of_satellites = (proposed(("a.csv", rows.format(word, word))) for word in ("高德", "GPS"))
    assert not [code for found in (of_map, of_satellites) for code in _asked(found)]
    shifted, plain = (found.records["enterprises"]["lat"].to_pylist()[0] for found in (of_map, of_satellites))
    assert plain == 37.78
    assert 0.0005 < abs(shifted - plain) < 0.01


def test_a_letter_of_recovery_below_r_or_d_means_all_of_it() -> None:
    row = "Alfa S.r.l.;10 12 08;scarti di ceramica cotti;1.250,5;R5\n"
    text = "Ragione sociale;CER;Descrizione;Quantità (t);R/D\n" + row
    (waste,) = proposed(("registro.csv", text)).wastes
    assert waste.in_use == Range.exact(1250.5)


def test_a_word_of_another_language_is_no_slip_of_an_english_one() -> None:
    text = "Entreprise;Déchet;Quantité (t/an)\nSucrerie du Nord;Pulpes de betterave;4500\n"
    assert [waste.material for waste in proposed(("a.csv", text)).wastes] == ["sugar-beet-pulp"]


def test_numbers_inside_headers_part_the_wastes_of_a_row() -> None:
    rows: Rows = [
        ["企业名称", "固废1名称", "固废1产生量(吨)", "固废2名称", "固废2产生量(吨)"],
        ["A化工有限公司", "废盐", 500, "废活性炭", 30],
        ["B电厂", "粉煤灰", 9000, "炉渣", 2000],
    ]
    assert _stored(_book({"f": rows})) == {
        ("A化工有限公司", "废盐"): 500.0,
        ("A化工有限公司", "废活性炭"): 30.0,
        ("B电厂", "粉煤灰"): 9_000.0,
        ("B电厂", "炉渣"): 2_000.0,
    }


def test_a_column_of_classes_that_holds_names_names_the_wastes() -> None:
    rows: Rows = [
        ["单位名称", "固废类别", "产生量", "利用量"],
        [None, None, "万吨", "万吨"],
        ["昆源钢铁集团有限公司", "高炉渣", 98.5, 98.5],
        ["昆源钢铁集团有限公司", "含铁尘泥", 12.3, 12.3],
    ]
    assert _stored(_book({"表1": rows}))["昆源钢铁集团有限公司", "高炉渣"] == 985_000.0


def test_a_class_written_at_the_end_of_a_name_is_its_code() -> None:
    (waste,) = proposed(("n.csv", "企业,固废,年产生(吨)\n西区电镀园,含铬废液HW21,15\n")).wastes
    assert (waste.text, waste.code) == ("含铬废液", "HW21")


def test_a_price_in_another_currency_is_no_question() -> None:
    text = "Generator,By-product,t/yr,Buyer,Price (EUR/t)\nNord Sugar,molasses,14000,Baltic Yeast Ltd,95\n"
    found = proposed(("buyers.csv", text))
    assert _stored(found) == {("Nord Sugar", "molasses"): 14_000.0}
    assert not _asked(found)


def test_the_trade_of_a_firm_is_read_in_other_languages() -> None:
    rows = "Brauerei Huber GmbH;Biertreber;12\nSucrerie du Nord;Biertreber;1\n"
    text = "Betrieb;Abfallbezeichnung;Menge (t)\n" + rows
    assert [firm.classes for firm in proposed(("a.csv", text)).firms] == [("1105",), ("1081",)]


def test_a_heading_above_a_header_that_comes_again_gives_the_unit_or_the_firm_below_it() -> None:
    rows: Rows = [
        ["企业：海王化工有限公司"],
        ["一、一般固废（单位：吨）"],
        ["名称", "产生量"],
        ["煤渣", 300],
        ["二、危险废物（单位：千克）"],
        ["名称", "产生量"],
        ["废活性炭", 4500],
    ]
    assert _stored(_book({"x": rows})) == {
        ("海王化工有限公司", "煤渣"): 300.0,
        ("海王化工有限公司", "废活性炭"): 4.5,
    }
    firms: Rows = [
        ["园区固体废物清单（单位：万吨）"],
        ["一、云光玻璃有限公司"],
        ["名称", "数量"],
        ["碎玻璃", 3],
        ["二、云华陶瓷有限公司"],
        ["名称", "数量"],
        ["废瓷", 5],
    ]
    assert _stored(_book({"清单": firms})) == {
        ("云光玻璃有限公司", "碎玻璃"): 30_000.0,
        ("云华陶瓷有限公司", "废瓷"): 50_000.0,
    }


def test_a_file_called_after_its_firm_is_that_firms() -> None:
    found = proposed(
        ("永昌钢铁有限公司.csv", "固废名称,产生量(吨)\n钢渣,1000\n"),
        ("永昌电力有限公司.csv", "固废名称,产生量(吨)\n粉煤灰,2000\n"),
    )
    assert _stored(found) == {("永昌钢铁有限公司", "钢渣"): 1_000.0, ("永昌电力有限公司", "粉煤灰"): 2_000.0}
    said = [remark.code for sheet in found.understood.sheets for remark in sheet.remarks]
    assert said == ["FIRM_FROM_FILE", "FIRM_FROM_FILE"]


def test_classes_alone_are_asked_about_and_not_lost() -> None:
    found = proposed(("g.csv", "企业名称,危废类别,产生量（吨）\n永昌化工有限公司,HW11,120\n"))
    assert [(waste.code, waste.material) for waste in found.wastes] == [("HW11", "")]
    assert "MATERIAL" in _asked(found)


def test_firms_are_linked_by_their_numbers_in_the_list() -> None:
    sheets: dict[str, Rows] = {
        "企业": [["企业编号", "企业名称", "行业代码"], ["Q02", "青山电力有限公司", "4411"]],
        "固废": [["企业编号", "固废名称", "年产生量（吨）"], ["Q02", "粉煤灰", 80000]],
    }
    found = _book(sheets)
    assert _stored(found) == {("青山电力有限公司", "粉煤灰"): 80_000.0}
    assert not _asked(found)


def test_an_operation_of_recovery_means_all_of_it_beside_a_destination_too() -> None:
    rows = "Forge Works Ltd,17 04 05,Scrap iron and steel,310,R4,EMR\n"
    text = "Operator,LoW Code,Waste Description,Quantity (tonnes),D/R Code,Destination\n" + rows
    (waste,) = proposed(("m.csv", text)).wastes
    assert waste.in_use == Range.exact(310.0)


def test_the_official_name_of_a_code_does_not_contradict_it() -> None:
    rows = "Forge Works Ltd,12 01 14*,Machining sludges containing hazardous substances,22.4\n"
    found = proposed(("m.csv", "Operator,LoW Code,Waste Description,Quantity (tonnes)\n" + rows))
    assert "CODE_CONTRADICTS" not in _asked(found)


def test_wastes_down_the_side_may_have_their_unit_beside_them() -> None:
    rows: Rows = [
        ["固废种类", "单位", "甲钢厂", "乙电厂", "合计"],
        ["粉煤灰", "万吨", 0, 9, 9],
        ["钢渣", "吨", 30000, 0, 30000],
    ]
    assert _stored(_book({"x": rows})) == {("乙电厂", "粉煤灰"): 90_000.0, ("甲钢厂", "钢渣"): 30_000.0}
