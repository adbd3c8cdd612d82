"""Text files as grids: whatever encoding, whichever delimiter."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from graph.wording import message
from ingest.grids.encodings import encoding_of
from ingest.grids.grid import (
    MOST_COLUMNS,
    MOST_ROWS,
    Grid,
    GridBuilder,
    Opened,
    Room,
    Source,
    columns_at_most,
    refused,
    rows_at_most,
)

_DELIMITERS = ",;\t|"
#: Wide marks part the cells of a list only where nothing reads like a sentence.
_WIDE_DELIMITERS = "，；"
_LEAST_WIDE = 3
_LONGEST_WIDE = 24
#: Enough to tell an encoding by; the rest is decoded strictly and so proves it.
_SAMPLE = 200_000
#: Blanks between columns, and how many columns are no accident.
_ALIGNED = re.compile(r"(?<=\S)[ \u3000]{2,}(?=\S)")
_LEAST_ALIGNED = 3
_PLAIN_TEXT = re.compile(r"(?<!')'++(?=[=+\-@＝＋－＠\t\r])")


def text_grid(source: Source, room: Room) -> Opened:
    """Return the one grid of a text file."""
    decoded = decode(source.data)
    if decoded is None:
        raise refused(source.name, "NOT_READABLE", source.data[:8].hex(" "), message("expected.encoding"))
    text, encoding = decoded
    if text.count("\n") + text.count("\r") - text.count("\r\n") > MOST_ROWS:
        raise refused(
            source.name,
            "TOO_MANY_ROWS",
            str(text.count("\n")),
            rows_at_most(),
        )
    delimiter = delimiter_of(text)
    if _is_aligned(text):
        text, delimiter = _ALIGNED.sub("\t", text), "\t"
    builder = GridBuilder(source.name, "", room)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, line in enumerate(lines, start=1):
            if len(line) > MOST_COLUMNS and any(cell.strip() for cell in line[MOST_COLUMNS:]):
                expected = columns_at_most()
                raise refused(source.name, "TOO_MANY_COLUMNS", str(len(line)), expected, row=number)
            builder.add(number, {at: _cell(builder, text, number) for at, text in enumerate(line) if text})
    except csv.Error as error:
        raise refused(source.name, "NOT_READABLE", str(error), message("expected.csv")) from error
    return Opened((Grid(source.name, "", tuple(builder.rows)),), "text", encoding, delimiter)


def decode(data: bytes) -> tuple[str, str] | None:
    """Return the text of bytes and the encoding it is in; None where no encoding fits.

    UTF-8 (with or without its mark) and UTF-16 are certain; the code pages are told by the text they give.

    Examples
    --------
    >>> decode("废物,吨".encode("utf-16"))
    ('废物,吨', 'utf-16')
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(data, "utf-16")
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        pass
    if mostly_utf8(data):
        return None
    # Latin letters and digits in UTF-16 have a NUL beside each.
    for name, nuls in (("utf-16-le", data[1:2000:2]), ("utf-16-be", data[0:2000:2])):
        if nuls.count(0) * 5 > len(nuls):
            return _decoded(data, name)
    encoding = encoding_of(_sample(data))
    return _decoded(data, encoding) if encoding else None


def mostly_utf8(data: bytes) -> bool:
    """Whether bytes are UTF-8 with a few broken ones, rather than another encoding."""
    text = data.decode("utf-8", errors="replace")
    beyond_ascii = sum(character > "\x7f" for character in text)
    return text.count("\N{REPLACEMENT CHARACTER}") * 4 < beyond_ascii


def delimiter_of(text: str) -> str:
    r"""Return the delimiter that parts most of the first lines into equally many fields.

    Examples
    --------
    >>> delimiter_of("Register 2024\nAVV;Menge [t]\n10 02 02;1,5\n10 01 02;2,5")
    ';'
    >>> delimiter_of("企业，废物，吨\n甲厂，钢渣，30")
    '，'
    """
    lines = [line for line in text[:_SAMPLE].splitlines() if line.strip()][:60]

    def evidence(delimiter: str) -> tuple[int, int]:
        try:
            counts = Counter(map(len, csv.reader(lines, delimiter=delimiter)))
        except csv.Error:
            return (0, 0)
        # Lines that agree count; among equals the one that parts them further.
        return max(((number, fields) for fields, number in counts.items() if fields > 1), default=(0, 0))

    best = max(_DELIMITERS, key=evidence)
    wide = max(_WIDE_DELIMITERS, key=evidence)
    return wide if evidence(wide) > evidence(best) and _is_list(lines, wide) else best


def _is_list(lines: list[str], delimiter: str) -> bool:
    r"""Return whether a wide mark parts every line into as many short cells.

    Examples
    --------
    >>> _is_list(["企业，废物，吨", "甲厂，钢渣，30"], "，"), _is_list(["甲厂产渣，外售，制水泥。"] * 2, "，")
    (True, False)
    """
    parted = [line.split(delimiter) for line in lines]
    widths = {len(cells) for cells in parted}
    return (
        len(lines) > 1
        and len(widths) == 1
        and min(widths) >= _LEAST_WIDE
        and not any("。" in line for line in lines)
        and all(len(cell) <= _LONGEST_WIDE for cells in parted for cell in cells)
    )


def _is_aligned(text: str) -> bool:
    r"""Return whether blanks alone part the columns of a text, as in a report made for a printer.

    Examples
    --------
    >>> _is_aligned("Firm      Waste    t\nA Steel   slag     3\n"), _is_aligned("a,  b,  c\nd,  e,  f\n")
    (True, False)
    """
    lines = [line.strip() for line in text[:_SAMPLE].splitlines() if line.strip()][:60]
    parted = [len(_ALIGNED.split(line)) for line in lines]
    most = max(parted, default=0)
    return (
        most >= _LEAST_ALIGNED
        and 2 * parted.count(most) > len(lines)
        and not any(map(text.count, _DELIMITERS))
    )


def _decoded(data: bytes, encoding: str) -> tuple[str, str] | None:
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError:
        return None


def _sample(data: bytes) -> bytes:
    """Return the beginning of bytes up to the end of a line, so that no character is cut."""
    if len(data) <= _SAMPLE:
        return data
    return data[: data.rfind(b"\n", 0, _SAMPLE) + 1] or data[:_SAMPLE]


def _cell(builder: GridBuilder, text: str, number: int) -> str | None:
    """Return a cell without the apostrophe that keeps a formula inert."""
    plain = builder.text(text, number)
    return _PLAIN_TEXT.sub("", plain) or None if plain and "'" in plain else plain
