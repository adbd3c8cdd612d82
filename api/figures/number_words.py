"""What a number of a table is called, for a reader: "price of calcined gypsum" instead of a row's id."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from api.views import View
from graph import model
from graph.tables import TABLES
from graph.wording import Message, Words, message, names_of

#: Table and column -> sentence of the catalogue that holds the name of what the row is about.
_SENTENCES = MappingProxyType(
    {
        ("conveyances", "farthest"): "number.piped",
        ("cost_sheets", "operating"): "number.operating",
        ("cost_sheets", "capital"): "number.capital",
        ("cost_sheets", "second capital"): "number.capital",
        ("cost_sheets", "electricity"): "number.electricity",
        ("cost_sheets", "heat"): "number.heat",
        ("emission_factors", "amount"): "number.emissions",
        ("facilities", "capacity"): "number.capacity",
        ("markets", "demand"): "number.demand",
        ("markets", "room"): "number.room",
        ("markets", "days"): "number.days",
        ("markets", "price"): "number.market_price",
        ("markets", "price_at"): "number.freight_paid",
        ("markets", "radius"): "number.buyers",
        ("parks", "grid_factor"): "number.grid",
        ("ports", "ratio"): "number.ratio",
        ("prices", "amount"): "number.price",
        ("prices", "price_at"): "number.freight_paid",
        ("technologies", "operating_cost"): "number.operating",
        ("technologies", "capital_cost"): "number.capital",
        ("technologies", "electricity"): "number.electricity",
        ("technologies", "heat"): "number.heat",
        ("technologies", "direct_emissions"): "number.direct_emissions",
        ("technologies", "displaced_ratio"): "number.displaced",
        ("transport_rates", "cost"): "number.freight",
        ("transport_rates", "co2"): "number.lorry",
        ("waste_streams", "supply"): "number.supply",
        ("waste_streams", "in_use"): "number.in_use",
        ("waste_streams", "disposal_cost"): "number.disposal",
        ("weights", "value"): "number.constant",
    }
)


def number_words(view: View, table: str, row: str, column: str) -> Words:
    """Return what a number is called; by its place where no sentence is written for it.

    Parameters
    ----------
    view : View
    table, row, column : str
        Where the number stands, as of `graph.value.numbers.terms.Number` and `graph.planning.WouldChange`.

    Examples
    --------
    >>> from graph.snapshot import Snapshot
    >>> number_words(View(Snapshot.of([]), 1), "markets", "plaster", "demand").en
    'demand of plaster'
    """
    sentence = _SENTENCES.get((table, column))
    if sentence is None:
        return Words(f"{table} {row} {column}", f"{table} {row} {column}")
    said = message(sentence, name=_named(view, table, row))
    return Words(said.text("zh"), said.text("en"))


def _named(view: View, table: str, row: str) -> Words | Message:
    found: Any = view.get(TABLES[table].entity, row)
    if found is None:
        return Words(row, row)
    named = _NAMES.get(type(found))
    return names_of(found) if named is None else named(view, found)


def _of_price(view: View, price: model.Price) -> Words:
    if price.material is not None and not price.item_zh:
        return view.named(model.Material, price.material)
    return Words(price.item_zh or price.item_en or price.id, price.item_en or price.item_zh or price.id)


def _of_factor(view: View, factor: model.EmissionFactor) -> Words:
    if factor.material is not None:
        return view.named(model.Material, factor.material)
    return Words(factor.item or factor.id, factor.item or factor.id)


def _of_port(view: View, port: model.Port) -> Message:
    return message(
        "number.port",
        material=view.named(model.Material, port.material),
        technology=view.named(model.Technology, port.technology),
    )


def _of_rate(rate: model.TransportRate) -> Words:
    """Return what a rate is of: by what travels and how far in Chinese, as its row has it in English."""
    english = rate.mode or rate.id
    far = "" if rate.from_km is None and rate.to_km is None else _reach(rate.from_km, rate.to_km)
    known = _CARGOES.get(rate.cargo)
    return Words(english if known is None else message(known, far=far).text("zh"), english)


def _reach(begin: float | None, end: float | None) -> str:
    return f" {begin or 0.0:g}–{end:g} km" if end is not None else f" {begin:g} km–"


#: What travels -> how it is called.
_CARGOES = MappingProxyType(
    {
        "bulk": "number.cargo_bulk",
        "chemical": "number.cargo_chemical",
        "hazardous": "number.cargo_hazardous",
        "loading-bulk": "number.cargo_loading",
        "loading-rail": "number.cargo_rail_loading",
        "rail-bulk": "number.cargo_rail",
    }
)
#: Rows that have no name of their own -> what they are about.
_NAMES: MappingProxyType[type[Any], Callable[[View, Any], Words | Message]] = MappingProxyType(
    {
        model.Conveyance: lambda view, row: view.named(model.Material, row.material),
        model.CostSheet: lambda view, sheet: view.named(model.Technology, sheet.technology),
        model.EmissionFactor: _of_factor,
        model.Port: _of_port,
        model.Price: _of_price,
        model.TransportRate: lambda view, rate: _of_rate(rate),
    }
)
