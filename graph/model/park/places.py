"""Who and where: parks, enterprises and their positions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from graph.evidence import ESTIMATED_PLACES, Evidence, Grade
from graph.model.measures import Measure
from graph.vocabulary import EnterpriseId, MaterialId, OperatingState, ParkId, RowId


@dataclass(frozen=True, slots=True)
class Position:
    """A WGS84 point and how exactly it is known.

    Coordinates from Chinese map services are GCJ-02 and must be converted first.

    Attributes
    ----------
    lat : float
        WGS84 latitude, degrees north.
    lon : float
        WGS84 longitude, degrees east.
    position_grade : Grade
        How exactly the point is known.
    """

    lat: float
    lon: float
    position_grade: Grade

    @property
    def estimated(self) -> bool:
        """Whether nobody who knows it said where it is: the seat of a district, a point on a sketch."""
        return self.position_grade in ESTIMATED_PLACES


@dataclass(frozen=True, slots=True, kw_only=True)
class Park:
    """An industrial park, or an area of one (`part_of`).

    Attributes
    ----------
    part_of : ParkId or None
        The park that this area belongs to.
    region : str
        Administrative division, GB/T 2260 (530181 is Anning, 53 Yunnan); empty takes the region of the park
        it is part of.
    position : Position or None
        Where it lies.
    grid_factor : float or None
        CO2 of the electricity bought, kg CO2/kWh; None takes the factor of the park it is part of.
    """

    id: ParkId
    name_zh: str = ""
    name_en: str = ""
    part_of: ParkId | None = None
    region: str = ""
    position: Position | None = None
    grid_factor: Annotated[float | None, Measure("kg CO2/kWh", minimum=0.0)] = None
    note: str = ""
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Enterprise:
    """A firm or site in a park.

    Attributes
    ----------
    park : ParkId
        The park or area it stands in.
    state : OperatingState
        Whether it runs today.
    gbt4754 : str
        Industry class of GB/T 4754-2017, four digits; empty when unknown.
    isic : str
        Industry class of ISIC Rev.4, four digits; empty when unknown.
    nace : str
        Industry class of NACE Rev.2, four digits; empty when unknown.
    position : Position or None
        Where it stands.
    licences : tuple of str
        Hazardous waste classes or items (HW codes) that its licence names, of whoever gives them.

        What it may use of one firm only, without a licence, is a `DirectedUse`.
    rail_km : float or None
        Road from its gate to where wagons are loaded for it, km: 0 an own siding, more a goods station that
        it may use; None: not known.
    sea_km : float or None
        Road to where sea-going ships are loaded for it, km: 0 an own quay, more a public port that it may
        use; None: not known.
    river_km : float or None
        Road to where river boats are loaded for it, km: 0 an own quay, more a public port or landing that it
        may use; None: not known.
    river : str
        Which navigable water that is on; boats go between quays on the same one.
    products : str
        What it makes, in words.
    """

    id: EnterpriseId
    name_zh: str = ""
    name_en: str = ""
    park: ParkId
    state: OperatingState
    gbt4754: str = ""
    isic: str = ""
    nace: str = ""
    position: Position | None = None
    licences: tuple[str, ...] = ()
    rail_km: Annotated[float | None, Measure("km", minimum=0.0)] = None
    sea_km: Annotated[float | None, Measure("km", minimum=0.0)] = None
    river_km: Annotated[float | None, Measure("km", minimum=0.0)] = None
    river: str = ""
    products: str = ""
    note: str = ""
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectedUse:
    """One hazardous waste of one firm that another may use without a licence (点对点定向利用).

    The list of hazardous wastes exempts the use, not the user: a provincial scheme names who gives, what, and
    who uses it. It frees no other waste, and not the same waste of another firm.

    Attributes
    ----------
    giver : EnterpriseId or None
        Whose waste it is; None where nobody said, so that it frees nobody's before that is asked.
    taker : EnterpriseId
        Who uses it.
    material : MaterialId or None
        The waste, or the kind of it; None where only codes name it.
    hw_codes : tuple of str
        Its classes or items (HW codes), where no material names it.
    in_force_from : date or None
        First day of the scheme; None when not known.
    in_force_to : date or None
        Last day of the scheme; None when not known, or without end.
    """

    id: RowId
    giver: EnterpriseId | None = None
    taker: EnterpriseId
    material: MaterialId | None = None
    hw_codes: tuple[str, ...] = ()
    in_force_from: date | None = None
    in_force_to: date | None = None
    note: str = ""
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineRing:
    """One ring of the outline of a park, drawn on maps and used for nothing else.

    Attributes
    ----------
    polygon : int
        Which polygon of the outline it belongs to, from 1.
    hole : bool
        Whether it is left out of its polygon.
    lons, lats : tuple of float
        WGS84 degrees of its corners in order; the first is not repeated at the end.
    """

    id: RowId
    park: ParkId
    polygon: Annotated[int, Measure("", minimum=1.0)]
    hole: bool = False
    lons: Annotated[tuple[float, ...], Measure("degrees", -180.0, 180.0)]
    lats: Annotated[tuple[float, ...], Measure("degrees", -90.0, 90.0)]
    note: str = ""
    evidence: Evidence
