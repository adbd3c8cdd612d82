"""Prices, rates and emission factors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from graph.evidence import Evidence
from graph.model.measures import Measure, Share
from graph.ranges import Range
from graph.vocabulary import FactorKind, MaterialId, PriceAt, PriceKind, RowId


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """A price, gate fee, tax or tariff.

    Attributes
    ----------
    material : MaterialId or None
        What it prices, where it is one material.
    amount : Range or None
        In `unit`; negative where the giver pays; None when nobody could say.
    vat, price_at
        As of a `Market`.
    year : str
        In whose money it is.
    place : str
        Park, division or province that it holds for, see `graph.value.numbers.places`; empty: everywhere.
    note : str
        One that starts with "default" makes the row count before any other of its kind and material.
    """

    id: RowId
    kind: PriceKind
    item_zh: str = ""
    item_en: str = ""
    material: MaterialId | None = None
    amount: Annotated[Range | None, Measure("unit")] = None
    unit: str
    vat: Annotated[float | None, Share] = None
    price_at: PriceAt = PriceAt.UNKNOWN
    place: str = ""
    year: str = ""
    note: str = ""
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class TransportRate:
    """What carrying costs and emits on one mode.

    Attributes
    ----------
    mode : str
        In words; rows are chosen by `cargo` (bulk, powder, chemical, hazardous, bagged).
    from_km, to_km : float or None
        Distances the rate holds for.
    cost : Range or None
        In `unit` (CNY/t-km, or CNY/t for loading).
    co2 : float or None
        kg CO2 per t-km.
    place, note : str
        As of a `Price`.
    """

    id: RowId
    mode: str = ""
    cargo: str
    payload: Annotated[float | None, Measure("t", minimum=0.0)] = None
    from_km: Annotated[float | None, Measure("km", minimum=0.0)] = None
    to_km: Annotated[float | None, Measure("km", minimum=0.0)] = None
    cost: Annotated[Range | None, Measure("unit", minimum=0.0)] = None
    unit: str
    co2: Annotated[float | None, Measure("kg CO2/t-km", minimum=0.0)] = None
    place: str = ""
    year: str = ""
    note: str = ""
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class EmissionFactor:
    """Greenhouse gas per unit of something made, used or disposed of.

    Attributes
    ----------
    amount : Range or None
        In `unit`, for example ``kg CO2e/t`` or ``t CO2/t``; `graph.units` converts.
    place : str
        Park, division or province that it holds for, see `graph.value.numbers.places`; empty: everywhere.
    """

    id: RowId
    kind: FactorKind
    item: str = ""
    material: MaterialId | None = None
    amount: Annotated[Range | None, Measure("unit")] = None
    unit: str
    place: str = ""
    note: str = ""
    evidence: Evidence
