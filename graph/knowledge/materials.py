"""Words and codes to materials: what a waste text, in Chinese or English, means in the material library.

A name found whole is certain; a name inside the text, a name of like letters or a code that several materials
carry count less. Where two materials are called alike, the one that bears the name comes before the one that
has it as a synonym, and one that a recipe takes or makes before one that only gathers words.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from graph.errors import SymbioflowError
from graph.knowledge.called import (
    MADE_OF_SHARE,
    Name,
    Words,
    end_of,
    ends_in,
    is_made_of,
    name_score,
    names_of,
)
from graph.knowledge.codes import Code, CodeScheme, codes_in
from graph.knowledge.words import (
    SURE,
    WEAK_WORDS,
    Candidate,
    Decision,
    LikenessIndex,
    Reading,
    Remembered,
    Why,
    decided,
    foreign_names,
    normalised,
    phrases_of,
    says_waste,
    slips_of,
    waste_of,
)
from graph.model import Material, WasteCode
from graph.snapshot import Snapshot
from graph.taxonomy import lines_of
from graph.wording import folded

#: Longest text that is read; nobody describes a waste with more.
TEXT_LIMIT = 2000
#: A candidate below this likeness is none: the text is unknown.
LEAST_LIKENESS = 0.4
#: The most materials a text is taken to mean.
MOST_CANDIDATES = 8
#: Likeness of the n-grams below which a name is not looked at.
_FAINT = 0.15
#: What a kind counts that only the donor's industry suggests.
_KIND_SHARE = 0.7
#: What a phrase counts in which a word had to be spelt anew, and how long such a word must be.
_MISSPELT_SHARE = 0.9
_LEAST_SPELT = 5
#: What a name counts that calls the same thing waste in other words.
_SAME_WASTE = 0.9
#: How strange to a donor is what only other industries give off.
_STRANGE = 2
#: What a name counts that says the donor's industry beside the phrase: 滤泥 of a sugar works is 制糖滤泥.
_SAID_BY_DONOR = 0.9
#: The longest Chinese word that says what a waste is and nothing of where it comes from: 酒糟, 除尘灰.
_BARE_WORD = 3
#: How many texts a reader remembers.
_REMEMBERED = 2048
#: What a product counts that is only like the words of something called waste: a waste gas is no natural gas.
_NO_WASTE_SHARE = 0.7
#: What a foreign name counts at least that is a part of a text.
_FOREIGN_PART = 0.4
#: What a synonym counts that only others than the donor use, where the text ends a name of the donor's own.
_OF_OTHERS = 0.8
#: What a name counts that leaves out the metal of the phrase, where the material is of another one.
_OTHER_METAL_SHARE = 0.6
_METALS = frozenset("铝铁铜锌铅锡镍钴锰铬钒钛钨钼锂镁锑铋镉汞铟锗镓铌钽锆")
#: What a code counts that the material carries, that its class carries, or that is named like the material.
_CODE_LIKENESS = 0.95
_CLASS_LIKENESS = 0.6
_CODE_NAME_SHARE = 0.9
#: How like its name a text must be to stand for a code.
_SAME_WORDS = 0.85
#: What a list says of the entries beside this one.
_EXCEPT = re.compile(r",? other than those mentioned in .*")
#: A code that more materials carry than this says too little to be found by its words.
_FEW = 3


@dataclass(frozen=True, slots=True)
class _Found:
    """What speaks for a material so far; `nearness` parts those that carry the same code."""

    likeness: float
    why: Why
    text: str
    nearness: float = 0.0


class MaterialReader:
    """The material library, prepared for reading; built once for a snapshot.

    Attributes
    ----------
    materials : tuple of Material
        Sorted by id; a position below is a place in it.
    index : LikenessIndex
        Of every form of every name.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.materials = snapshot.all(Material)
        self._at = {str(item.id): at for at, item in enumerate(self.materials)}
        names_at = [names_of(at, item) for at, item in enumerate(self.materials)]
        self._names = [name for names in names_at for name in names]
        self.index = LikenessIndex(name.form for name in self._names)
        self._carriers = _carriers(self.materials)
        codes = snapshot.all(WasteCode)
        self._code_names = {(row.scheme, row.code): (row.name_zh, row.name_en) for row in codes}
        latin = [name.form for name in self._names if name.form.isascii()]
        words = (word for name in self._names for word in name.form.split())
        self._words = Counter(word for word in words if word.isascii())
        self._heads = {form.split()[-1] for form in latin} - WEAK_WORDS
        pairs = {pair for name in self._names for pair in itertools.pairwise(name.form.split())}
        self._pairs = {left + right: f"{left} {right}" for left, right in sorted(pairs)}
        self._donors = [frozenset(material.donor_isic) for material in self.materials]
        #: The same few words stand in thousands of rows, each time beside another donor.
        self._found_before = Remembered(self._found, _REMEMBERED)
        #: Metals that the names of each material say.
        self._metals = [_METALS.intersection("".join(name.form for name in names)) for names in names_at]
        self._lines = lines_of(snapshot)
        self._kinds: dict[str, list[int]] = {}
        for at, material in enumerate(self.materials):
            if material.kind_of is not None:
                self._kinds.setdefault(material.kind_of, []).append(at)
        #: What carries no waste code is a product, or was never thought of as waste.
        self._products = frozenset(
            at for at, m in enumerate(self.materials) if not (m.ewc_codes or m.sw_codes or m.hw_codes)
        )
        self._in_recipes = frozenset(snapshot.strings("ports", "material"))

    @classmethod
    def of(cls, snapshot: Snapshot) -> MaterialReader:
        """Return the reader of a snapshot, made once for all that hold its materials, codes and ports."""
        return snapshot.derived(cls, "materials", "waste_codes", "ports")

    def read(self, text: str, donor_isic: frozenset[str] = frozenset(), donor_lift: float = 0.25) -> Reading:
        """Return the materials that a text may mean, best first, and whether the first may be taken.

        Parameters
        ----------
        text : str
            An id, a name, words or codes.
        donor_isic : frozenset of str
            ISIC classes that give the material off: among kinds that fit the words about as well, those
            typical of the donor come first.
        donor_lift : float
            How much of the way to 1 a material typical of the donor is lifted.

        Raises
        ------
        SymbioflowError
            ``TEXT_TOO_LONG`` above 2,000 characters.
        """
        candidates = self.candidates(text, donor_isic, donor_lift)
        return Reading(text, self._decision(text, candidates, donor_isic), candidates[:MOST_CANDIDATES])

    def candidates(
        self, text: str, donor_isic: frozenset[str] = frozenset(), donor_lift: float = 0.25
    ) -> tuple[Candidate, ...]:
        """Return every material that a text may mean, best first; see `read`."""
        if len(text) > TEXT_LIMIT:
            raise SymbioflowError("TEXT_TOO_LONG", length=len(text), limit=TEXT_LIMIT)
        found = dict(self._found_before(text))
        if donor_isic:
            self._narrow(found, donor_isic)
            self._add_said_by_donor(normalised(text), found, donor_isic)
        for at, best in found.items():
            if self.donates(at, donor_isic):
                lifted = best.likeness + donor_lift * best.likeness * (1.0 - best.likeness)
                found[at] = replace(best, likeness=lifted)
        likely = (item for item in found.items() if item[1].likeness >= LEAST_LIKENESS)
        return tuple(
            Candidate("materials", str(self.materials[at].id), round(best.likeness, 6), best.why, best.text)
            for at, best in sorted(likely, key=lambda item: self._order(item, donor_isic))
        )

    def _found(self, text: str) -> dict[int, _Found]:
        """Return what of a text speaks for each material: its codes, its phrases, its words of codes."""
        found = self.by_code(text)
        for share, phrase in phrases_of(text):
            for at, best in self.best_names(phrase).items():
                # A part of a text that is a name is only a reading of the whole text.
                why = best.why if share == 1.0 else Why.READING
                _keep(found, at, _Found(share * best.likeness, why, best.text))
        if not any(best.why.exact for best in found.values()):
            self._by_foreign_names(text, found)
        if all(best.likeness < SURE for best in found.values()):
            self._by_words_of_codes(normalised(text), found)
        own = self._at.get(folded(text))
        if own is not None:
            found[own] = _Found(1.0, Why.ID, str(self.materials[own].id))
        return found

    def best_names(self, text: str) -> dict[int, _Found]:
        """Return each material's likeness to one phrase, with its name that is most like it."""
        joined = self._mended(normalised(text))
        said = joined.split()
        # Of several strange words none is a slip: they are of another language.
        strange = sum(word not in self._words for word in said)
        phrase = joined if strange > 1 else " ".join(map(self._spelt, said))
        if not phrase:
            return {}
        surely = 1.0 if phrase == joined else _MISSPELT_SHARE
        likeness, words, waste = self.index.likeness(phrase), Words.of(phrase), waste_of(phrase)
        metals = _METALS.intersection(phrase)
        found: dict[int, _Found] = {}
        for at in np.flatnonzero(likeness > _FAINT).tolist():
            name = self._names[at]
            score = name_score(float(likeness[at]), name, phrase, words)
            if score < 1.0 and (is_made_of(name, words) or self._is_other_kind(name, words)):
                score *= MADE_OF_SHARE
            if score < _SAME_WASTE and waste and waste_of(name.form) == waste:
                score = _SAME_WASTE
            if score < 1.0 and self._is_no_waste(name, phrase):
                score *= _NO_WASTE_SHARE
            if score < 1.0 and self._is_of_other_metal(name.position, metals):
                score *= _OTHER_METAL_SHARE
            why = name.why if score * surely == 1.0 else Why.READING
            _keep(found, name.position, _Found(score * surely, why, name.name))
        return found

    def by_code(self, text: str, parted: bool = True) -> dict[int, _Found]:
        """Return the materials that carry a code named in the text or its class, or are named like it.

        Parameters
        ----------
        parted : bool
            Whether those that carry the same code are parted by their names, which takes longer.
        """
        found: dict[int, _Found] = {}
        for code in codes_in(text):
            carriers = self._carriers.get((code.scheme, code.code), ())
            named = self._named_like(code) if parted or not carriers else {}
            for at in carriers:
                nearness = named[at].likeness if at in named else 0.0
                _keep(found, at, _Found(_CODE_LIKENESS, Why.CODE, code.code, nearness))
            if not carriers:
                self._by_class_or_name(code, named, found)
        return found

    def by_codes(self, codes: Iterable[str]) -> dict[str, float]:
        """Return the ids of the materials that codes mean, each with its likeness."""
        found = self.by_code(" ".join(codes), parted=False)
        return {str(self.materials[at].id): best.likeness for at, best in found.items()}

    def _named_like(self, code: Code) -> dict[int, _Found]:
        """Return the materials that are named like a code, or like its class where it has no name."""
        found: dict[int, _Found] = {}
        names = self._code_names.get((code.scheme, code.code)) or ()
        for name in filter(None, names or self._code_names.get((code.scheme, code.code_class), ())):
            for at, best in self.best_names(name).items():
                _keep(found, at, replace(best, text=f"{code.code}: {name}"))
        return found

    def _by_class_or_name(self, code: Code, named: dict[int, _Found], found: dict[int, _Found]) -> None:
        """Add what a code means that no material carries: what is named like it, what carries its class."""
        if (code.scheme, code.code) in self._code_names:
            for at, best in named.items():
                _keep(found, at, _Found(_CODE_NAME_SHARE * best.likeness, Why.CODE, best.text))
        if code.scheme is not CodeScheme.EWC and code.code_class != code.code:
            shown = f"{code.code} ({code.code_class})"
            for at in self._carriers.get((code.scheme, code.code_class), ()):
                nearness = named[at].likeness if at in named else 0.0
                _keep(found, at, _Found(_CLASS_LIKENESS, Why.CODE, shown, nearness))

    def _by_words_of_codes(self, phrase: str, found: dict[int, _Found]) -> None:
        """Add what carries a code that is named so: registers write the words of the list they follow."""
        index, codes = self._named_codes
        likeness, words = index.likeness(phrase), set(phrase.split()) - WEAK_WORDS
        for at in np.flatnonzero(likeness > _FAINT):
            code, name, of_name = codes[at]
            score = float(likeness[at])
            if len(words) > 1 and words <= of_name:
                score = max(score, _SAME_WORDS)
            score = _CODE_LIKENESS * score if score >= _SAME_WORDS else 0.0
            for carrier in self._carriers.get(code, ()):
                _keep(found, carrier, _Found(score, Why.CODE, f"{code[1]}: {name}"))

    def _by_foreign_names(self, text: str, found: dict[int, _Found]) -> None:
        """Add what a text names in another language than those of the library."""
        for material, name, share in foreign_names(text):
            at = self._at.get(material)
            if at is not None:
                why = Why.SYNONYM if share == 1.0 else Why.READING
                _keep(found, at, _Found(_FOREIGN_PART + (1.0 - _FOREIGN_PART) * share, why, name))

    @cached_property
    def _named_codes(self) -> tuple[LikenessIndex, list[tuple[tuple[str, str], str, set[str]]]]:
        """The names of codes that a material carries, to be found by their words."""
        named = [
            (code, name, normalised(_EXCEPT.sub("", name)))
            for code, names in sorted(self._code_names.items())
            for name in names
            if name and 0 < len(self._carriers.get(code, ())) <= _FEW
        ]
        words = [(code, name, set(form.split())) for code, name, form in named]
        return LikenessIndex(form for _, _, form in named), words

    def donates(self, position: int, donor_isic: frozenset[str]) -> bool:
        """Return whether a material is typical of one of these industries."""
        return not donor_isic.isdisjoint(self._donors[position])

    def _narrow(self, found: dict[int, _Found], donor_isic: frozenset[str]) -> None:
        """Add the kinds of a recognised family that the donor typically gives off."""
        for at, best in sorted(found.items()):
            for kind in self._kinds.get(self.materials[at].id, ()):
                if self.donates(kind, donor_isic):
                    shown = f"{best.text}, as the donor's industry gives it off"
                    _keep(found, kind, _Found(_KIND_SHARE * best.likeness, Why.READING, shown))

    def _add_said_by_donor(self, phrase: str, found: dict[int, _Found], donor_isic: frozenset[str]) -> None:
        """Add what the donor typically gives off and whose name only says the industry beside the phrase.

        A phrase that is a name needs no such help, unless only others than the donor call theirs so: the
        酒糟 of a brewery is 啤酒糟, but 锅炉灰渣 of a paper mill says itself whence it comes.
        An English word (ash, sludge) is the end of too many names for that.
        """
        exact = [at for at, best in found.items() if best.why.exact]
        if not phrase or (exact and (phrase.isascii() or len(phrase) > _BARE_WORD)):
            return
        if any(
            found[at].why is not Why.SYNONYM or self._strangeness(at, donor_isic) < _STRANGE for at in exact
        ):
            return
        said = False
        for name in self._ending_in.get(end_of(phrase), ()):
            if self.donates(name.position, donor_isic) and ends_in(name.form, phrase):
                _keep(found, name.position, _Found(_SAID_BY_DONOR, Why.READING, name.name))
                said = True
        for at in exact if said else ():
            found[at] = _Found(_OF_OTHERS, Why.READING, found[at].text)

    @cached_property
    def _ending_in(self) -> Mapping[str, Sequence[Name]]:
        """The names of what an industry is known to give off, by how they end."""
        ending: dict[str, list[Name]] = {}
        for name in self._names:
            if self._donors[name.position]:
                for end in {end_of(name.form), end_of(name.form.split()[-1])}:
                    ending.setdefault(end, []).append(name)
        return ending

    def _is_of_other_metal(self, position: int, named: frozenset[str]) -> bool:
        """Return whether a phrase names metals and a material others: 钴浸出渣 is no 锌浸出渣."""
        own = self._metals[position]
        return bool(named and own) and named.isdisjoint(own)

    def _is_no_waste(self, name: Name, phrase: str) -> bool:
        return name.position in self._products and says_waste(phrase) and not says_waste(name.form)

    def _order(
        self, item: tuple[int, _Found], donor_isic: frozenset[str]
    ) -> tuple[float, int, float, int, bool, int, str]:
        id, best = str(self.materials[item[0]].id), item[1]
        likeness = -round(best.likeness, 6)
        unused, depth = id not in self._in_recipes, len(self._lines[id])
        foreign = self._strangeness(item[0], donor_isic)
        return (likeness, best.why.order, -best.nearness, foreign, unused, depth, id)

    def _strangeness(self, position: int, donor_isic: frozenset[str]) -> int:
        """Return 0 for what the donor typically gives off, 2 for what others do, 1 where nobody says."""
        if not donor_isic or self.donates(position, donor_isic):
            return 0
        return _STRANGE if self._donors[position] else 1

    def _decision(self, text: str, candidates: Sequence[Candidate], donor_isic: frozenset[str]) -> Decision:
        """Return whether the best may be taken.

        One English word read as a longer name is asked about, and so is a waste read as a product.
        """
        found = decided(candidates, lambda best, other: self._outranks(best, other, donor_isic))
        if found is not Decision.CERTAIN or candidates[0].why is not Why.READING:
            return found
        form, best = normalised(text), candidates[0]
        is_word = form.isascii() and " " not in form
        is_product = self._at[best.id] in self._products and not says_waste(normalised(best.text))
        return Decision.ASK if is_word or (is_product and says_waste(form)) else found

    def _outranks(self, best: Candidate, other: Candidate, donor_isic: frozenset[str]) -> bool:
        """Return whether what comes about as near need not be asked about.

        Of two that a word names, the donor's comes first; the dust of a glassworks is none of steel.
        """
        if best.id in self._lines[other.id] or other.id in self._lines[best.id]:
            return True
        if not best.why.exact or best.why is not other.why:
            return best.why.exact
        mine, others = (self._strangeness(self._at[item.id], donor_isic) for item in (best, other))
        if mine or others:
            return mine == 0
        first, second = (self.materials[self._at[item.id]] for item in (best, other))
        # Of a word for both, whether a recipe takes it says nothing of whether it is hazardous.
        is_alike = first.hazard is second.hazard
        return is_alike and best.id in self._in_recipes and other.id not in self._in_recipes

    def _is_other_kind(self, name: Name, said: Words) -> bool:
        """Return whether the phrase has a head that other names have: bagasse ash is no bagasse."""
        return bool(said.origin) and said.head in self._heads and said.head not in name.words.every

    def _spelt(self, word: str) -> str:
        """Return a word that no name has as the commonest one a single slip away, if there is one."""
        if word in self._words or len(word) < _LEAST_SPELT or not (word.isascii() and word.isalpha()):
            return word
        near = {other for other in slips_of(word) if other in self._words}
        return min(near, key=lambda other: (-self._words[other], other), default=word)

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


def _keep(found: dict[int, _Found], position: int, other: _Found) -> None:
    """Keep the better of what speaks for a material; of two alike the one that says more surely why."""
    best = found.get(position)
    if best is None or (-other.likeness, other.why.order) < (-best.likeness, best.why.order):
        found[position] = other


def _carriers(materials: Sequence[Material]) -> Mapping[tuple[str, str], Sequence[int]]:
    """Return the materials that carry each code of each scheme."""
    carriers: dict[tuple[str, str], list[int]] = {}
    for at, material in enumerate(materials):
        for scheme, codes in (
            (CodeScheme.EWC, material.ewc_codes),
            (CodeScheme.SW, material.sw_codes),
            (CodeScheme.HW, material.hw_codes),
            (CodeScheme.HS, material.hs_codes),
        ):
            for code in codes:
                carriers.setdefault((scheme, code), []).append(at)
    return carriers
