"""The snapshot as everything that the kernel reads, worked out once.

What does not depend on a pair's distance or amounts is there before any pair is looked at: pathways per
technology and material, composition checks per class of streams, rates and constants of the score.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from graph.geography import EARTH_RADIUS_KM
from graph.knowledge import PrecedentBook
from graph.matching.gates import OUTCOMES, Seasons, TransferTable, require_supply, seasons_of, transfer_table
from graph.matching.prospects import Prospects
from graph.matching.ranking.arrays import (
    CheckColumns,
    Constants,
    Floats,
    Ints,
    OptionColumns,
    Rates,
    Rows,
    Small,
    StreamColumns,
)
from graph.matching.ranking.checks import Checked, checked, paying_more
from graph.matching.ranking.columns import handicaps, option_columns, stream_columns
from graph.matching.ranking.followed import Followed, followed_of
from graph.matching.ranking.grid import CELL_KM, search_width, sites_of
from graph.matching.ranking.takers import (
    Offers,
    Running,
    Taken,
    Valuation,
    anything_taken,
    built_of,
    offers_of,
    otherwise_of,
    running,
    taken_materials,
    valuation_of,
)
from graph.matching.scoring import weighted_logarithm
from graph.matching.suggestion import ALWAYS_JUDGED, PartName
from graph.matching.weights import Weights
from graph.snapshot import Snapshot
from graph.value import BULK, CARGOES, INSTEAD, Band, Factors, access_of
from graph.vocabulary import Travel


@dataclass(frozen=True)
class MatchColumns:
    """Everything the kernel reads, and what its rows are in the snapshot.

    Attributes
    ----------
    snapshot, weights, on
        What was asked.
    reach : float
        Farthest road distance, km.
    transfer, first, placed, width
        As `kernel.best_options` reads them.
    offer : int array
        Row of each option in `offers`.
    built : float array
        Capital that each facility has to earn back, CNY per unit of main input; NaN where not known.
    followed : Followed
        What streams are worth that tell it themselves.
    place_of : int array
        Place of each facility there.
    otherwise : tuple of float array
        What a unit of main input brings more, CNY and kg CO2e, by facility (`takers.otherwise_of`).
    place : int array
        Place of each stream, by its row in the snapshot, in `streams`.
    handicap : float array
        What the kernel's logarithm of the score holds, by option, beside the score (see `columns.handicaps`).
    prospects : Prospects or None
        The prospective receivers among the facilities.
    """

    snapshot: Snapshot
    weights: Weights
    on: date | None
    reach: float
    valuation: Valuation
    facilities: Running
    taken: Taken
    offers: Offers
    checked: Checked
    followed: Followed
    place_of: Rows
    rules: TransferTable
    seasons: Seasons
    streams: StreamColumns
    options: OptionColumns
    transfer: Small
    rates: Rates
    constants: Constants
    first: Ints
    placed: Ints
    width: Ints
    offer: Rows
    built: Floats
    otherwise: tuple[Floats, Floats]
    place: Rows
    handicap: Floats
    prospects: Prospects | None

    @property
    def checks(self) -> CheckColumns:
        """What the kernel reads of the composition checks."""
        return self.checked.columns

    @property
    def stream(self) -> pa.ChunkedArray:
        """Ids of all streams, not copied."""
        return self.snapshot.tables["waste_streams"]["id"]

    def facility(self, offer: Rows) -> Rows:
        """Return the rows of the facilities of some offers in the snapshot."""
        return self.facilities.row[self.offers.at[offer]]

    def port(self, offer: Rows) -> Rows:
        """Return the rows of the ports of some offers in the snapshot."""
        return self.taken.port[self.offers.taking[offer]]

    def offers_to(self, stream: int) -> Rows:
        """Return every offer, open or not, for the material of a stream."""
        material = self.streams.material[self.place[stream]]
        if material < 0:
            return np.empty(0, dtype=np.int32)
        return np.arange(self.offers.first[material], self.offers.first[material + 1], dtype=np.int32)


def prepare(
    snapshot: Snapshot,
    weights: Weights,
    radius: float | None = None,
    on: date | None = None,
    prospects: Prospects | None = None,
    wanted: Ints | None = None,
    added: frozenset[str] = frozenset(),
) -> MatchColumns:
    """Return the snapshot as columns for the kernel.

    Parameters
    ----------
    snapshot : Snapshot
    weights : Weights
    radius : float or None
        Farthest road distance, km; None takes the weights table's.
    on : date or None
        Day on which facilities must run and standards and rules be in force; None leaves dates out.
    prospects : Prospects or None
        Of this snapshot: prospective receivers to be ranked behind all that is on record.
    wanted : int array or None
        Rows of the streams that will be asked about; nothing is prepared for materials of other streams.
    added : frozenset of str
        Facilities that may be added: they can be linked, and change the score of no other.
    """
    require_supply(snapshot)
    on_record, snapshot = snapshot, snapshot if prospects is None else prospects.snapshot
    if not snapshot.count("weights") and not anything_taken(snapshot):
        # Nothing to judge needs no weights either: an empty graph has an empty answer.
        weights = weights.or_neutral()
    reach = weights["constant.radius"] if radius is None else radius
    straight = _straight(reach, weights["constant.detour"])
    sites, facilities = sites_of(snapshot), running(snapshot, weights, on, prospects)
    # What a name means is told by recipes on record: a use that is only usual is none.
    book = PrecedentBook(on_record, weights["constant.precedent-prior"])
    valuation = valuation_of(snapshot, facilities, book, on, added)
    built = built_of(snapshot, facilities, valuation)
    otherwise = otherwise_of(snapshot, facilities, valuation)
    taken = taken_materials(snapshot, weights, facilities, wanted)
    offers = offers_of(snapshot, taken, facilities, valuation, on)
    rules = transfer_table(snapshot, taken.material, taken.taken_as, on)
    paying = paying_more(snapshot, valuation.values)
    found, followed, place_of = followed_of(
        snapshot,
        taken,
        facilities,
        checked(snapshot, taken, on, paying),
        paying,
        valuation,
        weights,
    )
    seasons = seasons_of(snapshot)
    streams = stream_columns(snapshot, valuation, sites, rules, offers.licensing.giver, found.stream, seasons)
    behind = handicaps(weights, taken, offers, facilities, prospects)
    options, offer = option_columns(
        snapshot,
        weights,
        facilities,
        taken,
        offers,
        behind,
        built,
        otherwise,
        np.unique(found.taking[found.columns.followed >= 0]),
        place_of,
        sites,
        rules,
        streams,
        seasons,
    )
    material = taken.material[offers.taking[offer]]
    first = np.searchsorted(material, np.arange(snapshot.count("materials") + 1))
    lost = np.concatenate(([0], np.cumsum(options.cell_row < 0)))
    place = np.empty(len(streams.row), dtype=np.int32)
    place[streams.row] = np.arange(len(place), dtype=np.int32)
    return MatchColumns(
        snapshot=snapshot,
        weights=weights,
        on=on,
        reach=reach,
        valuation=valuation,
        facilities=facilities,
        taken=taken,
        offers=offers,
        checked=found,
        followed=followed,
        place_of=place_of,
        rules=rules,
        seasons=seasons,
        streams=streams,
        options=options,
        transfer=OUTCOMES[rules.finding],
        rates=_rates(valuation.factors, weights, straight),
        constants=_constants(weights, reach, straight),
        first=first.astype(np.int64),
        placed=(first[:-1] + lost[first[1:]] - lost[first[:-1]]).astype(np.int64),
        width=search_width(straight),
        offer=offer,
        built=built,
        otherwise=otherwise,
        place=place,
        handicap=behind[offer],
        prospects=prospects,
    )


def _straight(reach: float, detour: float) -> float:
    """Return how far a road of the largest length can lead, km; nothing is farther than the other pole."""
    farthest = float(np.pi * EARTH_RADIUS_KM)
    return min(reach / detour, farthest) if detour > 0.0 else farthest


def _rates(factors: Factors, weights: Weights, straight: float) -> Rates:
    # Entry zone * classes + class, as `stream_columns` says what travels.
    classes = [(cargo, zone) for zone in range(factors.zones.count) for cargo in range(len(CARGOES))]
    bands = [factors.rates.bands(cargo, zone) for cargo, zone in classes]
    emitted = [factors.rates.emitted(cargo, zone) for cargo, zone in classes]
    access = access_of(factors.snapshot)
    instead = INSTEAD if access.known else ()
    # What goes by rail or water is never nearer than where the cheapest of the ways would bring it.
    open_to = [
        [*some, *(band for way in (instead if cargo == BULK else ()) for band in bands[at - cargo + way])]
        for at, ((cargo, _), some) in enumerate(zip(classes, bands, strict=True))
    ]
    last = int(np.ceil(straight * weights["constant.detour"]))
    flat = [band for of_class in bands for band in of_class]
    return Rates(
        first=np.concatenate(([0], np.cumsum([len(of_class) for of_class in bands]))).astype(np.int64),
        from_km=np.array([band.from_km for band in flat], dtype=float),
        to_km=np.array([band.to_km for band in flat], dtype=float),
        per_km=np.array([band.each_km for band in flat], dtype=float),
        loading=np.array([band.once for band in flat], dtype=float),
        emissions=np.array([0.0 if one is None else -one.value for one in emitted] + [0.0]),
        near=np.array([np.nan if CARGOES[cargo].by is Travel.PIPE else 0.0 for cargo, _ in classes]),
        classes=len(CARGOES),
        instead=np.array(instead, dtype=np.int64),
        river=next(place for place, way in enumerate(INSTEAD) if CARGOES[way].by is Travel.RIVER),
        legs=access.km,
        waters=access.river,
        nearness=np.concatenate([_nearness(weights, of_class, last) for of_class in ([], *open_to)]),
        last=last,
    )


def _nearness(weights: Weights, bands: Sequence[Band], last: int) -> NDArray[np.float64]:
    """Return the most that the weighted logarithm of proximity can be at each kilometre or beyond.

    Within a band the cost rises with distance, so its cheapest point beyond a distance is where the band
    begins or at the distance itself; where no band holds, the part is neutral.
    """
    reference, neutral = weights["constant.transport-reference"], weights["constant.neutral"]
    kilometre = np.arange(last + 1, dtype=float)
    best = np.full(last + 1, neutral)
    for band in bands:
        cost = band.once + np.maximum(kilometre, band.from_km) * band.each_km
        best = np.maximum(best, np.where(kilometre < band.to_km, 1.0 / (1.0 + cost / reference), 0.0))
    # Nothing is carried over no distance at all.
    best[0] = 1.0
    return weighted_logarithm(weights.shares()[PartName.PROXIMITY], best)


def _constants(weights: Weights, reach: float, straight: float) -> Constants:
    shares = weights.shares()
    return Constants(
        gates=float(len(ALWAYS_JUDGED)),
        technical=shares[PartName.TECHNICAL],
        quantity=shares[PartName.QUANTITY],
        proximity=shares[PartName.PROXIMITY],
        economics=shares[PartName.ECONOMICS],
        co2=shares[PartName.CO2],
        neutral=weights["constant.neutral"],
        margin_scale=weights["constant.margin-scale"],
        co2_scale=weights["constant.co2-scale"],
        transport_reference=weights["constant.transport-reference"],
        detour=weights["constant.detour"],
        radius=reach,
        earth_radius=EARTH_RADIUS_KM,
        # A hair beyond the radius: the exact distance decides at the edge.
        farthest=float((2.0 * np.sin(straight / EARTH_RADIUS_KM / 2.0)) ** 2 * (1.0 + 1e-9)),
        reach=int(np.ceil(straight / CELL_KM)),
    )
