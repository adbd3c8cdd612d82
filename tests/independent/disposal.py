"""What getting rid of a unit costs and emits, by the rules of docs/value.md."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from tests.independent.tables import Row, Tables


class Came(NamedTuple):
    """What comes to a facility and would else be dumped, for a unit.

    Attributes
    ----------
    fee, kg : float or None
        The dearest; nobody says.
    tonnes : float
        The most that it holds, if it is not counted in tonnes, of a waste that was.
    treated : float
        How much was treated for it.
    was : frozenset of str
        The rows that price and emit dumping it and all that it was before, which residues have too.
    """

    fee: float | None = None
    kg: float | None = None
    tonnes: float = 0.0
    treated: float = 1.0
    was: frozenset[str] = frozenset()


NOTHING = Came()
#: By unit.
Handed = dict[str, Came]
#: What a price of a kind comes to for a material, or in a unit whatever the material; None: nobody says.
Price = Callable[[str, str], float | None]
#: The row that says what disposing of a material costs or emits.
RowOf = Callable[[str], str | None]


@dataclass(frozen=True)
class Left:
    """What leaves a technology: of what came in, and how much of it came to nothing in a unit.

    Attributes
    ----------
    brought : dict
        What getting rid of a unit of what came in would have cost and emitted, by its unit.
    fed_in : str
        Unit of the main input.
    undone : float
        Units of main input that count against net tonnes where a unit is dumped.
    wanted : bool
        Whether it is a product.
    """

    maker: str
    brought: Handed
    fed_in: str
    undone: float
    wanted: bool


class Disposal:
    """Fees and emissions of what nobody takes, in one park."""

    def __init__(
        self, tables: Tables, priced: Price, general: Price, factor: Price, row: RowOf, emitter: RowOf
    ) -> None:
        self._tables, self._priced, self._general, self._factor = tables, priced, general, factor
        self._row, self._emitter = row, emitter

    def fee(self, material: str, left: Left) -> float | None:
        """Return the price of a material, else of its class; no less than what it was made from."""
        own, main = self._priced("disposal", material), self._mains(left.maker)
        if own is not None and not left.wanted and not self._again(self._row, material, left):
            return own
        origins = [(self._tables.unit(what), self.saved(what)) for what in main]
        origins += [(unit, came.fee) for unit, came in left.brought.items()]
        return most(
            [self._of_class(material) if own is None else own, *self._weighed(material, left, origins)]
        )

    def saved(self, material: str) -> float | None:
        """Return what a works saves that says nothing: a class speaks of waste that has no market price."""
        own = self._priced("disposal", material)
        if own is not None or not self._tables.is_waste(material):
            return own
        return None if (self._priced("market", material) or 0.0) > 0.0 else self._of_class(material)

    def emitted(self, material: str) -> float | None:
        """Return kg CO2e of disposing of a unit of what a works gives off."""
        return self._factor("disposal", material)

    def left_over(self, material: str, left: Left) -> float | None:
        """Return kg CO2e of disposing of a unit of an output, by the rule of its fee."""
        own, main = self.emitted(material), self._mains(left.maker)
        if own is not None and not left.wanted and not self._again(self._emitter, material, left):
            return own
        origins = [(self._tables.unit(what), self.emitted(what)) for what in main]
        origins += [(unit, came.kg) for unit, came in left.brought.items()]
        return most([own, *self._weighed(material, left, origins)])

    def lost(self, technology: str, fed_in: str, brought: Handed) -> tuple[float, float]:
        """Return CNY and kg for a unit that is gone where nothing is made but residue."""
        main, came = self._mains(technology), brought.get(fed_in, NOTHING)
        fee = most([came.fee, *map(self.saved, main)])
        return fee or 0.0, most([came.kg, *map(self.emitted, main)]) or 0.0

    def given(self, material: str, paid: float | None, forgone: bool) -> Handed:
        """Return what getting rid of a unit would have cost, at least what is usual unless it is sold."""
        usual = None if forgone else self.saved(material)
        was = self.rows([material])
        return {self._tables.unit(material): Came(most([paid, usual]), self.emitted(material), 0.0, 1.0, was)}

    def before(self, maker: str, brought: Handed) -> frozenset[str]:
        """Return the rows that price and emit dumping all that came into what a maker makes."""
        return self.rows(self._mains(maker)).union(*(came.was for came in brought.values()))

    def rows(self, materials: Iterable[str]) -> frozenset[str]:
        """Return the rows that say what dumping some materials costs and emits."""
        found = [row(material) for material in materials for row in (self._row, self._emitter)]
        return frozenset(row for row in found if row is not None)

    def _again(self, row: RowOf, material: str, left: Left) -> bool:
        """Whether something is priced as what it was before, at whatever step."""
        return row(material) in self.before(left.maker, left.brought)

    def _weighed(self, material: str, left: Left, origins: Iterable[tuple[str, float | None]]) -> list[float]:
        """Return what an output costs by each origin: as often as a unit of it came to nothing."""
        unit, found = self._tables.unit(material), []
        for of, amount in origins:
            times = max(left.undone if of == left.fed_in else 0.0, 1.0 if of == unit else 0.0)
            if amount is not None and times > 0.0:
                found.append(times * amount)
        return found

    def _of_class(self, material: str) -> float | None:
        row: Row = self._tables["materials"][material]
        if row["phase"] in ("gas", "heat"):
            name = "air"
        elif row["hazard"] == "hazardous" and row["unit"] == "t":
            name = "hazardous"
        else:
            name = "liquid" if row["phase"] == "liquid" else "general"
        return self._general(f"disposal-{name}", f"CNY/{row['unit']}")

    def _mains(self, maker: str) -> list[str]:
        return [row["material"] for row in self._tables.inputs(maker) if row["direction"] == "in_main"]


def most(amounts: Iterable[float | None]) -> float | None:
    """Return the largest that is known."""
    known = [amount for amount in amounts if amount is not None]
    return max(known, default=None)


def dearest(brought: Iterable[Handed]) -> Handed:
    """Return the largest of each unit, of fee, emission and what it holds apart."""
    found: Handed = {}
    for one in brought:
        for unit, came in one.items():
            known = found.get(unit, NOTHING)
            found[unit] = Came(
                most([known.fee, came.fee]),
                most([known.kg, came.kg]),
                max(known.tonnes, came.tonnes),
                max(known.treated, came.treated),
                known.was | came.was,
            )
    return found
