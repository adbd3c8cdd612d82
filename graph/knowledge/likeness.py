"""How like two short texts are: the cosine of their weighted character n-grams.

Rare n-grams count more, so that word order, plurals and spelling errors matter little. Plain Python and
numpy: the index of the shipped library is built in a tenth of a second, whenever a command needs it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import chain
from typing import Any

import numpy as np

from graph.knowledge.phrases import WEAK_WORDS

Vector = np.ndarray[Any, np.dtype[np.float64]]

#: What the n-grams of a weak word count.
_WEAK_SHARE = 0.25


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
        Normalised (see `graph.knowledge.phrases.normalised`).
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
        names = list(chain.from_iterable(counted))
        self._at = {gram: at for at, gram in enumerate(dict.fromkeys(names))}
        gram = np.fromiter(map(self._at.__getitem__, names), np.int64, len(names))
        text = np.repeat(np.arange(self.size), [len(found) for found in counted])
        weight = np.array(list(chain.from_iterable(map(dict.values, counted))), np.float64)
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
