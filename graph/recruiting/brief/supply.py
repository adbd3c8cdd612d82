"""What the brief says of what there is to take and to sell: the gap (缺口) and the market (市场)."""

from __future__ import annotations

from graph import model
from graph.planning import Plan
from graph.ranges import Range
from graph.recruiting.brief.document import BriefSection, Writer
from graph.recruiting.finding import turned
from graph.recruiting.lead import Lead, LeadDonor, LeadProduct, OutletKind
from graph.vocabulary import Direction, FacilityId, LinkageState, OperatingState, StreamId
from graph.wording import component_words, message, significant

#: Rows of the tables, so that the brief stays two pages.
_DONORS, _PRODUCTS, _COMPONENTS, _RIVALS = 4, 3, 3, 3
_AGREED = (LinkageState.CONTRACTED, LinkageState.OPERATING)


def gap_section(writer: Writer, plan: Plan, lead: Lead) -> BriefSection:
    """Return which wastes wait, whose they are, what is in them and what happens to them today."""
    scale = lead.scale
    sentences = [
        writer.sentence(
            "brief.gap.lead",
            p10=writer.amount(scale.supply_p10, scale.unit),
            p50=writer.amount(scale.supply_p50, scale.unit),
        )
    ]
    donors = sorted(lead.donors, key=lambda donor: (not donor.main, -donor.amount))
    if len(donors) > _DONORS:
        sentences.append(writer.sentence("brief.more_donors", count=len(donors) - _DONORS))
    head = ("waste", "donor", "available", "taken", "composition", "today", "contract")
    rows = tuple(_donor_row(writer, plan, donor) for donor in donors[:_DONORS])
    table = writer.table(head, rows)
    return writer.section("brief.gap", (table,), sentences)


def _donor_row(writer: Writer, plan: Plan, donor: LeadDonor) -> tuple[str, ...]:
    source = source_of(donor)
    if donor.stream is None:
        available = writer.sentence("brief.from_facility")
    elif donor.available is None:
        available = writer.question("brief.ask.supply")
    else:
        available = writer.shared(source, donor.available, donor.unit)
    return (
        writer.material(donor.material),
        _from(writer, source, donor),
        available,
        writer.shared(source, Range.exact(donor.amount), donor.unit),
        _composition(writer, donor),
        _today(writer, plan, donor),
        _contract(writer, donor.stream),
    )


def _from(writer: Writer, source: StreamId | FacilityId, donor: LeadDonor) -> str:
    """Return who gives it, and which way and how far it travels."""
    firm = writer.donor(source, donor.enterprise)
    if donor.by is None or donor.distance is None:
        return firm
    km = f"{significant(donor.distance):g}"
    return writer.sentence("brief.by", firm=firm, way=message(f"travel.{donor.by.value}"), km=km)


def source_of(donor: LeadDonor) -> StreamId | FacilityId:
    """Return the stream, else the facility, that a donor brings something of."""
    source = donor.stream if donor.stream is not None else donor.from_facility
    assert source is not None  # exactly one is given
    return source


def _composition(writer: Writer, donor: LeadDonor) -> str:
    measured: list[model.StreamComponent | model.MaterialComponent] = [
        row for row in writer.snapshot.all(model.StreamComponent) if row.stream == donor.stream
    ]
    typical = not measured
    if typical:
        measured = [
            row for row in writer.snapshot.all(model.MaterialComponent) if row.material == donor.material
        ]
    if not measured:
        return writer.question("brief.ask.composition")
    largest = sorted(measured, key=lambda row: (not row.basis.startswith("mass"), -row.amount.likely))
    parts = [
        f"{writer.say(component_words(row.component))} {row.amount.likely:g} {_basis(row.basis)}"
        for row in largest[:_COMPONENTS]
    ]
    listed = writer.listed(parts)
    return writer.sentence("brief.typical", composition=listed) if typical else listed


def _basis(basis: str) -> str:
    return "%" if basis.startswith("mass %") else basis


def _today(writer: Writer, plan: Plan, donor: LeadDonor) -> str:
    """Return who takes it today and what that costs or brings."""
    takers = [
        flow
        for flow in plan.today
        if donor.stream is not None and flow.stream == donor.stream and flow.on_record
    ]
    words = []
    if takers:
        largest = max(takers, key=lambda flow: flow.amount)
        words.append(
            writer.sentence("brief.today.taker", taker=writer.name(model.Facility, largest.facility))
        )
    if donor.alternative is None:
        words.append(writer.question("brief.ask.disposal"))
    elif donor.alternative.likely >= 0.0:
        price = writer.prices(donor.alternative, donor.unit)
        # What its owner did not say is the usual price, and no fact about this waste.
        said = "brief.today.pays" if _is_priced(writer, donor) else "brief.today.usually"
        words.append(writer.sentence(said, price=price))
    else:
        price = writer.prices(turned(donor.alternative), donor.unit)
        words.append(writer.sentence("brief.today.sells", price=price))
    return writer.clauses(words)


def _is_priced(writer: Writer, donor: LeadDonor) -> bool:
    """Return whether the owner of what a donor brings says what getting rid of it costs."""
    if donor.stream is None:
        return False
    return writer.snapshot.by_id(model.WasteStream)[donor.stream].disposal_cost is not None


def _contract(writer: Writer, stream: StreamId | None) -> str:
    agreed = [
        row
        for row in writer.snapshot.all(model.Linkage)
        if stream is not None and row.stream == stream and row.state in _AGREED
    ]
    if not agreed:
        return writer.question("brief.ask.contract")
    return writer.sentence("brief.contract.some", count=len(agreed))


def market_section(writer: Writer, lead: Lead) -> BriefSection:
    """Return where its products go: reach, volume, the share that it needs, and who else sells there."""
    head = ("product", "outlet", "volume", "share", "price", "rivals")
    products = sorted(lead.products, key=lambda product: -product.amount)[:_PRODUCTS]
    rows = tuple(_product_row(writer, lead, product) for product in products)
    tables = [writer.table(head, rows)]
    steps = tuple(
        (writer.material(product.material), _steps(writer, product)) for product in products if product.steps
    )
    if steps:
        tables.append(writer.table(("product", "steps"), steps))
    return writer.section("brief.market", tables)


def _steps(writer: Writer, product: LeadProduct) -> str:
    """Return what lies between the price as it is said and what a unit brings."""
    said = [f"{writer.say(step.what)} {step.amount + 0.0:,.0f}" for step in product.steps]
    revenue = writer.per(f"{sum(step.amount for step in product.steps) + 0.0:,.0f}", product.unit)
    return writer.sentence("brief.steps", steps=writer.clauses(said), revenue=revenue)


def _product_row(writer: Writer, lead: Lead, product: LeadProduct) -> tuple[str, ...]:
    made = f"{writer.material(product.material)} {writer.amount(product.amount, product.unit)}"
    if product.outlet is OutletKind.DISPOSED:
        return made, writer.sentence("brief.outlet.disposed"), "—", "—", "—", "—"
    market = None if product.market is None else writer.snapshot.by_id(model.Market).get(product.market)
    if product.outlet is OutletKind.PASSED_ON:
        taker = writer.name(model.Facility, product.facility)
        return made, writer.sentence("brief.outlet.inside", taker=taker), "—", "—", "—", "—"
    price = writer.known(product.price, lambda price: writer.prices(price, product.unit), "brief.ask.price")
    share = writer.known(product.share, writer.share, "brief.ask.share")
    return (
        made,
        _outlet(writer, market),
        _volume(writer, market, product),
        share,
        price,
        _rivals(writer, lead, product),
    )


def _outlet(writer: Writer, market: model.Market | None) -> str:
    if market is None:
        return writer.question("brief.ask.market")
    name = writer.name(model.Market, market.id)
    if market.radius is None:
        return name
    return writer.sentence("brief.outlet.radius", name=name, km=f"{market.radius:g}")


def _volume(writer: Writer, market: model.Market | None, product: LeadProduct) -> str:
    if market is None or market.demand is None:
        question = (
            "" if market is None else (market.question_zh if writer.language == "zh" else market.question_en)
        )
        return writer.ask(question or message("brief.ask.volume"))
    words = [writer.amounts(market.demand, product.unit)]
    if product.room is not None:
        words.append(writer.sentence("brief.room", room=writer.amount(product.room.likely, product.unit)))
    return writer.clauses(words)


def _rivals(writer: Writer, lead: Lead, product: LeadProduct) -> str:
    """Return who makes the same: works of the park, then reference plants that stand nearest on record."""
    technology = writer.snapshot.by_id(model.Technology)[lead.technology]
    # A final use makes nothing that others make too, only room that others use.
    makers = {
        port.technology
        for port in writer.snapshot.all(model.Port)
        if port.material == product.material and port.direction is Direction.PRODUCT
    }
    if technology.final_use:
        makers &= {lead.technology}
    inside = [
        writer.firm(row.enterprise)
        for row in writer.snapshot.all(model.Facility)
        if row.technology in makers and row.state is OperatingState.OPERATING
    ]
    elsewhere = [
        writer.name(model.ReferencePlant, row.id)
        for row in writer.snapshot.all(model.ReferencePlant)
        if row.technology == lead.technology and row.material == product.material
    ]
    found = list(dict.fromkeys([*inside, *elsewhere]))
    return writer.listed(found[:_RIVALS]) if found else writer.question("brief.ask.rivals")
