"""Which flows may be: from streams to facilities and between facilities, by the gates of docs/matching.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from tests.independent.beside import spoiled
from tests.independent.costs import Costs
from tests.independent.limits import Check, checks, measured
from tests.independent.loops import forward
from tests.independent.tables import NEXT_DOOR_KM, Row, Tables
from tests.independent.ways import piped


@dataclass(frozen=True)
class Site:
    """A facility that runs, is built or planned.

    Attributes
    ----------
    unit : str
        Of its main input; what it takes and leaves is counted against this.
    assumed : bool
        Whether nobody knows its capacity.
    """

    facility: Row
    enterprise: Row
    capacity: float
    unit: str
    assumed: bool = False

    @property
    def technology(self) -> str:
        """What it runs."""
        return str(self.facility["technology"])


@dataclass(frozen=True)
class Way:
    """A flow that may be.

    Attributes
    ----------
    giver : str
        Id of the stream, or of the facility whose output it is.
    to : Site
    checks : tuple of Check
        Limits that were compared with what the stream is known to contain.
    blended : bool
        Whether only a mix may pass.
    arrives : float
        What of a unit that leaves comes to its end.
    """

    giver: str
    material: str
    to: Site
    port: Row
    km: float | None
    checks: tuple[Check, ...] = ()
    blended: bool = False
    arrives: float = 1.0

    @property
    def main(self) -> bool:
        """Whether it brings a main input."""
        return bool(self.port["direction"] == "in_main")


def sites(tables: Tables, radius: float | None, on: date | None, potential: bool) -> dict[str, Site]:
    """Return the facilities that can take something, by id; with `potential`, of unknown capacity too."""
    every = _sites(tables)
    known = {name: site for name, site in every.items() if not site.assumed}
    if not potential:
        return known
    unknown = {name: site for name, site in every.items() if site.assumed}
    usual = _as_usual(tables, unknown, radius, on)
    return {name: {**known, **usual}[name] for name in every if name in known or name in usual}


def _as_usual(
    tables: Tables, unknown: Mapping[str, Site], radius: float | None, on: date | None
) -> dict[str, Site]:
    """Return facilities as large as plants of their kind, at most what streams with a linkage give."""
    ways = {(way.giver, way.to.facility["id"]) for way in diversions(tables, unknown, radius, on)}
    costs, found = Costs(tables), {}
    for name, site in unknown.items():
        given = sum(tables["waste_streams"][s]["supply_likely"] for s, taker in sorted(ways) if taker == name)
        scales = [scale for scale in (costs.usual_scale(site.technology), given or None) if scale is not None]
        if scales:
            found[name] = replace(site, capacity=min(scales))
    return found


def _sites(tables: Tables) -> dict[str, Site]:
    """Return all that are not closed and have a main input; of unknown capacity as if without end."""
    found = {}
    for facility in tables["facilities"].values():
        enterprise = tables["enterprises"].get(facility["enterprise"], {})
        main = [row for row in tables.ports(facility["technology"]) if row["direction"] == "in_main"]
        closed = "closed" in (facility["state"], enterprise.get("state"))
        if closed or not main:
            continue
        capacity, unit = facility["capacity_likely"], tables.unit(main[0]["material"])
        unknown = capacity is None
        found[facility["id"]] = Site(
            facility, enterprise, float("inf") if unknown else capacity, unit, unknown
        )
    return found


def running(tables: Tables, facility: str, port: str) -> float:
    """Return what operating linkages bring through a port of a facility."""
    rows = [row for row in tables["linkages"].values() if row["state"] == "operating"]
    return sum(
        row["amount"] * of_linkage(tables, row)
        for row in rows
        if (row["to_facility"], row["port"]) == (facility, port)
    )


def of_linkage(tables: Tables, row: Row) -> float:
    """Return what arrives of a unit of a linkage."""
    if row["stream"] is not None:
        giver = tables["waste_streams"][row["stream"]]
        material = giver["material"]
    else:
        giver, material = tables["facilities"][row["from_facility"]], tables["ports"][row["port"]]["material"]
    taker = tables["facilities"][row["to_facility"]]
    return arrives(tables, material, tables.road_km(giver["enterprise"], taker["enterprise"]))


def taking(tables: Tables, material: str, technology: str, narrower: bool) -> Iterator[tuple[Row, str]]:
    """Give the ports of a technology that take a material, and what they take it as; one a direction.

    With `narrower`, a port that wants a kind of the material may be asked too, where none takes it for sure.
    """
    lineage = tables.lineage(material)
    made = any(row["material"] == material for row in tables.outputs(technology))
    sure = [
        (lineage.index(row["material"]), row, material)
        for row in _wanting(tables, technology, lineage)
        # What a technology makes of a material it does not take for it.
        if row["material"] == material or not (made and tables.treated(technology, material))
    ]
    if not sure and narrower:
        kinds = _kinds_it_may_be(tables, material)
        sure = [(kinds[row["material"]], row, row["material"]) for row in _wanting(tables, technology, kinds)]
    for direction in ("in_main", "in_aux"):
        fitting = [entry for entry in sure if entry[1]["direction"] == direction]
        if fitting:
            _, port, taken_as = min(fitting, key=lambda entry: (entry[0], entry[1]["id"]))
            yield port, taken_as


def _wanting(tables: Tables, technology: str, materials: object) -> list[Row]:
    return [row for row in tables.inputs(technology) if row["material"] in materials]  # type: ignore[operator]


@lru_cache(maxsize=4096)
def _kinds_it_may_be(tables: Tables, material: str) -> dict[str, int]:
    """Return the kinds that a general word may turn out to mean, with their levels below it."""
    most, umbrella = tables.weight("constant.steps-down"), tables.weight("constant.kinds-down")
    below = {}
    for kind in tables["materials"]:
        lineage = tables.lineage(kind)
        if material in lineage and 0 < lineage.index(material) <= int(most):
            below[kind] = lineage.index(material)
    if len(below) > int(umbrella):
        return {}
    return {kind: steps for kind, steps in below.items() if not _made_by_treatment(tables, kind)}


def _made_by_treatment(tables: Tables, material: str) -> bool:
    made = [row for row in tables["ports"].values() if row["material"] == material]
    return any(tables.treated(row["technology"], material) for row in made if row["direction"][:3] == "out")


def diversions(
    tables: Tables, known: Mapping[str, Site], radius: float | None, on: date | None
) -> Iterator[Way]:
    """Give every way from a stream to a facility that no gate closes, or only one that a mix may open."""
    taken_by = known.values()
    for stream in tables["waste_streams"].values():
        material, giver = stream["material"], stream["enterprise"]
        for site in taken_by:
            for port, taken_as in taking(tables, material, site.facility["technology"], True):
                km = tables.road_km(giver, site.facility["enterprise"])
                if site.capacity <= 0.0 or not open_on(site, on):
                    continue
                if _too_far(tables, site, material, km, radius):
                    continue
                if not _phases_fit(tables, material, port):
                    continue
                if not _passes(tables, (material, taken_as), site, giver, on):
                    continue
                found = tuple(checks(tables, stream, taken_as, port, on))
                if _arrives_cold(tables, material, km, found):
                    continue
                added = frozenset(
                    (component, content.basis, max(content.likely, 0.0))
                    for component, content in measured(tables, stream)
                    if content.basis != "index"
                )
                if any(spoiled(tables, port, added, on)):
                    continue
                refusals = [check for check in found if check.refused]
                blended = tables["materials"][material]["hazard"] == "none" and all(
                    check.counts for check in refusals
                )
                if not refusals or blended:
                    there = arrives(tables, material, km)
                    yield Way(stream["id"], material, site, port, km, found, bool(refusals), there)


def transfers(
    tables: Tables, known: Mapping[str, Site], given: Sequence[Way], radius: float | None, on: date | None
) -> Iterator[Way]:
    """Give every way from a facility's output to another facility, whatever it contains.

    Parameters
    ----------
    given : sequence of Way
        From streams: they say which way a circle is cut.
    """
    pairs = list(fitting(tables, known))
    feeding = sorted({(way.giver, way.to.facility["id"]) for way in given})
    reaching = [(stream, known[facility].technology) for stream, facility in feeding]
    brought: dict[str, float] = {}
    for stream, technology in reaching:
        supply = tables["waste_streams"][stream]["supply_likely"]
        brought[technology] = brought.get(technology, 0.0) + supply
    may = forward(((known[way.giver].technology, way.to.technology) for way in pairs), brought)
    for way in pairs:
        ends = known[way.giver].technology, way.to.technology
        # What a technology has treated it does not take again.
        if ends not in may or ends[0] == ends[1]:
            continue
        source = known[way.giver].facility["enterprise"]
        km = tables.road_km(source, way.to.facility["enterprise"])
        if not open_on(way.to, on) or _too_far(tables, way.to, way.material, km, radius):
            continue
        if _passes(tables, (way.material, way.material), way.to, source, on):
            yield replace(way, km=km, arrives=arrives(tables, way.material, km))


def fitting(tables: Tables, known: Mapping[str, Site]) -> Iterator[Way]:
    """Give what may fit at all: material, phase and limits of the material itself; nothing was analysed."""
    for giver, source in known.items():
        made = sorted({row["material"] for row in tables.outputs(source.technology)})
        for site in known.values():
            for material in made if site is not source else ():
                for port, taken_as in taking(tables, material, site.technology, False):
                    closed = any(check.refused for check in checks(tables, None, taken_as, port, None))
                    if not closed and _phases_fit(tables, material, port):
                        yield Way(giver, material, site, port, None)


def open_on(site: Site, on: date | None) -> bool:
    """Whether a facility takes anything on a day, as far as its dates are known."""
    opens, closes = site.facility["opens"], site.facility["closes"]
    return on is None or not ((opens is not None and on < opens) or (closes is not None and on > closes))


def _too_far(tables: Tables, site: Site, material: str, km: float | None, radius: float | None) -> bool:
    """Whether a way is longer than the site's or the asked radius, or than the material is ever piped."""
    reach = tables.weight("constant.radius") if radius is None else radius
    row = piped(tables, material)
    bounds = [reach, site.facility["radius"], None if row is None else row["farthest"]]
    return km is not None and km > min(bound for bound in bounds if bound is not None)


def arrives(tables: Tables, material: str, km: float | None) -> float:
    """Return what of a unit arrives: pipes lose a share of what left on every kilometre."""
    row = piped(tables, material)
    far = km is not None and km > NEXT_DOOR_KM
    lost = (row["loss"] or 0.0) * km if row is not None and km is not None and far else 0.0
    return float(max(1.0 - lost, 0.0))


def _arrives_cold(tables: Tables, material: str, km: float | None, found: Sequence[Check]) -> bool:
    """Whether what was measured warm enough is too cold once it has come so far."""
    row = piped(tables, material)
    drop = None if row is None else row["temperature_drop"]
    return bool(km and drop) and any(km * drop > check.degrees for check in found)  # type: ignore[operator]


def _phases_fit(tables: Tables, material: str, port: Row) -> bool:
    phases = {tables["materials"][name]["phase"] for name in (material, port["material"])}
    return len(phases) == 1 or ("sludge" in phases and phases <= {"sludge", "solid", "liquid"})


def _passes(tables: Tables, materials: tuple[str, str], site: Site, giver: str, on: date | None) -> bool:
    """Whether licence and transfer rules leave a way open."""
    fits, licensed = True, set(site.enterprise.get("licences") or ())
    for name in materials:
        row = tables["materials"][name]
        # What is a by-product unless it is waste is only asked about.
        waste = row["hazard"] == "hazardous" and row["status"] == "waste"
        wanted = set(row["hw_codes"] or ()) if waste else set()
        barred = bool(wanted and licensed and not wanted & licensed)
        fits = fits and not (barred and not _exempt(tables, name, giver, site.enterprise.get("id"), on))
    banned = giver != site.facility["enterprise"] and any(
        _bans(tables, rule, materials, giver, site.facility["enterprise"], on)
        for rule in tables["transfer_rules"].values()
    )
    return fits and not banned


def _exempt(tables: Tables, material: str, giver: str, taker: str | None, on: date | None) -> bool:
    """Whether an exemption of this waste, of this giver or of one that nobody named, may be at this taker."""
    return any(
        row["taker"] == taker
        and row["giver"] in (None, giver)
        and (on is None or (row["in_force_from"] or on) <= on <= (row["in_force_to"] or on))
        and (
            row["material"] in tables.lineage(material)
            if row["material"]
            else bool(set(row["hw_codes"]) & set(tables["materials"][material]["hw_codes"] or ()))
        )
        for row in tables["directed_uses"].values()
    )


def _bans(
    tables: Tables, rule: Row, materials: tuple[str, str], giver: str, taker: str, on: date | None
) -> bool:
    """Whether a rule in force certainly forbids it, as far as both regions are known."""
    begins, ends = rule["in_force_from"], rule["in_force_to"]
    holds = ends is None if on is None else (begins or on) <= on <= (ends or on)
    if rule["duty"] != "ban" or not holds or not any(_about(tables, rule, name) for name in materials):
        return False
    (here, _), (there, _) = places = [_region(tables, name) for name in (giver, taker)]
    inside = here.startswith(rule["from_region"]) and there.startswith(rule["to_region"])
    crossing = rule["crossing"]
    differ = any(a != b for a, b in zip(here[:crossing], there[:crossing], strict=False))
    return inside and (crossing == 0 or (differ and places[0] != places[1]))


def _about(tables: Tables, rule: Row, material: str) -> bool:
    row = tables["materials"][material]
    return (
        rule["hazard"] in (None, row["hazard"])
        and (not rule["hw_codes"] or bool(set(rule["hw_codes"]) & set(row["hw_codes"] or ())))
        and (rule["material"] is None or rule["material"] in tables.lineage(material))
        and (not rule["phases"] or row["phase"] in rule["phases"])
    )


def _region(tables: Tables, enterprise: str) -> tuple[str, str]:
    """Return the digits of an enterprise's region that say something, and the largest park around it."""
    parks = tables["parks"]
    above = [tables["enterprises"][enterprise]["park"]]
    while above[-1] in parks and parks[above[-1]]["part_of"] not in (None, *above):
        above.append(parks[above[-1]]["part_of"])
    known = [parks[name]["region"] for name in above if name in parks and parks[name]["region"]]
    code = known[0] if known and known[0].isdecimal() else ""
    while code.endswith("00") and len(code) % 2 == 0:
        code = code[:-2]
    return code, above[-1]
