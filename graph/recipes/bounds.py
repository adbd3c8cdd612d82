"""What all that comes out of a recipe may be together, whatever its ratios are: no mass or element is made.

Each ratio of a recipe has an interval of its own, and the ends of all of them together may be more than goes
in: a tonne of slag gives 0.7 to 0.9 t of sand and 0.15 to 0.35 t of mud, but never 0.9 and 0.35. A bound
says so as one row over the ratios of the recipe's ports, for who draws them or moves them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from graph.model import Port, Technology
from graph.ranges import Range
from graph.recipes.balance import MASS, MASS_TOLERANCE
from graph.recipes.contents import Library
from graph.snapshot import Snapshot
from graph.vocabulary import Direction

_OUTPUTS = (Direction.PRODUCT, Direction.RESIDUE)
_UNIT = Range.exact(1.0)
#: One term of a bound: a port (by id) and what a unit through it holds.
Terms = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Bound:
    r"""The most that comes out of a recipe of mass or of one element, per unit of main input.

    .. math:: least (own + \sum_j t_j r_j) \le \sum_i g_i r_i \le times (own + \sum_j t_j r_j)

    Attributes
    ----------
    technology : str
    element : str
        `MASS`, the symbol of an element or the name of a nuclide.
    own : float
        What a unit of main input brings: of several main inputs the one that brings least.
    taken, given : Terms
        What a unit through each auxiliary input brings and a unit of each output takes along. Of an element
        the most and the least that the contents allow: what is beyond them no content explains.
    share : float
        What of all that goes in comes out at likely ratios; infinite where nothing goes in.
    weighed : bool
        Whether no output is left out because nobody knows what it holds.
    """

    technology: str
    element: str
    own: float
    taken: Terms
    given: Terms
    share: float
    weighed: bool

    @property
    def times(self) -> float:
        """1, or the likely share if that is more: ratios are written with few digits."""
        return max(self.share, 1.0)

    @property
    def closes(self) -> bool:
        """Whether the outputs hold, at likely ratios, all mass that goes in, but for few digits."""
        return self.element == MASS and self.weighed and self.share >= 1.0 - MASS_TOLERANCE

    @property
    def least(self) -> float:
        """The share of what goes in that the outputs hold at least.

        Where nothing is lost at likely ratios, what one output lacks others hold, and more that is
        bought makes more, as far as ratios of few digits tell. Where a single output stands against a
        single input its interval is that of what is lost.
        """
        return min(self.share, 1.0) - MASS_TOLERANCE if self.closes and not self.pinned else 0.0

    @property
    def pinned(self) -> bool:
        """Whether the mass of the main input sets the ratio of the only output that has any."""
        return self.closes and len(self.given) == 1 and not self.taken


def bounds(snapshot: Snapshot, technologies: Collection[str]) -> tuple[Bound, ...]:
    """Return what bounds the outputs of some recipes, by technology, mass first, then elements by name.

    A recipe of which an input was never weighed has no bound of mass; one that has an input of which the
    content of an element is not known has none of that; nor is there one where the library says why a recipe
    does not balance (`imbalances`). Where yields follow what the input contains, which says more than usual
    contents do, mass alone bounds them.

    Examples
    --------
    >>> bounds(Snapshot.of([]), ["pave"])
    ()
    """
    library = Library.of(snapshot)
    found: list[Bound] = []
    for recipe in snapshot.all(Technology):
        if recipe.id in technologies:
            found += _of_recipe(recipe, library)
    return tuple(sorted(found, key=lambda one: (one.technology, one.element != MASS, one.element)))


def _of_recipe(recipe: Technology, library: Library) -> Iterator[Bound]:
    ports = library.ports.get(recipe.id, ())
    mains = [port for port in ports if port.direction is Direction.MAIN_INPUT]
    bought = [port for port in ports if port.direction is Direction.AUXILIARY_INPUT]
    outputs = [port for port in ports if port.direction in _OUTPUTS]
    if not mains:
        return
    mass = _mass(recipe, mains, bought, outputs, library)
    if mass is not None:
        yield mass
    if any(library.yields.get(port.id) for port in outputs):
        return
    for element in sorted({one for port in outputs for one in library.contents.get(port.material, ())}):
        bound = _element(recipe, element, mains, bought, outputs, library)
        if bound is not None:
            yield bound


def _mass(
    recipe: Technology,
    mains: Sequence[Port],
    bought: Sequence[Port],
    outputs: Sequence[Port],
    library: Library,
) -> Bound | None:
    weights = {port.id: library.weight(replace(port, ratio=_UNIT)) for port in (*mains, *bought, *outputs)}
    into = [weights[port.id] for port in (*mains, *bought)]
    if (recipe.id, MASS) in library.imbalances or any(weight is None for weight in into):
        return None
    own = min(port.ratio.likely * _likely(weights[port.id]) for port in mains)
    taken = _terms(bought, [_likely(weights[port.id]) for port in bought])
    given = _terms(outputs, [_likely(weights[port.id]) for port in outputs])
    share = _share(own, bought, taken, outputs, given)
    weighed = all(weights[port.id] is not None for port in outputs)
    return Bound(recipe.id, MASS, own, taken, given, share, weighed)


def _element(
    recipe: Technology,
    element: str,
    mains: Sequence[Port],
    bought: Sequence[Port],
    outputs: Sequence[Port],
    library: Library,
) -> Bound | None:
    amounts = {
        port.id: library.element(replace(port, ratio=_UNIT), element, recipe.basis)
        for port in (*mains, *bought, *outputs)
    }
    into = [amounts[port.id] for port in (*mains, *bought)]
    if (recipe.id, element) in library.imbalances or any(amount is None for amount in into):
        return None
    own = min(port.ratio.likely * amount.high for port in mains if (amount := amounts[port.id]) is not None)
    taken = _terms(bought, [0.0 if amount is None else amount.high for amount in into[len(mains) :]])
    contents = [amounts[port.id] for port in outputs]
    given = _terms(outputs, [0.0 if amount is None else amount.low for amount in contents])
    share = _share(own, bought, taken, outputs, given)
    weighed = all(amount is not None for amount in contents)
    return Bound(recipe.id, element, own, taken, given, share, weighed)


def _likely(weight: Range | None) -> float:
    """Return what a unit weighs; an output that nobody weighed weighs nothing at least."""
    return 0.0 if weight is None else weight.likely


def _terms(ports: Sequence[Port], amounts: Sequence[float]) -> Terms:
    found = zip(ports, amounts, strict=True)
    return tuple(sorted((str(port.id), amount) for port, amount in found if amount > 0.0))


def _share(own: float, bought: Sequence[Port], taken: Terms, outputs: Sequence[Port], given: Terms) -> float:
    """Return which share of what goes in comes out at likely ratios; infinite where nothing goes in."""
    ratios = {str(port.id): port.ratio.likely for port in (*bought, *outputs)}
    going_in = own + sum(ratios[name] * amount for name, amount in taken)
    coming_out = sum(ratios[name] * amount for name, amount in given)
    return coming_out / going_in if going_in > 0.0 else float("inf") if coming_out > 0.0 else 0.0
