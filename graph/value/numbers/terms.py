"""What something is worth as terms: products of a coefficient, a ratio and a number that has its own row.

Money and CO2e of anything, a suggestion or a plan's column, is the sum of its terms. The same terms with
other numbers are the same thing in another state of the world, and each can say what it is made of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.evidence import Grade
from graph.ranges import Range

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Place of the number 1, for terms without a ratio.
ONE = 0
#: All grades, the best first.
GRADES = tuple(Grade)
#: Grades of numbers that nobody outside published.
JUDGED = (Grade.TEXTBOOK, Grade.CLASS, Grade.ESTIMATE)


@dataclass(frozen=True, slots=True)
class Number:
    """One number of one row.

    Attributes
    ----------
    table : str
        Table that it stands in.
    row : str
        `id` of its row.
    column : str
        Its column.
    unit : str
        Unit of the three values: ``CNY/t``, ``kg CO2e/kWh``, or ``kWh/unit`` for what is used per unit of
        main input.
    amount : Range
    grade : Grade
        How far it can be trusted.
    """

    table: str
    row: str
    column: str
    unit: str
    amount: Range
    grade: Grade

    def __str__(self) -> str:
        return f"{self.amount.likely:g} {self.unit} ({self.table} {self.row}, {self.grade.value})"


@dataclass(frozen=True, slots=True)
class Term:
    """A product that counts to money or to CO2e avoided.

    Attributes
    ----------
    what : str
        What is bought, sold, carried or emitted, in a word.
    floored : bool
        True where a price below 0 counts 0: nobody is paid for what it takes in as an auxiliary.

    Examples
    --------
    >>> tariff = Number("prices", "power", "amount", "CNY/kWh", Range.exact(0.5), Grade.OFFICIAL)
    >>> term = Term("electricity", tariff, -30.0)
    >>> print(term)
    -30 kWh electricity x 0.5 CNY/kWh (prices power, official)
    >>> term.value
    -15.0
    """

    what: str
    number: Number
    coefficient: float = 1.0
    ratio: Number | None = None
    floored: bool = False

    @property
    def times(self) -> float:
        """How many units of the number count."""
        return self.coefficient * (1.0 if self.ratio is None else self.ratio.amount.likely)

    @property
    def value(self) -> float:
        """CNY or kg CO2e."""
        likely = self.number.amount.likely
        return self.times * (max(likely, 0.0) if self.floored else likely)

    def __str__(self) -> str:
        counted = self.number.unit.partition("/")[2]
        return f"{self.times:g} {counted} {self.what} x {self.number}"


@dataclass(frozen=True, slots=True)
class Worth:
    """What a unit of something brings.

    Attributes
    ----------
    money, carbon : tuple of Term
        CNY earned and kg CO2e avoided; costs and emissions have negative coefficients.
    missing : tuple of str
        Numbers that nobody could say and that therefore count 0.
    displaces : bool
        False for a product of which nobody could say what it displaces or what making that emits.

    Examples
    --------
    >>> fee = Number("prices", "tip", "amount", "CNY/t", Range.exact(40.0), Grade.TRADE)
    >>> print(total([(0.5, Worth(money=(Term("slag disposed of", fee, -1.0),)))]))
    -20 CNY = -0.5 t slag disposed of x 40 CNY/t (prices tip, trade)
    """

    money: tuple[Term, ...] = ()
    carbon: tuple[Term, ...] = ()
    missing: tuple[str, ...] = ()
    displaces: bool = True

    @property
    def benefit(self) -> float:
        """CNY."""
        return sum((term.value for term in self.money), 0.0)

    @property
    def co2(self) -> float:
        """CO2e avoided, kg."""
        return sum((term.value for term in self.carbon), 0.0)

    def __str__(self) -> str:
        lines = []
        for unit, terms in (("CNY", self.money), ("kg CO2e", self.carbon)):
            head = f"{sum(term.value for term in terms):g} {unit} = "
            lines += [head + f"\n{'+ ':>{len(head)}}".join(map(str, terms))] if terms else []
        return "\n".join([*lines, *(f"not known: {word}" for word in self.missing)])


def total(parts: Iterable[tuple[float, Worth]]) -> Worth:
    """Return what so many units of each of some things bring together."""
    given = list(parts)
    return Worth(
        money=tuple(_scaled(term, times) for times, worth in given for term in worth.money),
        carbon=tuple(_scaled(term, times) for times, worth in given for term in worth.carbon),
        missing=tuple(dict.fromkeys(word for _, worth in given for word in worth.missing)),
        displaces=all(worth.displaces for _, worth in given),
    )


def _scaled(term: Term, times: float) -> Term:
    return Term(term.what, term.number, times * term.coefficient, term.ratio, term.floored)


@dataclass(frozen=True)
class Worths:
    """What many things are worth, those that are alike worked out once: flow i is ``kinds[which[i]]``.

    Examples
    --------
    >>> found = Worths.of(lambda a, b: Worth(missing=(f"{a}{b}",)), np.array([7, 1, 7]), np.array([2, 3, 2]))
    >>> [worth.missing for worth in found.kinds], found.which.tolist()
    ([('13',), ('72',)], [1, 0, 1])
    """

    kinds: tuple[Worth, ...]
    which: Ints

    @classmethod
    def of(cls, work_out: Callable[..., Worth], *keys: Ints) -> Worths:
        """Work out every distinct row of some keys (rows of tables, zones)."""
        row = np.zeros(len(keys[0]), dtype=np.int64)
        for key in keys:
            row = row * (int(key.max(initial=0)) + 1) + key
        _, first, which = np.unique(row, return_index=True, return_inverse=True)
        kinds = tuple(work_out(*(int(key[at]) for key in keys)) for at in first)
        return cls(kinds, which.astype(np.int64))

    @property
    def benefit(self) -> Floats:
        """CNY; NaN where not known."""
        known = [worth.benefit if worth.money else np.nan for worth in self.kinds]
        return np.array(known, dtype=np.float64)[self.which]

    @property
    def co2(self) -> Floats:
        """CO2e avoided, kg, as far as known."""
        return np.array([worth.co2 for worth in self.kinds], dtype=np.float64)[self.which]


@dataclass(frozen=True)
class Numbers:
    """The numbers behind terms, one value a number; the first is the number 1.

    Attributes
    ----------
    table, row, column, unit : object array of str
    low, likely, high : float array
    grade : int array
        Places in `GRADES`: how far each can be trusted.
    """

    table: NDArray[np.object_]
    row: NDArray[np.object_]
    column: NDArray[np.object_]
    unit: NDArray[np.object_]
    low: Floats
    likely: Floats
    high: Floats
    grade: Ints

    @cached_property
    def mean(self) -> Floats:
        """What may be expected of each, if it is triangular in its range."""
        return (self.low + self.likely + self.high) / 3.0

    @cached_property
    def moments(self) -> tuple[Floats, Floats]:
        """Second and third central moment of each, if it is triangular in its range.

        Examples
        --------
        >>> known = Range(0.0, 0.0, 6.0)
        >>> ends = (np.array([end]) for end in (known.low, known.likely, known.high))
        >>> words = (np.array([""]) for _ in range(4))
        >>> second, third = Numbers(*words, *ends, np.array([0])).moments
        >>> float(second[0]), float(third[0])
        (2.0, 1.6)
        """
        low, likely, high = self.low, self.likely, self.high
        second = (low**2 + likely**2 + high**2 - low * likely - low * high - likely * high) / 18.0
        third = (
            (low + high - 2.0 * likely) * (2.0 * low - high - likely) * (low - 2.0 * high + likely) / 270.0
        )
        return np.maximum(second, 0.0), third


@dataclass(frozen=True)
class Uses:
    """Which column brings which thing, how many times; a column may bring several."""

    column: Ints
    thing: Ints
    times: Floats


@dataclass(frozen=True)
class Terms:
    """What columns bring: each the sum of its things, each of these the sum of its terms.

    Attributes
    ----------
    thing, number, ratio : int array
        One value a term: whose it is, and the places of its two numbers (`ONE` where it has no ratio).
    coefficient : float array
    floored : bool array
    uses : Uses
    """

    thing: Ints
    number: Ints
    ratio: Ints
    coefficient: Floats
    floored: NDArray[np.bool_]
    uses: Uses

    def values(self, numbers: Floats, columns: int) -> Floats:
        """Return what a unit of each column brings when the numbers are these."""
        price = numbers[self.number]
        price = np.where(self.floored, np.maximum(price, 0.0), price)
        products = self.coefficient * price * numbers[self.ratio]
        things = np.bincount(self.thing, products, minlength=int(self.uses.thing.max(initial=-1)) + 1)
        brought = self.uses.times * things[self.uses.thing]
        return np.bincount(self.uses.column, brought, minlength=columns).astype(np.float64)

    def among(self, columns: Ints) -> Terms:
        """Return what some columns bring, each of them once, as columns 0, 1 ... of their own.

        What a few columns bring takes so no longer in a large plan than in a small one.
        """
        order, sorted_columns = self._by_column
        first, end = (np.searchsorted(sorted_columns, columns, side) for side in ("left", "right"))
        length = end - first
        within = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
        chosen = order[np.repeat(first, length) + within]
        column = np.repeat(np.arange(len(columns)), length)
        return replace(self, uses=Uses(column, self.uses.thing[chosen], self.uses.times[chosen]))

    @cached_property
    def _by_column(self) -> tuple[Ints, Ints]:
        """The uses in the order of columns, and the column of each."""
        order = np.argsort(self.uses.column, kind="stable")
        return order, self.uses.column[order]

    def by_grade(self, numbers: Numbers, amounts: Floats) -> Floats:
        """Return what of all that is earned and spent, whatever its sign, stands on each of `GRADES`.

        A term with a ratio has the worse grade of both; own arithmetic counts as what it is made of.
        """
        standing = self.by_number(numbers, amounts)
        return np.bincount(numbers.grade, standing, minlength=len(GRADES)).astype(np.float64)

    def by_number(self, numbers: Numbers, amounts: Floats) -> Floats:
        """Return what of all that is earned and spent, whatever its sign, stands on each number.

        A term with a ratio stands on the worse graded of both, of equal ones on the number.
        """
        size = max(int(self.uses.thing.max(initial=-1)), int(self.thing.max(initial=-1))) + 1
        flowing = np.bincount(self.uses.thing, self.uses.times * amounts[self.uses.column], minlength=size)
        value = np.abs(
            flowing[self.thing] * self.coefficient * numbers.likely[self.number] * numbers.likely[self.ratio]
        )
        worse = np.where(numbers.grade[self.ratio] > numbers.grade[self.number], self.ratio, self.number)
        return np.bincount(worse, value, minlength=len(numbers.grade)).astype(np.float64)

    def sourced(self, numbers: Numbers, amounts: Floats) -> float:
        """Return the share of all that is earned and spent that stands on published numbers; 1 of nothing."""
        standing = self.by_grade(numbers, amounts)
        whole = float(standing.sum())
        known = sum(float(part) for grade, part in zip(GRADES, standing, strict=True) if grade not in JUDGED)
        return known / whole if whole > 0.0 else 1.0

    def slope(self, numbers: Floats, amounts: Floats) -> Floats:
        """Return what one more of each number adds to the sum over columns of amount times worth."""
        size = max(int(self.uses.thing.max(initial=-1)), int(self.thing.max(initial=-1))) + 1
        flowing = np.bincount(self.uses.thing, self.uses.times * amounts[self.uses.column], minlength=size)
        times = flowing[self.thing] * self.coefficient
        counts = ~self.floored | (numbers[self.number] > 0.0)
        slope = np.zeros(len(numbers))
        np.add.at(slope, self.number, times * counts * numbers[self.ratio])
        np.add.at(slope, self.ratio, times * counts * numbers[self.number])
        return slope

    def renumbered(self, place: Ints) -> Terms:
        """Return the same terms over numbers that stand at other places."""
        return replace(self, number=place[self.number], ratio=place[self.ratio])


@dataclass(frozen=True)
class Account:
    """What the columns of a plan bring.

    Attributes
    ----------
    missing : tuple of tuple of str
        Numbers that nobody could say, by thing.
    """

    numbers: Numbers
    money: Terms
    carbon: Terms
    missing: tuple[tuple[str, ...], ...]

    def missing_of(self, columns: NDArray[np.bool_]) -> tuple[str, ...]:
        """Return what nobody could say of the chosen columns, sorted."""
        uses = self.money.uses
        used = np.unique(uses.thing[columns[uses.column]])
        return tuple(sorted({word for thing in used for word in self.missing[thing]}))


class Ledger:
    """Collects things and who brings them, and gives every number its place."""

    def __init__(self) -> None:
        self._place: dict[tuple[str, str, str], int] = {("", "", ""): ONE}
        self._numbers: list[Number] = [Number("", "", "", "", Range.exact(1.0), Grade.OFFICIAL)]
        self._things: list[Worth] = []
        self._uses: list[Uses] = []

    def add(self, columns: Ints, worths: Worths, times: Floats | float = 1.0) -> None:
        """Let each of some columns bring its worth so many times."""
        first = len(self._things)
        self._things.extend(worths.kinds)
        repeated = np.broadcast_to(np.asarray(times, dtype=np.float64), len(columns))
        self._uses.append(Uses(columns, worths.which + first, repeated))

    def account(self) -> Account:
        """Return all of it as arrays."""
        uses = Uses(
            *(
                np.concatenate([np.empty(0, dtype), *(getattr(part, name) for part in self._uses)])
                for name, dtype in (("column", np.int64), ("thing", np.int64), ("times", np.float64))
            )
        )
        money = self._terms([worth.money for worth in self._things], uses)
        carbon = self._terms([worth.carbon for worth in self._things], uses)
        found = self._numbers
        low, likely, high = (
            np.array([getattr(one.amount, end) for one in found], dtype=np.float64)
            for end in ("low", "likely", "high")
        )
        table, row, column, unit = (
            np.array([getattr(one, word) for one in found], dtype=object)
            for word in ("table", "row", "column", "unit")
        )
        grade = np.array([GRADES.index(one.grade) for one in found], dtype=np.int64)
        numbers = Numbers(table, row, column, unit, low, likely, high, grade)
        return Account(numbers, money, carbon, tuple(worth.missing for worth in self._things))

    def _terms(self, things: list[tuple[Term, ...]], uses: Uses) -> Terms:
        terms = [(thing, term) for thing, terms in enumerate(things) for term in terms]
        return Terms(
            thing=np.array([thing for thing, _ in terms], dtype=np.int64),
            number=np.array([self._of(term.number) for _, term in terms], dtype=np.int64),
            ratio=np.array([self._of(term.ratio) for _, term in terms], dtype=np.int64),
            coefficient=np.array([term.coefficient for _, term in terms], dtype=np.float64),
            floored=np.array([term.floored for _, term in terms], dtype=bool),
            uses=uses,
        )

    def _of(self, number: Number | None) -> int:
        if number is None:
            return ONE
        key = number.table, number.row, number.column
        if key not in self._place:
            self._place[key] = len(self._numbers)
            self._numbers.append(number)
        return self._place[key]
