from __future__ import annotations

import subprocess
import sys

import pytest

from graph.errors import SymbioflowError
from graph.stores import open_store


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("sqlite:///park.db", "sqlite:///park.db"),
        ("sqlite:////srv/park.db", "sqlite:////srv/park.db"),
        ("neo4j://db.example", "neo4j://db.example:7687"),
        ("neo4j+s://db.example:7000/", "neo4j+s://db.example:7000"),
        ("bolt://manager:s3cret@db.example:7687", "bolt://manager@db.example:7687"),
        ("bolt://[::1]:7687", "bolt://[::1]:7687"),
    ],
)
def test_a_store_shows_its_url_without_a_password(url: str, shown: str):
    store = open_store(url)
    assert store.url == shown
    store.close()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "park.db",
        "sqlite://",
        "sqlite:///",
        "sqlite:///folder/",
        "postgres://me:s3cret@host/db",
        "http://host:7474",
        "neo4j://",
        "neo4j://host/database",
        "bolt://me:s3cret@host:port",
        "bolt://me:s3cret@host:99999",
        "bolt://[::1",
    ],
)
def test_any_other_url_is_refused_without_repeating_its_password(url: str):
    with pytest.raises(SymbioflowError, match="expected sqlite:///") as refusal:
        open_store(url)
    assert (refusal.value.code, refusal.value.exit_code) == ("UNKNOWN_STORE_URL", 2)
    assert "s3cret" not in refusal.value.message


def test_users_of_sqlite_do_not_pay_for_the_neo4j_driver():
    program = (
        "import sys, graph.stores as s; s.open_store('sqlite:///park.db'); sys.exit('neo4j' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program]).returncode == 0
