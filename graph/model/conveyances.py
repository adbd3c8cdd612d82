"""How far things go that no lorry carries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from graph.evidence import Evidence
from graph.model.measures import Measure
from graph.vocabulary import MaterialId, RowId


@dataclass(frozen=True, slots=True, kw_only=True)
class Conveyance:
    """How far a material, and kinds of it, goes by pipe or duct, and what it loses on the way.

    Attributes
    ----------
    usual : float
        Road km up to which it is built as a rule; beyond it somebody has to ask.
    farthest : float
        Road km beyond which nobody builds it.
    temperature_drop : float or None
        By how much it cools, K per km.
    loss : float or None
        Share of it that is lost per km.
    """

    id: RowId
    material: MaterialId
    usual: Annotated[float, Measure("km", minimum=0.0)]
    farthest: Annotated[float, Measure("km", minimum=0.0)]
    temperature_drop: Annotated[float | None, Measure("K/km", minimum=0.0)] = None
    loss: Annotated[float | None, Measure("fraction/km", minimum=0.0, maximum=1.0)] = None
    note: str = ""
    evidence: Evidence
