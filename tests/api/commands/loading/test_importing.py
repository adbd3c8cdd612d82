"""Foreign sheets on the command line: understood, asked about, loaded, remembered."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from api.commands.loading import importing
from api.commands.loading.importing import write_answers
from graph.snapshot import records_of
from graph.stores import Store, open_store
from tests.api.running import run
from tests.parks import material

CASES = Path(__file__).parents[3] / "ingest" / "cases"
LIST = "企业名称,所属行业,固废名称,年产生量（吨）\n"


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'park.db'}"


def sheet(path: Path, rows: str) -> str:
    path.write_text(LIST + rows, encoding="utf-8")
    return str(path)


def imported(url: str, *words: str) -> Any:
    shown = run("import", *words, "--json", store=url)
    assert shown.returncode == 0, shown.stderr
    return json.loads(shown.stdout)


def test_a_flat_list_is_understood_and_loaded_into_a_store_that_did_not_exist(url: str) -> None:
    found = imported(url, str(CASES / "c06_flat.xlsx"), "--yes")
    assert found["loaded"]
    assert {item["material"] for item in found["streams"]} == {"steel-slag", "blast-furnace-slag", "fly-ash"}
    (only,) = found["sheets"]
    assert (only["kind"], only["headerRow"]) == ("waste_list", 1)
    assert {"header": "联系人", "field": None, "unit": None} in [
        {key: column[key] for key in ("header", "field", "unit")} for column in only["columns"]
    ]


def test_a_dry_run_loads_nothing(url: str, tmp_path: Path) -> None:
    found = imported(url, sheet(tmp_path / "a.csv", "甲厂,炼钢,钢渣,5\n"), "--dry-run")
    assert not found["loaded"]
    assert found["changes"]["new"]
    assert run("loads", "list", store=url).stderr.startswith("EMPTY_STORE")


def test_what_is_open_stops_a_load_without_yes_and_names_the_questions(url: str, tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.csv", "甲厂,炼钢,阿巴卡,5\n")
    refused = run("import", path, "--language", "zh", store=url)
    assert refused.returncode == 3
    assert "OPEN_QUESTIONS" in refused.stderr
    assert "阿巴卡" in refused.stderr


def test_answers_are_read_from_a_file_and_serve_the_next_sheet(url: str, tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.csv", "甲厂,炼钢,阿巴卡,5\n")
    question = imported(url, path, "--dry-run")["questions"][0]
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({question["id"]: "steel-slag"}), encoding="utf-8")
    found = imported(url, path, "--yes", "--answers", str(answers))
    assert [item["material"] for item in found["streams"]] == ["steel-slag"]
    later = sheet(tmp_path / "b.csv", "乙厂,炼钢,阿巴卡,7\n")
    asked = imported(url, later, "--yes", "--answers", str(answers))["questions"]
    assert [item["code"] for item in asked] == ["USE_UNSAID"]


def test_a_deleted_row_is_shown_as_gone_and_goes_and_comes_back(url: str, tmp_path: Path) -> None:
    """B14."""
    imported(
        url, sheet(tmp_path / "a.csv", "甲厂,炼钢,钢渣,5\n甲厂,炼钢,粉煤灰,7\n"), "--yes", "--tag", "list"
    )
    less = sheet(tmp_path / "b.csv", "甲厂,炼钢,钢渣,6\n")
    found = imported(url, less, "--dry-run", "--tag", "list")
    assert {"table": "waste_streams", "id": "甲厂:粉煤灰"} in found["changes"]["gone"]
    assert [cell["new"] for cell in found["changes"]["changed"] if cell["column"] == "supply_likely"] == [6.0]
    imported(url, less, "--yes", "--tag", "list")
    assert run("loads", "undo", "3", store=url).returncode == 0
    again = imported(url, less, "--dry-run", "--tag", "list")
    assert {"table": "waste_streams", "id": "甲厂:粉煤灰"} in again["changes"]["gone"]


def test_a_file_that_is_no_table_is_refused_in_words(url: str) -> None:
    """B11."""
    refused = run("import", str(CASES / "c13_old.xls"), "--yes", "--language", "zh", store=url)
    assert refused.returncode == 3
    assert "另存为" in refused.stderr


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_empty_workbook_loads_as_it_is(url: str, tmp_path: Path, language: str) -> None:
    path = tmp_path / "park.xlsx"
    assert run("new-park", str(path), "--language", language).returncode == 0
    found = imported(url, str(path), "--yes", "--language", language)
    assert found["loaded"]
    assert [item["material"] for item in found["streams"]] == ["steel-slag"]
    assert found["leftAside"] == []


def test_a_workbook_that_somebody_filled_in_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "park.xlsx"
    path.write_bytes((CASES / "min_park.xlsx").read_bytes())
    refused = run("new-park", str(path), "--language", "zh")
    assert refused.returncode == 3
    assert "可能已填写内容" in refused.stderr
    assert path.read_bytes() == (CASES / "min_park.xlsx").read_bytes()


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a": ["b"]}', '{"a":', "\ud800"])
def test_a_file_of_answers_that_holds_other_things_is_refused_in_words(
    url: str, tmp_path: Path, text: str
) -> None:
    answers = tmp_path / "answers.json"
    answers.write_bytes(text.encode("utf-8", "surrogatepass"))
    refused = run("import", str(CASES / "c06_flat.xlsx"), "--yes", "--answers", str(answers), store=url)
    assert refused.returncode == 3
    assert refused.stderr.startswith("BAD_ANSWERS")


def test_answers_are_kept_for_their_owner_alone_and_read_with_the_mark_of_an_editor(
    url: str, tmp_path: Path
) -> None:
    answers = tmp_path / "answers.json"
    words = ("import", sheet(tmp_path / "list.csv", "甲厂,钢铁,钢渣,5\n"), "--answers", str(answers))
    answers.write_text('\ufeff{"an answer": "of earlier"}', encoding="utf-8")
    answers.chmod(0o640)
    assert run(*words, "--yes", store=url).returncode == 0
    assert answers.stat().st_mode & 0o777 == 0o640
    assert json.loads(answers.read_text(encoding="utf-8")) == {"an answer": "of earlier"}
    answers.unlink()
    write_answers(answers, {"b": "c"})
    assert answers.stat().st_mode & 0o777 == 0o600


def test_an_import_that_others_write_past_is_worked_out_anew(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A colleague loads a material between what the import read and what it writes."""
    path = sheet(tmp_path / "list.csv", "甲厂,钢铁,钢渣,5\n")
    writes, past = importing._load, []

    def overtaken(target: Store, *rest: Any) -> Any:
        if not past:
            past.append(target.version())
            with closing(open_store(url)) as other:
                other.upsert(records_of([material("soot", "炭黑", "Soot")]), "colleague")
        return writes(target, *rest)

    monkeypatch.setattr(importing, "_load", overtaken)
    importing.import_files([Path(path)], yes=True, answers=tmp_path / "answers.json", store=url)
    with closing(open_store(url)) as store:
        assert store.get("materials", ["soot"])
        assert store.read().count("waste_streams") == 1


def test_the_doctor_lists_what_recipes_give_out_that_they_do_not_take_in(anning_url: str) -> None:
    rows = json.loads(run("doctor", "--library", "--json", store=anning_url).stdout)["library"]
    slag = next(row for row in rows if (row["technology"], row["element"]) == ("bfs-slag-cement", "Ca"))
    assert (slag["verdict"], slag["known"], slag["unit"]) == ("FROM_NOTHING", "IDENTITY", "t")
    assert slag["in"]["high"] < slag["out"]["low"]
    assert slag["outside"] == pytest.approx(slag["out"]["low"] / slag["in"]["high"])
    assert all(row["textZh"] and row["textEn"] for row in rows)
    for language, words in (("zh", "处不平衡"), ("en", "places do not balance")):
        shown = run("doctor", "--library", "--language", language, store=anning_url)
        assert shown.returncode == 0, shown.stderr
        assert len(shown.stdout.splitlines()) == len(rows) + 1
        assert words in shown.stdout.splitlines()[-1]


def test_the_doctor_names_what_a_manager_should_ask(url: str, tmp_path: Path) -> None:
    imported(url, sheet(tmp_path / "a.csv", "甲厂,炼钢,钢渣,5\n乙厂,,粉煤灰,7\n"), "--yes")
    found = json.loads(run("doctor", "--json", store=url).stdout)["doctor"]
    assert {"NO_POSITION", "NO_INDUSTRY"} <= {item["oddity"] for item in found}
    shown = run("doctor", "--language", "zh", store=url)
    assert "没有坐标" in shown.stdout


def test_a_waste_that_is_sold_shows_how_little_is_known_of_how_much(tmp_path: Path) -> None:
    sheet = "企业名称,废物名称,产生量（吨）,去向\n宏远钢铁有限公司,转炉钢渣,1200,外售\n"
    (tmp_path / "list.csv").write_text(sheet, encoding="utf-8")
    shown = run("import", str(tmp_path / "list.csv"), "--dry-run", store=f"sqlite:///{tmp_path / 'p.db'}")
    assert "not known (0 – 1,200 t)" in shown.stdout


FATES = "企业名称,所属行业,固废名称,年产生量（吨）,去向\n"


@pytest.fixture
def sold(tmp_path: Path) -> str:
    path = tmp_path / "sold.csv"
    rows = "甲电厂,火力发电,粉煤灰,420000,外售\n甲电厂,火力发电,脱硫石膏,65000,全部外售\n"
    rows += "乙水泥厂,水泥制造,窑灰,30,回用\n"
    path.write_text(FATES + rows, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "zh",
            ("年产生量（吨） → 产生量 吨", "不详（0 – 420,000 吨）", "65,000 吨", "下一步：symbioflow match"),
        ),
        ("en", ("→ generated 吨", "Fly ash", "not known (0 – 420,000 t)", "next: symbioflow match")),
    ],
)
def test_a_person_reads_titles_and_names_and_no_ids_of_ours(
    url: str, sold: str, language: str, said: tuple[str, ...]
) -> None:
    shown = run("import", sold, "--yes", "--language", language, store=url)
    assert shown.returncode == 0, shown.stderr
    flat = " ".join(shown.stdout.split())
    assert [words for words in said if words not in flat] == []
    ours = ("fly-ash", "fgd-gypsum", "supply_likely", "→ supply")
    assert [word for word in ours if word in shown.stdout] == []


def test_what_is_sold_without_an_amount_is_open_in_match_and_plan(url: str, sold: str) -> None:
    assert run("import", sold, "--yes", store=url).returncode == 0
    matched = " ".join(run("match", "--language", "zh", store=url).stdout.split())
    assert "甲电厂：粉煤灰 产生 42万吨/年，已利用多少不详（0 – 42万吨/年" in matched
    assert "甲电厂：脱硫石膏 产生 65,000吨/年，未利用 0吨/年（企业自述） 已全部利用" in matched
    planned = " ".join(run("plan", "--no-expected", "--language", "en", store=url).stdout.split())
    assert "for 2 streams nobody says how much is in use already" in planned
    assert "up to 420.03 kt/yr more may be" in planned


def test_an_option_says_what_it_means(url: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("企业名称,固废名称,产生量（吨）,实际产生量（吨）\n甲电厂,粉煤灰,9,5\n", encoding="utf-8")
    (question,) = imported(url, str(path), "--dry-run", "--language", "zh")["questions"][:1]
    assert question["options"] == [
        {"answer": "first", "name": "产生量（吨）"},
        {"answer": "second", "name": "实际产生量（吨）"},
    ]
