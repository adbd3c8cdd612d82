"""Text files as grids, whatever encoding and delimiter."""

import pytest

from ingest.grids import Source, decode, delimiter_of, open_grids
from tests.ingest.grids.test_opening import CASES

LEDGER = "企业名称,废物名称,产生量（吨）\n红星钢厂,钢渣,5\n滨河电厂,粉煤灰,7\n"


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_an_encoding_is_told_by_the_bytes(encoding: str, found: str) -> None:
    assert decode(LEDGER.encode(encoding)) == (LEDGER, found)


def test_german_letters_are_told_from_chinese_ones() -> None:
    text = "Abfallschlüssel;Menge [t];Entsorger\n10 02 02;1,5;Müller GmbH, Köln\n10 01 02;2;Öl und Söhne\n"
    assert decode(text.encode("cp1252")) == (text, "cp1252")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_below_a_title(delimiter: str) -> None:
    rows = [["AVV", "Abfall", "Menge"], ["10 02 02", "Schlacke", "1"], ["10 01 02", "Asche", "2"]]
    assert (
        delimiter_of("Register, Stand 2024\n" + "\n".join(delimiter.join(row) for row in rows)) == delimiter
    )


def test_decimal_commas_do_not_pass_for_delimiters() -> None:
    assert delimiter_of("AVV;Menge\n10 02 02;1,5\n10 01 02;2,5\n10 01 03;3,25\n") == ";"


def test_a_tab_separated_file_and_an_inert_formula_are_read() -> None:
    opened = open_grids(Source("c13.tsv", (CASES / "c13.tsv").read_bytes()))
    assert (opened.delimiter, opened.grids[0].rows) == ("\t", ((1, ("编号", "名称")), (2, ("p1", "园"))))
    opened = open_grids(Source("a.csv", b"name,amount\n'=1+1,5\n"))
    assert opened.grids[0].rows[1] == (2, ("=1+1", "5"))
