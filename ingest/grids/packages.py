"""Zip packages looked at before anything is unpacked: size, ratio, macros, links, names."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import IO

from graph.wording import message
from ingest.grids.grid import Room, Source, refused

LARGEST_UNPACKED = 256 * 2**20
#: Real sheets pack ten to eighty times; what packs better and is large is made to fill the memory.
_WORST_RATIO = 250
_RATIO_COUNTS_FROM = 8 * 2**20
_MOST_PARTS = 5_000
_LINKS = re.compile(
    r"xl/(externalLinks/|connections\.xml|queryTables/)|xl/embeddings/|Object \d+/content\.xml"
)
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Package:
    """A zip file that passed every check of its directory."""

    file: str
    archive: zipfile.ZipFile
    names: frozenset[str]
    room: Room
    controls: bool = False

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """Open a part; a part that is not there means the file is damaged."""
        if name not in self.names:
            raise refused(self.file, "DAMAGED_FILE", name, message("expected.intact"))
        return self.archive.open(name)

    def check_rows(self, sheets: Mapping[str, str]) -> None:
        """Refuse a file by how many rows and values its bytes name, long before they are read one by one.

        Parameters
        ----------
        sheets : mapping of str to str
            Part of the package -> name of the sheet.
        """
        held = 0
        for part, sheet in sheets.items():
            rows = values = 0
            with self.open(part) as stream:
                while chunk := stream.read(_CHUNK):
                    rows += chunk.count(b"<row") + chunk.count(b":row ")
                    values += chunk.count(b"<v>") + chunk.count(b"<is>") + chunk.count(b":v>")
            held += min(rows, values)
            if held > self.room.rows:
                raise self.room.too_many(sheet, held)


def open_package(source: Source, room: Room, controls: bool = False) -> Package:
    """Open a zip file, refused where its directory alone says that it must not be read.

    Raises
    ------
    RefusedInput
    """
    intact = message("expected.intact")
    try:
        archive = zipfile.ZipFile(io.BytesIO(source.data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise refused(source.name, "DAMAGED_FILE", "", intact) from None
    parts = archive.infolist()
    names = frozenset(part.filename for part in parts)
    unpacked = sum(part.file_size for part in parts)
    packed_too_well = any(
        part.file_size > _RATIO_COUNTS_FROM and part.file_size > _WORST_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    if unpacked > LARGEST_UNPACKED or packed_too_well or len(parts) > _MOST_PARTS:
        expected = message("expected.unpacked", size=LARGEST_UNPACKED // 2**20)
        raise refused(source.name, "UNPACKS_TOO_LARGE", f"{unpacked // 2**20} MB", expected)
    if len(names) != len(parts) or any(leads_out(name) for name in names):
        raise refused(source.name, "UNSAFE_PATH", min(filter(leads_out, names), default=""), intact)
    if any(part.flag_bits & 1 for part in parts):
        raise refused(source.name, "NEEDS_PASSWORD", "", message("expected.no_password"))
    if any(
        name.rpartition("/")[2].lower() == "vbaproject.bin" or name.startswith("Basic/") for name in names
    ):
        raise refused(source.name, "HAS_MACROS", "", message("expected.no_macros"))
    link = min(filter(_LINKS.match, names), default="")
    if link:
        raise refused(source.name, "LINKS_OUT", link, message("expected.no_links"))
    return Package(source.name, archive, names, room, controls)


def leads_out(name: str) -> bool:
    """Return whether a name of a part or file is none of the package's own folder."""
    return name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name
