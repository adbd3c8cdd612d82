"""The reference of the code, made from its docstrings: `python docs/reference.py FOLDER`.

One page for each room and sub-room with what its modules define, and an index; plain HTML that loads nothing.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path
from types import ModuleType
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

ROOMS = ("graph", "ingest", "viz", "api")
_STYLE = """body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; }
pre { white-space: pre-wrap; margin: .25rem 0 1.25rem 1.5rem; } code { font-weight: 600; }
h2 { border-top: 1px solid #ccc; padding-top: 1rem; }"""


def modules() -> Iterator[ModuleType]:
    """Yield every module of the rooms."""
    for room in ROOMS:
        package = importlib.import_module(room)
        yield package
        for found in pkgutil.walk_packages(package.__path__, f"{room}."):
            yield importlib.import_module(found.name)


def public(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """Yield the functions and classes that a module itself defines, in the order of the file."""
    own = [
        (name, item)
        for name, item in vars(module).items()
        if not name.startswith("_") and getattr(item, "__module__", "") == module.__name__
        if inspect.isclass(item) or inspect.isfunction(getattr(item, "__wrapped__", item))
    ]
    return iter(own)


def entry(name: str, item: Any) -> str:
    """Return one function or class with its docstring, and the methods of a class that have one."""
    try:
        signature = str(inspect.signature(item))
    except (TypeError, ValueError):
        signature = ""
    kind = "class " if inspect.isclass(item) else ""
    place = escape(f"{item.__module__}.{name}")
    parts = [
        f'<p id="{place}"><code>{kind}{escape(name)}</code>{escape(signature)}</p>'
        f"<pre>{escape(inspect.getdoc(item) or '')}</pre>"
    ]
    for inner, method in vars(item).items() if inspect.isclass(item) else ():
        if inspect.isfunction(method) and not inner.startswith("_") and method.__doc__:
            parts.append(entry(f"{name}.{inner}", method))
    return "".join(parts)


def page(title: str, body: str) -> str:
    """Return a page."""
    head = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
    return f"{head}<style>{_STYLE}</style><body><h1>{escape(title)}</h1>{body}</body></html>\n"


def write(folder: Path) -> list[Path]:
    """Write the reference and return its pages, the index first."""
    folder.mkdir(parents=True, exist_ok=True)
    rooms: dict[str, list[str]] = {}
    purposes: dict[str, str] = {}
    for module in modules():
        room = module.__name__ if hasattr(module, "__path__") else module.__name__.rpartition(".")[0]
        about = inspect.getdoc(module) or ""
        purposes.setdefault(room, about.partition("\n")[0])
        items = "".join(entry(name, item) for name, item in public(module))
        rooms.setdefault(room, []).append(
            f"<h2>{escape(module.__name__)}</h2><pre>{escape(about)}</pre>{items}"
        )
    lines = (f'<li><a href="{room}.html">{room}</a>: {escape(purposes[room])}</li>' for room in sorted(rooms))
    pages = [folder / "index.html", *(folder / f"{room}.html" for room in sorted(rooms))]
    pages[0].write_text(page("Symbioflow", f"<ul>{''.join(lines)}</ul>"), encoding="utf-8")
    for room in rooms:
        (folder / f"{room}.html").write_text(page(room, "".join(rooms[room])), encoding="utf-8")
    return pages


if __name__ == "__main__":
    print(write(Path(sys.argv[1]))[0])
