from __future__ import annotations

import pytest

from graph.checks import check_snapshot
from graph.errors import SymbioflowError
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
