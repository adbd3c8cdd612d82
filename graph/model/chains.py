"""Product chains: the steps from a resource to its last use, and how much of one step the next one needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from graph.evidence import Evidence
from graph.model.measures import Measure, Ratio
from graph.ranges import Range
from graph.vocabulary import ChainId, ChainStepId, MaterialId, RowId, TechnologyId


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """A product chain that a park may have whole, in part, or not at all."""

    id: ChainId
    name_zh: str = ""
    name_en: str = ""
    note: str = ""
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainStep:
    """One step of a chain, and what in a park's data shows that a firm takes it.

    Attributes
    ----------
    stage : int
        Place from the resource (1) on; steps of one stage stand beside each other.
    material : MaterialId or None
        What it hands on and is counted in, for a last use what it takes; None: nothing is counted.
    technologies : tuple of TechnologyId
        Those that take the step: a facility that runs one of them takes it.
    industries : tuple of str
        Classes of GB/T 4754-2017, or their leading digits, that take the step, at an amount that the class
        does not tell.
    sign : MaterialId or None
        The waste that shows the step at whoever gives off a stream of it, not of a kind of it: no
        phosphogypsum without phosphoric acid.
    sign_ratio : Range or None
        Units of the sign per unit of `material`; None: the sign shows the step and not its amount.
    """

    id: ChainStepId
    chain: ChainId
    stage: Annotated[int, Measure("stage", minimum=1)]
    name_zh: str = ""
    name_en: str = ""
    material: MaterialId | None = None
    technologies: tuple[TechnologyId, ...] = ()
    industries: tuple[str, ...] = ()
    sign: MaterialId | None = None
    sign_ratio: Annotated[Range | None, Ratio] = None
    note: str = ""
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainLink:
    """What one step hands to another.

    Attributes
    ----------
    before : ChainStepId
        Who gives.
    after : ChainStepId
        Who takes.
    ratio : Range or None
        Units of what `before` hands on per unit that `after` makes, where a facility's recipe does not say.
    """

    id: RowId
    before: ChainStepId
    after: ChainStepId
    ratio: Annotated[Range | None, Ratio] = None
    note: str = ""
    evidence: Evidence
