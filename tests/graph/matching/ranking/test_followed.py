"""A suggestion says of a stream what a plan says of it: the same yields, and the same closed ways."""

from __future__ import annotations

import numpy as np
import pytest

from graph.matching import MatchOptions, Suggestion, suggest
from graph.matching.pathways import PathwayFinder
from graph.matching.ranking import prepare
from graph.matching.ranking.few import best_of_few
from graph.matching.ranking.ranking import best_by_kernel
from graph.matching.weights import Weights
from graph.matching.worth import explain_worth
from graph.model import Port
from graph.planning import PlanOptions, make_plan
from graph.planning.allocation import pose
from graph.planning.programme import Column
from graph.snapshot import Snapshot
from graph.value.numbers.factors import Factors
from graph.vocabulary import Direction
from ingest import shipped_records
from tests.build import analysis, facility, park_of, price, stream
from tests.graph.planning.programme.columns.test_campaigns import FILL, GYPSUM, POOR, RICH, WASH
from tests.graph.planning.programme.test_yields import COKE, SOUR, made

OUT = (Direction.PRODUCT, Direction.RESIDUE)


def suggested(snapshot: Snapshot) -> dict[str, Suggestion]:
    """Return the best suggestion of each stream."""
    found = suggest(snapshot, MatchOptions(prospective=False)).items
    return {item.stream: item for item in found if item.rank == 1}


def test_coke_makes_the_sulphur_that_is_in_it() -> None:
    """0.98 x 4 % and 0.98 x 2 % of sulphur at 100 CNY; of what nobody analysed the 3 % of the recipe."""
    sweet = [stream("sweet", "maker", "coke", 100.0), analysis("sweet", "S", 2.0)]
    usual = stream("usual", "maker", "coke", 100.0)
    snapshot = park_of(*COKE, *SOUR, *sweet, usual, made("sulphur", 0.98, "S"))
    found = suggested(snapshot)
    steps = {name: item.pathway[0].amount_out for name, item in found.items()}
    assert steps == pytest.approx({"sour": 0.0392, "sweet": 0.0196, "usual": 0.03})
    margins = {name: item.margin for name, item in found.items()}
    base = margins["usual"]
    assert margins == pytest.approx({"sour": base + 0.92, "sweet": base - 1.04, "usual": base})
    finder = PathwayFinder(snapshot, Factors(snapshot))
    assert {name: explain_worth(finder, item).benefit for name, item in found.items()} == pytest.approx(
        margins
    )


def test_a_suggestion_is_worth_what_the_plan_counts_for_it() -> None:
    snapshot = park_of(*COKE, *SOUR, made("sulphur", 0.98, "S"))
    plan, item = make_plan(snapshot), suggested(snapshot)["sour"]
    assert plan.benefit == pytest.approx(100.0 * item.margin)
    ((output, amount, _),) = [one for one in plan.runs[0].outputs if one[0] == "sulphur"]
    assert (output, amount) == (item.pathway[0].gives, pytest.approx(100.0 * item.pathway[0].amount_out))


def test_gypsum_too_poor_for_plaster_is_led_elsewhere_once_it_is_washed() -> None:
    """A wash leaves 73.4 % of 73 %: plaster wants 80 %, fill takes anything."""
    prices = price("plaster", 300.0), price("ground", 10.0)
    found = suggested(park_of(*GYPSUM, *WASH, *FILL, *POOR, *RICH, *prices))
    ways = {name: [step.technology for step in item.pathway] for name, item in found.items()}
    assert ways == {"poor": ["wash", "fill"], "rich": ["wash", "plaster"]}


def test_where_nobody_else_takes_what_is_washed_the_suggestion_says_who_is_missing() -> None:
    item = suggested(park_of(*GYPSUM, *WASH, *POOR, price("plaster", 300.0)))["poor"]
    assert [step.technology for step in item.pathway] == ["wash"]
    assert "somebody who takes washed" in item.missing


def test_the_kernel_ranks_by_what_each_stream_makes() -> None:
    """Of two gasifiers the one that sells sulphur is the better for sour coke only."""
    sweet = [stream("sweet", "maker", "coke", 100.0), analysis("sweet", "S", 0.0)]
    planned = facility("h", "user", "gasify", 80.0)
    snapshot = park_of(*COKE, *SOUR, *sweet, planned, made("sulphur", 0.98, "S"))
    columns = prepare(snapshot, Weights.of(snapshot))
    room = np.full(2, 10)
    kernel, few = (rank(columns, room) for rank in (best_by_kernel, best_of_few))
    assert few[1].tolist() == kernel[1].tolist()
    assert few[2] == pytest.approx(kernel[2], abs=1e-12)
    assert len(set(few[2].tolist())) == 4


def test_every_linkage_of_anning_has_one_yield_in_its_suggestion_and_in_the_plan() -> None:
    snapshot = Snapshot.from_records(shipped_records())
    options = MatchOptions(prospective=False, top=1_000)
    items = {(item.stream, item.facility, item.port): item for item in suggest(snapshot, options).items}
    layout = pose(snapshot, PlanOptions(matching=options)).programme.layout
    told: dict[int, dict[str, float]] = {}
    ports = snapshot.by_id(Port)
    for one in layout.followed:
        campaign = told.setdefault(int(layout.outputs.campaign[one.output]), {})
        campaign[one.made.port] = one.made.ratio.likely
    streams, names = (snapshot.strings(table, "id") for table in ("waste_streams", "ports"))
    flows, compared = layout.flows, 0
    for column in flows.where(Column.DIVERT).tolist():
        campaign = int(flows.campaign[column])
        if flows.main[column] and not flows.blended[column]:
            facility = str(layout.sites.facility[flows.site[column]])
            key = streams[flows.stream[column]], facility, names[flows.port[column]]
            if key not in items:
                # A plan also asks for what scores 0.
                continue
            first = items[key].pathway[0]
            outputs = [port for port in ports.values() if port.technology == first.technology]
            made = [port for port in outputs if port.material == first.gives and port.direction in OUT]
            ratios = [told.get(campaign, {}).get(port.id, port.ratio.likely) for port in made]
            assert first.amount_out == pytest.approx(sum(ratios)), key
            compared += any(port.id in told.get(campaign, {}) for port in made)
    assert compared > 5
