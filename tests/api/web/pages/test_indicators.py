"""The page of indicators says what the command line says, and what each figure means."""

from __future__ import annotations

import pytest

from api.views.service import View
from api.web.pages import indicators, losses
from api.web.reading import Reading
from api.web.state import State
from graph.analysis import IndicatorName
from graph.errors import SymbioflowError
from graph.planning import LostKind


def state(**said: str) -> State:
    return State("/indicators", "en", said)


def test_the_three_networks_stand_side_by_side_with_what_low_and_high_mean(
    reading: Reading, anning: View
) -> None:
    shown = indicators.values(reading, state())
    found = anning.indicators()
    assert shown["pairs"] == tuple(network.linked_pairs for network in found)
    named = {row.name.en: row for row in shown["rows"]}
    for name in IndicatorName:
        row = named[name.meaning.name.en]
        assert len(row.figures) == 3
        meaning = name.meaning
        assert (row.low, row.high) == (meaning.low.words(), meaning.high.words())
        assert row.formula == meaning.formula.words()


def test_a_share_that_only_begins_is_not_written_as_none(reading: Reading) -> None:
    rows = {row.name.en: row.figures for row in indicators.values(reading, state())["rows"]}
    assert rows["Finn cycling index"][0] == "0%"
    assert 0.0 < float(rows["Finn cycling index"][1].rstrip("%")) < 0.1
    assert rows["eco-connectance"][0] == "2.9%"


def test_water_and_heat_are_networks_of_their_own(reading: Reading) -> None:
    rows = {row.name.en: row.figures for row in indicators.values(reading, state(unit="GJ"))["rows"]}
    assert all("J/yr" in figure for figure in rows["Within one firm"])
    with pytest.raises(SymbioflowError) as refused:
        indicators.values(reading, state(unit="kg"))
    assert refused.value.code == "BAD_ADDRESS"


def test_losses_are_those_of_the_command_line_the_largest_first(reading: Reading, anning: View) -> None:
    shown = losses.values(reading, state())
    found = anning.resilience()
    for kind, named in (("firm", LostKind.ENTERPRISE), ("facility", LostKind.FACILITY)):
        rows = shown["kinds"][kind]
        assert [row.tonnes for row in rows] == sorted((row.tonnes for row in rows), reverse=True)
        exact = {str(loss.lost): loss for loss in found.losses if loss.kind is named}
        for row in rows:
            assert row.tonnes == pytest.approx(exact[row.lost.id].tonnes)
            assert row.single == exact[row.lost.id].single_point
        assert rows[0].length == 1.0
    assert [firm.id for firm in shown["cut_points"]] == [str(firm) for firm in found.cut_points]
    assert all(stopped for _, stopped, _ in shown["cascades"])
