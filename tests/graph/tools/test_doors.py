"""Doors that name and do not load: `graph.tools.doors`."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import graph.planning

ROOT = Path(__file__).resolve().parents[3]
ROOMS = sorted(
    ".".join(door.parent.relative_to(ROOT).parts)
    for door in (ROOT / "graph").rglob("__init__.py")
    if "opened(__name__)" in door.read_text(encoding="utf-8")
)


def test_a_name_brings_what_it_needs_and_not_the_rest_of_its_room() -> None:
    told = "import sys; from graph.planning import PlanOptions, make_plan; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, cwd=ROOT, check=True)
    loaded = set(done.stdout.split())
    assert {"graph.planning.allocation", "graph.planning.options"} <= loaded
    assert loaded & {"graph.planning.backtests", "graph.planning.roadmap", "graph.planning.sharing"} == set()


@pytest.mark.parametrize("room", ROOMS)
def test_a_door_gives_all_that_it_names_and_lists_it(room: str) -> None:
    door = importlib.import_module(room)
    assert dir(door) == door.__all__ == sorted(door.__all__)
    for name in door.__all__:
        # A module of the same name would stand in the place of what is named.
        assert not isinstance(getattr(door, name), ModuleType), name
        assert importlib.util.find_spec(f"{room}.{name}") is None, name


def test_a_name_that_no_door_has_is_refused_as_in_any_module() -> None:
    assert len(ROOMS) > 5
    with pytest.raises(AttributeError, match="has no attribute 'make_plans'"):
        graph.planning.make_plans  # type: ignore[attr-defined]  # noqa: B018
    with pytest.raises(ImportError, match="cannot import name 'make_plans'"):
        from graph.planning import make_plans  # type: ignore[attr-defined]  # noqa: F401
