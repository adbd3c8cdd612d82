"""What running and building a technology costs: its own published sums, else the interval of its class.

Precedence, item by item: the technology's own row, its cost sheet, its process class times the sheet's
factors (`graph.model.CostSheet`). Nothing of it holds energy, bought inputs or depreciation twice: those have
terms of their own. What no row says is None. Sums of money are in that of one year, without value added tax;
classes hold none, nor do a technology's own sums.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from graph.evidence import Grade
from graph.model import CostSheet, ProcessClass, Technology
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.value.numbers import Estimates, Money, Number
from graph.vocabulary import RevenueBasis

#: What capital costs a year: the social discount rate of the Economic Evaluation of Construction Projects
#: (NDRC and Ministry of Construction, 3rd edition, 2006).
DISCOUNT_RATE = 0.08
#: Years over which capital is recovered where no class says how long a plant lasts.
USUAL_LIFE = 15.0
#: What classes call the items of a technology's own row.
_CLASSED = {
    "operating_cost": "operating",
    "electricity": "electricity",
    "heat": "heat",
    "capital_cost": "capital",
}
#: Items that are money, of a technology's own row or of a class.
_SUMS = ("operating", "operating_cost", "capital", "capital_cost")
#: The scales, in reference scales, between which the scale exponent of a class may be trusted.
SCALE_BOUNDS = (0.1, 5.0)


def capital_recovery(life: float, rate: float = DISCOUNT_RATE) -> float:
    """Return which share of an investment has to come back each year so that it is paid with interest.

    Parameters
    ----------
    life : float
        Years.
    rate : float
        Per year.

    Examples
    --------
    >>> round(capital_recovery(15.0), 4)
    0.1168
    """
    share: float = rate / (1.0 - (1.0 + rate) ** -life)
    return share


def economy_of_scale(kind: ProcessClass, scale: float | None) -> float:
    """Return what a unit of capacity costs at a scale, relative to one at the class's reference scale."""
    if scale is None or scale <= 0.0 or kind.reference_scale <= 0.0:
        return 1.0
    least, most = SCALE_BOUNDS
    relative: float = min(max(scale / kind.reference_scale, least), most) ** (kind.scale_exponent - 1.0)
    return relative


@dataclass(frozen=True)
class Costs:
    """Look-ups over one snapshot: numbers per unit of main input, each with its range and grade."""

    snapshot: Snapshot

    @cached_property
    def technologies(self) -> Mapping[str, Technology]:
        """Technologies by id."""
        return self.snapshot.by_id(Technology)

    @cached_property
    def money(self) -> Money:
        """How amounts of other years, with tax or without, are made comparable."""
        return Money.of(self.snapshot)

    @cached_property
    def _estimates(self) -> Estimates:
        return Estimates.of(self.snapshot)

    @cached_property
    def _classes(self) -> Mapping[str, ProcessClass]:
        return self.snapshot.by_id(ProcessClass)

    @cached_property
    def sheets(self) -> dict[str, CostSheet]:
        """Cost sheets by technology; the first by id where there are several."""
        sheets: dict[str, CostSheet] = {}
        for sheet in self.snapshot.all(CostSheet):
            sheets.setdefault(str(sheet.technology), sheet)
        return sheets

    def own(self, technology: str, column: str, unit: str) -> Number | None:
        """Return a number of the technology's own row."""
        process = self.technologies[technology]
        value: float | None = getattr(process, column)
        if value is None:
            return None
        if column in _SUMS:
            value *= self.money.indexed(process.cost_year)
        own = Number("technologies", technology, column, unit, Range.exact(value), process.evidence.grade)
        return self._estimates.number(own, self._of_its_class(technology, column))

    def _of_its_class(self, technology: str, column: str) -> Range | None:
        """Return what the class of a technology says of an item of its own row."""
        item, sheet = _CLASSED.get(column), self.sheets.get(technology)
        if item is None or sheet is None:
            return None
        amount = self._of_kind(self._classes[sheet.process_class], item)
        return _widened(amount, sheet.spread) if column in _SUMS else amount

    def operating(self, technology: str) -> Number | None:
        """Return labour, upkeep and overhead, CNY per unit."""
        own = self.own(technology, "operating_cost", "CNY/unit")
        if own is not None or (sheet := self.sheets.get(technology)) is None:
            return own
        if sheet.operating is not None:
            return self._of_sheet(sheet, "operating", "CNY/unit", sheet.operating)
        amount = self._classed(sheet, "operating", sheet.factor)
        return _of_class(sheet, "operating", "CNY/unit", _widened(amount, sheet.spread))

    def electricity(self, technology: str) -> Number | None:
        """Return kWh per unit."""
        return self._energy(technology, "electricity", "kWh/unit")

    def heat(self, technology: str) -> Number | None:
        """Return MJ per unit."""
        return self._energy(technology, "heat", "MJ/unit")

    def _energy(self, technology: str, item: str, unit: str) -> Number | None:
        own = self.own(technology, item, unit)
        if own is not None or (sheet := self.sheets.get(technology)) is None:
            return own
        return _of_class(sheet, item, unit, self._classed(sheet, item, getattr(sheet, f"{item}_factor")))

    def _classed(self, sheet: CostSheet, item: str, factor: float) -> Range:
        amount = self._of_kind(self._classes[sheet.process_class], item).scaled(factor)
        if sheet.second_class is not None:
            more = self._of_kind(self._classes[sheet.second_class], item)
            amount = Range.total((amount, more.scaled(sheet.second_factor)))
        return amount

    def _of_kind(self, kind: ProcessClass, item: str) -> Range:
        amount: Range = getattr(kind, item)
        return amount.scaled(self.money.indexed(kind.year)) if item in _SUMS else amount

    def capital(self, technology: str, scale: float | None = None) -> tuple[tuple[Number, float], ...]:
        """Return the investment in a plant: CNY per unit of yearly main input, and how often each counts.

        Empty where nobody says it.

        Parameters
        ----------
        scale : float or None
            Main input per year. A class speaks of its reference scale; a larger plant costs less per unit
            (Williams' rule), within `SCALE_BOUNDS`.

        References
        ----------
        Williams, R. (1947). "Six-tenths factor" aids in approximating costs. Chemical Engineering 54, 124.
        """
        unit = "CNY per yearly unit"
        own = self.own(technology, "capital_cost", unit)
        if own is not None:
            return ((own, 1.0),)
        if (sheet := self.sheets.get(technology)) is None:
            return ()
        if sheet.capital is not None:
            return ((self._of_sheet(sheet, "capital", unit, sheet.capital), 1.0),)
        parts = [("capital", self._classes[sheet.process_class], sheet.capital_factor)]
        if sheet.second_class is not None:
            parts.append(("second capital", self._classes[sheet.second_class], sheet.second_factor))
        return tuple(
            (
                _of_class(
                    sheet, item, unit, _widened(self._of_kind(kind, "capital").scaled(factor), sheet.spread)
                ),
                economy_of_scale(kind, scale),
            )
            for item, kind, factor in parts
        )

    def _of_sheet(self, sheet: CostSheet, item: str, unit: str, amount: Range) -> Number:
        counted = self.money.counted(amount, sheet.year, sheet.vat)
        own = Number("cost_sheets", sheet.id, item, unit, counted, sheet.evidence.grade)
        kind = self._of_kind(self._classes[sheet.process_class], item)
        return self._estimates.number(own, _widened(kind, sheet.spread))

    def life(self, technology: str) -> float:
        """Return over how many years a plant's capital is recovered."""
        sheet = self.sheets.get(technology)
        return USUAL_LIFE if sheet is None else self._classes[sheet.process_class].life

    def usual_scale(self, technology: str) -> float | None:
        """Return the main input a year of a plant as they are usually built; None where no class says it."""
        sheet = self.sheets.get(technology)
        return None if sheet is None else self._classes[sheet.process_class].reference_scale

    def paid_displaced(self, technology: str) -> bool:
        """Return whether the product is paid what it replaces inside the plant that takes it, no more."""
        sheet = self.sheets.get(technology)
        return sheet is not None and sheet.revenue is RevenueBasis.DISPLACED


def _widened(amount: Range, spread: float) -> Range:
    return Range(amount.low / spread, amount.likely, amount.high * spread)


def _of_class(sheet: CostSheet, item: str, unit: str, amount: Range) -> Number:
    return Number("cost_sheets", sheet.id, item, unit, amount, Grade.CLASS)
