"""The shipped plan's flows traced to their origins: composition worked out by hand, and every known limit.

Nothing of the product is asked but its plan; limits and analyses are read by this folder's own reader.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.snapshot import records_of
from tests.build import analysis
from tests.independent.limits import checks, measured
from tests.independent.product import Plan, PlanFlow, Snapshot, plan_of, shipped_park
from tests.independent.programme import Asked
from tests.independent.tables import Row, Tables

#: By component and basis.
Contents = dict[tuple[str, str], float]
GYPSUM = "tianan-chemical--phosphogypsum"


class Walk:
    """Follows the flows of a plan back to the streams that they are made of."""

    def __init__(self, tables: Tables, plan: Plan) -> None:
        self.tables, self.plan = tables, plan
        self._factors = {
            (row["technology"], row["material"], row["component"]): row["factor_likely"]
            for row in tables["component_fates"].values()
        }
        self._traced = {fate[:2] for fate in self._factors}

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
        if (technology, material) not in self._traced:
            return {key: content for key, content in contents.items() if key[0] != "free-water"}
        keys = ((key, (technology, material, key[0])) for key in contents)
        return {key: contents[key] * self._factors[fate] for key, fate in keys if fate in self._factors}

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
        beyond = 0.0
        for flow in self.plan.flows:
            if flow.facility == facility and flow.stream is not None:
                stream, port = self.tables["waste_streams"][flow.stream], self.tables["ports"][flow.port]
                for check in checks(self.tables, stream, flow.material, port, None):
                    if check.limit == limit and check.counts:
                        beyond += flow.amount * max(check.over, check.under)
        return beyond


_ENDS = ("amount_low", "amount_likely", "amount_high")


@pytest.fixture(scope="module")
def anning() -> Snapshot:
    return shipped_park()


@pytest.mark.parametrize("objective", ["tonnes", "benefit", "co2"])
def test_no_flow_of_the_shipped_plan_breaks_a_known_limit(anning: Snapshot, objective: str) -> None:
    plan = plan_of(anning, Asked(), objective)
    assert plan is not None
    walk, followed = Walk(Tables(anning.tables), plan), 0
    for flow in plan.flows:
        assert flow.origins
        for stream in flow.origins:
            followed += flow.stream is None and any(walk.contents(flow, stream))
            for limit in walk.broken(flow, stream):
                # Only what is mixed may hold more, and the mix then does not.
                assert flow.blended, (flow, stream, limit)
                assert walk.mean(flow.facility, limit) <= 1e-6 * flow.amount
    assert followed >= 4


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
    # With 85 % it is plaster as it comes, as far as lines have room.
    assert rich[0]["pg-beta-plaster"] > 30_000.0
    assert rich[1].startswith("full: ")
    assert "refused by" not in rich[1]
    assert "limits that it breaks" not in rich[1]
