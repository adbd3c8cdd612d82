from __future__ import annotations

import numpy as np
import pytest

from graph.errors import SymbioflowError
from graph.matching.coldstart.evaluation import CUTS, Evaluation, Line, best_mixture, evaluate
from graph.matching.coldstart.index import ColdStartIndex, UseSource
from graph.snapshot import Snapshot
from ingest import shipped_records
from tests.cold import exchange, glass_library


def lines(evaluation: Evaluation) -> dict[tuple[str, int], Line]:
    return {(line.method, line.digits): line for line in evaluation.lines}


@pytest.fixture(scope="module")
def anning() -> Evaluation:
    return evaluate(ColdStartIndex(Snapshot.from_records(shipped_records())), draws=500)


def test_ranks_are_those_of_an_index_without_the_case() -> None:
    # Asked for a: 2351 is known for cullet's family and receives in b (0.4 + 0.05 + 0.1 = 0.55);
    # 2313 is only known (0.5 + 0.1 x 0.75 / 1.9 = 0.539): rank 2. Asked for b: 2313 leads (0.65): rank 2.
    found = lines(evaluate(ColdStartIndex(glass_library(exchange("a", "2313"), exchange("b", "2351")))))
    line = found["cold start", 4]
    assert (line.rows, line.cases) == (2, 2)
    assert [line.hits[cut].value for cut in CUTS] == [0.0, 1.0, 1.0, 1.0]
    assert (line.mrr.value, line.mrr.low, line.mrr.high) == (0.5, 0.5, 0.5)
    assert found["cold start", 2].hits[1].value == 1.0
    # the floors know only the other case's receiver
    assert found["nearest precedent", 4].mrr.value == 0.0
    assert found["popularity", 4].mrr.value == 0.0


def test_rows_without_text_or_receiver_are_not_asked_and_groups_only_at_two_digits() -> None:
    index = ColdStartIndex(
        glass_library(
            exchange("a", "2313"),
            exchange("b", "235"),
            exchange("c", "9999"),
            exchange("d", "2351", waste=" "),
        )
    )
    evaluation = evaluate(index)
    assert (evaluation.precedents, evaluation.rows) == (4, 2)
    assert {(line.digits, line.rows) for line in evaluation.lines} == {(2, 2), (4, 1)}


@pytest.mark.parametrize("cases", [(), ("a",), ("a", "a")])
def test_fewer_than_two_cases_cannot_be_evaluated(cases: tuple[str, ...]) -> None:
    classes = ("2313", "2351")
    library = glass_library(*(exchange(case, nace) for case, nace in zip(cases, classes, strict=False)))
    with pytest.raises(SymbioflowError, match="at least two cases") as refused:
        evaluate(ColdStartIndex(library))
    assert refused.value.code == "TOO_FEW_PRECEDENTS"


def test_the_same_seed_gives_the_same_table() -> None:
    index = ColdStartIndex(glass_library(exchange("a", "2313"), exchange("b", "2351"), exchange("c", "2399")))
    assert evaluate(index, seed=3) == evaluate(index, seed=3)


def test_weights_are_chosen_for_what_is_best_on_the_questions() -> None:
    # one question, two classes: only the third source prefers the right (second) class
    parts = np.zeros((1, len(UseSource), 2))
    parts[0, :, 0] = 1.0
    parts[0, 2] = [0.0, 1.0]
    chosen = best_mixture(parts, lambda scores: float(scores[0, 1] - scores[0, 0]))
    assert chosen.tolist() == [0.0, 0.0, 1.0, 0.0, 0.0, 0.0]


def test_the_table_states_what_was_counted(anning: Evaluation) -> None:
    assert (anning.precedents, anning.rows) == (251, 239)
    table = str(anning).splitlines()
    assert table[0] == "| method | digits | rows | cases | hits@1 | hits@3 | hits@5 | hits@10 | MRR |"
    assert len(table) == 14


def test_cold_starts_beat_both_floors_at_every_depth(anning: Evaluation) -> None:
    found = lines(anning)
    for digits in (2, 4):
        for method in ("cold start", "cold start, held-out half"):
            for floor in ("nearest precedent", "popularity"):
                for cut in (3, 5, 10):
                    assert found[method, digits].hits[cut].value > found[floor, digits].hits[cut].value
                assert found[method, digits].mrr.value > found[floor, digits].mrr.value


def test_the_figures_of_the_documentation_hold(anning: Evaluation) -> None:
    found = lines(anning)
    divisions, classes = found["cold start", 2], found["cold start", 4]
    assert [divisions.hits[cut].value for cut in CUTS] == pytest.approx([0.35, 0.63, 0.79, 0.90], abs=0.01)
    assert [classes.hits[cut].value for cut in CUTS] == pytest.approx([0.19, 0.39, 0.54, 0.65], abs=0.01)


def test_intervals_hold_their_figures(anning: Evaluation) -> None:
    for line in anning.lines:
        for figure in (*line.hits.values(), line.mrr):
            assert figure.low <= figure.value <= figure.high


def test_a_question_is_answered_by_any_of_its_documented_receivers() -> None:
    # Two receivers of the same waste of the same donor: one question with the better rank of the two.
    both = (exchange("a", "2313"), exchange("a", "2351"), exchange("b", "2351"))
    found = lines(evaluate(ColdStartIndex(glass_library(*both))))
    single, grouped = found["cold start", 4], found["cold start, grouped", 4]
    assert (single.rows, grouped.rows) == (3, 2)
    assert grouped.hits[1].value >= single.hits[1].value


def test_in_the_park_a_receiver_is_ranked_among_the_enterprises_of_its_case() -> None:
    # Case a has two receivers, of which 2351 is known for cullet's family (0.4) and 2313 for cullet (0.5).
    rows = (
        exchange("a", "2351", receiver="cement works"),
        exchange("a", "2313", receiver="glass works"),
        exchange("b", "2351"),
    )
    found = lines(evaluate(ColdStartIndex(glass_library(*rows))))
    park, random = found["in the park", 0], found["in the park, at random", 0]
    # case b has one receiver, so nothing is to be ranked there
    assert (park.rows, park.cases) == (2, 1)
    assert park.hits[1].value == random.hits[1].value == 0.5
    assert park.hits[3].value == random.hits[3].value == 1.0
    assert park.mrr.value == random.mrr.value == 0.75
