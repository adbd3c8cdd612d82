"""Doors that name and do not load: who takes one name from a room waits for what it needs alone."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from importlib import import_module
from inspect import getsource
from typing import Any


def opened(room: str) -> tuple[list[str], Callable[[], list[str]], Callable[[str], Any]]:
    """Return ``__all__``, ``__dir__`` and ``__getattr__`` (PEP 562) of a room whose door loads nothing.

    What the room names stands in its ``__init__.py`` once: as imports under ``if TYPE_CHECKING:``, by which
    types and contracts are checked. Each is made when its name is first asked for. No name may be that of a
    module of the room, which would stand in its place once it is loaded, unless the module is what is meant.

    Parameters
    ----------
    room : str
        ``__name__`` of the ``__init__.py``.

    Examples
    --------
    >>> names, _, item = opened("graph.planning")
    >>> "make_plan" in names, item("make_plan").__module__
    (True, 'graph.planning.allocation')
    """
    door = sys.modules[room]
    listed = next(block.body for block in ast.parse(getsource(door)).body if isinstance(block, ast.If))
    places = {
        name.name: line.module for line in listed if isinstance(line, ast.ImportFrom) for name in line.names
    }
    names = sorted(places)

    def item(name: str) -> Any:
        if name not in places:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        place = str(places[name])
        found = import_module(f"{room}.{name}") if place == room else getattr(import_module(place), name)
        setattr(door, name, found)
        return found

    return names, lambda: names, item
