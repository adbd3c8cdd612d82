from __future__ import annotations

import pytest

from graph.knowledge import PrecedentBook, readings_of
from graph.model import Precedent
from graph.snapshot import Snapshot
from graph.vocabulary import RowId
from tests.cold import industry, substance
from tests.parks import made


def precedent(
    name: str, waste: str, receiver: str, donor: str = "", codes: tuple[str, ...] = ()
) -> Precedent:
    return made(
        Precedent,
        id=RowId(name),
        case="1",
        waste=waste,
        donor_nace=(donor,) if donor else (),
        receiver_nace=(receiver,),
        ewc_codes=codes,
    )


def book(*precedents: Precedent) -> PrecedentBook:
    """Vinasse, marc (with its kind pomace) and clinker, whose names have no letters in common.

    Clinker carries the code 101301.
    """
    return PrecedentBook(
        Snapshot.of(
            [
                industry("1101", "1101"),
                industry("2351", "2394"),
                industry("2352", "2394"),
                substance("vinasse", name_zh="酒糟液"),
                substance("marc"),
                substance("pomace", "marc"),
                substance("clinker", ewc_codes=("101301",)),
                *precedents,
            ]
        ),
        prior=2.0,
    )


def cited(found: PrecedentBook, material: str, receiver: str, donor: str = "") -> list[tuple[str, float]]:
    nearest = found.nearest(material, (receiver,), donor)
    return [(item.precedent, pytest.approx(item.similarity)) for item in nearest]


def test_the_same_class_counts_whole_and_the_same_division_half() -> None:
    """Without a known donor every precedent counts half."""
    found = book(precedent("p1", "Vinasse", "2352"), precedent("p2", "Vinasse", "2351"))
    assert cited(found, "vinasse", "2351") == [("p2", 0.5), ("p1", 0.25)]
    assert cited(found, "vinasse", "1101") == []


def test_a_like_donor_brings_a_precedent_nearer() -> None:
    """Same class 1, same division (1 + 1/2) / 2, another division 1/2; equal ones by name."""
    found = book(
        precedent("p1", "Vinasse", "2351", "2410"),
        precedent("p2", "Vinasse", "2351", "1105"),
        precedent("p3", "Vinasse", "2351", "1101"),
        precedent("p4", "Vinasse", "2351"),
    )
    expected = [("p3", 1.0), ("p2", 0.75), ("p1", 0.5), ("p4", 0.5)]
    assert cited(found, "vinasse", "2351", "1101") == expected


def test_a_step_of_the_taxonomy_halves_in_both_directions() -> None:
    found = book(precedent("p1", "Marc", "2351", "1101"), precedent("p2", "Pomace", "2351", "1101"))
    assert cited(found, "pomace", "2351", "1101") == [("p2", 1.0), ("p1", 0.5)]
    assert cited(found, "marc", "2351", "1101") == [("p1", 1.0), ("p2", 0.5)]


def test_chinese_words_and_codes_tell_the_material_too() -> None:
    """A code of the waste list counts 0.95, like any reading to the fourth power: 0.8145."""
    found = book(
        precedent("p1", "酒糟液", "2351", "1101"),
        precedent("p2", "something grey", "2351", "1101", ("101301",)),
    )
    assert cited(found, "vinasse", "2351", "1101") == [("p1", 1.0)]
    assert cited(found, "clinker", "2351", "1101") == [("p2", 0.95**4)]


def test_one_precedent_does_not_speak_for_all() -> None:
    """One went to cement, one to lime (same division): (1 + 0.5) / (2 + prior 2)."""
    found = book(precedent("p1", "Vinasse", "2351"), precedent("p2", "Vinasse", "2352"))
    assert found.lift("vinasse", ("2351",)) == pytest.approx(1.5 / 4.0)
    alone = book(precedent("p1", "Vinasse", "2351"))
    assert alone.lift("vinasse", ("2351",)) == pytest.approx(1.0 / 3.0)
    assert alone.lift("vinasse", ("1101",)) == 0.0


def test_a_material_without_precedents_has_no_lift() -> None:
    lonely = book(precedent("p1", "Vinasse", "2351"))
    assert lonely.lift("clinker", ("2351",)) is None
    assert lonely.nearest("clinker", ("2351",)) == ()
    assert book().lift("vinasse", ("2351",)) is None


def test_each_precedent_is_read_once_for_all_who_weigh_it() -> None:
    """Marc is read as itself; text longer than anybody may ask about is read by its beginning."""
    found = book(precedent("p1", "Marc", "1101"), precedent("p2", "Vinasse " * 1000, "1101"))
    readings = readings_of(found.snapshot)
    assert [candidates[0].id for candidates in readings] == ["marc", "vinasse"]
    assert readings_of(found.snapshot) is readings
