"""The words of the pages: one CSV file for each page and one for what all have, Chinese and English."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from graph.wording import Words

FOLDER = Path(__file__).with_name("words")
#: What every page has.
SHELL = "shell"


@cache
def words_of(page: str) -> Mapping[str, Words]:
    """Return the sentences of one page by key.

    Examples
    --------
    >>> words_of("shell")["nav.overview"].zh
    '总览'
    """
    with (FOLDER / f"{page}.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: Words(row["zh"], row["en"]) for row in csv.DictReader(file)}


def sentence(page: str, key: str) -> Words:
    """Return a sentence of a page, or one that all pages have, in both languages.

    Examples
    --------
    >>> sentence("report", "nav.overview").en
    'Overview'
    """
    return words_of(page).get(key) or words_of(SHELL)[key]


def speaker(page: str, language: str) -> Callable[..., str]:
    """Return what says a sentence of a page, or one that all pages have, with its arguments.

    Examples
    --------
    >>> say = speaker("shell", "en")
    >>> say("data.version", version=3)
    'Data version 3'
    """

    def say(key: str, /, **arguments: object) -> str:
        return sentence(page, key).text(language).format(**arguments)

    return say
