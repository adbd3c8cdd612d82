"""Sources, code lists, documented exchanges and the weights of the score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from graph.evidence import Evidence, Grade, SourceId
from graph.model.measures import Measure
from graph.vocabulary import RowId


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A publication, page or document that numbers come from.

    Attributes
    ----------
    citation : str
        How to cite it.
    url : str
        Where it can be read; empty when not online.
    grade : Grade
        How far it can be trusted.
    """

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
    code : str
        Its code in the scheme, without dots.
    isic : str
        ISIC Rev.4 class; empty when unknown.
    gbt4754 : tuple of str
        Nearest classes of GB/T 4754; empty when unknown.
    parent : str
        Code of the next higher class; empty at the top.
    name_zh : str
        Name in Chinese; empty when unknown.
    name_en : str
        Name in English; empty when unknown.
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
        The case that it was reported with; exchanges of one are never split in an evaluation.
    country : str
        Where.
    year : str
        When it was reported.
    donor : str
        Who gives, in words.
    donor_nace : tuple of str
        Industry of the giver, NACE Rev.2, without dots; empty when not reported.
    waste : str
        What is given, in words.
    ewc_codes : tuple of str
        Codes of the European list of waste.
    cpa_codes : tuple of str
        Codes of the Classification of Products by Activity.
    treatment : str
        What is done to it on the way.
    receiver : str
        Who takes, in words.
    receiver_nace : tuple of str
        Industry of the taker, NACE Rev.2, without dots; empty when not reported.
    final_use : str
        What it is used for.
    state : str
        Whether it was done or only studied, in the reference's words.
    reference : str
        Where it is documented.
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
