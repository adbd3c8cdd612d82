"""How a value of the graph becomes a GraphQL object: windows, one line for each field that is shown.

A GraphQL class registers as the window of a domain class (`window_of`) and lists its fields; every field
reads the attribute of the same name. `shown` is the one place where values leave the graph.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from operator import attrgetter
from typing import Annotated, Any, TypeAlias, TypeVar, dataclass_transform

import strawberry
from strawberry import relay
from strawberry.types.lazy_type import LazyType

from api.graphql import enums  # noqa: F401  (registers the closed lists before any type names one)
from api.graphql.context import Info
from api.views import View
from graph import model
from graph.errors import SymbioflowError
from graph.wording import Words, catalogue

Window = TypeVar("Window", bound=type[Any])
#: A method that finds what a field shows.
Finder: TypeAlias = Callable[..., Any]

#: Domain class -> GraphQL class.
WINDOWS: dict[type[Any], type[Any]] = {}

#: What means the same on every type: a node's own id before all else, the end of a row after it.
#: Name -> type, what is said of it, the attribute if that is called something else.
_COMMON: dict[str, tuple[Any, str, str]] = {
    "local_id": (str, "Identifier in files and stores.", "id"),
    "note": (str, "Remarks.", ""),
    "evidence": (
        LazyType("Evidence", "api.graphql.values"),
        "Why this row is believed.",
        "",
    ),
}

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


@dataclass_transform(kw_only_default=True)
def window_of(entity: type[Any]) -> Callable[[Window], Window]:
    """Make a class the GraphQL type that values of `entity` are seen through, described by its docstring.

    It keeps the value as `value`, named only where a method of its own reads it. A field of `_COMMON` is
    added where the value has it and the class says nothing else of it.
    """
    names = {field.name for field in fields(entity)}

    def register(window: Window) -> Window:
        written = window.__annotations__
        has = names | {"local_id"} if issubclass(window, DomainNode) else names
        common = {name: kind for name, (kind, *_) in _COMMON.items() if name in has and name not in written}
        for name in common:
            setattr(window, name, exposed(*_COMMON[name][1:]))
        first = {"value": strawberry.Private[entity]}  # type: ignore[misc, valid-type]
        id_first = {name: kind for name, kind in common.items() if name == "local_id"}
        window.__annotations__ = {**first, **id_first, **written, **common}
        WINDOWS[entity] = described(window)
        return window

    return register


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


def exposed(description: str, of: str = "", size: int = SHORT_LIST) -> Any:
    """Return a field that shows the value's attribute of the same name.

    Parameters
    ----------
    description : str
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
    """Return a field that shows the object whose id the attribute holds; null where it holds none."""

    def find(value: Any, info: Info) -> Any:
        id = getattr(value, of or info.python_name)
        return None if id is None else info.context.view.get(entity, id)

    return computed(description, find)


def linked_each(description: str, entity: type[Any]) -> Any:
    """Return a field that shows the objects whose ids the attribute lists."""

    def find(value: Any, info: Info) -> Any:
        found = (info.context.view.get(entity, id) for id in getattr(value, info.python_name))
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
