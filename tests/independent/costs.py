"""What running and building a technology costs: its own row, its sheet or its class (docs/value.md)."""

from __future__ import annotations

from tests.independent.money import indexed, net
from tests.independent.tables import Row, Tables

#: A year, and for how long where no class says it.
_INTEREST, _LIFE = 0.08, 15.0
#: Beyond these multiples of its reference scale a class says nothing of what size does to capital.
_SMALLEST, _LARGEST = 0.1, 5.0


class Costs:
    """Costs of the technologies of some tables, per unit of main input; None: nobody knows."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._technologies = tables["technologies"]
        self._classes = tables["process_classes"]
        self._sheets: dict[str, Row] = {}
        for row in tables["cost_sheets"].values():
            self._sheets.setdefault(row["technology"], row)

    def operating(self, technology: str) -> float | None:
        """Return labour, upkeep and wear."""
        return self._found(technology, "operating_cost", "operating", "factor")

    def electricity(self, technology: str) -> float | None:
        """Return power."""
        return self._found(technology, "electricity", "electricity", "electricity_factor")

    def heat(self, technology: str) -> float | None:
        """Return heat."""
        return self._found(technology, "heat", "heat", "heat_factor")

    def capital(self, technology: str, capacity: float) -> float | None:
        """Return what a plant of a capacity costs to build, per unit of it."""
        return self._found(technology, "capital_cost", "capital", "capital_factor", capacity)

    def usual_scale(self, technology: str) -> float | None:
        """Return how much a plant as they are usually built takes a year."""
        sheet = self._sheets.get(technology)
        return None if sheet is None else float(self._classes[sheet["process_class"]]["reference_scale"])

    def yearly(self, technology: str, capacity: float) -> float:
        """Return what a planned plant pays back each year, per unit; what nobody knows counts 0."""
        capital = self.capital(technology, capacity) or 0.0
        sheet = self._sheets.get(technology)
        life = _LIFE if sheet is None else self._classes[sheet["process_class"]]["life"]
        return float(capital * _INTEREST / (1.0 - (1.0 + _INTEREST) ** -life))

    def displaces_an_input(self, technology: str) -> bool:
        """Whether the product is paid what it replaces inside the plant that takes it."""
        sheet = self._sheets.get(technology)
        return sheet is not None and sheet["revenue"] == "displaced input"

    def _found(
        self, technology: str, own: str, item: str, factor: str, capacity: float | None = None
    ) -> float | None:
        row, sheet = self._technologies[technology], self._sheets.get(technology)
        if row[own] is not None or sheet is None:
            sum_of_money = own in ("operating_cost", "capital_cost")
            worth = indexed(self._tables, row["cost_year"]) if sum_of_money else 1.0
            return None if row[own] is None else float(row[own]) * worth
        if sheet.get(f"{item}_likely") is not None:
            return net(self._tables, sheet[f"{item}_likely"], sheet["year"], sheet["vat"])
        parts = ((sheet["process_class"], sheet[factor]), (sheet["second_class"], sheet["second_factor"]))
        return sum(
            times * self._of_class(name, item) * self._scaled(name, capacity)
            for name, times in parts
            if name is not None
        )

    def _of_class(self, process_class: str, item: str) -> float:
        row = self._classes[process_class]
        worth = indexed(self._tables, row["year"]) if item in ("operating", "capital") else 1.0
        return float(row[f"{item}_likely"]) * worth

    def _scaled(self, process_class: str, capacity: float | None) -> float:
        if capacity is None:
            return 1.0
        row = self._classes[process_class]
        size = min(max(capacity / row["reference_scale"], _SMALLEST), _LARGEST)
        return float(size ** (row["scale_exponent"] - 1.0))
