from __future__ import annotations

import pytest

from graph.checks import check_snapshot
from graph.errors import SymbioflowError
from graph.model import Linkage
from graph.snapshot import Snapshot
from graph.synthetic import SCALES, synthetic_records


def test_the_same_seed_gives_the_same_park_and_another_one_another() -> None:
    one, same, other = (Snapshot.from_records(synthetic_records("park", seed)) for seed in (1, 1, 2))
    assert one.fingerprint == same.fingerprint
    assert one.fingerprint != other.fingerprint


def test_a_made_up_park_is_sound_and_as_large_as_its_scale() -> None:
    snapshot = Snapshot.from_records(synthetic_records("park"))
    assert check_snapshot(snapshot) == ()
    assert snapshot.count("waste_streams") == SCALES["park"].streams
    assert snapshot.count("facilities") == SCALES["park"].facilities


def test_an_unknown_scale_is_refused() -> None:
    with pytest.raises(SymbioflowError) as refused:
        synthetic_records("galaxy")
    assert refused.value.code == "UNKNOWN_SCALE"


def test_what_is_in_use_today_is_said_of_so_many_streams_and_named_of_half_of_them() -> None:
    """A tenth of 2,000 streams, half of each; who takes it runs what accepts its material."""
    snapshot = Snapshot.from_records(synthetic_records("park", 1, in_use=0.1))
    assert check_snapshot(snapshot) == ()
    in_use, supply = (snapshot.numbers("waste_streams", f"{name}_likely") for name in ("in_use", "supply"))
    used = in_use > 0.0
    assert used.sum() == 200
    assert in_use[used] == pytest.approx(0.5 * supply[used])
    assert 50 < snapshot.count("linkages") <= 100
    again = Snapshot.from_records(synthetic_records("park", 1, in_use=0.1))
    assert again.fingerprint == snapshot.fingerprint
    streams = dict(zip(snapshot.strings("waste_streams", "id"), in_use, strict=True))
    for row in snapshot.all(Linkage):
        assert row.amount == pytest.approx(streams[str(row.stream)])


@pytest.mark.parametrize("share", [-0.1, 1.5, float("nan")])
def test_a_share_beyond_all_is_refused(share: float) -> None:
    with pytest.raises(SymbioflowError) as refused:
        synthetic_records("park", in_use=share)
    assert refused.value.code == "BAD_OPTION"
