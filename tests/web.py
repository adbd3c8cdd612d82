"""Addresses of every page of the Anning park, for the tests of pages and for ``make shots``."""

from __future__ import annotations

SUGGESTION = (
    "tianan-chemical--phosphogypsum>xiangfeng-environmental--pg-wash-purification"
    ">pg-wash-purification:in_main:phosphogypsum"
)
#: Name -> address.
ADDRESSES = {
    "overview": "/",
    "flows": "/flows",
    "flows-focus": "/flows?focus=facility:xiangfeng-environmental--pg-wash-purification",
    "flows-water": "/flows?unit=m3&show=difference&group=firm&least=0",
    "bundles": "/bundles",
    "bundles-planned": "/bundles?group=waste&plan=with",
    "map": "/map",
    "map-around": "/map?firm=kunming-steel&radius=10",
    "matches": "/matches",
    "matches-refused": "/matches?tab=refused",
    "match": f"/match?id={SUGGESTION}",
    "plan": "/plan",
    "plan-late": "/plan?scenario=phosphogypsum-projects-late",
    "tradeoffs": "/tradeoffs",
    "tradeoffs-opened": "/tradeoffs?between=tonnes-co2&point=2&target=anning-2025-water-reuse&step=4",
    "leads": "/leads",
    "portfolio": "/portfolio",
    "portfolio-chosen": "/portfolio?budget=3e8",
    "indicators": "/indicators",
    "firm": "/firm?id=kunming-steel",
    "stream": "/stream?id=kunming-steel--steel-slag",
    "facility": "/facility?id=xiangfeng-environmental--pg-wash-purification",
    "material": "/material?id=phosphogypsum",
    "market": "/market?id=market-beta-building-plaster",
    "report": "/report",
    "search": "/search?q=slag",
    "data": "/data",
}
#: An address that asks for what is not there.
WRONG = "/flows?scenario=nowhere"
#: The kernels are compiled at the first plan of a new checkout, which takes longer than a page may.
FIRST_SECONDS = 300.0


def with_language(address: str, language: str) -> str:
    """Return an address that asks for a language."""
    return f"{address}{'&' if '?' in address else '?'}language={language}"
