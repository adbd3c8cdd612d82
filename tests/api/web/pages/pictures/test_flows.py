from __future__ import annotations

import csv
import io

import pytest

from api.web.pages.pictures.flows import as_csv, values
from api.web.reading import Reading
from api.web.state import State
from graph.errors import SymbioflowError


def state(**said: str) -> State:
    return State("/flows", "en", said)


def test_what_the_plan_adds_is_what_it_places_within_a_tonne(reading: Reading) -> None:
    for unit in ("t", "m3", "GJ"):
        shown = values(reading, state(unit=unit, show="difference"))
        placed = sum(rest.placed for rest in shown["year"].rests if rest.unit == unit)
        assert abs(shown["first_hops"] - placed) < 1.0
        assert {flow.unit for flow in shown["flows"]} == {unit}


def test_a_focus_keeps_the_flows_of_its_place(reading: Reading) -> None:
    place = "facility:kunming-steel--ss-hot-stew-magnetic"
    shown = values(reading, state(focus=place))
    assert shown["focused"].zh == "昆钢钢渣热闷磁选"
    assert len(shown["flows"]) >= 3
    for flow in shown["flows"]:
        assert place in {flow.source.key, flow.taker.key if flow.taker else None}
    names = {node["name"] for node in shown["picture"]["nodes"]}
    assert "Kunming Steel slag stewing and magnetic recovery" in names


def test_a_firm_in_focus_shows_all_it_gives_off_however_the_picture_is_grouped(reading: Reading) -> None:
    shown = values(reading, state(focus="firm:kunming-steel", group="firm"))
    assert {flow.firm.id for flow in shown["flows"]} == {"kunming-steel"}


def test_the_file_has_the_rows_of_the_table(reading: Reading) -> None:
    given = state(show="difference", unit="m3")
    rows = list(csv.reader(io.StringIO(bytes(as_csv(reading, given).body).decode("utf-8-sig"))))
    flows = values(reading, given)["flows"]
    assert [row[0] for row in rows[1:]] == [flow.source.name.en for flow in flows]
    assert [float(row[5]) for row in rows[1:]] == pytest.approx([flow.amount for flow in flows], abs=0.001)


@pytest.mark.parametrize("said", [{"least": "nan"}, {"least": "inf"}, {"least": "x"}, {"group": "park"}])
def test_a_choice_that_is_none_is_refused(reading: Reading, said: dict[str, str]) -> None:
    with pytest.raises(SymbioflowError, match="is no choice"):
        values(reading, state(**said))
