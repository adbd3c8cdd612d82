"""What each flow of a plan brings: net tonnes, money and CO2e, so that sums over flows count nothing twice.

Money and CO2e of making something stand at the flow that feeds a facility, those of its product at the flow
that leaves for a market: what is passed on earns nothing until the end of its chain. What each is worth says
`graph.value.worth`, by the place of the facility, or of who gives.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.planning.programme.columns import CARRYING, NONE, STARTING, Column, Flows, Layout, planned_sites
from graph.planning.solver import Floats, Ints
from graph.value import Account, Carriage, Ledger, ValueBook, Worths, carried, replaced
from graph.vocabulary import MaterialStatus, Unit

#: What a linkage, a transfer or a facility that runs costs in scores: less than any difference that matters.
_EFFORT = 1e-3


@dataclass(frozen=True)
class Credits:
    """Per unit of each column's flow.

    Attributes
    ----------
    net : dict of Unit to array
        Net diverted units: 1 where a stream leaves, -1 where residue is disposed of.
    benefit : array
        CNY: disposal avoided, product sold, less transport, processing, bought inputs and disposal.
    co2 : array
        kg CO2e avoided.
    account : Account
        The terms behind both.
    """

    net: dict[Unit, Floats]
    benefit: Floats
    co2: Floats
    account: Account

    def padded(self, columns: int) -> Credits:
        """Return the credits of more columns, of which those at the end bring nothing."""
        more = columns - len(self.benefit)
        net = {unit: np.pad(amounts, (0, more)) for unit, amounts in self.net.items()}
        return Credits(net, np.pad(self.benefit, (0, more)), np.pad(self.co2, (0, more)), self.account)


def credits_of(layout: Layout, values: ValueBook) -> Credits:
    """Return what every column brings.

    Parameters
    ----------
    layout : Layout
    values : ValueBook
        Of the same snapshot.
    """
    account, size = account_of(layout, values), len(layout.flows)
    benefit, co2 = (terms.values(account.numbers.likely, size) for terms in (account.money, account.carbon))
    return Credits({unit: net_diverted(layout, unit) for unit in Unit}, benefit, co2, account)


def net_diverted(layout: Layout, unit: Unit) -> Floats:
    """Return what each column adds to the net diverted amount in one unit."""
    flows, snapshot = layout.flows, layout.snapshot
    of = snapshot.strings("materials", "unit") == unit.value
    mine = of[flows.material]
    # A by-product that finds another use is no waste less.
    waste = (snapshot.strings("materials", "status") == MaterialStatus.WASTE.value)[flows.material]
    diverted = np.isin(flows.kind, STARTING) & mine & waste
    # Residue counts against the unit the facility is fed with, by the mass of it that is gone: a liquor
    # takes ash away, but sludge of a water works is no lost water. What was counted in tonnes and came as a
    # liquor counts against tonnes besides: it left their count, but not the world.
    # What was treated before came to nothing with what was made of it.
    counted = (layout.sites.unit == unit.value)[layout.campaigns.site] * layout.treated_for
    if unit is Unit.TONNE:
        counted += layout.tonnes_held
    worked_in = np.append(layout.outputs.campaign, NONE)[flows.output]
    share, counted = mine.astype(np.float64), np.append(counted, 0.0)
    columns, on = flows.where(Column.DISPOSE), flows.feeding
    on = on[flows.kind[on] == Column.TRANSFER]
    share[columns], share[on] = counted[worked_in[columns]], counted[flows.campaign[on]]
    # What the taker loses of another unit's is no loss of its own.
    giver, taker = layout.source(on), flows.site[on]
    crossing = on[layout.sites.unit[giver] != layout.sites.unit[taker]]
    share[crossing] -= (layout.sites.unit == unit.value)[flows.site[crossing]] * layout.treated_for[
        flows.campaign[crossing]
    ]
    lost = layout.residual * share
    # What the pipe loses is gone from what its giver has, whoever it was for.
    sent = flows.where(*CARRYING)
    of_giver = of[flows.material[sent]].astype(np.float64)
    passed = flows.kind[sent] == Column.TRANSFER
    of_giver[passed] = counted[worked_in[sent[passed]]]
    lost[sent] += of_giver * layout.on_the_way[sent]
    net: Floats = diverted.astype(np.float64) - lost
    return net


def preference(flows: Flows, score: Floats) -> Floats:
    """Return what decides among equal plans at last: the better scores, and the least effort.

    A diversion counts by what it lacks to the full score, so that among plans of equal net amounts none
    moves a tonne for nothing: treatment that ends in disposal gains nothing and is not made.
    """
    lacking = np.where(np.isin(flows.kind, STARTING), 1.0 - np.nan_to_num(score), 0.0)
    effort = np.isin(flows.kind, (*STARTING, Column.TRANSFER, Column.RUN))
    wanted: Floats = -lacking - np.where(effort, _EFFORT, 0.0)
    return wanted


def carriage_of(layout: Layout, values: ValueBook, columns: Ints) -> Carriage:
    """Return how what some columns carry travels."""
    flows, giver = layout.flows, layout.giver(columns)
    taker = layout.sites.enterprise_row[flows.site[columns]]
    at = values.factors.zones.of_enterprise[giver]
    return carried(values.factors, flows.material[columns], at, flows.distance[columns], (giver, taker))


def account_of(layout: Layout, values: ValueBook) -> Account:
    """Return the terms of what every column brings."""
    flows, snapshot, ledger = layout.flows, layout.snapshot, Ledger()
    material, technology = (snapshot.strings(table, "id").tolist() for table in ("materials", "technologies"))
    zone_of = values.factors.zones.of_enterprise
    owner, runs = layout.sites.enterprise_row, layout.sites.technology_row

    # What leaves a stream is not disposed of; what its pipe loses is.
    columns = flows.where(*STARTING)
    at = zone_of[layout.donor[flows.stream[columns]]]
    relief = values.relief(flows.stream[columns], flows.material[columns], at)
    ledger.add(columns, relief, values.relieving(flows.material[columns], at, flows.arrives[columns]))
    # A waste that is sold as it is brings its price.
    columns = flows.where(Column.OUTSIDE)
    at = zone_of[layout.donor[flows.stream[columns]]]
    ledger.add(
        columns,
        Worths.of(lambda what, at: values.sold_as_it_is(material[what], at), flows.material[columns], at),
    )
    # What no facility takes is paid for, and so is what a pipe loses on the way to one.
    sent = flows.where(Column.TRANSFER)
    columns = np.r_[flows.where(Column.DISPOSE), sent[flows.arrives[sent] < 1.0]]
    gone = np.where(flows.kind[columns] == Column.DISPOSE, 1.0, 1.0 - flows.arrives[columns])
    site = layout.source(columns)
    handed = list(dict.fromkeys(layout.campaigns.brought))
    number = {brought: at for at, brought in enumerate(handed)}
    arriving = np.array([number[brought] for brought in layout.campaigns.brought], dtype=np.int64)
    made_in = layout.outputs.campaign[flows.output[columns]]
    told, ratios = layout.told
    ledger.add(
        columns,
        Worths.of(
            lambda what, at, process, by, so: values.disposed(
                material[what], at, technology[process], handed[by], ratios[so]
            ),
            flows.material[columns],
            zone_of[owner[site]],
            runs[site],
            arriving[made_in],
            told[made_in],
        ),
        gone,
    )
    # An auxiliary input that the network brings need not be bought.
    columns = flows.auxiliary()
    wanted = snapshot.rows("ports", "material")
    at = zone_of[owner[flows.site[columns]]]
    bought = Worths.of(lambda what, at: values.bought(material[what], at), wanted[flows.port[columns]], at)
    ledger.add(columns, bought, flows.arrives[columns])
    # A product brings its price, and displaces what would be made instead.
    columns = flows.where(Column.SELL)
    site = layout.source(columns)
    instead = replaced(snapshot)
    facility = layout.sites.facility_row[site]
    ledger.add(
        columns,
        Worths.of(
            lambda process, what, at, by: values.sold(
                technology[process], material[what], at, instead.get(by - 1)
            ),
            runs[site],
            flows.material[columns],
            zone_of[owner[site]],
            np.where(np.isin(facility, list(instead)), facility, NONE) + 1,
        ),
    )
    # A main input is worked on.
    columns = flows.feeding
    site = flows.site[columns]
    ledger.add(
        columns,
        Worths.of(
            lambda process, at, by, so: values.fed(technology[process], at, handed[by], ratios[so]),
            runs[site],
            zone_of[owner[site]],
            arriving[flows.campaign[columns]],
            told[flows.campaign[columns]],
        ),
        flows.arrives[columns],
    )
    # What does not stand yet is paid back with interest.
    planned = columns[planned_sites(layout)[site]]
    capacity = layout.sites.capacity + layout.sites.running
    ledger.add(
        planned,
        Worths.of(
            lambda where: values.built(technology[runs[where]], float(capacity[where])), flows.site[planned]
        ),
        flows.arrives[planned],
    )
    # Carrying costs and emits.
    columns = flows.where(*CARRYING)
    carriage = carriage_of(layout, values, columns)
    for stretch in carriage.stretches:
        ledger.add(columns, Worths(carriage.once, stretch.way))
        ledger.add(columns, Worths(carriage.each_km, stretch.way), stretch.distance)
    return ledger.account()
