from __future__ import annotations

import pytest

from api.views.service import Service, View
from graph.errors import SymbioflowError
from graph.planning import Effort, Objective, PlanOptions
from graph.stores import open_store
from tests.api.conftest import Asker


def test_a_plan_is_made_by_its_options(service: Service) -> None:
    ask = Asker(service)
    data = ask.data(
        "{ benefit: plan(objective: BENEFIT) { objective benefit } tonnes: plan { objective benefit }"
        "  mix: plan(objective: WEIGHTED, mix: [1, 1, 0], horizon: 5) { objective mix horizon } }"
    )
    assert data["benefit"]["benefit"] > data["tonnes"]["benefit"]
    assert data["mix"] == {"objective": "WEIGHTED", "mix": [1.0, 1.0, 0.0], "horizon": 5}


@pytest.mark.parametrize(
    "arguments",
    ["horizon: 0", "budget: -1", "minimumLot: -5", "mix: [1]", "gap: 2", "timeLimit: 0", "timeLimit: 1e9"],
)
def test_bad_options_are_coded_and_the_last_good_plan_stays(ask: Asker, arguments: str) -> None:
    good = ask.service.view().plan()
    assert ask.codes(f"{{ plan({arguments}) {{ fingerprint }} }}") == ["BAD_OPTION"]
    assert ask.service.view().plan() is good


def test_a_solver_that_runs_out_of_time_leaves_the_last_good_plan(anning: View) -> None:
    good = anning.plan()
    with pytest.raises(SymbioflowError) as refused:
        anning.plan(PlanOptions(on_off=True, effort=Effort(0.0, 1e-9)))
    assert refused.value.code == "SOLVER_TIME_OUT"
    assert anning.plan() is good


def test_a_front_is_the_domains_point_for_point(service: Service) -> None:
    query = (
        "{ paretoFront(objectives: [TONNES, BENEFIT], points: 3)"
        "  { points { tonnes benefit flows { amount } } } }"
    )
    points = Asker(service).data(query)["paretoFront"]["points"]
    made = service.view().front((Objective.TONNES, Objective.BENEFIT), 3)
    assert [(point["tonnes"], point["benefit"]) for point in points] == [
        (point.tonnes, point.benefit) for point in made.points
    ]
    assert len(points[0]["flows"]) == len(made.points[0].flows)


def test_a_curve_has_its_target_and_the_data_of_a_step_chart(paving_url: str) -> None:
    """40 t more reach 60 % of 100 t, of which 20 t are in use."""
    query = (
        '{ abatement(target: "sixty") { target { localId } wanted shortfall'
        "  remainders { reason } steps { start end cost crosses more { amount } less { amount } } } }"
    )
    store = open_store(paving_url)
    (curve,) = Asker(Service(store)).data(query)["abatement"]
    store.close()
    assert curve["target"]["localId"] == "sixty"
    assert curve["wanted"] == pytest.approx(40.0)
    (crossing,) = [step for step in curve["steps"] if step["crosses"]]
    assert crossing["start"] < curve["wanted"] <= crossing["end"]
    assert curve["shortfall"] == 0.0


def test_questions_that_cannot_be_are_coded(ask: Asker) -> None:
    assert ask.codes("{ paretoFront(objectives: [TONNES]) { solved } }") == ["BAD_OPTION"]
    assert ask.codes('{ abatement(target: "moon") { wanted } }') == ["UNKNOWN_TARGET"]


def test_an_outsider_cannot_ask_for_many_fronts_at_once(ask_outside: Asker) -> None:
    one = "paretoFront(objectives: [TONNES, BENEFIT]) { solved }"
    many = " ".join(f"a{number}: {one}" for number in range(40))
    assert ask_outside.codes(f"{{ {many} }}") == ["QUERY_TOO_EXPENSIVE"]
