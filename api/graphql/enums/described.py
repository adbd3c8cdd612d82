"""How a closed list of words becomes a GraphQL enum, each value described."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import strawberry
from strawberry.types.enum import StrawberryEnumDefinition


def described(words: type[StrEnum], description: str, values: Mapping[str, str]) -> None:
    """Register a list of words as an enum; `values` says what each means."""
    made = strawberry.enum(words, description=description)
    definition: StrawberryEnumDefinition = getattr(made, "__strawberry_definition__")  # noqa: B009  (set by strawberry)
    for value in definition.values:
        value.description = values[value.name]
