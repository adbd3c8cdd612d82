"""What the brief says of the money of the one who builds it (经济性)."""

from __future__ import annotations

import re

from graph import model
from graph.evidence import Grade
from graph.ranges import Range
from graph.recruiting.brief.document import BriefSection, BriefTable, Writer
from graph.recruiting.lead import CostItem, Lead
from graph.units import significant
from graph.value import Policies
from graph.wording import message, span, spans

_PER_CENT = re.compile(r"\d+ ?%")
#: Cost items that have a row of their own; the smallest are summed.
_ITEMS = 7
#: Grades of numbers that nobody published for this very technology.
_GUESSED = (Grade.CLASS.value, Grade.ESTIMATE.value)
#: A rate of return at which nothing comes back.
_ALL_LOST = -0.999
#: Policies that give a refund or a deduction, by the beginning of their ids.
_REFUNDS = ("vat-", "income-tax-resource")


def economics_section(writer: Writer, lead: Lead) -> BriefSection:
    """Return capital, cost by item, refunds, the price band, and what it pays."""
    economics = lead.economics
    unit = lead.scale.unit

    def capital(money: Range) -> str:
        years = f"{economics.life:g}"
        return writer.sentence("brief.capital.text", money=writer.monies(money), years=years)

    def break_even(likely: float) -> str:
        return _break_even(writer, lead, likely)

    rows = {
        "brief.capital": writer.known(economics.capital, capital, "brief.ask.capital"),
        "brief.operating": writer.known(economics.operating, writer.monies, "brief.ask.operating"),
        "brief.revenue": writer.known(economics.revenue, writer.monies, "brief.ask.revenue"),
        "brief.refund": _refunds(writer, lead),
        "brief.band.price": _band(writer, lead),
        "brief.payback": _payback(writer, lead),
        "brief.irr": _return(writer, lead),
        "brief.break_even": writer.known(economics.break_even, break_even, "brief.ask.break_even"),
    }
    tables = [writer.facts(rows)]
    if economics.items:
        tables.append(_items(writer, economics.items))
    sentences = []
    if economics.items:
        guessed = sum(item.grade in _GUESSED for item in economics.items)
        sentences.append(writer.sentence("brief.grades", count=len(economics.items), guessed=guessed))
    if economics.missing:
        sentences.append(writer.sentence("brief.money_missing", count=len(economics.missing)))
    if economics.price_floor is not None:
        floor = writer.prices(economics.price_floor, unit)
        sentences.append(writer.sentence("brief.floor", price=floor))
    return writer.section("brief.economics", tables, sentences)


def _payback(writer: Writer, lead: Lead) -> str:
    economics = lead.economics
    if economics.returns is not None:
        years = (
            economics.returns.payback_fast,
            economics.returns.payback_middle,
            economics.returns.payback_slow,
        )
        if years[0] is None:
            return writer.sentence("brief.all_lost")
        fast, middle, slow = (
            writer.sentence("brief.all_lost")
            if one is None
            else writer.sentence("brief.years", years=f"{one:.1f}")
            for one in years
        )
        drawn = message("brief.drawn", middle=middle, ends=spans(fast, slow))
        if economics.payback_likely is None:
            return writer.say(drawn)
        # The list of leads has the likely value: here it stands beside, so that the two are seen to agree.
        likely = message("brief.years", years=f"{economics.payback_likely:.1f}")
        return writer.sentence("brief.drawn.likely", drawn=drawn, likely=likely)
    if economics.payback is not None:
        return writer.sentence(
            "brief.payback.text",
            likely=f"{economics.payback.likely:.1f}",
            ends=span(f"{economics.payback.low:.1f}", f"{economics.payback.high:.1f}"),
        )
    if economics.payback_likely is not None:
        return writer.sentence("brief.payback.likely", likely=f"{economics.payback_likely:.1f}")
    if economics.pays is False:
        return writer.sentence("brief.payback.never")
    return writer.question("brief.ask.payback")


def _return(writer: Writer, lead: Lead) -> str:
    drawn = lead.economics.returns
    found = lead.economics.rate_of_return
    if found is None:
        return writer.question("brief.ask.irr")

    def said(rate: float) -> str:
        return writer.sentence("brief.all_lost") if rate <= _ALL_LOST else writer.share(rate)

    at_likely = found.likely
    if drawn is not None:
        found = drawn.rate
    if found.high <= _ALL_LOST:
        return said(found.high)
    if drawn is not None:
        ends = spans(said(found.low), said(found.high))
        pays = message(
            "brief.drawn.pays", share=writer.share(drawn.pays), middle=said(found.likely), ends=ends
        )
        return writer.sentence("brief.drawn.likely", drawn=pays, likely=said(at_likely))
    return writer.sentence(
        "brief.irr.text", likely=said(found.likely), ends=span(said(found.low), said(found.high))
    )


def _break_even(writer: Writer, lead: Lead, likely: float) -> str:
    returns, unit = lead.economics.returns, _product_unit(lead)
    if returns is None or returns.break_even is None:
        return writer.per(f"{likely:,.0f}", unit)
    low, middle, high = (
        f"{significant(end):,.0f}"
        for end in (returns.break_even.low, returns.break_even.likely, returns.break_even.high)
    )
    return writer.per(writer.sentence("brief.drawn", middle=middle, ends=spans(low, high)), unit)


def _product_unit(lead: Lead) -> str:
    return str(
        max(lead.products, key=lambda product: product.amount).unit if lead.products else lead.scale.unit
    )


def _items(writer: Writer, items: tuple[CostItem, ...]) -> BriefTable:
    largest = sorted(items, key=lambda item: -abs(item.amount.likely))
    rows = [(item.what.text(writer.language), writer.monies(item.amount)) for item in largest[:_ITEMS]]
    rest = largest[_ITEMS:]
    if rest:
        total = sum(item.amount.likely for item in rest)
        rows.append((writer.sentence("brief.other_items", count=len(rest)), writer.money(total)))
    return writer.table(("item", "yearly"), rows)


def _refunds(writer: Writer, lead: Lead) -> str:
    """Return the tax policies that name what is brought in, or a kind above it, with their articles."""
    policies, materials = Policies(writer.snapshot), {donor.material for donor in lead.donors}
    speaking = (row for name in sorted(materials) for row in policies.speaking_of(name, lead.site.park))
    fitting = sorted((row for row in speaking if row.id.startswith(_REFUNDS)), key=lambda row: row.id)
    if not fitting:
        return writer.question("brief.ask.refund")
    return writer.listed(list(dict.fromkeys(_refund(writer, row) for row in fitting))[:2])


def _refund(writer: Writer, policy: model.Policy) -> str:
    """Return what a tax policy gives, at which rate, and its number."""
    gives = policy.gives_zh if writer.language == "zh" else policy.gives_en
    rate = _PER_CENT.search(policy.value)
    share = f" {rate[0]}" if rate else ""
    return f"{gives}{share} [{policy.document_number or policy.title_zh}]"


def _band(writer: Writer, lead: Lead) -> str:
    price = lead.price
    if price is None or price.supplier is None or price.receiver is None:
        return writer.question("brief.ask.band")
    unit = lead.scale.unit
    return writer.sentence(
        "brief.band.text" if price.agreement else "brief.band.none",
        floor=writer.per(f"{price.supplier + 0.0:,.0f}", unit),
        most=writer.per(f"{price.receiver + 0.0:,.0f}", unit),
    )
