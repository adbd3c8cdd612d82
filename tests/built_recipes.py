"""Short ways to write technologies and rules in a test; by the door of `tests.build`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from graph.model import (
    Conveyance,
    Limit,
    Port,
    Standard,
    Technology,
    TransferRule,
)
from graph.ranges import Range
from graph.vocabulary import (
    Direction,
    Hazard,
    MaterialId,
    PortId,
    RowId,
    StandardId,
    TechnologyId,
    TransferDuty,
)
from tests.built_values import ESTIMATE


def technology(
    name: str,
    *,
    trl: int = 9,
    displaces: str | None = None,
    displaced_ratio: float | None = None,
    operating_cost: float | None = 0.0,
    electricity: float | None = 0.0,
    heat: float | None = 0.0,
    direct_emissions: float | None = 0.0,
    nace: tuple[str, ...] = (),
    capital_cost: float | None = None,
    minimum_scale: float | None = None,
) -> Technology:
    """A technology; its ports are `port`s of their own."""
    return Technology(
        id=TechnologyId(name),
        name_zh=name,
        name_en=name,
        nace=nace,
        trl=trl,
        minimum_scale=minimum_scale,
        capital_cost=capital_cost,
        operating_cost=operating_cost,
        electricity=electricity,
        heat=heat,
        displaced_material=MaterialId(displaces) if displaces else None,
        displaced_ratio=displaced_ratio,
        direct_emissions=direct_emissions,
        evidence=ESTIMATE,
    )


def port(
    technology: str,
    direction: Direction,
    material: str,
    ratio: float = 1.0,
    *,
    share_max: float | None = None,
) -> Port:
    """A port with an exact ratio."""
    return Port(
        id=PortId(f"{technology}:{direction.value}:{material}"),
        technology=TechnologyId(technology),
        direction=direction,
        material=MaterialId(material),
        ratio=Range.exact(ratio),
        share_max=share_max,
        evidence=ESTIMATE,
    )


def recipe(
    name: str,
    takes: str,
    gives: str,
    ratio: float = 1.0,
    *,
    residue: tuple[str, float] | None = None,
    auxiliary: Sequence[tuple[str, float]] = (),
    trl: int = 9,
) -> list[Technology | Port]:
    """A technology with one main input, one product, and perhaps a residue and auxiliary inputs."""
    parts: list[Technology | Port] = [
        technology(name, trl=trl),
        port(name, Direction.MAIN_INPUT, takes),
        port(name, Direction.PRODUCT, gives, ratio),
    ]
    if residue is not None:
        parts.append(port(name, Direction.RESIDUE, *residue))
    parts.extend(port(name, Direction.AUXILIARY_INPUT, *entry) for entry in auxiliary)
    return parts


def limit(
    technology: str,
    component: str,
    *,
    minimum: float | None = None,
    maximum: float | None = None,
    material: str | None = None,
    basis: str = "mass %",
    standard: str | None = None,
) -> Limit:
    """A composition limit; without bounds its value is not verified."""
    return Limit(
        id=RowId(f"{technology}:{material or '*'}:{component}:{basis}"),
        technology=TechnologyId(technology),
        material=MaterialId(material) if material else None,
        component=component,
        basis=basis,
        minimum=minimum,
        maximum=maximum,
        standard=StandardId(standard) if standard else None,
        standard_text=standard or "",
        evidence=ESTIMATE,
    )


def standard(
    name: str, start: date | None = None, end: date | None = None, replaced_by: str | None = None
) -> Standard:
    """A standard in force between two days, and what replaced it."""
    successor = None if replaced_by is None else StandardId(replaced_by)
    return Standard(
        id=StandardId(name),
        title_zh=f"{name} 标准",
        title_en=f"Standard {name}",
        in_force_from=start,
        in_force_to=end,
        replaced_by=successor,
        evidence=ESTIMATE,
    )


def transfer_rule(
    name: str,
    duty: TransferDuty,
    *,
    hazard: Hazard | None = None,
    hw_codes: tuple[str, ...] = (),
    material: str | None = None,
    phases: tuple[str, ...] = (),
    origin: str = "",
    destination: str = "",
    crossing: int = 2,
    start: date | None = None,
    end: date | None = None,
) -> TransferRule:
    """A rule about waste that goes to another division; two digits of crossing are another province."""
    concerned = None if material is None else MaterialId(material)
    return TransferRule(
        id=RowId(name),
        name_zh=f"{name} 规则",
        name_en=f"Rule {name}",
        hazard=hazard,
        hw_codes=hw_codes,
        material=concerned,
        phases=phases,
        from_region=origin,
        to_region=destination,
        crossing=crossing,
        duty=duty,
        in_force_from=start,
        in_force_to=end,
        evidence=ESTIMATE,
    )


def conveyance(
    material: str,
    usual: float,
    farthest: float,
    *,
    drop: float | None = None,
    loss: float | None = None,
) -> Conveyance:
    """How far a material is piped, km, what it cools, K/km, and what it loses on the way, share/km."""
    return Conveyance(
        id=RowId(f"pipe-{material}"),
        material=MaterialId(material),
        usual=usual,
        farthest=farthest,
        temperature_drop=drop,
        loss=loss,
        evidence=ESTIMATE,
    )
