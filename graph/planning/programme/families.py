"""The families of rows of a plan's programme, as data: what each is called, says, and where it holds.

`docs/programme.md` is written from this table, and a test keeps the two together. Symbols are those of that
page: x flows, s stock drawn, m months' parts, y decisions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType


class Row(IntEnum):
    """What a row of the programme bounds. In brackets its keys, which are rows of tables or of the layout."""

    SUPPLY = 0
    """(stream)"""
    CAPACITY = 1
    """(site)"""
    AUXILIARY = 2
    """(site, port)"""
    OUTPUT = 3
    """(output)"""
    SHARE = 4
    """(site, port)"""
    BLEND_MAXIMUM = 5
    """(site, limit)"""
    BLEND_MINIMUM = 6
    """(site, limit)"""
    CONTRACT = 7
    """(linkage: the first of those agreed on one way)"""
    MONTH_SUPPLY = 8
    """(stream, month)"""
    MONTH_CAPACITY = 9
    """(site, month)"""
    MONTH_SUM = 10
    """(column)"""
    RUN_CAPACITY = 11
    """(site)"""
    RUN_SCALE = 12
    """(site)"""
    BUDGET = 13
    """(nothing)"""
    MARKET = 14
    """(market)"""
    ADDITION = 17
    """(site, limit)"""
    MONTH_OUTPUT = 15
    """(output, month)"""
    MONTH_AUXILIARY = 16
    """(site, port x 12 + month)"""
    MARKET_MONTH = 18
    """(market, month)"""
    MARKET_DAYS = 19
    """(market, column: the first of those that sell of one works or stream)"""

    @property
    def family(self) -> RowFamily:
        """What the row's family is called and says."""
        return FAMILIES[self]


@dataclass(frozen=True, slots=True)
class RowFamily:
    """Rows that say the same of different things.

    Attributes
    ----------
    name : str
        As printed rows begin.
    description : str
        What it says, in a sentence.
    where : str
        For what there is a row.
    equation : str
    function : str
        That writes it, in `graph.planning.programme`.
    module : str
        Its file there.
    """

    name: str
    description: str
    where: str
    equation: str
    function: str
    module: str = "rows"


FAMILIES: Mapping[Row, RowFamily] = MappingProxyType(
    {
        Row.SUPPLY: RowFamily(
            "supply",
            "A stream gives at most what it has beside its use today, and what of its stock is drawn down.",
            "every stream with a linkage",
            "sum of x and outside over what leaves the stream - s <= supply - in use",
            "supply",
        ),
        Row.CAPACITY: RowFamily(
            "capacity",
            "A facility takes at most the main input that running linkages leave room for.",
            "every facility that something may feed",
            "sum of x over main inputs <= capacity - running",
            "facility",
        ),
        Row.AUXILIARY: RowFamily(
            "auxiliary",
            "An auxiliary input comes at most in proportion to the main input; the rest of it is bought.",
            "every auxiliary port that something may feed",
            "sum of x through the port - ratio * sum of x over main inputs <= 0",
            "facility",
        ),
        Row.OUTPUT: RowFamily(
            "output",
            "All that a facility makes in a campaign is sold, passed on or disposed of.",
            "every output of every campaign of every facility",
            "yield * sum of x over the campaign's main inputs - passed on - sold - disposed = 0",
            "facility",
        ),
        Row.SHARE: RowFamily(
            "share",
            "An input that may be only a part of the mix fills only that part of the capacity.",
            "every main port whose largest share is below that of another one",
            "sum of x through the port <= share / largest share * whole capacity - running through the port",
            "shares",
        ),
        Row.BLEND_MAXIMUM: RowFamily(
            "blend_maximum",
            "The mean content of a mix is at most the limit.",
            "every facility and limit that one of its inputs is above",
            "sum of (content - maximum) * x over what is mixed <= 0",
            "mixes",
        ),
        Row.BLEND_MINIMUM: RowFamily(
            "blend_minimum",
            "The mean content of a mix is at least the limit.",
            "every facility and limit that one of its inputs is below",
            "sum of (minimum - content) * x over what is mixed <= 0",
            "mixes",
        ),
        Row.ADDITION: RowFamily(
            "addition",
            "What main inputs and what is added to them bring into a product stays within its limit.",
            "every facility and limit of a product that it sells, where what is added is known to bring some",
            "sum of content * x over what is added - sum of (maximum - content) * x over main inputs <= 0",
            "additions",
        ),
        Row.CONTRACT: RowFamily(
            "contract",
            "What is agreed flows at least; contracts on one way add up.",
            "every way with a contracted linkage",
            "x >= sum of what is agreed",
            "contracts",
        ),
        Row.MONTH_SUPPLY: RowFamily(
            "month_supply",
            "What cannot be stored is there only in the month it comes.",
            "every month and stream that cannot be stored and that a season reaches",
            "sum of m over what leaves the stream in the month - s / 12 <= month's share * (supply - in use)",
            "months",
        ),
        Row.MONTH_CAPACITY: RowFamily(
            "month_capacity",
            "In a month a facility takes at most that month's share of its room.",
            "every month and facility that takes what cannot be stored",
            "sum of m in the month + share * sum of other x <= share * (capacity - running)",
            "months",
        ),
        Row.MONTH_OUTPUT: RowFamily(
            "month_output",
            "What cannot be stored is handed on in the month it is made.",
            "every month and output handed on, or sold by the month, of a facility that a season reaches",
            "sum of m passed on or sold in it - yield * (sum of m fed in it + share * sum of other x) <= 0",
            "months",
        ),
        Row.MONTH_AUXILIARY: RowFamily(
            "month_auxiliary",
            "What cannot be stored is added to what is fed in the same month.",
            "every month and auxiliary port that takes what cannot be stored and is uneven",
            "sum of m through the port + share * other x - ratio * (m fed + share * sum of other x) <= 0",
            "months",
        ),
        Row.MONTH_SUM: RowFamily(
            "month_sum",
            "A flow is the sum of its months.",
            "every flow of what cannot be stored",
            "x - sum of m = 0",
            "months",
        ),
        Row.RUN_CAPACITY: RowFamily(
            "run_capacity",
            "A facility that is not decided to run takes nothing.",
            "every facility with a decision",
            "sum of x over main inputs - (capacity - running) * y <= 0",
            "decisions",
        ),
        Row.RUN_SCALE: RowFamily(
            "run_scale",
            "A facility that runs takes at least its technology's minimum scale.",
            "every facility with a decision, with the option `on_off`",
            "sum of x over main inputs - (minimum scale - running) * y >= 0",
            "decisions",
        ),
        Row.BUDGET: RowFamily(
            "budget",
            "Planned facilities that run cost at most the budget; one whose cost nobody knows does not run.",
            "once, with the option `budget`",
            "sum of capital cost * y <= budget",
            "decisions",
        ),
        Row.MARKET: RowFamily(
            "market",
            "A market takes what it is not served with today, from all who sell there newly.",
            "every market of known demand or room, without the option `potential`",
            "sum of sales there and in its parts <= demand - max(demand * served, sold today)",
            "markets",
        ),
        Row.MARKET_MONTH: RowFamily(
            "market_month",
            "Of what cannot be stored a market takes in a month at most that month's share of its room.",
            "every month and market that says its months; with `potential` months without buyers only",
            "sum of m sold there and in its parts in the month <= month's share * room",
            "market_months",
            "outlets",
        ),
        Row.MARKET_DAYS: RowFamily(
            "market_days",
            "Of what cannot be stored as much is sold as is made, or comes, on the days of its buyers.",
            "every market that says its days and not its months, and works and stream that sells there",
            "sum of sales <= yield * least of days / 365 * capacity and what comes on these days",
            "market_days",
            "outlets",
        ),
    }
)
