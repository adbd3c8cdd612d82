"""Sources, code lists, documented exchanges and the weights of the score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from graph.evidence import Evidence, Grade, SourceId
from graph.model.measures import Measure
from graph.vocabulary import RowId


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A publication, page or document that numbers come from."""

    id: SourceId
    citation: str = ""
    url: str = ""
    grade: Grade
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Industry:
    """A class of GB/T 4754, NACE Rev.2 or ISIC Rev.4.

    Attributes
    ----------
    scheme : str
        ``nace`` (with its `isic` and the nearest classes of GB/T 4754) or ``gbt4754``.
    parent : str
        Code of the next higher class; empty at the top.
    """

    id: RowId
    scheme: str = ""
    code: str
    isic: str = ""
    gbt4754: tuple[str, ...] = ()
    parent: str = ""
    name_zh: str = ""
    name_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WasteCode:
    """A class of the European waste list (ewc), China's solid waste (sw) or hazardous waste (hw) lists."""

    id: RowId
    scheme: str = ""
    code: str
    name_zh: str = ""
    name_en: str = ""
    note: str = ""
    grade: Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class Precedent:
    """A documented exchange elsewhere.

    Attributes
    ----------
    case : str
        Rows of one case were reported together and are never split in an evaluation.
    donor_nace, receiver_nace : tuple of str
        NACE Rev.2 classes, without dots; empty when not reported.
    """

    id: RowId
    case: str = ""
    country: str = ""
    year: str = ""
    donor: str = ""
    donor_nace: tuple[str, ...] = ()
    waste: str = ""
    ewc_codes: tuple[str, ...] = ()
    cpa_codes: tuple[str, ...] = ()
    treatment: str = ""
    receiver: str = ""
    receiver_nace: tuple[str, ...] = ()
    final_use: str = ""
    state: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """How much one part of the score counts, and the constants its formula uses."""

    id: RowId
    name_zh: str = ""
    name_en: str = ""
    value: Annotated[float, Measure("see note", minimum=0.0)]
    unit: str
    note: str = ""
    evidence: Evidence
