"""What changed between the suggestions of two snapshots."""

from __future__ import annotations

from dataclasses import dataclass

from graph.matching.suggestion import Suggestions

#: Scores that differ by less are the same score.
_SAME_SCORE = 1e-9


@dataclass(frozen=True, slots=True)
class Move:
    """A suggestion that stands at another place in its stream, or has another score.

    Attributes
    ----------
    rank_before, rank_after : int
        1 is the best of its stream.
    """

    id: str
    rank_before: int
    rank_after: int
    score_before: float
    score_after: float


@dataclass(frozen=True, slots=True)
class Changes:
    """What is new, what is gone and what moved; each by suggestion id.

    Attributes
    ----------
    before, after : str
        Fingerprints of the two snapshots.
    """

    before: str
    after: str
    appeared: tuple[str, ...]
    vanished: tuple[str, ...]
    moved: tuple[Move, ...]


def changes(before: Suggestions, after: Suggestions) -> Changes:
    """Compare two results of `suggest` with the same options.

    Examples
    --------
    >>> nothing = Suggestions("a", (), (), ())
    >>> changes(nothing, nothing).moved
    ()
    """
    old = {item.id: item for item in before.items}
    new = {item.id: item for item in after.items}
    both = sorted(old.keys() & new.keys())
    return Changes(
        before=before.fingerprint,
        after=after.fingerprint,
        appeared=tuple(sorted(new.keys() - old.keys())),
        vanished=tuple(sorted(old.keys() - new.keys())),
        moved=tuple(
            Move(key, old[key].rank, new[key].rank, old[key].score, new[key].score)
            for key in both
            if old[key].rank != new[key].rank or abs(old[key].score - new[key].score) > _SAME_SCORE
        ),
    )
