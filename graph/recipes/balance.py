"""What a recipe takes in against what it gives out: all mass, and each element whose contents are known.

No recipe makes mass or an element. What goes in may leave through no port (a gas, water, dust), so less out
than in is a question; more out than in is none: a yield is too high, a content is another one, or an input is
missing. Amounts are per unit of main input, each main input by itself, with the auxiliary inputs that the
ports name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from graph.model import Facility, Port, Technology, WasteStream
from graph.ranges import Range
from graph.recipes.contents import NOTHING, Library, added, analysed
from graph.snapshot import Snapshot
from graph.taxonomy import parents_in, upward
from graph.vocabulary import Direction, ImbalanceKind

#: What stands for all mass where an element could.
MASS = "mass"
#: Mass out may be above mass in by this share: ratios are written with few digits, and dry or wet.
MASS_TOLERANCE = 0.05
#: The same of an element.
ELEMENT_TOLERANCE = 0.02
#: Mass or an element is lost if less than this share of it is found again.
FOUND_AGAIN = 0.9
#: An element below this share of the main input is a trace, which contents do not tell exactly.
TRACE = 3e-4
#: Elements that a furnace or a water drives off, whose loss is no question.
_VOLATILE = frozenset(("C", "S", "Cl", "F", "Hg", "Cd", "As", "P", "Na", "K"))
_OUTPUTS = (Direction.PRODUCT, Direction.RESIDUE)


class Verdict(StrEnum):
    """What is wrong, the worst first."""

    FROM_NOTHING = "from nothing"
    """Even the least that comes out is more than the most that goes in."""
    NOTHING_OUT = "nothing out"
    """Something goes in, and neither a product, residue, heat nor a final use comes of it."""
    TOO_MUCH = "too much"
    """The likely amount that comes out is more than the likely amount that goes in."""
    NOT_LISTED = "not listed"
    """It comes out, and the main input is not known to contain it."""
    LOST = "lost"
    """A part of it is found in no output."""
    OWN_LIMIT = "own limit"
    """What an output typically contains breaks the recipe's own limit on it."""


@dataclass(frozen=True, slots=True)
class Break:
    """One thing of which a recipe gives out another amount than it takes in.

    Attributes
    ----------
    technology, material : str
        The recipe and the main input.
    element : str
        Symbol of an element or name of a nuclide, or `MASS`.
    taken, given : Range
        Per unit of main input, in `unit`. Of an own limit: the bound, and what the output (`material`)
        typically contains.
    unit : str
        ``t``, of nuclides ``kBq``, of an own limit its basis.
    port : str
        The output that most of it comes out of; the main input where nothing does.
    known : ImbalanceKind or None
        Why, where the library says that it is known.
    note : str
        What the library says of it.
    stream : str
        The stream that was judged by its own analysis; empty: typical contents.
    """

    technology: str
    material: str
    element: str
    verdict: Verdict
    taken: Range
    given: Range
    unit: str
    port: str
    known: ImbalanceKind | None = None
    note: str = ""
    stream: str = ""

    @property
    def ratio(self) -> float:
        """Likely amount out over likely amount in; infinite where nothing goes in."""
        return _over(self.given.likely, self.taken.likely)

    @property
    def outside(self) -> float:
        """How far apart both ranges are: up to 1 they meet; the nearer ends over each other above it."""
        below, above = (self.taken, self.given) if self.ratio >= 1.0 else (self.given, self.taken)
        return _over(above.low, below.high)

    @property
    def refused(self) -> bool:
        """Whether no yields and contents within the ranges could be right, and nobody says why it stands."""
        return self.known is None and self.verdict in (Verdict.FROM_NOTHING, Verdict.NOTHING_OUT)


@dataclass(frozen=True)
class _Fed:
    """A recipe that is fed with one of its main inputs."""

    recipe: Technology
    main: Port
    inputs: Sequence[Port]
    outputs: Sequence[Port]
    library: Library

    def broken(self, element: str, verdict: Verdict, taken: Range, given: Range, unit: str = "t") -> Break:
        """Return a break, with what the library says of it."""
        amounts = [
            self.library.weight(port)
            if element == MASS
            else self.library.element(port, element, self.recipe.basis)
            for port in self.outputs
        ]
        most = max(zip(self.outputs, amounts, strict=True), key=_likely, default=None)
        port = self.main if most is None else most[0]
        found = Break(self.recipe.id, self.main.material, element, verdict, taken, given, unit, port=port.id)
        return _known(found, self.library)


def _likely(item: tuple[Port, Range | None]) -> float:
    return 0.0 if item[1] is None else item[1].likely


def breaks(snapshot: Snapshot, technologies: Collection[str] | None = None) -> tuple[Break, ...]:
    """Return what does not balance, the worst first, then by technology, input and element.

    Parameters
    ----------
    technologies : collection of str or None
        The recipes asked about; None: all.

    Examples
    --------
    >>> breaks(Snapshot.of([]))
    ()
    """
    library = Library.of(snapshot)
    return _sorted(
        one
        for recipe in snapshot.all(Technology)
        if technologies is None or recipe.id in technologies
        for one in _of_recipe(recipe, library)
    )


def stream_breaks(snapshot: Snapshot) -> tuple[Break, ...]:
    """Return what does not balance of the recipes that the park's works run, by the streams' own analyses.

    A yield may fit the typical input and not the one at hand: gypsum of 73 % gives less acid than of 85 %.
    Of a stream only the elements that it was analysed for are judged; a reason on record is one here too.

    Examples
    --------
    >>> stream_breaks(Snapshot.of([]))
    ()
    """
    library, recipes = Library.of(snapshot), snapshot.by_id(Technology)
    analyses = analysed(snapshot)
    parent_of = parents_in(snapshot, "materials", "kind_of").get
    run = sorted({row.technology for row in snapshot.all(Facility)})
    found: list[Break] = []
    for stream in snapshot.all(WasteStream):
        measured = analyses.get(stream.id, {})
        kinds = list(upward(stream.material, parent_of)) if measured else []
        for recipe in (recipes[name] for name in run if kinds):
            mains = [
                port.material
                for port in library.ports.get(recipe.id, ())
                if port.direction is Direction.MAIN_INPUT and port.material in kinds
            ]
            if mains:
                taken_as = min(mains, key=kinds.index)
                of_stream = library.with_contents(
                    taken_as, {**library.contents.get(stream.material, {}), **measured}
                )
                found += [
                    replace(one, stream=stream.id)
                    for one in _of_recipe(recipe, of_stream)
                    if one.material == taken_as and one.element in measured
                ]
    return _sorted(found)


def _sorted(found: Iterable[Break]) -> tuple[Break, ...]:
    order = list(Verdict)

    def key(one: Break) -> tuple[int, str, str, str, str]:
        return order.index(one.verdict), one.technology, one.material, one.element, one.stream

    return tuple(sorted(found, key=key))


def _of_recipe(recipe: Technology, library: Library) -> Iterator[Break]:
    ports = [port for port in library.ports.get(recipe.id, ()) if port.material in library.materials]
    auxiliary = [port for port in ports if port.direction is Direction.AUXILIARY_INPUT]
    outputs = [port for port in ports if port.direction in _OUTPUTS]
    for main in ports:
        if main.direction is Direction.MAIN_INPUT:
            fed = _Fed(recipe, main, [main, *auxiliary], outputs, library)
            yield from _mass(fed)
            yield from _elements(fed)
    yield from _own_limits(recipe, outputs, library)


def _mass(fed: _Fed) -> Iterator[Break]:
    """Judge all mass. An output that nobody weighed weighs at least nothing; such an input leaves it open."""
    taken = added(fed.library.weight(port) for port in fed.inputs)
    given = added(fed.library.weight(port) or NOTHING for port in fed.outputs) or NOTHING
    if not fed.recipe.final_use and not any(port.ratio.high > 0.0 for port in fed.outputs):
        yield fed.broken(MASS, Verdict.NOTHING_OUT, taken or NOTHING, NOTHING)
    elif taken is not None and given.likely > taken.likely * (1.0 + MASS_TOLERANCE):
        impossible = given.low > taken.high * (1.0 + MASS_TOLERANCE)
        yield fed.broken(MASS, Verdict.FROM_NOTHING if impossible else Verdict.TOO_MUCH, taken, given)
    elif (
        taken is not None
        and given.likely < FOUND_AGAIN * taken.likely
        and all(fed.library.weight(port) is not None for port in fed.outputs)
    ):
        yield fed.broken(MASS, Verdict.LOST, taken, given)


def _elements(fed: _Fed) -> Iterator[Break]:
    library, basis = fed.library, fed.recipe.basis
    ports = (*fed.inputs, *fed.outputs)
    for element in sorted({one for port in ports for one in library.contents.get(port.material, ())}):
        taken = [library.element(port, element, basis) for port in fed.inputs]
        brought = added(amount or NOTHING for amount in taken) or NOTHING
        given = added(library.element(port, element, basis) or NOTHING for port in fed.outputs) or NOTHING
        verdict = _verdict(fed, element, taken, brought, given)
        if verdict is not None:
            yield fed.broken(element, verdict, brought, given, "kBq" if _is_nuclide(element) else "t")


def _verdict(
    fed: _Fed, element: str, taken: Sequence[Range | None], brought: Range, given: Range
) -> Verdict | None:
    """Return what is wrong with one element; None where it balances or too little is known to say."""
    trace = 0.0 if _is_nuclide(element) else TRACE
    if given.likely > max(brought.likely * (1.0 + ELEMENT_TOLERANCE), trace):
        # Of what contains nothing that is known, nobody can say that it contains none of this.
        if not all(_is_listed(fed, port) for port in fed.inputs):
            return None
        if taken[0] is None:
            return Verdict.NOT_LISTED if brought.likely < 0.5 * given.likely else None
        known = all(amount is not None for amount in taken)
        impossible = given.low > brought.high * (1.0 + ELEMENT_TOLERANCE)
        return Verdict.FROM_NOTHING if known and impossible else Verdict.TOO_MUCH
    lost = given.likely < FOUND_AGAIN * brought.likely and brought.likely > 10.0 * TRACE
    stays = not _is_nuclide(element) and element not in _VOLATILE
    heavy = [port for port in fed.outputs if not fed.library.is_heat(port)]
    if lost and stays and heavy and all(_is_listed(fed, port) for port in heavy):
        return Verdict.LOST
    return None


def _is_nuclide(element: str) -> bool:
    return "-" in element


def _is_listed(fed: _Fed, port: Port) -> bool:
    return bool(fed.library.contents.get(port.material))


def _own_limits(recipe: Technology, outputs: Sequence[Port], library: Library) -> Iterator[Break]:
    """Compare what outputs typically contain with the recipe's own limits on them."""
    ports = {str(port.material): port for port in outputs}
    for limit in library.limits.get(recipe.id, ()):
        material = limit.material or ""
        amount = library.typical.get((material, limit.component, limit.basis))
        if material not in ports or amount is None:
            continue
        for bound, sign in ((limit.maximum, 1.0), (limit.minimum, -1.0)):
            if bound is not None and sign * (amount.likely - bound) > 0.0:
                exact, port = Range.exact(bound), ports[material].id
                verdict, unit = Verdict.OWN_LIMIT, limit.basis
                found = Break(recipe.id, material, limit.component, verdict, exact, amount, unit, port)
                yield _known(found, library)


def _known(found: Break, library: Library) -> Break:
    """Return a break with what the library says of it."""
    for row in library.imbalances.get((found.technology, found.element), ()):
        if row.material is None or row.material == found.material:
            return replace(found, known=row.kind, note=row.note)
    return found


def _over(amount: float, base: float) -> float:
    return amount / base if base > 0.0 else float("inf") if amount > 0.0 else 1.0
