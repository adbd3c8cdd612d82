from __future__ import annotations

import time
from pathlib import Path

import pytest
from graphql import parse

from api.graphql.running.merging import takes_long_to_merge

DOCUMENTS = sorted((Path(__file__).parents[4] / "api" / "documents").glob("*.graphql"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_the_programs_own_documents_are_far_from_the_limit(document: Path) -> None:
    assert not takes_long_to_merge(parse(document.read_text(encoding="utf-8")), most=500)


def test_two_of_a_name_are_one_comparison_and_so_is_what_is_below_them() -> None:
    """The place of `a`, the place below it: one visit and one comparison each."""
    document = parse("{ a { b } a { b } }")
    assert not takes_long_to_merge(document, most=4)
    assert takes_long_to_merge(document, most=3)


def test_fields_that_double_at_every_depth_are_counted_together() -> None:
    """Two of a name ten deep are 1,024 fields to compare with one another at the bottom."""
    text = "id"
    for _ in range(10):
        text = f"kindOf {{ {text} }} kindOf {{ {text} }}"
    assert takes_long_to_merge(parse("{" + text + "}"))


def test_fragments_are_looked_into_and_one_that_spreads_itself_ends() -> None:
    spreads = " ".join(f"...f{n}" for n in range(100))
    fragments = " ".join(f"fragment f{n} on Query {{ id }}" for n in range(100))
    assert takes_long_to_merge(parse(f"{{ {spreads} }} {fragments}"), most=9_000)
    assert not takes_long_to_merge(parse("{ ...f } fragment f on Query { id ...f }"))


def test_a_document_of_many_ways_to_mix_fragments_is_given_up_early() -> None:
    fragments = " ".join(
        f"fragment f{n} on T {{ "
        + " ".join(f"a{m}: x {{ ...f{(n * 7 + m) % 40} ...f{m} }}" for m in range(8))
        + " }"
        for n in range(40)
    )
    began = time.process_time()
    takes_long_to_merge(parse("{ x { ...f0 } } " + fragments))
    assert time.process_time() - began < 2.0
