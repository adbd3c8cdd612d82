"""Everything that is said to a person is in the catalogue, in both languages, with the same arguments."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from graph.analysis import IndicatorName, NetworkState
from graph.errors import Problem, SymbioflowError
from graph.matching import GateName, Outcome
from graph.matching.gates import Reason, TransferFinding
from graph.network import NodeKind
from graph.planning import LinkageKind, Objective, UnplacedHelp
from graph.recruiting import NoLead, ScaleBound
from graph.vocabulary import EntryGate, EntryOutcome, ImbalanceKind, Travel
from graph.wording.messages import Words, catalogue, message
from tests.ingest.files import problems_of, write
from viz.network import FLOW_KINDS

ROOT = Path(__file__).parents[3]
#: Sentences of signs alone, though the signs of one language are words.
OF_SIGNS = ("expected.ordered", "network.of")
#: What leads to the other language is written in it.
SWITCHES = ("network.language", "network.languageHint")
#: Gates whose sentence is looked up by what they say; that of hazard never refuses.
BY_OUTCOME = (GateName.PHASE, GateName.LICENCE, GateName.CAPACITY, GateName.DISTANCE, GateName.DATES)
#: Sentences that are looked up by the name of a member of a list.
BY_NAME = frozenset(
    f"{prefix}.{name.lower()}"
    for prefix, members in (
        ("gate.limit", Reason),
        ("gate.transfer", TransferFinding),
        ("gate.name", [gate for gate in GateName if gate not in (GateName.MATERIAL, GateName.HAZARD)]),
        *((f"gate.{gate}", Outcome) for gate in BY_OUTCOME),
        ("gate.hazard", (Outcome.PASSED, Outcome.UNVERIFIED)),
        ("passed", NoLead),
        ("state", NetworkState),
        ("objective", Objective),
        ("linkage_kind", LinkageKind),
        ("unplaced.help", UnplacedHelp),
        ("travel", Travel),
        ("brief.bound", ScaleBound),
        ("brief.gate", EntryGate),
        ("brief.outcome", EntryOutcome),
        ("indicator", IndicatorName),
    )
    for name in (member.name for member in members)
) | {
    *(
        f"indicator.{name.name.lower()}.{part}"
        for name in IndicatorName
        for part in ("formula", "low", "high")
    ),
    "gate.capacity.refused.season",
    "gate.capacity.refused.used_up",
    "gate.hazard.passed.hazardous",
    "gate.hazard.unverified.hazardous",
    "gate.hazard.passed.no_waste",
    "gate.hazard.unverified.no_waste",
    "gate.licence.passed.directed",
    "gate.licence.passed.none_needed",
    "gate.licence.unverified.directed",
    "gate.licence.unverified.whose",
}
#: What makes a sentence of a key and arguments.
SAYS = ("SymbioflowError", "message", "_Unfit", "sentence", "question")
#: Their own arguments, which are not the sentence's.
OWN = frozenset({"said", "exit_code"})


def modules() -> Iterator[tuple[str, ast.Module]]:
    for room in ("graph", "ingest", "viz", "api"):
        for path in sorted((ROOT / room).rglob("*.py")):
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def sentences() -> Iterator[tuple[str, str, frozenset[str] | None]]:
    """Yield place, key and names of arguments (None: not known here) of every sentence in the code."""
    for name, tree in modules():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            if getattr(node.func, "id", getattr(node.func, "attr", "")) not in SAYS:
                continue
            own_text = len(node.args) > 1 or any(word.arg == "said" for word in node.keywords)
            named = frozenset(word.arg for word in node.keywords if word.arg) - OWN
            loose = any(word.arg is None for word in node.keywords)
            for key in keys_in(node.args[0]):
                yield f"{name}:{node.lineno}", key, None if own_text or loose else named


def keys_in(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from keys_in(node.body)
        yield from keys_in(node.orelse)


def places_in(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def test_every_sentence_said_anywhere_is_in_the_catalogue_with_its_arguments() -> None:
    wrong = []
    for place, key, named in sentences():
        if named is None:
            continue
        if key not in catalogue():
            wrong.append(f"{place}: {key} is not in the catalogue")
        elif named != places_in(catalogue()[key].zh) | places_in(catalogue()[key].en):
            wrong.append(f"{place}: {key} has the arguments {sorted(named)}")
    assert wrong == []


def test_both_languages_say_the_same_arguments_or_the_english_leaves_a_detail_as_it_is() -> None:
    for key, words in catalogue().items():
        assert words.zh.strip(), key
        assert words.en.strip(), key
        if key in SWITCHES:
            continue
        signs = key in OF_SIGNS or not re.search("[a-zA-Z]", re.sub(r"{[^}]*}", "", words.en))
        assert re.search("[\u4e00-\u9fff]", words.zh) or signs, key
        assert not re.search("[\u4e00-\u9fff]", words.en.replace("12万吨", "")), key
        assert places_in(words.zh) == places_in(words.en) or words.en in ("{detail}", "{places}"), key


def test_no_sentence_of_the_catalogue_is_never_said() -> None:
    said = {node.value for _, tree in modules() for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)}  # fmt: skip
    # What a member of an enumeration means is looked up by its name.
    said |= {node.attr for _, tree in modules() for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    # The next step after a refusal is looked up by the code of what was refused, the title of a column of a
    # brief by its last word.
    looked_up = (
        r"^(next|kind|ask|aside|doubt|odd|settle|recipe|imbalance|remark|left_out|sheet|fact|brief\.head)\."
        r"|\.cell$"
    )
    # What stands on the network page is named by its templates, or by the kind of a node or flow.
    page = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "viz" / "templates").glob("network*"))
    said |= {f"network.{name}" for name in re.findall(r"[\w.]+", page)}
    said |= {f"network.{name}{kind}" for name in ("", "kind.") for kind in NodeKind}
    said |= {f"network.{name}.{kind}" for name in ("flow", "flowShort") for kind in (*FLOW_KINDS, "linkage")}
    said |= {f"network.view.{view}" for view in ("firms", "cards")}
    # What an amount is counted in, where a place lies and how a recipe does not balance are looked up by what
    # the data have.
    said |= {key.partition(".")[2] for key in catalogue() if key.startswith("kind.")}
    said |= {kind.name for kind in ImbalanceKind}
    said |= {key for key in catalogue() if re.match(r"value\.|measure\.|division\.\d", key)}
    keys = [re.sub(looked_up, "", key) for key in catalogue() if key not in BY_NAME]
    assert [key for key in keys if key not in said] == []


def test_each_member_of_a_list_that_is_spoken_of_has_its_sentence() -> None:
    assert [key for key in BY_NAME if key not in catalogue()] == []


def test_every_row_of_the_catalogue_has_a_key_of_its_own_and_one_text_in_each_language() -> None:
    """A comma that is not quoted would cut a sentence off."""
    with (ROOT / "graph" / "wording" / "messages.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert [row for row in rows if len(row) != 3] == []
    assert len({row[0] for row in rows}) == len(rows) == len(catalogue()) + 1


def test_no_refusal_has_a_text_of_its_own_instead_of_the_catalogue_s() -> None:
    texts = {
        f"{name}:{node.lineno}"
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id == "SymbioflowError" and len(node.args) > 1
        if isinstance(node.args[1], ast.JoinedStr | ast.Constant)
    }
    assert texts == set()


def test_every_code_of_a_problem_in_a_file_has_words() -> None:
    written: set[str] = set()
    for path in [
        ROOT / "graph/knowledge/codes.py",
        *(ROOT / "graph" / "checks").glob("[a-z]*.py"),
        # An outline is refused as a whole: it has no cells.
        *(path for path in (ROOT / "ingest").glob("*.py") if path.name != "outlines.py"),
        *(ROOT / "ingest" / "grids").glob("[a-z]*.py"),
        ROOT / "ingest" / "understanding" / "bounds.py",
        *(ROOT / "ingest" / "strict").glob("[a-z]*.py"),
    ]:
        text = path.read_text(encoding="utf-8")
        written |= set(re.findall(r'"([A-Z]+(?:_[A-Z]+)+|CYCLE|NEGATIVE)"', text))
    known = {key.removesuffix(".cell") for key in catalogue() if key.endswith(".cell")}
    # The last three are notes of how a number was written.
    notes = {"AT_LEAST", "AT_MOST", "PLUS_MINUS"}
    assert written - {"CELL_TOO_LONG", "UNSOUND_GRAPH"} - notes == known


def test_problems_of_real_files_leave_no_english_sentence_in_chinese(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        parks="id,colour\n,x\n",
        enterprises="id,name_zh,park,state,lat\ne,甲,p,好,十\ne,乙,p,运行,91\n",
        waste_streams="id,name_zh,enterprise,material,supply [x],moisture_low\ns,渣,e,m,1,5\n",
        limits="id\n",
        wages="a\n1\n",
    )
    for problem in problems_of(folder):
        said = problem.text("zh").split("应为：")[1]
        assert not re.search(r"\b(a|the|value|number|column|row|unit that)\b", said), said


def test_a_problem_names_its_place_in_both_languages() -> None:
    found = Problem(
        "台账.xlsx", "企业", 3, "产生量", "NEGATIVE", "-1", message("expected.at_least", bound="0 t")
    )
    assert found.text("en").startswith(
        "台账.xlsx sheet 企业 row 3, column 产生量: '-1': the number is negative"
    )
    assert (
        found.text("zh")
        == "台账.xlsx 工作表“企业” 第 3 行“产生量”列：“-1”数值为负（应为：不小于 0 t 的数字）"
    )


def test_arguments_that_have_both_languages_are_said_in_the_one_asked_for() -> None:
    error = SymbioflowError("STORE_UNREADABLE", url="x.db", reason=message("STORE_UNREADABLE.other_program"))
    assert error.text("zh") == "x.db 无法使用：该文件是其他程序的数据库"
    assert error.message == str(error) == "x.db cannot be used: the file is a database of another program"
    assert message("expected.one_of", choices=(Words("甲", "a"), "b")).text("zh") == "以下之一：甲、b"


@pytest.mark.parametrize("said", ["as it stands", Words("如是", "as it stands")])
def test_a_text_of_its_own_stands_for_a_sentence_that_is_not_in_the_catalogue(said: str | Words) -> None:
    error = SymbioflowError("SOMETHING", said)
    assert (error.code, error.message) == ("SOMETHING", "as it stands")
