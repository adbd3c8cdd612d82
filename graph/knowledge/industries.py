"""Industries by code (NACE, ISIC or GB/T 4754, as people write them) or by words, in Chinese or English.

Algorithms use the four-digit classes of NACE. The everyday words for an industry (钢厂, power station) that
no classification has stand in ``industry_words.csv``, each with the class that it is usually filed under.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from graph.errors import SymbioflowError
from graph.knowledge.words import Candidate, LikenessIndex, Reading, Remembered, Why, decided, normalised
from graph.model import Industry, Technology
from graph.snapshot import Snapshot
from graph.wording import folded

_WORDS = Path(__file__).with_name("industry_words.csv")

_SCHEMES = {"nace": "nace", "isic": "isic", "gbt4754": "gbt4754", "gb": "gbt4754", "gbt": "gbt4754"}
_CODE = re.compile(
    r"^(?:(?P<scheme>[a-z/ ]+(?:4754)?)(?:-2017|-2011)?[: ]+)?(?P<letter>[a-t])?(?P<digits>\d{2,4})$"
)
#: A class of NACE or of a country's list below it: 35.11, PKD 2007 35.11.Z, 24.10Z. No Chinese one has a dot.
_DOTTED = re.compile(
    r"^(?:(?:pkd|wz|naf|ape|ateco|cnae|sbi|caen|nace)(?:[ -]?(?:19|20)\d{2})?(?: ?rev\.? ?2)?[: ]+)?"
    r"(?:[a-u]\.?)?(?P<division>\d{2})\.(?P<group>\d{1,2})(?:\.?[a-z]|\.\d|\.00)?$"
)
_BETWEEN = re.compile(r"[,;，；、]")


#: What names of industries have in common, and firms' names too, says nothing of which one it is.
_COMMON_WORDS = frozenset(
    {"manufacture", "manufacturing", "production", "processing", "operation", "activity", "other", "industry"}
    | {"plant", "work", "factory", "company", "ltd", "limited", "co"}
)
_COMMON_ENDS = re.compile(
    r"(?:有限责任公司|股份有限公司|有限公司|集团|公司|企业|制造业|加工业|制造|生产|加工|冶炼|业|厂)$"
)
#: A name that differs only by such words, and how like any name must be to be offered.
_CORE_LIKENESS = 0.95
_LEAST_LIKENESS = 0.4
_CODE_LIKENESS = 0.95
_MOST_CANDIDATES = 8
#: How many texts a reader remembers.
_REMEMBERED = 1024


@dataclass(frozen=True, slots=True)
class _Name:
    """A name of an industry: its row, how it is written, folded, without common words, and whose it is."""

    row: Industry
    written: str
    form: str
    core: str
    why: Why


class IndustryReader:
    """The industries of a snapshot, by code in each scheme and by words; built once.

    Attributes
    ----------
    classes : tuple of str
        Every four-digit NACE class, sorted.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        rows = [row for row in snapshot.all(Industry) if row.scheme == "nace" and len(row.code) == 4]
        self.by_nace = {row.code: row for row in rows}
        self.classes = tuple(sorted(self.by_nace))
        self._isic: dict[str, set[str]] = {}
        self._gbt: dict[str, set[str]] = {}
        for row in rows:
            self._isic.setdefault(row.isic, set()).add(row.code)
            for code in row.gbt4754:
                self._gbt.setdefault(code, set()).add(row.code)
        pairs = [(item.nace, item.gbt4754) for item in snapshot.all(Technology)]
        # The same few pairs stand in thousands of enterprises, of which no object is made for that.
        own = set(zip(*(snapshot.strings("enterprises", name) for name in ("nace", "gbt4754")), strict=True))
        pairs += [((nace,), (code,)) for nace, code in own]
        for classes, codes in pairs:
            for code in filter(None, codes):
                self._gbt.setdefault(code, set()).update(set(classes) & set(self.by_nace))
        self._rows = snapshot.all(Industry)
        self._by_id = {str(row.id): row for row in self._rows}
        self._known_gbt = {row.code for row in self._rows if row.scheme == "gbt4754"}
        #: The same few industries stand beside thousands of firms.
        self._read_before = Remembered(self._read, _REMEMBERED)

    @classmethod
    def of(cls, snapshot: Snapshot) -> IndustryReader:
        """Return the reader of a snapshot, made once for all of the same industries and whose they are."""
        return snapshot.derived(cls, "industries", "technologies", "enterprises")

    def read(self, text: str) -> Reading:
        """Return the industries that a code or words may mean, best first.

        A candidate is a row of the table of industries: of NACE (which names its ISIC and GB/T 4754 classes)
        or of GB/T 4754. Rows of two schemes that mean the same class, or are called by the very same name,
        are not two readings.

        Examples
        --------
        >>> steel = Industry(id="nace-2410", scheme="nace", code="2410", name_en="Iron and steel")
        >>> reader = IndustryReader(Snapshot.of([steel]))
        >>> [reader.read(text).candidates[0].id for text in ("C24.10", "steelworks", "iron and steel")]
        ['nace-2410', 'nace-2410', 'nace-2410']
        """
        return self._read_before(text)

    def _read(self, text: str) -> Reading:
        found = self._by_code(text) or self._by_words(text)
        ranked = sorted(found.values(), key=lambda item: (-item.likeness, item.why.order, item.id))
        rows = self._by_id

        def is_the_same(best: Candidate, other: Candidate) -> bool:
            meant, others = self.classes_of(rows[best.id]), self.classes_of(rows[other.id])
            lists = rows[best.id].scheme, rows[other.id].scheme
            one_name = best.why is Why.NAME is other.why and best.text == other.text and len(set(lists)) == 2
            return one_name or bool(set(meant) & set(others)) or (best.likeness == 1.0 > other.likeness)

        return Reading(text, decided(ranked, is_the_same), tuple(ranked[:_MOST_CANDIDATES]))

    def classes_of(self, row: Industry) -> tuple[str, ...]:
        """Return the NACE classes that a row of either scheme means."""
        return self._in_scheme(row.scheme, row.code)

    def _by_code(self, text: str) -> dict[str, Candidate]:
        try:
            self.resolve(text)
        except SymbioflowError:
            return {}
        found = {}
        for part in filter(str.strip, _BETWEEN.split(text)):
            lists, digits = _parsed(part)
            with_zero = (digits, f"0{digits}")
            own = [row for row in self._rows if row.scheme in lists and row.code in with_zero]
            if "isic" in lists and not any(row.scheme == "nace" for row in own):
                own += [row for row in self._rows if row.isic in with_zero]
            for row in own:
                shown = f"{row.scheme} {row.code}"
                found[str(row.id)] = Candidate("industries", str(row.id), _CODE_LIKENESS, Why.CODE, shown)
        return found

    def _by_words(self, text: str) -> dict[str, Candidate]:
        phrase, core = normalised(text), _core(normalised(text))
        if not phrase:
            return {}
        names, index = self._names
        likeness = index.likeness(core)
        found: dict[str, Candidate] = {}
        for at in np.flatnonzero(likeness >= 0.15):
            name = names[at]
            score, why = float(likeness[at]), Why.READING
            if phrase == name.form:
                score, why = 1.0, name.why
            elif core == name.core:
                score = _CORE_LIKENESS
            elif f" {name.core} " in f" {core} " or (len(name.core) > 1 and name.core in core):
                score = 0.55 + 0.4 * score
            id = str(name.row.id)
            if score >= _LEAST_LIKENESS and score > (found[id].likeness if id in found else 0.0):
                found[id] = Candidate("industries", id, round(score, 6), why, name.written)
        return found

    @cached_property
    def _names(self) -> tuple[list[_Name], LikenessIndex]:
        """Every name of a row of either scheme, and the everyday words; read when words are first asked."""
        written = [(row, name, Why.NAME) for row in self._rows for name in (row.name_zh, row.name_en)]
        with _WORDS.open(encoding="utf-8", newline="") as file:
            rows = {str(row.id): row for row in self._rows}
            for line in csv.DictReader(file):
                row = rows.get(line["industry"])
                words = f"{line['words_zh']};{line['words_en']}".split(";")
                written += [(row, word, Why.SYNONYM) for word in words if row is not None]
        names = [
            _Name(row, name, normalised(name), _core(normalised(name)), why)
            for row, name, why in written
            if normalised(name)
        ]
        return names, LikenessIndex(name.core for name in names)

    def resolve(self, code: str) -> tuple[str, ...]:
        """Return the NACE classes that an industry code means; empty for an empty code.

        Several codes may stand together, with commas or semicolons between them.

        A bare number is looked up as NACE, then ISIC, then GB/T 4754. ``isic:2394``, ``GB/T 4754:3011`` or
        the letter of a section of GB/T 4754 before the number (``C3011``) say which list is meant; a dot
        (``23.51``, ``C23.51``, ``PKD 23.51.Z``) means NACE or ISIC. Two and three digits mean every class
        below.

        Raises
        ------
        SymbioflowError
            ``UNKNOWN_INDUSTRY``.
        """
        several = [part for part in _BETWEEN.split(code) if part.strip()]
        if len(several) > 1:
            return tuple(sorted({found for part in several for found in self.resolve(part)}))
        text = "".join(several).strip()
        if not text:
            return ()
        lists, digits = _parsed(text)
        for name in lists:
            # A spreadsheet takes the zero from 0111, so what no list has is looked up with one.
            found = self._in_scheme(name, digits)
            if found:
                return found
        for name in lists:
            found = self._in_scheme(name, f"0{digits}")
            if found:
                return found
        raise SymbioflowError("UNKNOWN_INDUSTRY", given=code[:40])

    def isic_of(self, classes: tuple[str, ...]) -> frozenset[str]:
        """Return the ISIC classes of NACE classes."""
        return frozenset(self.by_nace[code].isic for code in classes)

    def below(self, prefix: str) -> tuple[str, ...]:
        """Return the NACE classes whose code begins with `prefix`; a group may be written with a 0 (1710)."""
        found = self.classes[
            bisect_left(self.classes, prefix) : bisect_left(self.classes, prefix + "\U0010ffff")
        ]
        if not found and len(prefix) > 2 and prefix.endswith("0"):
            return self.below(prefix[:-1])
        return found

    def all_below(self, prefixes: Iterable[str]) -> tuple[str, ...]:
        """Return the NACE classes below any of the prefixes, sorted."""
        return tuple(sorted({code for prefix in prefixes for code in self.below(prefix)}))

    def _in_scheme(self, scheme: str, digits: str) -> tuple[str, ...]:
        if scheme == "nace":
            return self.below(digits)
        table = self._isic if scheme == "isic" else self._gbt
        found = {nace for code, classes in table.items() if code.startswith(digits) for nace in classes}
        if not found and scheme == "gbt4754" and digits in self._known_gbt and len(digits) == 4:
            found = set(self._in_scheme(scheme, digits[:3]) or self._in_scheme(scheme, digits[:2]))
        return tuple(sorted(found))


def _parsed(text: str) -> tuple[tuple[str, ...], str]:
    """Return the lists that a written code may be of, and its digits; no list where it is no code."""
    plain = folded(text)
    if dotted := _DOTTED.match(plain):
        return ("nace", "isic"), dotted["division"] + dotted["group"]
    match = _CODE.match(plain.replace(".", ""))
    if match is None:
        return (), ""
    scheme = re.sub(r"[/ ]", "", match["scheme"] or "")
    if scheme:
        return ((_SCHEMES[scheme],) if scheme in _SCHEMES else ()), match["digits"]
    if match["letter"]:
        return (("nace", "isic") if "." in plain else ("gbt4754",)), match["digits"]
    return ("nace", "isic", "gbt4754"), match["digits"]


def _core(form: str) -> str:
    """Return a normalised name without the words that industries and firms have in common.

    Examples
    --------
    >>> _core("manufacture cement"), _core("水泥制造"), _core("滨河水泥厂")
    ('cement', '水泥', '滨河水泥')
    """
    words = [_COMMON_ENDS.sub("", word) or word for word in form.split() if word not in _COMMON_WORDS]
    return " ".join(words) or form
