"""What flows, what it typically contains and who usually takes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from graph.evidence import Evidence, Grade
from graph.model.measures import Measure
from graph.ranges import Range
from graph.vocabulary import Hazard, MaterialId, MaterialStatus, Phase, RowId, Unit, UseRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What flows.

    Attributes
    ----------
    kind_of : MaterialId or None
        The next more general material; a port that takes the parent takes the child.
    synonyms_zh : tuple of str
        Other names in Chinese.
    synonyms_en : tuple of str
        Other names in English.
    phase : Phase
        How it is handed over.
    unit : Unit
        What it is counted in.
    hazard : Hazard
        Whether it is hazardous waste.
    status : MaterialStatus
        Whether it is waste; only waste counts in rates of waste use.
    density : Range or None
        Tonnes per m3 as handed over, gases at 0 C and 1.01325 bar; None: nobody knows, which is never 0.
    density_grade : Grade or None
        How sure the density is.
    ewc_codes : tuple of str
        Codes of the European list of waste.
    sw_codes : tuple of str
        Classes of China's list of solid waste.
    hw_codes : tuple of str
        Classes of China's list of hazardous waste.
    hs_codes : tuple of str
        Headings of the Harmonized System.
    donor_isic : tuple of str
        Industries (ISIC Rev.4) that typically give it off.
    generation : str
        How it comes about, in words.
    """

    id: MaterialId
    name_zh: str = ""
    name_en: str = ""
    kind_of: MaterialId | None = None
    synonyms_zh: tuple[str, ...] = ()
    synonyms_en: tuple[str, ...] = ()
    phase: Phase
    unit: Unit
    hazard: Hazard
    status: MaterialStatus = MaterialStatus.WASTE
    density: Annotated[Range | None, Measure("t/m3", minimum=0.0)] = None
    density_grade: Grade | None = None
    ewc_codes: tuple[str, ...] = ()
    sw_codes: tuple[str, ...] = ()
    hw_codes: tuple[str, ...] = ()
    hs_codes: tuple[str, ...] = ()
    donor_isic: tuple[str, ...] = ()
    generation: str = ""
    note: str = ""
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialComponent:
    """What a material typically contains; a stream without an analysis falls back on it, unverified.

    Attributes
    ----------
    component : str
        Element, compound, nuclide or property.
    basis : str
        Unit of the amount, for example mass %, mass % dry, mg/kg or Bq/kg.
    amount : Range
        How much of it.
    """

    id: RowId
    material: MaterialId
    component: str
    basis: str
    amount: Annotated[Range, Measure("basis")]
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementContent:
    """How much of one element a material contains; what goes into a recipe must come out of it.

    Attributes
    ----------
    element : str
        Symbol of an element or name of a nuclide, for example ``S`` or ``Ra-226``.
    basis : str
        Unit of the amount: ``mass %``, ``mass % dry``, ``mg/kg``, ``mg/kg dry``, ``mg/L``, ``g/m3``,
        ``Bq/kg``, ``Bq/kg dry``; of what the material is counted in (100 % H2SiF6, contained SO2), where
        `note` says so.
    amount : Range
        How much of it.
    free_water : float or None
        Water in what is handed over, mass % wet, which turns a dry content into one as received; None when
        unknown.
    note : str
        What it is counted in, or from what it was converted.
    """

    id: RowId
    material: MaterialId
    element: str
    basis: str
    amount: Annotated[Range, Measure("basis", minimum=0.0)]
    free_water: Annotated[float | None, Measure("mass % wet", minimum=0.0, maximum=100.0)] = None
    note: str = ""
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialUse:
    """Process knowledge: which industries take a material, and kinds of it, as what; for cold starts.

    Attributes
    ----------
    role : UseRole
        What the industry takes it as.
    use_zh : str
        The use in Chinese.
    use_en : str
        The use in English.
    nace : tuple of str
        NACE Rev.2 classes of the industry, without dots.
    commonness : int
        How common the use is: 3 a main outlet of the material, 2 practised regularly, 1 practised here and
        there.
    """

    id: RowId
    material: MaterialId
    role: UseRole
    use_zh: str = ""
    use_en: str = ""
    nace: tuple[str, ...] = ()
    commonness: Annotated[int, Measure("level", minimum=1, maximum=3)]
    note: str = ""
    evidence: Evidence
