"""Weights and constants of the score, from the `weights` table: no number about the world is code."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from graph.errors import SymbioflowError
from graph.matching.gates import Downward
from graph.matching.suggestion import PartName
from graph.model import Weight
from graph.snapshot import Snapshot
from graph.vocabulary import OperatingState

_CONSTANTS = (
    "co2-scale",
    "detour",
    "margin-scale",
    "neutral",
    "per-step-down",
    "per-step-up",
    "precedent-prior",
    "radius",
    "transport-reference",
)


@dataclass(frozen=True)
class Weights:
    """Values of the `weights` table by id, with per-request overrides already applied.

    Examples
    --------
    >>> Weights({"part.technical": 3.0, "part.co2": 1.0}).shares()[PartName.TECHNICAL]
    0.75
    """

    values: Mapping[str, float]

    @classmethod
    def of(cls, snapshot: Snapshot, overrides: Mapping[str, float] | None = None) -> Weights:
        """Return the snapshot's weights; an override of an unknown or negative weight is refused."""
        values = {str(weight.id): weight.value for weight in snapshot.all(Weight)}
        for name, value in (overrides or {}).items():
            if name not in values:
                raise SymbioflowError("UNKNOWN_WEIGHT", name=name, known=sorted(values))
            if not 0 <= value < math.inf:
                raise SymbioflowError("BAD_WEIGHT", name=name, given=value)
            values[name] = value
        return cls(values)

    def __getitem__(self, name: str) -> float:
        try:
            return self.values[name]
        except KeyError:
            raise SymbioflowError("MISSING_WEIGHT", name=name) from None

    def or_neutral(self) -> Weights:
        """Return these weights, and 1 for what is not there and a ranking of nothing would ask for."""
        asked = [f"constant.{name}" for name in _CONSTANTS]
        asked += [f"part.{part.value}" for part in PartName]
        asked += [f"state.{state.value}" for state in OperatingState]
        return Weights({**dict.fromkeys(asked, 1.0), **self.values})

    def downward(self) -> Downward:
        """Return how far a more general material may be offered to a port that wants a kind of it.

        A table without these weights keeps the way closed.
        """
        steps, kinds = (self.values.get(f"constant.{name}-down", 0.0) for name in ("steps", "kinds"))
        return Downward(int(steps), int(kinds))

    @property
    def for_cold_starts(self) -> bool:
        """Whether the table has what a cold start weighs with; a store without the library has not."""
        return any(name.startswith("cold.") for name in self.values)

    def usual_power(self) -> float:
        """Return the power of how usual a use is, beside the score of a prospective receiver.

        A table without this weight takes the score alone.
        """
        return self.values.get("constant.usual-power", 0.0)

    def shares(self) -> dict[PartName, float]:
        """Return the exponent of each part; they sum to 1."""
        raw = {part: self.values.get(f"part.{part.value}", 0.0) for part in PartName}
        total = sum(raw.values())
        if total <= 0:
            raise SymbioflowError("BAD_WEIGHT.all_zero")
        return {part: value / total for part, value in raw.items()}
