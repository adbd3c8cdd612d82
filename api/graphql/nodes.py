"""How a value of the graph becomes a GraphQL object: windows, and a line for each field that differs.

A GraphQL class registers as the window of a domain class (`window_of`). It shows what the value has, as the
value's own class describes it, and writes down only what differs: another type or sentence, what something
costs, what is found elsewhere, what is hidden. `shown` is the one place where values leave the graph.
"""

from __future__ import annotations

import base64
import binascii
import re
import sys
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from functools import reduce
from inspect import getdoc
from operator import attrgetter, or_
from types import UnionType
from typing import (
    Annotated,
    Any,
    TypeAlias,
    TypeVar,
    Union,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)

import strawberry
from strawberry import relay
from strawberry.types.lazy_type import LazyType
from strawberry.utils.str_converters import to_camel_case

from api.graphql import enums  # noqa: F401  (registers the closed lists before any type names one)
from api.graphql.context import Info
from api.views import View
from graph import model
from graph.errors import SymbioflowError
from graph.tables import ID_TABLES, TABLES
from graph.wording import Words, catalogue

Window = TypeVar("Window", bound=type[Any])
#: A method that finds what a field shows.
Finder: TypeAlias = Callable[..., Any]

#: Domain class -> GraphQL class.
WINDOWS: dict[type[Any], type[Any]] = {}
#: Class -> how a value of it that a row holds is shown, where that takes more than a window.
SHOWN_WITH_ROW: dict[type[Any], Callable[[Any, Any, Info], Any]] = {}

#: What is said of an attribute on which its class has no word: it means the same on every type.
_USUAL = {
    "local_id": "Identifier in files and stores.",
    "name_zh": "Name in Chinese.",
    "name_en": "Name in English.",
    "unit": "What is counted.",
    "fingerprint": "Of the snapshot it was computed from.",
    "note": "Remarks.",
    "evidence": "Why this row is believed.",
}
#: What a row ends with, after all that is found elsewhere.
_LAST = ("note", "evidence")

#: The section of a docstring about attributes, and one entry of it as far as its first paragraph goes.
_ATTRIBUTES = re.compile(r"^Attributes\n-+\n(.*?)(?=\n\n\S|\Z)", re.DOTALL | re.MULTILINE)
_ATTRIBUTE = re.compile(r"^(\w.*?) : .*((?:\n .+)*)", re.MULTILINE)

#: How many items an unpaged list is taken for when a query's cost is counted.
SHORT_LIST = 8
#: What a list as long as the park's streams, flows or facilities is taken for.
PARK_LIST = 60
#: What a plan costs: the work of one or two seconds.
PLAN_WEIGHT = 5_000

#: A day that an answer is asked for.
OnDay = Annotated[
    date | None,
    strawberry.argument(
        description="Day on which facilities must run and limits and rules be in force; null: any day."
    ),
]
#: Which part of the store an answer is of, and as what.
OfPark = Annotated[strawberry.ID | None, strawberry.argument(description="Only this park and its areas.")]
UnderScenario = Annotated[strawberry.ID | None, strawberry.argument(description="As this scenario has it.")]


class DomainNode(relay.Node):
    """A GraphQL object with a global id, over a domain value with an `id`."""

    value: strawberry.Private[Any]

    @classmethod
    def resolve_id(cls, root: Any, *, info: Info) -> str:
        """Return the id that the value has in the graph."""
        return str(root.value.id)


@dataclass_transform(kw_only_default=True, field_specifiers=(strawberry.field,))
def described(made: Window) -> Window:
    """Make a class a GraphQL type that is described by its docstring."""
    typed: Window = strawberry.type(made, description=description_of(made))
    return typed


class _WindowOf(LazyType[Any, Any]):
    """The window of a domain class, looked up once all windows are made."""

    def resolve_type(self) -> type[Any]:
        """Return the GraphQL class."""
        return WINDOWS[vars(sys.modules[self.module])[self.type_name]]


@dataclass_transform(kw_only_default=True)
def window_of(entity: type[Any], hides: str = "") -> Callable[[Window], Window]:
    """Make a class the GraphQL type that values of `entity` are seen through, described by its docstring.

    It keeps the value as `value`, named only where a method of its own reads it. Every attribute of `entity`
    is shown in its place, but its `id` (a node's `local_id`) and those named in `hides`: as the class has
    it, else with the type and the first paragraph that `entity` has of it. What the class has beside them
    stands before the attribute that it names next, or at the end.
    """
    hints, told = get_type_hints(entity), attributes_of(entity)
    hidden = {"id", *hides.split()}

    def register(window: Window) -> Window:
        written = window.__annotations__
        names = [field.name for field in fields(entity) if field.name in written or field.name not in hidden]
        if issubclass(window, DomainNode) or "local_id" in written:
            names.insert(0, "local_id")
        kinds = {"value": strawberry.Private[entity], "local_id": str}  # type: ignore[misc, valid-type]
        kinds |= {name: _kind(hints[name]) for name in names if name in hints} | written
        for name in names:
            if name not in vars(window):
                setattr(window, name, _found(name, hints.get(name)))
            field = vars(window)[name]
            field.description = field.description or told.get(name) or _USUAL[name]
        window.__annotations__ = {name: kinds[name] for name in ("value", *_in_order(names, list(written)))}
        WINDOWS[entity] = described(window)
        return window

    return register


def _in_order(names: list[str], written: list[str]) -> list[str]:
    """Return attributes and what a class has beside them in the order in which GraphQL lists them."""
    ordered: list[str] = []
    waiting: list[str] = []
    unwritten = [name for name in names if name not in written]
    for name in written:
        waiting.append(name)
        if name in names:
            earlier = names[: names.index(name)]
            ordered += [each for each in unwritten if each in earlier and each not in ordered] + waiting
            waiting = []
    rest = [name for name in unwritten if name not in ordered]
    last = [name for name in rest if name in _LAST]
    return ordered + [name for name in rest if name not in last] + waiting + last


def _kind(hint: Any) -> Any:
    """Return the type that GraphQL has for an attribute's: an id is shown as what it names."""
    if get_origin(hint) is tuple:
        return list[_kind(get_args(hint)[0])]  # type: ignore[misc]
    if get_origin(hint) in (Union, UnionType):
        return reduce(or_, map(_kind, get_args(hint)))
    seen = _entity_of(hint) or hint
    return _WindowOf(seen.__name__, seen.__module__) if is_dataclass(seen) else seen


def _entity_of(hint: Any) -> type[Any] | None:
    """Return what the ids of an attribute name."""
    named = (hint, *get_args(hint))
    return next((TABLES[table].entity for id, table in ID_TABLES.items() if id in named), None)


def _found(name: str, hint: Any) -> Any:
    """Return the field of an attribute of which a window says nothing."""
    entity = _entity_of(hint)
    if entity is not None:
        return linked("", entity)
    return exposed("", of="id") if name == "local_id" else computed("", _attribute)


def _attribute(value: Any, info: Info) -> Any:
    found = getattr(value, info.python_name)
    show = SHOWN_WITH_ROW.get(type(found))
    return found if show is None else show(found, value, info)


def attributes_of(entity: type[Any]) -> dict[str, str]:
    """Return what a class says of its attributes, as GraphQL says it: the first paragraph of each, one line.

    Examples
    --------
    >>> attributes_of(model.Market)["price_at"]
    'Up to where the seller has to bring it for that price.'
    """
    section = _ATTRIBUTES.search(getdoc(entity) or "")
    told: dict[str, str] = {}
    for names, text in _ATTRIBUTE.findall(section[1] if section else ""):
        said = re.sub(r"(?<!`)`(\w+)`", lambda name: f"`{_named(name[1])}`", " ".join(text.split()))
        told |= dict.fromkeys(names.split(", "), said.replace("``", "`").replace("None", "null"))
    return told


def _named(attribute: str) -> str:
    return "localId" if attribute == "id" else to_camel_case(attribute)


def resolved(**metadata: Any) -> Callable[[Finder], Any]:
    """Make a method a field that is described by its docstring; `metadata` says what it costs."""
    return lambda find: strawberry.field(resolver=find, description=description_of(find), metadata=metadata)


def description_of(thing: Any) -> str:
    """Return the docstring of a class or method as what GraphQL says of it: one line."""
    return " ".join((thing.__doc__ or "").split())


def shown(value: Any) -> Any:
    """Return a value as GraphQL shows it: domain objects, alone or in a list, through their windows."""
    if isinstance(value, tuple):
        return [shown(item) for item in value]
    window = WINDOWS.get(type(value))
    return value if window is None else window(value=value)


def exposed(description: str = "", of: str = "", size: int = SHORT_LIST) -> Any:
    """Return a field that shows the value's attribute of the same name.

    Parameters
    ----------
    description : str
        Empty: as the value's class says it.
    of : str
        The attribute, where the field is called something else; ``a.b`` is one of an attribute.
    size : int
        What the cost of a query takes a list for.
    """
    return computed(description, lambda value, info: attrgetter(of or info.python_name)(value), size=size)


def computed(
    description: str, compute: Callable[[Any, Info], Any], size: int = SHORT_LIST, weight: int = 1
) -> Any:
    """Return a field that shows what `compute` finds for the value."""

    def resolve(root: Any, info: Info) -> Any:
        return shown(compute(root.value, info))

    return strawberry.field(
        resolver=resolve, description=description, metadata={"size": size, "weight": weight}
    )


def linked(description: str, entity: type[Any], of: str = "") -> Any:
    """Return a field that shows the object whose id the attribute holds, or those whose ids it lists."""

    def find(value: Any, info: Info) -> Any:
        named = getattr(value, of or info.python_name)
        if not isinstance(named, tuple):
            return None if named is None else info.context.view.get(entity, named)
        found = (info.context.view.get(entity, id) for id in named)
        return tuple(item for item in found if item is not None)

    return computed(description, find)


def pointing(description: str, entity: type[Any], by: str, size: int = SHORT_LIST) -> Any:
    """Return a field that lists the objects of one kind whose attribute `by` names this one."""
    return computed(
        description, lambda value, info: info.context.view.pointing(entity, by, value.id), size=size
    )


def local_id(id: str, entity: type[Any]) -> str:
    """Return the graph's own id for one given by a client: a global `id`, or already a `localId`.

    Raises
    ------
    SymbioflowError
        ``BAD_ID`` for the global id of something else.
    """
    try:
        kind, found = split_global_id(id)
    except SymbioflowError:
        return id
    wanted = WINDOWS[entity].__name__
    if kind not in {window.__name__ for window in WINDOWS.values()}:
        return id
    if kind != wanted:
        raise SymbioflowError("BAD_ID.other_kind", given=id, kind=kind, expected=wanted)
    return found


def view_of(info: Info, park: str | None, scenario: str | None) -> View:
    """Return the view of a park under a scenario, each by an id that a client gave."""
    within = None if park is None else local_id(park, model.Park)
    under = None if scenario is None else local_id(scenario, model.Scenario)
    return info.context.view.within(within).under(under)


def split_global_id(id: str) -> tuple[str, str]:
    """Return type name and own id of a global id; ``BAD_ID`` if it is none."""
    try:
        kind, separator, found = base64.b64decode(id, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        separator = ""
    if not separator:
        raise SymbioflowError("BAD_ID", given=id)
    return kind, found


def node_by_global_id(id: str, info: Info) -> Any:
    """Return the object that a global id names; None if it is gone, ``BAD_ID`` if it names no type."""
    kind, found = split_global_id(id)
    for entity, window in WINDOWS.items():
        if window.__name__ == kind and issubclass(window, DomainNode):
            return shown(info.context.view.get(entity, found))
    raise SymbioflowError("BAD_ID.no_node", given=id, kind=kind)


def required(info: Info, entity: type[Any], id: str) -> str:
    """Return the own id of an object that must be there; ``NOT_FOUND`` if it is not."""
    found = local_id(id, entity)
    if info.context.view.get(entity, found) is None:
        raise SymbioflowError("NOT_FOUND", kind=kind_words(WINDOWS[entity].__name__), id=found)
    return found


def kind_words(name: str) -> Words:
    """Return what a type is called to people; one that has no words by its name."""
    return catalogue().get(f"kind.{name}", Words(name, name))
