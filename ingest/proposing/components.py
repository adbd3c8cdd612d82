"""Components as laboratories write them (镭-226, 水溶性P2O5, 浸出液六价铬) to the names that limits carry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from graph.errors import SymbioflowError
from graph.snapshot import Snapshot
from graph.units import convert
from graph.wording import component_spellings, folded
from ingest.words import meanings

_AROUND = re.compile(
    r"[（(]?(?:以[A-Za-z0-9]+计|干基|湿基|质量分数|含量|浓度|比活度|放射性"
    r"|content|concentration|activity|dry basis)[)）]?"
)
#: A test of what water takes out of a solid, not of what is in it.
_LEACHED = re.compile(r"浸出液?(?:毒性)?(?:中的?)?|leachate|leaching|leachable|eluate|eluat", re.IGNORECASE)
#: Bases written otherwise than the gates know them.
_BASES = meanings("basis")
#: Components that stand in one basis whatever the sheet writes; contents of water are of the wet whole.
_OWN_BASIS: Mapping[str, str] = {"pH": "pH", "leachate-pH": "pH", "IRa": "index", "Igamma": "index"}
_FREE_WATER = "free-water"
_HEAT = "LHV"


def component_of(text: str, basis: str, known: frozenset[str]) -> tuple[str, str, float]:
    """Return a component by the name that limits carry, its basis, and the factor into that basis.

    Parameters
    ----------
    known : frozenset of str
        Names that limits and materials carry; a text that is none of them and is not listed stays as it is.

    Examples
    --------
    >>> component_of("镭-226", "Bq/Kg", frozenset()), component_of("浸出液 Cr6+", "mg/l", frozenset())
    (('Ra-226', 'Bq/kg', 1.0), ('leachate-Cr(VI)', 'mg/L', 1.0))
    >>> component_of("水溶性P2O5（干基）", "%", frozenset()), component_of("pH值", "", frozenset())
    (('P2O5-soluble', '%', 1.0), ('pH', 'pH', 1.0))
    >>> component_of("低位热值", "kJ/kg", frozenset())
    ('LHV', 'MJ/kg', 0.001)
    """
    shown = " ".join(text.split())
    if shown in known:
        name = shown
    else:
        leached = _LEACHED.search(shown) is not None
        bare = _AROUND.sub("", _LEACHED.sub("", shown)).strip(" -:：_()（）")
        name = _listed().get(_key(bare), "") or next((one for one in (bare,) if one in known), "")
        name = f"leachate-{name}" if leached and name else name or shown
    found = _BASES.get(folded(basis).replace(" ", ""), basis)
    if name == _FREE_WATER and found == "%":
        found = "mass % wet"
    found = _OWN_BASIS.get(name, found)
    if name == _HEAT and found != "MJ/kg":
        try:
            return name, "MJ/kg", convert(1.0, found, "MJ/kg")
        except SymbioflowError:
            return name, found, 1.0
    return name, found, 1.0


def components_known(snapshot: Snapshot) -> frozenset[str]:
    """Return the components that limits or the contents of materials name."""
    return frozenset(snapshot.strings("limits", "component")) | frozenset(
        snapshot.strings("material_components", "component")
    )


@cache
def _listed() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for component, names in component_spellings().items():
        for name in (component, *names):
            found.setdefault(_key(name), component)
    return found


def _key(text: str) -> str:
    return re.sub(r"[\s·∙•*.]", "", folded(text))
