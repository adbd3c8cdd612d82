from __future__ import annotations

from datetime import date

import pytest

from api.views import selection
from api.views.selection import Filter, LinkageOrder
from api.views.service import Service, View
from graph import model
from graph.matching import MatchOptions, suggest
from graph.vocabulary import Hazard, LinkageState, OperatingState
from tests.api.conftest import small_park
from tests.parks import LINKAGE


@pytest.fixture
def view() -> View:
    return View(small_park(), 1)


def test_a_park_stands_for_its_areas(view: View) -> None:
    inside = [row.id for row in selection.enterprises(view, Filter(park="anning"))]
    assert inside == ["gypsum-plant", "phosphate-works"]
    assert selection.enterprises(view, Filter(park="elsewhere")) == []


def test_a_material_stands_for_its_kinds(view: View) -> None:
    assert [row.id for row in selection.waste_streams(view, Filter(material="gypsum"))] == ["stack"]
    assert selection.waste_streams(view, Filter(material="slag")) == []
    assert [row.id for row in selection.materials(view, Filter(material="gypsum"), None)] == [
        "gypsum",
        "phosphogypsum",
    ]


@pytest.mark.parametrize("text", ["磷石膏", "PHOSPHOgypsum", "  pg ", "ＰＧ", "二水石膏"])
def test_a_name_is_found_in_both_languages_whatever_case_and_width(text: str, view: View) -> None:
    found = selection.named_like(view, model.Material, text)
    assert "phosphogypsum" in [row.id for row in found]


def test_facilities_are_chosen_by_owner_state_and_what_passes_their_ports(view: View) -> None:
    def chosen(**wanted: object) -> list[str]:
        return [row.id for row in selection.facilities(view, Filter(**wanted))]  # type: ignore[arg-type]

    assert chosen() == ["calciner", "washer"]
    assert chosen(enterprise="gypsum-plant") == ["calciner"]
    assert chosen(state=OperatingState.OPERATING) == []
    assert chosen(material="plaster") == ["calciner", "washer"]
    assert chosen(material="slag") == []


def test_materials_are_chosen_by_hazard_and_linkages_by_state(view: View) -> None:
    assert selection.materials(view, Filter(), Hazard.HAZARDOUS) == []
    assert len(selection.materials(view, Filter(), Hazard.NONE)) == 5
    assert [row.id for row in selection.linkages(view, LinkageState.SUGGESTED)] == [
        "linkage-gypsum",
        "linkage-water",
    ]
    assert selection.linkages(view, LinkageState.OPERATING) == []


def test_no_more_than_top_suggestions_of_each_stream_are_shown(anning: View) -> None:
    first = list(selection.suggestions(anning, Filter(), None, None, 1))
    assert {row.rank for row in first} == {1}
    assert len(first) == len({row.stream for row in first})
    every = selection.suggestions(anning, Filter(), None, None, 0)
    assert list(every) == list(suggest(anning.snapshot, MatchOptions(top=0)).items)


def test_suggestions_are_chosen_by_donor_material_and_taker(anning: View) -> None:
    slag = selection.suggestions(anning, Filter(material="steel-slag"), None, None, 0)
    assert {row.stream for row in slag} == {"kunming-steel--steel-slag"}
    elsewhere = Filter(enterprise="farasis", material="steel-slag")
    assert list(selection.suggestions(anning, elsewhere, None, None, 0)) == []
    to_one = selection.suggestions(anning, Filter(), slag[0].stream, slag[0].facility, 0)
    assert {row.facility for row in to_one} == {slag[0].facility}


def test_refusals_of_one_stream_name_the_gate(anning: View) -> None:
    found = selection.refusals(anning, Filter(material="steel-slag"), None)
    texts = [gate.standard_text for refusal in found for gate in refusal.gates]
    assert any("GB 175-2023" in text for text in texts)


def test_what_changed_is_found_by_the_day_and_comes_first(park_service: Service) -> None:
    view = park_service.view()
    assert selection.linkages(view, None, date(2026, 5, 4)) == []
    park_service.change_linkage_state(LINKAGE, LinkageState.CONTACTED, 1, "王", "")
    view = park_service.view()
    assert [row.id for row in selection.linkages(view, None, date(2026, 5, 4))] == [LINKAGE]
    assert selection.linkages(view, None, date(2026, 5, 5)) == []
    assert selection.linkages(view, None, order=LinkageOrder.LATEST)[0].id == LINKAGE
