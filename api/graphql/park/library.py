"""What suggestions and plans are held against: precedents, policies, targets."""

from __future__ import annotations

from api.graphql.nodes import DomainNode, exposed, linked, linked_each, window_of
from api.graphql.park.materials import Material
from api.graphql.park.parks import Park
from graph import model
from graph.vocabulary import Unit


@window_of(model.Precedent)
class Precedent(DomainNode):
    """A documented exchange elsewhere."""

    case: str = exposed("Exchanges of one case were reported together.")
    country: str = exposed("Where.")
    year: str = exposed("When it was reported.")
    donor: str = exposed("Who gives, in words.")
    donor_nace: list[str] = exposed("Industry of the giver, NACE Rev.2.")
    waste: str = exposed("What is given, in words.")
    ewc_codes: list[str] = exposed("Codes of the European list of waste.")
    cpa_codes: list[str] = exposed("Codes of the Classification of Products by Activity.")
    treatment: str = exposed("What is done to it on the way.")
    receiver: str = exposed("Who takes, in words.")
    receiver_nace: list[str] = exposed("Industry of the taker, NACE Rev.2.")
    final_use: str = exposed("What it is used for.")
    state: str = exposed("Whether it was done or only studied, in the reference's words.")
    reference: str = exposed("Where it is documented.")


@window_of(model.Policy)
class Policy(DomainNode):
    """A document that supports or restricts a use."""

    level: str = exposed("National, provincial, city or park.")
    place: str = exposed("Park, division or province that it holds for; empty for the whole country.")
    title_zh: str = exposed("Title.")
    issuer: str = exposed("Who issued it.")
    year: str = exposed("When.")
    document_number: str = exposed("Number of the document; empty when unknown.")
    gives_zh: str = exposed("What it gives or demands, in Chinese.")
    gives_en: str = exposed("What it gives or demands, in English.")
    applies_to: list[str] = exposed("Sectors, materials or uses it speaks of.")
    value_text: str = exposed("The sum, rate or share it names; empty when none.", of="value")
    plan_table: int | None = exposed("Table of the city's plan that lists it; null when none.")
    plan_row: int | None = exposed("Row of that table; null when none.")


@window_of(model.Target)
class Target(DomainNode):
    """A share of materials that is to go to a use."""

    park: Park = linked("Where it holds.", model.Park)
    name_zh: str = exposed("Name in Chinese.")
    name_en: str = exposed("Name in English.")
    unit: Unit = exposed("What is counted.")
    materials: list[Material] = linked_each(
        "What it covers, with its kinds; empty: everything in the unit.", model.Material
    )
    share: float = exposed("The share to reach, 0 to 1.")
    year: str = exposed("By when.")
