"""Rules of matter: densities of a phase, and recipes that make nothing from nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyarrow.compute as pc

from graph.checks.finding import Finding, at_ids, finding, rows_where
from graph.recipes import MASS, Break, Verdict, breaks
from graph.snapshot import Records, Snapshot
from graph.vocabulary import Phase
from graph.wording import Message, message

#: Between which densities matter of a phase lies, t/m3: hydrogen and heavy vapours, light oils and mercury.
DENSITIES: Mapping[Phase, tuple[float, float]] = {
    Phase.GAS: (5e-5, 0.05),
    Phase.LIQUID: (0.4, 14.0),
    Phase.SLUDGE: (0.4, 8.0),
    Phase.SOLID: (0.005, 23.0),
}

#: Tables that the balance of a recipe is made of.
BALANCED = frozenset(
    (
        "materials",
        "material_components",
        "element_contents",
        "technologies",
        "ports",
        "port_yields",
        "imbalances",
        "limits",
    )
)


def check_densities(records: Records) -> Iterator[Finding]:
    """Find densities that no matter of the phase has, and those of which nobody says how sure they are."""
    if "materials" not in records:
        return
    part = records["materials"]
    for row in rows_where(pc.and_(pc.is_valid(part["density_likely"]), pc.is_null(part["density_grade"]))):
        yield finding("materials", part, row, "density_grade", "MISSING_VALUE", message("expected.value"))
    for phase, (least, most) in DENSITIES.items():
        expected = message("expected.density", least=f"{least:g}", most=f"{most:g}")
        of_phase = pc.equal(part["phase"], phase.value)
        for end in ("density_low", "density_likely", "density_high"):
            beyond = pc.or_(pc.less(part[end], least), pc.greater(part[end], most))
            for row in rows_where(pc.and_(of_phase, beyond)):
                yield finding("materials", part, row, end, "ABSURD_DENSITY", expected)


def check_recipes(records: Records, merged: Snapshot) -> Iterator[Finding]:
    """Find recipes that make mass or an element from nothing, or nothing of what they take."""
    asked = _touched_recipes(records, merged)
    rules: dict[tuple[str, Message], set[str]] = {}
    for one in breaks(merged, asked) if asked else ():
        if one.refused:
            rules.setdefault((_code(one), _expected(one)), set()).add(one.port)
    for (code, expected), ports in rules.items():
        yield from at_ids(records, "ports", "ratio_likely", merged, ports.__contains__, code, expected)


def _touched_recipes(records: Records, merged: Snapshot) -> set[str]:
    """Return the technologies of which some row that their balance is made of stands in the records."""
    found: set[str] = set()
    for name, column in (("technologies", "id"), ("ports", "technology"), ("imbalances", "technology")):
        if name in records:
            found.update(item for item in records[name][column].to_pylist() if item)
    materials: set[str | None] = set()
    for name, column in (("materials", "id"), ("element_contents", "material")):
        if name in records:
            materials.update(records[name][column].to_pylist())
    if "port_yields" in records:
        ports = merged.tables["ports"]
        of_port = dict(zip(*(ports[column].to_pylist() for column in ("id", "technology")), strict=True))
        found.update(of_port[port] for port in records["port_yields"]["port"].to_pylist() if port in of_port)
    if materials:
        ports = merged.tables["ports"]
        columns = (ports[column].to_pylist() for column in ("technology", "material"))
        found.update(
            technology for technology, material in zip(*columns, strict=True) if material in materials
        )
    return found


def _code(one: Break) -> str:
    if one.verdict is Verdict.NOTHING_OUT:
        return "NOTHING_OUT"
    return "MASS_FROM_NOTHING" if one.element == MASS else "ELEMENT_FROM_NOTHING"


def _expected(one: Break) -> Message:
    if one.verdict is Verdict.NOTHING_OUT:
        return message("expected.some_output", taken=f"{one.taken.likely:.4g}", unit=one.unit)
    amounts = {"taken": f"{one.taken.high:.4g}", "given": f"{one.given.low:.4g}", "unit": one.unit}
    if one.element == MASS:
        return message("expected.mass_in", **amounts)
    return message("expected.element_in", element=one.element, material=one.material, **amounts)
