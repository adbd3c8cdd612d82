"""What is added to a main input, and the limits of what is made of both (docs/programme.md, Campaigns)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from tests.independent.limits import Check, checks
from tests.independent.tables import Row, Tables
from tests.independent.yields import Contents

#: Bases of the whole as received in which what is added can be reckoned.
_WHOLE = frozenset(
    (
        "Bq/kg",
        *(
            f"{unit}{of}"
            for unit in ("mass %", "%", "mg/kg", "ppm", "g/t", "g/kg", "kg/t", "ug/kg")
            for of in ("", " wet")
        ),
    ),
)


#: What an output has of a component of what came in, and of which content: any, wet or dry.
Fate = tuple[float, str]


def fates(tables: Tables) -> dict[tuple[str, str], dict[str, Fate]]:
    """Return what becomes of components, by technology and output."""
    found: dict[tuple[str, str], dict[str, Fate]] = {}
    for row in tables["component_fates"].values():
        of_output = found.setdefault((row["technology"], row["material"]), {})
        of_output[row["component"]] = row["factor_likely"], row["basis"]
    return found


def treated(contents: Contents, factors: Mapping[str, Fate] | None) -> Contents:
    """Return contents after a treatment; what nobody knows the fate of is not known any more."""
    if factors is None:
        return frozenset(content for content in contents if content[0] != "free-water")
    water = [content / 100.0 for component, _, content in contents if component == "free-water"]
    left = set()
    for component, basis, content in contents:
        if component not in factors:
            continue
        factor, wanted = factors[component]
        states = basis.rpartition(" ")[2]
        matter = [1.0 - share for share in water if share < 1.0]
        if component == "free-water" or {wanted, states} != {"wet", "dry"} or not matter:
            left.add((component, basis, content * factor))
            continue
        for dry in matter:
            amount = content / dry if wanted == "dry" else content * dry
            left.add((component, f"{basis.removesuffix(states)}{wanted}", amount * factor))
    return frozenset(left)


def own_limits(tables: Tables, technology: str) -> dict[str, set[str]]:
    """Return the limits of a technology on products of its own that it does not take in, by product."""
    taken = {row["material"] for row in tables.inputs(technology)}
    products = {row["material"] for row in tables.outputs(technology) if row["direction"] == "out_product"}
    found: dict[str, set[str]] = {}
    for row in tables["limits"].values():
        if row["technology"] == technology and row["material"] in products - taken:
            found.setdefault(row["material"], set()).add(row["id"])
    return found


def spoiled(tables: Tables, port: Row, contents: Contents, on: date | None) -> Iterator[Check]:
    """Give the limits of products that what is added through a port breaks by itself."""
    technology = port["technology"]
    units = {
        tables.unit(row["material"]) for row in tables.inputs(technology) if row["direction"] == "in_main"
    }
    if port["direction"] != "in_aux" or tables.unit(port["material"]) not in units:
        return
    brought = frozenset(
        (component, basis, content * port["ratio_likely"])
        for component, basis, content in contents
        if basis in _WHOLE and component != "free-water"
    )
    for material, bounds in own_limits(tables, technology).items():
        factors = fates(tables).get((technology, material), {})
        made = as_stream(material, treated(brought, factors))
        into = {"technology": technology, "direction": "in_main"}
        for check in checks(tables, made, material, into, on) if made["analyses"] else ():
            if check.refused and check.limit in bounds and check.over > 0.0:
                yield check


def brings(tables: Tables, technology: str, contents: Contents, on: date | None) -> dict[str, float]:
    """Return what a unit of such contents brings into products at limits that cap them, if known exactly.

    Limits count that are of the whole as received.
    """
    found: dict[str, float] = {}
    for material, bounds in own_limits(tables, technology).items():
        factors = fates(tables).get((technology, material), {})
        made = as_stream(material, treated(contents, factors))
        into = {"technology": technology, "direction": "in_main"}
        for check in checks(tables, made, material, into, on) if made["analyses"] else ():
            row = tables["limits"][check.limit]
            capped = (
                row["maximum"] is not None and row["basis"] in _WHOLE and row["component"] != "free-water"
            )
            # What another analysis tells less exactly hides none: by the page the highest exact one counts.
            if check.limit in bounds and capped and check.exact is not None:
                found[check.limit] = max(check.exact + row["maximum"], found.get(check.limit, 0.0))
    return found


def added(tables: Tables, port: Row, contents: Contents, on: date | None) -> dict[str, float]:
    """Return what a unit added through a port brings into products; nothing where it cannot be told."""
    mains = [row for row in tables.inputs(port["technology"]) if row["direction"] == "in_main"]
    if tables.unit(port["material"]) not in {tables.unit(row["material"]) for row in mains}:
        return {}
    whole = frozenset(one for one in contents if one[1] in _WHOLE and one[0] != "free-water")
    return brings(tables, port["technology"], whole, on)


def as_stream(material: str, contents: Contents) -> Row:
    """Return contents as of a stream of unknown moisture."""
    analyses = [
        {
            "component": component,
            "basis": basis,
            **{f"amount_{end}": content for end in ("low", "likely", "high")},
        }
        for component, basis, content in sorted(contents)
    ]
    return {"id": None, "material": material, "moisture_likely": None, "analyses": analyses}
