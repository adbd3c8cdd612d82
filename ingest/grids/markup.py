"""XML of strangers: one reader that knows no entities, no document types and no addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import IO
from xml.parsers import expat

from graph.errors import RefusedInput
from graph.wording import message
from ingest.grids.grid import Room, refused

_CHUNK = 1 << 16
#: Of elements in elements; a sheet has about ten.
_DEEPEST = 100
#: The reader keeps what has begun and not ended: a tag with a million attributes fills the memory.
_LONGEST_TAG = 1 << 20


def parse_markup(
    room: Room,
    stream: IO[bytes],
    start: Callable[[str, Mapping[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """Run handlers over an XML stream; names come without their namespace prefix.

    Parameters
    ----------
    room : Room
        Of the file: every element takes some of it.

    Raises
    ------
    RefusedInput
        ``UNSAFE_MARKUP`` for a document type or an entity, or for what is deeper than a sheet or begins and
        does not end; ``UNPACKS_TOO_LARGE`` for more elements than the file may hold; ``DAMAGED_FILE`` for
        what is no XML.
    """
    depth = deepest = elements = 0
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def unsafe(*_: object) -> None:
        raise _unsafe(room, "<!DOCTYPE")

    # Millions of cells pass through here: depth and number are looked at once a chunk, and names without
    # prefix go to the handlers as they are.
    def started(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal depth, deepest, elements
        elements += 1
        depth += 1
        if depth > deepest:
            deepest = depth
        start(name, attributes)

    def ended(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name)

    def started_prefixed(name: str, attributes: Mapping[str, str]) -> None:
        started(name.rpartition(":")[2], attributes)

    def ended_prefixed(name: str) -> None:
        ended(name.rpartition(":")[2])

    def root(name: str, attributes: Mapping[str, str]) -> None:
        prefixed = ":" in name
        parser.StartElementHandler = started_prefixed if prefixed else started
        parser.EndElementHandler = ended_prefixed if prefixed else ended
        started_prefixed(name, attributes)

    parser.StartDoctypeDeclHandler = unsafe
    parser.EntityDeclHandler = unsafe
    parser.StartElementHandler = root
    parser.CharacterDataHandler = text
    read = 0
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
            read += len(chunk)
            room.take_elements(elements)
            elements = 0
            if deepest > _DEEPEST:
                raise _unsafe(room, f"{deepest}")
            if read - parser.CurrentByteIndex > _LONGEST_TAG:
                raise _unsafe(room, f"{(read - parser.CurrentByteIndex) / 2**20:.0f} MB")
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise refused(room.file, "DAMAGED_FILE", str(error), message("expected.intact")) from error


def _unsafe(room: Room, found: str) -> RefusedInput:
    return refused(room.file, "UNSAFE_MARKUP", found, message("expected.intact"))


def attribute(attributes: Mapping[str, str], name: str, default: str = "") -> str:
    """Return an attribute by its name without prefix."""
    if name in attributes:
        return attributes[name]
    return next((value for key, value in attributes.items() if key.endswith(f":{name}")), default)
