"""Industry codes: NACE, ISIC or GB/T 4754, as people write them, to the NACE classes that algorithms use."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph.errors import SymbioflowError
from graph.model import Enterprise, Industry, Technology
from graph.snapshot import Snapshot

_SCHEMES = {"nace": "nace", "isic": "isic", "gbt4754": "gbt4754", "gb": "gbt4754", "gbt": "gbt4754"}
_CODE = re.compile(
    r"^(?:(?P<scheme>[a-z/ ]+(?:4754)?)(?:-2017|-2011)?[: ]+)?(?P<letter>[a-t])?(?P<digits>\d{2,4})$"
)
_BETWEEN = re.compile(r"[,;，；、]")


class IndustryIndex:
    """The industries of a snapshot, by code in each scheme; built once.

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
        pairs += [((item.nace,), (item.gbt4754,)) for item in snapshot.all(Enterprise)]
        for classes, codes in pairs:
            for code in filter(None, codes):
                self._gbt.setdefault(code, set()).update(set(classes) & set(self.by_nace))
        self._known_gbt = {row.code for row in snapshot.all(Industry) if row.scheme == "gbt4754"}

    def resolve(self, code: str) -> tuple[str, ...]:
        """Return the NACE classes that an industry code means; empty for an empty code.

        Several codes may stand together, with commas or semicolons between them.

        A bare number is looked up as NACE, then ISIC, then GB/T 4754. ``isic:2394``, ``GB/T 4754:3011`` or
        the letter of a section of GB/T 4754 before the number (``C3011``) say which list is meant; a letter
        and a dot (``C23.51``) mean NACE or ISIC. Two and three digits mean every class below.

        Raises
        ------
        SymbioflowError
            ``UNKNOWN_INDUSTRY``.
        """
        several = [part for part in _BETWEEN.split(code) if part.strip()]
        if len(several) > 1:
            return tuple(sorted({found for part in several for found in self.resolve(part)}))
        text = "".join(several).strip().lower().replace(".", "")
        if not text:
            return ()
        match = _CODE.match(text)
        if match:
            scheme = re.sub(r"[/ ]", "", match["scheme"] or "")
            digits = match["digits"]
            lists: tuple[str, ...] = ("nace", "isic", "gbt4754")
            if match["letter"] and not scheme:
                lists = ("nace", "isic") if "." in code else ("gbt4754",)
            if scheme:
                lists = (_SCHEMES[scheme],) if scheme in _SCHEMES else ()
            for name in lists:
                found = self._in_scheme(name, digits)
                if found:
                    return found
        raise SymbioflowError(
            "UNKNOWN_INDUSTRY",
            f"there is no industry {code[:40]!r}; expected a class of NACE Rev.2, ISIC Rev.4 or GB/T 4754, "
            "for example 24.10, isic:2410 or C3120",
        )

    def isic_of(self, classes: tuple[str, ...]) -> frozenset[str]:
        """Return the ISIC classes of NACE classes."""
        return frozenset(self.by_nace[code].isic for code in classes)

    def below(self, prefix: str) -> tuple[str, ...]:
        """Return the NACE classes whose code begins with `prefix`; a group may be written with a 0 (1710)."""
        found = tuple(code for code in self.classes if code.startswith(prefix))
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
