"""The composition gate: what a stream contains against every limit of the port that would take it.

A stream's own analysis decides; the material's typical composition only informs. A limit whose value is
not known, a component nobody measured and a basis that cannot be compared are *unverified*.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.matching.gates.standards import IN_FORCE, NOT_YET, REPLACED, WITHDRAWN, dated_limits
from graph.matching.gates.verdicts import PASSED, REFUSED, UNVERIFIED, LimitChecks, Reason
from graph.snapshot import Snapshot
from graph.taxonomy import ancestors

#: The component that the moisture of a stream is; limits of it are the moisture gate.
FREE_WATER = "free-water"

#: Basis words that mean the same quantity: basis -> (family, factor to the family's unit).
_BASES: dict[str, tuple[str, float]] = {
    "mass %": ("mass", 1.0),
    "%": ("mass", 1.0),
    "mass % dry": ("mass dry", 1.0),
    "mass % wet": ("mass wet", 1.0),
    "mg/kg": ("mass", 1e-4),
    "ppm": ("mass", 1e-4),
    "g/t": ("mass", 1e-4),
    "g/kg": ("mass", 0.1),
    "ug/kg": ("mass", 1e-7),
    "mg/kg dry": ("mass dry", 1e-4),
    "g/L": ("mg/L", 1e3),
    "ug/L": ("mg/L", 1e-3),
    "mg/Nm3": ("mg/m3", 1.0),
    "g/Nm3": ("mg/m3", 1e3),
}
#: Families of bases in which a mix has the mean of its parts.
_AVERAGED = frozenset(
    ("mass", "mass dry", "mass wet", "mg/L", "mg/m3", "g/m3", "Bq/kg", "MJ/kg", "index", "vol %", "mol %")
)


#: Reasons that refuse; `WITHIN` passes, every other one leaves the check unverified.
_REFUSING = (Reason.EXCEEDED, Reason.BELOW_MINIMUM)


def basis_family(basis: str) -> tuple[str, float]:
    """Return the family of a basis and the factor into the family's unit.

    Examples
    --------
    >>> basis_family("mg/kg")
    ('mass', 0.0001)
    >>> basis_family("Bq/kg")
    ('Bq/kg', 1.0)
    """
    return _BASES.get(basis, (basis, 1.0))


def averages(bases: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Return in which bases a mix has the mean of its parts: contents do, a pH or a temperature does not.

    Examples
    --------
    >>> averages(np.array(["mg/kg", "pH"], dtype=object)).tolist()
    [True, False]
    """
    return np.array([basis_family(basis)[0] in _AVERAGED for basis in bases], dtype=bool)


def radionuclide_indices(ra226: float, th232: float, k40: float) -> tuple[float, float]:
    r"""Return the internal and external exposure index of a building material.

    .. math:: I_{Ra} = C_{Ra}/200, \quad I_γ = C_{Ra}/370 + C_{Th}/260 + C_K/4200

    Parameters
    ----------
    ra226, th232, k40 : float
        Activities of Ra-226, Th-232 and K-40, Bq/kg.

    References
    ----------
    GB 6566-2010, Limits of radionuclides in building materials, clause 2.

    Examples
    --------
    >>> radionuclide_indices(500.0, 0.0, 0.0)[0]
    2.5
    """
    return ra226 / 200.0, ra226 / 370.0 + th232 / 260.0 + k40 / 4200.0


def stream_values(snapshot: Snapshot) -> pd.DataFrame:
    """Return what each stream contains, from its own analysis or else from its material's typical one.

    Returns
    -------
    DataFrame
        Columns `stream`, `component`, `basis`, `low`, `likely`, `high`, `measured` (False: typical value) and
        `complete` (False: an index that leaves out a nuclide nobody measured).
    """
    streams = (
        snapshot.tables["waste_streams"]
        .select(["id", "material", "moisture_low", "moisture_likely", "moisture_high"])
        .to_pandas()
    )
    streams = streams.rename(columns={"id": "stream"})
    moisture = streams[streams["moisture_likely"].notna()].rename(
        columns={"moisture_low": "low", "moisture_likely": "likely", "moisture_high": "high"}
    )
    moisture = moisture.assign(component=FREE_WATER, basis="mass % wet", measured=True, steps=-1)
    own = _components(snapshot, "stream_components", "stream").assign(measured=True, steps=-2)
    lineage = ancestors(snapshot).rename(columns={"ancestor": "owner"})
    typical = _components(snapshot, "material_components", "owner").merge(lineage, on="owner")
    typical = typical.merge(streams[["stream", "material"]], on="material").assign(measured=False)
    columns = ["stream", "component", "basis", "low", "likely", "high", "measured", "steps"]
    parts = [part[columns] for part in (own, moisture, typical) if len(part)]
    if not parts:
        return pd.DataFrame(columns=[*columns[:-1], "complete"])
    values = pd.concat(parts, ignore_index=True)
    values = values.sort_values(["stream", "component", "steps"], kind="stable")
    values = values.drop_duplicates(["stream", "component"]).assign(complete=True)
    values = pd.concat([values, _indices(values)], ignore_index=True)
    result: pd.DataFrame = values.drop(columns="steps").sort_values(["stream", "component"], kind="stable")
    return result.reset_index(drop=True)


def _components(snapshot: Snapshot, table: str, owner: str) -> pd.DataFrame:
    field = {"stream_components": "stream", "material_components": "material"}[table]
    columns = [field, "component", "basis", "amount_low", "amount_likely", "amount_high"]
    frame: pd.DataFrame = snapshot.tables[table].select(columns).to_pandas()
    frame.columns = pd.Index([owner, "component", "basis", "low", "likely", "high"])
    frame["low"] = frame["low"].fillna(frame["likely"])
    frame["high"] = frame["high"].fillna(frame["likely"])
    return frame


def _indices(values: pd.DataFrame) -> pd.DataFrame:
    """Add the exposure indices of GB 6566 wherever Ra-226 is known, unless they were measured themselves."""
    rows = []
    known = set(zip(values["stream"], values["component"], strict=True))
    activity = values[values["basis"] == "Bq/kg"]
    for stream, group in activity.groupby("stream", sort=True):
        by_component = {row.component: row for row in group.itertuples()}
        if "Ra-226" not in by_component:
            continue
        ra, th, k = (by_component.get(name) for name in ("Ra-226", "Th-232", "K-40"))
        for position, index in enumerate(("IRa", "Igamma")):
            if (stream, index) in known:
                continue
            ends = {}
            for end in ("low", "likely", "high"):
                nuclides = [float(getattr(row, end)) if row is not None else 0.0 for row in (ra, th, k)]
                ends[end] = radionuclide_indices(*nuclides)[position]
            complete = index == "IRa" or (th is not None and k is not None)
            measured = bool(ra.measured) if ra is not None else False
            rows.append(
                {
                    "stream": stream,
                    "component": index,
                    "basis": "index",
                    **ends,
                    "measured": measured,
                    "steps": 0,
                    "complete": complete,
                }
            )
    return pd.DataFrame(rows, columns=[*values.columns])


def check_limits(snapshot: Snapshot, pairs: pd.DataFrame, on: date | None = None) -> LimitChecks:
    """Compare what each stream contains with every limit of the port that would take it.

    Parameters
    ----------
    snapshot : Snapshot
    pairs : DataFrame
        Columns `pair` (any key), `stream`, `technology` and `taken_as`, the material whose limits hold.
    on : date or None
        Day on which the limits must be in force, see `standards.dated_limits`.

    Returns
    -------
    LimitChecks
    """
    pairs = pairs[["pair", "stream", "taken_as", "technology"]].rename(columns={"taken_as": "material"})
    checks = pairs.merge(dated_limits(snapshot, on), on="technology")
    lineage = ancestors(snapshot).rename(columns={"ancestor": "holds_for"})
    checks = checks.merge(lineage, on=["material", "holds_for"], how="left")
    checks["general"] = checks["holds_for"].isna()
    checks = checks[checks["general"] | checks["steps"].notna()].copy()
    checks["steps"] = checks["steps"].fillna(np.inf)
    checks = checks.sort_values(["pair", "component", "limit_basis", "steps", "limit"], kind="stable")
    nearest = checks.groupby(["pair", "component", "limit_basis"])["steps"].transform("min")
    checks = checks[checks["steps"] == nearest]
    checks = checks.merge(stream_values(snapshot), on=["stream", "component"], how="left")
    checks = _own_share(checks, lineage)
    checks = _moisture_of(checks, snapshot)
    return _judge(checks.reset_index(drop=True))


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


def _moisture_of(checks: pd.DataFrame, snapshot: Snapshot) -> pd.DataFrame:
    streams = snapshot.tables["waste_streams"].select(["id", "moisture_likely"]).to_pandas()
    streams = streams.rename(columns={"id": "stream", "moisture_likely": "moisture"})
    return checks.merge(streams, on="stream", how="left")


def _judge(checks: pd.DataFrame) -> LimitChecks:
    value_family = [basis_family(basis) if isinstance(basis, str) else ("", 1.0) for basis in checks["basis"]]
    limit_family = [basis_family(basis) for basis in checks["limit_basis"]]
    factor, stated = _conversion(value_family, limit_family, checks["moisture"].to_numpy(dtype=float))
    low, likely, high = (checks[end].to_numpy(dtype=float) * factor for end in ("low", "likely", "high"))
    dated = checks["dated"].to_numpy(dtype=np.int64)
    # What a standard says that is not in force is no bound.
    minimum = np.where(dated == IN_FORCE, checks["minimum"].to_numpy(dtype=float), np.nan)
    maximum = np.where(dated == IN_FORCE, checks["maximum"].to_numpy(dtype=float), np.nan)
    measured = checks["measured"].fillna(False).to_numpy(dtype=bool)
    complete = checks["complete"].fillna(False).to_numpy(dtype=bool)
    known = checks["likely"].notna().to_numpy()

    above, below = likely > maximum, likely < minimum
    reaches = (high > maximum) | (low < minimum)
    # The first condition that holds gives the reason; order is from what decides to what only casts doubt.
    reason = _first_that_holds(
        [
            (dated == REPLACED, Reason.STANDARD_REPLACED),
            (dated == NOT_YET, Reason.STANDARD_NOT_YET),
            (dated == WITHDRAWN, Reason.STANDARD_WITHDRAWN),
            (np.isnan(minimum) & np.isnan(maximum), Reason.LIMIT_NOT_VERIFIED),
            (~known, Reason.NOT_MEASURED),
            (known & np.isnan(factor), Reason.BASIS_NOT_COMPARABLE),
            ((above | below) & ~measured, Reason.TYPICAL_EXCEEDS),
            (above & stated, Reason.EXCEEDED),
            (below & stated & complete, Reason.BELOW_MINIMUM),
            (~stated, Reason.BASIS_NOT_STATED),
            (~complete, Reason.INDEX_INCOMPLETE),
            (~measured, Reason.TYPICAL_ONLY),
            (reaches, Reason.RANGE_REACHES_PAST),
        ]
    )
    verdict = np.where(
        reason == Reason.WITHIN, PASSED, np.where(np.isin(reason, _REFUSING), REFUSED, UNVERIFIED)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        room_above = np.where(maximum > 0, (maximum - likely) / maximum, np.where(likely <= 0, 1.0, -1.0))
        room_below = np.where(minimum > 0, (likely - minimum) / minimum, 1.0)
    room_above = np.where(np.isnan(maximum), np.nan, room_above)
    room_below = np.where(np.isnan(minimum), np.nan, room_below)
    margin = np.fmin(room_above, room_below)
    return LimitChecks(
        pair=checks["pair"].to_numpy(dtype=np.int64),
        limit=checks["limit"].to_numpy(dtype=np.int64),
        component=checks["component"].to_numpy(dtype=object),
        basis=checks["limit_basis"].to_numpy(dtype=object),
        value=likely,
        minimum=minimum,
        maximum=maximum,
        verdict=verdict.astype(np.int8),
        reason=reason,
        standard=checks["standard"].to_numpy(dtype=object),
        margin=margin,
    )


def _first_that_holds(cases: Sequence[tuple[NDArray[np.bool_], Reason]]) -> NDArray[np.int8]:
    conditions, reasons = zip(*cases, strict=True)
    return np.select(conditions, [np.int8(reason) for reason in reasons], np.int8(Reason.WITHIN))


def _conversion(
    value: list[tuple[str, float]], limit: list[tuple[str, float]], moisture: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the factor from the value's basis into the limit's (NaN: none), and whether both are stated."""
    factor = np.full(len(value), np.nan)
    stated = np.ones(len(value), dtype=bool)
    for row, ((family, scale), (wanted, limit_scale)) in enumerate(zip(value, limit, strict=True)):
        if family == wanted:
            factor[row] = scale / limit_scale
        elif family == "" or not family.startswith("mass") or not wanted.startswith("mass"):
            continue
        elif "mass" in (family, wanted):
            factor[row], stated[row] = scale / limit_scale, False
        elif not np.isnan(moisture[row]):
            dry_share = 1.0 - moisture[row] / 100.0
            factor[row] = scale / limit_scale * (1.0 / dry_share if wanted == "mass dry" else dry_share)
    return factor, stated
