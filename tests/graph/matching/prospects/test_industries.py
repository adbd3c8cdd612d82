from __future__ import annotations

from graph.knowledge import Reader
from graph.matching.prospects.industries import industry_groups
from graph.snapshot import Snapshot
from tests.build import PARK
from tests.cold import industry
from tests.graph.matching.prospects.parks import firm


def test_enterprises_are_known_by_the_finest_code_they_have_however_it_is_written() -> None:
    snapshot = Snapshot.of(
        [
            PARK,
            industry("2351", "2394", "3011"),
            firm("a", gbt4754="C3011", isic="2394"),
            firm("b", gbt4754="3011"),
            firm("c", nace="23.51", isic="2394"),
            firm("d", isic="2394"),
            firm("e"),
        ]
    )
    groups = industry_groups(snapshot, Reader(snapshot))
    assert groups.codes == (("gbt4754", "3011"), ("nace", "2351"), ("isic", "2394"))
    assert groups.classes == (("2351",), ("2351",), ("2351",))
    # the last is that of no enterprise
    assert groups.of_enterprise.tolist() == [0, 0, 1, 2, -1, -1]


def test_an_industry_that_no_table_knows_means_no_class() -> None:
    snapshot = Snapshot.of([PARK, firm("a", gbt4754="9999")])
    groups = industry_groups(snapshot, Reader(snapshot))
    assert groups.classes == ((),)
