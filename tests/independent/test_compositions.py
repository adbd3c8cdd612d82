"""The shipped plan's flows traced to their origins: composition worked out by hand, and every known limit.

Nothing of the product is asked but its plan; limits and analyses are read by this folder's own reader.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.snapshot import records_of
from tests.build import analysis
from tests.independent.beside import fates, treated
from tests.independent.limits import checks, measured
from tests.independent.parks import random_park
from tests.independent.product import Plan, PlanFlow, Snapshot, plan_of, shipped_park
from tests.independent.programme import Asked
from tests.independent.tables import Row, Tables
from tests.independent.ways import piped

#: By component and basis.
Contents = dict[tuple[str, str], float]
GYPSUM = "tianan-chemical--phosphogypsum"


class Walk:
    """Follows the flows of a plan back to the streams that they are made of."""

    def __init__(self, tables: Tables, plan: Plan) -> None:
        self.tables, self.plan = tables, plan
        self._fates = fates(tables)

    def contents(self, flow: PlanFlow, stream: str) -> Iterator[Contents]:
        """Give what a flow may contain of one of its streams, way by way."""
        if flow.stream is not None:
            row = self.tables["waste_streams"][stream]
            yield {
                (component, content.basis): max(content.likely, 0.0)
                for component, content in measured(self.tables, row)
                if content.basis != "index"
            }
            return
        technology = self.tables["facilities"][flow.from_facility or ""]["technology"]
        for before in self.plan.flows:
            main = self.tables["ports"][before.port]["direction"] == "in_main"
            if before.facility == flow.from_facility and main and stream in before.origins:
                for contents in self.contents(before, stream):
                    yield self._treated(technology, flow.material, contents)

    def _treated(self, technology: str, material: str, contents: Contents) -> Contents:
        """Return what is left; an output that nobody traced has all that came in, but for the moisture."""
        if (technology, material) not in self._fates:
            gone = {"free-water", "temperature"} if self._pumps(technology) else {"free-water"}
            return {key: content for key, content in contents.items() if key[0] not in gone}
        came = frozenset((*key, content) for key, content in contents.items())
        left: Contents = {}
        for component, basis, content in treated(came, self._fates[technology, material]):
            left[component, basis] = max(content, left.get((component, basis), 0.0))
        return left

    def _pumps(self, technology: str) -> bool:
        """Whether more heat comes out than goes in: how warm that is says nobody."""
        made = [
            row["ratio_likely"]
            for row in self.tables.outputs(technology)
            if row["direction"] == "out_product"
            and self.tables["materials"][row["material"]]["phase"] == "heat"
        ]
        return sum(made) > 1.0

    def cold(self, flow: PlanFlow, stream: str) -> bool:
        """Whether some way of a stream into a flow arrives colder than its taker needs it."""
        row = piped(self.tables, flow.material)
        drop = 0.0 if row is None else row["temperature_drop"] or 0.0
        needed = [
            limit["minimum"]
            for limit in self.tables["limits"].values()
            if limit["technology"] == self.tables["facilities"][flow.facility]["technology"]
            and limit["component"] == "temperature"
            and limit["minimum"] is not None
            and limit["material"] in (None, *self.tables.lineage(flow.material))
        ]
        facilities, streams = self.tables["facilities"], self.tables["waste_streams"]
        giver = facilities[flow.from_facility] if flow.from_facility else streams[flow.stream or ""]
        km = self.tables.road_km(giver["enterprise"], facilities[flow.facility]["enterprise"]) or 0.0
        warm = [
            contents["temperature", "degC"]
            for contents in self.contents(flow, stream)
            if ("temperature", "degC") in contents
        ]
        return any(content - drop * km < least - 1e-6 for content in warm for least in needed)

    def broken(self, flow: PlanFlow, stream: str) -> set[str]:
        """Return the limits that some way of a stream into a flow breaks."""
        every = [set(self._broken(flow, contents)) for contents in self.contents(flow, stream)]
        assert every, (flow, stream)
        return set.union(*every)

    def _broken(self, flow: PlanFlow, contents: Contents) -> Iterator[str]:
        port = {**self.tables["ports"][flow.port], "direction": "in_main"}
        moisture = (
            None if flow.stream is None else self.tables["waste_streams"][flow.stream]["moisture_likely"]
        )
        analyses = [
            {"component": component, "basis": basis, **dict.fromkeys(_ENDS, amount)}
            for (component, basis), amount in contents.items()
        ]
        row: Row = {"id": None, "material": flow.material, "moisture_likely": moisture, "analyses": analyses}
        for check in checks(self.tables, row, flow.material, port, None) if analyses else ():
            if check.refused:
                yield check.limit

    def mean(self, facility: str, limit: str) -> float:
        """Return how far the mix of what a facility takes from streams is beyond a limit, by the tonne."""
        row, above, below = self.tables["limits"][limit], 0.0, 0.0
        for flow in self.plan.flows:
            if flow.facility == facility and flow.stream is not None:
                stream, port = self.tables["waste_streams"][flow.stream], self.tables["ports"][flow.port]
                for check in checks(self.tables, stream, flow.material, port, None):
                    if check.limit == limit and check.counts:
                        above += flow.amount * check.over
                        below += flow.amount * check.under
        ends = ((above, row["maximum"]), (below, row["minimum"]))
        return max(beyond for beyond, bound in ends if bound is not None)


_ENDS = ("amount_low", "amount_likely", "amount_high")


@pytest.fixture(scope="module")
def anning() -> Snapshot:
    return shipped_park()


@pytest.mark.parametrize("objective", ["tonnes", "benefit", "co2"])
def test_no_flow_of_the_shipped_plan_breaks_a_known_limit(anning: Snapshot, objective: str) -> None:
    assert walked(anning, Asked(), objective) >= 4


@pytest.mark.parametrize("objective", ["tonnes", "benefit", "co2"])
def test_nor_does_a_flow_of_three_parks_that_are_made_up(objective: str) -> None:
    parks = [random_park(seed) for seed in (20, 22, 24)]
    followed = [walked(park, Asked(horizon=2, potential=True), objective) for park in parks]
    assert sum(followed) > 5 or objective == "benefit"


@pytest.mark.parametrize("objective", ["tonnes", "benefit", "co2"])
def test_nor_does_water_or_heat_of_uneven_years(objective: str) -> None:
    parks = [random_park(seed, seasons=True, washes=True, heats=True) for seed in range(9)]
    followed = [walked(park, Asked(horizon=2, potential=True), objective) for park in parks]
    assert sum(followed) >= 3 or objective == "benefit"


def walked(park: Snapshot, asked: Asked, objective: str) -> int:
    """Assert that no flow of a plan breaks a known limit; return how many came through a treatment."""
    plan = plan_of(park, asked, objective)
    assert plan is not None
    walk, followed = Walk(Tables(park.tables), plan), 0
    for flow in plan.flows:
        assert flow.origins
        for stream in flow.origins:
            followed += flow.stream is None and any(walk.contents(flow, stream))
            assert not walk.cold(flow, stream), (flow, stream)
            for limit in walk.broken(flow, stream):
                # Only what is mixed may hold more, and the mix then does not.
                assert flow.blended, (flow, stream, limit)
                assert walk.mean(flow.facility, limit) <= 1e-6 * flow.amount
    return followed


def analysed(park: Snapshot, component: str, amount: float, basis: str) -> Snapshot:
    """All phosphogypsum of the park as a laboratory may find it."""
    tables = Tables(park.tables)
    streams = [row["id"] for row in tables["waste_streams"].values() if row["material"] == "phosphogypsum"]
    other = [
        not (row["stream"] in streams and row["component"] == component)
        for row in park.tables["stream_components"].to_pylist()
    ]
    kept = park.tables["stream_components"].filter(other).combine_chunks()
    rows = [analysis(name, component, amount, basis) for name in streams]
    return park.replacing({"stream_components": kept}).with_records(records_of(rows))


def plastered(park: Snapshot) -> float:
    """How much building plaster is sold today, as far as lines on record make it."""
    plan = plan_of(park, Asked())
    assert plan is not None
    return sum(row.sold for row in plan.sold_today if row.material == "beta-building-plaster")


def answer(park: Snapshot) -> tuple[dict[str, float], str, str]:
    """Where phosphogypsum goes, treated or not, by technology; and why the rest of one stream stays."""
    plan = plan_of(park, Asked())
    assert plan is not None
    facilities, goes = Tables(park.tables)["facilities"], dict[str, float]()
    for flow in plan.flows:
        if any("phosphogypsum" in stream and "purified" not in stream for stream in flow.origins):
            technology = facilities[flow.facility]["technology"]
            goes[technology] = goes.get(technology, 0.0) + flow.amount
    (outcome,) = (row for row in plan.streams if row.stream == GYPSUM)
    return goes, outcome.detail.en, outcome.detail.zh


def test_phosphogypsum_that_radiates_that_is_poor_and_that_is_rich_have_three_plans(anning: Snapshot) -> None:
    hot, poor, rich = (
        answer(analysed(anning, *found))
        for found in (
            ("Ra-226", 600.0, "Bq/kg"),
            ("CaSO4.2H2O", 5.0, "mass % dry"),
            ("CaSO4.2H2O", 85.0, "mass % dry"),
        )
    )
    plaster = {"pg-beta-plaster", "gypsum-block", "pg-plastering-mortar"}
    # 600 Bq/kg is three times what a building material may have: no line takes it, washed or not.
    assert hot[0] == {}
    assert "radium-226 600 Bq/kg, at most 200" in hot[1]
    assert "镭-226 600 Bq/kg，上限 200" in hot[2]
    # With 5 % there is no gypsum in it: washing makes 5.03 %, and nothing that wants gypsum takes it.
    assert not plaster & set(poor[0])
    assert "limits that it breaks: calcium sulphate dihydrate (CaSO4·2H2O) 5 mass % dry, at least" in poor[1]
    washed = (
        "washing and neutralisation (calcium sulphate dihydrate (CaSO4·2H2O) 5.03 mass % dry, at least 80)"
    )
    assert f"{washed} refused by" in poor[1]
    assert "Beta building plaster" in poor[1]
    # With 85 % it is plaster as it comes: the lines that run are full of it today, and so is their market.
    made = [plastered(analysed(anning, "CaSO4.2H2O", share, "mass % dry")) for share in (5.0, 85.0)]
    assert made[0] < 495_000.0 < made[1]
    assert rich[1].startswith("full: ")
    assert "refused by" not in rich[1]
    assert "limits that it breaks" not in rich[1]
