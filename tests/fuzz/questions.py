"""Questions made up from the schema: right and wrong fields, arguments and values, at random from a seed."""

from __future__ import annotations

import json
import random
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    get_named_type,
    is_interface_type,
)

from api.graphql.schema import schema

_ROOTS = {"query": "Query", "mutation": "Mutation"}
_TEXTS = (
    "",
    " ",
    "steel",
    "磷石膏",
    "10 02 02",
    "\u202e",
    "\x00",
    "a" * 5_000,
    "'; --",
    "%",
    "\\",
    "🏭",
    "null",
)
_NUMBERS = (0, 1, -1, 2, 5, 50, 201, 2**31 - 1, -(2**31), 2**31, 10**30)
_FLOATS = (0.0, -0.5, 0.5, 1e308, -1e308, 1e-320, 7.0)
_DAYS = ("2026-05-04", "0001-01-01", "9999-12-31", "2026-02-30", "yesterday")


def question(dice: random.Random, ids: list[str]) -> str:
    """Return a document.

    Parameters
    ----------
    ids : list of str
        Ids that name something, besides those that name nothing.
    """
    kind = "mutation" if dice.random() < 0.1 else "query"
    root = schema._schema.type_map[_ROOTS[kind]]
    assert isinstance(root, GraphQLObjectType)
    fields = [_field(dice, ids, root, depth=4, alias=f"a{n}: ") for n in range(dice.randint(1, 3))]
    return f"{kind} {{ {' '.join(fields)} }}"


def _field(dice: random.Random, ids: list[str], parent: Any, depth: int, alias: str = "") -> str:
    name = dice.choice(sorted(parent.fields))
    definition = parent.fields[name]
    if dice.random() < 0.01:
        return f"{alias}{name}x"
    arguments = [
        f"{each}: {_value(dice, ids, argument.type)}"
        for each, argument in definition.args.items()
        if (isinstance(argument.type, GraphQLNonNull) and dice.random() < 0.98) or dice.random() < 0.3
    ]
    passed = f"({', '.join(arguments)})" if arguments else ""
    kind = get_named_type(definition.type)
    if not isinstance(kind, GraphQLObjectType) and not is_interface_type(kind):
        return f"{alias}{name}{passed}"
    below = ["__typename"]
    if depth:
        below += [_field(dice, ids, kind, depth - 1, f"b{n}: ") for n in range(dice.randint(1, 4))]
    return f"{alias}{name}{passed} {{ {' '.join(below)} }}"


def _value(dice: random.Random, ids: list[str], kind: Any) -> str:
    if isinstance(kind, GraphQLNonNull):
        return _value(dice, ids, kind.of_type)
    if dice.random() < 0.03:
        return "null"
    if isinstance(kind, GraphQLList):
        return f"[{', '.join(_value(dice, ids, kind.of_type) for _ in range(dice.randint(0, 3)))}]"
    if isinstance(kind, GraphQLEnumType):
        return dice.choice(sorted(kind.values))
    if isinstance(kind, GraphQLInputObjectType):
        inner = (f"{name}: {_value(dice, ids, field.type)}" for name, field in kind.fields.items())
        return f"{{{', '.join(inner)}}}"
    if kind.name == "Int":
        return str(dice.choice(_NUMBERS))
    if kind.name == "Float":
        return str(dice.choice(_FLOATS))
    if kind.name == "Boolean":
        return dice.choice(("true", "false"))
    if kind.name == "Date":
        return json.dumps(dice.choice(_DAYS))
    known = dice.choice(ids) if dice.random() < 0.6 else dice.choice(_TEXTS)
    return json.dumps(known, ensure_ascii=False)
