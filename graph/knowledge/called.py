"""What materials are called: every name in each of its forms, and how well one fits a phrase.

A name found whole in a phrase counts more than like letters; one that only says what the phrase's thing is
made of counts less.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.knowledge.words import WEAK_ENDS, WEAK_WORDS, Why, forms_of
from graph.model import Material

#: What a name counts that is the phrase with another word after it.
MADE_OF_SHARE = 0.7


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a normalised name or phrase: the last is its head, those before say what it is made of."""

    every: frozenset[str]
    origin: frozenset[str]
    head: str

    @classmethod
    def of(cls, form: str) -> Words:
        """Return the words of a form that is not empty."""
        *origin, head = form.split()
        return cls(frozenset((*origin, head)), frozenset(origin), head)


@dataclass(frozen=True, slots=True)
class Name:
    """A name or synonym of a material in one of its forms."""

    position: int
    name: str
    form: str
    why: Why
    words: Words


def names_of(position: int, material: Material) -> list[Name]:
    """Return every name and synonym of a material in each of its forms, sorted."""
    written = dict.fromkeys((*material.synonyms_zh, *material.synonyms_en), Why.SYNONYM)
    written |= dict.fromkeys((material.name_zh, material.name_en), Why.NAME)
    names = []
    for name, why in sorted(written.items()):
        # Without its brackets a name may be another's too: 白泥(碱回收) is not the only 白泥.
        reasons = (why, Why.SYNONYM)
        names += [
            Name(position, name, form, whys, Words.of(form))
            for form, whys in zip(forms_of(name), reasons, strict=False)
        ]
    return names


def name_score(likeness: float, name: Name, phrase: str, said: Words) -> float:
    """Return how well a name fits a phrase: a name found whole in it counts more than like letters."""
    form = name.form
    if form == phrase:
        return 1.0
    if not form.isascii() and len(form) > 1 and form in phrase:
        return (0.55 + 0.4 * likeness) * (1.0 if _is_head(form, phrase) else MADE_OF_SHARE)
    if not name.words.every <= said.every:
        return likeness
    if f" {form} " in f" {phrase} ":
        return 0.55 + 0.4 * likeness
    if len(form) > 3:
        return 0.5 + 0.4 * likeness
    return likeness


def _is_head(name: str, phrase: str) -> bool:
    """Return whether a Chinese name ends its run: 污水处理污泥 is a 污泥 and no 污水."""
    rest = phrase[phrase.rindex(name) + len(name) :].split(" ")[0]
    return not rest or rest in WEAK_ENDS


def end_of(form: str) -> str:
    """Return what a name must end in to end in a form: the last word, of Chinese the last two characters.

    Examples
    --------
    >>> end_of("sugar filter sludge"), end_of("制糖滤泥")
    ('sludge', '滤泥')
    """
    return form.rpartition(" ")[2] if form.isascii() else form[-2:]


def ends_in(name: str, phrase: str) -> bool:
    """Return whether a name is more than a phrase and has all of its words, the last one last.

    Examples
    --------
    >>> ends_in("sugar factory filter sludge", "filter sludge"), ends_in("制糖滤泥", "滤泥")
    (True, True)
    >>> ends_in("sludge filter", "filter sludge")
    False
    """
    if name == phrase:
        return False
    if not phrase.isascii():
        return len(phrase) > 1 and name.endswith(phrase)
    words, of_name = phrase.split(), name.split()
    return words[-1] not in WEAK_WORDS and words[-1] == of_name[-1] and set(words) < set(of_name)


def is_made_of(name: Name, said: Words) -> bool:
    """Return whether a name is the phrase with another head: sewage sludge ash is no sewage sludge."""
    words = name.words
    if not words.origin or words.head in said.every or words.head in WEAK_WORDS or " and " in name.name:
        return False
    return words.origin <= said.every
