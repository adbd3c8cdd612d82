"""Words to materials: what a waste text, in Chinese or English, means in the material library.

Names, synonyms and queries become weighted character n-grams (rare ones count more), so that word order,
plurals and spelling errors matter little; names found whole, and codes of waste lists, count more.
"""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from graph.errors import SymbioflowError
from graph.model import Material, WasteCode
from graph.snapshot import Snapshot
from graph.vocabulary import MaterialId

#: Longest text that is read; nobody describes a waste with more.
TEXT_LIMIT = 2000
#: A match below this score is no match: the text is unknown.
LEAST_SCORE = 0.4
#: The most materials a text is taken to mean.
MOST_MATCHES = 8

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
#: Words that say little of what a waste is; their n-grams count a quarter.
_WEAK_WORDS = frozenset(
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
_WEAK_SHARE = 0.25
_TOKENS = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]+")
_PARTS = re.compile(r"[/,;+()&，；、（）]|\band\b|\bor\b|[和与及]")
_ORIGINS = re.compile(r"\b(?:from|of|containing|contaminated with|with)\b|来自")
_EWC = re.compile(r"(?<!\d)(\d{2}) ?(\d{2}) ?(\d{2})(?!\d)")
_CHINA = re.compile(r"(?<![a-z])(sw|hw) ?(\d{2})(?!\d)", re.IGNORECASE)
_HS = re.compile(r"\bhs ?:? ?(\d{4})\.?(\d{2})?", re.IGNORECASE)
#: What a part of the text, or what follows its "from" or "of", counts beside the whole.
_PART_SHARE = 0.95
_ORIGIN_SHARE = 0.6
#: What a kind counts that only the donor's industry suggests.
_KIND_SHARE = 0.7
#: What a name counts that is the phrase with another word after it.
_MADE_OF_SHARE = 0.7
_CODE_SCORE = 0.95
_CODE_NAME_SHARE = 0.9


@dataclass(frozen=True, slots=True)
class MaterialMatch:
    """A material that a text may mean.

    Attributes
    ----------
    score : float
        0 to 1; 1 where the text is one of its names.
    why : str
        The name or code that was recognised.
    """

    material: MaterialId
    score: float
    why: str


def normalised(text: str) -> str:
    """Return a text's words in lower case and singular, one spelling, without stop words.

    Examples
    --------
    >>> normalised("Ashes of FIBERS, 粉煤灰")
    'ash fibre 粉煤灰'
    """
    text = unicodedata.normalize("NFKC", text).casefold()
    for variant, spelling in _SPELLINGS:
        text = text.replace(variant, spelling)
    words = (_singular(word) for word in _TOKENS.findall(text) if word not in _STOP_WORDS)
    return " ".join(words)


def _singular(word: str) -> str:
    if not word.isascii() or len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("ches", "shes", "sses", "xes")) else word[:-1]


def grams(text: str) -> dict[str, float]:
    """Return the n-grams of a normalised text with their damped counts.

    Latin words give their 3- and 4-grams with a space at either end and the word itself, Chinese runs their
    characters and pairs.
    """
    found: dict[str, float] = {}
    for word in text.split():
        share = _WEAK_SHARE if word in _WEAK_WORDS else 1.0
        for gram in _grams_of(word):
            found[gram] = found.get(gram, 0.0) + share
    return {gram: count if count <= 1.0 else 1.0 + math.log(count) for gram, count in sorted(found.items())}


def _grams_of(word: str) -> list[str]:
    if not word.isascii():
        return [*word, *(word[at : at + 2] for at in range(len(word) - 1))]
    padded = f" {word} "
    sized = [padded[at : at + size] for size in (3, 4) for at in range(len(padded) - size + 1)]
    return [padded, padded, *sized]


class TextIndex:
    """Short texts, searchable by n-grams; answers with the cosine to each.

    Parameters
    ----------
    texts : iterable of str
        Normalised.
    rarity : mapping of str to float, optional
        Weight of each n-gram; by default from these texts.

    Examples
    --------
    >>> index = TextIndex(["fly ash", "steel slag"])
    >>> [round(float(x), 2) for x in index.similarity("fly ash")]
    [1.0, 0.0]
    """

    def __init__(self, texts: Iterable[str], rarity: Mapping[str, float] | None = None) -> None:
        counted = [grams(text) for text in texts]
        self.size = len(counted)
        if rarity is None:
            frequency = Counter(gram for found in counted for gram in found)
            rarity = {gram: math.log((1 + self.size) / (1 + n)) + 1.0 for gram, n in frequency.items()}
        self.rarity = rarity
        self._unknown = math.log(1 + self.size) + 1.0
        postings: dict[str, tuple[list[int], list[float]]] = {}
        for position, found in enumerate(counted):
            vector = self._weighted(found)
            norm = _norm(vector)
            for gram, weight in vector.items():
                places, weights = postings.setdefault(gram, ([], []))
                places.append(position)
                weights.append(weight / norm)
        self._postings = {gram: (np.array(p), np.array(w)) for gram, (p, w) in postings.items()}

    def similarity(self, text: str) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Return the cosine of a normalised text to every text of the index."""
        result = np.zeros(self.size)
        vector = self._weighted(grams(text))
        norm = _norm(vector)
        for gram, weight in vector.items():
            if gram in self._postings:
                places, weights = self._postings[gram]
                result[places] += weight / norm * weights
        return np.minimum(result, 1.0)

    def _weighted(self, found: Mapping[str, float]) -> dict[str, float]:
        return {gram: weight * self.rarity.get(gram, self._unknown) for gram, weight in found.items()}


def _norm(vector: Mapping[str, float]) -> float:
    return math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0


class MaterialIndex:
    """The material library, prepared for `resolve_material`; built once for a snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.materials = snapshot.all(Material)
        self._names: list[tuple[int, str, str]] = []
        self._codes: dict[str, list[int]] = {}
        for position, material in enumerate(self.materials):
            names = (material.name_zh, material.name_en, *material.synonyms_zh, *material.synonyms_en)
            for name in sorted({name for name in names if name}):
                self._names.extend((position, name, form) for form in _forms(name))
            for code in (*material.ewc_codes, *material.sw_codes, *material.hw_codes):
                self._codes.setdefault(code.lower(), []).append(position)
            for code in material.hs_codes:
                self._codes.setdefault(f"hs{code}", []).append(position)
        self._code_names = {
            row.code.lower(): row.name_en or row.name_zh for row in snapshot.all(WasteCode) if row.code
        }
        self.index = TextIndex(form for _, _, form in self._names)
        self._words = {word for _, _, form in self._names for word in form.split() if word.isascii()}
        self._heads = {form.split()[-1] for _, _, form in self._names if form.isascii()} - _WEAK_WORDS
        pairs = {pair for _, _, form in self._names for pair in itertools.pairwise(form.split())}
        self._pairs = {left + right: f"{left} {right}" for left, right in sorted(pairs)}
        self._donors = [frozenset(material.donor_isic) for material in self.materials]
        self._kinds: dict[str, list[int]] = {}
        for position, material in enumerate(self.materials):
            if material.kind_of is not None:
                self._kinds.setdefault(material.kind_of, []).append(position)

    def best_names(self, text: str) -> dict[int, tuple[float, str]]:
        """Return each material's likeness to one phrase, with its name that is most like it."""
        phrase = self._mended(normalised(text))
        if not phrase:
            return {}
        likeness = self.index.similarity(phrase)
        found: dict[int, tuple[float, str]] = {}
        for at in np.flatnonzero(likeness > 0.15):
            position, name, form = self._names[at]
            score = _name_score(float(likeness[at]), form, phrase)
            if score < 1.0 and (_is_made_of(name, form, phrase) or self._is_other_kind(form, phrase)):
                score *= _MADE_OF_SHARE
            if score > found.get(position, (0.0, ""))[0]:
                found[position] = (score, name)
        return found

    def _is_other_kind(self, form: str, phrase: str) -> bool:
        """Return whether the phrase has a head that other names have: bagasse ash is no bagasse."""
        *origin, head = phrase.split()
        return bool(origin) and head in self._heads and head not in form.split()

    def _mended(self, phrase: str) -> str:
        """Return a phrase with words joined or parted as the library writes them (saw dust, flyash)."""
        words = phrase.split()
        mended: list[str] = []
        at = 0
        while at < len(words):
            joined = "".join(words[at : at + 2])
            if at + 1 < len(words) and joined in self._words:
                mended.append(joined)
                at += 2
            else:
                word = words[at]
                mended.append(word if word in self._words else self._pairs.get(word, word))
                at += 1
        return " ".join(mended)

    def by_code(self, text: str) -> dict[int, tuple[float, str]]:
        """Return the materials that carry a code named in the text, or are like the code's own name."""
        found: dict[int, tuple[float, str]] = {}
        for code in codes_in(text):
            positions = self._codes.get(code, [])
            for position in positions:
                found[position] = (_CODE_SCORE, f"code {code.upper()}")
            if not positions and code in self._code_names:
                for position, (score, _) in self.best_names(self._code_names[code]).items():
                    found[position] = (
                        _CODE_NAME_SHARE * score,
                        f"code {code.upper()}: {self._code_names[code]}",
                    )
        return found

    def donates(self, position: int, donor_isic: frozenset[str]) -> bool:
        """Return whether a material is typical of one of these industries."""
        return not donor_isic.isdisjoint(self._donors[position])

    def kinds(self, position: int) -> tuple[int, ...]:
        """Return the direct kinds of a material."""
        return tuple(self._kinds.get(self.materials[position].id, ()))


def _forms(name: str) -> set[str]:
    """Return a name normalised, with and without what stands in brackets."""
    whole, bare = normalised(name), normalised(re.sub(r"[(（][^()（）]*[)）]", " ", name))
    return {form for form in (whole, bare) if form}


def _name_score(likeness: float, name: str, phrase: str) -> float:
    """Return how well a name fits a phrase: a name found whole in it counts more than like letters."""
    if name == phrase:
        return 1.0
    if f" {name} " in f" {phrase} " or (not name.isascii() and len(name) > 1 and name in phrase):
        return 0.55 + 0.4 * likeness
    if len(name) > 3 and set(name.split()) <= set(phrase.split()):
        return 0.5 + 0.4 * likeness
    return likeness


def _is_made_of(name: str, form: str, phrase: str) -> bool:
    """Return whether a name is the phrase with another head: sewage sludge ash is no sewage sludge."""
    *origin, head = form.split()
    words = set(phrase.split())
    if not origin or head in words or head in _WEAK_WORDS or " and " in name:
        return False
    return words.issuperset(origin)


def codes_in(text: str) -> tuple[str, ...]:
    """Return the waste codes named in a text, as the library writes them.

    Examples
    --------
    >>> codes_in("fly ash, EWC 10 01 02* or SW02")
    ('100102', 'sw02')
    """
    plain = unicodedata.normalize("NFKC", text)
    ewc = ["".join(match) for match in _EWC.findall(plain)]
    china = [f"{kind.lower()}{digits}" for kind, digits in _CHINA.findall(plain)]
    customs = [f"hs{heading}{rest}" for heading, rest in _HS.findall(plain)]
    return tuple(dict.fromkeys([*ewc, *china, *customs]))


def resolve_material(
    index: MaterialIndex,
    text: str,
    donor_isic: frozenset[str] = frozenset(),
    donor_lift: float = 0.25,
) -> tuple[MaterialMatch, ...]:
    """Return the materials that a text may mean, best first; empty when the text is unknown.

    Parameters
    ----------
    donor_isic : frozenset of str
        ISIC classes that give the material off: among kinds that fit the words about as well, those typical
        of the donor come first.
    donor_lift : float
        How much of the way to 1 a material typical of the donor is lifted.

    Raises
    ------
    SymbioflowError
        ``TEXT_TOO_LONG`` above 2,000 characters.
    """
    if len(text) > TEXT_LIMIT:
        raise SymbioflowError(
            "TEXT_TOO_LONG", f"the text has {len(text)} characters; expected at most {TEXT_LIMIT}"
        )
    found = index.by_code(text)
    for share, phrase in _phrases(text):
        for position, (score, name) in index.best_names(phrase).items():
            if share * score > found.get(position, (0.0, ""))[0]:
                found[position] = (share * score, name)
    if donor_isic:
        _narrow(index, found, donor_isic)
    matches = []
    for position, (score, name) in found.items():
        if index.donates(position, donor_isic):
            score += donor_lift * score * (1.0 - score)
        if score >= LEAST_SCORE:
            matches.append(MaterialMatch(index.materials[position].id, round(score, 6), name))
    matches.sort(key=lambda match: (-match.score, match.material))
    return tuple(matches[:MOST_MATCHES])


def _narrow(index: MaterialIndex, found: dict[int, tuple[float, str]], donor_isic: frozenset[str]) -> None:
    """Add the kinds of a recognised family that the donor typically gives off."""
    for position, (score, name) in sorted(found.items()):
        for kind in index.kinds(position):
            if index.donates(kind, donor_isic) and _KIND_SHARE * score > found.get(kind, (0.0, ""))[0]:
                found[kind] = (_KIND_SHARE * score, f"{name}, as the donor's industry gives it off")


def _phrases(text: str) -> list[tuple[float, str]]:
    """Return the whole text and its parts, each with what it counts."""
    phrases = [(1.0, text)]
    parts = [part for part in _PARTS.split(text) if part.strip()]
    for part in parts[:12]:
        head, *origins = _ORIGINS.split(part)
        if len(parts) > 1 or origins:
            phrases.append((_PART_SHARE, head))
            phrases.extend((_ORIGIN_SHARE, origin) for origin in origins)
    return phrases
