"""Methods that remember their answers."""

from dataclasses import dataclass, field

from graph.tools.once import once


@dataclass(frozen=True)
class Scale:
    """Weighs lots, and says which it had to put on the scale."""

    factor: float
    weighed: list[tuple[str, int]] = field(default_factory=list)

    @once
    def lot(self, of: str, tonnes: int = 1) -> float:
        self.weighed.append((of, tonnes))
        return self.factor * tonnes

    @once
    def bag(self, of: str) -> float | None:
        self.weighed.append((of, 0))


def test_an_answer_is_worked_out_once_for_what_was_asked() -> None:
    scale = Scale(2.0)
    assert [scale.lot("slag"), scale.lot("slag", 3), scale.lot("slag"), scale.lot("slag", 3)] == [2, 6, 2, 6]
    assert scale.weighed == [("slag", 1), ("slag", 3)]


def test_that_nobody_knows_is_an_answer_too() -> None:
    scale = Scale(2.0)
    assert [scale.bag("ash"), scale.bag("ash")] == [None, None]
    assert scale.weighed == [("ash", 0)]


def test_each_object_and_each_method_has_its_own_answers() -> None:
    small, large = Scale(1.0), Scale(10.0)
    assert (small.lot("ash"), large.lot("ash"), small.bag("ash")) == (1.0, 10.0, None)


def test_what_is_asked_by_name_is_another_question_than_its_default() -> None:
    scale = Scale(2.0)
    assert (scale.lot("ash", tonnes=5), scale.lot("ash"), scale.lot("ash", tonnes=5)) == (10.0, 2.0, 10.0)
