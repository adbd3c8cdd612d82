"""Which flows may be: from streams to facilities and between facilities, by the gates of docs/matching.md."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tests.independent.limits import Check, checks
from tests.independent.tables import Row, Tables


@dataclass(frozen=True)
class Site:
    """A facility of known capacity that runs, is built or planned.

    Attributes
    ----------
    unit : str
        Of its main input; what it takes and leaves is counted against this.
    """

    facility: Row
    enterprise: Row
    capacity: float
    unit: str


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
    """

    giver: str
    material: str
    to: Site
    port: Row
    km: float | None
    checks: tuple[Check, ...] = ()
    blended: bool = False

    @property
    def main(self) -> bool:
        """Whether it brings a main input."""
        return bool(self.port["direction"] == "in_main")


def sites(tables: Tables) -> dict[str, Site]:
    """Return the facilities that can take something, by id."""
    found = {}
    for facility in tables["facilities"].values():
        enterprise = tables["enterprises"].get(facility["enterprise"], {})
        main = [row for row in tables.ports(facility["technology"]) if row["direction"] == "in_main"]
        closed = "closed" in (facility["state"], enterprise.get("state"))
        if closed or facility["capacity_likely"] is None or not main:
            continue
        unit = tables.unit(main[0]["material"])
        found[facility["id"]] = Site(facility, enterprise, facility["capacity_likely"], unit)
    return found


def running(tables: Tables, facility: str, port: str) -> float:
    """Return what operating linkages bring through a port of a facility."""
    rows = [row for row in tables["linkages"].values() if row["state"] == "operating"]
    return sum(row["amount"] for row in rows if (row["to_facility"], row["port"]) == (facility, port))


def taking(tables: Tables, material: str, technology: str, narrower: bool) -> Iterator[tuple[Row, str]]:
    """Give the ports of a technology that take a material, and what they take it as; one a direction.

    With `narrower`, a port that wants a kind of the material may be asked too, where none takes it for sure.
    """
    lineage = tables.lineage(material)
    sure = [(lineage.index(row["material"]), row, material) for row in _wanting(tables, technology, lineage)]
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


def diversions(tables: Tables, radius: float | None, on: date | None) -> Iterator[Way]:
    """Give every way from a stream to a facility that no gate closes, or only one that a mix may open."""
    taken_by = sites(tables).values()
    for stream in tables["waste_streams"].values():
        material, giver = stream["material"], stream["enterprise"]
        for site in taken_by:
            for port, taken_as in taking(tables, material, site.facility["technology"], True):
                km = tables.road_km(giver, site.facility["enterprise"])
                if site.capacity <= 0.0 or not open_on(site, on) or _too_far(tables, site, km, radius):
                    continue
                if not _passes(tables, material, taken_as, port, site, giver, on):
                    continue
                found = tuple(checks(tables, stream, taken_as, port, on))
                refusals = [check for check in found if check.refused]
                blended = tables["materials"][material]["hazard"] == "none" and all(
                    check.counts for check in refusals
                )
                if not refusals or blended:
                    yield Way(stream["id"], material, site, port, km, found, bool(refusals))


def transfers(tables: Tables, radius: float | None, on: date | None) -> Iterator[Way]:
    """Give every way from a facility's output to another facility; what is made there nobody analysed yet."""
    known = sites(tables)
    for giver, source in known.items():
        made = {row["material"] for row in tables.outputs(source.facility["technology"])}
        for site in known.values():
            technology = site.facility["technology"]
            for material in sorted(made) if site is not source else ():
                for port, taken_as in taking(tables, material, technology, False):
                    # What a technology has treated it does not treat again.
                    again = port["direction"] == "in_main" and technology == source.facility["technology"]
                    closed = any(check.refused for check in checks(tables, None, taken_as, port, None))
                    km = tables.road_km(source.facility["enterprise"], site.facility["enterprise"])
                    if again or closed or not open_on(site, on) or _too_far(tables, site, km, radius):
                        continue
                    if _passes(tables, material, taken_as, port, site, source.facility["enterprise"], on):
                        yield Way(giver, material, site, port, km)


def open_on(site: Site, on: date | None) -> bool:
    """Whether a facility takes anything on a day, as far as its dates are known."""
    opens, closes = site.facility["opens"], site.facility["closes"]
    return on is None or not ((opens is not None and on < opens) or (closes is not None and on > closes))


def _too_far(tables: Tables, site: Site, km: float | None, radius: float | None) -> bool:
    reach = tables.weight("constant.radius") if radius is None else radius
    own = site.facility["radius"]
    return km is not None and km > (reach if own is None else min(own, reach))


def _passes(
    tables: Tables, material: str, taken_as: str, port: Row, site: Site, giver: str, on: date | None
) -> bool:
    """Whether phase, licence and transfer rules leave a way open."""
    phases = {tables["materials"][name]["phase"] for name in (material, port["material"])}
    fits = len(phases) == 1 or ("sludge" in phases and phases <= {"sludge", "solid", "liquid"})
    licensed = set(site.enterprise.get("licences") or ())
    for name in (material, taken_as):
        row = tables["materials"][name]
        wanted = set(row["hw_codes"] or ()) if row["hazard"] == "hazardous" else set()
        fits = fits and not (wanted and licensed and not wanted & licensed)
    banned = giver != site.facility["enterprise"] and any(
        _bans(tables, rule, (material, taken_as), giver, site.facility["enterprise"], on)
        for rule in tables["transfer_rules"].values()
    )
    return fits and not banned


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
