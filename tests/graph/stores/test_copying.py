from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import SymbioflowError
from graph.snapshot import Records, records_of
from graph.stores import LoadTags, Store, copy
from graph.stores.sqlite import SqliteStore
from tests.graph.stores.conftest import Opener
from tests.parks import material, park_records


@pytest.fixture
def source(opened: Opener) -> Store:
    store = opened("source")
    store.ensure_schema()
    store.upsert(park_records(), "first")
    return store


def test_the_target_need_not_exist(source: Store, opened: Opener):
    target = opened("target")
    copy(source, target)
    assert target.read().fingerprint == source.read().fingerprint


def test_a_target_with_an_older_state_of_the_same_park_is_brought_up_to_date(source: Store, opened: Opener):
    target = opened("target")
    copy(source, target)
    source.upsert(records_of([material("slag", "高炉渣", "Blast furnace slag")]), "second")
    copy(source, target)
    assert target.get("materials", ["slag"])[0].name_zh == "高炉渣"
    assert target.load_tags() == source.load_tags()


class ForgetfulStore(SqliteStore):
    """A store that loses its weights."""

    def upsert(self, records: Records, load_tag: str | LoadTags) -> dict[str, int]:
        return super().upsert({k: v for k, v in records.items() if k != "weights"}, load_tag)


def test_a_target_that_does_not_give_everything_back_is_told(source: Store, tmp_path: Path):
    target = ForgetfulStore(tmp_path / "bad.db", "sqlite:///bad.db")
    with pytest.raises(SymbioflowError, match="tables weights") as refusal:
        copy(source, target)
    target.close()
    assert refusal.value.code == "COPY_DIFFERS"
