"""Firms of foreign sheets: known or new, of which industry, where."""

from __future__ import annotations

from graph.model import Enterprise
from graph.snapshot import Snapshot
from ingest.proposing import Proposal
from tests.ingest.proposing.files import asked_of, library, proposed

LIST = "企业名称,所属行业,固废名称,年产生量（吨）\n"


def firms(proposal: Proposal) -> dict[str, Enterprise]:
    return Snapshot.from_records(proposal.records).by_id(Enterprise)


def test_an_industry_in_words_becomes_codes() -> None:
    found = firms(proposed(("a.csv", LIST + "滨河水泥厂,水泥制造,,\n红星钢厂,炼钢,钢渣,5\n")))
    assert (found["滨河水泥厂"].gbt4754, found["滨河水泥厂"].nace[:3]) == ("3011", "235")
    assert found["红星钢厂"].gbt4754.startswith("31")


def test_a_firm_that_the_store_has_keeps_its_id_and_what_it_knows() -> None:
    first = proposed(("a.csv", LIST + "红星钢厂,炼钢,钢渣,5\n"))
    known = library().with_records(first.records)
    again = proposed(("a.csv", LIST + "红星　钢厂,,钢渣,7\n"), known=known, park="")
    assert [(firm.id, firm.known) for firm in again.firms] == [("红星钢厂", True)]
    changed = {(cell.table, cell.column, cell.old, cell.new) for cell in again.changes.changed}
    assert ("waste_streams", "supply_likely", 5.0, 7.0) in changed
    assert not [cell for cell in again.changes.changed if cell.table == "enterprises"]


def test_a_firm_with_nearly_a_known_name_is_asked_about() -> None:
    known = library().with_records(proposed(("a.csv", LIST + "红星钢铁有限公司,炼钢,钢渣,5\n")).records)
    again = proposed(("a.csv", LIST + "红星钢铁有限责任公司,炼钢,钢渣,7\n"), known=known, yes=False)
    (asked,) = [question for question in again.questions if question.code == "SAME_FIRM"]
    same = proposed(
        ("a.csv", LIST + "红星钢铁有限责任公司,炼钢,钢渣,7\n"),
        known=known,
        answers={asked.id: "红星钢铁有限公司"},
    )
    assert [firm.id for firm in same.firms] == ["红星钢铁有限公司"]


def test_firms_that_share_a_name_are_told_apart_by_their_ids_and_else_asked() -> None:
    listed = ("企业.csv", "编号,企业名称\na,红星钢厂\na2,红星钢厂\n")
    by_id = ("固废台账.csv", "企业名称,固废名称,年产生量（吨）\na2,钢渣,5\n")
    assert [waste.enterprise for waste in proposed(listed, by_id).wastes] == ["a2"]
    by_name = ("固废台账.csv", "企业名称,固废名称,年产生量（吨）\n红星钢厂,钢渣,5\n")
    asked = proposed(listed, by_name)
    assert asked.wastes == ()
    assert [question.code for question in asked.questions] == ["WHICH_FIRM"]


def test_degrees_minutes_and_seconds_are_read() -> None:
    text = "企业名称,纬度,经度\n甲厂,24°55′48″N,102°28′48″E\n"
    position = firms(proposed(("企业.csv", text)))["甲厂"].position
    assert position is not None
    assert (round(position.lat, 4), round(position.lon, 4)) == (24.93, 102.48)


def test_licences_are_codes_in_every_usual_spelling() -> None:
    text = "企业名称,危废经营许可\n甲,HW31;HW49\n乙,hw 31\n丙,ＨＷ３１、HW49\n丁,900-052-31\n"
    found = firms(proposed(("企业.csv", text)))
    assert [found[name].licences for name in "甲乙丙丁"] == [
        ("HW31", "HW49"),
        ("HW31",),
        ("HW31", "HW49"),
        ("900-052-31",),
    ]


NUMBERED = "编号,企业名称,行业,固废名称,产生量（吨）\n"


def test_the_number_of_a_row_is_no_id_that_another_list_could_overwrite() -> None:
    first = proposed(("a.csv", NUMBERED + "1,甲电厂,火电,粉煤灰,1000\n"))
    known = library().with_records(first.records)
    again = proposed(("b.csv", NUMBERED + "1,丙水泥厂,水泥制造,除尘灰,30\n"), known=known, park="")
    assert not again.changes.changed
    assert [(waste.enterprise, waste.material) for waste in again.wastes] == [("丙水泥厂", "industrial-dust")]
    both = proposed(("a.csv", "编号,企业名称\n1,甲电厂\n"), ("b.csv", "编号,企业名称\n1,丙水泥厂\n"))
    assert [firm.id for firm in both.firms] == ["甲电厂", "丙水泥厂"]


def test_a_number_that_another_sheet_of_the_file_names_is_that_firm() -> None:
    listed = ("企业.csv", "编号,企业名称\n1,甲电厂\n2,乙钢厂\n")
    wastes = ("固废台账.csv", "企业,固废名称,年产生量（吨）\n2,钢渣,5\n")
    assert [waste.enterprise for waste in proposed(listed, wastes).wastes] == ["乙钢厂"]


def test_a_firm_of_another_park_is_left_as_it_is_and_asked_about() -> None:
    first = proposed(("a.csv", LIST + "红星钢厂,炼钢,钢渣,5\n"), park="东园")
    known = library().with_records(first.records)
    second = ("b.csv", LIST + "红星钢厂,炼钢,钢渣,7\n")
    again = proposed(second, known=known, park="西园")
    assert [(firm.id, firm.park, firm.known) for firm in again.firms] == [("红星钢厂-2", "西园", False)]
    assert not again.changes.changed
    ((code, asked),) = asked_of(again)
    assert code == "SAME_FIRM"
    same = proposed(second, known=known, park="西园", answers={asked: "红星钢厂"})
    assert [(firm.id, firm.park) for firm in same.firms] == [("红星钢厂", "东园")]
    next_year = proposed(second, known=known.with_records(again.records), park="西园")
    assert [(firm.id, firm.known) for firm in next_year.firms] == [("红星钢厂-2", True)]
    assert not asked_of(next_year)
