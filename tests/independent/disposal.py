"""What getting rid of a unit costs and emits, by the rules of docs/value.md."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tests.independent.tables import Row, Tables

#: What others hand on to a facility and would have to dump: the dearest fee and emission, by unit.
Handed = dict[str, tuple[float | None, float | None]]
#: What a price of a kind comes to for a material, or in a unit whatever the material; None: nobody says.
Price = Callable[[str, str], float | None]


class Disposal:
    """Fees and emissions of what nobody takes, in one park."""

    def __init__(self, tables: Tables, priced: Price, general: Price, factor: Price) -> None:
        self._tables, self._priced, self._general, self._factor = tables, priced, general, factor

    def fee(self, material: str, maker: str, handed: Handed) -> float | None:
        """Return the price of a material, else of its class; of a residue no less than what it came from."""
        own = self._priced("disposal", material)
        if own is not None:
            return own
        before, _ = handed.get(self._tables.unit(material), (None, None))
        made_from = [self.saved(what) for what in self._from(maker, material)]
        return most([self._of_class(material), before, *made_from])

    def saved(self, material: str) -> float | None:
        """Return what a works saves that says nothing: a class speaks of waste that has no market price."""
        own = self._priced("disposal", material)
        if own is not None or not self._tables.is_waste(material):
            return own
        return None if (self._priced("market", material) or 0.0) > 0.0 else self._of_class(material)

    def emitted(self, material: str, maker: str = "", handed: Handed | None = None) -> float | None:
        """Return kg CO2e of disposing of a unit; of a residue no less than what it came from."""
        own = self._factor("disposal", material)
        if own is not None:
            return own
        _, before = (handed or {}).get(self._tables.unit(material), (None, None))
        return most([before, *(self.emitted(what) for what in self._from(maker, material))])

    def lost(self, technology: str, handed: Handed) -> tuple[float, float]:
        """Return CNY and kg for what of a unit is gone where nothing is made but residue."""
        outputs = self._tables.outputs(technology)
        main = [row["material"] for row in self._tables.inputs(technology) if row["direction"] == "in_main"]
        wanted = [row for row in outputs if row["direction"] == "out_product" and row["ratio_likely"] > 0.0]
        if wanted or not main or self._tables["technologies"][technology]["final_use"]:
            return 0.0, 0.0
        alike = [row for row in outputs if self._tables.unit(row["material"]) == self._tables.unit(main[0])]
        gone = max(1.0 - sum(row["ratio_likely"] for row in alike if row["direction"] == "out_residue"), 0.0)
        before = handed.get(self._tables.unit(main[0]), (None, None))
        fee = most([before[0], *map(self.saved, main)])
        emitted = most([before[1], *map(self.emitted, main)])
        return gone * (fee or 0.0), gone * (emitted or 0.0)

    def _of_class(self, material: str) -> float | None:
        row: Row = self._tables["materials"][material]
        if row["phase"] in ("gas", "heat"):
            name = "air"
        elif row["hazard"] == "hazardous" and row["unit"] == "t":
            name = "hazardous"
        else:
            name = "liquid" if row["phase"] == "liquid" else "general"
        return self._general(f"disposal-{name}", f"CNY/{row['unit']}")

    def _from(self, maker: str, material: str) -> list[str]:
        if not maker:
            return []
        main = [row["material"] for row in self._tables.inputs(maker) if row["direction"] == "in_main"]
        return [what for what in main if self._tables.unit(what) == self._tables.unit(material)]


def most(amounts: Iterable[float | None]) -> float | None:
    """Return the largest that is known."""
    known = [amount for amount in amounts if amount is not None]
    return max(known, default=None)
