"""Why both sides would agree: the owner's alternative, the price band, the receiver's margin with capital."""

from __future__ import annotations

from dataclasses import dataclass

from graph.matching.pathways import PathwayFinder
from graph.matching.suggestion import Basis, Suggestion
from graph.matching.worth import explain_worth
from graph.model import Facility, Port
from graph.value import Number, PriceInterval, Worth, price_interval, total
from graph.vocabulary import Direction, OperatingState
from graph.wording import ListedWord


class Alternative(ListedWord):
    """What the owner does with a waste that nobody new takes."""

    SOLD = "sold as it is", "A market takes it as it is: he forgoes the price."
    OWN_FEE = "disposal as he pays it", "He said what he pays to get rid of it."
    USUAL_FEE = "disposal at the usual fee", "Such a waste costs so much to get rid of; nobody asked him."
    UNKNOWN = "not known", "Neither a price nor a fee is known: the first thing to ask."


#: Where the number stands that says what the owner's alternative is worth.
_ALTERNATIVES = {
    "markets": Alternative.SOLD,
    "waste_streams": Alternative.OWN_FEE,
    "prices": Alternative.USUAL_FEE,
}


@dataclass(frozen=True, slots=True)
class Agreement:
    """Why both sides of a suggestion would agree, CNY per unit of the stream.

    Attributes
    ----------
    alternative : Alternative
        What the owner does if nobody new takes it.
    alternative_number : Number or None
        The price or the fee, with its row.
    price : PriceInterval
        The price band once the receiver's plant is paid back: from the least that the owner can accept to the
        most that the receiver can pay by then, and the even split of it.
    capital : float or None
        What building takes a year with interest, for what does not stand yet; 0: all stands; None: not known.
    capital_numbers : tuple of Number
        Behind it.
    margin : float or None
        What the receiver keeps at the even split, capital paid; the owner gains the same.
    unknown : tuple of str
        Numbers that nobody could say: they count 0, and are to be asked.
    """

    alternative: Alternative
    alternative_number: Number | None
    price: PriceInterval
    capital: float | None
    capital_numbers: tuple[Number, ...]
    margin: float | None
    unknown: tuple[str, ...]


def agreement_of(finder: PathwayFinder, suggestion: Suggestion) -> Agreement:
    """Return why both sides of a suggestion would agree.

    Parameters
    ----------
    finder : PathwayFinder
        Of the snapshot that the suggestion was made from, prospective receivers included.
    suggestion : Suggestion

    Notes
    -----
    What the receiver can pay holds the capital of his own planned plant; that of the steps behind him which
    are planned, or which nobody runs, comes off here.
    """
    relieved = _relieved(finder, suggestion)
    number = relieved.money[0].number if relieved.money else None
    worth = explain_worth(finder, suggestion) if suggestion.basis is not Basis.USUAL_USE else Worth()
    steps = _built(finder, suggestion)
    built = total([(1.0, worth) for worth in steps])
    capital = None if built.missing else 0.0 - built.benefit
    band = suggestion.price
    price = (
        PriceInterval(band.supplier, None, None, None, band.elsewhere)
        if band.receiver is None or capital is None
        else _band(band, 0.0 - sum(worth.benefit for worth in steps[1:]))
    )
    return Agreement(
        alternative=Alternative.UNKNOWN if number is None else _ALTERNATIVES[number.table],
        alternative_number=number,
        price=price,
        capital=capital,
        capital_numbers=tuple(term.number for term in built.money),
        margin=None if price.split is None or price.receiver is None else price.receiver - price.split,
        unknown=tuple(dict.fromkeys((*relieved.missing, *worth.missing, *built.missing))),
    )


def _band(before: PriceInterval, capital: float) -> PriceInterval:
    """Return the price band once more capital is paid out of what the receiver could pay before."""
    assert before.receiver is not None
    unknown = float("nan")
    supplier = unknown if before.supplier is None else before.supplier
    value = before.receiver - capital
    return price_interval(value, disposal=0.0 - supplier, transport=0.0, elsewhere=before.elsewhere)


def _relieved(finder: PathwayFinder, suggestion: Suggestion) -> Worth:
    """Return what the owner saves, or forgoes, by giving a unit away."""
    snapshot = finder.snapshot
    (stream,) = snapshot.positions("waste_streams", [suggestion.stream]).tolist()
    owner = snapshot.tables["waste_streams"]["enterprise"][stream].as_py()
    (zone,) = finder.factors.zones.of_enterprise[snapshot.positions("enterprises", [owner])].tolist()
    return finder.values.relieved(stream, suggestion.material, zone)


def _built(finder: PathwayFinder, suggestion: Suggestion) -> list[Worth]:
    """Return what building each step costs a unit of the stream, the receiver's own first; 0 if it stands.

    An auxiliary input builds nothing: the plant stands for its main input.
    """
    port = finder.snapshot.by_id(Port).get(suggestion.port)
    if suggestion.basis is not Basis.FACILITY or port is None or port.direction is not Direction.MAIN_INPUT:
        return []
    steps = []
    for step in suggestion.pathway:
        facility = None if step.facility is None else _facility(finder, step.facility)
        if facility is None or facility.state is OperatingState.PLANNED:
            scale = None if facility is None or facility.capacity is None else facility.capacity.likely
            steps.append(total([(step.amount_in, finder.values.built(step.technology, scale))]))
        else:
            steps.append(Worth())
    return steps


def _facility(finder: PathwayFinder, id: str) -> Facility:
    (row,) = finder.snapshot.positions("facilities", [id]).tolist()
    return finder.snapshot.at(Facility, row)
