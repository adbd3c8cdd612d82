"""Questions and reasons of a proposal as sentences of the catalogue."""

from __future__ import annotations

from graph.wording import message, numbered
from ingest.proposing.result import Ask, Doubt, LeftAside


def say_ask(ask: Ask, language: str) -> str:
    """Return a question as a sentence.

    Examples
    --------
    >>> from ingest.proposing.result import Place
    >>> say_ask(Ask("MATERIAL:x", "MATERIAL", Place("a.csv", "", 2), ("废渣",), (), 0.0), "en")
    "which material is '废渣'?"
    """
    return numbered(f"ask.{ask.code}", ask.values).text(language)


def reason_left_aside(item: LeftAside, language: str) -> str:
    """Return why a thing is left aside, in words."""
    return message(f"aside.{item.reason}").text(language)


def say_doubt(doubt: Doubt, language: str) -> str:
    """Return what is doubtful as a sentence.

    Examples
    --------
    >>> from ingest.proposing.result import Place
    >>> say_doubt(Doubt(Place("a.csv", "", 2), "STANDS_OUT", ("A: slag", "9,000 t", "3 t")), "en")
    "'A: slag': 9,000 t a year, other firms give off 3 t of the like at most; check the unit"
    """
    return numbered(f"doubt.{doubt.code}", doubt.values).text(language)
