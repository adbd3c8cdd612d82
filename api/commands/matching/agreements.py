"""Why both sides of a suggestion would agree, in a few lines."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from api.commands.common import Session
from api.figures import number_words
from api.views import View
from graph import model
from graph.matching import Agreement, Alternative, Suggestion
from graph.value import Number
from graph.wording import Message, Words, message, span, with_ends
from viz.words import number, price, value_words

#: What is forgone or paid is the amount of its number; the last knows none.
_ALTERNATIVES = {
    Alternative.SOLD: "agreement.sold",
    Alternative.OWN_FEE: "agreement.own_fee",
    Alternative.USUAL_FEE: "agreement.usual_fee",
}


def agreement_block(run: Session, view: View, item: Suggestion) -> RenderableType:
    """Return the owner's alternative, the price band, the receiver's margin with capital, what is unknown."""
    name = run.named(view, model.Facility, item.facility)
    title = run.read(message("agreement.title", rank=item.rank, name=name))
    lines = (Text(f"     {run.read(line)}") for line in _lines(view, item, view.agreement(item)))
    return Group(Text(f"  {title}", style="bold"), *lines, Text(""))


def _lines(view: View, item: Suggestion, found: Agreement) -> Iterator[Message]:
    def each(value: float) -> Words:
        return price(number(value), item.unit.value)

    yield _alternative(view, item, found)
    band = found.price
    if band.supplier is None or band.receiver is None:
        yield message("agreement.open_band")
    elif band.split is None or found.margin is None:
        yield message("agreement.no_band", supplier=each(band.supplier), receiver=each(band.receiver))
    else:
        yield message(
            "agreement.band",
            supplier=each(band.supplier),
            receiver=each(band.receiver),
            split=each(band.split),
        )
        if found.capital:
            yield message("agreement.margin", margin=each(found.margin), capital=each(found.capital))
        else:
            yield message("agreement.margin_stands", margin=each(found.margin))
    for part in found.capital_numbers:
        yield message(
            "agreement.capital",
            name=number_words(view, part.table, part.row, part.column),
            ends=span(number(part.amount.low), number(part.amount.high)),
            unit=part.unit,
            grade=value_words(part.grade.value),
        )
    if found.unknown:
        yield message("agreement.to_ask", names=found.unknown)


def _alternative(view: View, item: Suggestion, found: Agreement) -> Message:
    known = found.alternative_number
    if known is None:
        return message("agreement.unknown")
    return Message(
        _ALTERNATIVES[found.alternative],
        (
            ("price", _ends(known, item.unit.value)),
            ("row", number_words(view, known.table, known.row, known.column)),
            ("grade", value_words(known.grade.value)),
        ),
    )


def _ends(known: Number, unit: str) -> Words:
    amount = known.amount
    return price(with_ends(*(number(end) for end in (amount.low, amount.likely, amount.high))), unit)
