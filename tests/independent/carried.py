"""What treatments leave of what came in, and whom that harms (docs/programme.md, Carried contents)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from tests.independent.limits import Check, checks, measured
from tests.independent.tables import Row, Tables

#: Treatments one after another whose contents are followed.
_STEPS = 3
#: By component and basis: how much a year it was measured in, and its likely content there.
Mix = dict[tuple[str, str], tuple[float, float]]
#: Technology that gives, what it gives, technology that takes, and the direction of its port.
Passing = tuple[str, str, str, str]


def refused(
    tables: Tables, reaching: Iterable[tuple[str, str]], passing: Iterable[Passing], on: date | None
) -> set[Passing]:
    """Return what breaks a limit of who takes it, by the mix of all that streams could bring.

    Parameters
    ----------
    reaching : iterable of (str, str)
        Streams, and the technologies that they could feed.
    """
    ways = sorted(set(passing))
    if not tables["component_fates"]:
        return set()
    found = set()
    # Of analyses that contradict each other the worse counts: for a maximum one, for a minimum the other.
    for worse in (max, min):
        leaving = _leaving(tables, sorted(set(reaching)), ways, worse)
        for way in ways:
            if any(check.refused for check in _checked(tables, leaving.get(way[:2], {}), way, on)):
                found.add(way)
    return found


def _checked(tables: Tables, mix: Mix, way: Passing, on: date | None) -> Iterator[Check]:
    """Give the checks of a mix as those of a stream of it, whose moisture nobody knows."""
    _, material, taker, direction = way
    analyses = [
        {"component": component, "basis": basis, **_exactly(content)}
        for (component, basis), (_, content) in sorted(mix.items())
    ]
    stream: Row = {"id": None, "material": material, "moisture_likely": None, "analyses": analyses}
    port = {"technology": taker, "direction": direction}
    return checks(tables, stream, material, port, on) if mix else iter(())


def _exactly(content: float) -> Row:
    return {f"amount_{end}": content for end in ("low", "likely", "high")}


def _leaving(
    tables: Tables,
    reaching: list[tuple[str, str]],
    ways: list[Passing],
    worse: Callable[[float, float], float],
) -> dict[tuple[str, str], Mix]:
    """Return the mix of each output that is passed on, by technology and material."""
    fates: dict[tuple[str, str], dict[str, float]] = {}
    for row in tables["component_fates"].values():
        factors = fates.setdefault((row["technology"], row["material"]), {})
        factors[row["component"]] = row["factor_likely"]
    fed: dict[str, list[Mix]] = {}
    for name, technology in reaching:
        fed.setdefault(technology, []).append(_of_stream(tables, tables["waste_streams"][name], worse))
    found: dict[tuple[str, str], Mix] = {}
    for _ in range(_STEPS):
        arriving = {technology: list(mixes) for technology, mixes in fed.items()}
        for giver, material, taker in sorted({way[:3] for way in ways}):
            arriving.setdefault(taker, []).append(found.get((giver, material), {}))
        found = {
            way[:2]: _treated(_together(arriving.get(way[0], [])), fates.get(way[:2], {})) for way in ways
        }
    return found


def _of_stream(tables: Tables, stream: Row, worse: Callable[[float, float], float]) -> Mix:
    """Return what was measured in a stream that gives something; indices are made of activities anew."""
    amount, mix = stream["supply_likely"], Mix()
    for component, content in measured(tables, stream):
        if amount > 0.0 and content.basis != "index":
            likely, key = max(content.likely, 0.0), (component, content.basis)
            mix[key] = amount, worse(mix[key][1], likely) if key in mix else likely
    return mix


def _together(mixes: Iterable[Mix]) -> Mix:
    """Return the mean of each content over the amounts that it was measured in."""
    sums: dict[tuple[str, str], list[float]] = {}
    for mix in mixes:
        for key, (amount, content) in mix.items():
            both = sums.setdefault(key, [0.0, 0.0])
            both[0], both[1] = both[0] + amount, both[1] + amount * content
    return {key: (amount, weighed / amount) for key, (amount, weighed) in sums.items()}


def _treated(mix: Mix, factors: dict[str, float]) -> Mix:
    """Return a mix after a treatment; what nobody knows the fate of is not known any more."""
    return {
        (component, basis): (amount, content * factors[component])
        for (component, basis), (amount, content) in mix.items()
        if component in factors
    }
