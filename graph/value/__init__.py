"""What a tonne is worth: prices, rates and emission factors by place, as terms, and the negotiable price."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.value.access import Access, access_of
    from graph.value.carriage import Carriage, carried
    from graph.value.costs import SCALE_BOUNDS, Costs, capital_recovery
    from graph.value.disposal import DISPOSAL_CLASSES, Charge, Handed, in_each_unit, tonnes_in, treated_for
    from graph.value.holding import HELD_BY, Holding, Holdings, Ratios, to_the_air, tonnes, unchanged_outputs
    from graph.value.markets import SINK_YEARS, Markets, grown_demand, known, likely_room, room, serving
    from graph.value.missing import missing_number, of_money, unpriced
    from graph.value.numbers import (
        BULK,
        CARGOES,
        GIGAJOULE_PER_KWH,
        GRADES,
        INSTEAD,
        JUDGED,
        NO_CARGO,
        ONE,
        Account,
        Band,
        Factors,
        Ints,
        Ledger,
        Money,
        Number,
        Numbers,
        Term,
        Terms,
        Worth,
        Worths,
        ends_of,
        grade_order,
        ratio_ends,
        total,
    )
    from graph.value.policies import Policies
    from graph.value.price import PriceInterval, price_interval
    from graph.value.replacing import Replacing, replaced
    from graph.value.worth import ValueBook
else:
    from graph.tools import opened

    __all__, __dir__, __getattr__ = opened(__name__)
