"""What the brief says a lead is worth to the park (价值), and who asks whom what next (下一步)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from graph import model
from graph.ranges import Range
from graph.recruiting.brief.document import KG_PER_TONNE, BriefSection, Writer
from graph.recruiting.brief.supply import source_of
from graph.recruiting.lead import Lead, OutletKind
from graph.vocabulary import Unit
from graph.wording import Message, message

#: Rows of the tables.
_TARGETS, _CHAINS, _QUESTIONS = 3, 2, 3


def worth_section(writer: Writer, lead: Lead) -> BriefSection:
    """Return the plan with it less the plan without it, the chains it opens, and what breaks if it fails."""
    value = lead.value
    rows = [
        (
            writer.sentence("brief.worth.tonnes"),
            writer.amount(value.tonnes, Unit.TONNE),
            _spread(writer, value.tonnes_spread, lambda tonnes: writer.amount(tonnes, Unit.TONNE)),
        ),
        (
            writer.sentence("brief.worth.benefit"),
            writer.money(value.benefit),
            _spread(writer, value.benefit_spread, writer.money),
        ),
        (
            writer.sentence("brief.worth.co2"),
            writer.amount(value.co2 / KG_PER_TONNE, Unit.TONNE),
            _spread(writer, value.co2_spread, lambda kg: writer.amount(kg / KG_PER_TONNE, Unit.TONNE)),
        ),
    ]
    for gain in value.targets[:_TARGETS]:
        chance = writer.question("brief.ask.chance")
        if gain.chance_before is not None and gain.chance_after is not None:
            chance = writer.sentence(
                "brief.worth.chance",
                before=writer.share(gain.chance_before),
                after=writer.share(gain.chance_after),
            )
        rows.append(
            (
                writer.name(model.Target, gain.target),
                writer.sentence(
                    "brief.worth.target",
                    before=writer.share(gain.share_before),
                    after=writer.share(gain.share_after),
                    wanted=writer.share(gain.wanted),
                ),
                chance,
            )
        )
    head = ("worth", "likely", "spread")
    table = writer.table(head, rows)
    return writer.section("brief.worth", (table,), _sentences(writer, lead))


def _spread(writer: Writer, spread: Range | None, said: Callable[[float], str]) -> str:
    if spread is None:
        return writer.question("brief.ask.spread")
    return f"{said(spread.low)} / {said(spread.likely)} / {said(spread.high)}"


def _sentences(writer: Writer, lead: Lead) -> Iterator[str]:
    """Yield the chains that it opens, the steps of product chains that it is, and what breaks without it."""
    ways = [
        " → ".join([writer.material(chain.material), *(writer.technology(step) for step in chain.steps)])
        for chain in lead.unlocks[:_CHAINS]
    ]
    if ways:
        yield writer.sentence("brief.unlocks", ways=writer.clauses(ways))
    steps = [
        f"{writer.name(model.Chain, step.chain)}: {writer.name(model.ChainStep, step.id)}"
        for step in writer.snapshot.all(model.ChainStep)
        if lead.technology in step.technologies
    ]
    if steps:
        yield writer.sentence("brief.chain_steps", steps=writer.listed(steps))
    lost = sum(
        max(0.0, donor.amount - donor.before)
        for donor in lead.donors
        if donor.unit is Unit.TONNE and donor.main
    )
    if lost > 0.0:
        yield writer.sentence("brief.fails", amount=writer.amount(lost, Unit.TONNE))
    fed = [
        writer.name(model.Facility, product.facility)
        for product in lead.products
        if product.facility is not None
    ]
    if fed:
        yield writer.sentence("brief.fails.fed", facilities=writer.listed(fed))
    if lead.stability is not None:
        yield writer.sentence("brief.stability", share=writer.share(lead.stability))
    if lead.deciding is not None:
        found = lead.deciding
        low, high = writer.share(found.where_low), writer.share(found.where_high)
        yield writer.sentence("brief.deciding", what=found.what, low=low, high=high)


def next_section(writer: Writer, lead: Lead) -> BriefSection:
    """Return who asks whom which three numbers, and what else would change the answer most."""
    rows = []
    donors = [donor for donor in lead.donors if donor.main]
    if donors:
        largest = max(donors, key=lambda donor: donor.amount)
        rows.append(
            _asks(
                writer,
                writer.donor(source_of(largest), largest.enterprise),
                message("brief.next.donor", waste=writer.material(largest.material)),
            )
        )
    investor = (
        writer.listed([writer.firm(firm) for firm in lead.extenders[:2]])
        if lead.extenders
        else writer.sentence("brief.next.newcomer")
    )
    rows.append(_asks(writer, investor, message("brief.next.investor")))
    sold = [product for product in lead.products if product.outlet is OutletKind.SOLD]
    if sold:
        largest_product = max(sold, key=lambda product: product.amount)
        product = writer.material(largest_product.material)
        rows.append(
            _asks(
                writer,
                writer.sentence("brief.next.buyers", product=product),
                message("brief.next.market", product=product),
            )
        )
    head = ("who", "whom", "numbers")
    questions = lead.questions_zh if writer.language == "zh" else lead.questions_en
    sentences = tuple(writer.short(question) for question in questions[:_QUESTIONS])
    table = writer.table(head, rows)
    return writer.section("brief.next", (table,), sentences)


def _asks(writer: Writer, whom: str, numbers: Message) -> tuple[str, ...]:
    return writer.sentence("brief.next.office"), whom, writer.say(numbers)
