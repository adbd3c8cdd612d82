"""What a waste may cost: the interval in which both sides gain, and the even split of the gain."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PriceInterval:
    """Price that the receiver pays at the supplier's gate, CNY per unit; negative: the supplier pays.

    Attributes
    ----------
    supplier : float or None
        The least the supplier can accept: what he forgoes, or minus his disposal cost; None: not known.
    receiver : float or None
        The most the receiver can pay: product value less processing and transport; None: not known.
    split : float or None
        The price at which both gain the same; None where an end is not known or no price suits both.
    agreement : bool or None
        Whether some price suits both; None where an end is not known.
    elsewhere : float or None
        What the waste costs at most in its market: who can have it there for that pays no more here, whatever
        it is worth to him; None: no market known.

    Notes
    -----
    The receiver carries the transport. Receiver less supplier is the joint margin. With equal power and
    nothing gained without agreement the bargaining solution is the middle, between the supplier's end and
    what the receiver would pay at most: here or elsewhere.

    References
    ----------
    Nash, J. F. (1950). The bargaining problem. Econometrica 18, 155-162.
    """

    supplier: float | None
    receiver: float | None
    split: float | None
    agreement: bool | None
    elsewhere: float | None = None


def price_interval(
    value: float, disposal: float, transport: float, elsewhere: float | None = None
) -> PriceInterval:
    """Return the negotiable interval; NaN stands for what is not known.

    Parameters
    ----------
    value : float
        What the waste is worth to the receiver at its gate, CNY per unit: products less processing.
    disposal : float
        What the supplier pays today to get rid of it, CNY per unit.
    transport : float
        CNY per unit.
    elsewhere : float, optional
        Highest price of the waste in its market, CNY per unit.

    Examples
    --------
    >>> price_interval(value=50.0, disposal=30.0, transport=10.0)
    PriceInterval(supplier=-30.0, receiver=40.0, split=5.0, agreement=True, elsewhere=None)
    """
    supplier, receiver = 0.0 - disposal, value - transport
    if math.isnan(supplier) or math.isnan(receiver):
        return PriceInterval(_known(supplier), _known(receiver), None, None, elsewhere)
    most = receiver if elsewhere is None else min(receiver, elsewhere)
    agreement = most >= supplier
    split = (supplier + most) / 2.0 if agreement else None
    return PriceInterval(supplier, receiver, split, agreement, elsewhere)


def _known(price: float) -> float | None:
    return None if math.isnan(price) else price
