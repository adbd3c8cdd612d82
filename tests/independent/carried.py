"""What treatments leave of each origin, and whom that harms (docs/programme.md, Campaigns)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from tests.independent.beside import Fate, added, as_stream, brings, fates, own_limits, spoiled, treated
from tests.independent.candidates import Way, of_linkage, taking
from tests.independent.disposal import NOTHING, Came, Handed, dearest
from tests.independent.limits import Check, checks, measured
from tests.independent.tables import Row, Tables
from tests.independent.ways import piped
from tests.independent.yields import Contents, made, taken_as

#: Of all that may be in one input: the main input that it is taken as, where yields ask for it, and contents.
Charge = frozenset[tuple[str | None, Contents]]
#: By material of an output: what dumping a unit costs and emits, and what it was before.
Dumped = tuple[tuple[str, Came], ...]
#: What dumping the outputs of a facility's campaign costs, by what came in.
Dumping = Callable[[str, "Campaign", Handed], Dumped]
_FAR = float("inf")


class Campaign(NamedTuple):
    """What becomes of an input.

    Attributes
    ----------
    open_to : frozenset
        Where its outputs may go: material, technology that takes it, direction of its port, the campaign
        that it comes to there (None: it is added to one), and the degrees that it has to spare.
    made : frozenset
        Ports of which another amount is made than the recipe says, and how much.
    unsold : frozenset
        Products that break a limit of their own recipe.
    dumped : tuple
        What dumping a unit of each output costs and emits, by material; last what of a unit is lost, and
        what a unit of what is fed holds.
    cooled : float
        By how many degrees what came in was warmer where it was measured.
    """

    open_to: frozenset[tuple[str, str, str, Any, float]]
    made: frozenset[tuple[str, float]] = frozenset()
    unsold: frozenset[str] = frozenset()
    dumped: Dumped = ()
    cooled: float = 0.0

    @property
    def alone(self) -> Campaign:
        """The same, whatever dumping costs and however far it came."""
        return self._replace(dumped=(), cooled=0.0)

    def dumping(self, material: str) -> tuple[float, float]:
        """Return what dumping a unit of an output costs and emits; of no material: what is lost."""
        return next((left.fee or 0.0, left.kg or 0.0) for name, left in self.dumped if name == material)

    @property
    def tonnes(self) -> float:
        """What a unit of what is fed, if not in tonnes, holds of a waste that was."""
        return self._fed.tonnes

    @property
    def treated(self) -> float:
        """How much was treated, in the same unit, for a unit of what is fed."""
        return self._fed.treated

    @property
    def _fed(self) -> Came:
        return next((left for name, left in self.dumped if not name), NOTHING)


@dataclass(frozen=True)
class Flow:
    """A way with the campaigns that it leaves and comes to; `mixed`: with a part in the mix there."""

    way: Way
    leaves: Campaign | None
    into: Campaign | None
    mixed: bool = False


class Carried:
    """Follows what comes in through technologies.

    Parameters
    ----------
    technology : mapping
        Of each facility.
    passing : sequence of Way
        What facilities may pass on to each other, whatever it contains.
    dumping : callable
    given : callable
        What getting rid of what a stream brings by a way would have cost.
    """

    def __init__(
        self,
        tables: Tables,
        technology: Mapping[str, str],
        passing: Sequence[Way],
        on: date | None,
        dumping: Dumping,
        given: Callable[[Way], Handed],
    ) -> None:
        self._tables, self._on, self._technology = tables, on, technology
        self._dumping, self._given = dumping, given
        self._brought: dict[tuple[str, str], Handed] = {}
        self._cooled: dict[tuple[str, str], float] = {}
        self._passing = passing
        self._fates = fates(tables)
        self._steps: dict[str, set[tuple[str, str, str]]] = {}
        for way in passing:
            steps = self._steps.setdefault(technology[way.giver], set())
            steps.add((way.material, way.to.technology, way.port["direction"]))
        self._known: dict[tuple[str, Charge], Campaign] = {}
        #: The campaigns of each facility, once the flows are known.
        self.worked_on: dict[str, set[Campaign]] = {}

    def flows(self, given: Sequence[Way]) -> list[Flow]:
        """Return all flows from streams and between facilities."""
        mixing = {way.to.facility["id"] for way in given if way.blended}
        mixes = {
            name: self._campaign_of(
                self._technology[name],
                (
                    (way.giver, way.port["material"])
                    for way in given
                    if way.main and way.to.facility["id"] == name
                ),
            )
            for name in mixing
        }
        self._brought = {(way.to.facility["id"], way.giver): self._given(way) for way in given if way.main}
        self._cooled = {(way.to.facility["id"], way.giver): self._drop(way) for way in given if way.main}
        for name in mixing:
            there = [key for key in self._brought if key[0] == name]
            together = dearest(self._brought[key] for key in there)
            self._brought.update(dict.fromkeys(there, together))
            self._cooled.update(dict.fromkeys(there, max(self._cooled[key] for key in there)))
        found = []
        for way in given:
            own = self.of_stream(way) if way.main else None
            mix = mixes.get(way.to.facility["id"])
            if mix is not None and way.main:
                mix = self._apart(way.to.facility["id"], mix, self._brought_by(way), self._lost_by(way))
            if not way.main or not way.blended:
                # What is added to a main input is added to the mix, if there is one.
                found.append(Flow(way, None, own, mix is not None and own in (None, mix)))
            if way.main and mix is not None and (way.blended or own != mix):
                found.append(Flow(way, None, mix, True))
        begun = {(flow.way.to.facility["id"], flow.into) for flow in found if flow.into is not None}
        found += self._onward(begun | set(self.running()))
        for name, technology in self._technology.items():
            campaigns = {flow.into for flow in found if flow.into and flow.way.to.facility["id"] == name}
            campaigns |= {campaign for facility, campaign in self.running() if facility == name}
            idle = self._apart(name, self._campaign(technology, frozenset()), {})
            self.worked_on[name] = campaigns or {idle}
        return found

    def running(self) -> dict[tuple[str, Campaign], float]:
        """Return what operating linkages bring to the main inputs of facilities, by campaign."""
        brought: dict[tuple[str, Campaign], float] = {}
        for row in self._tables["linkages"].values():
            facility, port = row["to_facility"], self._tables["ports"][row["port"]]
            if (
                row["state"] == "operating"
                and port["direction"] == "in_main"
                and facility in self._technology
            ):
                given = [(row["stream"], port["material"])]
                found = self._campaign_of(self._technology[facility], given)
                came = facility, row["stream"]
                key = (
                    facility,
                    self._apart(facility, found, self._brought.get(came, {}), self._cooled.get(came, 0.0)),
                )
                brought[key] = brought.get(key, 0.0) + row["amount"] * of_linkage(self._tables, row)
        return brought

    def of_stream(self, way: Way) -> Campaign:
        """Return the campaign that a way from a stream would be alone."""
        found = self._campaign_of(way.to.technology, [(way.giver, way.port["material"])])
        return self._apart(way.to.facility["id"], found, self._brought_by(way), self._lost_by(way))

    def _brought_by(self, way: Way) -> Handed:
        return self._brought.get((way.to.facility["id"], way.giver), {})

    def _lost_by(self, way: Way) -> float:
        return self._cooled.get((way.to.facility["id"], way.giver), 0.0)

    def _apart(self, facility: str, campaign: Campaign, brought: Handed, cooled: float = 0.0) -> Campaign:
        degrees = round(cooled, 9) if self._heeds(campaign) else 0.0
        return campaign._replace(dumped=self._dumping(facility, campaign, brought), cooled=degrees)

    def _heeds(self, campaign: Campaign) -> bool:
        """Return whether something goes on from a campaign, directly or not, to who needs it warm."""
        return any(
            spare < _FAR or (into is not None and self._heeds(into))
            for _, _, _, into, spare in campaign.open_to
        )

    def brought(self, way: Way, leaves: Campaign | None) -> dict[str, float]:
        """Return what a unit of a way brings into products of its taker, by limit; of several the worst."""
        found: dict[str, float] = {}
        for contents in self._come(way, leaves):
            if way.main:
                some = brings(self._tables, way.to.technology, contents, self._on)
            else:
                some = added(self._tables, way.port, contents, self._on)
            found = {name: max(value, found.get(name, value)) for name, value in {**found, **some}.items()}
        return found

    def _come(self, way: Way, leaves: Campaign | None) -> list[Contents]:
        if leaves is None:
            return [self._of_stream(self._tables["waste_streams"][way.giver])]
        giver = self._technology[way.giver]
        factors = self._fates.get((giver, way.material), self._untraced(giver, way.material))
        return [
            self._after(giver, contents, factors)
            for (technology, charge), campaign in self._known.items()
            if technology == giver and campaign == leaves.alone
            for _, contents in charge
        ]

    def _campaign_of(self, technology: str, given: Iterable[tuple[str | None, str]]) -> Campaign:
        """Return the campaign of streams (None: nobody knows which) through ports of some material."""
        rows = self._tables["waste_streams"]
        charge = (
            (
                taken_as(self._tables, technology, wanted),
                frozenset() if name is None else self._of_stream(rows[name]),
            )
            for name, wanted in given
        )
        return self._campaign(technology, _told(charge))

    def _onward(self, begun: set[tuple[str, Campaign]]) -> list[Flow]:
        """Return what facilities pass on of all that comes to them, one after the other."""
        found, reached, waiting = [], set(begun), list(begun)
        while waiting:
            facility, campaign = waiting.pop()
            open_ = {step[:3]: step[3:] for step in campaign.open_to}
            for way in self._passing:
                step = way.material, way.to.technology, way.port["direction"]
                if way.giver != facility or step not in open_:
                    continue
                into, spare = open_[step]
                cooled = campaign.cooled * self._keeps(self._technology[facility], way)
                cooled += self._drop(way)
                if cooled > spare + 1e-9:
                    continue
                if into is not None:
                    unit, kept = self._tables.unit(way.material), dict(campaign.dumped)
                    into = self._apart(way.to.facility["id"], into, {unit: kept[way.material]}, cooled)
                found.append(Flow(way, campaign, into))
                end = way.to.facility["id"], into
                if way.main and end not in reached:
                    reached.add(end)
                    waiting.append(end)
        return found

    def _campaign(self, technology: str, charge: Charge) -> Campaign:
        """Return where the outputs of an input may go; what leads to the same places is the same."""
        key = technology, charge
        if key not in self._known:
            open_: list[tuple[str, str, str, Any, float]] = []
            for material, taker, direction in self._steps.get(technology, ()):
                factors = self._fates.get((technology, material), self._untraced(technology, material))
                main = taken_as(self._tables, taker, material) if direction == "in_main" else None
                every = charge or {(None, frozenset())}
                left = _told((main, self._after(technology, contents, factors)) for _, contents in every)
                ports = (port for port, _ in taking(self._tables, material, taker, narrower=False))
                port = next(port for port in ports if port["direction"] == direction)
                if not any(
                    self._refused(material, taker, contents)
                    or any(spoiled(self._tables, port, contents, self._on))
                    for _, contents in left
                ):
                    into = self._campaign(taker, left) if direction == "in_main" else None
                    spare = min((self._warm(material, taker, contents) for _, contents in left), default=_FAR)
                    open_.append((material, taker, direction, into, spare))
            unsold = frozenset(
                material
                for material, bounds in own_limits(self._tables, technology).items()
                if any(self._off(material, technology, contents, bounds) for _, contents in charge)
            )
            self._known[key] = Campaign(frozenset(open_), made(self._tables, technology, charge), unsold)
        return self._known[key]

    def _after(self, technology: str, contents: Contents, factors: Mapping[str, Fate] | None) -> Contents:
        """Return contents after a treatment; how warm a heat pump makes what it gives nobody can tell."""
        rows = self._tables.ports(technology)
        phases = {row["id"]: self._tables["materials"][row["material"]]["phase"] for row in rows}
        heat = [
            r["ratio_likely"] for r in rows if r["direction"] == "out_product" and phases[r["id"]] == "heat"
        ]
        taken = {phases[row["id"]] for row in rows if row["direction"] == "in_main"}
        left = treated(contents, factors)
        if factors is None and taken == {"heat"} and sum(heat) > 1.0:
            left = frozenset(content for content in left if content[0] != "temperature")
        return left

    def _warm(self, material: str, taker: str, contents: Contents) -> float:
        """Return by how many degrees contents are warmer where they are made than their taker needs them."""
        return min((check.degrees for check in self._checks(material, taker, contents)), default=_FAR)

    def _drop(self, way: Way) -> float:
        """Return by how many degrees something cools on a way."""
        row = piped(self._tables, way.material)
        return 0.0 if row is None or way.km is None else (row["temperature_drop"] or 0.0) * way.km

    def _keeps(self, technology: str, way: Way) -> float:
        """Return what an output has of each degree of what came in; 0 where its temperature is its own."""
        factors = self._fates.get((technology, way.material), self._untraced(technology, way.material))
        return 1.0 if factors is None else factors.get("temperature", (0.0, "any"))[0]

    def _untraced(self, technology: str, material: str) -> dict[str, Fate] | None:
        """Return no factors (None: all stays) of an output nobody traced; gas and heat keep to themselves."""
        rows = [row for row in self._tables.inputs(technology) if row["direction"] == "in_main"]
        phases = [
            self._tables["materials"][name]["phase"] for name in (material, *(r["material"] for r in rows))
        ]
        made, *came = [phase if phase in ("gas", "heat") else "" for phase in phases]
        return None if made in came else {}

    def _off(self, material: str, technology: str, contents: Contents, bounds: set[str]) -> bool:
        """Whether what is made of contents breaks a limit; what nobody traced may have been thinned."""
        left = treated(contents, self._fates.get((technology, material), {}))
        return any(check.limit in bounds for check in self._refusals(material, technology, left))

    def _refused(self, material: str, taker: str, contents: Contents) -> bool:
        """Whether contents break a limit of who takes it."""
        return bool(self._refusals(material, taker, contents))

    def _refusals(self, material: str, taker: str, contents: Contents) -> list[Check]:
        """Return the limits that contents break, whatever the port, the moisture being unknown."""
        return [check for check in self._checks(material, taker, contents) if check.refused]

    def _checks(self, material: str, taker: str, contents: Contents) -> list[Check]:
        stream = as_stream(material, contents)
        port = {"technology": taker, "direction": "in_main"}
        return list(checks(self._tables, stream, material, port, self._on)) if contents else []

    def _of_stream(self, stream: Row) -> Contents:
        """Return what was measured in a stream; indices are made of activities anew."""
        return frozenset(
            (component, content.basis, max(content.likely, 0.0))
            for component, content in measured(self._tables, stream)
            if content.basis != "index"
        )


def _told(charge: Iterable[tuple[str | None, Contents]]) -> Charge:
    """Return what comes in, but for what nobody knows anything of."""
    return frozenset(part for part in charge if part[0] is not None or part[1])
