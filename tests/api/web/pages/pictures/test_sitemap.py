from __future__ import annotations

from typing import Any

import pytest

from api.web.pages.pictures import sitemap
from api.web.pages.pictures.picturing import Shown, shown_flows
from api.web.pages.pictures.year import read_year
from api.web.reading import Reading
from api.web.state import State
from graph.errors import SymbioflowError


def shown(reading: Reading, **said: str) -> dict[str, Any]:
    return sitemap.values(reading, State("/map", "zh", said))


def test_every_firm_is_on_the_map_or_named_as_without_a_place(reading: Reading) -> None:
    page = shown(reading)
    assert len(page["picture"].sites) + len(page["unplaced"]) == len(page["firms"]) == len(page["rows"])


def test_what_is_drawn_and_what_is_not_is_all_that_leaves_streams_within_a_tonne(reading: Reading) -> None:
    page = shown(reading)
    flows = shown_flows(read_year(reading, None, None), "t", Shown.PLAN)
    ways = {(arc.way.source, arc.way.target) for arc in page["picture"].arcs}
    drawn = sum(
        flow.amount
        for flow in flows
        if not flow.between and flow.taker_firm and (flow.firm.id, flow.taker_firm.id) in ways
    )
    assert drawn + page["elsewhere"] == pytest.approx(
        sum(flow.amount for flow in flows if not flow.between), abs=1.0
    )
    assert drawn > 0.0


def test_around_a_firm_distances_are_told_and_the_rest_is_left_out(reading: Reading) -> None:
    page = shown(reading, firm="kunming-steel", radius="5")
    near = {site.key for site in page["picture"].sites}
    for firm, place, _, _, distance in page["rows"]:
        assert (distance is None) is (place is None)
        if place is not None and abs(distance - 5.0) > 0.05:
            assert (firm.id in near) is (distance < 5.0), firm.id
    assert page["picture"].beyond > 0


def test_beyond_the_most_sites_those_with_the_largest_flows_are_drawn(
    reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemap, "MOST_SITES", 3)
    page = shown(reading)
    assert len(page["picture"].sites) == 3
    moved = sorted(
        ((row[2] or 0.0) + (row[3] or 0.0) for row in page["rows"] if row[1] is not None), reverse=True
    )
    drawn = {site.key for site in page["picture"].sites}
    assert sum(
        (row[2] or 0.0) + (row[3] or 0.0) for row in page["rows"] if row[0].id in drawn
    ) == pytest.approx(sum(moved[:3]))
    assert page["undrawn"] > 0


@pytest.mark.parametrize("said", [{"unit": "kg"}, {"radius": "far"}, {"radius": "-1"}, {"firm": "nobody"}])
def test_an_address_that_asks_for_what_is_not_there_is_refused(
    reading: Reading, said: dict[str, str]
) -> None:
    with pytest.raises(SymbioflowError):
        shown(reading, **said)
