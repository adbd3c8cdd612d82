"""Questions and reasons of a proposal as sentences of the catalogue."""

from __future__ import annotations

from graph.wording.messages import message, numbered
from ingest.proposing.result import Ask, LeftAside


def say_ask(ask: Ask, language: str) -> str:
    """Return a question as a sentence.

    Parameters
    ----------
    language : {"zh", "en"}

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
