"""The command line as a user meets it: standard output, standard error, exit codes."""

from __future__ import annotations

import codecs
import csv
import json
import signal
import subprocess
import sys
import time
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

import httpx
import pytest

from api.commands.index import COMMANDS
from graph.errors import (
    EXIT_BAD_INPUT,
    EXIT_CANCELLED,
    EXIT_STORE_REFUSED,
    EXIT_STORE_UNREACHABLE,
    EXIT_USAGE,
)
from graph.stores import open_store
from tests.api.running import COMMAND, ROOT, run, run_apart

#: What a command that computes nothing has no use for.
HEAVY = (
    "fastapi", "highspy", "neo4j", "networkx", "numba", "numpy", "openpyxl", "pandas", "pyarrow", "pydantic",
    "pyvis", "strawberry", "uvicorn",
)  # fmt: skip
#: What a search, a match and a plan of one year in this process have no use for.
ELSEWHERE = (
    "asyncio", "graph.analysis", "graph.matching.coldstart.evaluation", "graph.planning.additions",
    "graph.planning.backtests", "graph.planning.losses", "graph.planning.roadmap", "graph.planning.sharing",
    "graph.planning.tradeoffs", "graph.recruiting", "graph.stores.backups", "graph.stores.copying", "ingest",
    "multiprocessing",
)  # fmt: skip


def test_json_is_one_document_with_the_names_of_the_schema(anning_url: str) -> None:
    matched = run("match", "--waste", "磷石膏", "--top", "1", "--json", store=anning_url)
    assert matched.returncode == 0, matched.stderr
    suggestions = json.loads(matched.stdout)["suggestions"]["nodes"]
    assert {item["rank"] for item in suggestions} == {1}
    assert all(item["gates"] and item["parts"] for item in suggestions)
    # In a process of its own: what the solver's library might print does not pass through Python.
    planned = run_apart("plan", "--json", store=anning_url)
    plan = json.loads(planned.stdout)["plan"]
    assert {total["unit"] for total in plan["totals"]} == {"TONNE", "CUBIC_METRE", "GIGAJOULE"}


def test_results_are_words_in_the_language_asked_for(anning_url: str) -> None:
    zh = run_apart("match", "--waste", "steel-slag", "--language", "zh", store=anning_url, LC_ALL="C")
    assert "昆钢" in zh.stdout
    assert "GB 175-2023" in zh.stdout
    en = run("plan", "--language", "en", store=anning_url)
    assert "utilisation" in en.stdout
    assert "diverted tonnes" in en.stdout


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", "沿途约损失 1.0%（已扣除）"), ("en", "about 1.0% is lost on the way (taken off)")],
)
def test_what_a_pipe_loses_is_told_beside_the_gain_that_it_is_taken_off(
    anning_url: str, language: str, words: str
) -> None:
    """Hot water of the steel works goes 2 km, and half a percent of it is lost on each."""
    given = ("--waste", "hot-process-water-heat", "--top", "1", "--language", language)
    told = " ".join(run("match", *given, store=anning_url).stdout.split())
    assert words in told


def test_the_demonstration_tells_the_whole_story(tmp_path: Path) -> None:
    shown = run("demo", "--out", str(tmp_path / "out"), "--language", "en")
    assert shown.returncode == 0, shown.stderr
    for words in (
        "Phosphogypsum",
        "Steel slag",
        "Petroleum coke",
        "Spent",
        "against the target of 60.0%",
        "GB 175-2023",
    ):
        assert words in shown.stdout, words
    assert "540 kt to 810 kt a year; planned projects want 1.65 Mt" in shown.stdout
    assert (tmp_path / "out" / "network.html").stat().st_size > 500_000
    again = run("demo", "--out", str(tmp_path / "out"), "--language", "en")
    assert again.stdout == shown.stdout


def test_a_refused_file_names_every_place_and_changes_nothing(empty_url: str, tmp_path: Path) -> None:
    (tmp_path / "materials.csv").write_text("id,name_zh\nx,甲\nx,乙\n", encoding="utf-8")
    refused = run("ingest", str(tmp_path / "materials.csv"), store=empty_url)
    assert refused.returncode == EXIT_BAD_INPUT
    assert refused.stdout == ""
    assert refused.stderr.startswith("REFUSED_INPUT:")
    assert "materials.csv" in refused.stderr
    assert "Traceback" not in refused.stderr
    store = open_store(empty_url)
    assert (store.version(), store.loads()) == (0, ())
    store.close()


def test_a_missing_file_is_a_coded_refusal(empty_url: str) -> None:
    refused = run("ingest", "nowhere.csv", store=empty_url)
    assert refused.returncode == EXIT_BAD_INPUT
    assert "MISSING_FILE" in refused.stderr


def test_store_troubles_are_one_line_and_a_code_each(tmp_path: Path) -> None:
    silent = run("plan", store="neo4j://127.0.0.1:1")
    unknown = run("plan", store="carrier-pigeon://here")
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"this is no database, and long enough to be looked at as one" * 20)
    unreadable = run("plan", store=f"sqlite:///{broken}")
    assert silent.returncode == EXIT_STORE_UNREACHABLE
    assert unknown.returncode == EXIT_USAGE
    assert unreadable.returncode not in (0, 1)
    for result in (silent, unknown, unreadable):
        assert result.stdout == ""
        assert len(result.stderr.strip().splitlines()) == 1, result.stderr
        assert result.stderr.split(":")[0].isupper()


def test_a_wrong_password_is_its_own_exit_code(neo4j_url: str) -> None:
    refused = run_apart("plan", store=neo4j_url, SYMBIOFLOW_STORE_PASSWORD="certainly-wrong")
    assert refused.returncode == EXIT_STORE_REFUSED
    assert refused.stderr.startswith("STORE_LOGIN_REFUSED")
    assert "certainly-wrong" not in refused.stderr


def test_what_is_exported_can_be_ingested_again(anning_url: str, empty_url: str, tmp_path: Path) -> None:
    assert run("export", str(tmp_path / "park"), store=anning_url).returncode == 0
    assert (tmp_path / "park" / "enterprises.csv").read_bytes().startswith(codecs.BOM_UTF8)  # for Excel
    back = run("ingest", str(tmp_path / "park"), store=empty_url)
    assert back.returncode == 0, back.stderr
    stores = [open_store(url) for url in (anning_url, empty_url)]
    assert stores[0].read().fingerprint == stores[1].read().fingerprint
    for store in stores:
        store.close()


def test_a_park_is_copied_between_stores(anning_url: str, empty_url: str) -> None:
    copied = run("copy", "--from", anning_url, "--to", empty_url, "--language", "en")
    assert copied.returncode == 0, copied.stderr
    assert "is the same on both sides" in copied.stdout


def test_search_finds_two_characters(anning_url: str) -> None:
    found = json.loads(run("search", "钢渣", "--json", store=anning_url).stdout)["search"]
    assert found[0]["localId"] == "steel-slag"


def test_an_unknown_waste_and_a_bad_number_are_refused(anning_url: str) -> None:
    assert run("match", "--waste", "qqqqzzzz", store=anning_url).stderr.startswith("UNKNOWN_MATERIAL")
    assert run("match", "--stream", "nobody", store=anning_url).stderr.startswith("UNKNOWN_STREAM")
    assert run("match", "--top", "-1", store=anning_url).returncode == EXIT_USAGE
    assert run("match", "--top", "many", store=anning_url).returncode == EXIT_USAGE


def test_the_network_page_is_written(anning_url: str, tmp_path: Path) -> None:
    page = tmp_path / "network.html"
    assert run_apart("network", str(page), store=anning_url, LC_ALL="C").returncode == 0
    assert "磷石膏" in page.read_text(encoding="utf-8")


def test_ingesting_a_managers_file_adds_to_the_park(anning_url: str, empty_url: str, tmp_path: Path) -> None:
    assert run("copy", "--from", anning_url, "--to", empty_url).returncode == 0
    with (tmp_path / "waste_streams.csv").open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(
            [
                ["id", "name_zh", "企业", "物料", "年产生量（万吨/年）"],
                ["new", "新渣", "kunming-steel", "steel-slag", "1.5"],
            ]
        )
    loaded = run("ingest", str(tmp_path / "waste_streams.csv"), "--json", store=empty_url)
    assert loaded.returncode == 0, loaded.stderr
    assert json.loads(loaded.stdout)["ingest"]["tag"] == "waste_streams.csv"
    store = open_store(empty_url)
    assert store.get("waste_streams", ["new"])[0].supply.likely == 15_000.0
    store.close()


def test_a_store_that_holds_nothing_is_not_made_and_not_planned(tmp_path: Path) -> None:
    refused = run("plan", store=f"sqlite:///{tmp_path}/none.db")
    assert refused.returncode == EXIT_BAD_INPUT
    assert refused.stderr.startswith("EMPTY_STORE:")
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_word_is_one_line_and_no_word_is_the_help() -> None:
    for words in (("frobnicate",), ("plan", "--colour"), ("copy", "--from", "sqlite:///a.db")):
        refused = run(*words)
        assert refused.returncode == EXIT_USAGE
        assert refused.stderr.startswith("BAD_USAGE: ")
        assert len(refused.stderr.splitlines()) == 1
    bare = run()
    assert bare.returncode == EXIT_USAGE
    assert "demo" in bare.stdout
    assert bare.stderr == ""
    assert run("--help").returncode == 0


def test_a_place_that_cannot_be_written_is_one_line(anning_url: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    refused = run("export", str(tmp_path / "file" / "folder"), store=anning_url)
    assert refused.returncode == EXIT_BAD_INPUT
    assert refused.stderr.startswith("CANNOT_WRITE: ")
    assert len(refused.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "words",
    [
        ("report", "--out", "no/park.html"),
        ("brief", "1", "--out", "no/brief.html"),
        ("network", "no/park.html"),
        ("network", "no/park.graphml"),
        ("trace", "steel-slag", "--output", "no/park.json"),
        ("demo", "--out", "file/out"),
    ],
)
def test_where_nothing_can_be_written_is_said_before_anything_is_worked_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """The store is not there either: that would be said next."""
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("")
    refused = run(*words, store=f"sqlite:///{tmp_path}/none.db")
    assert refused.stderr.startswith("CANNOT_WRITE: "), refused.stderr
    assert refused.returncode == EXIT_BAD_INPUT
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_reader_who_stops_early_is_no_error(anning_url: str) -> None:
    for words in (("plan",), ("plan", "--json")):
        with subprocess.Popen(
            [*COMMAND, *words, "--store", anning_url],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.close()
            assert process.stderr.read() == b""


def test_the_problems_of_a_file_are_told_in_the_language_asked_for(empty_url: str) -> None:
    refused = run_apart("ingest", "nowhere.csv", "--language", "zh", store=empty_url, LC_ALL="C")
    assert "文件" in refused.stderr


def test_serve_listens_on_a_free_port_says_where_and_ends_quietly(anning_url: str) -> None:
    command = [*COMMAND, "serve", "--port", "0", "--store", anning_url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert url.startswith("http://127.0.0.1:")
        for _ in range(100):
            with suppress(httpx.ConnectError):
                assert httpx.get(f"{url}livez").json() == {"status": "ok"}
                break
            time.sleep(0.1)
        taken = run("serve", "--port", url.rstrip("/").rsplit(":", 1)[1], store=anning_url)
        process.send_signal(signal.SIGINT)
        _, words = process.communicate(timeout=30)
    assert taken.returncode == EXIT_USAGE
    assert taken.stderr.startswith("CANNOT_LISTEN: ")
    assert process.returncode == 0
    assert all(json.loads(line)["kind"] == "access" for line in words.splitlines())


def test_the_local_neo4j_says_that_it_does_not_run(tmp_path: Path) -> None:
    shown = run_apart("neo4j", "status", "--language", "en", SYMBIOFLOW_NEO4J_HOME=str(tmp_path / "neo4j"))
    assert (shown.returncode, shown.stdout) == (0, "not running\n")
    stopped = run_apart("neo4j", "stop", "--language", "en", SYMBIOFLOW_NEO4J_HOME=str(tmp_path / "neo4j"))
    assert (stopped.returncode, stopped.stdout) == (0, "not running\n")


def test_the_spread_of_the_plan_is_a_table_or_one_document(anning_url: str) -> None:
    shown = run("plan", "--uncertainty", "10", "--seed", "2", "--language", "en", store=anning_url)
    assert shown.returncode == 0, shown.stderr
    assert "P90" in shown.stdout
    assert "all · net (t)" in shown.stdout
    said = run("plan", "--uncertainty", "10", "--seed", "2", "--json", store=anning_url)
    found = json.loads(said.stdout)["planUncertainty"]
    assert (found["draws"], found["seed"]) == (10, 2)
    assert {spread["unit"] for spread in found["totals"]} == {"TONNE", "CUBIC_METRE", "GIGAJOULE", None}
    refused = run("plan", "--uncertainty", "5", store=anning_url)
    assert refused.returncode == EXIT_USAGE
    assert refused.stderr.startswith("BAD_OPTION")


def test_the_years_of_a_roadmap_are_a_table_or_one_document(anning_url: str) -> None:
    shown = run("plan", "--from", "2026", "--to", "2027", "--language", "en", store=anning_url)
    assert shown.returncode == 0, shown.stderr
    assert "The years as one plan" in shown.stdout
    assert "Opens in 2027: " in shown.stdout
    said = run("plan", "--from", "2026", "--to", "2027", "--json", store=anning_url)
    assert [year["year"] for year in json.loads(said.stdout)["roadmap"]["years"]] == [2026, 2027]
    for words in (("--from", "2028", "--to", "2026"), ("--from", "2026", "--on", "2026-01-01")):
        refused = run("plan", *words, store=anning_url)
        assert refused.returncode == EXIT_USAGE
        assert refused.stderr.splitlines()[-1].startswith("BAD_OPTION")


@pytest.mark.parametrize(("language", "word"), [("en", "cancelled at "), ("zh", "已在 ")])
def test_an_interrupt_cancels_a_thousand_draws_in_one_line_and_leaves_the_store_as_it_was(
    anning_url: str, tmp_path: Path, language: str, word: str
) -> None:
    store = tmp_path / "park.db"
    store.write_bytes(Path(anning_url.removeprefix("sqlite:///")).read_bytes())
    url = f"sqlite:///{store}"
    # The first command on a store may still bring its file up to date.
    assert run("plan", "--no-expected", store=url).returncode == 0
    before = store.read_bytes()
    words = (*COMMAND, "plan", "--uncertainty", "1000", "--language", language, "--store", url)
    with subprocess.Popen(words, stderr=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stderr is not None
        # Said when the first draw is about to be made.
        said = process.stderr.readline()
        process.send_signal(signal.SIGINT)
        out, error = process.communicate(timeout=120)
    assert "…" in said
    assert process.returncode == EXIT_CANCELLED
    assert error.splitlines()[-1].startswith("CANCELLED: ")
    assert word in error
    assert "Traceback" not in error
    assert out == ""
    assert store.read_bytes() == before


def test_a_plan_says_what_it_brings_and_how_it_was_found(anning_url: str) -> None:
    zh = run("plan", "--objective", "benefit", "--horizon", "5", "--language", "zh", store=anning_url)
    assert "亿元" in zh.stdout
    assert "物料平衡" in zh.stdout
    assert "存量消纳年限" in zh.stdout
    en = run("plan", "--objective", "1,1,0", "--language", "en", "--json", store=anning_url)
    assert json.loads(en.stdout)["plan"]["mix"] == [1.0, 1.0, 0.0]


def test_options_of_a_plan_that_cannot_be_are_refused_before_the_store_is_opened() -> None:
    for words in (
        ("plan", "--objective", "profit"),
        ("plan", "--objective", "1,2"),
        ("plan", "--horizon", "0"),
        ("plan", "--budget", "-1"),
        ("plan", "--gap", "7"),
        ("plan", "--time-limit", "0"),
        ("pareto", "--objectives", "tonnes,profit"),
    ):
        refused = run(*words, store="sqlite:///nowhere/none.db")
        assert (refused.returncode, refused.stdout) == (2, "")
        assert refused.stderr.startswith("BAD_OPTION: ")


def test_the_trade_off_and_the_steps_to_a_target_are_tables_and_documents(
    anning_url: str, paving_url: str
) -> None:
    front = run("pareto", "--points", "3", "--language", "en", store=anning_url)
    assert "Pareto front (per year)" in front.stdout
    document = run("pareto", "--points", "3", "--json", store=anning_url)
    assert json.loads(document.stdout)["paretoFront"]["objectives"] == ["TONNES", "BENEFIT"]
    chosen = ("targets", "--target", "sixty")
    assert "◀ 达标" in run(*chosen, "--language", "zh", store=paving_url).stdout
    curve = json.loads(run(*chosen, "--json", store=paving_url).stdout)["abatement"][0]
    assert curve["steps"][0]["start"] == 0.0
    unknown = run("targets", "--target", "moon", store=anning_url)
    assert (unknown.returncode, unknown.stderr.split(":")[0]) == (3, "UNKNOWN_TARGET")


def test_a_match_takes_a_day_and_other_weights_and_refuses_what_is_neither(anning_url: str) -> None:
    words = ("match", "--waste", "steel-slag", "--top", "1", "--on", "2026-11-25", "--weight", "part.co2=9")
    shown = run(*words, "--language", "en", store=anning_url)
    assert shown.returncode == 0, shown.stderr
    assert "score: " in shown.stdout
    for bad, code in ((("--weight", "co2"), "BAD_WEIGHT"), (("--on", "yesterday"), "BAD_USAGE")):
        refused = run("match", *bad, store=anning_url)
        assert refused.returncode == EXIT_USAGE
        assert refused.stderr.startswith(code)


def test_without_a_recipe_the_ways_of_the_kinds_and_the_usual_takers_are_told(anning_url: str) -> None:
    slag = run("pathways", "coal-gasification-slag", "--language", "zh", store=anning_url)
    assert "没有已知的利用途径" in slag.stdout
    assert "通常的接收行业：" in slag.stdout
    assert "不详" not in slag.stdout
    family = run("pathways", "blast-furnace-slag", "--language", "en", store=anning_url)
    assert "ways of its kinds (which kind it is must be checked):" in family.stdout
    assert "1. " in family.stdout


def test_scenarios_and_pathways_are_listed(anning_url: str) -> None:
    listed = run("scenarios", "--language", "zh", store=anning_url)
    assert "昆钢停产" in listed.stdout
    ways = run("pathways", "盐泥", "--top", "1", "--language", "zh", store=anning_url)
    assert "（新建）" in ways.stdout
    document = run("pathways", "盐泥", "--existing", "--json", store=anning_url)
    assert json.loads(document.stdout)["pathways"]["items"] == []
    beside = run("plan", "--scenario", "kunming-steel-closes", "--language", "en", store=anning_url)
    assert "Against the plan of today" in beside.stdout
    said = run("plan", "--scenario", "kunming-steel-closes", "--no-expected", "--json", store=anning_url)
    document = json.loads(said.stdout)
    compared = document["planComparison"]
    assert compared["after"] == document["plan"]["fingerprint"] != compared["before"]
    assert compared["benefit"]["after"] == document["plan"]["benefitRange"]
    assert {flow["change"] for flow in compared["flows"]} >= {"VANISHED"}


def test_help_and_version_load_neither_web_nor_driver_nor_compiler() -> None:
    told = f"""
import sys
import api.cli
for word in ("--help", "--version"):
    try:
        api.cli.main([word])
    except SystemExit as left:
        assert left.code == 0
print(sorted(set({HEAVY}) & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, encoding="utf-8", cwd=ROOT, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("words", "shown", "needed"),
    [
        (["search", "钢渣"], "steel-slag", []),
        (["match", "--waste", "磷石膏"], "磷石膏", []),
        (["plan"], "磷石膏", ["graph.planning", "highspy"]),
    ],
)
def test_a_command_loads_no_web_and_nothing_of_other_commands(
    words: list[str], shown: str, needed: list[str], anning_url: str
) -> None:
    looked = {*HEAVY, *ELSEWHERE, "graph.planning"}
    told = f"atexit.register(lambda: print(sorted({looked} & set(sys.modules))))"
    words = [*words, "--language", "zh", "--store", anning_url]
    done = subprocess.run(
        [sys.executable, "-c", f"import atexit, sys, api.cli; {told}; api.cli.main({words})"],
        capture_output=True, encoding="utf-8", cwd=ROOT, check=True,
    )  # fmt: skip
    assert shown in done.stdout
    # pyarrow looks for pandas when it makes arrays.
    assert done.stdout.splitlines()[-1] == str([*needed, "numpy", "pandas", "pyarrow", "pydantic"])


def test_the_version_is_the_one_of_the_package() -> None:
    shown = run("--version")
    assert (shown.returncode, shown.stdout) == (0, f"symbioflow {version('symbioflow')}\n")


def test_every_listed_command_is_there_and_the_help_speaks_both_languages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, listed in COMMANDS.items():
        for language, said in (("zh", listed.zh), ("en", listed.en)):
            monkeypatch.setenv("SYMBIOFLOW_LANGUAGE", language)
            shown = run(name, "--help")
            assert shown.returncode == 0, name
            assert said[:12] in shown.stdout, name


def test_what_is_refused_is_said_in_the_language_asked_for(anning_url: str) -> None:
    """Case A5."""
    for words, zh, en in (
        (("plan", "--scenario", "foo"), "没有情景“foo”；已有：", "there is no scenario 'foo'; known: "),
        (("plan", "--colour"), "没有选项 --colour", "No such option: --colour"),
        (("search",), "缺少“text”", "Missing argument"),
        (
            ("match", "--top", "-1"),
            "--top 为 -1；应为 0（全部）或更大",
            "--top is -1; expected 0 (all) or more",
        ),
    ):
        for language, said in (("zh", zh), ("en", en)):
            refused = run(*words, "--language", language, store=anning_url if words != ("search",) else "")
            assert said in refused.stderr, words
    # Through the document too, whose errors carry both.
    refused = run("plan", "--scenario", "foo", "--json", "--language", "zh", store=anning_url)
    assert "没有情景“foo”" in refused.stderr
