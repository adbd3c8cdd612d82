"""The closed lists of words as GraphQL enums, each value described; importing this registers them."""

from __future__ import annotations

import strawberry
from strawberry.types.enum import StrawberryEnumDefinition

from api.views import selection
from graph import analysis, evidence, knowledge, matching, planning, recruiting, vocabulary
from graph.matching import coldstart
from graph.wording import ListedWord
from ingest import positions

_ROOMS = (
    analysis,
    coldstart,
    evidence,
    knowledge,
    matching,
    planning,
    positions,
    recruiting,
    selection,
    vocabulary,
)


def _register(words: type[ListedWord]) -> None:
    made = strawberry.enum(words, description=" ".join((words.__doc__ or "").split("\n\n")[0].split()))
    definition: StrawberryEnumDefinition = getattr(made, "__strawberry_definition__")  # noqa: B009  (set by strawberry)
    for word, value in zip(words, definition.values, strict=True):
        value.description = word.description


# By name, for a door loads nothing until it is asked.
for _words in {name: getattr(room, name) for room in _ROOMS for name in dir(room)}.values():
    if isinstance(_words, type) and issubclass(_words, ListedWord) and _words is not ListedWord:
        _register(_words)
