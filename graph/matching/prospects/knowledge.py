"""What the industries of a graph are known to take of the materials that its streams give off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from graph.evidence import Evidence, Grade
from graph.matching.coldstart import ColdStartIndex
from graph.matching.gates import Accepted, Downward, openable_kinds
from graph.matching.prospects.industries import SCHEMES, IndustryGroups, is_of_class
from graph.model import MaterialUse, Port, Precedent, Technology
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.taxonomy import lines_of
from graph.vocabulary import Direction, MaterialId, PortId, TechnologyId

#: A documented exchange that is less like than this says nothing of what another industry takes.
_LEAST_VOICE = 0.5


#: Groups of industries with the ids of technologies that they run, or may.
Known = list[tuple[int, str]]


def known_recipes(snapshot: Snapshot, groups: IndustryGroups, taken: Accepted) -> Known:
    """Return the recipes that industries run and that take something which a stream gives off.

    Parameters
    ----------
    snapshot : Snapshot
    groups : IndustryGroups
    taken : Accepted
        Ports that take materials of streams.
    """
    wanted = sorted(set(snapshot.strings("technologies", "id")[taken.technology]))
    rows = snapshot.positions("technologies", wanted)
    listed = {scheme: snapshot.tables["technologies"][scheme].take(rows).to_pylist() for scheme in SCHEMES}
    return [
        (group, technology)
        for group, (scheme, own) in enumerate(groups.codes)
        for technology, codes in zip(wanted, listed[scheme], strict=True)
        if any(is_of_class(own, code) for code in codes or ())
    ]


def known_uses(
    snapshot: Snapshot,
    index: ColdStartIndex,
    groups: IndustryGroups,
    given: Sequence[str],
    taken: Accepted,
    recipes: Known,
    downward: Downward,
) -> tuple[Known, list[Technology | Port]]:
    """Return the uses that industries make of what streams give off, where no recipe of theirs takes it.

    Of several uses of a material by one industry the commonest stands; where process knowledge is silent,
    the documented exchange whose waste is most like it.

    Returns
    -------
    uses : list of (int, str)
        Group and id of a virtual technology.
    rows : list of Technology and Port
        The virtual technologies, each with one port: a use that nothing more is known of.
    """
    takers = taken.by_material(snapshot)
    run = frozenset(recipes)
    related = _related(snapshot, given, downward)
    rows: dict[str, list[Technology | Port]] = {}
    found: set[tuple[int, str]] = set()
    for material in given:
        if material not in index.material_at:
            continue
        open_groups = {
            group
            for group in range(len(groups))
            if groups.classes[group]
            and not any((group, technology) in run for technology in takers.get(material, ()))
        }
        known: dict[int, MaterialUse | Precedent] = {}
        known |= _by_knowledge(index, groups, related.get(material, ()), open_groups)
        known |= _by_precedent(index, groups, material, open_groups - set(known))
        for group, use in known.items():
            technology = _use_id(use, material)
            if technology not in rows:
                rows[technology] = _virtual(use, technology, material)
            found.add((group, technology))
    return sorted(found), [row for name in sorted(rows) for row in rows[name]]


def _related(snapshot: Snapshot, given: Sequence[str], downward: Downward) -> dict[str, list[str]]:
    """Return the materials whose uses hold for each material of a stream: its own line, then its kinds."""
    asked = set(given)
    related = {name: list(line) for name, line in lines_of(snapshot).items() if name in asked}
    kinds, names = openable_kinds(snapshot, downward), snapshot.strings("materials", "id")
    for kind, name in zip(names[kinds.material], names[kinds.ancestor], strict=True):
        if name in related:
            related[name].append(kind)
    return related


def _by_knowledge(
    index: ColdStartIndex, groups: IndustryGroups, materials: Sequence[str], wanted: set[int]
) -> dict[int, MaterialUse]:
    """Return each group's commonest use; of equally common ones that of the nearest material."""
    best: dict[int, MaterialUse] = {}
    for material in materials:
        for use, code in index.uses_of(material):
            for group in groups.by_class.get(code, ()):
                if group in wanted and (group not in best or use.commonness > best[group].commonness):
                    best[group] = use
    return best


def _by_precedent(
    index: ColdStartIndex, groups: IndustryGroups, material: str, wanted: set[int]
) -> dict[int, Precedent]:
    """Return each group's documented exchange of the most like waste."""
    best: dict[int, Precedent] = {}
    voices = index.like_exchanges(material)
    for at in np.argsort(-voices, kind="stable"):
        if voices[at] < _LEAST_VOICE:
            break
        for code in _receivers(index, int(at)):
            for group in groups.by_class.get(code, ()):
                if group in wanted:
                    best.setdefault(group, index.precedents[at])
    return best


def _receivers(index: ColdStartIndex, precedent: int) -> Iterator[str]:
    for column in np.flatnonzero(index.receivers[precedent]):
        yield index.industries.classes[column]


def _use_id(use: MaterialUse | Precedent, material: str) -> str:
    return f"use:{use.id}" if isinstance(use, MaterialUse) else f"use:{use.id}:{material}"


def _virtual(use: MaterialUse | Precedent, technology: str, material: str) -> list[Technology | Port]:
    """Return a use as a technology with one port, so that gates and ranking work on it."""
    if isinstance(use, MaterialUse):
        zh, en, note, evidence = use.use_zh, use.use_en, use.note, use.evidence
        takes, nace = use.material, use.nace
    else:
        zh = en = use.final_use or use.treatment or use.waste
        note, evidence = use.reference, Evidence((), Grade.DERIVED)
        takes, nace = MaterialId(material), use.receiver_nace
    name = TechnologyId(technology)
    return [
        Technology(
            id=name, name_zh=zh, name_en=en, nace=nace, trl=9, final_use=True, note=note, evidence=evidence
        ),
        Port(
            id=PortId(f"{technology}:{Direction.MAIN_INPUT.value}:{takes}"),
            technology=name,
            direction=Direction.MAIN_INPUT,
            material=takes,
            ratio=Range.exact(1.0),
            evidence=evidence,
        ),
    ]
