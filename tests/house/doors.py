"""A contract of import-linter: rooms are entered by their doors."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class DoorContract(Contract):  # type: ignore[misc]  # import-linter has no types
    """A module is imported by its own room alone; everybody else takes what the room's ``__init__`` names.

    Attributes
    ----------
    houses : list of str
        Top packages; every package below them is a room, however many there come to be, and so is the house
        itself if its own door names anything.
    beside : list of str
        Imports past a door that stay, as ``importer -> module``: what is heavy is loaded by who needs it.
    """

    houses = fields.ListField(subfield=fields.StringField())
    beside = fields.ListField(subfield=fields.StringField(), required=False, default=[])

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Return every import of a module from outside of its room."""
        past = []
        for module in sorted(graph.modules):
            house, room = module.partition(".")[0], module.rpartition(".")[0]
            if house not in self.houses or not room or graph.find_children(module):
                continue
            if room == house and not _named(house):
                continue
            for importer in sorted(graph.find_modules_that_directly_import(module)):
                line = f"{importer} -> {module}"
                inside = importer == room or importer.startswith(f"{room}.")
                if not inside and line not in self.beside and module.rpartition(".")[2] not in _named(room):
                    past.append(line)
        return ContractCheck(kept=not past, metadata={"past": past})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name who walked past which door."""
        for line in check.metadata["past"]:
            output.print_error(f"- {line} (take it from the door of its room)")


@cache
def _named(room: str) -> frozenset[str]:
    """Return what a room's door names, among it functions and modules that are called like a module."""
    names: list[str] = []
    for node in ast.parse(Path(*room.split("."), "__init__.py").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            names += ast.literal_eval(node.value)
        elif isinstance(node, ast.If):
            # What `graph.tools.doors` reads.
            names += (
                name.name for line in node.body if isinstance(line, ast.ImportFrom) for name in line.names
            )
    return frozenset(names)
