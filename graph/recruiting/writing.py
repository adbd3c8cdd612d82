"""From a solved option to a lead: who brings what, where its products go, what it earns and what is open."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from graph.matching import Outcome
from graph.matching.explanation import GateWriter
from graph.matching.gates import free_supply
from graph.matching.ranking import judge
from graph.model import Material, Technology, WasteStream
from graph.planning import Additions, Column, Gain, carriage_of, room_in
from graph.planning.solver import summed
from graph.ranges import Range
from graph.recruiting.finding import (
    Books,
    Counted,
    Floats,
    Ints,
    Option,
    Sums,
    economics_of,
    price_of,
    price_steps,
    range_of,
)
from graph.recruiting.lead import (
    LeadDonor,
    LeadEconomics,
    LeadGate,
    LeadProduct,
    LeadScale,
    OutletKind,
    UnlockedChain,
)
from graph.value import PriceInterval, Term, Worth, replaced, total
from graph.vocabulary import (
    Direction,
    EnterpriseId,
    FacilityId,
    MaterialId,
    StreamId,
    TechnologyId,
    Travel,
    Unit,
)
from graph.wording import Message, Words, message, names_or_id

_OUTLETS = {
    Column.SELL: OutletKind.SOLD,
    Column.TRANSFER: OutletKind.PASSED_ON,
    Column.DISPOSE: OutletKind.DISPOSED,
}
#: A flow below this share of the largest at the facility is the solver's rounding.
_ROUNDING = 1e-9
#: How terms of what working on a unit costs are called (`graph.value.worth.ValueBook.fed`).
_ENERGY = {"electricity": "lead.item.electricity", "heat": "lead.item.heat"}
_OPERATING, _BOUGHT = "operating cost", " bought"
_LOST, _DISPOSED = "what is lost in ", " disposed of"


@dataclass(frozen=True)
class Written:
    """What there is to say of one option, but for its rank and draws."""

    scale: LeadScale
    donors: tuple[LeadDonor, ...]
    remainders: tuple[StreamId, ...]
    products: tuple[LeadProduct, ...]
    economics: LeadEconomics
    price: PriceInterval | None
    gates: tuple[LeadGate, ...]
    unlocks: tuple[UnlockedChain, ...]


class Writer:
    """Writes options of one problem; the seed is that of the draws of their money, None: none are drawn."""

    def __init__(self, additions: Additions, seed: int | None) -> None:
        self.additions, self._seed = additions, seed
        self.problem = additions.problem
        self._layout = additions.problem.programme.layout
        self._snapshot = additions.problem.snapshot
        self._columns = additions.problem.candidates.columns
        self._values = self._columns.valuation.values
        self._zone = self._values.factors.zones.of_enterprise
        self._placed = additions.placed()
        self._free = free_supply(self._snapshot)

    def written(self, option: Option, site: int, scale: LeadScale, gain: Gain) -> Written:
        """Return what there is to say of an option whose plan is solved."""
        # Of what campaigns share the first column stands for all.
        amounts = np.zeros(len(gain.amounts))
        np.add.at(amounts, self._layout.way, gain.amounts)
        arriving, leaving = self._flows(site, amounts)
        donors = tuple(self._donor(int(column), amounts, gain.amounts) for column in arriving)
        main = arriving[self._layout.flows.main[arriving]]
        used = float(amounts[main] @ self._layout.flows.arrives[main])
        books, sums = self._year(option.technology, site, arriving, leaving, gain.amounts)
        floor = _mean(donors)
        technology, size = option.technology.id, scale.amount.likely
        economics = economics_of(self._values, technology, size, books, sums, floor, self._seed)
        return Written(
            scale=replace(scale, used=used),
            donors=donors,
            remainders=tuple(
                donor.stream
                for donor in donors
                if donor.stream is not None
                and donor.available is not None
                and donor.before < donor.available.likely * (1.0 - 1e-6)
            ),
            products=tuple(self._product(int(column), amounts) for column in leaving),
            economics=economics,
            price=price_of(economics, sums),
            gates=self._gates(option.facility),
            unlocks=self._unlocked(option.technology, arriving, leaving, amounts),
        )

    def _flows(self, site: int, amounts: Floats) -> tuple[Ints, Ints]:
        """Return the columns that arrive at a site and that leave it, larger ones first."""
        flows, own = self._layout.flows, self.additions.columns_of([site])
        own = own[(flows.parent[own] < 0) & (amounts[own] > _ROUNDING * amounts[own].max(initial=0.0))]
        given = np.where(
            flows.output[own] >= 0, self._layout.outputs.site[np.maximum(flows.output[own], 0)], -1
        )
        arriving, leaving = own[flows.site[own] == site], own[given == site]
        return arriving[np.argsort(-amounts[arriving], kind="stable")], leaving[
            np.argsort(-amounts[leaving], kind="stable")
        ]

    def _donor(self, column: int, amounts: Floats, each: Floats) -> LeadDonor:
        layout, flows = self._layout, self._layout.flows
        ends = layout.ends(column)
        giver = int(layout.giver(np.array([column]))[0])
        stream = int(flows.stream[column])
        material, zone = int(flows.material[column]), int(self._zone[giver])
        if stream >= 0:
            row = self._snapshot.at(WasteStream, stream)
            available: Range | None = _left(row)
            saved = self._values.relieved(stream, str(ends.material), zone)
            before = float(self._placed[stream])
        else:
            available, before = None, 0.0
            saved = total([(-1.0 / float(amounts[column]), self._dumped(self._sharing(column, each), each))])
        distance = float(flows.distance[column])
        return LeadDonor(
            stream=ends.stream,
            from_facility=ends.from_facility,
            enterprise=EnterpriseId(layout.text("enterprises", "id", giver)),
            material=MaterialId(layout.text("materials", "id", material)),
            port=ends.port,
            main=bool(flows.main[column]),
            amount=float(amounts[column]),
            unit=ends.unit,
            available=available,
            distance=None if np.isnan(distance) else distance,
            by=None if np.isnan(distance) else self._travels(column),
            alternative=range_of(saved) if saved.money and not saved.missing else None,
            before=before,
        )

    def _travels(self, column: int) -> Travel:
        return carriage_of(self._layout, self._values, np.array([column])).travels(0)

    def _product(self, column: int, amounts: Floats) -> LeadProduct:
        layout, flows = self._layout, self._layout.flows
        material = str(layout.text("materials", "id", flows.material[column]))
        taker = int(flows.site[column])
        market, room_left = None, None
        if flows.market[column] >= 0:
            market = layout.markets[int(flows.market[column])]
            room_left = room_in(market, self.problem.options)
        outlet = _OUTLETS[Column(flows.kind[column])]
        amount = float(amounts[column])
        sold = self._fetched(column, material) if outlet is OutletKind.SOLD else Worth()
        return LeadProduct(
            material=MaterialId(material),
            amount=amount,
            unit=Unit(layout.text("materials", "unit", flows.material[column])),
            outlet=outlet,
            facility=FacilityId(layout.sites.facility[taker]) if taker >= 0 else None,
            market=None if market is None else market.id,
            room=room_left,
            share=amount / room_left.likely if room_left is not None and room_left.likely > 0.0 else None,
            price=range_of(Worth(sold.money[:1])) if sold.money else None,
            steps=price_steps(self._values.factors, sold),
        )

    def _fetched(self, column: int, material: str) -> Worth:
        """Return what a unit of a product brings, or of what it displaces: the price, then the freight."""
        layout = self._layout
        site = int(layout.source(np.array([column]))[0])
        technology = layout.text("technologies", "id", layout.sites.technology_row[site])
        zone = int(self._zone[layout.sites.enterprise_row[site]])
        instead = replaced(self._snapshot).get(int(layout.sites.facility_row[site]))
        return self._values.sold(technology, material, zone, instead)

    def _year(
        self,
        technology: Technology,
        site: int,
        arriving: Ints,
        leaving: Ints,
        each: Floats,
    ) -> tuple[Books, Sums]:
        """Return what it spends and earns in a year; `each` has one value a column, campaign by campaign."""
        layout, flows, values = self._layout, self._layout.flows, self._values
        zone = int(self._zone[layout.sites.enterprise_row[site]])
        amounts = summed(layout.way, each, len(each))
        books, (used, fed) = Books(), self._fed(arriving, each, zone)
        working = [books.add(words, Worth(terms), 1.0) for words, terms in self._by_item(fed).items()]
        books.missing += fed.missing
        wanted = self._snapshot.tables["ports"]["material"]
        for column in arriving[~flows.main[arriving]].tolist():
            what = str(wanted[int(flows.port[column])].as_py())
            bought = values.bought(what, zone)
            words = message("lead.item.own", material=self._named(what))
            working.append(books.add(words, bought, float(amounts[column] * flows.arrives[column])))
        carried = self._carried(arriving, amounts)
        carriage = (
            books.add(message("lead.item.carrying"), carried, 1.0) if len(arriving) else Range.exact(0.0)
        )
        sales, brings = [], {}
        instead = replaced(self._snapshot).get(int(layout.sites.facility_row[site]))
        for column in leaving.tolist():
            what, amount = layout.text("materials", "id", flows.material[column]), float(amounts[column])
            outlet = _OUTLETS[Column(flows.kind[column])]
            if outlet is OutletKind.SOLD:
                worth = values.sold(technology.id, what, zone, instead)
                words = message("lead.item.sold", material=self._named(what))
                sales.append(books.add(words, worth, amount, column))
                brings[column] = sales[-1].likely
            elif outlet is OutletKind.DISPOSED:
                words = message("lead.item.disposed", material=self._named(what))
                working.append(books.add(words, self._dumped(self._sharing(column, each), each), 1.0))
        main = max(brings, key=lambda column: brings[column], default=None)
        return books, Sums(
            working=Range.total(working),
            carriage=carriage,
            sales=Range.total(sales),
            main_sold=0.0 if main is None else float(amounts[main]),
            main_brings=0.0 if main is None else brings[main],
            used=used,
            counted=tuple(
                Counted(term, times, sale is not None and sale == main) for sale, term, times in books.terms
            ),
        )

    def _sharing(self, column: int, each: Floats) -> Ints:
        """Return the columns of all campaigns that share a way and carry something."""
        return np.flatnonzero((self._layout.way == column) & (each > 0.0))

    def _dumped(self, columns: Ints, each: Floats) -> Worth:
        """Return what getting rid of what some columns carry of outputs costs, by what each was made from."""
        layout, flows = self._layout, self._layout.flows
        materials, technologies = (
            self._snapshot.strings(table, "id") for table in ("materials", "technologies")
        )
        told, ratios = layout.told
        parts = []
        for column, site in zip(columns.tolist(), layout.source(columns).tolist(), strict=True):
            campaign = int(layout.outputs.campaign[flows.output[column]])
            worth = self._values.disposed(
                str(materials[flows.material[column]]),
                int(self._zone[layout.sites.enterprise_row[site]]),
                str(technologies[layout.sites.technology_row[site]]),
                layout.campaigns.brought[campaign],
                ratios[told[campaign]],
            )
            parts.append((float(each[column]), worth))
        return total(parts)

    def _fed(self, arriving: Ints, each: Floats, zone: int) -> tuple[float, Worth]:
        """Return the main input of a site and what working on it costs, campaign by campaign."""
        layout, flows = self._layout, self._layout.flows
        technologies, (told, ratios) = self._snapshot.strings("technologies", "id"), layout.told
        columns = [self._sharing(column, each) for column in arriving[flows.main[arriving]].tolist()]
        fed: dict[int, float] = {}
        for column in np.concatenate([np.empty(0, np.int64), *columns]).tolist():
            campaign = int(flows.campaign[column])
            fed[campaign] = fed.get(campaign, 0.0) + float(each[column] * flows.arrives[column])
        runs = layout.sites.technology_row[layout.campaigns.site]
        parts = [
            (
                amount,
                self._values.fed(
                    str(technologies[runs[campaign]]),
                    zone,
                    layout.campaigns.brought[campaign],
                    ratios[told[campaign]],
                ),
            )
            for campaign, amount in sorted(fed.items())
        ]
        return sum(fed.values()), total(parts)

    def _by_item(self, fed: Worth) -> dict[Message, tuple[Term, ...]]:
        """Return the terms of what working costs by the item that they are."""
        found: dict[Message, tuple[Term, ...]] = {}
        for term in fed.money:
            item = self._item(term.what)
            found[item] = (*found.get(item, ()), term)
        return found

    def _item(self, what: str) -> Message:
        """Return an item of cost by what the term of its price is called."""
        if what in _ENERGY:
            return message(_ENERGY[what])
        if what.startswith(_OPERATING):
            return message("lead.item.operating")
        if what.startswith(_LOST):
            technology = what.removeprefix(_LOST).removesuffix(_DISPOSED)
            ports = self._values.ports[technology]
            main = next(port.material for port in ports if port.direction is Direction.MAIN_INPUT)
            return message("lead.item.disposed", material=self._named(main))
        return message("lead.item.bought", material=self._named(what.removesuffix(_BOUGHT)))

    def _named(self, material: str) -> Words:
        return names_or_id(self._snapshot.by_id(Material).get(material), material)

    def _carried(self, arriving: Ints, amounts: Floats) -> Worth:
        carriage = carriage_of(self._layout, self._values, arriving)
        parts = [
            (float(amounts[column]) * times, worth)
            for number, column in enumerate(arriving.tolist())
            for times, worth in carriage.parts(number)
        ]
        return total(parts)

    def _gates(self, facility: FacilityId) -> tuple[LeadGate, ...]:
        """Return what is open or refused between streams and the facility, larger streams first."""
        columns = self._columns
        row = int(self._snapshot.positions("facilities", [str(facility)])[0])
        offers = np.flatnonzero(columns.facilities.row[columns.offers.at] == row).astype(np.int32)
        material = columns.taken.material[columns.offers.taking[offers]]
        streams = columns.streams.material[columns.place]
        pairs = [
            (int(stream), int(offer))
            for offer, what in zip(offers.tolist(), material.tolist(), strict=True)
            for stream in np.flatnonzero(streams == what).tolist()
        ]
        if not pairs:
            return ()
        stream, offer = (np.array(ends, dtype=np.int32) for ends in zip(*pairs, strict=True))
        judged = judge(columns, stream, offer)
        writer = GateWriter(columns, judged)
        found = [
            LeadGate(
                StreamId(self._layout.text("waste_streams", "id", at)),
                gate.gate,
                gate.outcome,
                float(self._free[at]),
                gate.reason,
            )
            for row, at in enumerate(stream.tolist())
            for gate in writer.results(row, recorded=False)
            if gate.outcome is not Outcome.PASSED
        ]
        return tuple(dict.fromkeys(sorted(found, key=lambda gate: (-gate.amount, gate.stream, gate.gate))))

    def _unlocked(
        self, technology: Technology, arriving: Ints, leaving: Ints, amounts: Floats
    ) -> tuple[UnlockedChain, ...]:
        """Return the ways through the lead: from its main inputs on to facilities that take its products."""
        layout, flows = self._layout, self._layout.flows
        onward: list[tuple[TechnologyId, ...]] = [
            (self._technology(int(flows.site[column])),)
            for column in leaving.tolist()
            if flows.site[column] >= 0
        ]
        found: dict[tuple[MaterialId, tuple[TechnologyId, ...]], UnlockedChain] = {}
        for column in arriving[flows.main[arriving]].tolist():
            material = MaterialId(layout.text("materials", "id", flows.material[column]))
            unit = Unit(layout.text("materials", "unit", flows.material[column]))
            before: tuple[TechnologyId, ...] = ()
            if flows.output[column] >= 0:
                before = (self._technology(int(layout.outputs.site[flows.output[column]])),)
            for after in dict.fromkeys(onward or [()]):
                steps = (*before, technology.id, *after)
                amount = float(amounts[column])
                if (material, steps) in found:
                    amount += found[material, steps].amount
                found[material, steps] = UnlockedChain(material, steps, amount, unit)
        return tuple(sorted(found.values(), key=lambda chain: (-chain.amount, chain.material, chain.steps)))

    def _technology(self, site: int) -> TechnologyId:
        row = int(self._layout.sites.technology_row[site])
        return TechnologyId(self._layout.text("technologies", "id", row))


def _left(stream: WasteStream) -> Range:
    """Return what a stream has beside its use today."""
    supply, used = stream.supply, stream.in_use
    likely = max(supply.likely - used.likely, 0.0)
    return Range(min(max(supply.low - used.high, 0.0), likely), likely, max(supply.high - used.low, likely))


def _mean(donors: tuple[LeadDonor, ...]) -> Range | None:
    """Return what a unit of main input costs its donors today on average; None where one does not know."""
    main = [donor for donor in donors if donor.main]
    whole = sum(donor.amount for donor in main)
    if not whole > 0.0 or any(donor.alternative is None for donor in main):
        return None
    return Range.total(
        donor.alternative.scaled(donor.amount / whole) for donor in main if donor.alternative is not None
    )
