from __future__ import annotations

import numpy as np
import pytest

from graph.knowledge import Candidate, Why
from graph.matching.coldstart.index import ColdStartIndex, UseSource
from graph.matching.weights import Weights
from graph.model import Weight
from graph.snapshot import Snapshot, records_of
from graph.vocabulary import RowId
from tests.build import ESTIMATE
from tests.cold import exchange, glass_library

CULLET = (Candidate("materials", "cullet", 1.0, Why.NAME, "cullet"),)


def said(
    index: ColdStartIndex, donor: tuple[str, ...] = (), left_out: str = ""
) -> dict[UseSource, dict[str, float]]:
    parts = index.parts(CULLET, "cullet", donor, left_out)
    return {
        source: {
            code: value for code, value in zip(index.industries.classes, row.tolist(), strict=True) if value
        }
        for source, row in zip(UseSource, parts, strict=True)
    }


def test_each_source_says_what_it_knows() -> None:
    sources = said(ColdStartIndex(glass_library(exchange("a", "2313"))))
    # cullet's own use counts in full, its family's 0.8
    assert sources[UseSource.KNOWLEDGE] == pytest.approx({"2313": 1.0, "2351": 0.8})
    # 1 + 0.8 squared for division 23, nothing for division 11: over the largest
    assert sources[UseSource.DIVISION] == dict.fromkeys(("2313", "2351", "2352", "2399"), 1.0)
    # the recipe's main input at TRL 9 of 9
    assert sources[UseSource.TECHNOLOGY] == pytest.approx({"2399": 1.0})
    # one like precedent against one assumed beforehand
    assert sources[UseSource.PRECEDENT] == pytest.approx({"2313": 0.5})
    assert sources[UseSource.DONOR] == {}
    # mean knowledge of both materials: (1 + 0.5)/2 and (0.8 + 1)/2; plus one precedent; over the largest
    assert sources[UseSource.POPULARITY] == pytest.approx({"2313": 1.0, "2351": 0.9 / 1.75})


def test_one_index_serves_all_that_hold_the_same_library_under_its_own_weights() -> None:
    library = glass_library()
    index = ColdStartIndex.of(library)
    elsewhere = library.replacing({"parks": library.tables["parks"].slice(0)})
    assert ColdStartIndex.of(elsewhere, Weights.of(elsewhere)) is index
    weights = Weights.of(library, {"cold.inherited": 0.5})
    other = ColdStartIndex.of(library, weights)
    assert other is not index
    assert other.weights == weights
    told = library.with_records(records_of([exchange("a", "2313")]))
    assert len(ColdStartIndex.of(told).precedents) == 1


def test_a_family_counts_less_for_a_material_that_has_uses_of_its_own() -> None:
    """Cullet has its own: glass waste's cement counts 0.8 x 0.5; technologies are inherited in full."""
    library = glass_library()
    index = ColdStartIndex(library, Weights.of(library, {"cold.inherited": 0.5}))
    assert said(index)[UseSource.KNOWLEDGE] == pytest.approx({"2313": 1.0, "2351": 0.4})
    assert said(index)[UseSource.TECHNOLOGY] == pytest.approx({"2399": 1.0})


def test_the_outlets_of_a_division_add_up_squared() -> None:
    """Drinks 1, containers 0.8, cement 0.8: 1 for division 11, 0.64 + 0.64 for division 23, the largest."""
    index = ColdStartIndex(glass_library())
    knowledge = np.array([1.0, 0.8, 0.8, 0.0, 0.0])
    assert index.division_of(knowledge).tolist() == pytest.approx([1.0 / 1.28, 1.0, 1.0, 1.0, 1.0])
    assert index.division_of(np.zeros(5)).tolist() == [0.0] * 5


def test_a_graph_without_industries_has_nothing_to_say() -> None:
    weights = glass_library().all(Weight)
    assert ColdStartIndex(Snapshot.of(weights)).parts((), "cullet", ()).shape == (6, 0)


def test_a_case_left_out_teaches_nothing() -> None:
    index = ColdStartIndex(glass_library(exchange("a", "2313"), exchange("b", "2352")))
    without = said(index, left_out="a")
    assert without == said(ColdStartIndex(glass_library(exchange("b", "2352"))))
    assert "2313" not in without[UseSource.PRECEDENT]


def test_the_donor_adds_what_its_industry_usually_gives_off() -> None:
    index = ColdStartIndex(glass_library())
    assert said(index, ("1105",))[UseSource.DONOR] == pytest.approx({"2313": 1.0, "2351": 0.8})
    assert said(index, ("2399",))[UseSource.DONOR] == {}


def test_a_precedent_with_a_like_donor_counts_more() -> None:
    index = ColdStartIndex(
        glass_library(
            exchange("a", "2313", donor_nace=("1105",)), exchange("b", "2351", donor_nace=("1101",))
        )
    )
    # voices 1 x (1 + 1) and 1 x (1 + 0.5), one assumed beforehand
    assert said(index, ("1105",))[UseSource.PRECEDENT] == pytest.approx({"2313": 2 / 4.5, "2351": 1.5 / 4.5})
    assert said(index)[UseSource.PRECEDENT] == pytest.approx({"2313": 1 / 3, "2351": 1 / 3})


def test_a_receiver_known_to_two_digits_is_spread_over_its_classes() -> None:
    index = ColdStartIndex(glass_library(exchange("a", "23")))
    shares = dict(zip(index.industries.classes, index.receivers[0].tolist(), strict=True))
    # by mean knowledge: 0.75 for containers, 0.9 for cement, nothing known of the others
    assert shares == pytest.approx(
        {"1105": 0.0, "2313": 0.75 / 1.65, "2351": 0.9 / 1.65, "2352": 0.0, "2399": 0.0}, abs=1e-6
    )


def test_weak_matches_count_little_and_lower_the_whole() -> None:
    index = ColdStartIndex(glass_library())
    weak = (Candidate("materials", "cullet", 0.5, Why.READING, "cullet"),)
    parts = index.parts(weak, "culet", ())
    assert parts[0].max() == pytest.approx(0.5**4)


def test_the_weights_of_the_sources_are_shares() -> None:
    snapshot = glass_library()
    weights = Weights.of(snapshot, {"cold.knowledge": 1.5})
    assert ColdStartIndex(snapshot, weights).mixture().tolist() == pytest.approx(
        [0.75, 0.0, 0.05, 0.05, 0.1, 0.05]
    )


def test_what_was_settled_counts_in_full_and_other_readings_as_far_as_they_are_like_it() -> None:
    index = ColdStartIndex(glass_library())
    cullet, family = index.material_at["cullet"], index.material_at["glass-waste"]

    def settled(cullet_like: float, family_like: float) -> list[float]:
        meant = [
            Candidate("materials", "cullet", cullet_like, Why.NAME, "cullet"),
            Candidate("materials", "glass-waste", family_like, Why.NAME, "glass waste"),
        ]
        likely = index.settled("cullet", [item for item in meant if item.likeness])
        return [float(likely[cullet]), float(likely[family])]

    assert settled(0.8, 0.4) == pytest.approx([1.0, 0.5**4])
    # What was settled is never less than what the words say.
    assert settled(0.4, 0.8) == [1.0, 1.0]
    # Words of something else say nothing.
    assert settled(0.0, 0.8) == [1.0, 0.0]


def test_neighbours_have_weights_of_their_own_where_the_table_has_them() -> None:
    library = glass_library()
    index = ColdStartIndex(library)
    assert index.mixture_among_neighbours().tolist() == index.mixture().tolist()
    own = {"park.knowledge": 3.0, "park.technology": 1.0}
    own |= dict.fromkeys(("park.division", "park.precedent", "park.donor", "park.popularity"), 0.0)
    rows = [Weight(id=RowId(name), value=value, unit="-", evidence=ESTIMATE) for name, value in own.items()]
    weighed = ColdStartIndex(library.with_records(records_of(rows)))
    assert weighed.mixture_among_neighbours().tolist() == [0.75, 0.0, 0.25, 0.0, 0.0, 0.0]
    assert weighed.mixture().tolist() == index.mixture().tolist()
    # cullet's containers by knowledge, foam glass by its recipe
    usual = weighed.usual(weighed.settled("cullet"), "cullet")
    assert usual[[weighed.class_at[code] for code in ("2313", "2399")]].tolist() == [0.75, 0.25]
