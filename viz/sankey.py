"""What a Sankey picture shows: hops between places, pooled where small, unrolled where they go round.

A picture goes from left to right, and flows of a park go round. So a place is drawn once for every hop at
which something reaches it: a mill that takes slag and the tailings of another mill stands in the second
column for the slag and in the third for the tailings. What leaves it is shared out as what came in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

#: Where what is too small or too many goes, on each side.
OTHER_SOURCES, OTHER_TAKERS, OTHER_ENDS = "other:sources", "other:takers", "other:ends"
#: Where what still goes on after the last column goes.
ROUND_AGAIN = "end:again"
#: Columns of takers.
MOST_HOPS = 3

#: From a place in a column to another: how much, in which state.
Band = tuple[tuple[str, int], tuple[str, int], float, str]


@dataclass(frozen=True, slots=True)
class Hop:
    """Something that goes from one place to the next.

    Attributes
    ----------
    source, target : str
        Keys of places: a waste, a taker or an end.
    amount : float
        All hops of one picture are in one unit.
    state : str
        Whether it exists, is planned or contracted; hops of different states are drawn apart.
    """

    source: str
    target: str
    amount: float
    state: str


@dataclass(frozen=True, slots=True)
class Node:
    """A place in a column of the picture.

    Attributes
    ----------
    key : str
        Of the place; the same place may stand in several columns.
    column : int
        0 for wastes; the last for ends.
    amount : float
        What comes in or what goes out, the larger.
    """

    key: str
    column: int
    amount: float


@dataclass(frozen=True, slots=True)
class Link:
    """A band between two nodes, by their places in the picture's list."""

    source: int
    target: int
    amount: float
    state: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Nodes and links without a loop; columns are numbered without gaps."""

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return 1 + max((node.column for node in self.nodes), default=-1)


@dataclass(frozen=True, slots=True)
class Hops:
    """What there is to draw.

    Attributes
    ----------
    first : tuple of Hop
        From a waste to a taker, or to an end.
    between : tuple of Hop
        From a taker to a taker.
    last : tuple of Hop
        From a taker to an end: a product sold, a final use, disposal.
    """

    first: tuple[Hop, ...]
    between: tuple[Hop, ...] = ()
    last: tuple[Hop, ...] = ()


def pooled(hops: Hops, kept: Callable[[Hop], bool]) -> Hops:
    """Return the hops with the places that no kept hop names drawn together as others; nothing is lost.

    Examples
    --------
    >>> hops = Hops((Hop("a", "m", 9.0, "planned"), Hop("b", "n", 1.0, "planned")))
    >>> small = pooled(hops, lambda hop: hop.amount > 5.0)
    >>> [(hop.source, hop.target, hop.amount) for hop in small.first]
    [('a', 'm', 9.0), ('other:sources', 'other:takers', 1.0)]
    """
    ends = {hop.target for hop in hops.last} | {hop.target for hop in hops.first if is_end(hop.target)}
    big = [hop for hop in (*hops.first, *hops.between) if kept(hop)]
    big_ends = {hop.target for hop in (*hops.first, *hops.last) if hop.target in ends and kept(hop)}
    sources = {hop.source for hop in big}
    takers = {hop.target for hop in big if hop.target not in ends} | {
        hop.source for hop in hops.between if kept(hop)
    }

    def end(key: str) -> str:
        # What is no product is never called one: no use, a taker nobody knows, disposal.
        return key if key in big_ends or is_end(key) else OTHER_ENDS

    def taker(key: str) -> str:
        return key if key in takers else OTHER_TAKERS

    return Hops(
        _summed(
            replace(
                hop,
                source=hop.source if hop.source in sources else OTHER_SOURCES,
                target=end(hop.target) if hop.target in ends else taker(hop.target),
            )
            for hop in hops.first
        ),
        # What others pass among themselves is theirs; it would go round in the picture for nothing.
        _summed(
            replace(hop, source=taker(hop.source), target=taker(hop.target))
            for hop in hops.between
            if hop.source in takers or hop.target in takers
        ),
        _summed(replace(hop, source=taker(hop.source), target=end(hop.target)) for hop in hops.last),
    )


def is_end(key: str) -> bool:
    """Return whether a key names an end that a waste reaches without a taker."""
    return key.startswith("end:")


def largest(hops: Hops, count: int) -> Callable[[Hop], bool]:
    """Return what keeps the `count` largest hops up to a taker, and somewhat fewer of the largest to ends."""
    ranked = sorted((*hops.first, *hops.between), key=_by_size)[:count]
    ends = sorted(_summed(hops.last), key=_by_size)[: max(count - 2, 1)]
    keep = {(hop.source, hop.target, hop.state) for hop in (*ranked, *ends)}
    return lambda hop: (hop.source, hop.target, hop.state) in keep


def _by_size(hop: Hop) -> tuple[float, str, str, str]:
    return -hop.amount, hop.source, hop.target, hop.state


def unrolled(hops: Hops, most_hops: int = MOST_HOPS, least: float = 0.0) -> Picture:
    """Return the picture of hops; what goes round longer than there are columns ends as going round again.

    Parameters
    ----------
    most_hops : int
        Columns of takers.
    least : float
        What is passed on in smaller amounts is drawn as other uses instead of as one more place.

    Examples
    --------
    A mill's tailings go to a works whose dust goes back to the mill.

    >>> loop = Hops(
    ...     (Hop("slag", "mill", 100.0, "planned"),),
    ...     (Hop("mill", "works", 40.0, "planned"), Hop("works", "mill", 20.0, "planned")),
    ... )
    >>> [(node.key, node.column, round(node.amount, 1)) for node in unrolled(loop, 2).nodes]
    [('slag', 0, 100.0), ('mill', 1, 100.0), ('works', 2, 33.3), ('end:again', 3, 16.7)]
    """
    coming = _coming(hops)
    end_column = most_hops + 1
    bands: list[Band] = []
    for hop in hops.first:
        column = end_column if _ends(hop.target) else 1
        bands.append(((hop.source, 0), (hop.target, column), hop.amount, hop.state))
    for column, reached in enumerate(_reached(hops, coming, most_hops, least), 1):
        for hop in hops.between:
            if amount := hop.amount * reached.get(hop.source, 0.0):
                target = (hop.target, column + 1)
                if amount < least:
                    target = (OTHER_ENDS, end_column)
                elif column == most_hops:
                    target = (ROUND_AGAIN, end_column)
                bands.append(((hop.source, column), target, amount, hop.state))
        for hop in hops.last:
            if amount := hop.amount * reached.get(hop.source, 0.0):
                bands.append(((hop.source, column), (hop.target, end_column), amount, hop.state))
    return _picture(bands)


def around(picture: Picture, key: str) -> Picture:
    """Return the part of a picture that leads to a place or comes from it.

    Examples
    --------
    >>> two = unrolled(Hops((Hop("a", "m", 9.0, "planned"), Hop("b", "n", 1.0, "planned"))))
    >>> [node.key for node in around(two, "a").nodes]
    ['a', 'm']
    """
    chosen = {place for place, node in enumerate(picture.nodes) if node.key == key}
    after, before = set(chosen), set(chosen)
    # Columns rise along every link, so one pass in their order reaches everything.
    rising = sorted(picture.links, key=lambda link: picture.nodes[link.source].column)
    for link in rising:
        if link.source in after:
            after.add(link.target)
    for link in reversed(rising):
        if link.target in before:
            before.add(link.source)
    bands: list[Band] = [
        (_place(picture, link.source), _place(picture, link.target), link.amount, link.state)
        for link in picture.links
        if link.source in after or link.target in before
    ]
    return _picture(bands)


def _place(picture: Picture, index: int) -> tuple[str, int]:
    return picture.nodes[index].key, picture.nodes[index].column


def _ends(key: str) -> bool:
    return is_end(key) or key == OTHER_ENDS


def _coming(hops: Hops) -> Mapping[str, float]:
    """Return all that comes to each place."""
    coming: dict[str, float] = defaultdict(float)
    for hop in (*hops.first, *hops.between):
        coming[hop.target] += hop.amount
    return coming


def _reached(
    hops: Hops, coming: Mapping[str, float], most_hops: int, least: float
) -> Iterator[Mapping[str, float]]:
    """Yield which share of what comes to each taker reaches it at the first, second, ... hop."""
    now: dict[str, float] = defaultdict(float)
    for hop in hops.first:
        if not _ends(hop.target):
            now[hop.target] += hop.amount
    for _ in range(most_hops):
        shares = {key: amount / coming[key] for key, amount in now.items() if amount > 0.0}
        yield shares
        now = defaultdict(float)
        for hop in hops.between:
            amount = hop.amount * shares.get(hop.source, 0.0)
            if amount >= least:
                now[hop.target] += amount


def _picture(bands: Iterable[Band]) -> Picture:
    summed: dict[tuple[tuple[str, int], tuple[str, int], str], float] = defaultdict(float)
    for source, target, amount, state in bands:
        summed[source, target, state] += amount
    incoming: dict[tuple[str, int], float] = defaultdict(float)
    outgoing: dict[tuple[str, int], float] = defaultdict(float)
    for (source, target, _), amount in summed.items():
        outgoing[source] += amount
        incoming[target] += amount
    places = {*incoming, *outgoing}
    # Columns that nothing reaches are left out.
    columns = {column: number for number, column in enumerate(sorted({column for _, column in places}))}
    nodes = sorted(
        (
            Node(key, columns[column], max(incoming[key, column], outgoing[key, column]))
            for key, column in places
        ),
        key=lambda node: (node.column, _is_other(node.key), -node.amount, node.key),
    )
    at = {(node.key, node.column): index for index, node in enumerate(nodes)}
    links = sorted(
        (
            Link(at[source[0], columns[source[1]]], at[target[0], columns[target[1]]], amount, state)
            for (source, target, state), amount in summed.items()
        ),
        key=lambda link: (link.source, link.target, link.state),
    )
    return Picture(tuple(nodes), tuple(links))


def _is_other(key: str) -> bool:
    return key in (OTHER_SOURCES, OTHER_TAKERS, OTHER_ENDS)


def _summed(hops: Iterable[Hop]) -> tuple[Hop, ...]:
    summed: dict[tuple[str, str, str], float] = defaultdict(float)
    for hop in hops:
        summed[hop.source, hop.target, hop.state] += hop.amount
    return tuple(Hop(source, target, amount, state) for (source, target, state), amount in summed.items())
