"""Cold start and made-up parks on the command line and in GraphQL."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.graphql.context import Context
from api.graphql.execution import Request, execute
from api.service import Service
from graph.errors import EXIT_BAD_INPUT, EXIT_USAGE
from graph.snapshot import Snapshot
from graph.synthetic import synthetic_records
from ingest import read
from tests.api.commands import run


def test_a_waste_text_ranks_industries_with_reasons() -> None:
    for waste in ("磷石膏", "phosphogypsum"):
        answered = run("suggest-uses", "--waste", waste, "--donor", "20.12", "--top", "3", "--json")
        assert answered.returncode == 0, answered.stderr
        document = json.loads(answered.stdout)
        best = document["suggestions"][0]
        assert (document["waste"], document["known"]) == (waste, True)
        assert best["industry"]["nace"] == "2351"
        assert best["industry"]["nameZh"]
        assert best["reasons"]


def test_a_file_of_wastes_is_answered_line_by_line_in_order(tmp_path: Path) -> None:
    batch = tmp_path / "wastes.csv"
    batch.write_text(
        f"waste,donor\nfly ash,35.11\nqqqq zzzz,\n木屑,0000\n{'x' * 10_000},\n", encoding="utf-8"
    )
    answered = run("suggest-uses", "--batch", str(batch), "--json")
    assert answered.returncode == 0, answered.stderr
    lines = [json.loads(line) for line in answered.stdout.splitlines()]
    assert [line["waste"][:9] for line in lines] == ["fly ash", "qqqq zzzz", "木屑", "x" * 9]
    assert [line["known"] for line in lines] == [True, False, True, False]
    assert [line.get("problem", {}).get("code") for line in lines] == [
        None,
        None,
        "UNKNOWN_INDUSTRY",
        "TEXT_TOO_LONG",
    ]
    assert lines[2]["suggestions"]


@pytest.mark.parametrize(
    ("words", "exit_code", "told"),
    [
        (("suggest-uses",), EXIT_USAGE, "BAD_USAGE"),
        (("suggest-uses", "--waste", "slag", "--donor", "0000"), EXIT_BAD_INPUT, "UNKNOWN_INDUSTRY"),
        (("suggest-uses", "--waste", "x" * 10_000), EXIT_BAD_INPUT, "TEXT_TOO_LONG"),
        (("suggest-uses", "--batch", "nowhere.csv"), EXIT_BAD_INPUT, "REFUSED_INPUT"),
        (("synth", "out", "--scale", "galaxy"), EXIT_BAD_INPUT, "UNKNOWN_SCALE"),
    ],
)
def test_what_cannot_be_answered_is_a_coded_refusal(
    words: tuple[str, ...], exit_code: int, told: str
) -> None:
    refused = run(*words)
    assert refused.returncode == exit_code, refused.stderr
    assert refused.stderr.startswith(told)
    assert refused.stdout == ""


def test_graphql_gives_the_same_answer(service: Service) -> None:
    fields = "known suggestions { industry { nace } use }"
    query = f'{{ suggestUses(waste: "钢渣", donor: "2410", top: 2) {{ {fields} }} }}'
    answer = execute(Request(query), Context(service)).body["data"]["suggestUses"]
    told = json.loads(
        run("suggest-uses", "--waste", "钢渣", "--donor", "2410", "--top", "2", "--json").stdout
    )
    assert answer["known"]
    assert [row["industry"]["nace"] for row in answer["suggestions"]] == [
        row["industry"]["nace"] for row in told["suggestions"]
    ]


def test_a_made_up_park_is_written_and_read_back(tmp_path: Path) -> None:
    assert run("synth", str(tmp_path / "park"), "--scale", "park", "--seed", "3").returncode == 0
    written = Snapshot.from_records(read(tmp_path / "park").records)
    assert written.fingerprint == Snapshot.from_records(synthetic_records("park", 3)).fingerprint


def test_the_evaluation_prints_its_table() -> None:
    printed = run("evaluate", "--language", "en")
    assert printed.returncode == 0, printed.stderr
    assert "popularity" in printed.stdout
    assert "cold start" in printed.stdout
