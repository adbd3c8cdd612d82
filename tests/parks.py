"""A park with at least one row of every table, and among them every sort of value that a store must keep:
empty texts and lists, unknown numbers, dates, quotes, a number that binary fractions cannot hold exactly.

The phosphate works gives off phosphogypsum; the gypsum plant makes plaster of it and gives off wash water.
"""

from __future__ import annotations

import types
import typing
from dataclasses import Field, fields
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from graph import model
from graph.evidence import Evidence, Grade, SourceId
from graph.model import Position
from graph.ranges import Range
from graph.snapshot import Records, records_of
from graph.vocabulary import (
    Direction,
    EntryFigure,
    EntryGate,
    EntryOutcome,
    FactorKind,
    Hazard,
    ImbalanceKind,
    LinkageId,
    LinkageState,
    MarketReach,
    OperatingState,
    Phase,
    PriceKind,
    ProjectStage,
    RevenueBasis,
    Sharing,
    TransferDuty,
    Unit,
    UseRole,
)

Entity = TypeVar("Entity")

SURVEYED = Evidence((SourceId("survey"), SourceId("yearbook")), Grade.COMPANY)
GUESSED = Evidence((), Grade.ESTIMATE)
LINKAGE = LinkageId("linkage-gypsum")
WATER_LINKAGE = LinkageId("linkage-water")


def made(entity: type[Entity], **values: Any) -> Entity:
    """An object whose other fields are unknown, empty, or what the survey says."""
    hints = typing.get_type_hints(entity)
    given = {field.name: values.pop(field.name, _blank(field, hints[field.name])) for field in fields(entity)}
    assert not values, f"{entity.__name__} has no {', '.join(values)}"
    return entity(**given)


def _blank(field: Field[Any], hint: Any) -> Any:
    if isinstance(field.default, StrEnum | bool | float) or field.default == "CNY":
        return field.default
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return None
    if typing.get_origin(hint) is tuple:
        return ()
    return {Evidence: SURVEYED, bool: False}.get(hint, "")


def whole_park() -> tuple[Any, ...]:
    """Every object of the park."""
    return (*library(), *enterprises(), *linkages())


def park_records() -> Records:
    """The park as it is loaded."""
    return records_of(whole_park())


def library() -> tuple[Any, ...]:
    """What does not belong to one enterprise: sources, materials, recipes, prices, policies."""
    return (*_papers(), *_materials(), *_technologies(), *_numbers())


def _papers() -> tuple[Any, ...]:
    return (
        made(model.Source, id="survey", citation='Survey of "the" park', grade=Grade.COMPANY),
        made(
            model.Source,
            id="yearbook",
            citation="统计年鉴",
            url="https://x.test/?a=1&b",
            grade=Grade.OFFICIAL,
        ),
        made(model.Industry, id="nace-2015", scheme="nace", code="2015", name_zh="化肥制造"),
        made(model.WasteCode, id="sw-06", scheme="sw", code="SW06", name_zh="磷石膏", grade=Grade.OFFICIAL),
        made(
            model.Standard,
            id="gb-old",
            title_zh="建筑石膏 (旧)",
            in_force_from=date(2008, 1, 31),
            in_force_to=date(2024, 2, 29),
            replaced_by="gb-new",
        ),
        made(model.Standard, id="gb-new", title_zh="建筑石膏", in_force_from=date(2024, 3, 1)),
        made(model.StandardLimit, id="gb-new-1", standard="gb-new", component="Ra-226", maximum=200.0),
        made(model.Policy, id="policy-1", title_zh="磷石膏利用办法", applies_to=("a", "b"), plan_table=2),
        made(model.Precedent, id="case-1", case="kalundborg", donor_nace=("3511",), waste="gypsum, \\ wet"),
    )


def material(item: str, zh: str, en: str, kind_of: str | None = None, **values: Any) -> model.Material:
    """A material with its names."""
    usual = {"phase": Phase.SOLID, "unit": Unit.TONNE, "hazard": Hazard.NONE, "evidence": GUESSED}
    return made(model.Material, id=item, name_zh=zh, name_en=en, kind_of=kind_of, **{**usual, **values})


def _materials() -> tuple[Any, ...]:
    return (
        material("gypsum", "石膏", "Gypsum", evidence=SURVEYED),
        material(
            "phosphogypsum",
            "磷石膏",
            "Phosphogypsum",
            "gypsum",
            synonyms_zh=("磷酸渣", "二水石膏"),
            synonyms_en=("PG", "calcium sulphate residue"),
            ewc_codes=("060904", "100105"),
        ),
        material("plaster", "建筑石膏粉", "Building plaster"),
        material("slag", "钢渣", "Steel slag"),
        material(
            "water",
            "中水",
            "Reclaimed water",
            unit=Unit.CUBIC_METRE,
            phase=Phase.LIQUID,
            density=Range(0.99, 1.0, 1.01),
            density_grade=Grade.TEXTBOOK,
        ),
        made(
            model.TransferRule,
            id="rule-1",
            name_zh="跨省转移",
            hazard=Hazard.HAZARDOUS,
            phases=("solid", "sludge"),
            from_region="53",
            crossing=2,
            duty=TransferDuty.PERMIT,
            in_force_from=date(2022, 1, 1),
        ),
        made(
            model.Conveyance,
            id="pipe-1",
            material="water",
            usual=5.0,
            farthest=15.0,
            temperature_drop=0.5,
            note="明渠",
            evidence=GUESSED,
        ),
        made(model.Scenario, id="mill-closes", name_zh="停产", evidence=GUESSED),
        made(
            model.ScenarioChange,
            id="mill-closes-1",
            scenario="mill-closes",
            table_name="materials",
            row_id="slag",
            field="note",
            value="none",
        ),
        made(
            model.MaterialUse,
            id="use-1",
            material="gypsum",
            role=UseRole.RAW_MATERIAL,
            nace=("2352",),
            commonness=2,
        ),
        made(
            model.MaterialComponent,
            id="pg-p2o5",
            material="phosphogypsum",
            component="P2O5",
            basis="mass % dry",
            amount=Range(0.1, 0.7, 1.3),
        ),
        made(
            model.ElementContent,
            id="pg-s",
            material="phosphogypsum",
            element="S",
            basis="mass % dry",
            amount=Range(15.0, 17.1, 18.2),
            free_water=20.0,
        ),
    )


def _technologies() -> tuple[Any, ...]:
    def port(item: str, direction: Direction, of: str, likely: float, share: float | None) -> model.Port:
        ratio = Range(likely * 0.9, likely, likely * 1.1)
        return made(
            model.Port,
            id=item,
            technology="calcining",
            direction=direction,
            material=of,
            ratio=ratio,
            share_max=share,
        )

    return (
        made(
            model.Technology,
            id="calcining",
            name_zh="煅烧制建筑石膏",
            name_en="Calcining to plaster",
            description_en="Dry, then calcine at 150 °C.",
            trl=9,
            minimum_scale=50_000.0,
            operating_cost=81.3,
            displaced_material="gypsum",
            displaced_ratio=0.8,
            final_use=True,
        ),
        port("calcining-in", Direction.MAIN_INPUT, "phosphogypsum", 1.0, None),
        port("calcining-plaster", Direction.PRODUCT, "plaster", 0.7, 0.35),
        port("calcining-water", Direction.RESIDUE, "water", 0.1, None),
        made(
            model.Imbalance,
            id="calcining-s",
            technology="calcining",
            material="phosphogypsum",
            element="S",
            kind=ImbalanceKind.LOST,
            note="Sulphur of the wash water is not counted.",
        ),
        made(
            model.Limit,
            id="calcining-ra",
            technology="calcining",
            material="phosphogypsum",
            component="Ra-226",
            basis="Bq/kg",
            maximum=200.0,
            standard="gb-new",
        ),
    )


def _numbers() -> tuple[Any, ...]:
    return (
        made(
            model.Price,
            id="price-pg",
            kind=PriceKind.DISPOSAL,
            material="phosphogypsum",
            amount=Range(-40.0, -0.1, 0.0),
        ),
        made(
            model.TransportRate, id="truck", cargo="bulk", from_km=0.0, cost=Range(0.3, 0.45, 0.6), co2=0.074
        ),
        made(model.EmissionFactor, id="factor-gypsum", kind=FactorKind.PRODUCT, material="gypsum"),
        made(model.Weight, id="part.quantity", name_zh="数量", name_en="quantity", value=1.0),
        *_costs_and_markets(),
        *_chain(),
    )


def _costs_and_markets() -> tuple[Any, ...]:
    return (
        made(
            model.ProcessClass,
            id="calcining-low",
            name_zh="低温煅烧",
            family="thermal",
            unit=Unit.TONNE,
            operating=Range(20.0, 40.0, 90.0),
            electricity=Range(20.0, 30.1, 50.0),
            heat=Range(600.0, 900.0, 1200.0),
            capital=Range(60.0, 150.0, 700.0),
            reference_scale=300_000.0,
            scale_exponent=0.65,
            life=15.0,
            year=2024,
        ),
        made(
            model.PortYield,
            id="calcining:plaster:dry-matter",
            port="calcining-plaster",
            main_input="phosphogypsum",
            component="dry-matter",
            factor=Range(0.85, 0.86, 0.87),
        ),
        made(
            model.ComponentFate,
            id="calcining:plaster:SiO2",
            technology="calcining",
            material="plaster",
            component="SiO2",
            factor=Range(1.0, 1.1, 1.2),
        ),
        made(
            model.CostSheet,
            id="calcining-costs",
            technology="calcining",
            process_class="calcining-low",
            factor=1.2,
            operating=Range(30.0, 33.3, 40.0),
            revenue=RevenueBasis.DISPLACED,
        ),
        made(
            model.Market,
            id="plaster-region",
            material="plaster",
            technology="calcining",
            reach=MarketReach.REGIONAL,
            place="530181",
            radius=100.0,
            demand=Range(300_000.0, 600_000.0, 900_000.0),
            served=Range(0.4, 0.6, 0.9),
            price=Range(200.0, 280.0, 400.0),
            question_zh="方圆100公里内每年用多少建筑石膏？",
        ),
        made(
            model.Market,
            id="pit",
            material="phosphogypsum",
            waste=True,
            reach=MarketReach.SINK,
            within="plaster-region",
            total=Range(0.0, 1_400_000.0, 2_000_000.0),
            binds=False,
        ),
    )


def _chain() -> tuple[Any, ...]:
    """Phosphogypsum to plaster, a plant that makes it elsewhere, and what the park asks of such a plant."""
    return (
        made(model.Chain, id="gypsum-chain", name_zh="石膏链", name_en="gypsum chain"),
        made(
            model.ChainStep,
            id="gypsum-chain:acid",
            chain="gypsum-chain",
            stage=1,
            material="phosphogypsum",
            industries=("262",),
            sign="phosphogypsum",
            sign_ratio=Range(2.3, 2.6, 3.0),
        ),
        made(
            model.ChainStep,
            id="gypsum-chain:plaster",
            chain="gypsum-chain",
            stage=2,
            material="plaster",
            technologies=("calcining",),
        ),
        made(
            model.ChainLink,
            id="gypsum-chain:acid>plaster",
            before="gypsum-chain:acid",
            after="gypsum-chain:plaster",
            ratio=Range(1.3, 1.4, 1.5),
        ),
        made(
            model.ReferencePlant,
            id="plaster-elsewhere",
            technology="calcining",
            name_zh="外地建筑石膏厂",
            year=2023,
            built=False,
            material="plaster",
            capacity=360_000.0,
            investment=211_252_800.0,
        ),
        made(
            model.EntryRule,
            id="listed",
            gate=EntryGate.ENERGY,
            outcome=EntryOutcome.OPEN,
            gbt4754=("301",),
            hazard=Hazard.POSSIBLE,
            said_zh="须落实能耗指标",
        ),
        made(
            model.EntryThreshold,
            id="investment",
            park="anning",
            figure=EntryFigure.INVESTMENT_PER_MU,
            minimum=300.0,
        ),
        made(
            model.CandidateFirm,
            id="asked-once",
            park="anning",
            name_zh="某石膏公司",
            gbt4754="3024",
            technologies=("calcining",),
        ),
        made(
            model.OutlineRing,
            id="caopu--1-0",
            park="caopu",
            polygon=1,
            lons=(102.3, 102.4, 102.4),
            lats=(24.9, 24.9, 25.0),
        ),
    )


def enterprises() -> tuple[Any, ...]:
    """The park with its two enterprises, their streams and their facilities."""
    here = Position(24.92, 102.48, Grade.OFFICIAL)
    return (
        made(
            model.Park,
            id="anning",
            name_zh="安宁园区",
            name_en="Anning park",
            position=here,
            grid_factor=0.14,
        ),
        made(model.Park, id="caopu", name_zh="草铺片区", name_en="Caopu area", part_of="anning"),
        target(),
        _enterprise("phosphate-works", "云磷化工", "Yunlin phosphate works", licences=("HW34", "HW35")),
        _enterprise("gypsum-plant", "滇石膏业", "Dian gypsum plant", position=here),
        stream("stack", 1_200_000.0),
        made(
            model.StreamComponent,
            id="stack-ra",
            stream="stack",
            component="Ra-226",
            amount=Range(120.0, 180.0, 500.0),
        ),
        _facility("calciner", "gypsum-plant", date(2026, 12, 31)),
        _facility("washer", "phosphate-works", None),
        made(
            model.Project,
            id="washing",
            enterprise="phosphate-works",
            facilities=("washer",),
            stage=ProjectStage.STARTED,
        ),
    )


def target(*materials: str) -> model.Target:
    """The park's target for phosphogypsum and slag, or for other materials."""
    return made(
        model.Target,
        id="target-1",
        park="anning",
        unit=Unit.TONNE,
        materials=materials or ("phosphogypsum", "slag"),
        share=0.6,
    )


def _enterprise(item: str, zh: str, en: str, **values: Any) -> model.Enterprise:
    state = OperatingState.OPERATING
    return made(model.Enterprise, id=item, name_zh=zh, name_en=en, park="caopu", state=state, **values)


def stream(item: str, likely: float, name_zh: str = "磷石膏堆场") -> model.WasteStream:
    """A stream of phosphogypsum from the phosphate works."""
    return made(
        model.WasteStream,
        id=item,
        name_zh=name_zh,
        name_en="Phosphogypsum stack",
        enterprise="phosphate-works",
        material="phosphogypsum",
        supply=Range(likely * 0.9, likely, likely * 1.1),
        in_use=Range(0.0, 0.0, 0.0),
        moisture=Range(15.0, 20.0, 25.0),
        monthly=(0.1,) * 8 + (0.05,) * 4,
        sharing=Sharing.PARK,
    )


def _facility(item: str, enterprise: str, opens: date | None) -> model.Facility:
    return made(
        model.Facility,
        id=item,
        name_zh="石膏煅烧线",
        name_en="Calcining line",
        enterprise=enterprise,
        technology="calcining",
        state=OperatingState.PLANNED,
        capacity=Range(90_000.0, 100_000.0, 110_000.0),
        opens=opens,
        sharing=Sharing.PUBLIC,
    )


def linkages() -> tuple[Any, ...]:
    """One linkage from a stream, one from a facility's output, and an event of long ago."""

    def linkage(item: LinkageId, to: str, **giver: str) -> model.Linkage:
        return made(
            model.Linkage,
            id=item,
            to_facility=to,
            port="calcining-in",
            amount=80_000.1,
            state=LinkageState.SUGGESTED,
            version=1,
            **giver,
        )

    return (
        linkage(LINKAGE, "calciner", stream="stack"),
        linkage(WATER_LINKAGE, "washer", from_facility="calciner"),
        made(
            model.LinkageEvent,
            id="event-0",
            linkage=WATER_LINKAGE,
            at="2025-01-01T00:00:00Z",
            before=LinkageState.CONTACTED,
            after=LinkageState.SUGGESTED,
            version=1,
            actor="李",
        ),
    )
