"""Connections: a page of a list, by cursors that name the row they stand at (Relay cursor connections).

A cursor stays good when rows are added or removed elsewhere in the list; only the row it names must still be
there.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

import strawberry
from strawberry import relay
from strawberry.annotation import StrawberryAnnotation
from strawberry.extensions import FieldExtension
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

from api.graphql.context import Info
from api.graphql.nodes import described, shown
from api.views import RankedRows
from graph.errors import SymbioflowError

NodeType = TypeVar("NodeType")

_ARGUMENTS: Sequence[tuple[str, type, str]] = (
    ("first", int, "Items from the start, or after `after`."),
    ("after", str, "Cursor that the page starts after."),
    ("last", int, "Items from the end, or before `before`."),
    ("before", str, "Cursor that the page ends before."),
)


@described
class Edge(Generic[NodeType]):
    """One item of a connection with its cursor."""

    cursor: str = strawberry.field(description="Names this item in `after` and `before`.")
    node: NodeType = strawberry.field(description="The item.")


@described
class Connection(Generic[NodeType]):
    """One page of a list."""

    total_count: int = strawberry.field(description="Items of the whole list, on all pages.")
    page_info: relay.PageInfo = strawberry.field(description="Whether there are more items, and where.")
    edges: list[Edge[NodeType]] = strawberry.field(description="The items with their cursors.")
    nodes: list[NodeType] = strawberry.field(description="The items alone.")


class Paged(FieldExtension):
    """Turns a field that finds a whole list of domain values into a connection."""

    def apply(self, field: StrawberryField) -> None:
        """Add the arguments of a connection."""
        field.arguments = [
            *field.arguments,
            *(
                StrawberryArgument(
                    python_name=name,
                    graphql_name=None,
                    type_annotation=StrawberryAnnotation(kind | None),
                    description=description,
                    default=None,
                )
                for name, kind, description in _ARGUMENTS
            ),
        ]

    def resolve(
        self,
        next_: Callable[..., Any],
        source: Any,
        info: Info,
        *,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        **kwargs: Any,
    ) -> Any:
        """Return the page of what the field finds."""
        return page(info, next_(source, info, **kwargs), first, after, last, before)


def paged(description: str, values: Callable[[Any, Info], Sequence[Any]], weight: int = 1) -> Any:
    """Return a field that shows the list `values` finds for a domain value, page by page."""

    def resolve(root: Any, info: Info) -> Any:
        return values(root.value, info)

    return strawberry.field(
        resolver=resolve, description=description, extensions=[Paged()], metadata={"weight": weight}
    )


def page(
    info: Info,
    values: Sequence[Any],
    first: int | None,
    after: str | None,
    last: int | None,
    before: str | None,
) -> Connection[Any]:
    """Return the page of domain values that the arguments ask for.

    Raises
    ------
    SymbioflowError
        ``BAD_PAGE`` for a number that cannot be, ``BAD_CURSOR`` for a cursor that names nothing in the list.
    """
    size = _page_size(info, first, last)
    start = 0 if after is None else _position(values, after) + 1
    stop = max(start, len(values) if before is None else _position(values, before))
    if size is not None and last is None:
        stop = min(stop, start + size)
    elif size is not None:
        start = max(start, stop - size)
    edges = [Edge(cursor=_cursor(value), node=shown(value)) for value in values[start:stop]]
    return Connection(
        total_count=len(values),
        page_info=relay.PageInfo(
            has_next_page=stop < len(values),
            has_previous_page=start > 0,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=edges[-1].cursor if edges else None,
        ),
        edges=edges,
        nodes=[edge.node for edge in edges],
    )


def _page_size(info: Info, first: int | None, last: int | None) -> int | None:
    if first is not None and last is not None:
        raise SymbioflowError("BAD_PAGE.both")
    name, size = ("last", last) if last is not None else ("first", first)
    if size is None:
        return info.context.limits.page_size
    limit = info.context.limits.page_limit
    if size < 0:
        raise SymbioflowError("BAD_PAGE.negative", name=name, given=size)
    if limit is not None and size > limit:
        raise SymbioflowError("BAD_PAGE.too_many", name=name, given=size, limit=limit)
    return size


def _cursor(value: Any) -> str:
    return base64.urlsafe_b64encode(f"at:{value.id}".encode()).decode()


def _position(values: Sequence[Any], cursor: str) -> int:
    try:
        named = base64.b64decode(cursor.encode("ascii"), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeError):
        named = ""
    if isinstance(values, RankedRows):
        found = values.position(named.removeprefix("at:"))
    else:
        found = next((at for at, value in enumerate(values) if named == f"at:{value.id}"), None)
    if found is not None:
        return found
    raise SymbioflowError("BAD_CURSOR", given=cursor)
