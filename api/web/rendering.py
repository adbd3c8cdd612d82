"""How a page is written: Jinja2 templates, the policy that lets nothing in or out, amounts in one way."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from api.language import Language
from api.web.state import State
from api.web.things import Thing, grade_of, range_of
from api.web.words import speaker
from graph.units import show_amount, show_money, show_share, significant, unit_words
from graph.wording import (
    Words,
    clause_words,
    component_words,
    division_words,
    listed,
    message,
    span,
    with_ends,
)
from graph.wording import measure_words as component_measure
from viz.standing import hash_of, text_of
from viz.words import number, price, value_words

STATIC = Path(__file__).with_name("static")
#: A page loads from this server alone and runs only files of `STATIC`; nothing inline, no eval, no frame.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data: blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache", "Vary": "Accept-Language"}
_CHINESE = re.compile("[\u3400-\u9fff]")
_TEMPLATES = jinja2.Environment(
    autoescape=True,
    loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def rendered(page: str, state: State, values: dict[str, Any], status: int = 200) -> HTMLResponse:
    """Return a page: its template, its words and what it shows.

    Templates have ``t`` (a sentence), ``name`` (of a thing or of words), ``amount``, ``money``, ``share``,
    ``here`` and ``to`` (addresses) and ``static`` (address of a file).
    """
    return HTMLResponse(_text(page, state, values), status, headers=HEADERS)


def standing_alone(page: str, state: State, values: dict[str, Any]) -> tuple[str, str]:
    """Return a part as a page that needs no other file, and its policy: nothing is loaded, nothing runs."""
    style = text_of(STATIC / "web.css")
    policy = f"default-src 'none'; style-src {hash_of(style)}; base-uri 'none'; form-action 'none'"
    around = {"policy": policy, "style": Markup(style), "part": Markup(_text(page, state, values))}
    return _text("alone", state, {**values, **around}), policy


def _text(page: str, state: State, values: dict[str, Any]) -> str:
    language: Language = state.language
    return _TEMPLATES.get_template(f"{page}.html").render(
        page=page,
        state=state,
        language=language,
        html_language="zh-CN" if language == "zh" else "en",
        t=speaker(page, language),
        name=lambda named: _name(named, language),
        span=span,
        amount=lambda value, unit, yearly=True: amount_words(value, unit, language, yearly),
        about=lambda value, unit: amount_words(significant(value), unit, language),
        division=lambda code: division_words(code).text(language),
        spoken=spoken,
        quantity=lambda value: quantity_words(value, language),
        in_use=lambda value: in_use_words(value, language),
        value=lambda text: value_words(text).text(language),
        measure=lambda unit: measure_words(unit, language),
        component=lambda text: component_words(text).text(language),
        grade=lambda evidence: grade_of(evidence).text(language),
        clause=lambda text: clause_words(text).text(language),
        either=lambda row: (
            (row["nameZh"] or row["nameEn"]) if language == "zh" else row["nameEn"] or row["nameZh"]
        ),
        listed=lambda items: listed(items, language),
        number=number,
        money=lambda value: show_money(value, language),
        share=lambda value: show_share(value, language),
        here=state.here,
        to=state.to,
        page_of=lambda thing: page_of(thing, state),
        static=static_address,
        **values,
    )


def amount_words(value: float | None, unit: str, language: str, yearly: bool = True) -> str:
    """Return an amount as it is written everywhere; what is not known is said to be so.

    Examples
    --------
    >>> amount_words(1_400_000.0, "t", "zh"), amount_words(None, "t", "en")
    ('140万吨/年', 'unknown')
    """
    return show_amount(value, f"{unit}/yr" if yearly else unit, language)


def page_of(thing: Thing, state: State) -> str:
    """Return the address of the page about a thing."""
    return state.to(f"/{thing.kind}", id=thing.id)


def in_use_words(quantity: Mapping[str, Any] | None, language: str) -> str:
    """Return what is in use; where it is said that some is and not how much, that it is not known.

    Examples
    --------
    >>> in_use_words({"low": 0.0, "likely": 0.0, "high": 9e5, "unit": "t/yr"}, "en")
    'not known (0 – 900 kt/yr)'
    >>> in_use_words({"low": 0.0, "likely": 0.0, "high": 0.0, "unit": "t/yr"}, "en")
    '0 t/yr'
    """
    if quantity is None or not range_of(quantity).is_open:
        return quantity_words(quantity, language)
    most = show_amount(quantity["high"], quantity["unit"], language)
    return message("stream.in_use_open", most=most).text(language)


def quantity_words(quantity: Mapping[str, Any] | None, language: str) -> str:
    """Return a quantity of an answer: likely, and between which ends where they differ.

    Examples
    --------
    >>> quantity_words({"low": 5e5, "likely": 6e5, "high": 8e5, "unit": "t/yr"}, "en")
    '600 kt/yr (500 kt/yr – 800 kt/yr)'
    >>> quantity_words({"low": 0.1, "likely": 0.1, "high": 0.1, "unit": "fraction"}, "zh")
    '10%'
    >>> quantity_words({"low": 60, "likely": 150, "high": 400, "unit": "CNY/t"}, "zh")
    '150 (60 – 400) 元/吨'
    >>> quantity_words(None, "zh")
    '未知'
    """
    if quantity is None:
        return show_amount(None, "", language)
    unit = quantity["unit"]
    low, likely, high = (quantity[end] for end in ("low", "likely", "high"))

    def one(value: float) -> str:
        if unit == "fraction":
            return show_share(value, language)
        if unit.partition("/")[0] in ("t", "m3", "GJ", "km"):
            return show_amount(value, unit, language)
        return number(value)

    said = with_ends(*(one(value) for value in (low, likely, high)))
    if one(likely) != number(likely):
        return said
    if unit.startswith("CNY/"):
        return price(said, unit.removeprefix("CNY/")).text(language)
    return f"{said} {measure_words(unit, language)}"


def measure_words(unit: str, language: str) -> str:
    """Return what a measurement is counted in, in words where there are any.

    Examples
    --------
    >>> measure_words("mass % dry", "zh"), measure_words("mg/L", "zh"), measure_words("CNY/t", "zh")
    ('质量%（干基）', 'mg/L', '元/吨')
    """
    words = component_measure(unit).text(language)
    if words != unit or language != "zh":
        return words
    return "/".join("年" if part == "yr" else unit_words(part) for part in unit.split("/"))


def spoken(text: str) -> str:
    """Return the language that a text of the data is in, for its mark on a page in the other one.

    Examples
    --------
    >>> spoken("昆钢新区"), spoken("5.4 Mt/yr steel")
    ('zh-CN', 'en')
    """
    return "zh-CN" if _CHINESE.search(text) else "en"


@cache
def static_address(name: str) -> str:
    """Return the address of a file of ours; it changes with the content, so that it may be kept for long."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


def _name(named: Thing | Words, language: str) -> str:
    return (named.name if isinstance(named, Thing) else named).text(language)
