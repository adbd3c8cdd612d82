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
import pandas as pd
from numpy.typing import NDArray

from graph.matching.gates.bases import DRY, averages, basis_family, readings
from graph.matching.gates.contents import liquid_densities, stream_values
from graph.matching.gates.standards import IN_FORCE, NOT_YET, REPLACED, WITHDRAWN, dated_limits
from graph.matching.gates.verdicts import PASSED, REFUSED, UNVERIFIED, LimitChecks, Reason
from graph.snapshot import Snapshot
from graph.taxonomy import lineage_frame

_MOISTURE = ("moisture_low", "moisture_likely", "moisture_high")
_DENSITY = ("density_low", "density_likely", "density_high")
#: Reasons that refuse; `WITHIN` passes, every other one leaves the check unverified.
_REFUSING = (Reason.EXCEEDED, Reason.BELOW_MINIMUM, Reason.NO_DRY_MATTER)
#: What a check can say where the stream itself was measured in a basis that can be compared.
_MEASURED = (Reason.WITHIN, Reason.EXCEEDED, Reason.BELOW_MINIMUM, Reason.RANGE_REACHES_PAST)
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
    pairs = pd.DataFrame(
        {
            "pair": np.arange(len(stream)),
            "stream": np.append(snapshot.strings("waste_streams", "id"), "")[stream],
            "material": snapshot.strings("materials", "id")[taken_as],
            "technology": snapshot.strings("technologies", "id")[technology],
        }
    )
    checks = pairs.merge(dated_limits(snapshot, on), on="technology")
    lineage = lineage_frame(snapshot).rename(columns={"ancestor": "holds_for"})
    checks = checks.merge(lineage, on=["material", "holds_for"], how="left")
    checks["general"] = checks["holds_for"].isna()
    checks = checks[checks["general"] | checks["steps"].notna()].copy()
    checks["steps"] = checks["steps"].fillna(np.inf)
    checks = checks.sort_values(["pair", "component", "limit_basis", "steps", "limit"], kind="stable")
    nearest = checks.groupby(["pair", "component", "limit_basis"])["steps"].transform("min")
    checks = checks[checks["steps"] == nearest]
    checks = checks.merge(stream_values(snapshot), on=["stream", "component"], how="left")
    checks = _own_share(checks, lineage)
    checks = _of_the_stream(checks, snapshot)
    return _deciding(_judge(checks.reset_index(drop=True)))


def _own_share(checks: pd.DataFrame, lineage: pd.DataFrame) -> pd.DataFrame:
    """Give ``material:<id>`` checks their value: a stream is wholly of its material and that one's kinds."""
    own = checks["component"].str.startswith("material:").to_numpy(dtype=bool)
    if own.any():
        kinds = set(zip(lineage["material"], lineage["holds_for"], strict=True))
        named = checks["component"].str.removeprefix("material:")
        share = [100.0 if pair in kinds else 0.0 for pair in zip(checks["material"], named, strict=True)]
        for column in ("low", "likely", "high"):
            checks[column] = np.where(own, share, checks[column].astype(float))
        checks["basis"] = np.where(own, checks["limit_basis"], checks["basis"].astype(object))
        checks["measured"] = np.where(own, True, checks["measured"].astype(object))
        checks["complete"] = np.where(own, True, checks["complete"].astype(object))
    return checks


def _of_the_stream(checks: pd.DataFrame, snapshot: Snapshot) -> pd.DataFrame:
    """Give each check the moisture of its stream, and the density of its own material if that is a liquid."""
    table = snapshot.tables["waste_streams"]
    streams = table.select(["id", *_MOISTURE]).to_pandas()
    streams[list(_DENSITY)] = liquid_densities(snapshot, table["material"].to_pylist())
    return checks.merge(streams.rename(columns={"id": "stream"}), on="stream", how="left")


def _judge(checks: pd.DataFrame) -> LimitChecks:
    """Return every content against its limit, each on its own."""
    water = checks[list(_MOISTURE)].to_numpy(dtype=float)
    moisture = water[:, 1]
    density = checks[list(_DENSITY)].to_numpy(dtype=float)
    read = readings(checks["basis"].tolist(), checks["limit_basis"].tolist(), water, density)
    low, likely, high = (checks[end].to_numpy(dtype=float) for end in ("low", "likely", "high"))
    # The likely content read as low and as high as its basis allows, and the ends of its range.
    least, most = _times(likely, read.least), _times(likely, read.most)
    lowest, highest = _times(low, read.lowest), _times(high, read.highest)
    dated = checks["dated"].to_numpy(dtype=np.int64)
    # What a standard says that is not in force is no bound.
    minimum = np.where(dated == IN_FORCE, checks["minimum"].to_numpy(dtype=float), np.nan)
    maximum = np.where(dated == IN_FORCE, checks["maximum"].to_numpy(dtype=float), np.nan)
    measured = checks["measured"].fillna(False).to_numpy(dtype=bool)
    complete = checks["complete"].fillna(False).to_numpy(dtype=bool)
    of_dry = np.array([basis_family(basis)[0] == DRY for basis in checks["limit_basis"]], dtype=bool)

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
        averages(checks["limit_basis"].to_numpy(dtype=object))
        & (read.exact | ((likely == 0.0) & ~np.isnan(read.least)))
        & np.isin(reason, _MEASURED)
    )
    return LimitChecks(
        pair=checks["pair"].to_numpy(dtype=np.int64),
        limit=checks["limit"].to_numpy(dtype=np.int64),
        component=checks["component"].to_numpy(dtype=object),
        basis=checks["limit_basis"].to_numpy(dtype=object),
        value=value,
        minimum=minimum,
        maximum=maximum,
        verdict=verdict.astype(np.int8),
        reason=reason,
        standard=checks["standard"].to_numpy(dtype=object),
        margin=margins(value, minimum, maximum),
        mixes=mixes,
        reckoned=np.where(mixes, value, np.nan),
        analysis=checks["analysis"].fillna(-1).to_numpy(dtype=np.int64),
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
