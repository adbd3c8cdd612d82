"""The language a person is spoken to in, known before anything else: by what was typed, else the locale."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextvars import ContextVar
from typing import Literal

Language = Literal["zh", "en"]

#: Language of what is said now, for refusals that come before or after the command itself.
LANGUAGE: ContextVar[Language] = ContextVar("language", default="en")


def language_of_locale() -> Language:
    """Return zh under a Chinese locale, else en; the first variable that is set decides, as in POSIX."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((os.environ[name] for name in names if os.environ.get(name)), "")
    return "zh" if locale.lower().startswith("zh") else "en"


def language_typed(words: Sequence[str]) -> Language:
    """Return the language that a command line asks for; what is no language is refused by the command itself.

    Examples
    --------
    >>> language_typed(["plan", "--language", "zh"]), language_typed(["plan", "--language=zh"])
    ('zh', 'zh')
    """
    said = os.environ.get("SYMBIOFLOW_LANGUAGE", "")
    for word, following in zip(words, [*words[1:], ""], strict=False):
        if word == "--language":
            said = following
        elif word.startswith("--language="):
            said = word.removeprefix("--language=")
    if said == "zh":
        return "zh"
    return "en" if said == "en" else language_of_locale()
