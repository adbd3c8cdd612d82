"""``symbioflow leads``: the list, its reasons and its proof, in both languages and as JSON."""

from __future__ import annotations

import json

import pytest

from tests.api.running import run

QUICK = ("--top", "2", "--draws", "0", "--technology")


@pytest.fixture(scope="module")
def gypsum_board() -> tuple[str, ...]:
    """One technology that Anning has not."""
    return ("leads", *QUICK, "gypsum-board")


def test_the_list_says_what_where_how_large_and_what_is_asked(
    gypsum_board: tuple[str, ...], anning_url: str
) -> None:
    shown = run(*gypsum_board, "--language", "en", store=anning_url)
    assert shown.returncode == 0
    for words in ("Gypsum board", "the park has none", "firms that could extend", "fed by", "solved exactly"):
        assert words in " ".join(shown.stdout.split())
    zh = run(*gypsum_board, "--language", "zh", store=anning_url)
    for words in ("园区没有", "可扩建的现有企业", "来料", "精确求解"):
        assert words in zh.stdout


def test_json_has_the_names_of_the_schema(gypsum_board: tuple[str, ...], anning_url: str) -> None:
    said = run(*gypsum_board, "--json", store=anning_url)
    found = json.loads(said.stdout)["leads"]
    (lead,) = found["items"]
    assert lead["technology"]["localId"] == "gypsum-board"
    assert lead["presence"] == "ABSENT"
    assert lead["gain"]["worth"] > 0.0
    assert lead["stability"] is None
    assert found["certificate"]["certain"] is True


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--technology", "alchemy"), "UNKNOWN_TECHNOLOGY"),
        (("--site", "atlantis"), "UNKNOWN_SITE"),
        (("--top", "0"), "BAD_OPTION"),
        (("--objective", "0.5,0.3,0.2"), "BAD_OPTION"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(words: tuple[str, ...], code: str, anning_url: str) -> None:
    refused = run("leads", *words, store=anning_url)
    assert refused.returncode != 0
    assert code in refused.stderr
