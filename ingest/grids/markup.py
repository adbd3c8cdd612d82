"""XML of strangers: one reader that knows no entities, no document types and no addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import IO
from xml.parsers import expat

from graph.wording.messages import message
from ingest.grids.grid import refused

_CHUNK = 1 << 16


def parse_markup(
    file: str,
    stream: IO[bytes],
    start: Callable[[str, Mapping[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """Run handlers over an XML stream; names come without their namespace prefix.

    Raises
    ------
    RefusedInput
        ``UNSAFE_MARKUP`` for a document type or an entity, ``DAMAGED_FILE`` for what is no XML.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def unsafe(*_: object) -> None:
        raise refused(file, "UNSAFE_MARKUP", "<!DOCTYPE", message("expected.intact"))

    def started(name: str, attributes: Mapping[str, str]) -> None:
        start(name.rpartition(":")[2], attributes)

    def ended(name: str) -> None:
        end(name.rpartition(":")[2])

    def root(name: str, attributes: Mapping[str, str]) -> None:
        # Half a million cells pass through here: names without prefix go to the handlers as they are.
        prefixed = ":" in name
        parser.StartElementHandler = started if prefixed else start
        parser.EndElementHandler = ended if prefixed else end
        started(name, attributes)

    parser.StartDoctypeDeclHandler = unsafe
    parser.EntityDeclHandler = unsafe
    parser.StartElementHandler = root
    parser.CharacterDataHandler = text
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise refused(file, "DAMAGED_FILE", str(error), message("expected.intact")) from error


def attribute(attributes: Mapping[str, str], name: str, default: str = "") -> str:
    """Return an attribute by its name without prefix."""
    if name in attributes:
        return attributes[name]
    return next((value for key, value in attributes.items() if key.endswith(f":{name}")), default)
