"""Mutations are planted in a copy only, and the ones that no test saw once are seen now."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mutate.fixed import KNOWN, Known, planted
from tests.mutate.operators import mutations_of
from tests.mutate.planting import ROOT, Seen, copied_tree, look, mutated
from tests.mutate.selection import mirrored, modules

#: Two of them, so that this test is over soon; `make mutate` begins with all.
RATIO, STOCK = KNOWN[0], KNOWN[2]


@pytest.fixture(scope="module")
def copy() -> Iterator[Path]:
    with copied_tree() as folder:
        yield folder


@pytest.mark.parametrize("known", [RATIO, STOCK], ids=[RATIO.name, STOCK.name])
def test_a_mistake_that_no_test_saw_once_is_seen(copy: Path, known: Known) -> None:
    mutation = planted(known, copy)
    assert mutation is not None
    before = (copy / mutation.file).read_bytes()
    with mutated(copy, mutation):
        ast.parse((copy / mutation.file).read_text(encoding="utf-8"))
        assert look(copy, [known.question], 120.0) is Seen.YES
    assert (copy / mutation.file).read_bytes() == before == (ROOT / mutation.file).read_bytes()


def test_a_question_is_answered_well_where_nothing_was_planted(copy: Path) -> None:
    assert look(copy, [STOCK.question], 120.0) is Seen.NO


@pytest.mark.parametrize("known", KNOWN, ids=[known.name for known in KNOWN])
def test_every_known_mistake_still_has_a_place(known: Known) -> None:
    """Where a line was written anew, its pattern in tests/mutate/fixed.py must be too."""
    mutation = planted(known, ROOT)
    assert mutation is not None
    changed = mutation.applied((ROOT / mutation.file).read_bytes())
    ast.parse(changed)
    assert changed != (ROOT / mutation.file).read_bytes()


def variants(source: str) -> set[str]:
    return {mutation.applied(source.encode()).decode() for mutation in mutations_of(Path("m.py"), source)}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = a < b", {"x = a >= b"}),
        ("x = a * b", {"x = (a)", "x = (b)"}),
        ("x = a + b", {"x = (a - b)"}),
        ("x = -a", {"x = a"}),
        ("x = any(a)", {"x = all(a)"}),
        ("x = np.minimum(a, b)", {"x = np.maximum(a, b)"}),
        ("x = f(2)", {"x = f(3)"}),
        ("x = a and b", {"x = (a or b)"}),
        ("x = a / b", {"x = a"}),
        ("x = 磷 / b  # 石膏", {"x = 磷  # 石膏"}),
    ],
)
def test_an_operator_writes_one_expression_another_way(source: str, expected: set[str]) -> None:
    assert variants(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        'raise ValueError(f"{a * b}")',
        "def f(a: int | None = 1) -> int | None: ...",
        "x: int | str = a",
        "'''2'''",
    ],
)
def test_messages_and_annotations_are_left_alone(source: str) -> None:
    assert variants(source) == set()


def test_every_module_that_makes_numbers_has_mutations_that_are_still_python() -> None:
    for module in modules(ROOT):
        source = (ROOT / module).read_bytes()
        for mutation in [*mutations_of(module, source.decode())][::25]:
            ast.parse(mutation.applied(source))


def test_a_module_is_asked_about_by_the_tests_of_its_name() -> None:
    modules_with_tests = [module for module in modules(ROOT) if mirrored(ROOT, module)]
    assert len(modules_with_tests) > len(modules(ROOT)) / 2
    for module in modules_with_tests:
        assert all((ROOT / test).is_file() for test in mirrored(ROOT, module))
