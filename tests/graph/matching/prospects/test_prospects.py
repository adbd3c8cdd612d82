from __future__ import annotations

from graph.matching import Basis, MatchOptions, Suggestion, explain, suggest
from graph.matching.prospects import basis_of_id, prospects_of
from graph.matching.weights import Weights
from graph.snapshot import Snapshot
from tests.build import facility, stream
from tests.graph.matching.prospects.parks import cement_recipe, cement_works, closed, firm, town, use


def offered(snapshot: Snapshot, of: str, top: int = 0) -> list[Suggestion]:
    return [item for item in suggest(snapshot, MatchOptions(top=top)).items if item.stream == of]


def takers(snapshot: Snapshot, of: str, top: int = 0) -> list[str]:
    return [str(item.facility) for item in offered(snapshot, of, top)]


def test_a_works_of_which_only_the_class_is_known_is_offered_what_its_class_takes() -> None:
    (found,) = offered(town(cement_works()), "steel-slag")
    assert found.facility == "industry:cement-works:slag-cement"
    assert (found.basis, found.port) == (Basis.INDUSTRY_TECHNOLOGY, "slag-cement:in_main:slag")
    # What would have to be asked: whether it takes it at all, and how much.
    assert found.missing[0].startswith("receiver: whether it takes this")
    assert "capacity: the capacity is not known" in found.missing
    assert found.amount == 100.0


def test_where_no_recipe_is_known_the_usual_use_of_the_industry_stands() -> None:
    (found,) = offered(town(firm("brickyard", nace="2332")), "power-ash")
    assert found.facility == "use:brickyard:bricks"
    assert found.basis is Basis.USUAL_USE
    assert [step.technology for step in found.pathway] == ["use:bricks"]
    assert not [word for word in found.missing if "price" in word]


def test_the_more_usual_receiver_comes_first_and_says_how_usual_it_is() -> None:
    park = town(firm("a-concrete", nace="2361"), firm("brickyard", nace="2332"))
    found = offered(park, "power-ash")
    assert [item.facility for item in found] == ["use:brickyard:bricks", "use:a-concrete:concrete"]
    # knowledge 0.5 x commonness 3/3 and 1/3, and popularity 0.1 x (1 and 1/3)
    assert [round(item.usual or 0.0, 3) for item in found] == [0.6, 0.2]


def test_what_is_on_record_comes_before_every_prospect_and_is_as_it_was() -> None:
    on_record = [firm("far-mill"), facility("mill", "far-mill", "slag-cement", 1.0)]
    with_works = offered(town(on_record, cement_works()), "steel-slag")
    assert [item.basis for item in with_works] == [Basis.FACILITY, Basis.INDUSTRY_TECHNOLOGY]
    assert with_works[0].score < with_works[1].score
    assert [with_works[0]] == offered(town(on_record), "steel-slag")


def test_who_takes_a_material_through_a_facility_on_record_is_no_prospect_of_it() -> None:
    park = town(
        cement_works(), cement_recipe("slag-clinker"), facility("mill", "cement-works", "slag-cement", 1.0)
    )
    assert takers(park, "steel-slag") == ["mill"]


def test_a_recipe_hides_the_usual_use_of_the_same_industry() -> None:
    park = town(cement_works(), use("slag-in-cement", "slag", "2351"))
    assert takers(park, "steel-slag") == ["industry:cement-works:slag-cement"]


def test_of_several_recipes_of_one_receiver_one_is_offered_and_the_first_are_the_first_of_all() -> None:
    park = town(cement_works("a"), cement_works("b"), cement_recipe("slag-clinker"))
    every = takers(park, "steel-slag")
    assert sorted(name.split(":")[1] for name in every) == ["a", "b"]
    assert takers(park, "steel-slag", top=1) == every[:1]


def test_nobody_is_a_prospect_of_its_own_waste() -> None:
    assert takers(town(firm("kiln", gbt4754="3011"), stream("dust", "kiln", "slag", 5.0)), "dust") == []


def test_closed_enterprises_and_those_of_unknown_industry_are_no_prospects() -> None:
    assert takers(town(closed("old-works", gbt4754="3011"), firm("shop")), "steel-slag") == []


def test_a_general_name_reaches_the_recipe_of_its_kind_and_asks_which_kind_it_is() -> None:
    # Only granulated slag is ground; "slag" may be it.
    park = town(cement_works(), cement_recipe("grinding", "granulated-slag"))
    asked = {item.port: item.missing for item in offered(park, "steel-slag")}
    assert len(asked) == 1
    alone = Snapshot({**park.tables, "ports": park.tables["ports"].filter([
        name != "slag-cement:in_main:slag" for name in park.strings("ports", "id")
    ])})  # fmt: skip
    (found,) = offered(alone, "steel-slag")
    assert found.facility == "industry:cement-works:grinding"
    assert any("say which kind it is" in word for word in found.missing)


def test_rows_of_the_graph_stand_where_they_stood_and_nothing_is_changed() -> None:
    park = town(cement_works(), firm("brickyard", nace="2332"))
    before = park.fingerprint
    prospects = prospects_of(park, Weights.of(park))
    assert prospects is not None
    for name, table in park.tables.items():
        assert prospects.snapshot.tables[name].slice(0, table.num_rows).equals(table), name
    assert prospects.basis.tolist() == [1, 2]
    assert park.fingerprint == before
    assert suggest(park).fingerprint == before


def test_a_prospect_is_explained_by_its_id_with_the_score_that_ranked_it() -> None:
    park = town(cement_works(), firm("brickyard", nace="2332"))
    for item in suggest(park).items:
        assert explain(park, item.id) == item
        assert basis_of_id(item.facility) is item.basis


def test_prospects_are_left_out_where_nobody_wants_them() -> None:
    found = suggest(town(cement_works()), MatchOptions(prospective=False))
    assert found.items == ()
    assert found.unmatched == ("power-ash", "steel-slag")


def test_a_store_without_the_weights_of_a_cold_start_has_what_is_on_record_and_no_more() -> None:
    park = town(cement_works())
    kept = [not name.startswith("cold.") for name in park.strings("weights", "id")]
    without = park.replacing({"weights": park.tables["weights"].filter(kept)})
    assert suggest(without).items == ()
