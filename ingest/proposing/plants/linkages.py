"""Uses on record as linkages: weighed tonnes from a waste to the facility of whoever took them.

The taker is a firm of the files or of the store, else made of its name. Its facility is the one on record
that takes the material; where there is none, the one recipe that its industry runs for it, else it is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graph.knowledge import Decision
from graph.model import Enterprise, Facility, Industry, Linkage, Material, Port, Technology
from graph.taxonomy import upward
from graph.vocabulary import (
    Direction,
    EnterpriseId,
    FacilityId,
    LinkageId,
    LinkageState,
    OperatingState,
    ParkId,
    Sharing,
    StreamId,
)
from ingest.proposing.asking import LIKELY
from ingest.proposing.desk import Desk
from ingest.proposing.firms import Firms
from ingest.proposing.ids import free_id, id_of, is_chinese
from ingest.proposing.result import LeftAside, Place, WasteFound, told_in

_INPUTS = (Direction.MAIN_INPUT, Direction.AUXILIARY_INPUT)
#: Recipes that a question offers.
_OFFERED = 8


@dataclass(frozen=True, slots=True)
class Linkages:
    """The linkages of uses on record, the takers and facilities made for them, and what stays a note."""

    takers: tuple[Enterprise, ...]
    facilities: tuple[Facility, ...]
    rows: tuple[Linkage, ...]
    left_aside: tuple[LeftAside, ...]


def find_linkages(
    wastes: Iterable[WasteFound], firms: Firms, facilities: Sequence[Facility], park: str, desk: Desk
) -> Linkages:
    """Return an operating linkage for each waste and taker of the records.

    A linkage that the store has keeps its state and history; only its tonnes are the records'.

    Parameters
    ----------
    facilities : sequence of Facility
        Those of the files, beside those of the store.
    park : str
        Where a taker that nobody lists is put.
    """
    writer = _Writer(desk, firms, facilities, park)
    for waste in wastes:
        for taker, amount in waste.takers:
            if taker and waste.material and waste.supply is not None:
                writer.add(waste, taker, amount)
    used = {row.enterprise for row in writer.facilities}
    return Linkages(
        tuple(row for row in writer.takers.values() if row.id in used),
        tuple(writer.facilities),
        tuple(writer.rows),
        tuple(writer.left_aside),
    )


@dataclass(slots=True)
class _Writer:
    desk: Desk
    firms: Firms
    listed: Sequence[Facility]
    park: str
    takers: dict[str, Enterprise] = field(default_factory=dict)
    facilities: list[Facility] = field(default_factory=list)
    rows: list[Linkage] = field(default_factory=list)
    left_aside: list[LeftAside] = field(default_factory=list)
    there: dict[str, Enterprise] = field(init=False)
    called: dict[str, list[str]] = field(init=False)
    on_record: Mapping[str, Linkage] = field(init=False)
    industries: Mapping[str, Industry] = field(init=False)
    technologies: Mapping[str, Technology] = field(init=False)
    ports: dict[str, dict[str, Port]] = field(default_factory=dict)
    of_firm: dict[EnterpriseId, list[Facility]] = field(init=False)
    resolved: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.on_record = self.desk.known.by_id(Linkage)
        self.industries = self.desk.known.by_id(Industry)
        self.technologies = self.desk.known.by_id(Technology)
        self.of_firm = {}
        for plant in (*self.desk.known.all(Facility), *self.listed):
            self.of_firm.setdefault(plant.enterprise, []).append(plant)
        self.there = {**self.desk.known.by_id(Enterprise)} | {str(row.id): row for row in self.firms.rows}
        self.called = {}
        for id_, row in self.there.items():
            for name in {id_of(written) for written in (row.name_zh, row.name_en) if written}:
                self.called.setdefault(name, []).append(str(id_))

    def add(self, waste: WasteFound, name: str, amount: float) -> None:
        if waste.material not in self.ports:
            self.ports[waste.material] = self._ports_for(waste.material)
        ports = self.ports[waste.material]
        taker = self._taker(waste, name)
        if taker is None:
            return
        facility = self._facility(waste, name, taker, ports)
        if facility is None:
            self.left_aside.append(LeftAside(waste.place, name, "NO_USE_OF_TAKER"))
            return
        id_ = LinkageId(f"{waste.id}--{facility.id}")
        before = self.on_record.get(id_)
        self.rows.append(
            Linkage(
                id=id_,
                stream=StreamId(waste.id),
                to_facility=facility.id,
                port=ports[facility.technology].id,
                amount=amount,
                state=before.state if before else LinkageState.OPERATING,
                version=before.version if before else 1,
                note=before.note if before else "",
                evidence=told_in(self.desk.evidence, [waste.place]),
            )
        )

    def _ports_for(self, material: str) -> dict[str, Port]:
        """Return each recipe's port that takes a material: by its own name, else by a more general one."""
        parent_of = {str(row.id): row.kind_of for row in self.desk.known.all(Material)}.get
        steps = {name: at for at, name in enumerate(upward(material, parent_of))}
        nearest: dict[str, Port] = {}
        for port in self.desk.known.all(Port):
            if port.direction in _INPUTS and port.material in steps:
                other = nearest.get(port.technology)
                if other is None or steps[port.material] < steps[other.material]:
                    nearest[port.technology] = port
        return nearest

    def _taker(self, waste: WasteFound, name: str) -> Enterprise | None:
        """Return the firm of that name, made where neither files nor store have it; None if unclear which."""
        ids = self.firms.ids_of(name) or tuple(self.called.get(id_of(name), ()))
        if ids:
            id_ = ids[0] if len(ids) == 1 else self.firms.id_of(name, self.desk.asker, waste.place)
            return self.there.get(id_)
        if id_of(name) not in self.takers:
            self.takers[id_of(name)] = self._made(name, {*self.there}, waste.place)
        return self.takers[id_of(name)]

    def _made(self, name: str, taken: set[str], place: Place) -> Enterprise:
        reading = self.desk.reader.industry(name)
        likely = reading.candidates[:1] if reading.decision is not Decision.UNKNOWN else ()
        rows = [self.industries[item.id] for item in likely if item.likeness >= LIKELY]
        gbt4754 = [row.code if row.scheme == "gbt4754" else next(iter(row.gbt4754), "") for row in rows]
        nace = [row.code for row in rows if row.scheme == "nace"]
        return Enterprise(
            id=EnterpriseId(free_id(id_of(name), {*taken, *(row.id for row in self.takers.values())})),
            name_zh=name if is_chinese(name) else "",
            name_en="" if is_chinese(name) else name,
            park=ParkId(self.park),
            state=OperatingState.OPERATING,
            gbt4754=next(iter(gbt4754), ""),
            nace=next(iter(nace), ""),
            evidence=told_in(self.desk.evidence, [place]),
        )

    def _facility(
        self, waste: WasteFound, name: str, taker: Enterprise, ports: dict[str, Port]
    ) -> Facility | None:
        own = {row.id: row for row in self.of_firm.get(taker.id, ()) if row.technology in ports}
        running = [row for row in own.values() if row.state is OperatingState.OPERATING] or list(own.values())
        if running:
            return min(running, key=lambda row: row.id)
        technology = self._technology(waste, name, taker, ports)
        if not technology:
            return None
        recipe = self.technologies[technology]
        made = Facility(
            id=FacilityId(id_of(taker.id, technology)),
            name_zh=recipe.name_zh,
            name_en=recipe.name_en,
            enterprise=taker.id,
            technology=recipe.id,
            state=OperatingState.OPERATING,
            sharing=Sharing.PARK,
            evidence=told_in(self.desk.evidence, [waste.place]),
        )
        self.facilities.append(made)
        self.of_firm.setdefault(made.enterprise, []).append(made)
        return made

    def _technology(self, waste: WasteFound, name: str, taker: Enterprise, ports: dict[str, Port]) -> str:
        """Return the one recipe that the taker's industry runs for a material, else what was answered."""
        asked = f"{name} {waste.text or waste.code}"
        answer = self.desk.asker.answer("TAKER_TECHNOLOGY", asked)
        if answer is not None:
            return answer if answer in ports else ""
        codes = (taker.gbt4754, taker.nace)
        if codes not in self.resolved:
            self.resolved[codes] = frozenset(self._classes(taker))
        classes = self.resolved[codes]
        fitting = sorted(id_ for id_ in ports if classes & set(self.technologies[id_].nace))
        if len(fitting) == 1:
            return fitting[0]
        options = [
            (id_, self.technologies[id_].name_zh or self.technologies[id_].name_en)
            for id_ in (fitting or sorted(ports))[:_OFFERED]
        ]
        # What a list says in passing is not worth a question for each of its takers.
        if options and waste.verified:
            values = (name, waste.text or waste.code)
            self.desk.asker.ask("TAKER_TECHNOLOGY", asked, waste.place, values, options)
        return ""

    def _classes(self, taker: Enterprise) -> Iterator[str]:
        for scheme, code in (("gbt4754", taker.gbt4754), ("nace", taker.nace)):
            if code:
                yield from self.desk.reader.industries.resolve(f"{scheme}:{code}")
