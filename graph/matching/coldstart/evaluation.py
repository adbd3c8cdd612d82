"""How good cold starts are: leave-one-case-out on the documented exchanges, beside two floors.

Every exchange with a waste text and a receiving industry is asked as a question (its waste and donor) to an
index from which all exchanges of its case are left out, and the rank of the receiver that was documented is
noted, among divisions (2 digits) and classes (4 digits) of NACE.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from graph.errors import SymbioflowError
from graph.knowledge import LikenessIndex, normalised
from graph.matching.coldstart.index import ColdStartIndex, UseSource, Vector
from graph.model import Precedent

Ranks = np.ndarray[Any, np.dtype[np.float64]]

#: Ranks at which hits are counted.
CUTS = (1, 3, 5, 10)
DIGITS = (2, 4)


@dataclass(frozen=True, slots=True)
class Figure:
    """A share with its 95 % bootstrap interval over cases."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.2f} ({self.low:.2f}-{self.high:.2f})"


@dataclass(frozen=True, slots=True)
class Line:
    """One method at one depth of the classification.

    Attributes
    ----------
    method : str
        ``cold start``, ``nearest precedent`` or ``popularity``; ``cold start, held-out half`` where the
        weights were chosen on the other half of the cases; ``cold start, grouped`` where a question is a
        donor with a waste and any documented receiver answers it; ``in the park`` where the receiver is
        ranked among the enterprises of its case, and ``in the park, at random`` beside it.
    digits : int
        2 (divisions) or 4 (classes); 0 where enterprises are ranked.
    rows, cases : int
        Questions and the cases they come from.
    hits : mapping of int to Figure
        Share of questions whose receiver is among the first k, by k.
    mrr : Figure
        Mean reciprocal rank.
    """

    method: str
    digits: int
    rows: int
    cases: int
    hits: Mapping[int, Figure]
    mrr: Figure


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Every line of the table.

    Attributes
    ----------
    precedents, rows : int
        All exchanges, and those with a waste text and a receiving industry.
    """

    precedents: int
    rows: int
    seed: int
    lines: tuple[Line, ...]

    def __str__(self) -> str:
        head = ["method", "digits", "rows", "cases", *(f"hits@{cut}" for cut in CUTS), "MRR"]
        body = [
            [
                line.method,
                str(line.digits or "-"),
                str(line.rows),
                str(line.cases),
                *(str(line.hits[cut]) for cut in CUTS),
                str(line.mrr),
            ]
            for line in self.lines
        ]
        rows = [f"| {' | '.join(cells)} |" for cells in [head, ["---"] * len(head), *body]]
        return "\n".join(rows)


@dataclass(frozen=True)
class _Questions:
    """The exchanges that are asked, with every source's say on every class for each of them.

    `usual` is how usual it is that each class takes the waste, as prospective receivers are ranked.
    """

    rows: tuple[Precedent, ...]
    cases: np.ndarray[Any, Any]
    parts: Vector
    usual: Vector
    truths: Mapping[int, np.ndarray[Any, np.dtype[np.bool_]]]
    starts: np.ndarray[Any, np.dtype[np.int64]]


def evaluate(index: ColdStartIndex, seed: int = 20240601, draws: int = 2000) -> Evaluation:
    """Return the table of hits@1/3/5/10 and mean reciprocal rank with bootstrap intervals.

    Parameters
    ----------
    seed : int
        Of the bootstrap and of the split into halves.
    draws : int
        Bootstrap samples of cases.

    Raises
    ------
    SymbioflowError
        ``TOO_FEW_PRECEDENTS`` with fewer than two cases to ask.
    """
    questions = _ask(index)
    methods: dict[str, Vector] = {
        "cold start": _mixed(questions.parts, index.mixture()),
        "nearest precedent": _nearest(index, questions),
        "popularity": _popularity(index, questions),
        "cold start, held-out half": _held_out(questions, seed),
    }
    lines = []
    for method, scores in methods.items():
        for digits in DIGITS:
            ranks = _ranks(scores, questions, digits)
            lines.append(_line(method, digits, _values(ranks), questions.cases, seed, draws))
    for digits in DIGITS:
        ranks = _ranks(methods["cold start"], questions, digits)
        best, cases = _grouped(ranks, questions)
        lines.append(_line("cold start, grouped", digits, _values(best), cases, seed, draws))
    found, guessed, cases = _in_park(index, questions)
    if len(cases):
        lines.append(_line("in the park", 0, found, cases, seed, draws))
        lines.append(_line("in the park, at random", 0, guessed, cases, seed, draws))
    return Evaluation(len(index.precedents), len(questions.rows), seed, tuple(lines))


def _ask(index: ColdStartIndex) -> _Questions:
    classes = np.array(index.industries.classes)
    rows, parts, usual, four, two = [], [], [], [], []
    for precedent, meant in zip(index.precedents, index.readings, strict=True):
        receivers = index.industries.all_below(precedent.receiver_nace)
        if not precedent.waste.strip() or not receivers:
            continue
        donor = index.industries.all_below(precedent.donor_nace)
        rows.append(precedent)
        parts.append(index.parts(meant, precedent.waste, donor, precedent.case))
        likely = index.settled(meant[0].id, meant) if meant else index.likely(meant)
        usual.append(index.usual(likely, precedent.waste, precedent.case))
        four.append(np.isin(classes, precedent.receiver_nace))
        two.append(np.isin(classes, receivers))
    cases = np.array([row.case for row in rows])
    if len(set(cases.tolist())) < 2:
        raise SymbioflowError("TOO_FEW_PRECEDENTS", usable=len(rows), count=len(index.precedents))
    return _Questions(
        tuple(rows),
        cases,
        np.stack(parts),
        np.stack(usual),
        {2: np.stack(two), 4: np.stack(four)},
        index.division_starts,
    )


def _mixed(parts: Vector, weights: Vector) -> Vector:
    mixed: Vector = np.einsum("rsc,s->rc", parts, weights)
    return mixed


def _ranks(scores: Vector, questions: _Questions, digits: int) -> Ranks:
    """Return the rank of the documented receiver for every question; NaN where it is not that precise.

    Of equal scores the lower code comes first, as in `suggest_uses`; classes without any score are not
    ranked (infinity).
    """
    truth = questions.truths[digits]
    if digits == 2:
        scores = np.maximum.reduceat(scores, questions.starts, axis=1)
        truth = np.logical_or.reduceat(truth, questions.starts, axis=1)
    right = np.where(truth, scores, -1.0)
    reached, place = right.max(axis=1, keepdims=True), right.argmax(axis=1)[:, None]
    ahead = (scores > reached) | ((scores == reached) & (np.arange(scores.shape[1]) < place))
    ranks = np.where(reached[:, 0] > 0.0, 1.0 + ahead.sum(axis=1), np.inf)
    result: Ranks = np.where(truth.any(axis=1), ranks, np.nan)
    return result


def _nearest(index: ColdStartIndex, questions: _Questions) -> Vector:
    """Return the floor that knows words only: each receiver scores its most similar exchange's text."""
    scores = np.zeros((len(questions.rows), len(index.industries.classes)))
    for case in np.unique(questions.cases):
        rest = [at for at, precedent in enumerate(index.precedents) if precedent.case != case]
        texts = LikenessIndex(normalised(index.precedents[at].waste) for at in rest)
        receives = index.receivers[rest] > 0
        for row in np.flatnonzero(questions.cases == case):
            likeness = texts.likeness(normalised(questions.rows[row].waste))
            scores[row] = np.where(receives, likeness[:, None] + 1e-6, 0.0).max(axis=0)
    return scores


def _popularity(index: ColdStartIndex, questions: _Questions) -> Vector:
    """Return the floor that knows nothing of the question: how often each class receives in other cases."""
    cases = np.array([precedent.case for precedent in index.precedents])
    return np.stack([index.receivers[cases != case].sum(axis=0) for case in questions.cases])


def _held_out(questions: _Questions, seed: int) -> Vector:
    """Return scores in which each half of the cases is scored with weights chosen on the other half."""
    cases = np.unique(questions.cases)
    shuffled = np.random.default_rng(seed).permutation(cases)
    halves = np.isin(questions.cases, shuffled[: len(cases) // 2])
    scores = np.empty((len(questions.rows), questions.parts.shape[2]))
    for half in (halves, ~halves):
        scores[half] = _mixed(
            questions.parts[half], best_mixture(questions.parts[~half], _take(questions, ~half))
        )
    return scores


def _take(questions: _Questions, kept: np.ndarray[Any, Any]) -> Callable[[Vector], float]:
    chosen = _Questions(
        tuple(itertools.compress(questions.rows, kept)),
        questions.cases[kept],
        questions.parts[kept],
        questions.usual[kept],
        {digits: truth[kept] for digits, truth in questions.truths.items()},
        questions.starts,
    )
    return lambda scores: _quality(scores, chosen)


def _quality(scores: Vector, questions: _Questions) -> float:
    """Return what weights are chosen by: mean over both depths of reciprocal rank and hits@5."""
    total = 0.0
    for digits in DIGITS:
        ranks = _ranks(scores, questions, digits)
        ranks = ranks[~np.isnan(ranks)]
        if not len(ranks):
            continue
        total += float((1.0 / ranks).mean() + (ranks <= 5).mean())
    return total / (2 * len(DIGITS))


def best_mixture(parts: Vector, quality: Callable[[Vector], float], steps: int = 10) -> Vector:
    """Return the weights of the sources, in steps of a tenth that sum to 1, that do best on questions."""
    best, chosen = -1.0, np.zeros(len(UseSource))
    for cuts in itertools.combinations(range(steps + len(UseSource) - 1), len(UseSource) - 1):
        edges = (-1, *cuts, steps + len(UseSource) - 1)
        weights = np.array([right - left - 1 for left, right in itertools.pairwise(edges)]) / steps
        reached = quality(_mixed(parts, weights))
        if reached > best + 1e-12:
            best, chosen = reached, weights
    return chosen


def _grouped(ranks: Ranks, questions: _Questions) -> tuple[Ranks, np.ndarray[Any, Any]]:
    """Return the rank of the first documented receiver for each donor and waste of a case, and its case."""
    keys = [(row.case, row.donor, row.donor_nace, row.waste) for row in questions.rows]
    places: dict[Any, list[int]] = {}
    for at in np.flatnonzero(~np.isnan(ranks)):
        places.setdefault(keys[at], []).append(int(at))
    best = np.array([ranks[rows].min() for rows in places.values()])
    return best, np.array([key[0] for key in places])


def _in_park(index: ColdStartIndex, questions: _Questions) -> tuple[Vector, Vector, np.ndarray[Any, Any]]:
    """Return hits and reciprocal rank of each receiver among the enterprises of its case, and at random.

    A park's enterprises are its donors and receivers by name and industry, the donor itself left out. Its
    score is that of its best class; enterprises of equal score stand in any order, so a hit is a chance.
    """
    members: dict[str, dict[tuple[str, tuple[str, ...]], list[int]]] = {}
    for row in index.precedents:
        for member in ((row.donor, row.donor_nace), (row.receiver, row.receiver_nace)):
            classes = [index.class_at[code] for code in index.industries.all_below(member[1])]
            if classes:
                members.setdefault(row.case, {})[member] = classes
    found, guessed, cases = [], [], []
    for row, by_class in zip(questions.rows, questions.usual, strict=True):
        receiver = (row.receiver, row.receiver_nace)
        park = {
            member: float(by_class[classes].max())
            for member, classes in members[row.case].items()
            if member == receiver or member != (row.donor, row.donor_nace)
        }
        if len(park) < 2:
            continue
        ahead = sum(score > park[receiver] for score in park.values())
        level = sum(score == park[receiver] for score in park.values())
        unknown = park[receiver] <= 0.0
        found.append(_chances(np.inf if unknown else ahead, level))
        guessed.append(_chances(0, len(park)))
        cases.append(row.case)
    width = len(CUTS) + 1
    return np.reshape(found, (-1, width)), np.reshape(guessed, (-1, width)), np.array(cases)


def _chances(ahead: float, level: int) -> list[float]:
    """Return the chance of each cut and the mean reciprocal rank where `level` share the next ranks.

    Examples
    --------
    >>> _chances(2, 2)[:3]
    [0.0, 0.5, 1.0]
    """
    ranks = ahead + 1.0 + np.arange(level)
    return [*(float((ranks <= cut).mean()) for cut in CUTS), float((1.0 / ranks).mean())]


def _values(ranks: Ranks) -> Vector:
    """Return hits at each cut and reciprocal rank of each question; NaN where there is no rank."""
    values = np.stack([*((ranks <= cut).astype(np.float64) for cut in CUTS), 1.0 / ranks], axis=1)
    values[np.isnan(ranks)] = np.nan
    return values


def _line(
    method: str, digits: int, values: Vector, cases: np.ndarray[Any, Any], seed: int, draws: int
) -> Line:
    known = ~np.isnan(values).any(axis=1)
    values, cases = values[known], cases[known]
    names, at = np.unique(cases, return_inverse=True)
    sums = np.zeros((len(names), values.shape[1]))
    np.add.at(sums, at, values)
    counts = np.bincount(at, minlength=len(names)).astype(np.float64)
    picks = np.random.default_rng(seed).integers(0, len(names), size=(draws, len(names)))
    means = sums[picks].sum(axis=1) / counts[picks].sum(axis=1)[:, None]
    low, high = np.quantile(means, (0.025, 0.975), axis=0)
    figures = [
        Figure(float(value), float(left), float(right))
        for value, left, right in zip(values.mean(axis=0), low, high, strict=True)
    ]
    return Line(method, digits, len(values), len(names), dict(zip(CUTS, figures, strict=False)), figures[-1])
