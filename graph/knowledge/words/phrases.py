"""Words of a text in one spelling, and what of a text is a phrase of its own.

English words lose case, plural and their American spelling; Chinese runs stay whole. What a text says a
waste is made *of* or comes *from* counts less than what it says it *is*.
"""

from __future__ import annotations

import re
from functools import lru_cache
from string import ascii_lowercase

from graph.wording import folded

_SPELLINGS = (
    ("sulf", "sulph"),
    ("aluminum", "aluminium"),
    ("fiber", "fibre"),
    ("tire", "tyre"),
    ("wastewater", "waste water"),
    ("fertilizer", "fertiliser"),
    ("sodium hydroxide", "caustic soda"),
)
_STOP_WORDS = frozenset({"a", "an", "and", "as", "by", "for", "from", "in", "of", "or", "the", "to", "with"})
#: Words that say little of what a waste is.
WEAK_WORDS = frozenset(
    {
        "waste",
        "spent",
        "used",
        "surplus",
        "residue",
        "residual",
        "excess",
        "any",
        "other",
        "product",
        "production",
        "scrap",
        "offcut",
        "discarded",
        "leftover",
    }
)
#: The same at the end of a Chinese name.
WEAK_ENDS = frozenset(
    {
        "废料",
        "废物",
        "废弃物",
        "废渣",
        "残渣",
        "残余物",
        "剩余物",
        "下脚料",
        "边角料",
        "废液",
        "等",
        "类",
        "类废物",
    }
)
_TOKENS = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]+")
_WASTE_WORDS = frozenset({"waste", "spent", "used", "scrap", "residue", "discarded"})
_CALLED_WASTE = re.compile(r"^(?:废旧|废弃|废)|(?:废料|废物|废弃物|下脚料|边角料|剩余物|残余物)$")
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_PARTS = re.compile(r"[/,;+()&，；、（）]|\band\b|\bor\b|[和与及]")
_ORIGINS = re.compile(r"\b(?:from|of|containing|contaminated with|with)\b|来自")
_MOST_PARTS = 12
#: What a part of the text, or what follows its "from" or "of", counts beside the whole.
_PART_SHARE = 0.95
_ORIGIN_SHARE = 0.6


def normalised(text: str) -> str:
    """Return a text's words in lower case and singular, one spelling, without stop words.

    Examples
    --------
    >>> normalised("Ashes of FIBERS, 粉煤灰")
    'ash fibre 粉煤灰'
    """
    text = folded(text)
    for variant, spelling in _SPELLINGS:
        text = text.replace(variant, spelling)
    return " ".join(_singular(word) for word in _TOKENS.findall(text) if word not in _STOP_WORDS)


@lru_cache(maxsize=16384)
def _singular(word: str) -> str:
    if not word.isascii() or len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("ches", "shes", "sses", "xes")) else word[:-1]


def forms_of(name: str) -> tuple[str, ...]:
    """Return a name normalised, and again without what stands in brackets where that is another name.

    Examples
    --------
    >>> forms_of("废木材(洁净)")
    ('废木材 洁净', '废木材')
    """
    whole = normalised(name)
    bare = normalised(_BRACKETS.sub(" ", name)) if "(" in name or "（" in name else whole
    return tuple(form for form in dict.fromkeys((whole, bare)) if form)


def waste_of(form: str) -> str:
    """Return what a Chinese name calls waste; empty where it calls nothing so.

    Examples
    --------
    >>> waste_of("废玻璃钢"), waste_of("玻璃钢废料"), waste_of("玻璃钢")
    ('玻璃钢', '玻璃钢', '')
    """
    bare = _CALLED_WASTE.sub("", form)
    return "" if bare == form or len(bare) < 2 else bare


def says_waste(form: str) -> bool:
    """Return whether a normalised name or text calls what it names waste.

    Examples
    --------
    >>> says_waste("spent acid"), says_waste("废酸"), says_waste("acid")
    (True, True, False)
    """
    return "废" in form or not _WASTE_WORDS.isdisjoint(form.split())


def phrases_of(text: str) -> tuple[tuple[float, str], ...]:
    """Return the whole text and its parts, each with what it counts, 0 to 1.

    Examples
    --------
    >>> phrases_of("fly ash and dust of steel")
    ((1.0, 'fly ash and dust of steel'), (0.95, 'fly ash '), (0.95, ' dust '), (0.6, ' steel'))
    """
    phrases = [(1.0, text)]
    parts = [part for part in _PARTS.split(text) if part.strip()]
    for part in parts[:_MOST_PARTS]:
        head, *origins = _ORIGINS.split(part)
        if len(parts) > 1 or origins:
            phrases.append((_PART_SHARE, head))
            phrases.extend((_ORIGIN_SHARE, origin) for origin in origins)
    return tuple(phrases)


def slips_of(word: str) -> set[str]:
    """Return the words a single slip away: a letter left out, put in, changed, or two turned round.

    Examples
    --------
    >>> {"steel", "stall", "tell"} <= slips_of("stell")
    True
    """
    halves = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    out = {left + right[1:] for left, right in halves if right}
    turned = {left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1}
    changed = {left + letter + right[1:] for left, right in halves if right for letter in ascii_lowercase}
    put_in = {left + letter + right for left, right in halves for letter in ascii_lowercase}
    return out | turned | changed | put_in
