"""The reference has everything that the rooms name for others, and loads nothing."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
#: Rooms whose doors name what others may use.
DOORS = ("graph.matching", "graph.planning", "graph.stores", "ingest")


def test_the_reference_holds_what_every_door_names(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "docs" / "reference.py"), str(tmp_path)]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    pages = {path.stem: path.read_text(encoding="utf-8") for path in tmp_path.glob("*.html")}
    whole = "".join(pages.values())
    for door in DOORS:
        assert f'href="{door}.html"' in pages["index"]
        module = importlib.import_module(door)
        for name in module.__all__:
            # A module that the door names and does not load stands on the page of its room.
            loaded = hasattr(module, name)
            item = getattr(module, name) if loaded else importlib.import_module(f"{door}.{name}")
            if callable(item) and getattr(item, "__module__", "").split(".")[0] in ("graph", "ingest", "viz"):
                assert f'id="{item.__module__}.{item.__name__}"' in whole, name
            if isinstance(item, ModuleType):
                assert f'id="{item.__name__}.' in whole, name
    assert "<script" not in whole
    assert "src=" not in whole.replace("src=&", "")
