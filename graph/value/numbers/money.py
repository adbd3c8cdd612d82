"""Amounts as everything counts them: in the money of one year, without value added tax.

What a row says of its year and its tax is taken off. What it does not say of its tax stays open: the amount
lies between holding the usual rate and holding none, and neither end is taken for granted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from graph.evidence import Evidence, Grade
from graph.model import Weight
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.vocabulary import RowId

_VAT = "constant.vat"
_YEAR = "constant.money-year"
_INDEX = "index."


@dataclass(frozen=True)
class Money:
    """The constants by which amounts are made comparable, of the `weights` table.

    Attributes
    ----------
    constants : mapping of str to Weight
        ``constant.vat``, the usual rate of value added tax, as a share; ``constant.money-year``, the year in
        whose money all is counted; ``index.2021`` and so on, producer prices of a year. Without them amounts
        stand as they are.
    """

    constants: Mapping[str, Weight]

    @classmethod
    def of(cls, snapshot: Snapshot) -> Money:
        """Return those of a snapshot."""
        return cls({str(row.id): row for row in snapshot.all(Weight)})

    def counted(self, amount: Range, year: str | int | None, vat: float | None) -> Range:
        """Return an amount in money of the year that all is counted in, without value added tax.

        Parameters
        ----------
        amount : Range
        year : str, int or None
            The last year that its row names counts; without one, or without an index of it, it stands.
        vat : float or None
            Rate that it contains; None: nobody said it.

        Examples
        --------
        With a tax of 25 %, of 225 CNY with it 45 are tax. Where nobody says whether they hold it, they are
        180 to 225, most likely with half of it; what is paid likewise.

        >>> money = Money({"constant.vat": constant("constant.vat", 0.25)})
        >>> money.counted(Range.exact(225.0), "2025", 0.25)
        Range(low=180.0, likely=180.0, high=180.0)
        >>> money.counted(Range.exact(-225.0), "2025", None)
        Range(low=-225.0, likely=-200.0, high=-180.0)
        """
        times = self.indexed(year)
        low, likely, high = (end * times for end in (amount.low, amount.likely, amount.high))
        if vat is not None:
            return Range(*(end / (1.0 + vat) for end in (low, likely, high)))
        usual = self._value(_VAT) or 0.0
        return Range(
            min(low, low / (1.0 + usual)), likely / (1.0 + usual / 2.0), max(high, high / (1.0 + usual))
        )

    def indexed(self, year: str | int | None) -> float:
        """Return what a CNY of a year is in the money that all is counted in.

        Examples
        --------
        >>> rows = {"constant.money-year": 2025.0, "index.2022": 1.25, "index.2025": 1.0}
        >>> money = Money({name: constant(name, value) for name, value in rows.items()})
        >>> money.indexed("2021-2022"), money.indexed(2025), money.indexed("1998"), money.indexed("")
        (0.8, 1.0, 1.0, 1.0)
        """
        base = self._value(_YEAR)
        then, now = (
            None if at is None else self._value(f"{_INDEX}{at:.0f}") for at in (last_year(str(year)), base)
        )
        return 1.0 if not then or not now else now / then

    @property
    def has_index(self) -> bool:
        """Whether anything says what a CNY of another year is."""
        return any(name.startswith(_INDEX) for name in self.constants)

    def knows(self, year: str) -> bool:
        """Return whether amounts of a year, in words, are brought to the one that all is counted in.

        Examples
        --------
        >>> money = Money({"index.2022": constant("index.2022", 1.25)})
        >>> money.knows("2021-2022"), money.knows("1998"), money.knows("last spring")
        (True, False, False)
        """
        return f"{_INDEX}{last_year(year)}" in self.constants

    def reach(self, word: str) -> Weight | None:
        """Return how far buyers are, at most, of whom only their reach is known, km."""
        return self.constants.get(f"constant.reach-{word}")

    def _value(self, name: str) -> float | None:
        found = self.constants.get(name)
        return None if found is None else found.value


def constant(name: str, value: float) -> Weight:
    """Return a constant that nobody published, for examples."""
    return Weight(id=RowId(name), value=value, unit="-", evidence=Evidence((), Grade.ESTIMATE))


@lru_cache(maxsize=1024)
def last_year(text: str) -> int:
    """Return the last year that a text names: 2025 of "2024-2025"; 0 where it names none."""
    years = re.findall(r"\d{4}", text)
    return int(years[-1]) if years else 0
