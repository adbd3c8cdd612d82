"""Addresses that somebody edited by hand: every page, part and file, with right and wrong values."""

from __future__ import annotations

import random
import re
from pathlib import Path
from urllib.parse import quote_from_bytes

import httpx

from api.pages import ERROR_CODE
from api.web.routes import FILES, PAGES, PARTS

_WEB = Path(__file__).parents[2] / "api" / "web"
#: What the pages look for in an address.
NAMES = sorted(
    {
        name
        for path in _WEB.rglob("*.py")
        for name in re.findall(r"""said\.get\(\s*"(\w+)\"""", path.read_text(encoding="utf-8"))
    }
    | {"language", "park", "scenario", "objective", "unit"}
)
PATHS = (
    *(*PAGES, *PARTS, *FILES),
    *("/network", "/network.json", "/network.graphml", "/livez", "/readyz", "/nowhere", "/static/../x", "//"),
)
_VALUES: tuple[str | bytes, ...] = (
    *(
        "",
        " ",
        "0",
        "1",
        "-1",
        "2",
        "1e999",
        "nan",
        "inf",
        "-0",
        "99999999999999999999",
        "0x10",
        "１２",
        "1_000",
    ),
    *(
        "磷石膏",
        "steel",
        "a" * 3_000,
        "\u202e",
        "\x00",
        "\n",
        "'; --",
        "%",
        "{{7*7}}",
        "<script>",
        "..",
        "[]",
        "null",
    ),
    *(b"\xff\xfe", b"\xed\xa0\x80", b"%ZZ", b"+", b"&&", b"=", b"#"),
    *("en", "zh", "t", "m3", "GJ", "tonnes", "co2", "table", "refused", "score", "2026-05-04", "true"),
)


def address(dice: random.Random, ids: list[str]) -> str:
    """Return a path with a query; `ids` are some that name something."""
    parts = []
    for _ in range(dice.randint(0, 5)):
        name = dice.choice(NAMES) if dice.random() < 0.95 else "nothing"
        value = dice.choice(ids) if dice.random() < 0.4 else dice.choice(_VALUES)
        written = value if isinstance(value, bytes) else value.encode()
        parts.append(
            f"{name}={quote_from_bytes(written) if dice.random() < 0.9 else written.decode('latin-1')}"
        )
    query = "&".join(parts).replace("\x00", "%00").replace("\n", "%0A").replace(" ", "+").replace("#", "%23")
    return f"{dice.choice(PATHS)}{'?' if query else ''}{query}"


def wrong_in(answer: httpx.Response, language: str) -> str:
    """Return what is wrong with the answer to an address; empty where nothing is.

    A refusal is told in the language that was asked for, with its code; a server's error is always wrong.
    """
    kind = answer.headers.get("content-type", "")
    if answer.status_code >= 500 or "INTERNAL_ERROR" in answer.text[:100_000]:
        return f"status {answer.status_code}, {answer.headers.get(ERROR_CODE)}"
    if answer.status_code >= 400:
        if ERROR_CODE not in answer.headers:
            return f"status {answer.status_code} without a code"
        if "text/html" in kind and bool(re.search(r"[\u4e00-\u9fff]{4}", answer.text)) < (language == "zh"):
            return f"status {answer.status_code} in no Chinese"
    return ""
