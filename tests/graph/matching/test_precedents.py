from __future__ import annotations

import pytest

from graph.matching.precedents import PrecedentBook
from graph.model import Precedent
from graph.snapshot import Snapshot
from graph.vocabulary import RowId
from tests.build import material


def precedent(name: str, waste: str, receiver: str, codes: tuple[str, ...] = ()) -> Precedent:
    return Precedent(
        RowId(name),
        "1",
        "Italy",
        "2016",
        "",
        (),
        waste,
        codes,
        (),
        "",
        "",
        (receiver,),
        "",
        "implemented",
        "",
    )


BOOK = PrecedentBook(
    Snapshot.of(
        [
            material("slag", ewc_codes=("100202",)),
            material("steel slag", "slag"),
            precedent("p1", "BF slag", "2351", ("100202",)),
            precedent("p2", "Steel slag", "2361"),
            precedent("p3", "Marc", "1101"),
        ]
    ),
    prior=2.0,
)


def test_the_nearest_precedents_come_first_own_material_before_its_parent() -> None:
    found = BOOK.nearest("steel slag", ("2351",))
    assert [(cited.precedent, cited.similarity) for cited in found] == [("p1", 0.5), ("p2", 0.5)]
    assert [cited.precedent for cited in BOOK.nearest("steel slag", ("2361",))] == ["p2", "p1"]


def test_one_precedent_does_not_speak_for_all() -> None:
    """One of one about slag went to cement: 1 / (1 + 1 + prior 2), "Steel slag" contains "slag" too."""
    assert BOOK.lift("slag", ("2351",)) == pytest.approx(1.5 / 4.0)


def test_a_material_without_precedents_has_no_lift() -> None:
    lonely = PrecedentBook(Snapshot.of([material("mica")]), prior=2.0)
    assert lonely.lift("mica", ("2351",)) is None
    assert lonely.nearest("mica", ("2351",)) == ()
