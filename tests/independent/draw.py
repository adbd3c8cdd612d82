"""Numbers drawn from one seed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Draw:
    """Numbers drawn from one seed."""

    random: np.random.Generator

    def amount(self, low: float, high: float) -> float:
        """Return a round number, so that a park can be read."""
        return float(np.round(self.random.uniform(low, high), 1))

    def one(self, choices: Any) -> Any:
        """Return one of several."""
        return choices[int(self.random.integers(len(choices)))]

    def chance(self, share: float) -> bool:
        """Return True in a share of the draws."""
        return bool(self.random.random() < share)
