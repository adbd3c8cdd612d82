"""What a file is by its content, and the reader that fits; everything else is refused by its name."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePath

from graph.errors import RefusedInput
from graph.wording import message
from ingest.grids.grid import LARGEST_FILE, Grid, Opened, Room, Source, refused
from ingest.grids.html import page_grids
from ingest.grids.ods import document_grids
from ingest.grids.packages import Package, open_package
from ingest.grids.text import text_grid
from ingest.grids.xlsx import workbook_grids

_READABLE = message("expected.spreadsheet")
_SAVE_AS = message("expected.saved_as")
#: First bytes -> what it is, and what to do.
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"MZ", "NOT_A_TABLE", "exe"),
    (b"\x7fELF", "NOT_A_TABLE", "exe"),
    (b"%PDF", "NOT_A_TABLE", "pdf"),
    (b"\x89PNG", "NOT_A_TABLE", "image"),
    (b"\xff\xd8\xff", "NOT_A_TABLE", "image"),
    (b"GIF8", "NOT_A_TABLE", "image"),
    (b"Rar!", "NOT_A_TABLE", "archive"),
    (b"7z\xbc\xaf", "NOT_A_TABLE", "archive"),
    (b"\x1f\x8b", "NOT_A_TABLE", "archive"),
    (b"PAR1", "NOT_A_TABLE", "parquet"),
    (b"SQLite format 3\0", "NOT_A_TABLE", "database"),
)
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENDINGS = {
    "xlsx": (".xlsx", ".xltx"),
    "ods": (".ods",),
    "text": (".csv", ".tsv", ".txt", ".tab", ""),
    "html": (".html", ".htm"),
}


def read_source(path: Path) -> Source:
    """Return a file's name and bytes; one that is too large is refused before it is read.

    Raises
    ------
    RefusedInput
    """
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise _too_large(path.name, size)
        return Source(path.name, path.read_bytes())
    except OSError as error:
        raise refused(path.name, "MISSING_FILE", error.strerror or "", message("expected.file")) from error


def open_grids(source: Source, controls: bool = False, room: Room | None = None) -> Opened:
    r"""Return the grids of a file.

    Parameters
    ----------
    controls : bool
        True where every character is text, as in workbooks that this program wrote.
    room : Room, optional
        How much the file may hold; by default what a grid may.

    Raises
    ------
    RefusedInput
        With one problem that says what the file is, if it is no table, and the way out.

    Examples
    --------
    >>> opened = open_grids(Source("ledger.csv", "废物,吨\n钢渣,5\n".encode("gb18030")))
    >>> opened.encoding, opened.grids[0].rows
    ('gb18030', ((1, ('废物', '吨')), (2, ('钢渣', '5'))))
    """
    if len(source.data) > LARGEST_FILE:
        raise _too_large(source.name, len(source.data))
    data, room = source.data, room or Room(source.name)
    if not data.strip():
        raise refused(source.name, "NO_ROWS", "", message("expected.header"))
    for signature, code, what in _SIGNATURES:
        # Text may begin with MZ; a program has zeros soon after.
        if data.startswith(signature) and (what != "exe" or b"\0" in data[:64]):
            raise refused(source.name, code, what, _READABLE)
    if data.startswith(_COMPOUND):
        _refuse_compound(source)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        opened = _open_package(source, controls, room)
    else:
        page = page_grids(source, room) if _is_page(source.data) else None
        if page is None:
            _refuse_markup(source)
        opened = page or text_grid(source, room)
    ending = PurePath(source.name).suffix.lower()
    return replace(opened, misnamed=ending not in _ENDINGS[opened.form])


def _open_package(source: Source, controls: bool, room: Room) -> Opened:
    package = open_package(source, room, controls)
    if "xl/workbook.xml" in package.names:
        return Opened(_intact(package, workbook_grids), "xlsx")
    if "content.xml" in package.names and _is_spreadsheet(package):
        return Opened(_intact(package, document_grids), "ods")
    names = package.names
    what = "document" if "word/document.xml" in names or "content.xml" in names else "archive"
    what = "xlsb" if "xl/workbook.bin" in names else what
    raise refused(source.name, "NOT_A_TABLE", what, _SAVE_AS if what == "xlsb" else _READABLE)


def _intact(package: Package, read: Callable[[Package], tuple[Grid, ...]]) -> tuple[Grid, ...]:
    """Read a package; a part that is cut off or says something false of itself is a damaged file."""
    try:
        return read(package)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        ValueError,
        OverflowError,
    ) as error:
        raise refused(package.file, "DAMAGED_FILE", str(error), message("expected.intact")) from error


def _is_spreadsheet(package: Package) -> bool:
    if "mimetype" not in package.names:
        return True
    with package.open("mimetype") as stream:
        return b"spreadsheet" in stream.read(200)


def _refuse_compound(source: Source) -> None:
    """Refuse the container that old Office files and files with a password share."""
    if "EncryptedPackage".encode("utf-16-le") in source.data:
        raise refused(source.name, "NEEDS_PASSWORD", "", message("expected.no_password"))
    raise refused(source.name, "OLD_WORKBOOK", "xls", _SAVE_AS)


def _is_page(data: bytes) -> bool:
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta", b"<style", b"<div"))


def _refuse_markup(source: Source) -> None:
    """Refuse pages without a table and XML that pass for spreadsheets, and JSON."""
    head = source.data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if _is_page(source.data):
        raise refused(source.name, "NOT_A_TABLE", "html", _SAVE_AS)
    if head.startswith((b"<?xml", b"<!doctype", b"<workbook")):
        raise refused(source.name, "NOT_A_TABLE", "xml", _SAVE_AS)
    if head.startswith((b'{"', b"[{", b"{\n")):
        raise refused(source.name, "NOT_A_TABLE", "json", _READABLE)
    if b"\0" in source.data[:4096] and not source.data.startswith((b"\xff\xfe", b"\xfe\xff")):
        # UTF-16 without its mark has a NUL beside each ASCII character, in every other place.
        even, odd = source.data[:4096:2].count(0), source.data[1:4096:2].count(0)
        if even and odd:
            raise refused(source.name, "UNFIT_CHARACTER", "U+0000", message("expected.no_controls"))


def _too_large(name: str, size: int) -> RefusedInput:
    expected = message("expected.file_size", size=LARGEST_FILE // 2**20)
    return refused(name, "TOO_LARGE", f"{size / 2**20:.0f} MB", expected)
