"""What the brief says of the plant (项目) and of who could build it (招商对象), no firm being made up."""

from __future__ import annotations

from graph import model
from graph.matching import GateName
from graph.recruiting.brief.document import BriefSection, BriefTable, Writer
from graph.recruiting.lead import Lead
from graph.vocabulary import Hazard, Unit
from graph.wording import message, names_of

#: Rows of the tables.
_PLANTS, _FIRMS = 4, 5


def project_section(writer: Writer, lead: Lead) -> BriefSection:
    """Return what it makes, how, how large and where, and the plants that show it can be done."""
    technology = writer.snapshot.by_id(model.Technology)[lead.technology]
    products = [
        f"{writer.material(product.material)} {writer.amount(product.amount, product.unit)}"
        for product in sorted(lead.products, key=lambda product: -product.amount)[:3]
    ]
    scale, named = lead.scale, writer.technology(lead.technology)
    bound = message(f"brief.bound.{scale.bound.name.lower()}")
    size = writer.amounts(scale.amount, scale.unit)
    rows = {
        "brief.technology": writer.sentence("brief.technology.text", technology=named, trl=technology.trl),
        "brief.products": writer.listed(products) if products else writer.question("brief.ask.products"),
        "brief.scale": writer.sentence("brief.scale.text", amount=size, bound=bound),
        "brief.site": _site(writer, lead),
    }
    return writer.section("brief.project", (writer.facts(rows), _plants(writer, lead)))


def _site(writer: Writer, lead: Lead) -> str:
    park = writer.name(model.Park, lead.site.park)
    if lead.site.enterprise is None:
        return writer.sentence("brief.site.new", park=park)
    return writer.sentence("brief.site.extend", firm=writer.firm(lead.site.enterprise), park=park)


def _plants(writer: Writer, lead: Lead) -> BriefTable:
    found = [row for row in writer.snapshot.all(model.ReferencePlant) if row.technology == lead.technology]
    # What stands before what is announced, the newest first.
    found.sort(key=lambda row: (not row.built, -(row.year or 0), row.id))
    head = ("plant", "place", "year", "capacity", "investment")
    rows = tuple(_plant_row(writer, row) for row in found[:_PLANTS])
    if not rows:
        rows = ((writer.question("brief.ask.plants"), "", "", "", ""),)
    return writer.table(head, rows)


def _plant_row(writer: Writer, plant: model.ReferencePlant) -> tuple[str, ...]:
    name = writer.name(model.ReferencePlant, plant.id)
    material = writer.snapshot.by_id(model.Material).get(plant.material or "")
    capacity = writer.question("brief.ask.capacity")
    if plant.capacity is not None:
        unit = Unit.TONNE if material is None else material.unit
        amount = writer.amount(plant.capacity, unit)
        capacity = amount if material is None else f"{writer.material(material.id)} {amount}"
    return (
        name if plant.built else writer.sentence("brief.announced", plant=name),
        plant.place_zh if writer.language == "zh" else plant.place_en,
        writer.known(plant.year, str, "brief.ask.year"),
        capacity,
        writer.known(plant.investment, writer.money, "brief.ask.investment"),
    )


def targets_section(writer: Writer, lead: Lead) -> BriefSection:
    """Return whom to look for: the industry, what it must be able to do, and the firms that are on record."""
    technology = writer.snapshot.by_id(model.Technology)[lead.technology]
    extenders = [writer.firm(firm) for firm in lead.extenders[:_FIRMS]]
    rows = {
        "brief.industry": _industries(writer, technology),
        "brief.criteria": _criteria(writer, lead, technology),
        "brief.extenders": writer.listed(extenders) or writer.sentence("brief.extenders.none"),
        "brief.candidates": _candidates(writer, lead, technology),
    }
    return writer.section("brief.targets", (writer.facts(rows),))


def _industries(writer: Writer, technology: model.Technology) -> str:
    if not technology.gbt4754:
        return writer.question("brief.ask.industry")
    scheme, codes = ("gbt4754", technology.gbt4754) if writer.language == "zh" else ("nace", technology.nace)
    names = {
        row.code: names_of(row).text(writer.language)
        for row in writer.snapshot.all(model.Industry)
        if row.scheme == scheme
    }
    named = [f"{code} {names.get(code, '')}".strip() for code in codes]
    gbt4754 = named if writer.language == "zh" else list(technology.gbt4754)
    text = writer.sentence("brief.industry.text", codes=writer.listed(gbt4754))
    return text if writer.language == "zh" or not named else f"{text}; NACE {writer.listed(named)}"


def _criteria(writer: Writer, lead: Lead, technology: model.Technology) -> str:
    words = []
    least = lead.scale.minimum if lead.scale.minimum is not None else technology.minimum_scale
    if least is not None:
        words.append(message("brief.criteria.scale", amount=writer.amount(least, lead.scale.unit)))
    words.append(message("brief.criteria.runs", technology=writer.technology(lead.technology)))
    if hazards_of(writer, lead) - {Hazard.NONE}:
        words.append(message("brief.criteria.licence"))
    if lead.economics.capital is not None:
        words.append(message("brief.criteria.capital", money=writer.money(lead.economics.capital.likely)))
    return writer.listed([writer.say(said) for said in words])


def hazards_of(writer: Writer, lead: Lead) -> set[Hazard]:
    """Return what the law makes of the wastes that are brought in."""
    materials = writer.snapshot.by_id(model.Material)
    streams = writer.snapshot.by_id(model.WasteStream)
    # What its gates leave open to be identified may be brought in too.
    doubted = {
        streams[gate.stream].material
        for gate in lead.gates
        if gate.gate is GateName.HAZARD and gate.stream in streams
    }
    brought = {donor.material for donor in lead.donors} | doubted
    return {materials[id].hazard for id in brought if id in materials}


def _candidates(writer: Writer, lead: Lead, technology: model.Technology) -> str:
    found = [
        row
        for row in writer.snapshot.all(model.CandidateFirm)
        if lead.technology in row.technologies
        or (not row.technologies and row.gbt4754 and row.gbt4754 in technology.gbt4754)
    ]
    if not found:
        return writer.question("brief.ask.candidates")
    names = []
    for row in found[:_FIRMS]:
        name = writer.name(model.CandidateFirm, row.id)
        names.append(f"{name} ({row.place})" if row.place else name)
    return writer.listed(names)
