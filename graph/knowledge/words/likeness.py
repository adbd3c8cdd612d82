"""How like two short texts are: the cosine of their weighted character n-grams.

Rare n-grams count more, so that word order, plurals and spelling errors matter little. Plain Python and
numpy: the index of the shipped library is built in a tenth of a second, whenever a command needs it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import chain
from typing import Any

import numpy as np

from graph.knowledge.words.phrases import WEAK_WORDS

Vector = np.ndarray[Any, np.dtype[np.float64]]

#: What the n-grams of a weak word count.
_WEAK_SHARE = 0.25
#: What a bound gives way, so that rounding leaves nothing out that reaches it exactly.
_ROUNDED = 1.0 - 1e-9


def grams(text: str) -> dict[str, float]:
    """Return the n-grams of a normalised text with their damped counts.

    Latin words give their 3- and 4-grams with a space at either end and the word itself, Chinese runs their
    characters and pairs.

    Examples
    --------
    >>> grams("钢渣")
    {'钢': 1.0, '渣': 1.0, '钢渣': 1.0}
    """
    found: dict[str, float] = {}
    for word in text.split():
        share = _WEAK_SHARE if word in WEAK_WORDS else 1.0
        for gram in _grams_of(word):
            found[gram] = found.get(gram, 0.0) + share
    for gram, count in found.items():
        if count > 1.0:
            found[gram] = 1.0 + math.log(count)
    return found


@lru_cache(maxsize=16384)
def _grams_of(word: str) -> tuple[str, ...]:
    if not word.isascii():
        return (*word, *(word[at : at + 2] for at in range(len(word) - 1)))
    padded = f" {word} "
    sized = (padded[at : at + size] for size in (3, 4) for at in range(len(padded) - size + 1))
    return (padded, padded, *sized)


class LikenessIndex:
    """Short texts; answers with the likeness of a text to each.

    Parameters
    ----------
    texts : iterable of str
        Normalised (see `graph.knowledge.words.phrases.normalised`).
    rarity : mapping of str to float, optional
        Weight of each n-gram; by default from these texts.

    Attributes
    ----------
    rarity : mapping of str to float
        ``log((1 + texts) / (1 + texts that have it)) + 1`` for each n-gram.

    Examples
    --------
    >>> index = LikenessIndex(["fly ash", "steel slag"])
    >>> [round(float(x), 2) for x in index.likeness("fly ash")]
    [1.0, 0.0]
    """

    def __init__(self, texts: Iterable[str], rarity: Mapping[str, float] | None = None) -> None:
        counted = [grams(text) for text in texts]
        self.size = len(counted)
        self._unknown = math.log(1 + self.size) + 1.0
        text = np.repeat(np.arange(self.size), [len(found) for found in counted])
        # What asks for the place of a new one is given the next.
        number: defaultdict[str, int] = defaultdict()
        number.default_factory = number.__len__
        gram = np.fromiter(map(number.__getitem__, chain.from_iterable(counted)), np.int64, len(text))
        self._at = dict(number)
        weight = np.fromiter(chain.from_iterable(map(dict.values, counted)), np.float64, len(text))
        if rarity is None:
            spread = np.bincount(gram, minlength=len(self._at))
            rare = np.log((1 + self.size) / (1 + spread)) + 1.0
            rarity = dict(zip(self._at, rare.tolist(), strict=True))
        else:
            rare = np.array([rarity.get(name, self._unknown) for name in self._at], np.float64)
        self.rarity = rarity
        weight *= rare[gram]
        length = np.sqrt(np.bincount(text, weight**2, minlength=self.size))
        order = np.argsort(gram, kind="stable")
        self._texts = text[order]
        self._weights = (weight / length[text])[order]
        self._starts = np.searchsorted(gram[order], np.arange(len(self._at) + 1))

    def likeness(self, text: str) -> Vector:
        """Return the likeness of a normalised text to every text of the index, 0 to 1."""
        result = np.zeros(self.size)
        vector = {gram: count * self.rarity.get(gram, self._unknown) for gram, count in grams(text).items()}
        length = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
        for gram, weight in vector.items():
            at = self._at.get(gram)
            if at is not None:
                here = slice(self._starts[at], self._starts[at + 1])
                result[self._texts[here]] += weight / length * self._weights[here]
        return np.minimum(result, 1.0)


class GrowingIndex:
    """Short texts that become more; says which of them a text is most like, as `LikenessIndex` of all would.

    Only texts that share enough rare n-grams with the one asked for are looked at, so that a list of
    thousands of names costs no more for each name than a short one.

    Parameters
    ----------
    texts : iterable of str
        Normalised.
    least : float
        Likeness below which a text is like none, above 0.

    Examples
    --------
    >>> index = GrowingIndex(["fly ash"], 0.8)
    >>> index.nearest("steel slag")
    >>> index.add("steel slags")
    >>> index.nearest("steel slags")
    1
    """

    def __init__(self, texts: Iterable[str], least: float) -> None:
        self._least = least
        self._counted: list[dict[str, float]] = []
        self._having: dict[str, list[int]] = {}
        for text in texts:
            self.add(text)

    def add(self, text: str) -> None:
        """Add a text."""
        counted = grams(text)
        for gram in counted:
            self._having.setdefault(gram, []).append(len(self._counted))
        self._counted.append(counted)

    def nearest(self, text: str) -> int | None:
        """Return the place of the text that a normalised text is most like, the first of equals."""
        vector = self._weighed(grams(text))
        length = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
        best, nearest = 0.0, None
        squares = [(gram, weight * weight) for gram, weight in vector.items()]
        needed = (self._least * length) ** 2 * _ROUNDED
        for place in self._candidates(vector, length):
            counted = self._counted[place]
            # By Cauchy and Schwarz again: what is shared is too short, whatever else the other text has.
            if sum(square for gram, square in squares if gram in counted) < needed:
                continue
            other = self._weighed(counted)
            shared = sum(weight * other.get(gram, 0.0) for gram, weight in vector.items())
            of_other = math.sqrt(sum(weight * weight for weight in other.values()))
            likeness = min(shared / length / of_other, 1.0)
            if likeness >= self._least and likeness > best:
                best, nearest = likeness, place
        return nearest

    def _candidates(self, vector: Mapping[str, float], length: float) -> list[int]:
        """Return what may be like enough: texts with an n-gram of those without which likeness falls short.

        By Cauchy and Schwarz two texts are at most as like as the length of what they share stands to the
        whole: what shares the most common n-grams alone, as long as those are short of that, is left aside.
        """
        short_of = (self._least * length) ** 2
        common = sorted(vector, key=lambda gram: (-len(self._having.get(gram, ())), gram))
        found: set[int] = set()
        for gram in common:
            short_of -= vector[gram] ** 2
            if short_of <= 0.0:
                found.update(self._having.get(gram, ()))
        return sorted(found)

    def _weighed(self, counted: Mapping[str, float]) -> dict[str, float]:
        size = len(self._counted)
        return {
            gram: count * (math.log((1 + size) / (1 + len(self._having.get(gram, ())))) + 1.0)
            for gram, count in counted.items()
        }
