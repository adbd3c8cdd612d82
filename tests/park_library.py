"""The library of the park with at least one row of every table: recipes, prices, policies."""

from __future__ import annotations

from datetime import date
from typing import Any

from graph import model
from graph.evidence import Grade
from graph.ranges import Range
from graph.vocabulary import (
    Direction,
    EntryFigure,
    EntryGate,
    EntryOutcome,
    FactorKind,
    Hazard,
    ImbalanceKind,
    MarketReach,
    PriceKind,
    RevenueBasis,
    Unit,
)
from tests.park_materials import made, materials


def library() -> tuple[Any, ...]:
    """What does not belong to one enterprise: sources, materials, recipes, prices, policies."""
    return (*_papers(), *materials(), *_technologies(), *_numbers())


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
