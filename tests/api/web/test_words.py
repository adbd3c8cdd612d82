"""Whatever a page says stands in a words file, in both languages, with the same arguments, and is said."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from api.web.pages.pictures.picturing import NAMELESS
from api.web.rendering import STATIC
from api.web.words import FOLDER, SHELL, words_of

ROOM = STATIC.parent
PAGES = sorted(path.stem for path in FOLDER.glob("*.csv"))
CHINESE = re.compile("[\u3400-\u9fff]")
#: Says itself in both languages.
SAME = {
    "apart",
    "usual.one",
    "usual.who",
    "column.km",
    "input.TRL",
    "language",
    "pathway.step",
    "price.range",
    "picture.band",
}


#: Beginnings of keys that modules build.
BUILT = {
    "place.",
    "state.",
    "gate.",
    "basis.",
    "taker.",
    "missing.",
    "input.",
    "column.",
    "foreign.",
    "file.",
    "price_at.",
}


def arguments(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("page", PAGES)
def test_every_sentence_is_there_in_both_languages_with_the_same_arguments(page: str) -> None:
    for key, words in words_of(page).items():
        assert words.zh, key
        assert words.en, key
        assert arguments(words.zh) >= arguments(words.en) or key == "missing.hazard", key
        assert arguments(words.en) >= arguments(words.zh), key
        if key not in SAME:
            assert CHINESE.search(words.zh), key
            assert not CHINESE.search(words.en), key


@pytest.mark.parametrize("page", PAGES)
def test_a_page_repeats_nothing_that_all_pages_say(page: str) -> None:
    shared = words_of(SHELL)
    if page != SHELL:
        repeated = {key for key in words_of(page) if key in shared and not key.startswith("column.")}
        assert repeated <= {"title"}


def said() -> set[str]:
    """Return what templates and modules name: whole keys, and beginnings of keys that end in a value."""
    text = "\n".join(
        path.read_text(encoding="utf-8") for path in [*ROOM.rglob("*.py"), *ROOM.rglob("*.html")]
    )
    return set(re.findall(r"[\"']([\w.:' -]+)[\"']", text))


def test_every_sentence_is_said_somewhere() -> None:
    named = said()
    # A key whose end is a value of the data: "gate." ~ gate.name in a template, f"gate.{name}" in a module.
    starts = tuple({name for name in named if name.endswith(".")} | BUILT)
    unsaid = {
        f"{page}: {key}"
        for page in PAGES
        for key in words_of(page)
        if key not in named and not key.startswith(starts)
    }
    assert unsaid == set()


def test_every_key_of_a_template_has_its_words() -> None:
    for template in sorted((ROOM / "templates").glob("*.html")):
        page = template.stem
        text = template.read_text(encoding="utf-8")
        keys = set(re.findall(r"\bt\([\"']([^\"']+)[\"'][,)]", text))
        known = set(words_of(SHELL)) | (set(words_of(page)) if page in PAGES else {"title"})
        assert keys - known == set(), page


def test_places_without_a_page_have_words() -> None:
    for key in NAMELESS:
        assert words_of(SHELL)[f"place.{key}"]


def test_every_page_is_one_template_and_one_words_file() -> None:
    templates = {path.stem for path in Path(ROOM / "templates").glob("*.html")}
    assert set(PAGES) - {SHELL} <= templates
