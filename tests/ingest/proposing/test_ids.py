"""Ids made of names."""

from ingest.proposing.ids import free_id, id_of, is_chinese


def test_the_same_name_gives_the_same_id_however_it_is_spelt() -> None:
    assert id_of("红星钢铁有限公司（一厂）") == id_of("红星钢铁有限公司(一厂)") == "红星钢铁有限公司-一厂"
    assert id_of("ＲＥＤ  Star Steel") == id_of("Red Star Steel") == "red-star-steel"


def test_a_name_without_any_letter_still_gives_an_id() -> None:
    assert id_of("***") == "x"


def test_a_very_long_name_gives_a_short_id() -> None:
    assert len(id_of("厂" * 600)) == 60


def test_a_taken_id_gets_a_number() -> None:
    assert free_id("mill", {"mill"}) == "mill-2"


def test_one_chinese_character_makes_a_name_chinese() -> None:
    assert is_chinese("A 厂")
    assert not is_chinese("Plant A")
