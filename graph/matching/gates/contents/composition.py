"""The composition gate: what a stream contains against every limit of the port that would take it.

A stream's own analyses decide; the material's typical composition only informs. Of several analyses those in
the limit's basis, or in one that can be turned into it, count, and of these the worst. A limit whose value is
not known, a component nobody measured and a basis that cannot be compared are *unverified*.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from graph.matching.gates.contents.bases import DRY, averages, basis_family, readings
from graph.matching.gates.contents.contents import Values, liquid_densities, stream_values
from graph.matching.gates.contents.standards import (
    IN_FORCE,
    NOT_YET,
    REPLACED,
    WITHDRAWN,
    DatedLimits,
    dated_limits,
)
from graph.matching.gates.verdicts import PASSED, REFUSED, UNVERIFIED, LimitChecks, Reason
from graph.snapshot import Snapshot
from graph.taxonomy import ancestors
from graph.tools import matching, numbered, places

_MOISTURE = ("moisture_low", "moisture_likely", "moisture_high")
#: What the share of a material is called that limits speak of.
_SHARE = "material:"
#: Reasons that refuse; `WITHIN` passes, every other one leaves the check unverified.
_REFUSING = (Reason.EXCEEDED, Reason.BELOW_MINIMUM, Reason.NO_DRY_MATTER)
#: What a check can say where the stream itself was measured in a basis that can be compared.
_MEASURED = (Reason.WITHIN, Reason.EXCEEDED, Reason.BELOW_MINIMUM, Reason.RANGE_REACHES_PAST)
#: What is known of what nobody told anything of.
_NOTHING = Values.of(
    owner=np.array([-1]),
    component="",
    basis=np.array([None]),
    ends=[np.array([np.nan])] * 3,
    measured=False,
    complete=False,
)
#: Digits of a margin that tell contents apart: in two bases the same content is as near to the limit.
_DIGITS = 12
#: Which of several contents of one component decides at a limit: what refuses, then the doubt of an analysis
#: that can be compared, then that it is within, and what cannot be compared only where nothing else is known.
_DECIDES = {
    reason: place
    for place, reason in enumerate(
        (
            *_REFUSING,
            Reason.RANGE_REACHES_PAST,
            Reason.WITHIN,
            Reason.BASIS_NOT_STATED,
            Reason.TYPICAL_EXCEEDS,
            Reason.INDEX_INCOMPLETE,
            Reason.TYPICAL_ONLY,
            Reason.BASIS_NOT_COMPARABLE,
        )
    )
}


def check_limits(
    snapshot: Snapshot,
    stream: NDArray[np.integer],
    taken_as: NDArray[np.integer],
    technology: NDArray[np.integer],
    on: date | None = None,
) -> LimitChecks:
    """Compare what streams contain with every limit of the ports that would take them.

    Parameters
    ----------
    snapshot : Snapshot
    stream, taken_as, technology : int array
        Rows of the stream (-1: one that nobody knows anything of), of the material whose limits hold, and of
        the taker.
    on : date or None
        Day on which the limits must be in force, see `standards.dated_limits`.

    Returns
    -------
    LimitChecks
        One check a pair (its place in the arrays) and limit, sorted by both.
    """
    material = taken_as.astype(np.int64)
    pair, dated = _limits_at(snapshot, material, technology.astype(np.int64), dated_limits(snapshot, on))
    contents = stream_values(snapshot)
    components = pc.unique(snapshot.tables["limits"]["component"])
    of_limit, of_content = (
        places(pa.array(names, pa.string()), components)
        for names in (snapshot.strings("limits", "component")[dated.limit], contents.component)
    )
    limited = contents.take(of_content >= 0)
    row, at = matching(
        stream.astype(np.int64)[pair] * len(components) + of_limit,
        limited.owner * len(components) + of_content[of_content >= 0],
        every=True,
    )
    pair, dated = pair[row], dated.take(row)
    found = Values.joined([limited, _NOTHING]).take(at)
    found = _own_share(snapshot, found, material[pair], dated.limit)
    return _deciding(_judge(snapshot, pair, dated, found, stream[pair]))


def _limits_at(
    snapshot: Snapshot, material: NDArray[np.int64], technology: NDArray[np.int64], dated: DatedLimits
) -> tuple[NDArray[np.int64], DatedLimits]:
    """Return the limits of technologies that hold for materials, each with its pair of both.

    Of those of one component in one basis the ones for the nearest kind hold, or else the general ones.
    """
    table = snapshot.tables["limits"]
    taker = snapshot.rows("limits", "technology")
    holds_for = snapshot.rows("limits", "material")
    pair, at = matching(technology, taker[dated.limit])
    limit = dated.limit[at]
    steps = ancestors(snapshot).levels(material[pair], holds_for[limit])
    kept = np.isfinite(steps) | table["material"].is_null().to_numpy()[limit]
    pair, at, limit, steps = pair[kept], at[kept], limit[kept], steps[kept]
    about = pc.binary_join_element_wise(table["component"], table["basis"], "\n").combine_chunks()
    subject = about.dictionary_encode().indices.to_numpy()[limit]
    number, first = numbered(pair, subject)
    nearest = np.full(len(first), np.inf)
    np.minimum.at(nearest, number, steps)
    kept = steps == nearest[number]
    return pair[kept], dated.take(at[kept])


def _own_share(
    snapshot: Snapshot, found: Values, material: NDArray[np.int64], limit: NDArray[np.int64]
) -> Values:
    """Give ``material:<id>`` checks their value: a stream is wholly of its material and that one's kinds."""
    component, basis = (snapshot.strings("limits", name) for name in ("component", "basis"))
    own = np.array([name.startswith(_SHARE) for name in component], dtype=bool)[limit]
    if not own.any():
        return found
    named = snapshot.positions("materials", [name.removeprefix(_SHARE) for name in component])[limit]
    share = np.where(np.isfinite(ancestors(snapshot).levels(material, named)), 100.0, 0.0)
    low, likely, high = (np.where(own, share, end) for end in (found.low, found.likely, found.high))
    return replace(
        found,
        basis=np.where(own, basis[limit], found.basis),
        low=low,
        likely=likely,
        high=high,
        measured=own | found.measured,
        complete=own | found.complete,
    )


def _judge(
    snapshot: Snapshot,
    pair: NDArray[np.int64],
    limits: DatedLimits,
    found: Values,
    stream: NDArray[np.integer],
) -> LimitChecks:
    """Return every content against its limit, each on its own."""
    limit, dated = limits.limit, limits.dated
    component, basis = (snapshot.strings("limits", name) for name in ("component", "basis"))
    water = np.stack(
        [np.append(snapshot.numbers("waste_streams", name), np.nan) for name in _MOISTURE], axis=1
    )
    water = water[stream]
    moisture = water[:, 1]
    material = snapshot.rows("waste_streams", "material")
    # By the density of its own material if that is a liquid.
    density = liquid_densities(snapshot, np.append(material, -1)[stream])
    read = readings(found.basis.tolist(), basis[limit].tolist(), water, density)
    low, likely, high = found.low, found.likely, found.high
    # The likely content read as low and as high as its basis allows, and the ends of its range.
    least, most = _times(likely, read.least), _times(likely, read.most)
    lowest, highest = _times(low, read.lowest), _times(high, read.highest)
    # What a standard says that is not in force is no bound.
    minimum, maximum = (
        np.where(dated == IN_FORCE, snapshot.numbers("limits", name)[limit], np.nan)
        for name in ("minimum", "maximum")
    )
    measured, complete = found.measured, found.complete
    of_dry = np.array([basis_family(name)[0] == DRY for name in basis], dtype=bool)[limit]

    above, below = least > maximum, most < minimum
    open_reading = ~(read.exact | above | below) & ((most > maximum) | (least < minimum))
    # The first condition that holds gives the reason; order is from what decides to what only casts doubt.
    reason = _first_that_holds(
        [
            (dated == REPLACED, Reason.STANDARD_REPLACED),
            (dated == NOT_YET, Reason.STANDARD_NOT_YET),
            (dated == WITHDRAWN, Reason.STANDARD_WITHDRAWN),
            (np.isnan(minimum) & np.isnan(maximum), Reason.LIMIT_NOT_VERIFIED),
            (of_dry & (moisture >= 100.0), Reason.NO_DRY_MATTER),
            (np.isnan(likely), Reason.NOT_MEASURED),
            (np.isnan(read.least), Reason.BASIS_NOT_COMPARABLE),
            ((above | below) & ~measured, Reason.TYPICAL_EXCEEDS),
            (above, Reason.EXCEEDED),
            (below & complete, Reason.BELOW_MINIMUM),
            (open_reading & read.stated, Reason.BASIS_NOT_COMPARABLE),
            (open_reading, Reason.BASIS_NOT_STATED),
            (~complete, Reason.INDEX_INCOMPLETE),
            (~measured, Reason.TYPICAL_ONLY),
            ((highest > maximum) | (lowest < minimum), Reason.RANGE_REACHES_PAST),
        ]
    )
    verdict = np.where(
        reason == Reason.WITHIN, PASSED, np.where(np.isin(reason, _REFUSING), REFUSED, UNVERIFIED)
    )
    # Shown is the reading that proves the verdict: the lowest that is too much, the highest that is within.
    shown = np.where(np.isnan(maximum), np.where(below, most, least), np.where(above, least, most))
    # Whoever states neither wet nor dry has told a number all the same.
    shown = np.where(np.isfinite(shown) | read.stated, shown, least)
    value = np.where((open_reading & read.stated) | ~np.isfinite(shown), np.nan, shown)
    # Only what was measured counts in a mix: an unknown neither spoils nor dilutes it.
    mixes = (
        averages(basis)[limit]
        & (read.exact | ((likely == 0.0) & ~np.isnan(read.least)))
        & np.isin(reason, _MEASURED)
    )
    return LimitChecks(
        pair=pair,
        limit=limit,
        component=component[limit],
        basis=basis[limit],
        value=value,
        minimum=minimum,
        maximum=maximum,
        verdict=verdict.astype(np.int8),
        reason=reason,
        standard=limits.standard,
        margin=margins(value, minimum, maximum),
        mixes=mixes,
        reckoned=np.where(mixes, value, np.nan),
        analysis=found.analysis,
    )


def _times(content: NDArray[np.float64], factor: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return contents in another basis; of nothing there is nothing, however it is read."""
    with np.errstate(invalid="ignore"):
        return np.where(content == 0.0, np.where(np.isnan(factor), np.nan, 0.0), content * factor)


def margins(
    value: NDArray[np.float64], minimum: NDArray[np.float64], maximum: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return how far values are within limits, as shares of these; below 0 beyond them, NaN where unknown."""
    with np.errstate(divide="ignore", invalid="ignore"):
        room_above = np.where(maximum > 0, (maximum - value) / maximum, np.where(value <= 0, 1.0, -1.0))
        room_below = np.where(minimum > 0, (value - minimum) / minimum, 1.0)
    room_above = np.where(np.isnan(maximum), np.nan, room_above)
    room_below = np.where(np.isnan(minimum), np.nan, room_below)
    return np.fmin(room_above, room_below)


def _first_that_holds(cases: Sequence[tuple[NDArray[np.bool_], Reason]]) -> NDArray[np.int8]:
    conditions, reasons = zip(*cases, strict=True)
    return np.select(conditions, [np.int8(reason) for reason in reasons], np.int8(Reason.WITHIN))


def _deciding(checks: LimitChecks) -> LimitChecks:
    """Keep of each pair and limit the content that decides, of equals the nearest to the limit or beyond.

    Reckoned with is the worst that is known exactly, whatever else is known of it less well; where what
    refuses is not known so there is no mean.
    """
    place = np.array([_DECIDES.get(reason, 0) for reason in Reason], dtype=np.int64)[checks.reason]
    margin, inexact = np.round(checks.margin, _DIGITS), ~checks.mixes
    decides = _first_of_each(checks, (checks.analysis, inexact, margin, place))
    worst = _first_of_each(checks, (checks.analysis, margin, inexact))
    decided = checks.take(decides)
    mixes = checks.mixes[worst] & (decided.mixes | (decided.verdict != REFUSED))
    return replace(decided, mixes=mixes, reckoned=checks.reckoned[worst])


def _first_of_each(checks: LimitChecks, by: tuple[NDArray[np.generic], ...]) -> NDArray[np.int64]:
    """Return the first check of each pair and limit, in an order of which the last part counts most."""
    order = np.lexsort((*by, checks.limit, checks.pair))
    pair, limit = checks.pair[order], checks.limit[order]
    first = np.ones(len(order), dtype=bool)
    first[1:] = (pair[1:] != pair[:-1]) | (limit[1:] != limit[:-1])
    return order[first]
