"""What outputs hold of a main input: the same mass, whatever each of them is counted in.

Ash that leaves as a liquor counted in m3 is gone none the less: a cubic metre weighs its density. But a
liquor also brings water of its own, and so holds at most what of the main input is in no other output. A
water works is fed with volume, not with mass: its sludge is no lost water and stands in tonnes of its own,
beside.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.planning.solver import Floats, Ints, summed
from graph.vocabulary import Unit

Texts = NDArray[np.object_]


def densities(unit: Texts, density: Floats) -> Floats:
    """Return tonnes per unit of each material: 1 of tonnes, 0 of heat, NaN where nobody knows.

    Examples
    --------
    >>> units = np.array(["t", "m3", "m3", "GJ"], dtype=object)
    >>> densities(units, np.array([2.4, 1.2, np.nan, np.nan])).tolist()
    [1.0, 1.2, nan, 0.0]
    """
    weighed: Floats = np.select([unit == Unit.TONNE.value, unit == Unit.GIGAJOULE.value], [1.0, 0.0], density)
    return weighed


def held(
    site: Ints, fed_in: Texts, unit: Texts, ratio: Floats, weight: Floats, air: NDArray[np.bool_]
) -> Floats:
    """Return how many units of its site's main input a unit of each output holds.

    Parameters
    ----------
    site : int array
        Site of each output.
    fed_in : object array
        Unit of each site's main input.
    unit, ratio, weight : array
        Of each output: what it is counted in, how much is made per unit of main input, tonnes per unit (NaN:
        not known).
    air : bool array
        Whether it goes to the air when nobody takes it, as gas and heat do.

    Examples
    --------
    A tonne of ash gives 0.7 t of brick and 2 m3 of liquor of 1.1 t/m3: of its 2.2 t at most 0.3 t are ash. Of
    a liquor that nobody weighed it may be all that is missing too.

    >>> one, t = np.zeros(2, dtype=int), np.array(["t"], dtype=object)
    >>> units, ratio = np.array(["t", "m3"], dtype=object), np.array([0.7, 2.0])
    >>> held(one, t, units, ratio, np.array([1.0, 1.1]), np.zeros(2, dtype=bool)).tolist()
    [1.0, 0.15]
    >>> held(one, t, units, ratio, np.array([1.0, np.nan]), np.zeros(2, dtype=bool)).tolist()
    [1.0, 0.15]
    """
    same = unit == fed_in[site]
    other = ~same & ~air & (fed_in[site] == Unit.TONNE.value) & (ratio > 0.0)
    # What nobody weighed may hold all that was fed: unknown is never nothing.
    most = np.divide(1.0, ratio, out=np.zeros(len(ratio)), where=other)
    mass = np.where(other, np.where(np.isnan(weight), most, weight), 0.0)
    kept = summed(site[same], ratio[same], len(fed_in))
    left = np.maximum(1.0 - kept, 0.0)
    wanted = summed(site, ratio * mass, len(fed_in))
    part = np.divide(left, wanted, out=np.ones(len(fed_in)), where=wanted > left)
    own: Floats = np.where(same, 1.0, np.round(mass * part[site], 15))
    return own
