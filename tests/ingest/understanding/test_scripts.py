"""Files in traditional characters are read as those in simplified ones, and keep their names."""

from __future__ import annotations

from ingest.proposing import propose
from ingest.understanding import Source, understand
from tests.ingest.proposing.files import library, proposed

TEXT = (
    "企業名稱,行業別,廢棄物名稱,年產生量（公噸）,處理方式\n"
    "台新鋼鐵股份有限公司,煉鋼業,電弧爐爐碴,85000,再利用\n"
    "永豐餘紙業股份有限公司,造紙業,造紙污泥,32000,掩埋\n"
    "合計,,,117000,\n"
)


def test_a_list_in_big5_needs_no_question_and_keeps_its_names() -> None:
    understood = understand([Source("工業區.csv", TEXT.encode("big5"))])
    proposal = propose(understood, library(), {}, "case", "園區", None, True)
    found = {
        waste.text: (waste.material, waste.supply and waste.supply.likely, waste.in_use and waste.in_use.high)
        for waste in proposal.wastes
    }
    assert found == {
        "電弧爐爐碴": ("eaf-slag", 85_000.0, 85_000.0),
        "造紙污泥": ("paper-sludge", 32_000.0, None),
    }
    assert [firm.name for firm in proposal.firms] == ["台新鋼鐵股份有限公司", "永豐餘紙業股份有限公司"]
    (sheet,) = understood.sheets
    assert [column.header for column in sheet.columns][:3] == ["企業名稱", "行業別", "廢棄物名稱"]
    assert [item.reason for item in sheet.left_out] == ["TOTAL"]
    assert (understood.questions, proposal.questions) == ((), ())


def test_a_firm_is_the_same_in_both_scripts() -> None:
    first = proposed(("a.csv", "企业名称,固废名称,产生量（吨）\n华新水泥有限公司,粉煤灰,5\n"))
    known = library().with_records(first.records)
    again = proposed(("b.csv", "企業名稱,廢棄物名稱,產生量（噸）\n華新水泥有限公司,飛灰,5\n"), known=known)
    assert [(firm.id, firm.known) for firm in again.firms] == [("华新水泥有限公司", True)]


def test_a_file_in_simplified_characters_with_one_traditional_name_stays_as_it_is() -> None:
    understood = understand([Source("a.csv", "企业名称,废物名称,产生量（吨）\n華新水泥,粉煤灰,5\n".encode())])
    assert [row.texts["enterprise"] for sheet in understood.sheets for row in sheet.rows] == ["華新水泥"]
