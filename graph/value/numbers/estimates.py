"""How far a number may be off that nobody published and that stands as one value.

Who says from memory that his slag costs him 90 CNY/t knows it no better than who says 40 to 240. So an
estimate that stands as one value is an interval: as wide, in proportion, as that of the class of the same
thing, where there is one, else as estimates of such a thing usually are. What was measured, reported or
published stays as it is, and nothing stays nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from graph.evidence import Grade
from graph.model import Market, Weight
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.value.numbers.terms import JUDGED, Floats, Number

_PREFIX = "estimate."
_ENDS = ("low", "high")


@dataclass(frozen=True)
class Estimates:
    """The usual ends of estimates, as shares of what is likely, of the `weights` table.

    Attributes
    ----------
    usual : mapping of str to (float, float)
        By ``table.column``, as ``estimate.markets.demand.low`` and ``.high`` say it; by "" those of any other
        thing (``estimate.low``, ``estimate.high``). A table without these rows leaves estimates as they are.

    Examples
    --------
    >>> estimates = Estimates({"": (0.5, 2.0)})
    >>> estimates.believed(Range.exact(90.0), Grade.ESTIMATE, "waste_streams.disposal_cost")
    Range(low=45.0, likely=90.0, high=180.0)

    Its class is 15 to 150 to 450 CNY/t: a tenth to three times what is likely.

    >>> estimates.believed(Range.exact(90.0), Grade.ESTIMATE, "", like=Range(15.0, 150.0, 450.0))
    Range(low=9.0, likely=90.0, high=270.0)
    >>> estimates.believed(Range.exact(90.0), Grade.COMPANY, "", like=Range(15.0, 150.0, 450.0))
    Range(low=90.0, likely=90.0, high=90.0)
    """

    usual: Mapping[str, tuple[float, float]]

    @classmethod
    def of(cls, snapshot: Snapshot) -> Estimates:
        """Return those of a snapshot, worked out once."""
        return snapshot.derived(_usual, "weights")

    def believed(self, amount: Range, grade: Grade, what: str, like: Range | None = None) -> Range:
        """Return the interval in which an amount may be taken to lie.

        Parameters
        ----------
        amount : Range
        grade : Grade
            Of its row.
        what : str
            ``table.column``.
        like : Range, optional
            What the class of the same thing says of it.
        """
        if grade not in JUDGED or amount.low < amount.high or amount.likely == 0.0:
            return amount
        if like is not None and like.likely > 0.0 and like.low < like.high:
            ends = like.low / like.likely, like.high / like.likely
        elif grade is Grade.ESTIMATE:
            ends = self.usual.get(what, self.usual.get("", (1.0, 1.0)))
        else:
            return amount
        low, high = sorted(amount.likely * end for end in ends)
        return Range(low, amount.likely, high)

    def number(self, number: Number, like: Range | None = None) -> Number:
        """Return a number with the interval in which it may be taken to lie."""
        amount = self.believed(number.amount, number.grade, f"{number.table}.{number.column}", like)
        return number if amount is number.amount else replace(number, amount=amount)

    def market(self, market: Market) -> Market:
        """Return a market whose estimated amounts are intervals; it is served with at most all its demand."""
        grade = market.evidence.grade

        def believed(name: str, amount: Range | None) -> Range | None:
            return None if amount is None else self.believed(amount, grade, f"markets.{name}")

        served = believed("served", market.served)
        if served is not None:
            served = Range(served.low, served.likely, max(min(served.high, 1.0), served.likely))
        return replace(
            market,
            demand=believed("demand", market.demand),
            total=believed("total", market.total),
            served=served,
            price=believed("price", market.price),
        )

    def streams(self, snapshot: Snapshot, column: str) -> Floats:
        """Return low, likely and high of what streams give off or what of it is in use, one row a stream.

        What is all in use stays all in use, and no more is in use than there likely is.

        Parameters
        ----------
        column : str
            ``supply`` or ``in_use``.
        """
        table = "waste_streams"
        ends = ends_of(snapshot, table, column)
        supply, in_use = (snapshot.numbers(table, f"{name}_likely") for name in ("supply", "in_use"))
        estimated = snapshot.strings(table, "grade") == Grade.ESTIMATE.value
        wide = estimated & (ends[:, 0] == ends[:, 2]) & (in_use < supply)
        low, high = self.usual.get(f"{table}.{column}", self.usual.get("", (1.0, 1.0)))
        likely = ends[wide, 1]
        ends[wide, 0], ends[wide, 2] = likely * low, likely * high
        if column == "in_use":
            ends[wide, 2] = np.minimum(ends[wide, 2], np.maximum(supply[wide], likely))
        return ends

    def capacities(self, snapshot: Snapshot) -> Floats:
        """Return low, likely and high of what facilities can take, one row a facility; 0 where not known."""
        table, column = "facilities", "capacity"
        ends = ends_of(snapshot, table, column)
        estimated = snapshot.strings(table, "grade") == Grade.ESTIMATE.value
        wide = estimated & (ends[:, 0] == ends[:, 2])
        low, high = self.usual.get(f"{table}.{column}", self.usual.get("", (1.0, 1.0)))
        ends[wide, 0], ends[wide, 2] = ends[wide, 1] * low, ends[wide, 1] * high
        return ends


def ends_of(snapshot: Snapshot, table: str, column: str) -> Floats:
    """Return low, likely and high of a column as they stand, one row a row; an unknown one as 0."""
    ends = [snapshot.numbers(table, f"{column}_{end}") for end in ("low", "likely", "high")]
    return np.nan_to_num(np.stack(ends, axis=1))


def _usual(snapshot: Snapshot) -> Estimates:
    said = {
        str(row.id)[len(_PREFIX) :]: row.value
        for row in snapshot.all(Weight)
        if str(row.id).startswith(_PREFIX)
    }
    things = {name.rpartition(".")[0] for name in said}
    found = {
        thing: tuple(said[f"{thing}.{end}" if thing else end] for end in _ENDS)
        for thing in sorted(things)
        if all((f"{thing}.{end}" if thing else end) in said for end in _ENDS)
    }
    return Estimates(found)  # type: ignore[arg-type]
